"""Head lines and rows to a grid: which value stands in which row and column.

What holds on trustees' pages:

- the right edges of a column's values agree, but for a ``%``, ``)`` or ``*`` that
  overhangs; text columns agree in overlapping each other;
- heads stand over their values, shifted by a few characters (``heads``);
- a single blank separates words of one label, but also wide numbers (``stretches``).

Positions are 0-based and those of the page (tabs expanded).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trusteereport.heads import Column, Header, read_heads
from trusteereport.stretches import (
    DRIFT,
    MARGIN,
    OVERHANG,
    SIGNS,
    Segment,
    edge_of,
    is_clause,
    is_cusip,
    is_number_of_clause,
    is_value_or_unit,
    segments,
    split_values,
    without_leaders,
    words_of,
)
from trusteereport.touching import may_touch, separate
from trusteereport.values import is_value, read_date

_DASHED_HEAD = re.compile(r"-{2,} ?\w.*?-{2,}")
"""A head between dashes, over all columns that it spans: ``----- Group I -----``."""
_ASIDE = re.compile(r"\([A-Za-z]{3}[^()]*\)")
"""Words in brackets, which go on with a label."""
_GLUED_HEADS = re.compile(r"[a-z](?=[A-Z][a-z])")
"""Where a head touches the next: ``DateAmount``."""


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


class Grid(NamedTuple):
    """A table: the head over the labels, the columns' heads (None: no head), the rows.

    ``edges`` are the right edges of the columns, ``ambiguous`` the row numbers and values
    whose column is not certain.  ``tiers`` are the same rows under each tier of the head,
    where records have several lines.
    """

    label_header: Header | None
    headers: list[Header | None]
    rows: list[GridRow]
    edges: list[int]
    ambiguous: list[tuple[int, Entry]]
    tiers: "tuple[Grid, ...]" = ()


def read_grid(
    head: Sequence[str],
    rows: Sequence[str],
    rules: Sequence[str] = (),
    named: Collection[int] = (),
) -> Grid:
    """Read a table from its head lines (top to bottom, may be none) and its rows.

    ``rules`` are the rules below each of the head lines, empty where there is none, ``named``
    the rows that begin with their name, even where that is a number.
    """
    head_lines = [segments(line) for line in without_leaders(head)]
    loose = without_leaders(rows)
    pieces = _pieces([_without_repeated_number(segments(row)) for row in loose], head_lines)
    if may_touch("\n".join(loose)):
        pieces = separate(pieces)
    pieces = _part_words(pieces)
    labels, values = _split_labels(pieces, head_lines, named)
    _drop_dashes(labels, values, head_lines)
    groups = _split_groups(labels, values)
    if not head_lines and not groups:
        _join_words_apart(labels, values)
    columns, index = _find_columns(values)
    if _GLUED_HEADS.search("\n".join(head)):
        head_lines = [[*_parted_heads(line, columns)] for line in head_lines]
    _peel_weak_values(labels, values, columns, index)
    label_header, headers, edges, places = read_heads(
        head_lines, list(map(_rule_of, head, rules)), columns, _stretch(labels)
    )
    column_of = {edge: places[number] for edge, number in index.items()}
    grid_rows = [
        GridRow(*_place(label), _entries(row, column_of), *_place(groups.get(number)))
        for number, (label, row) in enumerate(zip(labels, values, strict=True))
    ]
    ambiguous = list(_find_ambiguous(grid_rows, columns, places))
    return Grid(label_header, headers, grid_rows, edges, ambiguous)


def _rule_of(line: str, rule: str) -> list[Segment]:
    """The pieces of the rule below a head line, or of the dashes beside its words."""
    if not rule and "--" in line:
        return [Segment(*one.span(), one[0]) for one in _DASHED_HEAD.finditer(line)]
    return segments(rule)


def _parted_heads(line: list[Segment], columns: list[Column]) -> Iterator[Segment]:
    """The heads of a line, apart where one that touches the next stands over another column."""
    for head in line:
        touch = _GLUED_HEADS.search(head.text)
        if touch is None:
            yield head
            continue
        middle = head.start + touch.end()
        left = Segment(head.start, middle, head.text[: touch.end()])
        right = Segment(middle, head.end, head.text[touch.end() :])
        places = [_place_under(one, columns) for one in (left, right)]
        yield from (left, right) if None not in places and places[0] != places[1] else (head,)


def _place_under(head: Segment, columns: list[Column]) -> int | None:
    """The column that shares most of its stretch with a head, if any does."""
    shares = [head.shares(column.start, column.end) for column in columns]
    most = max(shares, default=0)
    return shares.index(most) if most > 0 else None


def _stretch(labels: list[Segment | None]) -> tuple[int, int]:
    """Where labels begin and end."""
    known = [label for label in labels if label]
    start = min((label.start for label in known), default=0)
    return start, max((label.end for label in known), default=0)


def _place(label: Segment | None) -> tuple[str | None, int]:
    return (label.text, label.start) if label else (None, 0)


# ---------------------------------------------------------------- rows to pieces


def _without_repeated_number(row: list[Segment]) -> list[Segment]:
    """A row without its clause's number in braces where that stands before its value once more."""
    if not any(piece.text[0] == "{" for piece in row[1:]):
        return row
    return [*row[:1], *(one for one in row[1:] if not (one.text[0] == "{" and is_clause(one.text)))]


