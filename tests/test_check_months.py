"""Months of one deal: recognised, ordered, compared; missing, repeated and amended ones."""

import datetime
from typing import Any

import attrs
import pytest

from check_helpers import CORPUS, D, a_class, a_pool
from trusteereport.checks.evaluation import Outcome
from trusteereport.checks.months import DealMonths, check_months
from trusteereport.parser import parse_file
from trusteereport.records import CollectionPeriod, Cover, SourceInfo, Statement
from trusteereport.report import Report

_DECEMBER = parse_file(CORPUS / "us_bank" / "aames_2003_12.txt")
_JANUARY = parse_file(CORPUS / "us_bank" / "aames_2004_01.txt")


def _with_class(report: Report, place: int, **values: Any) -> Report:
    """The report with other values in a class of its first statement."""
    statement = report.statements[0]
    classes = list(statement.classes)
    classes[place] = attrs.evolve(classes[place], **values)
    return attrs.evolve(report, statements=(attrs.evolve(statement, classes=tuple(classes)),))


def _outcomes(deal: DealMonths) -> dict[str, str]:
    return {name: str(outcome) for outcome in Outcome for name in deal.verdicts.identities(outcome)}


def test_two_months_of_a_deal_follow_each_other() -> None:
    checked = check_months([_JANUARY, _DECEMBER])
    (deal,) = checked.deals
    assert not checked.failed
    assert deal.name == "AAMES MORTGAGE LOAN TRUST 2003-1"
    assert [month for month, _ in deal.months] == ["2003-12", "2004-01"]
    assert _outcomes(deal) == {
        "month-class-balance": "holds",
        "month-pool-balance": "holds",
        "month-cumulative-losses": "holds",
        "month-original-balance": "holds",
        "month-cusip": "holds",
        "month-interest-days": "holds",
        "month-loan-count": "not applicable",
    }
    assert [one.source for one in checked.reports] == ["aames_2004_01.txt", "aames_2003_12.txt"]


def test_a_balance_that_does_not_follow_fails_with_the_cells_of_both_months() -> None:
    wrong = _with_class(_JANUARY, 0, beginning_balance=D(235494397))
    checked = check_months([_DECEMBER, wrong])
    (verdict,) = checked.deals[0].verdicts.of(Outcome.FAILS)
    assert verdict.subject == "2004-01: class 1-A1: beginning balance"
    assert verdict.difference == D(-450000)
    assert [(one.source, one.line) for one in verdict.cells] == [
        ("aames_2004_01.txt", 81),
        ("aames_2003_12.txt", 121),
    ]
    assert checked.deals[0].verdicts.suspects[0].cells[0].source == "aames_2004_01.txt"


def test_a_cusip_that_changes_fails() -> None:
    checked = check_months([_DECEMBER, _with_class(_JANUARY, 1, cusip="86359A6J1")])
    (verdict,) = checked.deals[0].verdicts.of(Outcome.FAILS)
    assert (verdict.identity, verdict.subject) == ("month-cusip", "2004-01: class 1-A2")
    assert verdict.reason == "86359A6J1, a month before 86359A6J7"


def test_an_original_balance_that_changes_fails() -> None:
    wrong = _with_class(_JANUARY, 4, ending_balance_factor=D("900.000000"))
    found = check_months([_DECEMBER, wrong]).deals[0].verdicts.of(Outcome.FAILS)
    assert {one.identity for one in found} == {"month-original-balance"}


def test_days_of_interest_are_those_between_the_dates() -> None:
    statement = attrs.evolve(_JANUARY.statements[0], distribution_date=datetime.date(2004, 1, 27))
    later = attrs.evolve(_JANUARY, statements=(statement,))
    (verdict,) = check_months([_DECEMBER, later]).deals[0].verdicts.of(Outcome.FAILS)
    assert verdict.identity == "month-interest-days"
    assert (verdict.printed, verdict.computed) == (D(32), D(31))


# ---------------------------------------------------------------- small deals


