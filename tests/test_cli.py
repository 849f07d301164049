"""The command line, run as a user runs it."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from trusteereport.parser import parse_file
from trusteereport.serialization import dumps, loads

CORPUS = Path(__file__).parents[1] / "corpus" / "us_bank"
CLEAN = CORPUS / "one_pool_2003_11.txt"
OTHER = CORPUS / "aames_2003_12.txt"
UNKNOWN = CORPUS / "unknown_parts_2004_04.txt"
COMMANDS = ("dump", "cells", "explain")


def run(
    *arguments: str | Path,
    text: str | None = None,
    cwd: Path | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command and wait for it; it never shows a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "trusteereport", *map(str, arguments)],
        input=text,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=_environment() | (environment or {}),
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def _environment() -> dict[str, str]:
    """This process's environment; a relative path in it holds in other folders too."""
    paths = [str(Path(path).resolve()) for path in sys.path if path]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def succeed(*arguments: str | Path, text: str | None = None, cwd: Path | None = None) -> str:
    """What the command prints where nothing is wrong."""
    done = run(*arguments, text=text, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fail(*arguments: str | Path, cwd: Path | None = None) -> str:
    """The line that the command prints on standard error for a mistake of the caller."""
    done = run(*arguments, cwd=cwd)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("trusteereport: ")
    return line


# ---------------------------------------------------------------- dump


def test_dump_prints_the_records_as_yaml() -> None:
    assert succeed("dump", CLEAN) == dumps(parse_file(CLEAN))


def test_dump_prints_json_on_request() -> None:
    assert succeed("dump", "--format", "json", CLEAN) == dumps(parse_file(CLEAN), "json")


def test_dump_of_several_files_prints_a_yaml_document_for_each() -> None:
    documents = list(yaml.safe_load_all(succeed("dump", CLEAN, OTHER)))
    assert [data["source"]["name"] for data in documents] == [CLEAN.name, OTHER.name]


def test_dump_writes_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "report.yaml"
    assert succeed("dump", "-o", out, CLEAN) == ""
    assert loads(out.read_text("utf-8")) == parse_file(CLEAN)


def test_dump_writes_json_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    succeed("dump", "--format", "json", "--output", out, CLEAN)
    assert loads(out.read_text("utf-8"), "json") == parse_file(CLEAN)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dash_is_standard_input(command: str) -> None:
    text = "Prepayment Premium      59.00\n"
    assert "59.00" in succeed(command, "-", text=text)


def test_standard_input_may_be_bytes_of_any_encoding() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "trusteereport", "dump", "-"],
        input="Größe      59.00\n".encode("latin-1"),
        capture_output=True,
        env=_environment(),
        timeout=60,
        check=False,
    )
    assert "row: Größe" in done.stdout.decode("utf-8")


def test_letters_of_other_alphabets_are_printed_in_a_plain_locale() -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    for command in COMMANDS:
        done = run(command, "-", text="Größe      59.00\n", environment=plain)
        assert done.returncode == 0


# ---------------------------------------------------------------- grammars


def test_a_grammar_may_be_named() -> None:
    data = yaml.safe_load(run("dump", "--grammar", "base", CLEAN).stdout)
    assert data["source"]["grammar"] == "base"


def test_a_grammar_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "mine.lark").write_text(
        "%extend caption_row: owls\nowls: OWLS -> prepayment_premium\nOWLS: /owls/i\n"
    )
    done = run("dump", "--grammar", "mine.lark", CLEAN, cwd=tmp_path)
    assert done.returncode == 0
    assert yaml.safe_load(done.stdout)["source"]["grammar"] == "mine"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_grammar_is_a_mistake(command: str) -> None:
    assert "no grammar 'owl'" in fail(command, "--grammar", "owl", CLEAN)


def test_a_grammar_s_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    assert "mine.lark: No such file" in fail("dump", "--grammar", "mine.lark", CLEAN, cwd=tmp_path)


def test_a_broken_grammar_is_a_mistake_with_its_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "mine.lark").write_text("// mine\n\nowl: : owl\n")
    assert "mine.lark:3" in fail("dump", "--grammar", "mine.lark", CLEAN, cwd=tmp_path)


# ---------------------------------------------------------------- cells

