"""Tables drawn by hand: one test for each way in which a page is no grid."""

from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trusteereport.columns import Grid, read_grid
from trusteereport.stretches import segments


def drawn(*lines: str) -> Grid:
    """The grid of a drawing: head lines, a line of ``=``, rows (without it: rows only)."""
    cut = next((number for number, line in enumerate(lines) if line.startswith("=")), None)
    return read_grid([], lines) if cut is None else read_grid(lines[:cut], lines[cut + 1 :])


def headers(grid: Grid) -> list[str | None]:
    return [header.text if header else None for header in grid.headers]


def labels(grid: Grid) -> list[str | None]:
    return [row.label for row in grid.rows]


def values(grid: Grid) -> list[dict[str | None, str]]:
    """Each row's values under the heads of their columns; no column may hold two."""
    rows = []
    for row in grid.rows:
        rows.append({headers(grid)[entry.column]: entry.text for entry in row.entries})
        assert len(rows[-1]) == len(row.entries), "two values in one column"
    return rows


def places(grid: Grid) -> list[list[tuple[int, str]]]:
    """Each row's values with the numbers of their columns."""
    return [[(entry.column, entry.text) for entry in row.entries] for row in grid.rows]


# ---------------------------------------------------------------- segments


def test_a_line_is_cut_where_two_blanks_stand() -> None:
    assert [tuple(one) for one in segments("  Prin Bal   5  -")] == [
        (2, 10, "Prin Bal"),
        (13, 14, "5"),
        (16, 17, "-"),
    ]


def test_a_blank_line_has_no_segments() -> None:
    assert segments("") == segments("    ") == []


# ---------------------------------------------------------------- heads


def test_stacked_heads_are_joined_from_top_to_bottom() -> None:
    grid = drawn(
        "                     Beginning                  ",
        "                   Certificate      Pass-Through",
        "Class                      Bal          Int Rate",
        "================================================",
        "1-A1               239,771,286          1.30875%",
    )
    assert headers(grid) == ["Beginning Certificate Bal", "Pass-Through Int Rate"]
    assert grid.label_header
    assert grid.label_header.text == "Class"


def test_a_head_that_touches_the_next_is_cut_where_each_stands_over_its_own_column() -> None:
    grid = drawn(
        "                   Planned",
        "                 Hatching DayEgg Count",
        "======================================",
        "Owls             10/15/02     1,100.00",
        "Mice              4/15/03     2,200.00",
    )
    assert headers(grid) == ["Planned Hatching Day", "Egg Count"]


def test_a_head_with_a_capital_inside_stays_whole_over_one_column() -> None:
    grid = drawn(
        "               NestEggs", "=", "Owls           1,100.00", "Mice           2,200.00"
    )
    assert headers(grid) == ["NestEggs"]


def test_a_header_knows_where_it_begins() -> None:
    grid = drawn(
        "             Current",
        "Class           Rate",
        "====================",
        "A-1         1.30875%",
    )
    (header,) = grid.headers
    assert header
    assert (header.line, header.start) == (0, 13)
    assert grid.label_header
    assert (grid.label_header.line, grid.label_header.start) == (1, 0)


def test_a_blank_line_between_head_lines_changes_nothing() -> None:
    grid = drawn(
        "                 Ending",
        "",
        "Class           Balance",
        "=======================",
        "A-1           1,234,567",
    )
    assert headers(grid) == ["Ending Balance"]


def test_a_spanning_head_comes_first_in_both_of_its_columns() -> None:
    grid = drawn(
        "                   PRINCIPAL          PASS-THROUGH RATES  ",
        "CLASS                BALANCE      CURRENT   ESTIMATED NEXT",
        "==========================================================",
        "A-1             1,000,000.00     6.000000%       6.125000%",
    )
    assert headers(grid) == [
        "PRINCIPAL BALANCE",
        "PASS-THROUGH RATES CURRENT",
        "PASS-THROUGH RATES ESTIMATED NEXT",
    ]


def test_a_spanning_head_takes_no_column_below_another_and_parts_none_that_end_alike() -> None:
    head = [
        "      Lot Details          Given Face Details               Lots paid in all",
        "Kind            Lot        Face      Mark       Coal Dues    Iron Dues        Rest",
    ]
    row = "Old             A-1  100,000.00     5.250     22.75760604   4.24091611  946.594652"
    grid = read_grid(head, [row], ["-" * 82, "-" * 82])
    assert headers(grid) == [
        "Lot Details Lot",
        "Given Face Details Face",
        "Given Face Details Mark",
        "Lots paid in all Coal Dues",
        "Lots paid in all Iron Dues",
        "Lots paid in all Rest",
    ]


