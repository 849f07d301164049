"""What the layout grammar makes of a few lines: one small case for each rule.

The lines are made up.  `base` reads them where any trustee's report could have them,
`us_bank` where only U.S. Bank's has.
"""

import datetime
from decimal import Decimal

import pytest

from trusteereport.parser import parse
from trusteereport.records import (
    Address,
    ClassRecord,
    CollectionPeriod,
    Cover,
    Events,
    Exhibit,
    Item,
    Signature,
    Statement,
)
from trusteereport.report import Report

COVER = "FORM 8-K\n"
ITEM = "FORM 8-K\nItem 5. Odds and Ends\n"
EXHIBITS = "Exhibit No.\n"
CLASSES = """\
Class        Cusip   Beginning Balance       Prin
A-1      123456AA1            1,000.00      10.00
"""
DECEMBER = datetime.date(2003, 12, 26)


def base(text: str) -> Report:
    return parse(text, grammar="base")


def us_bank(text: str) -> Report:
    return parse(text, grammar="us_bank")


def cover(text: str) -> Cover:
    """The cover that holds these lines; all of them are understood."""
    report = base(COVER + text)
    assert not report.unparsed
    assert report.cover
    return report.cover


def events(text: str, grammar: str = "us_bank") -> Events:
    """The events of these lines; all of them are understood."""
    report = parse(ITEM + text, grammar=grammar)
    assert not report.unparsed
    assert report.events
    return report.events


def statement(text: str, grammar: str = "base") -> Statement:
    """The only statement of these lines."""
    (only,) = parse(text, grammar=grammar).statements
    return only


def by_id(one: Statement) -> dict[str | None, ClassRecord]:
    return {record.class_id: record for record in one.classes}


def unparsed(report: Report) -> list[tuple[int, str]]:
    return [(line.line, line.text) for line in report.unparsed]


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


# ---------------------------------------------------------------- the cover page


@pytest.mark.parametrize(
    "opening",
    [
        "SECURITIES AND EXCHANGE COMMISSION\n",
        "Securities and Exchange Commission\n",
        "UNITED STATES\nSECURITIES AND EXCHANGE COMMISSION\n",
        "   UNITED STATES SECURITIES AND EXCHANGE COMMISSION\n",
    ],
)
def test_a_cover_opens_with_the_commission(opening: str) -> None:
    report = base(opening + "Date of Report: 12/26/03\n")
    assert report.cover == Cover(report_date=DECEMBER)
    assert not report.unparsed


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("FORM 8-K", "8-K"),
        ("Form 8-K", "8-K"),
        ("   FORM   8-K/A", "8-K/A"),
        ("8-K", "8-K"),
        ("FORM 10-D", "10-D"),
        ("FORM 10-K", "10-K"),
    ],
)
def test_a_cover_opens_with_the_form(line: str, form: str) -> None:
    assert base(line + "\n").cover == Cover(form=form)


@pytest.mark.parametrize(
    "line",
    [
        "Washington, D.C. 20549",
        "CURRENT REPORT",
        "Filed as Section 13 of the Act wants it",
        "Handed in under 15(d)",
        "by way of the Exchange Act",
        "as amended in 1934",
    ],
)
def test_the_boilerplate_of_a_cover_says_nothing(line: str) -> None:
    assert cover(line + "\n") == Cover(form="8-K")


@pytest.mark.parametrize(
    "lines",
    [
        "Date of Report: 26-Dec-03",
        "Date of Report:                     26-Dec-03",
        "DATE OF REPORT (when the thing took place): December 26, 2003",
        "Date of earliest event reported: 12/26/2003",
        "Date of Report\n12/26/03",
        "Date of Report:\n\n          December 26, 2003",
    ],
)
def test_the_report_date_stands_on_its_label_s_line_or_the_next(lines: str) -> None:
    assert cover(lines + "\n").report_date == DECEMBER


def test_a_report_date_that_is_no_date_is_left_unparsed() -> None:
    report = base(COVER + "Date of Report: soon\n")
    assert report.cover == Cover(form="8-K")
    assert unparsed(report) == [(2, "soon")]


def test_an_impossible_report_date_is_a_problem_and_no_date() -> None:
    report = base(COVER + "Date of Report: 13/32/03\n")
    assert report.cover == Cover(form="8-K")
    assert "malformed-value" in codes(report)


def test_a_report_date_that_nobody_filled_in_leaves_the_next_line_alone() -> None:
    report = base(COVER + "Date of Report:\n\nALDER HOLDINGS, INC.\n(Exact name of the filer)\n")
    assert report.cover == Cover(form="8-K", registrant="ALDER HOLDINGS, INC.")


def test_a_report_date_with_nothing_after_it_ends_the_document() -> None:
    report = base(COVER + "Date of Report:\n")
    assert report.cover == Cover(form="8-K")


def test_the_registrant_stands_above_its_caption() -> None:
    found = cover("ALDER HOLDINGS, INC.\n(Exact name of the filer, as its charter has it)\n")
    assert found.registrant == "ALDER HOLDINGS, INC."


@pytest.mark.parametrize("name", ["Alder Holdings", "ELM TRUST", "OAK CERTIFICATES"])
def test_a_registrant_may_look_like_any_title(name: str) -> None:
    assert cover(f"{name}\n(Exact name of the filer)\n").registrant == name


def test_a_caption_of_a_registrant_alone_names_none() -> None:
    assert cover("(Exact name of the filer)\n").registrant is None


def test_the_depositor_stands_above_the_clause_that_names_the_agreement() -> None:
    found = cover(
        "ALDER HOLDINGS, INC.\n"
        "\n"
        "(AS DEPOSITOR BY A DEED SIGNED AND\n"
        "DATED AS OF Oct 1, 2003, ISSUING THE\n"
        "ELM PASS-THROUGH CERTIFICATES\n"
        "SERIES 2003-1)\n"
    )
    assert found == Cover(
        form="8-K",
        depositor="ALDER HOLDINGS, INC.",
        agreement_date=datetime.date(2003, 10, 1),
        certificates="ELM PASS-THROUGH CERTIFICATES",
        series="2003-1",
    )


