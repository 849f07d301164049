"""Figures and equations: the arithmetic of a check, and how exact a print lets it be.

A printed figure stands for every amount that rounds to it: its value, half a unit of its
last printed digit up or down.  An equation says that one printed figure equals a sum of
terms; what the other figures leave open is its tolerance.  Nothing else is tolerated.
"""

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal

from attrs import evolve, frozen

ZERO = Decimal(0)
ONE = Decimal(1)
_WIDE = Context(prec=60)

Key = tuple[int, str]
"""A report's number and a record path in it: what tells a figure from all others."""


def exponent_of(value: Decimal) -> int:
    """The place of the last digit: -2 for cents."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def rounded(value: Decimal, exponent: int) -> Decimal:
    """The value with its last digit at a place: -2 for cents."""
    return value.quantize(Decimal((0, (1,), exponent)), context=_WIDE)


@frozen
class Figure:
    """A printed number, or a blank that counts as zero.

    ``path`` is the record's path in the report with the number ``report`` (0 where only
    one is checked).  ``half_unit`` is half a unit of the last printed digit, in the
    value's own unit (dollars, percent); 0 for what is counted and never rounded.
    ``blank`` says that nothing is printed.
    """

    path: str
    value: Decimal
    half_unit: Decimal
    report: int = 0
    blank: bool = False

    @property
    def key(self) -> Key:
        """What tells this figure from all others."""
        return self.report, self.path


@frozen
class Term:
    """``coefficient`` times the ``factors`` over the ``divisors``."""

    coefficient: Decimal
    factors: tuple[Figure, ...]
    divisors: tuple[Figure, ...] = ()

    def times(self, coefficient: int) -> "Term":
        """The term as often: -1 takes it off."""
        return Term(self.coefficient * coefficient, self.factors, self.divisors)

    def value(self) -> Decimal:
        """The term's value; a division by zero gives 0."""
        result = self.coefficient
        for factor in self.factors:
            result *= factor.value
        for divisor in self.divisors:
            result = result / divisor.value if divisor.value else ZERO
        return result

    def spread(self) -> Decimal:
        """By how much the value may be off because its figures are rounded."""
        if not self.divisors and len(self.factors) == 1:
            return abs(self.coefficient) * self.factors[0].half_unit
        widest = abs(self.coefficient)
        for factor in self.factors:
            widest *= abs(factor.value) + factor.half_unit
        for divisor in self.divisors:
            narrowest = abs(divisor.value) - divisor.half_unit
            widest /= narrowest if narrowest > 0 else divisor.half_unit or ONE
        return widest - abs(self.value())


@frozen
class Equation:
    """``left`` = the sum of ``terms``; ``subject`` says of what, ``remark`` how it was read.

    ``computed`` and ``tolerance`` are in the unit of ``left``; ``tolerance`` is the sum of
    what the rounding of each figure leaves open.
    """

    subject: str
    left: Figure
    terms: tuple[Term, ...]
    computed: Decimal
    tolerance: Decimal
    remark: str | None = None

    @property
    def difference(self) -> Decimal:
        """Printed less computed."""
        return self.left.value - self.computed

    @property
    def holds(self) -> bool:
        """Whether printed and computed agree as far as the print allows."""
        return abs(self.difference) <= self.tolerance

    @property
    def says_something(self) -> bool:
        """Whether a figure is not zero: an equation of zeros tells no layout from another."""
        return bool(self.left.value) or any(
            figure.value for term in self.terms for figure in term.factors
        )

    def figures(self) -> Iterator[Figure]:
        """All figures, the left one first."""
        yield self.left
        for term in self.terms:
            yield from term.factors
            yield from term.divisors


@frozen
class Solution:
    """The value of a figure with which an equation holds exactly, and how far it may be off."""

    value: Decimal
    radius: Decimal

    @property
    def lowest(self) -> Decimal:
        """The smallest value with which the equation holds."""
        return self.value - self.radius

    @property
    def highest(self) -> Decimal:
        """The largest value with which the equation holds."""
        return self.value + self.radius


def equate(
    subject: str, left: Figure, terms: Sequence[Term], remark: str | None = None
) -> Equation:
    """An equation with its computed value and its tolerance."""
    computed, tolerance = ZERO, left.half_unit
    for term in terms:
        computed += term.value()
        tolerance += term.spread()
    return Equation(subject, left, tuple(terms), computed, tolerance, remark)


def plus(figure: Figure) -> Term:
    """The figure as a term."""
    return Term(ONE, (figure,))


def signed(sign: int, figure: Figure) -> Term:
    """The figure as a term, added or taken off."""
    return Term(Decimal(sign), (figure,))


def solve(equation: Equation, figure: Figure) -> Solution | None:
    """What a figure would have to be, all others being right; None where it does not matter."""
    if figure.key == equation.left.key:
        return Solution(equation.computed, equation.tolerance)
    rest, rate, quotient = equation.left.value - equation.computed, ZERO, ZERO
    for term in equation.terms:
        if any(one.key == figure.key for one in term.factors):
            rest += term.value()
            others = tuple(one for one in term.factors if one.key != figure.key)
            rate += Term(term.coefficient, others, term.divisors).value()
        elif any(one.key == figure.key for one in term.divisors):
            rest += term.value()
            quotient += term.value() * figure.value
    if rate:
        return Solution(rest / rate, equation.tolerance / abs(rate))
    if quotient and rest:
        value = quotient / rest
        return Solution(value, abs(equation.tolerance * value / rest))
    return None


def replace(equation: Equation, figure: Figure) -> Equation:
    """The equation with another value for a figure."""

    def swap(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        return tuple(figure if one.key == figure.key else one for one in figures)

    (left,) = swap((equation.left,))
    terms = [
        evolve(term, factors=swap(term.factors), divisors=swap(term.divisors))
        for term in equation.terms
    ]
    return equate(equation.subject, left, terms, equation.remark)


def resolutions(equations: Sequence[Equation]) -> dict[Key, Decimal]:
    """For each figure the smallest change that one of the equations would show.

    A figure that does not matter to any of them (a rate on a balance of zero) is absent.
    """
    smallest: dict[Key, Decimal] = {}
    for equation in equations:
        for key, radius in _radii(equation):
            if key not in smallest or radius < smallest[key]:
                smallest[key] = radius
    return smallest


def _radii(equation: Equation) -> Iterator[tuple[Key, Decimal]]:
    yield equation.left.key, equation.tolerance
    for term in equation.terms:
        if not term.divisors and len(term.factors) == 1:
            yield term.factors[0].key, equation.tolerance / abs(term.coefficient)
            continue
        for figure in (*term.factors, *term.divisors):
            solution = solve(equation, figure)
            if solution is not None:
                yield figure.key, solution.radius


def confirmed(equations: Sequence[Equation]) -> set[Key]:
    """The figures that holding equations rest on and resolve: they show an error of its size."""
    holding = [equation for equation in equations if equation.holds]
    values = {
        figure.key: abs(figure.value) for equation in holding for figure in equation.figures()
    }
    return {
        key
        for key, radius in resolutions(holding).items()
        if not values[key] or radius < values[key]
    }
