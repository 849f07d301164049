"""Built parsers as bytes: a parser is read from them in a fraction of the time of building it.

Lark's own ``save`` keeps each entry of the parse table on its own and makes all rules, trees
and lexers when it loads; with the tables of a wide grammar that takes longer than to parse
a report.  Here entries that are alike are kept once, and what belongs to a state or a rule
is made when the parser first reaches it.
Only for bytes that were written by this module with the same version of Lark.
"""

import pickle
import re
from collections.abc import Collection, Sequence
from copy import copy
from typing import Any

from lark import Lark, Tree
from lark.common import LexerConf, ParserConf
from lark.grammar import NonTerminal, Rule, RuleOptions, Terminal
from lark.lark import LarkOptions
from lark.lexer import BasicLexer, TerminalDef
from lark.parse_tree_builder import ParseTreeBuilder
from lark.parser_frontends import ParsingFrontend
from lark.parsers.lalr_analysis import IntParseTable, Reduce, Shift
from lark.parsers.lalr_parser import LALR_Parser, _Parser
from lark.utils import TextSlice

_WIDE = 30
"""From how many terminals on compiling takes longer than looking twice."""
_USES = 60
"""After how many tokens a state gets an expression of its own: compiling it takes as long."""
_Row = tuple[dict[str, int], list[tuple[int, tuple[str, ...]]]]
"""A state: where each name shifts to, and which terminals reduce each rule, by its place."""


def dump(parser: Lark) -> bytes:
    """A built parser as bytes."""
    table = _table_of(parser)
    places = {rule: place for place, rule in enumerate(parser.rules)}
    places |= {
        rule: len(parser.rules) + place
        for place, rule in enumerate(_starting_rules(table) - places.keys())
    }
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    states = {state: _row(actions, places, shared) for state, actions in table.states.items()}
    always = set(parser.lexer_conf.ignore)
    known = {terminal.name for terminal in parser.terminals}
    accepted = [always.union(actions.keys() & known) for actions in table.states.values()]
    content = {
        "options": parser.options.options,
        "rules": [_plain(rule) for rule in places],
        "count": len(parser.rules),
        "terminals": parser.terminals,
        "ignore": parser.lexer_conf.ignore,
        "states": states,
        "starts": table.start_states,
        "ends": table.end_states,
        "wide": set[str]().union(*(one for one in accepted if len(one) >= _WIDE)),
    }
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)


def load(data: bytes) -> Lark:
    """The parser of bytes that ``dump`` wrote."""
    content = pickle.loads(data)  # noqa: S301  # the caller has compared the digest
    parser = Lark.__new__(Lark)
    options = content["options"]
    parser.options = LarkOptions(options)
    rules = _Rules(content["rules"])
    parser.rules = rules[: content["count"]]
    parser.terminals = content["terminals"]
    parser.lexer_conf = LexerConf(
        parser.terminals,
        re,
        content["ignore"],
        g_regex_flags=options["g_regex_flags"],
        skip_validation=True,
    )
    parser.lexer_conf.lexer_type = "contextual"
    states = _States(content["states"], rules)
    table = IntParseTable(states, content["starts"], content["ends"])  # type: ignore[no-untyped-call]
    parser.parser = _frontend(parser, table, content["wide"])
    return parser


def _table_of(parser: Lark) -> Any:
    frontend: Any = parser.parser
    return frontend.parser._parse_table


def _starting_rules(table: Any) -> set[Rule]:
    """The rules of the table, also those that Lark adds for the starts."""
    return {
        rule
        for actions in table.states.values()
        for action, rule in actions.values()
        if action is not Shift
    }


def _row(
    actions: dict[str, tuple[Any, Any]],
    places: dict[Rule, int],
    shared: dict[tuple[str, ...], tuple[str, ...]],
) -> _Row:
    """A state's actions, with one tuple for terminals that are the same in several states."""
    shifts = {name: target for name, (action, target) in actions.items() if action is Shift}
    reduced: dict[int, list[str]] = {}
    for name, (action, rule) in actions.items():
        if action is not Shift:
            reduced.setdefault(places[rule], []).append(name)
    rows = []
    for place, names in reduced.items():
        key = tuple(sorted(names))
        rows.append((place, shared.setdefault(key, key)))
    return shifts, rows


