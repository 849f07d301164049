"""Input that is no report, or a damaged one: nothing hangs, is lost or is invented."""

import codecs
import os
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest

from trusteereport.explanation import explain
from trusteereport.parser import parse, parse_file
from trusteereport.report import Report
from trusteereport.source import SourceError, read_source

CORPUS = Path(__file__).parents[1] / "corpus" / "us_bank"
DOCUMENT = CORPUS / "aames_2003_12.txt"
TEXT = DOCUMENT.read_bytes().decode("latin-1")
HEAD = "Class            Beginning Balance       Prin\n"
ROW = "A-1                       1,000.00      10.00\n"


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


def figures(report: Report) -> list[tuple[int, str]]:
    """Each number with its line, as printed."""
    return [(cell.line, cell.raw) for cell in report.cells if cell.kind in ("number", "percent")]


def values_in(record: object) -> set[str]:
    """All numbers of a report's statements, in plain digits."""
    found = re.findall(r"Decimal\('([^']*)'\)", repr(record))
    return {format(Decimal(number), "f").lstrip("-") for number in found}


def lost_lines(text: str) -> list[str]:
    """The lines that no rule reads and that are not unparsed."""
    lines = explain(read_source(text), "us_bank").lines
    return [line.text for line in lines if line.text.strip() and not line.readings]


# ---------------------------------------------------------------- no text


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\r\n\r\n", b"   \t \n", b"\f\f", b"\x1a", b"\n" * 9999]
)
def test_a_file_of_nothing_holds_nothing(data: bytes) -> None:
    report = parse(data)
    assert not report.cells
    assert not report.statements
    assert codes(report) == {"no-statement"}


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01" + bytes(200),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(32)) * 9,
        b"PK\x03\x04" + bytes(range(64)) * 9,
        bytes(1000),
    ],
    ids=["all bytes", "program", "picture", "archive", "zeros"],
)
def test_a_binary_file_is_an_error_that_says_so(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^owl: not a text file$"):
        parse(data, name="owl")


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"owl\.txt: No such file"):
        parse_file(tmp_path / "owl.txt")


