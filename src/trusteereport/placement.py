"""A table's values to the fields of records, by the labels of rows and columns.

A value's field follows from two labels.  One of them names a record (a row
``1-A1`` one of the classes, a column ``Pool 1`` one of the pools), the other the
field of it; a row that names both (``Aggregate Advances made``) needs no column.
"""

import datetime
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.cells import Cell
from trusteereport.columns import Entry, Grid, GridRow
from trusteereport.drafts import KEYS, Draft, status_of
from trusteereport.fields import FieldKind
from trusteereport.grammars import Grammar
from trusteereport.labels import Label, read_label
from trusteereport.ledger import Ledger
from trusteereport.records import OtherValue
from trusteereport.values import Printed, read_value

_MARK = re.compile(r"\*+$")
_WRAPPED = 5
"""How many lines above a row may belong to its label: more are paragraphs, and cost grows."""
_CUSIP = re.compile(r"[0-9A-Z]{9}")


class Line(NamedTuple):
    """A line of the page: its 1-based number and its text."""

    number: int
    text: str


class LabelPart(NamedTuple):
    """The part of a label that stands on one line: 1-based line, position on the page, words."""

    line: int
    start: int
    text: str


class Row(NamedTuple):
    """A row's line, and the lines of words above it."""

    line: Line
    above: tuple[Line, ...]


class Note(NamedTuple):
    """A footnote of a table."""

    mark: str
    text: str


@define
class Block:
    """Rows that belong together, and the footnotes below them."""

    rows: list[Row] = Factory(list)
    notes: list[Note] = Factory(list)


class _Column(NamedTuple):
    """A column with what its head names."""

    header: str | None
    meaning: Label | None
    draft: Draft | None


class _Named(NamedTuple):
    """A row with what its label names."""

    line: int
    label: str | None
    meaning: Label | None
    draft: Draft | None


class _Field(NamedTuple):
    """A field that values go into: its name, its kind and its path without indices."""

    name: str
    kind: FieldKind
    path: str
    percent: bool


