"""Head lines and rows to a grid: which value stands in which row and column.

This is the one place that knows geometry.  What holds on trustees' pages:

- the right edges of a column's values agree, but for a ``%``, ``)`` or ``*`` that
  overhangs; text columns agree in overlapping each other;
- heads are stacked and stand over their values, shifted by a few characters, so a
  head belongs to the column that it is best aligned with: right, left or centred;
- a single blank separates words of one label, but also wide numbers.

Positions are 0-based and those of the page (tabs expanded).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.values import is_value, read_date

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"\S+")
_OVERHANG = " )%*"
_STRONG = re.compile(
    r"[-+$(]*(?:[\d,]*\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+%|\$\d+)[-)%*]*\$?|\d\d?/\d\d?/\d\d(?:\d\d)?"
    r"|\d[0-9A-Z]{7}\d"  # a CUSIP
    r"|\d{1,3}(?:,\d{3})+\.\d+[A-Z]"  # an amount with a note's letter
)
_CUSIP = re.compile(r"\d[0-9A-Z]{7}\d")
_SIGNS = ("$", "%", "*", "**")
"""What stands apart beside a value: its unit, or a footnote's mark."""
_LEADERS = re.compile(r"(?:\.[ ]?){2,}(?!\d)|\.{3,}|_{2,}|[-=]{4,}")
_MARKED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+[A-Z]")
_MAY_TOUCH = re.compile(r"\d\$|\.\d+[A-Z]|\.\d+,?\d*\.\d|[)%][$(\d]|[A-Za-z)]\$?\d[\d,]*\.\d")
_CLAUSE = re.compile(
    r"(?:\([A-Za-z\d]{1,4}\))+|(?:[A-Za-z]|[ivx]{1,4}|\d{1,2})[.)]"
    r"|Sec(?:tion|\.) \d+\.\d+(?:\([A-Za-z\d]{1,5}\))*"
)
"""The number of a clause, before its words."""
_AMOUNT = re.compile(r"[($-]*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)\.(?P<decimals>\d+)[)%]*")
_TOUCHING = re.compile(r"[($-]*(?:\d{1,3}(?:,\d{3})+|\d+)\.(?P<middle>\d+)(?=[.,]\d)")
_TOUCH = re.compile(r"[($-]*\d[\d,]*\.?\d*(?:[)%]+[($\d-]|[)%]*\$)")
_BOUND = re.compile(r"(?<=[)%])(?=[($\d-])|(?<=\d)(?=\$)")
_GLUED = re.compile(r".*[A-Za-z]{2}[)]?[:.]?(?P<value>[($-]*\d{1,3}(?:,\d{3})*(?:\.\d+)[)%]*)")
_MARGIN = 2
"""How far from the left margin a label may start."""
_FAR = 1_000_000
_ALIGNED = 2
"""How far heads that stand over each other may be out of line."""
_CENTERED = 3
"""How far a head may be from the middle of those that it spans."""
_NEAR = 6
"""How far a head that spans two others may be from them."""
_PARTITIONS = 1000
"""How many ways to part columns are tried."""
_NO_HEAD = 20
"""What it costs that a column gets none of the words over it, in characters of offset."""
DRIFT = 1
"""How far the right edges of one column may lie apart from one row to the next."""


class Segment(NamedTuple):
    """A stretch of a line: words with single blanks between them."""

    start: int
    end: int
    text: str

    def shares(self, start: float, end: float) -> float:
        """How many characters this stretch shares with another; negative: how far apart."""
        return min(self.end, end) - max(self.start, start)


class Entry(NamedTuple):
    """A value in a row: its column's index, its place, and whether a ``%`` stands apart."""

    column: int
    start: int
    text: str
    percent: bool


class GridRow(NamedTuple):
    """One row: its label, where the label starts, and its values from left to right.

    ``group`` is the label to the left of the row's own, of the group that begins here.
    """

    label: str | None
    start: int
    entries: list[Entry]
    group: str | None = None
    group_start: int = 0


