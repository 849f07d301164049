"""What a match can begin with: never fewer characters than there are."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusteereport import grammars
from trusteereport.beginnings import beginnings
from trusteereport.building import FLAGS
from trusteereport.source import read_file

CORPUS = Path(__file__).parents[1] / "corpus"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("owl", "o"),
        ("(?i:owl)", "Oo"),
        ("(?i:o)wl|(?:cat)?dog", "Ocdo"),
        (r"^[ ]*+owl", "o"),
        (r"[ ]{3,}(?=x)[A-Z]\d", LETTERS),
        (r"(?!no)(?:[ ]|an?[ ])?\d+", "0123456789a"),
        (r"(?<=a)[^\S]*b", "\t\n\x0b\x0c\rb"),
        (r"(?:a|)(?:[ ]*|b)c", "abc"),
        (r"(?>a*)b++", "ab"),
        (r"(?i:[a-c]|[^\x00-y])", "ABCabcz{|}~\x7f"),
        ("(?-i:a)|b", "ab"),
        (r"\.\.+", "."),
    ],
)
def test_what_a_pattern_can_begin_with(pattern: str, first: str) -> None:
    assert beginnings(pattern, FLAGS) == "".join(sorted(first))


@pytest.mark.parametrize(
    "pattern", ["[ ]+", " *", r"[ ]+|\n", "a?", r"(?=owl)", r"(a)?\1", "[^x]*"]
)
def test_where_a_match_may_be_blanks_alone_anything_may_follow(pattern: str) -> None:
    assert beginnings(pattern, FLAGS) is None


PATTERNS = [
    r"[ ]*(?:(?i:class)|\d{1,2})[-.]?[^\n,]{1,5}",
    r"(?:[A-Z][a-z]*[ ])*(?:OF|\S+)",
    r"\s*\w?[^\w\n]x|(?i:no[ ]?\.)",
    r"[^A-Z ]?(?:[ ]|-){0,2}[$(]*\d[\d,]*",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_match_begins_so(pattern: str) -> None:
    @given(
        st.from_regex(
            re.compile(pattern, FLAGS), fullmatch=True, alphabet=st.characters(codec="ascii")
        )
    )
    def check(text: str) -> None:
        known = beginnings(pattern, FLAGS)
        assert known is None or not text.strip(" ") or text.lstrip(" ")[0] in known

    check()


def test_every_terminal_of_the_base_begins_so_in_every_line_of_the_corpus() -> None:
    lines = {line for path in CORPUS.glob("*/*.txt") for line in read_file(path).lines}
    found = 0
    for terminal in grammars.load("base").layout.terminals:
        expression = terminal.pattern.to_regexp()
        known, compiled = beginnings(expression, FLAGS), re.compile(expression, FLAGS)
        if known is None:
            continue
        for line in lines:
            match = compiled.match(line + "\n")
            if match:
                found += 1
                assert match[0].lstrip(" ")[0] in known, (terminal.name, line)
    assert found > len(lines)
