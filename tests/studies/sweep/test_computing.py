"""Handing out cells: workers that are lost, others that are quicker, nobody left."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from scenarios.studies.sweep.computing import Computing
from scenarios.studies.sweep.crew import Crew, CrewLost
from scenarios.studies.sweep.kept import Kept, Layout
from scenarios.studies.sweep.store import Store
from scenarios.studies.sweep.work import Task
from sim.engines.choice import Engine
from sim.workers.keyboard import keyboard_noted

LAYOUT = Layout(("a",), ("b",), (), 48, 0.95)
CELLS = [f"{number:040x}" for number in range(1 << 40, (1 << 40) + 6)]

Fate = Callable[[Task], Exception | None]


def task(digest: str, first: int, number: int) -> Task:
    return Task(digest, "{}", first, number, Engine.AUTO, "1")


def done(task: Task) -> Kept:
    return Kept(LAYOUT, np.full((task.number, LAYOUT.width), float(task.first)))


def crew(fate: Fate) -> Callable[[], object]:
    """Return what makes crews of two, whose tasks end as `fate` says."""

    def submit(task: Task) -> Future[Kept]:
        future: Future[Kept] = Future()
        error = fate(task)
        if error is None:
            future.set_result(done(task))
        else:
            future.set_exception(error)
        return future

    @contextmanager
    def make() -> Iterator[Crew]:
        yield Crew(submit, lambda: 2, (BrokenProcessPool,))

    return make


def computing(folder: Path, heard: list[int], replications: int = 2) -> Computing:
    store = Store(folder)
    store.prepare()
    return Computing(store, task, replications, heard.append)


def run(one: Computing, missing: Sequence[str], fate: Fate) -> None:
    one.run(dict.fromkeys(missing, 0), crew(fate))  # type: ignore[arg-type]


def test_every_cell_is_computed_once_and_heard_of(tmp_path: Path) -> None:
    heard: list[int] = []
    one = computing(tmp_path, heard)
    run(one, CELLS, lambda task: None)
    assert sorted(one.computed) == CELLS
    assert heard == [5, 4, 3, 2, 1, 0]
    assert [Store(tmp_path).replications(cell) for cell in CELLS] == [2] * 6


def test_lost_cells_are_done_again(tmp_path: Path) -> None:
    tried: list[str] = []

    def twice(task: Task) -> Exception | None:
        tried.append(task.digest)
        return BrokenProcessPool() if tried.count(task.digest) == 1 else None

    one = computing(tmp_path, [])
    run(one, CELLS[:2], twice)
    assert sorted(one.computed) == CELLS[:2]


def test_a_cell_that_ends_every_worker_ends_the_sweep(tmp_path: Path) -> None:
    one = computing(tmp_path, [])
    with pytest.raises(CrewLost, match=r"ended 3 times .* Fewer --jobs need less memory"):
        run(one, CELLS, lambda task: BrokenProcessPool() if task.digest == CELLS[-1] else None)
    assert CELLS[-1] not in one.computed
    assert len(one.computed) >= 4


def test_what_a_task_raises_is_raised_and_the_rest_is_kept(tmp_path: Path) -> None:
    one = computing(tmp_path, [])
    with pytest.raises(ZeroDivisionError):
        run(one, CELLS, lambda task: ZeroDivisionError() if task.digest == CELLS[3] else None)
    assert Store(tmp_path).replications(CELLS[0]) == 2


def test_what_another_has_finished_meanwhile_is_not_computed(tmp_path: Path) -> None:
    store, heard = Store(tmp_path), list[int]()
    one = computing(tmp_path, heard)
    store.write(CELLS[1], done(task(CELLS[1], 0, 2)))
    run(one, CELLS[:3], lambda task: None)
    assert sorted(one.computed) == [CELLS[0], CELLS[2]]
    assert heard[-1] == 0


def test_more_replications_stand_behind_those_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    one = computing(tmp_path, [], replications=5)
    store.write(CELLS[0], done(task(CELLS[0], 0, 2)))
    run(one, CELLS[:1], lambda task: None)
    kept = store.read(CELLS[0])
    assert kept is not None
    assert kept.numbers[:, 0].tolist() == [0, 0, 2, 2, 2]


def test_ctrl_c_that_was_lost_in_a_cell_ends_the_sweep(tmp_path: Path) -> None:
    """Python drops what is raised in a destructor; the cell is done, and no other begins."""
    before = signal.getsignal(signal.SIGINT)
    one = computing(tmp_path, [])

    def press(task: Task) -> None:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    def work() -> None:
        with keyboard_noted():
            run(one, CELLS, press)

    try:
        with pytest.raises(KeyboardInterrupt):
            work()
    finally:
        signal.signal(signal.SIGINT, before)
    assert 1 <= len(one.computed) <= 2
