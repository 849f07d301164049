"""A grammar begun from samples: how to recognise them, and a line for all that nothing mapped."""

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from attrs import Factory, define

from trusteereport import discovery, grammars
from trusteereport.cells import NUMBERS, Cell
from trusteereport.corpora import documents
from trusteereport.discovery import BASE, GrammarError
from trusteereport.explanation import ExplainedLine, explain
from trusteereport.fields import FieldKind, fields_of
from trusteereport.grammars import Grammar
from trusteereport.labels import read_label, without_marks
from trusteereport.parser import parse_source
from trusteereport.records import Statement
from trusteereport.report import Report
from trusteereport.source import Source

# ---------------------------------------------------------------- new: what nothing mapped


class Spot(NamedTuple):
    """A line of a sample."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@define
class _Finding:
    """A label, heading or line that nothing mapped: how many values it costs, where it is first."""

    spot: Spot
    count: int = 0


@define
class _Findings:
    """What the samples have and the grammar does not know, by text."""

    columns: dict[str, _Finding] = Factory(dict)
    rows: dict[str, _Finding] = Factory(dict)
    groups: dict[str, _Finding] = Factory(dict)
    class_heads: dict[str, _Finding] = Factory(dict)
    sections: dict[str, _Finding] = Factory(dict)
    captions: dict[str, _Finding] = Factory(dict)
    lines: dict[str, _Finding] = Factory(dict)


def new_grammar(name: str, sources: Sequence[Source], parent: str = BASE) -> str:
    """The text of a grammar to begin with, from sample documents of a trustee.

    Raises:
        GrammarError: the name is no name, or the parent cannot be found or built.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name == BASE:
        raise GrammarError(
            f"{name!r} is no name for a grammar; take small letters, digits and _, such as elm_bank"
        )
    grammar = grammars.load(parent)
    findings = _Findings()
    for source in sources:
        _look_into(source, parse_source(source, parent), grammar, findings)
    vocabulary = _Vocabulary(grammar)
    parts = [
        *_opening(name, parent, sources),
        *_recognised_already(sources, parent),
        *_recogniser_lines(sources),
        *_label_lines("column", findings.columns, vocabulary, grammar),
        *_label_lines("row", findings.rows, vocabulary, grammar),
        *_label_lines("group", findings.groups, vocabulary, grammar),
        *vocabulary.lines(),
        *_class_head_lines(findings.class_heads),
        *_section_lines(findings.sections, grammar),
        *_caption_lines(findings.captions),
        *_residue_lines(findings.lines),
    ]
    return "\n".join(parts) + "\n"


_THEN = "_then_"
_CAPTION = re.compile(r"^(?P<words>[A-Z][^:\n]{1,60}):[ ]*\S")


def _look_into(source: Source, report: Report, grammar: Grammar, findings: _Findings) -> None:
    """Note what one sample has that nothing mapped."""
    sample = _Sample(
        source.name or "sample", explain(source, grammar.name).lines, grammar, findings
    )
    values = [cell for cell in report.cells if cell.kind != "text" and (cell.row or cell.header)]
    known_rows = {cell.row for cell in values if cell.field}
    known_columns = {cell.header for cell in values if cell.field}
    known_sections = {cell.section for cell in report.cells if cell.field and cell.kind in NUMBERS}
    captions = sample.note_captions_in_heads()
    for cell in values:
        words = _caption_of(cell)
        if cell.field is None and words:
            sample.note(findings.captions, words, cell.line)
        elif cell.field is None:
            plain = cell._replace(header=_without_captions(cell.header, captions))
            sample.blame(plain, plain.row in known_rows, plain.header in known_columns)
            sample.note_class_head(plain)
        if cell.section and cell.section not in known_sections and cell.kind in NUMBERS:
            sample.note_label(findings.sections, cell.section, cell.line)
    for line in report.unparsed:
        caption = _CAPTION.match(line.text)
        where = findings.captions if caption else findings.lines
        sample.note(where, caption["words"] if caption else line.text, line.line)


_NO_LABEL = "Quern Zither"
"""Words that no report has, which only a rule for any words reads."""


