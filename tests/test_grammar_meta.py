"""What must hold of every grammar, whatever it describes."""

import functools
import itertools
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lark import Lark
from lark.lexer import PatternStr, Token
from lark.parsers.lalr_analysis import Shift

import test_grammar_labels as labels
import test_grammar_layout as layout
from trusteereport import grammars
from trusteereport.building import FLAGS
from trusteereport.drafts import KEYS
from trusteereport.fields import fields_of
from trusteereport.grammars import Grammar
from trusteereport.labels import read_label
from trusteereport.parser import parse
from trusteereport.records import Status
from trusteereport.report import Report
from trusteereport.source import read_source

CORPUS = Path(__file__).parents[1] / "corpus"
DOCUMENTS = sorted(CORPUS.rglob("*.txt"))
GRAMMARS = sorted(grammars.shipped())
TRUSTEES = {"edgar": "us_bank", "pnc": "base"}
"""The grammar of the documents in a folder that is not named as one."""

_DEFINED = re.compile(
    r"^(?:%(?:extend|override) )?([?!]?_*[a-z]\w*|_*[A-Z]\w*)(?:\.-?\d+)?:", re.MULTILINE
)
_WRAPPERS = {
    "document": "the whole text",
    "cover": "a part of the document, and a field of the report",
    "heading": "what the report calls the section that follows",
    "head": "the head lines of a table",
    "rows": "the rows of a table",
    "unread": "text that no rule knows",
    "pool_ending_balance": "another name for words that name ending_balance in a row of pools",
}


@functools.cache
def load(name: str) -> Grammar:
    """A grammar, built once for all tests here, also where finished tables are at hand."""
    return grammars.build(grammars.stack_of(name))


@pytest.fixture(scope="module", autouse=True)
def built_grammars() -> Iterator[None]:
    """Let the parser use these, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammars, "load", load)
        yield


@pytest.fixture(params=GRAMMARS)
def grammar(request: pytest.FixtureRequest) -> Grammar:
    return load(request.param)


def text_of(name: str) -> str:
    """The joined text of a grammar's layers."""
    return "\n".join(layer.text for layer in grammars.stack_of(name))


def defined(name: str) -> set[str]:
    """The names that a grammar's text defines, rules and terminals."""
    names = {found.lstrip("?!") for found in _DEFINED.findall(text_of(name))}
    return names - {"RECOGNISED_BY"}


def own(name: str) -> set[str]:
    """The names that a grammar's own file defines or adds to."""
    text = grammars.stack_of(name)[-1].text
    return {found.lstrip("?!") for found in _DEFINED.findall(text)} - {"RECOGNISED_BY"}


def family_of(document: Path) -> str:
    """The grammar that reads a document of the corpus."""
    return TRUSTEES.get(document.parent.name, document.parent.name)


def _words(start: str, table: dict[str, str]) -> tuple[str, ...]:
    """The labels of a table of cases."""
    return tuple(words for _, words, _ in labels.cases(start, table))


def rules_of(lark: Lark) -> set[str]:
    """The rules of a grammar, but those that Lark makes for repetitions."""
    names = {str(rule.origin.name) for rule in lark.rules}
    return {name for name in names if not name.startswith("__")}


# ---------------------------------------------------------------- it loads, and nothing is dead


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_grammar_can_be_built(name: str) -> None:
    built = load(name)
    assert built.name == name
    assert built.starts


def test_there_is_a_base_and_us_bank() -> None:
    assert {"base", "us_bank"} <= set(GRAMMARS)


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_rule_can_be_reached_from_a_start(name: str) -> None:
    built = load(name)
    reached = rules_of(built.layout) | rules_of(built.labels)
    assert {rule for rule in own(name) if rule.islower()} - reached == set()


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_terminal_serves_some_grammar(name: str) -> None:
    larks = [one for each in map(load, GRAMMARS) for one in (each.layout, each.labels)]
    used = {terminal.name for lark in larks for terminal in lark.terminals}
    words = re.findall(r"\w+", re.sub(r"/(?:\\/|[^/\n])+/|//.*", " ", text_of(name)))
    embedded = {word for word in words if words.count(word) > 1}
    terminals = {terminal for terminal in defined(name) if not terminal.islower()}
    assert terminals - used - embedded == set()


# ---------------------------------------------------------------- every rule and terminal is tested


@contextmanager
def recording(grammar: Grammar) -> Iterator[set[str]]:
    """The names of the rules and terminals that a grammar uses inside the block."""
    used: set[str] = set()

    def recorded(
        rule: str, build: Callable[[list[object]], object]
    ) -> Callable[[list[object]], object]:
        def record(children: list[object]) -> object:
            used.add(rule)
            used.update(child.type for child in children if isinstance(child, Token))
            return build(children)

        return record

    parsers: list[Any] = [grammar.layout.parser, grammar.labels.parser]
    before = [dict(one.parser.parser.callbacks) for one in parsers]
    read_label.cache_clear()
    for one in parsers:
        callbacks = one.parser.parser.callbacks
        callbacks.update({rule: recorded(rule.origin.name, callbacks[rule]) for rule in callbacks})
    try:
        yield used
    finally:
        for one, callbacks in zip(parsers, before, strict=True):
            one.parser.parser.callbacks.update(callbacks)
        read_label.cache_clear()


