"""Reports to YAML and JSON and back, digit for digit."""

import datetime
import json
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
import yaml

from trusteereport.parser import parse, parse_file
from trusteereport.problems import Severity
from trusteereport.records import ClassRecord, Cover, OtherValue, SourceInfo, Statement
from trusteereport.report import Report
from trusteereport.serialization import DumpError, Format, dump, dumps, dumps_all, load, loads

DOCUMENTS = sorted((Path(__file__).parents[1] / "corpus").rglob("*.txt"))
FORMATS: tuple[Format, ...] = ("yaml", "json")

each_format = pytest.mark.parametrize("format", FORMATS)


def with_number(number: str) -> Report:
    return Report(statements=(Statement(prepayment_premium=Decimal(number)),))


def with_text(text: str) -> Report:
    return Report(cover=Cover(registrant=text))


def printed(report: Report, key: str, format: Format = "yaml") -> str:
    """What a dump prints behind a key."""
    (line,) = [one for one in dumps(report, format).splitlines() if f"{key}" in one]
    return line.partition(":")[2].strip().rstrip(",")


def back(report: Report, format: Format) -> Report:
    return loads(dumps(report, format), format)


# ---------------------------------------------------------------- numbers


NUMBERS = [
    "0",
    "0.00000",
    "0.00000000",
    "0.00000001",
    "1.30875",
    "100",
    "1000.000000",
    "1E+3",
    "1E-12",
    "-0",
    "-0.00",
    "-497568.25",
    "0.1",
    "123456789012345678901234567890.123456789012345678901234567890",
    "9" * 60,
]


@each_format
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_comes_back_with_its_digits(number: str, format: Format) -> None:
    value = back(with_number(number), format).statements[0].prepayment_premium
    assert value is not None
    assert format_f(value) == format_f(Decimal(number))
    assert value.is_signed() == Decimal(number).is_signed()


def format_f(value: Decimal) -> str:
    return format(value, "f")


@each_format
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_written_plain_and_without_an_exponent(number: str, format: Format) -> None:
    text = printed(with_number(number), "prepayment_premium", format)
    assert text == format_f(Decimal(number))
    assert not set(text) & set("eE'\"")


@pytest.mark.parametrize("number", NUMBERS)
def test_other_readers_see_a_number_too(number: str) -> None:
    report = with_number(number)
    data = yaml.safe_load(dumps(report))
    assert isinstance(data["statements"][0]["prepayment_premium"], int | float)
    data = json.loads(dumps(report, "json"))
    assert isinstance(data["statements"][0]["prepayment_premium"], int | float)


# ---------------------------------------------------------------- texts

TEXTS = """\
1e3|1E3|1.5e10|1e+3|1e-3|123456E78|00253CJB4|0o17|017|0x1F|0b101|1_000|12:30|1:02:03|190:20:30.15
NO|no|Yes|y|n|N|on|OFF|true|False|TRUE|null|Null|~|NaN|.nan|.inf|-.INF|+.inf|2003-12-26
2003-12-26 10:00:00|2003-12-26T10:00:00Z|1|10019|02134|-1|+1|1.|.5|1,000|1,000.00|- x|? x|: x|x: y
x # y|#x|&x|*x|!x|%x|@x|`x|'x'|"x"|[x]|{x}|x,y|<<|=|---|...|--- x| x|x |>|-|?|:|\\n|$5|5%
"""


@pytest.mark.parametrize("text", TEXTS.strip("\n").replace("\n", "|").split("|"))
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    report = with_text(text)
    assert all(back(report, each) == report for each in FORMATS)
    assert yaml.safe_load(dumps(report))["cover"]["registrant"] == text


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "1E3",
        "0o17",
        "1.5e10",
        "017",
        "12:30",
        "NO",
        "y",
        "~",
        "2003-12-26",
        "1",
        "123456E78",
    ],
)
def test_a_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    assert printed(with_text(text), "registrant") in (f"'{text}'", f'"{text}"')


@pytest.mark.parametrize("text", ["Elm Trust", "A-IO", "333-106925-11", "(212) 555-0100", "1-A1"])
def test_a_plain_text_is_not_quoted(text: str) -> None:
    assert printed(with_text(text), "registrant") == text


