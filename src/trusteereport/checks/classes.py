"""Identities of the classes that are more than a sum over one row."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from trusteereport.checks.figures import (
    ZERO,
    Equation,
    Figure,
    Term,
    equate,
    plus,
)
from trusteereport.checks.rules import Formula, read_formula, read_signs, terms_of
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
    columns = {name: _member_sum(sheet, total, name, members) for name in fields}
    found = [one for column in _of_other_tables(sheet, total, columns).values() for one in column]
    skipped = [one for one in found if isinstance(one, Skipped)]
    equations = [one for one in found if isinstance(one, Equation)]
    speaking = [one for one in equations if one.says_something]
    if speaking and not members.found:
        reason = "no choice of classes adds up to most of the printed totals"
        return Reading((), (*skipped, *(Skipped(one.subject, reason) for one in equations)))
    said = (sheet.subject(f"totals of {noun} include {members.text}"),) if speaking else ()
    return Reading(tuple(equations), tuple(skipped), said)


_Columns = dict[str, list[Equation | Skipped]]


def _of_other_tables(sheet: Sheet, total: Row, columns: _Columns) -> _Columns:
    """The columns' totals; two or more may be of a table whose totals have other members."""
    failing = [name for name, column in columns.items() if not _adds_up(column)]
    for members in (sheet.balance_members, sheet.amount_members, sheet.all_members):
        others = {name: _member_sum(sheet, total, name, members) for name in failing}
        fitting = {name: column for name, column in others.items() if _adds_up(column)}
        if len(fitting) > 1:
            return columns | fitting
    return columns


def _adds_up(column: Iterable[Equation | Skipped]) -> bool:
    return all(isinstance(one, Skipped) or one.holds for one in column)


def _member_sum(sheet: Sheet, total: Row, name: str, members: Members) -> list[Equation | Skipped]:
    rows = [row for place, row in enumerate(sheet.classes) if place not in members.left_out]
    return sum_of_rows(total, rows, name, members.text)


def components(sheet: Sheet) -> Reading:
    """Each amount and balance of a class with components = the sum of its components'."""
    found: list[Equation | Skipped] = []
    for whole in sorted(set(sheet.components.values())):
        row = sheet.classes[whole]
        parts = [sheet.classes[place] for place, one in sheet.components.items() if one == whole]
        for name in (*BALANCES, *AMOUNTS):
            if all(part.figure(name) for part in parts):
                found += sum_of_rows(row, parts, name)
    if not sheet.components:
        return Reading((), (Skipped(sheet.subject("classes"), "no components printed"),))
    return Reading(
        tuple(one for one in found if isinstance(one, Equation)),
        tuple(one for one in found if isinstance(one, Skipped)),
    )


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
