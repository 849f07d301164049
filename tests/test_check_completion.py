"""Identities completed by what a report prints elsewhere, and what does not complete them."""

import re

import pytest

from check_helpers import D, a_class, a_pool, a_row, check_statement, outcomes, verdicts
from trusteereport.checks.completion import candidate, completed
from trusteereport.checks.figures import Figure, equate, plus
from trusteereport.checks.rules import read_formula
from trusteereport.records import ClassRecord, OtherValue, Status


def _other(row: str, value: str, section: str | None = None) -> OtherValue:
    return OtherValue(section=section, row=row, value=D(value))


def _figure(name: str, value: str) -> Figure:
    return Figure(name, D(value), D("0.005"))


# ---------------------------------------------------------------- single equations

_LEFT, _PART = _figure("left", "100.00"), _figure("part", "90.00")
_EQUATION = equate("x", _LEFT, [plus(_PART)])


def test_one_figure_is_preferred_to_two() -> None:
    figures = [("a", "4.00"), ("b", "6.00"), ("c", "-10.00")]
    found = completed(_EQUATION, [candidate(_figure(name, of), name) for name, of in figures])
    assert found is not None
    assert found.holds
    assert found.remark == "c taken off"


def test_two_figures_may_complete_an_equation_but_not_three() -> None:
    figures = [candidate(_figure(name, of), name) for name, of in (("a", "4.00"), ("b", "6.00"))]
    found = completed(_EQUATION, figures)
    assert found is not None
    assert found.remark == "a added, b added"
    three = [candidate(_figure(name, of), name) for name, of in zip("abc", "523", strict=True)]
    assert completed(_EQUATION, three) is None


def test_a_figure_that_counts_already_can_only_be_left_out() -> None:
    counted = equate("x", _figure("left", "90.00"), [plus(_PART), plus(_figure("a", "10.00"))])
    assert completed(counted, [candidate(_figure("a", "10.00"), "a")]) is not None
    doubled = equate("x", _figure("left", "180.00"), [plus(_PART)])
    assert completed(doubled, [candidate(_PART, "part")]) is None


def test_nothing_is_fitted_that_is_a_cent_off() -> None:
    assert completed(_EQUATION, [candidate(_figure("a", "10.02"), "a")]) is None


def test_a_seldom_summand_is_usually_not_counted() -> None:
    part = read_formula("gross_interest = servicing_fee -+ trustee_fee??").parts[1]
    assert (part.optional, part.seldom, part.counted) == (True, True, False)
    assert [(one.sign, one.counted) for one in part.others()] == [(-1, True), (1, True)]


# ---------------------------------------------------------------- pools


def test_repurchases_belong_to_the_remittance_where_they_fit() -> None:
    def remitted(amount: str, repurchases: str = "30") -> str:
        pool = a_pool(
            "1",
            scheduled_principal="100",
            principal_prepayments="900",
            repurchases=repurchases,
            principal_remittance=amount,
        )
        return outcomes("pool-remittance", pools=(pool,))["1"]

    assert remitted("1030") == "holds"
    assert remitted("1000") == "holds"
    assert remitted("1020") == "fails"


def test_prepayments_may_be_printed_as_deductions() -> None:
    pool = a_pool(
        "1",
        scheduled_principal="688410.26",
        principal_prepayments="-8176185.73",
        liquidation_proceeds="212440.18",
        principal_remittance="9077036.17",
    )
    assert outcomes("pool-remittance", pools=(pool,)) == {"1": "holds"}


def test_fees_without_a_field_are_found_elsewhere() -> None:
    pool = a_pool(
        "GROUP 1",
        gross_interest="3401259.21",
        servicing_fee="-171711.39",
        trustee_fee="-4292.78",
        interest_remittance_amount="3163438.94",
    )
    premium = _other("CERTIFICATE INSURER PREMIUM", "-61816.10")
    assert outcomes("pool-interest", pools=(pool,), other=(premium,)) == {"GROUP 1": "holds"}
    assert outcomes("pool-interest", pools=(pool,)) == {"GROUP 1": "fails"}