def _pieces(rows: list[list[Segment]], head: list[list[Segment]]) -> list[list[Segment]]:
    """The labels and values of each row, where single blanks may stand between them.

    Values that follow words at once are taken off them at the end of a row, and
    elsewhere where another row has a value that ends in the same column of the page, or
    where heads stand apart over both.
    """
    if not any(" " in text for row in rows for _, _, text in row):
        return rows
    split = [[split_values(segment) for segment in row] for row in rows]
    if all(len(part) == 1 for row in split for part in row):
        return rows
    edges: Counter[int] = Counter()
    found: list[list[Segment]] = []
    for row, parts in zip(rows, split, strict=True):
        pieces: list[Segment] = []
        for segment, part in zip(row, parts, strict=True):
            sure = _is_sure(part, segment is row[-1])
            if not sure and not (segment is row[0] and is_value(part[0].text)):
                edges = edges or _edges(split)
                sure = all(edges[edge_of(piece)] > 1 for piece in part[1:])
                sure = sure or _are_parted(part, head)
            pieces += part if sure else [segment]
        found.append(pieces)
    return found


def _are_parted(parts: list[Segment], head: list[list[Segment]]) -> bool:
    """Whether a value and the words behind it have a head each in one line of the heads."""
    value, words = parts[0], parts[-1]
    if len(parts) > 2 or not is_value(value.text):
        return False
    over = ([one for one in line if one.shares(value.start, words.end) > 0] for line in head)
    return any(
        len(heads) == 2 and heads[0].end < words.start and heads[1].start > value.end
        for heads in over
    )


def _part_words(rows: list[list[Segment]]) -> list[list[Segment]]:
    """Part words of two columns that stand one blank apart, as others below and above them show.

    In several rows something begins where the words do, and behind it where one of them does.
    """
    wide = [
        (number, place)
        for number, row in enumerate(rows)
        for place, piece in enumerate(row)
        if place and " " in piece.text and not is_value(piece.text)
        if place > 1 or not _begins_clause(row)
    ]
    if not wide:
        return rows
    beside = Counter((left.start, right.start) for row in rows for left, right in pairwise(row[1:]))
    for number, place in reversed(wide):
        piece = rows[number][place]
        for word in words_of(piece)[1:]:
            if beside[piece.start, word.start] > 1:
                cut = word.start - piece.start
                left = Segment(piece.start, word.start - 1, piece.text[: cut - 1])
                right = Segment(word.start, piece.end, piece.text[cut:])
                rows[number][place : place + 1] = [left, right]
                break
    return rows


def _begins_clause(row: list[Segment]) -> bool:
    """Whether a row begins with a clause's number."""
    number = row[0].text
    return is_clause(number) or (len(row) > 1 and is_number_of_clause(number, row[1].text))


def _edges(rows: list[list[list[Segment]]]) -> Counter[int]:
    """How many pieces end at each right edge."""
    return Counter(edge_of(piece) for row in rows for pieces in row for piece in pieces)


def _is_sure(part: list[Segment], at_end: bool) -> bool:
    """Whether a stretch is values alone, or words with values behind them at the end of a row.

    Elsewhere amounts with cents are no part of words either, nor is what follows a CUSIP.
    """
    values = [is_value_or_unit(piece.text) for piece in part]
    if all(values) or (at_end and all(values[1:])):
        return True
    behind = [piece.text for piece in part[1:] if piece.text not in SIGNS]
    sure = is_cusip(part[0].text) or all("," in one and "." in one for one in behind)
    return sure and all(values[1:])


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


