"""A table's values to the fields of records, by the labels that they stand under.

A value's field follows from the labels of its section, its row's groups, its row and its
column together (``addresses``).  The row ``1-A1`` names one of the classes, a column
``Pool 1`` one of the pools, a group ``REO`` a category of delinquencies; one of the labels
names the field.  A row that says it all (``Aggregate Advances made``) needs no column.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from attrs import Factory, define, evolve

from trusteereport.addresses import (
    FACTOR,
    PER_UNIT,
    TOTALS,
    Addresses,
    Field,
    LabelPart,
    Named,
    complete,
    is_identified,
    is_of_no_record,
    is_only_place,
    merged,
)
from trusteereport.cells import Cell
from trusteereport.columns import Entry, Grid, GridRow
from trusteereport.drafts import KEYS, Draft
from trusteereport.fields import FieldKind, is_percent
from trusteereport.grammars import Grammar
from trusteereport.labels import Label, read_label, without_number
from trusteereport.ledger import Ledger
from trusteereport.records import OtherValue
from trusteereport.values import YES_NO, Printed, read_cusip, read_value

GENERIC = "caption"
"""The kind of a table of which nothing is known; its rows may stand in every other kind."""
EVERY_COLUMN, _EVERY_GROUP, _EVERY_CELL = "any_column", "any_group", "any_cell"
"""The rules for heads, for words over rows, and for both together in a table of any kind."""
_AMOUNTS = "class_column"
"""What heads are read by that stand among factors, over amounts."""
_UNIT = "per $1,000"
"""What the words come down to that say that figures are per unit of original face."""
_MARK = re.compile(r"\*+$")
_SAYS_NOTHING = Label()
_BALANCE_FACTORS = ("beginning_balance_factor", "ending_balance_factor")
_MOST_PER_UNIT = 100_000
"""No class grows to a hundred times its original face: so much of $1,000 is no factor."""
_WRAPPED = 5
"""How many lines above a row may belong to its label: more are paragraphs, and cost grows."""
_WIDE = 48
"""How long the longest labels are at least where words are wrapped for want of room."""
_GOES_ON = re.compile(
    r"(?:[,(/-]|\b(?:of|to|the|and|for|by|in|on|with|from|or|a|an|per|as|at|than|such|under|their"
    r"|this|these|that|which|any|all|each|is|are|was|were|be|been|has|have|not|its))$",
    re.IGNORECASE,
)
"""How a line ends whose words go on in the next."""
_GOES_ON_FROM = re.compile(
    r"(?:will|was|were|is|are|be|been|and|or|that|than|which|whose|during)\b", re.IGNORECASE
)
"""How a label begins, in capitals too, that goes on from the line above it."""
_ASIDE = re.compile(r"\([A-Za-z]{3}[^()]*\)\??")
"""A line that is nothing but words in brackets."""
_CLAUSE = re.compile(
    r"\(?(?:[a-z]{1,2}|[ivx]+|\d{1,2})[.)] |\{\d{1,3}\} |(?-i:[ivx]{1,5}) {2,}"
    r"|(?:\d{1,2}|(?-i:[A-Z])) {2,}(?!(?:day|month|payment|year)s?\b)(?=[a-z]+\S* )",
    re.IGNORECASE,
)


Seen = set[tuple[tuple[str, ...], str | None, Label | None]]
"""The rows of a table so far: their groups and labels, and what they name."""


class Line(NamedTuple):
    """A line of the page: its 1-based number, its text, whether blank lines follow.

    ``rule`` is the rule below a head line, ``named`` whether a row begins with its name, even
    where that is a number.
    """

    number: int
    text: str
    gap: bool = False
    rule: str = ""
    named: bool = False

    @property
    def part(self) -> LabelPart:
        """The line as a part of a label."""
        text = self.text.strip()
        return LabelPart(self.number, len(self.text) - len(self.text.lstrip()), text)


class Row(NamedTuple):
    """A row's line, the lines of words above it, and those below it that end its label."""

    line: Line
    above: tuple[Line, ...]
    below: tuple[Line, ...] = ()


class Note(NamedTuple):
    """A footnote of a table."""

    mark: str
    text: str


@define
class Block:
    """Rows that belong together, and the footnotes below them."""

    rows: list[Row] = Factory(list)
    notes: list[Note] = Factory(list)


class _RowInForce(NamedTuple):
    """A row while its values are read.

    ``context`` is what section, groups and row name together, ``draft`` the record that
    they name without a column.
    """

    line: int
    named: Named
    context: Label | None
    draft: Draft | None
    width: int