SAMPLES = {
    "base": (
        "Elm Trust 1999-A       Quarterly Report\nDue Period: 3/1/01 - 5/31/01\n",
        "ELM BANK, N.A.       STATEMENT TO NOTEHOLDERS\nPayment Date: 6/25/01    Page 1 of 2\n",
        "A  Owls        02/28/01      05/31/01\n  i  Mice        1.00      2.00\n",
        "\nI. OWLS              TOTAL\nBarn                  1.00\n",
        "Oak Homes, Inc.      REPORT DATE: 9/8/00\n"
        "Reporting Month: Aug-00    Payment Date: 9/15/00\n",
        "Section 4.02 (ii)\nINTEREST\n",
        "Section 4.02 Words -  GROUP I\nServicing Fee          1.00\n",
        "Prior Payment:   N/A\n",
        "FORM 8-K\nELM\n-----\nTRUST H\n-------\n(Exact name of registrant)\n",
        "SERVICER'S CERTIFICATE\n  MARCH 1998\n",
        "Owl Loan Detail\n Loan      Paid\n   27      1.00\nNotes: (1) Words\n",
        "Series 1997-1       Coupon: 5.00\nPool Number: 7\n",
        "Series 1997-1 (7)\n",
        "Series 1997-1       Coupon: 5.00\nPool Numbers: 7 & 8\n",
        "Series 1997-1       Weighted Average Rate: 5.00\n",
        layout.CLASSES
        + " " * 9
        + "Words that wrap\n"
        + " " * 9
        + "and go on       1.00      2.00\n",
    ),
    "us_bank": (
        layout.ITEM + "On 26-Dec-03 all was paid.\nOwls were seen.\n????\n",
        "ELM TRUST\nSERIES 1\nRecord Date: 12/25/03\nDetermination Date: 12/20/03\nWords:\n",
        f"AMOUNTS PER $1,000 UNIT\n{layout.FACTORS}AMOUNTS PER $1 UNIT\nA-2   1.0000    2.0000\n",
        layout.POOLS + "POOL\nGross Interest               7.00           8.00\n",
        layout.DELINQUENCIES + "DELINQUENCIES\n90 days          1                  2          3\n",
        layout.INTEREST + layout.REMITTANCE + "INTEREST\nA-2             280.00\n",
        layout.COVER + "12 Elm Street\n????\nDate of Report: soon\n",
        layout.EXHIBITS + "1. A sheet\n????\n",
        "Class            Balance\n-----       ------------\nA-1             1,000.00\n",
        "SIGNATURES\n????\nBy: Ann Archer\n",
        layout.COVER
        + "May 25, 2001\n(Date of report)\nOAK, INC.\n(Former name)\n[ ] Written words\n",
        "Item 5. This\nB. Have any deficiencies occurred? YES.\n Date: 12/26/03\n Amount: $5.00\n",
        layout.COVER + "Words:\n",
    ),
    "bankers_trust": (  # several groups of loans
        " " * 20 + "OVERCOLLATERALIZATION INFORMATION\n\n"
        "                                FIXED GROUP      TOTAL\n"
        "TARGET OVERCOLLATERALIZATION           1.00       2.00\n",
    ),
    "lasalle": ("AMOUNTS PER $1,000 UNIT\n" + layout.FACTORS,),
    "residential_funding": (  # no title of the pool above it
        "                  Group 1          Group 2\nPrepayment           1.00             2.00\n",
    ),
}
"""Cases of text beside the documents of a family, for what is too rare to stand in them."""
LABELS: dict[str, tuple[tuple[str, Iterable[str]], ...]] = {
    "us_bank": (
        ("class_column", _words("class_column", labels.CLASS_COLUMNS)),
        ("factor_column", _words("factor_column", labels.FACTOR_COLUMNS)),
        ("interest_column", _words("interest_column", labels.INTEREST_COLUMNS)),
        ("remittance_column", _words("remittance_column", labels.REMITTANCE_COLUMNS)),
        ("pool_row", _words("pool_row", labels.POOL_ROWS)),
        ("delinquency_column", _words("delinquency_column", labels.DELINQUENCY_COLUMNS)),
        ("class_note", ("Notional Amount",)),
        ("interest_note", ("Notional",)),
        ("remittance_note", ("Notional",)),
        ("delinquency_row", ("90 or more days delinquent", "120-149 Days", "Total")),
    ),
    "base": (
        *(
            (start, [words for texts in table.values() for words in texts.split("|")])
            for start, table in labels.ELSEWHERE.items()
        ),
        ("clause_column", ("Certificates",)),
        (
            "caption_row",
            (
                "(b) The amount of servicing compensation received",
                "Class A Principal Distribution",
                "Class A Interest Payment",
                "Class A Balance at Beginning of Period",
                "Class A Closing Balance",
                "Beginning Class A Balance",
                "Ending Class A Balance",
                "Class A Notes Interest Rate",
                "60-89 Days Principal Balance of Loans",
                "Foreclosure Number of Loans",
            ),
        ),
        (
            "class_column",
            (
                "Applied Realized Loss",
                "Beginning Balance per $1,000",
                "Closing Outstanding Balance",
                "Ending Balance per $1,000",
                "Initial Face Amount",
                "Interest Distributed",
                "Interest per $1,000",
                "Principal Balance Before Distribution",
                "Principal per $1,000",
                "Total Distribution per $1,000",
            ),
        ),
        ("any_column", ("This Month", "Current Period")),
        (
            "any_group",
            (
                "Prior Month",
                "LAST PERIOD INFORMATION",
                "Previous Month's Activity",
                "Next Payment Date",
            ),
        ),
        ("delinquency_column", ("$ Amount",)),
        ("factor_column", ("Deferred Interest per $1,000",)),
        ("caption_row", ("Beginning Pool Principal Balance", "Determination Date")),
        ("caption_row", ("Trigger Event Occurred", "Depositor", "Trustee")),
        ("pool_group", ("Cumulative", "Loan Count:")),
        ("delinquency_row", ("30 to 59 Days Past Due", "3 payments or more")),
        ("factor_line_row", ("Class A-1",)),
        ("percents_row", ("12/25/03",)),
        ("earlier_percents_row", ("12/25/03",)),
        ("beginning_line_row", ("A-1",)),
        ("ending_line_row", ("A-1",)),
        ("ending_factor_line_row", ("A-1",)),
    ),
    "card_servicers": (("charge_offs_row", ("Class A Investor Charge-Offs per $1,000",)),),
    "citibank": (("class_column", ("Interest Accretion",)),),
}
"""The same for labels, by the rule that reads them."""


