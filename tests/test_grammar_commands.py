"""The commands for grammars, and the tutorial that uses them, step by step as printed."""

import doctest
import gc
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import trusteereport
from trusteereport import cli, discovery
from trusteereport.authoring.reference import base_rules

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "trustee_grammars_example"
QUARRY_HILL = EXAMPLE / "src" / "trustee_grammars_example" / "quarry_hill.lark"
CORPUS = EXAMPLE / "corpus"
TUTORIAL = ROOT / "docs" / "tutorial.md"


class Outcome(NamedTuple):
    status: int
    output: str
    errors: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, and no grammars of the user who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(discovery.VARIABLE, raising=False)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run the command line in this process."""

    def run_command(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["trusteereport", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capsys.readouterr()
        return Outcome(int(caught.value.code or 0), captured.out, captured.err)

    yield run_command
    gc.enable()


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A copy of the documents, without what is expected of them."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for document in CORPUS.glob("*.txt"):
        shutil.copy(document, folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the grammar of these documents."""
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copy(QUARRY_HILL, folder)
    return folder


# ---------------------------------------------------------------- --grammars


@pytest.mark.parametrize("where", ["group", "command"])
@pytest.mark.parametrize("command", ["dump", "cells", "explain"])
def test_a_folder_may_be_named_before_and_after_the_command(
    run: Run, folder: Path, command: str, where: str
) -> None:
    option = ["--grammars", folder]
    words = [*option, command] if where == "group" else [command, *option]
    found = run(*words, CORPUS / "2003_10.txt")
    assert found.status == 0
    assert found.errors == ""
    assert "Quarry Hill Trust Company" in found.output


@pytest.mark.parametrize("words", [("--grammar", QUARRY_HILL), ("--grammars", QUARRY_HILL.parent)])
def test_figures_are_checked_with_a_grammar_of_others(run: Run, words: tuple[object, ...]) -> None:
    found = run("check", *words, CORPUS / "2003_10.txt")
    assert found.status == 0
    assert found.errors == ""


def test_a_folder_that_is_not_there_is_a_mistake(run: Run) -> None:
    found = run("dump", "--grammars", "nowhere", CORPUS / "2003_10.txt")
    assert found == (2, "", "trusteereport: nowhere: no such folder of grammars\n")


def test_a_broken_grammar_is_told_and_stops_nothing(run: Run, folder: Path) -> None:
    (folder / "elm.lark").write_text("// x\nRECOGNISED_BY: /(/\n")
    found = run("dump", "--grammars", folder, CORPUS / "2003_10.txt")
    assert found.status == 0
    assert "grammar: quarry_hill" in found.output
    assert found.errors.startswith(f"trusteereport: left out: {folder / 'elm.lark'}:2: ")
    asked = run("dump", "--grammars", folder, "--grammar", "elm", CORPUS / "2003_10.txt")
    assert asked.status == 2
    assert "elm.lark:2: RECOGNISED_BY is no regular expression" in asked.errors


def test_a_claim_of_two_is_explained(run: Run, folder: Path) -> None:
    (folder / "elm.lark").write_text("RECOGNISED_BY: /LEDGER FOR HOLDERS/\n")
    found = run("explain", "--grammars", folder, CORPUS / "2003_10.txt")
    first = found.output.split("\n")[0]
    assert first.startswith("grammar base: several grammars recognise this document: elm (line 3 ")
    assert " and quarry_hill (line 2 " in first


# ---------------------------------------------------------------- list, show


def test_list_shows_name_source_parent_and_recogniser(run: Run, folder: Path) -> None:
    (folder / "us_bank.lark").write_text("// extends: us_bank\n")
    found = run("grammar", "list", "--grammars", folder)
    assert found.status == 0
    lines = [re.split(r"  +", line) for line in found.output.splitlines()]
    assert lines[0] == ["name", "source", "extends", "recognises"]
    assert ["base", "shipped", "-", "what no other does"] in lines
    recogniser = "/Quarry Hill Trust Company, Warden of the Ledger/"
    assert ["quarry_hill", "--grammars", "base", recogniser] in lines
    replaced = ["us_bank", "--grammars, replaces shipped", "us_bank", "nothing: only by name"]
    assert replaced in lines


