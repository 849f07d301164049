"""What the records' types say about each field: how a printed value gets into it."""

import datetime
import functools
import types
import typing
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

import attrs

from trusteereport.records import Status


class FieldKind(Enum):
    """What a field holds."""

    NUMBER = auto()
    DATE = auto()
    DATE_OR_MONTH = auto()
    TEXT = auto()
    BOOLEAN = auto()
    STATUS = auto()
    INTEGER = auto()
    TEXTS = auto()
    RECORD = auto()
    RECORDS = auto()
    ANY = auto()


class FieldType(NamedTuple):
    """A field's kind, the record class where it holds records, whether it is in percent."""

    kind: FieldKind
    record: type | None = None
    percent: bool = False


_SCALARS: dict[object, FieldKind] = {
    Decimal: FieldKind.NUMBER,
    datetime.date: FieldKind.DATE,
    str: FieldKind.TEXT,
    bool: FieldKind.BOOLEAN,
    Status: FieldKind.STATUS,
    int: FieldKind.INTEGER,
}


@functools.cache
def fields_of(record: type) -> dict[str, FieldType]:
    """The fields of a record class by name."""
    return {
        field.name: _field_type(field.type)._replace(percent=is_percent(field.name))
        for field in attrs.fields(record)
        if field.eq is not False
    }


def is_percent(name: str) -> bool:
    """Whether a field of this name is in percent."""
    return name.endswith("_rate") or name.startswith("percent_")


def _field_type(annotation: object) -> FieldType:
    """Read ``X``, ``X | None`` or ``tuple[X, ...]``."""
    arguments = [one for one in typing.get_args(annotation) if one not in (types.NoneType, ...)]
    if typing.get_origin(annotation) is tuple:
        element = arguments[0]
        return (
            FieldType(FieldKind.RECORDS, element)
            if attrs.has(element)
            else FieldType(FieldKind.TEXTS)
        )
    if set(arguments) == {datetime.date, str}:
        return FieldType(FieldKind.DATE_OR_MONTH)
    if len(arguments) > 1:
        return FieldType(FieldKind.ANY)
    single = arguments[0] if arguments else annotation
    if isinstance(single, type) and attrs.has(single):
        return FieldType(FieldKind.RECORD, single)
    return FieldType(_SCALARS[single])
