"""docs/checks.md, made from the declarations: ``python -m trusteereport.checks.docs``."""

import sys
from collections.abc import Iterator, Sequence

from trusteereport.checks.identities import IDENTITIES, MONTH_IDENTITIES, Identity, MonthIdentity

_OPENING = """\
# Does it add up?

<!-- made by `python -m trusteereport.checks.docs > docs/checks.md`; do not edit -->

`report.check()` and `trusteereport check FILE...` compare a report's figures with each other.
Each identity is declared in `src/trusteereport/checks/identities.py`; this page is made from there.

## Verdicts

*holds*, *fails*, *warns* (a failure that is no alarm) or *not applicable*, with the reason. A
verdict gives the printed and the computed value, their difference, the tolerance, and the
cells (line, column) that it rests on. A number is *confirmed* when an identity that holds
would show a change of its size.

**Tolerance** comes from the print alone. A printed figure stands for all amounts that round to
it: half a unit of its last digit up or down. A sum of *n* figures may so be off by *n* half
units, a product by what its factors leave open (half a unit of a rate, times the balance).
Counts are exact. A percentage is good to a unit more, because prints cut percentages off or
round them the wrong way. A bare zero (`-`) is as exact as the finest number of its row.

**What is found from the figures**, and said: which classes the totals of balances and those of
amounts include; which classes are components of others; on how many days interest accrues;
whether deductions are printed negative; what fills the gap between classes and pools; original
balances and denominations of factors that are not printed; factors that are plain dollars. What
is found must fit most rows or columns, so that one wrong figure does not change it. Where nothing
fits, the identity does not apply.

**What an identity lacks** may be printed elsewhere: a shortfall, a draw, repurchases, in a field
of the row or in a value that no field takes. An identity that does not hold is completed by one
or two such figures of the kinds that its formula names, of the same class or pool or of none. It
must then hold to the last digit, and says with what; else it fails as it stands. A value of that
kind that is misread completes nothing.

A sum over rows does not apply where fewer than a third of its rows obey it (half, where reports
differ in it): that is not how the report counts. A blank counts as zero in its column's total.

**Suspects.** Every identity that rests on a figure tells what the figure would have to be if all
others are right. The suspect is the figure for which the failing identities tell the same value
and no holding one another. Where several figures would do, one that a single slip (a digit
changed, exchanged, dropped, a sign lost) makes of the right value comes first, then the one
whose correction is rounder. It is advice; records do not change.

## For one trustee

`check(report, without=("class-interest",), extra=(declare(...),))` switches identities off and
adds some; a formula is written as text:

```python
from trusteereport.checks.identities import declare

declare("net-interest", "pools", "net_interest_available = gross_interest -+ servicing_fee")
```

`-` and `+` as they stand, `-+` usually taken off (but added where deductions are printed
negative), `+-` the other way round, `a|b` the first that is printed, `?` zero where it is not
printed, `??` counted only where the figures say so. `read_directives` reads the same from
comments in a grammar:

```
// check off: class-interest
// check: net-interest: pools: net_interest_available = gross_interest -+ servicing_fee
```
"""


def as_markdown() -> str:
    """The page."""
    return "\n".join(
        [
            _OPENING,
            *_table("In one statement", IDENTITIES),
            *_table("Between the months of one deal", MONTH_IDENTITIES),
        ]
    )


def _table(title: str, identities: Sequence[Identity] | Sequence[MonthIdentity]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| name | formula | source |"
    yield "| --- | --- | --- |"
    for one in identities:
        mark = " (a warning)" if one.warning else ""
        yield f"| `{one.name}`{mark} | {one.formula} | {one.source} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