def test_a_directory_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Is a directory"):
        parse_file(tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_an_unreadable_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "owl.txt"
    path.write_text("owl")
    path.chmod(0)
    with pytest.raises(SourceError, match=r"owl\.txt: Permission denied"):
        parse_file(path)


def test_a_file_s_name_with_a_zero_byte_is_an_error() -> None:
    with pytest.raises(SourceError):
        parse_file("owl\0.txt")


# ---------------------------------------------------------------- size


@pytest.mark.parametrize("unit", [b"1", b"x", b" ", b"1,234.56  ", b"A-1    5.00 "])
def test_a_line_of_100_megabytes_is_left_unparsed_in_time(tmp_path: Path, unit: bytes) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"Prepayment Premium   59.00\n" + unit * (100_000_000 // len(unit)) + b"\n")
    start = time.process_time()
    report = parse_file(path)
    assert time.process_time() - start < 20
    assert report.statements[0].prepayment_premium == Decimal("59.00")
    assert figures(report) == [(1, "59.00")]
    assert [line.line for line in report.unparsed] == ([2] if unit.strip() else [])


@pytest.mark.parametrize("length", [1999, 2000, 2001, 20_000])
@pytest.mark.parametrize("unit", [" ", "1", "1,", "a ", "1  ", "- ", "A-", "(1", ".", "%", "$ "])
def test_a_long_line_takes_no_long_time(unit: str, length: int) -> None:
    line = (unit * length)[:length]
    text = f"{HEAD}{ROW}{line}\n{ROW.replace('A-1', 'A-2')}FORM 8-K\n{line}\nItem 5. X\n{line}\n"
    start = time.process_time()
    parse(text, grammar="us_bank")
    assert time.process_time() - start < 2


def test_a_table_of_many_rows_keeps_them_all() -> None:
    rows = [f"A-{number}".ljust(26) + f"{number:,}.00      10.00\n" for number in range(1000, 6000)]
    report = parse(HEAD + "".join(rows))
    assert len(report.statements[0].classes) == 5000
    assert len(figures(report)) == 10_000


def test_a_table_of_many_columns_keeps_them_all() -> None:
    head = "Class" + "".join(f"{f'Owl{number}':>9}" for number in range(200))
    row = "A-1  " + "".join(f"{number:>9}" for number in range(200))
    report = parse(f"{head}\n{row}\n{row.replace('A-1', 'A-2')}\n")
    assert [raw for _, raw in figures(report)] == [str(number) for number in range(200)] * 2
    assert not report.unparsed


def test_a_head_of_many_lines_is_read() -> None:
    head = "".join(f"                          word{number}\n" for number in range(300))
    report = parse(f"{head}Class                       Bal\nA-1                      5.00\n")
    assert figures(report) == [(302, "5.00")]


def test_many_lines_of_words_are_all_left_unparsed() -> None:
    report = parse("what the owl said\n" * 5000)
    assert len(report.unparsed) == 5000


def test_many_headings_are_read_in_time() -> None:
    start = time.process_time()
    parse("AN OWL\n" * 20_000, grammar="us_bank")
    assert time.process_time() - start < 20


# ---------------------------------------------------------------- damage


def test_a_document_without_a_table_says_so() -> None:
    report = parse("FORM 8-K\nDate of Report: 12/26/03\nItem 5. Odds\n")
    assert report.cover
    assert "no-statement" in codes(report)


@pytest.mark.parametrize("size", range(0, len(TEXT), 487))
def test_a_truncated_document_keeps_what_it_has(size: int) -> None:
    text = TEXT[:size]
    report = parse(text)
    whole = parse(TEXT)
    last = text.count("\n") + 1
    assert [cell for cell in figures(report) if cell[0] < last - 6] == [
        cell for cell in figures(whole) if cell[0] < last - 6
    ]
    assert lost_lines(text) == []


@pytest.mark.parametrize("line", range(0, TEXT.count("\n"), 7))
def test_a_document_cut_between_lines_invents_no_figure(line: int) -> None:
    text = "".join(TEXT.splitlines(keepends=True)[:line])
    report = parse(text, grammar="us_bank")
    printed = {number.replace(",", "") for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    assert values_in(report.statements) <= printed


@pytest.mark.parametrize("line", range(0, TEXT.count("\n"), 7))
def test_a_document_without_its_beginning_invents_no_figure(line: int) -> None:
    text = "".join(TEXT.splitlines(keepends=True)[line:])
    report = parse(text, grammar="us_bank")
    printed = {number.replace(",", "") for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    assert values_in(report.statements) <= printed
    assert lost_lines(text) == []


def test_a_row_that_runs_past_its_head_keeps_its_figures() -> None:
    report = parse(HEAD + ROW.rstrip() + "       77.00       88.00\n")
    assert [raw for _, raw in figures(report)] == ["1,000.00", "10.00", "77.00", "88.00"]
    assert [one.value for one in report.statements[0].other] == [Decimal("77.00"), Decimal("88.00")]
    assert "column-without-head" in codes(report)


def test_a_row_that_ends_early_has_no_figures_for_the_rest() -> None:
    report = parse(HEAD + ROW + "A-2                       2,000.00\n")
    second = report.statements[0].classes[1]
    assert second.beginning_balance == Decimal("2000.00")
    assert second.principal_distribution is None


def test_figures_that_touch_are_not_taken_apart_without_proof() -> None:
    report = parse(HEAD + ROW + "A-2                       2,000,000.0020.00\n")
    assert "malformed-value" in codes(report)
    assert values_in(report.statements) == {"1000.00", "10.00"}
    assert "2,000,000.0020.00" in [cell.raw for cell in report.cells]


# ---------------------------------------------------------------- numbers that are none


@pytest.mark.parametrize(
    "raw", ["1,2,3.4.5", "$266,038,55", "1..5", "1,23", "12,34.5", "1.2.3", "(5.00", "5,", "1,0000"]
)
def test_a_number_that_is_none_is_kept_and_gives_no_value(raw: str) -> None:
    report = parse(f"{HEAD}{ROW}A-2{raw:>31}       5.00\n")
    found = {cell.raw: cell for cell in report.cells}
    assert (found[raw].kind, found[raw].value) == ("malformed", None)
    assert found[raw].field == "classes.beginning_balance"
    assert report.statements[0].classes[1].beginning_balance is None
    assert report.statements[0].classes[1].principal_distribution == Decimal("5.00")
    assert "malformed-value" in codes(report)


@pytest.mark.parametrize("raw", ["-", "--", "---"])
def test_dashes_are_a_zero(raw: str) -> None:
    report = parse(f"{HEAD}{ROW}A-2{raw:>31}       5.00\n")
    value = report.statements[0].classes[1].beginning_balance
    assert value is not None
    assert str(value) == "0"
    assert raw in [cell.raw for cell in report.cells]


@pytest.mark.parametrize("raw", ["NA", "N/A", "n/a"])
def test_what_is_not_available_gives_no_value_and_no_problem(raw: str) -> None:
    report = parse(f"{HEAD}{ROW}A-2{raw:>31}       5.00\n")
    assert report.statements[0].classes[1].beginning_balance is None
    assert not report.problems


@pytest.mark.parametrize("raw", ["see", "pending", "#DIV/0!", "*****", "1O,000.00", "l,000.00"])
def test_words_among_figures_give_no_value_and_are_kept(raw: str) -> None:
    report = parse(f"{HEAD}{ROW}A-2{raw:>31}       5.00\n")
    assert report.statements[0].classes[1].beginning_balance is None
    assert raw in [cell.raw for cell in report.cells]


@pytest.mark.parametrize("raw", ["\u0661\u0662", "\uff11\uff12", "\u00b2", "\u2075.00"])
def test_digits_of_other_alphabets_are_no_figures(raw: str) -> None:
    report = parse(f"{HEAD}{ROW}A-2{raw:>31}       5.00\n")
    assert values_in(report.statements) == {"1000.00", "10.00", "5.00"}


@pytest.mark.parametrize("raw", ["13/45/03", "00/00/00", "31-Feb-03", "99-Dec-03"])
def test_a_date_that_is_none_gives_no_date(raw: str) -> None:
    report = parse(f"Distribution Date:     {raw}\n{HEAD}{ROW}")
    assert report.statements[0].distribution_date is None
    assert codes(report) & {"malformed-value", "unparsed-line"}


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-16", "utf-16-be", "utf-8-sig", "crlf", "cr"],
)
def test_the_same_report_in_another_encoding_says_the_same(data: bytes) -> None:
    assert parse(data).statements == parse(TEXT).statements


@pytest.mark.parametrize("byte", [b"\x80", b"\x93", b"\xa0", b"\xe9", b"\xff", b"\xc3("])
def test_a_byte_of_no_known_encoding_does_no_harm(byte: bytes) -> None:
    data = TEXT.encode("latin-1").replace(b"AAMES MORTGAGE LOAN", b"AAMES" + byte + b" LOAN")
    report = parse(data)
    assert figures(report) == figures(parse(TEXT))


def test_utf_16_without_a_mark_is_no_text_or_no_report() -> None:
    with pytest.raises(SourceError):
        parse(TEXT.encode("utf-16-le"))


def test_a_nul_byte_is_a_problem_and_no_figure_changes() -> None:
    report = parse(TEXT.replace("AAMES MORTGAGE LOAN", "AAMES\0MORTGAGE LOAN").encode())
    assert "nul-byte" in codes(report)
    assert figures(report) == figures(parse(TEXT))


def test_a_nul_byte_in_a_figure_makes_no_other_figure_of_it() -> None:
    report = parse(HEAD + ROW.replace("1,000.00", "1,0\x0000.00"))
    assert "nul-byte" in codes(report)
    assert report.statements[0].classes[0].beginning_balance is None


@pytest.mark.parametrize(
    "character", ["\x0b", "\x1c", "\x85", "\u2028", "\u200b", "\x1b[31m", "\b"]
)
def test_a_stray_control_character_ends_no_line(character: str) -> None:
    report = parse(HEAD + ROW + f"Some{character}Words\n" + ROW.replace("A-1", "A-2"))
    assert [cell.line for cell in report.cells if cell.raw == "A-2"] == [4]


def test_a_row_below_very_many_lines_of_words_is_read_in_no_time() -> None:
    words = "".join(f"words of paragraph {'x' * (n % 7 + 1)} say little\n" for n in range(20_000))
    start = time.process_time()
    report = parse(words + "What nobody knows      59,683\n", grammar="base")
    assert time.process_time() - start < 10
    assert [other.value for other in report.statements[0].other] == [59683]
