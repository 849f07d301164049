"""Comma- and tab-separated lines to columns: what is taken, how it is set, where it stands."""

import csv
import io
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trusteereport.delimited import lay_out
from trusteereport.parser import parse
from trusteereport.source import MAX_LINE, Source, read_source

CORPUS = Path(__file__).parents[1] / "corpus"


def page_of(*lines: str) -> list[str]:
    """The lines of the page."""
    return read_source("\n".join(lines)).lines


def tabbed(*lines: str) -> list[str]:
    """The page of lines whose fields are given with ``|`` between them."""
    return page_of(*(line.replace("|", "\t") for line in lines))


def is_untouched(*lines: str) -> bool:
    return lay_out(lines, MAX_LINE) == [] and not read_source("\n".join(lines)).runs


def characters_at(source: Source, number: int) -> list[tuple[str, str]]:
    """What is printed at each place of a page line that is not blank, and what is in the input."""
    pairs = []
    for position, character in enumerate(source.lines[number]):
        if character != " ":
            line, column = source.place(number + 1, source.column(number, position))
            pairs.append((character, source.raw[line - 1][column - 1]))
    return pairs


# ---------------------------------------------------------------- commas


def test_quoted_fields_stand_in_columns() -> None:
    assert page_of(
        '"Class","Cusip","Beginning Balance","Rate"',
        '"A-1","36158GAA0","1,234,567.89","6.5"',
        '"Total","","89.00",""',
    ) == [
        "Class   Cusip       Beginning Balance   Rate",
        "A-1     36158GAA0        1,234,567.89    6.5",
        "Total                           89.00",
    ]


def test_quotes_may_stand_only_where_a_field_holds_a_comma() -> None:
    assert page_of("Class,Balance,Loans", 'A-1,"1,234.00",17', "A-2,234.00,3") == [
        "Class    Balance   Loans",
        "A-1     1,234.00      17",
        "A-2       234.00       3",
    ]


def test_signs_behind_a_number_hang_over_its_edge() -> None:
    assert page_of('"A","(1,234.00)","5 %","7"', '"B","234.00","15","8"') == [
        "A   (1,234.00)    5 %   7",
        "B      234.00    15     8",
    ]


def test_blanks_around_a_value_are_not_its_own() -> None:
    assert page_of('"A-1 ","  1,234.00 ", "5"', '"A-2","  $ 17.00", 6') == [
        "A-1   1,234.00   5",
        "A-2    $ 17.00   6",
    ]


def test_two_quotes_are_one() -> None:
    assert page_of('"A ""old""","5","6"', '"B","7","8"')[0] == 'A "old"   5   6'


def test_a_column_of_words_stands_at_its_left_edge() -> None:
    assert page_of('"A","SEQ","5"', '"B","SCHEDULED","15"') == [
        "A   SEQ          5",
        "B   SCHEDULED   15",
    ]


def test_a_number_among_words_is_a_word() -> None:
    assert page_of('"A","12","5"', '"B","Fixed","6"', '"C","Variable","7"')[0] == (
        "A   12         5"
    )


def test_numbers_in_the_first_column_are_names() -> None:
    assert page_of('"Class","Prin","Int"', '"1","5.00","6.00"', '"10","7.00","8.00"') == [
        "Class   Prin    Int",
        "1       5.00   6.00",
        "10      7.00   8.00",
    ]


def test_a_title_in_the_first_field_makes_no_column_wide() -> None:
    assert page_of('"Statement to Certificateholders",,', ",,", '"A","5","6"', '"B","7","8"') == [
        "Statement to Certificateholders",
        "",
        "A   5   6",
        "B   7   8",
    ]


def test_blank_lines_and_marks_may_stand_between_rows() -> None:
    assert page_of('"A","5.00","6"', "<PAGE>   2", "", "<S>   <C>", '"B","15.00","7"') == [
        "A    5.00   6",
        "",
        "",
        "",
        "B   15.00   7",
    ]


def test_captions_beside_a_table_are_set_with_it() -> None:
    assert page_of(
        '"FIRST TRUST"',
        '"Distribution Date","12/25/97"',
        "",
        '"A","5.00","6"',
        '"B","15.00","7"',
        '"Losses","0.00"',
    ) == [
        "FIRST TRUST",
        "Distribution Date   12/25/97",
        "",
        "A                       5.00   6",
        "B                      15.00   7",
        "Losses                  0.00",
    ]


