"""One printed value, its place on the page and the record field that it went into."""

import datetime
from decimal import Decimal

from attrs import frozen

Value = Decimal | datetime.date | str | bool | None
"""What a printed value means; the kind says which."""


@frozen
class Cell:
    """One printed value.

    ``line`` and ``column`` are 1-based and point at the first character of ``raw``
    in the input file.  ``kind`` is one of ``number``, ``percent``, ``date``,
    ``cusip``, ``text``, ``missing`` and ``malformed``.  ``field`` is the record
    field without indices, ``path`` with them; both are None where no field takes
    the value.
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