def test_a_depositor_s_clause_may_say_nothing_but_that() -> None:
    found = cover("ALDER HOLDINGS, INC.\n(AS DEPOSITOR OF IT)\n")
    assert found == Cover(form="8-K", depositor="ALDER HOLDINGS, INC.")


def test_a_clause_without_a_depositor_above_is_read_all_the_same() -> None:
    found = cover("Form 8-K\n(AS DEPOSITOR BY A DEED, SERIES ELM-7)\n")
    assert found == Cover(form="8-K", series="ELM-7")


def test_a_clause_that_is_never_closed_swallows_nothing() -> None:
    report = base(COVER + "(AS DEPOSITOR BY A DEED\nDate of Report: 26-Dec-03\n")
    assert report.cover == Cover(form="8-K", report_date=DECEMBER)
    assert unparsed(report) == [(2, "(AS DEPOSITOR BY A DEED")]


def test_the_jurisdiction_and_the_numbers_stand_above_their_captions() -> None:
    text = (
        "Delaware           333-123456-01      12-3456789\n"
        "(State or Other    (Commission        (I.R.S. Employer\n"
        "Jurisdiction)      File Number)       Identification)\n"
    )
    found = cover(text)
    assert found.state_of_incorporation == "Delaware"
    assert found.commission_file_numbers == ("333-123456-01",)
    assert found.irs_numbers == ("12-3456789",)
    cells = {cell.field: cell.row for cell in base(COVER + text).cells}
    assert cells["cover.state_of_incorporation"] == "(State or Other Jurisdiction)"
    assert cells["cover.commission_file_numbers"] == "(Commission File Number)"
    assert cells["cover.irs_numbers"] == "(I.R.S. Employer Identification)"


def test_a_state_may_have_two_words() -> None:
    assert cover("New York       333-123456\n").state_of_incorporation == "New York"


def test_several_file_and_irs_numbers_are_all_kept_once() -> None:
    found = cover("333-123456-01\n12-3456789\n333-123456-02\n333-123456-01\n98-7654321\n")
    assert found.commission_file_numbers == ("333-123456-01", "333-123456-02")
    assert found.irs_numbers == ("12-3456789", "98-7654321")


def test_an_address_has_a_street_city_state_and_zip() -> None:
    found = cover(
        "12 Elm Street, 3rd Floor\n"
        "New Bexley, IL                        60699\n"
        "(Address of Principal                 (Zip Code)\n"
        "Executive Offices)\n"
    )
    assert found.address == Address("12 Elm Street, 3rd Floor", "New Bexley", "IL", "60699")


def test_an_address_may_lack_its_street() -> None:
    assert cover("Bexley, IL 60699-1234\n").address == Address(None, "Bexley", "IL", "60699-1234")


@pytest.mark.parametrize(
    ("lines", "street"),
    [
        ("One Elm Plaza\n", "One Elm Plaza"),
        ("P.O. Box 12\n", "P.O. Box 12"),
        ("12 Elm Street\nSuite 400\n", "12 Elm Street Suite 400"),
    ],
)
def test_streets_of_all_kinds_make_one_street(lines: str, street: str) -> None:
    assert cover(lines + "Bexley, IL 60699\n").address == Address(street, "Bexley", "IL", "60699")


def test_a_street_without_a_city_is_left_unparsed() -> None:
    report = base(COVER + "12 Elm Street\nDate of Report: 26-Dec-03\n")
    assert report.cover == Cover(form="8-K", report_date=DECEMBER)
    assert unparsed(report) == [(2, "12 Elm Street")]


@pytest.mark.parametrize(
    "line",
    [
        "Registrant's telephone number: (312) 555-0184",
        "Registrant's telephone number, with the area's code:\n    (312) 555-0184",
        "Registrant's telephone number (312) 555-0184",
        "(Registrant's telephone number) (312) 555-0184",
    ],
)
def test_the_telephone_stands_behind_its_label(line: str) -> None:
    assert cover(line + "\n").telephone == "(312) 555-0184"


def test_a_telephone_that_is_no_number_is_left_unparsed() -> None:
    report = base(COVER + "Registrant's telephone number: none yet\n")
    assert unparsed(report) == [(2, "none yet")]


def test_a_line_of_prose_may_follow_residue_on_the_cover() -> None:
    report = base(COVER + "Registrant's telephone number: none yet\nask the owl instead\n")
    assert unparsed(report) == [(2, "none yet"), (3, "ask the owl instead")]


def test_a_line_of_the_cover_that_nobody_knows_is_left_unparsed() -> None:
    report = base(COVER + "??\nSome More Words\nDate of Report: 26-Dec-03\n")
    assert report.cover == Cover(form="8-K", report_date=DECEMBER)
    assert unparsed(report) == [(2, "??"), (3, "Some More Words")]


def test_two_report_dates_that_differ_are_a_problem_and_the_first_is_kept() -> None:
    report = base(COVER + "Date of Report: 12/26/03\nDate of Report: 12/27/03\n")
    assert report.cover == Cover(form="8-K", report_date=DECEMBER)
    assert "conflicting-value" in codes(report)
    (second,) = [cell for cell in report.cells if cell.line == 3]
    assert (second.raw, second.field, second.path) == ("12/27/03", None, None)


# ---------------------------------------------------------------- Items


def test_items_have_numbers_and_titles() -> None:
    report = base("Item 5. Other Odds\nItem 7.01: Papers\nITEM 9. And Ends\n")
    assert report.cover
    assert report.cover.items == (
        Item("5", "Other Odds"),
        Item("7.01", "Papers"),
        Item("9", "And Ends"),
    )


