"""Covers, Items, exhibit lists and signatures as trustees print them: one small case for each way.

The lines are made up.  `base` reads them, whoever the trustee is.
"""

import datetime

import pytest

from test_grammar_layout import CLASSES, COVER, ITEM, base, codes, cover, unparsed
from trusteereport.records import Address, Cover, Events, Exhibit, Item, Signature
from trusteereport.report import Report

MAY = datetime.date(2001, 5, 25)
EXACT = "   (Exact name of registrant as specified in its charter)\n"
BY = "          By: /s/ Ann Archer\n"


def understood(text: str) -> Report:
    """The report on these lines; all of them are understood, and none contradicts another."""
    report = base(text)
    assert unparsed(report) == []
    assert set(codes(report)) <= {"no-statement"}
    return report


def signature(text: str) -> Signature:
    """The signature of these lines, which need no heading."""
    found = understood(text).signature
    assert found
    return found


def exhibits(text: str) -> tuple[Exhibit, ...]:
    """The exhibits that an Item with these lines lists."""
    return understood("Item 7.  Financial Statements and Exhibits\n\n" + text).exhibits


# ---------------------------------------------------------------- the cover page


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("-------------------\n\n        8-K\n\n-------------------\n", "8-K"),
        ("=======================\n=\n      FORM 8-K/A\n", "8-K/A"),
    ],
    ids=["rules around the title", "a rule that wraps"],
)
def test_rules_may_stand_around_the_title(title: str, form: str) -> None:
    assert understood("SECURITIES AND EXCHANGE COMMISSION\n" + title).cover == Cover(form=form)


@pytest.mark.parametrize(
    "lines",
    [
        "Date of Report (Date of earliest event reported)  MAY 25 2001",
        "Date of Report (Date of earliest event reported): May 25,2001",
        "Date of Report (Date of earliest event reported)\n            MAY 25, 2001",
        "Date of Report:  25-May-01\n(Date of earliest event reported)",
        "            May 25, 2001\nDate of Report (Date of earliest event reported)",
        "            5/25/2001\n(Date of earliest event reported)",
    ],
)
def test_the_report_date_stands_beside_below_or_above_its_label(lines: str) -> None:
    assert cover(lines + "\n").report_date == MAY


@pytest.mark.parametrize(
    "line",
    [
        "WASHINGTON, D.C.  20549",
        "Washington D. C. 20549",
        "450 Fifth Street, NW\n  Washington, DC  20549",
        "Current Report Pursuant to Section 13 or 15(d) of\n the Securities Exchange Act of 1934",
        "For the Month of May, 2001",
        "Date of Report (Date of earliest event reported)",
        "Total Number of Pages   7\nExhibit Index Located at Page 4",
        "INFORMATION TO BE INCLUDED IN THE REPORT",
        "- -----------------",
        "          Not Applicable\n(Former name or former address, if changed since last report)",
        "N/A\n-------------\n(Former name, former address and former fiscal year,\n  if changed)",
        "ELM HOLDINGS\n------------\n(Former name or former address, if changed)",
        "Amendment No. 1",
        "Check the appropriate box below if the form is to satisfy\nanother rule as well:\n\n"
        "[ ] Written communications under Rule 425\n"
        "[ ]  Soliciting material under\n     Rule 14a-12",
        "Former name or former address:  No Change",
        "     Former name or former address, if changed since last report)",
    ],
)
def test_lines_of_the_form_itself_hold_no_value(line: str) -> None:
    assert cover(line + "\n") == Cover(form="8-K")


@pytest.mark.parametrize(
    "lines",
    [
        "ALDER HOLDINGS, INC.\n-----------------\n" + EXACT,
        "ALDER HOLDINGS, INC.\n    (Depositor)\n\n" + EXACT,
        "ALDER HOLDINGS, INC.\n(as depositor for Elm Home Equity Trust 2003-2)\n" + EXACT,
        "ALDER HOLDINGS, INC.\n(Originator of the Elm Trust)\n- -------------\n" + EXACT,
        "ALDER HOLDINGS, INC.\n   ON BEHALF OF THE\nELM CARD TRUST II\n" + EXACT,
        "ALDER HOLDINGS, INC. on behalf of Elm Card Trust II\n" + EXACT,
        "ALDER HOLDINGS, INC.\n" + EXACT + "on behalf of\n\n  Elm Card Trust II\n",
        "Elm Company\n(as Seller under Agreements,\none each)\n\nALDER HOLDINGS, INC.\n" + EXACT,
        "ALDER HOLDINGS, INC.\n" + EXACT + "ELM TRUST 1998-C\n---------\n(Issuer of Notes)\n",
        "ALDER HOLDINGS, INC.\n    Exact name of registrant as specified in charter)\n",
        "ALDER HOLDINGS, INC.\n   (Exact name of the registrant\n   as specified in its charter)\n",
    ],
)
def test_the_registrant_s_role_and_trust_may_stand_beside_its_name(lines: str) -> None:
    assert cover(lines).registrant == "ALDER HOLDINGS, INC."


