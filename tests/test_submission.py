"""Submissions as EDGAR serves them: the header's facts, the documents, and where they stand."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trusteereport import dumps, loads
from trusteereport.parser import parse, parse_file
from trusteereport.report import Report
from trusteereport.source import read_source

CORPUS = Path(__file__).parents[1] / "corpus" / "edgar"
PEM, TWO_SERIES, HTML = (
    (CORPUS / f"{name}.txt").read_text()
    for name in ("pem_two_exhibits_2003_11", "two_series_attachment_2004_02", "html_tables_2004_03")
)

HEADER = """\
<SEC-DOCUMENT>0000900001-03-000001.txt : 20031230
<SEC-HEADER>0000900001-03-000001.hdr.sgml : 20031230
ACCESSION NUMBER:\t\t0000900001-03-000001
CONFORMED SUBMISSION TYPE:\t8-K
CONFORMED PERIOD OF REPORT:\t20031226
FILED AS OF DATE:\t\t20031230

FILER:

\tCOMPANY DATA:\t
\t\tCOMPANY CONFORMED NAME:\t\t\tBRINEWELL TRUST
\t\tSTATE OF INCORPORATION:\t\t\tNY
</SEC-HEADER>
"""
TABLE = """\
Class          Prior Balance        Interest
A-1                   900.00            1.00
"""


def document(text: str, kind: str = "EX-99") -> str:
    return f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>1\n<TEXT>\n{text}</TEXT>\n</DOCUMENT>\n"


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


# ---------------------------------------------------------------- header


def test_the_header_fills_the_filing() -> None:
    filing = parse(HEADER + document(TABLE)).filing
    assert filing
    assert filing.accession_number == "0000900001-03-000001"
    assert filing.form_type == "8-K"
    assert filing.period_of_report == datetime.date(2003, 12, 26)
    assert filing.filed_date == datetime.date(2003, 12, 30)
    assert filing.filer
    assert (filing.filer.name, filing.filer.state) == ("BRINEWELL TRUST", "NY")


def test_a_header_fact_is_a_cell_with_its_caption_and_place() -> None:
    report = parse(HEADER + document(TABLE))
    (cell,) = report.locate("filing.accession_number")
    assert (cell.line, cell.column) == (3, 20)
    assert (cell.row, cell.raw) == ("ACCESSION NUMBER:", "0000900001-03-000001")
    (state,) = report.locate("filing.filer.state")
    assert state.groups == ("FILER:", "COMPANY DATA:")


def test_the_header_and_the_cover_are_both_kept() -> None:
    report = parse(PEM)
    assert report.filing
    assert report.filing.filer
    assert report.cover
    assert (report.filing.filer.state, report.cover.state_of_incorporation) == ("NY", "Delaware")
    assert report.filing.filer.file_number == "333-900417"
    assert report.cover.commission_file_numbers == ("333-900417-02",)


def test_a_second_filer_is_a_co_registrant() -> None:
    filing = parse(TWO_SERIES).filing
    assert filing
    assert [filer.cik for filer in filing.co_registrants] == ["0000900289"]


def test_an_address_of_two_lines_is_one_street() -> None:
    report = parse(PEM)
    cells = report.locate("filing.filer.business_address.street")
    assert [cell.raw for cell in cells] == ["18 COPPERFIELD ROW", "SUITE 410"]


def test_a_value_that_no_field_takes_is_a_cell() -> None:
    cells = [cell for cell in parse(PEM).cells if cell.row == "PUBLIC DOCUMENT COUNT:"]
    assert [(cell.value, cell.field) for cell in cells] == [("3", None)]


def test_a_date_that_is_none_is_malformed() -> None:
    report = parse(HEADER.replace("20031226", "20031399") + document(TABLE))
    assert report.filing
    assert report.filing.period_of_report is None
    assert codes(report) == ["malformed-value"]


def test_a_second_value_for_a_fact_is_a_conflict() -> None:
    line = "ACCESSION NUMBER:\t\t0000900001-03-000001\n"
    report = parse(HEADER.replace(line, line + line.replace("1\n", "2\n")) + document(TABLE))
    assert codes(report) == ["conflicting-value"]


def test_a_header_of_tags_is_a_header_too() -> None:
    header = """\
