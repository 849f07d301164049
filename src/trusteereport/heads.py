"""Heads over columns: stacked, spanning, one blank apart, over nothing.

A head belongs to the column that it is best aligned with: right, left or centred; one that
stands over several heads spans them.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise

from attrs import Factory, define

from trusteereport.stretches import DRIFT, MARGIN, Segment, words_of

_FAR = 1_000_000
_ALIGNED = 2
"""How far heads that stand over each other may be out of line."""
_CENTERED = 3
"""How far a head may be from the middle of those that it spans."""
_NEAR = 6
"""How far a head that spans two others may be from them."""
_PARTITIONS = 1000
"""How many ways to part columns are tried."""
_COVERED = 4
"""What it costs for each character that a head stands over a column of another."""
_PARTED = 8
"""What it costs to part two columns whose heads end alike."""
_NO_HEAD = 20
"""What it costs that a column gets none of the words over it, in characters of offset."""
_NO_WORDS = 4
"""What it costs where it has words in a line below."""


@define
class Header:
    """A column's head: its text, and the head line and position where it begins."""

    text: str
    line: int
    start: int


@define
class Column:
    """A column while it is found: the stretch of its values, their right edge, their rows."""

    start: int
    end: int
    edge: int
    rows: set[int]
    edges: list[int] = Factory(list)

    def admit(self, other: "Column") -> None:
        """Take another column's values into this one."""
        if len(other.rows) > len(self.rows):
            self.edge = other.edge
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        self.rows |= other.rows
        self.edges += other.edges


def read_heads(
    head: list[list[Segment]],
    rules: list[list[Segment]],
    columns: list[Column],
    labels: tuple[int, int],
) -> tuple[Header | None, list[Header | None], list[int], list[int]]:
    """The labels' head; the columns' heads and right edges; each column's place among them.

    A head over no values at all is a column too, an empty one; else its words
    would be taken for its neighbour's.
    """
    if not head:
        edges = [column.edge for column in columns]
        return None, [None] * len(columns), edges, list(range(len(columns)))
    start, end = labels
    slots = [Column(start, min(end, columns[0].start if columns else end), 0, set()), *columns]
    for line in head:
        empty = _empty_columns(line, slots)
        if empty:
            slots[1:] = sorted(slots[1:] + empty, key=lambda slot: slot.end)
    places = [slots.index(column) - 1 for column in columns]
    headers = _stack_heads(head, rules, slots)
    return headers[0], headers[1:], [slot.edge for slot in slots[1:]], places


def tiers_of(head: Sequence[str]) -> list[tuple[int, int]]:
    """The tiers of a head of records of several lines: where each begins and ends.

    The labels' head goes on in the next tier below a line that has none of it.
    """
    starts = [len(line) - len(line.lstrip()) for line in head]
    left = [start <= min(starts) + MARGIN for start in starts]
    begin = [n for n in range(1, len(left)) if left[n] and not left[n - 1] and any(left[:n])]
    return list(pairwise((0, *begin, len(head))))


def _stack_heads(
    head: list[list[Segment]], rules: list[list[Segment]], slots: list[Column]
) -> list[Header | None]:
    """The head of each column, from the bottom up: a head stands over the ones below it."""
    headers: list[Header | None] = [None] * len(slots)
    wide = [Column(slot.start, slot.end, slot.edge, slot.rows, slot.edges) for slot in slots]
    alone: dict[Segment, int] = {}
    for number in range(len(head) - 1, -1, -1):
        is_over = number < min(len(rules), len(head) - 1)
        ruled = _ruled(head[number], rules[number], wide, headers) if is_over else {}
        last, alone = alone, {}
        for segment in reversed(head[number]):
            found = ruled.get(segment) or _stacked(segment, last)
            found = found or _slots_of(segment, head[number], wide, head, headers)
            for slot, text in found:
                header = headers[slot]
                whole = f"{text} {header.text}" if header else text
                headers[slot] = Header(whole, number, segment.start)
            if len(found) == 1 and found[0][0]:
                alone[segment] = found[0][0]
                column = wide[found[0][0]]
                column.start = min(column.start, segment.start)
                column.end = max(column.end, segment.end)
    return headers


