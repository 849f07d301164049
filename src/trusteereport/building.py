"""One grammar from its layers: joined, given to Lark, its errors led back to their files.

A map of lines leads Lark's messages from the joined text to the files.  Finished tables
save a process the building.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lark
from attrs import define
from lark import Lark, Tree
from lark.exceptions import LarkError, UnexpectedInput
from lark.lexer import Token

from trusteereport import beginnings, discovery, finished
from trusteereport.discovery import GrammarError, Layer, without_recogniser
from trusteereport.lexing import LineLexer

LAYOUT = "document"
TABLES = ".tables"
FLAGS = re.MULTILINE | re.ASCII
"""A ``^`` stands for a line's beginning; only the ten ASCII digits are digits."""
_LABEL_START = re.compile(r"^(\w+_(?:row|column|group|cell|note))(?:\.\d+)?:", re.MULTILINE)
DEFINITION = r"^[?!]?(?:%(?:extend|override)\s+)?{}(?:\.-?\d+)?\s*:"


@define(eq=False)
class Grammar:
    """A stack of layers, built: reads the lines of a document and the words of labels."""

    name: str
    layout: Lark
    labels: Lark
    starts: frozenset[str]

    def read_layout(self, text: str) -> Tree[Token]:
        """The layout tree of a document; every text has one.

        Raises:
            GrammarError: the grammar has a rule that cannot end where it must.
        """
        try:
            return self.layout.parse(text)
        except UnexpectedInput as error:
            raise GrammarError(
                f"grammar {self.name}: the layout cannot go on at line {error.line} of the "
                f"document: a rule there needs what may be missing; make it optional"
            ) from error

    def read_label(self, start: str, text: str) -> Tree[Token] | None:
        """The tree of a label read by the rule ``start``, or None where its words say nothing."""
        if start not in self.starts:
            return None
        try:
            return self.labels.parse(text, start=start)
        except UnexpectedInput:
            return None


def build(stack: Sequence[Layer]) -> Grammar:
    """Build a grammar from its layers, the base first.

    Raises:
        GrammarError: Lark refuses the joined text.
    """
    text = _joined(stack)
    starts = sorted(set(_LABEL_START.findall(text)))
    try:
        layout = _lark(text, start=LAYOUT, keep_all_tokens=True)
        labels = _lark(layout.grammar, start=starts)
    except (LarkError, OSError) as error:  # an OSError comes from an %import
        raise GrammarError(_explain(error, stack)) from error
    return Grammar(stack[-1].name, layout, labels, frozenset(starts))


def _lark(grammar: Any, **options: Any) -> Lark:
    plugins = {"ContextualLexer": LineLexer}
    return Lark(grammar, parser="lalr", g_regex_flags=FLAGS, _plugins=plugins, **options)


def _joined(stack: Sequence[Layer]) -> str:
    *below, top = stack
    texts = [*(without_recogniser(layer.text) for layer in below), top.text]
    return "".join(text.rstrip("\n") + "\n" for text in texts)


# ---------------------------------------------------------------- messages

_ADVICE = (
    ("used but not defined", "define it, or mind its spelling"),
    ("defined more than once", "it is there already: write %extend or %override before it"),
    ("as it wasn't defined before", "mind its spelling, or define it without %extend"),
    ("Cannot override a nonexisting", "mind its spelling, or define it without %override"),
    ("Cannot compile token", "its regular expression is wrong, such as an unmatched bracket"),
    ("zero-width", "let it take at least one character"),
    ("Rules aren't allowed inside terminals", "a name in capitals can hold only such names"),
    ("Rules defined twice", "two alternatives of it read the same: leave one out"),
    ("marked to ignore", "define it, or take the %ignore out"),
    ("No such file", "%import finds only Lark's own grammars: use `// extends: NAME` for others"),
)
_NAME_IN_MESSAGE = (
    r"^(?:Rule|Terminal) '(\w+)'",
    r"\b(?:extend|nonexisting) (?:rule|terminal) (\w+)",
    r"\btoken (\w+):",
    r"\((\w+): '",
    r" in (\w+)\)",
    r"['<](\w+)",
)
"""Compiled when they are needed, as all expressions here: start-up is measured."""
_SYNTAX_LINE = r"at line (\d+),? column (\d+)"
_COLLISION = r"<(\w+) : ([^>]*)>"


