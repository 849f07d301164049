"""Printed texts and what they mean, line by line of the documentation's table of values."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusteereport.parser import parse
from trusteereport.values import is_value, read_date, read_month, read_value


def number(text: str) -> str:
    """The value of a text that is a number, with its decimals."""
    printed = read_value(text)
    assert printed.kind == "number"
    assert isinstance(printed.value, Decimal)
    return str(printed.value)


def percent(text: str) -> str:
    """The value of a text that is a percentage, with its decimals."""
    printed = read_value(text)
    assert printed.kind == "percent"
    assert isinstance(printed.value, Decimal)
    return str(printed.value)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("239,771,286", "239771286", id="separators"),
        pytest.param("$ 1,234.50", "1234.50", id="dollar-and-blank"),
        pytest.param("$1,234.50", "1234.50", id="dollar"),
        pytest.param("(497,568.25)", "-497568.25", id="parentheses"),
        pytest.param("($497,568.25)", "-497568.25", id="dollar-in-parentheses"),
        pytest.param("-146,591.76", "-146591.76", id="minus"),
        pytest.param("-$146,591.76", "-146591.76", id="minus-before-dollar"),
        pytest.param("$-146,591.76", "-146591.76", id="minus-after-dollar"),
        pytest.param("1234567.89", "1234567.89", id="no-separators"),
        pytest.param("1000.000000", "1000.000000", id="thousand-without-separator"),
        pytest.param("1,000.00000000", "1000.00000000", id="thousand-with-separator"),
        pytest.param(".5", "0.5", id="no-digit-before-the-point"),
        pytest.param("007", "7", id="leading-zeros"),
    ],
)
def test_numbers_keep_their_printed_decimals(text: str, value: str) -> None:
    assert number(text) == value


@pytest.mark.parametrize("decimals", [0, 1, 2, 5, 6, 7, 8, 12])
def test_zeros_keep_their_decimals(decimals: int) -> None:
    printed = read_value("0." + "0" * decimals if decimals else "0")
    assert isinstance(printed.value, Decimal)
    assert printed.value.as_tuple() == (0, (0,), -decimals)


def test_parentheses_keep_the_decimals_of_a_zero() -> None:
    printed = read_value("(0.00)")
    assert isinstance(printed.value, Decimal)
    assert printed.value == 0
    assert printed.value.as_tuple().exponent == -2


def test_no_digit_of_a_long_number_is_lost() -> None:
    assert number("(" + "1" * 40 + ".123456789)") == "-" + "1" * 40 + ".123456789"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.integers().map(Decimal))
def test_any_amount_printed_with_separators_is_read_back(amount: Decimal) -> None:
    read = read_value(f"{amount:,f}").value
    assert isinstance(read, Decimal)
    assert (read, read.as_tuple().exponent) == (amount, amount.as_tuple().exponent)


# ---------------------------------------------------------------- percentages


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("1.30875%", "1.30875", id="sign-touches"),
        pytest.param("1.41000 %", "1.41000", id="sign-after-a-blank"),
        pytest.param("0.00000%", "0.00000", id="zero"),
        pytest.param("-0.25%", "-0.25", id="minus"),
        pytest.param("(0.25%)", "-0.25", id="sign-in-parentheses"),
        pytest.param("(0.25)%", "-0.25", id="sign-after-parentheses"),
        pytest.param("100%", "100", id="whole"),
    ],
)
def test_percentages_stay_in_percent(text: str, value: str) -> None:
    assert percent(text) == value


# ---------------------------------------------------------------- zeros, missing, malformed


@pytest.mark.parametrize("text", ["-", "--", "---"])
def test_dashes_for_a_value_are_zero_without_decimals(text: str) -> None:
    assert number(text) == "0"


@pytest.mark.parametrize("text", ["----", "- -", "-=-"])
def test_longer_rules_are_no_values(text: str) -> None:
    assert read_value(text).kind == "text"


@pytest.mark.parametrize("text", ["NA", "N/A"])
def test_missing_marks_are_null(text: str) -> None:
    assert (read_value(text).kind, read_value(text).value) == ("missing", None)


@pytest.mark.parametrize("text", ["NAB", "N.A.M.", "NA1", "/NA"])
def test_words_that_begin_like_missing_marks_are_words(text: str) -> None:
    assert read_value(text).kind == "text"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("$266,038,55", id="cut-off-by-its-column"),
        pytest.param("1,2,3.4.5", id="no-number"),
        pytest.param("1,23", id="short-group"),
        pytest.param("1234,567", id="long-group"),
        pytest.param("1,,234", id="doubled-separator"),
        pytest.param(",234", id="leading-separator"),
        pytest.param("1,234,", id="trailing-separator"),
        pytest.param("1.2.3", id="two-points"),
        pytest.param("1.234,567", id="separator-after-the-point"),
        pytest.param("(497,568.25", id="parenthesis-not-closed"),
        pytest.param("497,568.25)", id="parenthesis-not-opened"),
        pytest.param("103,172,235.326.000000%", id="touching-values"),
    ],
)
def test_malformed_numbers_are_null_and_never_repaired(text: str) -> None:
    assert (read_value(text).kind, read_value(text).value) == ("malformed", None)
    assert is_value(text)


@pytest.mark.parametrize("text", [".", ",", "%", "$", "(", ")", "()", "*", "-%", "$.", ""])
def test_signs_alone_are_no_values(text: str) -> None:
    assert read_value(text).kind == "text"
    assert not is_value(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\uff11\uff12\uff13", id="fullwidth"),
        pytest.param("\u0661\u0662\u0663", id="arabic"),
        pytest.param("1,\u0967\u0968\u0969", id="mixed"),
        pytest.param("\u00b2", id="superscript"),
        pytest.param("\u00bd", id="fraction"),
        pytest.param("1\u00a0234", id="no-break-space"),
    ],
)
def test_other_digits_than_ascii_are_no_numbers(text: str) -> None:
    assert read_value(text).kind not in ("number", "percent")


@pytest.mark.parametrize("text", ["1e5", "1E+3", "Infinity", "NaN", "0x10", "1_000", "1 000"])
def test_notations_of_programs_are_no_numbers(text: str) -> None:
    assert read_value(text).kind not in ("number", "percent")


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    "text", ["1-A1", "2-A", "A-IO*", "86359A6H1", "30-59 days", "SEQ", "SCH AD", "Pool 1", "3rd"]
)
def test_words_with_digits_are_texts(text: str) -> None:
    assert (read_value(text).kind, read_value(text).value) == ("text", text)
    assert not is_value(text)


@pytest.mark.parametrize("text", ["5", "1,234", "(5.00)", "-", "NA", "1.5%", "$5", "26-Dec-03"])
def test_values_are_told_from_words(text: str) -> None:
    assert is_value(text)


@given(st.text(alphabet=st.sampled_from("0123456789,.$%()-*/ NA"), max_size=12))
def test_every_text_has_a_meaning_and_only_some_are_null(text: str) -> None:
    printed = read_value(text)
    assert (printed.value is None) == (printed.kind in ("missing", "malformed"))


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26-Dec-03", "2003-12-26"),
        ("12/26/03", "2003-12-26"),
        ("12/26/2003", "2003-12-26"),
        ("December 26, 2003", "2003-12-26"),
        ("Oct 1, 2003", "2003-10-01"),
        ("25-Sept-96", "1996-09-25"),
        ("MAY 15 1997", "1997-05-15"),
        ("DECEMBER 15, 1998", "1998-12-15"),
        ("August 25,2003", "2003-08-25"),
        ("Dec. 15, 2003", "2003-12-15"),
        ("1/2/98", "1998-01-02"),
        ("29-Feb-00", "2000-02-29"),
    ],
)
def test_dates_are_read_in_every_printed_form(text: str, day: str) -> None:
    assert read_date(text) == datetime.date.fromisoformat(day)
    assert (read_value(text).kind, str(read_value(text).value)) == ("date", day)


@pytest.mark.parametrize(
    ("digits", "year"), [("70", 1970), ("99", 1999), ("00", 2000), ("03", 2003), ("69", 2069)]
)
def test_two_digit_years_from_70_on_are_of_the_last_century(digits: str, year: int) -> None:
    assert read_date(f"26-Dec-{digits}") == datetime.date(year, 12, 26)
    assert read_date(f"12/26/{digits}") == datetime.date(year, 12, 26)


@pytest.mark.parametrize(
    "text",
    [
        "31-Feb-03",
        "29-Feb-03",
        "13/45/03",
        "13/01/03",
        "0/10/03",
        "00-Dec-03",
        "32-Dec-03",
        "26-Foo-03",
        "December 0, 2003",
        "12/26/0000",
    ],
)
def test_impossible_dates_are_no_dates(text: str) -> None:
    assert read_date(text) is None
    assert read_value(text).kind != "date"


@pytest.mark.parametrize("text", ["12/26", "26-Dec", "12/26/3", "12/26/003", "26-Dec-03x", "2003"])
def test_incomplete_dates_are_no_dates(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["\uff12\uff16-Dec-03", "12/26/\u0660\u0663"])
def test_dates_with_other_digits_than_ascii_are_no_dates(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(datetime.date(1970, 1, 1), datetime.date(2069, 12, 31)))
def test_any_day_of_a_hundred_years_is_read_from_two_digits(day: datetime.date) -> None:
    assert read_date(f"{day:%m/%d/%y}") == day
    assert read_date(f"{day:%d-%b-%y}") == day


# ---------------------------------------------------------------- months


@pytest.mark.parametrize(
    ("text", "month"),
    [("March, 1998", "1998-03"), ("March 1998", "1998-03"), ("DECEMBER, 2003", "2003-12")],
)
def test_months_are_iso_months(text: str, month: str) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize(
    "text",
    ["Monday, 1998", "March", "March 3, 1998", "1998", "March, \uff11\uff19\uff19\uff18", ""],
)
def test_other_words_are_no_months(text: str) -> None:
    assert read_month(text) is None


# ---------------------------------------------------------------- in a report

_REPORT = """\
Class                       Cusip     Beginning Balance               Prin
A-1                    337365 AA8       {balance:>15}                  --
A-2                            NA             1,234.50
"""


def report_with(balance: str) -> str:
    return _REPORT.format(balance=balance)


def test_a_cusip_loses_its_blank() -> None:
    report = parse(report_with("100.00"))
    assert report.statements[0].classes[0].cusip == "337365AA8"
    (cell,) = report.locate("statements.0.classes.0.cusip")
    assert (cell.kind, cell.raw, cell.value) == ("cusip", "337365 AA8", "337365AA8")


def test_a_missing_cusip_is_a_cell_with_its_raw_text() -> None:
    report = parse(report_with("100.00"))
    assert report.statements[0].classes[1].cusip is None
    (cell,) = report.locate("statements.0.classes.1.cusip")
    assert (cell.kind, cell.raw, cell.value) == ("missing", "NA", None)


def test_dashes_keep_their_raw_text_in_the_cell() -> None:
    report = parse(report_with("100.00"))
    (cell,) = report.locate("statements.0.classes.0.principal_distribution")
    assert (cell.raw, cell.value) == ("--", 0)


def test_a_blank_cell_is_null_and_no_cell() -> None:
    report = parse(report_with("100.00"))
    assert report.statements[0].classes[1].principal_distribution is None
    assert report.locate("statements.0.classes.1.principal_distribution") == ()


def test_a_malformed_number_is_null_in_the_record_with_a_cell_and_a_problem() -> None:
    report = parse(report_with("$266,038,55"))
    assert report.statements[0].classes[0].beginning_balance is None
    (cell,) = [cell for cell in report.cells if cell.kind == "malformed"]
    assert (cell.line, cell.column, cell.raw, cell.value) == (2, 45, "$266,038,55", None)
    assert [(one.code, one.line, one.column) for one in report.problems] == [
        ("malformed-value", 2, 45)
    ]


def test_a_month_in_a_table_is_a_date_without_a_day() -> None:
    assert read_value("March, 1998") == ("date", "1998-03")
