"""What the label grammar makes of the words of a label."""

import pytest

from trusteereport import grammars
from trusteereport.labels import Label, Part, read_label
from trusteereport.records import Status


def read(start: str, words: str, grammar: str = "us_bank") -> Label | None:
    return read_label(grammars.load(grammar), start, words)


def leaf(start: str, words: str, grammar: str = "us_bank") -> str | None:
    """The field of a record that a label names."""
    label = read(start, words, grammar)
    return label.leaf if label else None


def cases(start: str, table: dict[str, str]) -> list[tuple[str, str, str]]:
    """A table of fields with their spellings, `|` between, as a list of cases."""
    return [
        (start, words.strip(), field)
        for field, spellings in table.items()
        for words in spellings.split("|")
    ]


CLASS_COLUMNS = {
    "cusip": "Cusip|CUSIP|CUSIP Number|Cusip No.",
    "original_balance": "Original Face Value|Original Certificate Balance|Orig Cert Bal|"
    "Original Principal Amount|Original Balance|Orig. Face Amt|Original Amount",
    "beginning_balance": "Beginning Certificate Bal(1)|Beginning Certificate Balance|Beg Bal|"
    "Prior Principal Balance|Opening Balance|Beginning Balance|Prior Balance|"
    "Beg Sched Bal|Beg. Cert. Bal.",
    "principal_distribution": "Prin|Principal|Principal Distribution|Prin. Dist.|"
    "Principal Distribs|Principal Distrib",
    "interest_distribution": "Int|Interest|Interest Distribution|Int Dist",
    "total_distribution": "Total Distribution|Total|Total Dist.|Totals",
    "realized_losses": "Losses|Loss|Realized Losses|Current Realized Loss|Curr Realized Losses|"
    "Cur Realized Loss",
    "ending_balance": "Ending Certificate Bal|Ending Balance|End Bal|Closing Balance|"
    "Current Principal Balance|Ending Certificate Balances",
    "pass_through_rate": "Current Pass-Through Int Rate|Pass-Through Rate|Pass Through Rate|"
    "Pass-Thru Rate|Passthrough Rate|Current Pass-Through Interest Rate|"
    "Pass- Through Rate|Passthru Int Rate|PASS-THROUGH RATES CURRENT",
    "next_pass_through_rate": "Next Pass-Through Int Rate|Next Pass-Through Rate|"
    "Estimated Next Pass-Through Rate|Est. Next Pass-Thru Int. Rate|"
    "PASS-THROUGH RATES ESTIMATED NEXT",
}
FACTOR_COLUMNS = {
    "cusip": "Cusip",
    "beginning_balance_factor": "Beginning Balance|Opening Balance",
    "principal_distribution_factor": "Prin|Principal Distribution",
    "interest_distribution_factor": "Int|Interest",
    "total_distribution_factor": "Total|Total Distribution",
    "realized_losses_factor": "Losses|Realized Losses",
    "ending_balance_factor": "Ending Certificate Bal|Current Principal Balance",
}
INTEREST_COLUMNS = {
    "interest_distribution_amount": "Interest Distribution Amount|Int Dist Amt",
    "carryforward_interest": "Carryforward Interest Amount|Carry-Forward Int Amt",
    "basis_risk_shortfall": "Basis Risk Shortfall|Basis Risk Shortfalls",
}
REMITTANCE_COLUMNS = {
    "net_prepayment_interest_shortfall": "Net Prepayment Interest Shortfalls|"
    "Net Prepmnt Int Shortfall|Net Prepaymnt Interest Shortfall",
    "basis_risk_shortfalls_paid": "Basis Risk Shortfalls",
    "interest_remittance_amount": "Remittance Amount|Int Remit Amt|Interest Remittance Amount",
}
POOL_ROWS = {
    "beginning_balance": "Beg Sched Bal|Beginning Scheduled Balance|Prior Principal Balance",
    "scheduled_principal": "Sched Prin|Scheduled Principal|Sched. Prin.",
    "principal_prepayments": "Prin Prepmnts (incl curtlmnts)|Principal Prepayments|"
    "Principal Prepayments including Curtailments|Prin Prepmnts (incl|Prin Prepmnt",
    "liquidation_proceeds": "Liq Proceeds|Liquidation Proceeds",
    "insurance_proceeds": "Insurance Proceeds",
    "substitute_loan_balance": "Substitute Loan Balance|Substitute Loan Bal|"
    "Substitute Loan Bala|Substitute Loan Balan|Substitute Loan Balanc",
    "deleted_loan_balance": "Deleted Loan Balance|Deleted Loan Bal",
    "principal_remittance": "Principal Remittance|Prin Remit|Principal Remit.",
    "ending_balance": "Scheduled Prin Bal of Mrtge Loans|Current Principal Balance|"
    "Ending Scheduled Balance|Scheduled Principal Balance of the Mortgage Loans|"
    "Scheduled Prin Bal o",
    "loan_count": "Number of Mortgage Loans|Number|Number of Loans|No. of Loans|"
    "Number of Mortgage L|Number of Mortgage Lo|Number of Mortgage Loa",
    "realized_losses": "Curr Realized Loss|Realized Losses|Losses",
    "cumulative_realized_losses": "Agg Realized Losses|Cumulative Realized Losses|"
    "Aggregate Realized Loss|Cum Realized Losses",
    "gross_interest": "Gross Interest|Gross Int",
    "servicing_fee": "Servicing Fee|Servicing Fees|Serv Fee",
    "interest_remittance_amount": "Int Remit Amt|Interest Remittance Amount|Remittance Amount",
    "trustee_fee": "Trustee Fee|Trustee Fees",
    "credit_risk_manager_fee": "Credit Risk Manager|Credit Risk Manager Fee",
    "net_interest_available": "Net Interest Availab|Net Interest Available|Net Int Available",
}
DELINQUENCY_COLUMNS = {
    "loan_count": "Number|Number of Loans|No.",
    "unpaid_balance": "Unpaid Principal Balance|Unpaid Prin Bal|Amount|$ Amount|Aggregate Balance",
    "scheduled_balance": "Stated Principal Balance|Stated Prin Bal",
}


