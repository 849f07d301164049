"""Where the error is: the suspect and the value that would be right, on figures made by hand."""

from decimal import Decimal
from typing import Any

from check_helpers import D, a_class, a_pool, check_statement
from trusteereport.checks.evaluation import Suspect
from trusteereport.checks.figures import Figure, Term, equate, plus, solve
from trusteereport.records import Advances, ClassRecord, Statement


def _row(
    name: str | None, beginning: str, principal: str, interest: str, **more: Any
) -> ClassRecord:
    """A class whose balance rolls forward and whose total adds up, unless ``more`` says other."""
    figures = {
        "beginning_balance": beginning,
        "principal_distribution": principal,
        "interest_distribution": interest,
        "total_distribution": str(int(principal) + int(interest)),
        "ending_balance": str(int(beginning) - int(principal)),
    }
    return a_class(name, **(figures | more))


_A = _row("A", "739201", "51230", "4127")
_B = _row("B", "312854", "21877", "2093")
_C = _row("C", "105399", "0", "1264")
_TOTAL = _row(None, "1157454", "73107", "7484")


def _suspects(**fields: Any) -> tuple[Suspect, ...]:
    return check_statement(**fields).suspects


def test_figures_without_error_have_no_suspect() -> None:
    assert _suspects(classes=(_A, _B, _C), class_totals=_TOTAL) == ()


def test_a_misread_principal_is_found_with_its_value() -> None:
    wrong = _row("B", "312854", "21877", "2093", principal_distribution="21817")
    (suspect,) = _suspects(classes=(_A, wrong, _C), class_totals=_TOTAL)
    assert suspect.path == "statements.0.classes.1.principal_distribution"
    assert (suspect.printed, suspect.value, suspect.ends) == (D(21817), D(21877), 3)


def test_a_misread_total_is_found_and_not_a_class() -> None:
    wrong = _row(None, "1157454", "73107", "7484", beginning_balance="1157954")
    (suspect,) = _suspects(classes=(_A, _B, _C), class_totals=wrong)
    assert suspect.path == "statements.0.class_totals.beginning_balance"
    assert suspect.value == D(1157454)


def test_two_errors_are_found_one_after_the_other() -> None:
    wrong_a = _row("A", "739201", "51230", "4127", ending_balance="687917")
    wrong_c = _row("C", "105399", "0", "1264", interest_distribution="1624")
    found = _suspects(classes=(wrong_a, _B, wrong_c), class_totals=_TOTAL)
    assert {one.path: one.value for one in found} == {
        "statements.0.classes.0.ending_balance": D(687971),
        "statements.0.classes.2.interest_distribution": D(1264),
    }


def test_of_figures_in_one_identity_the_one_that_is_a_slip_away_comes_first() -> None:
    pools = (a_pool("1", trustee_fee="2156"), a_pool("2", trustee_fee="369"))
    total = a_pool(trustee_fee="3225")
    first = _suspects(pools=pools, pool_totals=total)[0]
    assert (first.path, first.value) == ("statements.0.pools.0.trustee_fee", D(2856))


def test_a_figure_in_a_column_of_zeros_is_the_suspect_and_not_the_total() -> None:
    shortfalls = ("0", "0", "9", "0")
    classes = tuple(
        a_class(name, basis_risk_shortfall=value, interest_distribution="1000")
        for name, value in zip("ABCD", shortfalls, strict=True)
    )
    total = a_class(basis_risk_shortfall="0", interest_distribution="4000")
    first = _suspects(classes=classes, class_totals=total)[0]
    assert (first.path, first.value) == ("statements.0.classes.2.basis_risk_shortfall", D(0))


def test_equal_candidates_are_named_as_rivals() -> None:
    advances = Advances(required=D(231418), made=D(231408), not_made=D(0))
    first = _suspects(advances=advances)[0]
    named = {first.path, *(place.path for place in first.rivals)}
    assert named == {"statements.0.advances.required", "statements.0.advances.made"}


def test_a_blank_may_be_the_suspect() -> None:
    wrong_b = a_class("B", beginning_balance="312854", interest_distribution="2093")
    checked = check_statement(classes=(_A, wrong_b, _C), class_totals=_TOTAL)
    first = checked.suspects[0]
    assert checked.failed
    assert first.path in (
        "statements.0.classes.1.principal_distribution",
        "statements.0.classes.1.ending_balance",
        "statements.0.classes.1.total_distribution",
    )
    assert first.cells[0].line is None


def test_suspects_change_no_record() -> None:
    statement = Statement(classes=(_A,), class_totals=_TOTAL)
    before = statement.classes[0].principal_distribution
    check_statement(classes=(_A,), class_totals=_TOTAL)
    assert statement.classes[0].principal_distribution == before


# ---------------------------------------------------------------- arithmetic


def _figure(path: str, value: str, half: str = "0.5") -> Figure:
    return Figure(path, Decimal(value), Decimal(half))


def test_a_sum_is_as_exact_as_its_figures_together() -> None:
    equation = equate("", _figure("t", "10"), [plus(_figure("a", "4")), plus(_figure("b", "5"))])
    assert (equation.computed, equation.tolerance) == (D(9), D("1.5"))
    assert equation.holds
    assert not equate("", _figure("t", "11"), equation.terms).holds


def test_a_product_is_as_exact_as_its_factors_let_it_be() -> None:
    balance, rate = _figure("b", "1000"), _figure("r", "6", "0.05")
    equation = equate("", _figure("i", "60"), [Term(D("0.01"), (balance, rate))])
    # 0.01 x (1000.5 x 6.05 - 1000 x 6) + 0.5 = 1.03025
    assert equation.tolerance == D("1.03025")


def test_equations_are_solved_for_factors_and_divisors() -> None:
    amount, original = _figure("a", "250"), _figure("o", "5000")
    equation = equate("", _figure("f", "60"), [Term(D(1000), (amount,), (original,))])
    for_amount, for_original = solve(equation, amount), solve(equation, original)
    assert for_amount is not None
    assert for_original is not None
    assert for_amount.value == D(300)  # 60 x 5000 / 1000
    assert round(for_original.value, 9) == round(D(250000) / 60, 9)


def test_a_figure_that_does_not_matter_has_no_solution() -> None:
    balance, rate = _figure("b", "0"), _figure("r", "6")
    equation = equate("", _figure("i", "5"), [Term(D("0.01"), (balance, rate))])
    assert solve(equation, rate) is None
