"""Identities of the pools and of the delinquency tables that are more than a sum over one row."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal

import attrs

from trusteereport.checks.classes import sum_of_rows
from trusteereport.checks.figures import ONE, Equation, Figure, Term, equate
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped
from trusteereport.records import Delinquency, Pool, Status

_AVERAGES = (
    "name",
    "pool_factor",
    "weighted_average_rate",
    "next_weighted_average_rate",
    "weighted_average_maturity",
)
_SUMMED = tuple(one.name for one in attrs.fields(Pool) if one.name not in _AVERAGES)
_HUNDRED = Decimal(100)


def pool_totals(sheet: Sheet) -> Reading:
    """Each total of the pools = the sum of the pools."""
    if sheet.pool_totals is None:
        return Reading((), (Skipped(sheet.subject("pools"), "no total printed"),))
    found = [one for name in _SUMMED for one in sum_of_rows(sheet.pool_totals, sheet.pools, name)]
    return _settled(found)


def _settled(found: Iterable[Equation | Skipped]) -> Reading:
    equations, skipped = [], []
    for one in found:
        if isinstance(one, Equation):
            equations.append(one)
        else:
            skipped.append(one)
    return settle(equations) + Reading((), tuple(skipped))


def pool_factors(sheet: Sheet) -> Reading:
    """The original balances that balances and factors of the pools give add up to the total's."""
    total, parts = sheet.pool_totals, [_original(row) for row in sheet.pools]
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


# ---------------------------------------------------------------- delinquencies


def percentages_of_balance(sheet: Sheet) -> Reading:
    """Percentage = balance of the row / balance of the pool."""
    return _percentages(
        sheet,
        "percent_of_balance",
        ("scheduled_balance", "unpaid_balance"),
        ("ending_balance", "beginning_balance"),
    )


def percentages_of_loans(sheet: Sheet) -> Reading:
    """Percentage = loans of the row / loans of the pool."""
    return _percentages(
        sheet, "percent_of_loans", ("loan_count",), ("loan_count", "prior_loan_count")
    )


def _percentages(sheet: Sheet, name: str, parts: Sequence[str], wholes: Sequence[str]) -> Reading:
    """The first reading that fits: each part over each printed whole, then over a solved one."""
    rows = [row for row in sheet.rows("delinquencies") if row.figure(name)]
    if not rows:
        return Reading((), (Skipped(sheet.subject("delinquencies"), "no percentages printed"),))
    tried = Reading((), (Skipped(sheet.subject("delinquencies"), "no figures to compare with"),))
    for whole in (*wholes, None):
        for part in parts:
            equations = (
                _over_printed(sheet, rows, name, part, whole)
                if whole
                else _over_solved(rows, name, part)
            )
            tried = settle(equations, alone=False)
            if tried.equations:
                return tried
    return tried


def _over_printed(
    sheet: Sheet, rows: Sequence[Row], name: str, part: str, whole: str
) -> list[Equation]:
    found = []
    for row in rows:
        percent, value = row.figure(name), row.figure(part)
        base = _whole(sheet, row, whole)
        if percent and value and base and base.value:
            term = Term(_HUNDRED, (value,), (base,))
            found.append(equate(row.subject, percent, [term], f"{part} / {whole} of the pool"))
    return found


def _whole(sheet: Sheet, row: Row, name: str) -> Figure | None:
    """The figure of the pool that a delinquency row belongs to, or of all pools."""
    assert isinstance(row.record, Delinquency)
    pool = row.record.pool
    if pool is None:
        figures = sheet.whole_pool(name)
        return figures[0] if len(figures) == 1 else None
    for one in sheet.pools:
        if getattr(one.record, "name", None) == pool:
            return one.figure(name)
    return None