def test_heads_one_blank_apart_end_on_any_of_a_column_s_edges() -> None:
    grid = drawn(
        "             PRINCIPAL PERCENT OF",
        "               BALANCE       POOL",
        "=================================",
        "One           1,000.00     1.154%",
        "Two                  -          -",
    )
    assert headers(grid) == ["PRINCIPAL BALANCE", "PERCENT OF POOL"]


def test_a_spanning_head_does_not_reach_the_column_beside_it() -> None:
    grid = drawn(
        "             PRINCIPAL DISTRIBUTION             ",
        "CLASS        SCHEDULED   UNSCHEDULED      LOSSES",
        "================================================",
        "A-1          10,000.00      5,000.00        1.00",
    )
    assert headers(grid) == [
        "PRINCIPAL DISTRIBUTION SCHEDULED",
        "PRINCIPAL DISTRIBUTION UNSCHEDULED",
        "LOSSES",
    ]


@pytest.mark.parametrize("shift", range(-5, 6))
def test_heads_may_be_shifted_by_up_to_five_characters(shift: int) -> None:
    grid = drawn(
        "Class" + " " * (10 + shift) + "Balance             Losses",
        "=" * 48,
        "A-1          1,234,567          2,345,678",
        "A-2          7,654,321          8,765,432",
    )
    assert headers(grid) == ["Balance", "Losses"]
    assert values(grid)[1] == {"Balance": "7,654,321", "Losses": "8,765,432"}


def test_a_head_over_no_values_is_an_empty_column() -> None:
    grid = drawn(
        "Class          Prin       Carryover          Losses",
        "===================================================",
        "A-1         100,000                           1,234",
        "A-2         200,000                           5,678",
    )
    assert headers(grid) == ["Prin", "Carryover", "Losses"]
    assert values(grid)[0] == {"Prin": "100,000", "Losses": "1,234"}


def test_the_last_column_may_be_empty() -> None:
    grid = drawn(
        "Class          Prin          Losses       Carryover",
        "===================================================",
        "A-1         100,000           1,234",
    )
    assert headers(grid) == ["Prin", "Losses", "Carryover"]
    assert values(grid) == [{"Prin": "100,000", "Losses": "1,234"}]


def test_the_first_column_may_be_empty() -> None:
    grid = drawn(
        "Class         Cusip             Prin          Losses",
        "====================================================",
        "A-1                          100,000           1,234",
    )
    assert headers(grid) == ["Cusip", "Prin", "Losses"]
    assert values(grid) == [{"Prin": "100,000", "Losses": "1,234"}]


def test_values_without_a_head_are_a_column_of_their_own() -> None:
    grid = drawn(
        "Class          Prin                          Losses",
        "===================================================",
        "A-1         100,000         55,555            1,234",
        "A-2         200,000         66,666            5,678",
    )
    assert headers(grid) == ["Prin", None, "Losses"]
    assert values(grid)[1] == {"Prin": "200,000", None: "66,666", "Losses": "5,678"}


def test_a_row_may_run_past_the_head() -> None:
    grid = drawn(
        "Class          Prin          Losses",
        "===================================",
        "A-1         100,000           1,234           9,999,999",
        "A-2         200,000           5,678",
    )
    assert headers(grid) == ["Prin", "Losses", None]
    assert values(grid)[0] == {"Prin": "100,000", "Losses": "1,234", None: "9,999,999"}


def test_a_table_needs_no_head() -> None:
    grid = drawn(
        "Gross Interest      2,803,797       453,442",
        "Servicing Fee         181,323        30,739",
    )
    assert grid.label_header is None
    assert headers(grid) == [None, None]
    assert places(grid)[1] == [(0, "181,323"), (1, "30,739")]


def test_a_head_needs_no_rows() -> None:
    grid = read_grid(["Class          Prin"], [])
    assert grid.rows == []


# ---------------------------------------------------------------- blanks


