"""For tests of grammars: documents with their expected YAML beside them.

A corpus is a folder of documents (``.txt``); the expected dump of ``a.txt`` is ``a.yaml``.
Needs pytest and syrupy, which the package itself does not install::

    @pytest.mark.parametrize("document", documents(CORPUS), ids=str)
    def test_document(document: Path, snapshot: SnapshotAssertion) -> None:
        report = trusteereport.parse_file(document)
        assert trusteereport.dumps(report) == snapshot.use_extension(expected_beside(document))

``pytest --snapshot-update`` writes the expected files.  Read them beside their documents.
"""

from pathlib import Path

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

DOCUMENT, EXPECTED = ".txt", ".yaml"


def documents(corpus: Path) -> list[Path]:
    """The documents of a corpus folder and of the folders in it."""
    return sorted(corpus.rglob(f"*{DOCUMENT}"))


def orphans(corpus: Path) -> list[Path]:
    """Documents without an expected file, and expected files without a document."""
    found = {path.with_suffix("") for path in documents(corpus)}
    expected = {path.with_suffix("") for path in corpus.rglob(f"*{EXPECTED}")}
    return sorted(
        path.with_suffix(DOCUMENT if path in found else EXPECTED) for path in found ^ expected
    )


def expected_beside(document: Path) -> type[SingleFileSnapshotExtension]:
    """The syrupy extension that keeps the expected YAML of a document beside it."""

    class ExpectedBeside(SingleFileSnapshotExtension):
        _write_mode = WriteMode.TEXT
        file_extension = EXPECTED.removeprefix(".")

        @classmethod
        def dirname(cls, *, test_location: PyTestLocation) -> str:
            del test_location
            return str(document.parent)

        @classmethod
        def get_file_basename(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
            del test_location, index
            return document.stem

        @classmethod
        def matches_test_location(
            cls, *, test_location: PyTestLocation, snapshot_location: str
        ) -> bool:
            """Say yes to a place outside the test's folder, which syrupy expects by default."""
            return snapshot_location == cls.get_location(test_location=test_location, index=0)

    return ExpectedBeside
