"""Verdicts on whole reports: the corpus, the summary, switches, texts, the docs."""

import json
from pathlib import Path

import pytest
import yaml

from check_helpers import CORPUS, D, a_pool
from trusteereport.checks.docs import as_markdown
from trusteereport.checks.evaluation import Outcome, check
from trusteereport.checks.identities import (
    IDENTITIES,
    MONTH_IDENTITIES,
    declare,
    read_directives,
)
from trusteereport.checks.months import check_months
from trusteereport.checks.rules import Rows
from trusteereport.checks.text import as_plain, as_text
from trusteereport.parser import parse, parse_file
from trusteereport.records import Statement
from trusteereport.report import Report

_DOCUMENTS = sorted(CORPUS.glob("*/*.txt"))
_TWIN = CORPUS / "us_bank" / "aames_2003_12.txt"
_REPORT = parse_file(_TWIN)


def _misread(printed: str, read: str) -> Report:
    """The reference's twin with one text changed where it stands first."""
    text = _TWIN.read_text(encoding="utf-8")
    assert printed in text
    return parse(text.replace(printed, read, 1), name=_TWIN.name)


# ---------------------------------------------------------------- the corpus


_WITHOUT_GRAMMAR = ("pnc",)
"""Families that no grammar of their own reads: little of them is recognised."""


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.stem)
def test_no_identity_fails_on_the_corpus(path: Path) -> None:
    checked = check(parse_file(path))
    assert checked.of(Outcome.FAILS) == ()
    if path.parent.name not in _WITHOUT_GRAMMAR:
        assert len(checked.identities(Outcome.HOLDS)) > 2


def test_the_corpus_as_a_whole_has_no_failure_between_months() -> None:
    assert not check_months([parse_file(path) for path in _DOCUMENTS]).failed


def test_the_reference_holds_with_its_known_roundings() -> None:
    checked = check(_REPORT)
    found = {(one.identity, one.subject): one for one in checked.verdicts}
    interest = found["class-amount-totals", "total of classes: interest distribution"]
    fee = found["pool-totals", "total of pools: servicing fee"]
    assert (interest.difference, interest.tolerance) == (D(2), D("7.5"))  # 15 figures
    assert (fee.difference, fee.tolerance) == (D(-1), D("1.5"))  # 3 figures
    assert {interest.outcome, fee.outcome} == {Outcome.HOLDS}


def test_the_reference_warns_of_its_misprinted_cusip_only() -> None:
    (verdict,) = check(_REPORT).of(Outcome.WARNS)
    assert (verdict.identity, verdict.subject) == ("cusip-check-digit", "class M-6")
    assert [(place.line, place.column) for place in verdict.cells] == [(92, 26)]


def test_what_the_reference_confirms() -> None:
    checked = check(_REPORT)
    assert checked.confirmed / checked.numbers > 0.85
    assert checked.summary == (
        f"20 identities hold, 0 fail, 1 warns, 14 do not apply; {checked.confirmed} of"
        f" {checked.numbers} numbers are confirmed by at least one"
    )


def test_the_loss_in_class_x_is_no_alarm() -> None:
    checked = check(parse_file(CORPUS / "us_bank" / "aames_2004_01.txt"))
    outcome = {
        one.subject: one.outcome
        for one in checked.verdicts
        if one.identity == "class-total-balance"
    }
    assert outcome == {"total of classes": Outcome.HOLDS}


def test_a_misread_figure_in_the_text_is_caught_and_pointed_at() -> None:
    checked = check(_misread("3,826,889", "3,862,889"))
    assert checked.identities(Outcome.FAILS) == (
        "class-balance",
        "class-distribution",
        "class-factors",
        "class-amount-totals",
    )
    (suspect,) = checked.suspects
    assert suspect.path == "statements.0.classes.0.principal_distribution"
    assert (suspect.printed, suspect.value) == (D(3862889), D(3826889))
    assert [(place.line, place.column) for place in suspect.cells] == [(83, 71)]


def test_a_misread_rate_is_caught_by_the_interest() -> None:
    checked = check(_misread("1.66875%", "1.86675%"))
    assert checked.identities(Outcome.FAILS) == ("class-interest",)
    assert checked.suspects[0].path == "statements.0.classes.1.pass_through_rate"
    assert checked.suspects[0].value == D("1.66875")


# ---------------------------------------------------------------- switches


