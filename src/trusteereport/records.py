"""The records of a parsed report: what a dump holds, in the order of its keys.

Amounts are US dollars, rates are in percent as printed (1.30875 means 1.30875 %),
factors are dollars per ``factor_denomination`` of original face.  Every number is
a Decimal with exactly the printed decimals; ``None`` means that nothing is printed.
Sequences are tuples, so a record can be shared and hashed.

A field's name is the name of the grammar rule that fills it.
"""

import datetime
from decimal import Decimal
from enum import StrEnum

import attrs
from attrs import frozen

SCHEMA = 1
"""Version of the records' names and meaning; a dump carries it."""


class Status(StrEnum):
    """What a delinquency row counts.  The member's name is the grammar rule's, in capitals."""

    DAYS_30_59 = "30-59"
    DAYS_60_89 = "60-89"
    DAYS_90_PLUS = "90+"
    DAYS_30_PLUS = "30+"
    PAYMENTS_1 = "1_payment"
    PAYMENTS_2 = "2_payments"
    PAYMENTS_3_PLUS = "3+_payments"
    FORECLOSURE = "foreclosure"
    BANKRUPTCY = "bankruptcy"
    REO = "reo"
    TOTAL = "total"


class Record:
    """What all records share: they show only what is printed, not the fields that are None."""

    __slots__ = ()

    def __repr__(self) -> str:
        shown = (
            f"{field.name}={value!r}"
            for field in attrs.fields(type(self))  # type: ignore[arg-type]  # each is one
            if (value := getattr(self, field.name)) not in (None, ())
        )
        return f"{type(self).__name__}({', '.join(shown)})"


@frozen(repr=False)
class SourceInfo(Record):
    """The input: its name, its bytes' SHA-256, and how it was read."""

    name: str | None = None
    sha256: str | None = None
    encoding: str | None = None
    grammar: str | None = None
    lines: int = 0


@frozen(repr=False)
class Address(Record):
    """An address, on the cover page or in the header of a submission."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None


@frozen(repr=False)
class Filer(Record):
    """A filer of an EDGAR submission header."""

    name: str | None = None
    cik: str | None = None
    sic: str | None = None
    irs_number: str | None = None
    state: str | None = None
    fiscal_year_end: str | None = None
    file_number: str | None = None
    film_number: str | None = None
    telephone: str | None = None
    business_address: Address | None = None
    mail_address: Address | None = None
    former_names: tuple[str, ...] = ()


@frozen(repr=False)
class FiledDocument(Record):
    """One document of an EDGAR submission."""

    type: str | None = None
    sequence: str | None = None
    description: str | None = None
    filename: str | None = None


@frozen(repr=False)
class Filing(Record):
    """The header of an EDGAR submission."""

    accession_number: str | None = None
    form_type: str | None = None
    period_of_report: datetime.date | None = None
    filed_date: datetime.date | None = None
    items: tuple[str, ...] = ()
    filer: Filer | None = None
    co_registrants: tuple[Filer, ...] = ()
    documents: tuple[FiledDocument, ...] = ()


@frozen(repr=False)
class Item(Record):
    """An Item of Form 8-K that the filing answers."""

    number: str | None = None
    title: str | None = None


@frozen(repr=False)
class Cover(Record):
    """The cover page of the Form 8-K."""

    form: str | None = None
    report_date: datetime.date | None = None
    registrant: str | None = None
    depositor: str | None = None
    agreement_date: datetime.date | None = None
    certificates: str | None = None
    series: str | None = None
    state_of_incorporation: str | None = None
    commission_file_numbers: tuple[str, ...] = ()
    irs_numbers: tuple[str, ...] = ()
    address: Address | None = None
    telephone: str | None = None
    items: tuple[Item, ...] = ()


@frozen(repr=False)
class Events(Record):
    """What the Items report."""

    distribution_date: datetime.date | None = None
    monthly_report_date: datetime.date | None = None
    monthly_report_information: str | None = None
    deficiencies_occurred: bool | None = None
    deficiency_date: datetime.date | None = None
    deficiency_amount: Decimal | None = None
    legal_proceedings: str | None = None
    changes_in_securities: str | None = None
    matters_submitted_to_vote: str | None = None
    other_information: str | None = None


@frozen(repr=False)
class Exhibit(Record):
    """An entry of the exhibit list."""

    number: str | None = None
    description: str | None = None
    date: datetime.date | None = None


@frozen(repr=False)
class CollectionPeriod(Record):
    """The days, or ISO months, whose collections are distributed."""

    start: datetime.date | str | None = None
    end: datetime.date | str | None = None


@frozen(repr=False)
class Parties(Record):
    """Who does what for the trust."""

    trustee: str | None = None
    servicer: str | None = None
    seller: str | None = None
    depositor: str | None = None
    administrator: str | None = None


@frozen(repr=False)
class ClassRecord(Record):
    """One class (tranche), joined from all tables of the statement; also the totals row."""

    class_id: str | None = None
    notional: bool | None = None
    description: str | None = None
    cusip: str | None = None
    original_balance: Decimal | None = None
    beginning_balance: Decimal | None = None
    principal_distribution: Decimal | None = None
    interest_distribution: Decimal | None = None
    total_distribution: Decimal | None = None
    principal_prepayments: Decimal | None = None
    interest_shortfall: Decimal | None = None
    realized_losses: Decimal | None = None
    principal_losses: Decimal | None = None
    interest_losses: Decimal | None = None
    deferred_interest: Decimal | None = None
    ending_balance: Decimal | None = None
    cumulative_realized_losses: Decimal | None = None
    pass_through_rate: Decimal | None = None
    next_pass_through_rate: Decimal | None = None
    beginning_balance_factor: Decimal | None = None
    principal_distribution_factor: Decimal | None = None
    interest_distribution_factor: Decimal | None = None
    total_distribution_factor: Decimal | None = None
    realized_losses_factor: Decimal | None = None
    deferred_interest_factor: Decimal | None = None
    ending_balance_factor: Decimal | None = None
    interest_distribution_amount: Decimal | None = None
    carryforward_interest: Decimal | None = None
    basis_risk_shortfall: Decimal | None = None
    net_prepayment_interest_shortfall: Decimal | None = None
    basis_risk_shortfalls_paid: Decimal | None = None
    interest_remittance_amount: Decimal | None = None
    accrued_interest: Decimal | None = None


@frozen(repr=False)
class Pool(Record):
    """One pool or loan group; also the Total column."""

    name: str | None = None
    beginning_balance: Decimal | None = None
    scheduled_principal: Decimal | None = None
    principal_prepayments: Decimal | None = None
    liquidation_proceeds: Decimal | None = None
    insurance_proceeds: Decimal | None = None
    substitute_loan_balance: Decimal | None = None
    deleted_loan_balance: Decimal | None = None
    principal_remittance: Decimal | None = None
    ending_balance: Decimal | None = None
    loan_count: Decimal | None = None
    realized_losses: Decimal | None = None
    cumulative_realized_losses: Decimal | None = None
    gross_interest: Decimal | None = None
    servicing_fee: Decimal | None = None
    interest_remittance_amount: Decimal | None = None
    trustee_fee: Decimal | None = None
    credit_risk_manager_fee: Decimal | None = None
    net_interest_available: Decimal | None = None
    prior_loan_count: Decimal | None = None
    paid_in_full_count: Decimal | None = None
    liquidated_principal: Decimal | None = None
    repurchases: Decimal | None = None
    pool_factor: Decimal | None = None
    weighted_average_rate: Decimal | None = None
    next_weighted_average_rate: Decimal | None = None
    weighted_average_maturity: Decimal | None = None


@frozen(repr=False)
class Delinquency(Record):
    """One row of a delinquency table; ``label`` is what the report prints for ``status``."""

    pool: str | None = None
    status: Status | None = None
    label: str | None = None
    category: str | None = None
    loan_count: Decimal | None = None
    unpaid_balance: Decimal | None = None
    scheduled_balance: Decimal | None = None
    percent_of_balance: Decimal | None = None
    percent_of_loans: Decimal | None = None


@frozen(repr=False)
class Overcollateralization(Record):
    """By how much the pools exceed the classes."""

    deficiency: Decimal | None = None
    amount: Decimal | None = None
    target: Decimal | None = None
    extra_principal_distribution: Decimal | None = None


@frozen(repr=False)
class Advances(Record):
    """The servicer's advances of principal and interest."""

    required: Decimal | None = None
    made: Decimal | None = None
    not_made: Decimal | None = None


