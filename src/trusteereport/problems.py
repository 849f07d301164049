"""What was not understood, as values with a stable code and a position."""

from enum import StrEnum

from attrs import frozen


class Severity(StrEnum):
    """How much a problem matters: an error means that figures are absent from the records."""

    WARNING = "warning"
    ERROR = "error"


@frozen(kw_only=True)
class Problem:
    """Something in a document that was not read as a value of a record.

    ``code`` is stable (docs/problems.md lists all).  ``line`` and ``column`` are
    1-based; both are None where the problem is the document's as a whole.
    """

    code: str
    severity: Severity
    line: int | None = None
    column: int | None = None
    message: str
    advice: str


class TrusteeReportError(Exception):
    """A caller's mistake: a file that cannot be read, a broken grammar, a malformed dump."""
