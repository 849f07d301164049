"""Identities of the pools that are more than a sum over one row."""

from collections.abc import Iterable

import attrs

from trusteereport.checks.classes import sum_of_rows
from trusteereport.checks.figures import ONE, Equation, Figure, Term, equate
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped
from trusteereport.records import Pool

_AVERAGES = (
    "name",
    "pool_factor",
    "weighted_average_rate",
    "next_weighted_average_rate",
    "weighted_average_maturity",
)
_SUMMED = tuple(one.name for one in attrs.fields(Pool) if one.name not in _AVERAGES)


def pool_totals(sheet: Sheet) -> Reading:
    """Each total of the pools = the sum of the pools."""
    if sheet.pool_totals is None:
        return Reading((), (Skipped(sheet.subject("pools"), "no total printed"),))
    rows = sheet.single_pools
    found = [one for name in _SUMMED for one in sum_of_rows(sheet.pool_totals, rows, name)]
    return settled(found)


def settled(found: Iterable[Equation | Skipped]) -> Reading:
    """All equations or none, as ``rules.settle`` has it, with what does not apply."""
    equations, skipped = [], []
    for one in found:
        if isinstance(one, Equation):
            equations.append(one)
        else:
            skipped.append(one)
    return settle(equations) + Reading((), tuple(skipped))


def pool_factors(sheet: Sheet) -> Reading:
    """The original balances that balances and factors of the pools give add up to the total's."""
    total, parts = sheet.pool_totals, [_original(row) for row in sheet.single_pools]
    whole = _original(total) if total else None
    if not whole or not parts or not all(parts):
        reason = "no balance and factor above zero printed for each pool and their total"
        return Reading((), (Skipped(sheet.subject("pools"), reason),))
    balance, factor = whole
    terms = [Term(ONE, (part[0], factor), (part[1],)) for part in parts if part]
    return Reading((equate(sheet.subject("total of pools"), balance, terms),))


def _original(row: Row) -> tuple[Figure, Figure] | None:
    """The balance and the factor that give a pool's original balance."""
    balance, factor = row.figure("ending_balance"), row.figure("pool_factor")
    return (balance, factor) if balance and factor and factor.value else None


def has_its_own_roll(row: Row) -> str | None:
    """Why the losses do not fall into the balance: another identity rolls it forward."""
    for name in ("principal_remittance", "liquidated_principal"):
        if row.figure(name):
            return f"{name.replace('_', ' ')} is printed: the balance rolls forward by it"
    return None


def has_interest_remittance(row: Row) -> str | None:
    """Why gross interest does not lead to the net in one step."""
    if row.figure("interest_remittance_amount"):
        return "interest remittance amount is printed: it stands between the two"
    return None