@define
class Placement:
    """One table while it is read: the meaning of its columns, the groups in force."""

    grammar: Grammar
    ledger: Ledger
    statement: Callable[[], Draft]
    kind: str
    grid: Grid
    head_lines: list[Line]
    section: str | None
    seen: set[Label]
    columns: list[_Column] = Factory(list)
    headless: set[int] = Factory(set)
    groups: tuple[str, ...] = ()
    marked: list[tuple[LabelPart, str, Draft]] = Factory(list)
    _rows_fields: dict[tuple[str | None, str | None], list[_Field | None]] = Factory(dict)

    def read(self, block: Block) -> None:
        """Read all rows, then what the notes say of the marked ones."""
        self._read_heads()
        self._report_headless(block.rows)
        ambiguous: dict[int, set[Entry]] = {}
        for number, entry in self.grid.ambiguous:
            ambiguous.setdefault(number, set()).add(entry)
        headed = False
        for number, (row, grid_row) in enumerate(zip(block.rows, self.grid.rows, strict=True)):
            named = self._name_row(row, grid_row)
            if self._is_another_block(named, grid_row, headed=headed):
                self._lose_heads(named.line, grid_row)
            headed = headed or bool(grid_row.entries)
            self._read_row(named, grid_row, ambiguous.get(number, frozenset()))
        for note in block.notes:
            self._apply_note(note)

    def _is_another_block(self, named: _Named, grid_row: GridRow, *, headed: bool) -> bool:
        """Whether a row cannot stand under the heads: they have its like, or fewer columns.

        Blocks of one page share their columns; where the head of the second is lost, its
        values would go under the first one's.
        """
        if len(self.headless) == len(self.columns):
            return False
        repeated = named.meaning in self.seen
        if named.meaning:
            self.seen.add(named.meaning)
        beyond = headed and any(one.column in self.headless for one in grid_row.entries)
        return repeated or beyond

    def _lose_heads(self, line: int, grid_row: GridRow) -> None:
        """Read the rows from here on as rows without heads."""
        self.columns = [_Column(None, None, None)] * len(self.columns)
        self.headless = set(range(len(self.columns)))
        self._rows_fields.clear()
        self.ledger.problem(
            "table-without-head",
            line,
            grid_row.start,
            "from here on the rows cannot belong under the heads above",
            "compare the table with the original filing; its values are in `other`",
        )

    # ------------------------------------------------------------ heads

    def _read_heads(self) -> None:
        for header in self.grid.headers:
            text = header.text if header else None
            meaning = self._meaning("column", text)
            column = _Column(text, meaning, self._draft(meaning))
            if header is None:
                self.headless.add(len(self.columns))
            self.columns.append(column)
            if header and self.head_lines and _has_key(meaning):
                line = self.head_lines[header.line].number
                part = LabelPart(line, header.start, header.text)
                self._put_key(column, part, None, header.text)

    def _meaning(self, axis: str, text: str | None) -> Label | None:
        return read_label(self.grammar, f"{self.kind}_{axis}", text) if text else None

    def _draft(self, meaning: Label | None) -> Draft | None:
        """The record that a label names."""
        if meaning is None or meaning.record is None:
            return None
        statement = self.statement()
        if statement.fields[meaning.record].kind is FieldKind.RECORD:
            return statement.child(meaning.record)
        return statement.element(meaning.record, meaning.key)

    def _put_key(
        self, named: _Column | _Named, part: LabelPart, row: str | None, header: str | None
    ) -> None:
        """Put the label's words that tell a record from others into it."""
        meaning, draft = named.meaning, named.draft
        assert draft
        assert meaning
        assert meaning.record
        assert meaning.key
        name = KEYS[meaning.record]
        draft.put(name, meaning.key)
        if meaning.variant:
            draft.put("status", status_of(meaning.variant))
        self.ledger.cell(
            part.line,
            part.start + max(part.text.find(meaning.key), 0),
            meaning.key,
            "text",
            meaning.key,
            self.section,
            row,
            self.groups,
            header,
            draft.field_path_of(name),
            draft.path_of(name),
        )

    # ------------------------------------------------------------ rows

    def _name_row(self, row: Row, grid_row: GridRow) -> _Named:
        label, meaning = self._full_label(row, grid_row)
        named = _Named(row.line.number, label, meaning, self._draft(meaning))
        if label and named.draft and meaning and _has_key(meaning):
            header = self.grid.label_header
            part = _part_with(meaning.key or label, row, grid_row)
            self._put_key(named, part, label, header.text if header else None)
            mark = _MARK.search(part.text) if part.text.endswith("*") else None
            if mark:
                marked = part._replace(text=mark.group(), start=part.start + mark.start())
                self.marked.append((marked, label, named.draft))
        return named

    def _full_label(self, row: Row, grid_row: GridRow) -> tuple[str | None, Label | None]:
        """The row's label with the lines above that belong to it, and what it names.

        Which lines do, the label grammar knows: those that make a label that names something.
        The others name the group of the rows that follow.
        """
        own = grid_row.label
        meaning = self._meaning("row", own)
        if not row.above:
            return own, meaning
        above = [line.text.strip() for line in row.above]
        if meaning is None:
            for number in range(max(len(above) - _WRAPPED, 0), len(above)):
                label = " ".join([*above[number:], own] if own else above[number:])
                meaning = self._meaning("row", label)
                if meaning:
                    self.groups = tuple(above[:number]) or self.groups
                    return label, meaning
        if own is None:
            own = above.pop()
        self.groups = tuple(above) or self.groups
        return own, meaning

    def _read_row(self, named: _Named, grid_row: GridRow, ambiguous: Collection[Entry]) -> None:
        row_draft, fields = self._targets(named, alone=len(grid_row.entries) == 1)
        for entry in grid_row.entries:
            printed = read_value(entry.text)
            if entry in ambiguous:
                self._report_ambiguous(named.line, entry)
                self._put_other(named, entry, printed)
                continue
            if entry.percent and printed.kind == "number":
                printed = Printed("percent", printed.value)
            field = fields[entry.column]
            draft = row_draft or self.columns[entry.column].draft
            fitted = _fit(field, printed, entry.text) if field else None
            if draft is None or field is None or fitted is None:
                self._put_other(named, entry, printed)
            elif fitted.kind == "percent" and not field.percent:
                self._report_percent(named.line, entry, field.path)
                self._put_other(named, entry, printed)
            elif fitted.value is None or draft.put(field.name, fitted.value):
                if fitted.kind == "malformed":
                    self._report_malformed(named.line, entry)
                self._cell(named, entry, fitted, field.path, f"{draft.path}.{field.name}")
            else:
                self._report_conflict(named.line, entry, field.path)
                self._put_other(named, entry, printed)

    def _targets(self, named: _Named, *, alone: bool) -> tuple[Draft | None, list[_Field | None]]:
        """The row's record, if its label names one, and the field of each column's values.

        Where the row names no record, each column's head does.
        """
        draft, leaf = named.draft, named.meaning.leaf if named.meaning else None
        if leaf and draft is None and leaf in self.statement().fields:
            draft = self.statement()
        if leaf and draft:  # the row says it all: no head, and no second value
            field = self._field(draft, leaf) if alone else None
            return draft, [None if column.header else field for column in self.columns]
        key = (draft.field_path if draft else None, leaf)
        if key not in self._rows_fields:
            self._rows_fields[key] = [
                self._field(draft or column.draft, leaf or (column.meaning and column.meaning.leaf))
                for column in self.columns
            ]
        return draft, self._rows_fields[key]

    def _field(self, draft: Draft | None, name: str | None) -> _Field | None:
        """The field of a record, or None where it has no such field."""
        found = draft.fields.get(name) if draft and name else None
        if draft is None or name is None or found is None:
            return None
        return _Field(name, found.kind, draft.field_path_of(name), found.percent)

    def _put_other(self, named: _Named, entry: Entry, printed: Printed) -> None:
        """Keep a value that no field takes."""
        value = entry.text if printed.kind == "malformed" else printed.value
        header = self.columns[entry.column].header
        other = OtherValue(self.section, named.label, header, value)
        self.statement().values.setdefault("other", []).append(other)
        if printed.kind == "malformed":
            self._report_malformed(named.line, entry)
        self._cell(named, entry, printed, None, None)

    def _cell(
        self, named: _Named, entry: Entry, printed: Printed, field: str | None, path: str | None
    ) -> None:
        line, start = named.line, entry.start
        self.ledger.cells.append(
            Cell(
                line,
                self.ledger.column(line, start),
                entry.text,
                printed.kind,
                printed.value,
                self.section,
                named.label,
                self.groups,
                self.columns[entry.column].header,
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
                    self.section,
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


def _part_with(key: str, row: Row, grid_row: GridRow) -> LabelPart:
    """The part of a row's label that has its key; the key may be wrapped over several."""
    own = LabelPart(row.line.number, grid_row.start, grid_row.label or "")
    if not row.above:
        return own
    above = [
        LabelPart(line.number, len(line.text) - len(line.text.lstrip()), line.text.strip())
        for line in row.above
    ]
    parts = [own, *reversed(above)] if grid_row.label else above[::-1]
    return next((part for part in parts if key in part.text), parts[0])


def _has_key(meaning: Label | None) -> bool:
    """Whether a label names one record of several, and no field of it."""
    return meaning is not None and meaning.record in KEYS and meaning.leaf is None


def _fit(field: _Field, printed: Printed, text: str) -> Printed | None:
    """The value as its field wants it, or None where the field cannot take it."""
    if field.kind is FieldKind.NUMBER:
        known = printed.kind in ("number", "percent", "missing", "malformed")
        return printed if known else None
    if printed.kind == "missing":
        return printed
    if field.name == "cusip":
        cusip = text.replace(" ", "")
        return Printed("cusip", cusip) if _CUSIP.fullmatch(cusip) else Printed("malformed", None)
    if field.kind is FieldKind.TEXT:
        return Printed("text", text)
    fits = field.kind is FieldKind.DATE and isinstance(printed.value, datetime.date)
    return printed if fits else None
