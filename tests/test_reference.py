"""The reference report against what a reader wrote down from it: all values, and nothing else.

``reference_expected.yaml`` was made by hand.  The filing itself is no part of this project; its
twin in the corpus has the same tables on the same lines, so both are held against it.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import pytest
import yaml

from trusteereport.cells import Cell
from trusteereport.parser import parse_file
from trusteereport.report import Report

_HERE = Path(__file__).resolve().parent
_REFERENCE = _HERE.parent.parent / "shared" / "reference"
_TWIN = _HERE.parent / "corpus" / "us_bank" / "aames_2003_12.txt"
_EXPECTED = yaml.safe_load((_HERE / "reference_expected.yaml").read_text(encoding="utf-8"))

REST_OF_LINE = "..."
NOT_COMPARED = "?"


class Number(NamedTuple):
    """A number in a table, as a reader wrote it down."""

    line: int
    column: int
    raw: str
    value: str
    row: str
    header: str | None
    path: str
    section: str

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.column


class Fact(NamedTuple):
    """A value with its caption outside tables, as a reader wrote it down."""

    line: int
    column: int
    raw: str
    kind: str
    value: str
    section: str | None
    row: str | None
    path: str

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.column


NUMBERS = [
    Number._make([*row, table["section"]])
    for table in _EXPECTED["tables"]
    for row in table["numbers"]
]
FACTS = [Fact(*row) for row in _EXPECTED["facts"]]
CLASS_IDS = [class_id for class_id, _, _ in _EXPECTED["classes"]]


class Document(NamedTuple):
    """One of the two documents: its lines and its report."""

    lines: list[str]
    report: Report

    def at(self, place: tuple[int, int]) -> Cell:
        """The cell at a place; there must be exactly one."""
        (cell,) = [cell for cell in self.report.cells if (cell.line, cell.column) == place]
        return cell

    def printed(self, line: int, column: int, raw: str) -> str:
        """What a reader wrote down, or else the rest of the line."""
        return self.lines[line - 1][column - 1 :] if raw == REST_OF_LINE else raw


@pytest.fixture(scope="module", params=["reference", "twin"])
def document(request: pytest.FixtureRequest) -> Document:
    path = _TWIN
    if request.param == "reference":
        found = sorted(_REFERENCE.glob("*.txt"))
        if not found:
            pytest.skip("the reference filing is no part of this project and is absent here")
        path = found[0]
    return Document(path.read_text(encoding="ascii").split("\n"), parse_file(path))


def value_at(report: Report, path: str) -> Any:
    """The record value at a path, found without the package's help."""
    value: Any = report
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else getattr(value, step)
    return value


