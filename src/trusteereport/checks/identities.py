"""The identities that a report's figures must obey: the one place where they are declared.

Each has a name, a formula in words, the source of the definition, and the rule that reads
it from a statement.  A rule that is a sum over one record is written out here as text
(see ``checks.rules``); the others are functions.  docs/checks.md is made from this module.

A grammar can switch an identity off for a trustee, or add one, by a comment of its own:

    // check off: class-interest
    // check: reserve-draw: pools: net_interest_available = interest_remittance_amount - trustee_fee
"""

import re
from collections.abc import Iterable

import attrs
from attrs import AttrsInstance, frozen

from trusteereport.checks import classes, delinquencies, factors, interest, pools, tables
from trusteereport.checks import month_rules as months
from trusteereport.checks.completion import by
from trusteereport.checks.rules import Rows, read_formula
from trusteereport.checks.sheet import Rule
from trusteereport.records import (
    Advances,
    CapPayments,
    ClassRecord,
    Delinquency,
    Overcollateralization,
    Pool,
)

_AGREEMENT = "pooling and servicing agreement, definition of "
_REGULATION = "Regulation AB, 17 CFR 229.1121(a)"
_ADDED_TO_BALANCES = (
    r"deferred|negative amort|capitali|accret|additional balance|draws|recover|subsequent|purchase"
)
_FEES = r"\bfees?\b|premium|deferred|negative amort|shortfall|expense|compensat|advance|delinq"
_SWITCH = re.compile(r"^\s*//\s*check off:\s*(?P<names>[-\w, ]+?)\s*$", re.MULTILINE)
_ADDED = re.compile(
    r"^\s*//\s*check:\s*(?P<name>[-\w]+):\s*(?P<records>\w+):\s*(?P<formula>.+?)\s*$", re.MULTILINE
)


@frozen
class Identity:
    """An identity over the records of one statement.

    ``formula`` is in words, ``source`` says where it is defined.  Where ``warning`` is set,
    a failure is no alarm: real filings print such figures wrong.
    """

    name: str
    formula: str
    source: str
    rule: Rule
    warning: bool = False


@frozen
class MonthIdentity:
    """An identity between a month's statement and the next month's; as ``Identity``."""

    name: str
    formula: str
    source: str
    rule: months.MonthRule
    warning: bool = False


