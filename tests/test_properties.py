"""What holds for any document: nothing is lost, nothing is invented, nothing stops the parser."""

import contextlib
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trusteereport import grammars
from trusteereport.cells import Cell
from trusteereport.explanation import explain
from trusteereport.parser import parse
from trusteereport.serialization import Format, dumps, loads
from trusteereport.source import SourceError, read_source

DOCUMENTS = sorted((Path(__file__).parents[1] / "corpus").rglob("*.txt"))
PAGES = {
    path.stem: read_source(path.read_bytes()).raw
    for path in DOCUMENTS
    if not path.stem.startswith("html")  # its lines are no lines of a page (test_hypertext)
}

modest = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
few = settings(modest, max_examples=25)

each_document = pytest.mark.parametrize("name", sorted(PAGES))


@st.composite
def mutated_documents(draw: st.DrawFn) -> str:
    """A piece of a document with some of its lines lost, repeated, moved, cut or misprinted."""
    lines = PAGES[draw(st.sampled_from(sorted(PAGES)))]
    start = draw(st.integers(0, len(lines) - 1))
    lines = lines[start : start + draw(st.integers(1, 120))]
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(lines) - 1))
        line = lines[place]
        cut = draw(st.integers(0, len(line)))
        character = draw(st.sampled_from("19.,$%()-*:/ \tAx'\"\u00e9"))
        other = draw(st.integers(0, len(lines) - 1))
        new = draw(
            st.sampled_from(
                [
                    [],
                    [line, line],
                    [line[:cut]],
                    [line[cut:]],
                    [line[:cut] + character + line[cut:]],
                    [line[:cut] + character + line[cut + 1 :]],
                    [lines[other]],
                    [line[:cut], line[cut:]],
                ]
            )
        )
        lines = [*lines[:place], *new, *lines[place + 1 :]] or [""]
    return "\n".join(lines)


def unexplained(text: str) -> list[str]:
    """The lines with text that neither a rule reads nor the report lists as unparsed."""
    return [
        line.text
        for line in explain(read_source(text)).lines
        if line.text.strip() and not "".join(line.readings)
    ]


# ---------------------------------------------------------------- anything parses


@modest
@given(st.text())
def test_any_text_parses(text: str) -> None:
    parse(text)


@modest
@given(st.text(alphabet=" \n\t.,$%()*-:/0123456789ACIPaceilnorst", max_size=400))
def test_any_text_that_looks_like_a_page_parses(text: str) -> None:
    report = parse(text)
    shown = {line.line for line in report.unparsed} | {cell.line for cell in report.cells}
    assert all(1 <= line <= text.count("\n") + 1 for line in shown)


