"""Identities of classes, on small statements whose figures are worked out by hand."""

import datetime
from decimal import Decimal

import pytest

from check_helpers import a_class, check_statement, outcomes, verdicts
from trusteereport.checks.classes import check_digit
from trusteereport.records import ClassRecord

D = Decimal


# ---------------------------------------------------------------- rows


def test_balance_rolls_forward() -> None:
    one = a_class(
        "A",
        beginning_balance="1000.00",
        principal_distribution="100.00",
        realized_losses="5.00",
        deferred_interest="2.50",
        ending_balance="897.50",
    )
    verdict = verdicts("class-balance", classes=(one,))["class A"]
    assert str(verdict.outcome) == "holds"
    assert (verdict.printed, verdict.computed) == (D("897.50"), D("897.50"))
    assert verdict.tolerance == 5 * D("0.005")


def test_balance_that_does_not_roll_forward_fails_with_its_difference() -> None:
    one = a_class("A", beginning_balance="1000", principal_distribution="100", ending_balance="902")
    verdict = verdicts("class-balance", classes=(one,))["class A"]
    assert str(verdict.outcome) == "fails"
    assert (verdict.difference, verdict.tolerance) == (D(2), D("1.5"))
    assert [place.path for place in verdict.cells] == [
        "statements.0.classes.0.ending_balance",
        "statements.0.classes.0.beginning_balance",
        "statements.0.classes.0.principal_distribution",
    ]


def test_split_losses_stand_for_losses_that_are_not_printed() -> None:
    one = a_class(
        "A",
        beginning_balance="1000",
        principal_distribution="0",
        principal_losses="40",
        ending_balance="960",
    )
    assert outcomes("class-balance", classes=(one,)) == {"class A": "holds"}


def test_deductions_printed_negative() -> None:
    def negative(name: str, beginning: str, principal: str, ending: str) -> ClassRecord:
        return a_class(
            name,
            beginning_balance=beginning,
            principal_distribution=principal,
            ending_balance=ending,
        )

    classes = (negative("A", "1000", "-100", "900"), negative("B", "500", "-50", "450"))
    found = verdicts("class-balance", classes=classes)
    assert {str(one.outcome) for one in found.values()} == {"holds"}
    assert found["class A"].reason == "principal distribution added, as printed"


def test_one_lost_sign_does_not_turn_the_signs_of_the_table() -> None:
    classes = (
        a_class("A", beginning_balance="900", principal_distribution="-30", ending_balance="930"),
        a_class("B", beginning_balance="800", principal_distribution="40", ending_balance="840"),
        a_class("C", beginning_balance="700", principal_distribution="50", ending_balance="650"),
    )
    assert outcomes("class-balance", classes=classes) == {
        "class A": "holds",
        "class B": "fails",
        "class C": "holds",
    }


def test_principal_and_interest_make_the_total_of_classes_and_totals() -> None:
    classes = (
        a_class(
            "A", principal_distribution="70", interest_distribution="30", total_distribution="100"
        ),
        a_class(
            "B", principal_distribution="0", interest_distribution="20", total_distribution="25"
        ),
    )
    total = a_class(
        principal_distribution="70", interest_distribution="50", total_distribution="120"
    )
    found = outcomes("class-distribution", classes=classes, class_totals=total)
    assert found == {"class A": "holds", "class B": "fails", "total of classes": "holds"}


def test_losses_are_the_sum_of_their_parts() -> None:
    one = a_class("A", realized_losses="9.00", principal_losses="7.50", interest_losses="1.40")
    assert outcomes("class-losses", classes=(one,)) == {"class A": "fails"}


def test_section_402_repeats_the_interest() -> None:
    one = a_class("A", interest_distribution="270217", interest_distribution_amount="270217")
    two = a_class("B", interest_distribution="146902", interest_distribution_amount="149602")
    found = outcomes("class-interest-section", classes=(one, two))
    assert found == {"class A": "holds", "class B": "fails"}


