"""Blocks of lines to tables: which rows belong together, under which heads, as what kind.

The geometry is ``columns``' business, the fields of the values are ``placement``'s.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from attrs import Factory, define, evolve
from lark import Tree
from lark.lexer import Token

from trusteereport.addresses import Addresses, LabelPart, Named
from trusteereport.columns import Entry, Grid, GridRow, read_grid
from trusteereport.drafts import Draft
from trusteereport.facts import OTHER, is_caption, read_fact, tokens_of
from trusteereport.grammars import Grammar
from trusteereport.gutters import find_runs
from trusteereport.heads import Header, tiers_of
from trusteereport.labels import Label, read_label
from trusteereport.ledger import Ledger
from trusteereport.placement import (
    EVERY_COLUMN,
    GENERIC,
    Block,
    Line,
    Note,
    Placement,
    Row,
    Seen,
    begins_clause,
    count_below,
    joined,
    labels_of,
    read_row,
)
from trusteereport.stretches import DRIFT, OVERHANG, is_clause, is_cusip, segments, without_leaders
from trusteereport.values import is_value

_OR = "_or_"
_THEN = "_then_"
_ACROSS = re.compile(r" {0,3}(?:- )?[-=_]{40}")
"""A rule across the page, not only under a word."""
_SENTENCE = re.compile(r"[a-z]{2}\.$|[a-z]{3}(?:,? [a-z]{2,}){4}")
"""How running text shows, which names no group of rows."""
_ROW = "ROW"
"""How the names of terminals end that are rows."""
_NAMED_ROW = "NAMED_ROW"
"""The terminal of rows that begin with their name, even where that is a number."""
_SURE_COLUMNS = 2
"""One column alone is no sign that a table goes on."""
_FAR_LEFT = 2
"""How far left of all its values a head may end."""
_LIST = 3
"""How many rows of one value each are a list, where nothing is known of the table above."""
_CLASSES = ("classes", "class_totals")
_OF_CLASS = (*_CLASSES, None)
_GROUPS = 3
"""How many lines above a row may name its groups."""


@define
class TableReader:
    """Reads the tables of one document, one after the other.

    It remembers the last table: it may go on without repeating its heads, or without
    repeating the labels of its rows.  ``pool`` is the pool that the page is about.
    """

    grammar: Grammar
    ledger: Ledger
    report: Draft
    statement: Callable[[], Draft]
    pool: str | None = None
    _last: "_Last | None" = None
    _waiting: list[Line] = Factory(list)
    _words: list[Line] = Factory(list)
    _heads_beside: list[Line] = Factory(list)
    _heads_over: list[Line] = Factory(list)
    _is_running: bool = False

    def read(
        self,
        kinds: str,
        head: Tree[Token] | None,
        rows: Tree[Token] | None,
        section: LabelPart | None,
        *,
        is_running: bool = False,
    ) -> None:
        """Read a table: ``kind_column`` names its heads, ``kind_row`` its rows.

        Args:
            kinds: the kinds that it may be, with ``_or_`` between them: it is read as the one
                that knows most of its labels, the first of equals.
            head: the head lines.
            rows: the rows, with notes and words between them.
            section: the heading in force.
            is_running: whether that heading was printed before.
        """
        self._is_running = is_running
        blocks, rest = self._read_lines(rows, section)
        if head or (blocks and len(blocks[0].rows[0].above) > _GROUPS):
            self.leave_heads()
        head_lines = self._with_heads_over(_lines_of(head)) if head else self._waiting
        self._waiting = [] if blocks else head_lines
        if head and blocks and self._words:
            first = blocks[0].rows[0]
            blocks[0].rows[0] = first._replace(above=(*self._words, *first.above))
            self._words = []
        self.leave_words()
        self._words = rest[len(rest) - _count_words_over(rest) :]
        for line in rest[: len(rest) - len(self._words)]:
            self._leave(line)
        for block in blocks:
            apart = _take_captions_below(block)
            self._read_block(kinds.split(_OR), head_lines, block, section)
            if apart:
                self._read_side([GENERIC], [], Block(apart), section)
            head_lines = []

    def forget_heads(self) -> None:
        """Let no table go on with the heads of one before."""
        self._last = None
        self.leave_waiting()

    def leave_waiting(self) -> None:
        """Report heads and words that no rows came after."""
        self._with_heads_over([])
        self.leave_heads()
        self.leave_words()

    def leave_heads(self) -> None:
        """Report heads that no rows came after."""
        for line in self._waiting:
            self.ledger.leave_line(line.number, line.text.strip())
        self._waiting = []

    def _with_heads_over(self, head: list[Line]) -> list[Line]:
        """Head lines with the words right above them that stood beside another block's rows."""
        over, self._heads_over = self._heads_over, []
        if over and head and over[-1].number + 1 == head[0].number:
            return [*over, *head]
        for line in over:
            self._leave(line)
        return head

    def leave_words(self) -> None:
        """Report words below a table's last row that no other table came after."""
        for line in self._words:
            self._leave(line)
        self._words = []

    def _leave(self, line: Line) -> None:
        if not line.text.endswith(":"):  # a caption whose value is blank
            self.ledger.leave_line(line.number, line.text.strip())

    def _read_block(
        self, kinds: list[str], head_lines: list[Line], block: Block, section: LabelPart | None
    ) -> None:
        head = [line.text for line in head_lines]
        above: tuple[Line, ...] = ()
        for start, stop, gutters in find_runs(head, [row.line.text for row in block.rows]):
            rows = block.rows[start:stop]
            notes = block.notes if stop == len(block.rows) else []
            lines = head_lines if start == 0 else self._heads_beside
            self._heads_beside = []
            if not gutters:
                rows[0] = rows[0]._replace(above=rows[0].above or above)
                self._read_side(kinds, lines, Block(rows, notes), section)
                continue
            rows, left_over = _taken_back(rows)
            for line in left_over:
                self._leave(line)
            for part in _parted(rows):
                above = _carried(part[0].above) or above
                for left, right in pairwise((0, *gutters, None)):
                    over = _cut_lines(lines, left or 0, right)
                    own = (
                        _cut_clauses(above, left or 0, right)
                        if _are_beside(above, gutters)
                        else above
                    )
                    for side_head, side in self._cut_blocks(over, part, left or 0, right):
                        side[0] = side[0]._replace(above=side[0].above or tuple(own))
                        self._read_side(kinds, side_head, Block(side, notes), section)
                lines = []
        self._heads_over += self._heads_beside
        self._heads_beside = []

    def _cut_blocks(
        self, head: list[Line], rows: Sequence[Row], start: int, end: int | None
    ) -> Iterator[tuple[list[Line], list[Row]]]:
        """The blocks of rows between two positions, each with its head lines.

        Words alone belong to the row below them; with wide gaps between them they are heads.
        """
        cut: list[Row] = []
        above: list[Line] = []
        for row in rows:
            line = _cut_line(row.line, start, end)
            if not without_leaders([line.text])[0].strip():
                continue
            if any(map(is_value, line.text.split())) or ":" in line.text:
                cut.append(Row(line, tuple(above)))
                above = []
            elif _is_head(line):
                if cut:
                    yield head, cut
                head, cut, above = [*(() if cut else head), *above, line], [], []
            else:
                above.append(line)
        if cut:
            yield head, cut
        left = [*(() if cut else head), *above]
        if start == 0 and not cut:  # rows of the left block may go on alone
            self._heads_beside = left
            return
        if start == 0:  # a head may go on below them
            self._heads_over = left
            return
        for line in left:
            self.ledger.leave_line(line.number, line.text.strip())

    def _read_side(
        self, kinds: list[str], head_lines: list[Line], block: Block, section: LabelPart | None
    ) -> None:
        """Read a table that has the lines for itself."""
        grid = _read_tiers(head_lines, block) if _THEN in kinds[0] else _read(head_lines, block)
        if _is_astray(head_lines, grid):
            self._leave(head_lines[0])
            head_lines = []
            grid = _read([], block)
        seen: Seen = set()
        last = self._last
        continued = _continued(last.grid, grid) if last and not head_lines else None
        if continued and last:
            grid = continued
            if kinds[0] == GENERIC or last.kind in kinds:
                kinds, seen = [last.kind], last.seen
                if self._is_running and not self._names_group(last.kind, section):
                    section = last.section
        above = _heads_above(last, grid) if last and head_lines else {}
        if above and last and last.kind in kinds:
            kinds = [last.kind]
        kind = self._best_kind(kinds, grid, block, section)
        end = self._end_of_heads(kind, grid, block) if head_lines else 0
        if end:
            self._read_side(kinds, head_lines, Block(block.rows[:end]), section)
            self._read_side(kinds, [], Block(block.rows[end:], block.notes), section)
            return
        if _THEN not in kind and _has_records_of_lines(grid):
            grid = grid._replace(headers=[None] * len(grid.headers))
            self.ledger.problem(
                "table-without-head",
                block.rows[0].line.number,
                grid.rows[0].start,
                "the heads are those of records of several lines, which the grammar does not know",
                "describe the lines in the trustee's grammar; the values are in `other`",
            )
        table = _Table(kind, grid, head_lines, section, seen, above)
        names = self._place(table, block, last.order(grid) if last and head_lines else ())
        if head_lines:
            labels = [row.label for row in grid.rows]
            self._last = _Last(kind, grid, seen, labels, names, table.starts, section)

    def _end_of_heads(self, kind: str, grid: Grid, block: Block) -> int:
        """The row from which on the heads are not in force, or 0 where they are to the end.

        Clauses with one value each follow the rows that have several.  Under heads that are
        classes the first of them says of what else it is: the others may be blank there.
        """
        counts = [len(row.entries) for row in grid.rows]
        if max(counts) < _SURE_COLUMNS:
            return _end_of_head(block.rows)
        end = len(counts)
        while end and counts[end - 1] < _SURE_COLUMNS:
            end -= 1
        if not end or end == len(counts):
            return 0
        for number in range(end, len(counts)):
            if self._is_list_apart(kind, grid, block, number):
                return number
        texts = (header.text for header in grid.headers if header)
        heads = (read_label(self.grammar, f"{kind}_column", text) for text in texts)
        of_classes = any(head is not None and head.record in _CLASSES for head in heads)
        for number in range(end, len(counts)):
            if _row_begins_clause(block.rows[number]):
                text = grid.rows[number].label
                label = read_row(self.grammar, kind, text) if of_classes else None
                if not of_classes or (label and _says_all(label)):
                    return number
        return 0

    def _is_list_apart(self, kind: str, grid: Grid, block: Block, end: int) -> bool:
        """Whether rows with one value each, all in one column, follow a table below a blank line.

        No value of the table ends where one of theirs does; or all its rows have several
        values, and its kind has no such rows as these.
        """
        rows, table = grid.rows[end:], grid.rows[:end]
        if not block.rows[end - 1].line.gap:
            return False
        if _stand_beside(rows, table):
            return True
        columns = {entry.column for row in rows for entry in row.entries}
        if len(columns) != 1 or min(len(row.entries) for row in table) < _SURE_COLUMNS:
            return False
        if kind == GENERIC:
            return len(rows) >= _LIST
        header = grid.headers[columns.pop()]
        if header and not self._knows_head(kind, header.text):
            return True
        labels = [row.label and read_label(self.grammar, f"{kind}_row", row.label) for row in rows]
        return all(row.label is not None for row in rows) and not any(
            label and not _says_all(label) for label in labels
        )

    def _knows_head(self, kind: str, text: str) -> bool:
        return read_label(self.grammar, f"{kind}_column", text) is not None

    def _names_group(self, kind: str, section: LabelPart | None) -> bool:
        start = f"{kind}_group"
        known = section and start in self.grammar.starts
        return bool(known and section and read_label(self.grammar, start, section.text))

    def _place(self, table: "_Table", block: Block, order: Sequence[Named]) -> list[Named]:
        """Place a table's values; what its rows name."""
        first, *others = table.kind.split(_THEN)
        if not others:
            return self._place_lines(table, first, block, order)
        starts = [_is_record(read_row(self.grammar, first, row.label)) for row in table.grid.rows]
        if order and not any(starts) and self._last:
            starts = self._last.starts or starts
        table.starts = starts
        numbers = list(_numbers_in_records(starts))
        names = list(order) or [Named() for _ in numbers]
        for number, kind in enumerate((first, *others)):
            chosen = [place for place, one in enumerate(numbers) if min(one, len(others)) == number]
            lines = table.only(chosen, number, 1 + len(others))
            rows = Block([block.rows[place] for place in chosen], [] if number else block.notes)
            named = f"{kind}_row" in self.grammar.starts
            found = self._place_lines(
                lines, kind, rows, [names[place] if named else Named() for place in chosen]
            )
            if number == 0:
                for place, one in zip(chosen, found, strict=True):
                    count = next(
                        (n for n in range(place + 1, len(starts)) if starts[n]), len(starts)
                    )
                    names[place:count] = [one] * (count - place)
        return names

    def _place_lines(
        self, table: "_Table", kind: str, block: Block, order: Sequence[Named]
    ) -> list[Named]:
        placement = Placement(
            self.grammar,
            self.ledger,
            Addresses(self.statement, self.pool),
            kind,
            table.grid,
            table.head_lines,
            table.section,
            table.seen,
            table.above,
        )
        placement.read(block, order)
        return placement.rows

    def _read_lines(
        self, rows: Tree[Token] | None, section: LabelPart | None
    ) -> tuple[list[Block], list[Line]]:
        """The blocks of rows, and the words after the last row.  Notes end a block."""
        blocks: list[Block] = []
        above: list[Line] = []
        text = section.text if section else None
        for child in rows.children if rows else ():
            if isinstance(child, Tree):
                read_fact(self.ledger, self.report, child, text, lambda _: None)
                words = [str(token).strip() for token in tokens_of(child)]
                if child.data == "notes" and blocks and len(words) > 1:
                    blocks[-1].notes.append(Note(words[0], words[1]))
            elif child.type.endswith(_ROW):
                line = _line(child, named=child.type == _NAMED_ROW)
                above = _give_to_row_above(blocks, above, line)
                if not blocks or blocks[-1].notes:
                    blocks.append(Block())
                blocks[-1].rows.append(Row(line, tuple(above)))
                above = []
            elif child.type == OTHER:
                above = self._leave_text(above)
                self.ledger.leave(child)
            elif not is_caption(child):
                above.append(_line(child))
            elif blocks and not above and _ACROSS.match(child):
                _part_last(blocks[-1])
        return blocks, _give_to_row_above(blocks, above)

    def _leave_text(self, above: list[Line]) -> list[Line]:
        """Report running text that goes on in a line not understood; the words above that."""
        count = len(above)
        while count and not above[count - 1].gap and _SENTENCE.search(above[count - 1].text):
            count -= 1
        for line in above[count:]:
            self._leave(line)
        return [*above[: count - 1], above[count - 1]._replace(gap=True)] if count else []

    def _best_kind(
        self, kinds: list[str], grid: Grid, block: Block, section: LabelPart | None
    ) -> str:
        """The kind whose rules know most of the heads and labels.

        Rows that say it all count for each kind, but of equals that counts whose own rules
        know the rows; else it is the first.
        """
        if len(kinds) == 1:
            return kinds[0]
        heads = {header.text for header in grid.headers if header}
        labels = {row.label for row in grid.rows if row.label}
        groups = {row.group for row in grid.rows if row.group} | (
            {section.text} if section else set()
        )
        above = (row.above[-_GROUPS:] for row in block.rows if row.above)
        groups |= {joined(parts) for lines in above for parts in labels_of(lines)}
        if grid.label_header:
            groups.add(grid.label_header.text)

        return _best_kind(
            self.grammar, tuple(kinds), frozenset(labels), frozenset(heads), frozenset(groups)
        )