def test_an_item_is_the_section_of_what_follows() -> None:
    report = base("Item 5.   Other Odds\nOn 26-Dec-03 all was paid.\n")
    assert report.cells[-1].section == "Item 5. Other Odds"


def test_prose_tells_the_distribution_date() -> None:
    found = events("        On      26-Dec-03      the trust paid what was due.\n", "base")
    assert found == Events(distribution_date=DECEMBER)


def test_prose_tells_the_date_of_the_monthly_report() -> None:
    text = "What was paid is told in a monthly report dated\n26-Dec-03   and sent to all.\n"
    assert events(text, "base") == Events(monthly_report_date=DECEMBER)


def test_prose_without_a_date_is_read_and_not_kept() -> None:
    assert events("Nothing of note came up.\n", "base") == Events()


def test_prose_that_begins_with_on_and_names_no_date_is_left_unparsed() -> None:
    report = base(ITEM + "On the whole all went well.\n")
    assert report.events == Events()
    assert unparsed(report) == [(3, "the whole all went well.")]


def test_a_line_under_an_item_that_nobody_knows_is_left_unparsed() -> None:
    report = base(ITEM + "????\n")
    assert unparsed(report) == [(3, "????")]


# ---------------------------------------------------------------- exhibits


def test_an_exhibit_has_a_number_a_description_and_a_date() -> None:
    report = base(EXHIBITS + "1. A monthly sheet dated:              12/26/03\n")
    assert report.exhibits == (Exhibit("1", "A monthly sheet", DECEMBER),)
    assert not report.unparsed


def test_an_exhibit_s_date_may_stand_on_the_next_line() -> None:
    report = base(EXHIBITS + "99.1) A monthly sheet\n     dated 26-Dec-03\n")
    assert report.exhibits == (Exhibit("99.1", "A monthly sheet", DECEMBER),)


def test_an_exhibit_may_have_no_date() -> None:
    report = base(EXHIBITS + "1. A sheet\n2. Another sheet\n")
    assert report.exhibits == (Exhibit("1", "A sheet"), Exhibit("2", "Another sheet"))


def test_a_date_of_an_exhibit_that_is_none_is_left_unparsed() -> None:
    report = base(EXHIBITS + "1. A sheet dated: never\n")
    assert report.exhibits == (Exhibit("1", "A sheet"),)
    assert unparsed(report) == [(2, "never")]


def test_a_line_among_the_exhibits_that_nobody_knows_is_left_unparsed() -> None:
    report = base(EXHIBITS + "1. A sheet\n????\n2. Another sheet\n")
    assert [exhibit.number for exhibit in report.exhibits] == ["1", "2"]
    assert unparsed(report) == [(3, "????")]


# ---------------------------------------------------------------- U.S. Bank's questions


def test_the_questions_a_to_f_are_answered() -> None:
    found = events(
        "A.    Monthly Report Information:\n"
        "      See the sheet\n"
        "B.    Have any deficiencies occurred?   NO.\n"
        "                          Date:\n"
        "                          Amount:\n"
        "C.    Item 1: Legal Proceedings:        NONE\n"
        "D.    Item 2: Changes in Securities:    A few\n"
        "E.Item 4: Submission of Matters to a Vote:  NONE\n"
        "F.    Item 5: Other Information - and so on,\n"
        "      where there is any:               NOT APPLICABLE\n"
    )
    assert found == Events(
        monthly_report_information="See the sheet",
        deficiencies_occurred=False,
        legal_proceedings="NONE",
        changes_in_securities="A few",
        matters_submitted_to_vote="NONE",
        other_information="NOT APPLICABLE",
    )


def test_a_deficiency_has_a_date_and_an_amount() -> None:
    found = events(
        "B.  Have any deficiencies occurred?   YES.\n"
        "                 Date:      12/26/03\n"
        "                 Amount:    $1,234.50\n"
    )
    assert found == Events(
        deficiencies_occurred=True,
        deficiency_date=DECEMBER,
        deficiency_amount=Decimal("1234.50"),
    )


def test_questions_that_nobody_answered_have_no_answers() -> None:
    report = us_bank(
        ITEM + "A.  Monthly Report Information:\n"
        "B.  Have any deficiencies occurred?\n"
        "          Date:\n"
        "          Amount:\n"
        "C.  Legal Proceedings:\n"
        "D.  Changes in Securities:\n"
        "E.  Submission of Matters to a Vote:\n"
        "F.  Other Information:\n"
        "Item 7. Papers\n"
    )
    assert report.events == Events()
    assert not report.unparsed
    assert report.cover
    assert [item.number for item in report.cover.items] == ["5", "7"]


def test_an_answer_that_is_neither_yes_nor_no_is_left_unparsed() -> None:
    report = us_bank(ITEM + "B.  Have any deficiencies occurred?   PERHAPS\n")
    assert report.events == Events()
    assert unparsed(report) == [(3, "PERHAPS")]


def test_a_deficiency_s_date_and_amount_that_are_none_are_left_unparsed() -> None:
    report = us_bank(ITEM + "          Date:  lately\n          Amount:  plenty\n")
    assert unparsed(report) == [(3, "lately"), (4, "plenty")]


def test_a_malformed_amount_is_a_problem_and_no_amount() -> None:
    report = us_bank(ITEM + "          Amount:  $266,038,55\n")
    assert report.events == Events()
    assert "malformed-value" in codes(report)
    assert report.cells[-1].raw == "$266,038,55"


# ---------------------------------------------------------------- the statement