def test_each_line_of_a_registrant_s_name_may_be_underlined() -> None:
    found = cover(
        "    ALDER HOUSING CONTRACT SENIOR/SUBORDINATE\n"
        "    -----------------------------------------\n"
        "        CERTIFICATE TRUST 1998-H\n"
        "        ------------------------\n" + EXACT
    )
    assert found.registrant == "ALDER HOUSING CONTRACT SENIOR/SUBORDINATE CERTIFICATE TRUST 1998-H"


def test_two_trusts_may_be_one_registrant() -> None:
    found = cover(
        "ELM AUTO TRUST 2000-H and\n  ELM AUTO TRUST 2000-K\n(Elm L.P. - Maker)\n" + EXACT
    )
    assert found.registrant == "ELM AUTO TRUST 2000-H and ELM AUTO TRUST 2000-K"


@pytest.mark.parametrize(
    "lines",
    [
        "(Issuer in respect of Mortgage Pass-Through Certificates, Series 2003-17)\n",
        "(Issuer in Respect of the Mortgage Pass-Through\n     Certificates Series 2003-17)\n",
        "(Issuer in respect of Elm Trust\n"
        "2003-17, Mortgage Pass-Through Certificates, Series 2003-17)\n",
        "MORTGAGE PASS-THROUGH CERTIFICATES,\n    SERIES 2003-17\n",
        "Mortgage Pass-Through Certificates, Series 2003-17 Trust\n",
    ],
)
def test_certificates_and_series_stand_below_the_registrant(lines: str) -> None:
    found = cover("ALDER HOLDINGS, INC.\n" + lines + EXACT)
    assert found.registrant == "ALDER HOLDINGS, INC."
    assert (found.certificates or "").casefold() == "mortgage pass-through certificates"
    assert found.series == "2003-17"


def test_a_registrant_may_lack_its_caption() -> None:
    found = cover(
        "ALDER HOLDINGS, INC.\n"
        "Mortgage Pass-Through Certificates, Series 2000-4 Trust\n\n\n"
        "New York (governing law of          333-900522-06   69-0522017\n"
        "Pooling and Servicing Agreement)    (Commission     69-0522018\n"
        "(State or other                     File Number)    IRS EIN\n"
        "jurisdiction\n"
    )
    assert found.registrant == "ALDER HOLDINGS, INC."
    assert found.state_of_incorporation == "New York"
    assert found.irs_numbers == ("69-0522017", "69-0522018")


@pytest.mark.parametrize(
    ("line", "files", "irs"),
    [
        ("Delaware    333-90001-02     Applied for", ("333-90001-02",), ()),
        ("  DELAWARE    33-99346.02      PENDING", ("33-99346.02",), ()),
        ("Virginia  333-10185 and 333-21219   T/B/D", ("333-10185", "333-21219"), ()),
        ("             33-90419\nNew York    333-90773  41-9077318",
         ("33-90419", "333-90773"), ("41-9077318",)),
        ("Delaware    333-90001     363886007", ("333-90001",), ("363886007",)),
        ("New York    333-90001     61-1430146/0147", ("333-90001",), ("61-1430146/0147",)),
        ("Commission File Number: 333-90001", ("333-90001",), ()),
    ],
)  # fmt: skip
def test_numbers_may_be_several_or_none(
    line: str, files: tuple[str, ...], irs: tuple[str, ...]
) -> None:
    found = cover(line + "\n")
    assert found.commission_file_numbers == files
    assert found.irs_numbers == irs


