"""The share of numbers in fields, by family: counted in statements, added up, printed."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from check_helpers import CORPUS
from trusteereport.parser import parse

_PATH = Path(__file__).resolve().parents[1] / "benchmark" / "coverage.py"
HARBOR = """\
Class          Prior Balance       Interest       Elevation
A-1                   900.00         100.00           12.50
A-2                   800.00          5.25%           13.50
a line that no rule knows, of the harbour: 7
"""
QUAY = """\
Class          Prior Balance
A-1                   900.00
"""


@pytest.fixture(scope="module")
def coverage() -> ModuleType:
    """The command, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("coverage_of_numbers", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two families, one with two documents."""
    for name, text in (("harbor/a", HARBOR), ("harbor/b", QUAY), ("quay/a", QUAY)):
        path = tmp_path / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_each_number_is_mapped_or_in_other(coverage: ModuleType) -> None:
    found = coverage.coverage_of("harbor", parse(HARBOR, grammar="base"))
    assert (found.numbers, found.mapped, found.other) == (6, 3, 3)
    assert (found.unparsed, found.problems) == (1, 2)  # 5.25% under Interest, and the last line


def test_numbers_of_the_form_are_not_counted(coverage: ModuleType) -> None:
    report = parse((CORPUS / "us_bank" / "deficiencies_yes_2003_12.txt").read_bytes())
    amounts = [cell for cell in report.cells if cell.path == "events.deficiency_amount"]
    others = [cell for cell in report.cells if cell.kind in ("number", "percent")]
    assert len(amounts) == 1
    assert coverage.coverage_of("us_bank", report).numbers == len(others) - 1


def test_families_are_folders_and_the_total_is_their_sum(
    coverage: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage.main([str(folder)]) == 0
    assert capsys.readouterr().out == (
        "family  documents  numbers   mapped  in other  unparsed  problems\n"
        "harbor          2        7   57.1 %         3         1         2\n"
        "quay            1        1  100.0 %         0         0         0\n"
        "total           3        8   62.5 %         3         1         2\n"
    )


def test_a_document_named_by_two_folders_counts_once(coverage: ModuleType, folder: Path) -> None:
    assert coverage.coverage([folder, folder / "quay"]) == coverage.coverage([folder])


def test_the_base_reads_all_where_it_is_named(coverage: ModuleType) -> None:
    ((own,), (base,)) = (
        coverage.coverage([CORPUS / "us_bank"], grammar) for grammar in (None, "base")
    )
    assert own.documents == base.documents
    assert own.mapped > base.mapped > 0


def test_a_folder_without_documents_is_a_mistake(
    coverage: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: no document (.txt) in this folder\n"


def test_the_corpus_is_read_where_no_folder_is_named(
    coverage: ModuleType,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(coverage, "CORPUS", folder / "quay")
    assert coverage.main([]) == 0
    families = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert families == ["family", "quay", "total"]


def test_a_text_without_numbers_has_no_share(coverage: ModuleType) -> None:
    table = coverage.coverage_table([coverage.coverage_of("minutes", parse("Minutes\n"))])
    assert table.splitlines()[1].split()[:4] == ["minutes", "1", "0", "-"]
