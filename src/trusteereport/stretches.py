"""The stretches of a line: words with single blanks between them, values, signs, leaders.

Positions are 0-based and those of the page (tabs expanded).
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from trusteereport.values import is_value, read_date

_SEGMENT = re.compile(r"\S++(?: \S++)*+")
_WORD = re.compile(r"\S+")
_STRONG = re.compile(
    r"[-+$(]*(?:[\d,]*\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+%|\$\d+)[-)%*]*\$?|\d\d?/\d\d?/\d\d(?:\d\d)?"
    r"|\d[0-9A-Z]{7}\d"  # a CUSIP
    r"|\d{1,3}(?:,\d{3})+\.\d+[A-Z]"  # an amount with a note's letter
)
_IN_BRACKETS = 3
"""So many words in brackets are no figure, however its sign and brackets stand apart."""
_CUSIP = re.compile(r"\d[0-9A-Z]{7}\d")
SIGNS = ("$", "%", "*", "**")
"""What stands apart beside a value: its unit, or a footnote's mark."""
_IN_VALUES = re.compile(r"[\d$%*]")
"""What values and signs have, but for a dash and ``N/A``."""
_LEADERS = re.compile(r"(?:\.[ ]?){2,}(?!\d)|\.{3,}|_{2,}|[-=]{4,}")
_CLAUSE = re.compile(
    r"(?:\([A-Za-z\d]{1,4}\))+|\{\d{1,3}\}|(?!x$)[ivx]{1,5}|(?:[A-Za-z]|[ivx]{1,4}|\d{1,2})[.)]"
    r"|Sec(?:tion|\.) \d+\.\d+(?:\([A-Za-z\d]{1,5}\))*"
)
"""The number of a clause, before its words."""
_PLAIN_NUMBER = re.compile(r"\d{1,2}|[A-Z]|x")
_WORDS_OF_CLAUSE = re.compile(r"(?!(?:Days?|Months?|Payments?|Years?)\b)[A-Z][a-z]*\S* \S")
OVERHANG = " )%*"
MARGIN = 2
"""How far from the left margin a label may start."""
DRIFT = 1
"""How far the right edges of one column may lie apart from one row to the next."""


class Segment(NamedTuple):
    """A stretch of a line: words with single blanks between them."""

    start: int
    end: int
    text: str

    def shares(self, start: float, end: float) -> float:
        """How many characters this stretch shares with another; negative: how far apart."""
        return min(self.end, end) - max(self.start, start)


def segments(line: str) -> list[Segment]:
    """The stretches of a line that are at least two blanks apart."""
    return [Segment(match.start(), match.end(), match[0]) for match in _SEGMENT.finditer(line)]


def without_leaders(lines: Sequence[str]) -> Sequence[str]:
    """The lines with blanks for dots and underlines that lead to a value, and for rules."""
    text = "\n".join(lines)
    if not any(mark in text for mark in ("__", "..", ". .", "----", "====")):
        return lines
    return [_LEADERS.sub(lambda dots: " " * len(dots[0]), line) for line in lines]


def split_values(segment: Segment) -> list[Segment]:
    """Words, and the values and signs between and behind them, each at a single blank."""
    if " " not in segment.text:
        return [segment]
    if not _IN_VALUES.search(segment.text) and not is_value(segment.text.split(" ", 1)[0]):
        return [segment]
    words = words_of(segment)
    if "(" in segment.text and len(words) >= _IN_BRACKETS:
        words = _with_brackets(words, segment)
    if all(word.text in SIGNS or is_value(word.text) for word in words):
        return [segment] if read_date(segment.text) else words
    strong = [_is_value_or_sign(words, place) for place in range(len(words))]
    pieces: list[Segment] = []
    for place, word in enumerate(words):
        start = word.start
        if place and not strong[place] and not strong[place - 1]:
            start = pieces.pop().start
        text = segment.text[start - segment.start : word.end - segment.start]
        pieces.append(Segment(start, word.end, text))
    return pieces


def _with_brackets(words: list[Segment], segment: Segment) -> list[Segment]:
    """The words, with one for several in brackets: a formula or an aside, ``(15 - 20)``."""
    joined: list[Segment] = []
    place = 0
    while place < len(words):
        word, last = words[place], place
        if word.text[0] == "(" and len(word.text) > 1 and ")" not in word.text:
            ends = (n for n in range(place, len(words)) if words[n].text[-1] == ")")
            last = next(ends, place)
        if last - place + 1 >= _IN_BRACKETS:
            end = words[last].end
            text = segment.text[word.start - segment.start : end - segment.start]
            word = Segment(word.start, end, text)
        else:
            last = place
        joined.append(word)
        place = last + 1
    return joined


def _is_value_or_sign(words: list[Segment], place: int) -> bool:
    """Whether a word cannot be a part of a label: a strong value, or a sign beside a value."""
    word = words[place].text
    if word not in SIGNS:
        before = words[place - 1].text.lower() if place else ""
        # Section 4.02, per $1,000, CA - 80.00%
        named = before in ("section", "per") or (place > 1 and before == "-")
        return _is_strong(word) and not named
    beside = words[max(place - 1, 0) : place + 2]
    return any(is_value(one.text) for one in beside)


def words_of(segment: Segment) -> list[Segment]:
    """The words of a stretch, each in its place."""
    return [
        Segment(segment.start + match.start(), segment.start + match.end(), match[0])
        for match in _WORD.finditer(segment.text)
    ]


def _is_strong(word: str) -> bool:
    """Whether a word cannot be a part of a label."""
    return _STRONG.fullmatch(word) is not None


def is_cusip(text: str) -> bool:
    """Whether a text looks like a CUSIP."""
    return _CUSIP.fullmatch(text) is not None


def is_clause(text: str) -> bool:
    """Whether a text is the number of a clause."""
    return _CLAUSE.fullmatch(text) is not None


def is_number_of_clause(text: str, words: str) -> bool:
    """Whether a number or letter without a stop is a clause's, by the words some blanks behind."""
    return bool(_PLAIN_NUMBER.fullmatch(text) and _WORDS_OF_CLAUSE.match(words))


def is_value_or_unit(text: str) -> bool:
    """Whether a text is a value, or a sign that stands beside one; the next one's may touch it."""
    return text in SIGNS or is_value(text.removesuffix("$"))


def edge_of(piece: Segment) -> int:
    """The right edge of a value, without what hangs over it (``%``, ``)``, ``*``)."""
    return piece.start + len(piece.text.rstrip(OVERHANG))
