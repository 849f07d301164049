"""What Lark takes may still be no grammar of this package: the checks of others' grammars.

A rule's name that is no field, a kind of table without labels, a place where only one thing
may stand.  The tests check the shipped grammars; those of others are checked when they are
built, and only for what they add.
"""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from lark import Lark
from lark.parsers.lalr_analysis import Shift

from trusteereport.building import DEFINITION, FLAGS, LAYOUT, Grammar, place_of
from trusteereport.discovery import SHIPPED, Layer
from trusteereport.drafts import KEYS
from trusteereport.fields import fields_of
from trusteereport.records import Statement, Status
from trusteereport.report import Report

_STRUCTURE = frozenset({"heading", "head", "rows", "unread"})
_NOTES = "notes"
"""Notes stand in a statement and go into the report."""
_TABLE, _OR, _THEN = "_table", "_or_", "_then_"
_AXES = ("_row", "_column", "_group", "_cell")
"""What the rules are called that read labels of a kind of table, after the kind."""


def check(grammar: Grammar, stack: Sequence[Layer]) -> list[str]:
    """What is wrong with a grammar that can be built: each a message with file, line and advice."""
    return [
        *_LayoutNames(grammar, stack).mistakes(),
        *_label_mistakes(grammar, stack),
        *_dead_end_mistakes(grammar.layout, stack),
    ]


def _own_place(name: str, stack: Sequence[Layer]) -> str | None:
    """Where the layers that are not the package's define or extend a name."""
    defined = re.compile(DEFINITION.format(re.escape(name)), re.MULTILINE)
    for layer in reversed(stack):
        match = defined.search(layer.text) if layer.source != SHIPPED else None
        if match:
            return layer.place(match.start())
    return None


_NAMES = 40
"""More names than these are no help in a message."""


def _no_field(place: str, rule: str, record: str, names: Iterable[str]) -> str:
    """The message for a rule whose name is no field's."""
    from difflib import get_close_matches  # noqa: PLC0415  # only for a message

    known = sorted(names)
    close = get_close_matches(rule, known, n=1, cutoff=0.75)
    guess = f", but {close[0]!r} is" if close else ""
    if len(known) <= _NAMES:
        names_there_are = f". Names there are: {', '.join(known)}"
    else:
        names_there_are = "" if close else ". docs/records.md lists the fields"
    return (
        f"{place}: rule {rule!r} is no field of {record}{guess}; a rule's name is the field that "
        f"it fills (`-> name` renames it, `_{rule}` only holds others){names_there_are}"
    )


def _no_labels(place: str, kind: str) -> str:
    return (
        f"{place}: tables of the kind {kind!r} have no {kind}_row and no {kind}_column: all their "
        f"values would go to `other`; write both"
    )


class _LayoutNames:
    """The rules of a layout with the records that they stand in, from the document downwards."""

    def __init__(self, grammar: Grammar, stack: Sequence[Layer]) -> None:
        self._stack = stack
        self._starts = grammar.starts
        self._rules: dict[str, list[Any]] = defaultdict(list)
        for rule in grammar.layout.rules:
            self._rules[str(rule.origin.name)].append(rule)
        self._seen: set[tuple[type, str]] = set()
        self._found: dict[str, str] = {}

    def mistakes(self) -> list[str]:
        """A message for each rule that is no field of the record that it stands in."""
        self._walk(LAYOUT, Report, LAYOUT)
        return list(self._found.values())

    def _walk(self, origin: str, record: type, user: str) -> None:
        """Look at a rule in a record, with the name of the rule that uses it."""
        if (record, origin) in self._seen:
            return
        self._seen.add((record, origin))
        for rule in self._rules[origin]:
            inner = self._record_inside(str(rule.alias or origin), (origin, user), record)
            for symbol in rule.expansion:
                if inner is not None and not symbol.is_term:
                    self._walk(str(symbol.name), inner, origin)

    def _record_inside(self, shown: str, origins: tuple[str, str], record: type) -> type | None:
        """The record that the parts of a rule fill, or None where nothing inside is a field."""
        if shown.startswith("_") or shown in (LAYOUT, "heading"):
            return record
        if shown.endswith(_TABLE):
            self._check_table(shown, origins)
        if shown in _STRUCTURE or shown.endswith(_TABLE):
            return Report if shown == "rows" or shown.endswith(_TABLE) else None
        if shown == _NOTES:
            record = Report
        fields = fields_of(record)
        if shown in fields:
            return fields[shown].record or record
        message = functools.partial(_no_field, rule=shown, record=record.__name__, names=fields)
        self._complain(origins, message)
        return None

    def _check_table(self, shown: str, origins: tuple[str, str]) -> None:
        for kinds in shown.removesuffix(_TABLE).split(_OR):
            for kind in kinds.split(_THEN):
                if not {f"{kind}{axis}" for axis in _AXES} & self._starts:
                    self._complain(origins, functools.partial(_no_labels, kind=kind))

    def _complain(self, origins: tuple[str, str], message: Callable[[str], str]) -> None:
        """Keep a message for the rule that others than the package wrote, if any did."""
        place = _first_own_place(origins, self._stack)
        if place and origins[0] not in self._found:
            self._found[origins[0]] = message(place)


