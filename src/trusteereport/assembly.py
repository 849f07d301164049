"""The layout tree of a document to its records and cells.

The tree is visited from the top down, part by part, because what a line means
depends on what stands above it: the heading in force, the statement it belongs to,
the head that a table left out.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from lark import Tree
from lark.lexer import Token
from lark.visitors import Interpreter

from trusteereport.addresses import LabelPart
from trusteereport.drafts import Draft
from trusteereport.facts import is_caption, printed, read_fact, tokens_of
from trusteereport.grammars import Grammar
from trusteereport.labels import read_label
from trusteereport.ledger import Ledger
from trusteereport.report import Report
from trusteereport.sharing import take_back_shared
from trusteereport.stretches import Segment, segments
from trusteereport.tables import TableReader, titles_and_heads
from trusteereport.values import read_date

_TABLE = "_table"
_AMOUNT = re.compile(r"\d[.,]\d|\d%")
_CAPTIONS_BELOW = {"_CAPTION_BELOW", "_EXACT_NAME"}
_SECTION = "SECTION"
_PAGE_TITLE = "STATEMENT_TITLE"
_TITLES = ("trust", "certificates", "series")
_OF_TABLES = ("classes", "class_totals", "pools", "pool_totals", "delinquencies", "other")
_IDENTITY = (*_TITLES, "group", "agreement_date", "distribution_date", "record_date")
"""The titles and captions that tell one statement from another."""
_HEAD_OF_PAGE = (*_IDENTITY, "determination_date", "collection_period")
"""What stands over a page's tables: words above it belong to none of them."""


def assemble(tree: Tree[Token], grammar: Grammar, ledger: Ledger) -> Draft:
    """The draft of the report that a layout tree describes; cells and problems go to the ledger."""
    assembly = _Assembly(grammar, ledger)
    assembly.visit(tree)
    take_back_shared(assembly.report, ledger)
    return assembly.report