@pytest.mark.parametrize(
    ("start", "words", "field"),
    [
        *cases("class_column", CLASS_COLUMNS),
        *cases("factor_column", FACTOR_COLUMNS),
        *cases("interest_column", INTEREST_COLUMNS),
        *cases("remittance_column", REMITTANCE_COLUMNS),
        *cases("pool_row", POOL_ROWS),
        *cases("delinquency_column", DELINQUENCY_COLUMNS),
    ],
)
def test_words_name_a_field(start: str, words: str, field: str) -> None:
    assert read(start, words) == Label(leaf=field)


@pytest.mark.parametrize(
    ("start", "words", "field"),
    [
        *cases("class_column", CLASS_COLUMNS),
        *cases("delinquency_column", DELINQUENCY_COLUMNS),
    ],
)
def test_the_base_knows_the_words_that_any_trustee_uses(start: str, words: str, field: str) -> None:
    assert leaf(start, words, "base") == field


@pytest.mark.parametrize(
    "words",
    [
        "ENDING CERTIFICATE BALANCE",
        "ending certificate balance",
        "Ending Certificate Balance*",
        "* Ending Certificate Balance",
        "Ending Certificate Balance(1)",
        "(2) Ending Certificate Balance:",
        "Ending Certificate/Balance",
        "Ending, Certificate. Balance.",
        "Ending (Certificate) Balance",
        "  Ending   Certificate   Balance  ",
        "the Ending Balance",
        "Ending\nCertificate\nBalance",
    ],
)
def test_case_marks_stops_and_line_ends_do_not_matter(words: str) -> None:
    assert leaf("class_column", words) == "ending_balance"


# ---------------------------------------------------------------- rows that are records


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("1-A1", "1-A1"),
        ("A-IO*", "A-IO"),
        ("A-IO", "A-IO"),
        ("A-IO(1)", "A-IO"),
        ("A-IO **", "A-IO"),
        ("X", "X"),
        ("X*", "X"),
        ("P", "P"),
        ("R", "R"),
        ("R-II", "R-II"),
        ("M-1", "M-1"),
        ("B", "B"),
        ("2-A", "2-A"),
        ("IO", "IO"),
        ("PO", "PO"),
        ("1", "1"),
        ("12", "12"),
        ("A1A", "A1A"),
        ("CE", "CE"),
        ("1-A-IO-2", "1-A-IO-2"),
        ("CLASS A-1F", "A-1F"),
        ("Class A-1F", "A-1F"),
        ("class M-2", "M-2"),
    ],
)
@pytest.mark.parametrize("start", ["class_row", "factor_row", "interest_row", "remittance_row"])
def test_a_class_id_names_a_class(start: str, words: str, key: str) -> None:
    assert read(start, words) == Label("classes", parts=(Part("class_id", key, key),))


