"""The layout tree of a document to its records and cells.

The tree is visited from the top down, part by part, because what a line means
depends on what stands above it: the heading in force, the statement it belongs to,
the head that a table left out.
"""

from attrs import define, field
from lark import Tree
from lark.lexer import Token
from lark.visitors import Interpreter

from trusteereport.columns import Segment, segments
from trusteereport.drafts import Draft
from trusteereport.facts import is_caption, printed, read_fact, tokens_of
from trusteereport.grammars import Grammar
from trusteereport.ledger import Ledger
from trusteereport.report import Report
from trusteereport.tables import TableReader

_TABLE = "_table"


def assemble(tree: Tree[Token], grammar: Grammar, ledger: Ledger) -> Draft:
    """The draft of the report that a layout tree describes; cells and problems go to the ledger."""
    builder = _Assembly(grammar, ledger)
    builder.visit(tree)
    return builder.report


class _Assembly(Interpreter[Token, None]):
    """One document while it is read: the report so far, the statement and the section in force."""

    def __init__(self, grammar: Grammar, ledger: Ledger) -> None:
        super().__init__()
        self.ledger = ledger
        self.report = Draft(Report)
        self.section: str | None = None
        self._statement: Draft | None = None
        self._tables = TableReader(grammar, ledger, self.report, self.statement)

    def statement(self) -> Draft:
        """The statement in force, begun where there is none."""
        if self._statement is None:
            self._statement = self.report.append("statements")
        return self._statement

    def document(self, tree: Tree[Token]) -> None:
        """``document: _part*``"""
        self.visit_children(tree)

    def cover(self, tree: Tree[Token]) -> None:
        """``cover: _cover_opening _cover_line*``: facts, some above their captions."""
        draft = self.report.child("cover")
        waiting: list[Tree[Token]] = []
        captions: list[Token] = []
        for child in tree.children:
            if isinstance(child, Token):
                if child.type == "_CAPTION_BELOW":
                    captions.append(child)
                continue
            if captions:
                self._read_above(draft, waiting, captions)
            waiting.append(child)
        self._read_above(draft, waiting, captions)

    def _read_above(
        self, draft: Draft, facts: list[Tree[Token]], captions: list[Token]
    ) -> None:
        """Read facts whose captions, if any, stand in the lines below them."""
        lines = [segments(str(line).rstrip("\n")) for caption in captions for line in [caption]]
        for fact in facts:
            if fact.data == "items":
                self.section = _text(fact)
            read_fact(self.ledger, draft, fact, self.section, lambda one: _caption(one, lines))
        facts.clear()
        captions.clear()

    def events(self, tree: Tree[Token]) -> None:
        """``events: _event+``"""
        draft = self.report.child("events")
        for child in tree.children:
            if isinstance(child, Tree):
                read_fact(self.ledger, draft, child, self.section, _no_row)

    def statements(self, tree: Tree[Token]) -> None:
        """``statements: _statement_line+``: headings, captions and tables, in any order."""
        for child in tree.children:
            if isinstance(child, Tree):
                self._read_statement_part(child)

    def _read_statement_part(self, tree: Tree[Token]) -> None:
        name = str(tree.data)
        if name == "heading":
            self.heading(tree)
        elif name.endswith(_TABLE):
            parts = {str(one.data): one for one in tree.children if isinstance(one, Tree)}
            kind = name.removesuffix(_TABLE)
            self._tables.read(kind, parts.get("head"), parts.get("rows"), self.section)
        else:
            self._read_title(tree)

    def _read_title(self, tree: Tree[Token]) -> None:
        """A statement's title or caption; one that contradicts starts another statement."""
        known = self._statement.values.get(str(tree.data)) if self._statement else None
        read_fact(self.ledger, self.statement(), tree, self.section, _no_row)

    def heading(self, tree: Tree[Token]) -> None:
        """The heading of the section that follows; it may hold a fact."""
        self.section = _text(tree)
        for child in tree.children:
            if isinstance(child, Tree):
                read_fact(self.ledger, self.statement(), child, self.section, _no_row)

    def signature(self, tree: Tree[Token]) -> None:
        """``signature: signature_heading _signature_line*``"""
        draft = self.report.child("signature")
        for child in tree.children:
            if isinstance(child, Tree):
                if child.data == "heading":
                    self.section = _text(child)
                else:
                    read_fact(self.ledger, draft, child, self.section, _no_row)

    def __default__(self, tree: Tree[Token]) -> None:
        """A fact of the report itself, such as ``exhibits`` and ``unread``.

        Raises:
            KeyError: the grammar has a part that is no field of the report.
        """
        read_fact(self.ledger, self.report, tree, self.section, _no_row)


def _no_row(_: Token) -> None:
    return None


def _text(tree: Tree[Token]) -> str:
    return " ".join("".join(str(token) for token in tokens_of(tree)).split())


def _caption(token: Token, lines: list[list[Segment]]) -> str | None:
    """The words that stand below a value in the lines of captions."""
    _, start, text = printed(token)
    parts = [
        segment.text
        for line in lines
        for segment in line
        if segment.overlap(start, start + len(text)) > 0
    ]
    return " ".join(parts) or None