def test_a_blank_cell_in_the_middle_moves_no_value() -> None:
    grid = drawn(
        "Class          Prin             Int          Losses",
        "===================================================",
        "A-1         100,000          10,000           1,234",
        "A-2         200,000                           5,678",
    )
    assert values(grid)[1] == {"Prin": "200,000", "Losses": "5,678"}


def test_blank_cells_at_the_end_move_no_value() -> None:
    grid = drawn(
        "               Ending      Current         Next",
        "Class             Bal         Rate         Rate",
        "===============================================",
        "B           6,867,000     3.11875%     0.00000%",
        "X*          6,356,361     0.00000%",
        "P                 100",
    )
    assert values(grid)[1:] == [
        {"Ending Bal": "6,356,361", "Current Rate": "0.00000%"},
        {"Ending Bal": "100"},
    ]


def test_a_blank_first_cell_moves_no_value() -> None:
    grid = drawn(
        "Class          Prin             Int",
        "===================================",
        "A-1         100,000          10,000",
        "A-2                          20,000",
    )
    assert values(grid)[1] == {"Int": "20,000"}


def test_a_row_may_have_no_values() -> None:
    grid = drawn("A-1         100,000", "A-2", "A-3         300,000")
    assert labels(grid) == ["A-1", "A-2", "A-3"]
    assert places(grid) == [[(0, "100,000")], [], [(0, "300,000")]]


def test_columns_of_which_each_row_has_one_are_two_columns() -> None:
    grid = drawn(
        "Class          Prin             Int",
        "===================================",
        "A-1         100,000",
        "A-2                          20,000",
    )
    assert values(grid) == [{"Prin": "100,000"}, {"Int": "20,000"}]


# ---------------------------------------------------------------- narrow gaps


def test_wide_numbers_may_stand_one_blank_apart() -> None:
    grid = drawn(
        "                 ORIGINAL          PRIOR",
        "CLASS                FACE        BALANCE",
        "========================================",
        "A-1        386,100,000.00 383,371,981.77",
        "A-2          5,000,000.00   4,000,000.00",
    )
    assert headers(grid) == ["ORIGINAL FACE", "PRIOR BALANCE"]
    assert values(grid)[0] == {"ORIGINAL FACE": "386,100,000.00", "PRIOR BALANCE": "383,371,981.77"}


def test_small_numbers_may_stand_one_blank_apart() -> None:
    grid = drawn("A-1        12 34 567", "A-2         1  2   3")
    assert places(grid) == [[(0, "12"), (1, "34"), (2, "567")], [(0, "1"), (1, "2"), (2, "3")]]


def test_a_number_and_a_percentage_may_stand_one_blank_apart() -> None:
    grid = drawn("A-1        103,172,235.32 6.000000%", "A-2          5,000,000.00 7.000000%")
    assert places(grid)[0] == [(0, "103,172,235.32"), (1, "6.000000%")]


def test_a_percent_sign_may_stand_apart_where_gaps_are_narrow() -> None:
    grid = drawn("A-1        103,172,235.32 1.41000 %", "A-2          5,000,000.00 2.41000 %")
    numbers = [entry.text.rstrip(" %") for entry in grid.rows[0].entries]
    assert numbers == ["103,172,235.32", "1.41000"]


def test_a_missing_mark_may_stand_one_blank_from_a_number() -> None:
    grid = drawn("A-1        NA 383,371,981.77", "A-2        12   4,000,000.00")
    assert places(grid)[0] == [(0, "NA"), (1, "383,371,981.77")]


def test_a_label_may_touch_its_value_by_one_blank() -> None:
    grid = drawn(
        "Scheduled Prin Bal of Mrtge Loans 427,310,356",
        "Number of Mortgage Loans                3,964",
    )
    assert labels(grid) == ["Scheduled Prin Bal of Mrtge Loans", "Number of Mortgage Loans"]
    assert places(grid) == [[(0, "427,310,356")], [(0, "3,964")]]


def test_a_long_label_takes_no_head_from_the_column_beside_it() -> None:
    grid = drawn(
        "                                 Pool 1  Pool 2",
        "===============================================",
        "Number of Mortgage Loans            307     308",
        "Number of Mortgage Loans Repurchased  1       2",
    )
    assert headers(grid) == ["Pool 1", "Pool 2"]
    assert grid.label_header is None