def _join_words_apart(labels: list[Segment | None], values: list[list[Segment]]) -> None:
    """Join the two parts of a label over another that stands in the place of the second.

    One value stands behind them (``Period  Begin  7/1``, below it ``End  8/1``); words that
    others follow are a column.
    """
    apart = [
        number
        for number, row in enumerate(values)
        if len(row) > 1 and labels[number] and not is_value_or_unit(row[0].text)
    ]
    for number in apart:
        if number + 1 == len(values) or len(values[number]) != 2 or number + 1 in apart:
            return
        under = [labels[number + 1], *values[number + 1]]
        below = [one for one in under if one]
        if len(below) != 2 or is_value(below[0].text):
            return
        if below[0].start != values[number][0].start:
            return
    for number in apart:
        label = labels[number]
        assert label
        labels[number] = _joined([label, values[number].pop(0)])
        if labels[number + 1] is None:
            labels[number + 1] = values[number + 1].pop(0)


def _split_labels(
    rows: list[list[Segment]], head: list[list[Segment]], names: Collection[int]
) -> tuple[list[Segment | None], list[list[Segment]]]:
    """Take the label off each row: the words at the left margin, or in the column of such words."""
    rows = _with_labels_in_one(rows, head)
    margin = min((row[0].start for row in rows if row), default=0) + MARGIN
    named = any(row and row[0].start <= margin and not is_value(row[0].text) for row in rows)
    numbered = not named and (
        _are_numbers_labels([row for row in rows if row], head) or _are_dates_labels(rows, margin)
    )
    end = _end_of_labels(rows, margin) if named else margin + 1
    labels: list[Segment | None] = []
    values: list[list[Segment]] = []
    for number, row in enumerate(rows):
        is_label = row and (named or numbered) and _is_label(row[0], margin, end)
        if is_label or number in names:
            labels.append(row[0])
            values.append(row[1:])
        else:
            labels.append(None)
            values.append(row)
    return labels, values


def _drop_dashes(
    labels: list[Segment | None], values: list[list[Segment]], head: list[list[Segment]]
) -> None:
    """Drop a dash that leads from a label to its values (``Totals   -``): no head is over it."""
    for label, row in zip(labels, values, strict=True):
        if label is None or len(row) < 2 or row[0].text != "-":
            continue
        dash = row[0]
        is_under = any(one.shares(dash.start, dash.end) > 0 for line in head for one in line)
        if head and not is_under and dash.start - label.end <= MARGIN + 1:
            del row[0]


def _with_labels_in_one(
    rows: list[list[Segment]], head: list[list[Segment]]
) -> list[list[Segment]]:
    """The rows, with one label where two stretches make it.

    These are a clause's number, and words some blanks behind it; or words, and further ones
    that stand at the same place in another row's label.
    """
    apart = [n for n, row in enumerate(rows) if _may_have_words_apart(row)]
    known = _words_in_labels(rows) if apart else {}
    blanks = [_blanks_behind(row, head) for row in rows]
    for number in apart:
        if _is_known(rows[number][1], known):
            blanks[number] = " "
    return [
        [_joined(row[:2], blanks[n]), *row[2:]] if blanks[n] else row for n, row in enumerate(rows)
    ]


def _blanks_behind(row: list[Segment], head: list[list[Segment]]) -> str:
    """The blanks between a clause's number that begins a row and the words some blanks behind it.

    There are none where it is no such number.  Two show that what has no stop and no brackets,
    under no head of its own, is one too.
    """
    if len(row) < 2:
        return ""
    number, words = row[0], row[1]
    if is_clause(number.text):
        blanks = "  " if number.text.isalnum() else " "
        return "" if is_value_or_unit(words.text) else blanks
    if words.text[0] == "(" and len(row) > 2 and _ASIDE.fullmatch(words.text):
        return "" if is_value(number.text) else " "
    if not is_number_of_clause(number.text, words.text):
        return ""
    if number.text == "x":  # between ix and xi
        return "  "
    is_under = any(one.shares(number.start, words.start) > 0 for line in head for one in line)
    return "" if is_under else "  "


