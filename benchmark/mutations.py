"""How many misread figures does reconciliation catch, and does it point at them?

    python benchmark/mutations.py [--seed N] [--quick] [FAMILY...]

Each number of the corpus that an identity confirms is changed as scanners, typists and
column mistakes change numbers, one change at a time, in the records that the document
parses to.  A change counts as large where it exceeds what the print leaves open: the
smallest change that the identities resting on the number could show.  Printed is, by kind
of change, by family and by kind of number, how many of the large changes an identity
catches, and in how many of those the first suspect named is a changed cell.

The same seed gives the same changes.  ``--quick`` takes every tenth number.  All families
of the corpus take about an hour; those that are named take less.
"""

import argparse
import itertools
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from trusteereport.cells import Cell
from trusteereport.checks.evaluation import check, read
from trusteereport.checks.figures import confirmed, exponent_of, resolutions
from trusteereport.checks.identities import IDENTITIES
from trusteereport.parser import parse_file
from trusteereport.report import Report

CORPUS = Path(__file__).parents[1] / "corpus"
KINDS = (
    "digit changed",
    "digits transposed",
    "digit dropped",
    "sign lost",
    "moved to next row",
    "moved to next column",
)
_QUICK = 10
_ROWS_BELOW = 3
"""How many lines below a cell the next row of its table may stand."""

Changes = Mapping[str, Decimal | None]
"""New values by record path; None is a blank."""


@frozen
class Trial:
    """One change of one document: what it was, and what ``check`` made of it."""

    family: str
    table: str
    kind: str
    large: bool
    caught: bool
    right: bool


def main() -> None:
    """Run all trials and print the tables."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--quick", action="store_true", help="every tenth number only")
    arguments.add_argument("families", nargs="*", metavar="FAMILY", help="all, unless named")
    options = arguments.parse_args()
    families = options.families or ["*"]
    documents = [path for one in families for path in sorted(CORPUS.glob(f"{one}/*.txt"))]
    step = _QUICK if options.quick else 1
    with ProcessPoolExecutor() as pool:
        runs = [pool.submit(trials_of, path, options.seed, step) for path in documents]
        trials = [trial for run in runs for trial in run.result()]
    sys.stdout.write("\n".join(tables(trials)) + "\n")


@frozen
class Document:
    """A parsed document, and for each number the smallest change that its identities show."""

    name: str
    family: str
    report: Report
    smallest: Mapping[str, Decimal]
    cells: Sequence[Cell]


def read_document(path: Path) -> Document:
    """A document of the corpus with the numbers that an identity confirms."""
    report = parse_file(path)
    equations = [
        equation
        for finding in read(report, IDENTITIES)
        if not finding.identity.warning
        for equation in finding.reading.equations
    ]
    known = confirmed(equations)
    smallest = {name: radius for (_, name), radius in resolutions(equations).items()}
    cells = [cell for cell in _numbers(report) if (0, cell.path) in known]
    return Document(path.name, path.parent.name, report, smallest, cells)


def trials_of(path: Path, seed: int, step: int = 1) -> list[Trial]:
    """All trials with every ``step``-th confirmed number of a document."""
    document = read_document(path)
    return [
        try_change(document, cell, kind, changes)
        for cell in document.cells[::step]
        for kind, changes in changes_of(document, cell, seed)
    ]


def _numbers(report: Report) -> list[Cell]:
    return [
        cell
        for cell in report.cells
        if cell.kind in ("number", "percent") and cell.path and isinstance(cell.value, Decimal)
    ]


def try_change(document: Document, cell: Cell, kind: str, changes: Changes) -> Trial:
    """Check a document with a change."""
    checked = check(changed(document.report, changes))
    large = any(_is_large(document, path, new) for path, new in changes.items())
    right = bool(checked.suspects) and checked.suspects[0].path in changes
    return Trial(document.family, _table_of(cell), kind, large, checked.failed, right)


def _is_large(document: Document, path: str, new: Decimal | None) -> bool:
    """Whether a change exceeds what the prints, the old one and the new one, leave open."""
    if path not in document.smallest:
        return False
    old = value_at(document.report, path) or Decimal(0)
    lost = _half_unit(new) - _half_unit(old) if new is not None else Decimal(0)
    return abs((new or Decimal(0)) - old) > document.smallest[path] + max(lost, Decimal(0))


def _half_unit(value: Decimal) -> Decimal:
    return Decimal((0, (5,), exponent_of(value) - 1))


def _table_of(cell: Cell) -> str:
    """What kind of number a cell is: of which table, and amount, factor, rate or count."""
    table, _, name = (cell.field or "").rpartition(".")
    what = next((kind for kind in ("factor", "rate", "count") if name.endswith(kind)), "amount")
    return f"{_TABLES.get(table.partition('.')[0], 'other')} {what}s"


_TABLES = {
    "classes": "class",
    "class_totals": "class",
    "pools": "pool",
    "pool_totals": "pool",
    "delinquencies": "delinquency",
}

# ---------------------------------------------------------------- changes


def changes_of(document: Document, cell: Cell, seed: int) -> Iterator[tuple[str, Changes]]:
    """One change of each kind that is possible with a cell's number."""
    value, path, report = cell.value, cell.path, document.report
    chance = random.Random(f"{seed} {document.name} {path}")  # noqa: S311  # no secret
    assert isinstance(value, Decimal)
    assert path is not None
    text = format(abs(value), "f")
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    place = chance.choice(digits)
    other = chance.choice([digit for digit in "0123456789" if digit != text[place]])
    yield KINDS[0], {path: _number(value, text[:place] + other + text[place + 1 :])}
    pairs = [(one, two) for one, two in itertools.pairwise(digits) if text[one] != text[two]]
    if pairs:
        first, second = chance.choice(pairs)
        swapped = list(text)
        swapped[first], swapped[second] = text[second], text[first]
        yield KINDS[1], {path: _number(value, "".join(swapped))}
    if len(digits) > 1:
        place = chance.choice(digits)
        yield KINDS[2], {path: _number(value, text[:place] + text[place + 1 :])}
    if value < 0:
        yield KINDS[3], {path: abs(value)}
    for kind, neighbour in ((KINDS[4], _below(report, cell)), (KINDS[5], _beside(report, cell))):
        if neighbour is not None and neighbour.path is not None and neighbour.value != value:
            yield kind, {path: None, neighbour.path: value}