@frozen(repr=False)
class CapPayments(Record):
    """What the cap provider paid."""

    basis_risk: Decimal | None = None
    class_x: Decimal | None = None


@frozen(repr=False)
class Trigger(Record):
    """A test that the agreement names, and whether it was tripped."""

    name: str | None = None
    group: str | None = None
    occurred: bool | None = None


@frozen(repr=False)
class OtherValue(Record):
    """A value that no field takes, with the labels that it stands under."""

    section: str | None = None
    row: str | None = None
    column: str | None = None
    value: Decimal | datetime.date | str | None = None


@frozen(repr=False)
class Statement(Record):
    """One distribution statement.

    Dates are ISO months (``1998-03``) where no day is printed;
    ``factor_denomination`` is the original face (dollars) that the factors refer to.
    """

    trust: str | None = None
    certificates: str | None = None
    series: str | None = None
    group: str | None = None
    agreement_date: datetime.date | None = None
    distribution_date: datetime.date | str | None = None
    record_date: datetime.date | str | None = None
    determination_date: datetime.date | str | None = None
    collection_period: CollectionPeriod | None = None
    parties: Parties | None = None
    factor_denomination: Decimal | None = None
    classes: tuple[ClassRecord, ...] = ()
    class_totals: ClassRecord | None = None
    pools: tuple[Pool, ...] = ()
    pool_totals: Pool | None = None
    delinquencies: tuple[Delinquency, ...] = ()
    overcollateralization: Overcollateralization | None = None
    advances: Advances | None = None
    cap_payments: CapPayments | None = None
    prepayment_premium: Decimal | None = None
    triggers: tuple[Trigger, ...] = ()
    other: tuple[OtherValue, ...] = ()


@frozen(repr=False)
class Signature(Record):
    """Who signed the filing."""

    signer: str | None = None
    name: str | None = None
    title: str | None = None
    organization: str | None = None
    capacity: str | None = None
    date: datetime.date | None = None


@frozen(repr=False)
class Note(Record):
    """A footnote and the line where it stands."""

    mark: str | None = None
    text: str | None = None
    line: int | None = None


@frozen(repr=False)
class UnparsedLine(Record):
    """A line that no rule explains."""

    line: int
    text: str
