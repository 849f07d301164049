"""The rules and terminals of the base, as a page made from the grammar file."""

import re
from collections.abc import Iterator

from trusteereport import discovery
from trusteereport.discovery import BASE

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
