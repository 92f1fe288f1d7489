"""What the compiled engine adds to a `crewline run`: compiled anew, and from Numba's cache."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.layout import Target, laid_out
from benchmarks.measure import Measurement, Rounds, Row, Stopwatch, repeated
from sim.engines.choice import Engine, prepare

#: By the row's name: in words, the engine, and what it may add to the reference's start.
STARTS: Final[dict[str, tuple[str, Engine, Target | None]]] = {
    "start-reference": ("reference", Engine.REFERENCE, None),
    "start-cold": ("compiled, nothing in the cache", Engine.COMPILED, Target(15, at_least=False)),
    "start-warm": ("compiled, from the cache", Engine.COMPILED, Target(0.5, at_least=False)),
}

#: So little to simulate that a run is its start.
SCENARIO: Final = """\
schema_version: 1
name: one_call_an_hour
queues:
  calls: {volume: {per_h: 1}, talk: {distribution: exponential, mean: 5 min}}
groups:
  agents: {serves: {calls: {}}, agents: 1}
"""


def start(engine: Engine, cold: bool, _scale: float) -> Measurement:
    """Run the command in fresh processes; a cold one has a cache of its own, with nothing in it."""
    prepare(engine)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with TemporaryDirectory() as folder:
            Path(folder, "scenario.yaml").write_text(SCENARIO, "utf-8")
            own_cache = {"NUMBA_CACHE_DIR": str(Path(folder, "cache"))} if cold else {}
            command = [sys.executable, "-m", "crewline", "run", f"{folder}/scenario.yaml"]
            command += ["--replications", "2", "--engine", engine, "--out", f"{folder}/results"]
            with watch.step("run"):
                done = subprocess.run(
                    command, env=os.environ | own_cache, check=False, capture_output=True
                )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return 0, 0

    return repeated(once)


ROWS: Final[Mapping[str, Row]] = {
    name: partial(start, engine, name == "start-cold") for name, (_, engine, _) in STARTS.items()
}


def table(rounds: Rounds) -> list[str]:
    """Return the seconds that a small run takes, beside those of the reference."""
    rows: list[Sequence[str]] = [
        ("`crewline run` of a tiny scenario", "CPU s", "wall s", "added", "target", "")
    ]
    for name, (words, _, target) in STARTS.items():
        seconds = (rounds.cpu_s(name, "run"), rounds.wall_s(name, "run"))
        row = [f"  {words}", *(f"{each:.2f}" for each in seconds)]
        if target is not None:
            added = rounds.added_s(name, "start-reference", "run")
            row += [f"{added:.2f}", f"{target.value}", target.verdict(added)]
        rows.append(row)
    return laid_out(rows)
