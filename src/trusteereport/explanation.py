"""Which grammar reads a document and why, and which rule reads each line."""

from collections.abc import Iterator

from attrs import frozen
from lark import Tree
from lark.lexer import Token

from trusteereport import grammars
from trusteereport.facts import OTHER, UNREAD
from trusteereport.grammars import Choice
from trusteereport.parser import choose_grammar, parse_source
from trusteereport.report import Report
from trusteereport.source import Source

RESIDUE = "residue"
WRAPPER = "wrapper"


@frozen
class ExplainedLine:
    """A line of the document: its number, its text and what read it (nothing: a blank line)."""

    number: int
    text: str
    readings: tuple[str, ...]

    @property
    def is_residue(self) -> bool:
        """Whether a part of the line was not understood."""
        return RESIDUE in self.readings


@frozen
class Explanation:
    """The grammar with the reason for it, the lines, and the report that came out."""

    choice: Choice
    lines: tuple[ExplainedLine, ...]
    report: Report


def explain(source: Source, grammar: str | None = None) -> Explanation:
    """Explain how a source is read.

    Args:
        source: the lines.
        grammar: a grammar's name or path; without it the one that recognises the document.

    Raises:
        GrammarError: the grammar cannot be found or built.
    """
    choice = choose_grammar(source, grammar)
    report = parse_source(source, choice.name)
    readings: list[list[str]] = [[] for _ in source.lines]
    for token, rule in _readings(grammars.load(choice.name).read_layout(source.text), ()):
        for number in _lines_of(token):
            if rule != UNREAD and rule not in readings[number]:
                readings[number].append(rule)
    residue: dict[int, list[str]] = {}
    for line in report.unparsed:
        residue.setdefault(line.line, []).append(line.text)
    lines = []
    for place, found in enumerate(readings):
        number, _ = source.place(place + 1, 1)
        reading = _reading(_most_specific(found), source, place, residue.get(number, []))
        lines.append(ExplainedLine(number, source.printed(place), reading))
    return Explanation(choice, tuple(lines), report)


def _reading(found: list[str], source: Source, place: int, residue: list[str]) -> tuple[str, ...]:
    """What a line of the page is; several of them may stand in one line of an HTML input."""
    page = source.lines[place]
    if residue and (not source.origins or any(text in page for text in residue)):
        return (RESIDUE,)
    return (WRAPPER,) if not page and source.printed(place).strip() else tuple(found)


def _readings(tree: Tree[Token], above: tuple[str, ...]) -> Iterator[tuple[Token, str]]:
    """Each token with the rules that it stands in; the document's only where it is the only one."""
    path = (*above, str(tree.data)) if tree.data != grammars.LAYOUT else above
    for child in tree.children:
        if isinstance(child, Tree):
            yield from _readings(child, path)
        else:
            is_unread = path[-1:] == (UNREAD,) or child.type == OTHER
            yield child, UNREAD if is_unread else ".".join(path) or grammars.LAYOUT


def _most_specific(rules: list[str]) -> list[str]:
    """Without the rules that only enclose another of them."""
    return [rule for rule in rules if not any(other.startswith(rule + ".") for other in rules)]


def _lines_of(token: Token) -> Iterator[int]:
    """The numbers, from 0, of the lines on which a token has more than blanks."""
    for number, text in enumerate(str(token).split("\n"), start=(token.line or 1) - 1):
        if text.strip():
            yield number