def test_draws_and_deferred_interest_raise_a_balance() -> None:
    pool = a_pool(
        "1",
        beginning_balance="82210340.40",
        principal_remittance="2418077.29",
        realized_losses="12410.00",
        ending_balance="80391061.55",
    )
    draws = _other("ADDITIONAL BALANCES (DRAWS)", "611208.44")
    cash = _other("RESERVE AMOUNT", "611208.44")
    assert outcomes("pool-balance", pools=(pool,), other=(draws,)) == {"1": "holds"}
    assert outcomes("pool-balance", pools=(pool,), other=(cash,)) == {"1": "fails"}


def test_what_is_printed_for_another_pool_completes_nothing() -> None:
    def pool(name: str, ending: str) -> object:
        return a_pool(
            name, beginning_balance="1000.00", principal_remittance="50.00", ending_balance=ending
        )

    pools = (pool("FIXED GROUP", "950.00"), pool("ADJ GROUP", "953.00"))
    own = OtherValue(row="PLUS: DEFERRED INTEREST", column="ADJ GROUP", value=D("3.00"))
    others = OtherValue(row="PLUS: DEFERRED INTEREST", column="FIXED GROUP", value=D("3.00"))
    right = outcomes("pool-balance", pools=pools, other=(own,))
    wrong = outcomes("pool-balance", pools=pools, other=(others,))
    assert right == {"FIXED GROUP": "holds", "ADJ GROUP": "holds"}
    assert wrong == {"FIXED GROUP": "holds", "ADJ GROUP": "fails"}


def test_losses_roll_a_balance_forward_where_no_remittance_is_printed() -> None:
    parts = {
        "beginning_balance": "1000.00",
        "scheduled_principal": "10.00",
        "principal_prepayments": "50.00",
        "liquidation_proceeds": "15.00",
        "realized_losses": "5.00",
    }
    pools = (
        a_pool("1", **parts, ending_balance="920.00"),
        a_pool("2", **parts, ending_balance="1"),
    )
    assert outcomes("pool-balance-losses", pools=pools) == {"1": "holds", "2": "fails"}
    remitted = (a_pool("1", **parts, principal_remittance="75.00", ending_balance="920.00"),)
    assert set(outcomes("pool-balance-losses", pools=remitted).values()) == {"not applicable"}


def test_net_interest_of_gross_interest() -> None:
    pools = tuple(
        a_pool(name, gross_interest="500", servicing_fee="20", trustee_fee="5", **net)
        for name, net in (
            ("1", {"net_interest_available": "475"}),
            ("2", {"net_interest_available": "470"}),
        )
    )
    found = outcomes("pool-net-of-gross-interest", pools=pools)
    assert found == {"1": "holds", "2": "fails"}


def test_repurchased_loans_leave_the_count() -> None:
    counts = {"prior_loan_count": "884", "paid_in_full_count": "-4"}
    pool, other = a_pool("1", **counts, loan_count="879"), _other("Repurchases", "-1")
    short = a_pool("2", prior_loan_count="10", paid_in_full_count="-2", loan_count="8")
    assert outcomes("pool-loan-count", pools=(pool, short), other=(other,)) == {
        "1": "holds",
        "2": "holds",
    }
    assert outcomes("pool-loan-count", pools=(pool, short))["1"] == "fails"


def test_a_pool_without_a_name_beside_named_ones_is_no_summand() -> None:
    pools = (
        a_pool(realized_losses="3222.10", servicing_fee="9.00"),
        a_pool("Group 1", realized_losses="0.00"),
        a_pool("Group 2", realized_losses="3180.92"),
    )
    total = a_pool(realized_losses="3180.92")
    found = outcomes("pool-totals", pools=pools, pool_totals=total)
    assert found == {"total of pools: realized losses": "holds"}


def test_classes_without_a_total_add_up_to_the_pool() -> None:
    classes = tuple(
        a_class(name, ending_balance=balance, beginning_balance=balance)
        for name, balance in (("A", "600.00"), ("B", "300.00"), ("IO", "900.00"))
    )
    pool = a_pool("1", beginning_balance="900.00", ending_balance="900.00")
    wrong = a_pool("1", beginning_balance="900.00", ending_balance="909.00")
    found = outcomes("class-and-pool-balances", classes=classes, pools=(pool,))
    assert set(found.values()) == {"holds"}
    found = outcomes("class-and-pool-balances", classes=classes, pools=(wrong,))
    assert sorted(found.values()) == ["fails", "holds"]


