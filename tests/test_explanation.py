"""Which rule reads which line, and why a grammar was chosen."""

from pathlib import Path

import pytest

from trusteereport.explanation import RESIDUE, Explanation, explain
from trusteereport.grammars import GrammarError
from trusteereport.parser import parse
from trusteereport.source import read_file, read_source

CORPUS = Path(__file__).parents[1] / "corpus" / "us_bank"
DOCUMENTS = sorted(CORPUS.glob("*.txt"))
SHEET = """\
FORM 8-K
Date of Report:
    12/26/03

Item 5. Odds and Ends
On 12/26/03 all was paid.
Exhibit No.
1. A sheet dated: 12/26/03
SERIES 2003-1
Class          Prin
A-1           10.00
* Counted twice
And that was all
SIGNATURES
Name: Ann Archer
"""


def explained(text: str, grammar: str | None = None) -> Explanation:
    return explain(read_source(text), grammar)


def readings(text: str) -> dict[int, tuple[str, ...]]:
    """The readings of each line of a text."""
    return {line.number: line.readings for line in explained(text, "base").lines}


def test_each_line_names_the_rules_that_read_it() -> None:
    found = readings(SHEET)
    assert found[1] == ("cover.form",)
    assert found[5] == ("cover.items.number", "cover.items.title")
    assert found[6] == ("events.distribution_date",)
    assert found[9] == ("statements.series",)
    assert found[10] == ("statements.accrual_or_class_or_list_table.head",)
    assert found[11] == ("statements.accrual_or_class_or_list_table.rows",)
    assert found[15] == ("signature.name",)


def test_a_value_on_the_next_line_is_read_by_the_same_rule() -> None:
    found = readings(SHEET)
    assert found[2] == found[3] == ("cover.report_date",)


def test_a_blank_line_is_read_by_nothing() -> None:
    found = explained(SHEET, "base").lines[3]
    assert (found.text, found.readings, found.is_residue) == ("", (), False)


def test_a_line_that_only_opens_a_part_names_the_part() -> None:
    assert "".join(readings(SHEET)[7])


def test_a_line_of_words_that_the_grammar_reads_and_the_table_does_not_is_residue() -> None:
    line = explained(SHEET, "base").lines[12]
    assert line.readings == (RESIDUE,)
    assert line.is_residue


def test_a_line_of_which_a_part_is_not_understood_is_residue() -> None:
    (_, line) = explained("FORM 8-K\nDate of Report: soon\n").lines
    assert line.is_residue


def test_a_line_that_is_too_long_is_residue() -> None:
    (line,) = explained("x" * 5000 + "\n").lines
    assert line.is_residue


def test_the_enclosing_rules_are_left_out() -> None:
    for line in explained(SHEET, "base").lines:
        for reading in line.readings:
            assert not any(other.startswith(reading + ".") for other in line.readings)


def test_every_line_is_there_once_as_it_stands_in_the_input() -> None:
    text = "a\tb\r\n\r\n\fc  \n"
    lines = explained(text).lines
    assert [(line.number, line.text) for line in lines] == [(1, "a\tb"), (2, ""), (3, "\fc  ")]


def test_nothing_has_no_lines() -> None:
    assert explained("").lines == ()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_report_is_the_one_that_parse_gives(document: Path) -> None:
    source = read_file(document)
    explanation = explain(source)
    assert explanation.report == parse(document.read_bytes(), name=document.name)
    assert len(explanation.lines) == explanation.report.source.lines


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_residue_is_what_the_report_lists_as_unparsed(document: Path) -> None:
    explanation = explain(read_file(document))
    residue = {line.number for line in explanation.lines if line.is_residue}
    assert residue == {line.line for line in explanation.report.unparsed}


def test_a_recognised_document_tells_the_line_that_gave_it_away() -> None:
    choice = explain(read_file(DOCUMENTS[0])).choice
    assert choice.name == "us_bank"
    number = int(choice.reason.removeprefix("line ").split()[0])
    assert "Section 4.02" in read_file(DOCUMENTS[0]).raw[number - 1]


def test_a_document_of_nobody_says_that_nobody_recognises_it() -> None:
    choice = explained("what the owl said\n").choice
    assert choice.name == "base"
    assert "no trustee's grammar" in choice.reason


def test_a_named_grammar_is_the_caller_s_choice() -> None:
    choice = explained(SHEET, "us_bank").choice
    assert (choice.name, choice.reason) == ("us_bank", "named by the caller")


def test_an_unknown_grammar_is_an_error() -> None:
    with pytest.raises(GrammarError, match="no grammar 'owl'"):
        explained(SHEET, "owl")