@functools.cache
def used_by(name: str) -> frozenset[str]:
    """What a grammar uses for the documents of its family and the cases beside them."""
    grammar = load(name)
    with recording(grammar) as used:
        for document in DOCUMENTS:
            if family_of(document) == name:
                parse(document.read_bytes(), grammar=name)
        for sample in SAMPLES.get(name, ()):
            parse(sample, grammar=name)
        for start, texts in LABELS.get(name, ()):
            for text in texts:
                assert read_label(grammar, start, text), (start, text)
    return frozenset(used)


def _of_larks(name: str) -> set[str]:
    """The rules and terminals that the parsers of a grammar have."""
    built = load(name)
    both = (built.layout, built.labels)
    terminals = {one.name for lark in both for one in lark.terminals}
    return (rules_of(built.layout) | rules_of(built.labels) | terminals) - {
        *built.layout.lexer_conf.ignore
    }


@pytest.mark.parametrize("name", GRAMMARS)
def test_what_a_file_defines_is_used_by_a_document_of_its_family_or_a_case(name: str) -> None:
    used = used_by(name) if name != "base" else frozenset().union(*map(used_by, GRAMMARS))
    assert sorted((own(name) & _of_larks(name)) - used) == []


# ---------------------------------------------------------------- every alternative can be read


@pytest.mark.parametrize("name", GRAMMARS)
def test_each_alternative_can_be_reduced(name: str) -> None:
    built = load(name)
    for lark in (built.layout, built.labels):
        reduced = {
            rule
            for actions in _table(lark).values()
            for action, rule in actions.values()
            if action is not Shift
        }
        assert [rule for rule in lark.rules if rule not in reduced] == []