def test_a_statement_has_titles_and_dates() -> None:
    report = base(
        "ELM HOME LOAN TRUST\n"
        "HOME LOAN CERTIFICATES\n"
        "SERIES 2003-1\n"
        "STATEMENT TO CERTIFICATEHOLDERS\n"
        "Distribution Date:       12/26/03\n"
        "Record Date:\n"
        "                         12/25/03\n"
        "Determination Date: December 20, 2003\n"
    )
    assert report.statements == (
        Statement(
            trust="ELM HOME LOAN TRUST",
            certificates="HOME LOAN CERTIFICATES",
            series="2003-1",
            distribution_date=DECEMBER,
            record_date=datetime.date(2003, 12, 25),
            determination_date=datetime.date(2003, 12, 20),
        ),
    )
    assert not report.unparsed


@pytest.mark.parametrize("trust", ["ELM TRUST 2003-1", "Elm Trust", "ELM & OAK TRUST"])
def test_a_trust_is_a_title_that_ends_in_trust(trust: str) -> None:
    assert statement(trust + "\n").trust == trust


@pytest.mark.parametrize("label", ["Distribution Date", "Payment Date:", "DISTRIBUTION DATE:"])
def test_the_distribution_date_has_several_labels(label: str) -> None:
    assert statement(f"{label}   12/26/03\n").distribution_date == DECEMBER


@pytest.mark.parametrize("label", ["Distribution Date:", "Record Date:", "Determination Date:"])
def test_a_date_that_is_none_is_left_unparsed(label: str) -> None:
    report = base(f"{label}  when it rains\n{CLASSES}")
    assert unparsed(report) == [(1, "when it rains")]


@pytest.mark.parametrize("label", ["Distribution Date:", "Record Date:", "Determination Date:"])
def test_a_date_that_nobody_filled_in_leaves_the_next_line_alone(label: str) -> None:
    report = base(f"{label}\n{CLASSES}")
    assert report.statements[0].classes[0].beginning_balance == Decimal("1000.00")
    assert not report.unparsed


@pytest.mark.parametrize("label", ["Distribution Date:", "Record Date:", "Determination Date:"])
def test_a_date_s_label_may_end_the_document(label: str) -> None:
    report = base(f"{CLASSES}{label}\n")
    assert len(report.statements[0].classes) == 1


def test_a_caption_without_a_value_says_nothing() -> None:
    report = base("Closing Words:\n" + CLASSES)
    assert not report.unparsed
    assert len(report.statements) == 1


def test_a_page_that_repeats_its_title_goes_on_with_the_statement() -> None:
    title = "ELM HOME LOAN TRUST\nSERIES 2003-1\nDistribution Date: 12/26/03\n"
    again = CLASSES.replace("A-1 ", "A-2 ")
    report = base(title + CLASSES + title + again)
    (only,) = report.statements
    assert [record.class_id for record in only.classes] == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SERIES 2003-1\n", "SERIES 2003-2\n"),
        ("ELM TRUST\n", "OAK TRUST\n"),
        ("Distribution Date: 12/26/03\n", "Distribution Date: 01/26/04\n"),
    ],
    ids=["series", "trust", "date"],
)
def test_a_title_that_contradicts_begins_another_statement(first: str, second: str) -> None:
    report = base(first + CLASSES + second + CLASSES)
    assert [len(one.classes) for one in report.statements] == [1, 1]
    assert "conflicting-value" not in codes(report)


# ---------------------------------------------------------------- sections


def test_a_heading_is_the_section_of_the_rows_below_it() -> None:
    report = base("LATE ADVANCES\nAdvances required        5.00\n")
    assert report.cells[-1].section == "LATE ADVANCES"
    assert report.cells[-1].field == "advances.required"


def test_a_section_s_title_may_stand_on_two_lines() -> None:
    report = base("Section 4.03 (vii)\nPREPAYMENT\nPREMIUM\n\nPrepayment Premium    59.00\n")
    assert report.cells[-1].section == "Section 4.03 (vii) PREPAYMENT PREMIUM"
    assert report.statements[0].prepayment_premium == Decimal("59.00")


def test_a_section_s_number_alone_is_a_heading() -> None:
    report = base("Section 4.03 (vii)\nPrepayment Premium    59.00\n")
    assert report.cells[-1].section == "Section 4.03 (vii)"


def test_rows_before_any_heading_have_no_section() -> None:
    report = base("Prepayment Premium    59.00\n")
    assert report.cells[-1].section is None


FACTORS = "Class          Prin          Int\nA-1       15.722634     1.110178\n"


@pytest.mark.parametrize(
    ("heading", "denomination"),
    [
        ("AMOUNTS PER $1,000 UNIT", "1000"),
        ("Amounts per $1 unit", "1"),
        ("FACTOR INFORMATION PER 1000 OF FACE", "1000"),
        ("Section 4.02 (i)\nAMOUNTS PER $1,000 UNIT", "1000"),
    ],
)
def test_a_heading_tells_what_its_factors_refer_to(heading: str, denomination: str) -> None:
    found = statement(f"{heading}\n{FACTORS}")
    assert found.factor_denomination == Decimal(denomination)
    assert found.classes[0].principal_distribution_factor == Decimal("15.722634")
    assert found.classes[0].interest_distribution_factor == Decimal("1.110178")


def test_a_malformed_denomination_is_a_problem() -> None:
    report = base(f"AMOUNTS PER $1,2,3 UNIT\n{FACTORS}")
    assert report.statements[0].factor_denomination is None
    assert "malformed-value" in codes(report)


def test_rows_straight_under_a_factor_heading_go_on_with_the_table_before() -> None:
    again = "A-2       16.000001     2.000002\n"
    report = base(f"AMOUNTS PER $1,000 UNIT\n{FACTORS}AMOUNTS PER $1,000 UNIT\n{again}")
    found = by_id(report.statements[0])["A-2"]
    assert found.principal_distribution_factor == Decimal("16.000001")


POOLS = """\
Section 4.03 (i)
POOL
                           Pool 1          Total
Sched Prin                   5.00           5.00
"""