@define
class Placement:
    """One table while it is read: the meaning of its columns, the groups in force.

    ``above`` are the heads of the table above, over columns whose own heads are all the same.
    """

    grammar: Grammar
    ledger: Ledger
    addresses: Addresses
    kind: str
    grid: Grid
    head_lines: list[Line]
    section: LabelPart | None
    seen: Seen
    above: dict[int, str] = Factory(dict)
    columns: list[Named] = Factory(list)
    headless: set[int] = Factory(set)
    groups: tuple[str, ...] = ()
    rows: list[Named] = Factory(list)
    marked: list[tuple[LabelPart, str, Draft]] = Factory(list)
    _section_text: str | None = None
    _end_of_labels: int | None = None
    _around_all: list[Named] = Factory(list)
    _outer: list[Named] = Factory(list)
    _lines: list[Named] = Factory(list)
    _indented: set[int] = Factory(set)
    _side: Named | None = None
    _outer_meaning: Label | None = None
    _targets: dict[tuple[int, int, int], tuple[Draft | None, Field | None]] = Factory(dict)

    def read(self, block: Block, order: Sequence[Named] = ()) -> None:
        """Read all rows, then what the notes say of the marked ones.

        Args:
            block: the rows and notes.
            order: what the rows name that print no label.
        """
        self._read_heads()
        self._check_heads(block.rows)
        ambiguous: dict[int, set[Entry]] = {}
        for number, entry in self.grid.ambiguous:
            ambiguous.setdefault(number, set()).add(entry)
        headed: set[int] | None = None
        for number, (row, grid_row) in enumerate(zip(block.rows, self.grid.rows, strict=True)):
            named = self._name_row(block, number)
            if order and named.text is None:
                named = evolve(order[number], places=(), told=True)
            self.rows.append(named)
            in_force = self._put_in_force(named, grid_row, row.line.number)
            if row.above and self._is_list_below(block, number, in_force):
                self._lose_heads()
            elif self._is_another_block(in_force, grid_row, headed):
                self._lose_heads()
                self._report_lost_heads(row.line.number, grid_row)
            if headed is None and grid_row.entries:
                headed = {entry.column for entry in grid_row.entries}
            if not grid_row.entries and named.meaning is None and _ends_with_figure(row.line):
                self.ledger.leave_line(row.line.number, row.line.text.strip())
            unsure = ambiguous.get(number, ())
            for place, entry in enumerate(grid_row.entries):
                self._read_entry(in_force, place, entry, entry in unsure)
        for note in block.notes:
            self._apply_note(note)

    def _is_another_block(
        self, row: _RowInForce, grid_row: GridRow, headed: set[int] | None
    ) -> bool:
        """Whether a row cannot stand under the heads: they have its like, or fewer columns.

        ``headed`` are the columns of the first row.

        Blocks of one page share their columns; where the head of the second is lost, its
        values would go under the first one's.
        """
        if len(self.headless) == len(self.columns):
            return False
        told = (self.groups, row.named.text, row.context)
        repeated = told in self.seen
        if row.context and row.named.meaning:
            self.seen.add(told)
        if not self.headless or headed is None:
            return repeated
        beyond = self.headless - headed
        return repeated or any(one.column in beyond for one in grid_row.entries)

    def _is_list_below(self, block: Block, number: int, row: _RowInForce) -> bool:
        """Whether a list follows the table: words below a blank line, over lone values.

        The rows of the table have several values each.  A row that may be of a record that a
        column names stays.
        """
        if not number or len(self.headless) == len(self.columns):
            return False
        meaning = row.named.meaning
        names = meaning and (meaning.record or meaning.leaf)
        if meaning and names and meaning.record in (None, *KEYS, *TOTALS):
            return False
        if not block.rows[number - 1].line.gap:
            return False
        counts = [len(one.entries) for one in self.grid.rows]
        return max(counts[number:]) == 1 and min(counts[:number]) > 1

    def _lose_heads(self) -> None:
        """Read the rows from here on as rows without heads."""
        self.columns = [Named() for _ in self.columns]
        self.headless = set(range(len(self.columns)))

    def _report_lost_heads(self, line: int, grid_row: GridRow) -> None:
        self.ledger.problem(
            "table-without-head",
            line,
            grid_row.start,
            "from here on the rows cannot belong under the heads above",
            "compare the table with the original filing; its values are in `other`",
        )

    def _check_heads(self, rows: list[Row]) -> None:
        """Report columns without a head, and heads that cannot mean what they say."""
        self._report_headless(rows)
        values = self._balances_per_unit()
        too_large = [place for place, numbers in values.items() if _are_too_large(numbers)]
        if _are_too_large([one for numbers in values.values() for one in numbers]):
            self._take_factors_back(rows[0].line.number)
        elif too_large:
            self._read_as_amounts(too_large)

    def _balances_per_unit(self) -> dict[int, list[Decimal]]:
        """The values in columns of balances per unit of original face, but for zeros."""
        values: dict[int, list[Decimal]] = {
            place: []
            for place, column in enumerate(self.columns)
            if column.meaning and column.meaning.leaf in _BALANCE_FACTORS
        }
        for entry in (one for row in self.grid.rows for one in row.entries) if values else ():
            if entry.column in values:
                value = read_value(entry.text).value
                if isinstance(value, Decimal) and value:
                    values[entry.column].append(value)
        return values

    def _read_as_amounts(self, places: list[int]) -> None:
        """Let heads among those of factors name what they do in a table of amounts.

        What stands over the table speaks of the other columns, whose heads say so themselves.
        """
        self._around_all = [
            one for one in self._around_all if not (one.meaning and _is_per_unit(one.meaning))
        ]
        self._change_groups()
        for place in places:
            column = self.columns[place]
            column.meaning = read_label(self.grammar, _AMOUNTS, column.text or "")

    def _take_factors_back(self, line: int) -> None:
        """Let no head name a factor."""
        for column in self.columns:
            if column.meaning and (column.meaning.leaf or "").endswith(FACTOR):
                column.meaning = None
        self.ledger.problem(
            "amounts-for-factors",
            line,
            self.grid.rows[0].start,
            "most values are too large for figures per unit of original face, which the "
            "heading or heads speak of",
            "compare the table with the original filing; its values are in `other`",
        )

    # ------------------------------------------------------------ section, heads, groups

    def _meaning(self, axis: str, text: str | None) -> Label | None:
        return read_label(self.grammar, f"{self.kind}_{axis}", text) if text else None

    def _head_meaning(self, text: str) -> Label | None:
        """What a head names in this kind of table, or in every one."""
        return self._meaning("column", text) or read_label(self.grammar, EVERY_COLUMN, text)

    def _group_meaning(self, text: str) -> Label | None:
        """What words over rows name in this kind of table, or in every one."""
        return self._meaning("group", text) or read_label(self.grammar, _EVERY_GROUP, text)

    def _read_heads(self) -> None:
        if self.section:
            self._section_text = self.section.text
            meaning = self._group_meaning(self.section.text)
            self._around_all = [Named(self.section.text, meaning, (self.section,))]
        self._read_label_head(is_wanted=_is_per_unit)
        for header in self.grid.headers:
            column = Named()
            if header is None:
                self.headless.add(len(self.columns))
            else:
                meaning = self._head_meaning(header.text)
                if meaning is None and len(self.columns) in self.above:
                    meaning = self._meaning_below(self.above[len(self.columns)], header.text)
                column = Named(header.text, meaning)
            self.columns.append(column)
            if header and self.head_lines:
                line = self.head_lines[header.line].number
                column.places = (LabelPart(line, header.start, header.text),)
                if is_identified(column.meaning):
                    self._tell(self.addresses.draft(column.meaning), column)
        self._take_totals_for_all_pools()
        told = [part.field for one in self.columns if one.meaning for part in one.meaning.parts]
        if "status" in told:  # beside it; over fields
            self._read_label_head(is_wanted=_is_category)

    def _take_totals_for_all_pools(self) -> None:
        """Where columns name pools, `Total` over others is that of all pools, no category."""
        labels = [column.meaning for column in self.columns if column.meaning]
        told = [part for label in labels for part in label.parts]
        categories = {part.value for part in told if part.field == "category"}
        if categories != {"total"} or not any(part.field == "pool" for part in told):
            return
        for column in self.columns:
            if column.meaning:
                kept = tuple(one for one in column.meaning.parts if one.field != "category")
                column.meaning = column.meaning._replace(parts=kept)

    def _read_label_head(self, *, is_wanted: Callable[[Label], bool]) -> None:
        """Let the head over the labels count where it says what all figures are."""
        head = self.grid.label_header
        meaning = self._group_meaning(head.text) if head else None
        if head and meaning and is_wanted(meaning):
            self._around_all.append(Named(head.text, meaning))
        self._change_groups()

    def _meaning_below(self, above: str, text: str) -> Label | None:
        """What a head names with the one above it, without those of its words that do not fit."""
        words = text.split()
        for number in range(len(words)):
            meaning = self._meaning("column", " ".join([above, *words[number:]]))
            if meaning:
                return meaning
        return None

    def _add_groups(self, lines: Sequence[Line]) -> None:
        """Begin groups: each line ends those at its indentation or further right."""
        before = len(self._lines)
        for parts in labels_of(lines):
            while before and self._lines[before - 1].places[0].start >= parts[0].start:
                before -= 1
                del self._lines[before]
            text = joined(parts)
            self._lines.append(Named(text, self._group_meaning(text), tuple(parts)))
        if lines:
            self._side = None
            self._change_groups()

    def _end_groups(self, label: LabelPart) -> None:
        """End the groups that a row at their indentation, or left of it, is no more in.

        A numbered row ends numbered groups, any row those whose rows were indented further.
        """
        if not self._lines or not label.text:
            return
        count = len(self._lines)
        while count and self._lines[count - 1].places[0].start >= label.start:
            count -= 1
        is_clause = _CLAUSE.match(label.text) is not None
        for place, group in enumerate(self._lines[count:], start=count):
            if id(group) in self._indented or (is_clause and _CLAUSE.match(group.text or "")):
                del self._lines[place:]
                self._change_groups()
                break
        self._indented.update(id(group) for group in self._lines[:count])

    def _change_groups(self) -> None:
        """Note what the groups in force name together."""
        groups = [*self._lines, self._side] if self._side else self._lines
        self.groups = tuple(one.text for one in groups if one.text)
        self._outer = [*self._around_all, *groups]
        self._targets.clear()
        self._outer_meaning = _together(self._outer)

    def _around(self, named: Named) -> Label | None:
        """What section and groups name together around a row, without the group in its label."""
        return _together(self._outer[:-1]) if named.with_group else self._outer_meaning

    # ------------------------------------------------------------ rows

    def _row_meaning(self, text: str | None) -> Label | None:
        return read_row(self.grammar, self.kind, text)

    def _name_row(self, block: Block, number: int) -> Named:
        """The row's label with the lines above that belong to it, and what it names.

        A label that goes on from the line above shows it by its words and its indentation;
        but not the first of several rows below a line.
        Else the label grammar knows: lines that make a label that names something belong to
        it.  The others name groups of the rows that follow.
        """
        row, grid_row = block.rows[number], self.grid.rows[number]
        if grid_row.group:
            place = LabelPart(row.line.number, grid_row.group_start, grid_row.group)
            self._side = Named(grid_row.group, self._group_meaning(grid_row.group), (place,))
            self._change_groups()
        parts = [LabelPart(row.line.number, grid_row.start, grid_row.label or "")]
        text = grid_row.label
        if row.below:
            parts += [line.part for line in row.below]
            text = joined(parts)
        if not row.above:
            self._end_groups(parts[0])
            return self._named(text, self._row_meaning(text), parts)
        above = list(row.above)
        if grid_row.label is None:
            parts = [above.pop().part]
        is_first = _has_sibling(block, self.grid, number)
        hanging = 0 if is_first else _count_hanging(above, parts[0])
        for _ in range(hanging):
            parts.insert(0, above.pop().part)
        while above and (
            _goes_on(above[-1], parts[0], of_clause=not is_first)
            or (not is_first and _is_full(above[-1], parts[0], self._width(block)))
            or (len(parts) == 1 and _stands_among(above, block, self.grid, number))
        ):
            parts.insert(0, above.pop().part)
        self._end_groups(parts[0])
        meaning = self._row_meaning(joined(parts))
        if meaning is None and len(parts) == 1 and not (is_first and _is_over(above, parts[0])):
            count = self._count_wrapped(above, parts[0])
            parts = [line.part for line in above[len(above) - count :]] + parts
            meaning = self._row_meaning(joined(parts))
            above = above[: len(above) - count]
        self._add_groups(above)
        return self._named(joined(parts), meaning, parts)

    def _width(self, block: Block) -> int:
        """Where the longest label of the rows, or line above them, ends."""
        if self._end_of_labels is None:
            lines = (len(line.text.rstrip()) for row in block.rows for line in row.above)
            labels = (row.start + len(row.label) for row in self.grid.rows if row.label)
            self._end_of_labels = max((*lines, *labels), default=0)
        return self._end_of_labels

    def _named(self, text: str | None, meaning: Label | None, parts: list[LabelPart]) -> Named:
        """A row's label; one that names nothing may do so together with the words around it.

        These are its group's, or those of a section that names a record.
        """
        if text and "  " in text:  # behind a clause's number
            text = " ".join(text.split())
        if text and any(one.meaning and one.meaning.leaf == PER_UNIT for one in self._outer):
            meaning = self._meaning("row", f"{_UNIT} {without_number(joined(parts))}") or meaning
        if meaning is None and text:
            outer = self._outer[0].meaning if self._outer else None
            if self.groups:
                meaning = self._meaning("row", f"{self.groups[-1]} {text}")
                return Named(text, meaning, tuple(parts), with_group=meaning is not None)
            if outer and outer.record and not outer.leaf:
                meaning = self._row_meaning(f"{self._section_text} {text}")
        return Named(text, meaning, tuple(parts))

    def _count_wrapped(self, above: list[Line], own: LabelPart) -> int:
        """How many lines above make with the row's own label one that names something."""
        for count in range(min(len(above), _WRAPPED), 0, -1):
            parts = [*(line.part for line in above[-count:]), own]
            if self._row_meaning(joined(parts)):
                return count
        return 0

    def _put_in_force(self, named: Named, grid_row: GridRow, line: int) -> _RowInForce:
        """What a row names together with its groups and section."""
        named.meaning = self._with_class_before(self._with_record(named)) or self._unit_row(named)
        context = complete(named.meaning, None, self._around(named)) if named.meaning else None
        draft = None
        if context and is_identified(named.meaning):
            draft = self.addresses.draft(context)
            self._tell(draft, named)
            self._mark(named, draft)
        return _RowInForce(line, named, context, draft, len(grid_row.entries))

    def _with_record(self, named: Named) -> Label | None:
        """What a row names; without heads and groups that name the record it may say that too."""
        meaning = named.meaning
        if meaning is None or meaning.record or self._outer_meaning or self.kind == GENERIC:
            return meaning
        if any(one.meaning not in (None, _SAYS_NOTHING) for one in self.columns):
            return meaning
        own = read_label(self.grammar, f"{GENERIC}_row", joined(named.places))
        return own if own and own.record and own.leaf == meaning.leaf else meaning

    def _with_class_before(self, meaning: Label | None) -> Label | None:
        """A class's field without a class is of the class that the row before it names.

        Without such a row it is the only class's, or nobody knows whose it is.
        """
        if meaning is None or meaning.record != "classes" or meaning.parts or not meaning.leaf:
            return meaning
        if any(one.meaning and one.meaning.record == "classes" for one in self.columns):
            return meaning
        before = self.rows[-2].meaning if len(self.rows) > 1 else None
        if before and before.record == "classes":
            return meaning._replace(parts=tuple(one._replace(words="") for one in before.parts))
        classes = self.addresses.statement().values.get("classes", ())
        return None if any("class_id" in one.values for one in classes) else meaning

    def _unit_row(self, named: Named) -> Label | None:
        """The class of the row before, where a row says that its figures are the same per unit."""
        before = self.rows[-2].meaning if len(self.rows) > 1 else None
        if not named.text or before is None or before.record != "classes" or before.leaf:
            return None
        said = self._group_meaning(named.text)
        named.per_unit = said is not None and _is_per_unit(said)
        parts = tuple(one._replace(words="") for one in before.parts)
        return before._replace(parts=parts) if named.per_unit else None

    def _per_unit(self, column: Named) -> Named:
        """A head over the figures of a row that says that they are per unit."""
        meaning = self._meaning("column", f"{_UNIT} {column.text}") if column.text else None
        is_factor = meaning is not None and (meaning.leaf or "").endswith(FACTOR)
        return evolve(column, meaning=meaning if is_factor else None)

    def _mark(self, named: Named, draft: Draft | None) -> None:
        """Remember a label that ends with a footnote's mark."""
        words = named.meaning.parts[0].words if named.meaning else ""
        place = named.place(words)
        if not draft or not place or not named.text or not place.text.endswith("*"):
            return
        mark = _MARK.search(place.text)
        assert mark
        marked = place._replace(text=mark.group(), start=place.start + mark.start())
        self.marked.append((marked, named.text, draft))

    def _tell(self, draft: Draft | None, named: Named) -> None:
        """Put the words that tell a record from others into it, and into the cells once."""
        if draft is None:
            return
        for part in named.meaning.parts if named.meaning else ():
            name = "label" if part.field == "status" else part.field
            if name not in draft.fields:
                continue
            if part.value is not None and draft.values.get(part.field) is None:
                draft.put(part.field, part.value)
            if name == "label" and draft.values.get(name) is None:
                draft.put(name, part.words)
            place = named.place(part.words)
            if place and part.words and not named.told:
                self._tell_cell(draft, named, place, part.words, name)
        named.told = True

    def _tell_cell(
        self, draft: Draft, named: Named, place: LabelPart, words: str, name: str
    ) -> None:
        start = _position(self.ledger.source.lines[place.line - 1], place.start, words)
        if (place.line, start) in self.ledger.told:
            return
        self.ledger.told.add((place.line, start))
        is_column = any(named is column for column in self.columns)
        label_header = self.grid.label_header.text if self.grid.label_header else None
        self.ledger.cell(
            place.line,
            start,
            words,
            "text",
            words,
            self._section_text,
            None if is_column else named.text,
            self.groups,
            named.text if is_column else label_header,
            draft.field_path_of(name),
            draft.path_of(name),
        )

    # ------------------------------------------------------------ values

    def _read_entry(self, row: _RowInForce, place: int, entry: Entry, ambiguous: bool) -> None:
        printed = read_value(entry.text)
        if entry.percent and printed.kind == "number":
            printed = Printed("percent", printed.value)
        if ambiguous:
            self._report_ambiguous(row.line, entry)
            self._put_other(row, entry, printed)
            return
        column = self.columns[entry.column]
        if row.named.per_unit:
            column = self._per_unit(column)
        draft, field = self._target(row, column, place, printed)
        fitted = _fit(field, printed, entry.text, column.text) if field else None
        if draft is None or field is None or fitted is None:
            self._put_other(row, entry, printed)
        elif fitted.kind == "percent" and not field.percent:
            self._report_percent(row.line, entry, field.path)
            self._put_other(row, entry, printed)
        elif (
            fitted.value is None
            or draft.put(field.name, fitted.value)
            or _is_printed_again(draft, field.name, fitted.value)
        ):
            if fitted.kind == "malformed":
                self._report_malformed(row.line, entry)
            self._cell(row, entry, fitted, field.path, f"{draft.path}.{field.name}")
        else:
            draft.conflicts.add(field.name)
            self._report_conflict(row.line, entry, field.path)
            self._put_other(row, entry, printed)

    def _target(
        self, row: _RowInForce, column: Named, place: int, printed: Printed
    ) -> tuple[Draft | None, Field | None]:
        """The record and the field of a value, the ``place``-th of its row."""
        meaning = column.meaning
        draft = row.draft
        plain = draft is not None and row.context is not None and row.context.leaf is None
        if plain and meaning and meaning.record is None and meaning.leaf:
            return draft, self.addresses.field(draft, meaning.leaf)
        key = (id(row.named.meaning), id(meaning), id(self._outer_meaning))
        known = self._targets.get(key)
        if known and meaning and row.named.meaning:
            return known
        address = self._address(row, column)
        leaf = address and (address.leaf or _leaf_of(address, row.width, place, printed))
        if not address or leaf in (None, PER_UNIT):
            return None, None
        draft = self.addresses.draft(address._replace(leaf=leaf))
        for named in (*self._outer, row.named, column):
            if named.meaning and named.meaning.parts and not _is_another(named.meaning, address):
                self._tell(draft, named)
        self._targets[key] = draft, self.addresses.field(draft, leaf)
        return self._targets[key]

    def _address(self, row: _RowInForce, column: Named) -> Label | None:
        """What the labels around a value name together."""
        if column.text and column.meaning is None:  # a head that is not understood alone
            return self._meaning_under(row, column)
        if column.meaning is None:  # no head: the row says it all, and has no second value
            return row.context if row.context and (row.width == 1 or row.context.leaves) else None
        if row.named.meaning:
            if row.width > 1 and is_only_place(row.named.meaning, column.meaning):
                return None  # each class has its part of what is not a class's
            address = complete(row.named.meaning, column.meaning, self._around(row.named))
            known = address is not None and bool(address.leaf or address.leaves)
            return address if known else self._cell_meaning(row, column)
        return column.meaning if row.named.text is None and column.meaning.record else None

    def _meaning_under(self, row: _RowInForce, column: Named) -> Label | None:
        """What a row and its head name together in every kind of table."""
        text = f"{row.named.text} {column.text}"
        meaning = read_label(self.grammar, _EVERY_CELL, text) if row.named.text else None
        return complete(meaning, None, self._around(row.named)) if meaning else None

    def _cell_meaning(self, row: _RowInForce, column: Named) -> Label | None:
        """What group, row and column name only together: their words one after the other."""
        own = f"{row.named.text} {column.text}"
        meaning = self._meaning("cell", " ".join([*self.groups[-1:], own]))
        meaning = meaning or self._row_meaning(own)
        known = meaning is not None and bool(meaning.record and meaning.leaf)
        outer = self._around(row.named)
        if outer and (is_of_no_record(outer) or outer.leaf == PER_UNIT):
            return complete(meaning, None, outer) if known else None
        return meaning if known else None

    def _put_other(self, row: _RowInForce, entry: Entry, printed: Printed) -> None:
        """Keep a value that no field takes."""
        value = entry.text if printed.kind == "malformed" else printed.value
        assert not isinstance(value, bool), "only a field makes a word a boolean"
        header = self.columns[entry.column].text
        other = OtherValue(self._section_text, row.named.text, header, value)
        self.addresses.statement().values.setdefault("other", []).append(other)
        if printed.kind == "malformed":
            self._report_malformed(row.line, entry)
        self._cell(row, entry, printed, None, None)

    def _cell(
        self, row: _RowInForce, entry: Entry, printed: Printed, field: str | None, path: str | None
    ) -> None:
        is_word = printed.kind == "boolean"
        self.ledger.cells.append(
            Cell(
                row.line,
                self.ledger.column(row.line, entry.start),
                entry.text,
                "text" if is_word else printed.kind,
                entry.text if is_word else printed.value,
                self._section_text,
                row.named.text,
                self.groups,
                self.columns[entry.column].text,
                field,
                path,
            )
        )

    # ------------------------------------------------------------ notes and problems

    def _apply_note(self, note: Note) -> None:
        """Set what a footnote says of the rows with its mark (``* Notional Balance``)."""
        meaning = self._meaning("note", note.text)
        if meaning is None or meaning.leaf is None:
            return
        for mark, label, draft in self.marked:
            if mark.text == note.mark and meaning.leaf in draft.fields:
                draft.put(meaning.leaf, True)
                self.ledger.cell(
                    mark.line,
                    mark.start,
                    mark.text,
                    "text",
                    note.text,
                    self._section_text,
                    label,
                    self.groups,
                    None,
                    draft.field_path_of(meaning.leaf),
                    draft.path_of(meaning.leaf),
                )

    def _report_headless(self, rows: list[Row]) -> None:
        """Report the columns without a head in a table that has heads."""
        headless = set(self.headless)
        if not headless or len(headless) == len(self.columns):
            return
        for row, grid_row in zip(rows, self.grid.rows, strict=True):
            for entry in grid_row.entries:
                if entry.column in headless:
                    headless.remove(entry.column)
                    self.ledger.problem(
                        "column-without-head",
                        row.line.number,
                        entry.start,
                        f"no head stands over the column of {entry.text!r}",
                        "compare the table with the original filing; its values are in `other`",
                    )

    def _report_malformed(self, line: int, entry: Entry) -> None:
        self.ledger.problem(
            "malformed-value",
            line,
            entry.start,
            f"{entry.text!r} is no number",
            "compare the line with the original filing; the record's field stays empty",
        )

    def _report_percent(self, line: int, entry: Entry, field: str) -> None:
        self.ledger.problem(
            "percent-for-amount",
            line,
            entry.start,
            f"{entry.text!r} is in percent and cannot be {field}",
            "compare the table with the original filing; the value is in `other`",
        )

    def _report_conflict(self, line: int, entry: Entry, field: str) -> None:
        self.ledger.problem(
            "conflicting-value",
            line,
            entry.start,
            f"{field} is printed before with another value than {entry.text!r}",
            "see both lines; the record keeps the first, this one is in `other`",
        )

    def _report_ambiguous(self, line: int, entry: Entry) -> None:
        self.ledger.problem(
            "ambiguous-column",
            line,
            entry.start,
            f"{entry.text!r} reaches over two columns",
            "compare the line with the original filing; the value is in `other`",
        )