@define
class Header:
    """A column's head: its text, and the head line and position where it begins."""

    text: str
    line: int
    start: int


class Grid(NamedTuple):
    """A table: the head over the labels, the columns' heads (None: no head), the rows.

    ``edges`` are the right edges of the columns that have values, ``ambiguous`` the
    row numbers and values whose column is not certain.
    """

    label_header: Header | None
    headers: list[Header | None]
    rows: list[GridRow]
    edges: list[int]
    ambiguous: list[tuple[int, Entry]]


@define
class _Column:
    """A column while it is found: the stretch of its values, their right edge, their rows."""

    start: int
    end: int
    edge: int
    rows: set[int]
    edges: list[int] = Factory(list)

    def admit(self, other: "_Column") -> None:
        if len(other.rows) > len(self.rows):
            self.edge = other.edge
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.rows |= other.rows
        self.edges += other.edges


def segments(line: str) -> list[Segment]:
    """The stretches of a line that are at least two blanks apart."""
    return [Segment(match.start(), match.end(), match[0]) for match in _SEGMENT.finditer(line)]


def read_grid(head: Sequence[str], rows: Sequence[str], rules: Sequence[str] = ()) -> Grid:
    """Read a table from its head lines (top to bottom, may be none) and its rows.

    ``rules`` are the rules below each of the head lines, empty where there is none.
    """
    head_lines = [segments(line) for line in without_leaders(head)]
    loose = without_leaders(rows)
    pieces = _pieces([segments(row) for row in loose])
    if _MAY_TOUCH.search("\n".join(loose)):
        pieces = separate(pieces)
    labels, values = _split_labels(pieces, head_lines)
    groups = _split_groups(labels, values)
    columns, index = _find_columns(values)
    _peel_weak_values(labels, values, columns, index)
    label_header, headers, places = _read_heads(
        head_lines, [segments(rule) for rule in rules], columns, _stretch(labels)
    )
    column_of = {edge: places[number] for edge, number in index.items()}
    grid_rows = [
        GridRow(*_place(label), _entries(row, column_of), *_place(groups.get(number)))
        for number, (label, row) in enumerate(zip(labels, values, strict=True))
    ]
    ambiguous = list(_find_ambiguous(grid_rows, columns, places))
    return Grid(label_header, headers, grid_rows, [one.edge for one in columns], ambiguous)


def _stretch(labels: list[Segment | None]) -> tuple[int, int]:
    """Where labels begin and end."""
    known = [label for label in labels if label]
    start = min((label.start for label in known), default=0)
    return start, max((label.end for label in known), default=0)


def _place(label: Segment | None) -> tuple[str | None, int]:
    return (label.text, label.start) if label else (None, 0)


def without_leaders(lines: Sequence[str]) -> Sequence[str]:
    """The lines with blanks for dots and underlines that lead to a value, and for rules."""
    text = "\n".join(lines)
    if not any(mark in text for mark in ("__", "..", ". .", "----", "====")):
        return lines
    return [_LEADERS.sub(lambda dots: " " * len(dots[0]), line) for line in lines]


# ---------------------------------------------------------------- rows to pieces


def _pieces(rows: list[list[Segment]]) -> list[list[Segment]]:
    """The labels and values of each row, where single blanks may stand between them.

    Values that follow words at once are taken off them at the end of a row, and
    elsewhere where another row has a value that ends in the same column of the page.
    """
    if not any(" " in text for row in rows for _, _, text in row):
        return rows
    split = [[split_values(segment) for segment in row] for row in rows]
    if all(len(part) == 1 for row in split for part in row):
        return rows
    edges = Counter(_edge(piece) for row in split for pieces in row for piece in pieces)
    found: list[list[Segment]] = []
    for row, parts in zip(rows, split, strict=True):
        pieces: list[Segment] = []
        for segment, part in zip(row, parts, strict=True):
            sure = _is_sure(part, segment is row[-1])
            if not sure and not (segment is row[0] and is_value(part[0].text)):
                sure = all(edges[_edge(piece)] > 1 for piece in part[1:])
            pieces += part if sure else [segment]
        found.append(pieces)
    return found


