"""The hard cases of trustees' pages, one by one: read right, or left alone and reported.

A case has a few lines of a made-up deal for each of its kinds, and for each way in which it
must fail safely: no figure is lost, none goes into a field that is not its own.
"""

import re
from collections.abc import Iterator

import pytest

from check_helpers import D, a_class
from trusteereport.cells import Cell, plain
from trusteereport.parser import parse
from trusteereport.records import ClassRecord, Delinquency, Events, Filing, Pool, Statement, Status
from trusteereport.report import Report

Figure = tuple[str | None, str | None, str, str | None, str | None]
"""A cell's row, header, raw text, value and field."""

_KEYS = {
    "classes.class_id",
    "pools.name",
    "delinquencies.label",
    "delinquencies.pool",
    "delinquencies.category",
}
"""Cells of labels that tell one record from another."""


def is_figure(cell: Cell) -> bool:
    return cell.field not in _KEYS


def figures(report: Report, **where: object) -> list[Figure]:
    """The values in document order; ``where`` are what their cells must have."""
    return [
        (cell.row, cell.header, cell.raw, as_text(cell), cell.field)
        for cell in report.cells
        if is_figure(cell) and all(getattr(cell, name) == one for name, one in where.items())
    ]


def as_text(cell: Cell) -> str | None:
    value = plain(cell)["value"]
    return None if value is None else str(value)


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def understood(text: str | bytes, grammar: str = "base") -> Report:
    """The report of a text in which nothing is wrong or left over."""
    report = parse(text, grammar=grammar)
    assert (codes(report), report.unparsed) == ([], ())
    return report


def statement(report: Report) -> Statement:
    (only,) = report.statements
    return only


def others(report: Report) -> list[tuple[str | None, str | None, str]]:
    """Rows, columns and values that went into no record."""
    return [(one.row, one.column, str(one.value)) for one in statement(report).other]


def totals(**fields: str) -> ClassRecord:
    return a_class(**fields)


# ---------------------------------------------------------------- 1. touching cells


def test_01_touching_cells_are_split_by_their_fixed_decimals() -> None:
    report = understood(
        "                  Beginning\n"
        "Class               Balance        Rate\n"
        "A-1          103,172,235.326.000000%\n"
        "A-2            5,000,000.00   7.000000%\n"
    )
    balance, rate = "classes.beginning_balance", "classes.pass_through_rate"
    assert figures(report) == [
        ("A-1", "Beginning Balance", "103,172,235.32", "103172235.32", balance),
        ("A-1", "Rate", "6.000000%", "6.000000", rate),
        ("A-2", "Beginning Balance", "5,000,000.00", "5000000.00", balance),
        ("A-2", "Rate", "7.000000%", "7.000000", rate),
    ]
    assert [(cell.column, cell.raw) for cell in report.cells if cell.line == 3] == [
        (1, "A-1"),
        (14, "103,172,235.32"),
        (28, "6.000000%"),
    ]


def test_01_three_touching_cells_are_split_too() -> None:
    report = understood(
        "               Original      Ending\n"
        "Class           Balance     Balance      Rate\n"
        "A-1        1,234,567.891,234,567.896.000000%\n"
        "A-2        1,000,000.00  500,000.00   7.000000%\n"
    )
    assert [one[2:] for one in figures(report, row="A-1")] == [
        ("1,234,567.89", "1234567.89", "classes.original_balance"),
        ("1,234,567.89", "1234567.89", "classes.ending_balance"),
        ("6.000000%", "6.000000", "classes.pass_through_rate"),
    ]


def test_01_touching_cells_of_several_rows_are_split_where_all_amounts_have_as_many_decimals() -> (
    None
):
    report = understood(
        "               Ending\n"
        "Class         Balance      Rate      Losses\n"
        "A-1      1,172,235.326.000000%     1,000.00\n"
        "A-2          5,000.007.000000%         1.00\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            ending_balance="1172235.32",
            pass_through_rate="6.000000",
            realized_losses="1000.00",
        ),
        a_class(
            "A-2", ending_balance="5000.00", pass_through_rate="7.000000", realized_losses="1.00"
        ),
    )


@pytest.mark.parametrize(
    ("touching", "parts"),
    [
        ("(10.50)6.000000%", ["(10.50)", "6.000000%"]),
        ("  10.50$6.00     ", ["10.50", "$6.00"]),
    ],
)
def test_01_a_parenthesis_or_a_dollar_sign_parts_touching_cells(
    touching: str, parts: list[str]
) -> None:
    report = parse(
        "Class            Losses       Rate         Prin\n"
        f"A-1              {touching}         1.00\n"
        "A-2               20.50 7.000000%         2.00\n",
        grammar="base",
    )
    assert [cell.raw for cell in report.cells if cell.row == "A-1"] == ["A-1", *parts, "1.00"]


def test_01_a_parenthesis_parts_touching_cells_at_the_end_of_a_row() -> None:
    report = understood(
        "Class            Losses       Rate\n"
        "A-1              (10.50)6.000000%\n"
        "A-2               20.50 7.000000%\n"
    )
    assert [one.raw for one in report.cells if one.line == 2] == ["A-1", "(10.50)", "6.000000%"]
    assert statement(report).classes == (
        a_class("A-1", realized_losses="-10.50", pass_through_rate="6.000000"),
        a_class("A-2", realized_losses="20.50", pass_through_rate="7.000000"),
    )


def test_01_touching_cells_without_proof_stay_malformed_and_are_reported() -> None:
    report = parse(
        "               Ending\n"
        "Class         Balance      Rate    Losses\n"
        "A-1      1,172,235.326.000000%       0.00\n",
        grammar="base",
    )
    assert figures(report) == [
        ("A-1", "Rate", "1,172,235.326.000000%", None, "classes.pass_through_rate"),
        ("A-1", "Losses", "0.00", "0.00", "classes.realized_losses"),
    ]
    assert statement(report).classes == (a_class("A-1", realized_losses="0.00"),)
    assert codes(report) == ["malformed-value"]


def test_01_touching_cells_that_two_proofs_cut_in_different_places_stay_malformed() -> None:
    report = parse(
        "               Ending\n"
        "Class         Balance      Rate\n"
        "A-1      1,172,235.3267.000000%\n"
        "A-2      1,172,235.32\n"
        "A-3      1,172,235.326\n",
        grammar="base",
    )
    (cell,) = [cell for cell in report.cells if cell.line == 3 and is_figure(cell)]
    assert (cell.raw, cell.kind) == ("1,172,235.3267.000000%", "malformed")