@pytest.mark.parametrize(
    "words",
    [
        "Beginning Certificate Balance",
        "Certificates",
        "a-1 and more",
        "* Notional Balance",
        "Class",
        "*",
        "--",
        "",
        "   ",
        "A-1 A-2",
        "Class X Cap Payment",
        "SENIORS",
        "1,000.00 dollars",
        "See the sheet",
    ],
)
def test_other_words_are_no_class(words: str) -> None:
    assert read("class_row", words) is None


@pytest.mark.parametrize("words", ["Total", "TOTAL", "Totals", "Total:", "* Total *"])
@pytest.mark.parametrize("start", ["class_row", "factor_row", "interest_row", "remittance_row"])
def test_a_total_row_is_the_totals_of_the_classes(start: str, words: str) -> None:
    label = read(start, words)
    assert label
    assert (label.record, label.leaf) == ("class_totals", None)


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("class_column", "Class"),
        ("class_column", "Classes"),
        ("factor_column", "CLASS"),
        ("interest_column", "Class"),
        ("remittance_column", "Class"),
    ],
)
def test_the_head_over_the_class_ids_is_no_figure(start: str, words: str) -> None:
    assert read(start, words) is None


@pytest.mark.parametrize("start", ["class_note", "factor_note", "interest_note", "remittance_note"])
@pytest.mark.parametrize("words", ["Notional Balance", "Notional", "notional amount", "NOTIONAL."])
def test_a_note_tells_that_a_class_is_notional(start: str, words: str) -> None:
    assert read(start, words) == Label(leaf="notional")


@pytest.mark.parametrize("words", ["Includes all REO loans", "Not notional", "Balance", ""])
def test_another_note_tells_nothing_of_a_class(words: str) -> None:
    assert read("class_note", words) is None


# ---------------------------------------------------------------- pools


@pytest.mark.parametrize(
    "words", ["Pool 1", "POOL 2", "Pool II", "Loan Group 1", "Group 2", "pool xi", "Pool 12"]
)
def test_a_pool_is_known_by_its_whole_name(words: str) -> None:
    assert read("pool_column", words) == Label("pools", parts=(Part("name", words, words),))


@pytest.mark.parametrize("words", ["Total", "TOTAL", "Totals"])
def test_the_total_column_is_the_totals_of_the_pools(words: str) -> None:
    label = read("pool_column", words)
    assert label
    assert (label.record, label.leaf) == ("pool_totals", None)


@pytest.mark.parametrize("words", ["Pool", "1", "Pool 1 and 2", "Poolside 1", "Fish Pool 1"])
def test_other_words_are_no_pool(words: str) -> None:
    assert read("pool_column", words) is None


# ---------------------------------------------------------------- delinquencies


@pytest.mark.parametrize(
    ("words", "variant"),
    [
        ("30-59 days", "days_30_59"),
        ("30-59 days delq*", "days_30_59"),
        ("30 - 59 Days Delinquent", "days_30_59"),
        ("60-89 days delq*", "days_60_89"),
        ("60 -89 days", "days_60_89"),
        ("90 or more days delq", "days_90_plus"),
        ("90 Days Plus", "days_90_plus"),
        ("More than 90 Days", "days_90_plus"),
        ("30 to 59 Days Past Due", "days_30_59"),
        ("61 through 90 days", "days_60_89"),
        ("3 payments or more", "payments_3_plus"),
        ("90+ days delinquent", "days_90_plus"),
        ("90 days", "days_90_plus"),
        ("30 days", "days_30_59"),
        ("31-60 days", "days_30_59"),
        ("One month", "payments_1"),
        ("2 payments", "payments_2"),
        ("3 or more months delinquent", "payments_3_plus"),
        ("Real estate owned", "reo"),
        ("Total delinquent", "total"),
        ("Foreclosures", "foreclosure"),
        ("Foreclosure", "foreclosure"),
        ("Bankruptcies", "bankruptcy"),
        ("BANKRUPTCY", "bankruptcy"),
        ("REO", "reo"),
        ("Total", "total"),
    ],
)
def test_a_delinquency_s_status_is_known_by_its_label(words: str, variant: str) -> None:
    part = Part("status", Status[variant.upper()], words)
    assert read("delinquency_row", words) == Label("delinquencies", parts=(part,))


