"""Prints as real reports have them: no alarm, no traceback, but a reason."""

from decimal import Decimal
from typing import Any

import pytest

from check_helpers import CORPUS, D, a_class, a_pool, a_row, check_statement, outcomes
from trusteereport.checks.evaluation import Outcome, Verdicts, check
from trusteereport.checks.identities import IDENTITIES
from trusteereport.parser import parse
from trusteereport.records import Statement
from trusteereport.report import Report


def _reasons(checked: Verdicts, identity: str) -> set[str | None]:
    return {one.reason for one in checked.of(Outcome.NOT_APPLICABLE) if one.identity == identity}


@pytest.mark.parametrize(
    "report",
    [Report(), Report(statements=(Statement(),)), Report(statements=(Statement(), Statement()))],
    ids=["no statement", "an empty statement", "two empty statements"],
)
def test_a_report_without_figures_says_of_each_identity_why(report: Report) -> None:
    checked = check(report)
    assert {one.outcome for one in checked.verdicts} == {Outcome.NOT_APPLICABLE}
    assert {one.identity for one in checked.verdicts} == {one.name for one in IDENTITIES}
    assert all(one.reason for one in checked.verdicts)
    assert not checked.suspects


def test_a_text_without_a_table() -> None:
    assert not check(parse("Form 8-K\n\nNothing was distributed.\n")).failed


def test_one_class() -> None:
    one = a_class(
        "A", beginning_balance="100.00", principal_distribution="1.00", ending_balance="99.00"
    )
    checked = check_statement(classes=(one,))
    assert checked.identities(Outcome.HOLDS) == ("class-balance",)
    assert not checked.failed


def test_an_interest_only_class_with_a_balance_of_zero_and_interest() -> None:
    one = a_class(
        "A-IO",
        beginning_balance="0.00",
        principal_distribution="0.00",
        interest_distribution="610360.00",
        total_distribution="610360.00",
        ending_balance="0.00",
        pass_through_rate="6.00000",
    )
    checked = check_statement(classes=(one,))
    assert not checked.failed
    assert _reasons(checked, "class-interest") == {"its balance or its rate is zero"}


def test_a_notional_class_without_its_mark_that_falls_with_other_balances() -> None:
    falling = a_class(
        "S",
        beginning_balance="500000",
        principal_distribution="0",
        interest_distribution="800",
        ending_balance="470000",
    )
    paid = a_class(
        "A",
        beginning_balance="900000",
        principal_distribution="60000",
        interest_distribution="700",
        ending_balance="840000",
    )
    total = a_class(
        beginning_balance="900000",
        principal_distribution="60000",
        interest_distribution="1500",
        ending_balance="840000",
    )
    checked = check_statement(classes=(paid, falling), class_totals=total)
    assert not checked.failed
    assert "a notional amount: in no total of balances, with interest but no principal" in _reasons(
        checked, "class-balance"
    )


def test_deductions_printed_negative_in_pools() -> None:
    pools = tuple(
        a_pool(
            name,
            gross_interest=gross,
            servicing_fee=fee,
            interest_remittance_amount=net,
        )
        for name, gross, fee, net in (
            ("1", "5000.00", "-250.00", "4750.00"),
            ("2", "3000.00", "-100.00", "2900.00"),
        )
    )
    assert set(outcomes("pool-interest", pools=pools).values()) == {"holds"}


def test_one_pool_with_a_deduction_printed_negative() -> None:
    pool = a_pool(
        "1", gross_interest="5000.00", servicing_fee="-250.00", interest_remittance_amount="4750.00"
    )
    assert outcomes("pool-interest", pools=(pool,)) == {"1": "holds"}


def test_a_block_per_thousand_in_plain_dollars_is_an_observation() -> None:
    classes = tuple(
        a_class(
            name,
            original_balance="500000",
            principal_distribution=principal,
            principal_distribution_factor=f"{principal}.000000",
            ending_balance="400000",
            ending_balance_factor="400000.000000",
        )
        for name, principal in (("A", "12000"), ("B", "3000"))
    )
    checked = check_statement(classes=classes)
    assert not checked.failed
    assert checked.observations == ("the factors are plain dollars: they repeat the amounts",)


def test_a_class_with_no_rate() -> None:
    one = a_class("A", beginning_balance="100.00", interest_distribution="1.00")
    reasons = _reasons(check_statement(classes=(one,)), "class-interest")
    assert reasons == {"no interest, balance or rate printed"}


