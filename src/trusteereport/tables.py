"""Blocks of lines to tables: which rows belong together, under which heads, as what kind.

The geometry is ``columns``' business, the fields of the values are ``placement``'s.
"""

from collections.abc import Callable, Sequence

from attrs import define
from lark import Tree
from lark.lexer import Token

from trusteereport.columns import DRIFT, Grid, read_grid
from trusteereport.drafts import Draft
from trusteereport.facts import OTHER, is_caption, read_fact, tokens_of
from trusteereport.grammars import Grammar
from trusteereport.labels import Label, read_label
from trusteereport.ledger import Ledger
from trusteereport.placement import Block, Line, Note, Placement, Row

_OR = "_or_"
_GENERIC = "caption"
"""The kind of a table of which nothing is known."""
_SURE_COLUMNS = 2
"""One column alone is no sign that a table goes on."""


@define
class TableReader:
    """Reads the tables of one document, one after the other.

    It remembers the last table's heads: a table may go on without repeating them.
    """

    grammar: Grammar
    ledger: Ledger
    report: Draft
    statement: Callable[[], Draft]
    _last: tuple[str, Grid, set[Label]] | None = None

    def read(
        self, kind: str, head: Tree[Token] | None, rows: Tree[Token] | None, section: str | None
    ) -> None:
        """Read a table of a kind: ``kind_column`` names its heads, ``kind_row`` its rows."""
        head_lines = [_line(one) for one in head.children if _is_line(one)] if head else []
        blocks, rest = self._read_lines(rows, section)
        for line in rest if blocks else head_lines + rest:
            self.ledger.leave_line(line.number, line.text.strip())
        for block in blocks:
            self._read_block(kind, head_lines, block, section)
            head_lines = []

    def forget_heads(self) -> None:
        """Let no table go on with the heads of one before."""
        self._last = None

    def _read_block(
        self, kind: str, head_lines: list[Line], block: Block, section: str | None
    ) -> None:
        grid = read_grid([line.text for line in head_lines], [row.line.text for row in block.rows])
        seen: set[Label] = set()
        if head_lines:
            self._last = (kind, grid, seen)
        elif self._last and kind in (_GENERIC, self._last[0]):
            kind, grid, seen = self._continued(kind, grid)
        kind = self._best_kind(kind.split(_OR), grid)
        placement = Placement(
            self.grammar, self.ledger, self.statement, kind, grid, head_lines, section, seen
        )
        placement.read(block)

    def _read_lines(
        self, rows: Tree[Token] | None, section: str | None
    ) -> tuple[list[Block], list[Line]]:
        """The blocks of rows, and the words after the last row.  Notes end a block."""
        blocks: list[Block] = []
        above: list[Line] = []
        for child in rows.children if rows else ():
            if isinstance(child, Tree):
                read_fact(self.ledger, self.report, child, section, lambda _: None)
                if child.data == "notes" and blocks:
                    mark, text = (str(next(tokens_of(part))).strip() for part in child.children)  # type: ignore[arg-type]
                    blocks[-1].notes.append(Note(mark, text))
            elif child.type == "ROW":
                if not blocks or blocks[-1].notes:
                    blocks.append(Block())
                blocks[-1].rows.append(Row(_line(child), tuple(above)))
                above.clear()
            elif child.type == OTHER:
                self.ledger.leave(child)
            elif not is_caption(child):
                above.append(_line(child))
        return blocks, above

    def _best_kind(self, kinds: list[str], grid: Grid) -> str:
        """The kind whose rules know most of the heads and labels; the first of equals."""
        if len(kinds) == 1:
            return kinds[0]
        heads = [header.text for header in grid.headers if header]
        labels = [row.label for row in grid.rows if row.label]

        def known(kind: str) -> int:
            return sum(
                read_label(self.grammar, f"{kind}_{axis}", text) is not None
                for axis, texts in (("column", heads), ("row", labels))
                for text in texts
            )

        return max(kinds, key=known)

    def _continued(self, kind: str, grid: Grid) -> tuple[str, Grid, set[Label]]:
        """The last table's kind and heads, where a table without a head has its columns."""
        if self._last is None or len(grid.edges) < _SURE_COLUMNS:
            return kind, grid, set()
        last_kind, last, seen = self._last
        places = [_place(edge, last.edges) for edge in grid.edges]
        if None in places:
            return kind, grid, set()
        headers = [last.headers[place] for place in places if place is not None]
        continued = Grid(last.label_header, headers, grid.rows, grid.edges, grid.ambiguous)
        return last_kind, continued, seen


def _is_line(child: Token | Tree[Token]) -> bool:
    return isinstance(child, Token) and not is_caption(child)


def _line(token: Token | Tree[Token]) -> Line:
    assert isinstance(token, Token)
    return Line(token.line or 1, token.rstrip("\n"))


def _place(edge: int, edges: Sequence[int]) -> int | None:
    return next((n for n, other in enumerate(edges) if abs(edge - other) <= DRIFT), None)
