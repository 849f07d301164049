"""Tools for those who write grammars: list, show, begin and test them; the reference of the base.

What is printed here is for people; nothing else in the package stands on it.
"""

import functools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import unified_diff
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from attrs import Factory, define, frozen

from trusteereport import discovery, grammars
from trusteereport.cells import Cell
from trusteereport.discovery import BASE, SHIPPED, Broken, GrammarError, Layer
from trusteereport.explanation import ExplainedLine, explain
from trusteereport.fields import FieldKind, fields_of
from trusteereport.grammars import Grammar
from trusteereport.labels import read_label
from trusteereport.parser import parse_source
from trusteereport.problems import TrusteeReportError
from trusteereport.records import Statement
from trusteereport.report import Report
from trusteereport.serialization import dumps
from trusteereport.source import Source, read_file

DOCUMENT, EXPECTED = ".txt", ".yaml"
_NUMBERS = ("number", "percent")


def _table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
    """Rows as lines with their columns below each other; the first row is the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    flush_right = set(right)
    lines = (
        "  ".join(
            cell.rjust(width) if column in flush_right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


# ---------------------------------------------------------------- list, show


def list_grammars() -> tuple[str, list[Broken]]:
    """A table of the grammars that are found, and what is broken.

    The grammars of others than the package are built for it.
    """
    found = discovery.all_known()
    for name, layer in found.layers.items():
        if layer.source != SHIPPED:
            _try_to_load(name)
    broken = grammars.broken()
    names = {one.name for one in broken if one.name}
    rows = [("name", "source", "extends", "recognises")]
    rows += [_listed(layer) for layer in found.layers.values() if layer.name not in names]
    return _table(rows), broken


def _try_to_load(name: str) -> None:
    try:
        grammars.load(name)
    except GrammarError:
        return  # grammars.broken() has it


def _listed(layer: Layer) -> tuple[str, str, str, str]:
    source = layer.source
    if layer.replaces:
        source += f", replaces {layer.replaces.source}"
    if layer.name == BASE:
        return layer.name, source, "-", "what no other does"
    recognises = discovery.recogniser_text(layer) or "nothing: only by name"
    return layer.name, source, discovery.extends(layer), recognises


def show_grammar(name: str) -> str:
    """The stacked text of a grammar, each line with the file and line that it comes from.

    Raises:
        GrammarError: there is no such grammar, or what it extends is not there.
    """
    stack = grammars.stack_of(name)
    labels = _file_labels(stack)
    lines = [
        (f"{label}:{number}", line)
        for layer, label in zip(stack, labels, strict=True)
        for number, line in enumerate(layer.text.rstrip("\n").split("\n"), start=1)
    ]
    width = max(len(origin) for origin, _ in lines)
    files = (
        f"// {label}: {layer.path} ({layer.source})\n"
        for layer, label in zip(stack, labels, strict=True)
    )
    text = (f"{origin:{width}}  {line}".rstrip() + "\n" for origin, line in lines)
    return "".join([*files, *text])


def _file_labels(stack: Sequence[Layer]) -> list[str]:
    """The names of the files, or their paths where two have the same name."""
    names = Counter(layer.path.name for layer in stack)
    return [layer.path.name if names[layer.path.name] == 1 else str(layer.path) for layer in stack]


# ---------------------------------------------------------------- test


@frozen
class DocumentResult:
    """What came out of a document of a corpus."""

    name: str
    numbers: int = 0
    mapped: int = 0
    residue: tuple[int, ...] = ()
    recognised: str = ""
    snapshot: str = ""
    failures: tuple[str, ...] = ()


def check_corpus(
    name: str, corpus: Path, *, update: bool = False, others: Sequence[Path] = ()
) -> tuple[str, bool]:
    """Read the documents of a folder with a grammar; a table, and whether something failed.

    Args:
        name: the grammar's name or path.
        corpus: the folder; the expected dump of ``a.txt`` is ``a.yaml`` beside it.
        update: write the expected files.
        others: folders of documents that the grammar must not recognise.

    Raises:
        GrammarError: the grammar cannot be found or built.
        TrusteeReportError: a folder is not there or holds no document.
    """
    layer = grammars.find(name)
    grammars.load(name)
    documents = _documents(corpus)
    results = [_read_document(name, layer, corpus, one, update=update) for one in documents]
    failures = [failure for one in results for failure in one.failures]
    failures += _without_document(corpus, documents)
    for folder in others:
        failures += _wrongly_recognised(layer, folder)
    text = _result_table(results) + "".join(f"\n{failure}\n" for failure in failures)
    return text, bool(failures)


def _documents(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise TrusteeReportError(f"{folder}: no such folder")
    found = sorted(folder.rglob(f"*{DOCUMENT}"))
    if not found:
        raise TrusteeReportError(f"{folder}: no document ({DOCUMENT}) in this folder")
    return found


def _read_document(
    name: str, layer: Layer, corpus: Path, document: Path, *, update: bool
) -> DocumentResult:
    shown = document.relative_to(corpus).as_posix()
    try:
        source = read_file(document)
        report = parse_source(source, name)
    except TrusteeReportError as error:
        return DocumentResult(shown, snapshot="failed", failures=(str(error),))
    recognised, misrecognised = _recognition(layer, source.text)
    snapshot, difference = _compare(document, dumps(report), update=update)
    numbers, mapped = count_numbers(report)
    return DocumentResult(
        shown,
        numbers,
        mapped,
        tuple(line.line for line in report.unparsed),
        recognised,
        snapshot,
        tuple(f"{shown}: {one}" for one in (misrecognised, difference) if one),
    )


def count_numbers(report: Report) -> tuple[int, int]:
    """How many numbers a report has, and how many of them are in a field."""
    numbers = [cell for cell in report.cells if cell.kind in _NUMBERS]
    return len(numbers), sum(cell.field is not None for cell in numbers)


def _recognition(layer: Layer, text: str) -> tuple[str, str | None]:
    """Whether a grammar and no other recognises a text: in a word, and what is wrong."""
    recogniser = discovery.recogniser_of(layer)
    if recogniser is None:
        return "by name", None
    if not recogniser.search(text):
        return "no", f"RECOGNISED_BY of {layer.path} does not find this document"
    choice = grammars.choose(text)
    below = {one.name for one in discovery.all_known().stack(layer)}
    if choice.name in below and not isinstance(choice, grammars.Unsettled):
        return "yes", None
    return "not alone", f"recognised as {choice.name}, too: {choice.reason}"


def _compare(document: Path, found: str, *, update: bool) -> tuple[str, str | None]:
    """Compare a dump with the expected one: the result in a word, and what differs."""
    expected = document.with_suffix(EXPECTED)
    before = expected.read_text("utf-8") if expected.is_file() else None
    if before == found:
        return "ok", None
    if update:
        expected.write_text(found, encoding="utf-8", newline="\n")
        return "written" if before is None else "updated", None
    if before is None:
        return "missing", f"{expected.name} is missing; --update writes it"
    difference = list(
        unified_diff(before.split("\n"), found.split("\n"), expected.name, "found", lineterm="")
    )
    shown = "\n  ".join(difference[:12] + (["..."] if len(difference) > 12 else []))
    return "failed", f"differs from the expected file:\n  {shown}"


def _without_document(corpus: Path, documents: list[Path]) -> Iterator[str]:
    known = {document.with_suffix(EXPECTED) for document in documents}
    for expected in sorted(corpus.rglob(f"*{EXPECTED}")):
        if expected not in known:
            yield f"{expected.relative_to(corpus).as_posix()}: has no document beside it"


def _wrongly_recognised(layer: Layer, folder: Path) -> Iterator[str]:
    recogniser = discovery.recogniser_of(layer)
    for document in _documents(folder) if recogniser else ():
        text = read_file(document).text
        match = recogniser.search(text) if recogniser else None
        if match:
            line = text.count("\n", 0, match.start()) + 1
            yield (
                f"{document}:{line}: RECOGNISED_BY of {layer.path} claims this document of "
                f"another trustee by {match.group()!r}; let it want more"
            )


def _result_table(results: Sequence[DocumentResult]) -> str:
    rows = [("document", "numbers", "mapped", "residue", "recognised", "snapshot")]
    rows += [
        (
            one.name,
            str(one.numbers),
            _percent(one.mapped, one.numbers),
            _residue(one.residue),
            one.recognised,
            one.snapshot,
        )
        for one in results
    ]
    numbers, mapped = sum(one.numbers for one in results), sum(one.mapped for one in results)
    residue = sum(len(one.residue) for one in results)
    good = sum(not one.failures for one in results)
    total = f"{good} of {len(results)} ok"
    rows.append((total, str(numbers), _percent(mapped, numbers), str(residue), "", ""))
    return _table(rows, right=(1, 2))


def _residue(lines: tuple[int, ...]) -> str:
    """How many lines, and the first of them."""
    if not lines:
        return "0"
    first = ", ".join(map(str, lines[:3]))
    return f"{len(lines)} (line {first}{', ...' if len(lines) > 3 else ''})"


def _percent(part: int, whole: int) -> str:
    """A share in percent, cut off, so that 100 means all."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "-"


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
        *vocabulary.lines(),
        *_class_head_lines(findings.class_heads),
        *_section_lines(findings.sections, grammar),
        *_caption_lines(findings.captions),
        *_residue_lines(findings.lines),
    ]
    return "\n".join(parts) + "\n"


