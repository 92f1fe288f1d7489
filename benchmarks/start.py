"""What Numba adds to a start: kernels compiled anew, or read from its cache."""

from __future__ import annotations

import json
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
from sim.engines.choice import Engine
from sim.kpis.ready import prepare

#: By the row's name: in words, and the target.
READY: Final = {
    "ready-cold": ("ready, nothing in the cache", Target(15, at_least=False)),
    "ready-warm": ("ready, from the cache", Target(0.5, at_least=False)),
}
RUNS: Final = {
    "run-reference": ("`crewline run`, reference", Engine.REFERENCE),
    "run-compiled": ("`crewline run`, compiled", Engine.COMPILED),
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


def ready(cold: bool, _scale: float) -> Measurement:
    """Make the kernels ready in a fresh process; a cold one has a cache with nothing in it."""
    if not cold:
        prepare()
    with TemporaryDirectory() as cache:
        own_cache = {"NUMBA_CACHE_DIR": cache} if cold else {}
        cpu_s, wall_s = json.loads(_output(["-m", "benchmarks.ready"], own_cache))
    return Measurement(0, 0, {"start": cpu_s}, {"start": wall_s}, {"start": cpu_s})


def run(engine: Engine, _scale: float) -> Measurement:
    """Simulate next to nothing in a fresh process, as a user would."""
    prepare(engine)

    def once(watch: Stopwatch) -> tuple[int, int]:
        with TemporaryDirectory() as folder:
            scenario = Path(folder, "scenario.yaml")
            scenario.write_text(SCENARIO, "utf-8")
            command = ["-m", "crewline", "run", str(scenario), "--replications", "2"]
            with watch.step("start"):
                _output([*command, "--engine", engine, "--out", f"{folder}/results"], {})
        return 0, 0

    return repeated(once)


def _output(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return what Python prints. Raises RuntimeError with its complaint when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | dict(environment),
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


ROWS: Final[Mapping[str, Row]] = {name: partial(ready, name == "ready-cold") for name in READY} | {
    name: partial(run, engine) for name, (_, engine) in RUNS.items()
}


def table(rounds: Rounds) -> list[str]:
    """Return the seconds until the kernels are ready, and those of the smallest of runs."""
    rows: list[Sequence[str]] = [("Start of a fresh process", "CPU s", "wall s", "target", "")]
    for name, (words, target) in READY.items():
        row = _row(rounds, name, words)
        rows.append([*row, f"{target.value}", target.verdict(rounds.wall_s(name, "start"))])
    rows += [_row(rounds, name, words) for name, (words, _) in RUNS.items()]
    return laid_out(rows)


def _row(rounds: Rounds, name: str, words: str) -> list[str]:
    seconds = (rounds.cpu_s(name, "start"), rounds.wall_s(name, "start"))
    return [f"  {words}", *(f"{each:.2f}" for each in seconds)]