def as_written(value: Any) -> str | None:
    """A value as the expectation file writes it: all decimals, ISO dates."""
    return None if value is None else str(value)


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all values in the records that are not null."""
    if isinstance(value, tuple):
        steps = [(str(number), one) for number, one in enumerate(value)]
    elif attrs.has(type(value)):
        steps = [(one.name, getattr(value, one.name)) for one in attrs.fields(type(value))]
    else:
        if value is not None:
            yield path
        return
    for name, one in steps:
        if path or name not in ("cells", "problems"):
            yield from leaves(one, f"{path}.{name}" if path else name)


def without_indices(path: str) -> str:
    return ".".join(step for step in path.split(".") if not step.isdigit())


def class_rows() -> Iterator[tuple[int, int, str]]:
    """The line, index and class id of every class row."""
    for first, last in _EXPECTED["class_blocks"]:
        for index, line in enumerate(range(first, last + 1)):
            yield line, index, CLASS_IDS[index]


def is_in_table(cell: Cell) -> bool:
    return cell.kind in ("number", "percent") and cell.line != 138


# ---------------------------------------------------------------- the tables' numbers


def test_the_reader_wrote_down_319_numbers() -> None:
    assert len({number.place for number in NUMBERS}) == len(NUMBERS) == 319


def test_every_number_of_the_tables_is_exactly_one_cell(document: Document) -> None:
    cells = Counter((c.line, c.column, c.raw) for c in document.report.cells if is_in_table(c))
    assert cells == Counter((n.line, n.column, n.raw) for n in NUMBERS)


def test_every_number_has_its_value_with_the_printed_decimals(document: Document) -> None:
    found = {n.place: as_written(document.at(n.place).value) for n in NUMBERS}
    assert found == {n.place: n.value for n in NUMBERS}


def test_every_number_has_its_kind(document: Document) -> None:
    found = {n.place: document.at(n.place).kind for n in NUMBERS}
    assert found == {n.place: "percent" if n.raw.endswith("%") else "number" for n in NUMBERS}


def test_every_number_has_its_row(document: Document) -> None:
    found = {n.place: document.at(n.place).row for n in NUMBERS}
    assert found == {n.place: n.row for n in NUMBERS}


def test_every_number_has_its_full_header(document: Document) -> None:
    found = {n.place: document.at(n.place).header for n in NUMBERS}
    assert found == {n.place: n.header for n in NUMBERS}


def test_every_number_has_its_section(document: Document) -> None:
    found = {n.place: document.at(n.place).section for n in NUMBERS}
    assert found == {n.place: n.section for n in NUMBERS}


def test_every_number_has_its_path(document: Document) -> None:
    found = {n.place: document.at(n.place).path for n in NUMBERS}
    assert found == {n.place: f"statements.0.{n.path}" for n in NUMBERS}


def test_every_number_names_its_field_as_the_documentation_does(document: Document) -> None:
    found = {n.place: document.at(n.place).field for n in NUMBERS}
    assert found == {n.place: without_indices(n.path) for n in NUMBERS}


def test_every_number_is_in_its_record(document: Document) -> None:
    found = {
        n.place: as_written(value_at(document.report, f"statements.0.{n.path}")) for n in NUMBERS
    }
    assert found == {n.place: n.value for n in NUMBERS}


def test_only_the_cap_payments_stand_in_a_group(document: Document) -> None:
    groups = {cell.line: cell.groups for cell in document.report.cells if cell.groups}
    assert groups == dict.fromkeys((279, 280), ("Payments made by Cap Provider",))


# ---------------------------------------------------------------- cusips and labels


def test_eleven_classes_have_a_cusip(document: Document) -> None:
    cells = [cell for cell in document.report.cells if cell.kind == "cusip"]
    assert [cell.value for cell in cells] == [c for _, _, c in _EXPECTED["classes"] if c]
    assert len(cells) == 11


@pytest.mark.parametrize("index", range(14), ids=CLASS_IDS)
def test_each_class_has_its_cusip_cell(document: Document, index: int) -> None:
    cusip = _EXPECTED["classes"][index][2]
    cell = document.at((83 + index, 26 if cusip else 30))
    assert (cell.raw, cell.kind, cell.value) == (
        cusip or "NA",
        "cusip" if cusip else "missing",
        cusip,
    )
    assert (cell.header, cell.path) == ("Cusip", f"statements.0.classes.{index}.cusip")


def test_each_class_row_names_its_class(document: Document) -> None:
    cells = {line: document.at((line, 1)) for line, _, _ in class_rows()}
    assert {
        line: (cell.raw, cell.value, cell.header, cell.path) for line, cell in cells.items()
    } == {
        line: (name, name, "Class", f"statements.0.classes.{index}.class_id")
        for line, index, name in class_rows()
    }


def test_class_ids_come_without_marks_and_rows_with_them(document: Document) -> None:
    assert (document.at((86, 1)).raw, document.at((86, 1)).row) == ("A-IO", "A-IO*")
    assert (document.at((181, 1)).raw, document.at((181, 1)).row) == ("A-IO", "A-IO")


def test_the_classes_are_joined_in_their_order(document: Document) -> None:
    classes = document.report.statements[0].classes
    assert [(one.class_id, bool(one.notional), one.cusip) for one in classes] == [
        tuple(one) for one in _EXPECTED["classes"]
    ]


def test_each_mark_of_a_notional_class_is_a_cell(document: Document) -> None:
    cells = [cell for cell in document.report.cells if (cell.path or "").endswith(".notional")]
    assert [[cell.line, cell.column] for cell in cells] == _EXPECTED["notional_marks"]
    assert {cell.raw for cell in cells} == {"*"}


def test_the_pools_are_joined_by_their_names(document: Document) -> None:
    assert [pool.name for pool in document.report.statements[0].pools] == list(_EXPECTED["pools"])


def test_each_name_of_a_pool_is_a_cell(document: Document) -> None:
    for index, (name, places) in enumerate(_EXPECTED["pools"].items()):
        cells = document.report.locate(f"statements.0.pools.{index}.name")
        assert [[cell.line, cell.column] for cell in cells] == places
        assert {cell.value for cell in cells} == {name}


def test_each_delinquency_has_its_printed_label_and_its_status(document: Document) -> None:
    rows = document.report.statements[0].delinquencies
    assert [[row.label, row.status and row.status.value] for row in rows] == [
        [label, status] for _, label, status in _EXPECTED["delinquencies"]
    ]


def test_each_label_of_a_delinquency_is_a_cell(document: Document) -> None:
    for index, (line, label, _) in enumerate(_EXPECTED["delinquencies"]):
        cell = document.at((line, 1))
        assert (cell.raw, cell.path) == (label, f"statements.0.delinquencies.{index}.label")


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.path)
def test_each_fact_is_a_cell_with_its_value(document: Document, fact: Fact) -> None:
    cell = document.at(fact.place)
    raw = document.printed(fact.line, fact.column, fact.raw)
    value = document.printed(fact.line, fact.column, fact.value)
    assert (cell.raw, cell.kind, as_written(cell.value)) == (raw, fact.kind, value)
    assert (cell.section, cell.header, cell.path) == (fact.section, None, fact.path)


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.row != NOT_COMPARED], ids=lambda fact: fact.path
)
def test_each_fact_has_its_caption_as_row(document: Document, fact: Fact) -> None:
    assert document.at(fact.place).row == fact.row


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.path)
def test_each_fact_is_in_its_record(document: Document, fact: Fact) -> None:
    value = value_at(document.report, fact.path)
    if fact.path == "events.deficiencies_occurred":
        assert value is False
    else:
        assert str(value) == document.printed(fact.line, fact.column, fact.value)


def test_the_cover_names_its_field_as_the_documentation_does(document: Document) -> None:
    assert document.at((21, 1)).field == "cover.registrant"


def test_each_note_has_its_line(document: Document) -> None:
    notes = document.report.notes
    assert [note.line for note in notes] == [98, 117, 136, 152, 169, 273]
    assert [f"{note.mark} {note.text}" for note in notes] == [
        document.lines[note.line - 1] for note in notes if note.line
    ]


# ---------------------------------------------------------------- all of it, and nothing else


def test_every_value_is_a_cell_and_nothing_else_is(document: Document) -> None:
    expected = Counter([number.place for number in NUMBERS] + [fact.place for fact in FACTS])
    expected.update((line, 1) for line, _, _ in class_rows())
    expected.update((83 + n, 26 if one[2] else 30) for n, one in enumerate(_EXPECTED["classes"]))
    expected.update((line, column) for line, column in _EXPECTED["notional_marks"])
    expected.update(tuple(place) for places in _EXPECTED["pools"].values() for place in places)
    expected.update((line, 1) for line, _, _ in _EXPECTED["delinquencies"])
    assert Counter((cell.line, cell.column) for cell in document.report.cells) == expected


def test_the_records_hold_every_value_and_nothing_else(document: Document) -> None:
    statement = {number.path for number in NUMBERS}
    for index, (_, notional, cusip) in enumerate(_EXPECTED["classes"]):
        statement.add(f"classes.{index}.class_id")
        statement |= {f"classes.{index}.notional"} if notional else set()
        statement |= {f"classes.{index}.cusip"} if cusip else set()
    statement |= {f"pools.{index}.name" for index in range(2)}
    statement |= {f"delinquencies.{n}.{name}" for n in range(6) for name in ("label", "status")}
    expected = {fact.path for fact in FACTS} | {f"statements.0.{path}" for path in statement}
    expected |= {f"notes.{index}.line" for index in range(6)} | {"schema"}
    expected |= {f"source.{name}" for name in ("name", "sha256", "encoding", "grammar", "lines")}
    assert set(leaves(document.report)) == expected


def test_every_cell_stands_where_it_says(document: Document) -> None:
    for cell in document.report.cells:
        assert document.lines[cell.line - 1].startswith(cell.raw, cell.column - 1), cell


def test_every_row_label_is_made_of_words_of_the_page(document: Document) -> None:
    words = {word for line in document.lines for word in line.split()}
    labels = {cell.row for cell in document.report.cells if cell.row}
    assert {label for label in labels if not words.issuperset(label.split())} == set()


def test_the_cells_are_in_document_order(document: Document) -> None:
    places = [(cell.line, cell.column) for cell in document.report.cells]
    assert places == sorted(places)


def test_every_cell_has_a_field_and_a_path(document: Document) -> None:
    assert [cell for cell in document.report.cells if not (cell.field and cell.path)] == []


def test_nothing_is_left_over(document: Document) -> None:
    assert document.report.unparsed == ()
    assert document.report.problems == ()
    assert document.report.statements[0].other == ()


def test_every_cell_leads_to_its_record_value(document: Document) -> None:
    for cell in document.report.cells:
        assert cell.path is not None
        value = value_at(document.report, cell.path)
        if not isinstance(value, bool):
            assert (value, str(value)) == (cell.value, str(cell.value)), cell


def test_every_record_value_leads_back_to_its_cells(document: Document) -> None:
    for cell in document.report.cells:
        assert cell.path is not None
        located = document.report.locate(cell.path)
        assert cell in located
        assert {one.path for one in located} == {cell.path}


def test_the_path_of_a_record_leads_to_the_cells_of_all_its_values(document: Document) -> None:
    located = document.report.locate("statements.0.classes.1")
    assert {cell.row for cell in located} == {"1-A2"}
    assert len([cell for cell in located if cell.kind in ("number", "percent")]) == 19


def test_a_path_that_no_report_has_is_an_error(document: Document) -> None:
    with pytest.raises(KeyError):
        document.report.locate("statements.0.classes.14")


def test_dates_are_days_and_numbers_are_decimals(document: Document) -> None:
    types = {"date": datetime.date, "number": Decimal, "percent": Decimal, "cusip": str}
    for cell in document.report.cells:
        assert type(cell.value) is types.get(cell.kind, type(cell.value)), cell


def test_the_source_is_described(document: Document) -> None:
    source = document.report.source
    assert (source.lines, source.encoding, source.grammar) == (301, "ascii", "us_bank")
