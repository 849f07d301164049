"""Read the monthly reports of trustees of mortgage- and asset-backed securities.

    report = trusteereport.parse_file("report.txt")
    report.statements[0].classes[0].beginning_balance
    report.locate("statements.0.classes.0.beginning_balance")[0].line
    print(trusteereport.dumps(report))

Names are imported when they are first used: the command line's start-up is measured.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trusteereport.cells import Cell
    from trusteereport.grammars import GrammarError
    from trusteereport.parser import parse, parse_file
    from trusteereport.problems import Problem, Severity, TrusteeReportError
    from trusteereport.report import Report
    from trusteereport.serialization import DumpError, dump, dumps, load, loads
    from trusteereport.source import SourceError

__all__ = [
    "Cell",
    "DumpError",
    "GrammarError",
    "Problem",
    "Report",
    "Severity",
    "SourceError",
    "TrusteeReportError",
    "dump",
    "dumps",
    "load",
    "loads",
    "parse",
    "parse_file",
]

_HOMES = {
    "cells": ("Cell",),
    "grammars": ("GrammarError",),
    "parser": ("parse", "parse_file"),
    "problems": ("Problem", "Severity", "TrusteeReportError"),
    "report": ("Report",),
    "serialization": ("DumpError", "dump", "dumps", "load", "loads"),
    "source": ("SourceError",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
