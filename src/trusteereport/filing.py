"""The facts of a submission's wrapper to the record ``filing``, and to the cells."""

import datetime
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from trusteereport.cells import Cell
from trusteereport.drafts import Draft
from trusteereport.fields import FieldKind
from trusteereport.ledger import Ledger
from trusteereport.problems import Problem, Severity

if TYPE_CHECKING:  # read only where an input has a wrapper
    from trusteereport.submission import Fact

_EIGHT_DIGITS = re.compile(r"\d{8}", re.ASCII)
_CONTINUED = ("STREET 2:", "<STREET2>")
"""Captions whose value goes on with the one before."""
_SHORT = range(1, 200)


def put_fact(draft: Draft, ledger: Ledger, fact: "Fact") -> None:
    """Put a caption's value of a submission's wrapper into its record and into the cells."""
    cell = Cell(
        line=fact.line + 1,
        column=fact.position + 1,
        raw=fact.text,
        kind="text",
        value=fact.text,
        section=None,
        row=fact.caption,
        groups=fact.groups,
        header=None,
        field=None,
        path=None,
    )
    if fact.path:
        cell = _filed(_record(draft, fact), fact, cell, ledger)
    ledger.cells.append(cell)


def _record(draft: Draft, fact: "Fact") -> Draft:
    """The record that a fact belongs to."""
    for step, after in pairwise(fact.path):
        if isinstance(after, int):
            draft = draft.element(str(step), str(after))
        elif not isinstance(step, int):
            draft = draft.child(step)
    return draft


def _filed(record: Draft, fact: "Fact", cell: Cell, ledger: Ledger) -> Cell:
    """The fact's cell, once its value is in its record."""
    name = str(fact.path[-1])
    path = record.path_of(name)
    kind = record.fields[name].kind
    placed = True
    if kind is FieldKind.TEXTS:
        path = f"{path}.{record.add(name, fact.text)}"
    elif kind is FieldKind.DATE:
        day = _date(fact.text)
        cell = cell._replace(kind="date" if day else "malformed", value=day)
        placed = day is None or record.put(name, day)
    elif fact.caption in _CONTINUED and len(record.values.get(name, "")) in _SHORT:
        record.values[name] += f" {fact.text}"
    else:
        placed = record.put(name, fact.text)
    field = record.field_path_of(name)
    if cell.kind == "malformed":
        _complain(
            ledger,
            cell,
            "malformed-value",
            f"{cell.raw!r} is no value for {field}",
            "compare the line with the original filing; the record's field stays empty",
        )
    if not placed:
        _complain(
            ledger,
            cell,
            "conflicting-value",
            f"{field} is printed before with another value than {cell.raw!r}",
            "see both lines; the record keeps the first",
        )
        return cell
    return cell._replace(field=field, path=path)


def _date(text: str) -> datetime.date | None:
    """The day of EDGAR's eight digits."""
    if not _EIGHT_DIGITS.fullmatch(text):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _complain(ledger: Ledger, cell: Cell, code: str, message: str, advice: str) -> None:
    ledger.problems.append(
        Problem(
            code=code,
            severity=Severity.ERROR,
            line=cell.line,
            column=cell.column,
            message=message,
            advice=advice,
        )
    )