def _is_sure(part: list[Segment], at_end: bool) -> bool:
    """Whether a stretch is values alone, or words with values behind them at the end of a row.

    Elsewhere amounts with cents are no part of words either, nor is what follows a CUSIP.
    """
    values = [_is_value_or_unit(piece.text) for piece in part]
    if all(values) or (at_end and all(values[1:])):
        return True
    behind = [piece.text for piece in part[1:] if piece.text not in _SIGNS]
    sure = is_cusip(part[0].text) or all("," in one and "." in one for one in behind)
    return sure and all(values[1:])


def split_values(segment: Segment) -> list[Segment]:
    """Words, and the values and signs between and behind them, each at a single blank."""
    if " " not in segment.text:
        return [segment]
    words = _words(segment)
    if all(word.text in _SIGNS or is_value(word.text) for word in words):
        return [segment] if read_date(segment.text) else words
    strong = [_is_value_or_sign(words, place) for place in range(len(words))]
    pieces: list[Segment] = []
    for place, word in enumerate(words):
        start = word.start
        if place and not strong[place] and not strong[place - 1]:
            start = pieces.pop().start
        text = segment.text[start - segment.start : word.end - segment.start]
        pieces.append(Segment(start, word.end, text))
    return pieces


def _is_value_or_sign(words: list[Segment], place: int) -> bool:
    """Whether a word cannot be a part of a label: a strong value, or a sign beside a value."""
    word = words[place].text
    if word not in _SIGNS:
        before = words[place - 1].text.lower() if place else ""
        named = before == "section" or (place > 1 and before == "-")  # Section 4.02, CA - 80.00%
        return _is_strong(word) and not named
    beside = words[max(place - 1, 0) : place + 2]
    return any(is_value(one.text) for one in beside)


def _words(segment: Segment) -> list[Segment]:
    return [
        Segment(segment.start + match.start(), segment.start + match.end(), match[0])
        for match in _WORD.finditer(segment.text)
    ]


def _is_strong(word: str) -> bool:
    """Whether a word cannot be a part of a label."""
    return _STRONG.fullmatch(word) is not None


# ---------------------------------------------------------------- values that touch


def separate(rows: list[list[Segment]]) -> list[list[Segment]]:
    """The pieces of rows where a value touches its label or the next value.

    Only what the rest of the table proves is taken apart: where other values end with as
    many decimals as the first would have, or where several rows touch in the same place
    and all amounts have as many.
    """
    proof = _Proof(rows)
    return [
        [one for n, piece in enumerate(row) for one in _separated(piece, proof, label=n == 0)]
        for row in rows
    ]


class _Proof:
    """What the values of a table prove: how many decimals they have, and where they end."""

    def __init__(self, rows: list[list[Segment]]) -> None:
        self.decimals: dict[int, set[int]] = {}
        self.usual: set[int] = set()
        pieces = [piece for row in rows for piece in row]
        for piece in pieces:
            match = _AMOUNT.fullmatch(piece.text)
            if match:
                self.decimals.setdefault(_edge(piece), set()).add(len(match["decimals"]))
                if "," in match["whole"]:
                    self.usual.add(len(match["decimals"]))
        cuts = [piece.start + cut for piece in pieces for cut in self.usual_cuts(piece.text)]
        self.touching = {edge for edge, count in Counter(cuts).items() if count > 1}

    def usual_cuts(self, text: str) -> list[int]:
        """Where a text can be cut so that the first value has as many decimals as all amounts."""
        match = _TOUCHING.match(text)
        if match is None or len(self.usual) != 1:
            return []
        return [cut for cut in _cuts(match) if cut - match.start("middle") in self.usual]

    def cuts(self, piece: Segment, touching: re.Match[str]) -> list[int]:
        """Where a value can be proved to end in a text."""
        first = touching.start("middle")
        sure = [
            cut
            for cut in _cuts(touching)
            if cut - first in self.decimals.get(piece.start + cut, ())
        ]
        usual = self.usual_cuts(piece.text)
        return sure or [cut for cut in usual if piece.start + cut in self.touching]


