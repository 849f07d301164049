"""Identities of pools and delinquency tables, on figures worked out by hand."""

from decimal import Decimal

from check_helpers import a_pool, a_row, outcomes, verdicts
from trusteereport.records import Delinquency, Status

D = Decimal


def test_remittance_is_the_sum_of_its_parts() -> None:
    pool = a_pool(
        "Pool 1",
        scheduled_principal="118340",
        principal_prepayments="2014866",
        liquidation_proceeds="203115",
        insurance_proceeds="0",
        substitute_loan_balance="-181440",
        deleted_loan_balance="183902",
        principal_remittance="2338783",
    )
    assert outcomes("pool-remittance", pools=(pool,)) == {"Pool 1": "holds"}


def test_remittance_that_is_short_fails() -> None:
    pool = a_pool(
        "Pool 1", scheduled_principal="100", principal_prepayments="900", principal_remittance="990"
    )
    assert outcomes("pool-remittance", pools=(pool,)) == {"Pool 1": "fails"}


def test_pool_balance_rolls_forward_with_losses_and_recoveries() -> None:
    pools = (
        a_pool(
            "Pool 1",
            beginning_balance="126411073",
            principal_remittance="2338783",
            realized_losses="148220",
            ending_balance="123924070",
        ),
        a_pool(
            "Pool 2",
            beginning_balance="64590008",
            principal_remittance="942169",
            realized_losses="-3512",
            ending_balance="63651351",
        ),
    )
    found = outcomes("pool-balance", pools=pools)
    assert found == {"Pool 1": "holds", "Pool 2": "holds"}


def test_pool_balance_from_its_parts() -> None:
    pools = tuple(
        a_pool(
            name,
            beginning_balance="1000.00",
            scheduled_principal="10.00",
            principal_prepayments="50.00",
            liquidated_principal="20.00",
            repurchases="5.00",
            ending_balance=ending,
        )
        for name, ending in (("FIXED GROUP", "915.00"), ("ADJ GROUP", "905.00"))
    )
    found = outcomes("pool-balance-parts", pools=pools)
    assert found == {"FIXED GROUP": "holds", "ADJ GROUP": "fails"}


def test_interest_and_fees_of_a_pool() -> None:
    # the figures of a public report: 453,442 - 30,739 = 422,703
    pool = a_pool(
        "Pool 2",
        gross_interest="453442",
        servicing_fee="30739",
        interest_remittance_amount="422704",
        trustee_fee="369",
        credit_risk_manager_fee="922",
        net_interest_available="421431",
    )
    assert outcomes("pool-interest", pools=(pool,)) == {"Pool 2": "holds"}
    assert outcomes("pool-net-interest", pools=(pool,)) == {"Pool 2": "fails"}


def test_loan_counts_are_exact() -> None:
    pools = tuple(
        a_pool(name, prior_loan_count="310", paid_in_full_count="3", loan_count=count)
        for name, count in (("1", "307"), ("2", "306"))
    )
    found = verdicts("pool-loan-count", pools=pools)
    assert {name: str(one.outcome) for name, one in found.items()} == {"1": "holds", "2": "fails"}
    assert found["2"].tolerance == 0


def test_one_pool_alone_whose_loans_went_otherwise_is_not_judged() -> None:
    pool = a_pool("1", prior_loan_count="310", paid_in_full_count="3", loan_count="305")
    assert outcomes("pool-loan-count", pools=(pool,)) == {"1": "not applicable"}


def test_totals_of_pools() -> None:
    # the figures of a public report: 181,323 + 30,739 = 212,062
    pools = (
        a_pool("Pool 1", servicing_fee="181323", loan_count="3964", trustee_fee="2156"),
        a_pool("Pool 2", servicing_fee="30739", loan_count="307", trustee_fee="369"),
    )
    total = a_pool(servicing_fee="212061", loan_count="4270", trustee_fee="2525")
    assert outcomes("pool-totals", pools=pools, pool_totals=total) == {
        "total of pools: servicing fee": "holds",
        "total of pools: loan count": "fails",
        "total of pools: trustee fee": "holds",
    }


def test_original_balances_that_pool_factors_give_add_up() -> None:
    pools = (
        a_pool("1", ending_balance="400000.00", pool_factor="0.80000000"),
        a_pool("2", ending_balance="300000.00", pool_factor="0.60000000"),
    )
    right = a_pool(ending_balance="700000.00", pool_factor="0.70000000")
    wrong = a_pool(ending_balance="700000.00", pool_factor="0.71000000")
    assert outcomes("pool-factor", pools=pools, pool_totals=right) == {"total of pools": "holds"}
    assert outcomes("pool-factor", pools=pools, pool_totals=wrong) == {"total of pools": "fails"}


