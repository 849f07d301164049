"""How fast a report is read: by step, against a floor, as text and grammar grow, and in memory.

Run ``python benchmark/speed.py`` (``--quick`` for fewer repetitions).  It exits with status 1
only where the time grows much faster than the text, which no busy machine can cause.

The floor is the time that one compiled regular expression takes to find all numbers of the
same text in the same run.  A wide grammar is one whose parsers have many states; whether
that costs time shows where it reads the same text as a narrower one.
"""

import argparse
import io
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from lark import Token, Tree

from trusteereport import dumps, parse
from trusteereport.assembly import assemble
from trusteereport.columns import read_grid
from trusteereport.grammars import choose, load, shipped, shipped_folder
from trusteereport.ledger import Ledger
from trusteereport.source import read_source

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
TWIN = CORPUS / "us_bank" / "aames_2003_12.txt"
REFERENCES = (*sorted((ROOT.parent / "shared" / "reference").glob("*.txt")), TWIN)
NUMBER = re.compile(r"(?<![\w.,-])\(?-?\d[\d,]*(?:\.\d+)?%?\)?(?![\w-])")
COPIES = (1, 10, 100)
TOLERATED_GROWTH = 3.0
"""How many times slower for each line the longest text may be than the shortest."""
ALIKE = 1.5
"""How many times slower a wide grammar may read the same text and still count as alike."""


def best(action: Callable[[], object], runs: int) -> float:
    """The least of the times in milliseconds that an action takes in several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def steps(data: bytes, runs: int) -> dict[str, float]:
    """Milliseconds of each step for one document; the grammar is built before."""
    source = read_source(data)
    name = choose(source.text).name
    grammar = load(name)
    tree = grammar.read_layout(source.text)
    report = parse(data)
    return {
        "source: bytes to lines": best(lambda: read_source(data), runs),
        "grammar: recognise": best(lambda: choose(source.text), runs),
        "layout: lines to blocks": best(lambda: grammar.read_layout(source.text), runs),
        "tables and records": best(lambda: assemble(tree, grammar, Ledger(source)).freeze(), runs),
        "all of parse": best(lambda: parse(data), runs),
        "dumps to YAML": best(lambda: dumps(report), runs),
    }


def copies(data: bytes, count: int) -> bytes:
    """A document repeated; each copy is another deal's, as in a file of many reports."""
    return b"\n".join(
        data.replace(b"SERIES 2003-1", b"SERIES 2003-1-%d" % number) for number in range(count)
    )