IDENTITIES = (
    # ------------------------------------------------------------ class rows
    Identity(
        "class-balance",
        "beginning balance - principal - realized losses + deferred interest = ending balance",
        _AGREEMENT + "Class Principal Balance; " + _REGULATION + "(4)",
        Rows("classes", classes.BALANCE_FORMULA, totals=False, exempt=classes.notional),
    ),
    Identity(
        "class-distribution",
        "principal distribution + interest distribution = total distribution",
        _REGULATION + "(3)(iii)",
        Rows("classes", "total_distribution = +- principal_distribution + interest_distribution"),
    ),
    Identity(
        "class-losses",
        "principal losses + interest losses = realized losses",
        _AGREEMENT + "Realized Loss",
        Rows("classes", "realized_losses = principal_losses + interest_losses"),
    ),
    Identity(
        "class-interest",
        "beginning balance x pass-through rate x days / basis = interest, accrued or distributed,"
        " but for printed shortfalls and deferrals; the basis is recognised: 30/360, actual/360"
        " or actual/365",
        _AGREEMENT + "Accrued Certificate Interest; ISDA Definitions 2006, section 4.16",
        interest.interest,
    ),
    Identity(
        "class-interest-paid",
        "accrued interest = interest distribution, but for printed shortfalls, deferrals,"
        " recoveries and prepayment premiums; the total's with the interest of classes that"
        " accrue none",
        _AGREEMENT + "Interest Distribution Amount",
        interest.interest_paid,
    ),
    Identity(
        "class-interest-section",
        "interest distribution amount (Section 4.02) = interest distribution (class table), but"
        " for a printed shortfall",
        _AGREEMENT + "Interest Distribution Amount; Section 4.02",
        Rows(
            "classes",
            "interest_distribution_amount = interest_distribution",
            totals=False,
            complete=by("net_prepayment_interest_shortfall", "interest_shortfall"),
        ),
    ),
    Identity(
        "class-interest-remittance",
        "interest remittance amount = interest distribution amount, where no shortfall is printed",
        _AGREEMENT + "Interest Remittance Amount; Section 4.02",
        Rows(
            "classes",
            "interest_remittance_amount = interest_distribution_amount",
            unless=("net_prepayment_interest_shortfall", "basis_risk_shortfalls_paid"),
        ),
    ),
    Identity(
        "class-interest-factor",
        "(ending factor + principal factor) x pass-through rate / 12 = interest factor, where no"
        " beginning balance is printed; a loss of the pools is that of the class that bears it",
        _AGREEMENT + "Accrued Certificate Interest, per unit of original balance",
        interest.interest_factors,
    ),
    Identity(
        "class-components",
        "sum of the components = class, for each amount and balance; components are recognised"
        " by their names and figures: A-5-1 and A-5-2 are parts of A-5",
        _AGREEMENT + "Component Certificates",
        classes.components,
    ),
    Identity(
        "class-factors",
        "amount / original balance x denomination = factor, for each amount and its factor;"
        " an original balance that is not printed is solved, and is the same for all; the"
        " denomination is the printed one, else 1,000 or 1 for each column",
        "SIFMA, Standard Formulas for the Analysis of Mortgage-Backed Securities: factor",
        factors.factors,
    ),
    Identity(
        "class-factor-distribution",
        "principal factor + interest factor = total distribution factor",
        _REGULATION + "(3)(iii), per unit of original balance",
        Rows(
            "classes",
            "total_distribution_factor"
            " = principal_distribution_factor + interest_distribution_factor",
        ),
    ),
    Identity(
        "class-factor-balance",
        "beginning factor - principal factor - losses factor + deferred interest factor"
        " = ending factor; losses and deferred interest without factors are taken from their"
        " amounts",
        _AGREEMENT + "Class Principal Balance, per unit of original balance",
        Rows(
            "classes",
            factors.BALANCE_FORMULA,
            exempt=factors.notional,
            complete=factors.loss_factors,
        ),
    ),
    Identity(
        "cusip-check-digit",
        "check digit of the first eight characters = the ninth",
        "ANSI X9.6 (CUSIP numbers), modulus 10 double add double",
        classes.cusips,
        warning=True,
    ),
    # ------------------------------------------------------------ class totals
    Identity(
        "class-balance-totals",
        "sum of the members = total, for each column of balances; which classes are members is"
        " found from the figures and is the same for all these columns",
        _REGULATION + "(4)",
        classes.balance_totals,
    ),
    Identity(
        "class-amount-totals",
        "sum of the members = total, for each column of amounts; which classes are members is"
        " found from the figures and is the same for all these columns",
        _REGULATION + "(3)(iii)",
        classes.amount_totals,
    ),
    Identity(
        "class-total-balance",
        "total beginning balance - principal - realized losses + deferred interest = total ending"
        " balance, less the amounts of classes that only one kind of total includes",
        _AGREEMENT + "Class Principal Balance, summed over the members of the totals",
        classes.total_balance,
    ),
    # ------------------------------------------------------------ pools
    Identity(
        "pool-remittance",
        "scheduled principal + prepayments + liquidation proceeds + insurance proceeds"
        " +/- substituted and deleted loans + repurchases = principal remittance, with other"
        " printed collections",
        _AGREEMENT + "Principal Remittance Amount",
        Rows(
            "pools",
            "principal_remittance = +- scheduled_principal +- principal_prepayments"
            " +- liquidation_proceeds? +- insurance_proceeds?"
            " +- substitute_loan_balance? +- deleted_loan_balance? +- repurchases??",
            complete=by(
                "liquidation_proceeds",
                others=r"curtail|purchase|advance|recover|partial prepay|payahead|other prin",
            ),
        ),
    ),
    Identity(
        "pool-balance",
        "beginning balance - principal remittance - realized losses = ending balance, with"
        " printed draws, deferred interest and recoveries",
        _AGREEMENT + "Pool Balance; " + _REGULATION + "(8)",
        Rows(
            "pools",
            "ending_balance = beginning_balance -+ principal_remittance -+ realized_losses?",
            complete=by(others=_ADDED_TO_BALANCES),
        ),
    ),
    Identity(
        "pool-balance-parts",
        "beginning balance - scheduled principal - prepayments - liquidated principal"
        " - repurchases +/- substituted and deleted loans = ending balance, with printed draws,"
        " deferred interest and recoveries",
        _AGREEMENT + "Pool Balance; " + _REGULATION + "(8)",
        Rows(
            "pools",
            "ending_balance = beginning_balance -+ scheduled_principal -+ principal_prepayments"
            " -+ liquidated_principal -+ repurchases?"
            " +- substitute_loan_balance? -+ deleted_loan_balance?",
            alone=False,
            complete=by(others=_ADDED_TO_BALANCES),
        ),
    ),
    Identity(
        "pool-balance-losses",
        "beginning balance - scheduled principal - prepayments - liquidation proceeds"
        " - repurchases - realized losses = ending balance, where no remittance and no liquidated"
        " principal are printed",
        _AGREEMENT + "Pool Balance; " + _REGULATION + "(8)",
        Rows(
            "pools",
            "ending_balance = beginning_balance -+ scheduled_principal -+ principal_prepayments"
            " -+ liquidation_proceeds? -+ insurance_proceeds? -+ repurchases? -+ realized_losses?"
            " +- substitute_loan_balance? -+ deleted_loan_balance?",
            alone=False,
            exempt=pools.has_its_own_roll,
            complete=by(others=_ADDED_TO_BALANCES),
        ),
    ),
    Identity(
        "pool-interest",
        "gross interest - servicing fee = interest remittance amount; less other fees and deferred"
        " interest, where reports take them off here",
        _AGREEMENT + "Interest Remittance Amount",
        Rows(
            "pools",
            "interest_remittance_amount = gross_interest -+ servicing_fee"
            " -+ trustee_fee?? -+ credit_risk_manager_fee??",
            complete=by(others=_FEES),
        ),
    ),
    Identity(
        "pool-net-interest",
        "interest remittance amount - trustee fee - credit risk manager fee"
        " = net interest available",
        _AGREEMENT + "Interest Remittance Amount; " + _REGULATION + "(3)(i)",
        Rows(
            "pools",
            "net_interest_available = interest_remittance_amount -+ trustee_fee?"
            " -+ credit_risk_manager_fee?",
            complete=by(others=_FEES),
        ),
    ),
    Identity(
        "pool-net-of-gross-interest",
        "gross interest - servicing fee - trustee fee - credit risk manager fee = net interest"
        " available, where no interest remittance amount is printed; less other fees and deferred"
        " interest",
        _AGREEMENT + "Available Funds; " + _REGULATION + "(3)(i)",
        Rows(
            "pools",
            "net_interest_available = gross_interest -+ servicing_fee -+ trustee_fee?"
            " -+ credit_risk_manager_fee?",
            alone=False,
            exempt=pools.has_interest_remittance,
            complete=by(others=_FEES),
        ),
    ),
    Identity(
        "pool-loan-count",
        "prior loan count - loans paid in full = loan count; less loans liquidated and"
        " repurchased, where they are printed",
        _REGULATION + "(8)",
        Rows(
            "pools",
            "loan_count = prior_loan_count -+ paid_in_full_count",
            alone=False,
            complete=by(others=r"liquidat|purchas|substitut|charged? ?off|foreclos"),
        ),
    ),
    Identity(
        "pool-factor",
        "balance / pool factor, summed over the pools = the same of the total",
        "SIFMA, Standard Formulas for the Analysis of Mortgage-Backed Securities: factor",
        pools.pool_factors,
    ),
    Identity(
        "pool-totals",
        "sum of the pools = total, for each amount and count",
        _REGULATION + "(8)",
        pools.pool_totals,
    ),
    # ------------------------------------------------------------ delinquencies
    Identity(
        "delinquency-percent-of-balance",
        "delinquent balance / pool balance x 100 = percentage; a pool balance that is not printed"
        " is solved from the largest row",
        _REGULATION + "(9)",
        delinquencies.percentages_of_balance,
    ),
    Identity(
        "delinquency-percent-of-loans",
        "delinquent loans / loans of the pool x 100 = percentage; a number of loans that is not"
        " printed is solved from the largest row",
        _REGULATION + "(9)",
        delinquencies.percentages_of_loans,
    ),
    Identity(
        "delinquency-totals",
        "sum of the statuses, of the categories, of the pools = total, for counts, balances and"
        " percentages",
        _REGULATION + "(9)",
        delinquencies.delinquency_totals,
    ),
    # ------------------------------------------------------------ between tables
    Identity(
        "class-and-pool-balances",
        "class balances + overcollateralization = pool balances, beginning and ending",
        _AGREEMENT + "Overcollateralization Amount",
        tables.balances,
    ),
    Identity(
        "class-and-pool-principal",
        "principal remittance of the pools + extra principal distribution = class principal",
        _AGREEMENT + "Principal Distribution Amount",
        tables.principal,
    ),
    Identity(
        "class-and-pool-interest",
        "net interest available + prepayment premium + cap payments = interest of all classes",
        _AGREEMENT + "Available Funds; " + _REGULATION + "(2), (3)",
        tables.collections,
    ),
    Identity(
        "prepayment-premium",
        "interest of class P = prepayment premium",
        _AGREEMENT + "Class P Certificates",
        tables.premium,
    ),
    Identity(
        "advances",
        "advances made + advances not made = advances required",
        _AGREEMENT + "P&I Advance; " + _REGULATION + "(10)",
        Rows("advances", "required = made + not_made"),
    ),
    Identity(
        "overcollateralization-deficiency",
        "target - amount = deficiency; zero where the target is met",
        _AGREEMENT + "Overcollateralization Deficiency",
        tables.deficiency,
    ),
)
"""Between the figures of one statement."""

