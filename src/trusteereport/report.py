"""The parsed report: records, and the cells behind them."""

from typing import TYPE_CHECKING

from attrs import field, frozen

from trusteereport.cells import Cell
from trusteereport.problems import Problem
from trusteereport.records import (
    SCHEMA,
    Cover,
    Events,
    Exhibit,
    Filing,
    Note,
    Signature,
    SourceInfo,
    Statement,
    UnparsedLine,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from trusteereport.checks.evaluation import Verdicts
    from trusteereport.checks.identities import Identity


@frozen
class Report:
    """Everything that one document says.

    ``cells`` has every printed value in document order.  It is no part of a dump,
    so a loaded report has none, and it does not count when reports are compared.
    """

    schema: int = SCHEMA
    source: SourceInfo = field(factory=SourceInfo)
    filing: Filing | None = None
    cover: Cover | None = None
    events: Events | None = None
    exhibits: tuple[Exhibit, ...] = ()
    statements: tuple[Statement, ...] = ()
    signature: Signature | None = None
    notes: tuple[Note, ...] = ()
    unparsed: tuple[UnparsedLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    cells: tuple[Cell, ...] = field(default=(), eq=False, repr=False)

    def locate(self, path: str) -> tuple[Cell, ...]:
        """The cells behind a record value, in document order.

        ``path`` is written as in a cell: ``statements.0.classes.0.beginning_balance``.
        The path of a record (``statements.0.classes.0``) gives the cells of all its
        values.  A value that is not printed has no cells.

        Raises:
            KeyError: the report has no such path.
        """
        self._value_at(path)
        if path.endswith(".status"):  # read from the label that is printed
            path = path.removesuffix("status") + "label"
        inside = path + "."
        return tuple(
            cell
            for cell in self.cells
            if cell.path is not None and (cell.path == path or cell.path.startswith(inside))
        )

    def check(
        self, *, without: "Collection[str]" = (), extra: "Iterable[Identity]" = ()
    ) -> "Verdicts":
        """Whether the figures add up: every identity that they allow, with its verdict.

        Args:
            without: names of identities to leave out.
            extra: further identities; one with a known name replaces it.

        Raises:
            ValueError: ``without`` names an identity that there is not.
        """
        from trusteereport.checks.evaluation import check  # noqa: PLC0415  (it stands on reports)

        return check(self, without=without, extra=extra)

    def _value_at(self, path: str) -> object:
        value: object = self
        for step in path.split("."):
            try:
                value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
            except (AttributeError, IndexError, ValueError):
                raise KeyError(f"no {step!r} in this report at {path!r}") from None
        return value
