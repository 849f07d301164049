"""Identities of the factors: amounts per unit of original balance."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from trusteereport.checks import classes
from trusteereport.checks.completion import Candidate, completed
from trusteereport.checks.figures import ONE, ZERO, Equation, Figure, Term, equate, plus
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import BALANCES, Reading, Row, Sheet, Skipped

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


BALANCE_FORMULA = (
    "ending_balance_factor = beginning_balance_factor -+ principal_distribution_factor"
    " -+ realized_losses_factor? + deferred_interest_factor?"
)


@frozen
class _Pair:
    """An amount and its factor, and the factor's denomination."""

    subject: str
    amount: Figure
    factor: Figure
    denomination: Decimal

    def inexactness(self) -> Decimal:
        """By which share the original balance that the two give may be off."""
        figures = (self.amount, self.factor)
        return sum((one.half_unit / abs(one.value) for one in figures), ZERO)

    def speaks(self) -> bool:
        """Whether the two give an original balance."""
        return bool(self.amount.value and self.factor.value)


def factors(sheet: Sheet) -> Reading:
    """Each factor = its amount / original balance x denomination.

    Where no original balance is printed, it is solved from the most exact pair of amount
    and factor of the class, and must be the same for all others.
    """
    units = _denominations(sheet)
    rows = [(row, _pairs(row, units)) for row in sheet.classes]
    every = [pair for _, pairs in rows for pair in pairs]
    if not every:
        return Reading((), (Skipped(sheet.subject("classes"), "no factors printed"),))
    if _in_plain_dollars(every):
        said = sheet.subject("the factors are plain dollars: they repeat the amounts")
        equations = [equate(one.subject, one.factor, [plus(one.amount)]) for one in every]
        return Reading(tuple(equations), (), (said,))
    total = sheet.class_totals
    of_totals = [(total, pairs)] if total and (pairs := _pairs(total, units)) else []
    unlike = tuple(sheet.subject(one) for one in _unlike(sheet, units))
    return _factors(rows) + _factors(of_totals) + Reading((), (), unlike)


def _denominations(sheet: Sheet) -> dict[str, Decimal]:
    """The original balance that each column of factors refers to.

    The printed one, or 1,000; but 1 for columns of which more factors say so: balances per
    $1 may stand beside distributions per $1,000.
    """
    usual = sheet.statement.factor_denomination or _THOUSAND
    rows = [row for row in (*sheet.classes, sheet.class_totals) if row]
    return {name: _denomination(rows, name, usual) for name in _FACTORS}


def _denomination(rows: Sequence[Row], name: str, usual: Decimal) -> Decimal:
    found = [
        (amount, factor, original)
        for row in rows
        if (amount := _amount(row, name))
        and (factor := row.figure(name))
        and (original := row.figure("original_balance"))
        and factor.value
        and original.value
    ]
    choices = [usual, *(one for one in (_THOUSAND, ONE) if one != usual)]
    return max(
        choices,
        key=lambda unit: sum(
            equate("", factor, [Term(unit, (amount,), (original,))]).holds
            for amount, factor, original in found
        ),
    )


def _unlike(sheet: Sheet, units: Mapping[str, Decimal]) -> Iterator[str]:
    """Which columns of factors have another denomination than is printed, or than 1,000."""
    usual = sheet.statement.factor_denomination or _THOUSAND
    names = [_FACTORS[name].replace("_", " ") for name, unit in units.items() if unit != usual]
    if names:
        yield f"factors of {', '.join(names)} are per $1 of original balance"


def _factors(rows: Sequence[tuple[Row, Sequence[_Pair]]]) -> Reading:
    equations, skipped = [], []
    for row, pairs in rows:
        found, reason = _factor_equations(row, pairs)
        equations += found
        if reason:
            skipped.append(Skipped(row.subject, reason))
    return settle(equations) + Reading((), tuple(skipped))


