"""Small records with figures, and what one identity says of them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from trusteereport.checks.evaluation import Verdict, Verdicts, check
from trusteereport.records import ClassRecord, Delinquency, Pool, Statement
from trusteereport.report import Report

D = Decimal
CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def _values(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields with texts of digits as Decimals."""
    return {
        name: Decimal(value) if isinstance(value, str) and _is_number(value) else value
        for name, value in fields.items()
    }


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def a_class(class_id: str | None = None, **fields: Any) -> ClassRecord:
    """A class, its numbers as texts: ``a_class("A", beginning_balance="100.00")``."""
    cusip = fields.pop("cusip", None)
    return ClassRecord(class_id=class_id, cusip=cusip, **_values(fields))


def a_pool(name: str | None = None, **fields: Any) -> Pool:
    """A pool, its numbers as texts."""
    return Pool(name=name, **_values(fields))


def a_row(**fields: Any) -> Delinquency:
    """A delinquency row, its numbers as texts."""
    return Delinquency(**_values(fields))


def check_statement(**fields: Any) -> Verdicts:
    """What is checked of a report with one statement."""
    return check(Report(statements=(Statement(**_values(fields)),)))


def verdicts(identity: str, **fields: Any) -> dict[str, Verdict]:
    """The verdicts of an identity on a statement, by subject."""
    found = check_statement(**fields).verdicts
    return {one.subject: one for one in found if one.identity == identity}


def outcomes(identity: str, **fields: Any) -> dict[str, str]:
    """The outcomes of an identity on a statement, by subject."""
    return {subject: str(one.outcome) for subject, one in verdicts(identity, **fields).items()}