@functools.cache
def _kinds_of_lines(grammar: Grammar) -> frozenset[str]:
    """The kinds of single lines of records: what they know, other tables need not know.

    A record's first line may name its class by any words.
    """
    tables = (str(rule.alias or rule.origin.name) for rule in grammar.layout.rules)
    return frozenset(
        kind
        for table in tables
        if _THEN in table
        for kind in table.removesuffix("_table").split(_THEN)
    )


@define
class _Sample:
    """One sample while it is looked into: its lines with what read them."""

    file: str
    lines: tuple[ExplainedLine, ...]
    grammar: Grammar
    findings: _Findings
    heads: list[ExplainedLine] = Factory(list)
    """The lines that were read as heads of tables."""

    def __attrs_post_init__(self) -> None:
        self.heads = [
            line
            for line in self.lines
            if any(reading.endswith(".head") for reading in line.readings)
        ]

    def note(self, findings: dict[str, _Finding], text: str, line: int) -> None:
        """Count a text once more, with the line where it stands."""
        findings.setdefault(text, _Finding(Spot(self.file, line))).count += 1

    def note_label(self, findings: dict[str, _Finding], label: str, line: int) -> None:
        """Count a label above a line, with the nearest line that has its last word."""
        word = label.rsplit(maxsplit=1)[-1]
        here = bisect_left(self.lines, line, key=attrgetter("number"))
        above = [one for one in self.lines[max(here - 80, 0) : here] if word in one.text]
        self.note(findings, label, above[-1].number if above else line)

    def blame(self, cell: Cell, row_known: bool, column_known: bool) -> None:
        """Note which of a value's two labels says nothing."""
        if cell.header and not column_known and not self._reads("column", cell.header):
            self.note_label(self.findings.columns, cell.header, cell.line)
        if cell.row and not row_known and not self._reads("row", cell.row):
            self.note(self.findings.rows, cell.row, cell.line)
        for words in cell.groups:
            if not self._reads("group", words):
                self.note_label(self.findings.groups, words, cell.line)

    def _reads(self, axis: str, text: str) -> bool:
        starts = (start for start in self.grammar.starts if start.endswith(f"_{axis}"))
        return any(
            read_label(self.grammar, start, text)
            for start in starts
            if start.removesuffix(f"_{axis}") not in _kinds_of_lines(self.grammar)
            and not read_label(self.grammar, start, _NO_LABEL)  # any words are names there
        )

    def note_captions_in_heads(self) -> list[str]:
        """Note captions that were read as the beginning of a table's head; gives their values."""
        values = []
        for line in self.heads:
            caption = _CAPTION.match(line.text.strip())
            if caption:
                self.note(self.findings.captions, caption["words"], line.number)
                values.append(" ".join(line.text.split(":", 1)[1].split()))
        return values

    def note_class_head(self, cell: Cell) -> None:
        """Note what stands over the ids of classes, in a table that was not read as theirs."""
        meaning = read_label(self.grammar, "class_row", cell.row) if cell.row else None
        place = bisect_left(self.heads, cell.line, key=attrgetter("number"))
        if meaning is None or meaning.record != "classes" or not cell.header or not place:
            return
        head = self.heads[place - 1]
        word = re.match(r"[ ]{0,3}(?P<words>\S+(?: \S+)*)(?=[ ]{2})", head.text)
        if word and not any("_class_or_list_" in reading for reading in head.readings):
            self.note(self.findings.class_heads, word["words"], head.number)


def _caption_of(cell: Cell) -> str | None:
    """The words before a value that stands in no column, where they end with a colon."""
    is_caption = cell.header is None and cell.row is not None and cell.row.endswith(":")
    return cell.row.rstrip(" :") if is_caption and cell.row else None


def _without_captions(header: str | None, values: list[str]) -> str | None:
    for value in values:
        if header and header.startswith(value):
            header = header.removeprefix(value).strip() or None
    return header


def _most_frequent(findings: dict[str, _Finding]) -> list[tuple[str, _Finding]]:
    return sorted(findings.items(), key=lambda item: -item[1].count)


