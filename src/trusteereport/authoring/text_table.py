"""Rows of texts as a plain table."""

from collections.abc import Iterable, Sequence


def text_table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> str:
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
