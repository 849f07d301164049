"""One printed value, its place on the page and the record field that it went into."""

import datetime
from decimal import Decimal
from typing import NamedTuple

Value = Decimal | datetime.date | str | bool | None
"""What a printed value means; the kind says which."""


NUMBERS = ("number", "percent")
"""The kinds of cells whose values are numbers."""


class Cell(NamedTuple):
    """One printed value.

    ``line`` and ``column`` are 1-based and point at the first character of ``raw``
    in the input file.  ``kind`` is one of ``number``, ``percent``, ``date``,
    ``cusip``, ``text``, ``missing`` and ``malformed``.  ``field`` is the record
    field without indices, ``path`` with them; both are None where no field takes
    the value.

    A tuple, not an attrs class: a report has hundreds, and a tuple is made in half the time.
    """

    line: int
    column: int
    raw: str
    kind: str
    value: Value
    section: str | None
    row: str | None
    groups: tuple[str, ...]
    header: str | None
    field: str | None
    path: str | None


def plain(cell: Cell) -> dict[str, object]:
    """The cell as a mapping for JSON: a number as a decimal string, a date in ISO form."""
    value = cell.value
    if isinstance(value, Decimal):
        value = format(value, "f")
    elif isinstance(value, datetime.date):
        value = value.isoformat()
    return cell._asdict() | {"value": value}
