"""Bytes to lines: encoding, line ends, tabs and page breaks, with the way back to the input.

The layout grammar reads ``Source.text``: the lines as they look on the page (tabs
expanded, form feeds and trailing blanks gone, a submission's wrapper blank, HTML and
delimited fields laid out).  ``Source.column`` leads from a place on that page to the
character of the line, ``Source.place`` to the line and column of the input where a page
has lines of its own.
"""

import codecs
import hashlib
import re
from bisect import bisect_right
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from trusteereport.problems import Problem, Severity, TrusteeReportError

if TYPE_CHECKING:  # read only where an input has them
    from trusteereport.hypertext import PageLine, Run
    from trusteereport.submission import Fact

MAX_LINE = 2000
"""Longer lines are no lines of a printed page (132 columns at most): they are not parsed."""

_PEM = "-----BEGIN PRIVACY-ENHANCED MESSAGE-----"
_TAB_STOP = 8
_LINE_END = re.compile(r"\r\n|\n|\r")
# Quotes beside a comma without a blank, and a field between single tabs: prose has few.
_QUOTED_FIELD = re.compile(r'"(?:,(?:\S| ")|(?<=,")\S)')
_TABBED_FIELD = re.compile(r"\t(?<=\S\t) ?\S[^\t\n]*\t ?\S")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class SourceError(TrusteeReportError):
    """The input cannot be read, or is no text."""


@frozen
class Source:
    """The lines of one input.

    ``lines`` are as they look on the page, ``raw`` as they stand in the input;
    both are counted from 0.  A line that is too long to be printed is blank in
    ``lines`` and listed in ``skipped``.  ``moved`` has the lines whose characters stand
    elsewhere on the page than in the input.

    ``facts`` are the captions and values of a submission's wrapper.  Where a document is
    HTML or has delimited fields, its lines on the page are not those of the input: then
    ``origins`` has the input line of each page line, and ``runs`` the places of the
    stretches of those that were laid out.  Otherwise both are empty.
    """

    name: str | None
    sha256: str
    encoding: str
    lines: list[str]
    raw: list[str]
    skipped: list[int] = field(factory=list)
    moved: set[int] = field(factory=set)
    problems: list[Problem] = field(factory=list)
    facts: "list[Fact]" = field(factory=list)
    origins: list[int] = field(factory=list)
    runs: "dict[int, tuple[Run, ...]]" = field(factory=dict)

    @property
    def text(self) -> str:
        """The page's lines, each with its line end."""
        return "\n".join(self.lines) + "\n"

    def column(self, line: int, position: int) -> int:
        """The 1-based column in the input of a 0-based position on the page."""
        if line not in self.moved:
            return position + 1
        raw = self.raw[self.origins[line]] if self.origins else self.raw[line]
        seen = 0
        for column, character in enumerate(raw):
            width = _width(character, seen)
            if seen + width > position:
                return column + 1
            seen += width
        return len(raw) + 1

    def printed(self, line: int) -> str:
        """A line of the page, counted from 0, as it stands in the input or was laid out."""
        if line in self.runs:
            return self.lines[line]
        return self.raw[self.origins[line]] if self.origins else self.raw[line]

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the input of those on the page; all are 1-based."""
        if not self.origins:
            return line, column
        runs = self.runs.get(line - 1)
        if runs is None:
            return self.origins[line - 1] + 1, column
        run = runs[max(bisect_right(runs, column - 1, key=itemgetter(0)) - 1, 0)]
        inside = run.column + max(column - 1 - run.position, 0)
        return run.line + 1, min(inside, len(self.raw[run.line])) + 1


def read_file(path: str | Path) -> Source:
    """Read a file.

    Raises:
        SourceError: the file is missing, a directory, unreadable, or no text.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:  # a name with a NUL byte
        raise SourceError(f"{path!r}: {error}") from error
    return read_source(data, Path(path).name)


def read_source(data: str | bytes, name: str | None = None) -> Source:
    """Read text, or bytes in UTF-8, UTF-16 with a mark, or else Latin-1.

    Raises:
        SourceError: the bytes are no text.
    """
    if isinstance(data, str):
        text, encoding, content = data, "unicode", data.encode("utf-8", "surrogatepass")
    else:
        text, encoding = _decode(data, name)
        content = data
    raw = _LINE_END.split(text)
    if raw and not raw[-1]:
        raw.pop()
    source = Source(name, hashlib.sha256(content).hexdigest(), encoding, raw, raw)
    delimited = _may_be_delimited(text)
    if "<" in text or text.startswith(_PEM):
        return _open(source, delimited=delimited)
    return _as_printed(source, delimited=delimited)


def _may_be_delimited(text: str) -> bool:
    """Whether a text shows signs of delimited fields; most have no quote and no tab at all."""
    return ('"' in text and _QUOTED_FIELD.search(text) is not None) or (
        "\t" in text and _TABBED_FIELD.search(text) is not None
    )


