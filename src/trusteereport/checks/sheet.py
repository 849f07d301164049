"""One statement as a check sees it: rows of figures, and which classes a total includes."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cached_property

import attrs
from attrs import frozen

from trusteereport.checks.figures import ZERO, Equation, Figure, exponent_of
from trusteereport.records import Statement
from trusteereport.report import Report

BALANCES = ("original_balance", "beginning_balance", "ending_balance")
AMOUNTS = (
    "principal_distribution",
    "interest_distribution",
    "total_distribution",
    "principal_prepayments",
    "interest_shortfall",
    "realized_losses",
    "principal_losses",
    "interest_losses",
    "deferred_interest",
    "cumulative_realized_losses",
    "interest_distribution_amount",
    "carryforward_interest",
    "basis_risk_shortfall",
    "net_prepayment_interest_shortfall",
    "basis_risk_shortfalls_paid",
    "interest_remittance_amount",
    "accrued_interest",
)
_TOTALS = {"classes": "class_totals", "pools": "pool_totals"}
_NAMES = {"classes": "class_id", "pools": "name", "delinquencies": "label"}
_NOUNS = {"classes": "class ", "pools": "", "delinquencies": "delinquency "}
_SELDOM_IN_TOTALS = re.compile(r"(?:^|.*[- ])(?:\d*A?IO|XS?|CE|OC|P|R|LT|UT)(?:-?[0-9IVX]+)?")
_NOTIONALS = {
    name: re.compile(f"(?=.*notional).*(?:{words})", re.IGNORECASE)
    for name, words in (
        ("original_balance", "orig"),
        ("beginning_balance", "begin|prior|opening"),
        ("ending_balance", "ending|closing"),
    )
}
_FLIPS = 3
"""How many classes may differ from the usual members where many may."""


@frozen
class Row:
    """A record with its path and the words that name it."""

    sheet: "Sheet"
    path: str
    subject: str
    record: object

    def figure(self, *names: str) -> Figure | None:
        """The first of the named fields that is printed, as a figure; None where none is."""
        for name in names:
            if (found := self.sheet.figure(self, name)) is not None:
                return found
        return None

    def notional(self, name: str) -> Figure | None:
        """The notional balance that is printed elsewhere, where the class's own is zero or blank.

        Such tables print no balance of an interest-only class; what its interest is
        computed on stands in a table of the interest.
        """
        own = self.figure(name)
        if own and own.value:
            return None
        fitting = self.sheet.others_of(self, _NOTIONALS[name])
        return next((one.figure for one in fitting if self.path in one.owners), None)

    def blank(self, name: str) -> Figure:
        """A figure for a field that is not printed: exactly zero."""
        return Figure(f"{self.path}.{name}", ZERO, ZERO, self.sheet.report, blank=True)


@frozen
class Skipped:
    """An identity that does not apply to a subject, and why."""

    subject: str
    reason: str


@frozen
class Reading:
    """What a rule says of one statement: equations, what does not apply, what was recognised."""

    equations: tuple[Equation, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    observations: tuple[str, ...] = ()

    def __add__(self, other: "Reading") -> "Reading":
        """Both readings in one."""
        return Reading(
            self.equations + other.equations,
            self.skipped + other.skipped,
            self.observations + other.observations,
        )


@frozen
class Other:
    """A number that no field takes: its figure, its labels, and the rows that they name.

    ``owners`` are the paths of the classes and pools after which one of its labels is
    called; empty where it is about no single one.
    """

    figure: Figure
    label: str
    owners: frozenset[str]


@frozen
class Members:
    """Which classes the totals of one kind of column include: all but ``left_out``.

    ``found`` says whether the figures show it: the members add up to at least half of the
    printed totals.
    """

    left_out: tuple[int, ...]
    found: bool
    text: str


@frozen
class _Column:
    """One column of a kind: its figures, and by how much their sum exceeds the printed total."""

    total: Decimal
    values: tuple[Decimal, ...]
    excess: Decimal
    tolerance: Decimal

    def adds_up(self, left_out: tuple[int, ...]) -> bool:
        """Whether the total is the sum of all but some classes."""
        rest = self.excess - sum(self.values[place] for place in left_out)
        return abs(rest) <= self.tolerance


class Sheet:
    """One statement of a report: its rows, its figures, the members of its totals.

    ``place`` is the statement's number in its report, ``number`` the report's among those
    that are checked together, ``label`` what its subjects begin with.
    ``unreadable`` are the paths whose print is no number.
    """

    def __init__(
        self, report: Report, place: int, number: int = 0, label: str | None = None
    ) -> None:
        self.statement: Statement = report.statements[place]
        self.report = number
        self.path = f"statements.{place}"
        self.unreadable = frozenset(
            cell.path for cell in report.cells if cell.kind == "malformed" and cell.path
        )
        if label is None and len(report.statements) > 1:
            label = f"statement {place + 1}"
        self._prefix = f"{label}: " if label else ""
        self._figures: dict[str, dict[str, Figure]] = defaultdict(dict)
        self._exponents: dict[tuple[str, str], int] = {}

    def subject(self, words: str) -> str:
        """The words, with the statement's label where it has one."""
        return self._prefix + words

    @cached_property
    def classes(self) -> tuple[Row, ...]:
        """The classes."""
        return self.rows("classes")

    @cached_property
    def pools(self) -> tuple[Row, ...]:
        """The pools."""
        return self.rows("pools")

    @cached_property
    def single_pools(self) -> tuple[Row, ...]:
        """The pools that add up to all: a record without a name beside named ones is the deal."""
        named = tuple(row for row in self.pools if getattr(row.record, "name", None))
        return named or self.pools

    @cached_property
    def class_totals(self) -> Row | None:
        """The printed totals of the classes."""
        return self.totals("classes")

    @cached_property
    def pool_totals(self) -> Row | None:
        """The printed totals of the pools."""
        return self.totals("pools")

    def whole_pool(self, name: str) -> tuple[Figure, ...]:
        """The figures that add up to a field of all pools: the printed total, else each pool's.

        Empty where a pool does not print it.
        """
        total = self.pool_totals.figure(name) if self.pool_totals else None
        figures = [total] if total else [row.figure(name) for row in self.single_pools]
        return tuple(one for one in figures if one) if all(figures) else ()

    def rows(self, records: str) -> tuple[Row, ...]:
        """The records of a statement's field, without totals."""
        value = getattr(self.statement, records)
        if not isinstance(value, tuple):
            subject = self.subject(records.replace("_", " "))
            return (Row(self, f"{self.path}.{records}", subject, value),) if value else ()
        return tuple(
            Row(self, f"{self.path}.{records}.{place}", self._name(records, record, place), record)
            for place, record in enumerate(value)
        )

    def _name(self, records: str, record: object, number: int) -> str:
        name = getattr(record, _NAMES[records]) or str(number + 1)
        pool = getattr(record, "pool", None)
        return self.subject(_NOUNS[records] + name + (f" of {pool}" if pool else ""))

    def totals(self, records: str) -> Row | None:
        """The printed totals of a statement's field."""
        name = _TOTALS.get(records)
        record = getattr(self.statement, name) if name else None
        subject = self.subject(f"total of {records}")
        return Row(self, f"{self.path}.{name}", subject, record) if record else None

    @cached_property
    def others(self) -> tuple[Other, ...]:
        """The numbers above or below zero that no field takes."""
        owners: dict[str, set[str]] = defaultdict(set)
        for row in (*self.classes, *self.pools):
            if name := _plain(getattr(row.record, _NAMES[row.path.split(".")[2]])):
                owners[name].add(row.path)
        found = []
        for place, other in enumerate(self.statement.other):
            row = Row(self, f"{self.path}.other.{place}", "", other)
            figure = self.figure(row, "value")
            if figure and figure.value:
                labels = [one for one in (other.section, other.row, other.column) if one]
                named = frozenset(path for one in labels for path in owners.get(_plain(one), ()))
                found.append(Other(figure, " / ".join(labels), named))
        return tuple(found)

    def others_of(self, row: Row, pattern: re.Pattern[str]) -> list[Other]:
        """The numbers under labels of a pattern that are a row's own, then those of no single row.

        Of a total only the latter.
        """
        paths = {row.path} | {
            one.path
            for one in self.pools
            if _plain(getattr(row.record, "pool", None)) == _plain(getattr(one.record, "name", ""))
        }
        fitting = [one for one in self.others if pattern.search(one.label)]
        own = [one for one in fitting if paths & one.owners]
        return own + [one for one in fitting if not one.owners]

    @cached_property
    def components(self) -> dict[int, int]:
        """The classes that are parts of another (A-5-1 and A-5-2 of A-5), with its place."""
        found: dict[int, int] = {}
        for whole, row in enumerate(self.classes):
            name = getattr(row.record, "class_id", None)
            parts = [
                place
                for place, one in enumerate(self.classes)
                if name and _is_part(getattr(one.record, "class_id", None) or "", name)
            ]
            if len(parts) > 1 and self._are_parts(row, [self.classes[place] for place in parts]):
                found |= dict.fromkeys(parts, whole)
        return found

    def _are_parts(self, whole: Row, parts: list[Row]) -> bool:
        """Whether two columns say that rows add up to another, and not as many the contrary."""
        agreeing = contrary = 0
        for name in (*BALANCES, "principal_distribution", "interest_distribution"):
            total, figures = whole.figure(name), [part.figure(name) for part in parts]
            if total and total.value and all(figures):
                halves = sum((one.half_unit for one in figures if one), total.half_unit)
                rest = total.value - sum(one.value for one in figures if one)
                agreeing += abs(rest) <= halves
                contrary += abs(rest) > halves
        return agreeing > max(1, contrary)

    def value(self, name: str) -> Figure | None:
        """A number of the statement itself, such as ``prepayment_premium``."""
        return self.figure(Row(self, self.path, "", self.statement), name)

    def figure(self, row: Row, name: str) -> Figure | None:
        """A record's field as a figure, or None where it is not printed or no number."""
        value = getattr(row.record, name, None)
        if not isinstance(value, Decimal):
            return None
        known = self._figures[row.path]
        if name not in known:
            half_unit = self._half_unit(row, name, value)
            known[name] = Figure(f"{row.path}.{name}", value, half_unit, self.report)
        return known[name]

    def _half_unit(self, row: Row, name: str, value: Decimal) -> Decimal:
        """Half a unit of the last printed digit; counts are exact.

        A bare zero (``-`` or ``0``) is as exact as the finest number of its kind beside it.
        """
        kind = _kind(name)
        if kind == "count":
            return ZERO
        exponent = exponent_of(value)
        if not value and exponent == 0:
            exponent = self._finest(row, kind)
        half = _half(exponent)
        return half * _PERCENTAGE if kind == "percent" else half

    def _finest(self, row: Row, kind: str) -> int:
        key = row.path, kind
        if key not in self._exponents:
            self._exponents[key] = min(map(exponent_of, _numbers_of(row.record, kind)))
        return self._exponents[key]

    @cached_property
    def balance_members(self) -> Members:
        """Which classes the totals of the balance columns include."""
        usual = [place for place, row in enumerate(self.classes) if _seldom_counted(row)]
        return self._find_members(BALANCES, sorted({*usual, *self.components}))

    @cached_property
    def amount_members(self) -> Members:
        """Which classes the totals of the amount columns include."""
        return self._find_members(AMOUNTS, sorted(self.components))

    @cached_property
    def all_members(self) -> Members:
        """All classes, each once: without the components of others."""
        left_out = tuple(sorted(self.components))
        return Members(left_out, True, self._members_text(left_out))

    def _find_members(self, fields: Iterable[str], usual: list[int]) -> Members:
        """The members that add up to the most totals; of equals those nearest to the usual."""
        columns = [column for column in map(self._column, fields) if column and column.total]
        own = [place for place in range(len(self.classes)) if place not in self.components]
        seldom = [place for place in own if _seldom_counted(self.classes[place])]
        ordinary_ones = [place for place in own if place not in seldom]
        ordinary_ones.sort(key=lambda place: _is_likely_paid_on_a_notional(self.classes[place]))
        best, most = tuple(usual), 0
        for left_out, ordinary in _choices(usual, seldom, ordinary_ones):
            count = sum(column.adds_up(left_out) for column in columns)
            if count > most and (not ordinary or count >= min(2, len(columns))):
                best, most = left_out, count
            if most == len(columns):
                break
        return Members(best, most > 0 and 2 * most >= len(columns), self._members_text(best))

    def _column(self, name: str) -> _Column | None:
        total = self.class_totals.figure(name) if self.class_totals else None
        if total is None and name in BALANCES[1:]:
            (total,) = self.whole_pool(name)[:1] or (None,)
        figures = [row.figure(name) for row in self.classes]
        if total is None or not any(figures):
            return None
        halves = sum((one.half_unit for one in figures if one), total.half_unit)
        values = tuple(one.value if one else ZERO for one in figures)
        return _Column(total.value, values, sum(values) - total.value, halves)

    def _members_text(self, left_out: tuple[int, ...]) -> str:
        names = [self.classes[place].subject.rpartition("class ")[2] for place in left_out]
        return f"all classes but {', '.join(names)}" if names else "all classes"


