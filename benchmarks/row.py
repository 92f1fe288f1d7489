"""One row of a table in a process of its own: `python -m benchmarks.row NAME` prints JSON.

A process of its own makes its peak memory its own, interpreter and libraries included.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

from benchmarks.measure import Measurement
from benchmarks.parts import ROWS


def run_row(name: str, scale: float = 1.0, tree: Path | None = None) -> Measurement:
    """Run a row in a process of its own, of another tree where one is given."""
    command = [sys.executable, "-m", "benchmarks.row", name, str(scale)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=tree)
    return Measurement(**json.loads(done.stdout))


def peak_mb() -> float:
    """Return the most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)


if __name__ == "__main__":
    measured = ROWS[sys.argv[1]](float(sys.argv[2]))
    print(json.dumps(asdict(replace(measured, peak_mb=peak_mb()))))