<SUBMISSION>
<ACCESSION-NUMBER>0000900001-03-000001
<TYPE>8-K
<PERIOD>20031226
<FILER>
<COMPANY-DATA>
<CONFORMED-NAME>BRINEWELL TRUST
</COMPANY-DATA>
</FILER>
"""
    filing = parse(header + document(TABLE) + "</SUBMISSION>\n").filing
    assert filing
    assert filing.filer
    assert (filing.form_type, filing.filer.name) == ("8-K", "BRINEWELL TRUST")
    assert [one.type for one in filing.documents] == ["EX-99"]


def test_a_bare_report_has_no_filing() -> None:
    assert parse(TABLE).filing is None


def test_a_filing_survives_a_dump() -> None:
    report = parse(TWO_SERIES)
    assert loads(dumps(report)) == report
    assert loads(dumps(report, "json"), "json") == report


# ---------------------------------------------------------------- documents


def test_all_documents_are_one_report() -> None:
    report = parse(PEM)
    assert report.filing
    assert [one.type for one in report.filing.documents] == ["8-K", "EX-99.1", "EX-99.2"]
    assert report.cover
    assert report.signature
    assert len(report.statements) == 1
    assert report.statements[0].classes
    assert report.statements[0].pools
    assert (report.unparsed, report.problems) == ((), ())


def test_each_series_is_a_statement() -> None:
    assert [one.series for one in parse(TWO_SERIES).statements] == ["2003-A", "2003-B"]


def test_cells_stand_where_the_input_has_them() -> None:
    for text in (PEM, TWO_SERIES, HTML):
        lines = text.split("\n")
        for cell in parse(text).cells:
            assert lines[cell.line - 1].startswith(cell.raw.split()[0], cell.column - 1)


def test_html_tables_give_the_figures() -> None:
    report = parse(HTML)
    (statement,) = report.statements
    assert len(statement.classes) == 12
    assert [pool.name for pool in statement.pools] == ["Pool 1", "Pool 2", "Pool 3"]
    assert not statement.other
    assert (report.unparsed, report.problems) == ((), ())


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["cr-lf", "cr"])
def test_line_ends_change_nothing(end: str) -> None:
    for text in (PEM, HTML):
        assert parse(text.replace("\n", end)).cells == parse(text).cells


def test_latin_1_letters_are_letters_of_the_name() -> None:
    text = (HEADER.replace("BRINEWELL", "BRÜNEWELL") + document(TABLE)).encode("latin-1")
    filing = parse(text).filing
    assert filing
    assert filing.filer
    assert filing.filer.name == "BRÜNEWELL TRUST"


# ---------------------------------------------------------------- marks in texts


def page_of(text: str) -> list[str]:
    return [line for line in read_source(text).lines if line]


@pytest.mark.parametrize("is_bare", [True, False], ids=["bare", "in a document"])
def test_marks_become_blanks(is_bare: bool) -> None:
    text = """\
