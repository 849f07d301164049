"""Pieces of rows: values that touch, numbers of clauses, labels of groups, rules below heads."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusteereport.columns import Grid, read_grid
from trusteereport.stretches import Segment, is_clause, segments, split_values, without_leaders
from trusteereport.touching import separate


def headers(grid: Grid) -> list[str | None]:
    return [header.text if header else None for header in grid.headers]


def values(grid: Grid) -> list[list[str]]:
    return [[entry.text for entry in row.entries] for row in grid.rows]


def separated(*rows: str) -> list[list[str]]:
    return [[piece.text for piece in row] for row in separate([segments(row) for row in rows])]


# ---------------------------------------------------------------- one blank


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("1,000.00 2,000.00", ["1,000.00", "2,000.00"]),
        ("12 34 567", ["12", "34", "567"]),
        ("Scheduled Principal 1,000.00", ["Scheduled Principal", "1,000.00"]),
        ("A-1 1,000.00 5.00%", ["A-1", "1,000.00", "5.00%"]),
        ("Number of Loans 7", ["Number of Loans 7"]),
        ("Dec. 15, 2003", ["Dec. 15, 2003"]),
        ("Section 4.02", ["Section 4.02"]),
        ("CA - 80.00%", ["CA - 80.00%"]),
        ("$ 5.00", ["$", "5.00"]),
        ("100 % 5.00", ["100", "%", "5.00"]),
        ("SEQ 123456AA1", ["SEQ", "123456AA1"]),
        ("words", ["words"]),
    ],
)
def test_values_are_taken_off_words_at_a_single_blank(text: str, pieces: list[str]) -> None:
    assert [one.text for one in split_values(Segment(3, 3 + len(text), text))] == pieces


_WORDS = st.lists(
    st.sampled_from(
        ["A-1", "of", "1,000.00", "7", "$", "%", "5.25%", "-", "NA", "123456AA1", "Loans"]
    ),
    min_size=1,
    max_size=8,
)


@given(_WORDS, st.integers(0, 20))
def test_no_character_is_lost_at_a_single_blank_and_each_piece_keeps_its_place(
    words: list[str], start: int
) -> None:
    text = " ".join(words)
    line = " " * start + text
    pieces = split_values(Segment(start, start + len(text), text))
    assert " ".join(piece.text for piece in pieces) == text
    assert all(line[piece.start : piece.end] == piece.text for piece in pieces)


# ---------------------------------------------------------------- no blank at all


def test_a_value_is_parted_from_the_next_by_the_decimals_of_its_column() -> None:
    assert separated("A  1,234.566.000000%", "B     10.00   7.000000%")[0] == [
        "A",
        "1,234.56",
        "6.000000%",
    ]


def test_the_decimals_of_another_column_prove_nothing() -> None:
    assert separated("A  1,234.566.000000%", "B   10.00   7.000000%")[0] == [
        "A",
        "1,234.566.000000%",
    ]


_TWO_ROWS = ["A  1,172,235.326.000000%", "B      5,000.007.000000%"]


def test_two_rows_that_touch_in_one_place_are_proof_where_all_amounts_have_as_many_decimals() -> (
    None
):
    assert separated(*_TWO_ROWS, "C    1,000.00") == [
        ["A", "1,172,235.32", "6.000000%"],
        ["B", "5,000.00", "7.000000%"],
        ["C", "1,000.00"],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [_TWO_ROWS[0], "C    1,000.00"],
        [*_TWO_ROWS, "C    1,000.00", "D    1,000.000"],
        _TWO_ROWS,
        [_TWO_ROWS[0], " " + _TWO_ROWS[1], "C    1,000.00"],
    ],
    ids=["one row", "other decimals", "no other amounts", "other places"],
)
def test_less_than_that_is_no_proof(rows: list[str]) -> None:
    assert separated(*rows)[0] == ["A", "1,172,235.326.000000%"]


def test_columns_with_two_kinds_of_decimals_prove_nothing() -> None:
    rows = ["A  1,234.5667.000000%", "B     10.00", "C     10.000"]
    assert separated(*rows)[0] == ["A", "1,234.5667.000000%"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(10.00)5.00", ["(10.00)", "5.00"]),
        ("10.00%5.00", ["10.00%", "5.00"]),
        ("10.00$5.00", ["10.00", "$5.00"]),
        ("10.00$5.00$6.00", ["10.00", "$5.00", "$6.00"]),
        ("(10.00)(5.00)", ["(10.00)", "(5.00)"]),
    ],
)
def test_a_sign_between_two_values_parts_them(text: str, parts: list[str]) -> None:
    assert separated(f"A  {text}") == [["A", *parts]]


@pytest.mark.parametrize(
    "text", ["1,234.50", "10.00%", "(10.00)", "$5.00", "1,2,3.4.5", "12/26/03"]
)
def test_one_value_stays_one(text: str) -> None:
    assert separated(f"A  {text}") == [["A", text]]


def test_the_letter_of_a_note_is_cut_off_an_amount() -> None:
    assert separated("A  1,234.50N  7.00") == [["A", "1,234.50", "7.00"]]
    assert separated("A  1234N") == [["A", "1234N"]]


def test_only_a_label_is_parted_from_a_value_without_a_blank() -> None:
    assert separated("Yield19.79%", "A  Rate19.79%") == [["Yield", "19.79%"], ["A", "Rate19.79%"]]


_CELLS = st.lists(
    st.text(alphabet="aB1234567890,.$%()- ", min_size=1, max_size=20), min_size=1, max_size=5
)


@given(_CELLS)
def test_no_character_of_touching_cells_is_lost_and_each_part_keeps_its_place(
    rows: list[str],
) -> None:
    for line, row in zip(rows, separate([segments(row) for row in rows]), strict=True):
        assert all(line[piece.start : piece.end] == piece.text for piece in row)
        kept = "".join(piece.text for piece in row)
        plain = re.sub(r"(?<=\d)[A-Z](?= |$)", "", line)  # letters of notes
        assert kept.replace(" ", "") in (line.replace(" ", ""), plain.replace(" ", ""))


# ---------------------------------------------------------------- leaders, numbers of clauses


@pytest.mark.parametrize(
    "line", ["Class A...$ 1.00", "Class A. . . . 1.00", "Class A____1.00", "Class A ---- 1.00"]
)
def test_what_leads_to_a_value_is_blank(line: str) -> None:
    (loose,) = without_leaders([line])
    assert len(loose) == len(line)
    assert loose.replace("$", "").split() == ["Class", "A", "1.00"]


@pytest.mark.parametrize("line", ["A .50", "A -5.00", "B.C. 1.00", "U.S. Loans 5"])
def test_stops_and_signs_of_words_and_values_stay(line: str) -> None:
    assert list(without_leaders([line])) == [line]


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("(a)", True), ("(iv)", True), ("A.", True), ("12)", True), ("Section 4.02(a)", True),
     ("A-1", False), ("12", False), ("(10.00)", False), ("Pool", False)],
)  # fmt: skip
def test_the_number_of_a_clause_is_known(text: str, is_number: bool) -> None:
    assert is_clause(text) == is_number


def test_the_number_of_a_clause_far_from_its_words_belongs_to_the_label() -> None:
    grid = read_grid([], ["(a)    Mice      5.00", "(b)    Rats      6.00"])
    assert [(row.label, row.start) for row in grid.rows] == [("(a) Mice", 0), ("(b) Rats", 0)]
    assert values(grid) == [["5.00"], ["6.00"]]


def test_dates_at_the_left_margin_are_labels() -> None:
    grid = read_grid([], ["12/25/97    5.00   6.00", "            7.00%  8.00%"])
    assert [row.label for row in grid.rows] == ["12/25/97", None]


# ---------------------------------------------------------------- labels of groups


def test_a_second_column_of_words_holds_the_labels_where_the_first_is_mostly_blank() -> None:
    grid = read_grid(
        [],
        [
            "Pool 1   Mice     5.00",
            "         Rats     6.00",
            "Pool 2   Mice     7.00",
            "         Rats     8.00",
        ],
    )
    assert [(row.group, row.label, row.start) for row in grid.rows] == [
        ("Pool 1", "Mice", 9),
        (None, "Rats", 9),
        ("Pool 2", "Mice", 9),
        (None, "Rats", 9),
    ]
    assert values(grid) == [["5.00"], ["6.00"], ["7.00"], ["8.00"]]


def test_a_second_column_of_words_beside_labels_of_all_rows_is_a_column() -> None:
    grid = read_grid([], ["A-1   Mice     5.00", "A-2   Rats     6.00"])
    assert [(row.group, row.label) for row in grid.rows] == [(None, "A-1"), (None, "A-2")]
    assert values(grid) == [["Mice", "5.00"], ["Rats", "6.00"]]


def test_a_second_column_of_words_beside_labels_of_most_rows_is_a_column() -> None:
    grid = read_grid([], ["A-1   Mice     5.00", "A-2   Rats     6.00", "      Cats     7.00"])
    assert [(row.group, row.label) for row in grid.rows] == [
        (None, "A-1"),
        (None, "A-2"),
        (None, None),
    ]


def test_the_rows_of_a_group_may_end_with_a_total() -> None:
    grid = read_grid(
        [],
        [
            "Pool 1   Mice     5.00",
            "         Rats     6.00",
            "         Cats     1.00",
            "Total            12.00",
        ],
    )
    assert [(row.group, row.label) for row in grid.rows] == [
        ("Pool 1", "Mice"),
        (None, "Rats"),
        (None, "Cats"),
        (None, "Total"),
    ]


# ---------------------------------------------------------------- rules below heads


_UNDER = [
    "            PRINCIPAL                       INTEREST",
    "               Paid     Losses     Other       Paid     Losses",
]
_ROW = ["Owls           5.00       1.00      2.00       3.00       4.00"]


def test_a_rule_in_as_many_pieces_as_heads_shows_what_each_spans() -> None:
    rule = "           -----------------------------   -------------------"
    assert headers(read_grid(_UNDER, _ROW, [rule, ""])) == [
        "PRINCIPAL Paid",
        "PRINCIPAL Losses",
        "PRINCIPAL Other",
        "INTEREST Paid",
        "INTEREST Losses",
    ]


def test_without_a_rule_a_head_belongs_where_it_stands() -> None:
    assert headers(read_grid(_UNDER, _ROW, ["", ""])) == headers(read_grid(_UNDER, _ROW))


def test_a_rule_below_the_last_head_line_shows_no_span() -> None:
    rule = "           -----------------------------   -------------------"
    assert headers(read_grid(_UNDER, _ROW, ["", rule])) == headers(read_grid(_UNDER, _ROW))


def test_two_heads_of_one_line_over_one_column_are_joined_in_their_order() -> None:
    grid = read_grid(
        ["Class                Beginning Balance      Rate"],
        [
            "A-1               103,172,235.32   6.000000%",
            "A-2                 5,000,000.00   7.000000%",
        ],
    )
    assert headers(grid) == ["Beginning", "Balance Rate"]


def test_a_rule_across_the_page_shares_the_columns_among_the_heads_above_it() -> None:
    head = [
        "                  Owls                       Mice",
        "          Seen   Heard    Lost  Caught    Seen   Heard    Lost",
    ]
    row = ["Barn         1       2       3       4       5       6       7"]
    rule = "-" * 62
    assert [text.split()[0] for text in headers(read_grid(head, row, [rule, ""])) if text] == [
        *["Owls"] * 3,
        *["Mice"] * 4,
    ]


def test_rules_as_long_as_the_heads_above_them_show_no_spans() -> None:
    head = [
        "                   PRINCIPAL                INTEREST",
        "               Paid     Losses          Paid     Losses",
    ]
    row = ["Owls           5.00       1.00          6.00       2.00"]
    rule = "                   ---------                --------"
    assert headers(read_grid(head, row, [rule, ""])) == [
        "PRINCIPAL Paid",
        "PRINCIPAL Losses",
        "INTEREST Paid",
        "INTEREST Losses",
    ]


def test_a_rule_under_the_heads_of_the_columns_shows_no_span() -> None:
    head = ["           Paid        Lost"]
    row = ["Owls       5.00   1.00   2.00"]
    assert headers(read_grid(head, row, ["           -----------   ----"])) == headers(
        read_grid(head, row)
    )
