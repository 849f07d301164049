"""Where blocks stand beside each other on the page: rows to runs, each with its gutters.

A row that goes on with words after a value holds two records.  Under a head such words are
a column of their own (a description), unless they repeat the row's label or stand in a few
rows only.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trusteereport.stretches import (
    Segment,
    is_clause,
    is_number_of_clause,
    segments,
    split_values,
    without_leaders,
)
from trusteereport.values import is_value

_MAY_HOLD_TWO = re.compile(r"[0-9%)*A-] ++[A-Za-z(]")
"""Words behind a value; where there are none, and no caption, no row need be looked at."""
_GOES_ON = re.compile(r" *[$(]*\d\S* [a-z]")
"""A value and words at the beginning of a row: a label that goes on from the line above."""
_FEW = 3
"""How many rows that follow each other show that another block stands beside a table."""


class Run(NamedTuple):
    """Rows from ``start`` to before ``stop``; ``gutters`` are where further blocks begin."""

    start: int
    stop: int
    gutters: list[int]


def find_runs(head: Sequence[str], rows: Sequence[str]) -> list[Run]:
    """The rows in runs with the same gutters; mostly one run without any."""
    whole = [Run(0, len(rows), [])]
    text = "\n".join(rows)
    if ":" not in text and not _MAY_HOLD_TWO.search(text):
        return whole
    loose = without_leaders(rows)
    starts = [_second_labels(row) for row in loose]
    if not any(starts):
        return whole
    if head:
        gutters = _between_twins(head, loose)
        if gutters:
            return [Run(0, len(rows), gutters)]
        repeated = [_repeated(row, one) for row, one in zip(loose, starts, strict=True)]
        gutters = _gutters(loose, repeated) if 2 * sum(map(bool, repeated)) >= len(rows) else []
        if gutters and _is_clear(head, gutters):
            return [Run(0, len(rows), gutters)]
        if 2 * sum(map(bool, starts)) > len(rows):
            return whole
    found = list(_runs(loose, starts, _FEW if head else 1))
    return list(_filled(found, len(rows))) if found else whole


def _between_twins(head: Sequence[str], rows: Sequence[str]) -> list[int]:
    """Where a second table begins with the heads of the first, but for that over its labels."""
    for line in head:
        heads = segments(line)
        half = len(heads) // 2
        texts = [one.text for one in heads]
        if half <= 2 or texts[1:half] != texts[half + 1 :]:
            continue
        gutter = heads[half].start
        labels = [one[0].text for row in rows for one in [segments(row[gutter:])] if one]
        if _is_clear([*head, *rows], [gutter]) and not any(map(is_value, labels)):
            return [gutter]
    return []


def _second_labels(row: str) -> list[int]:
    """Where words follow a value in a row, or a caption follows anything."""
    found: list[int] = []
    last: Segment | None = None
    if _GOES_ON.match(row):
        return []
    for piece in (one for stretch in segments(row) for one in split_values(stretch)):
        words = not is_value(piece.text) and piece.text not in ("$", "%")
        if last and words and (is_value(last.text) or piece.text.endswith(":")):
            is_first = row[: last.start].isspace() or not last.start
            number = is_clause(last.text) or is_number_of_clause(last.text, piece.text)
            if not (is_first and number):
                found.append(piece.start)
        last = piece
    return found


def _repeated(row: str, starts: list[int]) -> list[int]:
    """Those of the words that are the same as at the row's beginning."""
    first = segments(row)[:1]
    return [start for start in starts if first and row.startswith(first[0].text, start)]


def _gutters(rows: Sequence[str], starts: Sequence[list[int]]) -> list[int]:
    """Where blocks begin in all of some rows, or nothing where it is not the same place."""
    count = max(map(len, starts), default=0)
    full = [one for one in starts if len(one) == count]
    gutters = [min(places) for places in zip(*full, strict=True)]
    fits = gutters and _is_clear(rows, gutters) and all(_is_block(row, gutters) for row in rows)
    fits = fits and not any(_cuts_caption(row, gutters) for row in rows)
    return gutters if fits and _have_values(rows, gutters) else []


def _have_values(rows: Sequence[str], gutters: list[int]) -> bool:
    """Whether each block has a value or a caption in some row: else it is a column of words."""
    blocks = pairwise((0, *gutters, None))
    parts = ([row[start:end].split() for row in rows] for start, end in blocks)
    return all(
        any(":" in word or is_value(word) for words in part for word in words) for part in parts
    )


def _runs(rows: Sequence[str], starts: Sequence[list[int]], least: int) -> Iterator[Run]:
    """The runs of rows that have second labels."""
    place = 0
    while place < len(rows):
        stop = place
        while stop < len(rows) and starts[stop]:
            stop += 1
        gutters = _gutters(rows[place:stop], starts[place:stop]) if stop - place >= least else []
        if not gutters and least == 1 and stop - place > 1:
            stop = place + 1  # blocks that begin elsewhere in each row
            gutters = _gutters(rows[place:stop], starts[place:stop])
        elif gutters:
            while stop < len(rows) and _goes_on(rows[stop], gutters):
                stop += 1
        if gutters:
            yield Run(place, stop, gutters)
        place = max(stop, place + 1)


def _goes_on(row: str, gutters: list[int]) -> bool:
    """Whether a row has words, and no value, where a block begins."""
    first = [segments(row[gutter:])[:1] for gutter in gutters]
    words = any(one and not is_value(split_values(one[0])[0].text) for one in first)
    return words and _is_clear([row], gutters) and _is_block(row, gutters)


def _filled(runs: Sequence[Run], count: int) -> Iterator[Run]:
    """The runs with the other rows between them."""
    stops = [0, *(run.stop for run in runs)]
    starts = [*(run.start for run in runs), count]
    for number, (stop, start) in enumerate(zip(stops, starts, strict=True)):
        if stop < start:
            yield Run(stop, start, [])
        yield from runs[number : number + 1]


def _is_clear(lines: Sequence[str], gutters: list[int]) -> bool:
    """Whether no word stands over a gutter."""
    return all(
        gutter >= len(line) or line[gutter - 1] == " " for line in lines for gutter in gutters
    )


def _is_block(row: str, gutters: list[int]) -> bool:
    """Whether each part of a row between gutters is a row, a caption, or words alone."""
    first, *others = (row[start:end].split() for start, end in pairwise((0, *gutters, len(row))))
    return _is_row_or_words(first) and all(
        _is_row_or_words(words) and not _goes_on_in_words(words) for words in others
    )


def _cuts_caption(row: str, gutters: list[int]) -> bool:
    """Whether a gutter stands between a caption and its value."""
    parts = (row[start:end].split() for start, end in pairwise((0, *gutters, len(row))))
    return any(
        left[-1:] and left[-1].endswith(":") and right[:1] and is_value(right[0])
        for left, right in pairwise(parts)
    )


def _goes_on_in_words(words: list[str]) -> bool:
    """Whether words follow a value with which a part begins: the value is another block's."""
    return bool(words) and is_value(words[0]) and not all(map(is_value, words))


def _is_row_or_words(words: list[str]) -> bool:
    if not words or is_value(words[-1]) or not any(map(is_value, words)):
        return True
    return any(word.endswith(":") for word in words[:-1])