def _is_per_unit(label: Label) -> bool:
    """Whether a label says that figures are per unit of original face."""
    return label.leaf == PER_UNIT


def _is_category(label: Label) -> bool:
    """Whether a label names the category of delinquencies, and nothing else."""
    return label.leaf is None and [part.field for part in label.parts] == ["category"]


def _are_too_large(numbers: Sequence[Decimal]) -> bool:
    """Whether most balances per unit of original face are too large to be any.

    A heading that speaks of factors may stand over amounts too.
    """
    return 2 * sum(one > _MOST_PER_UNIT for one in numbers) > len(numbers)


def _is_printed_again(draft: Draft, name: str, value: object) -> bool:
    """Whether a field's figure is printed again, with the other sign (``LESS:``) or rounded."""
    known = draft.values.get(name)
    if not isinstance(known, Decimal) or not isinstance(value, Decimal):
        return False
    if known == -value or _is_rounded(value, known):
        return True
    if _is_rounded(known, value):
        draft.values[name] = value
        return True
    return False


def _is_rounded(less: Decimal, more: Decimal) -> bool:
    """Whether a figure is another one with fewer decimals; whole numbers are not rounded."""
    places = less.as_tuple().exponent
    if not isinstance(places, int) or not more.as_tuple().exponent < places < 0:  # type: ignore[operator]
        return False
    return more.quantize(less) == less