def test_pools_stand_in_columns() -> None:
    found = statement(POOLS)
    assert found.pools[0].name == "Pool 1"
    assert found.pools[0].scheduled_principal == Decimal("5.00")
    assert found.pool_totals
    assert found.pool_totals.scheduled_principal == Decimal("5.00")


def test_a_second_block_of_pools_goes_into_the_same_records() -> None:
    found = statement(
        POOLS + "\n                           Pool 1\nGross Interest               7.00\n"
    )
    assert [pool.name for pool in found.pools] == ["Pool 1"]
    assert found.pools[0].gross_interest == Decimal("7.00")


def test_rows_straight_under_a_pool_heading_go_on_with_the_table_before() -> None:
    found = statement(
        POOLS + "Section 4.03 (i)\nPOOL\nGross Interest               7.00           8.00\n"
    )
    assert found.pools[0].gross_interest == Decimal("7.00")
    assert found.pool_totals
    assert found.pool_totals.gross_interest == Decimal("8.00")


DELINQUENCIES = """\
Section 4.03 (x)
DELINQUENCIES
                     Unpaid Principal    Stated Principal
            Number            Balance             Balance
30-59 days     131         14,253,112          14,220,483
REO              0                  0                   0
"""


def test_delinquencies_stand_in_rows() -> None:
    first, second = statement(DELINQUENCIES).delinquencies
    assert (first.status, first.label) == ("30-59", "30-59 days")
    assert first.loan_count == 131
    assert first.unpaid_balance == 14253112
    assert first.scheduled_balance == 14220483
    assert second.status == "reo"


def test_rows_straight_under_a_delinquency_heading_go_on_with_the_table_before() -> None:
    again = "DELINQUENCIES\n90+ days         1                  2                   3\n"
    last = statement(DELINQUENCIES + again).delinquencies[-1]
    assert (str(last.status), str(last.loan_count)) == ("90+", "1")


INTEREST = """\
Section 4.02 (ii)
INTEREST

              Interest
          Distribution
Class           Amount
A-1             270.00
"""
REMITTANCE = """\

                Interest     Remittance
Class         Shortfalls         Amount
A-1                 3.00         270.00
"""


def test_the_interest_section_of_us_bank_has_its_own_fields() -> None:
    found = statement(INTEREST, "us_bank")
    assert found.classes == (
        ClassRecord(class_id="A-1", interest_distribution_amount=Decimal("270.00")),
    )


def test_the_second_interest_block_is_known_by_its_remittance() -> None:
    found = statement(INTEREST + REMITTANCE, "us_bank")
    assert found.classes[0].interest_remittance_amount == Decimal("270.00")


def test_rows_straight_under_an_interest_heading_go_on_with_the_table_before() -> None:
    again = "INTEREST\nA-2             280.00\n"
    report = us_bank(INTEREST + again)
    assert [cell.raw for cell in report.cells][-1] == "280.00"
    assert not report.unparsed


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "A-1                 3.00         270.00\n",
        "Section 4.03 (i)\n",
        "????\n",
        "SIGNATURES\n",
    ],
    ids=["end", "row", "section", "residue", "signature"],
)
def test_a_remittance_head_without_a_class_line_is_no_end_of_the_parse(rest: str) -> None:
    head = "                Interest     Remittance\n"
    report = us_bank(INTEREST + head + rest)
    assert report.statements[0].classes[0].interest_distribution_amount == Decimal("270.00")


# ---------------------------------------------------------------- tables


def test_a_class_table_has_a_head_and_rows() -> None:
    found = statement(CLASSES)
    assert found.classes == (
        ClassRecord(
            class_id="A-1",
            cusip="123456AA1",
            beginning_balance=Decimal("1000.00"),
            principal_distribution=Decimal("10.00"),
        ),
    )


def test_a_head_may_be_stacked_and_underlined() -> None:
    found = statement(
        "              Beginning\n"
        "            Certificate\n"
        "Class           Balance\n"
        "-----       -----------\n"
        "A-1            1,000.00\n"
    )
    assert found.classes[0].beginning_balance == Decimal("1000.00")


def test_a_total_row_is_no_class() -> None:
    found = statement(CLASSES + "Total                         1,000.00      10.00\n")
    assert len(found.classes) == 1
    assert found.class_totals
    assert found.class_totals.beginning_balance == Decimal("1000.00")


def test_classes_are_joined_across_tables() -> None:
    found = statement(CLASSES + "\nClass           Int\nA-1            7.00\n")
    assert len(found.classes) == 1
    assert found.classes[0].interest_distribution == Decimal("7.00")


def test_a_table_goes_on_after_a_page_s_end_without_a_head() -> None:
    found = statement(CLASSES + "Page 1 of 2\nA-2      123456AB9              500.00       5.00\n")
    assert by_id(found)["A-2"].beginning_balance == Decimal("500.00")


def test_a_table_goes_on_after_a_page_s_end_with_its_head() -> None:
    second = CLASSES.replace("A-1 ", "A-2 ").replace("1,000.00", "2,000.00")
    found = statement(CLASSES + "\n          - 1 -\n\f" + second)
    assert by_id(found)["A-2"].beginning_balance == Decimal("2000.00")


def test_a_table_goes_on_after_the_page_s_titles_without_a_head() -> None:
    title = "ELM TRUST\nSTATEMENT TO CERTIFICATEHOLDERS\n"
    row = "A-2      123456AB9              500.00       5.00\n"
    found = statement(title + CLASSES + "Page 2\n" + title + row)
    assert by_id(found)["A-2"].beginning_balance == Decimal("500.00")


@pytest.mark.parametrize("page", ["Page 3", "<PAGE>", "<PAGE>  3", "3 of 7", "- 3 -", "-3-"])
def test_a_page_s_number_is_no_figure(page: str) -> None:
    report = base(CLASSES + f"                  {page}\n")
    assert len(report.cells) == 4
    assert not report.unparsed