@each_format
@pytest.mark.parametrize(
    "text",
    [
        "Café",
        "größer als 5 €",
        "木",
        "\N{GRINNING FACE}",
        "a\tb",
        "a\nb",
        "a\n\nb\n",
        "\na",
        "a\rb",
        "a\x00b",
        "a\x07\x1b\x7fb",
        "a\x85b",
        "a\u2028b",
        "a\ufeffb",
        "\u00a0",
        "",
        " ",
        "x" * 5000,
        "word " * 1000,
    ],
)
def test_any_character_comes_back(text: str, format: Format) -> None:
    assert back(with_text(text), format) == with_text(text)


def test_half_a_character_is_a_blank_in_a_dump() -> None:
    assert dumps(parse("a\ud800b")).count("text: a b\n") == 1


def test_letters_of_other_alphabets_are_readable() -> None:
    assert printed(with_text("Größe"), "registrant") == "Größe"
    assert printed(with_text("Größe"), "registrant", "json") == '"Größe"'


# ---------------------------------------------------------------- dates and unions


@each_format
def test_dates_come_back_as_dates(format: Format) -> None:
    report = Report(cover=Cover(report_date=datetime.date(2003, 12, 26)))
    assert back(report, format) == report


def test_a_date_is_plain_in_yaml_and_iso_in_json() -> None:
    report = Report(cover=Cover(report_date=datetime.date(2003, 12, 26)))
    assert printed(report, "report_date") == "2003-12-26"
    assert printed(report, "report_date", "json") == '"2003-12-26"'


@each_format
@pytest.mark.parametrize(
    "value",
    [Decimal("5.00"), Decimal(0), datetime.date(2003, 12, 26), "2", "1,2,3.4.5", "NO", None],
    ids=str,
)
def test_a_value_without_a_field_keeps_its_type(
    value: Decimal | datetime.date | str | None, format: Format
) -> None:
    report = Report(statements=(Statement(other=(OtherValue(None, "row", "column", value),)),))
    loaded = back(report, format)
    assert loaded == report
    assert type(loaded.statements[0].other[0].value) is type(value)


# ---------------------------------------------------------------- keys


@each_format
def test_keys_stand_in_the_order_of_the_records(format: Format) -> None:
    text = dumps(parse_file(DOCUMENTS[0]), format)
    data: dict[str, Any] = json.loads(text) if format == "json" else yaml.safe_load(text)
    names = [field.name for field in attrs.fields(Report) if field.name != "cells"]
    assert list(data) == names
    known = [field.name for field in attrs.fields(ClassRecord)]
    keys = list(data["statements"][0]["classes"][0])
    assert keys == sorted(keys, key=known.index)


@each_format
def test_a_field_where_nothing_is_printed_is_left_out(format: Format) -> None:
    text = dumps(Report(statements=(Statement(classes=(ClassRecord(class_id="A-1"),)),)), format)
    data = json.loads(text) if format == "json" else yaml.safe_load(text)
    assert data["statements"] == [{"classes": [{"class_id": "A-1"}]}]


@each_format
def test_the_report_s_own_fields_are_always_there(format: Format) -> None:
    text = dumps(Report(), format)
    data = json.loads(text) if format == "json" else yaml.safe_load(text)
    assert data["schema"] == 1
    assert data["filing"] is None
    assert data["statements"] == data["unparsed"] == data["problems"] == []


@each_format
def test_a_dump_has_no_cells_and_ends_with_a_line_end(format: Format) -> None:
    text = dumps(parse_file(DOCUMENTS[0]), format)
    assert "cells" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_a_dump_is_the_same_each_time() -> None:
    assert dumps(parse_file(DOCUMENTS[0])) == dumps(parse_file(DOCUMENTS[0]))


# ---------------------------------------------------------------- round trips


@each_format
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_s_dump_loads_as_the_same_report(document: Path, format: Format) -> None:
    report = parse_file(document)
    assert back(report, format) == report
    assert dumps(back(report, format), format) == dumps(report, format)


@each_format
def test_a_report_of_nothing_comes_back(format: Format) -> None:
    assert back(Report(), format) == Report()
    assert back(parse(""), format) == parse("")