def test_remittance_with_a_shortfall_is_not_judged() -> None:
    classes = tuple(
        a_class(
            name,
            interest_distribution_amount="500",
            interest_remittance_amount=paid,
            net_prepayment_interest_shortfall=shortfall,
        )
        for name, paid, shortfall in (("A", "500", "0"), ("B", "480", "20"), ("C", "490", "0"))
    )
    found = outcomes("class-interest-remittance", classes=classes)
    assert found == {"class A": "holds", "class B": "not applicable", "class C": "fails"}


def test_interest_paid_is_what_accrued_less_the_shortfall() -> None:
    classes = (
        a_class(
            "A",
            accrued_interest="500.00",
            interest_shortfall="20.00",
            interest_distribution="480.00",
        ),
        a_class(
            "B",
            accrued_interest="300.00",
            interest_shortfall="0.00",
            interest_distribution="290.00",
        ),
    )
    found = outcomes("class-interest-paid", classes=classes)
    assert found == {"class A": "holds", "class B": "fails"}


# ---------------------------------------------------------------- interest


def _accruing(name: str, balance: str, rate: str, interest: str) -> ClassRecord:
    return a_class(
        name, beginning_balance=balance, pass_through_rate=rate, interest_distribution=interest
    )


# 12,000,000 x 6 % / 12 = 60,000; 36,000,000 x 1.2 % x 31 / 360 = 37,200;
# 18,000,000 x 2.4 % x 31 / 360 = 37,200; 36,000,000 x 1.2 % x 31 / 365 = 36,690.41
_FIXED = _accruing("IO", "12000000", "6.00000", "60000")
_FLOATING = (
    _accruing("A", "36000000", "1.20000", "37200"),
    _accruing("M", "18000000", "2.40000", "37200"),
)
_JANUARY = datetime.date(2004, 1, 26)


def test_days_of_interest_are_recognised_by_class() -> None:
    checked = check_statement(classes=(_FIXED, *_FLOATING), distribution_date=_JANUARY)
    found = {one.subject: one for one in checked.verdicts if one.identity == "class-interest"}
    assert {one.reason for one in found.values()} == {"30/360", "actual/360, 31 days"}
    assert "interest accrues actual/360, 31 days for 2 of 3 classes" in checked.observations


def test_days_outside_the_calendar_month_are_not_called_actual() -> None:
    february = datetime.date(2004, 3, 25)
    classes = (
        _accruing("A", "36000000", "1.20000", "48000"),
        _accruing("M", "9000000", "2.40000", "24000"),
    )
    found = verdicts("class-interest", classes=classes, distribution_date=february)
    assert {one.reason for one in found.values()} == {"40/360, 40 days"}


def test_a_year_of_365_days() -> None:
    classes = (
        _accruing("A", "36000000", "1.20000", "36690"),
        _accruing("M", "18000000", "2.40000", "36690"),
    )
    found = verdicts("class-interest", classes=classes, distribution_date=_JANUARY)
    assert {one.reason for one in found.values()} == {"actual/365, 31 days"}


def test_wrong_interest_fails_by_more_than_the_rate_leaves_open() -> None:
    classes = (_FIXED, *_FLOATING, _accruing("B", "36000000", "1.20000", "37210"))
    verdict = verdicts("class-interest", classes=classes, distribution_date=_JANUARY)["class B"]
    assert str(verdict.outcome) == "fails"
    # half a unit of the interest, of the rate (36,000,000 x 0.000005 % x 31 / 360 = 0.155)
    # and of the balance (0.5 x 1.2 % x 31 / 360 = 0.0005)
    assert verdict.tolerance == D("0.66")


def test_a_rate_with_few_digits_leaves_more_open() -> None:
    # 36,000,000 x 0.05 % x 30 / 360 = 1,500
    one = verdicts(
        "class-interest", classes=(_accruing("Z", "36000000", "1.2", "37200"), *_FLOATING)
    )
    assert one["class Z"].tolerance is not None
    assert one["class Z"].tolerance > 1500