def peak(data: bytes) -> float:
    """The most memory in MiB that parsing takes beyond the text itself."""
    tracemalloc.start()
    parse(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def print_growth(data: bytes, runs: int) -> bool:
    """Print how the time grows with the text; whether it grows in proportion, by a wide margin."""
    print("\ncopies   lines       ms   ms per 1,000 lines   peak MiB")
    rates = []
    for count in COPIES:
        text = copies(data, count)
        lines = text.count(b"\n") + 1
        taken = best(lambda text=text: parse(text), max(runs // count, 2))  # type: ignore[misc]
        rates.append(taken / lines * 1000)
        print(f"{count:6} {lines:7} {taken:8.1f} {rates[-1]:20.2f} {peak(text):10.1f}")
    return rates[-1] <= TOLERATED_GROWTH * rates[0]


class Speed(NamedTuple):
    """How fast a grammar reads a document."""

    grammar: str
    document: str
    lines: int
    milliseconds: float

    @property
    def per_thousand_lines(self) -> float:
        """Milliseconds for 1,000 lines."""
        return self.milliseconds / self.lines * 1000


def states_of(name: str) -> int:
    """How many states the parsers of a grammar have: of lines and of labels."""
    grammar = load(name)
    parsers: list[Any] = [grammar.layout, grammar.labels]
    tables = [one.parser.parser._parse_table.states for one in parsers]
    return sum(len(getattr(states, "rows", states)) for states in tables)  # those not yet made, too


def speed_of(grammar: str, path: Path, runs: int) -> Speed:
    """How fast a grammar reads a document; it is loaded before."""
    data = path.read_bytes()
    parse(data, grammar=grammar)
    taken = best(lambda: parse(data, grammar=grammar), runs)
    return Speed(grammar, path.stem, data.count(b"\n") + 1, taken)


def print_widths(runs: int) -> None:
    """Print how fast the widest grammar reads the reference's twin, and its own longest text."""
    states = {name: states_of(name) for name in shipped()}
    widest = max(states, key=states.__getitem__)
    own = choose(read_source(TWIN.read_bytes()).text).name
    longest = max((CORPUS / widest).glob("*.txt"), key=lambda one: one.read_bytes().count(b"\n"))
    print(f"\n{'grammar':20} states  document               lines       ms   ms per 1,000 lines")
    speeds = [
        speed_of(name, one, runs) for name, one in ((own, TWIN), (widest, TWIN), (widest, longest))
    ]
    for one in speeds:
        print(
            f"{one.grammar:20} {states[one.grammar]:6}  {one.document:20} {one.lines:7}"
            f" {one.milliseconds:8.1f} {one.per_thousand_lines:20.2f}"
        )
    ratio = speeds[1].milliseconds / speeds[0].milliseconds
    print(
        f"the same text by {widest}, the widest of {len(states)}: {ratio:.2f} times the time of"
        f" {own}; speed for a line is {'alike' if ratio <= ALIKE else 'NOT alike'}"
    )


def print_command(path: Path, runs: int) -> None:
    """Print the time of the whole command against that of importing its libraries."""
    command = [sys.executable, "-m", "trusteereport", "dump", str(path)]
    imports = [sys.executable, "-c", "import lark, cattrs, yaml"]
    taken = best(lambda: subprocess.run(command, check=True, capture_output=True), runs)
    floor = best(lambda: subprocess.run(imports, check=True, capture_output=True), runs)
    how = "with" if any(shipped_folder().glob("*.tables")) else "without"
    print(f"\ntrusteereport dump, whole process: {taken:.0f} ms, {how} finished grammar tables")
    print(f"python -c 'import lark, cattrs, yaml': {floor:.0f} ms; ratio {taken / floor:.2f}")


class CutTable(NamedTuple):
    """A table as a person would cut it out: its text, its columns' stretches, its heads."""

    text: str
    stretches: list[tuple[int, int]]
    heads: int


def cut_tables(data: bytes) -> list[CutTable]:
    """The tables of a document, cut out before the clock runs."""
    source = read_source(data)
    tree = load(choose(source.text).name).read_layout(source.text)
    tables = []
    for table in tree.find_pred(lambda node: str(node.data).endswith("_table")):
        heads = [line for part in table.find_data("head") for line in lines_of(part)]
        rows = [line for part in table.find_data("rows") for line in lines_of(part)]
        grid = read_grid(heads, rows)
        starts = [entry.start for row in grid.rows for entry in row.entries]
        ends = [0, min(starts) - 1, *(edge + 1 for edge in grid.edges)]
        tables.append(CutTable("\n".join(heads + rows), list(pairwise(ends)), len(heads)))
    return tables


def lines_of(part: Tree[Token]) -> list[str]:
    """The head lines or rows of a part of a table."""
    return [
        str(token).rstrip("\n")
        for token in part.children
        if isinstance(token, Token) and token.type in ("HEAD", "CLASS_HEAD", "ROW")
    ]


def print_fixed_width(data: bytes, floor: float, runs: int) -> None:
    """Print what pandas takes to read the same tables, cut by hand, where it is installed."""
    try:
        import pandas as pd  # noqa: PLC0415  (an extra)
    except ImportError:
        print("pandas.read_fwf: not installed (extra `benchmark`)")
        return
    tables = cut_tables(data)

    def read() -> None:
        for text, stretches, heads in tables:
            header = list(range(heads)) or None
            pd.read_fwf(io.StringIO(text), colspecs=stretches, header=header, thousands=",")

    taken = best(read, max(runs // 5, 2))
    print(
        f"pandas.read_fwf, the {len(tables)} tables alone, cut out by hand:"
        f" {taken:.1f} ms, {taken / floor:.1f} times the floor"
    )


def main() -> int:
    """Print all figures; 1 where the time grows out of proportion."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--quick", action="store_true", help="fewer repetitions")
    runs = 20 if arguments.parse_args().quick else 200
    path = REFERENCES[0]
    data = path.read_bytes()
    text = data.decode("latin-1")
    parse(data)
    floor = best(lambda: NUMBER.findall(text), runs)
    print(f"{path.name}: {text.count(chr(10)) + 1} lines, Python {sys.version.split()[0]}")
    print(f"{'floor: all numbers by one regular expression':48} {floor:7.2f} ms")
    for step, taken in steps(data, runs).items():
        print(f"{step:48} {taken:7.2f} ms {taken / floor:6.1f} times the floor")
    print_fixed_width(data, floor, runs)
    linear = print_growth(data, runs)
    print_widths(runs)
    print_command(path, 3 if runs < 100 else 15)
    if not linear:
        print("the time grows faster than the text")
    return 0 if linear else 1


if __name__ == "__main__":
    sys.exit(main())