def test_a_small_value_may_touch_its_label_on_the_edge_of_a_column() -> None:
    grid = drawn(
        "                          Pool 1  Pool 2",
        "========================================",
        "Number of Loans              307     308",
        "Number of Loans Repurchased    1       2",
    )
    assert labels(grid) == ["Number of Loans", "Number of Loans Repurchased"]
    assert values(grid)[1] == {"Pool 1": "1", "Pool 2": "2"}


# ---------------------------------------------------------------- labels


def test_rows_need_no_labels() -> None:
    grid = drawn(
        "                  Pool 1          Pool 2",
        "========================================",
        "                 100,000         200,000",
        "                 300,000         400,000",
    )
    assert labels(grid) == [None, None]
    assert values(grid)[1] == {"Pool 1": "300,000", "Pool 2": "400,000"}


def test_one_row_may_lack_its_label() -> None:
    grid = drawn(
        "FIXED              100,000         200,000",
        "                   300,000         400,000",
    )
    assert labels(grid) == ["FIXED", None]
    assert places(grid)[1] == [(0, "300,000"), (1, "400,000")]


def test_numbers_at_the_left_margin_are_labels_where_others_are_words() -> None:
    grid = drawn(
        "Class          Prin",
        "===================",
        "1           100,000",
        "2           200,000",
        "R                 0",
    )
    assert labels(grid) == ["1", "2", "R"]
    assert values(grid)[0] == {"Prin": "100,000"}


def test_numbers_at_the_left_margin_are_labels_under_a_head() -> None:
    grid = drawn(
        "Class          Prin",
        "===================",
        "1           100,000",
        "2           200,000",
    )
    assert labels(grid) == ["1", "2"]
    assert values(grid) == [{"Prin": "100,000"}, {"Prin": "200,000"}]


def test_the_head_over_short_labels_is_no_column() -> None:
    grid = drawn(
        "Class          Prin             Int",
        "===================================",
        "B           100,000          10,000",
        "R                 0               0",
    )
    assert headers(grid) == ["Prin", "Int"]
    assert grid.label_header
    assert grid.label_header.text == "Class"


def test_a_label_may_end_in_a_digit() -> None:
    grid = drawn("Class 1          4.41%", "Class 12         5.41%", "Pool 3               0")
    assert labels(grid) == ["Class 1", "Class 12", "Pool 3"]
    assert places(grid) == [[(0, "4.41%")], [(0, "5.41%")], [(0, "0")]]


def test_a_label_may_end_in_a_digit_and_touch_its_value() -> None:
    grid = drawn("3 Month Average 4.41%", "Year 2003 4.41%")
    assert labels(grid) == ["3 Month Average", "Year 2003"]
    assert [row[0][1] for row in places(grid)] == ["4.41%", "4.41%"]


@pytest.mark.parametrize(
    "label", ["Other (see note 2)", "Other loans paid 2*", "Rate at least at 7%"]
)
def test_a_label_may_end_in_a_number_with_a_sign_on_the_edge_of_a_column(label: str) -> None:
    grid = drawn("Total" + "100".rjust(len(label) - 5), label)
    assert grid.rows[1].label is not None
    assert grid.rows[1].label.startswith(label.rpartition(" ")[0])


def test_a_label_may_begin_with_a_digit() -> None:
    grid = drawn("30-59 days delq*         131", "90 or more days delq      13")
    assert labels(grid) == ["30-59 days delq*", "90 or more days delq"]


def test_a_clause_s_number_may_stand_apart_without_a_stop() -> None:
    grid = drawn("2   Rate of the Owls        6.81", "3   Rate of the Mice        7.01")
    assert labels(grid) == ["2  Rate of the Owls", "3  Rate of the Mice"]


@pytest.mark.parametrize("label", ["30   Days late", "3   Months late", "2   payments late"])
def test_a_number_of_days_or_payments_is_none_of_a_clause(label: str) -> None:
    assert places(drawn(f"{label}        6.81"))[0][0] == (0, label.split(maxsplit=1)[0])


def test_a_label_may_be_in_two_parts_above_another_one_below_the_second() -> None:
    grid = read_grid(
        [],
        [
            "Closing Day                         12/1/00",
            "Season 30/360    First              11/1/00",
            "                 Last              11/30/00",
        ],
    )
    assert [row.label for row in grid.rows] == ["Closing Day", "Season 30/360 First", "Last"]
    assert [[entry.text for entry in row.entries] for row in grid.rows] == [
        ["12/1/00"],
        ["11/1/00"],
        ["11/30/00"],
    ]