def _plain(rule: Rule) -> tuple[Any, ...]:
    """A rule as plain values, which are read faster than objects."""
    expansion = [(one.name, getattr(one, "filter_out", None)) for one in rule.expansion]
    options = rule.options
    return (
        rule.origin.name,
        expansion,
        rule.order,
        rule.alias,
        (
            options.keep_all_tokens,
            options.expand1,
            options.priority,
            options.template_source,
            options.empty_indices,
        ),
    )


class _Rules(Sequence[Rule]):
    """The rules by their places; each is made when it is first needed."""

    def __init__(self, plain: list[tuple[Any, ...]]) -> None:
        self._plain = plain
        self._made: dict[int, Rule] = {}

    def __len__(self) -> int:
        return len(self._plain)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            part = _Rules(self._plain[place])
            part._made = self._made
            return part
        if not 0 <= place < len(self._plain):
            raise IndexError(place)
        rule = self._made.get(place)
        if rule is None:
            rule = self._made[place] = _rule(*self._plain[place])
        return rule


def _rule(
    origin: str,
    expansion: list[tuple[str, bool | None]],
    order: int,
    alias: str | None,
    options: tuple[Any, ...],
) -> Rule:
    symbols = [
        NonTerminal(name) if filter_out is None else Terminal(name, filter_out)
        for name, filter_out in expansion
    ]
    return Rule(NonTerminal(origin), symbols, order, alias, RuleOptions(*options))


class _States(dict[int, Any]):
    """The actions by state; those of a state are made when the parser first reaches it."""

    def __init__(self, rows: dict[int, _Row], rules: _Rules) -> None:
        super().__init__()
        self._rows = rows
        self._rules = rules

    def __missing__(self, state: int) -> dict[str, tuple[Any, Any]]:
        shifts, reduces = self._rows[state]
        actions: dict[str, tuple[Any, Any]] = {name: (Shift, to) for name, to in shifts.items()}
        for place, names in reduces:
            actions.update(dict.fromkeys(names, (Reduce, self._rules[place])))
        self[state] = actions
        return actions


class _Callbacks(dict[Any, Any]):
    """What makes the tree of a rule; made when the rule is first read."""

    def __init__(self, options: Any) -> None:
        super().__init__({None: None})  # Lark takes an empty one for none at all
        self._options = options

    def __missing__(self, rule: Rule) -> Any:
        builder: Any = ParseTreeBuilder(  # type: ignore[no-untyped-call]
            [rule], Tree, self._options.propagate_positions, False, self._options.maybe_placeholders
        )
        self.update(builder.create_callback())
        return self[rule]


def _frontend(parser: Lark, table: Any, wide: set[str]) -> ParsingFrontend:
    """Lark's front end around a finished table."""
    callbacks = _Callbacks(parser.options)
    lalr = LALR_Parser.__new__(LALR_Parser)
    lalr._parse_table = table
    lalr.parser = _Parser(table, callbacks)
    conf = ParserConf(parser.rules, callbacks, parser.options.start)
    conf.parser_type = "lalr"
    front = ParsingFrontend(parser.lexer_conf, conf, parser.options, parser=lalr)
    lexer: Any = front.lexer
    lexer.lexers = _Lexers(parser.lexer_conf, table.states, wide)
    return front


class _Lexers(dict[int, Any]):
    """The lexers by state; states that accept the same terminals share one."""

    def __init__(self, conf: LexerConf, states: _States, wide: set[str]) -> None:
        super().__init__()
        self._conf = conf
        self._states = states
        self._always = set(conf.ignore)
        self._by_names: dict[frozenset[str], Any] = {}
        self._wide_names = wide
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
            self._wide = _Wide(self._with(self._wide_names))
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