@each_format
def test_a_report_with_all_kinds_of_problems_comes_back(format: Format) -> None:
    report = parse("FORM 8-K\nwhat the owl said\nPrepayment Premium      1,2,3.4.5\n")
    assert report.problems
    assert back(report, format) == report


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.yml", "a"])
def test_a_file_s_name_tells_its_format(tmp_path: Path, name: str) -> None:
    report = parse_file(DOCUMENTS[0])
    dump(report, tmp_path / name)
    assert load(tmp_path / name) == report
    assert (tmp_path / name).read_text("utf-8").startswith("{") == name.endswith("json")


def test_a_format_may_be_given_against_the_name(tmp_path: Path) -> None:
    dump(with_text("Größe"), tmp_path / "a.txt", "json")
    assert load(tmp_path / "a.txt", "json") == with_text("Größe")


def test_several_reports_make_several_yaml_documents() -> None:
    text = "".join(dumps_all([with_text("1"), with_text("2"), with_text("3")]))
    names = [data["cover"]["registrant"] for data in yaml.safe_load_all(text)]
    assert names == ["1", "2", "3"]
    assert text.count("---") == 2


# ---------------------------------------------------------------- what is no dump


MINIMAL = "schema: 1\nsource: {lines: 0}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("schema: 1\ncover: [1,\n", "book:3", id="broken"),
        pytest.param("schema: 1\n\tcover: x\n", "book:2", id="tab"),
        pytest.param("schema: 1\ncover: {a: b: c}\n", "book:2", id="colon"),
        pytest.param("a: !!python/object:os.system x\n", "book:1", id="tag"),
        pytest.param("- 1\n", "mapping", id="list"),
        pytest.param("", "mapping", id="empty"),
        pytest.param("owl\n", "mapping", id="word"),
        pytest.param("schema: 99\n", "schema is 99", id="schema"),
        pytest.param("cover: null\n", "schema is None", id="no-schema"),
        pytest.param(MINIMAL + "owl: 1\n", "unknown key owl", id="key"),
        pytest.param(MINIMAL + "cover: {owl: 1}\n", "report.cover", id="inner-key"),
        pytest.param(MINIMAL + "cover: {form: 8}\n", "report.cover.form", id="number-for-text"),
        pytest.param(
            MINIMAL + "statements:\n- prepayment_premium: '5'\n",
            "report.statements[0].prepayment_premium",
            id="text-for-number",
        ),
        pytest.param(
            MINIMAL + "statements:\n- classes:\n  - notional: 1\n",
            "report.statements[0].classes[0].notional",
            id="number-for-boolean",
        ),
        pytest.param(
            MINIMAL + "cover: {report_date: soon}\n", "report.cover.report_date", id="text-for-date"
        ),
        pytest.param(
            MINIMAL + "cover: {report_date: 2003-13-32}\n", "book:3", id="impossible-date"
        ),
        pytest.param(
            MINIMAL + "cover: {report_date: 2003-12-26 10:00:00}\n", "book:3", id="time-for-date"
        ),
        pytest.param(MINIMAL + "statements: 5\n", "report.statements", id="number-for-list"),
        pytest.param(MINIMAL + "statements: [5]\n", "report.statements[0]", id="number-for-record"),
        pytest.param(MINIMAL + "cover: []\n", "report.cover", id="list-for-record"),
        pytest.param(MINIMAL + "unparsed:\n- text: owl\n", "report.unparsed[0].line", id="missing"),
        pytest.param("schema: 1\nsource: {lines: 1.5}\n", "report.source.lines", id="no-integer"),
        pytest.param(
            MINIMAL + "statements:\n- prepayment_premium: .inf\n", "book:4", id="infinity"
        ),
        pytest.param(MINIMAL + "statements:\n- prepayment_premium: 0x1F\n", "book:4", id="hex"),
        pytest.param(
            MINIMAL + "statements:\n- delinquencies:\n  - status: owl\n",
            "report.statements[0].delinquencies[0].status",
            id="status",
        ),
        pytest.param("a: &x [*x]\n", "book", id="recursion"),
        pytest.param(MINIMAL + "---\n" + MINIMAL, "book:3", id="two-documents"),
    ],
)
def test_an_error_in_a_yaml_dump_names_the_place(text: str, place: str) -> None:
    with pytest.raises(DumpError) as caught:
        loads(text, name="book")
    assert str(caught.value).startswith("book")
    assert place in str(caught.value)


