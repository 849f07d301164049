"""What several labels name together, and where that is in a statement."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusteereport.addresses import (
    Addresses,
    LabelPart,
    Named,
    complete,
    is_identified,
    merged,
)
from trusteereport.drafts import KEYS, Draft
from trusteereport.fields import FieldKind
from trusteereport.labels import Label, Part
from trusteereport.records import Statement, Status


def of_class(class_id: str, leaf: str | None = None) -> Label:
    return Label("classes", leaf, (Part("class_id", class_id, class_id),))


def of_pool(name: str, leaf: str | None = None) -> Label:
    return Label("pools", leaf, (Part("name", name, name),))


def of_status(status: Status, leaf: str | None = None) -> Label:
    return Label("delinquencies", leaf, (Part("status", status, status.value),))


BALANCE = Label(leaf="ending_balance")
INTEREST = Label(leaf="interest_distribution")
CLASS_TOTALS = Label("class_totals")
POOL_TOTALS = Label("pool_totals")


def addresses() -> Addresses:
    statement = Draft(Statement, "statements.0")
    return Addresses(lambda: statement)


# ---------------------------------------------------------------- two labels


def test_a_row_names_the_record_and_a_column_its_field() -> None:
    assert merged(of_class("A-1"), BALANCE) == of_class("A-1", "ending_balance")
    assert merged(BALANCE, of_class("A-1")) == of_class("A-1", "ending_balance")


def test_a_label_that_names_nothing_adds_nothing() -> None:
    assert merged(of_class("A-1"), None) == of_class("A-1")
    assert merged(None, BALANCE) == BALANCE
    assert merged(None, None) is None


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (BALANCE, INTEREST),
        (of_class("A-1", "ending_balance"), INTEREST),
        (of_class("A-1"), of_pool("Pool 1")),
        (of_pool("Pool 1"), CLASS_TOTALS),
        (CLASS_TOTALS, of_class("A-1")),
        (POOL_TOTALS, of_pool("Pool 1")),
        (Label("advances", "made"), of_class("A-1")),
        (Label(leaves=("ending_balance", "cusip")), BALANCE),
        (Label(leaves=("ending_balance", "cusip")), Label(leaves=("cusip", "description"))),
    ],
)
def test_a_contradiction_names_nothing(outer: Label, inner: Label) -> None:
    assert merged(outer, inner) is None


def test_the_same_field_twice_is_no_contradiction() -> None:
    assert merged(BALANCE, BALANCE) == BALANCE
    assert merged(of_class("A-1", "ending_balance"), BALANCE) == of_class("A-1", "ending_balance")


def test_a_total_column_over_a_value_of_the_whole_deal_adds_nothing() -> None:
    assert merged(Label("advances", "made"), POOL_TOTALS) == Label("advances", "made")
    assert merged(Label("overcollateralization", "target"), CLASS_TOTALS) == Label(
        "overcollateralization", "target"
    )


def test_the_inner_label_says_which_record_where_both_do() -> None:
    assert merged(of_pool("Pool 1"), of_pool("Pool 2", "loan_count")) == of_pool(
        "Pool 2", "loan_count"
    )


def test_parts_of_one_record_are_told_by_several_labels() -> None:
    pool = Label("delinquencies", parts=(Part("pool", "Pool 1", "Pool 1"),))
    both = merged(pool, of_status(Status.REO, "loan_count"))
    assert both == Label(
        "delinquencies",
        "loan_count",
        (Part("pool", "Pool 1", "Pool 1"), Part("status", Status.REO, "reo")),
    )


def test_the_fields_of_a_label_that_names_several_are_kept() -> None:
    several = Label(leaves=("interest_distribution_factor", "pass_through_rate"))
    assert merged(several, of_class("A-1")) == Label(
        "classes", None, of_class("A-1").parts, several.leaves
    )


# ---------------------------------------------------------------- row, column and what is around


def test_a_row_that_says_all_stands_in_a_class_s_column_for_want_of_another() -> None:
    row = Label("overcollateralization", "target")
    assert complete(row, of_class("A-1"), None) == row
    assert complete(row, CLASS_TOTALS, None) == row


def test_a_row_that_says_all_does_not_stand_under_a_field_of_a_class() -> None:
    row = Label("overcollateralization", "target")
    assert complete(row, of_class("A-1", "ending_balance"), None) is None
    assert complete(row, BALANCE, None) is None


def test_a_field_of_the_statement_stands_in_a_total_column() -> None:
    premium = Label(leaf="prepayment_premium")
    assert complete(premium, POOL_TOTALS, None) == premium
    assert complete(premium, CLASS_TOTALS, None) == premium


def test_a_field_of_a_pool_in_a_total_column_is_the_totals() -> None:
    count = Label(leaf="loan_count")
    assert complete(count, POOL_TOTALS, None) == Label("pool_totals", "loan_count")


def test_a_group_names_what_row_and_column_leave_open() -> None:
    assert complete(BALANCE, None, of_pool("Pool 1")) == of_pool("Pool 1", "ending_balance")
    assert complete(of_class("A-1"), None, BALANCE) == of_class("A-1", "ending_balance")


def test_a_group_of_loans_around_a_class_only_tells_where_it_stands() -> None:
    assert complete(of_class("A-1"), BALANCE, of_pool("Pool 1")) == of_class(
        "A-1", "ending_balance"
    )


def test_a_group_that_names_a_field_of_another_record_is_a_contradiction() -> None:
    assert complete(of_class("A-1"), None, of_pool("Pool 1", "loan_count")) is None
    assert complete(of_class("A-1"), BALANCE, of_class("A-2", "cusip")) is None


def test_a_total_of_some_classes_is_not_the_total_of_all() -> None:
    some = Label("classes")
    assert complete(CLASS_TOTALS, BALANCE, some) is None
    assert complete(CLASS_TOTALS, BALANCE, None) == Label("class_totals", "ending_balance")
    assert complete(CLASS_TOTALS, BALANCE, of_pool("Pool 1")) is not None


def test_a_contradiction_of_row_and_column_is_none_in_any_group() -> None:
    for outer in (None, BALANCE, of_class("A-1")):
        assert complete(INTEREST, BALANCE, outer) is None


# ---------------------------------------------------------------- records and fields


def test_labels_of_one_key_name_one_record() -> None:
    found = addresses()
    first, second = found.draft(of_class("A-1")), found.draft(of_class("A-2"))
    assert first is not None
    assert first is found.draft(of_class("A-1", "ending_balance"))
    assert first is not second
    assert (first.path, first.field_path) == ("statements.0.classes.0", "classes")


def test_a_key_is_the_same_in_capitals() -> None:
    found = addresses()
    assert found.draft(of_pool("Pool 1")) is found.draft(of_pool("POOL 1"))


def test_the_record_of_a_label_without_a_record_is_the_statement() -> None:
    found = addresses()
    assert found.draft(Label(leaf="prepayment_premium")) is found.statement()
    assert found.draft(Label(leaf="ending_balance")) is None
    assert found.draft(None) is None


def test_a_record_of_its_own_needs_no_key() -> None:
    found = addresses()
    draft = found.draft(Label("advances", "made"))
    assert draft is not None
    assert draft.path == "statements.0.advances"
    assert draft is found.draft(Label("advances"))


@pytest.mark.parametrize(
    ("label", "is_known"),
    [
        (Label("delinquencies", parts=(Part("pool", "Pool 1", "Pool 1"),)), False),
        (of_status(Status.REO), True),
        (Label("delinquencies", parts=(Part("category", None, "REO"),)), True),
        (Label("delinquencies"), False),
        (Label("triggers", parts=(Part("group", "Pool 1", "Pool 1"),)), False),
        (Label("triggers", parts=(Part("name", "Trigger", "Trigger"),)), True),
    ],
)
def test_a_delinquency_needs_a_status_or_a_category_and_a_trigger_a_name(
    label: Label, is_known: bool
) -> None:
    assert (addresses().draft(label) is not None) == is_known


def test_a_field_knows_its_kind_and_path() -> None:
    found = addresses()
    draft = found.draft(of_class("A-1"))
    rate = found.field(draft, "pass_through_rate")
    assert rate == ("pass_through_rate", FieldKind.NUMBER, "classes.pass_through_rate", True)
    assert found.field(draft, "ending_balance") == (
        "ending_balance",
        FieldKind.NUMBER,
        "classes.ending_balance",
        False,
    )


def test_a_name_that_a_record_does_not_have_is_no_field() -> None:
    found = addresses()
    assert found.field(found.draft(of_class("A-1")), "loan_count") is None
    assert found.field(None, "ending_balance") is None
    assert found.field(found.draft(of_class("A-1")), None) is None


# ---------------------------------------------------------------- labels as printed


@pytest.mark.parametrize(
    ("label", "is_one"),
    [
        (of_class("A-1"), True),
        (of_pool("Pool 1"), True),
        (of_class("A-1", "ending_balance"), False),
        (Label("classes"), False),
        (of_status(Status.REO), False),
        (CLASS_TOTALS, False),
        (BALANCE, False),
        (None, False),
    ],
)
def test_a_class_or_pool_is_identified_by_its_label_alone(
    label: Label | None, is_one: bool
) -> None:
    assert is_identified(label) == is_one


def test_words_stand_in_the_part_of_a_label_that_has_them() -> None:
    first, second = LabelPart(3, 0, "Aggregate"), LabelPart(4, 2, "Advances made")
    named = Named("Aggregate Advances made", None, (first, second))
    assert named.place("made") == second
    assert named.place("Owls") == first
    assert Named().place("made") is None


# ---------------------------------------------------------------- properties


_FIELDS = ["ending_balance", "loan_count", "interest_distribution"]
_PARTS = st.lists(
    st.builds(
        Part,
        st.sampled_from(["class_id", "name", "pool", "status"]),
        st.sampled_from(["A", "B"]),
        st.sampled_from(["A", "B"]),
    ),
    max_size=3,
    unique_by=lambda part: part.field,
).map(tuple)
_LABELS = st.builds(
    Label,
    st.sampled_from([None, *KEYS, "class_totals", "pool_totals", "advances"]),
    st.sampled_from([None, *_FIELDS]),
    _PARTS,
    st.just(()),
)
_MAYBE = st.none() | _LABELS


def said(name: str, *labels: Label | None) -> set[object]:
    """What some labels say of a record, field or part."""
    return {getattr(label, name) for label in labels if label}


@given(_MAYBE, _MAYBE)
def test_merging_never_names_what_neither_of_two_labels_named(
    outer: Label | None, inner: Label | None
) -> None:
    both = merged(outer, inner)
    if both is None:
        return
    assert {both.record} <= said("record", outer, inner)
    assert {both.leaf} <= said("leaf", outer, inner)
    parts = [part for label in (outer, inner) if label for part in label.parts]
    assert all(part in parts for part in both.parts)
    fields = [part.field for part in both.parts]
    assert len(fields) == len(set(fields))


@given(_MAYBE, _MAYBE, _MAYBE)
def test_a_value_s_labels_never_name_what_none_of_them_named(
    row: Label | None, column: Label | None, outer: Label | None
) -> None:
    all_of_them = complete(row, column, outer)
    if all_of_them is None:
        return
    assert {all_of_them.record} <= said("record", row, column, outer)
    assert {all_of_them.leaf} <= said("leaf", row, column, outer)


@given(_LABELS, _LABELS)
def test_two_fields_are_always_a_contradiction(outer: Label, inner: Label) -> None:
    both = merged(outer, inner)
    if outer.leaf and inner.leaf and outer.leaf != inner.leaf:
        assert both is None
    elif both:
        assert both.leaf == (outer.leaf or inner.leaf)


@given(_LABELS, _LABELS)
def test_no_record_is_exchanged_for_another(outer: Label, inner: Label) -> None:
    both = merged(outer, inner)
    if both and outer.record and inner.record and outer.record != inner.record:
        assert both.record == outer.record
        assert inner.record in ("class_totals", "pool_totals")
        assert outer.record not in KEYS


@given(_LABELS)
def test_merging_a_label_with_itself_or_nothing_changes_nothing(label: Label) -> None:
    assert merged(label, label) == label
    assert merged(None, label) == merged(label, None) == label


@given(_LABELS, st.decimals(allow_nan=False, allow_infinity=False))
def test_every_record_that_is_found_can_take_what_its_fields_say(
    label: Label, value: Decimal
) -> None:
    found = addresses()
    draft = found.draft(label)
    field = found.field(draft, label.leaf)
    if draft and field:
        assert draft.put(field.name, value)
        assert field.path == draft.field_path_of(field.name)