def _cuts(touching: re.Match[str]) -> list[int]:
    """Where two values that touch may be parted."""
    text = touching.string
    return [
        cut
        for cut in range(touching.start("middle") + 1, touching.end("middle"))
        if _AMOUNT.fullmatch(text[cut:]) or _TOUCHING.match(text[cut:])
    ]


def _separated(piece: Segment, proof: _Proof, *, label: bool) -> list[Segment]:
    if _MARKED.fullmatch(piece.text):  # a letter behind an amount refers to a note
        return _cut(piece, len(piece.text) - 1)[:1]
    glued = _GLUED.fullmatch(piece.text) if label else None
    if glued:
        return _cut(piece, glued.start("value"))
    touching = _TOUCHING.match(piece.text)
    if touching:
        cuts = proof.cuts(piece, touching)
    else:
        bound = _BOUND.search(piece.text) if _TOUCH.match(piece.text) else None
        cuts = [bound.start()] if bound else []
    if len(cuts) != 1:
        return [piece]
    first, second = _cut(piece, cuts[0])
    return [first, *_separated(second, proof, label=False)]


def _cut(piece: Segment, at: int) -> list[Segment]:
    middle = piece.start + at
    return [
        Segment(piece.start, middle, piece.text[:at]),
        Segment(middle, piece.end, piece.text[at:]),
    ]


def _split_groups(labels: list[Segment | None], values: list[list[Segment]]) -> dict[int, Segment]:
    """Take labels of groups off the rows that begin them, by the row's number.

    They stand left of the rows' own labels, which are words in a second column that all
    rows have but those of totals.
    """
    without = [row for label, row in zip(labels, values, strict=True) if label is None]
    if not without or len(without) == len(labels) or len(without) * 2 < len(labels):
        return {}
    total = [
        label is not None and bool(row) and is_value(row[0].text)
        for label, row in zip(labels, values, strict=True)
    ]
    named = [row for row, is_total in zip(values, total, strict=True) if not is_total]
    if any(len(row) < 2 or is_value(row[0].text) for row in named):
        return {}
    if max(row[0].start for row in named) >= min(row[0].end for row in named):
        return {}
    groups: dict[int, Segment] = {}
    for number, label in enumerate(labels):
        if total[number]:
            continue
        if label:
            groups[number] = label
        labels[number] = values[number].pop(0)
    return groups


def _split_labels(
    rows: list[list[Segment]], head: list[list[Segment]]
) -> tuple[list[Segment | None], list[list[Segment]]]:
    """Take the label off each row: the words at the left margin, or in the column of such words."""
    rows = [[_joined(row[:2]), *row[2:]] if _has_number_apart(row) else row for row in rows]
    margin = min((row[0].start for row in rows if row), default=0) + _MARGIN
    named = any(row and row[0].start <= margin and not is_value(row[0].text) for row in rows)
    numbered = not named and (
        _are_numbers_labels([row for row in rows if row], head) or _are_dates_labels(rows, margin)
    )
    end = _end_of_labels(rows, margin) if named else margin + 1
    labels: list[Segment | None] = []
    values: list[list[Segment]] = []
    for row in rows:
        if row and (named or numbered) and _is_label(row[0], margin, end):
            labels.append(row[0])
            values.append(row[1:])
        else:
            labels.append(None)
            values.append(row)
    return labels, values


def is_cusip(text: str) -> bool:
    """Whether a text looks like a CUSIP."""
    return _CUSIP.fullmatch(text) is not None


def is_clause(text: str) -> bool:
    """Whether a text is the number of a clause."""
    return _CLAUSE.fullmatch(text) is not None


def _has_number_apart(row: list[Segment]) -> bool:
    """Whether a row begins with a clause's number, and words some blanks behind it."""
    return len(row) > 1 and is_clause(row[0].text) and not _is_value_or_unit(row[1].text)


def _is_value_or_unit(text: str) -> bool:
    return text in _SIGNS or is_value(text)