def test_an_identity_can_be_switched_off() -> None:
    report = _misread("1.66875%", "1.86675%")
    checked = check(report, without=["class-interest"])
    assert not checked.failed
    assert "class-interest" not in {one.identity for one in checked.verdicts}


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such identity: clas-interest"):
        check(_REPORT, without=["clas-interest"])


_POOL = a_pool("1", gross_interest="500", trustee_fee="20", net_interest_available="470")


def test_an_identity_can_be_added() -> None:
    report = Report(statements=(Statement(pools=(_POOL,)),))
    own = declare("own-net", "pools", "net_interest_available = gross_interest - trustee_fee")
    checked = check(report, extra=[own])
    (verdict,) = checked.of(Outcome.FAILS)
    assert (verdict.identity, verdict.difference) == ("own-net", D(-10))


def test_an_added_identity_takes_the_place_of_one_with_its_name() -> None:
    report = Report(statements=(Statement(pools=(_POOL,)),))
    own = declare(
        "pool-net-interest", "pools", "net_interest_available = gross_interest - trustee_fee"
    )
    assert check(report, extra=[own]).identities(Outcome.FAILS) == ("pool-net-interest",)


@pytest.mark.parametrize(
    ("records", "formula", "message"),
    [
        ("tranches", "a = b", "no records 'tranches'"),
        ("pools", "gross_interest", "no formula"),
        ("pools", "gross_interest = 2 * servicing_fee", "no formula"),
        ("pools", "gross_interest = servicing_fees", "no field servicing_fees"),
    ],
)
def test_a_formula_that_cannot_be_read_is_an_error(
    records: str, formula: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        declare("own", records, formula)


def test_a_grammar_says_what_is_off_and_what_is_added() -> None:
    found = read_directives(
        "// an example\n"
        "// check off: class-interest, class-factors\n"
        "  // check: own-net: pools: net_interest_available = gross_interest -+ trustee_fee?\n"
        "WORD: /[a-z]+/\n"
    )
    assert found.without == ("class-interest", "class-factors")
    assert [one.name for one in found.extra] == ["own-net"]


def test_declarations_are_complete_and_their_fields_exist() -> None:
    every = (*IDENTITIES, *MONTH_IDENTITIES)
    assert len({one.name for one in every}) == len(every)
    assert all(one.formula and one.source for one in every)
    for one in IDENTITIES:
        if isinstance(one.rule, Rows):
            declare(one.name, one.rule.records, one.rule.formula)


# ---------------------------------------------------------------- texts


def test_text_begins_with_the_failures_and_ends_with_the_summary() -> None:
    checked = check(_misread("3,826,889", "3,862,889"))
    lines = as_text(checked).splitlines()
    assert lines[0] == "aames_2003_12.txt"
    assert lines[2].split()[:4] == ["fails", "class-balance", "class", "1-A1"]
    assert lines[6].split()[0] == "warns"
    assert lines[7] == (
        "  look at statements.0.classes.0.principal_distribution (at 83:71): printed 3,862,889,"
        " 3,826,889 would end 4 failures"
    )
    assert lines[-1] == checked.summary


def test_full_text_has_all_verdicts() -> None:
    text = as_text(check(_REPORT), full=True)
    assert text.count("\n  holds ") > 100
    assert "no percentages printed" in text


def test_text_of_months_names_what_is_missing() -> None:
    later = parse_file(CORPUS / "us_bank" / "aames_2004_01.txt")
    text = as_text(check_months([_REPORT, later]))
    assert "months: 2003-12, 2004-01" in text


def test_plain_values_survive_json_and_yaml() -> None:
    plain = as_plain(check_months([_misread("3,826,889", "3,862,889")]))
    assert json.loads(json.dumps(plain)) == plain
    assert yaml.safe_load(yaml.safe_dump(plain)) == plain
    assert isinstance(plain, dict)
    report = plain["reports"]
    assert isinstance(report, list)
    first = report[0]
    assert isinstance(first, dict)
    assert first["failed"] is True
    verdict = first["verdicts"]
    assert isinstance(verdict, list)
    assert isinstance(verdict[0], dict)
    assert verdict[0]["outcome"] == "fails"
    assert verdict[0]["difference"] == "36000"


def test_the_page_of_identities_is_up_to_date() -> None:
    page = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == as_markdown(), (
        "run python -m trusteereport.checks.docs > docs/checks.md"
    )