<PAGE>   2
<TABLE>
<CAPTION>      Rates
<S>     <C>   <C>
A <F1>   5.00
</TABLE>
<page>
Page
"""
    page = page_of(text if is_bare else document(text))
    assert page == ["               Rates", "A        5.00", "Page"]


def test_other_signs_in_a_bare_report_stay() -> None:
    text = "Loans < 30 days   5\n<X>   7\n"
    assert read_source(text).lines == ["Loans < 30 days   5", "<X>   7"]


def test_marks_after_tabs_keep_the_columns() -> None:
    source = read_source("\t<C>5.00\n<S>\n")
    assert source.lines == ["           5.00", ""]
    assert source.column(0, 11) == 5


# ---------------------------------------------------------------- attachments


ATTACHMENT = "begin 644 chart.pdf\nM)5!$1BTQ+C,@:6YV96YT960\n`\nend\n"


def test_an_attachment_is_skipped_and_reported() -> None:
    report = parse(HEADER + document(TABLE) + document(ATTACHMENT, "EX-99.2"))
    (problem,) = report.problems
    assert (problem.code, problem.line) == ("attachment-skipped", 26)
    assert "chart.pdf" in problem.message
    assert report.unparsed == ()


def test_what_follows_an_attachment_is_read() -> None:
    report = parse(HEADER + document(ATTACHMENT + TABLE))
    assert len(report.statements) == 1


def test_an_attachment_that_is_cut_off_ends_with_its_document() -> None:
    cut = document(ATTACHMENT.removesuffix("`\nend\n"))
    assert codes(parse(HEADER + cut + document(TABLE))) == ["attachment-skipped"]


@pytest.mark.parametrize("tag", ["PDF", "ZIP", "xml"])
def test_a_binary_text_is_skipped_to_its_end(tag: str) -> None:
    text = f"<{tag}>\n%PDF 1 2 3\nend\n4 5 6\n</{tag}>\n"
    report = parse(HEADER + document(text) + document(TABLE))
    assert codes(report) == ["attachment-skipped"]


def test_the_time_for_an_attachment_grows_with_its_lines() -> None:
    def taken(lines: int) -> float:
        text = HEADER + document("begin 644 a.pdf\n" + ("M" + "A" * 60 + "\n") * lines + "end\n")
        start = time.process_time()
        read_source(text)
        return time.process_time() - start

    few = min(taken(5_000) for _ in range(3))
    assert taken(50_000) < 40 * few


# ---------------------------------------------------------------- odd wrappers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER, "the submission ends without a document"),
        (HEADER + document(TABLE).replace("</DOCUMENT>\n", ""), "is not closed"),
        (HEADER + document(TABLE).replace("<TEXT>\n", "").replace("</TEXT>\n", ""), "no <TEXT>"),
        (HEADER + document(TABLE).replace("<DOCUMENT>\n", ""), "without <DOCUMENT>"),
        (HEADER + "<DOCUMENT>\n<TYPE>8-K\n" + document(TABLE), "is not closed"),
    ],
    ids=["no document", "not closed", "no text", "not opened", "nested"],
)
def test_an_odd_wrapper_is_a_problem_and_loses_nothing(text: str, message: str) -> None:
    report = parse(text)
    found = [one for one in report.problems if one.code == "odd-submission"]
    assert any(message in one.message for one in found)
    assert report.filing
    assert len(report.statements) == ("Class" in text)


def test_tags_may_be_in_lower_case() -> None:
    text = HEADER + document(TABLE)
    for tag in ("SEC-HEADER", "DOCUMENT", "TYPE", "SEQUENCE", "TEXT"):
        text = text.replace(f"{tag}>", f"{tag.lower()}>")
    report = parse(text)
    assert report.filing
    assert [one.type for one in report.filing.documents] == ["EX-99"]
    assert report.problems == ()


def test_tags_may_stand_on_one_line() -> None:
    row = "A-1                   900.00            1.00"
    text = f"{HEADER}<DOCUMENT><TYPE>EX-99<SEQUENCE>2<TEXT>\n{TABLE}{row}</TEXT></DOCUMENT>\n"
    report = parse(text)
    assert report.filing
    assert report.filing.documents[0].sequence == "2"
    assert len(report.statements) == 1


def test_text_outside_all_documents_is_read() -> None:
    report = parse(HEADER + TABLE)
    assert len(report.statements) == 1


def test_a_line_of_the_header_that_is_no_caption_stays_on_the_page() -> None:
    text = HEADER.replace("FILER:", "a stray remark\nFILER:") + document(TABLE)
    assert page_of(text)[0] == "a stray remark"
    filing = parse(text).filing
    assert filing
    assert filing.filer


@pytest.mark.parametrize("text", [PEM, TWO_SERIES, HTML], ids=["pem", "two series", "html"])
@settings(max_examples=25, deadline=None)
@given(share=st.floats(0, 1))
def test_any_beginning_of_a_submission_is_a_report(text: str, share: float) -> None:
    part = text[: int(len(text) * share)]
    report = parse(part)
    lines = part.split("\n")
    assert report.source.lines == len(lines) - (not lines[-1])
    assert all(cell.line <= len(lines) for cell in report.cells)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from((PEM + TWO_SERIES + HTML).split("\n")), max_size=40).map("\n".join))
def test_any_lines_of_submissions_are_a_report(text: str) -> None:
    lines = text.split("\n")
    source = read_source(text)
    assert len(source.raw) == len(lines) - (not lines[-1]) <= len(source.lines)
    for cell in parse(text).cells:
        assert cell.column <= len(lines[cell.line - 1])


def test_the_name_of_the_file_is_kept() -> None:
    name = "pem_two_exhibits_2003_11.txt"
    assert parse_file(CORPUS / name).source.name == name