def test_rows_before_any_head_keep_their_figures() -> None:
    report = base("A-1      1.00     2.00\nA-2      3.00     4.00\n")
    (only,) = report.statements
    assert not only.classes
    assert [(other.row, other.value) for other in only.other] == [
        ("A-1", Decimal("1.00")),
        ("A-1", Decimal("2.00")),
        ("A-2", Decimal("3.00")),
        ("A-2", Decimal("4.00")),
    ]


def test_a_head_without_rows_is_left_unparsed() -> None:
    report = base("Class        Cusip   Beginning Balance       Prin\n")
    assert unparsed(report) == [(1, "Class        Cusip   Beginning Balance       Prin")]


def test_a_table_that_nobody_knows_keeps_its_figures() -> None:
    report = base("OWLS\n           Barn      Snowy\nSeen          7          8\n")
    assert [
        (one.section, one.row, one.column, one.value) for one in report.statements[0].other
    ] == [
        ("OWLS", "Seen", "Barn", Decimal(7)),
        ("OWLS", "Seen", "Snowy", Decimal(8)),
    ]
    assert not report.unparsed


def test_a_class_table_may_stand_among_pools_and_delinquencies() -> None:
    for before in (POOLS, DELINQUENCIES):
        assert statement(before + "\n" + CLASSES).classes[0].beginning_balance == 1000


# ---------------------------------------------------------------- rows


def test_a_wrapped_label_is_one_label() -> None:
    report = base(
        "POOL\n                     Pool 1\nScheduled Prin Bal of\nMrtge Loans            7.00\n"
    )
    (pool,) = report.statements[0].pools
    assert pool.ending_balance == Decimal("7.00")
    assert report.cells[-1].row == "Scheduled Prin Bal of Mrtge Loans"
    assert report.cells[-1].groups == ()


def test_a_line_of_words_above_a_known_label_names_a_group() -> None:
    report = base(
        "POOL\n                     Pool 1\n"
        "Loans with fixed rates\nSched Prin             7.00\nGross Interest         8.00\n"
    )
    groups = {cell.raw: cell.groups for cell in report.cells}
    assert groups["7.00"] == groups["8.00"] == ("Loans with fixed rates",)


def test_a_group_holds_until_the_next() -> None:
    report = base("OWLS\n           Seen\nIn barns\nLong           1\nIn woods\nShort          2\n")
    groups = {cell.raw: (cell.groups, cell.row) for cell in report.cells}
    assert groups == {"1": (("In barns",), "Long"), "2": (("In woods",), "Short")}


def test_words_after_the_last_row_are_left_unparsed() -> None:
    report = base(CLASSES + "And that was all\n")
    assert unparsed(report) == [(3, "And that was all")]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1,234.50", "number"),
        ("(1,234.50)", "number"),
        ("-7", "number"),
        ("1.30875%", "percent"),
        ("1.30875 %", "percent"),
        ("NA", "missing"),
        ("N/A", "missing"),
        ("--", "number"),
        ("1,2,3.4.5", "malformed"),
    ],
)
def test_a_row_ends_with_a_value(value: str, kind: str) -> None:
    report = base(f"Prepayment Premium       {value}\n")
    assert [cell.kind for cell in report.cells] == [kind]
    assert not report.unparsed


@pytest.mark.parametrize("value", ["1,234", "5.6", "1,234.56"])
def test_a_value_that_cannot_be_a_word_may_stand_one_blank_behind_its_label(value: str) -> None:
    report = base(f"Prepayment Premium {value}\n")
    assert report.statements[0].prepayment_premium == Decimal(value.replace(",", ""))


def test_a_small_number_one_blank_behind_words_is_a_word() -> None:
    report = base("All that was said in part 7\n")
    assert unparsed(report) == [(1, "All that was said in part 7")]


def test_a_rule_between_rows_is_no_row() -> None:
    report = base(
        CLASSES + "         ---------   -----------------      -----\n"
        "Total                         1,000.00      10.00\n"
    )
    assert report.statements[0].class_totals
    assert not report.unparsed


def test_the_same_class_printed_twice_under_one_head_is_another_block_that_lost_its_head() -> None:
    report = base(CLASSES + "A-1      123456AA1            9,999.00      10.00\n")
    assert report.statements[0].classes[0].beginning_balance == Decimal("1000.00")
    assert [other.value for other in report.statements[0].other][1:] == [
        Decimal("9999.00"),
        Decimal("10.00"),
    ]
    assert "table-without-head" in codes(report)


def test_the_same_class_under_a_repeated_head_with_other_figures_is_a_problem() -> None:
    again = CLASSES.replace("1,000.00", "9,999.00")
    report = base(CLASSES + again)
    assert report.statements[0].classes[0].beginning_balance == Decimal("1000.00")
    assert [other.value for other in report.statements[0].other] == [Decimal("9999.00")]
    assert "conflicting-value" in codes(report)


def test_a_row_that_runs_past_the_head_is_a_problem_and_keeps_its_figure() -> None:
    report = base(CLASSES + "A-2      123456AB9              500.00       5.00       77.00\n")
    assert Decimal("77.00") in [other.value for other in report.statements[0].other]
    assert "column-without-head" in codes(report)


# ---------------------------------------------------------------- footnotes


def test_a_footnote_is_kept_with_its_mark_and_line() -> None:
    (note,) = base(CLASSES + "(1) As the owl counted\n").notes
    assert (note.mark, note.text, note.line) == ("(1)", "As the owl counted", 3)


def test_a_footnote_tells_which_classes_are_notional() -> None:
    found = statement(
        CLASSES + "A-2*            NA              500.00       5.00\n* Notional Balance\n"
    )
    assert by_id(found)["A-1"].notional is None
    assert by_id(found)["A-2"].notional is True


