"""Every corpus document gives the YAML beside it, which a person has read."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

import trusteereport
from trusteereport.testing import documents, expected_beside, orphans

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.parametrize(
    "document", documents(CORPUS), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_a_document_gives_the_yaml_beside_it(document: Path, snapshot: SnapshotAssertion) -> None:
    report = trusteereport.parse_file(document)
    assert trusteereport.dumps(report) == snapshot.use_extension(expected_beside(document))


def test_every_document_has_its_yaml_and_every_yaml_its_document() -> None:
    assert orphans(CORPUS) == []