def _joined(pieces: list[Segment]) -> Segment:
    return Segment(pieces[0].start, pieces[-1].end, " ".join(piece.text for piece in pieces))


def _end_of_labels(rows: list[list[Segment]], margin: int) -> int:
    """Where the column of labels ends: words that begin before that are labels too."""
    words = sorted(row[0][:2] for row in rows if row and not is_value(row[0].text))
    end = margin + 1
    for start, stop in words:
        if start < end + _MARGIN:
            end = max(end, stop)
    return end


def _is_label(first: Segment, margin: int, end: int) -> bool:
    if first.text in _SIGNS:
        return False
    return first.start <= margin or (first.start < end and not is_value(first.text))


def _are_dates_labels(rows: list[list[Segment]], margin: int) -> bool:
    """Whether all that stands at the left margin is dates, above values further right."""
    first = [row[0] for row in rows if row and row[0].start <= margin]
    return all(read_date(one.text) and "/" in one.text for one in first) and len(first) < len(rows)


def _are_numbers_labels(rows: list[list[Segment]], head: list[list[Segment]]) -> bool:
    """Whether numbers at the left margin are names (class ``1``): they stand left under a head."""
    if not rows or not head or not head[-1] or any(len(row) < 2 for row in rows):
        return False
    over = head[-1][0]
    left = all(row[0].start == over.start for row in rows)
    right = all(_edge(row[0]) == over.end for row in rows)
    return left and not right


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
                by_edge[edge] = _Column(piece.start, piece.end, edge, {number}, [edge])
                continue
            column.rows.add(number)
            if piece.start < column.start:
                column.start = piece.start
            if piece.end > column.end:
                column.end = piece.end
    columns: list[_Column] = []
    for edge in sorted(by_edge):
        columns.append(by_edge[edge])
        while len(columns) > 1 and _is_same(columns[-2], columns[-1]):
            columns[-2].admit(columns.pop())
    return columns, {edge: number for number, one in enumerate(columns) for edge in one.edges}


def _is_same(last: _Column, column: _Column) -> bool:
    """Whether values with another right edge stand in the column to the left of them."""
    close = column.edge - last.edge <= DRIFT or column.start < last.end
    return close and not last.rows & column.rows


def _peel_weak_values(
    labels: list[Segment | None],
    values: list[list[Segment]],
    columns: list[_Column],
    index: dict[int, int],
) -> None:
    """Take a number off the end of a label where it ends exactly on an empty column's edge."""
    for number, label in enumerate(labels):
        if label is None or " " not in label.text or label.end - label.start > len(label.text):
            continue
        column = index.get(_edge(label))
        words, _, last = label.text.rpartition(" ")
        if values[number] and values[number][0].start <= label.end + 1:
            continue  # the label has its value
        if column is None or number in columns[column].rows or not is_value(last):
            continue
        labels[number] = Segment(label.start, label.start + len(words), words)
        values[number].insert(0, Segment(label.end - len(last), label.end, last))
        columns[column].rows.add(number)


def _entries(row: list[Segment], column_of: dict[int, int]) -> list[Entry]:
    """The values of a row; a ``%`` belongs to the value one blank before it, else to the next."""
    entries: list[Entry] = []
    percent = False
    for number, piece in enumerate(row):
        if piece.text not in _SIGNS:
            entries.append(Entry(column_of[_edge(piece)], piece.start, piece.text, percent))
            percent = False
        elif piece.text == "%":
            if entries and row[number - 1].end + 1 == piece.start:
                entries[-1] = entries[-1]._replace(percent=True)
            else:
                percent = True
    return entries


def _find_ambiguous(
    rows: list[GridRow], columns: list[_Column], places: list[int]
) -> Iterator[tuple[int, Entry]]:
    """The values that reach over another column's right edge."""
    if all(left.end <= right.start for left, right in pairwise(columns)):
        return
    for number, row in enumerate(rows):
        for entry in row.entries:
            end = entry.start + len(entry.text.rstrip(_OVERHANG))
            for place, column in zip(places, columns, strict=True):
                over = entry.start < column.edge < end
                into = entry.start < column.start and column.start + DRIFT < end
                if place != entry.column and (over or into):
                    yield number, entry