def test_list_builds_and_tells_what_is_broken(run: Run, folder: Path) -> None:
    (folder / "elm.lark").write_text("foo BAR\n")
    found = run("grammar", "list", "--grammars", folder)
    assert found.status == 1
    assert "elm" not in found.output
    assert "elm.lark:1: syntax error at column 5 of `foo BAR`" in found.errors


def test_show_gives_each_line_its_file_and_line(run: Run) -> None:
    found = run("grammar", "show", QUARRY_HILL)
    assert found.output.startswith(f"// base.lark: {discovery.shipped_folder() / 'base.lark'} (sh")
    lines = QUARRY_HILL.read_text().rstrip("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        place = f"quarry_hill.lark:{number} "
        (shown,) = (one for one in (found.output + " ").split("\n") if f"{one} ".startswith(place))
        assert f"{shown} ".removeprefix(place).strip() == line.strip()


def test_show_names_paths_where_two_files_have_one_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "us_bank.lark").write_text("// extends: us_bank\n")
    found = run("grammar", "show", "--grammars", tmp_path, "us_bank")
    assert f"\n{tmp_path / 'us_bank.lark'}:1 " in found.output
    assert f"\n{discovery.shipped_folder() / 'us_bank.lark'}:1 " in found.output


# ---------------------------------------------------------------- new


def test_new_writes_what_nothing_mapped(run: Run, samples: Path, tmp_path: Path) -> None:
    found = run("grammar", "new", "quarry", "--from", *sorted(samples.glob("*.txt")))
    assert found.status == 0
    text = (tmp_path / "quarry.lark").read_text()
    assert "\nRECOGNISED_BY: /Quarry Hill Trust Company, Warden of the Ledger/\n" in text
    assert "// 'Warden Fee': 6 values, 2003_10.txt:21; perhaps " in text
    assert "\n// %extend FIELD: WARDEN FEE\n" in text
    assert "\n// WARDEN: /warden\\b/i\n" in text
    assert "// 'Slab': 16 values, 2003_10.txt:9\n// %extend CLASS_HEAD: /^[ ]*+Slab" in text
    assert "// 'LOAN FACE': 30 values, 2003_10.txt:14\n// %extend KIND_TITLE: /^[ ]*+LOAN" in text
    assert "// 2003_10.txt:2, 2 times: Quarry Hill Trust Company" in text
    part = text[text.index("labels of rows") : text.index("- words")]
    counts = [int(one) for one in re.findall(r"^// '.*': (\d+) value", part, re.MULTILINE)]
    assert counts == [8, 6, 6, 6, 6, 6]


def test_new_writes_captions_and_groups_that_nothing_read(run: Run) -> None:
    Path("a.txt").write_text(
        "ELM TRUST\n\nLedger Closed:       October 10, 2003\n\n"
        "                Owls      Jays\n"
        "OAKS IN THE HOLLOW:\n"
        "  Acorns        1.00      2.00\n"
        "  Leaves        3.00      4.00\n"
    )
    text = run("grammar", "new", "q", "--from", "a.txt", "-o", "-").output
    assert "// 'OAKS IN THE HOLLOW:': 4 values, a.txt:6\n// %extend FIELD: OAKS IN HOLLOW\n" in text
    assert "away %extend, and list the field: `%extend pool_group: FIELD`" in text
    assert "// 'Ledger Closed': once, a.txt:3\n// %extend _caption: caption_ledger" in text


def test_new_proposes_each_word_and_no_rule_for_any_words(run: Run) -> None:
    Path("a.txt").write_text(
        "ELM TRUST\n\nRecoveries on Liquidated Receivables during winter           1.00\n"
    )
    text = run("grammar", "new", "q", "--from", "a.txt", "-o", "-").output
    assert "// %extend FIELD: RECOVERIE ON LIQUIDATED LOAN DURING WINTER\n" in text