def _month(
    year: int, month: int, *, name: str = "", form: str | None = None, **fields: Any
) -> Report:
    values: dict[str, Any] = {"trust": "A TRUST", "series": "2003-1"} | fields
    statement = Statement(distribution_date=datetime.date(year, month, 25), **values)
    source = SourceInfo(name=name or f"{year}-{month:02}.txt")
    return Report(source=source, cover=Cover(form=form), statements=(statement,))


def test_missing_months_are_named_and_not_bridged() -> None:
    def pool(beginning: str, ending: str) -> dict[str, Any]:
        return {"pools": (a_pool("1", beginning_balance=beginning, ending_balance=ending),)}

    reports = [
        _month(2003, 11, **pool("1000", "900")),
        _month(2004, 2, **pool("500", "450")),
        _month(2004, 3, **pool("450", "400")),
    ]
    (deal,) = check_months(reports).deals
    assert deal.missing == ("2003-12", "2004-01")
    assert [one.subject for one in deal.verdicts.of(Outcome.HOLDS)] == [
        "2004-03: 1: beginning balance"
    ]
    assert not deal.verdicts.failed


def test_a_repeated_month_is_named() -> None:
    reports = [_month(2003, 12, name="one.txt"), _month(2003, 12, name="two.txt")]
    (deal,) = check_months(reports).deals
    assert deal.months == (("2003-12", "one.txt"),)
    assert deal.repeated == ("two.txt",)


@pytest.mark.parametrize("amended_first", [True, False])
def test_an_amended_filing_replaces_the_one_it_amends(amended_first: bool) -> None:
    reports = [
        _month(2003, 12, name="first.txt", form="8-K"),
        _month(2003, 12, name="amended.txt", form="8-K/A"),
    ]
    (deal,) = check_months(reports[::-1] if amended_first else reports).deals
    assert deal.months == (("2003-12", "amended.txt"),)
    assert deal.replaced == ("first.txt",)
    assert deal.repeated == ()


def test_months_of_different_deals_are_kept_apart() -> None:
    other = _month(2004, 1, series="2003-2", pools=(a_pool("1", beginning_balance="77"),))
    first = _month(2003, 12, pools=(a_pool("1", ending_balance="900"),))
    deals = check_months([first, other]).deals
    assert [deal.name for deal in deals] == ["A TRUST 2003-1", "A TRUST 2003-2"]
    assert {one.outcome for deal in deals for one in deal.verdicts.verdicts} == {
        Outcome.NOT_APPLICABLE
    }


def test_a_deal_is_known_by_its_cusips_when_its_name_changes() -> None:
    classes = (
        a_class("A", cusip="037833100", beginning_balance="5"),
        a_class("B", cusip="594918104"),
    )
    reports = [
        _month(2003, 12, trust="A LOAN TRUST", classes=classes),
        _month(2004, 1, trust="A TRUST", classes=classes),
    ]
    assert len(check_months(reports).deals) == 1


def test_two_statements_of_one_report_are_two_deals() -> None:
    statement = Statement(trust="A TRUST", distribution_date=datetime.date(2003, 12, 25))
    report = Report(statements=(statement, statement))
    assert len(check_months([report]).deals) == 2


def test_a_statement_without_a_date_is_named() -> None:
    undated = Report(source=SourceInfo(name="x.txt"), statements=(Statement(trust="A TRUST"),))
    (deal,) = check_months([undated]).deals
    assert deal.undated == ("x.txt",)


def _losses(cumulative: str, current: str | None) -> dict[str, Any]:
    pool = a_pool("1", cumulative_realized_losses=cumulative)
    if current is not None:
        pool = attrs.evolve(pool, realized_losses=D(current))
    return {"pools": (pool,)}


