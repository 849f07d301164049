"""Grammars: chosen for a document, and built and checked once a process.

A grammar is a stack of Lark texts: ``base.lark``, then a trustee's file with only
its differences.  Where the files are found, ``discovery`` knows; how a stack is built,
``building``.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trusteereport import discovery
from trusteereport.building import (
    LAYOUT,
    TABLES,
    Grammar,
    build,
    place_of,
    read_tables,
    write_tables,
)
from trusteereport.discovery import (
    BASE,
    SHIPPED,
    Broken,
    GrammarError,
    Layer,
    Library,
    adding,
    all_known,
    shipped_folder,
)

__all__ = [
    "BASE",
    "LAYOUT",
    "TABLES",
    "Broken",
    "Choice",
    "Grammar",
    "GrammarError",
    "Layer",
    "Unsettled",
    "adding",
    "broken",
    "build",
    "choose",
    "find",
    "load",
    "place_of",
    "read_tables",
    "shipped",
    "shipped_folder",
    "stack_of",
    "write_tables",
]


class Choice(NamedTuple):
    """The grammar that reads a document, and the reason."""

    name: str
    reason: str


class Unsettled(Choice):
    """The base, because the grammars that recognise a document cannot be used: a problem."""

    __slots__ = ()


# ---------------------------------------------------------------- finding


def shipped() -> dict[str, Layer]:
    """The package's own grammars by name."""
    return discovery.shipped().layers


def find(name: str) -> Layer:
    """The grammar of a name, or of a file's path.

    Raises:
        GrammarError: there is no such grammar, or it is broken.
    """
    return all_known().find(name)


def stack_of(name: str) -> list[Layer]:
    """The layers of a grammar, the base first.

    Raises:
        GrammarError: there is no such grammar, it is broken, or what it extends is not there.
    """
    found = all_known()
    return found.stack(found.find(name))


def broken() -> list[Broken]:
    """What was found and is left out: what cannot be read, and what could not be built so far."""
    found = all_known()
    failed = (
        Broken(stack[-1].name, stack[-1].source, str(result))
        for stack, result in _loaded.items()
        if isinstance(result, GrammarError) and found.layers.get(stack[-1].name) is stack[-1]
    )
    return [*found.broken, *failed]


# ---------------------------------------------------------------- choosing


def choose(text: str) -> Choice:
    """The grammar whose RECOGNISED_BY finds something in the text; the base where none does.

    A grammar comes before those that it extends.  A choice of the base because several
    grammars claim the text, or the one that does is broken, is ``Unsettled``.
    """
    found = all_known()
    claims = _most_special(found, list(_claims(found, text)))
    if len(claims) > 1:
        names = " and ".join(f"{one.name} ({one.reason})" for one in claims)
        return Unsettled(
            BASE,
            f"several grammars recognise this document: {names}; make the RECOGNISED_BY of "
            f"all but one want more, or name one with --grammar",
        )
    if not claims:
        return Choice(BASE, "no trustee's grammar recognises this document")
    if found.layers[claims[0].name].source != SHIPPED:
        try:
            load(claims[0].name)
        except GrammarError as error:
            return Unsettled(
                BASE, f"{claims[0].name} recognises this document, but is broken: {error}"
            )
    return claims[0]


def _claims(found: Library, text: str) -> Iterator[Choice]:
    for name, recogniser in found.recognisers.items():
        match = recogniser.search(text)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            yield Choice(name, f"line {line} has {' '.join(match.group().split())!r}")


def _most_special(found: Library, claims: list[Choice]) -> list[Choice]:
    """The claims without those of grammars that another of them extends."""
    if len(claims) < 2:
        return claims
    below = {layer.name for one in claims for layer in found.stack(found.layers[one.name])[:-1]}
    return [one for one in claims if one.name not in below]


# ---------------------------------------------------------------- building

_loaded: dict[tuple[Layer, ...], Grammar | GrammarError] = {}
"""What became of each stack in this process."""


def load(name: str) -> Grammar:
    """The grammar of a name or path, on top of what it extends: from its tables, else built.

    Raises:
        GrammarError: it cannot be found or built, or breaks a rule of all grammars.
    """
    stack = tuple(stack_of(name))
    if stack not in _loaded:
        try:
            _loaded[stack] = read_tables(stack) or _build_checked(stack)
        except GrammarError as error:
            _loaded[stack] = error
    result = _loaded[stack]
    if isinstance(result, GrammarError):
        raise GrammarError(str(result)) from result.__cause__
    return result


def _build_checked(stack: Sequence[Layer]) -> Grammar:
    """Build a grammar, and check it where others than the package wrote a part of it."""
    grammar = build(stack)
    if any(layer.source != SHIPPED for layer in stack):
        from trusteereport.soundness import check  # noqa: PLC0415  # not for shipped grammars

        mistakes = check(grammar, stack)
        if mistakes:
            raise GrammarError("\n".join(mistakes))
    return grammar
