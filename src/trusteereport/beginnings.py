"""The characters that a match of a regular expression can begin with, behind blanks.

The lexer tries only terminals that can begin with what stands in the text.  Where it is not
known exactly, more characters are named than are possible, never fewer.
"""

import re
from collections.abc import Iterable
from re import _constants as op
from re import _parser
from typing import Any

_BLANK = " "
_ALL = frozenset(map(chr, range(128)))
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
_NOTHING_TAKEN = {op.AT, op.ASSERT, op.ASSERT_NOT}


def beginnings(pattern: str, flags: int) -> str | None:
    """The ASCII characters, in order, that can be the first of a match behind its blanks.

    Args:
        pattern: the expression, as ``re`` takes it; digits and spaces are those of ASCII.
        flags: the flags that it is compiled with.

    Returns:
        The characters, or None where a match may be nothing but blanks: then what stands
        behind them is no part of it, and anything may.
    """
    parsed = _parser.parse(pattern, flags)
    found, only_blanks = _first_of_all(parsed, bool(parsed.state.flags & re.IGNORECASE))
    return None if only_blanks else "".join(sorted(found))


_First = tuple[frozenset[str], bool]
"""The characters that may come first, and whether a match may be nothing but blanks."""


def _first_of_all(parts: Iterable[tuple[Any, Any]], ignore_case: bool) -> _First:
    """What the parts of an expression, one after the other, can begin with."""
    found: frozenset[str] = frozenset()
    for code, argument in parts:
        first, only_blanks = _first(code, argument, ignore_case)
        found |= first
        if not only_blanks:
            return found, False
    return found, True


def _first(code: Any, argument: Any, ignore_case: bool) -> _First:
    """What one part of an expression can begin with; an unknown part with anything."""
    if code in _NOTHING_TAKEN:
        return frozenset(), True
    if code is op.BRANCH:
        branches = [_first_of_all(branch, ignore_case) for branch in argument[1]]
        return frozenset().union(*(first for first, _ in branches)), any(one for _, one in branches)
    if code is op.SUBPATTERN:
        _, added, removed, parts = argument
        ignored = (ignore_case or bool(added & re.IGNORECASE)) and not removed & re.IGNORECASE
        return _first_of_all(parts, ignored)
    if code is op.ATOMIC_GROUP:
        return _first_of_all(argument, ignore_case)
    if code in _REPEATS:
        least, _, parts = argument
        first, only_blanks = _first_of_all(parts, ignore_case)
        return first, only_blanks or least == 0
    characters = _characters(code, argument, ignore_case)
    return (_ALL, True) if characters is None else (characters - {_BLANK}, _BLANK in characters)


def _characters(code: Any, argument: Any, ignore_case: bool) -> frozenset[str] | None:
    """The characters that a part takes which takes one, else None."""
    if code is op.LITERAL:
        return _cased({chr(argument)}, ignore_case)
    if code is op.NOT_LITERAL:
        return _ALL - {chr(argument)}
    if code is op.ANY:
        return _ALL
    if code is not op.IN:
        return None
    (first, _), *others = argument
    if first is op.NEGATE:  # without regard to case, fewer are left out than may be
        return _ALL - _members(others)
    return _cased(_members(argument), ignore_case)


def _members(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The characters of a set."""
    found: set[str] = set()
    for code, argument in items:
        if code is op.LITERAL:
            found.add(chr(argument))
        elif code is op.RANGE:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            found.update(re.findall(_CATEGORIES[argument], "".join(sorted(_ALL)), re.ASCII))
    return frozenset(found)


def _cased(characters: Iterable[str], ignore_case: bool) -> frozenset[str]:
    found = frozenset(characters)
    return found | {one.swapcase() for one in found} if ignore_case else found
