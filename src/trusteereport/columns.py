"""Head lines and rows to a grid: which value stands in which row and column.

This is the one place that knows geometry.  What holds on trustees' pages:

- the right edges of a column's values agree, but for a ``%``, ``)`` or ``*`` that
  overhangs; text columns agree in overlapping each other;
- heads are stacked and stand over their values, shifted by a few characters, so a
  head belongs to the column whose stretch of the page it covers most;
- a single blank separates words of one label, but also wide numbers.

Positions are 0-based and those of the page (tabs expanded).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.values import is_value

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_OVERHANG = " )%*"
_STRONG = re.compile(r"[-+$(]*(?:[\d,]*\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+%|\$\d+)[-)%*]*")
_SIGNS = ("$", "%")
_MARGIN = 2
"""How far from the left margin a label may start."""
_DRIFT = 1
"""How far the right edges of one column may lie apart from one row to the next."""


class Segment(NamedTuple):
    """A stretch of a line: words with single blanks between them."""

    start: int
    end: int
    text: str

    def overlap(self, start: float, end: float) -> float:
        """How many characters this stretch shares with another."""
        return min(self.end, end) - max(self.start, start)


class Entry(NamedTuple):
    """A value in a row: its column's index, its place, and whether a ``%`` stands apart."""

    column: int
    start: int
    text: str
    percent: bool


@define
class GridRow:
    """One row: its label, where the label starts, and its values from left to right."""

    label: str | None
    start: int
    entries: list[Entry]


@define
class Header:
    """A column's head: its text, and the head line and position where it begins."""

    text: str
    line: int
    start: int


@define
class Grid:
    """A table: the head over the labels, the columns' heads (None: no head), the rows.

    ``ambiguous`` has the rows and entries whose column is not certain.
    """

    label_header: Header | None
    headers: list[Header | None]
    rows: list[GridRow]
    edges: list[int]
    ambiguous: list[tuple[int, Entry]] = Factory(list)


@define
class _Column:
    """A column while it is found: the stretch of its values and their right edge."""

    start: int
    end: int
    edge: int
    rows: set[int]
    values: bool = True

    def admit(self, other: "_Column") -> None:
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.rows |= other.rows


def segments(line: str) -> list[Segment]:
    """The stretches of a line that are at least two blanks apart."""
    return [Segment(match.start(), match.end(), match.group()) for match in _SEGMENT.finditer(line)]


def read_grid(head: Sequence[str], rows: Sequence[str]) -> Grid:
    """Read a table from its head lines (top to bottom, may be none) and its rows."""
    head_lines = [segments(line) for line in head]
    labels, values = _split_labels([_pieces(row) for row in rows], head_lines)
    columns, index = _find_columns(values)
    _peel_weak_values(labels, values, columns, index)
    label_end = max((label.end for label in labels if label), default=0)
    label_header, headers, places = _read_heads(head_lines, columns, label_end)
    grid = Grid(label_header, headers, [], [column.edge for column in columns])
    for number, (label, pieces) in enumerate(zip(labels, values, strict=True)):
        grid.rows.append(_row(label, pieces, index, places))
        _note_ambiguous(grid, number, columns)
    return grid


# ---------------------------------------------------------------- rows to pieces


def _pieces(row: str) -> list[Segment]:
    """The labels and values of a row."""
    found: list[Segment] = []
    for segment in segments(row):
        if " " in segment.text and not is_value(segment.text):
            found.extend(_split(segment))
        else:
            found.append(segment)
    return found


def _split(segment: Segment) -> Iterator[Segment]:
    """Values that a single blank separates, and values that follow their label at once."""
    words = [
        Segment(segment.start + match.start(), segment.start + match.end(), match.group())
        for match in re.finditer(r"\S+", segment.text)
    ]
    if all(is_value(word.text) for word in words):
        yield from words
        return
    count = len(words)
    while count and _STRONG.fullmatch(words[count - 1].text):
        count -= 1
    if count:
        last = words[count - 1]
        yield Segment(segment.start, last.end, segment.text[: last.end - segment.start])
    yield from words[count:]


def _split_labels(
    rows: list[list[Segment]], head: list[list[Segment]]
) -> tuple[list[Segment | None], list[list[Segment]]]:
    """Take the label off each row: the words at the left margin."""
    margin = min((row[0].start for row in rows if row), default=0) + _MARGIN
    named = any(row and row[0].start <= margin and not is_value(row[0].text) for row in rows)
    headed = any(line[0].start <= margin for line in head[-1:] if line)
    labels: list[Segment | None] = []
    values: list[list[Segment]] = []
    for row in rows:
        first = row[0] if row else None
        is_label = first is not None and first.start <= margin and first.text not in _SIGNS
        if is_label and first and is_value(first.text):
            is_label = named or (headed and len(row) > 1)
        labels.append(first if is_label else None)
        values.append(row[1:] if is_label else row)
    return labels, values


# ---------------------------------------------------------------- pieces to columns


def _edge(piece: Segment) -> int:
    return piece.start + len(piece.text.rstrip(_OVERHANG))


def _find_columns(rows: list[list[Segment]]) -> tuple[list[_Column], dict[int, int]]:
    """The columns from left to right, and the column of each right edge."""
    by_edge: dict[int, _Column] = {}
    for number, row in enumerate(rows):
        for piece in row:
            if piece.text in _SIGNS:
                continue
            edge = _edge(piece)
            column = by_edge.get(edge)
            if column is None:
                by_edge[edge] = _Column(piece.start, piece.end, edge, {number})
            else:
                column.start = min(column.start, piece.start)
                column.end = max(column.end, piece.end)
                column.rows.add(number)
    columns: list[_Column] = []
    members: list[list[int]] = []
    for edge in sorted(by_edge):
        column = by_edge[edge]
        last = columns[-1] if columns else None
        if last and _is_same(last, members[-1], column):
            if len(column.rows) > len(last.rows):
                last.edge = column.edge
            last.admit(column)
            members[-1].append(edge)
        else:
            columns.append(column)
            members.append([edge])
    return columns, {edge: number for number, edges in enumerate(members) for edge in edges}