def test_a_mark_that_means_something_else_makes_nothing_notional() -> None:
    found = statement(
        CLASSES + "A-2*            NA              500.00       5.00\n* Counted twice\n"
    )
    assert by_id(found)["A-2"].notional is None


def test_a_mark_without_a_footnote_makes_nothing_notional() -> None:
    found = statement(CLASSES + "A-2*            NA              500.00       5.00\n")
    assert by_id(found)["A-2"].notional is None


def test_a_class_is_the_same_with_and_without_its_mark() -> None:
    found = statement(
        CLASSES.replace("A-1 ", "A-1*") + "\nClass           Int\nA-1            7.00\n"
    )
    assert [record.class_id for record in found.classes] == ["A-1"]


# ---------------------------------------------------------------- the signature


def test_a_signature_has_a_signer_a_title_an_organization_and_a_date() -> None:
    report = base(
        "SIGNATURES\n"
        "The officer below has signed this sheet.\n"
        "       By: /s/ Ann Archer\n"
        "       Name:  Ann Archer\n"
        "       Title: Clerk of the Books\n"
        "       Elm Bank National Association as Trustee\n"
        "Dated:                12/26/2003\n"
    )
    signature = report.signature
    assert signature
    assert (signature.signer, signature.name) == ("Ann Archer", "Ann Archer")
    assert signature.title == "Clerk of the Books"
    assert signature.organization == "Elm Bank National Association"
    assert signature.capacity == "Trustee"
    assert signature.date == DECEMBER
    assert not report.unparsed


@pytest.mark.parametrize("heading", ["SIGNATURE", "Signatures", "     SIGNATURES"])
def test_a_signature_is_known_by_its_heading(heading: str) -> None:
    signature = base(f"{heading}\nName: Ann Archer\n").signature
    assert signature
    assert signature.name == "Ann Archer"


@pytest.mark.parametrize(
    "line", ["Elm Bank, N.A.", "Elm Trust Company", "Elm Bank National Association"]
)
def test_an_organization_may_stand_without_its_capacity(line: str) -> None:
    signature = base(f"SIGNATURES\n{line}\n").signature
    assert signature
    assert signature.organization == line
    assert signature.capacity is None


def test_signature_lines_that_nobody_filled_in_say_nothing() -> None:
    report = base("SIGNATURES\nBy:\n\nName:\n\nTitle:\n\nDated:\n")
    assert report.signature == Signature()


def test_a_date_of_a_signature_that_is_none_is_left_unparsed() -> None:
    report = base("SIGNATURES\nDated: today\n")
    assert unparsed(report) == [(2, "today")]


def test_a_line_of_the_signature_that_nobody_knows_is_left_unparsed() -> None:
    report = base("SIGNATURES\n????\nName: Ann Archer\n")
    assert unparsed(report) == [(2, "????")]
    assert report.signature


# ---------------------------------------------------------------- residue


def test_text_that_nobody_knows_is_left_unparsed() -> None:
    report = base("what the owl said\n   ?\n")
    assert unparsed(report) == [(1, "what the owl said"), (2, "?")]
    assert codes(report) == ["unparsed-line", "unparsed-line", "no-statement"]


def test_an_empty_document_holds_nothing() -> None:
    report = base("\n\n   \n")
    assert not report.statements
    assert not report.unparsed
    assert codes(report) == ["no-statement"]


def test_words_amid_a_table_do_not_end_it() -> None:
    report = base(CLASSES + "%%%\nA-2      123456AB9              500.00       5.00\n")
    assert by_id(report.statements[0])["A-2"].beginning_balance == Decimal("500.00")
    assert report.cells[-1].groups == ("%%%",)


# ---------------------------------------------------------------- heads of pages


def test_a_value_before_the_number_of_the_page_is_kept() -> None:
    report = parse(
        "ELM TRUST 2004-3\n"
        "Distribution Date: 26-Nov-04                                            Page 1 of 5\n\n"
        f"{CLASSES}",
        grammar="base",
    )
    assert report.unparsed == ()
    assert report.statements[0].distribution_date == datetime.date(2004, 11, 26)


@pytest.mark.parametrize(
    "line",
    [
        "Collection Period:  March 1, 2001 - May 31, 2001",
        "COLLECTION PERIOD:  March 1, 2001 to May 31, 2001",
        "Due Period  03/01/01 through 05/31/01",
        "Record Date: June 22, 2001        Collection Period: 3/1/01 - 5/31/01",
    ],
)
def test_a_period_may_be_two_days(line: str) -> None:
    report = parse(f"ELM TRUST 2001-A\n{line}\n\n{CLASSES}", grammar="base")
    assert report.unparsed == ()
    assert report.statements[0].collection_period == CollectionPeriod(
        start=datetime.date(2001, 3, 1), end=datetime.date(2001, 5, 31)
    )


def test_a_report_may_say_for_what_date_it_is() -> None:
    report = parse(
        f"ELM TRUST 1998-A\n   Report to Noteholders for Payment Date: May 25, 1998\n\n{CLASSES}",
        grammar="base",
    )
    assert report.unparsed == ()
    assert report.statements[0].distribution_date == datetime.date(1998, 5, 25)


@pytest.mark.parametrize("title", ["Quarterly Servicing Report", "STATEMENT TO NOTEHOLDERS"])
def test_a_trust_may_stand_beside_the_title(title: str) -> None:
    report = parse(f"Elm Loan Trust 1999-A            {title}\n\n{CLASSES}", grammar="base")
    assert report.unparsed == ()
    assert report.statements[0].trust == "Elm Loan Trust 1999-A"


