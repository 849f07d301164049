"""Comma- and tab-separated lines to page lines: their fields in columns, as if printed.

Words stand at the left edge of their column, numbers and the heads over them at its right
edge.  Each stretch of a page line knows in which column of the input it stands.

A page has many commas, quotes and tabs that separate no fields.  So only neighbouring lines
with the same number of fields are a table, and only where nothing speaks against it: a line
left as it is will be reported, one cut in the wrong place would give wrong figures.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, dropwhile, groupby, pairwise
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.values import is_value

_GAP = 3
_FEWEST_ROWS = 2
_FEWEST_FIELDS = 3
"""A caption and its value are two fields, but so are two clauses."""
_MOST_FIELDS = 200
_DRIFT = 1
"""How far apart edges may lie that a reader takes for one."""
_TAB_STOP = 8
_OVERHANG = " )%*"

_STRETCH = re.compile(r'[^\s"]*""|[^\s"]+')
_UP_TO_COMMA = re.compile(r"(?:^|[ $(])-?[1-9]\d{0,2}$", re.ASCII)
_FROM_COMMA = re.compile(r"\d{3}(?!\d)", re.ASCII)


class Place(NamedTuple):
    """A position on the page and the column in the input of what stands there; from 0."""

    position: int
    column: int


class RowLine(NamedTuple):
    """A row as a line of the page: its line in the input, its text, where that stands."""

    line: int
    text: str
    places: tuple[Place, ...]


class _Field(NamedTuple):
    """A field: its words one blank apart with their places, and how it is written.

    ``raw`` is what stands between the separators or in the quotes, ``lead`` the number of
    blanks before it, ``printed`` where it would begin on a page with its tabs expanded.
    """

    text: str
    places: tuple[Place, ...]
    raw: str
    lead: int
    printed: int
    quoted: bool

    @property
    def is_number(self) -> bool:
        return is_value(self.text)

    @property
    def core(self) -> str:
        """The text up to the edge that numbers of a column share."""
        return self.text.rstrip(_OVERHANG)


class _Row(NamedTuple):
    """A line's fields, and whether its quotes or tabs say that they are fields."""

    line: int
    fields: list[_Field]
    sure: bool

    @property
    def is_title(self) -> bool:
        """Whether only the first field has text: then no column is as wide as it."""
        return not any(field.text for field in self.fields[1:])


@define
class _Table:
    """Rows of as many fields each, and rows beside them that are short of the last ones."""

    rows: list[_Row]
    short: list[_Row] = Factory(list)

    @property
    def width(self) -> int:
        return len(self.rows[0].fields)

    def column(self, number: int) -> list[_Field]:
        """The fields of a column that are not empty."""
        fields = (row.fields[number] for row in self.rows)
        return [field for field in fields if field.text]

    def goes_on(self, row: _Row) -> bool:
        """Whether a row belongs here though it is shorter: a head would begin a new table."""
        return len(row.fields) < self.width and any(field.is_number for field in row.fields[1:])


class _Column(NamedTuple):
    """Where a column begins on the page, and where its numbers end."""

    left: int
    edge: int
    right: bool


def lay_out(lines: Sequence[str], longest: int) -> list[RowLine]:
    """The page lines of all rows of tables in some lines; none is longer than ``longest``."""
    tables = [
        *filter(_holds_quoted_row, _tables(lines, ",", longest)),
        *filter(_needs_columns, _tables(lines, "\t", longest)),
    ]
    return [line for table in tables for line in _set_table(table, longest)]


# ---------------------------------------------------------------- lines to fields


def _read_row(number: int, line: str, separator: str) -> _Row | None:
    """The fields of a line, or None where it cannot be a row."""
    count = line.count(separator)
    if count >= _MOST_FIELDS or not (count or (separator == "," and '"' in line)):
        return None
    line = _printable(line).rstrip(" ")
    try:
        reader = csv.reader([line], delimiter=separator, skipinitialspace=True, strict=True)
        fields = _place_fields(line, next(reader, []))
    except csv.Error:
        return None
    if not _are_fields(fields, separator):
        return None
    sure = any(
        field.quoted and (place == 0 or "," in field.raw) for place, field in enumerate(fields)
    )
    return _Row(number, fields, sure or separator == "\t")


