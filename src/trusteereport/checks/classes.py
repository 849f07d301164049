"""Identities of the classes that are more than a sum over one row."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from trusteereport.checks.figures import (
    ONE,
    ZERO,
    Equation,
    Figure,
    Term,
    equate,
    plus,
)
from trusteereport.checks.rules import Formula, read_formula, read_signs, settle, terms_of
from trusteereport.checks.sheet import AMOUNTS, BALANCES, Members, Reading, Row, Sheet, Skipped

BALANCE_FORMULA = (
    "ending_balance = beginning_balance -+ principal_distribution"
    " -+ realized_losses|principal_losses? + deferred_interest?"
)

# ---------------------------------------------------------------- balances


def notional(row: Row) -> str | None:
    """Why a class's balance need not roll forward: it follows other classes' balances.

    Marked so, or seen from the figures: in no total of balances, no principal, but
    interest, and not more of it than a balance can earn.
    """
    if getattr(row.record, "notional", None):
        return "a notional amount: it follows other balances"
    members = row.sheet.balance_members
    left_out = [row.sheet.classes[place].path for place in members.left_out]
    principal, interest = row.figure("principal_distribution"), row.figure("interest_distribution")
    balance = row.figure("beginning_balance")
    if row.path not in left_out or not (principal and interest and balance):
        return None
    if principal.value == 0 < interest.value <= balance.value:
        return "a notional amount: in no total of balances, with interest but no principal"
    return None


def balance_totals(sheet: Sheet) -> Reading:
    """The totals of the balance columns."""
    return _totals(sheet, BALANCES, sheet.balance_members, "balances")


def amount_totals(sheet: Sheet) -> Reading:
    """The totals of the amount columns."""
    return _totals(sheet, AMOUNTS, sheet.amount_members, "amounts")


def _totals(sheet: Sheet, fields: Iterable[str], members: Members, noun: str) -> Reading:
    total = sheet.class_totals
    if total is None:
        return Reading((), (Skipped(sheet.subject("classes"), "no total printed"),))
    rows = [row for place, row in enumerate(sheet.classes) if place not in members.left_out]
    found: list[Equation | Skipped] = []
    for name in fields:
        found.extend(sum_of_rows(total, rows, name, members.text))
    skipped = [one for one in found if isinstance(one, Skipped)]
    equations = [one for one in found if isinstance(one, Equation)]
    speaking = [one for one in equations if one.says_something]
    if speaking and not members.found:
        reason = "no choice of classes adds up to most of the printed totals"
        return Reading((), (*skipped, *(Skipped(one.subject, reason) for one in equations)))
    said = (sheet.subject(f"totals of {noun} include {members.text}"),) if speaking else ()
    return Reading(tuple(equations), tuple(skipped), said)


def sum_of_rows(
    total: Row, rows: Sequence[Row], name: str, remark: str | None = None
) -> list[Equation | Skipped]:
    """A column's total as the sum of its rows; a blank counts as zero.

    Nothing where neither is printed.  It does not apply where a row is unreadable, and,
    unless it holds, where half of the rows are blank.
    """
    subject = f"{total.subject}: {name.replace('_', ' ')}"
    left, figures = total.figure(name), [row.figure(name) for row in rows]
    if left is None:
        return [Skipped(subject, "no total printed")] if any(figures) else []
    if not any(figures):
        return [Skipped(subject, "only the total is printed")]
    if any(f"{row.path}.{name}" in row.sheet.unreadable for row in rows):
        return [Skipped(subject, "a row's number is not readable")]
    terms = [plus(figure or row.blank(name)) for row, figure in zip(rows, figures, strict=True)]
    equation = equate(subject, left, terms, remark)
    blanks = figures.count(None)
    if not equation.holds and 2 * blanks >= len(rows):
        return [Skipped(subject, f"{blanks} of {len(rows)} rows are blank")]
    return [equation]


_NEEDED = ("beginning_balance", "ending_balance", "principal_distribution")


def total_balance(sheet: Sheet) -> Reading:
    """The total row's roll-forward, less the amounts of classes that its balances leave out."""
    total, subject = sheet.class_totals, sheet.subject("total of classes")
    left = total.figure("ending_balance") if total else None
    if total is None or left is None or not all(map(total.figure, _NEEDED)):
        return Reading((), (Skipped(subject, "its balances or its principal are not printed"),))
    balances, amounts = sheet.balance_members, sheet.amount_members
    if not (balances.found and amounts.found):
        return Reading((), (Skipped(subject, "what the totals include is not known"),))
    rows = [row for row in sheet.classes if all(map(row.figure, _NEEDED))]
    formula = read_signs(read_formula(BALANCE_FORMULA), rows)
    terms = terms_of(formula, total)
    for place in set(amounts.left_out).symmetric_difference(balances.left_out):
        terms += _flows(formula, sheet.classes[place], back=place in balances.left_out)
    return Reading((equate(subject, left, terms, balances.text),))


def _flows(formula: Formula, row: Row, *, back: bool) -> list[Term]:
    """What changes a class's balance; with the signs turned where it is taken ``back``."""
    flows = Formula(formula.left, formula.parts[1:])
    return terms_of(flows, row, opposite=back)


# ---------------------------------------------------------------- factors