class _Assembly(Interpreter[Token, None]):
    """One document while it is read: the report so far, the statement and the section in force."""

    def __init__(self, grammar: Grammar, ledger: Ledger) -> None:
        super().__init__()
        self.report = Draft(Report)
        self._grammar = grammar
        self._ledger = ledger
        self._section: LabelPart | None = None
        self._statement: Draft | None = None
        self._exhibits: set[str] = set()
        self._headings: set[str] = set()
        self._is_running = False
        self._titles: dict[str, str] = {}
        self._begun: dict[tuple[str, str], list[tuple[dict[str, str], Draft]]] = {}
        self._tables = TableReader(grammar, ledger, self.report, self._statement_in_force)

    def _statement_in_force(self) -> Draft:
        if self._statement is None:
            self._statement = self.report.append("statements")
            self._note_titles(self._titles)
        return self._statement

    def _note_titles(self, titles: dict[str, str]) -> None:
        """Note titles of the statement in force, to find it again where they come back."""
        if self._statement is not None:
            for title in titles.items():
                self._begun.setdefault(title, []).append((self._titles, self._statement))

    @property
    def _section_text(self) -> str | None:
        return self._section.text if self._section else None

    def _read(self, draft: Draft, fact: Tree[Token]) -> None:
        read_fact(self._ledger, draft, fact, self._section_text, lambda _: None)

    def document(self, tree: Tree[Token]) -> None:
        """Read ``document: _part*``, part by part."""
        self.visit_children(tree)

    def cover(self, tree: Tree[Token]) -> None:
        """Read ``cover: _cover_opening _cover_line*``: facts, some above their captions."""
        waiting: list[Tree[Token]] = []
        captions: list[Token] = []
        for child in tree.children:
            if isinstance(child, Tree):
                if captions:
                    self._read_above(waiting, captions)
                waiting.append(child)
            elif child.type in _CAPTIONS_BELOW:
                captions.append(child)
        self._read_above(waiting, captions)

    def _read_above(self, facts: list[Tree[Token]], captions: list[Token]) -> None:
        """Read facts of the cover whose captions, if any, stand in the lines below them."""
        lines = [segments(line) for caption in captions for line in caption.splitlines()]
        draft = self.report.child("cover")
        for fact in facts:
            if fact.data == "items":
                self._section = _label_part(fact)
            read_fact(
                self._ledger, draft, fact, self._section_text, lambda one: _caption(one, lines)
            )
        facts.clear()
        captions.clear()

    def events(self, tree: Tree[Token]) -> None:
        """Read ``events: _event+``, what the Items report."""
        draft = self.report.child("events")
        for child in tree.children:
            if isinstance(child, Tree):
                self._read(draft, child)

    def statements(self, tree: Tree[Token]) -> None:
        """Read ``statements: _statement_line+``: titles, headings and tables in any order."""
        parts = [child for child in tree.children if isinstance(child, Tree)]
        after_table = True
        for number, part in enumerate(parts):
            if after_table:
                self._begin_where_contradicted(takewhile(_has_no_amount, parts[number:]))
            after_table = not _is_no_table(part)
            if str(part.data).endswith(_TABLE):
                self._read_table(part)
            elif part.data == "heading":
                self.heading(part)
            elif part.data == "notes":
                self._read(self.report, part)
            else:
                self._read_title(part)
        self._tables.leave_waiting()

    def _read_title(self, fact: Tree[Token]) -> None:
        """Read a title, a caption, or a fact in a heading; it may tell what pool follows."""
        self._read(self._statement_in_force(), fact)
        if fact.data == "pool_totals":
            self._tables.pool = ""
        if fact.data in _TITLES:
            self._tables.leave_heads()
        if fact.data in _HEAD_OF_PAGE:
            self._tables.leave_words()
        if fact.data == "pools":
            name = next(fact.find_data("name"), None)
            self._tables.pool = _text(name) if name else None
        elif fact.data == "group":
            label = read_label(self._grammar, "pool_column", _text(fact))
            if label and label.record == "pools":
                self._tables.pool = _text(fact)

    def _begin_where_contradicted(self, titles: Iterable[Tree[Token]]) -> None:
        """Begin a statement where a run of titles and captions contradicts the one in force.

        Pages repeat their titles: the same trust, series and date are the same statement,
        also where another one's pages stand between.  Pages with the deal's titles, but
        without those of a group, are about the whole deal, and a group behind figures of the
        whole deal is not it.
        """
        found = dict(_facts_in(titles))
        same = self._begun_with(found)
        differs = any(self._titles.get(name, text) != text for name, text in found.items())
        is_page = not found.keys().isdisjoint(_TITLES)
        if is_page:
            self._tables.pool = None
        is_same = is_page and same and "group" not in self._titles
        if differs or self._leaves_group(found) or self._enters_group(found) or is_same:
            self._titles, self._statement = same or ({}, None)
        new = {name: text for name, text in found.items() if name not in self._titles}
        self._titles.update(new)
        self._note_titles(new)

    def _begun_with(self, found: dict[str, str]) -> tuple[dict[str, str], Draft] | None:
        """The statement with some titles, if one has begun: of the same group, or of none."""
        like = min((self._begun.get(title, []) for title in found.items()), key=len, default=[])
        same = (
            one
            for one in like
            if found.items() <= one[0].items() and ("group" in one[0]) == ("group" in found)
        )
        return next(same, None)

    def _leaves_group(self, found: dict[str, str]) -> bool:
        """Whether a page with the deal's titles has none of a group, as the last one had."""
        is_page = not found.keys().isdisjoint(_TITLES)
        return is_page and "group" in self._titles and "group" not in found

    def _enters_group(self, found: dict[str, str]) -> bool:
        """Whether titles have a group behind figures of the whole deal."""
        is_whole = self._statement is not None and "group" not in self._titles
        return is_whole and "group" in found and self._has_figures()

    def _has_figures(self) -> bool:
        values = self._statement.values if self._statement else {}
        return not values.keys().isdisjoint(_OF_TABLES)

    def _read_table(self, tree: Tree[Token]) -> None:
        parts = {str(part.data): part for part in tree.children if isinstance(part, Tree)}
        kind = str(tree.data).removesuffix(_TABLE)
        titles = titles_and_heads(parts["head"])[0] if "head" in parts else []
        if titles:
            first = printed(titles[0])
            self._section = LabelPart(first.line, first.position, _joined(titles))
        head, rows = parts.get("head"), parts.get("rows")
        self._tables.read(kind, head, rows, self._section, is_running=self._is_running)

    def heading(self, tree: Tree[Token]) -> None:
        """The heading of the section that follows; it may hold a fact."""
        section = _label_part(tree)
        first = next(tokens_of(tree)).type
        if section.text != self._section_text and first.startswith(_SECTION):
            self._tables.forget_heads()
        self._section = section
        self._is_running = first == _PAGE_TITLE or section.text in self._headings  # on each page
        self._headings.add(section.text)
        for child in tree.children:
            if isinstance(child, Tree):
                self._read_title(child)

    def signature(self, tree: Tree[Token]) -> None:
        """Read ``signature: signature_heading _signature_line*``."""
        draft = self.report.child("signature")
        for child in tree.children:
            if isinstance(child, Tree):
                if child.data == "heading":
                    self._section = _label_part(child)
                else:
                    self._read(draft, child)

    def exhibits(self, tree: Tree[Token]) -> None:
        """Read an entry of the exhibit list, unless an index names it again."""
        number = _text(next(tree.find_data("number")))
        if number not in self._exhibits:
            self._exhibits.add(number)
            self._read(self.report, tree)

    def __default__(self, tree: Tree[Token]) -> None:
        """A fact of the report itself.

        Raises:
            KeyError: the grammar has a part that is no field of the report.
        """
        self._read(self.report, tree)


def _facts_in(titles: Iterable[Tree[Token]]) -> Iterator[tuple[str, str]]:
    """The names and texts of titles and captions, also of those in headings."""
    for title in titles:
        if title.data == "heading":
            yield from _facts_in(child for child in title.children if isinstance(child, Tree))
        elif title.data in _IDENTITY:
            words = _joined(token for token in tokens_of(title) if not is_caption(token))
            yield str(title.data), str(read_date(words) or words.casefold())


def _has_no_amount(part: Tree[Token]) -> bool:
    """Whether a part is no table, or one of captions: dates and names, but no amounts."""
    return _is_no_table(part) or not any(map(_AMOUNT.search, tokens_of(part)))


def _is_no_table(part: Tree[Token]) -> bool:
    """Whether a part is no table: page marks and rules alone are none."""
    return not str(part.data).endswith(_TABLE) or all(map(is_caption, tokens_of(part)))


def _label_part(tree: Tree[Token]) -> LabelPart:
    first = printed(next(tokens_of(tree)))
    return LabelPart(first.line, first.position, _text(tree))


def _text(tree: Tree[Token]) -> str:
    return _joined(tokens_of(tree))


def _joined(tokens: Iterable[Token]) -> str:
    return " ".join("".join(tokens).split())


def _caption(token: Token, lines: list[list[Segment]]) -> str | None:
    """The words that stand below a value in the lines of captions."""
    _, start, text = printed(token)
    parts = [
        segment.text
        for line in lines
        for segment in line
        if segment.shares(start, start + len(text)) > 0
    ]
    return " ".join(parts) or None
