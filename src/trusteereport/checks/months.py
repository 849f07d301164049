"""Reports of several months: which belong to one deal, in which order, and do they follow?"""

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence

from attrs import Factory, define, frozen

from trusteereport.checks.evaluation import Finding, Verdicts, check, judge, read
from trusteereport.checks.identities import IDENTITIES, MONTH_IDENTITIES, Identity, select
from trusteereport.checks.sheet import Reading, Sheet, Skipped
from trusteereport.records import Statement
from trusteereport.report import Report

_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")
_COMMON_SHARE = 2
"""One of so many CUSIPs in common makes two statements the same deal's."""

Month = tuple[int, int]


@frozen
class DealMonths:
    """The statements of one deal, in order, and what holds between them.

    ``months`` are ISO months (2003-12) with the report of each; ``missing`` are those
    without one; ``repeated`` names reports of one month beside the one that is used;
    ``replaced`` those that an amended filing (8-K/A) replaces; ``undated`` those without a
    distribution date.
    """

    name: str
    months: tuple[tuple[str, str | None], ...]
    missing: tuple[str, ...]
    repeated: tuple[str | None, ...]
    replaced: tuple[str | None, ...]
    undated: tuple[str | None, ...]
    verdicts: Verdicts


@frozen
class MonthsVerdicts:
    """What was checked in each of several reports, and between the months of their deals."""

    reports: tuple[Verdicts, ...]
    deals: tuple[DealMonths, ...]

    @property
    def failed(self) -> bool:
        """Whether an identity fails, in a report or between two."""
        return any(one.failed for one in self.reports) or any(
            deal.verdicts.failed for deal in self.deals
        )


@frozen
class _Filed:
    """A statement with the number of its report and its place in it."""

    number: int
    place: int
    report: Report

    @property
    def statement(self) -> Statement:
        return self.report.statements[self.place]

    @property
    def date(self) -> datetime.date | None:
        """The distribution date, of the statement or of the filing; the first day of a month.

        Where neither is printed, the end of the collection period.
        """
        events, period = self.report.events, self.statement.collection_period
        date = (
            self.statement.distribution_date
            or (events.distribution_date if events else None)
            or (period.end if period else None)
        )
        if isinstance(date, str):
            return datetime.date.fromisoformat(f"{date}-01")
        return date

    @property
    def month(self) -> Month:
        """Year and month; only of dated statements."""
        assert self.date is not None, "undated statements are left before"
        return self.date.year, self.date.month

    @property
    def amended(self) -> bool:
        """Whether the filing amends another (8-K/A)."""
        filing, cover = self.report.filing, self.report.cover
        forms = (filing.form_type if filing else None, cover.form if cover else None)
        return any(form and form.strip().upper().endswith("/A") for form in forms)

    @property
    def source(self) -> str | None:
        """The report's name."""
        return self.report.source.name

    @property
    def cusips(self) -> frozenset[str]:
        """The CUSIPs of its classes."""
        return frozenset(one.cusip for one in self.statement.classes if one.cusip)

    @property
    def title(self) -> tuple[str, ...]:
        """Trust, series and group, without case, blanks and punctuation: 2000E is 2000 E."""
        named = (self.statement.trust, self.statement.series, self.statement.group)
        return tuple(_NOT_LETTERS.sub("", (one or "").upper()) for one in named)

    def same_deal(self, other: "_Filed") -> bool:
        """Whether two statements are one deal's: half of the CUSIPs, or else the same title."""
        common, fewest = self.cusips & other.cusips, min(len(self.cusips), len(other.cusips))
        if fewest:
            return _COMMON_SHARE * len(common) >= fewest
        return any(self.title) and self.title == other.title

    def beside(self, other: "_Filed") -> bool:
        """Whether two statements stand in one report, and not for two months."""
        months = [(date.year, date.month) for date in (self.date, other.date) if date]
        return self.number == other.number and len(set(months)) < 2


