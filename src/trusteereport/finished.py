"""Built parsers as bytes: a parser is read from them in a fraction of the time of building it.

Lark's own ``save`` keeps each entry of the parse table on its own and makes all lexers when
it loads; with the tables of a wide grammar that takes longer than to parse a report.  Here
entries that are alike are kept once, and a lexer is made when its state is first reached.
Only for bytes that were written by this module with the same version of Lark.
"""

import pickle
import re
from collections.abc import Collection
from copy import copy
from typing import Any

from lark import Lark
from lark.common import LexerConf, ParserConf
from lark.lark import LarkOptions
from lark.lexer import BasicLexer, ContextualLexer, TerminalDef
from lark.parser_frontends import ParsingFrontend
from lark.parsers.lalr_analysis import IntParseTable, Reduce, Shift
from lark.parsers.lalr_parser import LALR_Parser, _Parser
from lark.utils import TextSlice

_WIDE = 30
"""From how many terminals on compiling takes longer than looking twice."""
_USES = 60
"""After how many tokens a state gets an expression of its own: compiling it takes as long."""
_Row = tuple[dict[str, int], list[tuple[Any, tuple[str, ...]]]]
"""A state: where each terminal shifts to, and which terminals reduce each rule."""


def dump(parser: Lark) -> bytes:
    """A built parser as bytes."""
    table = _table_of(parser)
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    content = {
        "options": parser.options.options,
        "rules": parser.rules,
        "terminals": parser.terminals,
        "ignore": parser.lexer_conf.ignore,
        "states": {state: _row(actions, shared) for state, actions in table.states.items()},
        "starts": table.start_states,
        "ends": table.end_states,
    }
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)


def load(data: bytes) -> Lark:
    """The parser of bytes that ``dump`` wrote."""
    content = pickle.loads(data)  # noqa: S301  # the caller has compared the digest
    parser = Lark.__new__(Lark)
    options = content["options"] | {"_plugins": {"ContextualLexer": _LazyLexer}}
    parser.options = LarkOptions(options)
    parser.rules = content["rules"]
    parser.terminals = content["terminals"]
    parser.lexer_conf = LexerConf(
        parser.terminals,
        re,
        content["ignore"],
        g_regex_flags=options["g_regex_flags"],
        skip_validation=True,
    )
    parser.lexer_conf.lexer_type = "contextual"
    parser._prepare_callbacks()
    states = {state: _actions(*row) for state, row in content["states"].items()}
    table = IntParseTable(states, content["starts"], content["ends"])  # type: ignore[no-untyped-call]
    parser.parser = _frontend(parser, table)
    return parser


def _table_of(parser: Lark) -> Any:
    frontend: Any = parser.parser
    return frontend.parser._parse_table


def _row(
    actions: dict[str, tuple[Any, Any]], shared: dict[tuple[str, ...], tuple[str, ...]]
) -> _Row:
    """A state's actions, with one tuple for terminals that are the same in several states."""
    shifts = {name: target for name, (action, target) in actions.items() if action is Shift}
    reduced: dict[Any, list[str]] = {}
    for name, (action, rule) in actions.items():
        if action is not Shift:
            reduced.setdefault(rule, []).append(name)
    rows = []
    for rule, names in reduced.items():
        key = tuple(sorted(names))
        rows.append((rule, shared.setdefault(key, key)))
    return shifts, rows


def _actions(
    shifts: dict[str, int], reduces: list[tuple[Any, tuple[str, ...]]]
) -> dict[str, tuple[Any, Any]]:
    actions: dict[str, tuple[Any, Any]] = {name: (Shift, to) for name, to in shifts.items()}
    for rule, names in reduces:
        actions.update(dict.fromkeys(names, (Reduce, rule)))
    return actions


def _frontend(parser: Lark, table: Any) -> ParsingFrontend:
    """Lark's front end around a finished table."""
    callbacks = parser._callbacks
    lalr = LALR_Parser.__new__(LALR_Parser)
    lalr._parse_table = table
    lalr.parser = _Parser(table, callbacks)
    conf = ParserConf(parser.rules, callbacks, parser.options.start)
    conf.parser_type = "lalr"
    return ParsingFrontend(parser.lexer_conf, conf, parser.options, parser=lalr)