@functools.lru_cache(maxsize=1024)
def _best_kind(
    grammar: Grammar,
    kinds: Sequence[str],
    labels: frozenset[str],
    heads: frozenset[str],
    groups: frozenset[str],
) -> str:
    """The kind whose rules know most of a table's labels, heads and groups.

    Results are kept: a trustee's tables have the same words in every report.
    """
    telling = [text for text in heads if read_label(grammar, EVERY_COLUMN, text) is None]
    say_all = [(text, read_row(grammar, GENERIC, text)) for text in labels]

    def known(kind: str) -> int:
        """How many labels the kind knows; without heads, a row has to name the field."""
        meanings = [read_label(grammar, f"{kind}_row", text) or one for text, one in say_all]
        rows = sum(one is not None and bool(heads or one.leaf) for one in meanings)
        return rows + sum(
            read_label(grammar, f"{kind}_{axis}", text) is not None
            for axis, texts in (("column", telling), ("group", groups))
            for text in texts
        )

    def own(kind: str) -> int:
        """How many rows the kind's own rules know."""
        texts = () if kind == GENERIC else labels
        return sum(read_label(grammar, f"{kind}_row", one) is not None for one in texts)

    counts = {kind: known(kind) for kind in kinds}
    most = max(counts.values())
    equals = [kind for kind in kinds if counts[kind] == most]
    return max(equals, key=own) if heads and len(equals) > 1 else equals[0]