def test_divisors_of_zero() -> None:
    checked = check_statement(
        classes=(
            a_class(
                "A",
                original_balance="0.00",
                ending_balance="0.00",
                ending_balance_factor="0.000000",
                beginning_balance="0.00",
                pass_through_rate="0.00000",
                interest_distribution="0.00",
            ),
        ),
        pools=(
            a_pool("1", ending_balance="0.00", pool_factor="0.00000000", loan_count="0"),
            a_pool("2", ending_balance="5.00", pool_factor="0.10000000", loan_count="0"),
        ),
        pool_totals=a_pool(ending_balance="5.00", pool_factor="0.05000000", loan_count="0"),
        delinquencies=(
            a_row(
                label="REO",
                pool="one",
                loan_count="0",
                scheduled_balance="0.00",
                percent_of_balance="0.00",
                percent_of_loans="0.00",
            ),
        ),
    )
    assert not checked.failed


def test_figures_absent_in_half_of_the_rows() -> None:
    full = a_class(
        "A",
        beginning_balance="600000",
        principal_distribution="9000",
        interest_distribution="500",
        total_distribution="9500",
        ending_balance="591000",
    )
    total = a_class(
        beginning_balance="1000000",
        principal_distribution="9900",
        interest_distribution="800",
        total_distribution="10700",
        ending_balance="990100",
    )
    checked = check_statement(classes=(full, a_class("B")), class_totals=total)
    assert not checked.failed
    assert "no ending balance printed" in _reasons(checked, "class-balance")


def test_a_fee_that_half_of_the_pools_leave_blank() -> None:
    pools = (
        a_pool(
            "1", interest_remittance_amount="500", trustee_fee="20", net_interest_available="480"
        ),
        a_pool("2", interest_remittance_amount="300", net_interest_available="290"),
    )
    assert outcomes("pool-net-interest", pools=pools) == {"1": "holds", "2": "not applicable"}


def test_a_bare_zero_is_as_exact_as_the_figures_beside_it() -> None:
    one = a_class(
        "A",
        beginning_balance="100.00",
        principal_distribution="10.00",
        realized_losses="0",
        deferred_interest="0",
        ending_balance="90.40",
    )
    assert outcomes("class-balance", classes=(one,)) == {"class A": "fails"}


def test_a_malformed_figure_is_no_zero() -> None:
    name = "aames_2003_12.txt"
    text = (CORPUS / "us_bank" / name).read_text(encoding="utf-8")
    checked = check(parse(text.replace("58,638,615", "58,638,6,5", 1)))
    assert not checked.failed
    assert "a row's number is not readable" in _reasons(checked, "class-balance-totals")


def test_classes_with_one_name() -> None:
    def twin(ending: str) -> dict[str, Any]:
        return {
            "beginning_balance": "100.00",
            "principal_distribution": "1.00",
            "ending_balance": ending,
        }

    checked = check_statement(
        classes=(a_class("A", **twin("99.00")), a_class("A", **twin("98.00")))
    )
    assert [str(one.outcome) for one in checked.verdicts if one.identity == "class-balance"] == [
        "fails",
        "holds",
    ]


def test_a_loaded_report_has_paths_without_lines() -> None:
    one = a_class(
        "A", beginning_balance="100.00", principal_distribution="1.00", ending_balance="99.00"
    )
    checked = check_statement(classes=(one,))
    (verdict,) = checked.of(Outcome.HOLDS)
    assert {place.line for place in verdict.cells} == {None}
    assert (checked.numbers, checked.confirmed) == (3, 3)


def test_a_number_that_does_not_matter_is_not_confirmed() -> None:
    one = a_class(
        "A",
        beginning_balance="100.00",
        principal_distribution="1.00",
        ending_balance="99.00",
        next_pass_through_rate="1.25",
    )
    checked = check_statement(classes=(one,))
    assert (checked.numbers, checked.confirmed) == (4, 3)


def test_decimals_stay_exact() -> None:
    one = a_class("A", beginning_balance="0.3", principal_distribution="0.1", ending_balance="0.2")
    (verdict,) = check_statement(classes=(one,)).of(Outcome.HOLDS)
    assert verdict.difference == D(0)
    assert isinstance(verdict.tolerance, Decimal)
