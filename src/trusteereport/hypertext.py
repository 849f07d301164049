"""HTML to page lines: the text as a printer would set it, tables with their columns laid out.

A table's row becomes a line: labels at the left margin, the values of a column with
their right edges under each other, wide gaps between columns.  Text in ``<pre>`` keeps
its columns.  Each stretch of a page line knows where it stands in the input.

The standard library's parser reads the markup: it is the only one that gives the line and
the column of text, not only of elements, and needs no tree of the whole document.
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from operator import itemgetter
from typing import Any, NamedTuple

from attrs import Factory, define

from trusteereport.values import is_value

_GAP = 4
"""Blanks between two columns: a ``)`` or `` %`` may overhang into them and leaves two."""
_WIDTH = 80
"""How wide the lines of a paragraph are set, as on the pages that grammars know."""
_DEEPEST = 20
_MOST_COLUMNS = 200
_TAB_STOP = 8

_LESS = "\ufdd0"
"""Stands for a ``<`` that begins no tag (a noncharacter: no text has it)."""
_STRAY = re.compile(r"<(?![^<>]*>)")
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_NOT_LINE_END = re.compile(r"[^\n]")
_WORD = re.compile(r"[^ \t\r\f]+")
_PAGE_NUMBER = re.compile(r"[ \t]*-?[ \t]*\d*[ \t]*-?[ \t]*$")
_ODD = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f]")
_TYPEWRITTEN = str.maketrans(
    {_LESS: "<"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u201c\u201d", '"')
)
_OPENING = re.compile(r"[$(-]+")
_CLOSING = re.compile(r"[)%*]+")
_OVERHANG = " )%*"

_UNPRINTED = frozenset("head script style title".split())
_BLOCKS = frozenset(
    "address blockquote body caption center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 hr html"
    " li ol p pre section table tbody td tfoot th thead tr ul".split()
)


class Run(NamedTuple):
    """Where a stretch of a page line stands in the input; all are counted from 0."""

    position: int
    line: int
    column: int


class PageLine(NamedTuple):
    """A line of the page: the input line that it belongs to, its text, where that stands."""

    line: int
    text: str
    runs: tuple[Run, ...]


def lay_out(lines: Sequence[str], longest: int = 2000) -> list[PageLine]:
    """The page of an HTML document: at least one line for each of the input, in order.

    A page line stands at the input line in which its text begins, as far as the lines
    before it leave room; nothing stands at an input line in which no text begins.  None is
    longer than ``longest``.
    """
    reader = _Reader(lines)
    reader.feed(_only_tags("\n".join(lines)))
    reader.close()
    page: list[PageLine] = []
    line = 0
    for whole in reader.finish():
        for text in filter(_has_text, _wrapped(whole, longest)):
            line = max(line, min(run.line for run in text.runs))
            page += [PageLine(number, "", ()) for number in range(len(page), line)]
            page.append(PageLine(line, text.text, text.runs))
    page += [PageLine(number, "", ()) for number in range(len(page), len(lines))]
    return page


def _has_text(text: "_Text") -> bool:
    return bool(text.text.strip(" "))


def _only_tags(text: str) -> str:
    """The text with comments and declarations blank, and each ``<`` that begins no tag masked.

    Characters keep their places.  The parser takes quadratic time where a tag or comment is
    not closed (CPython issue 135462, mended in later versions); after this none is.
    """
    parts = []
    place = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[place:start], _blank(text[start : end + 3])]
        place = end + 3
    parts.append(text[place:])
    masked = _STRAY.sub(_LESS, "".join(parts))
    return _DECLARATION.sub(lambda match: _blank(match[0]), masked)


def _blank(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)


# ---------------------------------------------------------------- text with its places


class _Text(NamedTuple):
    """A line of text and where its stretches stand in the input."""

    text: str
    runs: tuple[Run, ...]

    def cut(self, start: int, end: int) -> "_Text":
        """The text from one position to another."""
        if start >= end:
            return _Text("", ())
        first = max(bisect_right(self.runs, start, key=itemgetter(0)) - 1, 0)
        behind = bisect_left(self.runs, end, key=itemgetter(0))
        runs = []
        for position, line, column in self.runs[first:behind]:
            skipped = max(start - position, 0)
            runs.append(Run(position + skipped - start, line, column + skipped))
        return _Text(self.text[start:end], tuple(runs))

    def stripped(self) -> "_Text":
        text = self.text.strip(" ")
        start = self.text.find(text)
        return self if text == self.text else self.cut(start, start + len(text))


def _placed(parts: Iterable[tuple[int, _Text]]) -> _Text:
    """One line of parts at their positions, two blanks apart at least."""
    line, runs = "", list[Run]()
    for wanted, (text, inner) in sorted(parts):
        position = max(wanted, len(line) + 2) if line else max(wanted, 0)
        line = line.ljust(position) + text
        runs += [Run(position + run.position, run.line, run.column) for run in inner]
    return _Text(line, tuple(runs))


def _joined(first: _Text, gap: str, second: _Text) -> _Text:
    offset = len(first.text) + len(gap)
    runs = [Run(offset + run.position, run.line, run.column) for run in second.runs]
    return _Text(first.text + gap + second.text, (*first.runs, *runs))


def _wrapped(text: _Text, width: int = _WIDTH) -> Iterable[_Text]:
    """Lines of a width; a word that is longer is cut."""
    start, length = 0, len(text.text)
    while length - start > width:
        end = text.text.rfind(" ", start + 1, start + width + 1)
        if end < 0:
            end = start + width
        yield text.cut(start, end)
        start = end + text.text.startswith(" ", end)
    yield text.cut(start, length)


class _Line:
    """A line while it is gathered."""

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._gap = False

    def add(self, text: str, line: int, column: int) -> None:
        if self._gap and self.length:
            self._parts.append(" ")
            self.length += 1
        self._gap = False
        self._runs.append(Run(self.length, line, column))
        self._parts.append(text)
        self.length += len(text)

    def add_gap(self) -> None:
        """Blanks of any number and kind, and line ends, are one blank."""
        self._gap = True

    def take(self) -> _Text:
        return _Text("".join(self._parts).rstrip(" "), tuple(self._runs))


# ---------------------------------------------------------------- markup to lines and rows


@define
class _Cell:
    """A cell: its lines, and the columns and rows of the grid that it takes."""

    first: int
    last: int
    rows: int = 1
    lines: list[_Text] = Factory(list)
    holds_table: bool = False


@define
class _Table:
    """A table while it is read; ``taken`` are the rows to which a column is taken from above."""

    outer_pre: bool
    rows: list[list[_Cell]] = Factory(list)
    row: list[_Cell] | None = None
    cell: _Cell | None = None
    taken: dict[int, int] = Factory(dict)

    def open_cell(self, attributes: dict[str, str | None]) -> None:
        if self.row is None:
            self.open_row()
        assert self.row is not None
        first = self.row[-1].last + 1 if self.row else 0
        while first < _MOST_COLUMNS and self.taken.get(first, 0) >= len(self.rows):
            first += 1
        last = min(first + _number(attributes.get("colspan")), _MOST_COLUMNS) - 1
        rows = _number(attributes.get("rowspan"))
        self.cell = _Cell(first, max(first, last), rows)
        self.row.append(self.cell)
        if rows > 1:
            self.taken |= dict.fromkeys(range(first, last + 1), len(self.rows) + rows - 1)

    def open_row(self) -> None:
        self.row, self.cell = [], None
        self.rows.append(self.row)


def _number(attribute: str | None) -> int:
    """The number of columns or rows that a cell takes."""
    text = (attribute or "").strip()
    return max(int(text), 1) if text.isdecimal() and len(text) < 5 else 1


class _Reader(HTMLParser):
    """Gathers the lines of a document; ``finish`` gives them."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(convert_charrefs=False)
        self._input = lines
        self._page: list[_Text] = []
        self._tables: list[_Table] = []
        self._line = _Line()
        self._pre = False
        self._printed = True
        self._after_page_mark = False

    def finish(self) -> list[_Text]:
        """All lines; what is still open is closed."""
        self._end_line()
        while self._tables:
            self._close_table()
        return self._page

    def set_cdata_mode(self, elem: str, **_: Any) -> None:
        """Read markup in every element: an unclosed ``<style>`` shall not take all the rest."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNPRINTED:
            self._printed = False
            return
        if tag in _BLOCKS or tag == "br":
            self._printed = True
            if not (self._pre and tag in ("caption", "table")):  # EDGAR's marks, not HTML's
                self._end_line()
        if tag == "table" and not self._pre:
            self._open_table()
        elif tag == "tr":
            self._table().open_row()
        elif tag in ("td", "th"):
            self._table().open_cell(dict(attrs))
        elif tag == "pre":
            self._pre = True
        elif tag == "page":
            self._after_page_mark = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNPRINTED:
            self._printed = True
        if tag not in _BLOCKS or (self._pre and tag in ("caption", "table")):
            return
        self._end_line()
        if tag == "pre":
            self._pre = False
        elif tag == "table" and self._tables:
            self._close_table()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].cell = None
        elif tag == "tr" and self._tables:
            self._tables[-1].row = self._tables[-1].cell = None

    def _open_table(self) -> None:
        if len(self._tables) < _DEEPEST:
            self._tables.append(_Table(self._pre))
            self._pre = False

    def _table(self) -> _Table:
        if not self._tables:
            self._open_table()
        return self._tables[-1]

    def _close_table(self) -> None:
        table = self._tables.pop()
        self._pre = table.outer_pre
        cell = self._cell()
        lines = self._page if cell is None else cell.lines
        lines += _set_table(table.rows)
        if cell is not None:
            cell.holds_table = True

    def _cell(self) -> _Cell | None:
        """The cell that text goes into."""
        return next((table.cell for table in reversed(self._tables) if table.cell), None)

    def _end_line(self) -> None:
        text = self._line.take()
        self._line = _Line()
        if not self._pre:
            text = text.stripped()
        if text.text:
            cell = self._cell()
            lines = self._page if cell is None else cell.lines
            lines += [text] if cell or self._pre else map(_Text.stripped, _wrapped(text))

    # ------------------------------------------------------------ text

    def handle_data(self, data: str) -> None:
        line, column = self.getpos()
        if not self._printed:
            return
        for number, piece in enumerate(data.split("\n")):
            if number and self._pre:
                self._end_line()
            elif number:
                self._line.add_gap()
            start = 0 if number else column
            if self._after_page_mark:
                self._after_page_mark = False
                if _PAGE_NUMBER.match(piece):
                    continue
            if self._pre:
                self._add_columns(piece, line - 1 + number, start)
            else:
                self._add_words(piece, line - 1 + number, start)

    def _add_words(self, piece: str, line: int, column: int) -> None:
        end = 0
        for match in _WORD.finditer(piece):
            if match.start() > end:
                self._line.add_gap()
            self._line.add(_typewritten(match[0]), line, column + match.start())
            end = match.end()
        if end < len(piece):
            self._line.add_gap()

    def _add_columns(self, piece: str, line: int, column: int) -> None:
        for number, part in enumerate(piece.split("\t")):
            if number:
                tab = _TAB_STOP - self._line.length % _TAB_STOP
                self._line.add(" " * tab, line, column - 1)
            if part:
                self._line.add(_typewritten(part), line, column)
            column += len(part) + 1

    def handle_entityref(self, name: str) -> None:
        self._add_reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._add_reference(f"&#{name}")

    def _add_reference(self, name: str) -> None:
        line, column = self.getpos()
        if not self._printed:
            return
        if self._input[line - 1].startswith(";", column + len(name)):
            name += ";"
        text = html.unescape(name)
        if text.strip(" \t\n\r\f"):
            self._line.add(_typewritten(text), line - 1, column)
        else:
            self._line.add_gap()


def _typewritten(text: str) -> str:
    """The text in the characters of a page: typographic dashes and quotes plain, no odd blanks."""
    if text.isascii() and text.isprintable():
        return text
    return _ODD.sub(" ", text.translate(_TYPEWRITTEN))


# ---------------------------------------------------------------- rows to page lines


@define
class _Place:
    """What is set in a row: the columns that it reaches from and to, and at which edge."""

    first: int
    last: int
    lines: list[_Text]
    right: bool

    @property
    def width(self) -> int:
        return max(len(line.text.rstrip(_OVERHANG)) for line in self.lines)


def _set_table(rows: list[list[_Cell]]) -> list[_Text]:
    """The page lines of a table."""
    filled = [[cell for cell in row if cell.lines] for row in rows]
    if any(cell.holds_table for row in filled for cell in row):
        return [line for row in filled for cell in row for line in cell.lines]
    margin = min((cell.first for row in filled for cell in row), default=0)
    _lower_heads(filled, margin)
    places = [_join_signs(row, margin) for row in filled]
    _align_heads(places, margin)
    lefts, rights = _columns([row for row in places if not _is_title(row, margin)])
    lines: list[_Text] = []
    for row in places:
        lines += _wrap_title(row) if _is_title(row, margin) else _set_row(row, lefts, rights)
    return lines


def _is_title(row: list[_Place], margin: int) -> bool:
    """Whether a row is one text at the left margin."""
    return len(row) == 1 and row[0].first == margin


def _wrap_title(row: list[_Place]) -> Iterable[_Text]:
    for line in row[0].lines:
        yield from _wrapped(line)


def _lower_heads(rows: list[list[_Cell]], margin: int) -> None:
    """Move heads that take several rows down to the last of them, where a page has them."""
    for number, row in enumerate(rows):
        if any(_is_value(cell, margin) for cell in row):
            return
        for cell in [cell for cell in row if cell.rows > 1]:
            below = rows[min(number + cell.rows, len(rows)) - 1]
            row.remove(cell)
            below.append(cell)
            cell.rows = 1
            below.sort(key=lambda one: one.first)


def _is_value(cell: _Cell, margin: int) -> bool:
    return cell.first > margin and all(is_value(line.text) for line in cell.lines)


def _join_signs(row: list[_Cell], margin: int) -> list[_Place]:
    """The row's places, with signs in cells of their own joined to their numbers.

    ``$`` and ``%`` stand one blank from their number, ``(`` and ``)`` touch it.
    """
    places: list[_Place] = []
    opening: _Cell | None = None
    for cell in row:
        text = cell.lines[-1].text
        last = places[-1] if places else None
        if last and last.right and _CLOSING.fullmatch(text):
            gap = " " if text == "%" else ""
            last.lines = [*last.lines[:-1], _joined(last.lines[-1], gap, cell.lines[-1])]
            continue
        right = _is_value(cell, margin)
        if opening and is_value(text):
            sign = opening.lines[0]
            gap = "" if sign.text.endswith(("(", "-")) else " "
            line = _joined(sign, gap, cell.lines[-1])
            places.append(_Place(opening.first, cell.last, [*cell.lines[:-1], line], right))
            opening = None
            continue
        if opening:
            places.append(_Place(opening.first, opening.last, opening.lines, False))
            opening = None
        if cell.first > margin and (_OPENING.fullmatch(text) or text == "%") and text != "-":
            opening = cell
            continue
        places.append(_Place(cell.first, cell.last, cell.lines, right))
    if opening:
        places.append(_Place(opening.first, opening.last, opening.lines, False))
    return places


def _align_heads(rows: list[list[_Place]], margin: int) -> None:
    """Set words over a column of values at its right edge; repeat a head over each of several.

    A head that spans columns names all of them, but on a page nothing says how far it spans.
    """
    edges = sorted({place.last for row in rows for place in row if place.right})
    above_values = True
    for row in rows:
        above_values = above_values and not any(place.right for place in row)
        for place in list(row):
            if place.right or place.first == margin:
                continue
            under = [edge for edge in edges if place.first <= edge <= place.last]
            if len(under) == 1:
                place.last, place.right = under[0], True
            elif under and above_values:
                row.remove(place)
                row += [_Place(edge, edge, place.lines, True) for edge in under]


def _columns(rows: list[list[_Place]]) -> tuple[dict[int, int], dict[int, int]]:
    """Where the columns of the grid begin and end on the page."""
    ending: dict[int, list[_Place]] = {}
    for row in rows:
        for place in row:
            ending.setdefault(place.last, []).append(place)
    begins = {place.first for row in rows for place in row}
    lefts: dict[int, int] = {}
    rights: dict[int, int] = {}
    position = 0
    for column in sorted(begins | set(ending)):
        lefts[column] = position
        reach = (lefts[place.first] + place.width for place in ending.get(column, ()))
        rights[column] = max(reach, default=position)
        position = max(position, rights[column] + _GAP)
    return lefts, rights


def _set_row(row: list[_Place], lefts: dict[int, int], rights: dict[int, int]) -> Iterable[_Text]:
    """The lines of a row; short cells stand at its last line, as heads and totals do in print."""
    height = max((len(place.lines) for place in row), default=0)
    for number in range(height):
        parts: list[tuple[int, _Text]] = []
        for place in row:
            own = number - height + len(place.lines)
            if own >= 0:
                text = place.lines[own]
                edge = rights[place.last] - len(text.text.rstrip(_OVERHANG))
                parts.append((edge if place.right else lefts[place.first], text))
        yield _placed(parts)
