"""Reports to YAML and JSON and back, digit for digit.

Numbers are plain numbers with exactly the printed digits, dates are dates, and text that
a reader of YAML 1.1 or 1.2 would take for another type is quoted.  Keys keep the order of
the records.  Fields where nothing is printed are left out, but for the report's own.
"""

import contextlib
import datetime
import functools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs
import yaml

from trusteereport.problems import Severity, TrusteeReportError
from trusteereport.records import SCHEMA, Status
from trusteereport.report import Report

if TYPE_CHECKING:
    import cattrs

Format = Literal["yaml", "json"]


class DumpError(TrusteeReportError):
    """A text that is no dump of a report; the message names the place in it."""


def dumps(report: Report, format: Format = "yaml") -> str:
    """The report as YAML or JSON text, with a line end."""
    return _to_json(report) if format == "json" else _to_yaml([report])


def dump(report: Report, path: str | Path, format: Format | None = None) -> None:
    """Write the report to a file, as JSON where the name ends in ``.json``.

    Raises:
        OSError: the file cannot be written.
    """
    text = dumps(report, format or _format_of(path))
    Path(path).write_text(text, encoding="utf-8", newline="\n")


def dumps_all(reports: Iterable[Report], format: Format = "yaml") -> Iterator[str]:
    """The texts of several reports: YAML documents with ``---`` between, or JSON texts."""
    for number, report in enumerate(reports):
        yield "---\n" if number and format == "yaml" else ""
        yield dumps(report, format)


def loads(text: str, format: Format = "yaml", name: str = "dump") -> Report:
    """The report of a dump; equal to the one that was dumped, but without cells.

    Args:
        text: what ``dumps`` gave.
        format: in which format.
        name: what messages call the text.

    Raises:
        DumpError: the text is no YAML or JSON, of another schema, or holds an unknown key or a
            value of the wrong type; the message names the place.
    """
    try:
        data = _from_json(text, name) if format == "json" else _from_yaml(text, name)
    except RecursionError as error:
        raise DumpError(f"{name}: no dump of a report: nested too deep") from error
    if not isinstance(data, dict):
        raise DumpError(f"{name}: no dump of a report: a mapping is expected")
    import cattrs

    if data.get("schema") != SCHEMA:
        raise DumpError(f"{name}: schema is {data.get('schema')}, this version reads {SCHEMA}")
    try:
        return _converter(format).structure(data, Report)
    except (cattrs.BaseValidationError, ValueError, TypeError) as error:
        places = "; ".join(cattrs.transform_error(error, path="report", format_exception=_say))
        raise DumpError(f"{name}: {places}") from error


