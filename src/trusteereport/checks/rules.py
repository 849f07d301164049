"""Identities that are sums over the fields of one record, written as text.

    ending_balance = beginning_balance -+ realized_losses|principal_losses? + deferred_interest?

Signs: ``+`` and ``-`` as they stand; ``-+`` usually taken off, but added where the report
prints deductions negative; ``+-`` the other way round.  Which it is, is found from the
figures, and is the same for all rows.  ``a|b``: the first that is printed.  ``?``: counts
as zero where it is not printed; without it, the identity does not apply to the row.
``??``: reports differ in whether they count it, which is found like the signs.
"""

import functools
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from trusteereport.checks.completion import Completion
from trusteereport.checks.figures import Equation, Term, equate, signed
from trusteereport.checks.sheet import Reading, Row, Sheet, Skipped

_FORMULA = re.compile(r"[a-z_]+ = (?:[-+]{1,2} )?[a-z_|]+\?{0,2}(?: [-+]{1,2} [a-z_|]+\?{0,2})*")
_PART = re.compile(r"(?P<sign>[-+]{1,2})? ?(?P<names>[a-z_|]+)(?P<optional>\?{0,2})")
_SPEAKING_ROWS = 2
"""How many more rows must speak for signs that are not the usual ones."""

_CERTAIN, _UNCERTAIN = 3, 2
"""One of so many equations must hold: one slip can break those of a pool and of the total."""

Exemption = Callable[[Row], str | None]
"""Why an identity does not apply to a row, or None."""


@frozen
class Part:
    """One summand of a formula: its sign, whether that may be turned and is, its fields.

    ``seldom`` says that not all reports count it, ``counted`` whether this one does.
    """

    sign: int
    may_turn: bool
    names: tuple[str, ...]
    optional: bool
    seldom: bool = False
    counted: bool = True
    turned: bool = False

    def others(self) -> "tuple[Part, ...]":
        """The other ways to count the summand, the likelier first."""
        if self.seldom:
            usual = evolve(self, counted=True, turned=True)
            return (usual, evolve(usual, sign=-self.sign)) if self.may_turn else (usual,)
        return (evolve(self, sign=-self.sign, turned=True),) if self.may_turn else ()


@frozen
class Formula:
    """A sum over the fields of a record."""

    left: str
    parts: tuple[Part, ...]


@functools.cache
def read_formula(text: str) -> Formula:
    """The formula that a text states (see the module).

    Raises:
        ValueError: the text is no formula.
    """
    if not _FORMULA.fullmatch(text):
        raise ValueError(f"no formula: {text!r}; write 'field = field - field? + field|field'")
    left, _, right = text.partition(" = ")
    return Formula(left, tuple(_part(match) for match in _PART.finditer(right)))


def _part(match: re.Match[str]) -> Part:
    sign = match["sign"] or "+"
    return Part(
        sign=-1 if sign.startswith("-") else 1,
        may_turn=sign in ("-+", "+-"),
        names=tuple(match["names"].split("|")),
        optional=bool(match["optional"]),
        seldom=match["optional"] == "??",
        counted=match["optional"] != "??",
    )


@frozen
class Rows:
    """A formula that each record of a list obeys.

    Attributes:
        records: the statement's field that holds the records, or the record.
        formula: the sum, as text (see the module).
        totals: whether the printed totals obey it as well.
        unless: fields that must be zero or blank for the identity to apply.
        alone: whether the formula is so certain that a single row can fail.
        exempt: says why a row need not obey it.
        complete: completes a row's equation that does not hold.
    """

    records: str
    formula: str
    totals: bool = True
    unless: tuple[str, ...] = ()
    alone: bool = True
    exempt: Exemption | None = None
    complete: Completion | None = None

    def __call__(self, sheet: Sheet) -> Reading:
        """The equations of a statement's rows."""
        rows, skipped = self._rows_that_print(sheet)
        formula = read_signs(read_formula(self.formula), rows, self._completed)
        equations = [
            self._completed(row, one)
            for row, one in zip(rows, _equations(formula, rows), strict=True)
        ]
        reading = settle(equations, alone=self.alone)
        reading = _without_half_blank(formula, rows, reading)
        return Reading(reading.equations, (*skipped, *reading.skipped))

    def _completed(self, row: Row, equation: Equation) -> Equation:
        """The equation, or what completes it."""
        found = None if equation.holds or not self.complete else self.complete(row, equation)
        return found or equation

    def _rows_that_print(self, sheet: Sheet) -> tuple[list[Row], list[Skipped]]:
        """The rows with all figures that the formula needs; why the others are left."""
        rows = list(sheet.rows(self.records))
        total = sheet.totals(self.records) if self.totals else None
        if total:
            rows.append(total)
        if not rows:
            return [], [Skipped(sheet.subject(self.records), f"no {_words(self.records)} printed")]
        reasons = [self._obstacle(sheet, row) for row in rows]
        ready = [row for row, reason in zip(rows, reasons, strict=True) if reason is None]
        if not ready and len(set(reasons)) == 1:
            return [], [Skipped(sheet.subject(self.records), str(reasons[0]))]
        return ready, [
            Skipped(row.subject, reason)
            for row, reason in zip(rows, reasons, strict=True)
            if reason is not None
        ]

    def _obstacle(self, sheet: Sheet, row: Row) -> str | None:
        """Why the formula does not apply to a row."""
        formula = read_formula(self.formula)
        needed = [(formula.left,), *(part.names for part in formula.parts if not part.optional)]
        for names in needed:
            if row.figure(*names) is None:
                return f"no {_words(names[0])} printed"
        for names in (part.names for part in formula.parts) if sheet.unreadable else ():
            if any(f"{row.path}.{name}" in sheet.unreadable for name in names):
                return f"{_words(names[0])} is no readable number"
        for name in self.unless:
            figure = row.figure(name)
            if figure and figure.value:
                return f"{_words(name)} is not zero: reports differ in how it is settled"
        return self.exempt(row) if self.exempt else None