def test_what_new_writes_is_a_grammar(run: Run, samples: Path) -> None:
    documents = sorted(samples.glob("*.txt"))
    run("grammar", "new", "quarry", "--from", *documents)
    report = trusteereport.parse_file(documents[0], grammar="quarry.lark")
    assert report.source.grammar == "quarry"


def test_lines_of_new_work_when_they_are_completed(run: Run, samples: Path) -> None:
    documents = sorted(samples.glob("*.txt"))
    for one in documents:
        one.write_text(re.sub(r"Ledger Closed.*\n", "", one.read_text()))
    text = run("grammar", "new", "q", "--from", *documents, "-o", "-").output
    lines = [
        line.removeprefix("// ").replace("FIELD", "principal_distribution")
        for line in text.split("\n")
        if line.startswith(("// %extend FIELD: PRINCIPAL", "// QUARRIED:", "// %extend CLASS_HEAD"))
    ]
    Path("q.lark").write_text("\n".join(dict.fromkeys(lines)) + "\n")
    report = trusteereport.parse_file(documents[0], grammar="q.lark")
    assert str(report.statements[0].classes[0].principal_distribution) == "12500.00"


def test_new_extends_another(run: Run, samples: Path) -> None:
    (sample, _) = sorted(samples.glob("*.txt"))
    text = run("grammar", "new", "q", "--extends", "us_bank", "--from", sample, "-o", "-").output
    assert text.startswith("// extends: us_bank\n")


def test_new_overwrites_nothing(run: Run, samples: Path) -> None:
    Path("quarry.lark").write_text("// mine\n")
    found = run("grammar", "new", "quarry", "--from", next(samples.glob("*.txt")))
    assert found.status == 2
    assert "quarry.lark: is there already" in found.errors
    assert Path("quarry.lark").read_text() == "// mine\n"


@pytest.mark.parametrize("name", ["base", "Elm", "elm bank", "../elm"])
def test_new_wants_a_name(run: Run, samples: Path, name: str) -> None:
    found = run("grammar", "new", name, "--from", next(samples.glob("*.txt")))
    assert found.status == 2
    assert f"{name!r} is no name for a grammar" in found.errors


def test_without_a_common_line_new_proposes_no_recogniser(run: Run) -> None:
    Path("a.txt").write_text("what the owl said\n")
    Path("b.txt").write_text("what the jay said\n")
    text = run("grammar", "new", "q", "--from", "a.txt", "b.txt", "-o", "-").output
    assert "\n// RECOGNISED_BY: /WHAT ONLY THIS TRUSTEE PRINTS/\n" in text


# ---------------------------------------------------------------- test


def test_a_corpus_is_read_updated_and_compared(run: Run, samples: Path, folder: Path) -> None:
    words = ("grammar", "test", "--grammars", folder, "quarry_hill", samples)
    first = run(*words)
    assert first.status == 1
    assert "missing" in first.output
    assert "2003_10.txt: 2003_10.yaml is missing; --update writes it" in first.output
    assert run(*words, "--update").output.count("written") == 2
    second = run(*words)
    assert second.status == 0
    last = second.output.splitlines()[-1]
    assert re.split(r"  +", last) == ["2 of 2 ok", "54", "100.0 %", "0"]
    expected = samples / "2003_10.yaml"
    expected.write_text(expected.read_text().replace("41.67", "41.76"))
    third = run(*words)
    assert third.status == 1
    assert "-    trustee_fee: 41.76" in third.output
    assert "+    trustee_fee: 41.67" in third.output
    assert "1 of 2 ok" in third.output
    assert "updated" in run(*words, "--update").output


def test_a_corpus_tells_what_is_not_recognised_and_not_understood(run: Run, samples: Path) -> None:
    Path("elm.lark").write_text("RECOGNISED_BY: /TRUST 2003-2/\n")
    found = run("grammar", "test", "./elm.lark", samples)
    assert found.status == 1
    assert re.search(r"^2003_10\.txt .* 1 \(line 2\) ", found.output, re.MULTILINE)
    assert "2003_11.txt: RECOGNISED_BY of elm.lark does not find this document" in found.output


