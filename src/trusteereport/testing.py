"""A pytest plugin for tests of grammars: documents with their expected YAML beside them.

A corpus is a folder of documents (``.txt``); the expected dump of ``a.txt`` is ``a.yaml``.
The plugin needs pytest and syrupy, which the package itself does not install.  It is loaded
only where it is asked for, so that it costs nothing in other test runs; in ``conftest.py``::

    pytest_plugins = ["trusteereport.testing"]

and then one test reads all documents of the folder ``corpus`` beside ``pyproject.toml``::

    def test_document(corpus_document: Path, expected_dump: SnapshotAssertion) -> None:
        report = trusteereport.parse_file(corpus_document)
        assert trusteereport.dumps(report) == expected_dump

``corpus_document`` is each document in turn, ``expected_dump`` the YAML beside it.  Other folders
are named in pytest's configuration: ``trusteereport_corpus = "documents more_documents"``.
``documents``, ``orphans`` and ``expected_beside`` do the same without the plugin.

``pytest --snapshot-update`` writes the expected files.  Read them beside their documents.
"""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.data import SnapshotCollections
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from trusteereport.corpora import DOCUMENT, EXPECTED, documents, orphans

__all__ = ["documents", "expected_beside", "expected_dump", "orphans"]

_OPTION = "trusteereport_corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the folders of documents."""
    parser.addini(
        _OPTION, "folders of documents for the fixture corpus_document", "paths", ["corpus"]
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Call a test that wants ``corpus_document`` once for each document.

    Raises:
        pytest.UsageError: a folder is not there or holds no document.
    """
    if "corpus_document" in metafunc.fixturenames:
        folders = [_folder(metafunc.config, Path(one)) for one in metafunc.config.getini(_OPTION)]
        found = {
            document: document.relative_to(folder).with_suffix("").as_posix()
            for folder in folders
            for document in documents(folder)
        }
        metafunc.parametrize("corpus_document", list(found), ids=list(found.values()))


def _folder(config: pytest.Config, named: Path) -> Path:
    """A folder of the option; relative ones begin at the folder of pytest's configuration."""
    folder = config.rootpath / named
    if not documents(folder):
        raise pytest.UsageError(f"{_OPTION}: no document ({DOCUMENT}) in the folder {folder}")
    return folder


@pytest.fixture
def expected_dump(corpus_document: Path, snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The expected dump of the document, to be compared with the one that came out."""
    return snapshot.use_extension(expected_beside(corpus_document))


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

        def discover_snapshots(
            self, *, test_location: PyTestLocation, ignore_extensions: list[str] | None = None
        ) -> SnapshotCollections:
            """Find none: syrupy would take all else in the folder, the documents, for unused."""
            del test_location, ignore_extensions
            return SnapshotCollections()

        @classmethod
        def matches_test_location(
            cls, *, test_location: PyTestLocation, snapshot_location: str
        ) -> bool:
            """Say yes to a place outside the test's folder, which syrupy expects by default."""
            return snapshot_location == cls.get_location(test_location=test_location, index=0)

    return ExpectedBeside