def _stacked(segment: Segment, alone: dict[Segment, int]) -> list[tuple[int, str]]:
    """The column of the head below that begins and ends where a head does, if it has one alone."""
    for below, slot in alone.items():
        if _is_as_wide(below, segment):
            return [(slot, segment.text)]
    return []


def _is_as_wide(one: Segment, other: Segment) -> bool:
    return abs(one.start - other.start) <= _ALIGNED and abs(one.end - other.end) <= _ALIGNED


def _ruled(
    line: list[Segment],
    rule: list[Segment],
    slots: list[Column],
    headers: list[Header | None],
) -> dict[Segment, list[tuple[int, str]]]:
    """The columns that each head of a line spans, where the rule below it shows them.

    A rule in as many pieces as there are heads has one over the columns of each, and may have
    others below nothing; a rule across the page below several heads shares the columns among
    those nearest to them.
    """
    if len(rule) > len(line):
        rule = [piece for piece in rule if any(piece.shares(*one[:2]) > 0 for one in line)]
    elif len(line) < 2 or not rule:
        return {}
    found: dict[Segment, list[tuple[int, str]]] = {segment: [] for segment in line}
    if len(rule) == len(line):
        if all(
            piece.end - piece.start <= len(one.text) + 2
            for piece, one in zip(rule, line, strict=True)
        ):
            return {}  # heads underlined, not spans
        for segment, piece in zip(line, rule, strict=True):
            found[segment] = [
                (number, segment.text)
                for number, slot in enumerate(slots)
                if piece.shares(slot.start, slot.end) > 0
            ]
    elif len(rule) == 1 and len(line) < len(slots) - 1:
        for segment, numbers in zip(line, _partition(line, slots, headers), strict=True):
            found[segment] = [(number, segment.text) for number in numbers]
    return found if all(found.values()) else {}


def _partition(
    line: list[Segment], slots: list[Column], headers: list[Header | None]
) -> list[range]:
    """All columns parted among a few heads so that each is in the middle of its own.

    Two columns whose heads end alike (``Principal Paid``, ``Interest Paid``) stay together,
    and what a head covers of the columns of others counts against it.
    """
    bounds = [(0, *cuts, len(slots)) for cuts in combinations(range(1, len(slots)), len(line) - 1)]
    alike = [place for place in range(1, len(slots)) if _end_alike(*headers[place - 1 : place + 1])]

    def shift(bound: tuple[int, ...]) -> int:
        cost = _PARTED * sum(cut in alike for cut in bound)
        for one, first, last in zip(line, bound, bound[1:], strict=False):
            cost += abs(one.start + one.end - slots[first].start - slots[last - 1].end)
            for slot in (*slots[:first], *slots[last:]):
                cost += _COVERED * max(0, min(one.end, slot.end) - max(one.start, slot.start))
        return cost

    best = min(bounds[:_PARTITIONS], key=shift)
    return [range(first, last) for first, last in pairwise(best)]


def _end_alike(left: Header | None, right: Header | None) -> bool:
    """Whether two heads differ, but end with the same word."""
    if left is None or right is None or left.text == right.text:
        return False
    return left.text.split()[-1:] == right.text.split()[-1:]


def _best_slot(segment: Segment, slots: list[Column]) -> int:
    """The column that a head stands over: of those in whose stretch it is, the best aligned.

    A column's stretch begins behind the column before it, and the last one's has no end.
    Aligned is right, left or centred over the values.
    """
    first, end, _ = segment
    best, start = 0, -_FAR
    least: float = _FAR
    last = slots[-1]
    for number, slot in enumerate(slots):
        if first < slot.end or slot is last:
            if end <= start:
                break
            offset = _offset(segment, slot)
            if offset < least:
                best, least = number, offset
        start = slot.end
    return best


def _empty_columns(line: list[Segment], slots: list[Column]) -> list[Column]:
    """Columns for the heads of a line that no values stand under."""
    taken: dict[int, Segment] = {}
    empty: list[Column] = []
    for segment in line:
        slot = _best_slot(segment, slots)
        rival = taken.setdefault(slot, segment)
        if rival is not segment:
            near, far = sorted((segment, rival), key=lambda one: abs(one.end - slots[slot].end))
            taken[slot] = near
            empty.append(Column(far.start, far.end, far.end, set()))
    return empty