SMALL: dict[str, Any] = {"schema": 1, "source": {"lines": 0}}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("", "book", id="empty"),
        pytest.param("{", "line 1", id="broken"),
        pytest.param('{"schema": NaN}', "NaN", id="nan"),
        pytest.param("[]", "mapping", id="list"),
        pytest.param('{"schema": 2}', "schema is 2", id="schema"),
        pytest.param('{"schema": "1"}', "schema is 1", id="text-for-schema"),
        pytest.param(
            json.dumps(SMALL | {"cover": {"report_date": "soon"}}),
            "report.cover.report_date",
            id="text-for-date",
        ),
        pytest.param(
            json.dumps(SMALL | {"cover": {"report_date": "2003-13-32"}}),
            "report.cover.report_date",
            id="impossible-date",
        ),
        pytest.param(
            json.dumps(SMALL | {"cover": {"report_date": 5}}),
            "report.cover.report_date",
            id="number-for-date",
        ),
        pytest.param(
            json.dumps(SMALL | {"signature": {"owl": 1}}), "unknown key owl", id="unknown-key"
        ),
        pytest.param(
            json.dumps(SMALL | {"unparsed": [{"line": 1}]}),
            "report.unparsed[0].text",
            id="missing",
        ),
    ],
)
def test_an_error_in_a_json_dump_names_the_place(text: str, place: str) -> None:
    with pytest.raises(DumpError) as caught:
        loads(text, "json", name="book")
    assert str(caught.value).startswith("book")
    assert place in str(caught.value)


@each_format
def test_a_text_of_a_value_that_looks_like_a_date_but_is_none_stays_a_text(format: Format) -> None:
    other = OtherValue(None, None, None, "2003-13-32")
    report = Report(statements=(Statement(other=(other,)),))
    assert back(report, format) == report


def test_a_text_of_a_value_that_is_written_as_a_date_stays_a_text_in_yaml() -> None:
    other = OtherValue(None, None, None, "2003-12-26")
    report = Report(statements=(Statement(other=(other,)),))
    assert back(report, "yaml") == report


def test_several_errors_are_all_named() -> None:
    text = MINIMAL + "cover: {form: 8, series: 7}\n"
    with pytest.raises(DumpError, match=r"cover\.form.*cover\.series"):
        loads(text)


def test_an_error_of_a_file_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    with pytest.raises(DumpError, match=r"book\.yaml: No such file"):
        load(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DumpError, match=r"book\.yaml: not a text file"):
        load(path)
    path.write_text("schema: 9\n")
    with pytest.raises(DumpError, match=r"book\.yaml: schema is 9"):
        load(path)
    with pytest.raises(DumpError, match=r"Is a directory"):
        load(tmp_path)


@each_format
def test_a_deeply_nested_text_is_no_dump(format: Format) -> None:
    code = (
        "from trusteereport.serialization import DumpError, loads\n"
        f"try: loads('[' * 5_000 + ']' * 5_000, {format!r})\n"
        "except DumpError: print('no dump')\n"
    )
    # in a process of its own: a parser that recurses in C takes its process down
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout == "no dump\n"


# ---------------------------------------------------------------- pickles and hashes


def test_a_problem_can_be_pickled() -> None:
    (problem, *_) = parse("what the owl said\n").problems
    assert (problem.severity, problem.line) == (Severity.WARNING, 1)
    assert pickle.loads(pickle.dumps(problem)) == problem


@pytest.mark.parametrize("document", DOCUMENTS[:2] + DOCUMENTS[-1:], ids=lambda path: path.stem)
def test_a_report_can_be_pickled_with_its_cells(document: Path) -> None:
    report = parse_file(document)
    copy = pickle.loads(pickle.dumps(report))
    assert copy == report
    assert copy.cells == report.cells
    assert copy.locate("statements.0.classes.0.class_id")


def test_a_report_can_be_hashed_and_not_changed() -> None:
    report = Report(source=SourceInfo("a"))
    assert hash(report) == hash(Report(source=SourceInfo("a")))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        report.schema = 2  # type: ignore[misc]