_CAPTION = re.compile(r"^(?P<words>[A-Z][^:\n]{1,60}):[ ]*\S")


def _look_into(source: Source, report: Report, grammar: Grammar, findings: _Findings) -> None:
    """Note what one sample has that nothing mapped."""
    sample = _Sample(
        source.name or "sample", explain(source, grammar.name).lines, grammar, findings
    )
    values = [cell for cell in report.cells if cell.kind != "text" and (cell.row or cell.header)]
    known_rows = {cell.row for cell in values if cell.field}
    known_columns = {cell.header for cell in values if cell.field}
    known_sections = {cell.section for cell in report.cells if cell.field}
    captions = sample.note_captions_in_heads()
    for cell in values:
        if cell.field is None:
            plain = cell._replace(header=_without_captions(cell.header, captions))
            sample.blame(plain, plain.row in known_rows, plain.header in known_columns)
            sample.note_class_head(plain)
        if cell.section and cell.section not in known_sections and cell.kind in _NUMBERS:
            sample.note_label(findings.sections, cell.section, cell.line)
    for line in report.unparsed:
        caption = _CAPTION.match(line.text)
        where = findings.captions if caption else findings.lines
        sample.note(where, caption["words"] if caption else line.text, line.line)


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

    def _reads(self, axis: str, text: str) -> bool:
        starts = (start for start in self.grammar.starts if start.endswith(f"_{axis}"))
        return any(read_label(self.grammar, start, text) for start in starts)

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
        if word and not any(".class_" in reading for reading in head.readings):
            self.note(self.findings.class_heads, word["words"], head.number)


