"""The benchmark of misread figures: its changes are those of a text, and it meets its aim."""

import importlib.util
import random
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from check_helpers import CORPUS
from trusteereport.cells import Cell
from trusteereport.parser import parse

_PATH = Path(__file__).resolve().parents[1] / "benchmark" / "mutations.py"
_TWIN = CORPUS / "us_bank" / "aames_2003_12.txt"


@pytest.fixture(scope="module")
def mutations() -> ModuleType:
    """The benchmark, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("mutations", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _edited(text: str, cell: Cell, value: Decimal) -> str:
    """The text with the digits of a cell changed to those of a value with as many digits."""
    printed = sum(map(str.isdigit, cell.raw))
    digits = iter(format(abs(value), "f").replace(".", "").rjust(printed, "0"))
    raw = "".join(next(digits) if one.isdigit() else one for one in cell.raw)
    lines = text.split("\n")
    line, start = lines[cell.line - 1], cell.column - 1
    lines[cell.line - 1] = line[:start] + raw + line[start + len(raw) :]
    return "\n".join(lines)


def test_a_changed_record_is_what_the_changed_text_parses_to(mutations: ModuleType) -> None:
    document = mutations.read_document(_TWIN)
    text = _TWIN.read_text(encoding="utf-8")
    cells = random.Random(4).sample(document.cells, 12)
    for cell in cells:
        for kind, changes in mutations.changes_of(document, cell, seed=1):
            if kind in ("digit changed", "digits transposed"):
                ((path, value),) = changes.items()
                expected = parse(_edited(text, cell, value)).statements
                assert mutations.changed(document.report, changes).statements == expected, path


def test_the_same_seed_gives_the_same_changes(mutations: ModuleType) -> None:
    document = mutations.read_document(_TWIN)
    cell = document.cells[7]
    first = list(mutations.changes_of(document, cell, seed=3))
    assert list(mutations.changes_of(document, cell, seed=3)) == first
    assert {kind for kind, _ in first} <= set(mutations.KINDS)


def test_large_changes_of_amounts_are_caught_and_pointed_at(mutations: ModuleType) -> None:
    trials = [
        trial
        for trial in mutations.trials_of(_TWIN, seed=2, step=6)
        if trial.large and trial.table in ("class amounts", "pool amounts")
    ]
    caught = [trial for trial in trials if trial.caught]
    assert len(trials) > 50
    assert len(caught) / len(trials) >= 0.97
    assert sum(trial.right for trial in caught) / len(caught) >= 0.8
