"""The command line: ``trusteereport dump``, ``cells`` and ``explain``.

Imports are inside the commands: ``--help`` and completion shall not wait for the parser.
"""

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trusteereport.problems import TrusteeReportError

if TYPE_CHECKING:
    from trusteereport.report import Report
    from trusteereport.source import Source

OK, PROBLEMS, MISTAKE = 0, 1, 2
STANDARD_INPUT = "-"

_grammar_option = click.option(
    "--grammar",
    metavar="NAME|PATH",
    help="Read with this grammar instead of the one that recognises the document.",
)
_strict_option = click.option(
    "--strict", is_flag=True, help="Exit with status 1 where something was not understood."
)
_files_argument = click.argument("files", nargs=-1, required=True, metavar="FILE...")


class _Commands(click.Group):
    """The commands; a reader that closes the pipe has seen enough, which is no error."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the arguments name."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _silence_output()
            return OK
        return status


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="trusteereport", prog_name="trusteereport")
def cli() -> None:
    """Read trustees' monthly reports on mortgage- and asset-backed securities.

    Exit status: 0; 1 where something was not understood (with --strict); 2 for a mistake of
    the caller, such as a file that is not there.

    \b
    Completion: eval "$(_TRUSTEEREPORT_COMPLETE=bash_source trusteereport)"
    (zsh_source, fish_source for the other shells)
    """


@cli.command()
@_files_argument
@click.option("--format", "format_", type=click.Choice(["yaml", "json"]), default="yaml")
@click.option("-o", "--output", metavar="OUT", help="Write to this file.")
@_grammar_option
@_strict_option
def dump(
    files: tuple[str, ...], format_: Any, output: str | None, grammar: str | None, strict: bool
) -> int:
    """Print the records of each FILE (`-`: standard input) as YAML or JSON.

    \b
    Examples:
      trusteereport dump report.txt
      trusteereport dump --format json -o report.json report.txt
      trusteereport dump *.txt > reports.yaml
      cat report.txt | trusteereport dump -
    """
    from trusteereport.parser import parse_source
    from trusteereport.serialization import dumps_all

    run = _Run(strict)
    reports = run.each(files, lambda source: parse_source(source, grammar))
    texts = dumps_all(reports, format_)
    if output is None:
        for text in texts:
            click.echo(text, nl=False)
    else:
        _write(output, "".join(texts))
    return run.status


@cli.command()
@_files_argument
@_grammar_option
@_strict_option
def cells(files: tuple[str, ...], grammar: str | None, strict: bool) -> int:
    """Print every value of each FILE with its place on the page, one JSON object a line.

    \b
    Examples:
      trusteereport cells report.txt
      trusteereport cells report.txt | grep '"field": null'
    """
    import json

    from trusteereport.cells import plain
    from trusteereport.parser import parse_source

    run = _Run(strict)
    for report in run.each(files, lambda source: parse_source(source, grammar)):
        lines = (json.dumps(plain(cell), ensure_ascii=False) + "\n" for cell in report.cells)
        click.echo("".join(lines), nl=False)
    return run.status


@cli.command()
@click.argument("file", metavar="FILE")
@_grammar_option
@_strict_option
def explain(file: str, grammar: str | None, strict: bool) -> int:
    """Show which grammar reads FILE and why, and the rule that reads each line.

    Lines that no rule explains are marked `residue`.

    \b
    Examples:
      trusteereport explain report.txt
      trusteereport explain --grammar mine.lark report.txt | grep residue
    """
    from trusteereport.explanation import explain as explain_source

    def show(source: "Source") -> "Report":
        explanation = explain_source(source, grammar)
        name, reason = explanation.choice
        click.echo(f"{click.style('grammar', bold=True)} {name}: {reason}")
        for line in explanation.lines:
            reading = ", ".join(line.readings)
            colour = "red" if line.is_residue else "cyan"
            styled = click.style(f"{reading:40}", fg=colour, bold=line.is_residue)
            click.echo(f"{line.number:6} {styled} {line.text}")
        return explanation.report

    run = _Run(strict)
    for _ in run.each((file,), show):
        pass
    return run.status


class _Run:
    """Reads files one after the other; says on standard error what went wrong."""

    def __init__(self, strict: bool) -> None:
        self._strict = strict
        self.status: int = OK

    def each(
        self, files: tuple[str, ...], read: "Callable[[Source], Report]"
    ) -> "Iterator[Report]":
        """The reports of the files that can be read."""
        for file in files:
            try:
                report = read(_source(file))
            except TrusteeReportError as error:
                _say(str(error))
                self.status = MISTAKE
                continue
            if report.problems or any(statement.other for statement in report.statements):
                _say(f"{file}: {_summary(report)}")
                if self._strict:
                    self.status = max(self.status, PROBLEMS)
            yield report
            gc.enable()


def _source(file: str) -> "Source":
    from trusteereport.source import read_file, read_source

    if file == STANDARD_INPUT:
        return read_source(sys.stdin.buffer.read(), "standard input")
    return read_file(file)


def _summary(report: "Report") -> str:
    """The problems of a report, counted by code."""
    counts = Counter(problem.code for problem in report.problems)
    others = sum(len(statement.other) for statement in report.statements)
    if others:
        counts["unmapped-value"] = others
    return ", ".join(f"{count} {code}" for code, count in counts.most_common())


def _write(output: str, text: str) -> None:
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise TrusteeReportError(f"{output}: {error.strerror or error}") from error


def _say(message: str) -> None:
    click.echo(f"trusteereport: {message}", err=True)


def _silence_output() -> None:
    """Let Python's last flush of standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line and exit with its status."""
    status: int | None
    gc.disable()  # until the first report is out: nearly all objects stay; saves 5 % of the run
    try:
        status = cli.main(prog_name="trusteereport", standalone_mode=False)
    except click.exceptions.Exit as request:
        status = request.exit_code
    except click.ClickException as mistake:
        mistake.show()
        status = MISTAKE
    except TrusteeReportError as mistake:
        _say(str(mistake))
        status = MISTAKE
    except OSError as mistake:  # such as a full disk under standard output
        _say(mistake.strerror or str(mistake))
        _silence_output()
        status = MISTAKE
    except (KeyboardInterrupt, click.Abort):
        status = 130
    sys.exit(status or OK)