class _Labels:
    """The shortest labels that need each alternative of each rule, and whether they are read.

    Where a label could go on or end, Lark goes on and says nothing: words that another
    alternative begins with can so make one unreadable.
    """

    def __init__(self, lark: Lark) -> None:
        parser: Any = lark.parser
        self.table = parser.parser._parse_table
        self.rules: dict[str, list[Any]] = defaultdict(list)
        for rule in lark.rules:
            self.rules[rule.origin.name].append(rule)
        self.shortest: dict[str, tuple[str, ...]] = {}
        self._find_shortest()

    def _find_shortest(self) -> None:
        """The least words of each rule."""
        is_shorter = True
        while is_shorter:
            is_shorter = False
            for rule in itertools.chain(*self.rules.values()):
                name = rule.origin.name
                if all(one.is_term or one.name in self.shortest for one in rule.expansion):
                    words = self._words(rule.expansion)
                    if name not in self.shortest or len(words) < len(self.shortest[name]):
                        self.shortest[name] = words
                        is_shorter = True

    def _words(self, expansion: Iterable[Any]) -> tuple[str, ...]:
        parts = ((one.name,) if one.is_term else self.shortest[one.name] for one in expansion)
        return tuple(itertools.chain(*parts))

    def of(self, start: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """Each alternative that a start can reach, in the shortest label with it."""
        around: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        waiting: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [(start, (), ())]
        while waiting:
            waiting.sort(key=lambda one: len(one[1]) + len(one[2]), reverse=True)
            name, before, after = waiting.pop()
            if name in around:
                continue
            around[name] = before, after
            for rule in self.rules[name]:
                yield rule, (*before, *self._words(rule.expansion), *after)
                for place, one in enumerate(rule.expansion):
                    if not one.is_term:
                        left = self._words(rule.expansion[:place])
                        right = self._words(rule.expansion[place + 1 :])
                        waiting.append((one.name, (*before, *left), (*right, *after)))

    def is_read(self, start: str, words: Iterable[str], by: Any) -> bool:
        """Whether the parser takes the words, with the help of an alternative."""
        states = [self.table.start_states[start]]
        used = []
        for word in (*words, "$END"):
            while states[-1] != self.table.end_states[start]:
                action, target = self.table.states[states[-1]].get(word, (None, None))
                if action is None:
                    return False
                if action is Shift:
                    states.append(target)
                    break
                used.append(target)
                del states[len(states) - len(target.expansion) :]
                states.append(self.table.states[states[-1]][target.origin.name][1])
        return by in used


@pytest.mark.parametrize("name", GRAMMARS)
def test_no_other_words_make_an_alternative_of_a_label_unreadable(name: str) -> None:
    built = load(name)
    found = _Labels(built.labels)
    unread = [
        (start, str(rule), " ".join(words))
        for start in sorted(built.starts)
        for rule, words in found.of(start)
        if not found.is_read(start, words, rule)
    ]
    assert unread == []


# ---------------------------------------------------------------- totality


def _table(lark: Lark) -> dict[int, dict[str, tuple[object, Any]]]:
    """What a parser does in each state for each name: shift to a state, or reduce a rule."""
    parser: Any = lark.parser
    states: dict[int, dict[str, tuple[object, Any]]] = parser.parser._parse_table.states
    return states


class _Stacks:
    """The states of a parser, and what can lie on its stack below each of them."""

    def __init__(self, lark: Lark) -> None:
        parser: Any = lark.parser
        self.table = _table(lark)
        self.ends = set(parser.parser._parse_table.end_states.values())
        self.terminals = {terminal.name for terminal in lark.terminals} | {"$END"}
        self.names: dict[int, str] = {}
        self.below: dict[int, set[int]] = defaultdict(set)
        for state, actions in self.table.items():
            for name, (action, target) in actions.items():
                if action is Shift:
                    self.below[target].add(state)
                    self.names[target] = name

    def after(self, stack: tuple[int, ...], rule: Any) -> Iterator[tuple[int, ...]]:
        """All stacks that a rule can leave when it is reduced."""
        length = len(rule.expansion)
        stacks = [stack]
        while stacks and len(stacks[0]) <= length:
            stacks = [(under, *one) for one in stacks for under in self.below[one[0]]]
        for one in stacks:
            top = one[: len(one) - length]
            yield (*top, self.table[top[-1]][rule.origin.name][1])

    def dead_ends(self, state: int, terminal: str) -> Iterator[str]:
        """Where the parser cannot take a terminal that this state takes after a reduction."""
        waiting: list[tuple[tuple[int, ...], Any]] = [((state,), self.table[state][terminal][1])]
        seen: set[tuple[int, ...]] = set()
        while waiting:
            for stack in self.after(*waiting.pop()):
                if stack in seen or stack[-1] in self.ends:
                    continue
                seen.add(stack)
                action, rule = self.table[stack[-1]].get(terminal, (None, None))
                if action is None:
                    yield f"{terminal} after {self.names[state]} in {self.names[stack[-1]]}"
                elif action is not Shift:
                    waiting.append((stack, rule))


def _dead_ends(lark: Lark) -> Iterator[str]:
    """Each terminal that the lexer may give and the parser can then not take.

    The lexer gives what the state in force accepts.  Where the parser first reduces rules,
    the state that is in force after that may accept less: LALR merges what may follow a
    rule in all places where it is used.  So each reduction is followed to its end, for
    every stack that can lie below it.
    """
    stacks = _Stacks(lark)
    for state, actions in stacks.table.items():
        for terminal in stacks.terminals & actions.keys():
            if actions[terminal][0] is not Shift:
                yield from stacks.dead_ends(state, terminal)


def test_what_the_lexer_finds_the_parser_can_take(grammar: Grammar) -> None:
    assert sorted(set(_dead_ends(grammar.layout))) == []


INSIDE_A_LINE: dict[str, tuple[str, ...]] = {
    "CERTIFICATES_HERE": (
        "the series",
        "Senior/Subordinate Pass-Through\nCertificates|, Series 1996\n",
    ),
    "CITY": ("the comma, the state and the zip", "Bexley|, IL 60699\n"),
    "CITY_BELOW": ("the comma", "Oak|, Iowa\n"),
    "SECTION_BESIDE_HEAD": ("a head", "II. OWLS|           TOTAL\n"),
    "TRUST_BESIDE_TITLE": ("the title", "Elm Trust 1999-A|     Quarterly Report\n"),
    "_PERIOD_RANGE": ("both days", "Due Period: |6/1/99 - 6/30/99\n"),
    "DAY_OF_PAGES": ("`Distribution`", "June 25, 2003| Distribution\n"),
    "DEPOSITOR": ("the clause in parentheses", "Elm, Inc.|\n(as depositor under it)\n"),
    "EXHIBIT_NUMBER": ("a stop, a blank and a character", "1|. A sheet\n", "A|.   A sheet\n"),
    "FACTORS_PER": ("an amount", "Factors per |$1,000\n", "FACTOR PER |$1,000\n"),
    "FACTOR_TITLE": (
        "an amount and a character",
        "AMOUNTS PER |$1,000 UNIT\n",
        "Interest Detail    Factor Information per |$1,000 of\n",
    ),
    "MONTH_OF_REPORT": ("the report's name", "03/1999| DISTRIBUTION REPORT\n"),
    "OF_FACE": ("blanks and a character", " OF ORIGINAL FACE|   Rates\n"),
    "ISSUER_WITH_ROLE": ("the issuer's role", "ELM TRUST 1996-1 |(ISSUER)\n"),
    "ITEM_EXHIBIT_NUMBER": ("a stop or blanks, and a character", "99|.   A sheet\n"),
    "ITEM_TITLE": ("the line's end", "Other Events|\n"),
    "MARK": ("a letter", "(1)| Words\n", "Note:| Words\n"),
    "REGISTRANT_BEGINS": (
        "a rule, the rest of the name, a rule and the caption",
        "ELM TRUST|\n ------\n H\n ------\n(Exact name\n",
    ),
    "SECTION_OF_GROUP": ("the group's name", "Section 4.02 Words - |GROUP I\n"),
    "SERVICER_IN_BRACKETS": ("its role", "Elm Bank|, as Servicer)\n"),
    "SERVICER_WITH_ROLE": ("its role", "ELM BANK |(SERVICER)\n"),
    "SINGLE_TITLE": ("an amount", "The amounts below are of a Single Certificate of |$1,000:\n"),
    "STREET_BEFORE_ZIP": (
        "the zip, the city, the comma, the state",
        "9 Elm Way|   60699\nOak, IL\n",
    ),
    "STREET_OF_LINE": ("commas, the city, the state, the zip", "9 Elm Way|, Oak, IL  60699\n"),
    "TRUSTEE_NAME": ("its role", "Elm Bank|, Trustee\n"),
    "_AVERAGE_OF_POOL": (
        "the rate and the pool's number",
        "    WEIGHTED AVERAGE RATE: |5.00\nPOOL NUMBER: 7\n",
    ),
    "_AVERAGE_OF_POOLS": (
        "the rate and the pools' numbers",
        "    WEIGHTED AVERAGE RATE: |5.00\nPOOL NUMBER: 7 & 8\n",
    ),
    "_AGREEMENT": (
        "a date, and the trustee's name with its role",
        "Pursuant to the Pooling and Servicing Agreement dated as of |"
        'May 1, 1997, made with Elm Bank (the "Trustee"):\n',
    ),
    "_AS_DEPOSITOR": ("the closing parenthesis", "(as depositor| under it)\n"),
    "_BRACKET": ("a name with its role", " (|Elm Bank, as Servicer)\n"),
    "_BY": ("a character", "By: |A\n"),
    "_BY_ORGANIZATION": ("the organization", "By: |Elm Bank\n"),
    "_CHANGES_IN_SECURITIES": ("a character (_SAME_LINE)", "Changes in Securities: |A\n"),
    "_COMMA_TITLE": ("the title's first letter", ", |Clerk\n"),
    "_COVER_SERIES": ("the series", "Series |1997-1\n"),
    "_EX": ("a number, a stop or blanks, a letter", "EX-|99.1   A sheet\n"),
    "_FORM": ("the form's type", "FORM |8-K\n"),
    "_FOR_EACH": ("an amount and a blank", "(1) Per |$1,000 of\n"),
    "_UNDERLINE": ("the rest of the name", "\n ------\n| H\n"),
    "_IN_CAPACITY": ("the capacity's first letter", ", as |Trustee\n", ", |Servicer\n"),
    "_IN_RESPECT_OF": (
        "the certificates' name and the closing parenthesis",
        "(Issuer in respect of |Elm Certificates)\n",
    ),
    "_ITEM": ("a number, a stop and a letter", "Item |5. Other\n"),
    "_ITEM_STOP": ("a character", ". |Other\n"),
    "_LEGAL_PROCEEDINGS": ("a character (_SAME_LINE)", "Legal Proceedings: |A\n"),
    "_MADE_WITH": ("the trustee's name and role", 'made with |Elm Bank (the "Trustee"):\n'),
    "_MATTERS_SUBMITTED": ("a character (_SAME_LINE)", "Submission of Matters: |A\n"),
    "_MONTHLY_REPORT_INFORMATION": ("a character", "Monthly Report Information: |a\n"),
    "_NAME": ("a character (_GAP)", "Name: |A\n"),
    "_NOTES": ("a mark and a character", "Notes: |(1) A\n"),
    "_NO_ADDRESS": ("the zip", ", , N/A|   60699\n"),
    "_OPEN": ("a digit", " (|7)\n"),
    "_OTHER_INFORMATION": ("a character (_SAME_LINE)", "Other Information: |A\n"),
    "_PAGE_SERIES": (
        "the series, and a pool in brackets or a caption with its value",
        "SERIES |1997-1 (7)\n",
        "SERIES: |1997-1 GROUP I     RATE: 5.00\n",
    ),
    "_POOL_NUMBER": ("the pool's name", "POOL NUMBER: |7\n"),
    "_POOL_NUMBERS": ("the pools' names", "POOL NUMBER: |7 & 8\n"),
    "_SERIES": (
        "a letter or digit",
        "SERIES |1997-1\n",
        ", SERIES |1997-1\n",
        "  SERIES |1997-1\n",
    ),
    "_SERIES_BEFORE": ("the series", "SERIES |1997-1, Elm Notes\n"),
    "_SERIES_HERE": ("the series", ", Series |1996\n"),
    "_SERIES_OF": ("a digit", "ELM Series |1997-1\n"),
    "_TITLE": ("a character (_GAP)", "Title: |A\n"),
}
"""The terminals after which not every text can come: what each promises to follow, and texts
with ``|`` where it ends."""

PROMISED_BEFORE = {
    "_RANGE_TO": "_PERIOD_RANGE",
    "AGREEMENT_TRUSTEE": "_AGREEMENT",
    "CERTIFICATES_NAME": "_AS_DEPOSITOR _IN_RESPECT_OF",
    "DATE": "_AS_DEPOSITOR _AGREEMENT",
    "FIRST_MARK": "_NOTES",
    "ITEM_NUMBER": "_ITEM",
    "MONEY": "FACTOR_TITLE SINGLE_TITLE _FOR_EACH",
    "POOL_NAME_BESIDE": "_OPEN",
    "SERIES_ID": "_AS_DEPOSITOR _SERIES_BEFORE _SERIES_HERE _PAGE_SERIES",
    "STATE": "CITY STREET_OF_LINE",
    "TRUSTEE_NAME": "_AGREEMENT",
    "VALUE_BESIDE": "_AVERAGE_OF_POOL _AVERAGE_OF_POOLS",
    "ZIP_BESIDE": "STREET_BEFORE_ZIP",
    "_AS": "ORGANIZATION",
    "_CLAUSE_SERIES": "_AS_DEPOSITOR",
    "_CLAUSE_WORD": "_AS_DEPOSITOR",
    "_COMMA": "CITY STREET_OF_LINE STREET_BEFORE_ZIP _SERIES_BEFORE",
    "_DATED_AS_OF": "_AS_DEPOSITOR",
    "_EXHIBIT_STOP": "EXHIBIT_NUMBER ITEM_EXHIBIT_NUMBER",
    "_ISSUING": "_AS_DEPOSITOR",
    "_SERIES_HERE": "CERTIFICATES_HERE",
    "_STATE_STOP": "CITY STREET_OF_LINE",
}
"""The same where terminals before it on the line, or in the clause, have looked ahead."""


def _narrow(grammar: Grammar) -> set[str]:
    """The terminals after which a layout cannot take any text."""
    table = _table(grammar.layout)
    terminals = {terminal.name for terminal in grammar.layout.terminals}
    return {
        name
        for actions in table.values()
        for name, (action, target) in actions.items()
        if action is Shift and name in terminals and "OTHER" not in table[target]
    }


def test_where_a_line_begins_any_line_can_stand(grammar: Grammar) -> None:
    assert _narrow(grammar) - INSIDE_A_LINE.keys() - PROMISED_BEFORE.keys() == set()


def _narrow_patterns() -> dict[str, set[str]]:
    """The regular expressions of these terminals, in all grammars."""
    patterns = defaultdict(set)
    for grammar in map(load, GRAMMARS):
        narrow = _narrow(grammar)
        for terminal in grammar.layout.terminals:
            if terminal.name in narrow:
                patterns[terminal.name].add(terminal.pattern.to_regexp())
    return patterns


def _promises(regex: str, promise: str, example: str) -> bool:
    """Whether a terminal ends where the example says, and only with what follows there."""
    before, after = example.split("|")
    others = ["\n"] if after != "\n" else []
    if not promise.startswith("a character"):
        others.append(" ?!\n")

    def ends_before(text: str) -> bool:
        match = re.compile(regex, FLAGS).match(before + text)
        return match is not None and match.end() == len(before)

    return ends_before(after) and not any(map(ends_before, others))


def test_a_terminal_that_needs_more_promises_it() -> None:
    narrow = _narrow_patterns()
    assert INSIDE_A_LINE.keys() | PROMISED_BEFORE.keys() == narrow.keys()
    for name, (promise, *examples) in INSIDE_A_LINE.items():
        kept = {
            (regex, example)
            for regex in narrow[name]
            for example in examples
            if _promises(regex, promise, example)
        }
        assert {example for _, example in kept} == set(examples), name
        not_kept = narrow[name] - {regex for regex, _ in kept}
        assert not_kept == {one for one in not_kept if name in PROMISED_BEFORE and "(?=" not in one}


def test_what_is_promised_before_is_promised_by_a_terminal_that_does() -> None:
    promising = {one for names in PROMISED_BEFORE.values() for one in names.split()}
    assert promising - INSIDE_A_LINE.keys() == {"ORGANIZATION"}  # it ends before `as A`


LINES = sorted(
    {
        line
        for document in DOCUMENTS
        for line in document.read_bytes().decode("latin-1").splitlines()
        if line.strip()
    }
)
TRICKY = """\
FORM 8-K and more|FORM 10-Z|FORM 8-K/B|8-K/A|10-D|Item 5.|Item 5. |Item 5. x|SERIES|SERIES X)
SERIES -|(AS DEPOSITOR BY|(AS DEPOSITOR)|(AS DEPOSITOR ISSUING)|(AS DEPOSITOR DATED AS OF)|as Elm
1.|1. |1. x|1.A|99.1) dated: |dated|dated:|By:|By: /s/|Name:|Title:|Date:|Dated:|Amount:|On|On 5
in a report dated|in a report dated 1|AMOUNTS PER $1|AMOUNTS PER $1,000|AMOUNTS PER 1 x
Bexley, IL 60699|Bexley, IL 60699x|Bexley, IL|12 Elm Street|One|Delaware     333-1234
Delaware     333-123456 and more|333-123456-01 12-3456789|12-34567890|* x|*|(1)|(1) a|(1)a
POOL|DELINQUENCIES|INTEREST|         a  Remittance|Class|Classes  x|-|--|- -|- 3 -|<PAGE>|?
Registrant's telephone number|Registrant's telephone number: 12|YES|NO.|.|SIGNATURES|Exhibit No.
B. Have any deficiencies occurred?|B. Have any deficiencies occurred? NO and so|Amount: $
Amount: 5 x|Date: 12/26/03 and more|Monthly Report Information:|A. Monthly Report Information: |.
Elm, N.A.|Elm Bank as Trustee|Elm Company|ELM TRUST|ELM CERTIFICATES,|STATEMENT TO NOTEHOLDERS
Words:|Distribution Date:|Record Date: x|Determination Date|Section 4.02 (i)
and some prose|(some prose)
9 Elm Way, Oak, IL  60699|9 Elm Way   60699\\nOak, Iowa|, , N/A   60699|Oak, of Iowa   60699|, Trust
Item 7(C).|Item 8.01  Odds|Item 5|Item 5 - Odds|Item 1. None
ITEM 7.\\n\\nOTHER EVENTS|(c)   20.1   A
(Issuer in respect of Certificates)|EX-99.1   A sheet|EX-99.1|Exhibit 20.1   A|Exhibit 20.1|99 - A
99:   A
A.   A|20   A   9
20   A    1,234.50|Elm Certificates, Series 1 Trust
Elm, Inc.\\n(AS DEPOSITOR OF IT)|(Issuer in respect of Elm Certificates|Elm, Oak
ELM, INC.\\nas Servicer\\nBy: /s/ A|ELM,\\nBy:|By: Elm Bank, as|By: ___|/s/ A|By: /s/ (A
Elm Bank,\\n as Trustee|Ann Archer, Clerk|Date: May 25, 2001    By:/s/A|By: Elm Bank, Servicer
"""
FIRST = [
    *(tricky.replace("\\n", "\n") for tricky in re.split(r"[|\n]", TRICKY.strip())),
    *(example.split("|")[0] for _, *examples in INSIDE_A_LINE.values() for example in examples),
    *(one.replace("|", "") for _, *examples in INSIDE_A_LINE.values() for one in examples),
]
OPENINGS = ("", "FORM 8-K\n", "Item 5. This\n", "Exhibit No.\n", "SIGNATURES\n")
SECOND = ("", "some prose\n", "1. A sheet\n", "ELM TRUST\n", "A-1    1.00\n")
_line = st.sampled_from(LINES) | st.sampled_from(FIRST)


@st.composite
def _mangled(draw: st.DrawFn) -> str:
    """A line of a document, whole, cut off, without its beginning, or with its words shuffled."""
    line = draw(_line)
    how = draw(st.integers(0, 5))
    if how == 1:
        return line[: draw(st.integers(0, len(line)))]
    if how == 2:
        return line[draw(st.integers(0, len(line))) :]
    if how == 3:
        return " ".join(draw(st.permutations(line.split(" "))))
    return line


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_mangled(), max_size=12), st.sampled_from(GRAMMARS))
def test_any_sequence_of_lines_parses(lines: list[str], name: str) -> None:
    parse("\n".join(lines), grammar=name)