def test_rows_without_their_last_fields_stay_in_their_table() -> None:
    rows = ['"A","5.00","6.00","1%"', '"B","7.00","8.00","2%"', '"P","1.00","2.00"']
    assert page_of(*rows, '"R","3.00","4.00"', '"X","9.00","9.00","3%"') == [
        "A   5.00   6.00   1%",
        "B   7.00   8.00   2%",
        "P   1.00   2.00",
        "R   3.00   4.00",
        "X   9.00   9.00   3%",
    ]


@pytest.mark.parametrize("row", ['"X","1","2","3"', "R,5", '"A', "Words"])
def test_other_lines_beside_a_table_stay_as_they_are(row: str) -> None:
    table = ['"A","5","6"', '"B","7","8"']
    assert page_of(row, *table)[0] == row
    assert page_of(*table, row)[2] == row


def test_a_head_of_fewer_columns_begins_a_table() -> None:
    page = page_of('"A","x","y","5"', '"B","x","y","6"', '"C","Prin","Int"', '"A","15.00","6.00"')
    assert page[2:] == ["C    Prin    Int", "A   15.00   6.00"]


# ---------------------------------------------------------------- tabs


def test_fields_that_are_wider_than_tab_stops_stand_in_columns() -> None:
    assert tabbed(
        "Class|Cusip|Beginning Balance|Rate",
        "A-1|36158GAA0|1,234,567.89|6.5",
        "A-2|36158GAB8|17.00|16.75",
    ) == [
        "Class   Cusip       Beginning Balance    Rate",
        "A-1     36158GAA0        1,234,567.89     6.5",
        "A-2     36158GAB8               17.00   16.75",
    ]


def test_numbers_that_only_begin_at_tab_stops_are_set_right() -> None:
    assert tabbed("A-1|1,234|5", "A-2|17|16") == ["A-1   1,234    5", "A-2      17   16"]


def test_empty_fields_between_tabs_are_empty_columns() -> None:
    assert tabbed(
        "|Balance|Principal Distribution|Rate",
        "A-1|1,234,567.89|12.00|6.5",
        "A-2|17.00||16.75",
        "Residual||1,000,000.00|",
        "Total|17.00|12.00",
    ) == [
        "                Balance   Principal Distribution    Rate",
        "A-1        1,234,567.89                    12.00     6.5",
        "A-2               17.00                            16.75",
        "Residual                            1,000,000.00",
        "Total             17.00                    12.00",
    ]


def test_tabs_and_quotes_may_stand_together() -> None:
    assert tabbed('A-1|"1,234,567.00"|6', 'A-2|"17.00"|16') == [
        "A-1   1,234,567.00    6",
        "A-2          17.00   16",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["A-1|1,234.00|5.00", "A-2|6,789.00|7.00"], id="stops align the numbers"),
        pytest.param(["A-1||1,234,567|5", "A-2||17|6"], id="gaps of two tabs"),
        pytest.param(["A-1|5|6", "A-2|15|7"], id="stops nearly align the numbers"),
        pytest.param(
            ["A-1||1,234,567.00|5", "Class A-10||17|6", "Class A-10 and 11||1,234,567.00|7"],
            id="gaps of two tabs in uneven lines",
        ),
        pytest.param(["A-1|   1,234,567|5", "A-2|   17|6"], id="blanks behind the tabs"),
        pytest.param(["A||5.00|6.00", "Class A-10|5.00|6.00|7.00"], id="tabs align the numbers"),
        pytest.param(["A||5|6.00", "Class A-10|1,234|6|70.00"], id="tabs align the fields"),
        pytest.param(["A|1,234,567.00||5.00", "B||5.00|1,234,567.00"], id="tabs align the edges"),
        pytest.param(["State|Number|Zip", "Delaware|None given|n.a. yet"], id="no numbers"),
        pytest.param(["A-1|1,234,567.00|5", "Words.", "B|5.00|6"], id="one row"),
        pytest.param(["A-1|1,234,567.00", "B|5.00"], id="two fields"),
        pytest.param(["A-1|1,234,567.00|5", "B|5.00|6|7"], id="another number of fields"),
    ],
)
def test_tabs_that_separate_no_fields_are_expanded(lines: list[str]) -> None:
    raw = [line.replace("|", "\t") for line in lines]
    assert is_untouched(*raw)
    assert page_of(*raw) == [line.expandtabs(8) for line in raw]