# ---------------------------------------------------------------- interest


def _paid(name: str, accrued: str | None, paid: str, **more: str) -> ClassRecord:
    return a_class(
        name,
        accrued_interest=accrued,
        interest_distribution=paid,
        pass_through_rate="6.0",
        **more,
    )


_AS_ACCRUED = (_paid("A", "500.00", "500.00"), _paid("M", "250.00", "250.00"))


def test_interest_paid_with_an_adjustment_that_no_field_takes() -> None:
    classes = (*_AS_ACCRUED, _paid("X", "443.36", "595.70"))
    own = _other("X", "152.34", section="Interest Adjustment")
    another = _other("A", "152.34", section="Interest Adjustment")
    found = outcomes("class-interest-paid", classes=classes, other=(own,))
    assert found["class X"] == "holds"
    found = outcomes("class-interest-paid", classes=classes, other=(another,))
    assert found["class X"] == "fails"


def test_the_total_is_paid_to_classes_that_accrue_nothing_as_well() -> None:
    premium = a_class("P", interest_distribution="28.00")
    total = a_class(accrued_interest="750.00", interest_distribution="778.00")
    found = outcomes("class-interest-paid", classes=(*_AS_ACCRUED, premium), class_totals=total)
    assert found["total of classes"] == "holds"


def test_what_a_class_without_a_rate_gets_is_no_interest() -> None:
    premium = a_class("P", accrued_interest="0.00", interest_distribution="28.00")
    found = outcomes("class-interest-paid", classes=(*_AS_ACCRUED, premium))
    assert found["class P"] == "not applicable"


_EARNING = tuple(
    a_class(
        name, beginning_balance="60000.00", pass_through_rate="6.00", interest_distribution=paid
    )
    for name, paid in (("A", "300.00"), ("B", "300.00"), ("C", "295.00"))
)


def test_a_shortfall_of_the_deal_may_be_one_class() -> None:
    shortfall = _other("Total Net PPIS (Non-Supported PPIS)", "5.00")
    found = outcomes("class-interest", classes=_EARNING, other=(shortfall,))
    assert found["class C"] == "holds"
    fees = _other("Total Fees", "5.00")
    assert outcomes("class-interest", classes=_EARNING, other=(fees,))["class C"] == "fails"


def test_interest_on_a_notional_balance_that_is_printed_elsewhere() -> None:
    strip = a_class(
        "A-IO", beginning_balance="0.00", pass_through_rate="4.50", interest_distribution="72000.00"
    )
    notional = OtherValue(
        row="A-IO", column="Prior Principal (with Notional) Balance", value=D("19200000.00")
    )
    found = outcomes("class-interest", classes=(*_EARNING[:2], strip), other=(notional,))
    assert found["class A-IO"] == "holds"
    found = outcomes("class-interest", classes=(*_EARNING[:2], strip))
    assert found["class A-IO"] == "not applicable"


@pytest.mark.parametrize(("losses", "outcome"), [("28.41", "holds"), ("20.00", "fails")])
def test_interest_per_unit_of_a_class_that_bears_a_loss(losses: str, outcome: str) -> None:
    def unit(name: str, ending: str, balance: str, interest: str) -> ClassRecord:
        return a_class(
            name,
            pass_through_rate="7.25000000",
            principal_distribution_factor="0.84167450",
            interest_distribution_factor=interest,
            ending_balance_factor=ending,
            ending_balance=balance,
        )

    classes = (
        unit("A", "994.71040123", "994710.40", "6.01479379"),
        unit("M", "994.71040123", "497355.20", "6.01479379"),
        unit("B", "954.09609910", "954.10", "5.941059"),
    )
    pool = a_pool("1", realized_losses=losses)
    found = outcomes("class-interest-factor", classes=classes, pools=(pool,))
    assert found["class A"] == "holds"
    assert found["class B"] == outcome


# ---------------------------------------------------------------- components