@pytest.mark.parametrize("name", GRAMMARS)
def test_any_line_may_follow_a_tricky_one(name: str) -> None:
    grammar = load(name)
    for first, opening, second in itertools.product(FIRST, OPENINGS, SECOND):
        assert grammar.read_layout(read_source(f"{opening}{first}\n{second}").text)


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_document_with_tricky_lines_parses(name: str) -> None:
    for opening in OPENINGS:
        parse("\n".join(f"{opening}{first}" for first in FIRST), grammar=name)


# ---------------------------------------------------------------- names


def _record_types(record: type) -> Iterator[type]:
    """A record's type and those of the records in it, but the problems of a report."""
    yield record
    for name, field in fields_of(record).items():
        if field.record and name != "problems":
            yield from _record_types(field.record)


FIELDS = {field.name for record in _record_types(Report) for field in attrs.fields(record)}


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_table_s_rule_has_its_labels(name: str) -> None:
    built = load(name)
    tables = {
        kind
        for rule in built.layout.rules
        for alias in (rule.alias or rule.origin.name,)
        if str(alias).endswith("_table") and not str(alias).startswith("_")
        for kinds in str(alias).removesuffix("_table").split("_or_")
        for kind in kinds.split("_then_")
    }
    readers = {start.rpartition("_")[0] for start in built.starts}
    assert tables - readers == set()
    written = {start.rpartition("_")[0] for start in own(name) & built.starts}
    assert written - tables - {"any"} == set()  # which is every kind


