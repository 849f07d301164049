"""HTML to page lines: what a page shows, and where each character of it stands in the input."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trusteereport.hypertext import lay_out
from trusteereport.parser import parse
from trusteereport.source import MAX_LINE, read_source


def page_of(*lines: str) -> list[str]:
    """The lines of the page that have text."""
    return [
        line.text
        for line in lay_out([part for one in lines for part in one.split("\n")])
        if line.text
    ]


def table(*rows: str) -> list[str]:
    """The page of a table whose rows are given as cells with ``|`` between them."""
    lines = ["".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows]
    return page_of("<table>", *(f"<tr>{line}</tr>" for line in lines), "</table>")


# ---------------------------------------------------------------- text


def test_a_block_is_a_line_whatever_lines_its_source_has() -> None:
    assert page_of("<p>Series\n   2003-1</p><div>Trust</div>next") == [
        "Series 2003-1",
        "Trust",
        "next",
    ]


def test_a_break_ends_a_line() -> None:
    assert page_of("<p>one<br>two<BR/>three") == ["one", "two", "three"]


def test_a_long_paragraph_is_set_in_lines_of_a_page() -> None:
    lines = page_of("<p>" + "word " * 100 + "</p>")
    assert max(map(len, lines)) <= 80
    assert " ".join(lines).split() == ["word"] * 100


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("P&amp;I", "P&I"),
        ("P&I ADVANCES", "P&I ADVANCES"),
        ("a&nbsp;&nbsp;b", "a  b"),
        ("a&#160;b", "a b"),
        ("5 &lt; 6", "5 < 6"),
        ("5 < 6", "5 < 6"),
        ("Trustee&#146;s", "Trustee's"),
        ("&#8212;", "-"),
        ("\u20145\u2013", "-5-"),
        ("&unknown; x", "&unknown; x"),
        ("&copy 2003", "\u00a9 2003"),
        ("a\xa0b", "a b"),
    ],
)
def test_references_and_typographic_characters_are_those_of_a_page(markup: str, text: str) -> None:
    assert page_of(f"<p>{markup}</p>") == [text]


@pytest.mark.parametrize(
    "markup",
    [
        "<title>secret</title>",
        "<style>secret { }</style>",
        "<script>if (a < b) secret()</script>",
        "<!-- secret <b>secret</b> -->",
        "<!-- secret\nsecret -->",
        "<!DOCTYPE secret>",
        "<?secret ?>",
        "<![if secret]>",
    ],
)
def test_what_is_no_text_of_the_page_is_not_on_it(markup: str) -> None:
    assert page_of(f"<p>a</p>{markup}<p>b</p>") == ["a", "b"]


def test_a_style_that_is_not_closed_ends_at_the_next_block() -> None:
    assert page_of("<style>td {}<body><p>Class") == ["Class"]


def test_a_comment_that_is_not_closed_hides_nothing() -> None:
    assert "1,234" in " ".join(page_of("<p>a</p><!-- 1,234"))


# ---------------------------------------------------------------- preformatted text


def test_preformatted_text_keeps_its_columns() -> None:
    lines = ["Class          Prin", "A-1           1,234"]
    assert page_of("<pre>", *lines, "</pre>") == lines


def test_tags_and_references_in_preformatted_text_take_no_columns() -> None:
    assert page_of("<pre>", "<b>P&amp;I</b>   5", "\tx", "</pre>") == ["P&I   5", "        x"]


def test_edgars_marks_in_preformatted_text_are_no_table() -> None:
    lines = page_of("<PRE><TABLE><CAPTION>    Pool 1", "<S>   <C>", "Fee    5.00", "</TABLE></PRE>")
    assert lines == ["    Pool 1", "Fee    5.00"]


def test_a_page_mark_with_its_number_is_no_row() -> None:
    assert page_of("<pre>a", "<PAGE>   2", "b</pre>") == ["a", "b"]


# ---------------------------------------------------------------- tables


def test_values_of_a_column_end_under_each_other() -> None:
    assert table("Class|Prin|Int", "A-1|1,234.00|5.00", "B|6.00|17.00") == [
        "Class        Prin      Int",
        "A-1      1,234.00     5.00",
        "B            6.00    17.00",
    ]


def test_a_sign_in_a_cell_of_its_own_goes_to_its_number() -> None:
    assert table("A|$|1,234|(5.00|)|1.5|%", "B||34|6.00||2.25|%") == [
        "A    $ 1,234    (5.00)    1.5 %",
        "B         34     6.00    2.25 %",
    ]


def test_a_percent_before_its_number_stays_before_it() -> None:
    assert table("A|%|7.75") == ["A    % 7.75"]


def test_stacked_heads_end_in_the_line_of_the_shortest() -> None:
    assert table("Class|Beginning<br>Balance|Prin", "A|1.00|2.00") == [
        "         Beginning",
        "Class      Balance    Prin",
        "A             1.00    2.00",
    ]


def test_a_head_over_several_columns_stands_over_each() -> None:
    lines = page_of(
        "<table><tr><td></td><td colspan=2>RATES</td></tr>",
        "<tr><td>Class</td><td>Now</td><td>Next</td></tr>",
        "<tr><td>A</td><td>1.5%</td><td>1.6%</td></tr></table>",
    )
    assert lines[0].split() == ["RATES", "RATES"]
    assert lines[0].rindex("RATES") + 5 == lines[1].index("Next") + 4


def test_a_head_that_takes_two_rows_stands_in_the_lower() -> None:
    lines = page_of(
        "<table><tr><td rowspan=2>Class</td><td rowspan=2>Prin</td><td colspan=2>RATES</td></tr>",
        "<tr><td>Now</td><td>Next</td></tr>",
        "<tr><td>A</td><td>5</td><td>1.5%</td><td>1.6%</td></tr></table>",
    )
    assert [line.split() for line in lines] == [
        ["RATES", "RATES"],
        ["Class", "Prin", "Now", "Next"],
        ["A", "5", "1.5%", "1.6%"],
    ]


def test_a_group_that_takes_several_rows_stands_in_the_first() -> None:
    lines = page_of(
        "<table><tr><td rowspan=2>FIXED</td><td>Loans</td><td>12</td></tr>",
        "<tr><td>Balance</td><td>1,234</td></tr></table>",
    )
    assert lines == ["FIXED    Loans         12", "         Balance    1,234"]


def test_a_row_of_one_text_stands_at_the_margin() -> None:
    assert table("A|1,234|5", "SECTION 4.03", "B|6|7")[1] == "SECTION 4.03"


def test_a_table_in_a_cell_is_set_where_its_row_stands() -> None:
    lines = page_of(
        "<table><tr><td>left<table><tr><td>A<td>5</table></td><td>right</td></tr></table>"
    )
    assert lines == ["left", "A    5", "right"]


@pytest.mark.parametrize(
    "markup",
    [
        "<TABLE><TR><TD>A<TD>5<TR><TD>B<TD>6</TABLE>",
        "<tr><td>A</td><td>5</td></tr><tr><td>B</td><td>6</td></tr>",
        "<table><td>A</td><td>5</td></tr><td>B</td><td>6</td>",
        "<table><tbody><tr><td><p>A</p></td><td><font><b>5</b></font></td><tr><td>B<td>6",
    ],
    ids=["no end tags", "no table", "no row tags", "not closed"],
)
def test_loose_markup_gives_the_same_rows(markup: str) -> None:
    assert page_of(markup) == ["A    5", "B    6"]


def test_a_column_of_words_stands_at_its_left_edge() -> None:
    assert table("A|SEQ|5.00", "B|PAC|15.00") == ["A    SEQ     5.00", "B    PAC    15.00"]


@pytest.mark.parametrize("count", [60, 600])
def test_no_line_is_longer_than_a_parsed_line_may_be(count: int) -> None:
    lines = page_of("<table><tr>" + "<td>1,234</td>" * count + "</tr></table>")
    assert max(map(len, lines)) <= MAX_LINE
    assert " ".join(lines).split() == ["1,234"] * count


def test_a_word_longer_than_a_line_is_cut_and_not_lost() -> None:
    lines = page_of(f"<p>{'w' * 5000}</p><pre>{'v' * 5000}</pre>")
    assert max(map(len, lines)) <= MAX_LINE
    assert "".join(lines) == "w" * 5000 + "v" * 5000


# ---------------------------------------------------------------- places


def test_page_lines_stand_at_the_lines_of_the_input() -> None:
    lines = [
        "<html>",
        "<p>one</p>",
        "<table>",
        "<tr>",
        "<td>A</td>",
        "<td>5</td></tr>",
        "</table>",
        "two",
    ]
    assert [(n, line.text) for n, line in enumerate(lay_out(lines)) if line.text] == [
        (1, "one"),
        (4, "A    5"),
        (7, "two"),
    ]


def test_a_document_on_one_line_has_as_many_page_lines_as_it_needs() -> None:
    markup = "<html><table><tr><td>A</td><td>1,234</td></tr><tr><td>B</td><td>56</td></tr>"
    report = parse(f"{markup}\nlast")
    numbers = [cell for cell in report.cells if cell.kind == "number"]
    assert [(cell.line, cell.column) for cell in numbers] == [
        (1, markup.index("1,234") + 1),
        (1, markup.index("56") + 1),
    ]
    assert report.source.lines == 2


def test_unparsed_lines_and_problems_stand_in_the_input() -> None:
    report = parse("<html>\n<p>a</p><p>b</p><p>c</p>\n\n<p>\nodd 7 ,   words</p>")
    assert report.unparsed
    lines = ["", "<p>a</p><p>b</p><p>c</p>", "", "", "odd 7 ,   words</p>"]
    for one in report.unparsed:
        assert one.text.split()[0] in lines[one.line - 1]
    for problem in report.problems:
        assert problem.line is None or problem.line <= len(lines)


def test_a_place_between_columns_is_that_of_the_text_beside_it() -> None:
    source = read_source(
        "<table><tr><td></td><td>Next</td></tr><tr><td>A-1</td><td>5</td></tr></table>"
    )
    assert source.lines[0].strip() == "Next"
    assert source.place(1, 1) == (1, 25)
    assert source.place(1, 2000)[1] <= len(source.raw[0]) + 1


_WORDS = st.sampled_from(
    "Class A-1 1,234.00 $ % ) (5.00 1.25% Total P&amp;I &nbsp; < > x&#160;y".split()
)
_TAGS = st.sampled_from(
    "<p> </p> <br> <table> </table> <tr> </tr> <td> </td> <th> <td\n> <b> </b> <pre> </pre> <hr>"
    " <td\tcolspan=3> <td\trowspan=2> <caption> <center> <!-- --> <div> </div> <page> <td".split(
        " "
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS | _TAGS | st.sampled_from([" ", "\n", "\t"]), max_size=60).map("".join))
def test_any_markup_is_laid_out_and_every_character_has_its_place(markup: str) -> None:
    source = read_source(f"<html>{markup}")
    lines = f"<html>{markup}".split("\n")
    for number, line in enumerate(source.lines):
        for position, character in enumerate(line):
            if character.isalnum():
                row, column = source.place(number + 1, position + 1)
                assert lines[row - 1][column - 1] == character


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "<br>", "<td>", "<tr>", "<table>", "</table>", "\n"]), max_size=30
    )
)
def test_no_word_is_lost(tags: list[str]) -> None:
    markup = "".join(f"{tag}w{number} " for number, tag in enumerate(tags))
    words = " ".join(page_of(f"<html>{markup}")).split()
    assert sorted(words) == sorted(f"w{number}" for number in range(len(tags)))


@pytest.mark.parametrize(
    "unit", ["<a ", "<!--", "<b>x</b> ", "<tr><td>x<td>5", "&amp;", "<td>x", "w "]
)
def test_the_time_grows_with_the_text(unit: str) -> None:
    def taken(count: int) -> float:
        lines = ["<html><table>" + unit * count]
        start = time.process_time()
        lay_out(lines)
        return time.process_time() - start

    few = min(taken(2_000) for _ in range(5))
    assert min(taken(40_000) for _ in range(2)) < 120 * few