@pytest.mark.parametrize("words", ["120 days", "0-29 Days", "180+ days"])
def test_other_days_are_known_by_what_is_printed(words: str) -> None:
    part = Part("status", None, words)
    assert read("delinquency_row", words) == Label("delinquencies", parts=(part,))


@pytest.mark.parametrize(
    "words", ["Over 120 Days Delinquent", "60 days or more", "30 or more days", "Over 60 Days"]
)
def test_days_may_be_a_number_of_them_or_more(words: str) -> None:
    part = Part("status", None, words)
    assert read("delinquency_row", words, "base") == Label("delinquencies", parts=(part,))


@pytest.mark.parametrize("words", ["59-30 days", "days", "Old foreclosure"])
def test_other_words_are_no_status(words: str) -> None:
    assert read("delinquency_row", words) is None


# ---------------------------------------------------------------- rows that stand for themselves


@pytest.mark.parametrize(
    ("words", "record", "field"),
    [
        ("Overcollateralization Deficiency", "overcollateralization", "deficiency"),
        ("Over-collateralization Deficiency", "overcollateralization", "deficiency"),
        ("Overcollateralization Defficiency", "overcollateralization", "deficiency"),
        ("Aggregate Advances required for the Collection Period", "advances", "required"),
        ("Aggregate Advances made for the Collection Period", "advances", "made"),
        ("Aggregate Advances not made for the Collection Period", "advances", "not_made"),
        ("Advances required", "advances", "required"),
        ("Agg. Advance made", "advances", "made"),
        ("Advances not made", "advances", "not_made"),
        ("Basis Risk Cap Payment", "cap_payments", "basis_risk"),
        ("Basis Risk Cap Payments", "cap_payments", "basis_risk"),
        ("Class X Cap Payment", "cap_payments", "class_x"),
        ("Class X Cap Payments", "cap_payments", "class_x"),
        ("Prepayment Premium", None, "prepayment_premium"),
        ("Prepayment Premiums", None, "prepayment_premium"),
    ],
)
def test_a_caption_names_a_field_by_itself(words: str, record: str | None, field: str) -> None:
    label = read("caption_row", words)
    assert label
    assert (label.record, label.leaf) == (record, field)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Class {} Distribution Amount", "total_distribution"),
        ("Class {} Principal Distribution", "principal_distribution"),
        ("Class {} Notes Principal Payment Amount", "principal_distribution"),
        ("Class {} Certificate Interest Distributed", "interest_distribution"),
        ("Class {} Interest Payment", "interest_distribution"),
        ("Class {} Beginning Balance", "beginning_balance"),
        ("Class {} Certificate Principal balance - Beginning of Period", "beginning_balance"),
        ("Class {} Notes Balance at Beginning of Period", "beginning_balance"),
        ("Class {} Closing Principal Balance", "ending_balance"),
        ("Class {} Principal balance - End of Period", "ending_balance"),
        ("Beginning Class {} Note Balance", "beginning_balance"),
        ("Ending Class {} Principal Balance", "ending_balance"),
        ("Class {} Certificate Rate", "pass_through_rate"),
        ("Class {} Interest Rate for the month", "pass_through_rate"),
    ],
)
@pytest.mark.parametrize("class_id", ["A", "M-1"])
def test_a_caption_names_a_class_and_its_field(words: str, field: str, class_id: str) -> None:
    label = read("caption_row", words.format(class_id))
    assert label
    assert (label.record, label.leaf) == ("classes", field)
    assert [(part.field, part.words) for part in label.parts] == [("class_id", class_id)]


@pytest.mark.parametrize(
    "words",
    [
        "Class A Balance",  # before or after the distribution
        "Class A Certificate Balance",
        "Class A Certificate Factor",  # of what
        "Class A Interest",  # due or paid
        "Class A Interest Due",
        "Class A Interest Shortfall",
        "Class A Certificate Rate for the next month",
    ],
)
def test_words_that_leave_open_what_of_a_class_they_are_name_nothing(words: str) -> None:
    assert read("caption_row", words) is None