def test_a_head_over_one_of_heads_that_come_twice_spans_no_others() -> None:
    grid = drawn(
        "                                          Cumulative",
        "             Coal         Iron        Coal    Unpaid      Iron",
        "Lot          Paid         Dues        Paid      Dues      Left",
        "==============================================================",
        "A-1      1,000.00     2,000.00    3,000.00      4.00      5.00",
    )
    assert headers(grid) == [
        "Coal Paid",
        "Iron Dues",
        "Coal Paid",
        "Cumulative Unpaid Dues",
        "Iron Left",
    ]


def test_words_of_two_columns_may_stand_one_blank_apart() -> None:
    grid = read_grid(
        ["Lot      Made of        Paid in        Face"],
        [
            "A-1      Coal           Gold         100.00",
            "A-2      Iron and Coal  Gold         200.00",
            "A-3      Wet Iron Stone Gold and Ore 300.00",
        ],
    )
    assert values(grid)[2] == {
        "Made of": "Wet Iron Stone",
        "Paid in": "Gold and Ore",
        "Face": "300.00",
    }


def test_a_label_may_be_indented_under_another() -> None:
    grid = drawn(
        "Balance            1,000",
        "  of Pool 1          600",
        "  of Pool 2          400",
    )
    assert labels(grid) == ["Balance", "of Pool 1", "of Pool 2"]
    assert [row.start for row in grid.rows] == [0, 2, 2]


def test_a_table_may_be_indented() -> None:
    grid = drawn(
        "          Class          Prin",
        "=============================",
        "          A-1         100,000",
        "          A-2         200,000",
    )
    assert labels(grid) == ["A-1", "A-2"]
    assert values(grid) == [{"Prin": "100,000"}, {"Prin": "200,000"}]


def test_a_label_keeps_its_mark() -> None:
    assert labels(drawn("A-IO*       122,072,000")) == ["A-IO*"]


# ---------------------------------------------------------------- signs


def test_percent_signs_stand_out_of_their_column() -> None:
    grid = drawn(
        "Class         Balance            Rate",
        "=====================================",
        "A-1           100,000         1.30875%",
        "A-2           200,000         1.30875 ",
        "A-3           300,000        10.30875%",
    )
    assert [row["Rate"] for row in values(grid)] == ["1.30875%", "1.30875", "10.30875%"]


def test_parentheses_stand_out_of_their_column() -> None:
    grid = drawn(
        "Class            Prin           Losses",
        "======================================",
        "A-1       (497,568.25)            1.00",
        "A-2         12,345.00          (99.00)",
    )
    assert values(grid) == [
        {"Prin": "(497,568.25)", "Losses": "1.00"},
        {"Prin": "12,345.00", "Losses": "(99.00)"},
    ]


def test_parentheses_may_end_where_the_other_values_end() -> None:
    grid = drawn("A-1       (497,568.25)            1.00", "A-2         12,345.000         (99.00)")
    assert [[column for column, _ in row] for row in places(grid)] == [[0, 1], [0, 1]]


def test_marks_stand_out_of_their_column() -> None:
    grid = drawn("A-1      100,000*      5", "A-2      200,000       6")
    assert places(grid) == [[(0, "100,000*"), (1, "5")], [(0, "200,000"), (1, "6")]]


def test_a_dollar_sign_may_touch_the_value_before_it() -> None:
    grid = drawn(
        "Owls    $ 1,100.00 $ 2,200.00  $ 3,300.00",
        "Mice    $ 1,100.00 $ 2,200.00$ 433,300.00",
    )
    assert [[text for _, text in row] for row in places(grid)] == [
        ["1,100.00", "2,200.00", "3,300.00"],
        ["1,100.00", "2,200.00", "433,300.00"],
    ]


def test_a_dollar_sign_apart_belongs_to_no_column() -> None:
    grid = drawn(
        "Class                 Prin                 Int",
        "==============================================",
        "A-1       $      1,234.50       $       99.00",
        "A-2              2,345.50               88.00",
    )
    assert values(grid) == [
        {"Prin": "1,234.50", "Int": "99.00"},
        {"Prin": "2,345.50", "Int": "88.00"},
    ]