def _values(lark: Lark) -> set[str]:
    """The rules inside one that tells a record from others: their names are values."""
    keys = {name for names in KEYS.values() for name in names}
    inside: dict[str, set[str]] = defaultdict(set)
    waiting: list[str] = []
    for rule in lark.rules:
        parts = {one.name for one in rule.expansion if not one.is_term}
        inside[rule.origin.name] |= parts
        if str(rule.alias or rule.origin.name) in keys:
            waiting.extend(parts)
    values: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in values:
            values.add(name)
            waiting.extend(inside[name] if name.startswith("_") else ())
    return values


def _is_known(rule: str, starts: Iterable[str]) -> bool:
    """Whether a rule's name means something: a field, a table, a label's start, a wrapper."""
    return (
        rule in FIELDS
        or rule in starts
        or rule in _WRAPPERS
        or rule.upper() in Status.__members__
        or rule.endswith(("_table", "_heading", "_head", "_rows", "_unread"))
    )


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_rule_s_name_is_a_field_s_name(name: str) -> None:
    built = load(name)
    named = {
        str(rule.alias or rule.origin.name)
        for lark in (built.layout, built.labels)
        for rule in lark.rules
    }
    shown = {rule for rule in named if not rule.startswith("_")}
    known = {rule for rule in shown if _is_known(rule, built.starts)}
    assert shown - known - _values(built.labels) == set()


