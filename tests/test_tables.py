"""Which rows belong together and under which heads, in tables of few lines."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from check_helpers import D, a_class
from test_hard_cases import codes, figures, others, statement, understood
from trusteereport.parser import parse
from trusteereport.records import (
    ClassRecord,
    CollectionPeriod,
    Note,
    Pool,
    Status,
    Trigger,
)
from trusteereport.report import Report

ONE = "A-1            5.00       990.00\n"
TWO = "A-2            6.00       980.00\n"
HEAD = "                          Ending\nClass           Int      Balance\n"
BOTH = (
    a_class("A-1", interest_distribution="5.00", ending_balance="990.00"),
    a_class("A-2", interest_distribution="6.00", ending_balance="980.00"),
)


def sections(report: Report) -> list[tuple[str, str | None]]:
    """The figures with the headings that they stand under."""
    return [(cell.raw, cell.section) for cell in report.cells if cell.kind == "number"]


def unparsed(report: Report) -> list[tuple[int, str]]:
    return [(one.line, one.text) for one in report.unparsed]


# ---------------------------------------------------------------- heads that wait for their rows


def test_heads_wait_over_the_name_of_a_group() -> None:
    report = understood(HEAD + "GROUP ONE LOANS\n" + ONE + "GROUP TWO LOANS\n" + TWO)
    assert statement(report).classes == BOTH
    assert sections(report) == [
        ("5.00", "GROUP ONE LOANS"),
        ("990.00", "GROUP ONE LOANS"),
        ("6.00", "GROUP TWO LOANS"),
        ("980.00", "GROUP TWO LOANS"),
    ]


def test_heads_that_no_rows_come_after_are_left_unparsed() -> None:
    report = parse(HEAD + "GROUP ONE LOANS\nSIGNATURES\n", grammar="base")
    assert unparsed(report) == [
        (1, "Ending"),
        (2, "Class           Int      Balance"),
    ]


def test_heads_give_way_to_the_heads_of_the_table_that_comes_first() -> None:
    other = "                 Prin\nClass            Loss\nA-1              7.00\n"
    report = parse(HEAD + "GROUP ONE LOANS\n" + other, grammar="base")
    assert [number for number, _ in unparsed(report)] == [1, 2]
    assert {cell.header for cell in report.cells} == {"Class", "Prin Loss"}


def test_a_section_with_a_number_lets_no_table_go_on_with_the_heads_before() -> None:
    report = understood(HEAD + ONE + "Section 4.03 (i)\n" + TWO)
    assert [one.class_id for one in statement(report).classes] == ["A-1"]
    assert others(report) == [("A-2", None, "6.00"), ("A-2", None, "980.00")]


def test_a_table_goes_on_under_the_heads_before_where_its_columns_are_theirs() -> None:
    report = understood(HEAD + ONE + "GROUP TWO LOANS\n\n" + TWO)
    assert statement(report).classes == BOTH


def test_a_table_of_one_column_does_not_go_on_under_the_heads_before() -> None:
    report = understood(HEAD + ONE + "GROUP TWO LOANS\n\nA-2                       980.00\n")
    assert [one.class_id for one in statement(report).classes] == ["A-1"]
    assert others(report) == [("A-2", None, "980.00")]


# ---------------------------------------------------------------- titles above heads


def test_a_title_above_a_blank_line_is_no_head_but_the_section() -> None:
    report = understood("              What the Owls ate\n\n" + HEAD + ONE)
    assert statement(report).classes == BOTH[:1]
    assert sections(report)[0] == ("5.00", "What the Owls ate")


def test_a_title_above_a_rule_across_the_page_is_no_head_but_the_section() -> None:
    report = understood(
        "          What the Owls saw\n"
        "- ----------------------------------------------------------\n"
        "                    Barns       Woods\n"
        "Mice                    5         990\n"
    )
    assert figures(report) == [
        ("Mice", "Barns", "5", "5", None),
        ("Mice", "Woods", "990", "990", None),
    ]
    assert {section for _, section in sections(report)} == {"What the Owls saw"}


def test_a_head_above_the_rule_under_it_stays_a_head() -> None:
    report = understood(
        "                          Ending\n"
        "                         -------\n"
        "Class           Int      Balance\n" + ONE
    )
    assert statement(report).classes == BOTH[:1]


# ---------------------------------------------------------------- rules that show spans


def test_a_rule_in_pieces_shows_which_columns_a_head_spans() -> None:
    report = understood(
        "            PRINCIPAL                       INTEREST\n"
        "           -----------------------------   -------------------\n"
        "               Paid     Losses     Other       Paid     Losses\n"
        "Owls           5.00       1.00      2.00       3.00       4.00\n"
    )
    assert [cell.header for cell in report.cells] == [
        "PRINCIPAL Paid",
        "PRINCIPAL Losses",
        "PRINCIPAL Other",
        "INTEREST Paid",
        "INTEREST Losses",
    ]


def test_a_rule_across_the_page_below_two_heads_shares_the_columns_among_them() -> None:
    report = understood(
        "                   Owls                       Mice\n"
        "- ---------------------------------------------------------------\n"
        "           Seen   Heard    Lost  Caught    Seen   Heard    Lost\n"
        "Barn          1       2       3       4       5       6       7\n"
    )
    heads = [(cell.header or "").split()[0] for cell in report.cells]
    assert heads == ["Owls"] * 3 + ["Mice"] * 4


def test_rules_under_each_head_show_no_spans() -> None:
    report = understood(
        "           Paid        Lost\n"
        "           ----        ----\n"
        "           Owls        Mice       Rats\n"
        "Barn          1           2          3\n"
    )
    assert [cell.header for cell in report.cells] == ["Paid Owls", "Lost Mice", "Rats"]


# ---------------------------------------------------------------- rows without labels


FIRST = HEAD + ONE + TWO + "Total         11.00     1,970.00\n\n"
SECOND = """\
                Prin      Losses
               10.00        1.00
               20.00        2.00
               30.00        3.00
"""


def test_rows_without_labels_are_those_of_the_block_before_in_their_order() -> None:
    report = understood(FIRST + SECOND)
    assert [
        (one.class_id, str(one.principal_distribution), str(one.realized_losses))
        for one in statement(report).classes
    ] == [("A-1", "10.00", "1.00"), ("A-2", "20.00", "2.00")]
    totals = statement(report).class_totals
    assert totals
    assert str(totals.principal_distribution) == "30.00"
    told = [cell.raw for cell in report.cells if cell.line > 6 and cell.kind == "text"]
    assert told == []


def test_rows_without_labels_may_repeat_the_last_one() -> None:
    report = understood(FIRST + SECOND.replace("               30.00", "Total          30.00"))
    totals = statement(report).class_totals
    assert totals
    assert str(totals.realized_losses) == "3.00"
    assert [str(one.realized_losses) for one in statement(report).classes] == ["1.00", "2.00"]


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("               30.00        3.00\n", ""),
        ("               30.00        3.00\n", "               30.00        3.00\n" * 2),
        ("               10.00", "A-1            10.00"),
        ("               20.00", "Mice           20.00"),
    ],
    ids=["fewer rows", "more rows", "first has its label", "another label"],
)
def test_other_rows_are_not_joined_by_their_order(printed: str, instead: str) -> None:
    report = parse(FIRST + SECOND.replace(printed, instead), grammar="base")
    found = {one.class_id: one for one in statement(report).classes}
    assert found["A-2"] == BOTH[1]
    assert statement(report).class_totals == a_class(
        interest_distribution="11.00", ending_balance="1970.00"
    )
    figures_of_second = {cell.raw for cell in report.cells if cell.line > 7 and not cell.field}
    assert {"20.00", "2.00"} <= figures_of_second


def test_rows_without_labels_and_without_heads_are_not_joined() -> None:
    report = understood(FIRST + "OTHER THINGS\n\n" + SECOND.partition("\n")[2])
    assert statement(report).classes == BOTH
    assert len(others(report)) == 6


# ---------------------------------------------------------------- records of several lines


LINES = """\
// lines.lark: records of three lines.