def _short(paid: str) -> ClassRecord:
    return a_class(
        "B",
        beginning_balance="36000000",
        pass_through_rate="1.20000",
        interest_distribution=paid,
        interest_shortfall="7200",
    )


def test_interest_is_less_by_a_printed_shortfall() -> None:
    found = verdicts("class-interest", classes=(_FIXED, *_FLOATING, _short("30000")))
    assert str(found["class B"].outcome) == "holds"
    assert found["class B"].reason == "31/360, 31 days; interest shortfall taken off"


def test_interest_that_a_printed_shortfall_does_not_explain_is_not_judged() -> None:
    found = verdicts("class-interest", classes=(_FIXED, *_FLOATING, _short("29000")))
    assert str(found["class B"].outcome) == "not applicable"
    assert found["class B"].reason == "interest shortfall is not zero: interest is not what accrued"


def test_interest_that_fits_no_days_in_most_classes_is_not_judged() -> None:
    classes = tuple(
        _accruing(name, "36000000", "1.20000", interest)
        for name, interest in (("A", "36011"), ("B", "35422"), ("C", "31999"), ("D", "36000"))
    )
    assert set(outcomes("class-interest", classes=classes).values()) == {"not applicable"}


# ---------------------------------------------------------------- factors


def test_factors_of_a_printed_original_balance() -> None:
    one = a_class(
        "A",
        original_balance="50000.00",
        principal_distribution="1250.00",
        principal_distribution_factor="25.000000",
        ending_balance="40000.00",
        ending_balance_factor="800.000001",
    )
    found = verdicts("class-factors", classes=(one,))
    assert {str(verdict.outcome) for verdict in found.values()} == {"holds"}
    ending = found["class A: ending balance"]
    # 1000 x 40000.005 / 49999.995 - 800 = 0.00018
    assert ending.tolerance == D("0.00018050")


def test_factors_per_dollar() -> None:
    one = a_class(
        "A",
        original_balance="50000.00",
        ending_balance="40000.00",
        ending_balance_factor="0.80000000",
    )
    found = outcomes("class-factors", classes=(one,), factor_denomination="1")
    assert found == {"class A: ending balance": "holds"}


def test_an_original_balance_that_is_not_printed_is_solved_and_the_same_for_all() -> None:
    def with_interest_factor(factor: str) -> ClassRecord:
        return a_class(
            "A",
            ending_balance="40000.00",
            ending_balance_factor="800.000000",
            principal_distribution="1250.00",
            principal_distribution_factor="25.000000",
            interest_distribution="100.00",
            interest_distribution_factor=factor,
        )

    right = outcomes("class-factors", classes=(with_interest_factor("2.000000"),))
    assert right == {
        "class A: principal distribution": "holds",
        "class A: interest distribution": "holds",
    }
    wrong = outcomes("class-factors", classes=(with_interest_factor("2.001000"),))
    assert wrong["class A: interest distribution"] == "fails"


def test_factor_totals_and_factor_balances() -> None:
    one = a_class(
        "A",
        beginning_balance_factor="900.000000",
        principal_distribution_factor="25.000000",
        interest_distribution_factor="2.500004",
        total_distribution_factor="27.50000",
        realized_losses_factor="1.000000",
        ending_balance_factor="874.100000",
    )
    assert outcomes("class-factor-distribution", classes=(one,)) == {"class A": "holds"}
    assert outcomes("class-factor-balance", classes=(one,)) == {"class A": "fails"}


# ---------------------------------------------------------------- totals


def _balanced(name: str, balance: str, interest: str, notional: bool | None = None) -> ClassRecord:
    return a_class(
        name,
        notional=notional,
        beginning_balance=balance,
        principal_distribution="0",
        interest_distribution=interest,
        ending_balance=balance,
    )


_CLASSES = (
    _balanced("A", "600000", "500"),
    _balanced("M", "300000", "250"),
    _balanced("IO", "400000", "900", notional=True),
    _balanced("X", "30000", "70", notional=True),
    _balanced("P", "100", "40"),
    _balanced("R", "0", "0"),
)


