"""Identities of the interest: what accrues, and what is paid of it."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from trusteereport.checks.completion import (
    Candidate,
    candidate,
    completed,
    of_fields,
    of_others,
)
from trusteereport.checks.figures import ONE, Equation, Figure, Term, equate, plus
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped
from trusteereport.records import Statement

MONTHS = Decimal(12)


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

    @property
    def is_accrued(self) -> bool:
        """Whether the interest is what accrued, not what was paid of it."""
        return self.interest is self.row.figure("accrued_interest")

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
_CORRECTIONS = (
    "interest_shortfall",
    "deferred_interest",
    "net_prepayment_interest_shortfall",
    "interest_losses",
    "carryforward_interest",
    "basis_risk_shortfall",
    "basis_risk_shortfalls_paid",
)
"""What interest that is paid may differ by from interest that accrued."""

_ELSEWHERE = re.compile(
    r"interest adj|shortfall|non-?supported|ppis|relief act|deferred|negative amort|unpaid"
    r"|carry ?(?:over|forward)|recover|premium|prepayment (?:charge|penalt)|allocated",
    re.IGNORECASE,
)
"""How values that no field takes are called where interest differs by them."""

_ROLLING = 4
"""By how many days a payment date may move because of weekends and holidays."""


def interest(sheet: Sheet) -> Reading:
    """Interest = balance x rate x days / basis; the days are recognised from the figures.

    Interest that is paid may be more or less by a printed shortfall or deferral.
    """
    accruals, skipped = _accruals(sheet)
    actual = actual_days(sheet.statement)
    texts = {count: count.text(actual) for count in _day_counts(accruals, actual)}
    equations = [_best_equation(one, texts) for one in accruals]
    reading = settle(
        [
            one if one.holds else _corrected(accrual, one)
            for accrual, one in zip(accruals, equations, strict=True)
        ],
        alone=False,
    )
    kept = []
    for equation, accrual in zip(reading.equations, accruals, strict=False):
        reason = None if equation.holds or accrual.is_accrued else _shortfall(accrual.row)
        if reason:
            skipped.append(Skipped(equation.subject, reason))
        else:
            kept.append(equation)
    said = tuple(sheet.subject(one) for one in _bases(kept, texts.values()))
    return Reading(tuple(kept), (*skipped, *reading.skipped), said)


def _corrected(accrual: _Accrual, equation: Equation) -> Equation:
    """The equation with the shortfalls and deferrals that it lacks, where they make it hold."""
    candidates = [*_corrections(accrual.row), *_share_of_whole(accrual)]
    return completed(equation, candidates) or equation


def _corrections(row: Row) -> list[Candidate]:
    return [*of_fields(row, _CORRECTIONS), *of_others(row, _ELSEWHERE)]


def _share_of_whole(accrual: _Accrual) -> Iterator[Candidate]:
    """A component's share of the corrections of its class, by balance."""
    sheet, row = accrual.row.sheet, accrual.row
    place = next(number for number, one in enumerate(sheet.classes) if one.path == row.path)
    whole = sheet.classes[sheet.components[place]] if place in sheet.components else None
    base = whole.figure("beginning_balance") if whole else None
    if whole and base and base.value:
        for one in of_fields(whole, _CORRECTIONS):
            (figure,) = one.term.factors
            share = Term(ONE, (figure, accrual.balance), (base,))
            yield Candidate(share, f"a share of the {one.words} of {whole.subject}")


def _bases(equations: Sequence[Equation], texts: Iterable[str]) -> Iterator[str]:
    """On which days how many classes accrue."""
    for text in texts:
        number = sum(one.holds and one.remark == text for one in equations)
        if number:
            yield f"interest accrues {text} for {number} of {len(equations)} classes"


def recognised_days(sheet: Sheet) -> int | None:
    """The days of interest of the classes that do not accrue 30/360; None where all do."""
    actual = actual_days(sheet.statement)
    counts = _day_counts(_accruals(sheet)[0], actual)
    return next((count.days for count in counts if count != _THIRTY_360), None)


def _accruals(sheet: Sheet) -> tuple[list[_Accrual], list[Skipped]]:
    found, skipped = [], []
    for row in sheet.classes:
        amount = row.figure("accrued_interest", "interest_distribution")
        balance = row.notional("beginning_balance") or row.figure("beginning_balance")
        rate = row.figure("pass_through_rate")
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


def actual_days(statement: Statement) -> range:
    """How many days may lie between a payment date and the one a month before.

    A month has none.  The end of the collection period serves where no payment date is printed.
    """
    date = statement.distribution_date
    if date is None and statement.collection_period:
        date = statement.collection_period.end
    if not isinstance(date, datetime.date):
        return range(0)
    days_of_last_month = (date.replace(day=1) - datetime.timedelta(days=1)).day
    return range(days_of_last_month - _ROLLING, days_of_last_month + _ROLLING + 1)


