"""Measure and print.

python -m benchmarks [PART...] [ROUNDS]

The parts are peers, kernel, day, growth, start, requirements and schedules; all of them unless
named. Schedules are measured once, whatever the rounds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from benchmarks.machine import machine, versions
from benchmarks.measure import Measurement, Rounds
from benchmarks.parts import PARTS, Part
from benchmarks.row import run_row

ROUNDS = 5


def measured(part: Part, rounds: int, run: Callable[[str], Measurement]) -> list[str]:
    """Return the table of a part: its rows in turn, so that a busy minute touches all alike."""
    times = min(rounds, part.most_rounds or rounds)
    return part.table(Rounds([{name: run(name) for name in part.rows} for _ in range(times)]))


def main(arguments: Sequence[str]) -> int:
    """Print the parts that are asked for; return the exit code."""
    names = [word for word in arguments if not word.isdigit()]
    rounds = [int(word) for word in arguments if word.isdigit()] or [ROUNDS]
    if set(names) - set(PARTS) or len(rounds) > 1 or not rounds[0]:
        print(__doc__, file=sys.stderr)
        return 2
    print(machine())
    print(versions())
    print(f"Medians of {rounds[0]} rounds, each row in a process of its own;", end=" ")
    print(f"load of the machine at the start {os.getloadavg()[0]:.1f}", flush=True)
    for name in names or PARTS:
        print("\n" + "\n".join(measured(PARTS[name], rounds[0], run_row)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
