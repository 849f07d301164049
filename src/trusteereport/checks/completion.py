"""What an equation lacks, where the report prints it: shortfalls, draws, repurchases.

Reports differ in what they take into a sum.  An equation that does not hold is completed
by one or two printed figures of the kind that its identity names, in fields of the row or
in values that no field takes, added or taken off.  It then holds to the last digit, or is
left as it was: nothing is fitted that is not printed.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from trusteereport.checks.figures import Equation, Figure, Term, equate, plus
from trusteereport.checks.sheet import Row

Completion = Callable[[Row, Equation], Equation | None]
"""A row's equation with what it lacked, or None where nothing printed completes it."""

_MOST = 2
"""How many figures complete an equation at most: more would fit by chance."""


@frozen
class Candidate:
    """A term that may be lacking, and what it is called."""

    term: Term
    words: str


def candidate(figure: Figure, words: str) -> Candidate:
    """A figure that may be lacking."""
    return Candidate(plus(figure), words)


def of_fields(row: Row, names: Iterable[str]) -> Iterator[Candidate]:
    """The fields of a row that are printed and not zero."""
    for name in names:
        figure = row.figure(name)
        if figure and figure.value:
            yield candidate(figure, name.replace("_", " "))


def of_others(row: Row, pattern: re.Pattern[str]) -> Iterator[Candidate]:
    """The values that no field takes under labels of a pattern: the row's own, or no row's."""
    for other in row.sheet.others_of(row, pattern):
        yield candidate(other.figure, other.label)


def completed(equation: Equation, candidates: Iterable[Candidate]) -> Equation | None:
    """The equation with the fewest candidates, added or taken off, that make it hold.

    One that the equation counts already can only be left out.
    """
    lacking = [one for one in candidates if abs(one.term.value()) > equation.tolerance]
    for size in range(1, _MOST + 1):
        for chosen in itertools.combinations(lacking, size):
            if found := _with(equation, chosen):
                return found
    return None


def _with(equation: Equation, chosen: Sequence[Candidate]) -> Equation | None:
    """The equation with some terms, each added or taken off as the difference asks for."""
    for signs in itertools.product(*(_signs(equation, one) for one in chosen)):
        added = [one.term.times(sign) for one, sign in zip(chosen, signs, strict=True)]
        rest = equation.difference - sum(term.value() for term in added)
        if abs(rest) > equation.tolerance + sum(term.spread() for term in added):
            continue
        said = ", ".join(
            f"{one.words} {'added' if sign > 0 else 'taken off'}"
            for one, sign in zip(chosen, signs, strict=True)
        )
        remark = f"{equation.remark}; {said}" if equation.remark else said
        return equate(equation.subject, equation.left, _sum(equation.terms, added), remark)
    return None


def _signs(equation: Equation, one: Candidate) -> tuple[int, ...]:
    """How a candidate may be counted: once, added or taken off."""
    key = one.term.factors[0].key
    if key == equation.left.key:
        return ()
    counted = [term for term in equation.terms if term.factors and term.factors[0].key == key]
    if not counted:
        return 1, -1
    return (-1,) if counted[0].coefficient > 0 else (1,)


def _sum(terms: Iterable[Term], added: Iterable[Term]) -> list[Term]:
    """The terms with the added ones; two that cancel each other are left out."""
    found = list(terms)
    for term in added:
        if term.times(-1) in found:
            found.remove(term.times(-1))
        else:
            found.append(term)
    return found


def by(*names: str, others: str | None = None) -> Completion:
    """A completion by fields of the row and by values under labels of a pattern."""
    pattern = re.compile(others, re.IGNORECASE) if others else None

    def complete(row: Row, equation: Equation) -> Equation | None:
        candidates = list(of_fields(row, names))
        if pattern:
            candidates += of_others(row, pattern)
        return completed(equation, candidates)

    return complete