def _slots_of(
    segment: Segment,
    line: list[Segment],
    slots: list[Column],
    head: list[list[Segment]],
    headers: list[Header | None],
) -> list[tuple[int, str]]:
    """The columns that a head stands over, with the words of it that belong to each.

    ``headers`` are the columns' heads in the lines below.

    Words below several heads are heads of several columns, one blank apart; else a head may
    span several.
    """
    first, end, _ = segment
    under = [
        number
        for number, slot in enumerate(slots)
        if first + DRIFT < slot.end and slot.start < end - DRIFT
        if number or first <= slot.start + MARGIN  # labels are long, their head begins with them
    ]
    nearest = _best_slot(segment, slots)
    best = slots[nearest]
    if len(under) < 2 and first >= best.start - DRIFT and abs(end - best.end) <= DRIFT:
        return [(nearest, segment.text)]  # it stands inside its column
    if len(under) > 1 and any(end == one.start or first == one.end for one in line):
        return [(nearest, segment.text)]  # it touches the next one
    place = head.index(line)
    below = head[place + 1 :]
    words = words_of(segment) if len(under) > 1 else []
    known = [headers[number] is not None for number in under]
    shares, shift = _share_out(words, [slots[number] for number in under], known)
    group = next(filter(None, (_group_below(segment, line, lower) for lower in below)), [])
    if group or not shares or (shift > (0 in under) and not _is_parted(segment, head[:place])):
        spanned = _columns_of(segment, group, slots) or _spanned(segment, line, slots, below)
        if len(spanned) > 1:
            return [(slot, segment.text) for slot in spanned]
    if not shares:
        return [(nearest, segment.text)]
    return [(slot, text) for slot, text in zip(under, shares, strict=True) if text]


def _is_parted(segment: Segment, above: list[list[Segment]]) -> bool:
    """Whether several heads of one line stand above a head."""
    first, end, _ = segment
    return any(sum(one.shares(first, end) > 0 for one in line) > 1 for line in above)


def _spanned(
    segment: Segment, line: list[Segment], slots: list[Column], below: list[list[Segment]]
) -> list[int]:
    """The columns of the heads below that a head spans, where it spans several."""
    for lower in below:
        found = _columns_of(segment, _heads_below(segment, line, lower), slots)
        if len(found) > 1:
            return found
    return []


def _columns_of(segment: Segment, heads: list[Segment], slots: list[Column]) -> list[int]:
    """The columns of several heads below a head, and those whose values it covers."""
    if len(heads) < 2:
        return []
    found = {_best_slot(other, slots) for other in heads}
    found |= {
        number
        for number, slot in enumerate(slots)
        if number and segment.shares(slot.start, slot.end) > DRIFT
    }
    return sorted(found)


def _group_below(segment: Segment, line: list[Segment], lower: list[Segment]) -> list[Segment]:
    """The group of heads below (``# Balance # Balance``) over which a head stands alone.

    A head that ends with one of them stands over that one, unless all groups have a head.
    """
    if len({one.text for one in lower}) == len(lower):
        return []
    groups = _repeated_groups(lower)
    over = [
        [one for one in line if one.shares(group[0].start, group[-1].end) > 0] for group in groups
    ]
    aligned = [any(_ends_with_one_of(one, group) for one in line) for group in groups]
    if all(aligned):
        return []
    for group, heads, is_aligned in zip(groups, over, aligned, strict=True):
        if heads == [segment]:
            is_of_one = is_aligned and not all(over)
            return [] if is_of_one or segment.end > group[-1].end + DRIFT else group
    return []


def _ends_with_one_of(segment: Segment, heads: list[Segment]) -> bool:
    return any(abs(segment.end - one.end) <= DRIFT for one in heads)