def _label_mistakes(grammar: Grammar, stack: Sequence[Layer]) -> Iterator[str]:
    """A message for each rule of the labels that is neither a field nor a value."""
    known = {*_fields_inside(Statement), *_values(grammar.labels)}
    for rule in grammar.labels.rules:
        origin = str(rule.origin.name)
        shown = str(rule.alias or origin)
        if shown in known or shown.startswith("_") or shown in grammar.starts:
            continue
        place = _own_place(origin, stack)
        if place:
            known.add(shown)
            yield _no_field(place, shown, "a statement or a record in it", known - {shown})


def _values(labels: Lark) -> set[str]:
    """The names that say what words mean: statuses, and rules inside a part of a record's key."""
    keys = {name for fields in KEYS.values() for name in fields}
    inside: dict[str, set[str]] = defaultdict(set)
    waiting: list[str] = []
    for rule in labels.rules:
        parts = {str(symbol.name) for symbol in rule.expansion if not symbol.is_term}
        inside[str(rule.origin.name)] |= parts
        if str(rule.alias or rule.origin.name) in keys:
            waiting += parts
    values = {status.name.lower() for status in Status}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name.startswith("_"):
            waiting += inside[name] - seen
            seen |= inside[name]
        else:
            values.add(name)
    return values


def _fields_inside(record: type) -> Iterator[str]:
    for name, field in fields_of(record).items():
        yield name
        if field.record:
            yield from _fields_inside(field.record)


# A document is any text.  So after each terminal the parser must be able to take any text,
# unless the terminal has looked ahead at what follows.

_ANYTHING = "?! ~\n"
"""A line that only a catch-all reads."""
_BLANK_END = r"(?: |\[ \]\+?)\)*$"
"""A terminal that ends with a blank: lines have none at their ends, so something follows."""