KEYS = [
    "line",
    "column",
    "raw",
    "kind",
    "value",
    "section",
    "row",
    "groups",
    "header",
    "field",
    "path",
]
KINDS = {"number", "percent", "date", "cusip", "text", "missing", "malformed"}


def cells(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in succeed("cells", path).splitlines()]


def test_cells_prints_one_object_a_line_with_these_keys() -> None:
    found = cells(CLEAN)
    assert len(found) == len(parse_file(CLEAN).cells)
    assert all(list(cell) == KEYS for cell in found)
    assert {cell["kind"] for cell in found} <= KINDS


def test_cells_stand_in_the_order_of_the_document() -> None:
    places = [(cell["line"], cell["column"]) for cell in cells(CLEAN)]
    assert places == sorted(places)


def test_cells_hold_what_is_printed_and_what_it_means() -> None:
    lines = CLEAN.read_text().splitlines()
    for cell in cells(CLEAN):
        assert lines[cell["line"] - 1].startswith(cell["raw"], cell["column"] - 1)
        assert isinstance(cell["value"], str) or cell["kind"] in ("missing", "malformed")
        assert isinstance(cell["groups"], list)


def test_a_number_s_value_is_a_decimal_string() -> None:
    done = run("cells", "-", text="Prepayment Premium      $ (1,234.50)\n")
    (cell,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (cell["raw"], cell["value"], cell["kind"]) == ("(1,234.50)", "-1234.50", "number")
    assert (cell["field"], cell["path"]) == (
        "prepayment_premium",
        "statements.0.prepayment_premium",
    )


def test_the_cover_s_facts_are_cells() -> None:
    fields = {cell["field"] for cell in cells(CLEAN)}
    assert {"cover.registrant", "cover.report_date", "signature.name", "exhibits.date"} <= fields


def test_cells_of_several_files_follow_each_other() -> None:
    both = succeed("cells", CLEAN, OTHER)
    assert both == succeed("cells", CLEAN) + succeed("cells", OTHER)


# ---------------------------------------------------------------- explain


def test_explain_shows_the_grammar_and_the_reason() -> None:
    first = succeed("explain", CLEAN).splitlines()[0]
    assert first.startswith("grammar us_bank: line ")
    assert "Section 4.02" in first


def test_explain_shows_every_line() -> None:
    printed = succeed("explain", CLEAN).splitlines()[1:]
    lines = CLEAN.read_text().splitlines()
    assert len(printed) == len(lines)
    assert all(shown.endswith(line) for shown, line in zip(printed, lines, strict=True))


def test_explain_marks_residue() -> None:
    done = run("explain", "-", text="Prepayment Premium      59.00\n\nwhat the owl said\n")
    marked = [line for line in done.stdout.splitlines() if "residue" in line]
    assert [line.split(maxsplit=2) for line in marked] == [["3", "residue", "what the owl said"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_there_is_no_colour_in_a_pipe(command: str) -> None:
    assert "\x1b" not in run(command, UNKNOWN).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_explain_leaves_out_the_middle_of_a_long_list_of_kinds(tmp_path: Path) -> None:
    page = tmp_path / "owls.txt"
    page.write_text("OWLS\n\n              Seen     Heard\nBarn          1.00      2.00\n")
    lines = run("explain", str(page)).stdout.splitlines()
    assert lines[-1].split()[:2] == ["4", "statements.caption_or_..._or_matrix_table.rows"]


def test_residue_stands_out_on_a_terminal() -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "trusteereport", "explain", "-"],
        stdin=subprocess.PIPE,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=_environment() | {"TERM": "xterm"},
    ) as process:
        os.close(theirs)
        process.communicate(b"what the owl said\n", timeout=60)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "\x1b[31m" in shown


# ---------------------------------------------------------------- help, version, completion


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_examples_line_by_line(command: str) -> None:
    lines = [line.strip() for line in succeed(command, "--help").splitlines()]
    assert "Examples:" in lines
    assert f"trusteereport {command} report.txt" in lines


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_the_commands_and_the_exit_status(option: str) -> None:
    text = succeed(option)
    assert all(command in text for command in COMMANDS)
    assert "Exit status" in text
    assert "\\b" not in text


def test_the_version_is_the_package_s() -> None:
    printed = succeed("--version")
    try:
        version = importlib.metadata.version("trusteereport")
    except importlib.metadata.PackageNotFoundError:  # run from a checkout, not installed
        version = ""
    assert "trusteereport" in printed
    assert version in printed


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_the_command(shell: str) -> None:
    if shell == "bash" and os.system("bash --version > /dev/null 2>&1"):
        pytest.skip("click asks bash for its version, and there is no bash")
    done = run(environment={"_TRUSTEEREPORT_COMPLETE": f"{shell}_source"})
    assert done.returncode == 0
    assert "trusteereport" in done.stdout


def test_completion_knows_the_commands() -> None:
    words = {"_TRUSTEEREPORT_COMPLETE": "bash_complete", "COMP_WORDS": "x d", "COMP_CWORD": "1"}
    assert "dump" in run(environment=words).stdout


# ---------------------------------------------------------------- exit status


@pytest.mark.parametrize("command", COMMANDS)
def test_a_clean_document_has_status_0(command: str) -> None:
    succeed(command, "--strict", CLEAN)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_document_with_residue_has_status_1_with_strict(command: str) -> None:
    assert run(command, UNKNOWN).returncode == 0
    done = run(command, "--strict", UNKNOWN)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert str(UNKNOWN) in line
    assert "unmapped-value" in line


@pytest.mark.parametrize("command", ["dump", "cells"])
def test_one_document_of_several_with_residue_has_status_1_with_strict(command: str) -> None:
    assert run(command, "--strict", CLEAN, UNKNOWN, OTHER).returncode == 1


def test_the_problems_are_counted_on_standard_error() -> None:
    done = run("dump", "-", text="what the owl said\nand the other owl\n")
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert "2 unparsed-line" in line
    assert "1 no-statement" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_is_a_mistake(command: str, tmp_path: Path) -> None:
    assert "owl.txt: No such file" in fail(command, "owl.txt", cwd=tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_directory_is_a_mistake(command: str, tmp_path: Path) -> None:
    assert "Is a directory" in fail(command, tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_binary_file_is_a_mistake(command: str, tmp_path: Path) -> None:
    (tmp_path / "owl.txt").write_bytes(bytes(range(256)) * 10)
    assert "not a text file" in fail(command, tmp_path / "owl.txt")


def test_the_files_that_can_be_read_are_read_where_one_is_missing(tmp_path: Path) -> None:
    done = run("dump", CLEAN, tmp_path / "owl.txt", OTHER)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    names = [data["source"]["name"] for data in yaml.safe_load_all(done.stdout)]
    assert names == [CLEAN.name, OTHER.name]


def test_a_missing_file_matters_more_than_residue(tmp_path: Path) -> None:
    assert run("dump", "--strict", UNKNOWN, tmp_path / "owl.txt").returncode == 2
    assert run("dump", "--strict", tmp_path / "owl.txt", UNKNOWN).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("dump",),
        ("cells",),
        ("explain",),
        ("explain", CLEAN, OTHER),
        ("owl",),
        ("dump", "--owl", CLEAN),
        ("dump", "--format", "xml", CLEAN),
        ("dump", "-o"),
    ],
    ids=lambda arguments: " ".join(Path(one).name for one in arguments),
)
def test_a_wrong_call_is_a_mistake(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr.splitlines()[-1]


# ---------------------------------------------------------------- output that goes nowhere


@pytest.mark.parametrize("command", ["dump", "cells"])
def test_a_reader_that_has_seen_enough_is_no_error(command: str) -> None:
    files = [str(path) for path in sorted(CORPUS.glob("*.txt"))] * 3
    with subprocess.Popen(
        [sys.executable, "-m", "trusteereport", command, *files],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
        process.wait(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in said
    assert "Broken" not in said


def test_explain_may_be_cut_off_too(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_bytes(CLEAN.read_bytes() * 20)
    with subprocess.Popen(
        [sys.executable, "-m", "trusteereport", "explain", str(long)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        process.wait(timeout=60)
    assert process.returncode == 0


@pytest.mark.parametrize("out", ["missing/report.yaml", "."])
def test_an_output_that_cannot_be_written_is_a_mistake(out: str, tmp_path: Path) -> None:
    assert "trusteereport: " in fail("dump", "-o", out, CLEAN, cwd=tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_no_traceback(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "trusteereport", command, str(CLEAN)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=_environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "No space left" in line