def test_a_dollar_sign_one_blank_apart_moves_no_column() -> None:
    grid = drawn("A-1       $ 1,234.50       $ 99.00", "A-2         2,345.50         88.00")
    assert [[(column, text.lstrip("$ ")) for column, text in row] for row in places(grid)] == [
        [(0, "1,234.50"), (1, "99.00")],
        [(0, "2,345.50"), (1, "88.00")],
    ]


def test_a_percent_sign_before_its_number_is_no_value_but_is_known() -> None:
    grid = drawn("Class 8-A1       %  7.74999985", "Class 8-A2       %  6.74999985")
    (entry,) = grid.rows[0].entries
    assert (entry.text, entry.start, entry.percent) == ("7.74999985", 20, True)


def test_a_dollar_sign_makes_no_percentage() -> None:
    grid = drawn("Class 8-A1       $  7.74999985", "Class 8-A2       $  6.74999985")
    assert [row.entries[0].percent for row in grid.rows] == [False, False]


def test_a_percent_sign_counts_for_the_next_number_only() -> None:
    grid = drawn("Class 8-A1       %  7.74999985       $   112.72", "Class 8-A2       %  6.7  5.00")
    assert [entry.percent for entry in grid.rows[0].entries] == [True, False]


def test_a_percent_sign_after_its_number_is_no_part_of_the_value_but_noted() -> None:
    grid = drawn("A-1       1.41000 %       100", "A-2       2.41000 %       200")
    assert places(grid)[0] == [(0, "1.41000"), (1, "100")]
    assert [entry.percent for entry in grid.rows[0].entries] == [True, False]


def test_dashes_for_zero_stand_in_their_columns() -> None:
    grid = drawn(
        "Class            Prin           Losses",
        "======================================",
        "A-1         12,345.00                -",
        "A-2                 -           678.00",
        "A-3                --              ---",
    )
    assert values(grid)[1] == {"Prin": "-", "Losses": "678.00"}
    assert values(grid)[2] == {"Prin": "--", "Losses": "---"}


def test_zeros_of_different_widths_stand_in_one_column() -> None:
    grid = drawn(
        "A-1     12,345.00     0.00", "A-2             0     0.00", "A-3          0.00        0"
    )
    assert [[column for column, _ in row] for row in places(grid)] == [[0, 1]] * 3


# ---------------------------------------------------------------- columns of words


def test_a_missing_mark_may_stand_in_the_middle_of_its_column() -> None:
    grid = drawn(
        "Class         Cusip              Prin",
        "=====================================",
        "A-IO*     00253CJB4         6,867,000",
        "X*           NA             6,356,361",
        "P             NA                  100",
    )
    assert headers(grid) == ["Cusip", "Prin"]
    assert [row["Cusip"] for row in values(grid)] == ["00253CJB4", "NA", "NA"]


def test_words_in_one_column_need_not_overlap_each_other() -> None:
    grid = drawn(
        "Class      Description            Prin",
        "======================================",
        "A-IO*      SCH AD PAC        6,867,000",
        "A-1        SEQ               6,356,361",
        "A-2            PAC                 100",
        "A-3               TAC                0",
    )
    assert headers(grid) == ["Description", "Prin"]
    assert [row["Description"] for row in values(grid)] == ["SCH AD PAC", "SEQ", "PAC", "TAC"]


def test_a_column_of_words_may_have_blank_cells() -> None:
    grid = drawn(
        "Class         Cusip      Description       Prin",
        "===============================================",
        "A-1       86359A6H1      SEQ            100,000",
        "A-2                      SCH AD         200,000",
        "A-3       86359A6K4                     300,000",
    )
    assert values(grid) == [
        {"Cusip": "86359A6H1", "Description": "SEQ", "Prin": "100,000"},
        {"Description": "SCH AD", "Prin": "200,000"},
        {"Cusip": "86359A6K4", "Prin": "300,000"},
    ]


def test_dates_stand_in_a_column() -> None:
    grid = drawn("A-1      26-Dec-03       1.00", "A-2      Dec. 15, 2003   2.00")
    assert [[column for column, _ in row] for row in places(grid)] == [[0, 1], [0, 1]]


# ---------------------------------------------------------------- doubt


def test_a_value_that_reaches_over_two_columns_is_ambiguous() -> None:
    grid = drawn(
        "A-1         100,000         10,000",
        "A-2         200,000         20,000",
        "A-3         100,200,300,400,500,00",
    )
    assert [(row, entry.text) for row, entry in grid.ambiguous] == [(2, "100,200,300,400,500,00")]