def _number(value: Decimal, text: str) -> Decimal:
    """The number that a text shows, with the sign that the value has."""
    return Decimal(text).copy_sign(value)


def _below(report: Report, cell: Cell) -> Cell | None:
    """The number in the next row of the same column: their right edges agree."""
    edge = cell.column + len(cell.raw)
    found = [
        one
        for one in _numbers(report)
        if 0 < one.line - cell.line <= _ROWS_BELOW and abs(one.column + len(one.raw) - edge) <= 1
    ]
    return min(found, key=lambda one: one.line, default=None)


def _beside(report: Report, cell: Cell) -> Cell | None:
    """The next number in the same row."""
    found = [one for one in _numbers(report) if one.line == cell.line and one.column > cell.column]
    return min(found, key=lambda one: one.column, default=None)


# ---------------------------------------------------------------- records


def value_at(record: Any, path: str) -> Decimal | None:
    """The number at a path of a report."""
    for step in path.split("."):
        record = record[int(step)] if step.isdigit() else getattr(record, step)
    return record if isinstance(record, Decimal) else None


def changed(report: Report, changes: Changes) -> Report:
    """The report with other numbers in its records; a blank has no cell."""
    for path, value in changes.items():
        report = _with(report, path.split("."), value)
    blanks = {path for path, value in changes.items() if value is None}
    cells = tuple(cell for cell in report.cells if cell.path not in blanks)
    return attrs.evolve(report, cells=cells)


def _with(record: Any, steps: Sequence[str], value: Decimal | None) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if step.isdigit():
        place = int(step)
        return (*record[:place], _with(record[place], rest, value), *record[place + 1 :])
    return attrs.evolve(record, **{step: _with(getattr(record, step), rest, value)})


# ---------------------------------------------------------------- tables


def tables(trials: Sequence[Trial]) -> Iterator[str]:
    """The results as lines of text."""
    yield from _table("kind of change", [trial.kind for trial in trials], trials)
    yield from _table("kind of number", [trial.table for trial in trials], trials)
    yield from _table("family", [trial.family for trial in trials], trials)


def _table(title: str, keys: Sequence[str], trials: Sequence[Trial]) -> Iterator[str]:
    yield f"{title:24}{'changes':>9}{'large':>9}{'caught':>9}{'share':>9}{'suspect':>9}{'share':>9}"
    changes, large, caught, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for key, trial in zip(keys, trials, strict=True):
        for name in (key, "all"):
            changes[name] += 1
            large[name] += trial.large
            caught[name] += trial.large and trial.caught
            right[name] += trial.large and trial.caught and trial.right
    for name in (*dict.fromkeys(keys), "all"):
        yield (
            f"{name:24}{changes[name]:9}{large[name]:9}"
            f"{caught[name]:9}{_share(caught[name], large[name]):>9}"
            f"{right[name]:9}{_share(right[name], caught[name]):>9}"
        )
    yield ""


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


if __name__ == "__main__":
    main()
