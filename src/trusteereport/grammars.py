"""Grammars: found, stacked, chosen for a document, and built once a process.

A grammar is a stack of Lark texts: ``base.lark``, then a trustee's file with only
its differences.  The texts are joined and given to Lark once; a map of lines
leads errors back to their file.
"""

import functools
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lark
from attrs import define, frozen
from lark import Lark, Tree
from lark.exceptions import LarkError, UnexpectedInput
from lark.lexer import Token

from trusteereport.problems import TrusteeReportError

BASE = "base"
LAYOUT = "document"
TABLES = ".tables"
_FLAGS = re.MULTILINE | re.ASCII
"""A ``^`` stands for a line's beginning; only the ten ASCII digits are digits."""
_RECOGNISER = re.compile(r"^RECOGNISED_BY: /(?P<regex>.*)/(?P<flags>[ims]*)$", re.MULTILINE)
_LABEL_START = re.compile(r"^(\w+_(?:row|column|note))(?:\.\d+)?:", re.MULTILINE)
_DEFINITION = r"^[?!]?(?:%(?:extend|override)\s+)?{}(?:\.-?\d+)?\s*:"


class GrammarError(TrusteeReportError):
    """A grammar that cannot be found or built; the message names file and line."""


@frozen
class Layer:
    """One Lark file of a stack."""

    name: str
    path: Path
    text: str


class Choice(NamedTuple):
    """The grammar that reads a document, and the reason."""

    name: str
    reason: str


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


# ---------------------------------------------------------------- finding


def shipped_folder() -> Path:
    """Where the package's grammars lie: in the installed package, else in the checkout."""
    inside = Path(__file__).parent / "grammars"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "grammars"


@functools.cache
def shipped() -> dict[str, Layer]:
    """The package's grammars by name."""
    return {path.stem: _read_layer(path) for path in sorted(shipped_folder().glob("*.lark"))}


def _read_layer(path: Path) -> Layer:
    try:
        return Layer(path.stem, path, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise GrammarError(f"{path}: {reason}") from error


def find(name: str) -> Layer:
    """The grammar of a name, or of a file's path.

    Raises:
        GrammarError: there is no such grammar.
    """
    if name in shipped():
        return shipped()[name]
    if name.endswith(".lark"):
        return _read_layer(Path(name))
    raise GrammarError(f"no grammar {name!r}; there are: {', '.join(shipped())}")


# ---------------------------------------------------------------- choosing


def choose(text: str) -> Choice:
    """The grammar whose RECOGNISED_BY finds something in the text; the base where none does."""
    claims = list(_claims(text))
    if len(claims) == 1:
        return claims[0]
    if claims:
        names = ", ".join(claim.name for claim in claims)
        return Choice(BASE, f"several grammars recognise this document: {names}")
    return Choice(BASE, "no trustee's grammar recognises this document")


def _claims(text: str) -> Iterator[Choice]:
    for layer in shipped().values():
        recogniser = _recogniser(layer)
        match = recogniser.search(text) if recogniser else None
        if match:
            line = text.count("\n", 0, match.start()) + 1
            yield Choice(layer.name, f"line {line} has {' '.join(match.group().split())!r}")


def _recogniser(layer: Layer) -> re.Pattern[str] | None:
    match = _RECOGNISER.search(layer.text)
    if match is None:
        return None
    flags = functools.reduce(lambda all_, one: all_ | re.RegexFlag[one.upper()], match["flags"], 0)
    try:
        return re.compile(match["regex"], flags)
    except re.error as error:
        line = layer.text.count("\n", 0, match.start()) + 1
        raise GrammarError(f"{layer.path}:{line}: RECOGNISED_BY: {error}") from error


# ---------------------------------------------------------------- building


@functools.cache
def load(name: str) -> Grammar:
    """The grammar of a name or path, on top of the base: from its tables, else built.

    Raises:
        GrammarError: it cannot be found or built.
    """
    stack = stack_of(name)
    return read_tables(stack) or build(stack)


def stack_of(name: str) -> list[Layer]:
    """The layers of a grammar, the base first.

    Raises:
        GrammarError: there is no such grammar.
    """
    layer = find(name)
    return [layer] if layer.name == BASE else [find(BASE), layer]


def build(stack: list[Layer]) -> Grammar:
    """Build a grammar from its layers, the base first.

    Raises:
        GrammarError: Lark refuses the joined text.
    """
    text = _joined(stack)
    starts = sorted(set(_LABEL_START.findall(text)))
    try:
        layout = Lark(text, start=LAYOUT, parser="lalr", keep_all_tokens=True, g_regex_flags=_FLAGS)
        labels = Lark(layout.grammar, start=starts, parser="lalr", g_regex_flags=_FLAGS)
    except LarkError as error:
        raise GrammarError(_explain(error, stack)) from error
    return Grammar(stack[-1].name, layout, labels, frozenset(starts))


def _joined(stack: list[Layer]) -> str:
    return "".join(layer.text.rstrip("\n") + "\n" for layer in stack)


def _explain(error: LarkError, stack: list[Layer]) -> str:
    """Lark's message with the file and the line that it is about."""
    message = str(error).strip()
    if isinstance(error, UnexpectedInput):
        return f"{_origin(error.line, stack)}: syntax error: {message.splitlines()[0]}"
    for name in re.findall(r"['<](\w+)", message):
        for layer in reversed(stack):
            match = re.search(_DEFINITION.format(re.escape(name)), layer.text, re.MULTILINE)
            if match:
                line = layer.text.count("\n", 0, match.start()) + 1
                return f"{layer.path}:{line}: {message}"
    return f"{stack[-1].path}: {message}"


def _origin(line: int, stack: list[Layer]) -> str:
    """The file and line of a line of the joined text."""
    for layer in stack:
        length = len(layer.text.rstrip("\n").split("\n"))
        if line <= length:
            return f"{layer.path}:{line}"
        line -= length
    return str(stack[-1].path)


# ---------------------------------------------------------------- tables
#
# Building takes Lark about 0.17 s, reading its finished tables about 0.02 s, so the wheel
# carries the tables of the shipped grammars.  They are used only where the digest in their
# first line fits the grammar's text and Lark's version; nothing is unpickled before that.


def write_tables(name: str, path: Path) -> None:
    """Build a grammar and write its tables, for ``read_tables`` to find beside the grammar.

    Raises:
        GrammarError: it cannot be found or built.
    """
    stack = stack_of(name)
    grammar = build(stack)
    layout, labels = io.BytesIO(), io.BytesIO()
    grammar.layout.save(layout)
    grammar.labels.save(labels)
    head = f"{_digest(stack)} {len(layout.getvalue())}\n"
    path.write_bytes(head.encode() + layout.getvalue() + labels.getvalue())


def read_tables(stack: list[Layer]) -> Grammar | None:
    """The grammar of a shipped stack from its tables, or None where there are none that fit."""
    layer = stack[-1]
    if shipped().get(layer.name) is not layer:
        return None
    try:
        head, _, tables = layer.path.with_suffix(TABLES).read_bytes().partition(b"\n")
    except OSError:
        return None
    digest, _, size = head.decode("ascii", "replace").partition(" ")
    if digest != _digest(stack):
        return None
    layout = Lark.load(io.BytesIO(tables[: int(size)]))
    labels = Lark.load(io.BytesIO(tables[int(size) :]))
    return Grammar(layer.name, layout, labels, frozenset(labels.options.start))


def _digest(stack: list[Layer]) -> str:
    return hashlib.sha256(f"{lark.__version__}\n{_joined(stack)}".encode()).hexdigest()
