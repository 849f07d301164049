"""EDGAR's wrapper off the documents in it: the header's facts, and lines without its marks.

A submission is a header (captions with values), then documents, each with facts of its own
(``<TYPE>``) and a text.  Wrapper lines become blank and marks become blanks, so that every
line and column of a text stays where it is in the input.

Nothing here raises: what is missing or does not fit is a problem, and a line that is
neither wrapper nor attachment stays on the page.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from attrs import Factory, define

from trusteereport.problems import Problem, Severity

_PEM_BEGIN = "-----BEGIN PRIVACY-ENHANCED MESSAGE-----"
_PEM_END = "-----END PRIVACY-ENHANCED MESSAGE-----"

_HEADER_TAGS = frozenset("SEC-DOCUMENT SEC-HEADER IMS-DOCUMENT IMS-HEADER SUBMISSION".split())
_DOCUMENT_TAGS = {
    "TYPE": "type",
    "SEQUENCE": "sequence",
    "FILENAME": "filename",
    "DESCRIPTION": "description",
}
_BINARY = re.compile(r"[ \t]*<(?P<name>PDF|ZIP|EXCEL|XML|XBRL|JSON)>[ \t]*", re.IGNORECASE)
_TEXT_END = re.compile(r"[ \t]*<(?:/TEXT|/?DOCUMENT|/SEC-DOCUMENT)>", re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)>(?P<value>[^<]*)")
_WRAPPER = re.compile(
    rf"^[ \t]*</?(?:{'|'.join((*_HEADER_TAGS, *_DOCUMENT_TAGS, 'DOCUMENT', 'TEXT'))})>",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"[ \t]*(?P<caption>[A-Z][A-Z0-9 .,&/()'-]*:)[ \t]*(?P<value>.*)")

# Marks in the text of a document: EDGAR's, for pages, tables, their heads and their notes.
_MARK = re.compile(r"</?(?:PAGE|TABLE|CAPTION|S|C|FN|F\d\d?|R|MODULE)>", re.IGNORECASE)
_PAGE_LINE = re.compile(r"[ \t]*<PAGE>[ \t\d-]*$", re.IGNORECASE)
_UUENCODED = re.compile(r"begin [0-7]{3,4} (?P<name>\S.*)")
_HTML = re.compile(r"<(?:!doctype\s+html|html|body|pre|t[rd])\b", re.IGNORECASE)
_HTML_NAME = re.compile(r"\.html?$", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[A-Za-z!]")
_HEADER_END = re.compile(r"</(?:SEC|IMS)-HEADER>", re.IGNORECASE)

_SECTIONS = frozenset(
    {
        "COMPANY DATA",
        "OWNER DATA",
        "FILING VALUES",
        "BUSINESS ADDRESS",
        "MAIL ADDRESS",
        "FORMER COMPANY",
        "FORMER NAME",
    }
)
_ROLES = frozenset(
    {"FILER", "SUBJECT COMPANY", "FILED BY", "FILED FOR", "ISSUER", "REPORTING OWNER"}
    | {"SERIAL COMPANY", "DEPOSITOR", "SPONSOR", "SECURITIZER"}
)
_ADDRESSES = {"BUSINESS ADDRESS": "business_address", "MAIL ADDRESS": "mail_address"}
_FILING_FIELDS = {
    "ACCESSION NUMBER": "accession_number",
    "CONFORMED SUBMISSION TYPE": "form_type",
    "TYPE": "form_type",
    "CONFORMED PERIOD OF REPORT": "period_of_report",
    "PERIOD": "period_of_report",
    "FILED AS OF DATE": "filed_date",
    "FILING DATE": "filed_date",
    "ITEM INFORMATION": "items",
    "ITEMS": "items",
}
_FILER_FIELDS = {
    "COMPANY CONFORMED NAME": "name",
    "CONFORMED NAME": "name",
    "CENTRAL INDEX KEY": "cik",
    "CIK": "cik",
    "STANDARD INDUSTRIAL CLASSIFICATION": "sic",
    "ASSIGNED SIC": "sic",
    "IRS NUMBER": "irs_number",
    "STATE OF INCORPORATION": "state",
    "FISCAL YEAR END": "fiscal_year_end",
    "SEC FILE NUMBER": "file_number",
    "FILE NUMBER": "file_number",
    "FILM NUMBER": "film_number",
    "BUSINESS PHONE": "telephone",
    "PHONE": "telephone",
    "FORMER CONFORMED NAME": "former_names",
}
_ADDRESS_FIELDS = {
    "STREET 1": "street",
    "STREET1": "street",
    "STREET 2": "street",
    "STREET2": "street",
    "CITY": "city",
    "STATE": "state",
    "ZIP": "zip",
}


class Fact(NamedTuple):
    """A caption of the wrapper with its value; ``line`` and ``position`` are counted from 0.

    ``path`` leads to the field, from the report down, a number being a place in a list;
    it is empty where no field takes the value.
    """

    path: tuple[str | int, ...]
    line: int
    position: int
    caption: str
    text: str
    groups: tuple[str, ...] = ()


@define
class Opened:
    """An input without its wrapper: as many lines as before, each in its place.

    ``html`` are the stretches of lines that are HTML documents.
    """

    lines: list[str]
    facts: list[Fact] = Factory(list)
    html: list[range] = Factory(list)
    problems: list[Problem] = Factory(list)


def open_submission(lines: Sequence[str]) -> Opened:
    """Take the wrapper and the marks off the lines of an input."""
    opened = Opened(list(lines))
    if lines and (lines[0].startswith(_PEM_BEGIN) or any(map(_WRAPPER.match, lines))):
        _Unwrapping(opened).unwrap()
    else:
        _take_marks_off(opened, 0, len(lines))
    return opened


# ---------------------------------------------------------------- wrapper


@define
class _Document:
    """A document while it is read: where it and its text begin.

    ``place`` is its place in the list of those that have facts.
    """

    line: int
    place: int | None = None
    filename: str = ""
    text: int | None = None
    in_text: bool = False


@define
class _Unwrapping:
    """One submission while it is read, line by line."""

    opened: Opened
    _header_end: int = -1
    _in_header: bool = False
    _groups: tuple[str, ...] = ()
    _filers: int = 0
    _places: int = 0
    _documents: int = 0
    _document: _Document | None = None
    _ended: list[tuple[_Document, int]] = Factory(list)
    """The documents so far, each with the line in which it ends."""

    def unwrap(self) -> None:
        """Read all lines."""
        lines = self.opened.lines
        ends = (number for number, line in enumerate(lines) if _HEADER_END.search(line))
        self._header_end = max(ends, default=-1)
        number = self._read_pem_header()
        while number < len(lines):
            number = self._read_line(number, lines[number])
        if self._document:
            self._report(self._document.line, "the document that begins here is not closed")
        self._end_document(len(lines))
        self._clean_texts()
        if not self._documents:
            self._report(len(lines) - 1, "the submission ends without a document")

    def _read_pem_header(self) -> int:
        """Take off the keys of a privacy-enhanced message; the number of the line after them."""
        lines = self.opened.lines
        number = 0
        if lines[0].startswith(_PEM_BEGIN):
            while number < len(lines) and lines[number].strip() and lines[number][0] != "<":
                lines[number] = ""
                number += 1
        return number

    def _read_line(self, number: int, line: str) -> int:
        """Read a line; the number of the line to go on with."""
        if self._document and self._document.in_text:
            attachment = _UUENCODED.match(line)
            if attachment:
                return self._skip(number, attachment["name"].strip(), "end")
            binary = _BINARY.fullmatch(line)
            if binary:
                name = self._document.filename or binary["name"]
                return self._skip(number, name, f"</{binary['name']}>")
        if "<" in line:
            self._read_tags(number, line)
        elif line.startswith(_PEM_END):
            self.opened.lines[number] = ""
        elif self._in_header and line.strip():
            self._read_caption(number, line)
        return number + 1

    def _skip(self, number: int, name: str, end: str) -> int:
        """Take an attachment off; the number of the line after it."""
        lines = self.opened.lines
        stop = number + 1
        while stop < len(lines) and not _TEXT_END.match(lines[stop]):
            stop += 1
            if lines[stop - 1].strip().upper() == end.upper():
                break
        lines[number:stop] = [""] * (stop - number)
        self._warn(
            number,
            code="attachment-skipped",
            message=f"the attachment {name!r} is no text; {stop - number} lines are skipped",
            advice="decode it (uudecode) and look whether it holds figures that the texts lack",
        )
        return stop

    def _report(self, number: int, message: str) -> None:
        self._warn(
            number,
            code="odd-submission",
            message=message,
            advice="compare the file with the filing at EDGAR: a part of it may be missing",
        )

    def _warn(self, number: int, *, code: str, message: str, advice: str) -> None:
        self.opened.problems.append(
            Problem(
                code=code,
                severity=Severity.WARNING,
                line=number + 1,
                column=1,
                message=message,
                advice=advice,
            )
        )

    # ------------------------------------------------------------ tags

    def _read_tags(self, number: int, line: str) -> None:
        parts = []
        place = 0
        for tag in _TAG.finditer(line):
            width = self._read_tag(tag["name"].upper(), bool(tag["end"]), number, tag)
            if width:
                parts += [line[place : tag.start()], " " * width]
                place = tag.start() + width
        if parts:
            self.opened.lines[number] = "".join((*parts, line[place:])).rstrip()

    def _read_tag(self, name: str, is_end: bool, number: int, tag: re.Match[str]) -> int:
        """Read a tag; how many characters of it and its value belong to the wrapper."""
        only_tag, with_value = tag.start("value") - tag.start(), tag.end() - tag.start()
        if name in _HEADER_TAGS:
            self._end_document(number)
            self._in_header = not is_end
            return only_tag if is_end else with_value
        if name == "DOCUMENT":
            self._read_document_tag(number, is_end)
            return only_tag
        if name == "TEXT":
            self._read_text_tag(number, is_end)
            return only_tag
        if self._in_header:
            self._read_header_tag(name, is_end, number, tag)
            return with_value
        if name in _DOCUMENT_TAGS and not is_end and not self._is_in_text():
            self._read_document_fact(name, number, tag)
            return with_value
        return 0

    def _is_in_text(self) -> bool:
        return self._document is not None and self._document.in_text

    def _read_document_tag(self, number: int, is_end: bool) -> None:
        if self._document and not is_end:
            self._report(self._document.line, "the document that begins here is not closed")
        if self._document or not is_end:
            self._end_document(number)
        if not is_end:
            self._begin_document(number)

    def _begin_document(self, number: int) -> _Document:
        self._in_header = False
        self._groups = ()
        self._documents += 1
        self._document = _Document(number)
        return self._document

    def _end_document(self, number: int) -> None:
        if self._document:
            if self._document.text is None:
                self._report(self._document.line, "the document that begins here has no <TEXT>")
            self._ended.append((self._document, number))
            self._document = None

    def _clean_texts(self) -> None:
        """Take the marks off the texts of all documents, and off what stands between them.

        The line in which a document ends may hold the last of its text.
        """
        lines = self.opened.lines
        place = 0
        for document, end in self._ended:
            start = max(place, document.line if document.text is None else document.text)
            _take_marks_off(self.opened, place, start)
            place = end + 1 if end < len(lines) and lines[end] else max(end, start)
            _take_marks_off(self.opened, start, place, document.filename)
        _take_marks_off(self.opened, place, len(lines))

    def _read_text_tag(self, number: int, is_end: bool) -> None:
        document = self._document or self._begin_without_tag(number)
        document.in_text = not is_end
        if document.text is None:
            document.text = number

    def _begin_without_tag(self, number: int) -> _Document:
        self._report(number, "a document begins here without <DOCUMENT>")
        return self._begin_document(number)

    # ------------------------------------------------------------ facts

    def _read_document_fact(self, name: str, number: int, tag: re.Match[str]) -> None:
        document = self._document or self._begin_without_tag(number)
        text = tag["value"].strip()
        if not text:
            return
        if name == "FILENAME":
            document.filename = text
        if document.place is None:
            document.place = self._places
            self._places += 1
        path = ("filing", "documents", document.place, _DOCUMENT_TAGS[name])
        self._add_fact(path, number, tag.start("value"), f"<{tag['name']}>", tag["value"])

    def _read_header_tag(self, name: str, is_end: bool, number: int, tag: re.Match[str]) -> None:
        key = name.replace("-", " ")
        if not is_end:
            self._read_header_fact(
                key, number, tag.start("value"), f"<{tag['name']}>", tag["value"]
            )
        elif key in _ROLES:
            self._groups = ()
        elif key in _SECTIONS:
            self._groups = self._groups[:1]

    def _read_caption(self, number: int, line: str) -> None:
        """Read a line of the header; one that is no caption stays on the page."""
        match = _CAPTION.fullmatch(line)
        if match:
            self.opened.lines[number] = ""
            caption = match["caption"]
            key = caption.removesuffix(":")
            self._read_header_fact(key, number, match.start("value"), caption, match["value"])
        elif self._header_end < number:  # the header is not closed: this is a page's text
            self._in_header = False

    def _read_header_fact(
        self, key: str, number: int, position: int, caption: str, value: str
    ) -> None:
        if value.strip():
            self._add_fact(self._path(key), number, position, caption, value)
        elif key in _ROLES:
            self._groups = (caption,)
            self._filers += 1
        elif key in _SECTIONS:
            self._groups = (*self._groups[:1], caption)

    def _path(self, key: str) -> tuple[str | int, ...]:
        if not self._groups:
            return ("filing", _FILING_FIELDS[key]) if key in _FILING_FIELDS else ()
        place = self._filers - 2
        filer = ("filing", "filer") if place < 0 else ("filing", "co_registrants", place)
        section = self._groups[-1].strip("<:>").replace("-", " ")
        if section in _ADDRESSES and key in _ADDRESS_FIELDS:
            return (*filer, _ADDRESSES[section], _ADDRESS_FIELDS[key])
        return (*filer, _FILER_FIELDS[key]) if key in _FILER_FIELDS else ()

    def _add_fact(
        self, path: tuple[str | int, ...], number: int, position: int, caption: str, value: str
    ) -> None:
        position += len(value) - len(value.lstrip())
        self.opened.facts.append(Fact(path, number, position, caption, value.strip(), self._groups))


# ---------------------------------------------------------------- marks in texts


def _take_marks_off(opened: Opened, start: int, stop: int, filename: str = "") -> None:
    """Take EDGAR's marks off the text in some lines, or note that they are HTML."""
    numbers = [number for number in range(start, stop) if "<" in opened.lines[number]]
    sign = _ANY_TAG if _HTML_NAME.search(filename) else _HTML
    if any(sign.search(opened.lines[number]) for number in numbers):
        opened.html.append(range(start, stop))
        return
    for number in numbers:
        line = opened.lines[number]
        blank = _PAGE_LINE.fullmatch(line)
        opened.lines[number] = "" if blank else _MARK.sub(_blank, line)


def _blank(mark: re.Match[str]) -> str:
    return " " * len(mark[0])