@pytest.mark.parametrize(
    ("words", "status", "field"),
    [
        ("30-59 days number of loans", Status.DAYS_30_59, "loan_count"),
        ("60-89 Days Delinquent Principal Balance", Status.DAYS_60_89, "unpaid_balance"),
        ("90+ days principal balance of loans", Status.DAYS_90_PLUS, "unpaid_balance"),
        ("REO Number of Mortgage Loans", Status.REO, "loan_count"),
    ],
)
def test_a_caption_names_a_status_and_its_field(words: str, status: Status, field: str) -> None:
    label = read("caption_row", words)
    assert label
    assert (label.record, label.leaf) == ("delinquencies", field)
    assert [(part.field, part.value) for part in label.parts] == [("status", status)]


@pytest.mark.parametrize(
    "words",
    [
        "Advances",
        "Aggregate Advances",
        "Advances made and not made",
        "Overcollateralization",
        "Deficiency",
        "Premium",
        "Class Y Cap Payment",
        "Cap Payment",
    ],
)
def test_other_words_are_no_caption(words: str) -> None:
    assert read("caption_row", words) is None


def test_the_base_does_not_know_what_is_us_bank_s_own() -> None:
    assert read("remittance_column", "Remittance Amount", "base") is None
    assert leaf("pool_row", "Substitute Loan Bala", "base") is None


# ---------------------------------------------------------------- what further trustees print

