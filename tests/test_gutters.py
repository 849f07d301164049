"""Blocks that stand beside each other: where a row is cut, and where it must not be."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trusteereport.gutters import Run, find_runs
from trusteereport.parser import parse


def runs(*rows: str, head: str | None = None) -> list[Run]:
    return find_runs([head] if head else [], rows)


def parts(row: str, gutters: list[int]) -> list[str]:
    """What stands in each block of a row."""
    return [row[start:end].strip() for start, end in pairwise((0, *gutters, len(row)))]


def whole(count: int) -> list[Run]:
    return [Run(0, count, [])]


# ---------------------------------------------------------------- two records a line


def test_a_second_table_begins_where_the_heads_of_the_first_come_again() -> None:
    rows = [
        "0 to 1,000          3    90.00  9.0%   6.750% or less     4    80.00  8.0%",
        "1,000 & Above       2   910.00 91.0%   7.000% & Above     1   920.00 92.0%",
        "Total               5 1,000.00  100%   Total              5 1,000.00  100%",
    ]
    head = "Balance         Loans   Amount  Part   Rate           Loans   Amount  Part"
    assert runs(*rows, head=head) == [Run(0, 3, [39])]


def test_rows_of_one_record_each_are_not_cut() -> None:
    assert runs("A-1     1.00     2.00", "A-2             3.00") == whole(2)


def test_words_behind_a_value_begin_another_block() -> None:
    rows = ["A-1     1.00   A-11    10.00", "A-2    20.00   A-12     2.00"]
    assert runs(*rows) == [Run(0, 2, [15])]
    assert parts(rows[1], [15]) == ["A-2    20.00", "A-12     2.00"]


def test_three_blocks_have_two_gutters() -> None:
    rows = ["A  1.00   B  2.00   C  3.00", "D  4.00   E  5.00   F  6.00"]
    assert runs(*rows) == [Run(0, 2, [10, 20])]


def test_a_block_begins_where_its_leftmost_words_do() -> None:
    assert runs("A     1.00     B     2.00", "C     3.00   DDD     4.00") == [Run(0, 2, [13])]


def test_a_caption_begins_a_block_behind_anything() -> None:
    assert runs("Owner:   Ann Archer     Clerk:   Bob") == [Run(0, 1, [24])]


def test_a_value_behind_a_value_begins_no_block() -> None:
    assert runs("A-1    1.00    NA    2.00%    -", "A-2    1.00    7    2.00 %    $ 5") == whole(2)


def test_a_label_that_goes_on_behind_a_figure_begins_no_block() -> None:
    assert runs("   5.00 of the owls       7.00", "   6.00 of the mice       8.00") == whole(2)


def test_words_behind_values_that_have_no_values_themselves_are_no_block() -> None:
    assert runs("Mice   10.00   Senior", "Rats   20.00   Junior") == whole(2)


def test_dots_that_lead_to_a_value_are_no_words() -> None:
    assert runs("Class A...$ 1.00  Class B...$ 2.00") == [Run(0, 1, [18])]


# ---------------------------------------------------------------- runs


def test_rows_without_a_second_record_are_runs_of_their_own() -> None:
    assert runs(
        "A-1     1.00",
        "A-2     2.00   B-1    3.00",
        "A-3     4.00   B-2    5.00",
        "A-4     6.00",
    ) == [Run(0, 1, []), Run(1, 3, [15]), Run(3, 4, [])]


def test_words_alone_below_a_block_belong_to_it() -> None:
    assert runs(
        "Sched Prin     10.00      Gross       1.00",
        "Losses         20.00      Fee         2.00",
        "of the month              of owls",
    ) == [Run(0, 3, [26])]


def test_a_word_that_stands_over_a_gutter_ends_the_run() -> None:
    assert runs(
        "A-1      1.00   B-1     2.00",
        "A long label that crosses     3.00",
        "A-2      4.00   B-2     5.00",
    ) == [Run(0, 1, [16]), Run(1, 2, []), Run(2, 3, [16])]


def test_a_figure_left_of_a_block_is_not_taken_for_its_label() -> None:
    report = parse(
        "Sched Prin     10.00      Fees         2.00\n"
        "Gross Int      20.00      30.00       Costs        3.00\n",
        grammar="base",
    )
    rows = {cell.raw: cell.row for cell in report.cells if "." in cell.raw}
    assert [*rows] == ["10.00", "2.00", "20.00", "30.00", "3.00"]
    assert (rows["10.00"], rows["20.00"], rows["30.00"]) == ("Sched Prin", "Gross Int", "Gross Int")


def test_no_rows_are_no_run_of_rows() -> None:
    assert runs() == whole(0)
    assert runs("", "   ") == whole(2)


# ---------------------------------------------------------------- under a head


def test_blocks_that_repeat_their_labels_are_cut_under_a_head() -> None:
    head = "Class    Prin   Class    Int"
    assert runs("A-1      1.00   A-1     2.00", "A-2     10.00   A-2    20.00", head=head) == [
        Run(0, 2, [16])
    ]


def test_a_column_of_words_under_a_head_is_not_cut() -> None:
    head = "Class    Prin   Type     Int"
    rows = ["A-1      1.00   SEQ     2.00", "A-2     10.00   PAC    20.00"] * 3
    assert runs(*rows, head=head) == whole(6)


def test_a_column_of_words_that_few_rows_have_is_not_cut() -> None:
    head = "Class    Prin   Type     Int"
    rows = ["A-1      1.00           2.00", "A-2     10.00   PAC    20.00"] * 3
    assert runs(*rows, head=head) == whole(6)


def test_a_list_beside_a_few_rows_of_a_table_is_cut_off() -> None:
    rows = ["A-1     1.00", "A-2     2.00", "A-3     3.00", "A-4     4.00"]
    beside = ["A-5     1.00   Owls   7", "A-6     2.00   Mice   8", "A-7     3.00   Rats   9"]
    assert runs(*rows, *beside, head="Class   Prin") == [Run(0, 4, []), Run(4, 7, [15])]


def test_two_rows_with_words_behind_them_are_no_list_beside_a_table() -> None:
    rows = ["A-1     1.00", "A-2     2.00", "A-3     3.00", "A-4     4.00"]
    beside = ["A-5     1.00   Owls   7", "A-6     2.00   Mice   8"]
    assert runs(*rows, *beside, head="Class   Prin") == whole(6)


def test_a_head_that_stands_over_a_gutter_keeps_its_table_whole() -> None:
    rows = ["A-1      1.00   A-1     2.00", "A-2     10.00   A-2    20.00"]
    assert runs(*rows, head="Class    Principal Loss  Int") == whole(2)


# ---------------------------------------------------------------- properties


_ROWS = st.lists(st.text(alphabet="ab1.,$%:( )-", max_size=40), max_size=6)


@given(_ROWS, st.none() | st.text(alphabet="ab :", max_size=40))
def test_every_row_is_in_one_run(rows: list[str], head: str | None) -> None:
    found = runs(*rows, head=head)
    assert [number for run in found for number in range(run.start, run.stop)] == [*range(len(rows))]


@given(_ROWS, st.none() | st.text(alphabet="ab :", max_size=40))
def test_no_gutter_goes_through_a_word(rows: list[str], head: str | None) -> None:
    for run in runs(*rows, head=head):
        assert run.gutters == sorted(set(run.gutters))
        for row in rows[run.start : run.stop]:
            for gutter in run.gutters:
                assert gutter > 0
                assert gutter >= len(row) or row[gutter - 1] in " ._-"  # dots and rules may lead


_BLOCKS = st.lists(
    st.tuples(st.integers(0, 99_999), st.integers(0, 99_999), st.integers(3, 9)),
    min_size=1,
    max_size=6,
)


def drawn(figures: list[tuple[int, int, int]]) -> list[str]:
    """Rows of two records, as wide as their widest figures."""
    return [
        f"Owl {name} {left / 100:12,.2f}     Mouse {name} {right / 100:12,.2f}"
        for name, (left, right, _) in zip("ABCDEF", figures, strict=False)
    ]


@settings(deadline=None)
@given(_BLOCKS)
def test_no_character_of_a_row_is_lost_and_each_part_keeps_its_place(
    figures: list[tuple[int, int, int]],
) -> None:
    rows = drawn(figures)
    report = parse("\n".join(rows) + "\n", grammar="base")
    expected = [
        (number + 1, place, f"{kind} {chr(65 + number)}", figure)
        for number, row in enumerate(rows)
        for kind, figure, place in [
            ("Owl", f"{figures[number][0] / 100:,.2f}", 0),
            ("Mouse", f"{figures[number][1] / 100:,.2f}", row.index("Mouse")),
        ]
    ]
    assert [(cell.line, cell.row, cell.raw) for cell in report.cells] == [
        (line, label, figure) for line, _, label, figure in expected
    ]
    for cell, (line, place, _, figure) in zip(report.cells, expected, strict=True):
        row = rows[line - 1]
        assert row.startswith(figure, cell.column - 1)
        assert place < cell.column
    assert report.unparsed == ()


@settings(deadline=None)
@given(_BLOCKS)
def test_blocks_side_by_side_say_what_they_say_below_each_other(
    figures: list[tuple[int, int, int]],
) -> None:
    rows = drawn(figures)
    cut = [row[: row.index("Mouse")].rstrip() for row in rows]
    cut += [row[row.index("Mouse") :] for row in rows]
    beside, below = (parse("\n".join(one) + "\n", grammar="base") for one in (rows, cut))
    assert [(one.row, one.column, one.value) for one in beside.statements[0].other] == [
        (one.row, one.column, one.value) for one in below.statements[0].other
    ]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_heads_over_blocks_stay_with_their_blocks(count: int) -> None:
    rows = [f"A-{n}      {n}.00      A-{n}      {n}.50" for n in range(1, count + 1)]
    head = "Class    Prin      Class     Int"
    report = parse("\n".join([head, *rows]) + "\n", grammar="base")
    fields = [(cell.raw, cell.header) for cell in report.cells if "." in cell.raw]
    assert fields == [
        one for n in range(1, count + 1) for one in [(f"{n}.00", "Prin"), (f"{n}.50", "Int")]
    ]


def test_no_gutter_stands_between_a_caption_and_its_value() -> None:
    rows = [
        "Margin A:      0.30%   Agreement Date:   12/1/99",
        "Margin B:      0.38%   Closing Date:     12/22/99",
        "Fee Rate:      0.50%   Period 09/15/00   thru 10/15/00:  31",
    ]
    assert runs(*rows) == [Run(0, 1, [23]), Run(1, 2, [23]), Run(2, 3, [23, 41])]