# ---------------------------------------------------------------- heads to columns


def _read_heads(
    head: list[list[Segment]],
    rules: list[list[Segment]],
    columns: list[_Column],
    labels: tuple[int, int],
) -> tuple[Header | None, list[Header | None], list[int]]:
    """The labels' head, the columns' heads, and the place of each column among the heads.

    A head over no values at all is a column too, an empty one; else its words
    would be taken for its neighbour's.
    """
    if not head:
        return None, [None] * len(columns), list(range(len(columns)))
    start, end = labels
    slots = [_Column(start, min(end, columns[0].start if columns else end), 0, set()), *columns]
    for line in head:
        empty = _empty_columns(line, slots)
        if empty:
            slots[1:] = sorted(slots[1:] + empty, key=lambda slot: slot.end)
    places = [slots.index(column) - 1 for column in columns]
    headers = _stack_heads(head, rules, slots)
    return headers[0], headers[1:], places


def _stack_heads(
    head: list[list[Segment]], rules: list[list[Segment]], slots: list[_Column]
) -> list[Header | None]:
    """The head of each column, from the bottom up: a head stands over the ones below it."""
    headers: list[Header | None] = [None] * len(slots)
    wide = [_Column(slot.start, slot.end, slot.edge, slot.rows) for slot in slots]
    for number in range(len(head) - 1, -1, -1):
        is_over = number < min(len(rules), len(head) - 1)
        ruled = _ruled(head[number], rules[number], wide) if is_over else {}
        for segment in reversed(head[number]):
            found = ruled.get(segment) or _slots_of(segment, head[number], wide, head)
            for slot, text in found:
                header = headers[slot]
                whole = f"{text} {header.text}" if header else text
                headers[slot] = Header(whole, number, segment.start)
            if len(found) == 1 and found[0][0]:
                column = wide[found[0][0]]
                column.start = min(column.start, segment.start)
                column.end = max(column.end, segment.end)
    return headers


def _ruled(
    line: list[Segment], rule: list[Segment], slots: list[_Column]
) -> dict[Segment, list[tuple[int, str]]]:
    """The columns that each head of a line spans, where the rule below it shows them.

    A rule in as many pieces as there are heads has one over the columns of each; a rule
    across the page below several heads shares the columns among those nearest to them.
    """
    if len(line) < 2 or not rule:
        return {}
    found: dict[Segment, list[tuple[int, str]]] = {segment: [] for segment in line}
    if len(rule) == len(line):
        if all(
            piece.end - piece.start <= len(one.text) + 2
            for piece, one in zip(rule, line, strict=True)
        ):
            return {}  # heads underlined, not spans
        for segment, piece in zip(line, rule, strict=True):
            found[segment] = [
                (number, segment.text)
                for number, slot in enumerate(slots)
                if piece.shares(slot.start, slot.end) > 0
            ]
    elif len(rule) == 1 and len(line) < len(slots) - 1:
        for segment, numbers in zip(line, _partition(line, slots), strict=True):
            found[segment] = [(number, segment.text) for number in numbers]
    return found if all(found.values()) else {}


def _partition(line: list[Segment], slots: list[_Column]) -> list[range]:
    """All columns parted among a few heads so that each is in the middle of its own."""
    bounds = [(0, *cuts, len(slots)) for cuts in combinations(range(1, len(slots)), len(line) - 1)]

    def shift(bound: tuple[int, ...]) -> int:
        return sum(
            abs(one.start + one.end - slots[first].start - slots[last - 1].end)
            for one, first, last in zip(line, bound, bound[1:], strict=False)
        )

    best = min(bounds[:_PARTITIONS], key=shift)
    return [range(first, last) for first, last in pairwise(best)]