MONTH_IDENTITIES = (
    MonthIdentity(
        "month-class-balance",
        "last month's ending balance = this month's beginning balance, for each class",
        _AGREEMENT + "Class Principal Balance",
        months.class_balances,
    ),
    MonthIdentity(
        "month-pool-balance",
        "last month's ending balance = this month's beginning balance, for each pool",
        _AGREEMENT + "Pool Balance",
        months.pool_balances,
    ),
    MonthIdentity(
        "month-loan-count",
        "last month's loan count = this month's prior loan count",
        _REGULATION + "(8)",
        months.loan_counts,
    ),
    MonthIdentity(
        "month-cumulative-losses",
        "last month's cumulative losses + this month's losses = cumulative losses;"
        " where reports count otherwise, they do not fall",
        _AGREEMENT + "Realized Loss; " + _REGULATION + "(9)",
        months.cumulative_losses,
    ),
    MonthIdentity(
        "month-original-balance",
        "last month's original balance = this month's, printed or solved from balance and factor",
        "SIFMA, Standard Formulas for the Analysis of Mortgage-Backed Securities: factor",
        months.original_balances,
    ),
    MonthIdentity(
        "month-cusip",
        "last month's CUSIP = this month's",
        "CUSIP numbers are assigned for the life of a security",
        months.cusips,
    ),
    MonthIdentity(
        "month-interest-days",
        "days from one distribution date to the next = days of interest, where it accrues on"
        " actual days",
        _AGREEMENT + "Accrual Period; ISDA Definitions 2006, section 4.16",
        months.interest_days,
    ),
)
"""Between the statements of two months of one deal."""


