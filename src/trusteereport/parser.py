"""From text to report: the steps in their order."""

from pathlib import Path

from trusteereport import grammars
from trusteereport.assembly import assemble
from trusteereport.grammars import Choice
from trusteereport.ledger import Ledger
from trusteereport.problems import Problem, Severity
from trusteereport.records import SourceInfo
from trusteereport.report import Report
from trusteereport.source import Source, read_file, read_source


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
    chosen = grammars.load(choose_grammar(source, grammar).name)
    ledger = Ledger(source, problems=list(source.problems))
    draft = assemble(chosen.read_layout(source.text), chosen, ledger)
    for number in source.skipped:
        ledger.leave_line(number + 1, source.raw[number])
    if not draft.values.get("statements"):
        ledger.problems.append(_no_statement())
    draft.values |= {
        "source": SourceInfo(
            source.name, source.sha256, source.encoding, chosen.name, len(source.raw)
        ),
        "unparsed": tuple(sorted(ledger.unparsed, key=lambda line: line.line)),
        "problems": tuple(ledger.problems),
        "cells": tuple(sorted(ledger.cells, key=lambda cell: (cell.line, cell.column))),
    }
    return draft.freeze()  # type: ignore[no-any-return]  # a draft of Report gives a Report


def _no_statement() -> Problem:
    return Problem(
        code="no-statement",
        severity=Severity.WARNING,
        line=None,
        column=None,
        message="the document holds no statement: no table and no caption of one was found",
        advice="check that this is a trustee's report in plain text",
    )
