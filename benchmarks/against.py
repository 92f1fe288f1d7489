"""Measure rows of this tree and of another one, by turns.

python -m benchmarks.against TREE [ROW...] [ROUNDS]

TREE is a checkout of another commit (`git worktree add TREE COMMIT`). Speeds swing with what else a
machine does; of two that are measured within the same minute, the ratio holds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.layout import laid_out
from benchmarks.machine import machine, versions
from benchmarks.measure import Measurement
from benchmarks.row import run_row

ROUNDS = 5
ROWS: Final = ("kernel-plain", "kernel-everything", "kernel-understaffed", "day-plain")

#: What was measured there and here in one round, by row.
Round = Mapping[str, tuple[Measurement, Measurement]]


def measured(
    names: Sequence[str], rounds: int, there: Callable[[str], Measurement]
) -> Sequence[Round]:
    """Run every row there and here, the one first in one round, the other in the next."""
    found = []
    for number in range(rounds):
        pairs = {}
        for name in names:
            if number % 2:
                second, first = run_row(name), there(name)
            else:
                first, second = there(name), run_row(name)
            pairs[name] = first, second
        found.append(pairs)
    return found


def table(rounds: Sequence[Round]) -> list[str]:
    """Return steps of rows: CPU milliseconds there and here, and the medians of ratios."""
    header = "contacts there", "here", "CPU ms there", "here", "here / there", "of the best"
    rows: list[Sequence[str]] = [("Against another tree", *header)]
    for name, (first, second) in rounds[0].items():
        for step in (step for step in first.cpu_s if step in second.cpu_s):
            pairs = [each[name] for each in rounds]
            cpu_s = [(there.cpu_s[step], here.cpu_s[step]) for there, here in pairs]
            best_s = [min(pair[place].best_s[step] for pair in pairs) for place in (0, 1)]
            rows.append(
                (
                    f"  {name}, {step}",
                    f"{first.contacts:,}",
                    f"{second.contacts:,}",
                    *(f"{1e3 * median(each[place] for each in cpu_s):.1f}" for place in (0, 1)),
                    f"{median(here / there for there, here in cpu_s):.3f}",
                    f"{best_s[1] / best_s[0]:.3f}",
                )
            )
    return laid_out(rows)


def main(arguments: Sequence[str]) -> int:
    """Print the comparison; return the exit code."""
    words = [word for word in arguments if not word.isdigit()]
    rounds = [int(word) for word in arguments if word.isdigit()] or [ROUNDS]
    if not words or not (Path(words[0]) / "benchmarks").is_dir() or len(rounds) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    tree, *names = words
    print(machine())
    print(versions())
    print(f"Medians of {rounds[0]} rounds; load at the start {os.getloadavg()[0]:.1f}", flush=True)
    found = measured(names or ROWS, rounds[0], lambda name: run_row(name, tree=Path(tree)))
    print("\n".join(table(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