def test_captions_wrap_below_dashed_rules() -> None:
    text = (
        "           CALIFORNIA              333-900533-01           95-1180442\n"
        "- --------------------------     -------------------     -------------------\n"
        "(State or other juris-             (Commission             (I.R.S. employer\n"
        "diction of organization)           file number)           identification no.)\n"
    )
    assert cover(text).state_of_incorporation == "CALIFORNIA"
    rows = {cell.field: cell.row for cell in base(COVER + text).cells}
    assert rows["cover.commission_file_numbers"] == "(Commission file number)"
    assert rows["cover.irs_numbers"] == "(I.R.S. employer identification no.)"


def test_a_state_may_have_a_line_of_its_own() -> None:
    found = cover("      Tennessee\n- ----------------\n  (State or other jurisdiction)\n")
    assert found.state_of_incorporation == "Tennessee"


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (
            "9 Elm Parkway, St. Louis, Missouri            63199",
            Address("9 Elm Parkway", "St. Louis", "Missouri", "63199"),
        ),
        (
            "One Elm Plaza, Suite 5, New York, New York     10299",
            Address("One Elm Plaza, Suite 5", "New York", "New York", "10299"),
        ),
        (
            "2200 ELM WAY, SUITE 700\nSANTA VELA, CALIFORNIA         92799",
            Address("2200 ELM WAY, SUITE 700", "SANTA VELA", "CALIFORNIA", "92799"),
        ),
        (
            "41 Elm Road, Suite 900                  55498\nWendham, Minnesota",
            Address("41 Elm Road, Suite 900", "Wendham", "Minnesota", "55498"),
        ),
        (
            "c/o Elm Bank, N.A.\n42 Ferry Road      21098\nColumbia, Maryland    (Zip Code)",
            Address("42 Ferry Road", "Columbia", "Maryland", "21098"),
        ),
        (
            "Elm Finance, Inc.\n  2210 Bend Road\n  Oak Springs, TN  37899",
            Address("2210 Bend Road", "Oak Springs", "TN", "37899"),
        ),
        ("Cape Ennis, DE.        19999-0044", Address(None, "Cape Ennis", "DE", "19999-0044")),
        (", , N/A                91399-7100", Address(zip="91399-7100")),
    ],
)
def test_an_address_may_be_printed_in_many_ways(lines: str, address: Address) -> None:
    assert cover(lines + "\n").address == address


@pytest.mark.parametrize(
    "lines",
    [
        "(302) 555-0147\n--------------\nRegistrant's telephone number, including area code",
        "Registrant's telephone number, including area code\n   (302) 555-0147",
        "Registrant's telephone number, including\n       area code (302) 555-0147",
        "Registrant's Telephone Number, including area code     (302) 555-0147.\n      ----------",
    ],
)
def test_the_telephone_stands_before_or_behind_its_caption(lines: str) -> None:
    assert cover(lines + "\n").telephone == "(302) 555-0147"


# ---------------------------------------------------------------- Items


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("ITEM 5.", Item("5")),
        ("Item 8.01  Other Events", Item("8.01", "Other Events")),
        ("Item 5.   OTHER EVENTS.\n          ------------", Item("5", "OTHER EVENTS")),
        ("Item 7(c).  Exhibits", Item("7", "Exhibits")),
        ("ITEM 7.\n\n    FINANCIAL STATEMENTS AND EXHIBITS:",
         Item("7", "FINANCIAL STATEMENTS AND EXHIBITS")),
        ("ITEM 7.  FINANCIAL STATEMENTS, PRO FORMA\n         INFORMATION AND EXHIBITS",
         Item("7", "FINANCIAL STATEMENTS, PRO FORMA INFORMATION AND EXHIBITS")),
        ("Item 5.   The holders were paid what was due\n          to them.", Item("5")),
    ],
)  # fmt: skip
def test_an_item_s_title_may_be_missing_underlined_wrapped(line: str, item: Item) -> None:
    found = understood(line + "\n").cover
    assert found
    assert found.items == (item,)


@pytest.mark.parametrize(
    "line",
    [
        "Item 1.     Not Applicable.",
        "ITEMS 1 THROUGH 6.   NOT APPLICABLE",
        "Nothing is reported under Items 1 through 4, 6 and 8.",
    ],
)
def test_an_item_that_does_not_apply_is_none(line: str) -> None:
    assert understood(COVER + line + "\n").cover == Cover(form="8-K")