def unexpanded(line: str) -> str:
    """The line with tabs for blanks wherever they do not change how it looks."""
    chunks = re.findall(r".{1,8}", line)
    tabs = [re.sub(r" +$", "\t", chunk) if len(chunk) == 8 else chunk for chunk in chunks]
    return "".join(tabs).rstrip()


_AMOUNTS = st.sampled_from(["", *"0 5 17.00 1,234.00 234,567.89 1,234,567.89 (5.00) 6.5%".split()])


@settings(max_examples=300)
@given(
    st.lists(st.lists(_AMOUNTS, min_size=3, max_size=3), min_size=2, max_size=5),
    st.lists(st.sampled_from(["A", "A-1", "Class A-10", "Total of classes"]), min_size=5),
    st.lists(st.integers(15, 22), min_size=3, max_size=3),
)
def test_a_page_set_with_tabs_stays_as_it_is(
    rows: list[list[str]], labels: list[str], widths: list[int]
) -> None:
    lines = []
    for label, row in zip(labels, rows, strict=False):
        line = label.ljust(17)
        for text, width in zip(row, widths, strict=True):
            core = text.rstrip(")%")
            line = line[: len(line) - 1] + " " + core.rjust(width) + text[len(core) :].ljust(1)
        lines.append(line.rstrip())
    assert is_untouched(*map(unexpanded, lines))


def test_tabs_of_a_printed_page_are_expanded() -> None:
    data = (CORPUS / "us_bank" / "crlf_tabs_latin1_2003_11.txt").read_bytes()
    source = read_source(data)
    assert (source.runs, source.origins) == ({}, [])
    assert lay_out(source.raw, MAX_LINE) == []


# ---------------------------------------------------------------- prose


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(['"A-1","5","6"'], id="one row"),
        pytest.param(['"A-1","5"', '"A-2","6"'], id="two fields"),
        pytest.param(['"A-1","5","6"', "", '"A-2","6"'], id="another number of fields"),
        pytest.param(['"A-1","5","6"', "Words.", '"A-2","6","7"'], id="words between"),
        pytest.param(["A-1,5,6", "A-2,6,7"], id="no quotes"),
        pytest.param(['A-1,"5",6', 'A-2,"6",7'], id="needless quotes"),
        pytest.param(['"A","B","C"', '"D","E","F"'], id="names"),
        pytest.param(['"A","5","6', '"B","5","6"'], id="a quote not closed"),
        pytest.param(['"A","5","6"', 'B "y",7,8'], id="a quote in a field"),
        pytest.param(['"A" ,"5","6"', '"B" ,"5","6"'], id="words behind a quote"),
        pytest.param(['A "x","5","6"', 'B "y","5","6"'], id="words before a quote"),
        pytest.param(['"A",1,234,567.89', '"B",5,678,901.23'], id="numbers cut in pieces"),
        pytest.param(["by 5%, 6%,", 'by 5%, 6%, "Words,"'], id="blanks behind commas"),
        pytest.param(['"A",of the,5', '"B", of the,6'], id="words after a blank"),
        pytest.param(['"A","5","6"', "B    1,5,6"], id="a gap in a field"),
        pytest.param(['"A","5","6"', "B\t1,5,6"], id="a tab in a field"),
        pytest.param(
            ['"A","1,234.00","5"', "B      1,234.00,   5   1,234.00"], id="a row of the page"
        ),
    ],
)
def test_lines_that_may_be_no_rows_are_left_alone(lines: list[str]) -> None:
    assert is_untouched(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        [
            'The "Trust", the "Depositor", and the "Servicer" signed on June 1, 2003,',
            'as "Seller", "Trustee," and "Master Servicer," an agreement, the "Agreement",',
        ],
        [
            '"Certificates", dated as of June 1, 2003,',
            '"Depositor", with a balance of $1,234,567.89',
        ],
        [
            '"Class A-1", "Class A-2", and "Class A-3" Certificates, 2003,',
            '"Class M-1", "Class M-2", and "Class M-3" Certificates, 2004,',
        ],
        [
            '"Class A-1 Certificates", "Class A-2 Certificates", "Class A-3 Certificates",',
            '"Class M-1 Certificates", "Class M-2 Certificates", "Class M-3 Certificates",',
        ],
        ['"Prin"', '"Words, in quotes, are words"', '"Interest, 5,6"'],
    ],
)
def test_prose_with_quotes_and_commas_is_left_alone(lines: list[str]) -> None:
    assert is_untouched(*lines)
    assert page_of(*lines) == lines