_COMPONENTS = tuple(
    a_class(
        name,
        beginning_balance=balance,
        principal_distribution=principal,
        pass_through_rate="6.00",
        interest_distribution=interest,
        ending_balance=ending,
        **more,
    )
    for name, balance, principal, interest, ending, more in (
        ("A-1", "80000.00", "0.00", "400.00", "80000.00", {}),
        ("A-2", "20000.00", "0.00", "100.00", "20000.00", {}),
        ("A-5", "60000.00", "600.00", "297.00", "59400.00", {"interest_shortfall": "3.00"}),
        ("A-5-1", "40000.00", "400.00", "198.00", "39600.00", {}),
        ("A-5-2", "20000.00", "200.00", "99.00", "19800.00", {}),
    )
)


def test_components_are_parts_of_their_class_and_in_no_total() -> None:
    total = a_class(
        beginning_balance="160000.00",
        principal_distribution="600.00",
        interest_distribution="797.00",
        ending_balance="159400.00",
    )
    checked = check_statement(classes=_COMPONENTS, class_totals=total)
    assert not checked.failed
    assert "totals of balances include all classes but A-5-1, A-5-2" in checked.observations
    assert "totals of amounts include all classes but A-5-1, A-5-2" in checked.observations
    parts = outcomes("class-components", classes=_COMPONENTS, class_totals=total)
    assert set(parts.values()) == {"holds"}


def test_components_share_the_shortfall_of_their_class() -> None:
    found = verdicts("class-interest", classes=_COMPONENTS)
    assert str(found["class A-5-1"].outcome) == "holds"
    assert re.search("a share of the interest shortfall of class A-5", str(found["class A-5-1"]))


def test_a_component_that_is_misread_does_not_add_up() -> None:
    wrong = a_class(
        "A-5-2",
        beginning_balance="20000.00",
        principal_distribution="200.00",
        interest_distribution="90.00",
        ending_balance="19800.00",
    )
    found = outcomes("class-components", classes=(*_COMPONENTS[:4], wrong))
    assert found["class A-5: interest distribution"] == "fails"
    assert found["class A-5: beginning balance"] == "holds"


def test_classes_of_similar_names_are_no_components() -> None:
    classes = tuple(
        a_class(name, beginning_balance=balance, ending_balance=balance)
        for name, balance in (("A-1", "900.00"), ("A-10", "500.00"), ("A-11", "300.00"))
    )
    found = outcomes("class-components", classes=classes)
    assert found == {"classes": "not applicable"}


# ---------------------------------------------------------------- totals


def test_a_table_of_interest_may_total_other_classes() -> None:
    def earning(name: str, interest: str, notional: bool | None = None) -> ClassRecord:
        return a_class(
            name,
            notional=notional,
            beginning_balance="60000.00",
            ending_balance="60000.00",
            interest_distribution=interest,
            accrued_interest=interest,
            net_prepayment_interest_shortfall="1.00",
        )

    classes = (earning("A", "300.00"), earning("B", "200.00"), earning("IO", "50.00", True))
    total = a_class(
        beginning_balance="120000.00",
        ending_balance="120000.00",
        interest_distribution="500.00",
        principal_distribution="0.00",
        total_distribution="500.00",
        accrued_interest="550.00",
        net_prepayment_interest_shortfall="3.00",
    )
    found = outcomes("class-amount-totals", classes=classes, class_totals=total)
    assert found["total of classes: accrued interest"] == "holds"
    assert found["total of classes: net prepayment interest shortfall"] == "holds"


def test_an_unmarked_notional_class_beside_a_residual_with_an_original_balance() -> None:
    def balanced(name: str, original: str, now: str, interest: str, rate: str) -> ClassRecord:
        return a_class(
            name,
            original_balance=original,
            beginning_balance=now,
            principal_distribution="0.00",
            interest_distribution=interest,
            pass_through_rate=rate,
            ending_balance=now,
        )

    classes = (
        balanced("1-A-2", "300.00", "300.00", "1.25", "5.00"),
        balanced("1-A-3", "300.00", "300.00", "0.06", "0.25"),
        balanced("A-R", "100.00", "0.00", "0.00", "5.25"),
    )
    total = a_class(original_balance="400.00", beginning_balance="300.00", ending_balance="300.00")
    checked = check_statement(classes=classes, class_totals=total)
    assert "totals of balances include all classes but 1-A-3" in checked.observations


