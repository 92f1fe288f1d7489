"""Replications: the same one at a time or several, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.kpis import replicate as replicate_module
from sim.kpis.replicate import WorkerDied, replicate
from sim.kpis.tally import QueueCount, Tally
from tests.kpis.counted import CLOCK, one_queue
from tests.kpis.faulty import Fatal, Noted, Wrong

ROOT = Path(__file__).parents[2]
SEED = 7


#: Works by processes, and by threads.
ENGINES = (Engine.REFERENCE, Engine.COMPILED)

of_both = pytest.mark.parametrize("engine", ENGINES)


@of_both
def test_one_at_a_time_equals_several_bit_for_bit(engine: Engine) -> None:
    done: list[int] = []
    legs: dict[int, Outcomes] = {}
    alone = list(replicate(one_queue(), CLOCK, SEED, 7, jobs=1, engine=Engine.REFERENCE))
    together = list(
        replicate(
            one_queue(),
            CLOCK,
            SEED,
            7,
            jobs=2,
            on_done=done.append,
            keep_legs=legs.__setitem__,
            engine=engine,
        )
    )
    assert all(_same(one, other) for one, other in zip(alone, together, strict=True))
    assert done == list(range(7))
    assert [*legs] == [0]
    assert len(legs[0]) == alone[0].queues[0, :, QueueCount.OFFERED].sum()


def test_threads_need_no_process() -> None:
    tallies = replicate(one_queue(), CLOCK, SEED, 100, jobs=2, engine=Engine.COMPILED)
    next(tallies)
    assert multiprocessing.active_children() == []
    assert len(_threads()) == 2
    tallies.close()


def test_only_a_few_are_handed_out_ahead() -> None:
    """What is not asked for is not simulated, but for two replications a worker."""
    begun = Noted()
    tallies = replicate(one_queue(talk=begun), CLOCK, SEED, 100, jobs=2, engine=Engine.COMPILED)
    next(tallies)
    time.sleep(0.2)
    assert len(begun.replications) <= 1 + 2 * 2
    tallies.close()


def test_the_engine_is_made_ready_once_and_before_anything_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[object] = []

    def prepare(*asked: object) -> None:
        heard.append((*asked, len(_threads())))

    monkeypatch.setattr(replicate_module, "prepare", prepare)
    list(replicate(one_queue(), CLOCK, SEED, 5, jobs=2, on_compile=print))
    assert heard == [(Engine.AUTO, print, 0)]


def test_replications_differ_and_seeds_too() -> None:
    centre = one_queue()
    tallies = [*replicate(centre, CLOCK, 1, 4, jobs=1), *replicate(centre, CLOCK, 2, 4, jobs=1)]
    waits = {float(tally.queues[0, :, QueueCount.WAIT_S].sum()) for tally in tallies}
    assert len(waits) == 8


def test_a_later_start_gives_the_later_replications() -> None:
    whole = list(replicate(one_queue(), CLOCK, SEED, 5, jobs=1))
    later = list(replicate(one_queue(), CLOCK, SEED, 2, jobs=1, first=3))
    assert all(_same(one, other) for one, other in zip(whole[3:], later, strict=True))


def test_legs_are_kept_of_replication_0_alone() -> None:
    legs: dict[int, Outcomes] = {}
    list(replicate(one_queue(), CLOCK, SEED, 2, jobs=1, keep_legs=legs.__setitem__))
    list(replicate(one_queue(), CLOCK, SEED, 2, jobs=1, first=2, keep_legs=legs.__setitem__))
    assert [*legs] == [0]


def test_nothing_to_do() -> None:
    assert list(replicate(one_queue(), CLOCK, SEED, 0)) == []


def test_no_jobs_are_refused() -> None:
    with pytest.raises(ValueError, match="jobs 0; expected at least 1"):
        next(replicate(one_queue(), CLOCK, SEED, 3, jobs=0))


def test_a_worker_that_dies_is_reported() -> None:
    with pytest.raises(WorkerDied, match="ended before replication 0 was done"):
        list(replicate(one_queue(talk=Fatal()), CLOCK, SEED, 4, jobs=2, engine=Engine.REFERENCE))
    assert multiprocessing.active_children() == []


@of_both
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_simulation_is_its_own(jobs: int, engine: Engine) -> None:
    with pytest.raises(ValueError, match="no such time"):
        list(replicate(one_queue(talk=Wrong()), CLOCK, SEED, 4, jobs=jobs, engine=engine))
    assert multiprocessing.active_children() == []
    assert _threads() == []


@of_both
def test_closing_early_leaves_no_worker(engine: Engine) -> None:
    tallies = replicate(one_queue(), CLOCK, SEED, 1000, jobs=2, engine=engine)
    next(tallies)
    tallies.close()
    assert multiprocessing.active_children() == []
    assert _threads() == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
@of_both
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_a_run_that_is_stopped(sent: signal.Signals, engine: Engine) -> None:
    """The replications under way would take a minute: it ends all the same."""
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.kpis.long_run", engine],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with run:
        try:
            assert run.stdout is not None
            workers = [int(pid) for pid in run.stdout.readline().split()]
            assert len(workers) == 2
            time.sleep(0.5)
            run.send_signal(sent)
            run.wait(timeout=20)
        finally:
            run.kill()
    deadline = time.monotonic() + 20
    while any(map(_is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_alive, workers))
    assert run.returncode != 0


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    # One that has ended, but that nobody has asked after yet, is a zombie.
    return status.rpartition(")")[2].split()[0] != "Z"


def _threads() -> list[str]:
    """Return the worker threads of this process."""
    names = [each.name for each in threading.enumerate()]
    return [name for name in names if name.startswith("crewline-worker")]


def _same(one: Tally, other: Tally) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("queues", "peaks", "groups", "flows")
    )