%extend _section: lines_heading lines_table?
lines_heading: LINES_TITLE -> heading
lines_table: head rows? -> top_line_then_middle_line_then_bottom_line_table
LINES_TITLE.10: /^[ ]*LINES(?=\\n)/ EOL

top_line_row: class_row
top_line_column: _owls_amounts -> beginning_balance
middle_line_row: class_row
middle_line_column: _owls_amounts -> principal_distribution | _names -> cusip
bottom_line_column: _owls_amounts -> ending_balance
_owls_amounts: BALANCE
_names: RECORD
"""


def test_a_grammar_of_one_s_own_may_have_records_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "lines.lark"
    path.write_text(LINES)
    report = understood(
        "LINES\n"
        "Record            Balance\n"
        "A-1              1,000.00\n"
        "123456AA1           10.00\n"
        "                   990.00\n"
        "A-2              2,000.00\n"
        "123456AB9           20.00\n"
        "                 1,980.00\n",
        str(path),
    )
    assert [
        (one.class_id, one.cusip, str(one.beginning_balance), str(one.principal_distribution))
        for one in statement(report).classes
    ] == [("A-1", "123456AA1", "1000.00", "10.00"), ("A-2", "123456AB9", "2000.00", "20.00")]


TIERS = """\
CLASS              ORIGINAL/      PRINCIPAL        INTEREST
CUSIP              BEGINNING   DISTRIBUTION    DISTRIBUTION
                     BALANCE         FACTOR          FACTOR
PASS-THROUGH                     ACCEL PRIN  ENDING BALANCE
RATE                                 FACTOR          FACTOR
"""


def test_lines_of_a_record_stand_under_their_tier_of_the_head() -> None:
    report = understood(
        "OWLS LOAN CORPORATION (MASTER SERVICER)\n"
        "OWLS LOAN TRUST 1998-1 (ISSUER)\n"
        "DISTRIBUTION AMOUNTS\n\n"
        + TIERS
        + "TERM NOTES        200,000.00       4,000.00        1,200.00\n"
        "123456AA1         100,000.00      20.000000        6.000000\n"
        "   6.50000                           500.00       96,000.00\n"
        "                                   2.500000      480.000000\n\n"
        "Run:     01/15/98     09:14:33                 OWLS.REP\n"
        "Page:         2\n"
        "OWLS LOAN CORPORATION (MASTER SERVICER)\n"
        "OWLS LOAN TRUST 1998-1 (ISSUER)\n"
        "A-I/O              90,000.00           0.00          300.00\n"
        "NA                 90,000.00       0.000000        3.333333\n"
        "   4.00000                             0.00       90,000.00\n"
        "                                   0.000000     1000.000000\n"
    )
    one = statement(report)
    assert (one.trust, one.parties and one.parties.servicer) == (
        "OWLS LOAN TRUST 1998-1",
        "OWLS LOAN CORPORATION",
    )
    assert one.classes == (
        a_class(
            "TERM NOTES",
            cusip="123456AA1",
            original_balance="200000.00",
            beginning_balance="100000.00",
            principal_distribution="4000.00",
            interest_distribution="1200.00",
            principal_distribution_factor="20.000000",
            interest_distribution_factor="6.000000",
            pass_through_rate="6.50000",
            ending_balance="96000.00",
            ending_balance_factor="480.000000",
        ),
        a_class(
            "A-I/O",
            original_balance="90000.00",
            beginning_balance="90000.00",
            principal_distribution="0.00",
            interest_distribution="300.00",
            principal_distribution_factor="0.000000",
            interest_distribution_factor="3.333333",
            pass_through_rate="4.00000",
            ending_balance="90000.00",
            ending_balance_factor="1000.000000",
        ),
    )
    assert {cell.header for cell in report.cells if cell.raw in ("500.00", "2.500000")} == {
        "ACCEL PRIN FACTOR"
    }


def test_a_list_below_a_table_stands_under_none_of_its_heads() -> None:
    report = understood(
        " DELINQUENCIES:\n"
        "                  NUMBER      BALANCE   PERCENT\n"
        " 30 - 59 DAYS          3       900.00    0.100%\n"
        " REO                   1       100.00    0.010%\n\n"
        " CREDIT SUPPORT\n"
        "  HAZARD AMOUNT                        2,000.00\n"
        "  SENIOR PART                           95.000%\n"
    )
    lone = [(cell.row, cell.header) for cell in report.cells if cell.line > 5]
    assert lone == [("HAZARD AMOUNT", None), ("SENIOR PART", None)]
    assert codes(report) == []


def test_rows_may_name_a_field_with_their_heading() -> None:
    report = understood(
        " OVERCOLLATERALIZATION\n"
        "  OVERCOLLATERALIZATION AMOUNT AFTER THIS\n"
        "    PAYMENT DATE                     500.00\n"
        "  TARGET AMOUNT                      800.00\n"
        "  DEFICIENCY                         300.00\n"
    )
    found = statement(report).overcollateralization
    assert found
    assert [str(one) for one in (found.amount, found.target, found.deficiency)] == [
        "500.00",
        "800.00",
        "300.00",
    ]


def test_captions_far_right_below_a_table_are_in_none_of_its_columns() -> None:
    report = understood(
        "         Closing        Interest    Pass-Through\n"
        "Class    Balance         Payment            Rate\n"
        "A-1       900.00            5.00       6.000000%\n"
        "A-2       800.00            6.00       7.000000%\n\n"
        "                       Total P&I Payment           11.00\n"
    )
    assert str(statement(report).class_totals.total_distribution) == "11.00"  # type: ignore[union-attr]
    assert [cell.header for cell in report.cells if cell.raw == "11.00"] == [None]
    assert [len(figures(report, line=line)) for line in (3, 4)] == [3, 3]


MONTHS = """\
                Delinq            Delinq         Foreclosure/
Distribution    1 Month          2 Months         Bankruptcy
Date          #     Balance    #     Balance    #     Balance
03/25/99      2      700.00    1      300.00    0        0.00
            1.00%    0.700% 0.50%     0.300% 0.00%     0.000%
02/25/99      1      400.00    0        0.00    0        0.00
            0.50%    0.400% 0.00%     0.000% 0.00%     0.000%