# ---------------------------------------------------------------- 2. labels touching values


def test_02_a_label_may_touch_its_value() -> None:
    report = understood("Cash Yield19.79%\nPrepayment Premium1,234.50\n")
    assert figures(report) == [
        ("Cash Yield", None, "19.79%", "19.79", None),
        ("Prepayment Premium", None, "1,234.50", "1234.50", "prepayment_premium"),
    ]
    assert [cell.column for cell in report.cells] == [11, 19]


def test_02_a_label_may_end_or_begin_with_a_digit() -> None:
    report = understood(
        "3 Month Average 4.41%\nYield of the Year 2003 4.51%\nRate of Pool 3 4.61%\n"
    )
    assert [(cell.row, cell.raw) for cell in report.cells] == [
        ("3 Month Average", "4.41%"),
        ("Yield of the Year 2003", "4.51%"),
        ("Rate of Pool 3", "4.61%"),
    ]


@pytest.mark.parametrize("line", ["Loss Rate19%", "Rate of Class A14.41%"])
def test_02_a_value_that_may_begin_in_several_places_is_left_unparsed(line: str) -> None:
    report = parse(line + "\n", grammar="base")
    assert report.cells == ()
    assert [one.text for one in report.unparsed] == [line]


# ---------------------------------------------------------------- 3. narrow gaps


@pytest.mark.parametrize(
    "head",
    [
        "Class      Original Balance    Ending Balance",
        "Class       Original Balance Ending Balance",
    ],
)
def test_03_wide_numbers_one_blank_apart_are_two_values(head: str) -> None:
    report = understood(
        f"{head}\n"
        "A-1           386,100,000.00 383,371,981.77\n"
        "A-2             5,000,000.00   4,000,000.00\n"
    )
    original, ending = "classes.original_balance", "classes.ending_balance"
    assert figures(report) == [
        ("A-1", "Original Balance", "386,100,000.00", "386100000.00", original),
        ("A-1", "Ending Balance", "383,371,981.77", "383371981.77", ending),
        ("A-2", "Original Balance", "5,000,000.00", "5000000.00", original),
        ("A-2", "Ending Balance", "4,000,000.00", "4000000.00", ending),
    ]


def test_03_a_wide_number_one_blank_behind_its_label_is_no_part_of_it() -> None:
    report = understood(
        "Class  Original Balance   Ending Balance\nTotal 3,386,100,000.00   383,371,981.77\n"
    )
    assert statement(report).class_totals == totals(
        original_balance="3386100000.00", ending_balance="383371981.77"
    )


def test_03_a_value_that_reaches_over_two_columns_is_ambiguous() -> None:
    report = parse(
        "              Beginning\n"
        "Class           Balance         Prin\n"
        "A-1            1,000.00        10.00\n"
        "A-2            22,000,000,000,000.00\n",
        grammar="base",
    )
    assert codes(report) == ["ambiguous-column"]
    assert statement(report).classes == (
        a_class("A-1", beginning_balance="1000.00", principal_distribution="10.00"),
        a_class("A-2"),
    )
    assert [value for _, _, value in others(report)] == ["22000000000000.00"]


def test_03_a_value_that_nearly_reaches_the_second_column_s_edge_is_ambiguous() -> None:
    report = parse(
        "              Beginning\n"
        "Class           Balance         Prin\n"
        "A-1            1,000.00        10.00\n"
        "A-2            2,000,000,000,000.00\n",
        grammar="base",
    )
    assert codes(report) == ["ambiguous-column"]
    assert statement(report).classes[1] == a_class("A-2")


# ---------------------------------------------------------------- 4. blank cells


def test_04_a_blank_cell_is_known_by_its_place() -> None:
    report = understood(
        "Class        Cusip   Beginning Balance       Prin       Int\n"
        "A-1      123456AA1            1,000.00      10.00      5.00\n"
        "A-2                           2,000.00                 6.00\n"
        "A-3      123456AC7                          30.00\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            cusip="123456AA1",
            beginning_balance="1000.00",
            principal_distribution="10.00",
            interest_distribution="5.00",
        ),
        a_class("A-2", beginning_balance="2000.00", interest_distribution="6.00"),
        a_class("A-3", cusip="123456AC7", principal_distribution="30.00"),
    )


def test_04_a_value_between_two_columns_is_of_neither() -> None:
    report = parse(
        "              Beginning\n"
        "Class           Balance               Prin\n"
        "A-1            1,000.00              10.00\n"
        "A-2                         5.00\n",
        grammar="base",
    )
    assert statement(report).classes[1] == a_class("A-2")
    assert others(report) == [("A-2", None, "5.00")]
    assert codes(report) == ["column-without-head", "table-without-head"]


# ---------------------------------------------------------------- 5. records of several lines


RECORDS_OF_FOUR_LINES = """\
CLASS    ORIGINAL BALANCE     PRINCIPAL DISTRIBUTION   INTEREST DISTRIBUTION
CUSIP    BEGINNING BALANCE    FACTOR                   FACTOR
RATE                          ACCELERATED PRINCIPAL    ENDING BALANCE
                              FACTOR                   FACTOR
- --------------------------------------------------------------------------
A-1         10,000,000.00           100,000.00               50,000.00
123456AA1    9,000,000.00            10.000000                5.000000
  6.5000%                                 0.00            8,900,000.00
                                      0.000000              890.000000
A-2         20,000,000.00           300,000.00               60,000.00
123456AB9   19,000,000.00            15.000000                3.000000
  7.0000%                             1,000.00           18,699,000.00
                                      0.050000              934.950000
- ----------------------------------------------------------------------
TOTAL       30,000,000.00           400,000.00              110,000.00
            28,000,000.00
                                      1,000.00           27,599,000.00
"""


def test_05_a_record_may_take_four_lines() -> None:
    report = understood(RECORDS_OF_FOUR_LINES, "residential_funding")
    assert statement(report).classes == (
        a_class(
            "A-1",
            cusip="123456AA1",
            original_balance="10000000.00",
            principal_distribution="100000.00",
            interest_distribution="50000.00",
            beginning_balance="9000000.00",
            principal_distribution_factor="10.000000",
            interest_distribution_factor="5.000000",
            pass_through_rate="6.5000",
            ending_balance="8900000.00",
            ending_balance_factor="890.000000",
        ),
        a_class(
            "A-2",
            cusip="123456AB9",
            original_balance="20000000.00",
            principal_distribution="300000.00",
            interest_distribution="60000.00",
            beginning_balance="19000000.00",
            principal_distribution_factor="15.000000",
            interest_distribution_factor="3.000000",
            pass_through_rate="7.0000",
            ending_balance="18699000.00",
            ending_balance_factor="934.950000",
        ),
    )
    assert statement(report).class_totals == totals(
        original_balance="30000000.00",
        principal_distribution="400000.00",
        interest_distribution="110000.00",
        beginning_balance="28000000.00",
        ending_balance="27599000.00",
    )