def _best_slot(segment: Segment, slots: list[_Column]) -> int:
    """The column that a head stands over: of those in whose stretch it is, the best aligned.

    A column's stretch begins behind the column before it, and the last one's has no end.
    Aligned is right, left or centred over the values.
    """
    first, end, _ = segment
    best, start = 0, -_FAR
    least: float = _FAR
    last = slots[-1]
    for number, slot in enumerate(slots):
        if first < slot.end or slot is last:
            if end <= start:
                break
            offset = _offset(segment, slot)
            if offset < least:
                best, least = number, offset
        start = slot.end
    return best


def _empty_columns(line: list[Segment], slots: list[_Column]) -> list[_Column]:
    """Columns for the heads of a line that no values stand under."""
    taken: dict[int, Segment] = {}
    empty: list[_Column] = []
    for segment in line:
        slot = _best_slot(segment, slots)
        rival = taken.setdefault(slot, segment)
        if rival is not segment:
            near, far = sorted((segment, rival), key=lambda one: abs(one.end - slots[slot].end))
            taken[slot] = near
            empty.append(_Column(far.start, far.end, far.end, set()))
    return empty


def _slots_of(
    segment: Segment, line: list[Segment], slots: list[_Column], head: list[list[Segment]]
) -> list[tuple[int, str]]:
    """The columns that a head stands over, with the words of it that belong to each.

    Words below several heads are heads of several columns, one blank apart; else a head may
    span several.
    """
    first, end, _ = segment
    under = [
        number
        for number, slot in enumerate(slots)
        if first + DRIFT < slot.end and slot.start < end - DRIFT
        if number or first <= slot.start + _MARGIN  # labels are long, their head begins with them
    ]
    best = slots[_best_slot(segment, slots)]
    if len(under) < 2 and first >= best.start - DRIFT and abs(end - best.end) <= DRIFT:
        return [(_best_slot(segment, slots), segment.text)]  # it stands inside its column
    place = head.index(line)
    below = head[place + 1 :]
    words = _words(segment) if len(under) > 1 else []
    shares, shift = _share_out(words, [slots[number] for number in under])
    group = next(filter(None, (_group_below(segment, line, lower) for lower in below)), [])
    if group or not shares or (shift and not _is_parted(segment, head[:place])):
        spanned = _columns_of(segment, group, slots) or _spanned(segment, line, slots, below)
        if len(spanned) > 1:
            return [(slot, segment.text) for slot in spanned]
    if not shares:
        return [(_best_slot(segment, slots), segment.text)]
    return [(slot, text) for slot, text in zip(under, shares, strict=True) if text]


def _is_parted(segment: Segment, above: list[list[Segment]]) -> bool:
    """Whether several heads of one line stand above a head."""
    first, end, _ = segment
    return any(sum(one.shares(first, end) > 0 for one in line) > 1 for line in above)


def _spanned(
    segment: Segment, line: list[Segment], slots: list[_Column], below: list[list[Segment]]
) -> list[int]:
    """The columns of the heads below that a head spans, where it spans several."""
    for lower in below:
        found = _columns_of(segment, _heads_below(segment, line, lower), slots)
        if len(found) > 1:
            return found
    return []


def _columns_of(segment: Segment, heads: list[Segment], slots: list[_Column]) -> list[int]:
    """The columns of several heads below a head, and those whose values it covers."""
    if len(heads) < 2:
        return []
    found = {_best_slot(other, slots) for other in heads}
    found |= {
        number
        for number, slot in enumerate(slots)
        if number and segment.shares(slot.start, slot.end) > DRIFT
    }
    return sorted(found)


def _group_below(segment: Segment, line: list[Segment], lower: list[Segment]) -> list[Segment]:
    """The group of heads below (``# Balance # Balance``) over which a head stands alone."""
    if len({one.text for one in lower}) == len(lower):
        return []
    for group in _repeated_groups(lower):
        first, end = group[0].start, group[-1].end
        if any(abs(segment.end - one.end) <= DRIFT for one in group):
            continue
        if [one for one in line if one.shares(first, end) > 0] == [segment]:
            return group
    return []


