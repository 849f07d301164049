"""Verdicts as text for a terminal, and as plain values for JSON and YAML."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum

import attrs

from trusteereport.checks.evaluation import Outcome, Place, Suspect, Verdict, Verdicts
from trusteereport.checks.months import DealMonths, MonthsVerdicts

Plain = dict[str, "Plain"] | list["Plain"] | str | int | bool | None
"""What JSON and YAML know; numbers with decimals are strings."""


def as_plain(checked: Verdicts | MonthsVerdicts) -> Plain:
    """Verdicts as dictionaries and lists.

    Keys are the attributes' names; Verdicts have ``failed`` and ``summary`` as well.
    Decimals are strings with the digits as they are (``"270217.24"``), outcomes their text.
    """
    return _plain(checked)


def _plain(value: object) -> Plain:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if not attrs.has(kind := type(value)):
        raise TypeError(f"no plain form of {value!r}")
    found = {one.name: _plain(getattr(value, one.name)) for one in attrs.fields(kind)}
    if isinstance(value, Verdicts):
        found |= {"failed": value.failed, "summary": value.summary}
    return found


def as_text(checked: Verdicts | MonthsVerdicts, *, full: bool = False) -> str:
    """Verdicts to read: failures first, then warnings, suspects, and a summary of one line.

    ``full`` adds what holds and what does not apply, and why.
    """
    if isinstance(checked, Verdicts):
        return "\n".join(_lines(checked, full))
    parts = ["\n".join(_lines(one, full)) for one in checked.reports]
    parts += ["\n".join(_deal_lines(deal, full)) for deal in checked.deals if _is_more(deal)]
    return "\n\n".join(parts)


def _is_more(deal: DealMonths) -> bool:
    """Whether there is something to say of a deal beyond its single reports."""
    return len(deal.months) > 1 or bool(deal.repeated or deal.replaced or deal.undated)


def _lines(checked: Verdicts, full: bool) -> Iterator[str]:
    yield checked.source or "report"
    shown = [Outcome.FAILS, Outcome.WARNS]
    if full:
        shown += [Outcome.HOLDS, Outcome.NOT_APPLICABLE]
    yield from _table(checked.of(*shown))
    for suspect in checked.suspects:
        yield f"  look at {_suspect_text(suspect)}"
    yield from (f"  {said}" for said in checked.observations)
    yield checked.summary


def _deal_lines(deal: DealMonths, full: bool) -> Iterator[str]:
    yield from _lines(deal.verdicts, full)
    yield f"  months: {', '.join(month for month, _ in deal.months)}"
    for what, names in (
        ("missing", deal.missing),
        ("repeated, not used", deal.repeated),
        ("replaced by an amended filing", deal.replaced),
        ("without a distribution date", deal.undated),
    ):
        if names:
            yield f"  {what}: {', '.join(name or 'a report without a name' for name in names)}"


_HEADS = ("", "identity", "of", "printed", "computed", "difference", "tolerance", "at")
_NUMERIC = range(3, 7)


def _table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A table with a row for each verdict; amounts to the right."""
    if not verdicts:
        return
    rows = [_HEADS, *map(_row, verdicts)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADS))]
    reasons = [None, *(verdict.reason for verdict in verdicts)]
    for row, reason in zip(rows, reasons, strict=True):
        cells = [
            text.rjust(width) if place in _NUMERIC else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip() + (f"  ({reason})" if reason else "")


def _row(verdict: Verdict) -> tuple[str, ...]:
    numbers = (verdict.printed, verdict.computed, verdict.difference, verdict.tolerance)
    return (
        str(verdict.outcome),
        verdict.identity,
        verdict.subject,
        *("" if number is None else f"{number:,f}" for number in numbers),
        _at(verdict.cells[:1]),
    )


def _at(places: Iterable[Place]) -> str:
    """``line:column`` of the cells."""
    return ", ".join(f"{one.line}:{one.column}" for one in places if one.line is not None)


def _suspect_text(suspect: Suspect) -> str:
    where = _at(suspect.cells)
    rivals = f", or at {_at(suspect.rivals)}" if _at(suspect.rivals) else ""
    ends = f"{suspect.ends} failure{'s' if suspect.ends > 1 else ''}"
    return (
        f"{suspect.path}{f' (at {where})' if where else ''}: printed {suspect.printed:,f},"
        f" {suspect.value:,f} would end {ends}{rivals}"
    )
