"""Whose figures are where groups of loans are printed one after the other."""

from test_hard_cases import codes, others
from trusteereport.parser import parse
from trusteereport.report import Report

FEES = "Servicing Fee          {}.00\nTrustee Fee            {}.00\n"
ONE = FEES.format(7, 8)
TWO = FEES.format(9, 6)


def read(text: str) -> Report:
    return parse(text, grammar="base")


def fees(report: Report) -> list[tuple[str | None, str, str]]:
    """The pools with their two fees."""
    return [
        (pool.name, str(pool.servicing_fee), str(pool.trustee_fee))
        for one in report.statements
        for pool in one.pools
    ]


def test_figures_of_groups_that_nobody_names_are_no_pool_s() -> None:
    report = read(f"LOANS OF SOME KIND\n\n{ONE}\nLOANS OF ANOTHER KIND\n\n{TWO}")
    assert fees(report) == []
    assert sorted(others(report)) == [
        ("Servicing Fee", None, "7.00"),
        ("Servicing Fee", None, "9.00"),
        ("Trustee Fee", None, "6.00"),
        ("Trustee Fee", None, "8.00"),
    ]
    assert codes(report) == ["conflicting-value", "conflicting-value", "shared-record"]
    assert all(cell.path is None for cell in report.cells)


def test_one_figure_that_contradicts_another_takes_nothing_back() -> None:
    report = read(f"LOANS\n\n{ONE}\nAGAIN\n\nServicing Fee          9.00\n")
    assert fees(report) == [(None, "7.00", "8.00")]
    assert codes(report) == ["conflicting-value"]


def test_pools_with_a_name_move_up_where_one_without_is_taken_back() -> None:
    named = f"Group 1\n{ONE.replace('7', '5')}"
    report = read(f"LOANS OF SOME KIND\n\n{ONE}\nLOANS OF ANOTHER KIND\n\n{TWO}\n{named}")
    assert fees(report) == [("Group 1", "5.00", "8.00")]
    paths = {cell.path for cell in report.cells if cell.path}
    assert all(path.startswith("statements.0.pools.0.") for path in paths)


# ---------------------------------------------------------------- pages about one pool


def test_a_section_s_heading_may_name_the_group_of_all_that_follows() -> None:
    report = read(f"Section 4.02 Fees -  GROUP I\n{ONE}\nSection 4.02 Fees -  GROUP II\n{TWO}")
    assert fees(report) == [("GROUP I", "7.00", "8.00"), ("GROUP II", "9.00", "6.00")]


def test_a_caption_may_name_the_pool_of_the_page() -> None:
    page = "ELM TRUST\nSERIES:  1997-1       RATE:  7.00\nPOOL NUMBER:  {}\n\nFEES\n\n{}\n"
    report = read(page.format(12, ONE) + page.format(13, TWO))
    assert fees(report) == [("12", "7.00", "8.00"), ("13", "9.00", "6.00")]


def test_a_page_about_several_pools_has_their_totals() -> None:
    report = read(f"ELM TRUST\nPOOL NUMBER:  12 & 13\n\nFEES\n\n{ONE}")
    assert fees(report) == []
    (one,) = report.statements
    assert one.pool_totals is not None
    assert str(one.pool_totals.servicing_fee) == "7.00"


def test_a_number_in_brackets_behind_the_series_is_the_pool_s() -> None:
    report = read(f"ELM TRUST\nSERIES 1997-1 (12)\n\nFEES\n\n{ONE}")
    assert fees(report) == [("12", "7.00", "8.00")]


def test_a_page_without_a_pool_is_about_none() -> None:
    report = read(f"ELM TRUST\nPOOL NUMBER:  12\n\nFEES\n\n{ONE}\nELM TRUST\n\nFEES\n\n{TWO}")
    assert fees(report) == [("12", "7.00", "8.00"), (None, "9.00", "6.00")]
