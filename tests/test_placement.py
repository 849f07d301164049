"""What a row's label, the lines above it and the heads name together, in a table of few lines.

`owls.lark` is made up, so that each way of naming a field stands alone.
"""

from pathlib import Path

import pytest

from check_helpers import D, a_class
from test_hard_cases import as_text, codes, figures, others, statement, understood
from trusteereport.cells import Cell
from trusteereport.parser import parse
from trusteereport.records import Advances, Trigger
from trusteereport.report import Report

OWLS = str(Path(__file__).parent / "owls.lark")
HEAD = "OWLS\n                        Seen    Heard\n"


def owls(text: str) -> Report:
    """The report of a text that the owls' grammar understands."""
    return understood(text, OWLS)


def where(report: Report) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Each value with its row and groups."""
    return [(cell.raw, cell.row, cell.groups) for cell in report.cells if is_value(cell)]


def is_value(cell: Cell) -> bool:
    return cell.kind != "text"


# ---------------------------------------------------------------- groups by indentation


def test_groups_are_nested_by_their_indentation() -> None:
    report = understood(
        HEAD + "In barns\n"
        "  In the loft\n"
        "    Long                   1        2\n"
        "    Short                  3        4\n"
        "  On the floor\n"
        "    Long                   5        6\n"
        "In woods\n"
        "    Long                   7        8\n"
    )
    assert where(report)[::2] == [
        ("1", "Long", ("In barns", "In the loft")),
        ("3", "Short", ("In barns", "In the loft")),
        ("5", "Long", ("In barns", "On the floor")),
        ("7", "Long", ("In woods",)),
    ]


def test_a_row_at_a_group_s_indentation_ends_it_where_its_rows_were_indented() -> None:
    report = understood(
        HEAD + "In barns\n"
        "  Long                     1        2\n"
        "  Short                    3        4\n"
        "All                        5        6\n"
        "None                       7        8\n"
    )
    assert where(report)[::2] == [
        ("1", "Long", ("In barns",)),
        ("3", "Short", ("In barns",)),
        ("5", "All", ()),
        ("7", "None", ()),
    ]


def test_a_group_s_rows_may_stand_at_its_own_indentation() -> None:
    report = understood(
        HEAD
        + "In barns\nLong                       1        2\nShort                      3        4\n"
    )
    assert [groups for _, _, groups in where(report)] == [("In barns",)] * 4


def test_a_row_ends_only_the_groups_that_it_is_not_indented_under() -> None:
    report = understood(
        HEAD + "In barns\n"
        "  In the loft\n"
        "    Long                   1        2\n"
        "    Short                  1        2\n"
        "  All                      3        4\n"
        "All                        5        6\n"
    )
    assert where(report)[4::2] == [("3", "All", ("In barns",)), ("5", "All", ())]


def test_a_numbered_row_ends_a_numbered_group() -> None:
    report = understood(
        "OWLS\n"
        "(a) What was seen:\n"
        "(i) Mice                   1.00\n"
        "(ii) Rats                  3.00\n"
        "(b) What was heard         5.00\n"
    )
    assert where(report)[-1] == ("5.00", "(b) What was heard", ())


def test_a_row_without_a_number_does_not_end_a_numbered_group_at_its_own_indentation() -> None:
    report = understood("OWLS\n(a) What was seen:\nMice             1.00\nRats             3.00\n")
    assert [groups for _, _, groups in where(report)] == [("(a) What was seen:",)] * 2


# ---------------------------------------------------------------- labels of several lines


def test_clauses_wrap_by_hanging_indentation() -> None:
    report = understood(
        "OWLS\n"
        "(a) What the Owls Ate\n"
        "    While It Was Night     1.00\n"
        "12. What the Owls\n"
        "    Saw\n"
        "    And Heard              2.00\n"
    )
    assert where(report) == [
        ("1.00", "(a) What the Owls Ate While It Was Night", ()),
        ("2.00", "12. What the Owls Saw And Heard", ()),
    ]


def test_a_clause_with_a_colon_is_a_group_and_wraps_not() -> None:
    report = understood("OWLS\n(c) In barns:\n    Mice                   3.00\n")
    assert where(report) == [("3.00", "Mice", ("(c) In barns:",))]


def test_a_clause_over_several_rows_is_a_group() -> None:
    report = understood(
        "OWLS\n(c) In Barns\n    Mice                   3.00\n    Rats                   4.00\n"
    )
    assert where(report) == [
        ("3.00", "Mice", ("(c) In Barns",)),
        ("4.00", "Rats", ("(c) In Barns",)),
    ]


def test_a_blank_line_parts_a_group_from_a_label() -> None:
    report = understood("OWLS\nWhat the owls saw of\n\nthe mice              3.00\n")
    assert where(report) == [("3.00", "the mice", ("What the owls saw of",))]


@pytest.mark.parametrize(
    ("above", "label"),
    [
        ("What the owls saw of", "Mice"),
        ("What the owls saw", "of mice"),
        ("What the owls saw,", "Mice"),
        ("What the owls (and", "Mice"),
        ("What the owls saw -", "Mice"),
        ("WHAT THE OWLS SAW", "  WILL BE MICE"),
    ],
)
def test_words_show_that_a_label_goes_on(above: str, label: str) -> None:
    report = understood(f"OWLS\n{above}\n{label:<20}    3.00\n")
    assert where(report) == [("3.00", f"{above} {label.strip()}", ())]


def test_lines_make_one_label_where_together_they_name_a_field() -> None:
    report = understood("OWLS\nAggregate Advances\nRequired         3.00\nMade             2.00\n")
    assert [(cell.raw, cell.row, cell.groups, cell.field) for cell in report.cells] == [
        ("3.00", "Aggregate Advances Required", (), "advances.required"),
        ("2.00", "Made", (), None),
    ]


# ---------------------------------------------------------------- groups that name fields


def test_a_group_s_words_and_a_row_s_words_name_a_field_together() -> None:
    report = owls("OWLS\nOwl\n  Principal Total          7.00\n  Other Total              8.00\n")
    assert figures(report) == [
        ("Principal Total", None, "7.00", "7.00", "class_totals.principal_distribution"),
        ("Other Total", None, "8.00", "8.00", None),
    ]
    assert statement(report).class_totals == a_class(principal_distribution="7.00")


def test_a_group_names_the_field_of_the_classes_below_it() -> None:
    report = owls("OWLS\nEnding Balance\n  Class A-1          7.00\n  Class A-2          8.00\n")
    assert statement(report).classes == (
        a_class("A-1", ending_balance="7.00"),
        a_class("A-2", ending_balance="8.00"),
    )


def test_group_row_and_head_name_a_field_together() -> None:
    report = owls(
        "OWLS\n"
        "                          Amount\n"
        "Principal\n"
        "  Class A-1                 7.00\n"
        "  Class A-2                 8.00\n"
        "Mice\n"
        "  Class A-1                 9.00\n"
    )
    assert statement(report).classes == (
        a_class("A-1", principal_distribution="7.00"),
        a_class("A-2", principal_distribution="8.00"),
    )
    assert others(report) == [("Class A-1", "Amount", "9.00")]


def test_row_and_head_name_a_field_together() -> None:
    report = owls(
        "OWLS\n"
        "                   Mice Caught       Amount\n"
        "Class A-1                 7.00         8.00\n"
    )
    assert statement(report).classes == (a_class("A-1", interest_shortfall="7.00"),)
    assert others(report) == [("Class A-1", "Amount", "8.00")]


# ---------------------------------------------------------------- labels that name several fields


def test_a_group_that_names_several_fields_has_their_values_in_its_order() -> None:
    report = owls(
        "OWLS\nInterest and Pass-Through Rate\n"
        "Class A-1        5.00     6.25%\n"
        "Class A-2        7.00     8.25%\n"
    )
    assert statement(report).classes == (
        a_class("A-1", interest_distribution="5.00", pass_through_rate="6.25"),
        a_class("A-2", interest_distribution="7.00", pass_through_rate="8.25"),
    )


def test_a_value_alone_takes_the_only_field_in_its_unit() -> None:
    report = owls(
        "OWLS\nInterest and Pass-Through Rate\nClass A-1        5.00\nClass A-2        6.25%\n"
    )
    assert statement(report).classes == (
        a_class("A-1", interest_distribution="5.00"),
        a_class("A-2", pass_through_rate="6.25"),
    )


def test_more_values_than_fields_go_into_none() -> None:
    report = owls("OWLS\nInterest and Pass-Through Rate\nClass A-1     5.00   6.25%    7.00\n")
    assert statement(report).classes == (a_class("A-1"),)
    assert [value for _, _, value in others(report)] == ["5.00", "6.25", "7.00"]


# ---------------------------------------------------------------- a class from the row before


CLASS_BEFORE = """\
OWLS
Class A-1 Realized Losses        5.00
Losses per Owl                   0.05
Class A-2 Realized Losses        6.00
Losses per Owl                   0.06
"""


def test_a_class_s_field_without_a_class_is_of_the_class_of_the_row_before() -> None:
    report = owls(CLASS_BEFORE)
    assert statement(report).classes == (
        a_class("A-1", realized_losses="5.00", realized_losses_factor="0.05"),
        a_class("A-2", realized_losses="6.00", realized_losses_factor="0.06"),
    )
    assert [cell.path for cell in report.cells if cell.raw == "0.06"] == [
        "statements.0.classes.1.realized_losses_factor"
    ]


def test_a_class_from_the_row_before_is_no_cell_of_this_row() -> None:
    report = owls(CLASS_BEFORE)
    lines = CLASS_BEFORE.splitlines()
    assert [cell.raw for cell in report.cells if cell.line == 3] == ["0.05"]
    for cell in report.cells:
        assert lines[cell.line - 1].startswith(cell.raw, cell.column - 1)


def test_a_class_s_field_without_a_class_before_it_goes_into_no_record() -> None:
    report = owls(
        "OWLS\nClass            Int\nA-1             5.00\n\nOWLS\n"
        "Advances made                    7.00\nLosses per Owl                   0.07\n"
    )
    (only,) = statement(report).classes
    assert only.realized_losses_factor is None
    assert statement(report).advances == Advances(made=D("7.00"))
    assert others(report) == [("Losses per Owl", None, "0.07")]


# ---------------------------------------------------------------- totals of some classes


def test_the_total_of_some_classes_is_not_the_totals_of_the_statement() -> None:
    report = owls(
        "OWLS\n"
        "Class             Int\n"
        "A-1              5.00\n"
        "Total            5.00\n"
        "\n"
        "Notional Classes\n"
        "X                7.00\n"
        "Total            7.00\n"
    )
    assert statement(report).class_totals == a_class(interest_distribution="5.00")
    assert [one.class_id for one in statement(report).classes] == ["A-1", "X"]
    assert others(report) == [("Total", "Int", "7.00")]


# ---------------------------------------------------------------- x below Yes or No


CARDS = "CERTIFICATEHOLDERS' STATEMENT\n1.  EVENTS\n\n"


def test_an_x_stands_below_yes_or_no() -> None:
    report = understood(
        CARDS + "                                           Yes       No\n"
        "                                           ---      ---\n"
        "(a) Have the owls left the barn              x\n"
        "(b) Have the mice\n"
        "    come back                                         X\n",
        "card_servicers",
    )
    assert statement(report).triggers == (
        Trigger(name="Have the owls left the barn", occurred=True),
        Trigger(name="Have the mice come back", occurred=False),
    )
    assert [
        (cell.raw, cell.header, cell.kind, cell.value, cell.field)
        for cell in report.cells
        if cell.header
    ] == [
        ("x", "Yes", "text", "x", "triggers.occurred"),
        ("X", "No", "text", "X", "triggers.occurred"),
    ]


def test_an_x_below_yes_and_one_below_no_contradict_each_other() -> None:
    report = parse(
        CARDS + "                                           Yes       No\n"
        "(a) Have the owls left the barn              x        x\n",
        grammar="card_servicers",
    )
    assert [one.occurred for one in statement(report).triggers] == [True]
    assert codes(report) == ["conflicting-value"]


# ---------------------------------------------------------------- figures printed twice


def printed_twice(first: str, second: str) -> Report:
    table = "Class             Int\nA-1     {:>13}\n"
    return parse(table.format(first) + table.format(second), grammar="base")


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("5.00", "5.00", "5.00"),
        ("5.00", "-5.00", "5.00"),
        ("(5.00)", "5.00", "-5.00"),
        ("5.00", "5.001", "5.001"),
        ("5.001", "5.00", "5.001"),
        ("5.00", "5.0", "5.00"),
        ("5.00", "5", "5.00"),
        ("1,234.57", "1,234.568", "1234.568"),
    ],
)
def test_another_sign_or_rounding_is_no_conflict(first: str, second: str, kept: str) -> None:
    report = printed_twice(first, second)
    assert codes(report) == []
    assert statement(report).classes == (a_class("A-1", interest_distribution=kept),)
    values = [cell for cell in report.cells if cell.header == "Int"]
    assert [cell.raw for cell in values] == [first, second]
    assert {cell.path for cell in values} == {"statements.0.classes.0.interest_distribution"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("5.00", "4.99"),
        ("5.00", "5.009"),
        ("5.4", "5"),
        ("5", "5.4"),
        ("1,000", "1,000.4"),
        ("5.00", "-5.01"),
    ],
)
def test_another_figure_is_a_conflict_and_the_first_is_kept(first: str, second: str) -> None:
    report = printed_twice(first, second)
    assert codes(report) == ["conflicting-value"]
    (only,) = statement(report).classes
    cells = [cell for cell in report.cells if cell.header == "Int"]
    assert str(only.interest_distribution) == as_text(cells[0])
    assert [cell.field for cell in cells] == ["classes.interest_distribution", None]


# ---------------------------------------------------------------- heads that are not understood


def test_a_row_that_says_all_goes_into_no_field_under_a_head_that_is_not_understood() -> None:
    report = understood("OWLS\n                        Seen\nAdvances made           5.00\n")
    assert statement(report).advances is None
    assert others(report) == [("Advances made", "Seen", "5.00")]


def test_a_row_that_says_all_has_no_second_value() -> None:
    report = understood("OWLS\nAdvances made           5.00     6.00\n")
    assert statement(report).advances is None
    assert [value for _, _, value in others(report)] == ["5.00", "6.00"]


# ---------------------------------------------------------------- another month's figures


def test_no_record_takes_another_month_s_figures() -> None:
    report = understood(
        "OWLS\n\n"
        "PRIOR MONTH\n"
        "   Servicing Fee                       430.00\n"
        "   Pool Factor                      0.9000000\n\n"
        "CURRENT MONTH\n"
        "   Servicing Fee                       416.67\n"
        "   Pool Factor                      0.8000000\n"
    )
    (pool,) = statement(report).pools
    assert (pool.servicing_fee, pool.pool_factor) == (D("416.67"), D("0.8000000"))
    assert others(report) == [("Servicing Fee", None, "430.00"), ("Pool Factor", None, "0.9000000")]


def test_no_record_takes_another_month_s_classes() -> None:
    report = understood(
        "PREVIOUS MONTH'S DISTRIBUTION\n\n"
        "Class           Principal      Interest\n"
        "A-1                 20.00          5.00\n"
    )
    assert statement(report).classes == ()
    assert others(report) == [("A-1", "Principal", "20.00"), ("A-1", "Interest", "5.00")]


def test_a_row_says_what_its_figure_of_this_month_is() -> None:
    report = understood(
        "OWLS\n\n"
        "                          This Month     Last Month        To Date\n"
        "Servicing Fee                 416.67         430.00       9,000.00\n"
        "Scheduled Principal         4,000.00       3,900.00      88,000.00\n"
    )
    (pool,) = statement(report).pools
    assert (pool.servicing_fee, pool.scheduled_principal) == (D("416.67"), D("4000.00"))
    assert len(others(report)) == 4


# ---------------------------------------------------------------- figures per unit of face


def test_a_group_that_says_per_unit_makes_factors_of_what_stands_below() -> None:
    report = understood(
        "OWLS\n\n"
        "                                  Class A-1      Class A-2\n"
        "A    Dollars of the Owls\n"
        "      i     Ending Balance           900.00         800.00\n"
        "      ii    Interest Paid              5.00           4.00\n"
        "B    Per $1,000 of Original Balance\n"
        "      i     Ending Balance      450.0000000    400.0000000\n"
        "      ii    Interest Paid         2.5000000      2.0000000\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            interest_distribution="5.00",
            ending_balance="900.00",
            interest_distribution_factor="2.5000000",
            ending_balance_factor="450.0000000",
        ),
        a_class(
            "A-2",
            interest_distribution="4.00",
            ending_balance="800.00",
            interest_distribution_factor="2.0000000",
            ending_balance_factor="400.0000000",
        ),
    )


def test_a_head_over_the_labels_may_say_per_unit() -> None:
    report = understood(
        "OWLS\n"
        "Per $1,000 original principal amount        Class A-1     Class A-2\n"
        "  Principal distribution                    18.185456      0.000000\n"
        "  Ending balance                           600.396285  1,000.000000\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            principal_distribution_factor="18.185456",
            ending_balance_factor="600.396285",
        ),
        a_class(
            "A-2",
            principal_distribution_factor="0.000000",
            ending_balance_factor="1000.000000",
        ),
    )


def test_no_amount_of_a_class_is_taken_where_words_say_per_unit() -> None:
    report = understood(
        "Class             Balance      Interest\n"
        "Per $1,000\n"
        "  A-1            900.0000        5.0000\n"
        "  A-2            800.0000        4.0000\n"
    )
    assert [one.interest_distribution for one in statement(report).classes] == [None, None]
    assert others(report) == [
        ("A-1", "Balance", "900.0000"),
        ("A-1", "Interest", "5.0000"),
        ("A-2", "Balance", "800.0000"),
        ("A-2", "Interest", "4.0000"),
    ]


def test_a_caption_may_stand_beside_the_same_per_unit() -> None:
    report = understood(
        "OWLS\n\n"
        "                                            Total $        Per $1,000\n"
        "                                             Amount          Original\n"
        "(a)  Class A-1 Interest Distribution         500.00        5.32500000\n"
        "(b)  Class A-2 Interest Distribution         400.00        4.00000000\n"
        "(c)  Servicing Fee                            30.00\n"
    )
    assert statement(report).classes == (
        a_class("A-1", interest_distribution="500.00", interest_distribution_factor="5.32500000"),
        a_class("A-2", interest_distribution="400.00", interest_distribution_factor="4.00000000"),
    )
    (pool,) = statement(report).pools
    assert pool.servicing_fee == D("30.00")


def test_a_list_below_factors_is_of_the_deal() -> None:
    report = understood(
        "B.  PAYMENTS PER $1,000 OF ORIGINAL BALANCE\n\n"
        "                Principal        Interest\n"
        "Class             Payment         Payment\n"
        "A-1            16.9950732       3.9820669\n\n"
        "C.  CREDIT ENHANCEMENT\n\n"
        "  (g)  Extra Principal Distribution Amount ............ $  413,363.94\n"
        "  (h)  Required Overcollateralization Amount .......... $  4,200.00\n"
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            principal_distribution_factor="16.9950732",
            interest_distribution_factor="3.9820669",
        ),
    )
    kept = statement(report).overcollateralization
    assert kept
    assert (kept.extra_principal_distribution, kept.target) == (D("413363.94"), D("4200.00"))


def test_a_heading_that_reads_as_a_field_takes_none_from_the_rows_below() -> None:
    report = understood(
        "Monthly Advances\n\n"
        "  Advances Required                           214.07\n"
        "  Advances Made                               200.07\n"
        "  Advances Not Made                            14.00\n"
    )
    assert statement(report).advances == Advances(
        required=D("214.07"), made=D("200.07"), not_made=D("14.00")
    )


# ---------------------------------------------------------------- labels without room


def test_a_label_goes_on_below_a_line_that_had_no_room_for_its_next_word() -> None:
    report = understood(
        "OWLS\n\n"
        "Failure to make payment within 5 Business Days of Required\n"
        "Date ?                                                              No\n"
        "Failure to feed the owls of the barn and of the whole Wood\n"
        "Interest ?                                                          No\n"
    )
    assert [one.name for one in statement(report).triggers] == [
        "Failure to make payment within 5 Business Days of Required Date",
        "Failure to feed the owls of the barn and of the whole Wood Interest",
    ]


def test_words_with_room_behind_them_stand_over_the_row() -> None:
    report = understood(
        "OWLS\n\n"
        "Owls and other Birds of the Night\n"
        "Barn                                                                 5.00\n"
        "What the owls of the barn and of the whole wood have seen\n"
        "Wood                                                                 6.00\n"
    )
    assert [row for row, _, _ in others(report)] == [
        "Barn",
        "What the owls of the barn and of the whole wood have seen Wood",
    ]


def test_words_in_brackets_go_on_with_the_label_above_or_beside_them() -> None:
    report = understood(
        "OWLS\n\n"
        "                                  No. of      Principal\n"
        "                                   Loans        Balance\n"
        "30 - 59 days   (Del Stat 1)            3         300.00\n"
        "60 - 89 days   (Del Stat 2)            2         200.00\n"
        "Owls seen at dusk\n"
        "(Nightfall Amount)                     1         100.00\n"
    )
    rows = [cell.row for cell in report.cells if cell.header == "No. of Loans"]
    assert rows == [
        "30 - 59 days (Del Stat 1)",
        "60 - 89 days (Del Stat 2)",
        "Owls seen at dusk (Nightfall Amount)",
    ]
    assert [one.loan_count for one in statement(report).delinquencies] == [D(3), D(2)]


# ---------------------------------------------------------------- clauses with letters


def test_capital_letters_without_a_stop_number_clauses() -> None:
    report = understood(
        "IV.   FEES OF THE OWLS\n\n"
        " A     Servicing Fee for Current Period                 $      445.99\n"
        " B     Owls of the Barn and\n"
        "       Other Birds                                      $        0.00\n"
        " C     Indenture Trustee Fee                            $       20.00\n"
    )
    (pool,) = statement(report).pools
    assert (pool.servicing_fee, pool.trustee_fee) == (D("445.99"), D("20.00"))
    assert others(report) == [("B Owls of the Barn and Other Birds", None, "0.00")]


def test_a_letter_under_a_head_of_its_own_is_a_class() -> None:
    report = parse(
        "Class                             Principal      Interest\n"
        "A    Senior Notes                     20.00          5.00\n"
        "B    Junior Notes                     10.00          4.00\n",
        grammar="base",
    )
    assert statement(report).classes == (
        a_class("A", principal_distribution="20.00", interest_distribution="5.00"),
        a_class("B", principal_distribution="10.00", interest_distribution="4.00"),
    )


def test_x_is_a_clause_s_number_before_words() -> None:
    report = understood(
        "OWLS\n\n"
        "                                  Class A-1      Class A-2\n"
        "  ix    Interest Shortfall            1.00           2.00\n"
        "  x     Quarterly Principal Paid     30.00          20.00\n"
        "  xi    Ending Balance              900.00         800.00\n"
    )
    assert [one.principal_distribution for one in statement(report).classes] == [
        D("30.00"),
        D("20.00"),
    ]


def test_the_number_of_a_clause_may_stand_before_its_value_once_more() -> None:
    report = understood(
        "OWLS\n\n"
        "{31}  Base Servicing Fee                                    {31}        1,652.00\n"
        "{32}  Aggregate Owls ({30}+{31})                            {32}           41.00\n"
    )
    assert figures(report) == [
        ("{31} Base Servicing Fee", None, "1,652.00", "1652.00", "pools.servicing_fee"),
        ("{32} Aggregate Owls ({30}+{31})", None, "41.00", "41.00", None),
    ]


# ---------------------------------------------------------------- what contradicts a heading


def test_amounts_among_factors_are_amounts() -> None:
    report = understood(
        "Factor Information per $1,000 of Original Face\n\n"
        "Class         Original           Ending           Ending\n"
        "                  Face       Cert. Bal.           Factor\n"
        "A1      112,450,000.00    77,899,562.44     692.74844322\n"
        "A2       58,300,000.00    50,802,060.82     871.39040858\n"
        "R               100.00             0.00       0.00000000\n"
    )
    assert [
        (one.ending_balance, one.ending_balance_factor) for one in statement(report).classes
    ] == [
        (D("77899562.44"), D("692.74844322")),
        (D("50802060.82"), D("871.39040858")),
        (D("0.00"), D("0.00000000")),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Per $1,000 of Initial Invested Amount:",
        "Owls and Mice per $1,000 Denomination:",
    ],
)
def test_words_over_rows_may_say_per_unit_among_others(words: str) -> None:
    report = parse(
        "OWLS                     Class A          Class B\n"
        "Owls                        1.00             2.00\n\n"
        f"{words}\n"
        "   Principal Distribution     83.3333333        0.0000000\n",
        grammar="base",
    )
    assert {one.principal_distribution for one in statement(report).classes} == {None}


def test_a_row_below_a_class_may_have_the_same_per_unit() -> None:
    report = understood(
        "   Class             Interest      Principal         Balance      Owls\n"
        "   AF-1            123,841.83   3,179,347.64   19,986,700.47      1.00\n"
        "Factors per\n"
        " Thousand          2.29336722    58.87680815    370.12408278      2.00\n"
        "   AF-2            389,316.67           0.00   71,000,000.00      3.00\n"
    )
    (one, two) = statement(report).classes
    assert (one.interest_distribution, one.interest_distribution_factor) == (
        D("123841.83"),
        D("2.29336722"),
    )
    assert one.principal_distribution_factor == D("58.87680815")
    assert (two.interest_distribution, two.interest_distribution_factor) == (D("389316.67"), None)
    assert [value for _, head, value in others(report) if head == "Owls"] == [
        "1.00",
        "2.00",
        "3.00",
    ]


# ---------------------------------------------------------------- labels of two lines


SEEN = "OWLS\n\n                                        Barn           Loft\n"


def test_a_line_among_rows_goes_on_in_the_indented_row_below_it() -> None:
    report = understood(
        SEEN + "Owls in Full                            1.00           2.00\n"
        "Owls from Prior\n"
        "  Winter Nights                         3.00           4.00\n"
        "Mice                                    5.00           6.00\n"
    )
    assert [row for row, _, _ in others(report)][2:4] == 2 * ["Owls from Prior Winter Nights"]


@pytest.mark.parametrize(
    "rows",
    [
        "Owls:\n  Total{0}\nMice   {0}\n",
        "Owls\n  Total {0}\nMice\n  Total {0}\n",
        "Owls\n  Total {0}\n  All   {0}\n",
    ],
)
def test_a_line_over_its_rows_is_their_group(rows: str) -> None:
    values = " " * 32 + "3.00           4.00"
    report = understood(f"{SEEN}Hawks   {values}\n{rows.format(values)}")
    assert "Total" in [row for row, _, _ in others(report)]


# ---------------------------------------------------------------- heads of all tables


def test_row_and_head_may_only_together_say_what_a_value_is() -> None:
    report = understood(
        "OWLS                                 Beginning        Activity          Ending\n"
        "Pool Balance                        620,532.87      (1,406.40)      598,602.03\n"
        "Number of Owls                               4               1               3\n"
    )
    (pool,) = statement(report).pools
    assert (pool.beginning_balance, pool.ending_balance) == (D("620532.87"), D("598602.03"))
    assert len(others(report)) == 4


def test_a_category_may_stand_over_the_fields_beside_the_statuses() -> None:
    report = understood(
        "OWLS\n\n"
        "Foreclosure                   30-59 Days         60-89 Days\n"
        "-----------------------------------------------------------\n"
        "Number of Loans                       19                  4\n\n"
        "REO                           30-59 Days         60-89 Days\n"
        "-----------------------------------------------------------\n"
        "Number of Loans                        2                  1\n"
    )
    assert [(one.category, one.loan_count) for one in statement(report).delinquencies] == [
        ("foreclosure", D(19)),
        ("foreclosure", D(4)),
        ("reo", D(2)),
        ("reo", D(1)),
    ]


def test_the_name_of_a_table_is_no_category_of_its_statuses() -> None:
    report = understood(
        "DELINQUENCY                     Loans             Balance\n"
        "   30-59 days                      88        2,914,406.11\n"
        "   Foreclosure                      9          401,887.92\n"
    )
    assert [one.category for one in statement(report).delinquencies] == [None, None]
