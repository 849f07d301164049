"""Identities of the delinquency tables: percentages, totals of statuses, categories and pools."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal

from trusteereport.checks.classes import sum_of_rows
from trusteereport.checks.completion import by
from trusteereport.checks.figures import ONE, Equation, Figure, Term, equate
from trusteereport.checks.pools import settled
from trusteereport.checks.rules import settle
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped
from trusteereport.records import Delinquency, Status

_HUNDRED = Decimal(100)


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
_AMOUNTS = ("loan_count", "unpaid_balance", "scheduled_balance")
_PERCENTAGES = ("percent_of_balance", "percent_of_loans")
_CURRENT = by(others=r"\bcurrent\b")
"""Some tables begin with the loans that are not delinquent, which no status names."""

Key = Callable[[Delinquency], Hashable]


def delinquency_totals(sheet: Sheet) -> Reading:
    """Totals over statuses, over categories and over pools = the sums of their rows.

    Percentages add up within a pool only: each pool's are of its own balance.
    """
    rows = sheet.rows("delinquencies")
    by_status = _groups(rows, lambda one: (one.pool, one.category)).values()
    by_category = _groups(rows, lambda one: (one.pool, _status(one))).values()
    by_pool = _groups(rows, lambda one: (one.category, _status(one))).values()
    reading = Reading()
    for fields in (_AMOUNTS, _PERCENTAGES):
        reading += (
            _first_that_fits(
                [
                    [_parts(group, _is_total, use) for group in by_status]
                    for use in (_fine, _in_days)
                ],
                fields,
            )
            + _first_that_fits(
                [[_parts(group, _is_30_plus, _in_days) for group in by_status]], fields
            )
            + _first_that_fits(
                [[_parts(group, _is_all_categories, _any) for group in by_category]], fields
            )
        )
    reading += _first_that_fits(
        [[_parts(group, _is_all_pools, _any) for group in by_pool]], _AMOUNTS
    )
    if reading.equations or reading.skipped:
        return reading
    return Reading((), (Skipped(sheet.subject("delinquencies"), "no totals printed"),))


def _status(one: Delinquency) -> Hashable:
    """What tells a row's status from others: its label, where it has none of the usual ones."""
    return one.status or one.label


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


def _first_that_fits(
    choices: Sequence[Sequence[tuple[Row, list[Row]] | None]], fields: Sequence[str]
) -> Reading:
    """The first choice of parts that adds up to most totals, else what the last one says."""
    reading = Reading()
    for choice in choices:
        found = [
            _with_current(pair[0], one)
            for pair in choice
            if pair
            for name in fields
            for one in sum_of_rows(*pair, name)
        ]
        reading = settled(found)
        if reading.equations:
            return reading
    return reading


def _with_current(total: Row, one: Equation | Skipped) -> Equation | Skipped:
    """A total with the loans that are not delinquent, where they are printed beside the others."""
    if isinstance(one, Skipped) or one.holds:
        return one
    return _CURRENT(total, one) or one