# ---------------------------------------------------------------- recognition


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_recognised_by_its_trustee_s_grammar_alone(document: Path) -> None:
    for text in (document.read_bytes().decode("latin-1"), read_source(document.read_bytes()).text):
        choice = grammars.choose(text)
        assert choice.name == family_of(document)
        assert not isinstance(choice, grammars.Unsettled)


def test_a_document_of_nobody_is_read_by_the_base() -> None:
    choice = grammars.choose("what the owl said\n")
    assert choice == ("base", "no trustee's grammar recognises this document")


# ---------------------------------------------------------------- cost

HOSTILE = {
    "blanks": " ",
    "digits": "1",
    "commas": ",",
    "groups": "1,",
    "thousands": ",123",
    "letters": "a",
    "capitals": "A",
    "dashes": "-",
    "dashes apart": "- ",
    "dots": ".",
    "words": "ab ",
    "capital words": "AB ",
    "title words": "Ab ",
    "letters apart": "a ",
    "wide words": "A  ",
    "wide digits": "1  ",
    "numbers": "1,234.56 ",
    "parentheses": "(",
    "open numbers": "(1 ",
    "colons": ":",
    "names": "A, ",
    "as": " as a",
    "report": "report ",
    "dated": "dated ",
    "series": "SERIES ",
}


