"""Captions with their values, outside tables, to record fields.

A fact is a node of the layout tree that is named as the field it fills.  Its
``_CAPTION`` tokens are its label, its other tokens the value.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from lark import Tree
from lark.lexer import Token

from trusteereport.cells import Value
from trusteereport.drafts import KEYS, Draft
from trusteereport.fields import FieldKind
from trusteereport.ledger import Ledger
from trusteereport.records import OtherValue
from trusteereport.values import YES_NO, read_cusip, read_date, read_month, read_value

UNREAD, OTHER = "unread", "OTHER"
_OTHER_VALUE = "other"
"""The field for values that no field takes."""

RowOf = Callable[[Token], str | None]
"""The label of a value that has no caption of its own."""


class PrintedText(NamedTuple):
    """A text and where it begins: 1-based line, 0-based position on the page."""

    line: int
    position: int
    text: str


def printed(token: Token) -> PrintedText:
    """A token without the blanks around it; lines are joined by one blank."""
    text = str(token)
    lead = text[: len(text) - len(text.lstrip())]
    line, position = token.line or 1, (token.column or 1) - 1 + len(lead)
    if "\n" in lead:
        line += lead.count("\n")
        position = len(lead) - lead.rindex("\n") - 1
    parts = (part.strip() for part in text.strip().split("\n"))
    return PrintedText(line, position, " ".join(part for part in parts if part))


def is_caption(token: Token) -> bool:
    """Whether a token is words around a value."""
    return token.type.startswith("_")


def tokens_of(tree: Tree[Token]) -> Iterator[Token]:
    """All tokens below a node, in document order."""
    for child in tree.children:
        if isinstance(child, Tree):
            yield from tokens_of(child)
        else:
            yield child


def read_fact(
    ledger: Ledger, draft: Draft, tree: Tree[Token], section: str | None, row_of: RowOf
) -> None:
    """Put a fact into a draft, and its values into the cells."""
    name = str(tree.data)
    if name == _OTHER_VALUE:
        _put_other(ledger, draft, tree, section)
        return
    if name == UNREAD:
        for token in tokens_of(tree):
            ledger.leave(token)
        return
    caption = _caption(tree)
    row_here: RowOf = (lambda _: caption) if caption else row_of
    inner = _inner_draft(draft, name, tree)
    values = []
    is_named = False
    for place, child in enumerate(tree.children):
        if isinstance(child, Tree):
            row = _words_before(tree, place) if is_named else row_here
            read_fact(ledger, inner, child, section, row)
            is_named = is_named or child.data in KEYS.get(name, ())
        elif child.type == OTHER:
            ledger.leave(child)
        elif not is_caption(child):
            values.append(child)
    if values:
        _put(ledger, draft, name, values, section, row_here)
    elif name == "notes":
        inner.put("line", next(tokens_of(tree)).line)


def _words_before(tree: Tree[Token], place: int) -> RowOf:
    """The words before a value, with what tells its record from others (``CLASS A CUSIP``)."""
    words = " ".join(tokens_of(Tree("", tree.children[:place])))
    text = " ".join(words.split())
    return lambda _: text


def _caption(tree: Tree[Token]) -> str:
    """The words before a fact's value, or else those behind it."""
    words = [isinstance(one, Token) and is_caption(one) for one in tree.children]
    first = words.index(False) if False in words else len(words)
    before = [str(one) for one in tree.children[:first]]
    behind = [str(one) for one, is_word in zip(tree.children, words, strict=True) if is_word]
    text = " ".join(" ".join(before or behind).split())
    return text if any(map(str.isalnum, text)) else ""


def _inner_draft(draft: Draft, name: str, tree: Tree[Token]) -> Draft:
    """Where the facts inside a fact go: into its record, or else beside it."""
    kind = draft.fields[name].kind
    if kind is FieldKind.RECORD:
        return draft.child(name)
    if kind is not FieldKind.RECORDS:
        return draft
    key = _key(name, tree)
    return draft.element(name, key) if key else draft.append(name)


def _key(name: str, tree: Tree[Token]) -> tuple[str | None, ...] | None:
    """What tells a record of a list from the others, where a fact inside the fact says it.

    A pool without a name is the only one.
    """
    fields = KEYS.get(name, ())
    if len(fields) != 1:
        return None
    said = (one for one in tree.children if isinstance(one, Tree) and one.data in fields)
    first = next(said, None)
    return (printed(next(tokens_of(first))).text.casefold() if first else None,)


def _put_other(ledger: Ledger, draft: Draft, tree: Tree[Token], section: str | None) -> None:
    """Keep a caption's value that no field takes (``other: _CAPTION value``)."""
    caption = _caption(tree)
    for token in tokens_of(tree):
        if token.type == OTHER:
            ledger.leave(token)
        elif not is_caption(token):
            text = printed(token)
            found = read_value(text.text)
            value = text.text if found.kind == "malformed" else found.value
            assert not isinstance(value, bool)
            other = OtherValue(section, caption or None, None, value)
            draft.values.setdefault(_OTHER_VALUE, []).append(other)
            ledger.cell(*text, found.kind, found.value, section, caption or None)


def _put(
    ledger: Ledger,
    draft: Draft,
    name: str,
    tokens: list[Token],
    section: str | None,
    row_of: RowOf,
) -> None:
    text = printed(tokens[0])
    if len(tokens) > 1:
        text = text._replace(text=" ".join(printed(token).text for token in tokens))
    kind, value = _convert(draft.fields[name].kind, text.text)
    if name == "cusip":
        kind, value = read_cusip(text.text)
    if kind == "malformed":
        ledger.problem(
            "malformed-value",
            text.line,
            text.position,
            f"{text.text!r} is no value for {draft.field_path_of(name)}",
            "compare the line with the original filing; the record's field stays empty",
        )
    record_value = YES_NO.get(str(value).lower()) if kind == "boolean" else value
    path = draft.path_of(name)
    placed = True
    if draft.fields[name].kind is FieldKind.TEXTS:
        path = f"{path}.{draft.add(name, text.text)}"
    elif record_value is not None:
        placed = draft.put(name, record_value)
    if not placed:
        ledger.problem(
            "conflicting-value",
            text.line,
            text.position,
            f"{draft.field_path_of(name)} is printed before with another value",
            "see both lines; the record keeps the first",
        )
    ledger.cell(
        text.line,
        text.position,
        text.text,
        "text" if kind == "boolean" else kind,
        value,
        section,
        row_of(tokens[0]),
        field=draft.field_path_of(name) if placed else None,
        path=path if placed else None,
    )


def _convert(kind: FieldKind, text: str) -> tuple[str, Value]:
    """The cell's kind and value of a fact's text, as its field wants it."""
    if kind in (FieldKind.DATE, FieldKind.DATE_OR_MONTH):
        day = read_date(text) or (read_month(text) if kind is FieldKind.DATE_OR_MONTH else None)
        return ("date", day) if day else ("malformed", None)
    if kind is FieldKind.NUMBER:
        found = read_value(text)
        return (
            (found.kind, found.value) if isinstance(found.value, Decimal) else ("malformed", None)
        )
    if kind is FieldKind.BOOLEAN:
        return ("boolean", text) if text.lower() in YES_NO else ("malformed", None)
    return "text", text