_PROSE = st.sampled_from(
    'the "Trust" "Seller", "Trustee," June 1, 2003, $1,234,567.89 Class A-1, of (the "Notes") '
    "Wilmington, Delaware 19890 5.25%, and/or".split(" ")
)


@settings(max_examples=300)
@given(st.lists(st.lists(_PROSE, min_size=1, max_size=9).map(" ".join), min_size=2, max_size=6))
def test_words_with_blanks_between_them_are_left_alone(lines: list[str]) -> None:
    assert is_untouched(*(f"by {line}" for line in lines))


def test_lines_around_a_table_stay_as_they_are() -> None:
    before, behind = 'The "Trust",  dated, as of\tJune 1, 2003,', 'See "Notes", and "Risks"'
    page = page_of(before, '"A","5","6"', '"B","7","8"', behind)
    assert (page[0], page[3]) == (before.expandtabs(8), behind)


# ---------------------------------------------------------------- places


def test_a_value_stands_behind_its_quote() -> None:
    lines = ['"Class","Balance","Rate"', '"A-1"," 1,234.00","5"']
    source = read_source("\n".join(lines))
    position = source.lines[1].index("1,234.00")
    assert source.place(2, position + 1) == (2, lines[1].index("1,234.00") + 1)
    assert source.place(2, 1) == (2, 2)


def test_places_behind_two_quotes_and_blanks_are_exact() -> None:
    source = read_source('"A ""x""   old y","5","6"\n"B","7","8"')
    assert source.lines[0] == 'A "x" old y   5   6'
    assert all(printed == raw for printed, raw in characters_at(source, 0))


def test_a_form_feed_and_a_mark_take_no_column() -> None:
    source = read_source('\f"A","5","6"\n<TABLE>"B","17","8"')
    assert source.lines == ["A    5   6", "B   17   8"]
    assert [source.place(number, 1) for number in (1, 2)] == [(1, 3), (2, 9)]


def test_a_table_beside_an_html_document_keeps_its_places() -> None:
    text = (
        "<DOCUMENT>\n<TYPE>EX-99\n<TEXT>\n<html><p>one</p><p>two</p>\n</html>\n</TEXT>\n</DOCUMENT>"
        '\n<DOCUMENT>\n<TYPE>EX-99\n<TEXT>\n"A","5","6"\n"B","17","8"\n</TEXT>\n</DOCUMENT>\n'
    )
    source = read_source(text)
    number = source.lines.index("B   17   8")
    assert source.place(number + 1, 5) == (12, 6)


def test_an_input_without_tables_has_lines_of_its_own() -> None:
    source = read_source('"A","B","C"\n\tx\ty\tz\n')
    assert (source.origins, source.runs) == ([], {})


