"""Does a report add up? Every identity that its figures allow, with verdict and evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

import attrs
from attrs import frozen

from trusteereport.cells import Cell
from trusteereport.checks.figures import Equation, Figure, Key, confirmed, exponent_of, rounded
from trusteereport.checks.identities import IDENTITIES, Identity, MonthIdentity, select
from trusteereport.checks.sheet import Reading, Sheet, Skipped
from trusteereport.checks.suspects import Suspicion, find_suspects
from trusteereport.report import Report

_SHOWN_PLACES = 2
"""How many more decimals than the print a computed value shows."""


class Outcome(StrEnum):
    """What an identity says of a subject.  A warning is a failure that is no alarm."""

    FAILS = "fails"
    WARNS = "warns"
    HOLDS = "holds"
    NOT_APPLICABLE = "not applicable"


@frozen
class Place:
    """Where a figure stands: its record path, and its cell's 1-based line and column.

    ``source`` is the report's name.  A blank has no line and column.
    """

    source: str | None
    path: str
    line: int | None
    column: int | None


@frozen
class Verdict:
    """What one identity says of one subject (a class, a column's total).

    ``computed``, ``difference`` (printed less computed) and ``tolerance`` are in the unit of
    ``printed``.  ``reason`` says why an identity does not apply, or how it was read.
    """

    identity: str
    subject: str
    outcome: Outcome
    printed: Decimal | None = None
    computed: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    reason: str | None = None
    cells: tuple[Place, ...] = ()


@frozen
class Suspect:
    """A figure that is probably wrong, and the value that would end ``ends`` failures.

    It is advice: no record is changed.  ``rivals`` are figures that would end as many.
    """

    path: str
    cells: tuple[Place, ...]
    printed: Decimal
    value: Decimal
    ends: int
    rivals: tuple[Place, ...] = ()


@frozen
class Verdicts:
    """All that was checked in one report, or between the months of one deal.

    ``numbers`` counts the numbers that are printed, ``confirmed`` those that a holding
    identity rests on closely enough to show an error.
    """

    source: str | None
    verdicts: tuple[Verdict, ...]
    suspects: tuple[Suspect, ...] = ()
    observations: tuple[str, ...] = ()
    numbers: int = 0
    confirmed: int = 0

    def of(self, *outcomes: Outcome) -> tuple[Verdict, ...]:
        """The verdicts with one of the outcomes."""
        return tuple(one for one in self.verdicts if one.outcome in outcomes)

    def identities(self, outcome: Outcome) -> tuple[str, ...]:
        """The identities with an outcome: fails where one subject fails, holds where none does."""
        return tuple(name for name, one in self._outcomes().items() if one is outcome)

    def _outcomes(self) -> dict[str, Outcome]:
        found: dict[str, list[Outcome]] = defaultdict(list)
        for verdict in self.verdicts:
            found[verdict.identity].append(verdict.outcome)
        return {name: next(one for one in Outcome if one in all_) for name, all_ in found.items()}

    @property
    def failed(self) -> bool:
        """Whether an identity fails."""
        return any(verdict.outcome is Outcome.FAILS for verdict in self.verdicts)

    @property
    def summary(self) -> str:
        """One line: how many identities hold, and how many numbers that confirms."""
        holding, failing, idle, warning = (
            len(self.identities(outcome))
            for outcome in (Outcome.HOLDS, Outcome.FAILS, Outcome.NOT_APPLICABLE, Outcome.WARNS)
        )
        warned = f", {warning} warn{'s' if warning == 1 else ''}" if warning else ""
        counted = (
            f"; {self.confirmed} of {self.numbers} numbers are confirmed by at least one"
            if self.numbers
            else ""
        )
        return f"{holding} identities hold, {failing} fail{warned}, {idle} do not apply{counted}"


@frozen
class Finding:
    """What a rule read from a statement, with its identity."""

    identity: Identity | MonthIdentity
    reading: Reading


def check(
    report: Report, *, without: Iterable[str] = (), extra: Iterable[Identity] = ()
) -> Verdicts:
    """Check all statements of a report.

    Args:
        report: a parsed or loaded report.  A loaded one has no cells, so its verdicts have
            paths without lines.
        without: names of identities that are switched off.
        extra: further identities (see ``identities.declare``).

    Returns:
        A verdict for each identity and subject, failures first, and the suspects.

    Raises:
        ValueError: a name in ``without`` is no identity's.
    """
    findings = list(read(report, select(IDENTITIES, without, extra)))
    return judge(findings, [report], report.source.name)


def read(report: Report, identities: Sequence[Identity], number: int = 0) -> Iterator[Finding]:
    """What the identities' rules read from each statement of a report."""
    for place in range(len(report.statements)):
        sheet = Sheet(report, place, number)
        for identity in identities:
            yield Finding(identity, identity.rule(sheet))
    if not report.statements:
        reading = Reading((), (Skipped("report", "it holds no statement"),))
        for identity in identities:
            yield Finding(identity, reading)


def judge(
    findings: Sequence[Finding],
    reports: Sequence[Report],
    source: str | None,
    *,
    evidence: Iterable[Equation] = (),
    counted: bool = True,
) -> Verdicts:
    """The verdicts on findings from reports; a figure's number says from which.

    ``evidence`` are further equations that help to find suspects; ``counted`` says whether
    the numbers of the reports are counted.
    """
    places = _Places(reports)
    verdicts = [verdict for finding in findings for verdict in _verdicts(finding, places)]
    order = list(Outcome)
    verdicts.sort(key=lambda one: order.index(one.outcome))
    alarming = [
        equation
        for finding in findings
        if not finding.identity.warning
        for equation in finding.reading.equations
    ]
    failing = any(not equation.holds for equation in alarming)
    suspicions = find_suspects([*alarming, *evidence]) if failing else ()
    known = confirmed([one for finding in findings for one in finding.reading.equations])
    numbers = places.numbers() if counted else []
    return Verdicts(
        source,
        tuple(verdicts),
        tuple(_suspect(one, places) for one in suspicions),
        tuple(said for finding in findings for said in finding.reading.observations),
        numbers=len(numbers),
        confirmed=sum(key in known for key in numbers),
    )


class _Places:
    """Where the figures of some reports stand."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._cells: dict[Key, list[Cell]] = defaultdict(list)
        self._known: dict[Key, tuple[Place, ...]] = {}
        for number, report in enumerate(reports):
            for cell in report.cells:
                if cell.path is not None:
                    self._cells[number, cell.path].append(cell)

    def of(self, figure: Figure) -> tuple[Place, ...]:
        """The cells of a figure; its path alone where it is blank or the report has no cells."""
        key = figure.key
        if key not in self._known:
            source = self._reports[figure.report].source.name
            found = [Place(source, figure.path, one.line, one.column) for one in self._cells[key]]
            self._known[key] = tuple(found) or (Place(source, figure.path, None, None),)
        return self._known[key]

    def of_all(self, figures: Iterable[Figure]) -> tuple[Place, ...]:
        """The cells of several figures, each once."""
        unique = {figure.key: figure for figure in figures}
        return tuple(place for figure in unique.values() for place in self.of(figure))

    def numbers(self) -> list[tuple[int, str | None]]:
        """The printed numbers: of the cells, or of the records of reports that have none."""
        found: list[tuple[int, str | None]] = []
        for number, report in enumerate(self._reports):
            if report.cells:
                kinds = ("number", "percent")
                found += ((number, cell.path) for cell in report.cells if cell.kind in kinds)
            else:
                for place, statement in enumerate(report.statements):
                    paths = _number_paths(statement, f"statements.{place}")
                    found += ((number, path) for path in paths)
        return found


def _number_paths(value: object, path: str) -> Iterator[str]:
    if isinstance(value, Decimal):
        yield path
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _number_paths(one, f"{path}.{number}")
    elif attrs.has(kind := type(value)):
        for field in attrs.fields(kind):
            yield from _number_paths(getattr(value, field.name), f"{path}.{field.name}")


def _verdicts(finding: Finding, places: _Places) -> Iterator[Verdict]:
    identity, reading = finding.identity, finding.reading
    wrong = Outcome.WARNS if identity.warning else Outcome.FAILS
    for equation in reading.equations:
        finest = exponent_of(equation.left.value) - _SHOWN_PLACES
        yield Verdict(
            identity.name,
            equation.subject,
            Outcome.HOLDS if equation.holds else wrong,
            printed=equation.left.value,
            computed=_shown(equation.computed, finest),
            difference=_shown(equation.difference, finest),
            tolerance=_shown(equation.tolerance, finest),
            reason=equation.remark,
            cells=places.of_all(equation.figures()),
        )
    for one in reading.skipped:
        yield Verdict(identity.name, one.subject, Outcome.NOT_APPLICABLE, reason=one.reason)


def _shown(value: Decimal, finest: int) -> Decimal:
    """The value with no more decimals than the print's and a few."""
    return rounded(value, finest) if exponent_of(value) < finest else value


def _suspect(suspicion: Suspicion, places: _Places) -> Suspect:
    figure = suspicion.figure
    return Suspect(
        path=figure.path,
        cells=places.of(figure),
        printed=figure.value,
        value=suspicion.value,
        ends=suspicion.ends,
        rivals=places.of_all(suspicion.rivals),
    )
