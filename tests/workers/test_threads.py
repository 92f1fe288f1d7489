"""Threads that do one kind of work: their results, their errors, and their end."""

from __future__ import annotations

import threading
import time

import pytest

from sim.workers.threads import threads

LONG_S = 5.0


def test_results_come_by_task_and_all_threads_work() -> None:
    both = threading.Barrier(2)

    def work(number: int) -> int:
        if number < 2:
            both.wait(LONG_S)  # passes only where two are at it
        return number**2

    with threads(work, 2) as submit:
        futures = [submit(number) for number in range(9)]
        assert [future.result(LONG_S) for future in futures] == [n**2 for n in range(9)]
    assert not any(_is_worker(each) for each in threading.enumerate())


def test_an_error_is_raised_where_the_result_is_awaited_and_the_rest_goes_on() -> None:
    with threads(lambda number: 1 // number, 1) as submit:
        futures = [submit(number) for number in (0, 1)]
        with pytest.raises(ZeroDivisionError):
            futures[0].result(LONG_S)
        assert futures[1].result(LONG_S) == 1


def test_what_has_not_begun_never_does() -> None:
    begun: list[int] = []
    go_on = threading.Event()

    def work(number: int) -> None:
        begun.append(number)
        go_on.wait(LONG_S)

    with threads(work, 1) as submit:
        futures = [submit(number) for number in range(5)]
        while not begun:
            time.sleep(0.001)
        threading.Timer(0.05, go_on.set).start()
    assert begun == [0]
    assert futures[0].done()
    assert not futures[1].done()


def test_work_without_end_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.workers.threads._PATIENCE_S", 0.05)
    ended = threading.Event()
    begun = time.monotonic()
    with threads(lambda _: ended.wait(LONG_S), 2) as submit:
        submit(0)
    assert time.monotonic() - begun < LONG_S / 2
    assert all(each.daemon for each in threading.enumerate() if _is_worker(each))
    ended.set()


def _is_worker(thread: threading.Thread) -> bool:
    return thread.name.startswith("crewline-worker")
