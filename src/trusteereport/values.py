"""Printed text to typed values: numbers, percents, dates, missing marks.

A text that only looks like a number (``$266,038,55``) is ``malformed``: its value
is None and it is reported, never repaired.
"""

import datetime
import re
from decimal import Decimal
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
        "sep sept september|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_DATE = re.compile(
    r"(?P<day>\d{1,2})[- ](?P<month>[A-Za-z]{3,9})\.?[- ,]+(?P<year>\d{4}|\d{2})"
    r"|(?P<month_number>\d{1,2})/(?P<day_2>\d{1,2})/(?P<year_2>\d{4}|\d{2})"
    r"|(?P<month_3>[A-Za-z]{3,9})\.?\s+(?P<day_3>\d{1,2})(?:,\s*|\s+)(?P<year_3>\d{4})"
    r"|(?P<year_4>\d{4})-(?P<month_4>\d{2})-(?P<day_4>\d{2})",
    re.ASCII,
)
_MONTH = re.compile(
    r"(?:(?P<month>[A-Za-z]{3,9})\.?,?\s+|(?P<number>\d{1,2})/)(?P<year>\d{4})", re.ASCII
)
_NUMBER = re.compile(
    r"(?:\$[ ]?|(?P<percent_first>%)[ ]?)?(?P<open>\(?)(?P<minus>-?)\$?(?P<minus_2>-?)"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)"
    r"(?P<minus_3>-?)(?P<percent_in>%?)(?P<close>\)?)(?P<percent>[ ]?%?)(?P<mark>\**)",
    re.ASCII,
)
_PLAIN_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?", re.ASCII)
"""Most numbers, which need no look at each of their parts."""
_LOOKS_LIKE_NUMBER = re.compile(r"[-+$%(*]*[.,]?\d[\d,.]*[-)%*]*", re.ASCII)
_CUSIP = re.compile(r"[0-9A-Z]{9}", re.ASCII)
_DASHES = re.compile(r"-{1,3}")
_MISSING = re.compile(r"[nN]/?[aA]")
_VALUE = re.compile(
    "|".join(
        re.sub(r"\?P<\w+>", "?:", one.pattern)
        for one in (_LOOKS_LIKE_NUMBER, _NUMBER, _DASHES, _MISSING, _DATE)
    ),
    re.ASCII,
)


YES_NO = {"yes": True, "no": False}


class Printed(NamedTuple):
    """What a printed text means: its kind (see ``Cell``) and its value."""

    kind: str
    value: Decimal | datetime.date | str | bool | None


def read_value(text: str) -> Printed:
    """The value of a text in a table: a number, percent, date, missing mark, else text."""
    if _PLAIN_NUMBER.fullmatch(text):
        kind = "percent" if text[-1] == "%" else "number"
        return Printed(kind, Decimal(text.rstrip("%").replace(",", "")))
    match = _NUMBER.fullmatch(text)
    if match and bool(match["open"]) == bool(match["close"]):
        return _number(match)
    if _DASHES.fullmatch(text):
        return Printed("number", Decimal(0))
    if _MISSING.fullmatch(text):
        return Printed("missing", None)
    if _LOOKS_LIKE_NUMBER.fullmatch(text):
        return Printed("malformed", None)
    day = read_date(text) or read_month(text)
    return Printed("text", text) if day is None else Printed("date", day)


def _number(match: re.Match[str]) -> Printed:
    value = Decimal(match["digits"].replace(",", ""))
    if match["open"] or match["minus"] or match["minus_2"] or match["minus_3"]:
        value = value.copy_negate()
    percent = match["percent_in"] or match["percent_first"] or match["percent"].strip()
    return Printed("percent" if percent else "number", value)


def read_cusip(text: str) -> Printed:
    """The nine characters of a CUSIP, which may be printed in groups."""
    cusip = text.replace(" ", "")
    return Printed("cusip", cusip) if _CUSIP.fullmatch(cusip) else Printed("malformed", None)


def is_value(text: str) -> bool:
    """Whether a text stands for a value rather than for words."""
    return _VALUE.fullmatch(text) is not None


def read_date(text: str) -> datetime.date | None:
    """The day that a text names, or None.  Years of two digits from 70 on are 19xx."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    day, month, year = (
        match["day"] or match["day_2"] or match["day_3"] or match["day_4"],
        match["month"] or match["month_3"],
        match["year"] or match["year_2"] or match["year_3"] or match["year_4"],
    )
    number = (
        _MONTHS.get(month.lower(), 0) if month else int(match["month_number"] or match["month_4"])
    )
    try:
        return datetime.date(_full_year(year), number, int(day))
    except ValueError:
        return None


def read_month(text: str) -> str | None:
    """The ISO month (1998-03) that a text such as ``March, 1998`` or ``03/1998`` names, or None."""
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    month = match["month"]
    number = _MONTHS.get(month.lower(), 0) if month else int(match["number"])
    return f"{match['year']}-{number:02}" if 1 <= number <= 12 else None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)