def test_members_of_balances_and_of_amounts_are_found_separately() -> None:
    total = _balanced("", "900000", "1760")
    checked = check_statement(classes=_CLASSES, class_totals=total)
    assert not checked.failed
    assert "totals of balances include all classes but IO, X, P, R" in checked.observations
    assert "totals of amounts include all classes" in checked.observations


def test_class_p_may_be_a_member() -> None:
    total = _balanced("", "900100", "1760")
    checked = check_statement(classes=_CLASSES, class_totals=total)
    assert "totals of balances include all classes but IO, X, R" in checked.observations


def test_a_notional_class_without_its_mark_is_found_by_its_figures() -> None:
    unmarked = _balanced("S-1", "400000", "900")
    classes = (_CLASSES[0], _CLASSES[1], unmarked)
    total = _balanced("", "900000", "1650")
    checked = check_statement(classes=classes, class_totals=total)
    assert not checked.failed
    assert "totals of balances include all classes but S-1" in checked.observations


def test_a_wrong_balance_does_not_change_the_members() -> None:
    classes = (_balanced("A", "600000", "500"), *_CLASSES[1:])
    wrong = a_class(
        "A",
        beginning_balance="600100",
        principal_distribution="0",
        interest_distribution="500",
        ending_balance="600000",
    )
    found = outcomes(
        "class-balance-totals",
        classes=(wrong, *classes[1:]),
        class_totals=_balanced("", "900000", "1760"),
    )
    assert found == {
        "total of classes: beginning balance": "fails",
        "total of classes: ending balance": "holds",
    }


def test_totals_that_nothing_adds_up_to_are_not_judged() -> None:
    total = _balanced("", "777777", "1760")
    found = outcomes("class-balance-totals", classes=_CLASSES, class_totals=total)
    assert set(found.values()) == {"not applicable"}


def test_a_sum_may_be_off_by_half_a_unit_for_each_figure() -> None:
    classes = tuple(_balanced(name, "1000", "10") for name in "ABCDE")
    near = outcomes(
        "class-amount-totals", classes=classes, class_totals=_balanced("", "5000", "53")
    )
    far = outcomes("class-amount-totals", classes=classes, class_totals=_balanced("", "5000", "54"))
    assert near["total of classes: interest distribution"] == "holds"
    assert far["total of classes: interest distribution"] == "not applicable"  # the only column


def test_the_total_rolls_forward_without_what_its_balances_leave_out() -> None:
    classes = (
        a_class(
            "A",
            beginning_balance="600000",
            principal_distribution="9000",
            realized_losses="0",
            ending_balance="591000",
        ),
        a_class(
            "X",
            beginning_balance="30000",
            principal_distribution="0",
            realized_losses="2000",
            ending_balance="28000",
        ),
    )
    total = a_class(
        beginning_balance="600000",
        principal_distribution="9000",
        realized_losses="2000",
        ending_balance="591000",
    )
    found = outcomes("class-total-balance", classes=classes, class_totals=total)
    assert found == {"total of classes": "holds"}


# ---------------------------------------------------------------- CUSIP numbers


@pytest.mark.parametrize("cusip", ["037833100", "594918104", "38259P508", "86359A6H1"])
def test_check_digits_of_real_cusips(cusip: str) -> None:
    assert check_digit(cusip) == int(cusip[-1])


def test_a_wrong_check_digit_is_a_warning() -> None:
    classes = (a_class("A", cusip="037833100"), a_class("M-6", cusip="86359A6S8"), a_class("R"))
    checked = check_statement(classes=classes)
    found = {one.subject: one for one in checked.verdicts if one.identity == "cusip-check-digit"}
    assert {subject: str(one.outcome) for subject, one in found.items()} == {
        "class A": "holds",
        "class M-6": "warns",
        "class R": "not applicable",
    }
    assert found["class M-6"].reason == "86359A6S8: its check digit would make it 86359A6S7"
    assert not checked.failed
