"""The lexer finds the tokens that Lark's own finds, in every text."""

from pathlib import Path

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from trusteereport import grammars
from trusteereport.building import FLAGS, LAYOUT, _joined
from trusteereport.lexing import LineLexer
from trusteereport.source import read_file

CORPUS = Path(__file__).parents[1] / "corpus"

WORDS = """
start: (label "," )* label
label: "net"i (AMOUNT | NAME) | NAME "of" NAME
AMOUNT: /am(oun)?t/i
NAME: /[a-z]+/i
%ignore " "
"""
TEXTS = [
    "net amount",
    "net of",
    "of of of",
    "Net AMT, net owls, owls of Net",
    "amount of nets",
    "net",
    "",
    "owls, ",
    "  net  amt  ",
    "é of a",
    "netof amt",
]


def larks(text: str, **options: object) -> list[Lark]:
    """A grammar with Lark's own lexer and with ours."""
    plugins: list[dict[str, type]] = [{}, {"ContextualLexer": LineLexer}]
    return [
        Lark(text, parser="lalr", g_regex_flags=FLAGS, _plugins=one, **options) for one in plugins
    ]


def read(parser: Lark, text: str) -> Tree[Token] | None:
    try:
        return parser.parse(text)
    except UnexpectedInput:
        return None


def places(tree: Tree[Token]) -> list[tuple[object, ...]]:
    """Where all tokens of a tree stand."""
    tokens = tree.scan_values(lambda one: isinstance(one, Token))
    return [
        (one.type, one.start_pos, one.end_pos, one.line, one.column, one.end_line, one.end_column)
        for one in tokens
    ]


def test_documents_have_the_same_tokens_in_the_same_places() -> None:
    text = _joined(grammars.stack_of("base"))
    theirs, ours = larks(text, start=LAYOUT, keep_all_tokens=True)
    documents = sorted(CORPUS.glob("*/*.txt"))
    assert len(documents) > 50
    for document in documents:
        source = read_file(document).text
        tree = theirs.parse(source)
        assert ours.parse(source) == tree
        assert places(ours.parse(source)) == places(tree)


@pytest.mark.parametrize("text", TEXTS)
def test_words_in_quotes_come_before_what_takes_them_too(text: str) -> None:
    theirs, ours = larks(WORDS)
    assert read(ours, text) == read(theirs, text)


def test_some_of_these_texts_are_read_and_some_are_not() -> None:
    parser, _ = larks(WORDS)
    assert 3 < sum(read(parser, text) is not None for text in TEXTS) < len(TEXTS)


def test_a_choice_that_is_made_often_stays_the_same() -> None:
    theirs, ours = larks(WORDS)
    text = ", ".join([one for one in TEXTS if read(theirs, one)] * 400)
    assert ours.parse(text) == theirs.parse(text)