def test_words_above_a_page_s_captions_name_no_group() -> None:
    report = parse(
        f"Owls of the Barn\nElm Trust 1999-A\nRecord Date: 5/1/99\n\n{CLASSES}", grammar="base"
    )
    assert [line.text for line in report.unparsed] == ["Owls of the Barn"]
    assert {cell.groups for cell in report.cells} == {()}


def test_an_address_beside_the_dates_ends_with_its_line() -> None:
    report = parse(
        "Record Date:      04/30/01                Administrator:  Ann Archer\n"
        + " " * 58
        + "Oakville, Ohio 10005\n"
        + "Trustee Fee                       2,162.30\n",
        grammar="citibank",
    )
    assert [cell.raw for cell in report.cells if cell.kind == "number"] == ["2,162.30"]


@pytest.mark.parametrize(
    "words",
    [
        "Under the Pooling and Servicing Agreement dated as of May 1, 1999, by Oak Bank and\n"
        'Elm Bank (the "Trustee"), the owls say\n',
        "As of the Remittance Date of April 8, 2002, the owls have seen\n",
    ],
)
def test_running_text_that_ends_nowhere_takes_no_figures(words: str) -> None:
    report = base(f"{words}  Principal due Holders          1,234.56\nLess:\n")
    assert "1,234.56" in {cell.raw for cell in report.cells}


@pytest.mark.parametrize(
    "text",
    [
        "Record Date: 04/30/01       Depositor:  Oak Mo12/31/01  rtgage Co\n",
        "Series 1997-1       Weighted Average Rate: 5.00\nPool Numbers: 7 &   8\n",
    ],
)
def test_what_stands_beside_may_be_odd(text: str) -> None:
    assert base(text + CLASSES).statements


def test_running_text_is_no_head_and_no_group() -> None:
    report = base(
        "SERVICER'S CERTIFICATE\n\n"
        "This certificate was made under the agreement of the parties named above, and the Trust\n"
        "Company, as Trustee.  Defined terms have the meanings that the agreement gives them.\n\n"
        "Owls of the Barn                     05\n"
    )
    assert [(cell.row, cell.header, cell.groups) for cell in report.cells] == [
        ("Owls of the Barn", None, ())
    ]
    assert [line.line for line in report.unparsed] == [3, 4]


@pytest.mark.parametrize(
    "head",
    [
        "Elm Bank, F.S.B.              SERVICING CERTIFICATE\n",
        "Elm Bank, F.S.B.              STATEMENT TO NOTEHOLDERS              Page 2\n",
        "                      (Elm Bank, as Transferor and Servicer)\n",
    ],
)
def test_the_head_of_a_page_is_no_head_of_a_table(head: str) -> None:
    report = base(f"{head}{'=' * 60}\nOwls of the Barn                      1,234.56\n")
    assert [(cell.raw, cell.header) for cell in report.cells if cell.kind == "number"] == [
        ("1,234.56", None)
    ]


def test_captions_stand_beside_names_on_the_head_of_a_page() -> None:
    page = (
        "OAK HOMES, INC. 1998-C                    REPORT DATE:        9/8/00\n"
        "REPORTING MONTH:       Aug-00             DISTRIBUTION DATE:  9/15/00\n"
    )
    report = base(page + CLASSES + page + CLASSES.replace("A-1", "A-2"))
    (statement,) = report.statements
    assert statement.distribution_date == datetime.date(2000, 9, 15)
    assert [(one.value, one.row) for one in statement.other] == 2 * [
        (datetime.date(2000, 9, 8), "REPORT DATE:"),
        ("Aug-00", "REPORTING MONTH:"),
    ]
    assert not report.unparsed


def test_heads_may_stand_beside_the_heading_of_a_section() -> None:
    report = base(
        "Elm Trust 1999-A\n\n"
        "I. OWLS SEEN                        TOTAL\n"
        "Barn                                 1.00\n"
    )
    assert [(cell.raw, cell.section, cell.header) for cell in report.cells][1:] == [
        ("1.00", "I. OWLS SEEN", "TOTAL")
    ]


def test_a_section_s_words_may_go_on_in_its_row() -> None:
    report = base(
        "OWLS\n\n"
        "Sec. 4.06(a)(vi)     Aggregate Principal Balance of Mortgage Loans repurchased by the\n"
        "                     Originator during the related Prepayment Period              7.00\n"
    )
    assert [(cell.raw, cell.row) for cell in report.cells] == [
        (
            "7.00",
            "Sec. 4.06(a)(vi) Aggregate Principal Balance of Mortgage Loans repurchased by the"
            " Originator during the related Prepayment Period",
        )
    ]


def test_amounts_before_words_are_no_heads() -> None:
    report = base(
        "Elm Trust 1999-A\n"
        "$142,000,000  4.22% Elm Contract Backed Notes, Class A-1\n"
        "$96,500,000   5.09% Elm Contract Backed Notes, Class A-2\n"
        "Owls of the Barn      09/01/2001\n"
    )
    assert [(cell.raw, cell.header) for cell in report.cells][1:] == [("09/01/2001", None)]
    assert [line.line for line in report.unparsed] == [2, 3]


@pytest.mark.parametrize(
    "row",
    [
        "Payment Date occurs, plus                   0.25",
        "B. Owls as of the day in which such\n   Payment Date occurs, plus                0.25",
        "Has an owl been seen at the last\n   Distribution Date?                        0.25",
    ],
)
def test_the_words_of_a_label_are_no_caption_of_a_date(row: str) -> None:
    report = base(f"OWLS\n\n{row}\nOwls of the Barn                            1.00\n")
    assert [cell.raw for cell in report.cells if cell.kind == "number"] == ["0.25", "1.00"]
    assert not report.unparsed


def test_a_report_may_be_for_a_date() -> None:
    report = base("Elm Trust 1999-A\nFor the Distribution Date 10/15/2001\n" + CLASSES)
    assert report.statements[0].distribution_date == datetime.date(2001, 10, 15)