@pytest.mark.parametrize(
    "line",
    [
        "On May 25, 2001 (the \"May Date\") the Trustee paid.",
        "On the Remittance Date of May 25, 2001 The Elm Bank,\nwhich is Trustee, paid.",
    ],
)  # fmt: skip
def test_a_sentence_goes_on_behind_its_date(line: str) -> None:
    assert understood(ITEM + line + "\n").events == Events(distribution_date=MAY)


@pytest.mark.parametrize(
    "lines",
    [
        "Elm Bank, Trustee of the Elm Loan Trust\n2005-18, paid what was due.",
        "                ELM, INC.\n     Mortgage Pass-Through Certificates\n"
        "       Series 2003-17\n\n"
        "Holders of  the  series  were paid by Elm,\nthe  Trustee.",
        "The holders were paid on these dates:\n\n"
        "      Remittance Dates\n      ------------\n      May 25, 2001",
        "(a)  None.\n(b)  Not applicable.",
    ],
)  # fmt: skip
def test_the_text_of_an_item_is_read_and_not_kept(lines: str) -> None:
    report = understood(f"{ITEM}{lines}\n\nItem 7.  Exhibits\n")
    assert not report.statements


def test_a_figure_in_an_item_is_not_read_as_its_text() -> None:
    report = base(
        ITEM + "Some of it was paid.\n\nSeries 1     $   3,433,759.14\n\nItem 7.  Exhibits\n"
    )
    assert [cell.raw for cell in report.cells if cell.line == 5] == ["3,433,759.14"]


# ---------------------------------------------------------------- exhibits


@pytest.mark.parametrize(
    "entry",
    [
        "20.1   Elm Trust, the monthly sheet of\n       the Trustee",
        "     99.  Elm Trust, the monthly sheet of the Trustee",
        "EX-99.1      Elm Trust, the monthly sheet\n             of the Trustee",
        "Exhibit 20.1    Elm Trust, the monthly sheet\n                of the Trustee",
        "Exhibit 99 - Elm Trust, the monthly sheet of the Trustee",
        "99.1:  Elm Trust, the monthly sheet of the Trustee",
        "  (c)   20.1   Elm Trust, the monthly sheet of the Trustee",
        "(c) Exhibits\n\n20.1.  Elm Trust, the monthly sheet of the Trustee",
        "EXHIBITS:\n\n  A.   Elm Trust, the monthly sheet of the Trustee",
        "Exhibit No.     Description         Page\n-----------     -----------         ----\n"
        "   20           Elm Trust, the monthly sheet        3\n                of the Trustee",
        "Designation     Description                      Method of\n"
        "                                                 Filing\n"
        "Exhibit 19.1    Elm Trust, the monthly           Filed with this\n"
        "                sheet of the Trustee             report",
        "  Series           Exhibit No.     Description\n"
        "  ------           -----------     -----------\n"
        "  Series 1997-1    99.01           Elm Trust, the monthly sheet of the Trustee",
    ],
)
def test_an_exhibit_may_be_listed_in_many_ways(entry: str) -> None:
    (exhibit,) = exhibits(entry + "\n")
    assert exhibit.number in {"20.1", "99", "99.1", "A", "20", "19.1", "99.01"}
    assert exhibit.description == "Elm Trust, the monthly sheet of the Trustee"


def test_an_index_names_an_exhibit_again() -> None:
    found = exhibits(
        "99  A monthly sheet\n\nEXHIBIT INDEX\n\nExhibit     Page\n99  A sheet       5\n"
    )
    assert found == (Exhibit("99", "A monthly sheet"),)


def test_a_figure_behind_an_exhibit_is_not_read_as_its_description() -> None:
    report = base(ITEM + "99.1   A monthly sheet\n       of the month    1,234.50\n")
    assert unparsed(report) == [(4, "1,234.50")]


@pytest.mark.parametrize("line", ["EXHIBIT 99", "               Exhibit 20.1"])
def test_the_exhibit_s_number_heads_its_first_page(line: str) -> None:
    report = understood(f"{line}\n\nELM TRUST\n")
    assert report.statements[0].trust == "ELM TRUST"


# ---------------------------------------------------------------- the signature