@define
class _Table:
    """A table that is placed: its kind, its grid, and what it stands under."""

    kind: str
    grid: Grid
    head_lines: list[Line]
    section: LabelPart | None
    seen: Seen
    above: dict[int, str] = Factory(dict)
    starts: list[bool] = Factory(list)

    def only(self, chosen: Sequence[int], number: int, count: int) -> "_Table":
        """The table with the rows that are the ``number``-th lines of records of ``count`` lines.

        They stand under one tier of the heads; labels of later lines are values under their head.
        """
        tiers = self.grid.tiers or (self.grid,)
        tier = tiers[number * len(tiers) // count]
        rows = [tier.rows[place] for place in chosen]
        headers = tier.headers
        if number:
            end = max((row.start + len(row.label or "") for row in tier.rows), default=0)
            rows = [_with_label_as_value(row, len(headers), headers, end) for row in rows]
            headers = [*headers, tier.label_header]
        places = {place: n for n, place in enumerate(chosen)}
        ambiguous = [(places[n], one) for n, one in tier.ambiguous if n in places]
        grid = tier._replace(rows=rows, headers=headers, ambiguous=ambiguous)
        return evolve(self, grid=grid, seen=set() if number else self.seen)


def _has_records_of_lines(grid: Grid) -> bool:
    """Whether CUSIPs stand below the rows' labels: each record has another line."""
    labels = [row.label for row in grid.rows if row.label]
    cusips = sum(map(is_cusip, labels))
    return any(grid.headers) and 0 < len(labels) - cusips <= 2 * cusips


def _is_record(label: Label | None) -> bool:
    """Whether a row's label names a record, and no field of it."""
    return label is not None and label.record is not None and label.leaf is None


def _with_label_as_value(
    row: GridRow, column: int, headers: list[Header | None], end: int
) -> GridRow:
    """A row of a later line: what stands among the labels is a value under their head."""
    entries = [
        entry._replace(column=column) if not headers[entry.column] and entry.start < end else entry
        for entry in row.entries
    ]
    if row.label is not None:
        entries.insert(0, Entry(column, row.start, row.label, percent=False))
    return row._replace(label=None, entries=entries)


def _numbers_in_records(starts: Iterable[bool]) -> Iterator[int]:
    """The number of each line in its record, from 0, by which lines start one."""
    number = -1
    for is_start in starts:
        number = 0 if is_start else number + 1
        yield number


def _read(head_lines: Sequence[Line], block: Block) -> Grid:
    return read_grid(
        [line.text for line in head_lines],
        [row.line.text for row in block.rows],
        [line.rule for line in head_lines],
        {number for number, row in enumerate(block.rows) if row.line.named},
    )


def _is_astray(head_lines: Sequence[Line], grid: Grid) -> bool:
    """Whether a head stands alone, over one column, and far to the left of its values."""
    if len(head_lines) != 1 or len(grid.headers) != 1 or not grid.headers[0]:
        return False
    words = segments(head_lines[0].text)
    starts = [entry.start for row in grid.rows for entry in row.entries]
    return len(words) == 1 and words[0].end + _FAR_LEFT < min(starts, default=0)


def _read_tiers(head_lines: Sequence[Line], block: Block) -> Grid:
    """A table of records of several lines, and its rows under each tier of the head."""
    tiers = tiers_of([line.text for line in head_lines]) if head_lines else []
    grid = _read(head_lines, block)
    if len(tiers) < 2:
        return grid
    blank = Line(0, "")
    heads = [[*(blank for _ in range(first)), *head_lines[first:end]] for first, end in tiers]
    return grid._replace(tiers=tuple(_read(head, block) for head in heads))


def _continued(last: Grid, grid: Grid) -> Grid | None:
    """A table without a head under the heads of another, where it has the same columns."""
    if len(grid.edges) < _SURE_COLUMNS:
        return None
    places = [_place(edge, last.edges) for edge in grid.edges]
    if None in places:
        places = _places_by_starts(places, grid, last)
    if None in places:
        return None
    headers = [last.headers[place] for place in places if place is not None]
    tiers = tuple(filter(None, (_continued(tier, grid) for tier in last.tiers)))
    return grid._replace(label_header=last.label_header, headers=headers, tiers=tiers)


def _places_by_starts(places: list[int | None], grid: Grid, last: Grid) -> list[int | None]:
    """The places of columns, those of words (``N/A``) by where they begin in the table above."""
    starts = {entry.start: entry.column for row in last.rows for entry in row.entries}
    own = {entry.column: entry.start for row in grid.rows for entry in row.entries}
    return [
        starts.get(own.get(number, -1)) if place is None else place
        for number, place in enumerate(places)
    ]


def _heads_above(last: "_Last", grid: Grid) -> dict[int, str]:
    """The heads of the table above in the places of columns whose own heads are all the same.

    Such heads say what is the same in all columns (``Per $1,000``); the rows are those above.
    """
    texts = [header.text for header in grid.headers if header]
    if len(set(texts)) == len(texts):
        return {}
    found: dict[int, str] = {}
    for number, header in enumerate(grid.headers):
        if header and texts.count(header.text) > 1:
            place = _place(grid.edges[number], last.grid.edges)
            above = last.grid.headers[place] if place is not None else None
            if above is None:
                return {}
            found[number] = above.text
    labels = {row.label for row in grid.rows}
    return found if labels <= set(last.labels) and len(set(found.values())) == len(found) else {}


class _Last(NamedTuple):
    """The last table that had heads: kind, columns, what its rows are and name, its section."""

    kind: str
    grid: Grid
    seen: Seen
    labels: list[str | None]
    names: list[Named]
    starts: list[bool]
    section: LabelPart | None

    def order(self, grid: Grid) -> Sequence[Named]:
        """What rows without labels name: those of this table in their order, if as many."""
        if len(grid.rows) != len(self.names) or grid.rows[0].label:
            return ()
        printed = zip((row.label for row in grid.rows), self.labels, strict=True)
        if not all(label is None or label == before for label, before in printed):
            return ()
        return [Named(None, one.meaning, (), told=True) for one in self.names]


def titles_and_heads(head: Tree[Token]) -> tuple[list[Token], list[Token]]:
    """The head lines of a table, after the lines of titles above them, if any.

    Blank lines or a rule across the page stand between titles and heads; what stands behind
    a title is a head.
    """
    lines: list[Token] = []
    first = 0
    for child in head.children:
        assert isinstance(child, Token)
        if not is_caption(child):
            if lines and lines[-1].endswith("\n\n") and lines[-1].column == 1:
                first = len(lines)
            lines.append(child)
        elif lines and _ACROSS.match(child) and _is_alone(lines[-1]):
            first = len(lines)
    return (lines[:first], lines[first:]) if first < len(lines) else ([], lines)


def _is_alone(line: Token) -> bool:
    """Whether a line is one stretch of words, and stands behind no title."""
    return line.column == 1 and len(segments(line.rstrip("\n"))) == 1


def _lines_of(head: Tree[Token]) -> list[Line]:
    """The head lines of a table, each with the rule below it."""
    tokens = [child for child in head.children if isinstance(child, Token)]
    rules = {
        id(above): below.rstrip("\n")
        for above, below in pairwise(tokens)
        if is_caption(below) and not is_caption(above)
    }
    return [
        _line(token)._replace(rule=rules.get(id(token), "")) for token in titles_and_heads(head)[1]
    ]


def _end_of_head(rows: Sequence[Row]) -> int:
    """The row from which on the head of one column is not in force, or 0.

    It is the first clause, where it begins to the left of all rows above it.
    """
    margin = rows[0].line.part.start
    for number, row in enumerate(rows):
        if _row_begins_clause(row):
            return number if min(line.part.start for line in (*row.above, row.line)) < margin else 0
        margin = min(margin, row.line.part.start)
    return 0


def _says_all(label: Label) -> bool:
    """Whether a row's label names a record and its field, of a class only with its name."""
    return label.leaf is not None and (label.record not in _OF_CLASS or bool(label.parts))


def _row_begins_clause(row: Row) -> bool:
    """Whether a row, or the words that it goes on from, begins with a clause's number."""
    lines = (*row.above[-_GROUPS:], row.line)
    return any(is_clause(line.text.split(maxsplit=1)[0]) for line in lines)


def _line(token: Token | Tree[Token], *, named: bool = False) -> Line:
    assert isinstance(token, Token)
    text = token.rstrip("\n")
    indent = " " * ((token.column or 1) - 1)  # it may stand behind a title
    return Line(token.line or 1, indent + text, len(token) - len(text) > 1, named=named)


def _give_to_row_above(
    blocks: list[Block], lines: list[Line], row: Line | None = None
) -> list[Line]:
    """Give lines to the row above whose label they go on with; the lines that are left.

    Behind them the next clause begins, in a line of words or in the next row, or nothing
    comes: else they may be the next label's.
    """
    if not blocks or not lines:
        return lines
    last = blocks[-1].rows[-1]
    count = count_below(last.line, lines)
    behind = lines[count] if count < len(lines) else row
    if not count or (behind and not begins_clause(behind)):
        return lines
    blocks[-1].rows[-1] = last._replace(below=tuple(lines[:count]))
    return lines[count:]


def _count_words_over(rest: Sequence[Line]) -> int:
    """How many lines below the last row may stand over the next one: none of running text.

    Running text ends with a full stop and a blank line, unless the last line has a colon.
    """
    last = list(rest[-_GROUPS:])
    if not last or last[-1].text.endswith(":"):
        return len(last)
    ends = [number for number, line in enumerate(last) if _SENTENCE.search(line.text)]
    if not ends:
        return len(last)
    is_end = last[ends[-1]].gap and last[ends[-1]].text.endswith(".")
    return len(last) - ends[-1] - 1 if is_end else 0


def _part_last(block: Block) -> None:
    """Let a rule across the page below the last row part it from what follows."""
    last = block.rows[-1]
    block.rows[-1] = last._replace(line=last.line._replace(gap=True))


def _stand_beside(rows: Sequence[GridRow], table: Sequence[GridRow]) -> bool:
    """Whether no value of some rows ends where one of a table's does."""
    taken = {_edge(entry) for row in table for entry in row.entries}
    edges = [_edge(entry) for row in rows for entry in row.entries]
    return not any(edge + drift in taken for edge in edges for drift in range(-DRIFT, DRIFT + 1))


def _edge(entry: Entry) -> int:
    return entry.start + len(entry.text.rstrip(OVERHANG))


def _taken_back(rows: Sequence[Row]) -> tuple[list[Row], tuple[Line, ...]]:
    """Rows with the lines below each as lines above the next, and those below the last row."""
    taken: list[Row] = []
    below: tuple[Line, ...] = ()
    for row in rows:
        taken.append(Row(row.line, (*below, *row.above)))
        below = row.below
    return taken, below


def _take_captions_below(block: Block) -> list[Row]:
    """Take the rows off the end that stand below a table and in none of its columns.

    They are words with one value each, below a blank line and right of where values begin.
    """
    count = 0
    for row in reversed(block.rows):
        pieces = [] if row.above else segments(row.line.text)
        if len(pieces) != 2 or is_value(pieces[0].text) or not is_value(pieces[1].text):
            break
        count += 1
    if not 0 < count < len(block.rows) or not block.rows[-count - 1].line.gap:
        return []
    above = segments(block.rows[-count - 1].line.text)
    starts = [segments(row.line.text)[0].start for row in block.rows[-count:]]
    if (
        len(above) < 3
        or not all(is_value(one.text) for one in above[1:])
        or min(starts) < above[1].start
    ):
        return []
    apart = block.rows[-count:]
    del block.rows[-count:]
    return apart


def _parted(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows in parts that begin with words above them."""
    part: list[Row] = []
    for row in rows:
        if row.above and part:
            yield part
            part = []
        part.append(row)
    yield part


def _carried(above: Sequence[Line]) -> tuple[Line, ...]:
    """Words over rows as words over all blocks of these rows: groups, no parts of a label."""
    return (*above[:-1], above[-1]._replace(gap=True)) if above else ()


def _are_beside(lines: Sequence[Line], gutters: Sequence[int]) -> bool:
    """Whether lines stand beside each other as the blocks below them do."""
    return any(
        line.text[gutter - 2 : gutter] == "  " and line.text[gutter:].strip()
        for line in lines
        for gutter in gutters
    )


def _cut_lines(lines: Sequence[Line], start: int, end: int | None) -> list[Line]:
    cut = [_cut_line(line, start, end) for line in lines]
    return [line for line in cut if line.text]


def _cut_clauses(lines: Sequence[Line], start: int, end: int | None) -> list[Line]:
    """Lines cut as the blocks below them, before the number of the clause that begins there."""
    cut = [
        _cut_line(line, _before_number(line, start), end and _before_number(line, end))
        for line in lines
    ]
    return [line for line in cut if line.text]


def _before_number(line: Line, place: int) -> int:
    before = segments(line.text[:place])
    return before[-1].start if len(before) > 1 and is_clause(before[-1].text) else place


def _is_head(line: Line) -> bool:
    """Whether words stand in several places, and not only a clause's number before them."""
    stretches = segments(line.text)
    return len(stretches) > 2 or (len(stretches) == 2 and not is_clause(stretches[0].text))


def _cut_line(line: Line, start: int, end: int | None) -> Line:
    """The part of a line between two positions, in its place; empty where nothing stands there."""
    text = (" " * start + line.text[start:end]).rstrip()
    return line._replace(text=text, named=line.named and start == 0)


def _place(edge: int, edges: Sequence[int]) -> int | None:
    return next((n for n, other in enumerate(edges) if abs(edge - other) <= DRIFT), None)
