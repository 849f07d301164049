"""A grammar tried on a folder of documents: what it maps, what it leaves, what has changed."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from attrs import frozen

from trusteereport import discovery, grammars
from trusteereport.authoring.text_table import text_table
from trusteereport.cells import NUMBERS
from trusteereport.corpora import DOCUMENT, EXPECTED, documents, orphans
from trusteereport.discovery import Layer
from trusteereport.parser import parse_source
from trusteereport.problems import TrusteeReportError
from trusteereport.report import Report
from trusteereport.serialization import dumps
from trusteereport.source import read_file


@frozen
class DocumentResult:
    """What came out of a document of a corpus."""

    name: str
    numbers: int = 0
    mapped: int = 0
    residue: tuple[int, ...] = ()
    recognised: str = ""
    snapshot: str = ""
    failures: tuple[str, ...] = ()


def check_corpus(
    name: str, corpus: Path, *, update: bool = False, others: Sequence[Path] = ()
) -> tuple[str, bool]:
    """Read the documents of a folder with a grammar; a table, and whether something failed.

    Args:
        name: the grammar's name or path.
        corpus: the folder; the expected dump of ``a.txt`` is ``a.yaml`` beside it.
        update: write the expected files.
        others: folders of documents that the grammar must not recognise.

    Raises:
        GrammarError: the grammar cannot be found or built.
        TrusteeReportError: a folder is not there or holds no document.
    """
    layer = grammars.find(name)
    grammars.load(name)
    results = [
        _read_document(name, layer, corpus, one, update=update) for one in _documents(corpus)
    ]
    failures = [failure for one in results for failure in one.failures]
    failures += _without_document(corpus)
    for folder in others:
        failures += _wrongly_recognised(layer, folder)
    text = _result_table(results) + "".join(f"\n{failure}\n" for failure in failures)
    return text, bool(failures)


def _documents(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise TrusteeReportError(f"{folder}: no such folder")
    found = documents(folder)
    if not found:
        raise TrusteeReportError(f"{folder}: no document ({DOCUMENT}) in this folder")
    return found


def _read_document(
    name: str, layer: Layer, corpus: Path, document: Path, *, update: bool
) -> DocumentResult:
    shown = document.relative_to(corpus).as_posix()
    try:
        source = read_file(document)
        report = parse_source(source, name)
    except TrusteeReportError as error:
        return DocumentResult(shown, snapshot="failed", failures=(str(error),))
    recognised, misrecognised = _recognition(layer, source.text)
    snapshot, difference = _compare(document, dumps(report), update=update)
    numbers, mapped = count_numbers(report)
    return DocumentResult(
        shown,
        numbers,
        mapped,
        tuple(line.line for line in report.unparsed),
        recognised,
        snapshot,
        tuple(f"{shown}: {one}" for one in (misrecognised, difference) if one),
    )


def count_numbers(report: Report) -> tuple[int, int]:
    """How many numbers a report has, and how many of them are in a field."""
    numbers = [cell for cell in report.cells if cell.kind in NUMBERS]
    return len(numbers), sum(cell.field is not None for cell in numbers)


def _recognition(layer: Layer, text: str) -> tuple[str, str | None]:
    """Whether a grammar and no other recognises a text: in a word, and what is wrong."""
    recogniser = discovery.recogniser_of(layer)
    if recogniser is None:
        return "by name", None
    if not recogniser.search(text):
        return "no", f"RECOGNISED_BY of {layer.path} does not find this document"
    choice = grammars.choose(text)
    below = {one.name for one in discovery.all_known().stack(layer)}
    if choice.name in below and not isinstance(choice, grammars.Unsettled):
        return "yes", None
    return "not alone", f"recognised as {choice.name}, too: {choice.reason}"


def _compare(document: Path, found: str, *, update: bool) -> tuple[str, str | None]:
    """Compare a dump with the expected one: the result in a word, and what differs."""
    expected = document.with_suffix(EXPECTED)
    before = expected.read_text("utf-8") if expected.is_file() else None
    if before == found:
        return "ok", None
    if update:
        expected.write_text(found, encoding="utf-8", newline="\n")
        return "written" if before is None else "updated", None
    if before is None:
        return "missing", f"{expected.name} is missing; --update writes it"
    difference = list(
        unified_diff(before.split("\n"), found.split("\n"), expected.name, "found", lineterm="")
    )
    shown = "\n  ".join(difference[:12] + (["..."] if len(difference) > 12 else []))
    return "failed", f"differs from the expected file:\n  {shown}"


def _without_document(corpus: Path) -> Iterator[str]:
    for orphan in orphans(corpus):
        if orphan.suffix == EXPECTED:
            yield f"{orphan.relative_to(corpus).as_posix()}: has no document beside it"


def _wrongly_recognised(layer: Layer, folder: Path) -> Iterator[str]:
    recogniser = discovery.recogniser_of(layer)
    for document in _documents(folder) if recogniser else ():
        text = read_file(document).text
        match = recogniser.search(text) if recogniser else None
        if match:
            line = text.count("\n", 0, match.start()) + 1
            yield (
                f"{document}:{line}: RECOGNISED_BY of {layer.path} claims this document of "
                f"another trustee by {match.group()!r}; let it want more"
            )


def _result_table(results: Sequence[DocumentResult]) -> str:
    rows = [("document", "numbers", "mapped", "residue", "recognised", "snapshot")]
    rows += [
        (
            one.name,
            str(one.numbers),
            _percent(one.mapped, one.numbers),
            _residue(one.residue),
            one.recognised,
            one.snapshot,
        )
        for one in results
    ]
    numbers, mapped = sum(one.numbers for one in results), sum(one.mapped for one in results)
    residue = sum(len(one.residue) for one in results)
    good = sum(not one.failures for one in results)
    total = f"{good} of {len(results)} ok"
    rows.append((total, str(numbers), _percent(mapped, numbers), str(residue), "", ""))
    return text_table(rows, right=(1, 2))


def _residue(lines: tuple[int, ...]) -> str:
    """How many lines, and the first of them."""
    if not lines:
        return "0"
    first = ", ".join(map(str, lines[:3]))
    return f"{len(lines)} (line {first}{', ...' if len(lines) > 3 else ''})"


def _percent(part: int, whole: int) -> str:
    """A share in percent, cut off, so that 100 means all."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "-"