def _best_equation(accrual: _Accrual, texts: dict[DayCount, str]) -> Equation:
    """The equation with the first day count that fits, else with the likeliest."""
    equations = [accrual.equation(count, text) for count, text in texts.items()]
    return next((equation for equation in equations if equation.holds), equations[0])


def _shortfall(row: Row) -> str | None:
    for name in _CORRECTIONS:
        figure = row.figure(name)
        if figure and figure.value:
            return f"{name.replace('_', ' ')} is not zero: interest is not what accrued"
    return None


# ---------------------------------------------------------------- what is paid

_SETTLED_OTHERWISE = ("carryforward_interest", "basis_risk_shortfall", "deferred_interest")


def interest_paid(sheet: Sheet) -> Reading:
    """Interest distribution = accrued interest, less or with the shortfalls that are printed.

    The total's also has the interest of the classes that do not accrue any.
    """
    rows = [*sheet.classes, *([sheet.class_totals] if sheet.class_totals else [])]
    equations, skipped = [], []
    for row in rows:
        paid, accrued = row.figure("interest_distribution"), row.figure("accrued_interest")
        if not (paid and accrued):
            skipped.append(Skipped(row.subject, "interest and accrued interest not both printed"))
            continue
        equation = _paid(row, equate(row.subject, paid, [plus(accrued)]))
        reason = None if equation.holds else _why_otherwise(row)
        if reason:
            skipped.append(Skipped(row.subject, reason))
        else:
            equations.append(equation)
    if not rows:
        skipped.append(Skipped(sheet.subject("classes"), "no classes printed"))
    return settle(equations, alone=False) + Reading((), tuple(skipped))


def _paid(row: Row, equation: Equation) -> Equation:
    if equation.holds:
        return equation
    candidates = [*_corrections(row), *_premiums(row.sheet)]
    if row is row.sheet.class_totals:
        candidates += [
            candidate(figure, f"interest of {one.subject}")
            for one in row.sheet.classes
            if not _accrues(one) and (figure := one.figure("interest_distribution"))
        ]
    return completed(equation, candidates) or equation


def _premiums(sheet: Sheet) -> Iterator[Candidate]:
    premium = sheet.value("prepayment_premium")
    if premium:
        yield candidate(premium, "prepayment premium")


def _accrues(row: Row) -> bool:
    figure = row.figure("accrued_interest")
    return bool(figure and figure.value)


def _why_otherwise(row: Row) -> str | None:
    """Why what is paid need not be what accrued."""
    for name in _SETTLED_OTHERWISE:
        figure = row.figure(name)
        if figure and figure.value:
            text = name.replace("_", " ")
            return f"{text} is not zero: reports differ in how it is settled"
    rate = row.figure("pass_through_rate")
    if not _accrues(row) and row is not row.sheet.class_totals and not (rate and rate.value):
        return "no interest accrues: what it gets is no interest"
    return None


# ---------------------------------------------------------------- per unit


def interest_factors(sheet: Sheet) -> Reading:
    """Interest factor = beginning factor x rate x 30 / 360, where no balance is printed.

    The beginning factor is the ending one with the principal's, where it is not printed; a
    loss of the pools is the class's that bears it.
    """
    equations, skipped = [], []
    members = sheet.balance_members
    outside = [sheet.classes[place].path for place in members.left_out if members.found]
    for row in sheet.classes:
        names = ("interest_distribution_factor", "pass_through_rate", "ending_balance_factor")
        left, rate, ending = map(row.figure, names)
        if row.figure("beginning_balance") or not (left and rate and ending):
            reason = "a balance, or no interest factor with its rate and balance, is printed"
            skipped.append(Skipped(row.subject, reason))
        elif not (rate.value and left.value):
            skipped.append(Skipped(row.subject, "its rate is zero, or it pays no interest"))
        elif row.path in outside:
            skipped.append(Skipped(row.subject, "a notional amount: it follows other balances"))
        else:
            equations.append(_interest_factor(row, left, rate, ending))
    if not sheet.classes:
        skipped.append(Skipped(sheet.subject("classes"), "no classes printed"))
    return settle(equations, alone=False) + Reading((), tuple(skipped))


def _interest_factor(row: Row, left: Figure, rate: Figure, ending: Figure) -> Equation:
    share = ONE / (100 * MONTHS)
    beginning = row.figure("beginning_balance_factor")
    principal = row.figure("principal_distribution_factor")
    parts = [beginning] if beginning else [ending, *([principal] if principal else [])]
    terms = [Term(share, (part, rate)) for part in parts]
    equation = equate(row.subject, left, terms, "30/360")
    balance = row.figure("ending_balance")
    if equation.holds or beginning or not (balance and balance.value):
        return equation
    losses = [
        Candidate(Term(share, (loss, ending, rate), (balance,)), "the losses of the pools")
        for loss in row.sheet.whole_pool("realized_losses")
        if loss.value
    ]
    return completed(equation, losses) or equation