RECORDS_OF_TWO_LINES = """\
Class        Original         Opening       Principal        Interest   Pass-Through
CUSIP      Face Value         Balance         Payment         Payment           Rate
           Per $1,000      Per $1,000      Per $1,000      Per $1,000      Next Rate
A-1      1,000,000.00      900,000.00       10,000.00        4,500.00      6.000000%
123456AA1 1000.000000      900.000000       10.000000        4.500000      6.125000%
A-2      2,000,000.00    1,900,000.00       20,000.00       11,083.33      7.000000%
123456AB9 1000.000000      950.000000       10.000000        5.541665          Fixed
         3,000,000.00    2,800,000.00       30,000.00       15,583.33
"""


@pytest.mark.parametrize("grammar", ["base", "lasalle"])
def test_05_a_record_may_take_two_lines_and_its_totals_one_without_a_label(grammar: str) -> None:
    report = understood(RECORDS_OF_TWO_LINES, grammar)
    first, second = statement(report).classes
    assert first == a_class(
        "A-1",
        cusip="123456AA1",
        original_balance="1000000.00",
        beginning_balance="900000.00",
        principal_distribution="10000.00",
        interest_distribution="4500.00",
        pass_through_rate="6.000000",
        next_pass_through_rate="6.125000",
        beginning_balance_factor="900.000000",
        principal_distribution_factor="10.000000",
        interest_distribution_factor="4.500000",
    )
    assert (second.cusip, second.pass_through_rate, second.next_pass_through_rate) == (
        "123456AB9",
        D("7.000000"),
        None,
    )
    assert statement(report).class_totals == totals(
        original_balance="3000000.00",
        beginning_balance="2800000.00",
        principal_distribution="30000.00",
        interest_distribution="15583.33",
    )
    second_line = figures(report, line=5)
    assert second_line[:2] == [
        ("A-1", "Class CUSIP", "123456AA1", "123456AA1", "classes.cusip"),
        ("A-1", "Original Face Value Per $1,000", "1000.000000", "1000.000000", None),
    ]


def test_05_records_of_several_lines_that_a_grammar_does_not_know_fill_no_field() -> None:
    text = RECORDS_OF_FOUR_LINES.replace("RATE ", "TERM ")
    report = parse(text, grammar="base")
    for one in statement(report).classes:
        assert one == a_class(one.class_id)
    assert statement(report).class_totals is None
    rows = {cell.row for cell in report.cells}
    printed = re.findall(r"(?<= )\d[\d,]*\.\d+%?(?=\s)", text)
    assert [cell.raw for cell in report.cells if "." in cell.raw] == [
        figure for figure in printed if figure not in rows
    ]


# ---------------------------------------------------------------- 6. tables in blocks


FIRST_BLOCK = """\
                    Beginning
Class      Cusip      Balance      Prin
A-1    123456AA1     1,000.00     10.00
A-2    123456AB9     2,000.00     20.00
Total                3,000.00     30.00

"""
BLOCKS = (
    a_class(
        "A-1",
        cusip="123456AA1",
        beginning_balance="1000.00",
        principal_distribution="10.00",
        interest_distribution="5.00",
        ending_balance="990.00",
    ),
    a_class(
        "A-2",
        cusip="123456AB9",
        beginning_balance="2000.00",
        principal_distribution="20.00",
        interest_distribution="10.00",
        ending_balance="1980.00",
    ),
)
TOTALS_OF_BLOCKS = totals(
    beginning_balance="3000.00",
    principal_distribution="30.00",
    interest_distribution="15.00",
    ending_balance="2970.00",
)


def test_06_blocks_of_a_table_are_joined_by_the_class_id() -> None:
    report = understood(
        FIRST_BLOCK + "                       Ending\n"
        "Class        Int      Balance\n"
        "A-2        10.00     1,980.00\n"
        "A-1         5.00       990.00\n"
        "Total      15.00     2,970.00\n"
    )
    assert statement(report).classes == BLOCKS
    assert statement(report).class_totals == TOTALS_OF_BLOCKS


SECOND_BLOCK = """\
                       Ending
             Int      Balance
            5.00       990.00
           10.00     1,980.00
           15.00     2,970.00
"""


def test_06_a_block_without_labels_is_joined_by_the_order_of_its_rows() -> None:
    report = understood(FIRST_BLOCK + SECOND_BLOCK)
    assert statement(report).classes == BLOCKS
    assert statement(report).class_totals == TOTALS_OF_BLOCKS
    assert figures(report, line=9) == [
        (None, "Int", "5.00", "5.00", "classes.interest_distribution"),
        (None, "Ending Balance", "990.00", "990.00", "classes.ending_balance"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "            5.00       990.00\n           10.00     1,980.00\n",
        SECOND_BLOCK.partition("Balance\n")[2] + "            0.00         0.00\n",
    ],
    ids=["fewer", "more"],
)
def test_06_a_second_block_with_another_number_of_rows_is_not_joined_by_order(rows: str) -> None:
    report = parse(
        FIRST_BLOCK + "                       Ending\n             Int      Balance\n" + rows,
        grammar="base",
    )
    assert [one.ending_balance for one in statement(report).classes] == [None, None]
    assert [one[1] for one in others(report)] == ["Int", "Ending Balance"] * rows.count("\n")


def test_06_rows_that_bear_other_labels_are_not_joined_by_order() -> None:
    second = SECOND_BLOCK.replace("            5.00", "M-1         5.00")
    report = parse(FIRST_BLOCK + second, grammar="base")
    assert [one.ending_balance for one in statement(report).classes[:2]] == [None, None]


# ---------------------------------------------------------------- 7. two records a line


TWO_RECORDS = """\
Class 8-A1...$ 0.70460378  Class 8-A15...$ 112.72563123
Class 8-A2...$ 0.80000000  Class 8-A16...$ 100.00000000
"""