def _is_another(outer: Label, address: Label) -> bool:
    """Whether a label around a value names another record of the kind than its address does."""
    own = {part.field: part.value or part.words for part in address.parts}
    return any(
        own.get(one.field, one.value or one.words) != (one.value or one.words)
        for one in outer.parts
    )


def _leaf_of(label: Label, count: int, place: int, printed: Printed) -> str | None:
    """The field of a value without a head under a label that names several.

    As many values take them in their order; a value alone takes the only one in its unit.
    """
    if count == len(label.leaves):
        return label.leaves[place]
    fits = [one for one in label.leaves if is_percent(one) == (printed.kind == "percent")]
    return fits[0] if count == 1 and len(fits) == 1 else None


def _ends_with_figure(line: Line) -> bool:
    """Whether the last word of a row has a digit, though nothing on its line is a value."""
    words = line.text.rsplit(maxsplit=1)
    return any(map(str.isdigit, "".join(words[-1:])))


def _together(outer: Sequence[Named]) -> Label | None:
    """What a section and groups name together; an inner one counts that contradicts.

    What no record takes below a section, none takes below its groups.
    """
    meaning: Label | None = None
    for one in outer:
        if is_of_no_record(meaning):
            break
        meaning = merged(meaning, one.meaning) or one.meaning
    return meaning


