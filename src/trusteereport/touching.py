"""Values that touch: each other, or the label before them.

Only what the rest of a table proves is taken apart.
"""

import re
from collections import Counter

from trusteereport.stretches import Segment, edge_of

_MARKED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+[A-Z]")
_MAY_TOUCH = [
    re.compile(pattern)
    for pattern in (
        r"\$(?<=\d\$)",
        r"\.[0-9]++(?:[A-Z]|(?:,[0-9]*)?\.[0-9])",
        r"[)%][$(\d]",
        r"[A-Za-z)](?=[$\d])\$?\d[\d,]*\.\d",
    )
]
"""How values show that touch others or words; each alone is searched for in half the time."""
_AMOUNT = re.compile(r"[($-]*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)\.(?P<decimals>\d+)[)%]*")
_TOUCHING = re.compile(r"[($-]*(?:\d{1,3}(?:,\d{3})+|\d+)\.(?P<middle>\d+)(?=[.,]\d)")
_TOUCH = re.compile(r"[($-]*\d[\d,]*\.?\d*(?:[)%]+[($\d-]|[)%]*\$)")
_BOUND = re.compile(r"(?<=[)%])(?=[($\d-])|(?<=\d)(?=\$)")
_GLUED = re.compile(r".*[A-Za-z]{2}[)]?[:.]?(?P<value>[($-]*\d{1,3}(?:,\d{3})*(?:\.\d+)[)%]*)")


def may_touch(text: str) -> bool:
    """Whether values of a text may touch others or words."""
    return any(pattern.search(text) for pattern in _MAY_TOUCH)


def separate(rows: list[list[Segment]]) -> list[list[Segment]]:
    """The pieces of rows where a value touches its label or the next value.

    Only what the rest of the table proves is taken apart: where other values end with as
    many decimals as the first would have, or where several rows touch in the same place
    and all amounts have as many.
    """
    proof = _Proof(rows)
    return [
        [one for n, piece in enumerate(row) for one in _separated(piece, proof, label=n == 0)]
        for row in rows
    ]


class _Proof:
    """What the values of a table prove: how many decimals they have, and where they end."""

    def __init__(self, rows: list[list[Segment]]) -> None:
        self.decimals: dict[int, set[int]] = {}
        self.usual: set[int] = set()
        pieces = [piece for row in rows for piece in row]
        for piece in pieces:
            match = _AMOUNT.fullmatch(piece.text)
            if match:
                self.decimals.setdefault(edge_of(piece), set()).add(len(match["decimals"]))
                if "," in match["whole"]:
                    self.usual.add(len(match["decimals"]))
        cuts = [piece.start + cut for piece in pieces for cut in self.usual_cuts(piece.text)]
        self.touching = {edge for edge, count in Counter(cuts).items() if count > 1}

    def usual_cuts(self, text: str) -> list[int]:
        """Where a text can be cut so that the first value has as many decimals as all amounts."""
        match = _TOUCHING.match(text)
        if match is None or len(self.usual) != 1:
            return []
        return [cut for cut in _cuts(match) if cut - match.start("middle") in self.usual]

    def cuts(self, piece: Segment, touching: re.Match[str]) -> list[int]:
        """Where a value can be proved to end in a text."""
        first = touching.start("middle")
        sure = [
            cut
            for cut in _cuts(touching)
            if cut - first in self.decimals.get(piece.start + cut, ())
        ]
        usual = self.usual_cuts(piece.text)
        return sure or [cut for cut in usual if piece.start + cut in self.touching]


def _cuts(touching: re.Match[str]) -> list[int]:
    """Where two values that touch may be parted."""
    text = touching.string
    return [
        cut
        for cut in range(touching.start("middle") + 1, touching.end("middle"))
        if _AMOUNT.fullmatch(text[cut:]) or _TOUCHING.match(text[cut:])
    ]


def _separated(piece: Segment, proof: _Proof, *, label: bool) -> list[Segment]:
    if _MARKED.fullmatch(piece.text):  # a letter behind an amount refers to a note
        return _cut(piece, len(piece.text) - 1)[:1]
    glued = _GLUED.fullmatch(piece.text) if label else None
    if glued:
        return _cut(piece, glued.start("value"))
    touching = _TOUCHING.match(piece.text)
    if touching:
        cuts = proof.cuts(piece, touching)
    else:
        bound = _BOUND.search(piece.text) if _TOUCH.match(piece.text) else None
        cuts = [bound.start()] if bound else []
    if len(cuts) != 1:
        return [piece]
    first, second = _cut(piece, cuts[0])
    return [first, *_separated(second, proof, label=False)]


def _cut(piece: Segment, at: int) -> list[Segment]:
    middle = piece.start + at
    return [
        Segment(piece.start, middle, piece.text[:at]),
        Segment(middle, piece.end, piece.text[at:]),
    ]