class _LazyLexer(ContextualLexer):
    """The contextual lexer; the lexer of a state is made when the parser first reaches it."""

    def __init__(
        self,
        conf: LexerConf,
        states: dict[int, Collection[str]],
        always_accept: Collection[str] = (),
    ) -> None:
        self.lexers = _Lexers(conf, states, always_accept)
        root = copy(conf)
        root.terminals = list(conf.terminals)
        self.root_lexer = self.BasicLexer(root)


class _Lexers(dict[int, Any]):
    """The lexers by state; states that accept the same terminals share one."""

    def __init__(
        self, conf: LexerConf, states: dict[int, Collection[str]], always_accept: Collection[str]
    ) -> None:
        super().__init__()
        self._conf = conf
        self._states = states
        self._always = {*conf.ignore, *always_accept}
        self._by_names: dict[frozenset[str], Any] = {}
        self._wide: _Wide | None = None

    def __missing__(self, state: int) -> Any:
        names = frozenset(
            self._always.union(self._states[state]) & self._conf.terminals_by_name.keys()
        )
        lexer = self._by_names.get(names)
        if lexer is None:
            lexer = self._by_names[names] = self._lexer(names)
        self[state] = lexer
        return lexer

    def _lexer(self, names: frozenset[str]) -> Any:
        conf = self._with(names)
        if len(names) < _WIDE or any(one.pattern.type == "str" for one in conf.terminals):
            return BasicLexer(conf)
        if self._wide is None:
            sets = [self._always.union(accepted) for accepted in self._states.values()]
            wide = set[str]().union(*(one for one in sets if len(one) >= _WIDE))
            self._wide = _Wide(self._with(wide))
        lexer: Any = BasicLexer(conf)
        lexer.callback = {}
        lexer._scanner = _Borrowed(lexer, self._wide)
        return lexer

    def _with(self, names: Collection[str]) -> LexerConf:
        conf, known = copy(self._conf), self._conf.terminals_by_name
        conf.terminals = [known[name] for name in names if name in known]
        return conf


class _Wide:
    """A lexer with the terminals of many states, and its terminals one by one."""

    def __init__(self, conf: LexerConf) -> None:
        self.lexer = BasicLexer(conf)
        self.places = {one.name: place for place, one in enumerate(self.lexer.terminals)}
        self._conf = conf
        self._patterns: dict[str, re.Pattern[str]] = {}

    def pattern(self, terminal: TerminalDef) -> re.Pattern[str]:
        """A terminal's regular expression."""
        pattern = self._patterns.get(terminal.name)
        if pattern is None:
            pattern = re.compile(terminal.pattern.to_regexp(), self._conf.g_regex_flags)
            self._patterns[terminal.name] = pattern
        return pattern


class _Borrowed:
    """A scanner that lets one with more terminals look first.

    What the wider one finds first is also first among fewer terminals, if it is one of them;
    if it is not, the terminals behind it are tried one by one.  A lexer that is used often
    gets an expression of its own.
    """

    def __init__(self, lexer: BasicLexer, wide: _Wide) -> None:
        self.allowed_types = {terminal.name for terminal in lexer.terminals}
        self._lexer = lexer
        self._wide = wide
        self._uses = 0

    def match(self, text: TextSlice[str], pos: int) -> tuple[str, str] | None:
        """The text and the name of the first terminal that matches."""
        self._uses += 1
        if self._uses > _USES:
            lexer: Any = self._lexer
            lexer._scanner = None
            own: tuple[str, str] | None = lexer.match(text, pos)
            return own
        wide: Any = self._wide.lexer
        found: tuple[str, str] | None = wide.match(text, pos)
        if found is None or found[1] in self.allowed_types:
            return found
        return self._match_behind(found[1], text, pos)

    def _match_behind(self, name: str, text: TextSlice[str], pos: int) -> tuple[str, str] | None:
        place = self._wide.places[name]
        for terminal in self._lexer.terminals:
            if self._wide.places[terminal.name] > place:
                match = self._wide.pattern(terminal).match(text.text, pos, text.end)
                if match:
                    return match.group(0), terminal.name
        return None