def test_a_value_that_fills_its_column_is_not_ambiguous() -> None:
    grid = drawn(
        "A-1         100,000         10,000",
        "A-2         200,000 20,000,000,000",
    )
    assert grid.ambiguous == []


def test_an_ambiguous_value_is_found_beside_an_empty_column() -> None:
    grid = drawn(
        "Class          Prin            Int      Losses",
        "==============================================",
        "A-1         100,000         10,000",
        "A-2         200,000         20,000",
        "A-3         100,200,300,400,500,00",
    )
    assert [row for row, _ in grid.ambiguous] == [2]


# ---------------------------------------------------------------- properties


class Drawing(NamedTuple):
    """A table that was drawn from known values: a row's value for each column, or None."""

    head: str
    lines: list[str]
    rows: list[list[str | None]]


_NUMBERS = st.one_of(
    st.integers(0, 10**10).map("{:,}".format),
    st.decimals(0, 10**8, places=2, allow_nan=False, allow_infinity=False).map("{:,}".format),
    st.integers(0, 999).map(str),
)


@st.composite
def drawings(draw: st.DrawFn, least_gap: int = 1) -> Drawing:
    """Right-aligned columns, each as wide as its widest value, with blank cells at random.

    Labels are words without digits, two blanks from the first column at least.
    """
    count = draw(st.integers(1, 5))
    cells = st.lists(st.none() | _NUMBERS, min_size=count, max_size=count)
    rows = draw(st.lists(cells, min_size=1, max_size=6))
    names = [f"H{chr(65 + number)}" for number in range(count)]
    head, lines = "Class ", [f"{chr(65 + number)}-X  " for number in range(len(rows))]
    for number, name in enumerate(names):
        column = [row[number] or "" for row in rows]
        gap = draw(st.integers(least_gap, 6))
        width = max(map(len, [name, *column])) + gap
        head += name.rjust(width)
        lines = [line + text.rjust(width) for line, text in zip(lines, column, strict=True)]
    return Drawing(head, [line.rstrip() for line in lines], rows)


def printed(row: list[str | None]) -> list[str]:
    return [text for text in row if text is not None]


@given(drawings())
def test_every_number_of_a_drawing_is_read_once_and_in_its_order(drawing: Drawing) -> None:
    grid = read_grid([], drawing.lines)
    assert [[entry.text for entry in row.entries] for row in grid.rows] == [
        printed(row) for row in drawing.rows
    ]
    for row in grid.rows:
        columns = [entry.column for entry in row.entries]
        assert columns == sorted(set(columns))


@given(drawings())
def test_the_columns_of_a_drawing_are_those_that_hold_a_number(drawing: Drawing) -> None:
    grid = read_grid([], drawing.lines)
    used = [n for n in range(len(drawing.rows[0])) if any(row[n] for row in drawing.rows)]
    assert places(grid) == [
        [(used.index(n), text) for n, text in enumerate(row) if text is not None]
        for row in drawing.rows
    ]
    assert grid.ambiguous == []


@given(drawings(least_gap=2))
def test_every_number_of_a_drawing_stands_under_its_head(drawing: Drawing) -> None:
    grid = read_grid([drawing.head], drawing.lines)
    assert values(grid) == [
        {f"H{chr(65 + n)}": text for n, text in enumerate(row) if text is not None}
        for row in drawing.rows
    ]
    assert grid.label_header
    assert grid.label_header.text == "Class"


@given(drawings(least_gap=2))
def test_every_head_of_a_drawing_is_a_column(drawing: Drawing) -> None:
    grid = read_grid([drawing.head], drawing.lines)
    assert headers(grid) == drawing.head.split()[1:]


@given(drawings())
def test_rows_without_labels_lose_no_number(drawing: Drawing) -> None:
    grid = read_grid([], [" " * 5 + line[5:] for line in drawing.lines])
    assert [[entry.text for entry in row.entries] for row in grid.rows] == [
        printed(row) for row in drawing.rows
    ]


@given(drawings(), st.integers(0, 40))
def test_a_drawing_reads_the_same_wherever_it_stands(drawing: Drawing, indent: int) -> None:
    moved = read_grid([], [" " * indent + line for line in drawing.lines])
    assert places(moved) == places(read_grid([], drawing.lines))