def _pairs(row: Row, units: Mapping[str, Decimal]) -> list[_Pair]:
    found = []
    for factor_name, name in _FACTORS.items():
        amount, factor = _amount(row, factor_name), row.figure(factor_name)
        if amount and factor:
            subject = f"{row.subject}: {name.replace('_', ' ')}"
            found.append(_Pair(subject, amount, factor, units[factor_name]))
    return found


def _amount(row: Row, factor_name: str) -> Figure | None:
    """The amount of a factor: a notional balance where a class has no other.

    The interest is what accrued where nothing is said of what was paid.
    """
    name = _FACTORS[factor_name]
    factor = row.figure(factor_name)
    if name in BALANCES and factor and factor.value:
        own = row.figure(name)
        return own if own and own.value else row.notional(name) or _unless_notional(row, own)
    if name == "interest_distribution" and factor and factor.value and not _short(row):
        return row.figure(name, "accrued_interest")
    return row.figure(name)


def _unless_notional(row: Row, own: Figure | None) -> Figure | None:
    """A balance of zero, unless it is another balance that the class's factors are of."""
    return None if row.notional("original_balance") or row.notional("beginning_balance") else own


def _short(row: Row) -> bool:
    """Whether less interest was paid than accrued."""
    figure = row.figure("interest_shortfall")
    return bool(figure and figure.value)


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
    original = row.notional("original_balance") or row.figure("original_balance")
    if original and original.value:
        return [
            equate(
                pair.subject, pair.factor, [Term(pair.denomination, (pair.amount,), (original,))]
            )
            for pair in pairs
        ], None
    base = _base(pairs)
    if not base:
        return _zeros(pairs), "zeros give no original balance"
    return [
        equate(pair.subject, pair.factor, [_as_factor(pair.amount, pair.denomination, base)])
        for pair in pairs
        if pair is not base
    ], None


def _base(pairs: Sequence[_Pair]) -> _Pair | None:
    """The pair that gives the original balance most exactly."""
    return min(filter(_Pair.speaks, pairs), key=_Pair.inexactness, default=None)


def _as_factor(amount: Figure, denomination: Decimal, base: _Pair) -> Term:
    """An amount per unit of the original balance that a pair gives."""
    return Term(denomination / base.denomination, (amount, base.factor), (base.amount,))


def _zeros(pairs: Sequence[_Pair]) -> list[Equation]:
    """Zero amounts have zero factors, whatever the original balance.

    It is at least one unit, so that a factor is no larger than its amount.
    """
    return [
        equate(pair.subject, pair.factor, [plus(pair.amount)])
        for pair in pairs
        if not pair.amount.value
    ]


# ---------------------------------------------------------------- balances


def notional(row: Row) -> str | None:
    """Why a class's factors need not roll forward: its balance is notional."""
    balance, factor = row.figure("beginning_balance"), row.figure("beginning_balance_factor")
    if balance and factor and not balance.value and factor.value:
        return "a notional amount: its balance is printed as zero"
    return classes.notional(row)


def loss_factors(row: Row, equation: Equation) -> Equation | None:
    """The roll-forward of the factors with what the table of factors does not print.

    Columns of another denomination are brought to that of the balance; losses and deferred
    interest are taken from the amounts, per unit of the original balance.
    """
    units = _denominations(row.sheet)
    unit = units["ending_balance_factor"]
    terms = [
        evolve(term, coefficient=term.coefficient * unit / units[_field(term.factors[0])])
        for term in equation.terms
    ]
    scaled = equate(equation.subject, equation.left, terms, equation.remark)
    if scaled.holds:
        return scaled
    base = _base(_pairs(row, units))
    if base is None:
        return None
    lacking = [
        Candidate(_as_factor(figure, unit, base), words)
        for names in (("realized_losses", "principal_losses"), ("deferred_interest",))
        if not row.figure(f"{names[0]}_factor")
        and (figure := row.figure(*names))
        and (words := f"{names[0].replace('_', ' ')} per unit")
    ]
    return completed(scaled, lacking)


def _field(figure: Figure) -> str:
    return figure.path.rpartition(".")[2]