def _seldom_counted(row: Row) -> bool:
    """Whether totals of balances often leave the class out: notional, residual or premium."""
    name = getattr(row.record, "class_id", None) or ""
    notional = bool(getattr(row.record, "notional", None))
    return notional or _SELDOM_IN_TOTALS.fullmatch(name) is not None


def _is_likely_paid_on_a_notional(row: Row) -> tuple[bool, Decimal]:
    """Sorts those first that have interest but no principal, of these those with low rates."""
    principal, interest = row.figure("principal_distribution"), row.figure("interest_distribution")
    rate = row.figure("pass_through_rate")
    paid = bool(principal and interest and principal.value == 0 < interest.value)
    return not paid, rate.value if rate else ZERO


def _choices(
    usual: list[int], seldom: list[int], ordinary: list[int]
) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Which classes a total may leave out, the likeliest first.

    With each choice: whether it turns an ordinary class, such as a notional one without
    its mark, into one that is left out.
    """
    depth = len(seldom) if len(seldom) <= 2 * _FLIPS else _FLIPS
    for size in range(depth + 1):
        for flips in itertools.combinations(seldom, size):
            yield _flip(usual, flips), False
    for size in (1, 2):
        for flips in itertools.combinations(ordinary, size):
            yield _flip(usual, flips), True
    for flips in itertools.product(ordinary, seldom):
        yield _flip(usual, flips), True


def _flip(usual: list[int], flips: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(usual) ^ set(flips)))


# ---------------------------------------------------------------- names


def _plain(label: str | None) -> str:
    """A label in capitals, without punctuation and without the word Class."""
    words = re.sub(r"[^A-Z0-9]+", " ", (label or "").upper()).split()
    return " ".join(words[1:] if words[:1] == ["CLASS"] and len(words) > 1 else words)


def _is_part(name: str, whole: str) -> bool:
    """Whether a class may be a component of another: its name is the other's and a number."""
    rest = name.removeprefix(whole)
    return rest != name and re.fullmatch(r"-?[0-9]+", rest) is not None


# ---------------------------------------------------------------- half units

_PERCENTAGE = Decimal(3)
"""A percentage counts as good to a unit more: prints cut it off, or round it the wrong way."""


@functools.cache
def _half(exponent: int) -> Decimal:
    return Decimal((0, (5,), exponent - 1))


@functools.cache
def _kind(name: str) -> str:
    """What a field's numbers are: those of one kind are printed alike in a row."""
    for kind in ("count", "percent", "factor", "rate", "maturity"):
        if kind in name:
            return kind
    return "money"


def _numbers_of(record: object, kind: str) -> Iterator[Decimal]:
    record_type: type = type(record)
    for name in _names_of(record_type, kind):
        value = getattr(record, name)
        if isinstance(value, Decimal):
            yield value


@functools.cache
def _names_of(record: type, kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(record) if _kind(field.name) == kind)


Rule = Callable[[Sheet], Reading]
"""How an identity is read from a statement."""
