"""Captions with their values outside tables: what goes into which record, and what is kept."""

import pytest

from check_helpers import a_class
from test_hard_cases import codes, statement, understood
from trusteereport.parser import parse
from trusteereport.records import CollectionPeriod, Note, OtherValue, Parties
from trusteereport.report import Report

CARDS = "CERTIFICATEHOLDERS' STATEMENT\n"
GE = "       GE CAPITAL MORTGAGE SERVICES, INC.\n       DISTRIBUTION DATE STATEMENT\n"
BANK = "The Bank of New York\n12 Elm Street\nBexley, IL 60699\n"


def cards(text: str) -> Report:
    return understood(text, "card_servicers")


# ---------------------------------------------------------------- values that no field takes


def test_a_caption_s_value_that_no_field_takes_is_kept_with_its_caption() -> None:
    report = understood(
        BANK + "Officer:  Ann Archer\nTelephone: 301 555 0100\n", "bank_of_new_york"
    )
    assert statement(report).other == (
        OtherValue(row="Officer:", value="Ann Archer"),
        OtherValue(row="Telephone:", value="301 555 0100"),
    )
    assert [
        (cell.line, cell.column, cell.row, cell.raw, cell.kind, cell.field, cell.path)
        for cell in report.cells
        if cell.line > 3
    ] == [
        (4, 11, "Officer:", "Ann Archer", "text", None, None),
        (5, 12, "Telephone:", "301 555 0100", "text", None, None),
    ]


def test_a_value_that_no_field_takes_knows_its_section() -> None:
    report = understood(BANK + "Group 1\n\nOfficer:  Ann Archer\n", "bank_of_new_york")
    assert [one.section for one in statement(report).other] == ["Group 1"]


def test_a_trustee_above_its_address_is_a_party() -> None:
    report = understood(BANK, "bank_of_new_york")
    assert statement(report).parties == Parties(trustee="The Bank of New York")
    assert [cell.raw for cell in report.cells] == ["The Bank of New York"]


# ---------------------------------------------------------------- notes without marks


def test_a_sentence_between_tables_is_a_note_without_a_mark() -> None:
    sentence = "The loans of this group were all counted by hand\nby an owl in a barn.\n"
    report = understood(BANK + "Group 1\n" + sentence, "bank_of_new_york")
    assert report.notes == (Note(text=sentence.replace("\n", " ").strip(), line=5),)
    (cell,) = [cell for cell in report.cells if cell.field == "notes.text"]
    assert (cell.line, cell.column, cell.section) == (5, 1, "Group 1")
    assert cell.raw == report.notes[0].text


def test_a_note_with_a_mark_keeps_both() -> None:
    report = understood("Class      Prin\nA-1        5.00\n** As the owls counted\n")
    assert report.notes == (Note(mark="**", text="As the owls counted", line=3),)
    assert [(cell.raw, cell.field) for cell in report.cells if cell.line == 3] == [
        ("**", "notes.mark"),
        ("As the owls counted", "notes.text"),
    ]


# ---------------------------------------------------------------- months as dates


@pytest.mark.parametrize(
    ("printed", "month"),
    [("March, 1998", "1998-03"), ("MARCH 1998", "1998-03"), ("December 2000", "2000-12")],
)
def test_a_month_may_stand_for_the_date_of_a_distribution(printed: str, month: str) -> None:
    report = understood(GE + f"               {printed}\n", "ge_capital")
    assert statement(report).distribution_date == month
    (cell,) = [cell for cell in report.cells if cell.field == "distribution_date"]
    assert (cell.raw, cell.kind, cell.value) == (printed, "date", month)


def test_a_month_may_end_a_period() -> None:
    report = cards(CARDS + "COLLECTION PERIOD:  March 1998\n")
    assert statement(report).collection_period == CollectionPeriod(end="1998-03")
    assert [(cell.row, cell.raw) for cell in report.cells] == [("COLLECTION PERIOD:", "March 1998")]


def test_a_month_that_is_none_is_malformed_and_no_date() -> None:
    report = parse(CARDS + "COLLECTION PERIOD:  Marsh 1998\n", grammar="card_servicers")
    assert codes(report) == ["malformed-value"]
    assert statement(report).collection_period == CollectionPeriod()
    assert [(cell.kind, cell.value) for cell in report.cells] == [("malformed", None)]


def test_a_day_is_still_a_day() -> None:
    report = understood("Distribution Date:   March 25, 1998\nClass      Prin\nA-1        5.00\n")
    assert str(statement(report).distribution_date) == "1998-03-25"


# ---------------------------------------------------------------- records of a list by their keys


def test_facts_of_one_key_go_into_one_record_with_the_tables() -> None:
    report = cards(
        "CLASS A CUSIP 123456 AB7\n"
        "CLASS B CUSIP 123456 AC5\n"
        "\n" + CARDS + "Class           Original Balance\n"
        "A                       1,000.00\n"
        "B                       2,000.00\n"
    )
    assert statement(report).classes == (
        a_class("A", cusip="123456AB7", original_balance="1000.00"),
        a_class("B", cusip="123456AC5", original_balance="2000.00"),
    )


def test_a_fact_printed_again_is_the_same_record() -> None:
    report = cards("CLASS A CUSIP 123456 AB7\n" * 2 + CARDS)
    assert statement(report).classes == (a_class("A", cusip="123456AB7"),)
    assert {cell.path for cell in report.cells} == {
        "statements.0.classes.0.class_id",
        "statements.0.classes.0.cusip",
    }


def test_a_fact_printed_again_with_another_value_is_a_conflict() -> None:
    report = parse(
        "CLASS A CUSIP 123456 AB7\nCLASS A CUSIP 123456 AC5\n" + CARDS, grammar="card_servicers"
    )
    assert codes(report) == ["conflicting-value"]
    assert statement(report).classes == (a_class("A", cusip="123456AB7"),)