def _without_captions(header: str | None, values: list[str]) -> str | None:
    for value in values:
        if header and header.startswith(value):
            header = header.removeprefix(value).strip() or None
    return header


def _most_frequent(findings: dict[str, _Finding]) -> list[tuple[str, _Finding]]:
    return sorted(findings.items(), key=lambda item: -item[1].count)


# ---------------------------------------------------------------- new: words


_SIGNS = {"%": "PERCENT_SIGN", "$": "DOLLAR_SIGN", "&": "AND_SIGN", "#": "NUMBER_SIGN", "-": "DASH"}
_MARKS = re.compile(r"\(\d+\)|[*:().,/]")
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d+|[^\sA-Za-z\d]")


class _Vocabulary:
    """The terminals for words, those of a grammar and those that samples make necessary."""

    def __init__(self, grammar: Grammar) -> None:
        self._taken = {
            one.name for lark in (grammar.layout, grammar.labels) for one in lark.terminals
        }
        self._known = [
            (one.name, re.compile(one.pattern.to_regexp(), re.ASCII))
            for one in grammar.labels.terminals
            if not one.name.endswith("_ID") and one.name not in grammar.labels.lexer_conf.ignore
        ]
        self._new: dict[str, str] = {}

    def terminals_of(self, label: str) -> list[str]:
        """The terminals that read a label's words, one after the other."""
        text = " ".join(_MARKS.sub(" ", label).split())
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
    corpus = Path(__file__).parents[2] / "corpus"
    return frozenset(
        line.strip()
        for path in corpus.rglob(f"*{DOCUMENT}")
        for line in path.read_text("latin-1").splitlines()
    )


