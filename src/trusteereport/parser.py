"""From text to report: the steps in their order."""

from operator import attrgetter
from pathlib import Path

from attrs import evolve

from trusteereport import grammars
from trusteereport.assembly import assemble
from trusteereport.drafts import Draft
from trusteereport.filing import put_fact
from trusteereport.grammars import Choice, Unsettled
from trusteereport.ledger import Ledger
from trusteereport.problems import Problem, Severity
from trusteereport.records import SourceInfo
from trusteereport.report import Report
from trusteereport.source import Source, read_file, read_source

_PLACE = attrgetter("line", "column")


def parse(text: str | bytes, *, grammar: str | None = None, name: str | None = None) -> Report:
    """Parse a document.

    Args:
        text: the document, as text or as the bytes of the file.
        grammar: the name of a shipped grammar or the path of a ``.lark`` file; without it
            the grammar that recognises the document is taken, else the base.
        name: what ``report.source.name`` shall be.

    Returns:
        The report.  Whatever was not understood is in its ``unparsed``, ``problems`` and
        ``statements[].other``.

    Raises:
        SourceError: the bytes are no text.
        GrammarError: the grammar cannot be found or built.
    """
    return parse_source(read_source(text, name), grammar)


def parse_file(path: str | Path, *, grammar: str | None = None) -> Report:
    """Parse a file; as ``parse``.

    Raises:
        SourceError: the file cannot be read, or is no text.
        GrammarError: the grammar cannot be found or built.
    """
    return parse_source(read_file(path), grammar)


def choose_grammar(source: Source, grammar: str | None) -> Choice:
    """The grammar that reads a source, and why."""
    return Choice(grammar, "named by the caller") if grammar else grammars.choose(source.text)


def parse_source(source: Source, grammar: str | None = None) -> Report:
    """Parse lines that were read before; as ``parse``."""
    choice = choose_grammar(source, grammar)
    chosen = grammars.load(choice.name)
    ledger = Ledger(source)
    draft = assemble(chosen.read_layout(source.text), chosen, ledger)
    for number in source.skipped:
        ledger.leave_line(number + 1, source.printed(number))
    if source.origins:
        _lead_back(source, draft, ledger)
    for fact in source.facts:
        put_fact(draft, ledger, fact)
    ledger.problems[:0] = source.problems
    if isinstance(choice, Unsettled):
        ledger.problems.append(_unsettled(choice.reason))
    if not draft.values.get("statements"):
        ledger.problems.append(_no_statement())
    draft.values |= {
        "source": SourceInfo(
            source.name, source.sha256, source.encoding, chosen.name, len(source.raw)
        ),
        "unparsed": tuple(sorted(ledger.unparsed, key=lambda line: line.line)),
        "problems": tuple(ledger.problems),
        "cells": tuple(sorted(ledger.cells, key=_PLACE)),
    }
    return draft.freeze()  # type: ignore[no-any-return]  # a draft of Report gives a Report


# ---------------------------------------------------------------- HTML


def _lead_back(source: Source, draft: Draft, ledger: Ledger) -> None:
    """Change all places on the page to those in the input."""
    ledger.cells = [
        cell._replace(line=line, column=column)
        for cell in ledger.cells
        for line, column in [source.place(cell.line, cell.column)]
    ]
    ledger.unparsed = [evolve(one, line=source.place(one.line, 1)[0]) for one in ledger.unparsed]
    ledger.problems = [_led_back(source, problem) for problem in ledger.problems]
    for note in draft.values.get("notes", ()):
        note.values["line"] = source.place(note.values["line"], 1)[0]


def _led_back(source: Source, problem: Problem) -> Problem:
    if problem.line is None or problem.column is None:
        return problem
    line, column = source.place(problem.line, problem.column)
    return evolve(problem, line=line, column=column)


# ---------------------------------------------------------------- the document as a whole


def _unsettled(reason: str) -> Problem:
    return Problem(
        code="grammar-unsettled",
        severity=Severity.WARNING,
        message=f"read with the base grammar: {reason}",
        advice="mend the grammars' RECOGNISED_BY, or name the grammar",
    )


def _no_statement() -> Problem:
    return Problem(
        code="no-statement",
        severity=Severity.WARNING,
        line=None,
        column=None,
        message="the document holds no statement: no table and no caption of one was found",
        advice="check that this is a trustee's report in plain text",
    )
