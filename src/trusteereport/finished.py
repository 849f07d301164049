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
from typing import Any

from lark import Lark, Tree
from lark.common import LexerConf, ParserConf
from lark.grammar import NonTerminal, Rule, RuleOptions, Terminal
from lark.lark import LarkOptions
from lark.parse_tree_builder import ParseTreeBuilder
from lark.parser_frontends import ParsingFrontend
from lark.parsers.lalr_analysis import IntParseTable, Reduce, Shift
from lark.parsers.lalr_parser import LALR_Parser, _Parser

from trusteereport.beginnings import beginnings
from trusteereport.lexing import LineLexer

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
    content = {
        "options": parser.options.options,
        "rules": [_plain(rule) for rule in places],
        "count": len(parser.rules),
        "terminals": parser.terminals,
        "ignore": parser.lexer_conf.ignore,
        "states": states,
        "starts": table.start_states,
        "ends": table.end_states,
        "beginnings": _beginnings(parser),
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
    parser.parser = _frontend(parser, table, content["beginnings"])
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
    shifts = {str(name): target for name, (action, target) in actions.items() if action is Shift}
    reduced: dict[int, list[str]] = {}
    for name, (action, rule) in actions.items():
        if action is not Shift:
            reduced.setdefault(places[rule], []).append(str(name))
    rows = []
    for place, names in reduced.items():
        key = tuple(sorted(names))
        rows.append((place, shared.setdefault(key, key)))
    return shifts, rows


def _plain(rule: Rule) -> tuple[Any, ...]:
    """A rule as plain values, which are read and compared faster than objects."""
    expansion = [(str(one.name), getattr(one, "filter_out", None)) for one in rule.expansion]
    options = rule.options
    return (
        str(rule.origin.name),
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
    """The actions by state; those of a state are made when the parser first reaches it.

    ``rows`` are all states as they were written.
    """

    def __init__(self, rows: dict[int, _Row], rules: _Rules) -> None:
        super().__init__()
        self.rows = rows
        self._rules = rules

    def __missing__(self, state: int) -> dict[str, tuple[Any, Any]]:
        shifts, reduces = self.rows[state]
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


def _beginnings(parser: Lark) -> dict[str, str | None]:
    """What each terminal can begin with."""
    flags = parser.options.g_regex_flags
    return {one.name: beginnings(one.pattern.to_regexp(), flags) for one in parser.terminals}


def _frontend(parser: Lark, table: Any, known: dict[str, str | None]) -> ParsingFrontend:
    """Lark's front end around a finished table."""
    callbacks = _Callbacks(parser.options)
    lalr = LALR_Parser.__new__(LALR_Parser)
    lalr._parse_table = table
    lalr.parser = _Parser(table, callbacks)
    conf = ParserConf(parser.rules, callbacks, parser.options.start)
    conf.parser_type = "lalr"

    def lexer(terminals: LexerConf, _: Any, always_accept: Collection[str] = ()) -> LineLexer:
        """The lexer of all states, where Lark has seen only those that are made."""
        return LineLexer(terminals, table.states, always_accept, known)

    parser.options.options["_plugins"] = {"ContextualLexer": lexer}
    return ParsingFrontend(parser.lexer_conf, conf, parser.options, parser=lalr)