def _repeated_groups(line: list[Segment]) -> list[list[Segment]]:
    """Heads that stand beside each other in the same order several times."""
    texts = [one.text for one in line]
    for size in range(2, len(line) // 2 + 1):
        for start in range(len(line) - 2 * size + 1):
            stop = start + size
            while texts[stop : stop + size] == texts[start : start + size]:
                stop += size
            if stop > start + size and len(set(texts[start : start + size])) > 1:
                return [line[place : place + size] for place in range(start, stop, size)]
    return []


def _heads_below(segment: Segment, line: list[Segment], below: list[Segment]) -> list[Segment]:
    """The heads of a line below over which a head stands, and no other head of its line."""
    lower = [
        one
        for one in below
        if any(map(str.isalpha, one.text))
        and all(
            other is segment or other.shares(*one[:2]) <= max(0, segment.shares(*one[:2]))
            for other in line
        )
    ]
    touched = [one for one in lower if 2 * one.shares(*segment[:2]) >= one.end - one.start]
    if _ends_with_one_of(segment, below):
        return touched  # it stands over one head, whatever else it covers
    if len(touched) < 2 and len(lower) >= 1.5 * len(line) > 1.5:
        touched = _pair_below(segment, line, lower)
    return touched if len(touched) > 1 else _reached(segment, lower)


def _reached(segment: Segment, lower: list[Segment]) -> list[Segment]:
    """The heads that a head covers or reaches, where it is centred over all of them."""
    near = [other for other in lower if other.shares(*segment[:2]) >= -_ALIGNED]
    if len(near) < 2:
        return []
    union = Segment(near[0].start, near[-1].end, "")
    centered = _offset(segment, union) < min(_offset(segment, one) for one in near)
    widest = max(one.end - one.start for one in near)
    return near if centered or 2 * (segment.end - segment.start) >= 3 * widest else []


def _pair_below(segment: Segment, line: list[Segment], lower: list[Segment]) -> list[Segment]:
    """The heads that a head spans by their number, or the two that it stands between."""
    each, rest = divmod(len(lower), len(line))
    if each > 1 and not rest:
        place = each * line.index(segment)
        pair = lower[place : place + each]
        shift = abs(segment.start + segment.end - pair[0].start - pair[-1].end) / 2
        if shift > _CENTERED or _ends_with_one_of(segment, pair):
            return []
        return pair
    center = (segment.start + segment.end) / 2
    left = [other for other in lower if (other.start + other.end) / 2 < center][-1:]
    right = [other for other in lower if (other.start + other.end) / 2 >= center][:1]
    pair = [*left, *right]
    wide = [other for other in pair if other.end - other.start > _ALIGNED]
    if any(_offset(segment, other) <= _ALIGNED for other in wide):
        return []
    return pair if all(other.shares(*segment[:2]) >= -_NEAR for other in pair) else []


def _share_out(
    words: list[Segment], slots: list[Column], known: list[bool]
) -> tuple[list[str], float]:
    """Heads that stand one blank apart: the words of each column, as well aligned as can be.

    With them goes how far they are out of line.  ``known`` are the columns that have words in
    the lines below.
    """
    if len(slots) < 2 or len(words) < 2:
        return [], 0
    count = len(words)
    best: list[tuple[float, list[str]]] = [(0, [])]
    best += [(_FAR, [])] * count
    for slot, is_known in zip(slots, known, strict=True):
        last = best
        no_head = _NO_WORDS if is_known else _NO_HEAD
        edges = {slot.end, slot.edge, *slot.edges}
        best = [(one[0] + no_head, [*one[1], ""]) for one in last]
        for end in range(1, count + 1):
            for start in range(end):
                head = Segment(words[start].start, words[end - 1].end, "")
                right = min([abs(head.end - edge) for edge in edges])
                cost = last[start][0] + min(right, 1 + _offset(head, slot))
                if cost < best[end][0]:
                    text = " ".join(word.text for word in words[start:end])
                    best[end] = (cost, [*last[start][1], text])
    shift, shares = best[count]
    return (shares, shift) if shift < _FAR else ([], 0)


def _offset(head: Segment, slot: Column | Segment) -> float:
    """How far a head is from standing right, left or centred over a column."""
    left, right = head.start - slot.start, head.end - slot.end
    return min(abs(left), abs(right), abs(left + right) / 2)