_RECORDS: dict[str, type[AttrsInstance]] = {
    "classes": ClassRecord,
    "pools": Pool,
    "delinquencies": Delinquency,
    "advances": Advances,
    "cap_payments": CapPayments,
    "overcollateralization": Overcollateralization,
}


def declare(
    name: str, records: str, formula: str, source: str = "the trustee's grammar"
) -> Identity:
    """An identity that is a sum over the fields of one record, from text.

    Args:
        name: its name; a shipped identity of that name is replaced.
        records: the statement's field that holds the records, such as ``pools``.
        formula: as in ``checks.rules``.
        source: where it is defined.

    Raises:
        ValueError: the formula cannot be read, or there is no such record or field.
    """
    if records not in _RECORDS:
        raise ValueError(f"no records {records!r}; one of {', '.join(_RECORDS)}")
    read = read_formula(formula)
    fields = {field.name for field in attrs.fields(_RECORDS[records])}
    unknown = {read.left, *(name for part in read.parts for name in part.names)} - fields
    if unknown:
        raise ValueError(f"{records} have no field {', '.join(sorted(unknown))}")
    return Identity(name, formula.replace("_", " "), source, Rows(records, formula))


@frozen
class Directives:
    """What a grammar says of the checks of its documents: arguments of ``check``."""

    without: tuple[str, ...] = ()
    extra: tuple[Identity, ...] = ()


def read_directives(grammar: str) -> Directives:
    """The identities that the text of a grammar switches off and adds (see the module).

    Raises:
        ValueError: the formula of an added one cannot be read.
    """
    names = [
        name.strip() for match in _SWITCH.finditer(grammar) for name in match["names"].split(",")
    ]
    added = [
        declare(match["name"], match["records"], match["formula"])
        for match in _ADDED.finditer(grammar)
    ]
    return Directives(tuple(names), tuple(added))


def select(
    identities: Iterable[Identity], without: Iterable[str], extra: Iterable[Identity]
) -> tuple[Identity, ...]:
    """The identities but those named in ``without``, and the ``extra`` ones.

    An extra identity takes the place of one with the same name.

    Raises:
        ValueError: a name in ``without`` is no identity's.
    """
    chosen = {identity.name: identity for identity in (*identities, *extra)}
    off = set(without)
    unknown = sorted(off - chosen.keys() - {identity.name for identity in MONTH_IDENTITIES})
    if unknown:
        raise ValueError(f"no such identity: {', '.join(unknown)}; docs/checks.md lists all")
    return tuple(identity for name, identity in chosen.items() if name not in off)