_TEXTS = st.text(alphabet=st.sampled_from('AB1 ,"é'), max_size=8).map(" ".join)
_VALUES = st.sampled_from(["5", "1,234.00", "(17.00)", "6.5%", "NA", "12/25/97", "$ 5.00"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Rows of fields that all differ, with a number in each row."""
    width = draw(st.integers(3, 6))
    rows = draw(
        st.lists(st.lists(_TEXTS | _VALUES, min_size=width, max_size=width), min_size=2, max_size=6)
    )
    return [
        [f"r{number}", *(f"{text} w{number}x{place}" for place, text in enumerate(row)), "5"]
        for number, row in enumerate(rows)
    ]


@settings(max_examples=200)
@given(tables())
def test_every_field_is_found_once_and_leads_back_to_itself(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    source = read_source(written.getvalue())
    assert len(source.lines) == len(source.raw) == len(rows)
    for number, row in enumerate(rows):
        page = source.lines[number]
        texts = [" ".join(text.split()) for text in row]
        assert re.split(" {3,}", page) == texts
        assert page.count(texts[1]) == 1
        assert all(printed == raw for printed, raw in characters_at(source, number))
        start = page.index(texts[1])
        assert source.place(number + 1, start + 1)[0] == number + 1


@settings(max_examples=200)
@given(tables())
def test_fields_between_tabs_lead_back_too(rows: list[list[str]]) -> None:
    lines = ["\t".join(" ".join(re.sub('"', "", text).split()) for text in row) for row in rows]
    source = read_source("\n".join(lines))
    for number, line in enumerate(lines):
        if number in source.runs:
            assert re.split(" {3,}", source.lines[number]) == line.split("\t")
        assert all(printed == raw for printed, raw in characters_at(source, number))


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(['"', ",", '","', "\t", "A-1", "5", "1,234.00", " ", "\n", "\f", "<"]))
)
def test_any_text_is_read_and_every_character_has_its_place(parts: list[str]) -> None:
    source = read_source("".join(parts))
    for number in range(len(source.lines)):
        assert all(printed == raw for printed, raw in characters_at(source, number))
    assert [line for line, text, _ in lay_out(source.raw, MAX_LINE) if len(text) > MAX_LINE] == []


# ---------------------------------------------------------------- long lines, time


def test_no_line_is_longer_than_a_parsed_line_may_be() -> None:
    assert is_untouched('"A","' + "5" * (MAX_LINE - 10) + '","6"', '"' + "B" * 90 + '","5","6"')


def test_an_overlong_row_is_skipped_even_if_its_text_is_short() -> None:
    source = read_source('"A","5","6"\n"B","7","8"\n"C","9' + " " * MAX_LINE + '","10"')
    assert (source.lines[2], source.skipped) == ("", [2])
    assert source.lines[1] == "B   7   8"


def test_more_fields_than_a_page_has_columns_are_no_row() -> None:
    assert is_untouched(*[",".join(['"5"'] * 201)] * 2)


@pytest.mark.parametrize("unit", ['"A","1,234.00","5"\n', "A-1\t1,234,567.00\t5\n", '""",', "\t,"])
def test_the_time_grows_with_the_text(unit: str) -> None:
    def taken(count: int) -> float:
        lines = (unit * count).split("\n")
        start = time.process_time()
        lay_out(lines, MAX_LINE)
        return time.process_time() - start

    few = min(taken(500) for _ in range(5))
    assert min(taken(10_000) for _ in range(2)) < 120 * max(few, 1e-4)


def test_a_page_without_tables_does_not_import_what_sets_them() -> None:
    program = (
        "import sys; from trusteereport.source import read_source;"
        """read_source('the "Trust", and\\tthe "Notes," of\\t\\tJune\\n' * 9);"""
        "print('trusteereport.delimited' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"


# ---------------------------------------------------------------- from the input to records


STATEMENT = """\
FIRST HOME MORTGAGE TRUST

"Distribution Date:","12/25/97"

"","","Beginning","Principal","Pass-Through"
"Class","Cusip","Balance","Distribution","Rate"
"A-1","36158GAA0","1,234,567.89","12,345.67","6.5%"
<PAGE>   2
"A-2","36158GAB8","234,567.89","","6.75%"
"Total","","1,469,135.78","12,345.67",""
"""


@pytest.mark.parametrize("separator", [",", "\t"], ids=["commas", "tabs"])
def test_a_table_of_classes_gives_records(separator: str) -> None:
    text = STATEMENT.replace('","', f'"{separator}"')
    report = parse(text)
    (statement,) = report.statements
    assert str(statement.distribution_date) == "1997-12-25"
    assert [
        (one.class_id, one.cusip, one.beginning_balance, one.principal_distribution)
        for one in statement.classes
    ] == [
        ("A-1", "36158GAA0", Decimal("1234567.89"), Decimal("12345.67")),
        ("A-2", "36158GAB8", Decimal("234567.89"), None),
    ]
    assert [one.pass_through_rate for one in statement.classes] == [Decimal("6.5"), Decimal("6.75")]
    assert statement.class_totals
    assert statement.class_totals.principal_distribution == Decimal("12345.67")
    assert (report.unparsed, report.problems) == ((), ())
    lines = text.splitlines()
    for cell in report.cells:
        assert lines[cell.line - 1].startswith(cell.raw, cell.column - 1)
    (cell,) = report.locate("statements.0.classes.1.pass_through_rate")
    assert (cell.line, cell.column, cell.header) == (9, 36, "Pass-Through Rate")


def test_a_line_that_is_not_understood_is_reported_at_its_place() -> None:
    report = parse(STATEMENT + '"odd ;words","?","!"\n')
    assert [(one.line, one.text) for one in report.unparsed] == [
        (11, "odd ;words           ?                      !")
    ]