def load(path: str | Path, format: Format | None = None) -> Report:
    """The report of a dump in a file; as ``loads``.

    Raises:
        DumpError: the file cannot be read, or is no dump.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not a text file"
        raise DumpError(f"{path}: {reason}") from error
    return loads(text, format or _format_of(path), str(path))


def to_data(report: Report) -> dict[str, Any]:
    """The report as mappings and lists of plain values (Decimal, date, str, bool, int)."""
    return {
        field.name: _plain(getattr(report, field.name))
        for field in attrs.fields(Report)
        if field.name != "cells"
    }


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        return attrs.asdict(
            value,
            filter=lambda _, inner: inner is not None and inner != (),
            value_serializer=lambda _record, _field, inner: _without_enum(inner),
        )
    return [_plain(one) for one in value] if isinstance(value, tuple) else _without_enum(value)


def _without_enum(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _say(error: BaseException, type_: type | None) -> str:
    """What is wrong at one place of a dump."""
    import cattrs

    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return f"unknown key {', '.join(sorted(error.extra_fields))}"
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    if isinstance(error, TypeError):
        return f"this is no {getattr(type_, '__name__', 'list or mapping')}"
    return str(error)


def _format_of(path: str | Path) -> Format:
    return "json" if Path(path).suffix == ".json" else "yaml"


# ---------------------------------------------------------------- records and plain data


@functools.cache
def _converter(format: Format) -> "cattrs.Converter":
    """The converter from plain data to records; in JSON dates are texts.

    cattrs is imported here: it takes as long as Lark, and a dump does not need it.
    """
    import cattrs
    from cattrs.gen import make_dict_structure_fn, override

    converter = cattrs.Converter(forbid_extra_keys=True)
    for type_, accepted in _ACCEPTED.items():
        converter.register_structure_hook(type_, functools.partial(_take, accepted))
    for enum in (Status, Severity):
        converter.register_structure_hook(enum, lambda value, type_: type_(value))
    converter.register_structure_hook(int, _take_integer)
    converter.register_structure_hook(datetime.date | str | None, lambda value, _: _take_day(value))
    converter.register_structure_hook(Decimal | datetime.date | str | None, lambda value, _: value)
    if format == "json":
        converter.register_structure_hook(datetime.date, lambda value, _: _iso_date(value))
        converter.register_structure_hook(
            Decimal | datetime.date | str | None, lambda value, _: _date_or_same(value)
        )
    converter.register_structure_hook(
        Report,
        make_dict_structure_fn(
            Report, converter, _cattrs_forbid_extra_keys=True, cells=override(omit=True)
        ),
    )
    return converter


_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ISO_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_ACCEPTED: dict[type, str] = {
    Decimal: "a number",
    datetime.date: "a date",
    str: "text (quote it)",
    bool: "true or false",
}


def _take(expected: str, value: Any, type_: type) -> Any:
    if type(value) is not type_:
        raise ValueError(f"{value!r} is not {expected}")
    return value


def _iso_date(value: Any) -> datetime.date:
    day = _date_or_same(value)
    if not isinstance(day, datetime.date):
        raise ValueError(f"{value!r} is not a date")
    return day


def _date_or_same(value: Any) -> Any:
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(value)
    return value


def _take_day(value: Any) -> datetime.date | str | None:
    """A day, or an ISO month."""
    day = _date_or_same(value)
    if day is None or isinstance(day, datetime.date):
        return day
    if not isinstance(day, str) or not _ISO_MONTH.fullmatch(day):
        raise ValueError(f"{value!r} is no date and no month")
    return day


def _take_integer(value: Any, _: type) -> int:
    if not isinstance(value, Decimal) or value != int(value):
        raise ValueError(f"{value!r} is not a whole number")
    return int(value)


# ---------------------------------------------------------------- YAML


class _Dumper(yaml.CSafeDumper):
    """Writes Decimals with their digits, and quotes what YAML 1.2 takes for a number."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML gives the value)
        """Write equal values out each time."""
        return True


_INTEGER, _FLOAT = "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]$"), list("yYnN"))
_Dumper.add_implicit_resolver(
    _FLOAT,
    re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$|0o[0-7]+$"),
    list("-+.0123456789"),
)


def _represent_decimal(dumper: _Dumper, value: Decimal) -> yaml.ScalarNode:
    text = format(value, "f")
    return dumper.represent_scalar(_FLOAT if "." in text else _INTEGER, text)


_Dumper.add_representer(Decimal, _represent_decimal)


class _Loader(yaml.CSafeLoader):
    """Reads every number as a Decimal with its digits."""


def _construct_decimal(_: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(node.value)
    except InvalidOperation:
        raise yaml.constructor.ConstructorError(
            None, None, f"{node.value!r} is not a decimal number", node.start_mark
        ) from None


def _construct_date(_: yaml.SafeLoader, node: yaml.ScalarNode) -> datetime.date:
    try:
        return datetime.date.fromisoformat(node.value)
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None, None, f"{node.value!r} is not a date", node.start_mark
        ) from None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)
_Loader.add_constructor(_INTEGER, _construct_decimal)
_Loader.add_constructor(_FLOAT, _construct_decimal)


def _to_yaml(reports: list[Report]) -> str:
    text: str = yaml.dump_all(
        [to_data(report) for report in reports],
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=1_000_000,
    )
    return text


def _from_yaml(text: str, name: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (a subclass of the safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise DumpError(f"{place}: {getattr(error, 'problem', None) or error}") from error
    except ValueError as error:
        raise DumpError(f"{name}: {error}") from error


# ---------------------------------------------------------------- JSON


def _to_json(report: Report) -> str:
    import simplejson

    def plain(value: Any) -> Any:
        if isinstance(value, Decimal):
            return simplejson.RawJSON(format(value, "f"))
        return value.isoformat()

    text: str = simplejson.dumps(
        to_data(report), use_decimal=False, default=plain, indent=2, ensure_ascii=False
    )
    return text + "\n"


def _from_json(text: str, name: str) -> Any:
    import json

    try:
        return json.loads(text, parse_int=Decimal, parse_float=Decimal, parse_constant=_refuse)
    except ValueError as error:
        raise DumpError(f"{name}: {error}") from error


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a decimal number")