def _position(line: str, start: int, words: str) -> int:
    """Where words stand in a line from a position on, or else the first of them; not inside others.

    It is that position where the line has them not: they are of a label of several lines.
    """
    for sought in (words, words.split(maxsplit=1)[0]):
        place = line.find(sought, start)
        while place >= 0:
            end = place + len(sought)
            if not line[max(place - 1, 0) : place].isalnum() and not line[end : end + 1].isalnum():
                return place
            place = line.find(sought, place + 1)
    return start


def joined(parts: Sequence[LabelPart]) -> str:
    """The words of a label of several lines."""
    return " ".join(part.text for part in parts)


def labels_of(lines: Sequence[Line]) -> Iterator[list[LabelPart]]:
    """The labels that lines of words are; a label may go on in the next line."""
    parts: list[LabelPart] = []
    last: Line | None = None
    for line in lines:
        if last and not _goes_on(last, line.part):
            yield parts
            parts = []
        parts.append(line.part)
        last = line
    if parts:
        yield parts


def _goes_on(above: Line, below: LabelPart, *, of_clause: bool = True) -> bool:
    """Whether a line of words goes on in the label below it.

    ``of_clause`` is whether a label indented below a clause's beginning goes on from it.
    """
    part = above.part
    if above.gap or part.text.endswith(":"):
        return False
    if (below.text[:1].islower() and not _CLAUSE.match(below.text)) or _GOES_ON.search(part.text):
        return True
    if _ASIDE.fullmatch(below.text):
        return True
    if below.start > part.start and _GOES_ON_FROM.match(below.text):
        return True
    if not of_clause or not _CLAUSE.match(part.text):
        return False
    return below.start > part.start and not _CLAUSE.match(below.text)


