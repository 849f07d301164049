"""The pages say what is so: examples run, lists are complete, links lead somewhere.

What the pages' code blocks mean::

    pycon           a session of Python, its output compared; blocks of a page share their names
    python          code that runs; after a blank, the package that it needs
    console         commands in a folder with ``corpus`` and ``benchmark``, their output compared
                    (... for anything)
    X file=NAME     a file in the folder of the page's commands
"""

import datetime
import doctest
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from fnmatch import fnmatch
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import attrs
import pytest

import trusteereport
from trusteereport import grammars
from trusteereport.cells import Cell
from trusteereport.grammars import GrammarError
from trusteereport.problems import Severity
from trusteereport.records import Status
from trusteereport.report import Report

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
SOURCE = ROOT / "src" / "trusteereport"
PAGES = [README, *sorted(DOCS.glob("*.md"))]
LEFT_OUT = "⋮\n"

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


class Block(NamedTuple):
    """A code block of a page."""

    kind: str
    option: str
    text: str
    heading: str


_FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def blocks(page: Path, kind: str | None = None) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = [
        Block(match[1], match[2], match[3], _HEADING.findall(text, 0, match.start())[-1])
        for match in _FENCE.finditer(text)
    ]
    return [block for block in found if kind in (None, block.kind)]


def sections(page: Path) -> dict[str, str]:
    """The text below each heading, without code blocks."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    _, *parts = _HEADING.split(text)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def table(text: str) -> list[list[str]]:
    """The rows of the tables in a text, without their heads."""
    rows = [line for line in text.split("\n") if line.startswith("|")]
    cells = [re.split(r"(?<!\\)\|", row)[1:-1] for row in rows]
    plain = [[one.strip().replace("\\|", "|") for one in row] for row in cells]
    rules = {number for number, row in enumerate(plain) if set("".join(row)) == {"-"}}
    return [row for number, row in enumerate(plain) if not rules & {number, number + 1}]


@pytest.fixture
def folder(tmp_path: Path, page: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a page's examples run: the corpus, the benchmarks and the page's files."""
    for name in ("corpus", "benchmark"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for block in blocks(page):
        if block.option.startswith("file="):
            path = tmp_path / block.option.removeprefix("file=")
            path.write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---------------------------------------------------------------- examples


@each_page
def test_python_examples_run(page: Path, folder: Path) -> None:
    del folder
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    output: list[str] = []
    for block in blocks(page):
        if block.kind == "python" and not _is_missing(block.option):
            exec(compile(block.text, str(page), "exec"), names)
        elif block.kind == "pycon":
            test = doctest.DocTestParser().get_doctest(block.text, {}, page.name, str(page), 0)
            test.globs = names
            runner.run(test, out=output.append, clear_globs=False)
    assert runner.summarize(verbose=False).failed == 0, "".join(output)


def _is_missing(package: str) -> bool:
    return bool(package) and importlib.util.find_spec(package) is None


_SHELL = 'trusteereport() { "$PYTHON" -m trusteereport "$@"; }\npython() { "$PYTHON" "$@"; }\n'
"""The commands of the examples, in the Python that runs the tests."""


class Command(NamedTuple):
    line: str
    output: str


def _commands(text: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


@each_page
def test_commands_print_what_is_shown(page: Path, folder: Path) -> None:
    package = Path(trusteereport.__file__).parents[1]
    environment = {**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(package)}
    checker = doctest.OutputChecker()
    for block in blocks(page, "console"):
        for command in _commands(block.text):
            script = f"{_SHELL}{command.line}"
            run = subprocess.run(
                ["sh", "-c", script],
                cwd=folder,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            shown = checker.check_output(command.output, run.stdout, doctest.ELLIPSIS)
            assert shown, f"$ {command.line}\n{run.stdout}{run.stderr}"


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    text = _SPANS.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        path = page.parent / name if name else page
        assert path.is_file(), target
        if anchor:
            headings = _HEADING.findall(path.read_text(encoding="utf-8"))
            assert anchor in [_anchor(heading) for heading in headings], target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


# ---------------------------------------------------------------- README


def test_the_picture_is_what_is_printed() -> None:
    document = ROOT / "corpus" / "us_bank" / "aames_2003_12.txt"
    page, dump = document.read_text(), trusteereport.dumps(trusteereport.parse_file(document))
    (text,), (data,) = blocks(README, "text"), blocks(README, "yaml")
    for excerpt in filter(None, text.text.split(LEFT_OUT)):
        assert excerpt in page
    for excerpt in filter(None, data.text.split(LEFT_OUT)):
        assert excerpt in dump


def test_the_install_commands_name_what_is_there() -> None:
    install, test = (block.text for block in blocks(README, "sh"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (ROOT / install.split()[-1]).is_file()
    assert f".venv/bin/{next(iter(project['scripts']))} dump " in install
    for extra in re.findall(r"\.\[(\w+)\]", test):
        assert extra in project["optional-dependencies"]
    assert project["requires-python"] == ">=3.11"
    assert "Python 3.11 or later" in README.read_text(encoding="utf-8")


def test_the_readme_names_every_shipped_grammar() -> None:
    text = README.read_text(encoding="utf-8")
    _, _, after = text.partition("Shipped grammars:")
    for name in set(grammars.shipped()) - {grammars.BASE}:
        assert f"`{name}`" in after


# ---------------------------------------------------------------- records

_TYPES: dict[object, str] = {
    Decimal: "number",
    datetime.date: "date",
    str: "text",
    bool: "yes/no",
    int: "integer",
    Status: "status",
    Severity: "severity",
}
_UNITS = {"$", "%", "$/face", "count", "months"}


def _type_name(annotation: typing.Any) -> str:
    inner = [one for one in typing.get_args(annotation) if one not in (types.NoneType, ...)]
    if typing.get_origin(annotation) is tuple:
        return f"list of {_type_name(inner[0])}"
    if len(inner) > 1:
        *first, last = map(_type_name, inner)
        return f"{', '.join(first)} or {last}"
    single: type = inner[0] if inner else annotation
    return single.__name__ if attrs.has(single) else _TYPES[single]


def _record_classes(record: type) -> Iterator[type]:
    yield record
    for field in _fields(record):
        annotation = typing.get_args(field.type) or (field.type,)
        for one in annotation:
            if isinstance(one, type) and attrs.has(one):
                yield from _record_classes(one)


def _fields(record: type) -> list["attrs.Attribute[object]"]:
    return [field for field in attrs.fields(record) if field.eq is not False]


def test_every_record_and_field_is_described() -> None:
    described = {
        heading: [(row[0], row[1]) for row in table(text)]
        for heading, text in sections(DOCS / "records.md").items()
        if table(text) and heading != "Cells"
    }
    actual = {
        record.__name__: [(field.name, _type_name(field.type)) for field in _fields(record)]
        for record in _record_classes(Report)
    }
    assert described == actual


def test_units_are_known_and_meanings_are_given() -> None:
    for heading, text in sections(DOCS / "records.md").items():
        for name, type_, unit, meaning in table(text) if heading != "Cells" else ():
            assert meaning
            if type_ not in ("number", "integer") or name == "pool_factor":
                assert not unit
            elif type_ == "number":
                assert unit in _UNITS
            if name.endswith(("_factor", "_rate")) and name != "pool_factor":
                assert unit == ("$/face" if name.endswith("_factor") else "%")


def test_every_status_is_listed() -> None:
    text = sections(DOCS / "records.md")["Delinquency"]
    assert [status for status in Status if f"`{status}`" not in text] == []


def test_cell_keys_and_kinds_are_listed() -> None:
    rows = table(sections(DOCS / "records.md")["Cells"])
    names = [row[0] for row in rows]
    keys, kinds = names[: len(Cell._fields)], names[len(Cell._fields) :]
    assert keys == list(Cell._fields)
    _, _, listed = (Cell.__doc__ or "").partition("``kind`` is one of")
    assert kinds == re.findall(r"``(\w+)``", listed.partition(".")[0])
    for document in (ROOT / "corpus").rglob("*.txt"):
        assert {cell.kind for cell in trusteereport.parse_file(document).cells} <= set(kinds)


# ---------------------------------------------------------------- problems

_CODE = re.compile(r'(?:\bproblem\(\s*|\bcode=)"([a-z][a-z-]*)"')


def _codes() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    return {code for text in sources for code in _CODE.findall(text)}


def test_every_problem_code_is_described() -> None:
    headings = set(sections(DOCS / "problems.md")) - {"Problems"}
    assert headings == _codes()


@pytest.mark.parametrize("block", blocks(DOCS / "problems.md", "text"), ids=attrgetter("heading"))
def test_the_example_of_a_problem_raises_it(block: Block) -> None:
    report = trusteereport.parse(block.text.replace("␀", "\0"))
    messages = [problem.message for problem in report.problems if problem.code == block.heading]
    assert len(messages) == 1
    assert f"`{messages[0]}`" in sections(DOCS / "problems.md")[block.heading]


# ---------------------------------------------------------------- grammars

GRAMMARS = DOCS / "grammars.md"
_SPANS = re.compile(r"`([^`\n]+)`")


def _with(tmp_path: Path, *additions: str) -> str:
    path = tmp_path / "mine.lark"
    path.write_text("\n".join(additions) + "\n", encoding="utf-8")
    return str(path)


def _snippet(start: str) -> str:
    """The page's code that begins so."""
    text = GRAMMARS.read_text(encoding="utf-8")
    found: list[str] = [one.text for one in blocks(GRAMMARS, "lark")]
    found += _SPANS.findall(_FENCE.sub("", text))
    return next(one for one in found if one.startswith(start))


CLASSES = """\
Class           Leftover Balance        Interest
A-1                       900.00          100.00
"""
GROUPS = """\
LOAN GROUPS
               Opening Balance       Closing Balance
Group 1                 900.00                800.00
"""


@pytest.mark.parametrize(
    ("snippets", "document", "path", "value"),
    [
        (
            ["%extend ending_balance"],
            CLASSES,
            "statements.0.classes.0.ending_balance",
            Decimal("900.00"),
        ),
        (
            ["%extend BALANCE"],
            CLASSES.replace(" Leftover Balance", "Ending Blnce     "),
            "statements.0.classes.0.ending_balance",
            Decimal("900.00"),
        ),
        (
            ["%extend pool_row", "bought_back: "],
            "POOL\n                    Pool 1\nRepurchase Proceeds   5.00\n",
            "statements.0.pools.0.repurchases",
            Decimal("5.00"),
        ),
        (
            ["%extend _caption"],
            "Cut-off Date:    March 1, 2001\n",
            "statements.0.determination_date",
            datetime.date(2001, 3, 1),
        ),
        (
            ["%extend _caption: vessel", "vessel: ", "_VESSEL.13: "],
            "Vessel:   Grey Gull\n",
            "statements.0.other.0.value",
            "Grey Gull",
        ),
        (
            ["%extend ROW: "],
            "Class          Opening Balance        Interest Rate\n"
            "A-1                     900.00             Variable\n",
            "statements.0.other.0.value",
            "Variable",
        ),
        (
            ["%extend SECTION"],
            "Part II. Reserve Account\nReserve paid in full      5.00\n",
            "statements.0.other.0.section",
            "Part II. Reserve Account",
        ),
        (
            ["%extend _section"],
            GROUPS,
            "statements.0.pools.0.ending_balance",
            Decimal("800.00"),
        ),
    ],
    ids=["label", "abbreviation", "field", "caption", "other", "row", "section", "table"],
)
def test_additions_do_what_the_page_says(
    tmp_path: Path, snippets: list[str], document: str, path: str, value: object
) -> None:
    words = ["%extend REPURCHASE: /repurchase\\b/i"] if "bought_back: " in snippets else []
    grammar = _with(tmp_path, *map(_snippet, snippets), *words)
    steps = path.replace(".other.0.", ".other.").split(".")
    found: typing.Any = trusteereport.parse(document, grammar=grammar)
    for step in steps:
        found = found[int(step)] if step.isdigit() else getattr(found, step)
        found = found[0] if step == "other" else found
    assert found == value
    assert not trusteereport.parse(document, grammar=grammar).problems


def test_the_example_recognises_its_document() -> None:
    files = {block.option: block.text for block in blocks(GRAMMARS) if block.option}
    recogniser = re.search(r"^RECOGNISED_BY: /(.*)/m$", files["file=harbor.lark"], re.MULTILINE)
    assert recogniser
    assert re.search(recogniser[1], files["file=harbor.txt"], re.MULTILINE)


def test_lines_are_of_the_kind_that_the_page_says() -> None:
    rows = table(sections(GRAMMARS)["Terminals"])
    kinds = {row[0]: (int(row[1]), row[2].strip("`")) for row in rows if len(row) == 3}
    base = {one.name: one for one in grammars.load(grammars.BASE).layout.terminals}
    patterns = {
        name: re.compile(base[name].pattern.to_regexp(), re.MULTILINE | re.ASCII) for name in kinds
    }
    assert len(kinds) == 10
    for name, (priority, line) in kinds.items():
        assert base[name].priority == priority
        taking = [one for one, pattern in patterns.items() if pattern.match(line + "\n")]
        assert max(taking, key=lambda one: kinds[one][0]) == name


MISTAKES = {
    "syntax error": "foo BAR",
    "used but not defined": "%extend ending_balance: FOO BALANCE",
    "defined more than once": "LOAN: /loan/",
    "as it wasn't defined before": "%extend foo: LOAN",
    "Cannot override a nonexisting rule": "%override foo: LOAN",
    "Cannot compile token": "FOO: /(abc/\n%extend loan_count: FOO",
    "zero-width": "FOO: /x*/\n%extend _title: FOO",
    "Rules aren't allowed inside terminals": "FOO: trust",
    "no field": "%extend _caption: vessel\nvessel: _VESSEL (DATE | OTHER)\n"
    "_VESSEL.13: /^Vessel:/ _GAP",
    "have no": "%extend _section: quay_heading quay_table*\nquay_heading: QUAY -> heading\n"
    "quay_table: head rows?\nQUAY.9: /^QUAY(?=\\n)/ EOL",
    "cannot follow": "%extend _section: quay_heading quay_table*\nquay_heading: QUAY -> heading\n"
    "quay_table: head quay_rows?\nquay_rows: QUAY_ROW+ -> rows\nQUAY.9: /^QUAY(?=\\n)/ EOL\n"
    "quay_row: classes\nQUAY_ROW.13: /^.*Variable(?=\\n)/ EOL",
    "Reduce/Reduce collision": "%extend trustee_fee: SERVICING FEE",
    "the layout cannot go on at line": "%extend _caption: a\na: _A DATE -> record_date\n"
    "_A.13: /^[ ]*A Date:/ _GAP",
    "no grammar": "",
}


def test_every_message_is_described() -> None:
    assert [row[0].strip("`") for row in table(sections(GRAMMARS)["Messages"])] == list(MISTAKES)


@pytest.mark.parametrize(("message", "addition"), MISTAKES.items(), ids=list(MISTAKES))
def test_a_mistake_gives_the_message(tmp_path: Path, message: str, addition: str) -> None:
    grammar = _with(tmp_path, addition) if addition else "nowhere"
    with pytest.raises(GrammarError, match=re.escape(message)):
        trusteereport.parse("A Date:    unknown\n", grammar=grammar)


# ---------------------------------------------------------------- architecture


def test_every_module_has_its_reason() -> None:
    rows = table(sections(DOCS / "architecture.md")["Modules"])
    named = [name for row in rows for name in _SPANS.findall(row[0])]
    modules = {path.stem for path in SOURCE.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert [one for one in modules if not any(fnmatch(one, name) for name in named)] == []
    assert [name for name in named if not any(fnmatch(one, name) for one in modules)] == []
