"""Identities of the interest: what accrues, and what is paid of it."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from trusteereport.checks.figures import Equation, Figure, Term, equate
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped


@frozen
class DayCount:
    """Days of interest over the days of the year."""

    days: int
    basis: int

    def text(self, actual: range) -> str:
        """``30/360``, or ``actual/360, 31 days`` where the month between the dates has so many."""
        if self == _THIRTY_360:
            return "30/360"
        name = "actual" if self.days in actual else str(self.days)
        return f"{name}/{self.basis}, {self.days} days"


@frozen
class _Accrual:
    """A class's interest, balance and rate."""

    row: Row
    interest: Figure
    balance: Figure
    rate: Figure

    def equation(self, count: DayCount, remark: str | None = None) -> Equation:
        """Interest = balance x rate / 100 x days / basis."""
        share = Decimal(count.days) / (100 * count.basis)
        term = Term(share, (self.balance, self.rate))
        return equate(self.row.subject, self.interest, [term], remark)

    def implied(self, basis: int) -> DayCount | None:
        """The whole number of days that the interest was paid for; None where it is none."""
        one_day = self.equation(DayCount(1, basis))
        days = int((self.interest.value / one_day.computed).to_integral_value())
        count = DayCount(days, basis)
        equation = self.equation(count)
        exact_enough = 2 * equation.tolerance < one_day.computed
        return count if days > 0 and exact_enough and equation.holds else None


_THIRTY_360 = DayCount(30, 360)
_BASES = (360, 365)
_SHORTFALLS = (
    "interest_shortfall",
    "carryforward_interest",
    "basis_risk_shortfall",
    "net_prepayment_interest_shortfall",
    "basis_risk_shortfalls_paid",
)
_ROLLING = 4
"""By how many days a payment date may move because of weekends and holidays."""


def interest(sheet: Sheet) -> Reading:
    """Interest = balance x rate x days / basis; the days are recognised from the figures."""
    accruals, skipped = _accruals(sheet)
    actual = actual_days(sheet.statement.distribution_date)
    texts = {count: count.text(actual) for count in _day_counts(accruals, actual)}
    reading = settle([_best_equation(one, texts) for one in accruals], alone=False)
    kept = []
    for equation, accrual in zip(reading.equations, accruals, strict=False):
        reason = None if equation.holds else _shortfall(accrual.row)
        if reason:
            skipped.append(Skipped(equation.subject, reason))
        else:
            kept.append(equation)
    said = tuple(sheet.subject(one) for one in _bases(kept, texts.values()))
    return Reading(tuple(kept), (*skipped, *reading.skipped), said)


def _bases(equations: Sequence[Equation], texts: Iterable[str]) -> Iterator[str]:
    """On which days how many classes accrue."""
    for text in texts:
        number = sum(one.holds and one.remark == text for one in equations)
        if number:
            yield f"interest accrues {text} for {number} of {len(equations)} classes"


def recognised_days(sheet: Sheet) -> int | None:
    """The days of interest of the classes that do not accrue 30/360; None where all do."""
    actual = actual_days(sheet.statement.distribution_date)
    counts = _day_counts(_accruals(sheet)[0], actual)
    return next((count.days for count in counts if count != _THIRTY_360), None)


def _accruals(sheet: Sheet) -> tuple[list[_Accrual], list[Skipped]]:
    found, skipped = [], []
    for row in sheet.classes:
        amount = row.figure("accrued_interest", "interest_distribution")
        balance, rate = row.figure("beginning_balance"), row.figure("pass_through_rate")
        if not (amount and balance and rate):
            skipped.append(Skipped(row.subject, "no interest, balance or rate printed"))
        elif not (balance.value > 0 and rate.value > 0):
            skipped.append(Skipped(row.subject, "its balance or its rate is zero"))
        else:
            found.append(_Accrual(row, amount, balance, rate))
    if not sheet.classes:
        skipped.append(Skipped(sheet.subject("classes"), "no classes printed"))
    return found, skipped


def _day_counts(accruals: Sequence[_Accrual], actual: range) -> list[DayCount]:
    """30/360, and the count that most classes imply, the likelier first.

    Two classes must imply it, or one, if the dates allow for it.
    """
    votes: Counter[DayCount] = Counter()
    for accrual in accruals:
        votes.update(count for basis in _BASES if (count := accrual.implied(basis)))
    others = [
        (number, -count.basis, count)
        for count, number in votes.items()
        if count != _THIRTY_360 and (number > 1 or count.days in actual)
    ]
    if not others:
        return [_THIRTY_360]
    number, _, count = max(others, key=lambda one: one[:2])
    pair = [count, _THIRTY_360]
    return pair if number > votes[_THIRTY_360] else pair[::-1]


def actual_days(date: datetime.date | str | None) -> range:
    """How many days may lie between a payment date and the one a month before; a month has none."""
    if not isinstance(date, datetime.date):
        return range(0)
    days_of_last_month = (date.replace(day=1) - datetime.timedelta(days=1)).day
    return range(days_of_last_month - _ROLLING, days_of_last_month + _ROLLING + 1)


def _best_equation(accrual: _Accrual, texts: dict[DayCount, str]) -> Equation:
    """The equation with the first day count that fits, else with the likeliest."""
    equations = [accrual.equation(count, text) for count, text in texts.items()]
    return next((equation for equation in equations if equation.holds), equations[0])


def _shortfall(row: Row) -> str | None:
    for name in _SHORTFALLS:
        figure = row.figure(name)
        if figure and figure.value:
            return f"{name.replace('_', ' ')} is not zero: interest is not what accrued"
    return None
