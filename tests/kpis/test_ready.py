"""Made ready once: told where something is compiled, silent where the cache has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.process import ROOT, environment

SCRIPT = """
from sim.kpis.ready import prepare
from sim.engines.choice import Engine
from tests.kpis.counted import CLOCK, one_queue
from sim.kpis.replicate import replicate

prepare(Engine.AUTO, lambda: print("compiling", flush=True))
print("ready")
list(replicate(one_queue(), CLOCK, 1, 2, jobs=2, on_compile=lambda: print("again")))
"""


def told(cache: Path) -> list[str]:
    """Return what a process of its own says, that keeps compiled code in `cache`."""
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=environment() | {"NUMBA_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return ended.stdout.split()


@pytest.mark.slow
def test_compilation_is_told_once_and_only_where_there_is_any(tmp_path: Path) -> None:
    assert told(tmp_path) == ["compiling", "ready"]
    assert told(tmp_path) == ["ready"]
