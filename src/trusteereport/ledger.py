"""What the records are built from, gathered in one pass: cells, problems, lines not understood."""

from attrs import Factory, define
from lark.lexer import Token

from trusteereport.cells import Cell, Value
from trusteereport.problems import Problem, Severity
from trusteereport.records import UnparsedLine
from trusteereport.source import Source


@define
class Ledger:
    """Collects cells, problems and unparsed lines of one source, with places in the input.

    Positions given to its methods are 0-based positions on the page.
    """

    source: Source
    cells: list[Cell] = Factory(list)
    problems: list[Problem] = Factory(list)
    unparsed: list[UnparsedLine] = Factory(list)
    told: set[tuple[int, int]] = Factory(set)
    """Where labels stand whose words are cells: one may be told to several records."""

    def column(self, line: int, position: int) -> int:
        """The 1-based column in the input of a position on the page; ``line`` is 1-based."""
        if line - 1 in self.source.moved:
            return self.source.column(line - 1, position)
        return position + 1

    def cell(
        self,
        line: int,
        position: int,
        raw: str,
        kind: str,
        value: Value,
        section: str | None,
        row: str | None,
        groups: tuple[str, ...] = (),
        header: str | None = None,
        field: str | None = None,
        path: str | None = None,
    ) -> None:
        """Add a printed value; ``line`` is 1-based."""
        column = self.column(line, position)
        self.cells.append(
            Cell(line, column, raw, kind, value, section, row, groups, header, field, path)
        )

    def problem(
        self,
        code: str,
        line: int,
        position: int,
        message: str,
        advice: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a problem at a place; ``line`` is 1-based."""
        self.problems.append(
            Problem(
                code=code,
                severity=severity,
                line=line,
                column=self.column(line, position),
                message=message,
                advice=advice,
            )
        )

    def leave(self, token: Token) -> None:
        """Add the lines of a token to the unparsed ones."""
        before = (token.column or 1) - 1
        for number, text in enumerate(str(token).split("\n"), start=token.line or 0):
            if text.strip():
                self.leave_line(number, text.strip(), before + len(text) - len(text.lstrip()))
            before = 0

    def leave_line(self, line: int, text: str, position: int = 0) -> None:
        """Add a line, or what is left of it, to the unparsed ones; ``line`` is 1-based."""
        self.unparsed.append(UnparsedLine(line, text))
        self.problem(
            "unparsed-line",
            line,
            position,
            f"no rule explains {_short(text)}",
            "add a rule for this line to the trustee's grammar",
            Severity.WARNING,
        )


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
