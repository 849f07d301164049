"""How many of the numbers that a family's documents print are in a field?

    python benchmark/coverage.py [FOLDER...] [--grammar NAME|PATH]

Each folder with documents (``*.txt``) in it is a family, and so are the folders inside it;
without a folder, those of the corpus are read.  Counted are the cells of statements that are
numbers or percents.  ``mapped`` is the share of them that a field took, cut off after one
decimal, so that 100.0 % means all; ``in other`` are the numbers that a statement keeps in
``other``; ``unparsed`` are lines, ``problems`` those of the report.

``--grammar base`` reads all by the base alone, as documents of a trustee that nobody
prepared for.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
from pathlib import Path

from attrs import asdict, frozen

from trusteereport.authoring.text_table import text_table
from trusteereport.cells import NUMBERS, Cell
from trusteereport.corpora import DOCUMENT, documents
from trusteereport.parser import parse_file
from trusteereport.problems import TrusteeReportError
from trusteereport.report import Report

CORPUS = Path(__file__).parents[1] / "corpus"
_HEAD = ("family", "documents", "numbers", "mapped", "in other", "unparsed", "problems")
_STATEMENTS = "statements."


@frozen
class Coverage:
    """What became of the numbers and lines of some documents."""

    family: str
    documents: int = 0
    numbers: int = 0
    mapped: int = 0
    other: int = 0
    unparsed: int = 0
    problems: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 2 for a mistake of the caller."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", metavar="FOLDER", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--grammar", metavar="NAME|PATH", help="read all documents with this one")
    options = parser.parse_args(arguments)
    try:
        found = coverage(options.folders, options.grammar)
    except TrusteeReportError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(coverage_table(found))
    return 0


def coverage(folders: Iterable[Path], grammar: str | None = None) -> list[Coverage]:
    """The figures of each family in some folders, in the order of their names.

    Raises:
        TrusteeReportError: a folder holds no document, or one cannot be read.
    """
    families: dict[str, list[Coverage]] = {}
    for document in sorted({one for folder in folders for one in _documents(folder)}):
        family = document.parent.name
        one = coverage_of(family, parse_file(document, grammar=grammar))
        families.setdefault(family, []).append(one)
    return [_added_up(family, parts) for family, parts in sorted(families.items())]


def _documents(folder: Path) -> list[Path]:
    found = [one.resolve() for one in documents(folder)]
    if not found:
        raise TrusteeReportError(f"{folder}: no document ({DOCUMENT}) in this folder")
    return found


def coverage_of(family: str, report: Report) -> Coverage:
    """The figures of one report."""
    numbers = [cell for cell in report.cells if cell.kind in NUMBERS and _is_of_statement(cell)]
    others = [other for statement in report.statements for other in statement.other]
    return Coverage(
        family,
        documents=1,
        numbers=len(numbers),
        mapped=sum(cell.field is not None for cell in numbers),
        other=sum(isinstance(other.value, Decimal) for other in others),
        unparsed=len(report.unparsed),
        problems=len(report.problems),
    )


def _is_of_statement(cell: Cell) -> bool:
    """Whether a number is one of a statement: on the form, those without a field are none."""
    return cell.path is None or cell.path.startswith(_STATEMENTS)


def _added_up(name: str, parts: Sequence[Coverage]) -> Coverage:
    _, *counts = asdict(Coverage(name))
    return Coverage(name, **{count: sum(map(attrgetter(count), parts)) for count in counts})


def coverage_table(families: Sequence[Coverage]) -> str:
    """The table of some families, with a total line."""
    rows = [_HEAD, *map(_row, families), _row(_added_up("total", families))]
    return text_table(rows, right=range(1, len(_HEAD)))


def _row(one: Coverage) -> tuple[str, ...]:
    mapped = f"{one.mapped * 1000 // one.numbers / 10:.1f} %" if one.numbers else "-"
    counts = (one.other, one.unparsed, one.problems)
    return (
        one.family,
        f"{one.documents:,}",
        f"{one.numbers:,}",
        mapped,
        *map("{:,}".format, counts),
    )


if __name__ == "__main__":
    sys.exit(main())