def test_07_two_records_a_line_are_read_left_and_right() -> None:
    title = "   GE CAPITAL MORTGAGE SERVICES, INC.\n      DISTRIBUTION DATE STATEMENT\n"
    clause = "A.  Amount of such distribution allocable to principal:\n"
    report = understood(title + clause + TWO_RECORDS, "ge_capital")
    factor = "classes.principal_distribution_factor"
    assert figures(report, section=clause.strip().replace("  ", " ")) == [
        ("Class 8-A1", None, "0.70460378", "0.70460378", factor),
        ("Class 8-A15", None, "112.72563123", "112.72563123", factor),
        ("Class 8-A2", None, "0.80000000", "0.80000000", factor),
        ("Class 8-A16", None, "100.00000000", "100.00000000", factor),
    ]
    assert {
        one.class_id: one.principal_distribution_factor for one in statement(report).classes
    } == {
        "8-A1": D("0.70460378"),
        "8-A2": D("0.80000000"),
        "8-A15": D("112.72563123"),
        "8-A16": D("100.00000000"),
    }


def test_07_two_records_a_line_keep_their_rows_where_their_field_is_not_known() -> None:
    report = understood(TWO_RECORDS)
    assert others(report) == [
        ("Class 8-A1", None, "0.70460378"),
        ("Class 8-A2", None, "0.80000000"),
        ("Class 8-A15", None, "112.72563123"),
        ("Class 8-A16", None, "100.00000000"),
    ]


def test_07_words_that_are_a_description_column_are_not_split() -> None:
    report = understood(
        "Class      Prin   Description      Int\n"
        "A-1      100.00   Senior          1.00\n"
        "A-2      200.00   Mezzanine       2.00\n"
        "A-3      300.00   Junior          3.00\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            principal_distribution="100.00",
            description="Senior",
            interest_distribution="1.00",
        ),
        a_class(
            "A-2",
            principal_distribution="200.00",
            description="Mezzanine",
            interest_distribution="2.00",
        ),
        a_class(
            "A-3",
            principal_distribution="300.00",
            description="Junior",
            interest_distribution="3.00",
        ),
    )


# ---------------------------------------------------------------- 8. leading signs


def test_08_unit_signs_may_stand_before_their_numbers() -> None:
    report = understood(
        "Class           Prin            Int            Rate\n"
        "A-1     $  16.30258352  $  1.50000000  %  7.74999985\n"
        "A-2     $   6.30258352  $  0.50000000  %  6.74999985\n"
    )
    prin, interest = "classes.principal_distribution", "classes.interest_distribution"
    assert figures(report, row="A-1") == [
        ("A-1", "Prin", "16.30258352", "16.30258352", prin),
        ("A-1", "Int", "1.50000000", "1.50000000", interest),
        ("A-1", "Rate", "7.74999985", "7.74999985", "classes.pass_through_rate"),
    ]
    assert [cell.kind for cell in report.cells if cell.line == 3][1:] == [
        "number",
        "number",
        "percent",
    ]


def test_08_a_percentage_in_a_column_of_amounts_goes_into_no_field() -> None:
    report = parse(
        "Class           Prin\nA-1     $  16.30258352\nA-2     %   6.30258352\n", grammar="base"
    )
    assert codes(report) == ["percent-for-amount"]
    assert statement(report).classes == (
        a_class("A-1", principal_distribution="16.30258352"),
        a_class("A-2"),
    )
    assert others(report) == [("A-2", "Prin", "6.30258352")]


def test_08_amounts_below_a_heading_of_factors_go_into_no_field() -> None:
    report = parse(
        "Principal Factors\n\n"
        "Class      Beginning Balance    Ending Balance\n"
        "A-1           221,498,003.00    166,491,144.34\n"
        "R                     100.00            100.00\n"
        "B              55,000,000.00              0.00\n",
        grammar="base",
    )
    assert codes(report) == ["amounts-for-factors"]
    assert statement(report).classes == (a_class("A-1"), a_class("R"), a_class("B"))
    assert others(report) == [
        ("A-1", "Beginning Balance", "221498003.00"),
        ("A-1", "Ending Balance", "166491144.34"),
        ("R", "Beginning Balance", "100.00"),
        ("R", "Ending Balance", "100.00"),
        ("B", "Beginning Balance", "55000000.00"),
        ("B", "Ending Balance", "0.00"),
    ]


def test_08_factors_of_a_class_that_grows_stay_factors() -> None:
    report = parse(
        "Principal Factors\n\n"
        "Class      Beginning Balance    Ending Balance\n"
        "A-1             738.32667100      554.97048113\n"
        "C           5,100,221.100000  5,200,917.440000\n"
        "B             1,000.00000000    1,000.00000000\n",
        grammar="base",
    )
    assert codes(report) == []
    assert statement(report).classes[1] == a_class(
        "C", beginning_balance_factor="5100221.100000", ending_balance_factor="5200917.440000"
    )


@pytest.mark.parametrize("heading", ["BALANCES AND FACTORS", "Factors and Balances"])
def test_08_a_heading_of_balances_and_factors_stands_over_amounts(heading: str) -> None:
    report = parse(
        f"{heading}\n\n"
        "Class      Beginning Balance    Ending Balance\n"
        "A-1                    90.00             70.00\n",
        grammar="base",
    )
    assert statement(report).classes == (
        a_class("A-1", beginning_balance="90.00", ending_balance="70.00"),
    )


# ---------------------------------------------------------------- 9. transposed tables


def test_09_columns_may_be_classes_and_rows_their_fields() -> None:
    report = understood(
        "                                   Class A-1        Class A-2\n"
        "(i)    Beginning Balance            1,000.00         2,000.00\n"
        "(ii)   Principal Distribution          10.00            20.00\n"
        "(iii)  Ending Balance                 990.00         1,980.00\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            beginning_balance="1000.00",
            principal_distribution="10.00",
            ending_balance="990.00",
        ),
        a_class(
            "A-2",
            beginning_balance="2000.00",
            principal_distribution="20.00",
            ending_balance="1980.00",
        ),
    )
    assert figures(report, line=2) == [
        (
            "(i) Beginning Balance",
            "Class A-1",
            "1,000.00",
            "1000.00",
            "classes.beginning_balance",
        ),
        (
            "(i) Beginning Balance",
            "Class A-2",
            "2,000.00",
            "2000.00",
            "classes.beginning_balance",
        ),
    ]
    assert [cell.raw for cell in report.cells if cell.line == 1] == ["A-1", "A-2"]


