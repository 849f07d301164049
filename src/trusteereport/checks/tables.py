"""Identities between the tables of one statement: classes, pools, fees, accounts."""

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from trusteereport.checks.figures import Equation, Figure, Term, equate, plus, signed
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped

_BALANCES = ("beginning_balance", "ending_balance")
_PREMIUM_CLASS = re.compile(r"P(?:-?[0-9IVX]+)?")
_MOST_FILLERS = 3


def _not_applicable(sheet: Sheet, subject: str, reason: str) -> Reading:
    return Reading((), (Skipped(sheet.subject(subject), reason),))


# ---------------------------------------------------------------- balances


def balances(sheet: Sheet) -> Reading:
    """Class balances = pool balances - overcollateralization, beginning and ending.

    Where no total of the classes is printed, the classes are added up.  The
    overcollateralization is the printed amount (at the end), or the balance of classes
    that no total includes (such as X), or nothing: what fits most of the two.
    """
    best: list[Equation] = []
    for filler in _fillers(sheet):
        equations = _balances(sheet, filler)
        if _holding(equations) > _holding(best):
            best = equations
    if not best:
        reason = "no printed overcollateralization fills the difference"
        return _not_applicable(sheet, "classes and pools", reason)
    if _same_principal(sheet) or not _totals_balances(sheet):
        return Reading(tuple(best))
    reason = "the overcollateralization may have changed: class and pool principal differ"
    return Reading(
        tuple(one for one in best if one.holds),
        tuple(Skipped(one.subject, reason) for one in best if not one.holds),
    )


def _holding(equations: Sequence[Equation]) -> int:
    return sum(equation.holds for equation in equations)


def _fillers(sheet: Sheet) -> Iterator[tuple[Row, ...]]:
    """What may fill the difference, the simplest first."""
    yield ()
    yield from ((row,) for row in sheet.rows("overcollateralization"))
    outside = [sheet.classes[place] for place in sheet.balance_members.left_out]
    for size in range(1, _MOST_FILLERS + 1):
        yield from itertools.combinations(outside, size)


def _balances(sheet: Sheet, filler: tuple[Row, ...]) -> list[Equation]:
    """The equations of the two balances for which classes, pools and filler are printed."""
    remark = " and ".join(row.subject for row in filler) or "nothing"
    found = []
    for name in _BALANCES:
        pools, excess = sheet.whole_pool(name), [_excess(row, name) for row in filler]
        left, terms = _both_sides(sheet, name, pools)
        if left and pools and all(excess):
            terms += [signed(-1, figure) for figure in excess if figure]
            subject = sheet.subject(f"classes and pools: {name.replace('_', ' ')}")
            found.append(equate(subject, left, terms, f"overcollateralization: {remark}"))
    return found


def _both_sides(
    sheet: Sheet, name: str, pools: Sequence[Figure]
) -> tuple[Figure | None, list[Term]]:
    """The balance of the classes, and what equals it but for the overcollateralization.

    Without a total one class stands for all: its balance is that of the pools less the
    others'.
    """
    if sheet.class_totals and _totals_balances(sheet):
        return sheet.class_totals.figure(name), list(map(plus, pools))
    outside = sheet.balance_members.left_out
    members = [
        figure
        for place, row in enumerate(sheet.classes)
        if place not in outside and (figure := row.figure(name))
    ]
    if not members:
        return None, []
    first, *others = members
    return first, [*map(plus, pools), *(signed(-1, one) for one in others)]


def _totals_balances(sheet: Sheet) -> bool:
    """Whether a total of the classes' balances is printed."""
    total = sheet.class_totals
    return total is not None and any(map(total.figure, _BALANCES))


def _excess(row: Row, name: str) -> Figure | None:
    """The balance of a class; of an overcollateralization the amount, which is the ending one."""
    return row.figure(name, "amount") if name == _BALANCES[-1] else row.figure(name)


# ---------------------------------------------------------------- principal


def principal(sheet: Sheet) -> Reading:
    """Class principal = pool principal + extra principal.

    Where no extra principal is printed there is none, unless the balances show it: they
    fell by more, or by less, on one side.
    """
    total = sheet.class_totals
    left = total.figure("principal_distribution") if total else None
    remitted = sheet.whole_pool("principal_remittance")
    if left is None or not remitted:
        return _not_applicable(sheet, "classes and pools", "a total of principal is not printed")
    extra = [
        figure
        for row in sheet.rows("overcollateralization")
        if (figure := row.figure("extra_principal_distribution"))
    ]
    subject = sheet.subject("classes and pools: principal")
    figures = (*remitted, *extra)
    sign = -1 if left.value < 0 < sum(figure.value for figure in figures) else 1
    equation = equate(subject, left, [signed(sign, figure) for figure in figures])
    if equation.holds or extra or _fell_alike(sheet):
        return Reading((equation,))
    reason = "the balances of classes and pools did not fall alike: extra principal is not printed"
    return Reading((), (Skipped(subject, reason),))