_LINES = st.lists(st.text(alphabet="ab1,.%$-() ", max_size=30), max_size=5)


@given(_LINES, _LINES)
@example([], ["11111111111 1", "111111111a 1)"])
def test_no_text_breaks_the_reader_and_no_character_of_a_row_is_lost(
    head: list[str], rows: list[str]
) -> None:
    grid = read_grid(head, rows)
    for line, row in zip(rows, grid.rows, strict=True):
        kept = (row.label or "") + "".join(entry.text for entry in row.entries)
        printed = sum((character not in " $%.-") for character in line)  # dots may be leaders
        assert sum((character not in " $%.-") for character in kept) == printed


@given(_LINES, _LINES)
def test_every_value_stands_where_it_says(head: list[str], rows: list[str]) -> None:
    grid = read_grid(head, rows)
    for line, row in zip(rows, grid.rows, strict=True):
        for entry in row.entries:
            assert line[entry.start :].startswith(entry.text)
            assert 0 <= entry.column < len(grid.headers)


# ---------------------------------------------------------------- labels and values apart


def test_rows_may_begin_with_a_number_that_is_their_name() -> None:
    rows = ["   27   03/16/98    1.00", "        03/16/98    2.00", "Total               3.00"]
    grid = read_grid(["Loan        Date    Paid"], rows, named={0})
    assert labels(grid) == ["27", None, "Total"]
    assert headers(grid) == ["Date", "Paid"]


def test_words_apart_belong_to_a_label_where_they_stand_as_in_another() -> None:
    grid = drawn(
        "Average Weight of Owls is            4.50",
        "Maximum  Weight of Owls is           9.00",
        "Class   A-1                          7.00",
    )
    assert labels(grid) == ["Average Weight of Owls is", "Maximum Weight of Owls is", "Class"]


def test_a_value_and_words_one_blank_apart_are_parted_where_heads_are() -> None:
    grid = drawn(
        "            Current     State &",
        "Loan           Note      LTV at",
        "Number         Rate  Origination",
        "==",
        "00123456     9.125% OH - 80.00%         240",
    )
    assert values(grid)[0]["Current Note Rate"] == "9.125%"
    assert values(grid)[0]["State & LTV at Origination"] == "OH - 80.00%"


def test_a_value_and_words_below_one_head_are_one_description() -> None:
    grid = drawn(
        "Class       Description of Notes     Balance",
        "==",
        "A-1         9.125% Senior Notes       500.00",
    )
    assert values(grid) == [{"Description of Notes": "9.125% Senior Notes", "Balance": "500.00"}]


def test_a_head_that_ends_with_its_column_leaves_nothing_to_its_neighbour() -> None:
    grid = drawn(
        "                Original Certificate         Beginning",
        "Class        CUSIP Principal Balance           Balance",
        "=" * 54,
        "A-1      41164RAA7     62,000,000.00              0.00",
        "A-2      41164RAB5     71,500,000.00     61,299,700.31",
    )
    assert headers(grid) == ["CUSIP", "Original Certificate Principal Balance", "Beginning Balance"]


def test_a_head_one_blank_behind_that_of_the_labels_is_its_column_s() -> None:
    grid = drawn(
        "Cert. Remittance        Shortfall",
        "Class       Rate       Carry-Over",
        "=" * 33,
        "A-1      5.9000%             0.00",
        "A-2      6.2500%             0.00",
    )
    assert headers(grid) == ["Remittance Rate", "Shortfall Carry-Over"]


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("Totals   -       265,424,819.02      7,354,978.26", ["265,424,819.02", "7,354,978.26"]),
        ("Totals               -                 7,354,978.26", ["-", "7,354,978.26"]),
    ],
)
def test_a_dash_behind_a_label_leads_to_its_values(row: str, values: list[str]) -> None:
    grid = drawn(
        "Class              Balance              Interest",
        "=" * 48,
        "A1           84,117,902.61            473,163.20",
        row,
    )
    assert [entry.text for entry in grid.rows[1].entries] == values


def test_per_one_thousand_ends_a_label() -> None:
    grid = drawn(
        "NOTES                                   Class A           Class B",
        "=" * 65,
        "Beginning Balance per $1,000         846.339612        846.330725",
    )
    assert grid.rows[0].label == "Beginning Balance per $1,000"