Completer = Callable[[Row, Equation], Equation]
"""A row's equation with what it lacks, or as it is."""


def read_signs(formula: Formula, rows: Sequence[Row], complete: Completer | None = None) -> Formula:
    """The formula with the signs that most rows speak for.

    Other than the usual signs need rows that only they explain: two more than the usual
    ones have, or any where no row has the usual ones.  Where no row has any, ``complete``
    may show which signs lead to what a row lacks.
    """
    equations = _equations(formula, rows)
    failing = [row for row, one in zip(rows, equations, strict=True) if not one.holds]
    if not failing:
        return formula
    most = _count(equations)
    needed = most + _SPEAKING_ROWS if most else 1
    best = formula
    for other in _turned(formula, failing):
        count = _count(_equations(other, rows))
        if count >= max(needed, most + 1):
            best, most = other, count
    if most or not complete:
        return best
    return _completing(formula, rows, complete)


def _completing(formula: Formula, rows: Sequence[Row], complete: Completer) -> Formula:
    """The formula with the first signs with which a row holds once it is completed."""
    for other in (formula, *_turned(formula, rows)):
        pairs = zip(rows, _equations(other, rows), strict=True)
        if any(complete(row, one).holds for row, one in pairs):
            return other
    return formula


_MOST_TURNED = 4
"""How many summands may be counted otherwise than usual."""


def _turned(formula: Formula, rows: Sequence[Row]) -> Iterator[Formula]:
    """The formula with summands counted otherwise, the fewest first, where a row prints them."""
    turning = [
        place
        for place, part in enumerate(formula.parts)
        if part.others()
        and any((figure := row.figure(*part.names)) and figure.value for row in rows)
    ]
    for size in range(1, min(len(turning), _MOST_TURNED) + 1):
        for places in itertools.combinations(turning, size):
            for chosen in itertools.product(*(formula.parts[place].others() for place in places)):
                parts = list(formula.parts)
                for place, part in zip(places, chosen, strict=True):
                    parts[place] = part
                yield Formula(formula.left, tuple(parts))


def _equations(formula: Formula, rows: Sequence[Row]) -> list[Equation]:
    remark = ", ".join(_turned_text(part) for part in formula.parts if part.turned) or None
    found = []
    for row in rows:
        left = row.figure(formula.left)
        assert left is not None, "rows that lack a figure were left before"
        found.append(equate(row.subject, left, terms_of(formula, row), remark))
    return found


def terms_of(formula: Formula, row: Row, *, opposite: bool = False) -> list[Term]:
    """The summands of a formula that a row prints; with the signs turned where ``opposite``."""
    return [
        signed(-part.sign if opposite else part.sign, figure)
        for part in formula.parts
        if part.counted and (figure := row.figure(*part.names)) is not None
    ]


def _turned_text(part: Part) -> str:
    return f"{_words(part.names[0])} {'added' if part.sign > 0 else 'taken off'}, as printed"


def _count(equations: Sequence[Equation]) -> int:
    return sum(equation.holds and equation.says_something for equation in equations)


def _words(name: str) -> str:
    return name.replace("_", " ")


def settle(equations: Sequence[Equation], *, alone: bool = True) -> Reading:
    """Keep all equations or, where they are not this report's accounting, none.

    A third of them must hold, or half where an equation without company may not fail
    (``alone``) because reports differ in it.
    """
    speaking = [equation for equation in equations if equation.says_something]
    holding = _count(speaking)
    share = _CERTAIN if alone else _UNCERTAIN
    enough = share * holding >= len(speaking) or (alone and len(speaking) == 1)
    if enough:
        return Reading(tuple(equations))
    reason = f"not how this report counts: it holds for {holding} of {len(speaking)}"
    return Reading((), tuple(Skipped(one.subject, reason) for one in equations))


def _without_half_blank(formula: Formula, rows: Sequence[Row], reading: Reading) -> Reading:
    """Do not judge a row by an optional field that it and half of the rows leave blank."""
    judged, skipped = [], list(reading.skipped)
    for row, equation in zip(rows, reading.equations, strict=False):
        names = None if equation.holds else _half_blank(formula, rows, row)
        if names:
            skipped.append(Skipped(row.subject, f"no {_words(names[0])} printed"))
        else:
            judged.append(equation)
    return Reading(tuple(judged), tuple(skipped))


def _half_blank(formula: Formula, rows: Sequence[Row], row: Row) -> tuple[str, ...] | None:
    """An optional field that some rows print, but neither this one nor half of all."""
    for part in formula.parts:
        if part.optional and row.figure(*part.names) is None:
            blanks = sum(one.figure(*part.names) is None for one in rows)
            if len(rows) > blanks >= len(rows) / 2:
                return part.names
    return None