def _explain(error: Exception, stack: Sequence[Layer]) -> str:
    """Lark's message with the file and line that it is about, and what to do."""
    message = str(error).strip()
    line = re.search(_SYNTAX_LINE, message)
    if line:
        return _syntax_error(message, int(line[1]), int(line[2]), stack)
    if "Reduce/Reduce" in message:
        return _collision(message, stack)
    advice = next((words for phrase, words in _ADVICE if phrase in message), None)
    text = " ".join(message.split())
    return f"{_place_in_message(message, stack)}: {text}{f'; {advice}' if advice else ''}"


def _syntax_error(message: str, line: int, column: int, stack: Sequence[Layer]) -> str:
    """Lark's grammar for grammars stopped at a place of the joined text."""
    text = _joined(stack).split("\n")
    shown = text[min(line, len(text)) - 1].strip()
    hint = "" if message.startswith("Unexpected") else f" ({message.split(',', maxsplit=1)[0]})"
    return (
        f"{_origin(line, stack)}: syntax error at column {column} of `{shown}`{hint}; "
        f"look for a missing `:`, an open bracket, or a rule that goes on where it should not"
    )


def _collision(message: str, stack: Sequence[Layer]) -> str:
    """Two rules that read the same words, with the places of both."""
    rules = dict(re.findall(_COLLISION, message.split("\n\n", maxsplit=1)[0]))
    places = {name: place_of(name, stack) or str(stack[-1].path) for name in rules}
    own = [place for place in places.values() if place.startswith(f"{stack[-1].path}:")]
    both = " and ".join(f"{name} ({place})" for name, place in places.items())
    return (
        f"{(own or list(places.values()))[0]}: Reduce/Reduce collision: {both} both read "
        f"`{next(iter(rules.values()))}`; take the words from one of them, or give the table "
        f"a kind of its own"
    )


def _place_in_message(message: str, stack: Sequence[Layer]) -> str:
    for pattern in _NAME_IN_MESSAGE:
        for name in re.findall(pattern, message):
            place = place_of(name, stack)
            if place:
                return place
    return str(stack[-1].path)


def place_of(name: str, stack: Sequence[Layer]) -> str | None:
    """The file and line where a rule or terminal is defined, extended, or else first used.

    The topmost layer that has it counts.
    """
    defined = re.compile(DEFINITION.format(re.escape(name)), re.MULTILINE)
    used = re.compile(rf"^(?!//)[^/\n]*(?<!\w){re.escape(name)}(?!\w)", re.MULTILINE)
    for pattern in (defined, used):
        for layer in reversed(stack):
            match = pattern.search(layer.text)
            if match:
                return layer.place(match.start())
    return None


def _origin(line: int, stack: Sequence[Layer]) -> str:
    """The file and line of a line of the joined text."""
    for layer in stack:
        length = len(layer.text.rstrip("\n").split("\n"))
        if line <= length:
            return f"{layer.path}:{line}"
        line -= length
    return str(stack[-1].path)


# ---------------------------------------------------------------- tables
#
# Building takes Lark about 1 s, reading its finished tables about 0.01 s, so the wheel
# carries the tables of the shipped grammars.  They are used only where the digest in their
# first line fits the grammar's text, Lark's version and the modules that wrote them; nothing is
# unpickled before that.


def write_tables(name: str, path: Path) -> None:
    """Build a shipped grammar and write its tables, for ``read_tables`` to find beside the grammar.

    Raises:
        GrammarError: it cannot be found or built.
    """
    own = discovery.shipped()
    stack = own.stack(own.find(name))
    grammar = build(stack)
    layout, labels = finished.dump(grammar.layout), finished.dump(grammar.labels)
    head = f"{_digest(stack)} {len(layout)}\n"
    path.write_bytes(head.encode() + layout + labels)


def read_tables(stack: Sequence[Layer]) -> Grammar | None:
    """The grammar of a shipped stack from its tables, or None where there are none that fit."""
    layer = stack[-1]
    if discovery.shipped().layers.get(layer.name) is not layer:
        return None
    try:
        head, _, tables = layer.path.with_suffix(TABLES).read_bytes().partition(b"\n")
    except OSError:
        return None
    digest, _, size = head.decode("ascii", "replace").partition(" ")
    if digest != _digest(stack):
        return None
    layout = finished.load(tables[: int(size)])
    labels = finished.load(tables[int(size) :])
    return Grammar(layer.name, layout, labels, frozenset(labels.options.start))


def _digest(stack: Sequence[Layer]) -> str:
    digest = hashlib.sha256(f"{lark.__version__}\n{_joined(stack)}".encode())
    for module in (finished.__file__, beginnings.__file__):
        digest.update(Path(module).read_bytes())
    return digest.hexdigest()