class _Places:
    """The states of a layout's parser: what leads to each, and what each takes."""

    def __init__(self, layout: Lark) -> None:
        parser: Any = layout.parser
        table: dict[int, dict[str, tuple[object, Any]]] = parser.parser._parse_table.states
        self.table = table
        self.ends = set(parser.parser._parse_table.end_states.values())
        self.patterns = {one.name: one.pattern.to_regexp() for one in layout.terminals}
        self.words = {*self.patterns, "$END"}
        self.rules = layout.rules
        self.arrives: dict[int, str] = {}
        self.below: dict[int, set[int]] = defaultdict(set)
        for state, actions in table.items():
            for name, (action, target) in actions.items():
                if action is Shift:
                    self.arrives[target] = name
                    self.below[target].add(state)

    def narrow(self) -> dict[int, list[str]]:
        """The states after a terminal that cannot take any text, each with what it takes.

        Left out are those that nothing else can reach: a terminal on the way, on the same line,
        has looked ahead at what follows.
        """
        catch_alls = {name for name in self.patterns if self.takes_all(name)}
        narrow = {}
        for state in self.arrives:
            taken = self.table[state].keys() & self.words
            if not catch_alls & taken or "$END" not in taken:
                narrow[state] = taken
        doubtful = self._not_promised(set(narrow))
        return {
            state: sorted(narrow[state])
            for state in sorted(doubtful)
            if self.arrives[state] in self.patterns
            and not (catch_alls & narrow[state] and self._goes_on(self.arrives[state]))
        }

    def takes_all(self, terminal: str) -> bool:
        """Whether a terminal reads whatever stands at the place."""
        return bool(re.compile(self.patterns[terminal], FLAGS).match("x" + _ANYTHING, 1))

    def _goes_on(self, terminal: str) -> bool:
        """Whether a terminal sees that something follows."""
        regex = self.patterns[terminal]
        return _lookahead(regex) is not None or bool(re.search(_BLANK_END, regex))

    def _not_promised(self, narrow: set[int]) -> set[int]:
        """The narrow states that may be reached without a terminal that looks ahead."""
        promised = {state for state in narrow if self._promises(self.arrives[state])}
        doubtful = {state for state in narrow - promised if self._ends_line(self.arrives[state])}
        before = {state: self._before(state, narrow) for state in narrow - promised}
        while True:
            more = {
                state
                for state in narrow - promised - doubtful
                if not before[state] or not before[state] <= narrow - doubtful
            }
            if not more:
                return doubtful
            doubtful |= more

    def _before(self, state: int, narrow: set[int]) -> set[int]:
        """The states after the terminal that comes before the one that leads to a state."""
        name = self.arrives[state]
        if name in self.patterns:
            return self.below[state]
        ends = self.last_terminals(name, set())
        return {one for one in narrow if self.arrives[one] in ends}

    def last_terminals(self, rule: str, seen: set[str]) -> set[str]:
        """The terminals that a rule can end with."""
        seen.add(rule)
        ends = [one.expansion for one in self.rules if one.origin.name == rule and one.expansion]
        last = {str(expansion[-1].name) for expansion in ends}
        inner = {name for name in last - self.patterns.keys() if name not in seen}
        return (last & self.patterns.keys()).union(
            *(self.last_terminals(name, seen) for name in inner)
        )

    def _ends_line(self, name: str) -> bool:
        return self.patterns.get(name, "").rstrip(")").endswith(r"\n+")

    def _promises(self, name: str) -> bool:
        """Whether a terminal looks ahead at more than that something follows."""
        ahead = _lookahead(self.patterns.get(name, ""))
        return ahead is not None and not re.compile(ahead, FLAGS).match("x" + _ANYTHING, 1)

    def dead_ends(self) -> Iterator[tuple[str, str]]:
        """Each terminal with one after it that the lexer may give and the parser cannot take.

        The lexer gives what the state in force accepts.  Where the parser first reduces rules,
        the state after that may accept less: LALR merges what may follow a rule in all the
        places where it is used.  So each reduction is followed to its end.
        """
        after: dict[tuple[tuple[int, ...], Any], list[tuple[int, ...]]] = {}
        fine: set[tuple[tuple[int, ...], str]] = set()
        for state, actions in self.table.items():
            for terminal in actions.keys() & self.words:
                if actions[terminal][0] is Shift:
                    continue
                if self._is_dead(state, terminal, after, fine):
                    yield self.arrives[state], terminal

    def _is_dead(
        self,
        state: int,
        terminal: str,
        after: dict[tuple[tuple[int, ...], Any], list[tuple[int, ...]]],
        fine: set[tuple[tuple[int, ...], str]],
    ) -> bool:
        waiting: list[tuple[tuple[int, ...], Any]] = [((state,), self.table[state][terminal][1])]
        while waiting:
            key = waiting.pop()
            if key not in after:
                after[key] = list(self._after(*key))
            for stack in after[key]:
                if (stack, terminal) in fine or stack[-1] in self.ends:
                    continue
                fine.add((stack, terminal))
                action, rule = self.table[stack[-1]].get(terminal, (None, None))
                if action is None:
                    return True
                if action is not Shift:
                    waiting.append((stack, rule))
        return False

    def _after(self, stack: tuple[int, ...], rule: Any) -> Iterator[tuple[int, ...]]:
        """All stacks of states that a rule can leave when it is reduced."""
        length = len(rule.expansion)
        stacks = [stack]
        while stacks and len(stacks[0]) <= length:
            stacks = [(under, *one) for one in stacks for under in self.below[one[0]]]
        for top in {one[: len(one) - length] for one in stacks}:
            yield (*top, self.table[top[-1]][rule.origin.name][1])


