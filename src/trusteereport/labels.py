"""The words of a label to the record field that they name, by the label grammar."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from lark import Tree
from lark.lexer import Token

from trusteereport.fields import fields_of
from trusteereport.grammars import Grammar
from trusteereport.records import Statement

_MARKS = re.compile(r"\(\d+\)|[*:().,/]|\bthe\b", re.IGNORECASE)
"""What says nothing in a label: footnote marks, stops, brackets, the article."""
_START_SUFFIXES = ("_row", "_column", "_note")


class Label(NamedTuple):
    """What a label names.

    ``record`` is the field of the statement that holds the record (``classes``),
    or None where the label names only a field of a record that another label
    names.  ``leaf`` is that field (``beginning_balance``).  ``key`` tells one record
    of several from the others: a class id, a pool's name.  ``variant`` is the
    rule below the record that is no field, such as a delinquency status.
    """

    record: str | None = None
    leaf: str | None = None
    key: str | None = None
    variant: str | None = None


def without_marks(text: str) -> str:
    """A label without what says nothing in it."""
    return _MARKS.sub(" ", text)


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
    variant: str | None = None
    fields = fields_of(Statement)
    for name in _names(tree):
        field = fields.get(name)
        if field is not None and field.record is not None:
            record, fields = name, fields_of(field.record)
        elif field is not None or record is None:
            return Label(record, leaf=name)
        else:
            variant = name
    return Label(record, key=_key(tree, text), variant=variant)


def _names(tree: Tree[Token]) -> Iterator[str]:
    """The names of the rules from the top down, but those that only start a label."""
    node: Tree[Token] | None = tree
    while node is not None:
        if not str(node.data).endswith(_START_SUFFIXES):
            yield str(node.data)
        node = next((child for child in node.children if isinstance(child, Tree)), None)


def _key(tree: Tree[Token], text: str) -> str:
    """The part of a label that tells its record from others: the terminal X_ID, else all of it."""
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        if token.type.endswith("_ID"):
            return str(token)
    return text