def test_a_corpus_tells_who_else_recognises_a_document(
    run: Run, samples: Path, folder: Path
) -> None:
    (folder / "elm.lark").write_text("RECOGNISED_BY: /TRUST 2003-2/\n")
    found = run("grammar", "test", "--grammars", folder, "quarry_hill", samples)
    assert "2003_10.txt: recognised as base, too: several grammars recognise" in found.output


def test_documents_of_others_are_not_claimed(run: Run, samples: Path, folder: Path) -> None:
    Path("others").mkdir()
    Path("others", "a.txt").write_text("ELM TRUST 2003-2\n\nLEDGER FOR HOLDERS\n")
    words = ("grammar", "test", "--update", "--others", "others", samples)
    assert run(*words[:2], folder / "quarry_hill.lark", *words[2:4], "others", samples).status == 0
    wide = folder / "wide.lark"
    wide.write_text("RECOGNISED_BY: /LEDGER FOR HOLDERS/\n")
    found = run("grammar", "test", wide, samples, "--update", "--others", "others")
    assert found.status == 1
    assert "a.txt:3: RECOGNISED_BY of " in found.output
    assert "claims this document of another trustee by 'LEDGER FOR HOLDERS'" in found.output


@pytest.mark.parametrize(
    ("corpus", "message"), [("nowhere", "no such folder"), ("empty", "no document (.txt)")]
)
def test_a_corpus_that_is_not_there(run: Run, corpus: str, message: str) -> None:
    Path("empty").mkdir()
    found = run("grammar", "test", "base", corpus)
    assert found.status == 2
    assert message in found.errors


def test_an_expected_file_without_a_document_is_told(run: Run, samples: Path) -> None:
    run("grammar", "test", "--update", QUARRY_HILL, samples)
    (samples / "2003_10.txt").unlink()
    found = run("grammar", "test", QUARRY_HILL, samples)
    assert found.status == 1
    assert "2003_10.yaml: has no document beside it" in found.output


# ---------------------------------------------------------------- pages


def test_the_reference_is_up_to_date() -> None:
    page = (ROOT / "docs" / "base_rules.md").read_text(encoding="utf-8")
    assert page == base_rules(), "trusteereport grammar rules > docs/base_rules.md"


_BLOCK = re.compile(r"^```(\S+)(?: (\w+)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_steps_of_the_tutorial_work_as_printed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    shell = _Shell(tmp_path)
    for kind, action, name, text in _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if kind == "shell-session":
            for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                line, _, expected = command.partition("\n")
                shell.run(line, expected)
        else:
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            before = path.read_text(encoding="utf-8") if action == "add" else ""
            path.write_text(before + text, encoding="utf-8")
    for document in CORPUS.iterdir():
        assert (tmp_path / "samples" / document.name).read_text() == document.read_text()


class _Shell:
    """Runs one command after the other; what they export stays."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = 'trusteereport() { "$PYTHON" -m trusteereport "$@"; }\n'
        package = str(Path(trusteereport.__file__).parents[1])
        self._environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": package}

    def run(self, line: str, expected: str) -> None:
        done = subprocess.run(
            ["sh", "-c", self._before + line],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if line.startswith("export "):
            self._before += f"{line}\n"
        right = doctest.OutputChecker().check_output(expected, done.stdout, doctest.ELLIPSIS)
        assert right, f"$ {line}\n{done.stdout}{done.stderr}"


def test_the_tutorial_s_grammar_is_the_example_s() -> None:
    added = [text for _, action, _, text in _BLOCK.findall(TUTORIAL.read_text()) if action == "add"]
    lines = {line for text in added for line in text.split("\n") if not line.startswith("//")}
    example = {line for line in QUARRY_HILL.read_text().split("\n") if not line.startswith("//")}
    assert example - lines == {line for line in example if line.startswith("RECOGNISED_BY: ")}
    assert lines <= example