def test_09_clauses_of_vanderbilt_have_classes_as_columns() -> None:
    report = understood(
        "Information for Clauses (a) through (s), Section 7.01\n"
        "                                                     Class A-1      Class A-2\n"
        "(a)  Class A and Class B Distribution Amounts         1,395.75         147.00\n"
        "(d)  Beginning Class A and Class B Principal Balance 18,608.11      26,400.00\n"
        "     Remaining Class A and Class B Principal Balance 17,311.86      26,400.00\n",
        "vanderbilt",
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            total_distribution="1395.75",
            beginning_balance="18608.11",
            ending_balance="17311.86",
        ),
        a_class(
            "A-2",
            total_distribution="147.00",
            beginning_balance="26400.00",
            ending_balance="26400.00",
        ),
    )


def test_09_columns_that_are_no_classes_keep_their_figures() -> None:
    report = understood(
        "                                    Owls       Mice\n"
        "Beginning Balance             1,000.00   2,000.00\n"
        "Principal Distribution           10.00      20.00\n"
    )
    assert statement(report).classes == ()
    assert others(report) == [
        ("Beginning Balance", "Owls", "1000.00"),
        ("Beginning Balance", "Mice", "2000.00"),
        ("Principal Distribution", "Owls", "10.00"),
        ("Principal Distribution", "Mice", "20.00"),
    ]


# ---------------------------------------------------------------- 10. wrapped labels


def test_10_a_wrapped_row_label_has_its_value_on_the_last_line() -> None:
    report = understood(
        "POOL\n"
        "                                      Pool 1\n"
        "Scheduled Principal Balance of\n"
        "the Mortgage Loans                  1,000.00\n"
        "Number of Mortgage Loans                   7\n"
    )
    balance = "Scheduled Principal Balance of the Mortgage Loans"
    assert figures(report) == [
        (balance, "Pool 1", "1,000.00", "1000.00", "pools.ending_balance"),
        ("Number of Mortgage Loans", "Pool 1", "7", "7", "pools.loan_count"),
    ]
    assert statement(report).pools == (
        Pool(name="Pool 1", ending_balance=D("1000.00"), loan_count=D(7)),
    )


def test_10_wrapped_clauses_have_their_values_on_the_last_line() -> None:
    report = understood(
        "(i)    Aggregate Advances required\n"
        "       for the Collection Period            5.00\n"
        "(ii)   Aggregate Advances made for\n"
        "       the Collection Period                4.00\n"
        "(iii)  Aggregate Advances\n"
        "       not made                             1.00\n"
    )
    assert [(cell.raw, cell.field, cell.groups) for cell in report.cells] == [
        ("5.00", "advances.required", ()),
        ("4.00", "advances.made", ()),
        ("1.00", "advances.not_made", ()),
    ]
    rows = [" ".join((cell.row or "").split()) for cell in report.cells]
    assert rows == [
        "(i) Aggregate Advances required for the Collection Period",
        "(ii) Aggregate Advances made for the Collection Period",
        "(iii) Aggregate Advances not made",
    ]


def test_10_a_line_over_several_rows_is_a_group_and_no_part_of_the_first_label() -> None:
    report = understood(
        "POOL\n"
        "                                      Pool 1\n"
        "Principal of the Loans\n"
        "  Sched Prin                            1.00\n"
        "  Liquidation Proceeds                  7.00\n"
    )
    assert [(cell.row, cell.groups) for cell in report.cells if is_figure(cell)] == [
        ("Sched Prin", ("Principal of the Loans",)),
        ("Liquidation Proceeds", ("Principal of the Loans",)),
    ]
    assert statement(report).pools == (
        Pool(name="Pool 1", scheduled_principal=D("1.00"), liquidation_proceeds=D("7.00")),
    )


# ---------------------------------------------------------------- 11. rules


@pytest.mark.parametrize(
    "rule",
    [
        "- ----------    -------       ----",
        "- - - -----     -------      -----",
        "____________    _______      _____",
        "=====           =======     -----=",
        "  - - - - - - - - - - - - - - - -",
        "------",
        "__",
    ],
)
def test_11_rules_are_neither_negatives_nor_bullets(rule: str) -> None:
    report = understood(
        "Class     Ending Balance       Prin\n"
        f"{rule}\n"
        "A-1               100.00      10.00\n"
        f"{rule}\n"
        "A-2               200.00          -\n"
        f"{rule}\n"
        "Total             300.00      10.00\n"
        f"{rule}\n"
    )
    assert statement(report).classes == (
        a_class("A-1", ending_balance="100.00", principal_distribution="10.00"),
        a_class("A-2", ending_balance="200.00", principal_distribution="0"),
    )
    assert statement(report).class_totals == totals(
        ending_balance="300.00", principal_distribution="10.00"
    )
    assert {cell.header for cell in report.cells} == {"Class", "Ending Balance", "Prin"}


# ---------------------------------------------------------------- 12. marks inside tables


def test_12_marks_of_tables_move_no_head_and_no_value() -> None:
    report = understood(
        "<TABLE>\n"
        "<CAPTION>\n"
        "              Beginning\n"
        "Class           Balance         Prin\n"
        "<S>           <C>           <C>\n"
        "A-1            1,000.00        10.00\n"
        "A-2            2,000.00        20.00\n"
        "<CAPTION>\n"
        "                                   Ending\n"
        "Class               Int           Balance\n"
        "<S>           <C>              <C>\n"
        "A-1                5.00            990.00\n"
        "A-2               10.00          1,980.00\n"
        "</TABLE>\n"
    )
    assert statement(report).classes == tuple(
        a_class(
            one.class_id,
            beginning_balance=str(one.beginning_balance),
            principal_distribution=str(one.principal_distribution),
            interest_distribution=str(one.interest_distribution),
            ending_balance=str(one.ending_balance),
        )
        for one in BLOCKS
    )
    assert {cell.header for cell in report.cells} == {
        "Class",
        "Beginning Balance",
        "Prin",
        "Int",
        "Ending Balance",
    }


# ---------------------------------------------------------------- 13. page breaks


TWO_ROWS = (
    a_class("A-1", beginning_balance="1000.00", principal_distribution="10.00"),
    a_class("A-2", beginning_balance="2000.00", principal_distribution="20.00"),
)
HEAD = "              Beginning\nClass           Balance         Prin\n"