@modest
@given(st.binary())
def test_any_bytes_parse_or_are_no_text(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        parse(data)


@modest
@given(mutated_documents(), st.sampled_from([None, *sorted(grammars.shipped())]))
def test_any_misprinted_document_parses(text: str, grammar: str | None) -> None:
    parse(text, grammar=grammar)


# ---------------------------------------------------------------- nothing is lost


@modest
@given(mutated_documents())
def test_every_line_of_a_misprinted_document_is_explained_or_unparsed(text: str) -> None:
    assert unexplained(text) == []


@modest
@given(st.lists(st.text(alphabet="ab1.,$ ():-*", max_size=30), max_size=20).map("\n".join))
def test_every_line_of_any_text_is_explained_or_unparsed(text: str) -> None:
    assert unexplained(text) == []


@each_document
def test_every_line_of_a_document_is_explained(name: str) -> None:
    assert unexplained("\n".join(PAGES[name])) == []


_NUMBER = re.compile(
    r"(?<=\s\s)(?!\(\d{1,3}\)|\d{1,2}\s+[A-Za-z])[(-]?[\d,]*\.?\d+%?\)?(?=\s\s|\s[%*]|\s?$)"
)
"""A number with blanks around it, but those of clauses and telephones, and beginnings of words."""


@each_document
def test_every_number_of_a_table_is_in_exactly_one_cell(name: str) -> None:
    explanation = explain(read_source("\n".join(PAGES[name])))
    printed = [
        (line.number, match.start() + 1, match[0])
        for line in explanation.lines
        if "statements" in "".join(line.readings) and ".rows" in "".join(line.readings)
        for match in _NUMBER.finditer(line.text)
        if "<PAGE>" not in PAGES[name][line.number - 2]  # the number of a page
        if not re.fullmatch(r"\s*Page:\s+\d+\s*", line.text)
    ]
    figures = {
        (cell.line, cell.column, cell.raw): cell
        for cell in explanation.report.cells
        if cell.kind in ("number", "percent")
    }
    places = [(cell.line, cell.column) for cell in explanation.report.cells]
    labels = {(cell.line, cell.row) for cell in explanation.report.cells}
    assert printed
    assert {
        (line, column, text)
        for line, column, text in set(printed) - figures.keys()
        if (line, text) not in labels  # the number of a loan, in front of its figures
    } == set()
    assert len(places) == len(set(places))


@few
@given(st.sampled_from(sorted(PAGES)), st.integers(0, 2**32))
def test_other_figures_come_back_at_their_places(name: str, seed: int) -> None:
    lines, source = list(PAGES[name]), random.Random(seed)
    expected = {}
    for cell in _figures("\n".join(lines)):
        figure = _another_figure(cell.raw, source)
        line, start = lines[cell.line - 1], cell.column - 1
        assert line[start : start + len(figure)] == cell.raw
        lines[cell.line - 1] = line[:start] + figure + line[start + len(figure) :]
        expected[cell.line, cell.column] = (figure, cell.row, cell.header, cell.section)
    found = {
        (cell.line, cell.column): (cell.raw, cell.row, cell.header, cell.section)
        for cell in _figures("\n".join(lines))
    }
    assert found == expected


def _figures(text: str) -> list[Cell]:
    """The figures of a document, but those that a heading names and the dashes for zero."""
    return [
        cell
        for cell in parse(text).cells
        if cell.kind in ("number", "percent")
        and cell.field != "factor_denomination"
        and any(map(str.isdigit, cell.raw))
    ]


def _another_figure(raw: str, source: random.Random) -> str:
    """A figure of the same shape; its first digit is none that a number cannot begin with."""
    digits = re.sub(r"\d", lambda _: source.choice("0123456789"), raw)
    return re.sub(r"\d", lambda _: source.choice("123456789"), digits, count=1)


# ---------------------------------------------------------------- places


def stands_there(cell: Cell, lines: list[str]) -> bool:
    """Whether a cell's text stands where the cell says; a text of several words may be joined."""
    line = lines[cell.line - 1]
    return line.startswith(cell.raw, cell.column - 1) or (
        " " in cell.raw and line.startswith(cell.raw[0], cell.column - 1)
    )


@modest
@given(mutated_documents())
def test_a_cell_s_text_stands_at_its_place(text: str) -> None:
    lines = read_source(text).raw
    misplaced = [cell for cell in parse(text).cells if not stands_there(cell, lines)]
    assert misplaced == []


@modest
@given(mutated_documents())
def test_a_cell_s_path_leads_to_its_value(text: str) -> None:
    report = parse(text)
    for cell in report.cells:
        if cell.path is not None:
            assert cell in report.locate(cell.path)


@modest
@given(mutated_documents())
def test_problems_and_unparsed_lines_stand_in_the_document(text: str) -> None:
    report = parse(text)
    lines = read_source(text).raw
    for problem in report.problems:
        if problem.line is not None and problem.column is not None:
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    for line in report.unparsed:
        assert "".join(line.text.split()) in "".join(lines[line.line - 1].split())


# ---------------------------------------------------------------- dumps


@few
@given(mutated_documents(), st.sampled_from(["yaml", "json"]))
def test_a_dump_of_a_misprinted_document_loads_as_the_same_report(
    text: str, format: Format
) -> None:
    report = parse(text, name="a: name")
    assert loads(dumps(report, format), format) == report


@modest
@given(st.text(), st.sampled_from(["yaml", "json"]))
def test_a_dump_of_any_text_loads_as_the_same_report(text: str, format: Format) -> None:
    report = parse(text)
    assert loads(dumps(report, format), format) == report


# ---------------------------------------------------------------- repetition


@each_document
def test_a_document_printed_twice_says_nothing_new(name: str) -> None:
    once = parse("\n".join(PAGES[name]))
    twice = parse("\n".join(PAGES[name] * 2))
    assert [one.classes for one in twice.statements] == [one.classes for one in once.statements]
    assert [one.pools for one in twice.statements] == [one.pools for one in once.statements]
    assert [one.delinquencies for one in twice.statements] == [
        one.delinquencies for one in once.statements
    ]
    assert twice.signature == once.signature
    conflicts = [problem for problem in once.problems if problem.code == "conflicting-value"]
    again = [problem for problem in twice.problems if problem.code == "conflicting-value"]
    assert len(again) == 2 * len(conflicts)


@each_document
def test_a_document_parses_alike_each_time(name: str) -> None:
    text = "\n".join(PAGES[name])
    first, second = parse(text), parse(text)
    assert first == second
    assert first.cells == second.cells