_LAST = r"(?:\)|\(\?![^()]*\))*$"
"""What may stand behind a last lookahead: ends of groups, and what must not follow."""


def _lookahead(regex: str) -> str | None:
    """The text of the lookahead ``(?=...)`` that a regular expression ends with."""
    opened: list[int] = []
    position = 0
    while position < len(regex):
        character = regex[position]
        if character == "\\":
            position += 1
        elif character == "[":
            position = _end_of_set(regex, position)
        elif character == "(":
            opened.append(position)
        elif character == ")":
            start = opened.pop()
            if regex.startswith("(?=", start) and re.match(_LAST, regex[position:]):
                return regex[start + 3 : position]
        position += 1
    return None


def _end_of_set(regex: str, position: int) -> int:
    """The place of the bracket that ends a set of characters."""
    position += 2 if regex.startswith("[^", position) else 1
    position += 1  # a bracket that stands first is a character
    while regex[position] != "]":
        position += 2 if regex[position] == "\\" else 1
    return position


def _dead_end_mistakes(layout: Lark, stack: Sequence[Layer]) -> Iterator[str]:
    places = _Places(layout)
    told = set()
    for state, taken in places.narrow().items():
        terminal = places.arrives[state]
        if terminal not in told:
            told.add(terminal)
            yield _narrow_message(places, stack, terminal, [one for one in taken if one != "$END"])
    for terminal, after in sorted(places.dead_ends()):
        if terminal not in told:
            told.add(terminal)
            yield (
                f"{_place_of_ending(places, stack, terminal)}: {after} cannot follow {terminal} "
                f"everywhere: a rule that ends with {terminal} is used in several places of the "
                f"page; give each place a rule of its own (`other: ... -> name`)"
            )


def _narrow_message(
    places: _Places, stack: Sequence[Layer], terminal: str, expected: list[str]
) -> str:
    using = [
        str(rule.origin.name)
        for rule in places.rules
        if any(str(symbol.name) == terminal for symbol in rule.expansion)
    ]
    place = _first_own_place(using, stack) or place_of(terminal, stack) or str(stack[-1].path)
    if any(places.takes_all(name) for name in expected):
        return (
            f"{place}: after {terminal} the text may end, but the layout needs "
            f"{' or '.join(expected)}; make it optional, or end {terminal} with _GAP"
        )
    names = {str(rule.origin.name) for rule in places.rules}
    return (
        f"{place}: after {terminal} the layout cannot go on at lines without "
        f"{' or '.join(expected)}, and anything may stand there; write "
        f"({expected[0]} | {'unread' if 'unread' in names else 'OTHER'}), make it optional, or "
        f"let {terminal} look ahead at what must follow, (?=...)"
    )


def _place_of_ending(places: _Places, stack: Sequence[Layer], terminal: str) -> str:
    """Where a layer that is not the package's uses a rule that ends with a terminal."""
    using = [
        str(rule.origin.name)
        for rule in places.rules
        for symbol in rule.expansion
        if not symbol.is_term and terminal in places.last_terminals(str(symbol.name), set())
    ]
    return _first_own_place(using, stack) or str(stack[-1].path)


def _first_own_place(names: Iterable[str], stack: Sequence[Layer]) -> str | None:
    return next(filter(None, (_own_place(name, stack) for name in names)), None)
