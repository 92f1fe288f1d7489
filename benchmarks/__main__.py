"""Print the table: every row several times, in turn, the median of each step.

python -m benchmarks [ROUNDS]
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from statistics import median

from benchmarks.row import ROWS, Measurement

LINES = (("near its target", ""), ("overloaded", "-overloaded"))
SCENARIOS = ("bank_hotline_tenth", "bank_hotline")


def run_row(name: str) -> Measurement:
    """Run a row in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.row", name], capture_output=True, text=True, check=True
    )
    return Measurement(**json.loads(done.stdout))


def median_of(runs: Sequence[Measurement]) -> Measurement:
    """Return the median run, step by step."""
    seconds = {step: median(run.seconds[step] for run in runs) for step in runs[0].seconds}
    return Measurement(runs[0].calls, seconds, median(run.peak_mb for run in runs))


def machine() -> str:
    """Describe what this ran on, without saying which machine it is."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("simpy", "ciw", "numpy"))
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def line_rows(found: dict[str, Measurement]) -> list[str]:
    """Compare the engines on one queue."""
    rows = [
        "M/M/100+M: calls a CPU second (draws included), times the tutorial's way, peak memory",
        f"{'':<46}{'calls':>8}{'calls/s':>10}{'ratio':>7}{'MB':>7}",
    ]
    for load, suffix in LINES:
        tutorial = speed(found["tutorial" + suffix])
        for engine, words in (
            ("reference", "Crewline, reference engine"),
            ("tutorial", "SimPy, a process per call"),
            ("ciw", "Ciw, reneging"),
        ):
            run = found[engine + suffix]
            ratio = speed(run) / tutorial
            rows.append(
                f"{words + ', ' + load:<46}{run.calls:>8,}{speed(run):>10,.0f}{ratio:>7.2f}"
                f"{run.peak_mb:>7.0f}"
            )
    return rows


def speed(run: Measurement) -> float:
    """Return calls a second."""
    return run.calls / run.seconds["simulate"]


def scenario_rows(found: dict[str, Measurement]) -> list[str]:
    """Show the steps of one replication of a scenario."""
    rows = [
        "One replication of a shipped scenario: CPU seconds by step, peak memory",
        f"{'':<22}{'legs':>9}{'load':>7}{'draw':>7}{'simulate':>10}{'tally':>7}"
        f"{'legs/s':>10}{'MB':>7}",
    ]
    for name in SCENARIOS:
        run = found[name]
        steps = run.seconds
        rows.append(
            f"{name:<22}{run.calls:>9,}{steps['load']:>7.2f}{steps['draw']:>7.2f}"
            f"{steps['simulate']:>10.2f}{steps['tally']:>7.2f}{speed(run):>10,.0f}"
            f"{run.peak_mb:>7.0f}"
        )
    return rows


def main(rounds: int) -> None:
    """Measure and print."""
    runs: dict[str, list[Measurement]] = {name: [] for name in ROWS}
    for _ in range(rounds):
        for name in ROWS:  # in turn, so that a busy minute of the machine touches all alike
            runs[name].append(run_row(name))
    found = {name: median_of(measured) for name, measured in runs.items()}
    print(f"Median of {rounds} runs, each in its own process. {machine()}.")
    print("\n".join(["", *line_rows(found), "", *scenario_rows(found)]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
