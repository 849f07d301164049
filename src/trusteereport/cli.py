"""The command line: ``trusteereport dump``, ``cells``, ``explain`` and ``grammar``.

Imports are inside the commands: ``--help`` and completion shall not wait for the parser.
"""

import gc
import os
import re
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


def _add_folders(context: click.Context, _: click.Parameter, folders: tuple[str, ...]) -> None:
    """Look for grammars in these folders too, until the command has ended."""
    if folders:
        from trusteereport.discovery import adding

        context.with_resource(adding(folders))


_grammars_option = click.option(
    "--grammars",
    metavar="DIR",
    multiple=True,
    expose_value=False,
    callback=_add_folders,
    is_eager=True,
    help="Look for grammars in this folder too; may be given several times.",
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
@_grammars_option
def cli() -> None:
    """Read trustees' monthly reports on mortgage- and asset-backed securities.

    Exit status: 0; 1 where something was not understood (with --strict); 2 for a mistake of
    the caller, such as a file that is not there.

    \b
    Grammars are found in the package, in installed packages that have some, in
    ~/.config/trusteereport/grammars, in the folders of TRUSTEEREPORT_GRAMMARS and in those of
    --grammars; a later one replaces an earlier one of the same name.

    \b
    Completion: eval "$(_TRUSTEEREPORT_COMPLETE=bash_source trusteereport)"
    (zsh_source, fish_source for the other shells)
    """


@cli.command()
@_files_argument
@click.option("--format", "format_", type=click.Choice(["yaml", "json"]), default="yaml")
@click.option("-o", "--output", metavar="OUT", help="Write to this file.")
@_grammar_option
@_grammars_option
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
@_grammars_option
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
@_grammars_option
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
            reading = ", ".join(map(_shortened, line.readings))
            colour = "red" if line.is_residue else "cyan"
            styled = click.style(f"{reading:40}", fg=colour, bold=line.is_residue)
            click.echo(f"{line.number:6} {styled} {line.text}")
        return explanation.report

    run = _Run(strict)
    for _ in run.each((file,), show):
        pass
    return run.status


def _shortened(reading: str) -> str:
    """A reading without the middle of a long list of kinds that a table may be."""
    return re.sub(r"\b([a-z]+_or_)\w*_or_\w*_or_(?=[a-z_]+_table\b)", r"\1..._or_", reading)


@cli.group("grammar", context_settings={"help_option_names": ["-h", "--help"]})
def grammar_commands() -> None:
    """List, show, begin and test grammars.

    \b
    Examples:
      trusteereport grammar list
      trusteereport grammar new quarry --from samples/*.txt
      trusteereport grammar test --grammars . quarry samples
    """


@grammar_commands.command("list")
@_grammars_option
def grammar_list() -> int:
    """List the grammars that are found: name, source, what each extends, how it recognises.

    Grammars of others than the package are built, so that broken ones are told.
    Exit status 1 where one is broken.

    \b
    Examples:
      trusteereport grammar list
      trusteereport grammar list --grammars my_grammars
    """
    from trusteereport.authoring.listing import list_grammars

    text, broken = list_grammars()
    click.echo(text, nl=False)
    for one in broken:
        _say(f"left out: {one.message}")
    return PROBLEMS if broken else OK


@grammar_commands.command("show")
@click.argument("name", metavar="NAME|PATH")
@_grammars_option
def grammar_show(name: str) -> int:
    """Print the text of a grammar with all that it extends, each line with its file and line.

    \b
    Examples:
      trusteereport grammar show us_bank
      trusteereport grammar show us_bank | grep ending_balance
    """
    from trusteereport.authoring.listing import show_grammar

    click.echo(show_grammar(name), nl=False)
    return OK


@grammar_commands.command("new")
@click.argument("name", metavar="NAME")
@click.option(
    "--from",
    "first",
    metavar="FILE...",
    required=True,
    multiple=True,
    help="Sample documents of the trustee; more files may follow.",
)
@click.argument("more", nargs=-1, metavar="")
@click.option(
    "--extends",
    "parent",
    metavar="NAME",
    default="base",
    show_default=True,
    help="The grammar to begin from.",
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    help="Write to this file instead of NAME.lark (`-`: standard output).",
)
@_grammars_option
def grammar_new(
    name: str, first: tuple[str, ...], more: tuple[str, ...], parent: str, output: str | None
) -> int:
    """Begin a grammar from sample documents of a trustee.

    Reads the samples with the base and writes a commented NAME.lark: a line that recognises
    the trustee, and a line to complete for everything that nothing mapped, most frequent first.

    \b
    Examples:
      trusteereport grammar new quarry --from samples/*.txt
      trusteereport grammar new us_bank_2004 --extends us_bank --from a.txt b.txt
    """
    from trusteereport.authoring.proposal import new_grammar

    sources = [_source(file) for file in (*first, *more)]
    text = new_grammar(name, sources, parent)
    target = output or f"{name}.lark"
    if target == STANDARD_INPUT:
        click.echo(text, nl=False)
        return OK
    if Path(target).exists():
        raise TrusteeReportError(
            f"{target}: is there already; take it away, or name another with -o"
        )
    _write(target, text)
    click.echo(f"wrote {target}; complete its lines, then see what it reads:")
    click.echo(f"  trusteereport explain --grammar {target} {first[0]}")
    return OK


@grammar_commands.command("test")
@click.argument("name", metavar="NAME|PATH")
@click.argument("corpus", metavar="DIR")
@click.option("--update", is_flag=True, help="Write the expected files; read them afterwards.")
@click.option(
    "--others",
    metavar="DIR",
    multiple=True,
    help="Documents of others, which the grammar must not recognise.",
)
@_grammars_option
def grammar_test(name: str, corpus: str, update: bool, others: tuple[str, ...]) -> int:
    """Read the documents (.txt) of a folder with a grammar, and compare with the .yaml beside.

    Shows for each the numbers, the share of them that are in a field, the lines that no rule
    explains, whether RECOGNISED_BY finds the document, and whether the YAML beside it agrees.
    Exit status 1 where something fails.

    \b
    Examples:
      trusteereport grammar test us_bank corpus/us_bank
      trusteereport grammar test --update ./quarry.lark samples
      trusteereport grammar test ./quarry.lark samples --others other_samples
    """
    from trusteereport.authoring.corpus import check_corpus

    text, failed = check_corpus(
        name, Path(corpus), update=update, others=[Path(one) for one in others]
    )
    click.echo(text, nl=False)
    return PROBLEMS if failed else OK


@grammar_commands.command("rules")
def grammar_rules() -> int:
    """Print a reference of the base's rules and terminals (docs/base_rules.md).

    \b
    Examples:
      trusteereport grammar rules > docs/base_rules.md
    """
    from trusteereport.authoring.reference import base_rules

    click.echo(base_rules(), nl=False)
    return OK


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER...")
@click.option("--format", "format_", type=click.Choice(["text", "json", "yaml"]), default="text")
@click.option("--full", is_flag=True, help="Show also what holds and what does not apply.")
@_grammar_option
@_grammars_option
def check(files: tuple[str, ...], format_: str, full: bool, grammar: str | None) -> int:
    """Say whether the figures of each FILE add up, and where they do not.

    Several reports of one deal are put in the order of their months and checked against
    each other; a FOLDER stands for the .txt files in it.  Exit status 1 where an identity fails.

    \b
    Examples:
      trusteereport check report.txt
      trusteereport check --full --format json report.txt
      trusteereport check deal/2003-11.txt deal/2003-12.txt
      trusteereport check deal/
    """
    from trusteereport.checks.evaluation import Verdicts
    from trusteereport.checks.evaluation import check as check_report
    from trusteereport.checks.identities import read_directives
    from trusteereport.checks.months import MonthsVerdicts, check_months
    from trusteereport.checks.text import as_plain, as_text
    from trusteereport.grammars import BASE, stack_of
    from trusteereport.parser import parse_source

    run = _Run(strict=False)
    reports = list(run.each(tuple(_expand(files)), lambda source: parse_source(source, grammar)))
    if not reports:
        return run.status
    names = {grammar or report.source.grammar or BASE for report in reports}
    text = "\n".join(layer.text for name in sorted(names) for layer in stack_of(name))
    switches = read_directives(text)
    verdicts: Verdicts | MonthsVerdicts
    if len(files) == len(reports) == 1:
        verdicts = check_report(reports[0], without=switches.without, extra=switches.extra)
    else:
        verdicts = check_months(reports, without=switches.without, extra=switches.extra)
    if format_ == "text":
        click.echo(as_text(verdicts, full=full))
    else:
        click.echo(_plain_text(as_plain(verdicts), format_))
    return max(run.status, PROBLEMS if verdicts.failed else OK)


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
        _say_broken()


def _expand(files: tuple[str, ...]) -> Iterator[str]:
    """The files, and the reports of the folders among them."""
    for file in files:
        if Path(file).is_dir():
            yield from sorted(str(path) for path in Path(file).glob("*.txt"))
        else:
            yield file


def _plain_text(value: object, format_: str) -> str:
    """Plain values as JSON or YAML."""
    if format_ == "json":
        import json

        return json.dumps(value, indent=2, ensure_ascii=False)
    import yaml

    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=1_000_000)
    return text.rstrip("\n")


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


def _say_broken() -> None:
    """Say which grammars were found and left out, and why."""
    from trusteereport.grammars import broken

    for one in broken():
        _say(f"left out: {one.message}")


def _say(message: str) -> None:
    click.echo(f"trusteereport: {message}", err=True)


def _silence_output() -> None:
    """Let Python's last flush of standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line and exit with its status."""
    status: int | None
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
