"""The example of a grammar package can be installed beside the package, and works."""

import os
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "trustee_grammars_example"
_NO_INDEX = ("No matching distribution", "Could not find a version", "NewConnectionError")


class Environment:
    """A fresh virtual environment with both packages, and the example's folder."""

    def __init__(self, folder: Path) -> None:
        self._bin = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.example = folder / "example"

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the example's folder."""
        environment = {name: one for name, one in os.environ.items() if name != "PYTHONPATH"}
        environment["XDG_CONFIG_HOME"] = str(self.example)
        return subprocess.run(
            [str(self._bin / program), *arguments],
            cwd=self.example,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("example_package")
    package = folder / "package"
    package.mkdir()
    for name in ("src", "grammars", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, package / name)
    shutil.copytree(EXAMPLE, folder / "example")
    venv.create(folder / "venv", with_pip=True)
    found = Environment(folder)
    done = found.run("python", "-m", "pip", "install", "-q", str(package), ".[test]")
    if done.returncode and any(words in done.stderr for words in _NO_INDEX):
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr
    return found


def test_its_grammar_is_listed_with_the_package(environment: Environment) -> None:
    done = environment.run("trusteereport", "grammar", "list")
    assert done.returncode == 0, done.stderr
    (line,) = (one for one in done.stdout.splitlines() if one.startswith("quarry_hill "))
    assert "package trustee-grammars-example" in line


def test_its_documents_are_read_by_its_grammar(environment: Environment) -> None:
    done = environment.run("trusteereport", "grammar", "test", "quarry_hill", "corpus")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "100.0 %" in done.stdout.splitlines()[-1]


def test_its_tests_pass(environment: Environment) -> None:
    done = environment.run("python", "-m", "pytest", "-q", "-W", "error")
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_update_deletes_no_document(environment: Environment) -> None:
    corpus = environment.example / "corpus"
    before = {path: path.read_bytes() for path in corpus.iterdir()}
    (corpus / "2003_10.yaml").unlink()
    done = environment.run("python", "-m", "pytest", "-q", "--snapshot-update")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path: path.read_bytes() for path in corpus.iterdir()} == before


def test_the_plugin_is_loaded_only_where_it_is_asked_for(environment: Environment) -> None:
    script = (
        "import pytest, sys; pytest.main(['--collect-only', '-q', '--noconftest', 'src']); "
        "sys.exit('trusteereport' in sys.modules)"
    )
    assert environment.run("python", "-c", script).returncode == 0
