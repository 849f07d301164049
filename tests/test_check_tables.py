"""Identities between tables, on figures worked out by hand."""

from typing import Any

from check_helpers import D, a_class, a_pool, outcomes, verdicts
from trusteereport.records import (
    Advances,
    CapPayments,
    OtherValue,
    Overcollateralization,
)


def _deal(**fields: Any) -> dict[str, Any]:
    """Classes of 900, class X of 100, a pool of 1,000: 50 of principal are paid."""
    return {
        "classes": (
            a_class("A", beginning_balance="900000", ending_balance="850000"),
            a_class("X", beginning_balance="100000", ending_balance="100000"),
        ),
        "class_totals": a_class(
            beginning_balance="900000", principal_distribution="50000", ending_balance="850000"
        ),
        "pools": (
            a_pool(
                "1",
                beginning_balance="1000000",
                principal_remittance="50000",
                ending_balance="950000",
            ),
        ),
    } | fields


def test_class_x_fills_the_gap_between_classes_and_pools() -> None:
    found = verdicts("class-and-pool-balances", **_deal())
    assert {str(one.outcome) for one in found.values()} == {"holds"}
    assert {one.reason for one in found.values()} == {"overcollateralization: class X"}


def test_one_wrong_balance_of_two_fails() -> None:
    pools = (
        a_pool(
            "1",
            beginning_balance="1000000",
            principal_remittance="50000",
            ending_balance="940000",
        ),
    )
    assert outcomes("class-and-pool-balances", **_deal(pools=pools)) == {
        "classes and pools: beginning balance": "holds",
        "classes and pools: ending balance": "fails",
    }


def test_a_printed_overcollateralization_fills_the_gap() -> None:
    classes = (a_class("A", beginning_balance="900000", ending_balance="850000"),)
    printed = Overcollateralization(amount=D(100000))
    found = verdicts(
        "class-and-pool-balances", **_deal(classes=classes, overcollateralization=printed)
    )
    assert set(found) == {"classes and pools: ending balance"}
    assert {one.reason for one in found.values()} == {
        "overcollateralization: overcollateralization"
    }
    assert {str(one.outcome) for one in found.values()} == {"holds"}


def test_a_gap_that_nothing_fills_is_not_judged() -> None:
    classes = (a_class("A", beginning_balance="900000", ending_balance="850000"),)
    found = outcomes("class-and-pool-balances", **_deal(classes=classes))
    assert found == {"classes and pools": "not applicable"}


def test_an_overcollateralization_that_grows_is_no_alarm() -> None:
    total = a_class(
        beginning_balance="1000000", principal_distribution="52000", ending_balance="948000"
    )
    found = outcomes("class-and-pool-balances", **_deal(classes=(), class_totals=total))
    assert found == {
        "classes and pools: beginning balance": "holds",
        "classes and pools: ending balance": "not applicable",
    }


def test_class_principal_is_pool_principal() -> None:
    assert outcomes("class-and-pool-principal", **_deal()) == {
        "classes and pools: principal": "holds"
    }
    total = a_class(
        beginning_balance="900000", principal_distribution="50500", ending_balance="850000"
    )
    assert outcomes("class-and-pool-principal", **_deal(class_totals=total)) == {
        "classes and pools: principal": "fails"
    }


def test_extra_principal_that_is_printed_counts() -> None:
    total = a_class(
        beginning_balance="900000", principal_distribution="52000", ending_balance="848000"
    )
    extra = Overcollateralization(extra_principal_distribution=D(2000))
    found = outcomes(
        "class-and-pool-principal", **_deal(class_totals=total, overcollateralization=extra)
    )
    assert found == {"classes and pools: principal": "holds"}


def test_extra_principal_that_only_the_balances_show_is_no_alarm() -> None:
    total = a_class(
        beginning_balance="900000", principal_distribution="52000", ending_balance="848000"
    )
    found = outcomes("class-and-pool-principal", **_deal(class_totals=total))
    assert found == {"classes and pools: principal": "not applicable"}


def test_the_premium_is_the_interest_of_class_p() -> None:
    classes = (
        a_class("P", interest_distribution="59683"),
        a_class("PO", interest_distribution="7"),
    )
    for premium, outcome in (("59683", "holds"), ("59638", "fails")):
        found = outcomes("prepayment-premium", classes=classes, prepayment_premium=premium)
        assert found == {"prepayment premium": outcome}


def _interest(total: str, **fields: Any) -> dict[str, Any]:
    """The figures of a public report: 3,036,342 + 59,683 + 8,829 + 44 = 3,104,898."""
    return {
        "classes": (a_class("A", interest_distribution=total),),
        "class_totals": a_class(interest_distribution=total),
        "pools": (a_pool("1", net_interest_available="3036342"),),
        "prepayment_premium": "59683",
        "cap_payments": CapPayments(basis_risk=D(8829), class_x=D(44)),
    } | fields


def test_interest_of_classes_is_what_the_pools_and_the_cap_gave() -> None:
    subject = "interest of classes and pools"
    assert outcomes("class-and-pool-interest", **_interest("3104897")) == {subject: "holds"}
    assert outcomes("class-and-pool-interest", **_interest("3104987")) == {subject: "fails"}


def test_a_draw_that_no_field_takes_explains_a_difference() -> None:
    draw = OtherValue(row="Total", column="Reserve Draw", value=D(5325))
    found = verdicts("class-and-pool-interest", **_interest("3110222", other=(draw,)))
    (verdict,) = found.values()
    assert str(verdict.outcome) == "not applicable"
    assert verdict.reason == "the difference is printed as Total / Reserve Draw"


def test_advances() -> None:
    for not_made, outcome in ((18403, "holds"), (18304, "fails")):
        advances = Advances(required=D(231408), made=D(213005), not_made=D(not_made))
        assert outcomes("advances", advances=advances) == {"advances": outcome}


def test_overcollateralization_deficiency() -> None:
    for amount, deficiency, outcome in (
        (4000, 1000, "holds"),
        (4000, 900, "fails"),
        (6000, 0, "holds"),
        (6000, 500, "fails"),
    ):
        record = Overcollateralization(deficiency=D(deficiency), amount=D(amount), target=D(5000))
        found = outcomes("overcollateralization-deficiency", overcollateralization=record)
        assert found == {"overcollateralization": outcome}