# ---------------------------------------------------------------- new: words


_SIGNS = {"%": "PERCENT_SIGN", "$": "DOLLAR_SIGN", "&": "AND_SIGN", "#": "NUMBER_SIGN", "-": "DASH"}
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d+|[^\sA-Za-z\d]")


_ANY_WORDS = ("Zyx", "zyx")
"""Words that no label has: a terminal that reads one of them reads any words."""


class _Vocabulary:
    """The terminals for words, those of a grammar and those that samples make necessary."""

    def __init__(self, grammar: Grammar) -> None:
        self._taken = {
            one.name for lark in (grammar.layout, grammar.labels) for one in lark.terminals
        }
        self._known = [
            (one.name, regex)
            for one in grammar.labels.terminals
            if not one.name.endswith("_ID") and one.name not in grammar.labels.lexer_conf.ignore
            if not any(
                (regex := re.compile(one.pattern.to_regexp(), re.ASCII)).match(word)
                for word in _ANY_WORDS
            )
        ]
        self._new: dict[str, str] = {}

    def terminals_of(self, label: str) -> list[str]:
        """The terminals that read a label's words, one after the other."""
        text = " ".join(without_marks(label).split())
        names = []
        while text:
            name, length = self._longest(text)
            names.append(name)
            text = text[length:].lstrip()
        return names

    def _longest(self, text: str) -> tuple[str, int]:
        found = [
            (match.end(), name)
            for name, regex in self._known
            if (match := regex.match(text)) and _ends_word(text, match.end())
        ]
        if found:
            length, name = max(found, key=lambda one: one[0])
            return name, length
        match = _WORD.match(text)
        word = match.group() if match else text[0]
        return self._define(word), len(word)

    def _define(self, word: str) -> str:
        """A new terminal for a word; one for a word and its plural."""
        stem = word[:-1] if re.fullmatch(r"[A-Za-z]{3,}[^isu\W\d_]s", word) else word
        regex = re.escape(stem.lower())
        if word[-1].isalnum():
            regex += r"s?\b" if stem != word else r"\b"
        name = _SIGNS.get(word) or re.sub(r"\W", "", stem).upper() or f"SIGN_{ord(word[0]):X}"
        if name[0].isdigit():
            name = f"NUMBER_{name}"
        if stem == word or name not in self._new:
            while name in self._taken:
                name += "_WORD"
        self._taken.add(name)
        self._new[name] = regex
        self._known.append((name, re.compile(regex, re.IGNORECASE | re.ASCII)))
        return name

    def lines(self) -> Iterator[str]:
        """The definitions of the words that samples make necessary."""
        if self._new:
            yield ""
            yield "// ---------------------------------------------------------------- words"
            yield "//"
            yield "// The words above that no terminal reads yet. Take away the // of those in use."
            yield ""
            for name, regex in sorted(self._new.items()):
                slashes = regex.replace("/", r"\/")
                yield f"// {name}: /{slashes}/i"


def _ends_word(text: str, end: int) -> bool:
    return end > 0 and not (text[end - 1 : end].isalnum() and text[end : end + 1].isalnum())


# ---------------------------------------------------------------- new: the file


def _opening(name: str, parent: str, sources: Sequence[Source]) -> list[str]:
    files = ", ".join(source.name or "sample" for source in sources)
    first = [] if parent == BASE else [f"// extends: {parent}"]
    return [
        *first,
        f"// {name}.lark: TRUSTEE: what is its own.",
        "//",
        f"// Begun from {files}. Lines that begin with // do nothing: complete",
        "// them, take away the //, and delete what you do not need. docs/grammars.md explains.",
        "",
    ]


def _recognised_already(sources: Sequence[Source], parent: str) -> Iterator[str]:
    """A hint where another grammar reads the samples: this one then is to extend it."""
    names = Counter(grammars.choose(source.text).name for source in sources)
    for name, count in names.items():
        if name not in (BASE, parent):
            yield f"// {name} recognises {count} of {len(sources)} samples: use --extends {name},"
            yield "// or let each of the two want what the other's documents do not have."
            yield ""