_FACTORS = {
    f"{name}_factor": name
    for name in (
        "beginning_balance",
        "principal_distribution",
        "interest_distribution",
        "total_distribution",
        "realized_losses",
        "deferred_interest",
        "ending_balance",
    )
}
_THOUSAND = Decimal(1000)


@frozen
class _Pair:
    """An amount and its factor."""

    subject: str
    amount: Figure
    factor: Figure

    def inexactness(self) -> Decimal:
        """By which share the original balance that the two give may be off."""
        figures = (self.amount, self.factor)
        return sum((one.half_unit / abs(one.value) for one in figures), ZERO)


def factors(sheet: Sheet) -> Reading:
    """Each factor = its amount / original balance x denomination.

    Where no original balance is printed, it is solved from the most exact pair of amount
    and factor of the class, and must be the same for all others.
    """
    rows = [(row, _pairs(row)) for row in sheet.classes]
    every = [pair for _, pairs in rows for pair in pairs]
    if not every:
        return Reading((), (Skipped(sheet.subject("classes"), "no factors printed"),))
    if _in_plain_dollars(every):
        said = sheet.subject("the factors are plain dollars: they repeat the amounts")
        equations = [equate(one.subject, one.factor, [plus(one.amount)]) for one in every]
        return Reading(tuple(equations), (), (said,))
    total = sheet.class_totals
    of_totals = [(total, pairs)] if total and (pairs := _pairs(total)) else []
    return _factors(rows) + _factors(of_totals)


def _factors(rows: Sequence[tuple[Row, Sequence[_Pair]]]) -> Reading:
    equations, skipped = [], []
    for row, pairs in rows:
        found, reason = _factor_equations(row, pairs)
        equations += found
        if reason:
            skipped.append(Skipped(row.subject, reason))
    return settle(equations) + Reading((), tuple(skipped))


def _pairs(row: Row) -> list[_Pair]:
    found = []
    for factor_name, name in _FACTORS.items():
        amount, factor = row.figure(name), row.figure(factor_name)
        if amount and factor:
            found.append(_Pair(f"{row.subject}: {name.replace('_', ' ')}", amount, factor))
    return found


def _in_plain_dollars(pairs: Sequence[_Pair]) -> bool:
    speaking = [pair for pair in pairs if pair.amount.value]
    equal = sum(
        abs(pair.amount.value - pair.factor.value) <= pair.amount.half_unit + pair.factor.half_unit
        for pair in speaking
    )
    return equal > 0 and 2 * equal > len(speaking)


def _factor_equations(row: Row, pairs: Sequence[_Pair]) -> tuple[list[Equation], str | None]:
    """The equations of a row's factors, or why it has none."""
    if not pairs:
        return [], "no factors with their amounts printed"
    original = row.figure("original_balance")
    if original and original.value:
        denomination = row.sheet.statement.factor_denomination or _THOUSAND
        return [
            equate(pair.subject, pair.factor, [Term(denomination, (pair.amount,), (original,))])
            for pair in pairs
        ], None
    speaking = [pair for pair in pairs if pair.amount.value and pair.factor.value]
    if not speaking:
        return _zeros(pairs), "zeros give no original balance"
    base = min(speaking, key=_Pair.inexactness)
    return [
        equate(pair.subject, pair.factor, [Term(ONE, (pair.amount, base.factor), (base.amount,))])
        for pair in pairs
        if pair is not base
    ], None


def _zeros(pairs: Sequence[_Pair]) -> list[Equation]:
    """Zero amounts have zero factors, whatever the original balance.

    It is at least one unit, so that a factor is no larger than its amount.
    """
    return [
        equate(pair.subject, pair.factor, [plus(pair.amount)])
        for pair in pairs
        if not pair.amount.value
    ]


# ---------------------------------------------------------------- interest


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


# ---------------------------------------------------------------- CUSIP numbers

_CUSIP = re.compile(r"[0-9A-Z*@#]{8}[0-9]")
_CUSIP_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*@#"


def check_digit(cusip: str) -> int:
    """The check digit of the first eight characters of a CUSIP (ANSI X9.6)."""
    total = 0
    for place, character in enumerate(cusip[:8]):
        number = _CUSIP_CHARACTERS.index(character) * (1 + place % 2)
        total += number // 10 + number % 10
    return -total % 10


def cusips(sheet: Sheet) -> Reading:
    """The last digit of each CUSIP = the check digit of the others."""
    equations, skipped = [], []
    for row in sheet.classes:
        cusip = getattr(row.record, "cusip", None)
        if cusip is None or not _CUSIP.fullmatch(cusip):
            reason = f"{cusip} has no check digit" if cusip else "no cusip printed"
            skipped.append(Skipped(row.subject, reason))
            continue
        left = Figure(f"{row.path}.cusip", Decimal(cusip[-1]), ZERO, sheet.report)
        digit = check_digit(cusip)
        remark = f"{cusip}: its check digit would make it {cusip[:8]}{digit}"
        ok = Decimal(digit) == left.value
        term = Term(Decimal(digit), ())
        equations.append(equate(row.subject, left, [term], None if ok else remark))
    if not sheet.classes:
        skipped.append(Skipped(sheet.subject("classes"), "no classes printed"))
    return Reading(tuple(equations), tuple(skipped))
