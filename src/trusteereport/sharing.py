"""Records that groups of loans share because no label tells whose the figures are.

Where groups are printed one after the other and a label that names them is not understood, the
figures of all go into one record without a name: the second group's contradict the first one's.
Nobody knows then whose each figure is, and none may stay.
"""

from trusteereport.cells import Cell
from trusteereport.drafts import Draft
from trusteereport.ledger import Ledger
from trusteereport.records import OtherValue

_NAMED_BY = {"pools": "name", "delinquencies": "pool"}
"""The lists of records that groups of loans have, and the field that tells the group."""
_SHARED = 2
"""How many figures that contradict others show it: one alone may be printed twice."""


def take_back_shared(report: Draft, ledger: Ledger) -> None:
    """Take the figures out of records that several groups of loans share, into ``other``."""
    for statement in report.values.get("statements", ()):
        for record, name in _NAMED_BY.items():
            drafts: list[Draft] = statement.values.get(record, [])
            shared = [draft for draft in drafts if name not in draft.values]
            if sum(len(draft.conflicts) for draft in shared) >= _SHARED:
                _take_back(statement, record, shared, ledger)


def _take_back(statement: Draft, record: str, shared: list[Draft], ledger: Ledger) -> None:
    taken = {draft.path for draft in shared}
    kept = [draft for draft in statement.values.pop(record) if draft.path not in taken]
    moved = {
        draft.path: f"{statement.path_of(record)}.{number}" for number, draft in enumerate(kept)
    }
    if kept:
        statement.values[record] = kept
    for draft in kept:
        draft.path = moved[draft.path]
    cells: list[Cell] = []
    lost: list[Cell] = []
    for cell in ledger.cells:
        holder, _, field = (cell.path or "").rpartition(".")
        if holder in moved:
            cells.append(cell._replace(path=f"{moved[holder]}.{field}"))
        elif holder not in taken:
            cells.append(cell)
        elif cell.kind != "text":  # words of labels are cells only where they tell a record
            lost.append(cell._replace(field=None, path=None))
    ledger.cells = cells + lost
    statement.values.setdefault("other", []).extend(map(_other, lost))
    ledger.problem(
        "shared-record",
        min(cell.line for cell in lost),
        0,
        f"{record} without a name have figures of several groups of loans",
        "add a rule for what names the groups to the trustee's grammar; the values are in `other`",
    )


def _other(cell: Cell) -> OtherValue:
    value = cell.raw if cell.kind == "malformed" else cell.value
    assert not isinstance(value, bool), "a word is no figure"
    return OtherValue(cell.section, cell.row, cell.header, value)