@pytest.mark.parametrize(
    "page",
    [
        "<PAGE>   2\n",
        "<PAGE>\n",
        "                                        Page 3 of 6\n\n\n",
        "\f",
        "                  - 3 -\n\f\n",
        "Page 3\n<PAGE>   2\n" + HEAD,
        HEAD,
    ],
)
def test_13_a_page_may_end_inside_a_table(page: str) -> None:
    report = understood(
        HEAD + f"A-1            1,000.00        10.00\n{page}A-2            2,000.00        20.00\n"
    )
    assert statement(report).classes == TWO_ROWS
    last = [cell for cell in report.cells if cell.row == "A-2"]
    assert [(cell.raw, cell.groups) for cell in last] == [
        ("A-2", ()),
        ("2,000.00", ()),
        ("20.00", ()),
    ]


def test_13_a_stamp_of_the_print_is_no_row() -> None:
    stamp = "06/30/98 - 10:02 (A123-B) Copy of the 7th\n"
    report = understood(
        HEAD + "A-1            1,000.00        10.00\n"
        f"{stamp}{HEAD}A-2            2,000.00        20.00\n",
        "lasalle",
    )
    assert statement(report).classes == TWO_ROWS


def test_13_rows_of_other_columns_behind_a_page_break_do_not_go_on_under_the_heads() -> None:
    report = parse(
        HEAD + "A-1            1,000.00        10.00\n"
        "<PAGE>   2\n"
        "OTHER THINGS\n\n"
        "A-2      2,000.00     5.00        20.00\n",
        grammar="base",
    )
    assert [one.class_id for one in statement(report).classes] == ["A-1"]
    assert [one[:2] for one in others(report)] == [("A-2", None)] * 3


# ---------------------------------------------------------------- 14. side by side


def test_14_tables_that_stand_side_by_side_are_two_tables() -> None:
    report = understood(
        "Class           Prin      Class            Int\n"
        "A-1            10.00      A-1             1.00\n"
        "A-2            20.00      A-2             2.00\n"
    )
    prin, interest = "classes.principal_distribution", "classes.interest_distribution"
    assert figures(report) == [
        ("A-1", "Prin", "10.00", "10.00", prin),
        ("A-1", "Int", "1.00", "1.00", interest),
        ("A-2", "Prin", "20.00", "20.00", prin),
        ("A-2", "Int", "2.00", "2.00", interest),
    ]
    assert [one.class_id for one in statement(report).classes] == ["A-1", "A-2"]


def test_14_lists_that_stand_side_by_side_are_two_lists() -> None:
    report = understood(
        "Aggregate Advances required     3.00      Prepayment Premium         1.00\n"
        "Aggregate Advances made         2.00      Owls seen                  2.00\n"
        "Aggregate Advances not made     1.00\n"
    )
    assert [(cell.row, cell.raw, cell.field) for cell in report.cells] == [
        ("Aggregate Advances required", "3.00", "advances.required"),
        ("Prepayment Premium", "1.00", "prepayment_premium"),
        ("Aggregate Advances made", "2.00", "advances.made"),
        ("Owls seen", "2.00", None),
        ("Aggregate Advances not made", "1.00", "advances.not_made"),
    ]


def test_14_parties_that_stand_side_by_side_are_told_apart() -> None:
    report = understood(
        "SELLER:       ELM HOME LOANS           ADMINISTRATOR:   Ann Archer\n"
        "SERVICER:     ELM SERVICING CO.        RECORD DATE:     June 30, 1998\n"
        "DEPOSITOR:    ELM SECURITIES INC.      TRUSTEE:         ELM BANK\n",
        "bankers_trust",
    )
    assert figures(report) == [
        ("SELLER:", None, "ELM HOME LOANS", "ELM HOME LOANS", "parties.seller"),
        ("ADMINISTRATOR:", None, "Ann Archer", "Ann Archer", "parties.administrator"),
        ("SERVICER:", None, "ELM SERVICING CO.", "ELM SERVICING CO.", "parties.servicer"),
        ("RECORD DATE:", None, "June 30, 1998", "1998-06-30", "record_date"),
        ("DEPOSITOR:", None, "ELM SECURITIES INC.", "ELM SECURITIES INC.", "parties.depositor"),
        ("TRUSTEE:", None, "ELM BANK", "ELM BANK", "parties.trustee"),
    ]


def test_14_side_by_side_words_that_are_a_description_column_are_not_split() -> None:
    report = understood(
        "Class      Prin   Description      Int\n"
        "A-1      100.00   Senior          1.00\n"
        "A-2      200.00                   2.00\n"
        "A-3      300.00   Mezzanine       3.00\n"
        "A-4      400.00                   4.00\n"
    )
    assert [(one.description, one.interest_distribution) for one in statement(report).classes] == [
        ("Senior", D("1.00")),
        (None, D("2.00")),
        ("Mezzanine", D("3.00")),
        (None, D("4.00")),
    ]


def test_14_words_behind_the_values_of_a_list_are_values_of_their_rows() -> None:
    report = understood(
        "Sched Prin             10.00      Senior\nGross Interest         20.00      Mezzanine\n"
    )
    assert others(report) == [
        ("Sched Prin", None, "10.00"),
        ("Sched Prin", None, "Senior"),
        ("Gross Interest", None, "20.00"),
        ("Gross Interest", None, "Mezzanine"),
    ]


# ---------------------------------------------------------------- 15. groups printed once


def test_15_a_group_printed_once_holds_for_the_rows_below_it() -> None:
    report = understood(
        "DELINQUENCIES\n"
        "                              Number     Unpaid Principal Balance\n"
        "Pool 1   30-59 days               10                     1,000.00\n"
        "         ----------------------------------------------------------\n"
        "         60-89 days                2                       200.00\n"
        "- -------------------------------------------------------------------\n"
        "Pool 2   30-59 days               30                     3,000.00\n"
        "         60-89 days                4                       400.00\n"
    )
    assert statement(report).delinquencies == tuple(
        Delinquency(
            pool=pool,
            status=Status(status),
            label=f"{status} days",
            loan_count=D(count),
            unpaid_balance=D(balance),
        )
        for pool, status, count, balance in [
            ("Pool 1", "30-59", 10, "1000.00"),
            ("Pool 1", "60-89", 2, "200.00"),
            ("Pool 2", "30-59", 30, "3000.00"),
            ("Pool 2", "60-89", 4, "400.00"),
        ]
    )
    groups = {cell.raw: (cell.groups, cell.row) for cell in report.cells}
    assert groups["200.00"] == (("Pool 1",), "60-89 days")
    assert groups["3,000.00"] == (("Pool 2",), "30-59 days")