def _over_solved(rows: Sequence[Row], name: str, part: str) -> list[Equation]:
    """The largest row of a pool gives the whole; all others must fit it."""
    found = []
    for group in _groups(rows, lambda one: one.pool).values():
        pairs = [(row, row.figure(name), row.figure(part)) for row in group]
        speaking = [
            (row, percent, value)
            for row, percent, value in pairs
            if percent and value and percent.value and value.value
        ]
        if not speaking:
            continue
        base, base_percent, base_value = max(speaking, key=lambda one: one[2].value)
        for row, percent, value in pairs:
            if percent and value and row is not base:
                term = Term(ONE, (value, base_percent), (base_value,))
                found.append(equate(row.subject, percent, [term], f"as {base.subject}"))
    return found


_DAYS = (Status.DAYS_30_59, Status.DAYS_60_89, Status.DAYS_90_PLUS)
_DELINQUENCY_FIELDS = (
    "loan_count",
    "unpaid_balance",
    "scheduled_balance",
    "percent_of_balance",
    "percent_of_loans",
)
Key = Callable[[Delinquency], Hashable]


def delinquency_totals(sheet: Sheet) -> Reading:
    """Totals over statuses, over categories and over pools = the sums of their rows."""
    rows = sheet.rows("delinquencies")
    by_status = _groups(rows, lambda one: (one.pool, one.category)).values()
    by_category = _groups(rows, lambda one: (one.pool, one.status)).values()
    by_pool = _groups(rows, lambda one: (one.category, one.status)).values()
    reading = (
        _first_that_fits(
            [[_parts(group, _is_total, use) for group in by_status] for use in (_fine, _in_days)]
        )
        + _first_that_fits([[_parts(group, _is_30_plus, _in_days) for group in by_status]])
        + _first_that_fits([[_parts(group, _is_all_categories, _any) for group in by_category]])
        + _first_that_fits([[_parts(group, _is_all_pools, _any) for group in by_pool]])
    )
    if reading.equations or reading.skipped:
        return reading
    return Reading((), (Skipped(sheet.subject("delinquencies"), "no totals printed"),))


def _groups(rows: Iterable[Row], key: Key) -> dict[Hashable, list[Row]]:
    found: dict[Hashable, list[Row]] = {}
    for row in rows:
        assert isinstance(row.record, Delinquency)
        found.setdefault(key(row.record), []).append(row)
    return found


Test = Callable[[Delinquency], bool]


def _is_total(one: Delinquency) -> bool:
    return one.status is Status.TOTAL


def _is_30_plus(one: Delinquency) -> bool:
    return one.status is Status.DAYS_30_PLUS


def _fine(one: Delinquency) -> bool:
    return one.status not in (Status.TOTAL, Status.DAYS_30_PLUS)


def _in_days(one: Delinquency) -> bool:
    return one.status in _DAYS


def _is_all_categories(one: Delinquency) -> bool:
    return one.category == "total"


def _is_all_pools(one: Delinquency) -> bool:
    return one.pool is None


def _any(_: Delinquency) -> bool:
    return True


def _parts(group: Sequence[Row], is_total: Test, is_part: Test) -> tuple[Row, list[Row]] | None:
    """The total of a group of rows and its parts; None where it has not both."""
    totals = [row for row in group if is_total(_record(row))]
    parts = [row for row in group if not is_total(_record(row)) and is_part(_record(row))]
    return (totals[0], parts) if len(totals) == 1 and parts else None


def _record(row: Row) -> Delinquency:
    assert isinstance(row.record, Delinquency)
    return row.record


def _first_that_fits(choices: Sequence[Sequence[tuple[Row, list[Row]] | None]]) -> Reading:
    """The first choice of parts that adds up to most totals, else what the last one says."""
    reading = Reading()
    for choice in choices:
        found = [
            one
            for pair in choice
            if pair
            for name in _DELINQUENCY_FIELDS
            for one in sum_of_rows(*pair, name)
        ]
        reading = _settled(found)
        if reading.equations:
            return reading
    return reading