def _label_lines(
    axis: str, findings: dict[str, _Finding], vocabulary: _Vocabulary, grammar: Grammar
) -> Iterator[str]:
    if not findings:
        return
    what = "heads of columns" if axis == "column" else "labels of rows"
    yield ""
    yield f"// ---------------------------------------------------------------- {what}"
    yield "//"
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
        yield rf"// %extend CLASS_HEAD: /^[ ]*{_as_regex(words)}[ ]{{2,}}[^\n]*/ EOL"


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
    yield f"// headings ({', '.join(one.upper() for one in kinds)}), write it for KIND. Where not,"
    yield "// and the labels above do not help, give them a kind of their own: docs/grammars.md."
    for heading, finding in _most_frequent(findings):
        words = r"[ ]+".join(_as_regex(word) for word in heading.split())
        yield ""
        yield f"// {heading!r}: {_values(finding.count)}, {finding.spot}"
        yield rf"// %extend KIND_TITLE: /^[ ]*{words}(?=\n)/ EOL"


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
        yield f"// _{name.upper()}.13: /^[ ]*{_as_regex(words)}:/i _GAP"


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


# ---------------------------------------------------------------- reference


_BANNER = re.compile(r"^// (?P<rule>[=-])(?P=rule){20,} (?P<title>.+)$")
_DEFINED = re.compile(r"^(?:%(?:extend|override|ignore)\s+)?[?!]?(?P<name>\w+)(?:\.-?\d+)?:?")


def base_rules() -> str:
    """The reference of the base's rules and terminals, as Markdown, from its own text."""
    text = discovery.shipped().layers[BASE].text
    lines = [
        "# Rules and terminals of the base",
        "",
        "<!-- made by `trusteereport grammar rules > docs/base_rules.md`; do not edit -->",
        "",
        "What `grammars/base.lark` defines, for `%extend` and `%override`, with its comments.",
        "[grammars.md](grammars.md) says how to write such rules.",
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join([*lines, *_reference(text.split("\n")), ""]))


def _reference(lines: list[str]) -> Iterator[str]:
    """A heading for each part of a grammar, its comments, and a table of its definitions."""
    comment: list[str] = []
    entries: list[str] = []
    for line in lines:
        banner = _BANNER.match(line)
        if banner:
            yield from _entries(entries)
            level = "##" if banner["rule"] == "=" else "###"
            yield from ("", f"{level} {_title(banner['title'])}", "")
        elif line.startswith("//"):
            comment.append(line.removeprefix("//").removeprefix(" "))
        else:
            yield from _paragraph(comment, entries)
            if line.strip():
                _add_entry(entries, line)
    yield from _entries(entries)


def _title(text: str) -> str:
    return text.strip().lstrip("0123456789. ").capitalize()


def _paragraph(comment: list[str], entries: list[str]) -> Iterator[str]:
    """A comment; one with columns keeps them."""
    if not comment:
        return
    yield from _entries(entries)
    has_columns = any("   " in line for line in comment)
    yield from ("", *(["```text", *comment, "```"] if has_columns else map(_escaped, comment)), "")
    comment.clear()


def _escaped(text: str) -> str:
    return re.sub(r"([<>|*_])", r"\\\1", text)


def _add_entry(entries: list[str], line: str) -> None:
    """A row for a definition; a line that goes on with one belongs to the row before."""
    match = None if line.startswith((" ", "\t", "|")) else _DEFINED.match(line)
    if match:
        entries.append(f"| `{match['name']}` | {_code(line[match.end() :].strip())} |")
    elif entries:
        entries[-1] = f"{entries[-1].removesuffix(' |')}<br>{_code(line.strip())} |"


def _code(text: str) -> str:
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text}{ticks}".replace("|", r"\|") if text else ""


def _entries(entries: list[str]) -> Iterator[str]:
    if entries:
        yield from ("", "| name | is |", "| --- | --- |", *entries, "")
        entries.clear()