def test_15_bankers_trust_prints_a_loan_group_once_beside_its_rows() -> None:
    report = understood(
        "                           DELINQUENT LOANS INFORMATION\n"
        "- ----------------------------------------------------------------------\n"
        "                                   1 PAYMENT      2 PAYMENTS       TOTAL\n"
        "- ----------------------------------------------------------------------\n"
        "FIXED GROUP   PRINCIPAL BALANCE     1,000.00          200.00    1,200.00\n"
        "              ----------------------------------------------------------\n"
        "              NUMBER OF LOANS             10               2          12\n"
        "- ----------------------------------------------------------------------\n"
        "ADJ GROUP     PRINCIPAL BALANCE     3,000.00          400.00    3,400.00\n"
        "              ----------------------------------------------------------\n"
        "              NUMBER OF LOANS             30               4          34\n",
        "bankers_trust",
    )
    found = statement(report).delinquencies
    assert [
        (one.pool, one.label, str(one.unpaid_balance), str(one.loan_count)) for one in found
    ] == [
        ("FIXED GROUP", "1 PAYMENT", "1000.00", "10"),
        ("FIXED GROUP", "2 PAYMENTS", "200.00", "2"),
        ("FIXED GROUP", "TOTAL", "1200.00", "12"),
        ("ADJ GROUP", "1 PAYMENT", "3000.00", "30"),
        ("ADJ GROUP", "2 PAYMENTS", "400.00", "4"),
        ("ADJ GROUP", "TOTAL", "3400.00", "34"),
    ]
    assert len({one.category for one in found}) == 1


def test_15_a_column_of_words_that_not_all_rows_have_is_no_group() -> None:
    report = parse(
        "DELINQUENCIES\n"
        "                              Number     Unpaid Principal Balance\n"
        "30-59 days                        10                     1,000.00\n"
        "60-89 days   of owls               2                       200.00\n"
        "90 days                            1                       100.00\n",
        grammar="base",
    )
    assert [one.pool for one in statement(report).delinquencies] == [None]
    assert [cell.groups for cell in report.cells if cell.groups] == []
    assert others(report) == [
        ("60-89 days", None, "of owls"),
        ("60-89 days", None, "2"),
        ("60-89 days", None, "200.00"),
        ("90 days", None, "1"),
        ("90 days", None, "100.00"),
    ]
    assert codes(report) == ["column-without-head", "table-without-head"]


# ---------------------------------------------------------------- 16. quotes and tabs


@pytest.mark.parametrize(
    "text",
    [
        '"Class","Cusip","Beginning Balance","Prin"\n'
        '"A-1","123456AA1","1,234.50","10.50"\n'
        '"A-2","123456AB9","","7.00"\n',
        "Class\tCusip\tBeginning Balance\tPrin\n"
        "A-1\t123456AA1\t1,234.50\t10.50\n"
        "A-2\t123456AB9\t\t7.00\n",
    ],
    ids=["quotes", "tabs"],
)
def test_16_fields_in_quotes_or_between_tabs_stand_under_their_heads(text: str) -> None:
    report = understood(text)
    assert statement(report).classes == (
        a_class(
            "A-1",
            cusip="123456AA1",
            beginning_balance="1234.50",
            principal_distribution="10.50",
        ),
        a_class("A-2", cusip="123456AB9", principal_distribution="7.00"),
    )
    for cell in report.cells:
        assert text.splitlines()[cell.line - 1].startswith(cell.raw, cell.column - 1)


def test_16_commas_and_quotes_of_running_text_separate_nothing() -> None:
    line = 'Payments of "principal, interest","losses"'
    report = parse(line + "\n", grammar="base")
    assert [one.text for one in report.unparsed] == [line]


def test_16_a_percentage_that_tabs_set_under_amounts_goes_into_no_field() -> None:
    report = parse(
        "Class\tBeginning Balance\nA-1\t\t1,234.50\nA-2\t\t7.25%\n",
        grammar="base",
    )
    assert statement(report).classes[1] == a_class("A-2")
    assert codes(report) == ["percent-for-amount"]


# ---------------------------------------------------------------- 17. negatives, zeros, blanks


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("(497,568.25)", "number", "-497568.25"),
        ("-146,591.76", "number", "-146591.76"),
        ("146,591.76-", "number", "-146591.76"),
        ("$(12.00)", "number", "-12.00"),
        ("0", "number", "0"),
        ("0.00", "number", "0.00"),
        ("-", "number", "0"),
        ("--", "number", "0"),
        ("N/A", "missing", None),
        ("NA", "missing", None),
        ("(12.00", "malformed", None),
        ("1,23.00", "malformed", None),
    ],
)
def test_17_negatives_zeros_and_missing_values_have_several_forms(
    raw: str, kind: str, value: str | None
) -> None:
    report = parse(
        f"Class     Realized Losses       Prin\nA-1 {raw:>21}       1.00\n", grammar="base"
    )
    found = [cell for cell in report.cells if cell.header == "Realized Losses"]
    assert [(cell.raw, cell.kind, as_text(cell)) for cell in found] == [(raw, kind, value)]
    assert [cell.field for cell in found] == ["classes.realized_losses"]
    (only,) = statement(report).classes
    assert str(only.realized_losses) == str(value)
    assert codes(report) == (["malformed-value"] if kind == "malformed" else [])


def test_17_a_blank_is_no_cell_at_all() -> None:
    report = understood(
        "Class     Realized Losses       Prin\nA-1                           1.00\n"
    )
    assert figures(report) == [("A-1", "Prin", "1.00", "1.00", "classes.principal_distribution")]


def test_17_a_dash_in_a_column_of_words_says_that_there_is_none() -> None:
    report = understood(
        "Class         Cusip       Prin\n"
        "A-1       123456AA1       1.00\n"
        "R                 -       0.00\n"
    )
    assert [one.cusip for one in statement(report).classes] == ["123456AA1", None]
    assert [(cell.raw, cell.kind) for cell in report.cells if cell.field == "classes.cusip"] == [
        ("123456AA1", "cusip"),
        ("-", "missing"),
    ]


# ---------------------------------------------------------------- 18. keys that drift


