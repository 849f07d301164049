"""Which terminal comes next in a text: only those are tried that can begin with what is there.

Lark's own lexer tries all terminals that a parser's state accepts, in one expression that
takes longer to compile than a report takes to read.  Here the next character chooses among
them (``beginnings``), and an expression of several terminals is made only where it is used often.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from lark.common import LexerConf
from lark.exceptions import UnexpectedCharacters
from lark.lexer import BasicLexer, Lexer, LexerState, TerminalDef, Token, _create_unless

from trusteereport.beginnings import beginnings

_USES = 500
"""After how many tokens terminals get an expression together: until then it would not pay."""
_BLANKS = re.compile(" *")

Found = tuple[str, str]
"""The name of a terminal and its text."""


class LineLexer(Lexer):
    """The tokens of a text, each by the terminals that the parser's state accepts.

    It takes the place of Lark's contextual lexer, and finds the same tokens.
    """

    def __init__(
        self,
        conf: LexerConf,
        states: Mapping[int, Any],
        always_accept: Collection[str] = (),
        known: dict[str, str | None] | None = None,
    ) -> None:
        """Take what Lark gives a lexer.

        Args:
            conf: the terminals.
            states: the names that each state accepts.
            always_accept: names that all states accept.
            known: what terminals can begin with, where that is known before.
        """
        basic = BasicLexer(conf)  # which checks the terminals, and puts them in their order
        self._terminals = {one.name: _Terminal(one, conf.g_regex_flags) for one in basic.terminals}
        self._places = {one.name: place for place, one in enumerate(basic.terminals)}
        self._newlines = basic.newline_types
        self._ignored = basic.ignore_types
        self._always = self._ignored.union(always_accept)
        self._states = states
        self._known = {} if known is None else known
        self._chosen: dict[tuple[int, str], _Choice] = {}
        self._choices: dict[tuple[str, ...], _Choice] = {}

    def lex(self, state: LexerState, parser_state: Any) -> Iterator[Token]:
        """The tokens of the text from its place on.

        Raises:
            UnexpectedCharacters: no terminal that the parser accepts stands there.
        """
        text, end, counter = state.text.text, state.text.end, state.line_ctr
        while counter.char_pos < end:
            start, line, column = counter.char_pos, counter.line, counter.column
            behind = _BLANKS.match(text, start, end).end()  # type: ignore[union-attr]
            key = parser_state.position, text[behind : behind + 1]
            choice = self._chosen.get(key) or self._choose(*key)
            found = choice.match(text, start, end)
            if found is None:
                raise UnexpectedCharacters(text, start, line, column)  # type: ignore[no-untyped-call]
            name, value = found
            counter.feed(value, name in self._newlines)
            if name in self._ignored:
                continue
            token = state.last_token = Token(
                name, value, start, line, column, counter.line, counter.column, counter.char_pos
            )
            yield token

    def _choose(self, position: int, character: str) -> "_Choice":
        """The terminals that a state accepts and that can begin with a character."""
        accepted = self._always.union(self._states[position])
        known = accepted & self._places.keys()
        names = tuple(
            sorted(
                (name for name in known if self._can_begin(name, character)),
                key=self._places.__getitem__,
            )
        )
        choice = self._choices.get(names)
        if choice is None:
            choice = self._choices[names] = _Choice([self._terminals[name] for name in names])
        self._chosen[position, character] = choice
        return choice

    def _can_begin(self, name: str, character: str) -> bool:
        """Whether a terminal can begin with a character; nobody knows but for those of ASCII."""
        if name not in self._known:
            self._known[name] = self._terminals[name].beginnings()
        known = self._known[name]
        return known is None or not character.isascii() or character in known


class _Terminal:
    """A terminal, compiled when it is first tried."""

    def __init__(self, definition: TerminalDef, flags: int) -> None:
        self.definition = definition
        self.name = definition.name
        self.flags = flags
        self._compiled: re.Pattern[str] | None = None

    @property
    def expression(self) -> str:
        """The regular expression as text."""
        return self.definition.pattern.to_regexp()

    def beginnings(self) -> str | None:
        """The characters that it can begin with."""
        return beginnings(self.expression, self.flags)

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The match at a place of a text."""
        if self._compiled is None:
            self._compiled = re.compile(self.expression, self.flags)
        return self._compiled.match(text, start, end)


class _Choice:
    """Terminals in their order, the first of which counts that matches."""

    def __init__(self, terminals: list[_Terminal]) -> None:
        self._terminals, self._words = _without_words(terminals)
        self._uses = 0
        self._together: re.Pattern[str] | None = None

    def match(self, text: str, start: int, end: int) -> Found | None:
        """The name of the first terminal that matches, and the text that it takes."""
        if self._together is None:
            found = self._match_one_by_one(text, start, end)
        else:
            match = self._together.match(text, start, end)
            found = (match.lastgroup or "", match[0]) if match else None
        if found and found[0] in self._words:
            return self._words[found[0]](found[1]) or found[0], found[1]
        return found

    def _match_one_by_one(self, text: str, start: int, end: int) -> Found | None:
        self._uses += 1
        if self._uses > _USES and self._terminals:
            alternatives = [f"(?P<{one.name}>{one.expression})" for one in self._terminals]
            self._together = re.compile("|".join(alternatives), self._terminals[0].flags)
        for one in self._terminals:
            match = one.match(text, start, end)
            if match:
                return one.name, match[0]
        return None


def _without_words(
    terminals: list[_Terminal],
) -> tuple[list[_Terminal], dict[str, Callable[[str], str | None]]]:
    """The terminals without words in quotes that others take as well.

    What such a terminal finds may be the word: then the word's name is the token's.
    """
    if all(one.definition.pattern.type == "re" for one in terminals):
        return terminals, {}
    definitions = [one.definition for one in terminals]
    kept, words = _create_unless(  # type: ignore[no-untyped-call]
        definitions, terminals[0].flags, re, False
    )
    names = {one.name for one in kept}
    return [one for one in terminals if one.name in names], {
        name: found.scanner.fullmatch for name, found in words.items()
    }