def _open(source: Source, *, delimited: bool) -> Source:
    """The page of an input that may be a submission, have EDGAR's marks in it, or be HTML."""
    from trusteereport import submission  # noqa: PLC0415  (few inputs need it)

    opened = submission.open_submission(source.raw)
    html = {document.start: document for document in opened.html}
    lines = list(opened.lines)
    for document in opened.html:
        lines[document.start : document.stop] = [""] * len(document)
    page = _as_printed(evolve(source, lines=lines), delimited=delimited)
    problems = page.problems + opened.problems
    for document in opened.html:
        problems += [
            _nul(number, opened.lines[number])
            for number in document
            if "\0" in opened.lines[number]
        ]
    page = evolve(page, facts=opened.facts, problems=problems)
    return _with_pages(page, opened.lines, html) if html else page


def _with_pages(source: Source, lines: list[str], html: dict[int, range]) -> Source:
    """The source with its HTML documents laid out, each in the place of its lines."""
    from trusteereport.hypertext import lay_out  # noqa: PLC0415  (takes 2 ms to import)

    page = _Page(source)
    number = 0
    while number < len(lines):
        document = html.get(number)
        if document:
            page.add_laid_out(lay_out(lines[document.start : document.stop], MAX_LINE), number)
            number = document.stop
        else:
            page.add_line(number)
            number += 1
    return page.source


def _decode(data: bytes, name: str | None) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    if _is_binary(data):
        raise SourceError(f"{name or 'input'}: not a text file")
    try:
        return data.decode("ascii"), "ascii"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _is_binary(data: bytes) -> bool:
    """Whether many of the first bytes are control characters that no page has.

    One in ten is one in random bytes; a page has a stray one at most.
    """
    sample = data[:8192]
    odd = len(sample.translate(None, bytes(range(32, 256)) + b"\t\n\r\f\x1a"))
    return odd > 3 and odd * 40 > len(sample)


class _Page:
    """A source while its pages are put together: lines of the input and lines laid out."""

    def __init__(self, source: Source) -> None:
        self._input = source
        self.source = evolve(source, lines=[], skipped=[], moved=set(), origins=[], runs={})
        self._skipped = set(source.skipped)

    def add_line(self, number: int) -> None:
        """Add a line of the input as it is."""
        source, place = self.source, len(self.source.lines)
        source.lines.append(self._input.lines[number])
        source.origins.append(number)
        if number in self._input.runs:
            source.runs[place] = self._input.runs[number]
        if number in self._input.moved:
            source.moved.add(place)
        if number in self._skipped:
            source.skipped.append(place)

    def add_laid_out(self, page: "list[PageLine]", first: int) -> None:
        """Add the page of a document that begins in a line of the input."""
        source = self.source
        for line, text, runs in page:
            if runs:
                moved = (run._replace(line=run.line + first) for run in runs)
                source.runs[len(source.lines)] = tuple(moved)
            source.lines.append(text)
            source.origins.append(first + line)


def _as_printed(source: Source, *, delimited: bool) -> Source:
    lines, skipped, moved, problems = [], [], set(), []
    for number, raw in enumerate(source.lines):
        line = raw
        if len(raw) > MAX_LINE and len(raw.rstrip()) > MAX_LINE:
            skipped.append(number)
            line = ""
        elif not raw.isprintable():
            if "\0" in raw:
                problems.append(_nul(number, raw))
            line = _expand(raw)
            moved.add(number)
        lines.append(line.rstrip())
    page = Source(
        source.name, source.sha256, source.encoding, lines, source.raw, skipped, moved, problems
    )
    return _in_columns(page, source.lines) if delimited else page


def _in_columns(page: Source, lines: list[str]) -> Source:
    """The page with the delimited fields of its lines in columns."""
    from trusteereport.delimited import lay_out  # noqa: PLC0415  (few inputs need it)

    laid_out = lay_out(lines, MAX_LINE)
    if not laid_out:
        return page
    from trusteereport.hypertext import Run  # noqa: PLC0415  (takes 2 ms to import)

    for number, text, places in laid_out:
        page.lines[number] = text
        page.moved.discard(number)
        if places:
            page.runs[number] = tuple(Run(position, number, column) for position, column in places)
    return evolve(page, origins=list(range(len(lines))))


def _expand(raw: str) -> str:
    page: list[str] = []
    seen = 0
    for character in raw:
        width = _width(character, seen)
        seen += width
        page.append(character if character.isprintable() else " " * width)
    return "".join(page)


def _width(character: str, seen: int) -> int:
    """How many columns of the page a character takes that stands after ``seen`` columns."""
    if character == "\t":
        return _TAB_STOP - seen % _TAB_STOP
    return 0 if character in "\f\ufeff" else 1


def _nul(number: int, raw: str) -> Problem:
    return Problem(
        code="nul-byte",
        severity=Severity.WARNING,
        line=number + 1,
        column=raw.index("\0") + 1,
        message="the line holds a NUL byte, read as a blank",
        advice="compare the line with the original filing: characters may be lost",
    )