def _stands_among(above: Sequence[Line], block: Block, grid: Grid, number: int) -> bool:
    """Whether the line above a row stands where the labels of the rows around it begin.

    The row's own words are indented: they are the rest of a label of two lines.  Over a group
    of one row stands a colon, or the next group has such a line too.
    """
    line = above[-1]
    if len(above) > 1 or line.gap or line.text.endswith(":") or not 0 < number < len(grid.rows) - 1:
        return False
    before, own, behind = grid.rows[number - 1 : number + 2]
    if block.rows[number + 1].above or block.rows[number - 1].above:
        return False
    at = line.part.start
    return before.start == at == behind.start < own.start and None not in (own.label, behind.label)


def _is_full(above: Line, below: LabelPart, width: int) -> bool:
    """Whether the first word of a label had no room on the line above it: that goes on.

    Both begin at the same place, and the line above is one of the longest.
    """
    if above.gap or above.text.endswith((":", ".")) or above.part.start != below.start:
        return False
    if width < _WIDE or _CLAUSE.match(below.text):
        return False
    return len(above.text.rstrip()) + 1 + len(below.text.split(maxsplit=1)[0]) > width


def read_row(grammar: Grammar, kind: str, text: str | None) -> Label | None:
    """What a row's label names in a kind of table; rows that say it all may stand in every one."""
    if not text:
        return None
    own = read_label(grammar, f"{kind}_row", text)
    return own if own or kind == GENERIC else read_label(grammar, f"{GENERIC}_row", text)