def _recogniser_lines(sources: Sequence[Source]) -> list[str]:
    candidates = list(_distinctive(sources))
    if not candidates:
        return [
            "// No line is common to all samples and in no other grammar's documents.",
            "// RECOGNISED_BY: /WHAT ONLY THIS TRUSTEE PRINTS/",
        ]
    best, *rest = candidates
    lines = [
        f"// {best.spot}. It must be what only this trustee prints; begin with plain words,",
        "// not with ^ or .*, and it costs next to nothing.",
        f"RECOGNISED_BY: /{_as_regex(best.text)}/",
    ]
    lines += [f"// or {one.spot}: /{_as_regex(one.text)}/" for one in rest[:4]]
    return lines


def _as_regex(text: str) -> str:
    return re.sub(r"([\\.^$*+?{}\[\]|()/])", r"\\\1", text)


class _Candidate(NamedTuple):
    """A line that could recognise a trustee."""

    text: str
    spot: Spot


_COMPANY = re.compile(r"(?i)\b(?:bank|trustee|trust (?:company|co)|n\.a\.|association|administrat)")
_OF_ONE_REPORT = re.compile(
    r"\d|(?i:\b(?:page|date|dated|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b)"
)


def _distinctive(sources: Sequence[Source]) -> Iterator[_Candidate]:
    """Lines that all samples have and that are not those of others, the likeliest first."""
    common = set.intersection(*({line.strip() for line in one.lines} for one in sources))
    common -= _lines_of_others()
    known = discovery.all_known().recognisers.values()
    first = sources[0]
    found = {
        text: _Candidate(text, Spot(first.name or "sample", line.number))
        for page, line in reversed(list(zip(first.lines, explain(first, BASE).lines, strict=False)))
        if (text := page.strip()) in common
        and not _is_form(line)
        and len(re.findall(r"[A-Za-z]", text)) >= 8
        and not any(regex.search(text) for regex in known)
    }
    yield from sorted(found.values(), key=_unlikelihood)


def _is_form(line: ExplainedLine) -> bool:
    """Whether a line says what Form 8-K says everywhere, or who signed this one."""
    return any(
        reading.partition(".")[0] in ("cover", "events", "exhibits", "signature")
        and reading != "signature.organization"
        for reading in line.readings
    )


def _unlikelihood(candidate: _Candidate) -> tuple[bool, bool, bool, int]:
    """Smaller for what a trustee prints of itself than for what is one deal's or one month's."""
    text = candidate.text
    return (
        bool(_OF_ONE_REPORT.search(text)),
        not _COMPANY.search(text),
        "  " in text,
        candidate.spot.line,
    )


@functools.cache
def _lines_of_others() -> frozenset[str]:
    """The lines of the package's own corpus: a checkout has it, an installed package does not."""
    corpus = Path(__file__).parents[3] / "corpus"
    return frozenset(
        line.strip()
        for path in documents(corpus)
        for line in path.read_text("latin-1").splitlines()
    )


_AXES = {"column": "heads of columns", "row": "labels of rows", "group": "groups of rows"}


def _label_lines(
    axis: str, findings: dict[str, _Finding], vocabulary: _Vocabulary, grammar: Grammar
) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield f"// ---------------------------------------------------------------- {_AXES[axis]}"
    yield "//"
    if axis == "group":
        yield "// Words over rows or at the left of them. They need a rule only where they say what"
        yield "// the rows are: a class, a pool, a status, a field."
    yield "// Write the field (docs/records.md) for FIELD. Where no rule has that name yet, take"
    yield f"// away %extend, and list the field: `%extend pool_{axis}: FIELD`, if these are pools."
    told = set()
    for label, finding in _most_frequent(findings):
        terminals = vocabulary.terminals_of(label)
        words = " ".join(terminals)
        if not words or words in told:
            continue
        told.add(words)
        guesses = _guesses(terminals, grammar)
        perhaps = f"; perhaps {' or '.join(guesses)}" if guesses else ""
        yield ""
        yield f"// {label!r}: {_values(finding.count)}, {finding.spot}{perhaps}"
        yield f"// %extend FIELD: {words}"


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


