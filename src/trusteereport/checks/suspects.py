"""Where the error is: the figure, and its value, that would make failing equations hold.

Every equation that rests on a figure tells, all other figures being right, what the figure
would have to be.  The figure that is wrong is the one for which the failing equations tell
the same value, and no holding equation tells another.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from trusteereport.checks.figures import (
    Equation,
    Figure,
    Key,
    Solution,
    exponent_of,
    replace,
    rounded,
    solve,
)

_ROUNDS = 8
"""How many wrong figures are looked for before the rest is left to the reader."""


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
class _Correction:
    """A value that a figure may have had, and how likely a slip made the printed one of it.

    ``slip`` is 0 where no single slip does.
    """

    value: Decimal
    slip: int


@frozen
class _Candidate:
    """A suspicion, and the failures that it ends less the identities that it breaks."""

    suspicion: Suspicion
    score: int
    slip: int

    def rank(self) -> tuple[int, int, bool, int]:
        """The higher the likelier: of equal scores a slip, a usual sign, a rounder number."""
        printed, value = self.suspicion.figure.value, self.suspicion.value
        usual = value >= 0 or printed < 0
        return self.score, self.slip, usual, _digits(printed) - _digits(value)


def _digits(value: Decimal) -> int:
    """The number of digits without zeros at either end: 2 for 1,200,000."""
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))


def find_suspects(equations: Iterable[Equation]) -> tuple[Suspicion, ...]:
    """The figures to look at, the one that explains most first.

    One wrong figure is assumed, corrected, and the search repeated while equations fail.
    It ends with a correction that breaks as much as it mends: that one is named, but
    nothing is built on it.
    """
    current = list(equations)
    found: list[Suspicion] = []
    while len(found) < _ROUNDS:
        likeliest = _likeliest(current, {one.figure.key for one in found})
        if likeliest is None or (found and not likeliest.score):
            break
        found.append(likeliest.suspicion)
        if not likeliest.score:
            break
        right = evolve(likeliest.suspicion.figure, value=likeliest.suspicion.value)
        current = [
            replace(one, right) if any(f.key == right.key for f in one.figures()) else one
            for one in current
        ]
    return tuple(found)


def _likeliest(equations: Sequence[Equation], done: set[Key]) -> _Candidate | None:
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
        if (candidate := _candidate(figure, resting[key])) and candidate.score >= 0
    ]
    if not candidates:
        return None
    best = max(candidates, key=_Candidate.rank)
    rivals = tuple(
        one.suspicion.figure for one in candidates if one is not best and one.rank() == best.rank()
    )
    return evolve(best, suspicion=evolve(best.suspicion, rivals=rivals))


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
        fitting = [held for held, one in told if one.lowest <= high and low <= one.highest]
        ends = fitting.count(False)
        broken = sum(held for held, _ in told) - fitting.count(True)
        if best is None or ends - broken > best.score:
            correction = _correction(figure, low, high)
            suspicion = Suspicion(figure, correction.value, ends)
            best = _Candidate(suspicion, ends - broken, correction.slip)
    return best


def _overlap(seed: Solution, others: Sequence[Solution]) -> tuple[Decimal, Decimal]:
    """The values that the seed allows, narrowed by all others that agree, the most exact first."""
    low, high = seed.lowest, seed.highest
    for other in sorted(others, key=lambda one: one.radius):
        if other.lowest <= high and low <= other.highest:
            low, high = max(low, other.lowest), min(high, other.highest)
    return low, high


# ---------------------------------------------------------------- what may have been printed


_COMMON, _RARE = 2, 1
"""How likely slips are: a digit too many is rarer than one changed, exchanged or dropped."""


def _correction(figure: Figure, low: Decimal, high: Decimal) -> _Correction:
    """The value between two bounds that a slip turns into the printed one, else the middle."""
    middle = (low + high) / 2
    slips = [one for one in _slips(figure.value) if low <= one.value <= high]
    if slips:
        return min(slips, key=lambda one: (-one.slip, abs(one.value - middle)))
    whole = rounded(middle, exponent_of(figure.value))
    value = whole if low <= whole <= high else middle
    return _Correction(value, _COMMON if figure.blank else 0)


def _slips(value: Decimal) -> Iterator[_Correction]:
    """All values that a slip of a scanner or a typist turns into this one.

    A digit taken for another, two exchanged, one dropped or put, a sign lost or put.
    """
    sign, digits, _ = value.as_tuple()
    exponent = exponent_of(value)
    text = "".join(map(str, digits)).rjust(1 - exponent, "0")

    def correction(changed: str, slip: int, places: int = exponent) -> _Correction:
        return _Correction(Decimal((sign, tuple(map(int, changed)), places)), slip)

    yield _Correction(-value, _COMMON)
    for place in range(len(text)):
        for digit in "0123456789":
            yield correction(text[:place] + digit + text[place + 1 :], _COMMON)
        yield correction(text[:place] + text[place : place + 2][::-1] + text[place + 2 :], _COMMON)
        yield correction(text[:place] + text[place + 1 :] or "0", _RARE)
    for place in range(len(text) + 1):
        for digit in "0123456789":
            longer = text[:place] + digit + text[place:]
            yield correction(longer, _COMMON)
            if exponent < 0 and place >= len(text) + exponent:
                yield correction(longer, _COMMON, exponent - 1)