def _same_principal(sheet: Sheet) -> bool:
    """Whether classes and pools print the same principal."""
    total, remitted = sheet.class_totals, sheet.whole_pool("principal_remittance")
    left = total.figure("principal_distribution") if total else None
    if left is None or not remitted:
        return False
    return equate("", left, [*map(plus, remitted)]).holds


def _fell_alike(sheet: Sheet) -> bool:
    """Whether balances less losses fell by the same in the classes and in the pools."""
    total = sheet.class_totals
    beginning, ending, losses = map(
        sheet.whole_pool, ("beginning_balance", "ending_balance", "realized_losses")
    )
    start, end = (total.figure(name) if total else None for name in _BALANCES)
    if not (start and end and beginning and ending):
        return False
    outside = [sheet.classes[place] for place in sheet.balance_members.left_out]
    own = total.figure("realized_losses") if total else None
    terms = [
        plus(end),
        *([plus(own)] if own else []),
        *(signed(-1, loss) for row in outside if (loss := row.figure("realized_losses"))),
        *map(plus, beginning),
        *(signed(-1, figure) for figure in (*ending, *losses)),
    ]
    return equate("", start, terms).holds


# ---------------------------------------------------------------- interest and premiums


def premium(sheet: Sheet) -> Reading:
    """The prepayment premium = the interest of class P."""
    left = sheet.value("prepayment_premium")
    figures = [
        figure
        for row in sheet.classes
        if _PREMIUM_CLASS.fullmatch(getattr(row.record, "class_id", None) or "")
        and (figure := row.figure("interest_distribution"))
    ]
    if left is None or not figures:
        reason = "no premium, or no class P with interest, is printed"
        return _not_applicable(sheet, "prepayment premium", reason)
    subject = sheet.subject("prepayment premium")
    return Reading((equate(subject, left, [plus(figure) for figure in figures]),))


def collections(sheet: Sheet) -> Reading:
    """Interest of all classes = net interest + prepayment premium + cap payments.

    It applies where all of these are printed, and where what is missing is not printed
    elsewhere: a draw that no field takes.
    """
    subject = "interest of classes and pools"
    total = sheet.class_totals
    left = total.figure("interest_distribution") if total else None
    net = sheet.whole_pool("net_interest_available")
    premium_paid = sheet.value("prepayment_premium")
    caps = [
        figure
        for row in sheet.rows("cap_payments")
        for name in ("basis_risk", "class_x")
        if (figure := row.figure(name))
    ]
    if not (left and net and premium_paid and caps) or sheet.amount_members.left_out:
        reason = "net interest, premium, cap payments and all classes' interest are not all printed"
        return _not_applicable(sheet, subject, reason)
    terms: list[Term] = [plus(figure) for figure in (*net, premium_paid, *caps)]
    equation = equate(sheet.subject(subject), left, terms)
    place = None if equation.holds else _printed_elsewhere(sheet, equation)
    if place:
        return _not_applicable(sheet, subject, f"the difference is printed as {place}")
    return Reading((equation,))


def _printed_elsewhere(sheet: Sheet, equation: Equation) -> str | None:
    """Where a value that no field takes is the difference of an equation."""
    for other in sheet.statement.other:
        value = other.value if isinstance(other.value, Decimal) else None
        if value and abs(abs(equation.difference) - value) <= equation.tolerance:
            return " / ".join(filter(None, (other.section, other.row, other.column)))
    return None


# ---------------------------------------------------------------- overcollateralization


def deficiency(sheet: Sheet) -> Reading:
    """Overcollateralization deficiency = target - amount, and zero where the target is met."""
    for row in sheet.rows("overcollateralization"):
        left, target, amount = map(row.figure, ("deficiency", "target", "amount"))
        if left and target and amount:
            met = amount.value >= target.value
            terms = [] if met else [plus(target), signed(-1, amount)]
            return Reading((equate(row.subject, left, terms, "target met" if met else None),))
    reason = "deficiency, target and amount are not all printed"
    return _not_applicable(sheet, "overcollateralization", reason)