def check_months(
    reports: Sequence[Report], *, without: Iterable[str] = (), extra: Iterable[Identity] = ()
) -> MonthsVerdicts:
    """Check each report, and the months of each deal against each other.

    Args:
        reports: reports in any order, of any deals.
        without: names of identities that are switched off.
        extra: further identities of single statements.

    Returns:
        The verdicts on each report, in the order given, and on each deal.

    Raises:
        ValueError: a name in ``without`` is no identity's.
    """
    off, more = tuple(without), tuple(extra)
    identities = select(IDENTITIES, off, more)
    filed = [
        _Filed(number, place, report)
        for number, report in enumerate(reports)
        for place in range(len(report.statements))
    ]
    return MonthsVerdicts(
        tuple(check(report, without=off, extra=more) for report in reports),
        tuple(_deal(group, reports, identities, off) for group in _deals(filed)),
    )


def _deals(filed: Iterable[_Filed]) -> list[list[_Filed]]:
    """The statements by deal; two of one report are two deals', unless of different months."""
    found: list[list[_Filed]] = []
    for one in filed:
        for group in found:
            if any(map(one.same_deal, group)) and not any(map(one.beside, group)):
                group.append(one)
                break
        else:
            found.append([one])
    return found


@define
class _Months:
    """The statements of a deal by month, and those that are not used."""

    used: dict[Month, _Filed] = Factory(dict)
    repeated: list[_Filed] = Factory(list)
    replaced: list[_Filed] = Factory(list)

    def put(self, one: _Filed) -> None:
        """Use a statement for its month, unless one that is as good is used already."""
        before = self.used.setdefault(one.month, one)
        if before is one:
            return
        if before.amended == one.amended:
            self.repeated.append(one)
        else:
            self.used[one.month] = one if one.amended else before
            self.replaced.append(before if one.amended else one)


def _deal(
    group: Sequence[_Filed],
    reports: Sequence[Report],
    identities: Sequence[Identity],
    off: Sequence[str],
) -> DealMonths:
    months = _Months()
    for one in sorted((one for one in group if one.date), key=lambda one: one.month):
        months.put(one)
    name = _deal_name(group[0])
    return DealMonths(
        name,
        tuple((_iso(month), one.source) for month, one in months.used.items()),
        tuple(map(_iso, _missing(list(months.used)))),
        tuple(one.source for one in months.repeated),
        tuple(one.source for one in months.replaced),
        tuple(one.source for one in group if one.date is None),
        _judge(list(months.used.values()), reports, name, identities, off),
    )


def _judge(
    used: Sequence[_Filed],
    reports: Sequence[Report],
    name: str,
    identities: Sequence[Identity],
    off: Sequence[str],
) -> Verdicts:
    """The verdicts between months; each statement's own identities help to find suspects."""
    findings = _between(used, off)
    failing = any(not one.holds for finding in findings for one in finding.reading.equations)
    own = [
        equation
        for one in (used if failing else ())
        for finding in read(one.report, identities, one.number)
        if not finding.identity.warning
        for equation in finding.reading.equations
    ]
    return judge(findings, reports, name, evidence=own, counted=False)


def _deal_name(one: _Filed) -> str:
    named = (one.statement.trust, one.statement.series, one.statement.group)
    return " ".join(filter(None, named)) or one.source or "a deal without a name"


def _iso(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"


def _next(month: Month) -> Month:
    return (month[0] + month[1] // 12, month[1] % 12 + 1)


def _missing(months: Sequence[Month]) -> list[Month]:
    """The months between the first and the last that have no report."""
    found: list[Month] = []
    for before, after in itertools.pairwise(months):
        month = _next(before)
        while month < after:
            found.append(month)
            month = _next(month)
    return found


def _between(used: Sequence[_Filed], off: Sequence[str]) -> list[Finding]:
    """What the identities between months read from each month and the one before it."""
    sheets = [Sheet(one.report, one.place, one.number, _iso(one.month)) for one in used]
    steps = zip(itertools.pairwise(used), itertools.pairwise(sheets), strict=True)
    pairs = [pair for (before, after), pair in steps if after.month == _next(before.month)]
    identities = [one for one in MONTH_IDENTITIES if one.name not in off]
    if not pairs:
        reading = Reading((), (Skipped("months", "no two months that follow each other"),))
        return [Finding(identity, reading) for identity in identities]
    return [
        Finding(identity, identity.rule(last, this))
        for last, this in pairs
        for identity in identities
    ]