def _milliseconds(pattern: re.Pattern[str], line: str, runs: int) -> float:
    """The least time of some to match a line."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        pattern.match(line)
        times.append(time.process_time() - start)
    return min(times) * 1000


def _expressions(name: str) -> dict[str, str]:
    """The regular expressions of a grammar's terminals, each with the terminal's name."""
    return {
        one.pattern.to_regexp(): one.name
        for lark in (load(name).layout, load(name).labels)
        for one in lark.terminals
        if not isinstance(one.pattern, PatternStr)
    }


@pytest.mark.parametrize("name", GRAMMARS)
def test_no_terminal_takes_more_than_linear_time(name: str) -> None:
    of_base = _expressions("base") if name != "base" else {}
    for regex in _expressions(name).keys() - of_base.keys():
        pattern = re.compile(regex, FLAGS)
        for unit in HOSTILE.values():
            for start, end in (("", "\n"), ("  ", " x?\n"), ("A", "\x01\n"), ("(1) ", ")\n")):
                short, long = (start + unit * (size // len(unit)) + end for size in (2000, 20000))
                if _milliseconds(pattern, long, 1) > 0.5:
                    after, before = (_milliseconds(pattern, one, 3) for one in (long, short))
                    assert after < 30 * max(before, 0.05), (regex, unit, start, end)
