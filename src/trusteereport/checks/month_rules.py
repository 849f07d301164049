"""Identities between a month's statement and the next month's of the same deal."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from trusteereport.checks.figures import ONE, ZERO, Equation, Figure, Term, equate, plus
from trusteereport.checks.interest import actual_days, recognised_days
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped

MonthRule = Callable[[Sheet, Sheet], Reading]
"""How an identity is read from last month's and this month's statement."""

_KEYS = {"classes": "class_id", "pools": "name"}


def _pairs(last: Sheet, this: Sheet, records: str) -> Iterator[tuple[Row, Row]]:
    """The rows of the same class or pool in both months, and the totals."""
    key = _KEYS[records]
    before = {getattr(row.record, key): row for row in last.rows(records)}
    for row in this.rows(records):
        name = getattr(row.record, key)
        if name is not None and name in before:
            yield before[name], row
    total, total_before = this.totals(records), last.totals(records)
    if total and total_before:
        yield total_before, total


def _equal(last: Sheet, this: Sheet, records: str, before: str, now: str) -> list[Equation]:
    return [
        equate(f"{row.subject}: {now.replace('_', ' ')}", left, [plus(right)])
        for old, row in _pairs(last, this, records)
        if (left := row.figure(now)) and (right := old.figure(before))
    ]


def _reading(this: Sheet, equations: Iterable[Equation], records: str, what: str) -> Reading:
    found = tuple(equations)
    if found:
        return Reading(found)
    return Reading((), (Skipped(this.subject(records), f"{what} not printed in both months"),))


def class_balances(last: Sheet, this: Sheet) -> Reading:
    """Beginning balance of a class = its ending balance a month before."""
    equations = _equal(last, this, "classes", "ending_balance", "beginning_balance")
    return _reading(this, equations, "classes", "the balances of a class are")


def pool_balances(last: Sheet, this: Sheet) -> Reading:
    """Beginning balance of a pool = its ending balance a month before."""
    equations = _equal(last, this, "pools", "ending_balance", "beginning_balance")
    return _reading(this, equations, "pools", "the balances of a pool are")


def loan_counts(last: Sheet, this: Sheet) -> Reading:
    """Prior loan count of a pool = its loan count a month before."""
    equations = _equal(last, this, "pools", "loan_count", "prior_loan_count")
    return _reading(this, equations, "pools", "loan count and prior loan count are")


def cumulative_losses(last: Sheet, this: Sheet) -> Reading:
    """Cumulative losses = a month before + this month's; they do not fall in any case."""
    name = "cumulative_realized_losses"
    adding, falling = [], []
    for records in _KEYS:
        for old, row in _pairs(last, this, records):
            left, before, own = row.figure(name), old.figure(name), row.figure("realized_losses")
            if not (left and before):
                continue
            if own:
                adding.append(equate(row.subject, left, [plus(before), plus(own)]))
            unmoved = equate(row.subject, left, [plus(before)], "cumulative losses fell")
            recovered = own is not None and own.value < 0
            if unmoved.difference < 0 and not unmoved.holds and not recovered:
                falling.append(unmoved)
    reading = settle(adding, alone=False)
    if reading.equations:
        return reading
    if falling or not adding:
        return _reading(this, falling, "losses", "cumulative losses are")
    return reading


def original_balances(last: Sheet, this: Sheet) -> Reading:
    """Original balances do not change: as printed, or as balance and factor give them."""
    equations = _equal(last, this, "classes", "original_balance", "original_balance")
    printed = {equation.subject.rpartition(":")[0] for equation in equations}
    for records, factor in (("classes", "ending_balance_factor"), ("pools", "pool_factor")):
        for old, row in _pairs(last, this, records):
            if row.subject not in printed:
                equations += _same_original(old, row, factor)
    return _reading(this, equations, "classes", "original balances or factors are")


def _same_original(old: Row, row: Row, factor: str) -> list[Equation]:
    balance, balance_before = row.figure("ending_balance"), old.figure("ending_balance")
    left, before = row.figure(factor), old.figure(factor)
    if not (balance and balance_before and left and before):
        return []
    if not (balance_before.value and before.value):
        return []
    subject = f"{row.subject}: {factor.replace('_', ' ')}"
    return [equate(subject, left, [Term(ONE, (balance, before), (balance_before,))])]


def cusips(last: Sheet, this: Sheet) -> Reading:
    """The CUSIP of a class does not change: no character differs."""
    equations = []
    for old, row in _pairs(last, this, "classes"):
        before, now = getattr(old.record, "cusip", None), getattr(row.record, "cusip", None)
        if before and now:
            differing = sum(one != other for one, other in zip(before, now, strict=False))
            left = Figure(f"{row.path}.cusip", Decimal(differing), ZERO, this.report)
            remark = f"{now}, a month before {before}" if differing else None
            equations.append(equate(row.subject, left, [], remark))
    return _reading(this, equations, "classes", "cusips are")


def interest_days(last: Sheet, this: Sheet) -> Reading:
    """Days between the distribution dates = days of interest that the classes imply."""
    before, now = last.statement.distribution_date, this.statement.distribution_date
    days = recognised_days(this)
    days = days if days in actual_days(this.statement) else None
    if not isinstance(before, datetime.date) or not isinstance(now, datetime.date) or days is None:
        reason = "interest does not accrue on actual days, or a date is not printed"
        return Reading((), (Skipped(this.subject("interest"), reason),))
    path = f"{this.path}.distribution_date"
    left = Figure(path, Decimal((now - before).days), ZERO, this.report)
    return Reading((equate(this.subject("days of interest"), left, [Term(Decimal(days), ())]),))
