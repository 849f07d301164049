"""What the labels around a value name together: the record and the field that it goes into.

Section, row groups, row and column may each name a record, a part of what tells it from
others of its kind, or the field.  Where two of them contradict each other, nothing is named.
"""

from collections.abc import Callable
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.drafts import KEYS, Draft
from trusteereport.fields import FieldKind, fields_of
from trusteereport.labels import Label, Part
from trusteereport.records import ClassRecord, Statement

_NEEDED = {"delinquencies": {"status", "category"}, "triggers": {"name"}}
"""What must be known of a record before a value can go into it: one of these."""
TOTALS = ("pool_totals", "class_totals")
_CLASSES = ("classes", "class_totals")
_OF_CLASS = (*_CLASSES, None)
PER_UNIT = "factor_denomination"
"""What words name that say that the figures below them are per unit of original face."""
FACTOR = "_factor"
_BESIDE_FACTORS = ("original_balance",)
_OTHER = "other"
"""The values that no record takes."""
_OF_POOL = {"pools": "name", "delinquencies": "pool"}
"""The records that a pool has, and the field that names it."""


class LabelPart(NamedTuple):
    """The part of a label that stands on one line: 1-based line, position on the page, words."""

    line: int
    start: int
    text: str


@define
class Named:
    """A label as printed, what it names, and where its parts stand.

    ``told`` is whether its words have become cells of the record that they tell from others,
    ``with_group`` whether it names what it does only together with its group's words,
    ``per_unit`` whether it says that a row's figures are those of the row before per unit.
    """

    text: str | None = None
    meaning: Label | None = None
    places: tuple[LabelPart, ...] = ()
    told: bool = False
    with_group: bool = False
    per_unit: bool = False

    def place(self, words: str) -> LabelPart | None:
        """The first part that has some words, else the first part."""
        if len(self.places) == 1:
            return self.places[0]
        holding = (one for one in self.places if words in one.text)
        return next(holding, self.places[0] if self.places else None)


class Field(NamedTuple):
    """A field that values go into: its name, its kind and its path without indices."""

    name: str
    kind: FieldKind
    path: str
    percent: bool


def merged(outer: Label | None, inner: Label | None) -> Label | None:
    """What two labels name together, or None where they contradict each other.

    A total column over a value of the whole deal adds nothing to it.
    """
    if outer is None or inner is None:
        return inner or outer
    if outer.leaf == PER_UNIT and inner.leaf and not _is_class_amount(inner):
        outer = outer._replace(leaf=None)
    if outer.leaf and inner.leaf not in (None, outer.leaf):
        return None
    if outer.leaves and (inner.leaf or inner.leaves):
        return None
    record = outer.record or inner.record
    apart = outer.record and inner.record and outer.record != inner.record
    if apart and (outer.record in KEYS or inner.record not in TOTALS):
        return None
    own = {part.field for part in inner.parts}
    parts = (*(part for part in outer.parts if part.field not in own), *inner.parts)
    return Label(record, outer.leaf or inner.leaf, parts, outer.leaves or inner.leaves)


def _is_class_amount(label: Label) -> bool:
    """Whether a label names an amount of a class in dollars: it has no place among factors."""
    if label.record not in _OF_CLASS or label.leaf in _BESIDE_FACTORS:
        return False
    field = fields_of(ClassRecord).get(label.leaf or "")
    is_amount = field is not None and field.kind is FieldKind.NUMBER and not field.percent
    return is_amount and not (label.leaf or "").endswith(FACTOR)


def complete(row: Label | None, column: Label | None, outer: Label | None) -> Label | None:
    """What row and column name together, in the section and groups around them.

    A row that says all stands in a class's column for want of another.  Where row and
    column say all, a section or group that names another record only tells where they
    stand (the classes of a group of loans).
    """
    if column is None and outer is None:
        return row
    if is_of_no_record(outer):
        return None
    if row and column and is_only_place(row, column):
        column = None
    if row and column and column.record in TOTALS and _is_of_statement(row):
        column = None
    own = merged(row, column)
    if own is None or outer is None:
        return own
    if own.record == "class_totals" and outer.record == "classes":
        return None  # a total of some classes only
    if own.leaf and own.record == outer.record not in (*KEYS, *TOTALS, None):
        return own  # a heading may read as one of the record's fields: Monthly Advances
    apart = own.record and outer.record and outer.record != own.record
    return own if apart and not outer.leaf else merged(outer, own)


def is_only_place(row: Label, column: Label) -> bool:
    """Whether a column of a class is only where a value that is not the class's stands."""
    if row.leaf is None:
        return False
    in_class = column.record in _CLASSES and column.leaf is None
    return in_class and row.record is not None and (row.record not in _CLASSES or bool(row.parts))


def _is_of_statement(label: Label) -> bool:
    """Whether a label names a field of the statement itself, such as the prepayment premium."""
    return label.record is None and label.leaf in fields_of(Statement)


@define
class Addresses:
    """Finds the records and fields of one statement that labels name.

    ``pool`` is the pool that the page is about, ``""`` where it is about all of them.
    """

    statement: Callable[[], Draft]
    pool: str | None = None
    _fields: dict[tuple[str, str], Field | None] = Factory(dict)

    def draft(self, label: Label | None) -> Draft | None:
        """The record that a label names, begun where it is not."""
        if label is None:
            return None
        if self.pool is not None:
            label = _with_pool(label, self.pool)
        statement = self.statement()
        if label.record is None:
            return statement if label.leaf in statement.fields else None
        if statement.fields[label.record].kind is FieldKind.RECORD:
            return statement.child(label.record)
        said = {part.field: str(part.value or part.words).casefold() for part in label.parts}
        needed = _NEEDED.get(label.record)
        if needed and not needed & said.keys():
            return None
        draft = statement.element(label.record, tuple(map(said.get, KEYS[label.record])))
        field = _OF_POOL.get(label.record)
        if self.pool and field and said[field] == self.pool.casefold():
            draft.put(field, self.pool)
        return draft

    def field(self, draft: Draft | None, leaf: str | None) -> Field | None:
        """A field of a record, or None where it has no such field."""
        if draft is None or leaf is None:
            return None
        key = (draft.field_path, leaf)
        if key not in self._fields:
            found = draft.fields.get(leaf)
            path = draft.field_path_of(leaf)
            self._fields[key] = Field(leaf, found.kind, path, found.percent) if found else None
        return self._fields[key]


def _with_pool(label: Label, pool: str) -> Label:
    """A label of a page about a pool: what names none is that pool's, or that of all of them."""
    field = _OF_POOL.get(label.record or "")
    if field is None or any(part.field == field for part in label.parts):
        return label
    if pool:
        return label._replace(parts=(*label.parts, Part(field, None, pool)))
    return label._replace(record="pool_totals") if field == "name" else label


def is_of_no_record(label: Label | None) -> bool:
    """Whether a label says that no record takes what stands below it (another month's figures)."""
    return label is not None and label.record == _OTHER


def is_identified(label: Label | None) -> bool:
    """Whether a label names one record of several alone, and no field of it."""
    if label is None or label.leaf or not label.parts:
        return False
    return len(KEYS.get(label.record or "", ())) == 1