def _printable(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(one if one.isprintable() or one == "\t" else " " for one in line)


def _place_fields(line: str, values: Iterable[str]) -> list[_Field]:
    """The fields of a line with these values.

    The standard library's reader does not tell where a value stands.  But all that it leaves
    out are separators, blanks before a field, quotes around it, and one of each two in it.
    """
    fields: list[_Field] = []
    place = 0
    for value in values:
        lead = len(line) - place - len(line[place:].lstrip(" "))
        quoted = line.startswith('"', place + lead)
        start = place + lead + quoted
        end = start + len(value) + (value.count('"') if quoted else 0)
        text, places = _read_words(line, start, end)
        printed = len(line[:start].expandtabs(_TAB_STOP))
        fields.append(_Field(text, places, line[start:end], lead, printed, quoted))
        place = end + quoted + 1
    return fields


def _read_words(line: str, start: int, end: int) -> tuple[str, tuple[Place, ...]]:
    """The words of a field one blank apart, with their places; of two quotes one is text."""
    text, behind = "", start
    places: list[Place] = []
    for match in _STRETCH.finditer(line, start, end):
        if text and match.start() > behind:
            text += " "
        places.append(Place(len(text), match.start()))
        text += match[0].replace('""', '"')
        behind = match.end()
    return text, tuple(places)


def _are_fields(fields: list[_Field], separator: str) -> bool:
    """Whether these may be fields: one alone has quotes, none without them is running text."""
    first, *others = fields
    if not others:
        return first.quoted
    if not all(field.quoted or _is_plain(field.raw) for field in fields):
        return False
    if separator == "\t":  # several blanks behind a tab set the field under others by hand
        return not any(field.lead > 1 and not field.quoted for field in others)
    return not any(
        _is_prose(field, first) or _is_one_number(before, field)
        for before, field in pairwise(fields)
    )


def _is_plain(raw: str) -> bool:
    """Whether a text can be a field without quotes: it has none in it, and no gaps."""
    return '"' not in raw and "\t" not in raw and "  " not in raw.strip(" ")


def _is_prose(field: _Field, first: _Field) -> bool:
    """Whether what follows a comma may be running text, which goes on after a blank.

    Behind ``"A-1",`` a blank may stand before another field in quotes, or a number.
    """
    no_words = field.quoted or field.is_number or not field.text
    return field.lead > 0 and not (first.quoted and no_words)


def _is_one_number(field: _Field, following: _Field) -> bool:
    """Whether the comma between two fields may be one inside a number."""
    if field.quoted or following.quoted or following.lead:
        return False
    cut = _UP_TO_COMMA.search(field.text) and _FROM_COMMA.match(following.text)
    return cut is not None


# ---------------------------------------------------------------- rows to tables


def _tables(lines: Sequence[str], separator: str, longest: int) -> Iterator[_Table]:
    """Neighbouring rows with the same number of fields, and the shorter ones beside them."""
    for block in _blocks(lines, separator, longest):
        table: _Table | None = None
        before: list[_Row] = []
        for width, group in groupby(block, key=lambda row: len(row.fields)):
            rows = list(group)
            if table and table.width == width:
                table.rows += rows
            elif _is_run(rows) and not (table and table.goes_on(rows[0])):
                if table:
                    yield table
                table = _Table(rows, [row for row in before if len(row.fields) < width])
                before = []
            else:
                beside = table.short if table and width < table.width else before
                beside += [row for row in rows if row.sure]
        if table:
            yield table


def _is_run(rows: list[_Row]) -> bool:
    return len(rows) >= _FEWEST_ROWS and len(rows[0].fields) >= _FEWEST_FIELDS


def _blocks(lines: Sequence[str], separator: str, longest: int) -> Iterator[list[_Row]]:
    """Rows that follow each other; blank lines, as marks are now, may stand between them."""
    block: list[_Row] = []
    for number, line in enumerate(lines):
        row = _read_row(number, line, separator) if len(line) <= longest else None
        if row:
            block.append(row)
        elif block and line.strip():
            yield block
            block = []
    yield block


def _holds_quoted_row(table: _Table) -> bool:
    """Whether a table has quotes where CSV has them, and values: names alone are a list."""
    columns = range(1, table.width)
    values = any(field.is_number for number in columns for field in table.column(number))
    return values and any(row.sure for row in table.rows)


def _needs_columns(table: _Table) -> bool:
    """Whether tabs separate a table's fields without setting its numbers under each other.

    Where fields are empty, several tabs may be one gap set by hand: then neither the numbers'
    edges nor the places at which fields begin may agree over the whole table.
    """
    columns = [table.column(number) for number in range(1, table.width)]
    if not all(columns):  # several tabs in every line are a gap, not an empty field
        return False
    ends = [[one.printed + len(one.core) for one in column if one.is_number] for column in columns]
    if all(len(column) == len(table.rows) for column in columns):
        return any(_count_edges(column) > 1 for column in ends)
    begins = [one.printed for column in columns for one in column]
    many_ends = _count_edges(chain(*ends)) > sum(map(bool, ends))
    return many_ends and _count_edges(begins) > len(columns)


def _count_edges(places: Iterable[int]) -> int:
    """How many edges a reader sees in these places."""
    count, last = 0, -_DRIFT - 1
    for place in sorted(places):
        if place > last + _DRIFT:
            count, last = count + 1, place
    return count


# ---------------------------------------------------------------- tables to page lines


def _set_table(table: _Table, longest: int) -> list[RowLine]:
    """The lines of a table, or none where one would be too long."""
    rows = table.rows + table.short
    columns = _set_columns(table, [row for row in rows if not row.is_title])
    lines = [_set_row(row, columns) for row in rows]
    return lines if all(len(line.text) <= longest for line in lines) else []


def _set_columns(table: _Table, rows: list[_Row]) -> list[_Column]:
    """The columns from left to right, wide enough for the rows."""
    columns: list[_Column] = []
    left = 0
    for number in range(table.width):
        right = number > 0 and _are_numbers(table.column(number))
        fields = [row.fields[number] for row in rows if number < len(row.fields)]
        cores = [len(field.core if right else field.text) for field in fields]
        edge = left + max(cores, default=0)
        columns.append(_Column(left, edge, right))
        hanging = (len(field.text) - core for field, core in zip(fields, cores, strict=True))
        left = edge + max(hanging, default=0) + _GAP
    return columns


def _are_numbers(column: list[_Field]) -> bool:
    """Whether most fields are numbers from the first one on, below the heads."""
    body = list(dropwhile(lambda field: not field.is_number, column))
    return 2 * sum(field.is_number for field in body) > len(body)


def _set_row(row: _Row, columns: list[_Column]) -> RowLine:
    text = ""
    places: list[Place] = []
    for field, column in zip(row.fields, columns, strict=False):
        if field.text:
            start = column.edge - len(field.core) if column.right else column.left
            text = text.ljust(start) + field.text
            places += [place._replace(position=start + place.position) for place in field.places]
    return RowLine(row.line, text, tuple(places))
