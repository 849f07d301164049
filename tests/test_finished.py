"""Parsers that are read from finished tables: they read as the built ones do."""

from pathlib import Path

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from trusteereport import finished, grammars
from trusteereport.source import read_file

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module", params=["us_bank", "wells_fargo", "card_servicers"])
def built(request: pytest.FixtureRequest) -> tuple[str, Lark, Lark]:
    grammar = grammars.build(grammars.stack_of(request.param))
    return request.param, grammar.layout, grammar.labels


def read(parser: Lark, text: str, start: str) -> Tree[Token] | None:
    try:
        return parser.parse(text, start=start)
    except UnexpectedInput:
        return None


def test_a_document_has_the_same_tree(built: tuple[str, Lark, Lark]) -> None:
    name, layout, _ = built
    loaded = finished.load(finished.dump(layout))
    for document in sorted((CORPUS / name).glob("*.txt")) + sorted((CORPUS / "pnc").glob("*.txt")):
        text = read_file(document).text
        assert loaded.parse(text) == layout.parse(text)


def test_a_state_that_is_used_often_reads_the_same(built: tuple[str, Lark, Lark]) -> None:
    _, layout, _ = built
    loaded = finished.load(finished.dump(layout))
    text = "OWLS\n" + "Owls seen          1,234.00\nand some words\n????\n\n" * 200
    assert loaded.parse(text) == layout.parse(text)


def test_a_label_has_the_same_tree_or_none(built: tuple[str, Lark, Lark]) -> None:
    _, _, labels = built
    loaded = finished.load(finished.dump(labels))
    known = 0
    for start in ("class_column", "class_row", "pool_row", "caption_row"):
        for text in (
            "Ending Certificate Bal",
            "A-1",
            "Pool Factor",
            "owls",
            "",
            "Principal",
            "Total",
        ):
            tree = read(labels, text, start)
            assert read(loaded, text, start) == tree
            known += tree is not None
    assert known > 4


def test_the_rules_are_the_same(built: tuple[str, Lark, Lark]) -> None:
    _, layout, labels = built
    for parser in (layout, labels):
        loaded = finished.load(finished.dump(parser))
        assert list(loaded.rules) == parser.rules
        assert {one.name for one in loaded.terminals} == {one.name for one in parser.terminals}