def test_18_a_key_is_the_same_with_and_without_its_mark_its_word_and_in_capitals() -> None:
    report = understood(
        HEAD + "A-IO*          1,000.00         0.00\n"
        "CLASS A-1F     1,000.00        10.00\n"
        "Total          2,000.00        10.00\n"
        "* Notional Balance\n"
        "\n"
        "                 Ending\n"
        "Class           Balance\n"
        "A-IO           1,000.00\n"
        "A-1F             990.00\n"
        "TOTAL          1,990.00\n"
    )
    interest_only, floater = statement(report).classes
    assert (interest_only.class_id, interest_only.notional) == ("A-IO", True)
    assert str(interest_only.beginning_balance) == str(interest_only.ending_balance) == "1000.00"
    assert floater == a_class(
        "A-1F", beginning_balance="1000.00", principal_distribution="10.00", ending_balance="990.00"
    )
    assert statement(report).class_totals == totals(
        beginning_balance="2000.00", principal_distribution="10.00", ending_balance="1990.00"
    )
    rows = [cell.row for cell in report.cells if cell.field == "classes.ending_balance"]
    assert rows == ["A-IO", "A-1F"]


def test_18_keys_that_only_look_alike_stay_apart() -> None:
    report = understood(
        HEAD + "A-1            1,000.00        10.00\n"
        "A-11           2,000.00        20.00\n"
        "A1             3,000.00        30.00\n"
        "1-A            4,000.00        40.00\n"
    )
    assert [(one.class_id, str(one.beginning_balance)) for one in statement(report).classes] == [
        ("A-1", "1000.00"),
        ("A-11", "2000.00"),
        ("A1", "3000.00"),
        ("1-A", "4000.00"),
    ]


# ---------------------------------------------------------------- 19. odd text


def test_19_a_letter_may_be_glued_to_the_caption_of_its_answer() -> None:
    report = parse(
        "FORM 8-K\nItem 5. Odds and Ends\nE.Item 4: Submission of Matters to a Vote:  NONE\n",
        grammar="us_bank",
    )
    assert report.events == Events(matters_submitted_to_vote="NONE")
    assert report.unparsed == ()


def test_19_odd_marks_and_misspellings_do_not_hide_a_label() -> None:
    report = understood(
        "POOL\n"
        "                                Pool 1\n"
        "LESS:~ SERVICING FEE              5.00\n"
        "\n"
        "OVERCOLLATERALIZATION\n\n"
        "Overcollateralization Defficiency    0.25\n"
    )
    assert figures(report) == [
        ("LESS:~ SERVICING FEE", "Pool 1", "5.00", "5.00", "pools.servicing_fee"),
        (
            "Overcollateralization Defficiency",
            None,
            "0.25",
            "0.25",
            "overcollateralization.deficiency",
        ),
    ]


def test_19_justified_prose_is_no_table() -> None:
    report = parse(
        "FORM 8-K\nItem 5. Odds and Ends\n"
        "The  owls counted  what  the  trust  paid  in  the  month  of June.\n",
        grammar="base",
    )
    assert (report.statements, report.unparsed) == ((), ())
    assert {cell.line for cell in report.cells} == {1, 2}


def test_19_a_misspelling_that_no_rule_knows_keeps_its_figure() -> None:
    report = understood(
        "POOL\n                                Pool 1\nServcng Fe                        5.00\n"
    )
    assert others(report) == [("Servcng Fe", "Pool 1", "5.00")]


# ---------------------------------------------------------------- 20. several statements


def pages(*parts: tuple[str, str]) -> Iterator[str]:
    for series, table in parts:
        yield f"ELM TRUST\nSERIES {series}\nDistribution Date: 12/26/03\n{table}"


def test_20_series_are_statements_and_a_later_page_goes_back_to_its_own() -> None:
    first = "Class        Int\nA-1         1.00\n"
    second = "Class        Int\nA-1         2.00\n"
    third = "Class       Prin\nA-1        10.00\n"
    report = understood("".join(pages(("2003-1", first), ("2003-2", second), ("2003-1", third))))
    assert [(one.series, one.classes) for one in report.statements] == [
        ("2003-1", (a_class("A-1", interest_distribution="1.00", principal_distribution="10.00"),)),
        ("2003-2", (a_class("A-1", interest_distribution="2.00"),)),
    ]


def test_20_remics_are_statements() -> None:
    report = understood(
        "                       ELM HOME LOANS\n"
        "                  PASS-THROUGH CERTIFICATES\n"
        "                          REMIC I\n"
        "CLASS          PRINCIPAL\n"
        "A-1                10.00\n"
        "\n"
        "                          REMIC II\n"
        "CLASS          PRINCIPAL\n"
        "A-1                20.00\n",
        "bankers_trust",
    )
    assert [(one.group, one.classes) for one in report.statements] == [
        ("REMIC I", (a_class("A-1", principal_distribution="10.00"),)),
        ("REMIC II", (a_class("A-1", principal_distribution="20.00"),)),
    ]


def test_20_a_table_that_comes_twice_in_one_statement_with_other_figures_is_a_conflict() -> None:
    table = "Class        Int\nA-1         1.00\n"
    report = parse(
        "".join(pages(("2003-1", table), ("2003-1", table.replace("1.00", "2.00")))), grammar="base"
    )
    assert codes(report) == ["conflicting-value"]
    assert statement(report).classes == (a_class("A-1", interest_distribution="1.00"),)
    assert others(report) == [("A-1", "Int", "2.00")]


# ---------------------------------------------------------------- 21. wrappers and encodings


PEM = """\
-----BEGIN PRIVACY-ENHANCED MESSAGE-----
Proc-Type: 2001,MIC-CLEAR
Originator-Name: someone@example.invalid

<SEC-DOCUMENT>0000000000-98-000001.txt : 19980109
<SEC-HEADER>0000000000-98-000001.hdr.sgml : 19980109
ACCESSION NUMBER:\t\t0000000000-98-000001
CONFORMED SUBMISSION TYPE:\t8-K
</SEC-HEADER>
<DOCUMENT>
<TYPE>8-K
<SEQUENCE>1
<TEXT>
Class       Ending Balance
A-1               1,000.00
B\xe9                2,000.00
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
-----END PRIVACY-ENHANCED MESSAGE-----
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_21_a_pem_header_line_ends_and_encodings_move_no_figure(encoding: str, end: str) -> None:
    report = understood(PEM.replace("\n", end).encode(encoding))
    assert report.source
    assert report.source.encoding == encoding
    assert isinstance(report.filing, Filing)
    assert (report.filing.accession_number, report.filing.form_type) == (
        "0000000000-98-000001",
        "8-K",
    )
    assert [
        (cell.line, cell.column, cell.row, cell.raw, cell.field)
        for cell in report.cells
        if cell.line > 13
    ] == [
        (15, 1, "A-1", "A-1", "classes.class_id"),
        (15, 19, "A-1", "1,000.00", "classes.ending_balance"),
        (16, 19, "B\xe9", "2,000.00", None),
    ]