"""


@pytest.mark.parametrize(("title", "pool"), [("", None), ("Group 1\n", "Group 1")])
def test_of_delinquencies_by_months_the_first_counts(title: str, pool: str | None) -> None:
    report = understood("STATEMENT TO CERTIFICATEHOLDERS\n\n" + title + MONTHS)
    assert [
        (
            one.pool,
            one.label,
            *map(str, (one.loan_count, one.unpaid_balance, one.percent_of_balance)),
        )
        for one in statement(report).delinquencies
    ] == [
        (pool, "Delinq 1 Month", "2", "700.00", "0.700"),
        (pool, "Delinq 2 Months", "1", "300.00", "0.300"),
        (pool, "Foreclosure/ Bankruptcy", "0", "0.00", "0.000"),
    ]


def test_lists_of_the_pool_may_stand_beside_each_other_under_their_titles() -> None:
    report = understood(
        "STATEMENT TO CERTIFICATEHOLDERS\n\n"
        "Collateral                               Servicing\n"
        "  Beginning Balance          1,000.00      Servicing Fees         2.00\n"
        "  Ending Balance               900.00      Trustee Fees           1.00\n"
    )
    (pool,) = statement(report).pools
    found = (pool.beginning_balance, pool.ending_balance, pool.servicing_fee, pool.trustee_fee)
    assert [str(one) for one in found] == ["1000.00", "900.00", "2.00", "1.00"]


TITLES = "OWLS LOAN CERTIFICATES\nSERIES 1998-1\nSTATEMENT TO CERTIFICATEHOLDERS\n\n"


def test_the_title_of_each_page_does_not_end_the_section_of_a_table_that_goes_on() -> None:
    report = understood(
        TITLES + "REO LOAN INFORMATION\n"
        "-----------------------------------------------------------\n"
        "LOAN GROUP                         1 Payment          Total\n"
        "FIXED GROUP  PRINCIPAL BALANCE          5.00           5.00\n"
        "             NUMBER OF LOANS               1              1\n"
        + TITLES
        + "ADJ GROUP    PRINCIPAL BALANCE          7.00           7.00\n"
        "             NUMBER OF LOANS               2              2\n"
    )
    assert {(one.pool, one.category) for one in statement(report).delinquencies} == {
        ("FIXED GROUP", "reo"),
        ("ADJ GROUP", "reo"),
    }


def test_heads_above_the_titles_of_a_page_are_none_of_its_tables() -> None:
    report = parse(
        "STATEMENT TO CERTIFICATEHOLDERS\n\n"
        "Web Site          www.example.invalid\n"
        "OWLS LOAN TRUST 1998-1\n"
        "Determination Day                3.00\n",
        grammar="base",
    )
    assert [one.text for one in report.unparsed] == ["Web Site          www.example.invalid"]
    assert [cell.header for cell in report.cells if cell.raw == "3.00"] == [None]


def test_of_kinds_that_know_as_much_that_counts_that_knows_the_rows() -> None:
    report = understood(
        "                                             GROUP 1     GROUP 2\n"
        "HAS A LOSS TRIGGER EVENT OCCURRED?                NO         YES\n"
    )
    found = [(one.group, one.occurred) for one in statement(report).triggers]
    assert found == [("GROUP 1", False), ("GROUP 2", True)]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("  3. Step-Up Triggers met:\n", [("Class-B1", True), ("Class-B2", False)]),
        ("  3. Owls seen:\n", []),
    ],
    ids=["of triggers", "of anything"],
)
def test_a_mark_under_yes_or_no_answers_for_a_class(
    words: str, named: list[tuple[str, bool]]
) -> None:
    report = understood(
        f"{words}\n"
        "                 Yes      No\n"
        "                 ---      --\n"
        "    Class-B1      X\n"
        "    Class-B2               X\n"
    )
    assert [(one.name, one.occurred) for one in statement(report).triggers] == named
    marks = [(one.row, one.header) for one in report.cells if one.raw == "X"]
    assert marks == [("Class-B1", "Yes"), ("Class-B2", "No")]


def test_captions_under_contacts_are_heads_of_nothing() -> None:
    report = understood(
        "CONTACTS\n"
        "-----------------------------------------------------------------\n"
        "     Owl Keeper:           Ada Strix\n"
        "     Address:              Owl Bank\n"
        "                           12 Barn Lane, Hootville, OH 43999\n"
        "     Factor Information:   (800) 555-0100\n"
        "-----------------------------------------------------------------\n"
    )
    found = [(one.row, one.header, one.raw) for one in report.cells]
    assert found == [
        ("Owl Keeper:", None, "Ada Strix"),
        ("Address:", None, "Owl Bank"),
        ("Factor Information:", None, "(800) 555-0100"),
    ]


def test_the_count_of_pages_is_no_page_of_the_contents() -> None:
    report = understood(
        "                                     Page\n"
        "  1. Owl Report                         2\n"
        "  2. Mouse Report                       4\n"
        "\n"
        "     Total Number of Pages              5\n"
    )
    assert [(one.row, one.header) for one in report.cells if one.raw == "5"] == [
        ("Total Number of Pages", None)
    ]


def test_each_remic_of_a_page_has_a_statement_of_its_own() -> None:
    report = understood(
        "               March 25, 2001 Distribution\n"
        "                     REMIC I Series 2001-4\n" + HEAD + ONE + "\n"
        "                    REMIC II Series 2001-4\n"
        "       Owl Report for March 25, 2001 Distribution\n" + HEAD + TWO
    )
    assert [(one.group, one.series) for one in report.statements] == [
        ("REMIC I", "2001-4"),
        ("REMIC II", "2001-4"),
    ]
    assert {one.distribution_date for one in report.statements} == {datetime.date(2001, 3, 25)}


def test_answers_in_small_letters_are_values() -> None:
    report = understood(
        "                                             GROUP 1     GROUP 2\n"
        "Has a Loss Trigger Event Occurred?                No         Yes\n"
    )
    found = [(one.group, one.occurred) for one in statement(report).triggers]
    assert found == [("GROUP 1", False), ("GROUP 2", True)]


def test_a_label_goes_on_in_an_indented_line_that_begins_with_during() -> None:
    report = understood(
        "                                  Group 1     Group 2\n"
        "  Number of Loans Modified\n"
        "    During the Month                    3           4\n"
    )
    assert {one.row for one in report.cells if one.kind == "number"} == {
        "Number of Loans Modified During the Month"
    }


def test_clauses_below_classes_are_a_list() -> None:
    report = parse(
        HEAD
        + ONE
        + TWO
        + "\n"
        + "  4. For real estate that the trust holds:\n"
        + "     unpaid principal balance            7.00\n"
        + "     number of related mortgage loans       1\n",
        grammar="base",
    )
    assert statement(report).classes == BOTH
    found = [(one.loan_count, one.unpaid_balance) for one in statement(report).delinquencies]
    assert found == [(Decimal(1), Decimal("7.00"))]


def test_a_loan_in_a_list_is_named_by_its_number() -> None:
    report = understood(
        "Owl Loan Detail\n"
        "\n"
        "                  Paid        Current\n"
        "      Loan        Thru            P&I\n"
        " Control #\n"
        "----------------------------------------\n"
        "        27    08/01/98          10.00\n"
        "       104    06/01/98          20.00\n"
        "\n"
        "Notes: (1) Owls were lent\n"
        "\n"
        "       Loss                   Current\n"
        "       Date       Owls           Loss\n"
        "   03/16/98          3          10.00\n"
        "Total                           10.00\n"
    )
    found = [(one.row, one.header, one.raw) for one in report.cells if one.field is None]
    assert found == [
        ("27", "Paid Thru", "08/01/98"),
        ("27", "Current P&I", "10.00"),
        ("104", "Paid Thru", "06/01/98"),
        ("104", "Current P&I", "20.00"),
        ("03/16/98", "Owls", "3"),
        ("03/16/98", "Current Loss", "10.00"),
        ("Total", "Current Loss", "10.00"),
    ]


def test_averages_below_a_table_stand_in_none_of_its_columns() -> None:
    report = understood(
        "Range of               Number      Scheduled\n"
        "Balances             of Loans        Balance\n"
        "0 to 1,000                  9       5,000.00\n"
        "Total                       9       5,000.00\n"
        "\n"
        "Average Scheduled Balance is          555.56\n"
        "W/Avg Interest Rate is                7.500%\n"
    )
    assert [(one.row, one.header) for one in report.cells if one.raw == "555.56"] == [
        ("Average Scheduled Balance is", None)
    ]
    assert [one.weighted_average_rate for one in statement(report).pools] == [Decimal("7.500")]


@pytest.mark.parametrize(
    ("title", "month"),
    [("DISTRIBUTION DATE STATEMENT", "1998-03"), ("SERVICER'S CERTIFICATE", None)],
)
def test_a_month_alone_is_the_distributions_where_the_title_says_so(
    title: str, month: str | None
) -> None:
    report = understood(
        f"          {title}\n"
        "             MARCH 1998\n"
        "   Series 1998-4, Owl Backed Certificates\n"
        "\n"
        "1. Prepayment Premium:          5.00\n"
    )
    assert statement(report).distribution_date == month
    assert [one.value for one in report.cells if one.raw == "MARCH 1998"] == ["1998-03"]
    assert (statement(report).series, statement(report).certificates) == (
        "1998-4",
        "Owl Backed Certificates",
    )


LASALLE = """\
Class        Original         Opening        Interest   Pass-Through
CUSIP      Face Value         Balance         Payment           Rate
           Per $1,000      Per $1,000      Per $1,000      Next Rate
