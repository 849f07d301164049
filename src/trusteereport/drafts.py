"""Records under construction: values come one by one, then all is frozen at once."""

from collections.abc import Hashable
from typing import Any

from trusteereport.fields import FieldType, fields_of
from trusteereport.records import Status

_STATEMENTS = "statements"

KEYS: dict[str, tuple[str, ...]] = {
    "classes": ("class_id",),
    "pools": ("name",),
    "delinquencies": ("pool", "category", "status"),
    "triggers": ("name", "group"),
}
"""The fields that tell the records of a list apart."""


class Draft:
    """A record under construction, with its path in the report.

    ``field_path`` is the path as cells name fields: without indices, and inside a
    statement without the statement (``classes.beginning_balance``).  ``conflicts`` counts
    the values that contradicted those that it has.
    """

    __slots__ = ("_by_key", "conflicts", "field_path", "fields", "path", "record", "values")

    def __init__(self, record: type, path: str = "", field_path: str = "") -> None:
        self.record = record
        self.fields: dict[str, FieldType] = fields_of(record)
        self.path = path
        self.field_path = field_path
        self.values: dict[str, Any] = {}
        self.conflicts: set[str] = set()
        self._by_key: dict[tuple[str, Hashable], Draft] = {}

    def path_of(self, name: str) -> str:
        """The path of a field of this record."""
        return f"{self.path}.{name}" if self.path else name

    def field_path_of(self, name: str) -> str:
        """The path of a field of this record, as cells name it."""
        return f"{self.field_path}.{name}" if self.field_path else name

    def put(self, name: str, value: object) -> bool:
        """Set a field; False where it has another value already."""
        known = self.values.get(name)
        if known is None:
            self.values[name] = value
            return True
        return bool(known == value)

    def add(self, name: str, text: str) -> int:
        """Add to a field that lists texts, where it is not in it; its place in the list."""
        places: dict[str, int] = self.values.setdefault(name, {})
        return places.setdefault(text, len(places))

    def child(self, name: str) -> "Draft":
        """The record in a field, begun where it is not."""
        draft = self.values.get(name)
        if not isinstance(draft, Draft):
            draft = Draft(self._record_of(name), self.path_of(name), self.field_path_of(name))
            self.values[name] = draft
        return draft

    def element(self, name: str, key: Hashable) -> "Draft":
        """The record with a key in a field that lists records, begun where it is not."""
        draft = self._by_key.get((name, key))
        if draft is None:
            draft = self._by_key[name, key] = self.append(name)
        return draft

    def append(self, name: str) -> "Draft":
        """One more record in a field that lists records."""
        drafts: list[Draft] = self.values.setdefault(name, [])
        path = f"{self.path_of(name)}.{len(drafts)}"
        field_path = "" if name == _STATEMENTS else self.field_path_of(name)
        drafts.append(Draft(self._record_of(name), path, field_path))
        return drafts[-1]

    def _record_of(self, name: str) -> type:
        record = self.fields[name].record
        assert record is not None, f"{name} holds no record"
        return record

    def freeze(self) -> Any:
        """The record."""
        return self.record(**{name: _freeze(value) for name, value in self.values.items()})


def _freeze(value: Any) -> Any:
    if isinstance(value, Draft):
        return value.freeze()
    if isinstance(value, dict):  # texts with their places
        return tuple(value)
    if isinstance(value, list):
        return tuple(_freeze(one) for one in value)
    return value


def status_of(rule: str) -> Status | None:
    """The delinquency status that a grammar rule names."""
    return Status.__members__.get(rule.upper())
