"""One row of the table, in a process of its own: `python -m benchmarks.row NAME` prints JSON.

A process of its own makes its peak memory its own, interpreter and libraries included.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Sized
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from time import process_time
from typing import Final

from benchmarks.line import NEAR_TARGET, OVERLOADED, Line


@dataclass(frozen=True)
class Measurement:
    """Calls handled, CPU seconds by step, peak memory of the process in MB."""

    calls: int
    seconds: dict[str, float]
    peak_mb: float = field(default=0.0)


def reference(line: Line, calls: int) -> Measurement:
    """Draw and simulate."""
    from benchmarks.with_crewline import simulate

    return _timed(simulate, line, calls)


def tutorial(line: Line, calls: int) -> Measurement:
    """Simulate, drawing on the way."""
    from benchmarks.tutorial import simulate

    return _timed(simulate, line, calls)


def ciw(line: Line, calls: int) -> Measurement:
    """Simulate, drawing on the way."""
    from benchmarks.with_ciw import simulate

    return _timed(simulate, line, calls)


def _timed(simulate: Callable[[Line, int, int], Sized], line: Line, calls: int) -> Measurement:
    start = process_time()
    records = simulate(line, line.hours_for(calls), 1)
    return Measurement(len(records), {"simulate": process_time() - start})


def scenario(name: str) -> Measurement:
    """Take a scenario of the library through one replication, step by step."""
    from scenarios.build import centre as centre_of
    from scenarios.build import service_clock
    from scenarios.load import load
    from sim.kpis.tally import tally

    steps = {"load": process_time()}
    found = load(name).scenario
    centre, clock = centre_of(found), service_clock(found)
    steps["draw"] = process_time()
    contacts = centre.contacts(found.seed)
    steps["simulate"] = process_time()
    outcomes = centre.run(contacts)
    steps["tally"] = process_time()
    tally(outcomes, centre, contacts.absent, clock)
    instants = [*steps.values(), process_time()]
    lengths = [end - start for start, end in pairwise(instants)]
    return Measurement(len(outcomes), dict(zip(steps, lengths, strict=True)))


#: Long enough for a second or so each; the rate does not depend on it.
ROWS: Final[dict[str, Callable[[], Measurement]]] = {
    "reference": lambda: reference(NEAR_TARGET, 60_000),
    "tutorial": lambda: tutorial(NEAR_TARGET, 60_000),
    "ciw": lambda: ciw(NEAR_TARGET, 10_000),
    "reference-overloaded": lambda: reference(OVERLOADED, 60_000),
    "tutorial-overloaded": lambda: tutorial(OVERLOADED, 60_000),
    "ciw-overloaded": lambda: ciw(OVERLOADED, 10_000),
    "bank_hotline_tenth": lambda: scenario("bank_hotline_tenth"),
    "bank_hotline": lambda: scenario("bank_hotline"),
}


def peak_mb() -> float:
    """Return the most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    measured = ROWS[sys.argv[1]]()
    print(json.dumps(asdict(measured) | {"peak_mb": peak_mb()}))