# ---------------------------------------------------------------- delinquencies


def _rows(*percentages: str) -> tuple[Delinquency, ...]:
    balances = ("10000.00", "20000.00", "5000.00")
    return tuple(
        a_row(label=f"row {number}", scheduled_balance=balance, percent_of_balance=percent)
        for number, (balance, percent) in enumerate(zip(balances, percentages, strict=True))
    )


def test_percentages_of_a_printed_pool_balance() -> None:
    pool = a_pool("1", ending_balance="1000000.00")
    rows = _rows("1.00", "2.00", "0.53")
    found = outcomes("delinquency-percent-of-balance", pools=(pool,), delinquencies=rows)
    assert found == {
        "delinquency row 0": "holds",
        "delinquency row 1": "holds",
        "delinquency row 2": "fails",
    }


def test_a_percentage_may_be_rounded_the_wrong_way_by_one_unit() -> None:
    pool = a_pool("1", ending_balance="1000000.00")
    found = outcomes(
        "delinquency-percent-of-balance", pools=(pool,), delinquencies=_rows("1.01", "1.99", "0.50")
    )
    assert set(found.values()) == {"holds"}


def test_percentages_of_a_pool_balance_that_is_not_printed() -> None:
    found = outcomes("delinquency-percent-of-balance", delinquencies=_rows("1.00", "2.00", "0.53"))
    assert found == {"delinquency row 0": "holds", "delinquency row 2": "fails"}


def test_percentages_of_loans() -> None:
    pool = a_pool("1", loan_count="400")
    rows = (
        a_row(label="a", loan_count="4", percent_of_loans="1.000"),
        a_row(label="b", loan_count="6", percent_of_loans="1.600"),
    )
    found = outcomes("delinquency-percent-of-loans", pools=(pool,), delinquencies=rows)
    assert found == {"delinquency a": "holds", "delinquency b": "fails"}


def _row(status: Status, count: str, balance: str, **more: str) -> Delinquency:
    return a_row(status=status, label=str(status), loan_count=count, unpaid_balance=balance, **more)


def test_totals_over_statuses() -> None:
    rows = (
        _row(Status.DAYS_30_59, "3", "300.00"),
        _row(Status.DAYS_60_89, "2", "200.00"),
        _row(Status.DAYS_90_PLUS, "1", "100.00"),
        _row(Status.FORECLOSURE, "1", "100.00"),
        _row(Status.TOTAL, "7", "710.00"),
    )
    assert outcomes("delinquency-totals", delinquencies=rows) == {
        "delinquency total: loan count": "holds",
        "delinquency total: unpaid balance": "fails",
    }


def test_totals_of_days_that_include_foreclosures() -> None:
    rows = (
        _row(Status.DAYS_30_59, "3", "300.00"),
        _row(Status.DAYS_60_89, "2", "200.00"),
        _row(Status.FORECLOSURE, "1", "100.00"),
        _row(Status.TOTAL, "5", "500.00"),
    )
    assert set(outcomes("delinquency-totals", delinquencies=rows).values()) == {"holds"}


def test_totals_over_pools_and_categories() -> None:
    def crossed(pool: str | None, category: str, count: str, balance: str) -> Delinquency:
        return a_row(
            pool=pool,
            category=category,
            status=Status.DAYS_30_59,
            label=category,
            loan_count=count,
            unpaid_balance=balance,
        )

    rows = (
        crossed("Pool 1", "delinquent", "4", "40.00"),
        crossed("Pool 1", "reo", "1", "10.00"),
        crossed("Pool 1", "total", "5", "50.00"),
        crossed("Pool 2", "delinquent", "3", "30.00"),
        crossed("Pool 2", "reo", "0", "0.00"),
        crossed("Pool 2", "total", "3", "30.00"),
        crossed(None, "delinquent", "7", "70.00"),
        crossed(None, "reo", "1", "10.00"),
        crossed(None, "total", "8", "81.00"),
    )
    found = outcomes("delinquency-totals", delinquencies=rows)
    assert found["delinquency total of Pool 1: loan count"] == "holds"
    assert found["delinquency delinquent: loan count"] == "holds"
    assert found["delinquency total: unpaid balance"] == "fails"