def count_below(row: Line, lines: Sequence[Line]) -> int:
    """How many lines below a row go on with its label, which begins with a clause's number.

    They begin where the words behind the number do; a line with a colon begins something new.
    """
    number = _CLAUSE.match(row.text.lstrip())
    if number is None:
        return 0
    behind = row.text.lstrip()[number.end() :]
    words = len(row.text) - len(behind.lstrip())
    last, count = row, 0
    for line in lines:
        if last.gap or line.part.start != words or line.text.endswith(":"):
            break
        last, count = line, count + 1
    return count


def begins_clause(line: Line) -> bool:
    """Whether a line begins with a clause's number."""
    return _CLAUSE.match(line.text.lstrip()) is not None


def _count_hanging(above: Sequence[Line], label: LabelPart) -> int:
    """How many lines above belong to a label by their indentation alone.

    They begin where it does, up to the line whose words do so behind a clause's number.
    """
    if _CLAUSE.match(label.text) or (above and above[-1].text.endswith(":")):
        return 0
    for count, line in enumerate(reversed(above), start=1):
        number = _CLAUSE.match(line.text.lstrip())
        words = line.part.start
        if number:
            behind = line.text.lstrip()[number.end() :]
            words += number.end() + len(behind) - len(behind.lstrip())
        if line.gap or words != label.start:
            return 0
        if number:
            return count
    return 0


