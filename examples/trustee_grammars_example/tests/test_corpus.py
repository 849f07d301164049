"""Every document gives the YAML beside it, which a person has read."""

from pathlib import Path

from syrupy.assertion import SnapshotAssertion

import trusteereport
from trusteereport.testing import orphans

CORPUS = Path(__file__).parents[1] / "corpus"


def test_a_document_gives_the_yaml_beside_it(
    corpus_document: Path, expected_dump: SnapshotAssertion
) -> None:
    """What comes out is what is expected; ``--snapshot-update`` writes it anew."""
    report = trusteereport.parse_file(corpus_document)
    assert trusteereport.dumps(report) == expected_dump


def test_a_document_is_read_by_this_grammar_and_all_of_it(corpus_document: Path) -> None:
    """Nothing is left to the base, to ``unparsed`` or to ``other``."""
    report = trusteereport.parse_file(corpus_document)
    assert report.source.grammar == "quarry_hill"
    assert report.problems == ()
    assert all(cell.field for cell in report.cells)


def test_every_document_has_its_yaml_and_every_yaml_its_document() -> None:
    """No file of the corpus is alone."""
    assert orphans(CORPUS) == []
