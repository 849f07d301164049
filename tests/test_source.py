"""Bytes to the lines of a page, and from a place on the page back to the input."""

import codecs
import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusteereport.parser import parse
from trusteereport.source import MAX_LINE, SourceError, read_file, read_source


def lines_of(data: str | bytes) -> list[str]:
    return read_source(data).lines


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(b"Cafe", "ascii", id="ascii"),
        pytest.param("Café".encode(), "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + "Café".encode(), "utf-8", id="utf-8-with-mark"),
        pytest.param(codecs.BOM_UTF16_LE + "Café".encode("utf-16-le"), "utf-16", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE + "Café".encode("utf-16-be"), "utf-16", id="utf-16-be"),
        pytest.param("Café".encode("latin-1"), "latin-1", id="latin-1"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    source = read_source(data)
    assert source.encoding == encoding
    assert source.lines == ["Cafe" if encoding == "ascii" else "Café"]


@pytest.mark.parametrize(
    "data",
    [codecs.BOM_UTF8 + b"  Class", codecs.BOM_UTF16_LE + "  Class".encode("utf-16-le")],
    ids=["utf-8", "utf-16"],
)
def test_a_byte_order_mark_is_no_character_of_the_first_line(data: bytes) -> None:
    source = read_source(data)
    assert source.lines == ["  Class"]
    assert source.column(0, 2) == 3


def test_utf_16_that_ends_in_half_a_character_keeps_the_rest() -> None:
    data = codecs.BOM_UTF16_LE + "Class".encode("utf-16-le") + b"x"
    assert lines_of(data)[0].startswith("Class")


def test_text_needs_no_encoding() -> None:
    source = read_source("Café\n")
    assert (source.encoding, source.lines) == ("unicode", ["Café"])


def test_half_a_surrogate_pair_in_a_text_does_no_harm() -> None:
    assert len(lines_of("a\ud800b")) == 1


def test_columns_count_characters_not_bytes() -> None:
    source = read_source("é\t5".encode())
    assert source.lines == ["é       5"]
    assert source.column(0, 8) == 3


def test_the_digest_is_that_of_the_bytes() -> None:
    data = codecs.BOM_UTF8 + b"Class\r\n"
    assert read_source(data).sha256 == hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "cr-lf", "cr"])
def test_line_ends_of_every_system_are_one_line_end(end: str) -> None:
    source = read_source(end.join(["one", "", "  three", ""]).encode())
    assert source.lines == source.raw == ["one", "", "  three"]


def test_line_ends_may_be_mixed() -> None:
    assert lines_of(b"one\r\ntwo\nthree\rfour\n\r\nsix") == [
        "one",
        "two",
        "three",
        "four",
        "",
        "six",
    ]


def test_a_last_line_needs_no_line_end() -> None:
    assert lines_of(b"one\ntwo") == lines_of(b"one\ntwo\n") == ["one", "two"]


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028"])
def test_nothing_else_ends_a_line(character: str) -> None:
    source = read_source(f"one{character}two\nthree")
    assert len(source.lines) == 2
    assert source.text.count("\n") == 2


def test_blanks_at_the_end_are_not_on_the_page_but_in_the_input() -> None:
    source = read_source(b"  Class   \n \t \n")
    assert source.lines == ["  Class", ""]
    assert source.raw == ["  Class   ", " \t "]


@given(st.text(alphabet="ab \t\f\r\n", max_size=40))
def test_the_text_has_one_line_end_for_each_line(text: str) -> None:
    source = read_source(text)
    assert len(source.lines) == len(source.raw)
    assert source.text == "".join(line + "\n" for line in source.lines) or source.lines == []


# ---------------------------------------------------------------- tabs, page breaks, odd characters


@pytest.mark.parametrize(
    ("raw", "page"),
    [
        ("\t5", "        5"),
        ("ab\t5", "ab      5"),
        ("1234567\t8", "1234567 8"),
        ("12345678\t9", "12345678        9"),
        ("a\tb\tc", "a       b       c"),
        (" \t5", "        5"),
    ],
)
def test_tabs_lead_to_the_next_multiple_of_eight(raw: str, page: str) -> None:
    assert lines_of(raw) == [page]


def test_a_place_after_a_tab_leads_back_to_its_character() -> None:
    source = read_source(b"A-1\t\t1,234\t5")
    columns = [source.column(0, source.lines[0].index(text)) for text in ("A-1", "1,234", "5")]
    assert columns == [1, 6, 12]


def test_a_place_in_the_gap_of_a_tab_leads_back_to_the_tab() -> None:
    source = read_source(b"A\tB")
    assert {source.column(0, position) for position in range(1, 8)} == {2}


def test_a_form_feed_takes_no_room_on_the_page() -> None:
    source = read_source(b"\fClass\n\f\nPrin")
    assert source.lines == ["Class", "", "Prin"]
    assert source.column(0, 0) == 2


def test_a_form_feed_does_not_move_the_next_tab_stop() -> None:
    assert lines_of(b"\fab\t5") == ["ab      5"]


@pytest.mark.parametrize("character", ["\xa0", "\x1a", "\x0b", "\x7f", "\x85"])
def test_characters_that_print_nothing_are_blanks(character: str) -> None:
    assert lines_of(f"1{character}2") == ["1 2"]


