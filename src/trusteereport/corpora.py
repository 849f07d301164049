"""The files of a corpus: documents (``a.txt``), their expected dumps beside them (``a.yaml``)."""

from pathlib import Path

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