@pytest.mark.parametrize(
    ("cumulative", "current", "outcome"),
    [
        ("35053", "21480", "holds"),
        ("35053", "20000", "not applicable"),  # adjusted otherwise, but not fallen
        ("12000", "0", "fails"),
        ("12000", None, "fails"),
        ("12000", "-1573", "holds"),  # a recovery
    ],
)
def test_cumulative_losses_do_not_fall(cumulative: str, current: str | None, outcome: str) -> None:
    reports = [
        _month(2003, 12, **_losses("13573", "0")),
        _month(2004, 1, **_losses(cumulative, current)),
    ]
    (deal,) = check_months(reports).deals
    assert _outcomes(deal)["month-cumulative-losses"] == outcome


def test_prior_loan_counts_follow() -> None:
    reports = [
        _month(2003, 12, pools=(a_pool("1", loan_count="307"),)),
        _month(2004, 1, pools=(a_pool("1", prior_loan_count="306"),)),
    ]
    (deal,) = check_months(reports).deals
    assert _outcomes(deal)["month-loan-count"] == "fails"


def test_no_reports() -> None:
    checked = check_months([])
    assert (checked.reports, checked.deals) == ((), ())


def test_month_identities_can_be_switched_off() -> None:
    wrong = _with_class(_JANUARY, 1, cusip="86359A6J1")
    checked = check_months([_DECEMBER, wrong], without=["month-cusip"])
    assert not checked.deals[0].verdicts.failed


# ---------------------------------------------------------------- months of other layouts


def _dated(
    series: str, date: datetime.date | None, beginning: str, ending: str, **more: Any
) -> Statement:
    balances = a_class("A", beginning_balance=beginning, ending_balance=ending)
    return Statement(series=series, distribution_date=date, classes=(balances,), **more)


def test_blanks_do_not_tell_deals_apart() -> None:
    november = _dated("2000E", datetime.date(2000, 11, 7), "1000.00", "900.00")
    december = _dated("2000 E", datetime.date(2000, 12, 7), "900.00", "800.00")
    reports = [Report(statements=(one,)) for one in (november, december)]
    (deal,) = check_months(reports).deals
    assert [month for month, _ in deal.months] == ["2000-11", "2000-12"]
    assert _outcomes(deal)["month-class-balance"] == "holds"


def test_two_months_in_one_report_are_one_deal() -> None:
    september = _dated("1998-C", datetime.date(2000, 9, 15), "1000.00", "900.00")
    october = _dated("1998-C", datetime.date(2000, 10, 16), "901.00", "800.00")
    checked = check_months([Report(statements=(september, october))])
    (deal,) = checked.deals
    assert _outcomes(deal)["month-class-balance"] == "fails"
    assert deal.verdicts.suspects[0].path.startswith("statements.")


def test_two_statements_of_a_month_in_one_report_are_two_deals() -> None:
    statements = tuple(
        _dated("1998-C", datetime.date(2000, 9, 15), "1000.00", ending)
        for ending in ("900.00", "800.00")
    )
    assert len(check_months([Report(statements=statements)]).deals) == 2


def test_the_end_of_the_collection_period_dates_a_statement() -> None:
    period = CollectionPeriod(end=datetime.date(1996, 11, 15))
    october = _dated("1996-B", datetime.date(1996, 10, 15), "1000.00", "900.00")
    november = _dated("1996-B", None, "900.00", "800.00", collection_period=period)
    reports = [Report(statements=(one,)) for one in (october, november)]
    (deal,) = check_months(reports).deals
    assert [month for month, _ in deal.months] == ["1996-10", "1996-11"]
    assert deal.undated == ()


@pytest.mark.parametrize(
    ("family", "deals"),
    [("us_bank_2004", 1), ("vanderbilt", 3), ("deutsche_bank", 3), ("chase", 1)],
)
def test_consecutive_months_of_the_corpus_follow_each_other(family: str, deals: int) -> None:
    checked = check_months([parse_file(path) for path in sorted((CORPUS / family).glob("*.txt"))])
    several = [deal for deal in checked.deals if len(deal.months) > 1]
    assert len(several) == deals
    assert not checked.failed
    assert all(deal.verdicts.identities(Outcome.HOLDS) for deal in several)