ELSEWHERE: dict[str, dict[str | None, str]] = {
    "class_column": {
        "accrued_interest": "Certificate Accrued Interest|Interest Accrued"
        "|Current Interest Accrual",
        "cusip": "Cusip Numbers",
        "interest_distribution_factor": "Interest Paid Per $1,000 Denomination",
        "beginning_balance": "Beginning of Period Note Balance|Invested Amount, Beginning of Month"
        "|Balance Before Distribution|Beginning Current Principal Amount",
        "ending_balance": "End of Monthly Period Note Balance|Invested Amount at End of Period"
        "|Balance After Distribution",
        "original_balance": "Initial Invested Amount",
        "principal_distribution": "Total Principal Distributed|Actual Principal Distribution"
        "|Total Principal|Current Principal Paid",
        "interest_distribution": "Total Interest Distribution to Class|Total Interest Paid"
        "|Current Interest Paid|Interest Dist. Amt.|Class Accrued Interest Distributed (2)",
        "realized_losses": "Liquidation Loss Allocated",
        "principal_prepayments": "Principal Prepayments Included Therein",
        "principal_distribution_factor": "Principal per $1,000 Certificate",
        "ending_balance_factor": "Balance After per $1,000 Certificate",
        "pass_through_rate": "Class Net Pass-Through Rate",
        "next_pass_through_rate": "Next P-T Rate",
        "interest_shortfall": "Certificate Interest Shortfall(3)",
        "net_prepayment_interest_shortfall": "Net Aggregate Prepayment Interest Shortfall",
        "cumulative_realized_losses": "Cumulative Liquidation Losses",
    },
    "factor_column": {
        "beginning_balance_factor": "Beg Bal Certif Factor|Beginning Balance Factor",
        "ending_balance_factor": "End Bal Certif Factor|Ending Balance Factor",
        "principal_distribution_factor": "Principal Factor",
        "interest_distribution_factor": "Interest Factor",
    },
    "accrual_column": {
        "interest_distribution_amount": "Interest Distribution Amount",
        "interest_distribution": "Interest Distribution",
    },
    "any_cell": {
        "beginning_balance": "iii  Pool Balance Beginning",
        "ending_balance": "Aggregate Pool Balance End of Period",
        "prior_loan_count": "Remaining Number of Receivables Beginning of Period",
        "loan_count": "vi  Number of Loans Ending",
        "pool_factor": "Pool Factor Ending",
    },
    "only_pool_column": {
        "beginning_balance": "Beginning Principal Balance",
        "ending_balance": "Ending Principal Balance",
        "servicing_fee": "Servicing Fee",
    },
    "status_group": {None: "REO Properties"},
    "list_cell": {
        "interest_distribution_factor": "Noteholders and Certificateholders Interest Distributable"
        " Class A-1 Notes Amount Per $1,000 of Original Principal",
        "principal_distribution_factor": "Principal Distributable Class A-1 Notes"
        " Amount Per $1,000 of Original Principal",
    },
    "list_row": {
        "interest_distribution": "Total Interest Distributed",
        "principal_distribution": "Total Principal Distributed",
    },
    "clause_row": {
        "beginning_balance": "Beginning of the Month Invested Amount",
        "ending_balance": "End of the Month Invested Amount",
        "principal_distribution": "x  Quarterly Principal Paid"
        "|Principal Distributed on the Distribution Date",
        "interest_distribution": "Interest Distributed|Interest Distributed this period"
        "|Interest Distribution",
        "total_distribution": "xii  Total Distribution Amount"
        "|Total Amount Distributed to Noteholders (interest and principal)",
        "ending_balance_factor": "per $1,000 of Original Face Ending Balance",
    },
    "list_group": {
        "beginning_balance": "(a) Note Principal Balance before giving effect to payments",
        "ending_balance": "(f) Note Principal Balance after giving effect to payments",
        "interest_distribution": "Noteholders' Interest Distribution Amount"
        "|Noteholders and Certificateholders Interest Distributable",
        "principal_distribution": "Certificate Holders' Principal Distribution"
        "|Noteholders' Principal Distributable",
        "total_distribution": "(d) Total payment to Noteholders",
        "interest_shortfall": "(e) Interest Shortfall",
    },
    "caption_row": {
        "required": "Advances Required for this Payment Date"
        "|P&I Advances Required to be Made by the Servicer",
        "made": "Aggregate amount of Advances made by the Servicer in respect of this distribution"
        "|Aggregate amount of P&I Advances included in the distribution"
        "|Delinquency Advances made this period|MONTHLY ADVANCES MADE BY THE SERVICER"
        "|Principal and Interest Advances made by the Servicer for this Distribution Date",
        "amount": "Overcollateralization Amount (End of Period)"
        "|Overcollateralization Amount (after distributions)"
        "|Overcollateralized Amount (after giving effect to distributions)",
        "gross_interest": "Gross Mortgage Interest Collections|Scheduled Gross Interest"
        "|Interest Collected on the Home Equity Loans",
        "credit_risk_manager_fee": "Less: Credit Risk Manager Fee",
        "not_made": "Advances Required but Not Made",
        "cusip": "CUSIP Number of Class A-1 Certificates",
        "original_balance": "Class B Initial Invested Amount|Class B Original Note Balance",
        "beginning_balance": "Class A-1 Principal Balance before this distribution"
        "|Pool Scheduled Principal Balance at the beginning of the Collection Period"
        "|Beginning of period Aggregate Principal Balance"
        "|Aggregate Stated Principal Balance of the Mortgage Pool, Beginning"
        "|Scheduled Principal Balance of the Mortgage Loans at the beginning of the month",
        "ending_balance": "Class A-1 Principal Balance after this distribution"
        "|Pool Scheduled Principal Balance at the end of the Collection Period"
        "|End of period Aggregate Principal Balance ({1}+{2}-{8})"
        "|Pool Balance, End of Collection Period (2 - 3 - 4)"
        "|Scheduled Principal Balance of the Mortgage Loans at the end of the month",
        "interest_distribution": "Class A-1 Interest Distribution",
        "interest_distribution_factor": "Class A-1 Interest Distribution Per $1,000 Original",
        "principal_distribution_factor": "Class A-1 Principal Distribution per $1,000",
        "beginning_balance_factor": "Class B Balance before this distribution per $1,000",
        "ending_balance_factor": "Class B Balance after this distribution per $1,000",
        "prior_loan_count": "Beginning Number of Accounts"
        "|Number of Mortgage Loans - Beginning of Period",
        "loan_count": "Number of Mortgage Loans outstanding",
        "pool_factor": "Pool Factor (7 / 1)",
        "repurchases": "Repurchased Mortgage Loans"
        "|Principal Portion of Repurchased Home Equity Loans",
        "servicing_fee": "Base Servicing Fee|Servicing Fee retained by the Servicer"
        "|LESS: SERVICE FEE",
        "trustee_fee": "Indenture Trustee Fee Paid",
        "principal_prepayments": "Total Principal Prepayments"
        "|Principal Prepayments (full and partial)|Prepaid Principal",
        "liquidated_principal": "Principal Balance of Liquidated Contracts",
        "paid_in_full_count": "Payoffs (number of loans)|Number of Mortgage Loans Paid in Full",
        "cumulative_realized_losses": "Cumulative Realized Losses since Cut-off Date"
        "|Cumulative Liquidation Loss Amounts since the Cut-off Date"
        "|Realized Losses - Cumulative|Cumulative Realized Losses to Date",
        "realized_losses": "Realized Losses for the month|Realized Losses Current Month"
        "|Realized Losses incurred during the Due Period"
        "|Realized Losses for the current Collection Period",
        "weighted_average_rate": "Weighted Average APR of Receivables, end of period"
        "|Weighted Average Coupon of Receivables",
        "next_weighted_average_rate": "Weighted Average Mortgage Rate, Next Period",
        "weighted_average_maturity": "Weighted Average Remaining Term to Stated Maturity (months)",
        "net_interest_available": "Net Interest Available for Distribution",
        "start": "Monthly Period Beginning",
        "occurred": "Has a Trigger Event occurred?|Cumulative Loss Test Failed?"
        "|Rapid Amortization Event|Servicer Event of Default|Pay Out Event"
        "|Failure to make payment within 5 Business Days of Required Date ?",
    },
    "pool_row": {
        "principal_remittance": "Total Principal Remittance|TOTAL PRINCIPAL REMITTED",
        "realized_losses": "Realized Losses - Current Period",
        "liquidation_proceeds": "Net Liquidation Proceeds applied to principal",
    },
    "class_row": {None: "Grand Total"},
    "delinquency_column": {
        "loan_count": "Units|No. of Accounts|All Groups Loans",
        "percent_of_loans": "% of Loans|Percent of Units|Percent of Contracts"
        "|Percentage of Total Loans",
        "unpaid_balance": "Principal Amount",
        "percent_of_balance": "Group I PCT|All Groups Pct|Percentage of Total Pool Balance"
        "|Percentage of Total Receivables",
        "scheduled_balance": "Scheduled Principal Balance",
    },
    "delinquency_row": {None: "30 - 59 days (Del Stat 1)|Total Past Due|{52} Total delinquencies"},
    "any_group": {
        "factor_denomination": "B  Per $1,000 of Original Balance|Per $1,000"
        "|Per $1,000 of Initial Invested Amount|Factors per Thousand"
        "|(s) Distributions and Remaining Principal Balance per $1,000 Denomination"
        "|(Stated on the basis of $1,000 Original Certificate Principal Amount)"
    },
    "any_column": {"factor_denomination": "Per $1,000 Original"},
}