def _may_have_words_apart(row: list[Segment]) -> bool:
    """Whether a row's second words stand so close behind its first that they may belong to them."""
    if len(row) < 3 or row[1].start - row[0].end > MARGIN + 1:
        return False
    return not is_value(row[0].text) and not is_value_or_unit(row[1].text)


def _words_in_labels(rows: list[list[Segment]]) -> dict[tuple[int, str], set[str]]:
    """What the labels of rows go on with, by the place and text of each word but the first."""
    found: dict[tuple[int, str], set[str]] = {}
    for row in rows:
        label = row[0] if row else None
        for word in words_of(label)[1:] if label and " " in label.text else ():
            rest = label.text[word.start - label.start :] if label else ""
            found.setdefault((word.start, word.text), set()).add(rest)
    return found


def _is_known(words: Segment, known: dict[tuple[int, str], set[str]]) -> bool:
    """Whether a label goes on with some words at their place."""
    first = words.text.partition(" ")[0]
    places = range(words.start - DRIFT, words.start + DRIFT + 1)
    return any(
        rest.startswith(words.text) for place in places for rest in known.get((place, first), ())
    )


def _joined(pieces: list[Segment], blanks: str = " ") -> Segment:
    return Segment(pieces[0].start, pieces[-1].end, blanks.join(piece.text for piece in pieces))


def _end_of_labels(rows: list[list[Segment]], margin: int) -> int:
    """Where the column of labels ends: words that begin before that are labels too."""
    words = sorted(row[0][:2] for row in rows if row and not is_value(row[0].text))
    end = margin + 1
    for start, stop in words:
        if start < end + MARGIN:
            end = max(end, stop)
    return end


def _is_label(first: Segment, margin: int, end: int) -> bool:
    if first.text in SIGNS:
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
    right = all(edge_of(row[0]) == over.end for row in rows)
    return left and not right


# ---------------------------------------------------------------- pieces to columns


def _find_columns(rows: list[list[Segment]]) -> tuple[list[Column], dict[int, int]]:
    """The columns from left to right, and the column of each right edge."""
    by_edge: dict[int, Column] = {}
    for number, row in enumerate(rows):
        for piece in row:
            if piece.text in SIGNS:
                continue
            edge = edge_of(piece)
            column = by_edge.get(edge)
            if column is None:
                by_edge[edge] = Column(piece.start, piece.end, edge, {number}, [edge])
                continue
            column.rows.add(number)
            if piece.start < column.start:
                column.start = piece.start
            if piece.end > column.end:
                column.end = piece.end
    columns: list[Column] = []
    for edge in sorted(by_edge):
        columns.append(by_edge[edge])
        while len(columns) > 1 and _is_same(columns[-2], columns[-1]):
            columns[-2].admit(columns.pop())
    return columns, {edge: number for number, one in enumerate(columns) for edge in one.edges}


def _is_same(last: Column, column: Column) -> bool:
    """Whether values with another right edge stand in the column to the left of them."""
    close = column.edge - last.edge <= DRIFT or column.start < last.end
    return close and not last.rows & column.rows


def _peel_weak_values(
    labels: list[Segment | None],
    values: list[list[Segment]],
    columns: list[Column],
    index: dict[int, int],
) -> None:
    """Take a number off the end of a label where it ends exactly on an empty column's edge."""
    for number, label in enumerate(labels):
        if label is None or " " not in label.text or label.end - label.start > len(label.text):
            continue
        column = index.get(edge_of(label))
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
        if piece.text not in SIGNS:
            entries.append(Entry(column_of[edge_of(piece)], piece.start, piece.text, percent))
            percent = False
        elif piece.text == "%":
            if entries and row[number - 1].end + 1 == piece.start:
                entries[-1] = entries[-1]._replace(percent=True)
            else:
                percent = True
    return entries


def _find_ambiguous(
    rows: list[GridRow], columns: list[Column], places: list[int]
) -> Iterator[tuple[int, Entry]]:
    """The values that reach over another column's right edge."""
    if all(left.end <= right.start for left, right in pairwise(columns)):
        return
    for number, row in enumerate(rows):
        for entry in row.entries:
            end = entry.start + len(entry.text.rstrip(OVERHANG))
            for place, column in zip(places, columns, strict=True):
                over = entry.start < column.edge < end
                into = entry.start < column.start and column.start + DRIFT < end
                if place != entry.column and (over or into):
                    yield number, entry
