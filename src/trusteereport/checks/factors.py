"""Identities of the factors: amounts per unit of original balance."""

from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

from trusteereport.checks.figures import ONE, ZERO, Equation, Figure, Term, equate, plus
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped

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
