"""Labels that name more than one thing, or name it together with others; numbers of clauses."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_grammar_labels import leaf, read
from trusteereport import grammars
from trusteereport.labels import Label, Part, read_label, without_marks
from trusteereport.records import Status

OWLS = str(Path(__file__).parent / "owls.lark")


# ---------------------------------------------------------------- numbers and marks


@pytest.mark.parametrize(
    "number",
    "(i)|(iv)|(a)|(12)|A.|12.|iv)|12)|(b) (i)|(b)(i)|Section 4.06(a)|Sec. 4.06"
    "|(a) Sec. 4.06(b)(iii)".split("|"),
)
def test_the_number_of_a_clause_says_nothing(number: str) -> None:
    assert leaf("caption_row", f"{number} Aggregate Advances made", "base") == "made"
    assert leaf("class_column", f"{number}  Ending Balance", "base") == "ending_balance"


@pytest.mark.parametrize("number", ["(abcd)", "1998", "(i", "Part 4"])
def test_other_words_before_a_label_are_words(number: str) -> None:
    assert leaf("class_column", f"{number} Ending Balance", "base") is None


@pytest.mark.parametrize("formula", ["(7)=(5+6)", "(10)=(3-6+8-9)", "(1)", "=(5/6)", "(1)(2)"])
def test_the_number_and_the_formula_of_a_column_say_nothing(formula: str) -> None:
    assert leaf("class_column", f"Ending Balance {formula}", "base") == "ending_balance"


def test_a_number_alone_is_a_label() -> None:
    assert read("class_row", "1", "base") == Label("classes", parts=(Part("class_id", "1", "1"),))


@given(st.text(alphabet="abIV12 ().:*,=+-/~", max_size=30))
def test_marks_become_blanks_in_their_places(text: str) -> None:
    plain = without_marks(text)
    assert len(plain) == len(text)
    assert all(new in (old, " ") for new, old in zip(plain, text, strict=True))


@given(st.sampled_from(["(a) ", "(iv)  ", "A. ", "12) ", ""]), st.sampled_from(["A-1", "M-2", "X"]))
def test_a_part_s_words_are_those_printed(number: str, class_id: str) -> None:
    label = read("class_row", f"{number}Class {class_id}*", "base")
    assert label
    assert label.parts == (Part("class_id", class_id, class_id),)


# ---------------------------------------------------------------- several fields


def test_a_label_may_name_several_fields() -> None:
    assert read("owl_group", "Interest and Pass-Through Rate", OWLS) == Label(
        leaves=("interest_distribution", "pass_through_rate")
    )


def test_a_label_that_names_one_field_has_no_list_of_them() -> None:
    assert read("owl_group", "Ending Balance", OWLS) == Label(leaf="ending_balance")


# ---------------------------------------------------------------- records with fields and parts


def test_a_row_may_name_a_class_and_its_field() -> None:
    assert read("owl_row", "Class A-1 Realized Losses", OWLS) == Label(
        "classes", "realized_losses", (Part("class_id", "A-1", "A-1"),)
    )


def test_a_row_may_name_a_field_of_a_class_and_no_class() -> None:
    assert read("owl_row", "Losses per Owl", OWLS) == Label("classes", "realized_losses_factor")


def test_a_group_may_name_a_record_alone() -> None:
    assert read("owl_group", "Notional Classes", OWLS) == Label("classes")


def test_a_cell_s_words_name_class_and_field() -> None:
    assert read("owl_cell", "Principal Class A-1 Amount", OWLS) == Label(
        "classes", "principal_distribution", (Part("class_id", "A-1", "A-1"),)
    )
    assert read("owl_row", "Principal Class A-1 Amount", OWLS) is None


def test_a_group_may_name_the_pool_of_delinquencies() -> None:
    assert read("delinquency_group", "Pool 2", "base") == Label(
        "delinquencies", parts=(Part("pool", "Pool 2", "Pool 2"),)
    )


def test_a_column_may_name_the_category_and_the_field_of_delinquencies() -> None:
    assert read("delinquency_column", "REO Number of Loans", "base") == Label(
        "delinquencies", "loan_count", (Part("category", "reo", "REO"),)
    )


def test_a_status_is_what_its_rule_says() -> None:
    assert read("delinquency_row", "90+ Days", "base") == Label(
        "delinquencies", parts=(Part("status", Status.DAYS_90_PLUS, "90+ Days"),)
    )


def test_one_name_for_a_record_that_is_printed_in_several_ways() -> None:
    label = read("caption_row", "Collateral Certificate Rate for the period", "card_servicers")
    assert label
    assert label.leaf == "pass_through_rate"
    (part,) = label.parts
    assert (part.field, part.value, part.words) == (
        "class_id",
        "Collateral Interest",
        "Collateral",
    )


def test_a_record_with_one_field_beside_its_keys_needs_no_name_for_it() -> None:
    label = read("caption_row", "Trigger Event Occurred", "base")
    assert label
    assert (label.record, label.leaf) == ("triggers", "occurred")
    assert [part.field for part in label.parts] == ["name"]


# ---------------------------------------------------------------- rows that stand for themselves


@pytest.mark.parametrize("start", ["class_row", "pool_row", "delinquency_row"])
def test_a_row_of_another_table_is_no_row_of_this_one(start: str) -> None:
    assert read(start, "Aggregate Advances made", "base") is None


@pytest.mark.parametrize(
    ("words", "record", "field"),
    [
        ("Ending Pool Balance", "pools", "ending_balance"),
        ("Weighted Average Coupon", "pools", "weighted_average_rate"),
        ("Payment Date", None, "distribution_date"),
        ("Required Overcollateralization Amount", "overcollateralization", "target"),
    ],
)
def test_what_can_only_be_said_of_one_record_needs_no_head(
    words: str, record: str | None, field: str
) -> None:
    label = read("caption_row", words, "base")
    assert label
    assert (label.record, label.leaf) == (record, field)


@given(st.text(alphabet="abcClass A-1(2)* balance", max_size=40))
def test_any_words_are_read_or_name_nothing(words: str) -> None:
    base = grammars.load("base")
    for start in ("class_row", "class_column", "pool_group", "caption_row"):
        label = read_label(base, start, words)
        if label:
            assert label.record or label.leaf or label.leaves
            printed = re.sub(r"\s+", " ", words)
            assert all(re.sub(r"\s+", " ", part.words) in printed for part in label.parts)