@pytest.mark.parametrize(
    ("lines", "organization", "capacity"),
    [
        ("ELM HOLDINGS, INC.\n\n" + BY, "ELM HOLDINGS, INC.", None),
        ("  Elm Receivables L.P.\n  (Registrant)\n\n" + BY, "Elm Receivables L.P.", None),
        ("ELM HOLDINGS, INC.,\nas Servicer\n\n" + BY, "ELM HOLDINGS, INC.", "Servicer"),
        ("ELM BANK, N.A., as Trustee\n\n" + BY, "ELM BANK, N.A.", "Trustee"),
        (
            "ELM BANK N.A., IN\nITS CAPACITY AS TRUSTEE\n"
            "UNDER THE AGREEMENT ON\nBEHALF OF Oak,\n\n" + BY,
            "ELM BANK N.A.",
            "TRUSTEE",
        ),
        (
            "ELM BANK,\nnot in its individual capacity but as Trustee\n\n" + BY,
            "ELM BANK",
            "Trustee",
        ),
        ("OAK, INC.\n By:  ELM COMPANY,\n      as Servicer\n\n" + BY, "ELM COMPANY", "Servicer"),
        ("OAK TRUST 1995-2\nBy:  Elm Company, Servicer\n\n" + BY, "Elm Company", "Servicer"),
        ("OAK, INC.\n\n" + BY + "Title: Clerk\nElm Bank, as Trustee\n", "Elm Bank", "Trustee"),
        ("OAK, INC.\n\n" + BY + "Title: Clerk\nElm Bank,\n   as Trustee\n", "Elm Bank", "Trustee"),
    ],
)  # fmt: skip
def test_who_signs_stands_above_behind_or_below_the_hand(
    lines: str, organization: str, capacity: str | None
) -> None:
    found = signature(lines)
    assert found.signer == "Ann Archer"
    assert (found.organization, found.capacity) == (organization, capacity)


@pytest.mark.parametrize(
    "lines",
    [
        "By: /s/ Ann Archer\n    ------------\n    Ann Archer\n    Vice President\n",
        "By: /s/ (ANN ARCHER)\n    ------------\n    Ann Archer, Vice President\n",
        "By:\n/s/ Ann Archer\nAnn Archer,\nVice President\n",
        "By:/s/Ann Archer\n------\nName:   Ann Archer\nTitle:  Vice President\n",
        "By:  ____________________\n     Ann Archer, Vice President\n",
    ],
)
def test_name_and_title_may_stand_below_without_captions(lines: str) -> None:
    found = signature("SIGNATURES\n\nShe may sign this, as told.\n\n" + lines)
    assert (found.name, found.title) == ("Ann Archer", "Vice President")


def test_a_title_may_stand_below_without_a_name() -> None:
    found = signature("By:/s/Ann Archer\n----------------\nAssistant Secretary\n")
    assert (found.signer, found.name, found.title) == ("Ann Archer", None, "Assistant Secretary")


def test_a_title_may_stand_behind_the_signer() -> None:
    found = signature("By:  /s/ Ann Archer, Vice President\nBy:  Ann Archer, Vice President\n")
    assert (found.signer, found.title) == ("Ann Archer", "Vice President")


@pytest.mark.parametrize(
    "line", ["Dated as of:  May 25, 2001", "Date: 5/25/01", "May 25, 2001", "Dated:  MAY 25, 2001"]
)
def test_the_date_of_a_signature_may_have_a_label(line: str) -> None:
    assert signature(f"SIGNATURES\n\n{line}\n").date == MAY


def test_the_date_may_stand_beside_the_hand() -> None:
    found = signature("  Elm L.P.\n\nDate:  May 25, 2001       By:/s/Ann Archer\n")
    assert found == Signature(signer="Ann Archer", organization="Elm L.P.", date=MAY)


def test_a_statement_may_follow_a_signature_at_once() -> None:
    report = base(
        f"SIGNATURES\nELM CORPORATION\n\n{BY}Dated: May 25, 2001\n\nELM TRUST\nSERIES 2001-A\n"
    )
    assert report.signature == Signature("Ann Archer", organization="ELM CORPORATION", date=MAY)
    assert report.statements[0].trust == "ELM TRUST"


def test_a_row_above_a_hand_is_no_one_s_name() -> None:
    report = base(CLASSES + "Total" + " " * 25 + "1,000.00      10.00\n\n" + BY)
    assert report.statements[0].class_totals
    assert report.signature == Signature("Ann Archer")
