"""Results that are kept, and those that make room."""

from __future__ import annotations

import pytest

from crewline.ui.work.kept import MISSING, Kept
from crewline.ui.work.limits import WORKERS_VARIABLE, Limits, worker_count
from crewline.ui.work.memory import resident_bytes
from crewline.ui.work.speed import Speed
from scenarios.studies.memory import memory_bytes
from tests.app.tiny_tasks import Crash, Hold, Say


def test_what_nobody_asked_for_the_longest_goes_first() -> None:
    kept = Kept(most=2, most_bytes=1e9)
    kept.keep("a", "A", 1)
    kept.keep("b", "B", 1)
    assert kept.find("a") == "A"
    kept.keep("c", None, 1)
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == ("A", MISSING, None)


def test_bytes_are_bounded_and_counted_once() -> None:
    kept = Kept(most=10, most_bytes=100)
    for key in ("a", "b", "b", "c"):
        kept.keep(key, key, 40)
    assert (kept.held_bytes, len(kept)) == (80, 2)
    assert kept.find("a") is MISSING


def test_the_newest_is_kept_however_large() -> None:
    kept = Kept(most=10, most_bytes=100)
    kept.keep("small", "", 10)
    kept.keep("large", "", 1000)
    assert kept.find("large") == ""
    assert (kept.held_bytes, len(kept)) == (1000, 1)


@pytest.mark.parametrize(("named", "count"), [("3", 3), ("1000", 64)])
def test_the_environment_says_how_many_workers(
    named: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, named)
    assert worker_count() == count
    assert Limits().workers == count


@pytest.mark.parametrize("named", ["", "0", "-2", "many", "²"])
def test_else_there_is_one_a_core_and_at_most_eight(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, named)
    assert 1 <= worker_count() <= 8


def test_all_workers_together_leave_memory_for_others() -> None:
    for workers in (1, 4, 64):
        limits = Limits(workers=workers)
        assert limits.held_bytes < limits.at_work_bytes
        assert limits.at_work_bytes * workers < memory_bytes()


def test_this_process_holds_memory() -> None:
    assert resident_bytes() > 10e6


def test_speed_is_learned_by_class_and_size() -> None:
    class Sized(Hold):
        @property
        def size(self) -> float:
            return float(self.megabytes)

    speed = Speed()
    assert speed.seconds(Sized(1)) is None
    speed.learn(Sized(10), 20.0)  # 2 s each
    assert speed.seconds(Sized(3)) == 6.0
    speed.learn(Sized(1), 4.0)  # the newest weighs half: 3 s each
    assert speed.seconds(Sized(3)) == 9.0
    speed.learn(Say("no size"), 5.0)
    assert speed.seconds(Say("as long as the other")) == 5.0
    assert speed.seconds(Crash()) is None