def _repeated_groups(line: list[Segment]) -> list[list[Segment]]:
    """Heads that stand beside each other in the same order several times."""
    texts = [one.text for one in line]
    for size in range(2, len(line) // 2 + 1):
        for start in range(len(line) - 2 * size + 1):
            stop = start + size
            while texts[stop : stop + size] == texts[start : start + size]:
                stop += size
            if stop > start + size and len(set(texts[start : start + size])) > 1:
                return [line[place : place + size] for place in range(start, stop, size)]
    return []


def _heads_below(segment: Segment, line: list[Segment], below: list[Segment]) -> list[Segment]:
    """The heads of a line below over which a head stands, and no other head of its line."""
    lower = [
        one
        for one in below
        if any(map(str.isalpha, one.text))
        and all(
            other is segment or other.shares(*one[:2]) <= max(0, segment.shares(*one[:2]))
            for other in line
        )
    ]
    touched = [one for one in lower if 2 * one.shares(*segment[:2]) >= one.end - one.start]
    if any(abs(segment.end - one.end) <= DRIFT for one in below):
        return touched  # it stands over one head, whatever else it covers
    if len(touched) < 2 and len(lower) >= 1.5 * len(line) > 1.5:
        touched = _pair_below(segment, line, lower)
    return touched if len(touched) > 1 else _reached(segment, lower)


def _reached(segment: Segment, lower: list[Segment]) -> list[Segment]:
    """The heads that a head covers or reaches, where it is centred over all of them."""
    near = [other for other in lower if other.shares(*segment[:2]) >= -_ALIGNED]
    if len(near) < 2:
        return []
    union = Segment(near[0].start, near[-1].end, "")
    centered = _offset(segment, union) < min(_offset(segment, one) for one in near)
    widest = max(one.end - one.start for one in near)
    return near if centered or 2 * (segment.end - segment.start) >= 3 * widest else []


def _pair_below(segment: Segment, line: list[Segment], lower: list[Segment]) -> list[Segment]:
    """The heads that a head spans by their number, or the two that it stands between."""
    each, rest = divmod(len(lower), len(line))
    if each > 1 and not rest:
        place = each * line.index(segment)
        pair = lower[place : place + each]
        shift = abs(segment.start + segment.end - pair[0].start - pair[-1].end) / 2
        if shift > _CENTERED or any(abs(segment.end - other.end) <= DRIFT for other in pair):
            return []
        return pair
    center = (segment.start + segment.end) / 2
    left = [other for other in lower if (other.start + other.end) / 2 < center][-1:]
    right = [other for other in lower if (other.start + other.end) / 2 >= center][:1]
    pair = [*left, *right]
    wide = [other for other in pair if other.end - other.start > _ALIGNED]
    if any(_offset(segment, other) <= _ALIGNED for other in wide):
        return []
    return pair if all(other.shares(*segment[:2]) >= -_NEAR for other in pair) else []


def _share_out(words: list[Segment], slots: list[_Column]) -> tuple[list[str], float]:
    """Heads that stand one blank apart: the words of each column, as well aligned as can be.

    With them goes how far they are out of line.
    """
    if len(slots) < 2 or len(words) < 2:
        return [], 0
    count = len(words)
    best: list[tuple[float, list[str]]] = [(0, [])]
    best += [(_FAR, [])] * count
    for slot in slots:
        last = best
        best = [(one[0] + _NO_HEAD, [*one[1], ""]) for one in last]
        for end in range(1, count + 1):
            for start in range(end):
                head = Segment(words[start].start, words[end - 1].end, "")
                right = min(abs(head.end - slot.end), abs(head.end - slot.edge))
                cost = last[start][0] + min(right, 1 + _offset(head, slot))
                if cost < best[end][0]:
                    text = " ".join(word.text for word in words[start:end])
                    best[end] = (cost, [*last[start][1], text])
    shift, shares = best[count]
    return (shares, shift) if shift < _FAR else ([], 0)


def _offset(head: Segment, slot: _Column | Segment) -> float:
    """How far a head is from standing right, left or centred over a column."""
    left, right = head.start - slot.start, head.end - slot.end
    return min(abs(left), abs(right), abs(left + right) / 2)