@functools.cache
def _number_fields() -> tuple[str, ...]:
    """The names of the fields of a statement and its records that hold numbers."""
    names: dict[str, None] = {}
    for name, field in fields_of(Statement).items():
        inner = fields_of(field.record) if field.record else {name: field}
        names |= {one: None for one, kind in inner.items() if kind.kind is FieldKind.NUMBER}
    return tuple(names)


_OTHER_WORDS = {
    "closing": "ending",
    "opening": "beginning",
    "prior": "beginning",
    "loss": "losses",
    "loan": "loans",
    "amount": "distribution",
}


def _guesses(terminals: list[str], grammar: Grammar) -> list[str]:
    """The fields whose names have most words in common with a label, two at most."""
    words = {word for name in terminals for word in name.lower().split("_")}
    words |= {_OTHER_WORDS[word] for word in words & _OTHER_WORDS.keys()}
    rules = {str(rule.origin.name) for rule in grammar.labels.rules}
    scored = [
        (len(shared) / len(parts), name in rules, -place, name)
        for place, name in enumerate(_number_fields())
        if (shared := (parts := set(name.split("_"))) & words)
    ]
    best = sorted(scored, reverse=True)
    return [name for score, _, _, name in best[:2] if score >= 0.5]


def _class_head_lines(findings: dict[str, _Finding]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield "// ---------------------------------------------------------------- tables of classes"
    yield "//"
    yield "// What may stand over the ids of classes: a table of classes is known by this line of"
    yield "// its head."
    for words, finding in _most_frequent(findings):
        yield ""
        yield f"// {words!r}: {_values(finding.count)}, {finding.spot}"
        yield rf"// %extend CLASS_HEAD: /^[ ]*+{_as_regex(words)}[ ]{{2,}}[^\n]*/ EOL"


def _section_lines(findings: dict[str, _Finding], grammar: Grammar) -> Iterator[str]:
    if not findings:
        return
    stack_names = {one.name for one in grammar.layout.terminals}
    kinds = [
        start.removesuffix("_row")
        for start in sorted(grammar.starts)
        if start.endswith("_row") and f"{start.removesuffix('_row').upper()}_TITLE" in stack_names
    ]
    yield ""
    yield "// ---------------------------------------------------------------- sections"
    yield "//"
    yield "// Nothing below these headings is in a field. Where their tables are of a kind that has"
    yield "// headings, write it for KIND. Where not, and the labels above do not help, give them"
    yield "// a kind of their own: docs/grammars.md. Kinds that have headings:"
    yield f"// {', '.join(one.upper() for one in kinds)}."
    for heading, finding in _most_frequent(findings):
        words = r"[ ]+".join(_as_regex(word) for word in heading.split())
        yield ""
        yield f"// {heading!r}: {_values(finding.count)}, {finding.spot}"
        yield rf"// %extend KIND_TITLE: /^[ ]*+{words}(?=\n)/ EOL"


def _caption_lines(findings: dict[str, _Finding]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield "// ---------------------------------------------------------------- captions"
    yield "//"
    yield "// Write the field for FIELD, and what it holds for VALUE: DATE, MONEY, YES_NO or WORDS."
    for words, finding in _most_frequent(findings):
        name = "_".join(["caption", *re.findall(r"[a-z0-9]+", words.lower())])
        yield ""
        yield f"// {words!r}: {_times(finding.count)}, {finding.spot}"
        yield f"// %extend _caption: {name}"
        yield f"// {name}: _{name.upper()} (VALUE | OTHER) -> FIELD"
        yield f"// _{name.upper()}.13: /^[ ]*+{_as_regex(words)}:/i _GAP"


def _residue_lines(findings: dict[str, _Finding]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield "// ---------------------------------------------------------------- other lines"
    yield "//"
    yield "// No rule explains these."
    yield ""
    for text, finding in _most_frequent(findings)[:40]:
        yield f"// {finding.spot}, {_times(finding.count)}: {text}"