def _is_over(above: Sequence[Line], label: LabelPart) -> bool:
    """Whether the last line above stands over several rows: left of them, or with a colon."""
    last = above[-1] if above else None
    return last is not None and (last.text.endswith(":") or last.part.start < label.start)


def _has_sibling(block: Block, grid: Grid, number: int) -> bool:
    """Whether the next row is of the same kind as a row: as far indented, without lines above."""
    if number + 1 >= len(grid.rows) or block.rows[number + 1].above:
        return False
    own, following = grid.rows[number], grid.rows[number + 1]
    alike = bool(own.label and following.label) and own.start == following.start
    return alike and not _CLAUSE.match(following.label or "")


def _fit(field: Field, printed: Printed, text: str, head: str | None) -> Printed | None:
    """The value as its field wants it, or None where the field cannot take it."""
    if field.kind is FieldKind.NUMBER:
        known = printed.kind in ("number", "percent", "missing", "malformed")
        return printed if known else None
    if field.kind is FieldKind.TEXT and printed.value == 0 and text.strip("-") == "":
        return Printed("missing", None)  # a dash says that there is none
    if printed.kind == "missing":
        return printed
    if field.name == "cusip":
        return read_cusip(text)
    if field.kind is FieldKind.TEXT:
        return Printed("text", text)
    if field.kind is FieldKind.BOOLEAN:
        answer = (head or "") if text in ("x", "X") else text  # a mark below Yes or No
        said = YES_NO.get(answer.lower())
        return None if said is None else Printed("boolean", said)
    is_day = field.kind is FieldKind.DATE and isinstance(printed.value, datetime.date)
    is_date = field.kind is FieldKind.DATE_OR_MONTH and printed.kind == "date"
    return printed if is_day or is_date else None
