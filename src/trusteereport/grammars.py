"""Grammars: found, stacked, chosen for a document, and built once a process.

A grammar is a stack of Lark texts: ``base.lark``, then a trustee's file with only
its differences.  The texts are joined and given to Lark once; a map of lines
leads errors back to their file.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from attrs import define, frozen
from lark import Lark, Tree
from lark.exceptions import GrammarError as LarkGrammarError
from lark.exceptions import LarkError, UnexpectedInput
from lark.lexer import Token

from trusteereport.problems import TrusteeReportError

BASE = "base"
LAYOUT = "document"
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
    """Build the grammar of a name or path, on top of the base.

    Raises:
        GrammarError: it cannot be found or built.
    """
    layer = find(name)
    stack = [layer] if layer.name == BASE else [find(BASE), layer]
    return build(layer.name, stack)


def build(name: str, stack: Iterable[Layer]) -> Grammar:
    """Build a stack of layers, the base first.

    Raises:
        GrammarError: Lark refuses the joined text.
    """
    layers = list(stack)
    text = "".join(layer.text.rstrip("\n") + "\n" for layer in layers)
    starts = sorted(set(_LABEL_START.findall(text)))
    try:
        layout = Lark(text, start=LAYOUT, parser="lalr", keep_all_tokens=True)
        labels = Lark(layout.grammar, start=starts, parser="lalr")
    except LarkError as error:
        raise GrammarError(_explain(error, layers)) from error
    return Grammar(name, layout, labels, frozenset(starts))


def _explain(error: LarkError, layers: list[Layer]) -> str:
    """Lark's message with the file and the line that it is about."""
    message = str(error).strip()
    if isinstance(error, UnexpectedInput):
        return f"{_origin(error.line, layers)}: syntax error: {message.splitlines()[0]}"
    assert isinstance(error, LarkError | LarkGrammarError)
    for name in re.findall(r"['<](\w+)", message):
        for layer in reversed(layers):
            match = re.search(_DEFINITION.format(re.escape(name)), layer.text, re.MULTILINE)
            if match:
                line = layer.text.count("\n", 0, match.start()) + 1
                return f"{layer.path}:{line}: {message}"
    return f"{layers[-1].path}: {message}"


def _origin(line: int, layers: list[Layer]) -> str:
    """The file and line of a line of the joined text."""
    for layer in layers:
        length = len(layer.text.rstrip("\n").split("\n"))
        if line <= length:
            return f"{layer.path}:{line}"
        line -= length
    return str(layers[-1].path)
