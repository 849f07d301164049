"""The wheel: built, installed into an environment of its own, and run without the checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from trusteereport import grammars
from trusteereport.parser import parse_file
from trusteereport.serialization import dumps

CHECKOUT = Path(__file__).parents[1]
DOCUMENT = CHECKOUT / "corpus" / "us_bank" / "aames_2003_12.txt"


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints that knows nothing of the checkout."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, CHECKOUT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that has the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    run(programs / "python", "-m", "pip", "install", "-q", wheel, cwd=folder)
    return programs


def test_the_wheel_carries_grammars_tables_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in grammars.shipped():
        assert f"trusteereport/grammars/{name}.lark" in names
        assert f"trusteereport/grammars/{name}.tables" in names
    assert "trusteereport/py.typed" in names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    folders = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {folder.partition("-")[0] for folder in folders} == {"trusteereport"}


def test_the_wheel_s_grammars_are_those_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name, layer in grammars.shipped().items():
            assert archive.read(f"trusteereport/grammars/{name}.lark").decode() == layer.text


def test_the_installed_command_prints_what_the_library_gives(
    installed: Path, tmp_path: Path
) -> None:
    assert run(installed / "trusteereport", "dump", DOCUMENT, cwd=tmp_path) == dumps(
        parse_file(DOCUMENT)
    )


def test_the_installed_package_can_be_run_as_a_module(installed: Path, tmp_path: Path) -> None:
    printed = run(installed / "python", "-m", "trusteereport", "explain", DOCUMENT, cwd=tmp_path)
    assert printed.startswith("grammar us_bank")


def test_the_installed_command_knows_its_version(installed: Path, wheel: Path) -> None:
    version = wheel.name.split("-")[1]
    assert version in run(installed / "trusteereport", "--version", cwd=wheel.parent)


@pytest.mark.parametrize("name", sorted(grammars.shipped()))
def test_the_installed_package_reads_its_tables(installed: Path, tmp_path: Path, name: str) -> None:
    code = (
        "from trusteereport import grammars\n"
        "def refuse(stack): raise SystemExit('the grammar was built anew')\n"
        "grammars.build = refuse\n"
        f"print(grammars.load({name!r}).name, grammars.shipped_folder())\n"
    )
    loaded, folder = run(installed / "python", "-c", code, cwd=tmp_path).split()
    assert loaded == name
    assert Path(folder).is_relative_to(installed.parent)


def test_an_installed_grammar_of_the_user_stands_on_the_installed_base(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.lark").write_text("%extend LOSS: /woes/i\n")
    command = (installed / "trusteereport", "dump", "--grammar", "mine.lark", DOCUMENT)
    assert "grammar: mine" in run(*command, cwd=tmp_path)