def _is_same(last: _Column, edges: list[int], column: _Column) -> bool:
    """Whether values with another right edge stand in the column to the left of them."""
    if last.rows & column.rows:
        return False
    return column.edge - edges[0] <= _DRIFT or column.start < last.end


def _peel_weak_values(
    labels: list[Segment | None],
    values: list[list[Segment]],
    columns: list[_Column],
    index: dict[int, int],
) -> None:
    """Take a number off the end of a label where it ends exactly on an empty column's edge."""
    for number, label in enumerate(labels):
        if label is None or " " not in label.text:
            continue
        words, _, last = label.text.rpartition(" ")
        column = index.get(label.end)
        if column is None or number in columns[column].rows or not is_value(last):
            continue
        piece = Segment(label.end - len(last), label.end, last)
        labels[number] = Segment(label.start, label.start + len(words), words)
        values[number].insert(0, piece)
        columns[column].rows.add(number)


def _row(
    label: Segment | None, pieces: list[Segment], index: dict[int, int], places: list[int]
) -> GridRow:
    row = GridRow(label.text if label else None, label.start if label else 0, [])
    percent = False
    for piece in pieces:
        if piece.text in _SIGNS:
            percent = piece.text == "%"
            continue
        column = places[index[_edge(piece)]]
        row.entries.append(Entry(column, piece.start, piece.text, percent))
        percent = False
    return row


def _note_ambiguous(grid: Grid, number: int, columns: list[_Column]) -> None:
    """Note the values that reach over another column's values."""
    if len(grid.headers) != len(columns):
        return
    for entry in grid.rows[number].entries:
        end = entry.start + len(entry.text)
        for position, column in enumerate(columns):
            if position != entry.column and entry.start < column.edge <= end - 1:
                grid.ambiguous.append((number, entry))


# ---------------------------------------------------------------- heads to columns


def _read_heads(
    head: list[list[Segment]], columns: list[_Column], label_end: int
) -> tuple[Header | None, list[Header | None], list[int]]:
    """The labels' head, the columns' heads, and the place of each column among the heads.

    A head over no values at all is a column too, an empty one; else its words
    would be taken for its neighbour's.
    """
    slots = [_Column(0, min(label_end, columns[0].start if columns else label_end), 0, set())]
    slots += columns
    for line in head:
        slots += _empty_columns(line, slots)
        slots[1:] = sorted(slots[1:], key=lambda slot: slot.end)
    headers: list[Header | None] = [None] * len(slots)
    for number, line in enumerate(head):
        below = head[number + 1] if number + 1 < len(head) else []
        for segment in line:
            for slot, text in _slots_of(segment, slots, below):
                header = headers[slot]
                if header is None:
                    headers[slot] = Header(text, number, segment.start)
                else:
                    header.text += " " + text
    places = [slots.index(column) - 1 for column in columns]
    return headers[0], headers[1:], places


def _covered(segment: Segment, slots: list[_Column], slot: int) -> float:
    """How much of a head stands in a column's stretch, from the column before it on."""
    start = slots[slot - 1].end if slot else float("-inf")
    end = slots[slot].end if slot + 1 < len(slots) else float("inf")
    return segment.overlap(start, end)


def _best_slot(segment: Segment, slots: list[_Column]) -> int:
    return max(range(len(slots)), key=lambda slot: _covered(segment, slots, slot))


def _empty_columns(line: list[Segment], slots: list[_Column]) -> list[_Column]:
    """Columns for the heads of a line that no values stand under."""
    taken: dict[int, Segment] = {}
    empty: list[_Column] = []
    for segment in line:
        slot = _best_slot(segment, slots)
        rival = taken.get(slot)
        if rival is None:
            taken[slot] = segment
            continue
        near, far = sorted((segment, rival), key=lambda one: abs(one.end - slots[slot].end))
        taken[slot] = near
        empty.append(_Column(far.start, far.end, far.end, set(), values=False))
    return empty


def _slots_of(
    segment: Segment, slots: list[_Column], below: list[Segment]
) -> Iterator[tuple[int, str]]:
    """The columns that a head stands over, with the words of it that belong to each."""
    under = [number for number, slot in enumerate(slots) if number and _stands_over(segment, slot)]
    if len(under) > 1:
        if _is_span(segment, below):
            yield from ((slot, segment.text) for slot in under)
            return
        words = [
            Segment(segment.start + match.start(), segment.start + match.end(), match.group())
            for match in re.finditer(r"\S+", segment.text)
        ]
        by_slot: dict[int, list[str]] = {}
        for word in words:
            by_slot.setdefault(_best_slot(word, slots), []).append(word.text)
        yield from ((slot, " ".join(texts)) for slot, texts in by_slot.items())
        return
    yield _best_slot(segment, slots), segment.text


def _stands_over(segment: Segment, slot: _Column) -> bool:
    return segment.overlap(slot.start, slot.end) > _DRIFT


def _is_span(segment: Segment, below: list[Segment]) -> bool:
    """Whether at least two heads of the next line stand under this one."""
    return sum(segment.overlap(other.start, other.end) > 0 for other in below) > 1