"""


def test_a_record_may_end_with_any_of_its_lines() -> None:
    report = understood(
        LASALLE + "A-1      1,000,000.00      900,000.00        4,500.00      6.000000%\n"
        "A-2      2,000,000.00    1,900,000.00       11,083.33      7.000000%\n"
        "123456AB9 1000.000000      950.000000        5.541665      7.125000%\n",
        "lasalle",
    )
    first, second = statement(report).classes
    assert (first.cusip, first.beginning_balance_factor) == (None, None)
    assert (second.cusip, str(second.next_pass_through_rate)) == ("123456AB9", "7.125000")


def test_lines_of_a_record_that_come_before_any_record_go_nowhere() -> None:
    report = understood(
        LASALLE + "123456AB9 1000.000000      950.000000        5.541665      7.125000%\n",
        "lasalle",
    )
    assert [one.class_id for one in statement(report).classes] == []
    assert [value for _, _, value in others(report)][-4:] == [
        "1000.000000",
        "950.000000",
        "5.541665",
        "7.125000",
    ]


# ---------------------------------------------------------------- words and notes around rows


def test_words_between_two_tables_are_groups_of_the_second() -> None:
    report = understood(
        "OWLS\n"
        "               Seen\n"
        "Long              1\n"
        "In the Woods\n"
        "               Heard\n"
        "Short             2\n"
    )
    assert [(cell.raw, cell.groups) for cell in report.cells] == [
        ("1", ()),
        ("2", ("In the Woods",)),
    ]


def test_words_below_the_last_row_that_no_table_comes_after_are_left_unparsed() -> None:
    report = parse(HEAD + ONE + "In the Woods\n", grammar="base")
    assert unparsed(report) == [(4, "In the Woods")]


RUNNING_TEXT = "The owls were seen by all who came there"


def test_running_text_between_two_tables_is_left_unparsed_and_no_group() -> None:
    report = parse(HEAD + ONE + RUNNING_TEXT + "\n" + HEAD + TWO, grammar="base")
    assert unparsed(report) == [(4, RUNNING_TEXT)]
    assert statement(report).classes == BOTH
    assert {cell.groups for cell in report.cells} == {()}


def test_a_sentence_between_two_tables_is_a_note_and_no_group() -> None:
    report = understood(HEAD + ONE + RUNNING_TEXT + ".\n" + HEAD + TWO)
    assert report.notes == (Note(text=RUNNING_TEXT + ".", line=4),)
    assert statement(report).classes == BOTH
    assert {cell.groups for cell in report.cells} == {()}


def test_notes_end_a_block_and_hold_for_its_rows_alone() -> None:
    report = understood(
        HEAD + ONE.replace("A-1 ", "A-1*") + "* Notional Balance\n\n" + TWO.replace("A-2 ", "A-2*")
    )
    assert [one.notional for one in statement(report).classes] == [True, None]
    assert report.notes == (Note(mark="*", text="Notional Balance", line=4),)


def test_a_clause_s_label_may_go_on_below_its_value() -> None:
    report = understood(
        "POOL\n"
        "                                          Pool 1\n"
        "(a)  Scheduled Principal Balance of        90.00\n"
        "     the Mortgage Loans\n"
        "(b)  Number of                                 7\n"
        "     Mortgage\n"
        "     Loans\n"
        "(c)  Owls of\n"
        "     the wood                                  8\n"
    )
    assert figures(report) == [
        (
            "(a) Scheduled Principal Balance of the Mortgage Loans",
            "Pool 1",
            "90.00",
            "90.00",
            "pools.ending_balance",
        ),
        ("(b) Number of Mortgage Loans", "Pool 1", "7", "7", "pools.loan_count"),
        ("(c) Owls of the wood", "Pool 1", "8", "8", None),
    ]
    assert {cell.groups for cell in report.cells} == {()}


def test_words_that_do_not_hang_below_a_clause_s_value_are_no_part_of_its_label() -> None:
    report = understood(
        "                                          Pool 1\n"
        "(a)  Pool Factor                            0.90\n"
        "  Loans\n"
        "(b)  Number                                    7\n"
    )
    assert [(cell.row, cell.groups) for cell in report.cells if cell.row] == [
        ("(a) Pool Factor", ()),
        ("(b) Number", ("Loans",)),
    ]


def test_a_group_of_counts_holds_no_amounts() -> None:
    report = understood(
        "POOL\n"
        "                          Pool 1       Pool 2\n"
        "Loan Count:\n"
        "  Prior                      100           70\n"
        "  Repurchases                  2            -\n"
        "  Current                     98           70\n"
        "Principal Balance:\n"
        "  Repurchases           1,000.00         0.00\n"
    )
    pools = statement(report).pools
    assert [(one.repurchases, one.prior_loan_count, one.loan_count) for one in pools] == [
        (Decimal("1000.00"), Decimal(100), Decimal(98)),
        (Decimal("0.00"), Decimal(70), Decimal(70)),
    ]
    assert [one.value for one in statement(report).other] == [Decimal(2), Decimal(0)]


# ---------------------------------------------------------------- which kind of table it is


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("                 Class A-1\nEnding Balance        7.00\n", "classes.ending_balance"),
        ("                    Pool 1\nGross Interest        7.00\n", "pools.gross_interest"),
        ("                    Number\n30-59 days               7\n", "delinquencies.loan_count"),
        ("Advances made         7.00\n", "advances.made"),
    ],
)
def test_a_table_is_of_the_kind_that_knows_most_of_its_labels(text: str, field: str) -> None:
    report = understood("OWLS\n" + text)
    assert [cell.field for cell in report.cells if cell.kind == "number"] == [field]


def test_a_table_of_which_no_kind_knows_a_label_keeps_its_figures() -> None:
    report = understood("OWLS\n                      Barn\nSeen                  7.00\n")
    assert statement(report).classes == ()
    assert others(report) == [("Seen", "Barn", "7.00")]
    assert codes(report) == []
    assert statement(report).class_totals in (None, ClassRecord())


# ---------------------------------------------------------------- where heads end


def headers(report: Report) -> list[tuple[str, str | None]]:
    """The figures with the heads that they stand under."""
    return [(cell.raw, cell.header) for cell in report.cells if cell.kind == "number"]


def test_heads_end_where_clauses_with_one_value_follow_rows_with_several() -> None:
    report = parse(
        "(f) Owls                      Number         Weight\n"
        "    Long                           3          17.00\n"
        "    Short                          4          19.00\n\n"
        "(g) Servicing Fee                              5.00\n",
        grammar="base",
    )
    assert headers(report)[-2:] == [("19.00", "Weight"), ("5.00", None)]
    assert [str(one.servicing_fee) for one in statement(report).pools] == ["5.00"]


def test_a_head_ends_where_a_clause_begins_to_the_left_of_its_rows() -> None:
    report = parse(
        "          Class        Accrual Amount\n"
        "          A-1                   98.00\n"
        "     2. The amount of servicing compensation that was\n"
        "        taken:                  61.00\n",
        grammar="base",
    )
    assert headers(report) == [("98.00", "Accrual Amount"), ("61.00", None)]


def test_a_clause_may_be_blank_under_all_classes_but_one() -> None:
    report = understood(
        "                          Class A-1     Class A-2\n"
        "(a) Interest Paid              5.00          6.00\n"
        "(b) Realized Losses                          7.00\n"
    )
    assert headers(report)[-1] == ("7.00", "Class A-2")


def test_a_clause_that_names_its_class_is_not_of_the_class_that_it_stands_under() -> None:
    report = parse(
        "                                 Class A-1     Class A-2\n"
        "(a) Interest Paid                     5.00          6.00\n"
        "(b) Class R Distribution Amount       7.00\n",
        grammar="base",
    )
    paid = {one.class_id: one.total_distribution for one in statement(report).classes}
    assert paid == {"A-1": None, "A-2": None, "R": Decimal("7.00")}


def test_a_table_that_goes_on_below_the_page_s_title_keeps_its_section() -> None:
    report = parse(
        f"GROUP ONE LOANS\n\n{HEAD}{ONE}<PAGE>\nSTATEMENT TO NOTEHOLDERS\n\n{TWO}", grammar="base"
    )
    assert {section for _, section in sections(report)} == {"GROUP ONE LOANS"}


def test_a_line_that_ends_with_a_colon_is_no_head() -> None:
    report = parse(
        "    iii) The amount of such distribution allocable to interest, and the\n"
        "         Pay-out Rate:\n\n"
        "      Class A-1.....$   5.00000000  Class A-2.....$   6.00000000\n"
        "      Class A-3.....$   7.00000000\n",
        grammar="base",
    )
    paid = [str(one.interest_distribution_factor) for one in statement(report).classes]
    assert paid == ["5.00000000", "6.00000000", "7.00000000"]


def test_a_date_alone_leads_to_no_other_statement() -> None:
    report = parse(
        "ELM TRUST 2000-1\nDistribution Date: 12/15/00\n\n" + HEAD + ONE + "\n<PAGE>\n"
        "ELM TRUST 2000-2\n\nServicing Fee        7.00\n\nDistribution Date: 12/15/00\n\n"
        "Trustee Fee          8.00\n",
        grammar="base",
    )
    assert [one.trust for one in report.statements] == ["ELM TRUST 2000-1", "ELM TRUST 2000-2"]
    assert [str(one.trustee_fee) for one in report.statements[1].pools] == ["8.00"]


def test_a_class_that_a_row_names_is_not_called_after_the_class_of_its_heading() -> None:
    report = parse(
        "CLASS A-1\n\nInterest Paid                       5.00\n"
        "Class R Distribution Amount         7.00\n",
        grammar="base",
    )
    paid = {one.class_id: one.total_distribution for one in statement(report).classes}
    assert paid == {"A-1": None, "R": Decimal("7.00")}


def test_a_group_behind_figures_of_the_whole_deal_is_a_statement_of_its_own() -> None:
    pages = "".join(
        f"<PAGE>\nELM TRUST 2000-1\n\nSection 4.02 Loans{group}\n\n{HEAD}{ONE}\n"
        for group in ("", " - GROUP I", " - GROUP II", " - GROUP I")
    )
    report = parse(pages, grammar="base")
    assert [one.group for one in report.statements] == [None, "GROUP I", "GROUP II"]


def test_a_row_whose_figure_nobody_can_tell_from_its_words_is_left_unparsed(
    tmp_path: Path,
) -> None:
    grammar = tmp_path / "vault.lark"
    grammar.write_text("// extends: base\n%extend ROW: /^Vault:[ ][^\\n]*/ EOL\n")
    report = parse("POOL\nVault: 67-8533-07-2\nVault: none\n", grammar=str(grammar))
    assert [cell for cell in report.cells if cell.line == 2] == []
    assert unparsed(report) == [(2, "Vault: 67-8533-07-2")]


# ---------------------------------------------------------------- lists, questions, months


POOL_LIST = (
    "                               NUMBER OF           TOTAL       CERTIFICATE\n"
    "                               MORTGAGES        ACTIVITY           BALANCE\n"
    "                                                               OUTSTANDING\n"
    "BALANCES FROM LAST MONTH:             20                          9,000.00\n"
    "\n"
    "POOL COLLECTIONS:\n"
    "    Scheduled Principal Collected Due\n"
    "      Current Month                               100.00\n"
    "    Unscheduled Principal (Curtailments)           50.00\n"
    "    Liquidations-in-full               2          350.00\n"
    "\n"
    "BALANCE CURRENT MONTH:                18                          8,500.00\n"
)


def test_a_pool_s_month_is_a_list_of_counts_and_amounts() -> None:
    report = understood("Series 1997-1 (77)       Weighted Average Rate:  7.5000\n\n" + POOL_LIST)
    assert statement(report).pools == (
        Pool(
            name="77",
            weighted_average_rate=Decimal("7.5000"),
            prior_loan_count=Decimal(20),
            beginning_balance=Decimal("9000.00"),
            scheduled_principal=Decimal("100.00"),
            paid_in_full_count=Decimal(2),
            loan_count=Decimal(18),
            ending_balance=Decimal("8500.00"),
        ),
    )


@pytest.mark.parametrize(
    ("line", "name"), [("Pool Number: 77\n", "77"), ("Pool Numbers: 77 & 78\n", "77 & 78")]
)
def test_a_pool_s_rate_may_stand_above_its_name(line: str, name: str) -> None:
    text = "Series 1997-1       Weighted Average Rate:  7.5000%\n" + line
    found = statement(understood(text))
    (pool,) = found.pools or (found.pool_totals,)
    assert pool == Pool(name=name, weighted_average_rate=Decimal("7.5000"))


def test_the_only_pool_has_no_name() -> None:
    text = "Series 1997-1       Weighted Average Rate:  7.5000%\n\n" + POOL_LIST
    (pool,) = statement(understood(text)).pools
    assert (pool.name, pool.weighted_average_rate, pool.loan_count) == (
        None,
        Decimal("7.5000"),
        Decimal(18),
    )


def test_a_report_may_name_its_months() -> None:
    text = "03/1999 DISTRIBUTION REPORT\nPROCESSING MONTH:  February, 1999\n"
    found = statement(understood(text))
    assert (found.distribution_date, found.collection_period) == (
        "1999-03",
        CollectionPeriod(end="1999-02"),
    )


def test_marks_below_yes_and_no_answer_the_questions_beside_them() -> None:
    report = understood(
        "ELM OWL TRUST\n\n"
        "    Is any of this so?                        Yes     No\n"
        "                                              ---     ---\n"
        "    1.  Owls have left the barn                x\n"
        "        or the field\n"
        "    2.  Mice have\n"
        "        come back                                      x\n"
        "    _______________________________________________________\n"
    )
    assert statement(report).triggers == (
        Trigger(name="Owls have left the barn or the field", occurred=True),
        Trigger(name="Mice have come back", occurred=False),
    )


def test_the_cusip_of_a_class_is_called_after_the_class() -> None:
    report = understood("CLASS A CUSIP 123456 AB7        EXHIBIT 20.1\n\nELM OWL TRUST\n")
    assert statement(report).classes == (ClassRecord(class_id="A", cusip="123456AB7"),)
    assert ("CLASS A CUSIP", "123456 AB7") in [(cell.row, cell.raw) for cell in report.cells]


def test_a_class_alone_over_its_column_is_its_head() -> None:
    report = understood(
        "Section 7.01\n"
        "                                        Class II B-3\n"
        "(a)   Beginning Principal Balance           9,000.00\n"
        "(b)   Ending Principal Balance              8,000.00\n"
    )
    (found,) = statement(report).classes
    assert (found.class_id, found.ending_balance) == ("II B-3", Decimal("8000.00"))


def test_clauses_may_begin_beside_each_other() -> None:
    report = understood(
        "Section 7.01\n"
        "(e)  Fees of the Owls                        (h)  Pool Factor\n"
        "     Nesting Fee                  12.00           Class A-1   0.50000000\n"
        "     Barn Fee                      3.00           Class A-2   1.00000000\n"
        "     All Fees                     15.00           Class B     1.00000000\n"
    )
    assert [(cell.row, cell.raw, cell.groups) for cell in report.cells if cell.field is None] == [
        ("Nesting Fee", "12.00", ("(e)  Fees of the Owls",)),
        ("Barn Fee", "3.00", ("(e)  Fees of the Owls",)),
        ("All Fees", "15.00", ("(e)  Fees of the Owls",)),
    ]
    assert [one.class_id for one in statement(report).classes] == ["A-1", "A-2", "B"]


def test_a_head_goes_on_below_words_beside_another_block_s_rows() -> None:
    report = understood(
        "Section 7.01\n"
        "(e)  Fees of the Owls\n"
        "     Nesting Fee                  12.00           (h)  Pool Factor\n"
        "     Barn Fee                      3.00                Class A-1   0.50000000\n"
        "     All Fees                     15.00                Class A-2   1.00000000\n"
        "                    No. of       Unpaid                Class B     1.00000000\n"
        "(f)  Delinquency     Loans      Balance\n"
        "     30 to 59 Days       3    30,000.00\n"
        "     60 to 89 Days       2    20,000.00\n"
    )
    assert [(one.loan_count, one.unpaid_balance) for one in statement(report).delinquencies] == [
        (Decimal(3), Decimal("30000.00")),
        (Decimal(2), Decimal("20000.00")),
    ]


def test_a_row_may_end_with_the_name_of_a_month_and_a_day() -> None:
    report = understood("ELM OWL TRUST\n\nHatching Day          August 16, 1999\nOwls     20.00\n")
    assert figures(report)[1:] == [
        ("Hatching Day", None, "August 16, 1999", "1999-08-16", None),
        ("Owls", None, "20.00", "20.00", None),
    ]


def test_rows_with_one_value_each_below_a_blank_line_do_not_go_on_with_a_table() -> None:
    report = parse(
        "POOLS\n\n                     Group 1         Group 2           Total\n"
        "Principal        1,000.00        2,000.00        3,000.00\n"
        "Excess              10.00           20.00           30.00\n\n"
        "Chest, Beginning                                     5.00\n"
        "Chest, End                                           7.00\n",
        grammar="base",
    )
    numbers = [cell for cell in report.cells if cell.kind == "number"]
    assert [(cell.row, cell.header) for cell in numbers[-3:]] == [
        ("Excess", "Total"),
        ("Chest, Beginning", None),
        ("Chest, End", None),
    ]


def test_a_total_below_a_blank_line_goes_on_with_its_table() -> None:
    report = parse(
        "Class       Original Balance      Ending Balance\n"
        "A-1                 1,000.00              900.00\n"
        "A-2                 2,000.00              800.00\n\n"
        "Total                                   1,700.00\n",
        grammar="base",
    )
    totals = statement(report).class_totals
    assert totals
    assert str(totals.ending_balance) == "1700.00"


def test_what_stands_behind_a_title_between_rules_is_a_head() -> None:
    rule = "-" * 50 + "   " + "-" * 26
    report = parse(
        f"{rule}\nFACTOR INFORMATION PER $1000 OF ORIGINAL FACE       PASS-THROUGH RATES\n{rule}\n"
        "                      PRIOR           CURRENT                     CURRENT\n"
        "CLASS                FACTOR            FACTOR      CLASS             RATE\n"
        f"{rule}\n"
        "A-1              1,000.0000          900.0000      A-1             5.81%\n"
        "A-2              1,000.0000          800.0000      A-2             6.12%\n",
        grammar="base",
    )
    assert {cell.header for cell in report.cells if cell.kind == "percent"} == {
        "PASS-THROUGH RATES CURRENT RATE"
    }
    factors = [str(one.ending_balance_factor) for one in statement(report).classes]
    assert factors == ["900.0000", "800.0000"]


def test_a_date_in_words_behind_its_caption_is_a_row() -> None:
    report = parse(
        "POOL\n\n"
        "  Record Date                            August 31, 2005\n"
        "  Chest Opening Date                     August 1, 2005\n"
        "  Season 30/360    Begin                 August 1, 2005\n"
        "                   End                   August 31, 2005\n"
        "  Number of Days                                     30\n",
        grammar="base",
    )
    assert [(cell.row, cell.header, cell.raw) for cell in report.cells][-4:] == [
        ("Chest Opening Date", None, "August 1, 2005"),
        ("Season 30/360 Begin", None, "August 1, 2005"),
        ("End", None, "August 31, 2005"),
        ("Number of Days", None, "30"),
    ]


def test_dates_over_columns_are_heads() -> None:
    report = parse(
        "                  August 31, 2005     July 31, 2005\n"
        "Chest                    1,000.00            900.00\n"
        "Barrel                   2,000.00            800.00\n",
        grammar="base",
    )
    assert {cell.header for cell in report.cells} == {"August 31, 2005", "July 31, 2005"}


PER_UNIT = (
    "Class          Beginning Balance    Principal Paid      Ending Balance\n"
    "A-1                     1,000.00            100.00              900.00\n"
    "A-2                     2,000.00              0.00            2,000.00\n\n"
    "                         Balance           Balance             Balance\n"
    "                       Per $1000         Per $1000           Per $1000\n"
)


def test_heads_that_are_all_the_same_go_on_from_those_above_them() -> None:
    report = parse(
        PER_UNIT
        + "A-1                    1000.0000          100.0000            900.0000\n"
        + "A-2                    1000.0000            0.0000           1000.0000\n",
        grammar="base",
    )
    assert [
        (one.beginning_balance_factor, one.principal_distribution_factor, one.ending_balance_factor)
        for one in statement(report).classes
    ] == [
        (Decimal("1000.0000"), Decimal("100.0000"), Decimal("900.0000")),
        (Decimal("1000.0000"), Decimal("0.0000"), Decimal("1000.0000")),
    ]


def test_heads_that_are_all_the_same_say_nothing_in_other_places_or_over_other_rows() -> None:
    for rows in (
        "A-1                 1000.0000            100.0000          900.0000\n",
        "A-7                    1000.0000          100.0000            900.0000\n",
    ):
        report = parse(PER_UNIT + rows, grammar="base")
        assert {one.ending_balance_factor for one in statement(report).classes} == {None}


# ---------------------------------------------------------------- layouts of any trustee


def test_a_row_may_be_a_pool_and_a_column_its_field() -> None:
    report = understood(
        "OWLS\n\n"
        "                Beginning        Scheduled           Ending\n"
        "Pool              Balance        Principal          Balance\n"
        "Group 1          1,000.00            10.00           990.00\n"
        "Group 2            500.00             5.00           495.00\n"
        "Total            1,500.00            15.00         1,485.00\n"
    )
    one, two = statement(report).pools
    assert (one.name, one.beginning_balance, one.ending_balance) == ("Group 1", D("1000"), D("990"))
    assert (two.name, two.scheduled_principal) == ("Group 2", D("5"))
    assert statement(report).pool_totals == Pool(
        beginning_balance=D("1500.00"), scheduled_principal=D("15.00"), ending_balance=D("1485.00")
    )
    assert statement(report).class_totals is None


def test_a_row_may_be_a_category_under_days_with_their_fields() -> None:
    report = understood(
        "OWLS\n\n"
        "                     30-59 Days                  Total\n"
        "                 -------------------     --------------------\n"
        "                 Count       Balance     Count        Balance\n"
        "Delinquent           7        300.00         9         400.00\n"
        "Bankruptcy           0          0.00         1          50.00\n"
    )
    found = [
        (one.category, one.status, one.loan_count, one.unpaid_balance)
        for one in statement(report).delinquencies
    ]
    days, total = Status.DAYS_30_59, Status.TOTAL
    assert found == [
        ("delinquent", days, D("7"), D("300.00")),
        ("delinquent", total, D("9"), D("400.00")),
        ("bankruptcy", days, D("0"), D("0.00")),
        ("bankruptcy", total, D("1"), D("50.00")),
    ]


@pytest.mark.parametrize("words", ["PER SINGLE CERTIFICATE OF $1,000 ORIGINAL", "PER $1,000 OF"])
def test_a_numbered_heading_may_say_that_figures_are_per_unit(words: str) -> None:
    report = parse(
        f"II.  AMOUNTS {words} BALANCE\n\n"
        "Class      Beginning Balance     Principal Paid\n"
        "A-1            900.00000000        10.00000000\n",
        grammar="base",
    )
    assert statement(report).classes == (
        a_class(
            "A-1",
            beginning_balance_factor="900.00000000",
            principal_distribution_factor="10.00000000",
        ),
    )


def test_heads_hold_below_the_name_of_a_class_s_certificates() -> None:
    report = understood(
        "                                     Owls        Mice\n"
        "CLASS A CERTIFICATES\n\n"
        "1.  Seen                             5.00        6.00\n"
        "2.  Heard                            7.00        8.00\n"
    )
    assert statement(report).certificates is None
    assert {cell.header for cell in report.cells} == {"Owls", "Mice"}


@pytest.mark.parametrize("number", ["{7}", "vii", "(vii)"])
def test_a_clause_s_number_may_be_in_braces_or_without_a_stop(number: str) -> None:
    (cell,) = understood(f"OWLS\n\n{number}   Servicing Fee for the owls       5.00\n").cells
    assert (cell.row, cell.raw) == (f"{number} Servicing Fee for the owls", "5.00")


def test_a_subtotal_is_no_class() -> None:
    report = understood(
        "Class        Beginning Balance         Interest\n"
        "A-1                     900.00             5.00\n"
        "SUB-TOTAL               900.00             5.00\n"
    )
    assert [one.class_id for one in statement(report).classes] == ["A-1"]
    assert len(others(report)) == 2


def test_each_class_s_part_of_a_fee_is_not_the_pool_s() -> None:
    report = understood(
        "                              Class A      Class B\n"
        "Interest Paid                   50.00        20.00\n"
        "Monthly Servicing Fee            5.00         2.00\n"
    )
    assert statement(report).pools == ()
    assert others(report) == [
        ("Monthly Servicing Fee", "Class A", "5.00"),
        ("Monthly Servicing Fee", "Class B", "2.00"),
    ]


@pytest.mark.parametrize("words", ["investor portion", "allocated to investors"])
def test_a_part_of_the_servicing_fee_is_not_the_fee(words: str) -> None:
    report = understood(f"OWLS\n\nServicing Fee, {words}            5.00\n")
    assert statement(report).pools == ()


# ---------------------------------------------------------------- heads and lists elsewhere


def test_dates_over_figures_are_heads() -> None:
    report = understood(
        "OWLS\n\n"
        " A    Barns of the Owls         02/28/01      Activity      05/31/01\n"
        "      i     Owls in Barns         600.55       (10.00)        590.55\n"
        "      ii    Owls in Woods         200.33         (5.00)       195.33\n\n"
        " B    Other Owls                02/28/01                    05/31/01\n"
        "      i     Number of Mice             9                          7\n"
    )
    assert [(cell.header, cell.raw) for cell in report.cells] == [
        ("02/28/01", "600.55"),
        ("Activity", "(10.00)"),
        ("05/31/01", "590.55"),
        ("02/28/01", "200.33"),
        ("Activity", "(5.00)"),
        ("05/31/01", "195.33"),
        ("02/28/01", "9"),
        ("05/31/01", "7"),
    ]


def test_a_block_of_two_lines_a_record_keeps_its_figures_beside_one_that_is_not_known() -> None:
    report = parse(
        "OWLS\n\n"
        "                     Seen           Heard\n"
        "Barn                10.00            1.00\n"
        "Loft                20.00            2.00\n\n"
        "                  Closing        Interest\n"
        "                  Balance         Payment\n"
        "               Per $1,000      Per $1,000\n"
        "                   493.00           5.00\n"
        "                 983.6305         4.3540\n",
        grammar="base",
    )
    assert [cell.raw for cell in report.cells] == [
        *("10.00", "1.00", "20.00", "2.00"),
        *("493.00", "5.00", "983.6305", "4.3540"),
    ]


def test_captions_with_a_day_each_are_no_heads() -> None:
    report = parse(
        "OWLS\n"
        "Collection Period Start   03/01/2004     Collection Period End    03/31/2004\n"
        "Rate of the Owls            1.09000%     Days of the Owls                 32\n",
        grammar="base",
    )
    assert [cell.raw for cell in report.cells] == ["03/01/2004", "03/31/2004", "1.09000%", "32"]


def test_total_beside_pools_is_of_all_pools() -> None:
    report = understood(
        "OWLS\n\n"
        "                        Group I                Total\n"
        "                   -----------------      -----------------\n"
        "                  Number     Balance     Number     Balance\n"
        "30-59 Days             9    2,704.66         26    5,917.11\n"
    )
    assert [
        (one.pool, one.category, one.loan_count) for one in statement(report).delinquencies
    ] == [("Group I", None, D(9)), (None, None, D(26))]


def test_an_aside_with_figures_belongs_to_the_label() -> None:
    report = understood(
        "OWLS\n\n"
        "34.  Owls of the Barn (sum of 26 through 33)                 $       610.55\n"
        "35.  Owls of the Wood (1.00% per annum)                      $       892.04\n"
        "36.  Owls in Flight (15 - 20)                                $         0.00\n"
    )
    assert [row for row, _, _ in others(report)] == [
        "34. Owls of the Barn (sum of 26 through 33)",
        "35. Owls of the Wood (1.00% per annum)",
        "36. Owls in Flight (15 - 20)",
    ]


def test_the_days_of_a_row_are_values() -> None:
    report = understood("OWLS\nAccrual of the Owls      02/28/01      05/31/01\n")
    assert [cell.raw for cell in report.cells] == ["02/28/01", "05/31/01"]


def test_dashes_beside_a_head_show_what_it_spans() -> None:
    report = understood(
        "OWLS\n\n"
        "                     ------- GROUP I --------  ------ ALL GROUPS ------\n"
        "STATUS               LOANS       BALANCE   PCT  LOANS       BALANCE   PCT\n"
        "30-59 DAYS               9  2,704,118.66  1.50     26  5,917,805.11  1.89\n"
        "60-89 DAYS               2    588,204.19  0.33      8  1,696,539.91  0.54\n"
    )
    assert [
        (one.pool, one.loan_count, one.percent_of_balance)
        for one in statement(report).delinquencies
    ] == [
        ("GROUP I", D(9), D("1.50")),
        (None, D(26), D("1.89")),
        ("GROUP I", D(2), D("0.33")),
        (None, D(8), D("0.54")),
    ]


def test_a_head_far_left_of_all_values_is_none() -> None:
    report = parse(
        "                    C614\n"
        "  Servicing Fee                                                     134.76\n"
        "  Trustee Fee                                                         1.86\n",
        grammar="base",
    )
    assert [cell.header for cell in report.cells] == [None, None]
    assert [line.text for line in report.unparsed] == ["C614"]


def test_what_stands_in_a_column_without_a_meaning_below_a_blank_line_is_a_list() -> None:
    report = understood(
        "OWLS\n\n"
        "Balances                     Beginning          Change\n"
        "  Owls in Barns                 268.37          (55.71)\n"
        "  Owls in Woods                 187.20          (50.12)\n\n"
        "Number of Owls                                    2,604\n"
        "Overcollateralization Amount                      4,300\n"
        "Pool Factor                                   0.7103125\n"
    )
    assert [cell.header for cell in report.cells][-3:] == [None, None, None]
    kept = statement(report).overcollateralization
    assert kept
    assert kept.amount == D(4300)


def test_a_missing_cusip_does_not_move_its_column() -> None:
    report = understood(
        "CLASS     CUSIP           BALANCE        INTEREST\n\n"
        "OWLS OF THE BARN\n"
        "A-1       15018KAG0      7,600.00           42.00\n"
        "A-2       15018KAH8      4,517.00           25.00\n\n"
        "OWLS OF THE WOOD\n"
        "B         N/A            3,082.00           17.00\n"
    )
    assert [(one.class_id, one.interest_distribution) for one in statement(report).classes] == [
        ("A-1", D("42.00")),
        ("A-2", D("25.00")),
        ("B", D("17.00")),
    ]


def test_certificates_over_rows_are_no_title() -> None:
    report = understood(
        "CLASS     CUSIP           BALANCE        INTEREST\n\n"
        "SENIOR CERTIFICATES\n"
        "A-1       15018KAG0      7,600.00           42.00\n\n"
        "SUBORDINATE AND RESIDUAL CERTIFICATES\n"
        "B         15018KAH8      3,082.00           17.00\n"
    )
    assert [one.interest_distribution for one in statement(report).classes] == [
        D("42.00"),
        D("17.00"),
    ]
    assert statement(report).certificates is None


def test_a_rule_across_the_page_ends_the_heads_of_a_list_in_no_column() -> None:
    report = understood(
        "OWLS SEEN                                Class A-1           Class A-2\n"
        "   Interest Distribution                510,797.55          223,001.53\n"
        "   Owls for the Transferor                                        0.00\n"
        + "-"
        * 70
        + "\nLOSSES/RETRANSFERS\n"
        "   Realized Losses for the month                    61,204.19\n"
        "   Owls lost                                             0.00\n"
    )
    assert [(cell.raw, cell.header) for cell in report.cells if cell.kind == "number"] == [
        ("510,797.55", "Class A-1"),
        ("223,001.53", "Class A-2"),
        ("0.00", "Class A-2"),
        ("61,204.19", None),
        ("0.00", None),
    ]


@pytest.mark.parametrize("gap", ["\n", ""])
def test_words_below_running_text_stand_over_the_next_table(gap: str) -> None:
    report = parse(
        "OWLS\n\n"
        "                         Number of             Balance\n"
        "   30-59 days                   31        4,015,377.02\n\n"
        f"   Please note that the numbers do not include loans in foreclosure.\n{gap}"
        "Loans in Foreclosure\n"
        "                         Number of             Balance\n"
        "   Group                     Loans         Outstanding\n"
        "   Group 1                      38        5,177,203.91\n",
        grammar="base",
    )
    groups = {cell.groups for cell in report.cells if cell.line > 6}
    assert groups == ({("Loans in Foreclosure",)} if gap else {()})


def test_the_only_pool_s_month_may_stand_in_one_row() -> None:
    report = understood(
        "              Principal Balance of Contracts\n"
        "--------------------------------------------------------------\n"
        "       Beginning                                        Ending\n"
        "       Principal       Scheduled        Servicing         Owls\n"
        "         Balance       Principal              Fee         Seen\n"
        "--------------------------------------------------------------\n"
        "  214,306,117.82      268,114.90       178,588.43        12.00\n"
    )
    assert statement(report).pools == (
        Pool(
            beginning_balance=D("214306117.82"),
            scheduled_principal=D("268114.90"),
            servicing_fee=D("178588.43"),
        ),
    )
    assert others(report) == [(None, "Ending Owls Seen", "12.00")]


def test_what_another_account_has_is_not_the_only_pool_s() -> None:
    report = understood(
        "                  Certificate Account\n"
        "---------------------------------------------------\n"
        "       Beginning                             Ending\n"
        "         Balance        Deposits            Balance\n"
        "---------------------------------------------------\n"
        "    1,204,117.63      188,340.12         909,369.37\n"
    )
    assert statement(report).pools == ()
    assert len(others(report)) == 3


def test_what_is_due_of_interest_stands_beside_what_has_accrued() -> None:
    head = "Class      Beginning Balance        {}     Interest Distribution Amount\n"
    row = "A-1                 1,000.00            5.00                             7.00\n"
    due = understood(head.format("Accrued Interest") + row.replace("5.00 ", "5.00"))
    paid = understood(head.format("Principal Distribution") + row)
    assert statement(due).classes[0].interest_distribution_amount == D("7.00")
    assert statement(due).classes[0].interest_distribution is None
    assert statement(paid).classes[0].interest_distribution == D("7.00")


def test_records_of_two_lines_say_per_unit_in_more_than_one_column() -> None:
    report = understood(
        "Cert.      Certificate       Principal       Principal Paid\n"
        "Class         Balances            Paid           Per $1,000\n"
        "A-1      30,000,000.00            1.00             0.000000\n"
        "A-2      70,904,882.15    1,783,900.39            25.159063\n"
    )
    assert [one.principal_distribution_factor for one in statement(report).classes] == [
        D("0.000000"),
        D("25.159063"),
    ]