# ---------------------------------------------------------------- factors


def _factored(**more: str) -> ClassRecord:
    return a_class(
        "B",
        original_balance="50000.00",
        beginning_balance="40000.00",
        principal_distribution="500.00",
        realized_losses="250.00",
        ending_balance="39250.00",
        beginning_balance_factor="800.000000",
        principal_distribution_factor="10.000000",
        **more,
    )


def test_losses_without_a_factor_are_taken_from_their_amount() -> None:
    found = verdicts("class-factor-balance", classes=(_factored(ending_balance_factor="785.0000"),))
    assert str(found["class B"].outcome) == "holds"
    assert found["class B"].reason == "realized losses per unit taken off"
    wrong = outcomes("class-factor-balance", classes=(_factored(ending_balance_factor="786.0000"),))
    assert wrong == {"class B": "fails"}


def test_balances_per_dollar_beside_distributions_per_thousand() -> None:
    classes = tuple(
        a_class(
            name,
            original_balance="50000.00",
            beginning_balance="40000.00",
            principal_distribution="500.00",
            ending_balance="39500.00",
            beginning_balance_factor="0.8000000",
            principal_distribution_factor="10.000000",
            ending_balance_factor="0.7900000",
        )
        for name in "AB"
    )
    checked = check_statement(classes=classes)
    assert not checked.failed
    said = "factors of beginning balance, ending balance are per $1 of original balance"
    assert said in checked.observations
    found = outcomes("class-factor-balance", classes=classes)
    assert found == {"class A": "holds", "class B": "holds"}


# ---------------------------------------------------------------- delinquencies


def test_percentages_of_pools_do_not_add_up() -> None:
    rows = tuple(
        a_row(
            pool=pool,
            status=Status.FORECLOSURE,
            label="foreclosure",
            loan_count=count,
            percent_of_balance=percent,
        )
        for pool, count, percent in (
            ("1", "6", "0.53"),
            ("2", "8", "0.42"),
            (None, "14", "0.46"),
        )
    )
    found = outcomes("delinquency-totals", delinquencies=rows)
    assert found == {"delinquency foreclosure: loan count": "holds"}


def test_loans_that_are_current_belong_to_some_totals() -> None:
    rows = tuple(
        a_row(pool="GROUP 1", status=status, label=str(status), loan_count=count)
        for status, count in (
            (Status.PAYMENTS_1, "71"),
            (Status.PAYMENTS_2, "32"),
            (Status.TOTAL, "1324"),
        )
    )
    current = OtherValue(section="Delinquency Report", row="CURRENT", value=D(1221))
    found = outcomes("delinquency-totals", delinquencies=rows, other=(current,))
    assert found == {"delinquency total of GROUP 1: loan count": "holds"}


def test_rows_of_other_statuses_are_told_apart_by_their_labels() -> None:
    rows = tuple(
        a_row(category=category, label=label, loan_count=count)
        for category, label, count in (
            ("delinquent", "120 Days", "3"),
            ("delinquent", "150 Days", "2"),
            ("reo", "120 Days", "1"),
            ("reo", "150 Days", "0"),
            ("total", "120 Days", "4"),
            ("total", "150 Days", "2"),
        )
    )
    found = outcomes("delinquency-totals", delinquencies=rows)
    assert set(found.values()) == {"holds"}
    assert len(found) == 2


def test_a_completion_by_fields_of_the_row() -> None:
    classes = (
        a_class("A", interest_distribution_amount="100.00", interest_distribution="100.00"),
        a_class(
            "B",
            interest_distribution_amount="100.00",
            interest_distribution="96.00",
            net_prepayment_interest_shortfall="4.00",
        ),
    )
    found = outcomes("class-interest-section", classes=classes)
    assert found == {"class A": "holds", "class B": "holds"}


def test_accrued_interest_is_judged_whatever_the_shortfall() -> None:
    misread = a_class(
        "C",
        beginning_balance="60000.00",
        pass_through_rate="6.60",
        accrued_interest="300.00",
        interest_distribution="295.00",
        interest_shortfall="5.00",
    )
    found = outcomes("class-interest", classes=(*_EARNING[:2], misread))
    assert found["class C"] == "fails"
