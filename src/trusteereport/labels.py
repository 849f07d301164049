"""The words of a label to the record field that they name, by the label grammar."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from lark import Tree
from lark.lexer import Token

from trusteereport.drafts import KEYS, status_of
from trusteereport.fields import FieldType, fields_of
from trusteereport.grammars import Grammar
from trusteereport.records import Statement, Status

_MARKS = re.compile(
    r"(?:[-+=]?\([\d+/=-]+\))+=?|\(\d+(?: [-+/] \d+)+\)|\(\{\d{1,3}\}[^()]*\)|[*:().,/~?]|\bthe\b",
    re.IGNORECASE,
)
"""What says nothing in a label: footnote marks, formulas of columns, stops, the article."""
_ENUMERATION = re.compile(
    r"[ ]*(?:(?:\((?:[a-z]{1,2}|[ivx]+|\d{1,2})\)|(?:[a-z]|[ivx]+|\d{1,2})[.)]"
    r"|Sec(?:tion|\.)[ ]\d+\.\d+(?:\([a-z\d]{1,5}\))*)[ ]+"
    r"|(?:\{\d{1,3}\}|(?-i:[ivx]{1,5}))[ ]+"
    r"|(?:\d{1,2}|(?-i:[A-Z]))[ ]{2,}(?!(?:day|month|payment|year)s?\b)(?=[a-z]+\S*[ ][a-z($])"
    r"|\([a-z]{1,2}\)(?=\())+(?=\S)",
    re.IGNORECASE,
)
"""The number of a clause before its words: ``(iv)``, ``A.``, ``(b) (i)``, ``7  A``."""
_START_SUFFIXES = ("_row", "_column", "_group", "_cell", "_note")


class Part(NamedTuple):
    """Words of a label that tell one record of several from the others.

    ``field`` is the record's field that they go into, ``value`` what they mean there
    (None where the words have no meaning of their own), ``words`` are as printed.
    """

    field: str
    value: str | Status | None
    words: str


class Label(NamedTuple):
    """What a label names.

    ``record`` is the field of the statement that holds the record (``classes``),
    or None where the label names only a field of a record that another label
    names.  ``leaf`` is that field (``beginning_balance``).  ``parts`` tell one record
    of several from the others: a class id, a pool's name, a delinquency's status.
    ``leaves`` are the fields of a label that names several, of columns without heads.
    """

    record: str | None = None
    leaf: str | None = None
    parts: tuple[Part, ...] = ()
    leaves: tuple[str, ...] = ()


def without_marks(text: str) -> str:
    """A label with blanks in the place of what says nothing."""
    number = _ENUMERATION.match(text)
    if number:
        text = " " * number.end() + text[number.end() :]
    return _MARKS.sub(lambda mark: " " * len(mark[0]), text)


def without_number(text: str) -> str:
    """A label without the number of its clause."""
    number = _ENUMERATION.match(text)
    return text[number.end() if number else 0 :].strip()


@functools.lru_cache(maxsize=65536)
def read_label(grammar: Grammar, start: str, text: str) -> Label | None:
    """The field that a label names by the rule ``start``, or None where it names none.

    Results are kept: trustees print the same labels in every report.
    """
    tree = grammar.read_label(start, without_marks(text))
    return None if tree is None else _label(tree, text)


def _label(tree: Tree[Token], text: str) -> Label:
    """Follow the tree downwards: its rules' names are the names of records and fields."""
    record: str | None = None
    leaves: list[str] = []
    parts: list[Part] = []
    for node in _nodes(tree):
        name = str(node.data)
        field = _field(record, name)
        if record is None and field is not None and field.record is not None:
            record = name
        elif record and name in KEYS.get(record, ()):
            parts.append(_part(name, node, text))
        else:
            leaves.append(name)
    if record and not parts:
        parts += _identifier(record, tree, text)
    elif len(parts) == 1 and not leaves:
        parts[0] = parts[0]._replace(words=without_number(text))
    if len(leaves) > 1:
        return Label(record, None, tuple(parts), tuple(leaves))
    return Label(record, leaves[0] if leaves else _only_field(record), tuple(parts))


def _nodes(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    """The rules from the top down, but those that only start a label or refine a word."""
    name = str(tree.data)
    if not name.endswith(_START_SUFFIXES):
        yield tree
    children = [child for child in tree.children if isinstance(child, Tree)]
    if name.endswith(_START_SUFFIXES) or _is_record(name):
        for child in children:
            yield from _nodes(child)


def _is_record(name: str) -> bool:
    field = fields_of(Statement).get(name)
    return field is not None and field.record is not None


def _field(record: str | None, name: str) -> FieldType | None:
    fields = fields_of(Statement)
    holder = fields[record].record if record else None
    return fields_of(holder).get(name) if holder else fields.get(name)


def _only_field(record: str | None) -> str | None:
    """The field of a record that has just one beside what tells it from others (a trigger's)."""
    if record not in KEYS:
        return None
    holder = fields_of(Statement)[record].record
    assert holder
    fields = [name for name in fields_of(holder) if name not in KEYS[record]]
    return fields[0] if len(fields) == 1 else None


def _part(name: str, node: Tree[Token], text: str) -> Part:
    """The words of a rule that is named as a field; a rule inside it says what they mean."""
    words = _words(node, text)
    meaning = next((str(one.data) for one in node.children if isinstance(one, Tree)), None)
    if name == "status":
        return Part(name, status_of(meaning or ""), words)
    if meaning and name != "category":  # one name for a record that is printed in several ways
        meaning = meaning.replace("_", " ").title()
    return Part(name, meaning or words, words)


def _words(tree: Tree[Token], text: str) -> str:
    tokens = list(tree.scan_values(lambda value: isinstance(value, Token)))
    if not tokens:
        return ""
    return text[tokens[0].start_pos : tokens[-1].end_pos]


def _identifier(record: str, tree: Tree[Token], text: str) -> Iterator[Part]:
    """The terminal X_ID, which tells a record from others."""
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        if token.type.endswith("_ID") and record in KEYS:
            words = text[token.start_pos : token.end_pos]
            yield Part(KEYS[record][0], words, words)
            return