def test_a_no_break_space_keeps_the_columns() -> None:
    source = read_source("\xa0\xa0 5".encode("latin-1"))
    assert (source.lines, source.column(0, 3)) == (["   5"], 4)


def test_a_nul_byte_is_a_blank_and_a_problem() -> None:
    source = read_source(b"Class  Prin  Int\nA-1    1,2\x0034    5\n" + b"B  1  2\n" * 9)
    assert source.lines[1] == "A-1    1,2 34    5"
    assert [(one.code, one.line, one.column) for one in source.problems] == [("nul-byte", 2, 11)]


def test_a_nul_byte_is_a_problem_of_the_report() -> None:
    report = parse(b"Class                Prin\nA-1        1,2\x0034,567\n")
    assert "nul-byte" in {problem.code for problem in report.problems}


def test_a_text_without_odd_characters_has_no_problems() -> None:
    assert read_source(b"Class\tPrin\r\n\fA-1\t5\r\n").problems == []


@given(st.text(alphabet="\t abcXYZ", max_size=60))
def test_a_place_on_the_page_leads_back_to_the_character_printed_there(raw: str) -> None:
    source = read_source(raw)
    for line, page in enumerate(source.lines):
        for position, character in enumerate(page):
            origin = raw[source.column(line, position) - 1]
            assert origin == character or (origin == "\t" and character == " ")


@given(st.text(alphabet="\t\f a\ufeffb", max_size=30))
def test_every_letter_has_its_own_place(raw: str) -> None:
    source = read_source(raw)
    for line, page in enumerate(source.lines):
        columns = [source.column(line, n) for n, letter in enumerate(page) if letter in "ab"]
        assert columns == [n for n, letter in enumerate(raw, start=1) if letter in "ab"]


# ---------------------------------------------------------------- overlong lines


def test_the_longest_line_is_kept() -> None:
    source = read_source(b"x" * MAX_LINE)
    assert (source.lines, source.skipped) == (["x" * MAX_LINE], [])


def test_an_overlong_line_is_skipped_and_keeps_its_number() -> None:
    source = read_source(b"one\n" + b"x" * (MAX_LINE + 1) + b"\nthree")
    assert source.lines == ["one", "", "three"]
    assert source.raw[1] == "x" * (MAX_LINE + 1)
    assert source.skipped == [1]


def test_an_overlong_line_is_unparsed_in_the_report() -> None:
    report = parse(b"\n" + b"x" * (MAX_LINE + 1) + b"\n")
    assert [line.line for line in report.unparsed] == [2]
    assert ("unparsed-line", 2) in {(one.code, one.line) for one in report.problems}


def test_an_overlong_line_of_blanks_is_a_blank_line() -> None:
    report = parse(b"\n" + b" " * (MAX_LINE + 1) + b"\n")
    assert report.unparsed == ()


def test_blanks_at_the_end_do_not_make_a_line_overlong() -> None:
    assert lines_of(b"A-1     5" + b" " * MAX_LINE) == ["A-1     5"]


# ---------------------------------------------------------------- what is no text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x7fELF\x02\x01\x01" + b"\0" * 57, id="program"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02", id="picture"),
        pytest.param(b"PK\x03\x04\x14\0\0\0\x08\0" + b"\0" * 20, id="archive"),
        pytest.param("Class".encode("utf-16-le"), id="utf-16-without-mark"),
        pytest.param(b"\0" * 100, id="nothing-but-nul-bytes"),
    ],
)
def test_a_binary_file_is_no_text(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"report\.bin: not a text file"):
        read_source(data, "report.bin")


@pytest.mark.parametrize("size", [2000, 20000])
def test_compressed_bytes_are_no_text(size: int) -> None:
    for seed in range(20):
        with pytest.raises(SourceError):
            read_source(random.Random(seed).randbytes(size))


def test_latin_1_letters_make_no_binary_file() -> None:
    assert read_source("é à ü ß\n".encode("latin-1") * 50).encoding == "latin-1"


@pytest.mark.parametrize("data", [b"", ""], ids=["bytes", "text"])
def test_an_empty_input_has_no_lines(data: str | bytes) -> None:
    source = read_source(data)
    assert (source.lines, source.raw, source.problems) == ([], [], [])


def test_an_empty_input_is_a_report_without_a_statement() -> None:
    report = parse(b"")
    assert (report.statements, report.unparsed, report.source.lines) == ((), (), 0)
    assert [problem.code for problem in report.problems] == ["no-statement"]


def test_a_byte_order_mark_alone_has_no_characters() -> None:
    assert "".join(lines_of(codecs.BOM_UTF8)) == ""


# ---------------------------------------------------------------- files


def test_a_file_is_read_with_its_name_but_not_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"Class\r\nA-1\r\n")
    source = read_file(path)
    assert (source.name, source.lines) == ("report.txt", ["Class", "A-1"])


def test_a_name_may_be_text(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"Class")
    assert read_file(str(path)).lines == ["Class"]


def test_a_missing_file_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.txt: No such file"):
        read_file(tmp_path / "absent.txt")


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="directory"):
        read_file(tmp_path)


def test_a_binary_file_is_named_in_the_error(tmp_path: Path) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(b"\0\1\2\3" * 50)
    with pytest.raises(SourceError, match=r"report\.bin: not a text file"):
        read_file(path)


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert read_file(path).lines == []