@pytest.mark.parametrize(
    ("start", "words", "field"),
    [
        (start, words, field)
        for start, table in ELSEWHERE.items()
        for field, spellings in table.items()
        for words in spellings.split("|")
    ],
)
def test_what_further_trustees_print_names_its_field(
    start: str, words: str, field: str | None
) -> None:
    label = read(start, words, "base")
    assert label
    assert label.leaf == field


def test_certificates_beside_notes_are_a_class() -> None:
    label = read("clause_column", "Certificates", "base")
    assert label == Label("classes", None, (Part("class_id", "Certificates", "Certificates"),))


@pytest.mark.parametrize(
    "words",
    [
        "Interest Shortfall Class A-1 Notes",
        "Interest Due Class A-1 Notes",
        "Interest Carryover on the Class A-1 Notes",
        "Cumulative Net Losses as a percentage of the Original Pool Balance",
        "Has the Class A Step-Down begun?",
    ],
)
def test_what_else_they_print_is_no_caption(words: str) -> None:
    assert read("caption_row", words, "base") is None


def test_all_of_a_total_principal_reduction_is_no_distribution() -> None:
    assert read("class_column", "Total Principal Reduction", "base") is None  # losses are in it


def test_all_loans_are_not_all_that_are_delinquent() -> None:
    assert read("delinquency_row", "Grand Total", "base") is None


# ---------------------------------------------------------------- words that say nothing


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "...",
        "Reserve Draw",
        "Beginning",
        "Beginning Ending Balance",
        "Balance",
        "Certificate",
        "Balance Beginning",
        "Ending Balance and so on",
        "Endingly Balanced",
        "Pass-Through",
        "Principal Interest",
        "Größe",
        "\0",
        "?" * 500,
        "Balance " * 500,
    ],
)
@pytest.mark.parametrize("start", ["class_column", "factor_column", "pool_row"])
def test_words_that_say_nothing_name_nothing(start: str, words: str) -> None:
    assert read(start, words) is None


def test_a_table_without_labels_of_its_own_names_nothing() -> None:
    assert read("caption_column", "Ending Balance") is None
    assert read("owl_row", "Ending Balance") is None


def test_a_label_is_read_once() -> None:
    assert read("class_column", "Ending Balance") is read("class_column", "Ending Balance")
