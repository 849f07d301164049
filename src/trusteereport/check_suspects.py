"""Where the error is: the figure, and its value, that would make failing equations hold.

Every equation that rests on a figure tells, all other figures being right, what the figure
would have to be.  The figure that is wrong is the one for which the failing equations tell
the same value, and no holding equation tells another.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from trusteereport.check_figures import (
    Equation,
    Figure,
    Solution,
    exponent_of,
    replace,
    solve,
)

_ROUNDS = 8
"""How many wrong figures are looked for before the rest is left to the reader."""

Key = tuple[int, str]


@frozen
class Suspicion:
    """A figure that is probably wrong, the value it should have, and how many failures that ends.

    ``rivals`` are other figures that would end as many, if another value were right there.
    """

    figure: Figure
    value: Decimal
    ends: int
    rivals: tuple[Figure, ...] = ()


@frozen
class _Candidate:
    suspicion: Suspicion
    score: int
    misprint: bool
    odd_sign: bool

    def rank(self) -> tuple[int, bool, bool]:
        return self.score, self.misprint, not self.odd_sign


def find_suspects(equations: Iterable[Equation]) -> tuple[Suspicion, ...]:
    """The figures to look at, the one that explains most first.

    One wrong figure is assumed, corrected, and the search repeated while equations fail.
    """
    current = list(equations)
    found: list[Suspicion] = []
    while len(found) < _ROUNDS:
        suspicion = _likeliest(current, {one.figure.key for one in found})
        if suspicion is None:
            break
        found.append(suspicion)
        right = evolve(suspicion.figure, value=suspicion.value)
        current = [
            replace(one, right) if any(f.key == right.key for f in one.figures()) else one
            for one in current
        ]
    return tuple(found)


def _likeliest(equations: Sequence[Equation], done: set[Key]) -> Suspicion | None:
    figures: dict[Key, Figure] = {}
    for equation in equations:
        if not equation.holds:
            figures.update((one.key, one) for one in equation.figures() if one.key not in done)
    resting: dict[Key, list[Equation]] = {key: [] for key in figures}
    for equation in equations:
        for key in {one.key for one in equation.figures()}:
            if key in resting:
                resting[key].append(equation)
    candidates = [
        candidate
        for key, figure in figures.items()
        if (candidate := _candidate(figure, resting[key])) and candidate.score > 0
    ]
    if not candidates:
        return None
    best = max(candidates, key=_Candidate.rank)
    rivals = [
        one.suspicion.figure
        for one in candidates
        if one is not best and one.rank() == best.rank()
    ]
    return evolve(best.suspicion, rivals=tuple(rivals))


def _candidate(figure: Figure, equations: Sequence[Equation]) -> _Candidate | None:
    """The value of a figure that ends most failures and breaks least."""
    told = [
        (equation.holds, solution)
        for equation in equations
        if (solution := solve(equation, figure)) is not None
    ]
    best: _Candidate | None = None
    for holds, seed in told:
        if holds:
            continue
        low, high = _overlap(seed, [solution for _, solution in told])
        fitting = [held for held, one in told if one.value - one.radius <= high and low <= one.value + one.radius]
        ends = fitting.count(False)
        broken = sum(held for held, _ in told) - fitting.count(True)
        if best is None or ends - broken > best.score:
            value, misprint = _probable_value(figure, low, high)
            odd = value < 0 <= figure.value
            best = _Candidate(Suspicion(figure, value, ends), ends - broken, misprint, odd)
    return best


def _overlap(seed: Solution, others: Sequence[Solution]) -> tuple[Decimal, Decimal]:
    """The values that the seed allows, narrowed by all others that agree with it, exactest first."""
    low, high = seed.value - seed.radius, seed.value + seed.radius
    for other in sorted(others, key=lambda one: one.radius):
        lowest, highest = other.value - other.radius, other.value + other.radius
        if lowest <= high and low <= highest:
            low, high = max(low, lowest), min(high, highest)
    return low, high


# ---------------------------------------------------------------- what may have been printed


def _probable_value(figure: Figure, low: Decimal, high: Decimal) -> tuple[Decimal, bool]:
    """The value between two bounds that one slip turns into the printed one, else the middle.

    With it: whether there is such a slip.
    """
    middle = (low + high) / 2
    slips = [value for value in _one_slip_away(figure.value) if low <= value <= high]
    if slips:
        return min(slips, key=lambda value: abs(value - middle)), True
    unit = Decimal((0, (1,), exponent_of(figure.value)))
    rounded = middle.quantize(unit)
    return (rounded if low <= rounded <= high else middle), False


def _one_slip_away(value: Decimal) -> Iterator[Decimal]:
    """All values that a slip of a scanner or a typist turns into this one.

    A digit taken for another, two exchanged, one dropped or doubled, a sign lost or put.
    """
    sign, digits, _ = value.as_tuple()
    exponent = exponent_of(value)
    text = "".join(map(str, digits)).rjust(1 - exponent, "0")

    def number(changed: str, places: int = exponent) -> Decimal:
        return Decimal((sign, tuple(map(int, changed)), places))

    yield -value
    for place in range(len(text)):
        for digit in "0123456789":
            yield number(text[:place] + digit + text[place + 1 :])
        yield number(text[:place] + text[place + 1 :] or "0")
        yield number(text[:place] + text[place : place + 2][::-1] + text[place + 2 :])
    for place in range(len(text) + 1):
        for digit in "0123456789":
            longer = text[:place] + digit + text[place:]
            yield number(longer)
            if exponent < 0 and place >= len(text) + exponent:
                yield number(longer, exponent - 1)
