"""The pool, with tasks that say, wait, refuse, crash and hold memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crewline.ui.work.limits import Limits
from crewline.ui.work.pool import Pool
from crewline.ui.work.task import Task
from crewline.ui.work.ticket import Ending, Failure, State, Ticket
from scenarios.faults import Fault
from tests.app.tiny_tasks import Chatter, Crash, Hold, Refuse, Say, Unreadable, WaitFor

PATIENCE_S = 120.0
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def one() -> Iterator[Pool]:
    """A pool of a single worker, so that tasks wait for each other."""
    pool = Pool(Limits(workers=1, heed_s=0.2), bare=True)
    yield pool
    pool.close()


@pytest.fixture(autouse=True)
def _open_gate(tmp_path: Path) -> Iterator[None]:
    """Let go what a failed test left waiting for its gate."""
    yield
    (tmp_path / "gate").touch()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.01)


def ending(pool: Pool, task: Task[object]) -> Ending:
    ticket = pool.start(task)
    assert ticket.wait(PATIENCE_S)
    assert ticket.ending is not None
    return ticket.ending


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text("ascii").split()[2] != "Z"


def at_work(pool: Pool, file: Path, *, deaf: bool = False, session: str = "") -> tuple[Ticket, int]:
    """Return a ticket under way that waits for `file`, and the process that has it."""
    ticket = pool.start(WaitFor(str(file), deaf), session)
    mark = Path(f"{file}.at")
    until(lambda: mark.exists() and bool(mark.read_text("utf-8")))
    return ticket, int(mark.read_text("utf-8"))


def test_a_result_comes_back_and_is_kept(one: Pool) -> None:
    task = Say("hello")
    assert one.known(task) is None
    assert ending(one, task) == Ending(State.DONE)
    assert one.known(Say("hello")) == "hello"
    assert one.kept_bytes > 0


def test_content_tells_tasks_apart_and_so_does_the_class() -> None:
    assert Say("a").key == Say("a").key
    assert len({Say("a").key, Say("b").key, WaitFor("a").key, Hold(1).key, Crash().key}) == 5


def test_what_two_sessions_ask_is_carried_out_once(one: Pool, tmp_path: Path) -> None:
    gate, log = tmp_path / "gate", tmp_path / "log"
    at_work(one, gate)
    asked = Say("same", str(log))
    first, second = one.start(asked, "ann"), one.start(Say("same", str(log)), "bob")
    assert first is second
    gate.touch()
    assert first.wait(PATIENCE_S)
    assert log.read_text("utf-8") == "same\n"
    assert one.join(asked, "eve") is None


def test_sessions_take_turns(one: Pool, tmp_path: Path) -> None:
    gate, log = tmp_path / "gate", tmp_path / "log"
    at_work(one, gate)
    asked = [("cat", "cat 1"), ("cat", "cat 2"), ("cat", "cat 3"), ("dan", "dan 1")]
    tickets = [one.start(Say(words, str(log)), session) for session, words in asked]
    assert [one.before(ticket) for ticket in tickets] == [0, 2, 3, 1]
    assert {ticket.state for ticket in tickets} == {State.WAITING}
    gate.touch()
    assert all(ticket.wait(PATIENCE_S) for ticket in tickets)
    assert log.read_text("utf-8").splitlines() == ["cat 1", "dan 1", "cat 2", "cat 3"]


def test_progress_is_told_while_it_goes_on(one: Pool, tmp_path: Path) -> None:
    ticket, _ = at_work(one, tmp_path / "gate")
    until(lambda: ticket.progress.share_done == 0.5)
    assert ticket.progress.text == "Waiting, {what}"
    assert ticket.progress.values == {"what": "file"}
    assert ticket.state is State.GOING
    (tmp_path / "gate").touch()
    assert ticket.wait(PATIENCE_S)
    assert one.seconds(WaitFor("another")) is not None


def test_what_tasks_print_does_no_harm(one: Pool) -> None:
    assert ending(one, Chatter()) == Ending(State.DONE)
    assert one.known(Chatter()) == 1000


def test_a_cancelled_task_heeds_and_its_process_lives_on(one: Pool, tmp_path: Path) -> None:
    ticket, process = at_work(one, tmp_path / "gate")
    one.leave(ticket)
    assert ticket.wait(PATIENCE_S)
    assert ticket.ending == Ending(State.CANCELLED)
    assert one.known(ticket.task) is None
    ending(one, Say("after the cancelled one"))
    assert one.process_ids == [process]


def test_one_that_does_not_heed_is_ended_with_its_process(one: Pool, tmp_path: Path) -> None:
    ticket, process = at_work(one, tmp_path / "gate", deaf=True)
    one.leave(ticket)
    assert ticket.wait(PATIENCE_S)
    assert ticket.ending == Ending(State.CANCELLED)
    assert ending(one, Say("after the deaf one")) == Ending(State.DONE)
    assert not is_alive(process)
    assert process not in one.process_ids


def test_what_waits_is_cancelled_before_it_begins(one: Pool, tmp_path: Path) -> None:
    gate, log = tmp_path / "gate", tmp_path / "log"
    at_work(one, gate)
    ticket = one.start(Say("never", str(log)), "ann")
    one.leave(ticket, "ann")
    assert ticket.ending == Ending(State.CANCELLED)
    gate.touch()
    ending(one, Say("behind the one that left"))
    assert not log.exists()


def test_one_of_two_may_leave(one: Pool, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    ticket, _ = at_work(one, gate, session="ann")
    assert one.join(ticket.task, "bob") is ticket
    one.leave(ticket, "ann")
    assert not ticket.cancelling
    gate.touch()
    assert ticket.wait(PATIENCE_S)
    assert one.known(ticket.task) == "there"


def test_bad_input_is_refused_with_its_faults(one: Pool) -> None:
    faults = (Fault("a.yaml", 3, "queues", "0", "some"), Fault("a.yaml", 4, "groups", "", "some"))
    assert ending(one, Refuse(faults)) == Ending(State.REFUSED, faults)


def test_a_crash_is_told_and_harms_nobody(one: Pool) -> None:
    crash = Ending(State.FAILED, (), Failure.CRASHED, "RuntimeError: out of luck")
    assert ending(one, Crash()) == crash
    assert ending(one, Say("after the crash")) == Ending(State.DONE)


@pytest.mark.parametrize("code", [0, 3])
def test_a_process_that_dies_fails_its_own_task_and_is_replaced(one: Pool, code: int) -> None:
    before = one.process_ids
    assert ending(one, Crash(code)) == Ending(State.FAILED, (), Failure.DIED)
    assert ending(one, Say(f"after exit {code}")) == Ending(State.DONE)
    assert one.process_ids != before


def test_killed_from_outside(one: Pool, tmp_path: Path) -> None:
    ticket, process = at_work(one, tmp_path / "gate")
    waiting = one.start(Say("in line behind the killed one"), "bob")
    os.kill(process, signal.SIGKILL)
    assert ticket.wait(PATIENCE_S)
    assert ticket.ending == Ending(State.FAILED, (), Failure.DIED)
    assert waiting.wait(PATIENCE_S)
    assert waiting.ending == Ending(State.DONE)


def test_killed_while_it_has_nothing_to_do(one: Pool) -> None:
    ending(one, Say("so that a process is there"))
    os.kill(one.process_ids[0], signal.SIGKILL)
    assert ending(one, Say("after one died in its sleep")) == Ending(State.DONE)


def test_no_memory_is_said_so(one: Pool) -> None:
    assert ending(one, Hold(1, raising=True)) == Ending(State.FAILED, (), Failure.MEMORY)


def test_a_result_that_cannot_cross_is_told(one: Pool) -> None:
    told = ending(one, Unreadable())
    assert (told.state, told.failure) == (State.FAILED, Failure.CRASHED)
    assert "pickle" in told.reason


def test_a_process_that_holds_too_much_makes_room() -> None:
    """A bare worker holds some 50 MB; 200 more are beyond 150."""
    pool = Pool(Limits(workers=1, held_bytes=150e6), bare=True)
    try:
        assert ending(pool, Hold(1)) == Ending(State.DONE)
        process = pool.known(Hold(1))
        assert ending(pool, Hold(200)) == Ending(State.DONE)
        assert pool.known(Hold(200)) == process
        assert ending(pool, Hold(2)) == Ending(State.DONE)
        assert pool.known(Hold(2)) != process
    finally:
        pool.close()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="nobody tells of memory here")
def test_a_task_that_takes_too_much_is_ended(tmp_path: Path) -> None:
    pool = Pool(Limits(workers=1, at_work_bytes=150e6), bare=True)
    try:
        grown = Hold(200, str(tmp_path / "never"))
        assert ending(pool, grown) == Ending(State.FAILED, (), Failure.MEMORY)
    finally:
        pool.close()


def test_what_is_waited_for_by_nobody_here_is_cancelled(tmp_path: Path) -> None:
    here = {"ann", "bob"}
    pool = Pool(Limits(workers=1, leave_s=0.2), here=lambda session: session in here, bare=True)
    try:
        shared, _ = at_work(pool, tmp_path / "gate", session="ann")
        pool.join(shared.task, "bob")
        lonely = pool.start(Say("for ann alone"), "ann")
        here.remove("ann")
        assert lonely.wait(PATIENCE_S)
        assert lonely.ending == Ending(State.CANCELLED)
        assert not shared.cancelling
        here.remove("bob")
        assert shared.wait(PATIENCE_S)
        assert shared.ending == Ending(State.CANCELLED)
    finally:
        pool.close()


def test_who_comes_back_in_time_loses_nothing(tmp_path: Path) -> None:
    looks: list[str] = []

    def here(session: str) -> bool:
        """Return that ann is away at the first look, and back at the second."""
        looks.append(session)
        return len(looks) > 1

    pool = Pool(Limits(workers=1, leave_s=PATIENCE_S), here, bare=True)
    try:
        ticket, _ = at_work(pool, tmp_path / "gate", session="ann")
        until(lambda: len(looks) > 2)
        (tmp_path / "gate").touch()
        assert ticket.wait(PATIENCE_S)
        assert ticket.ending == Ending(State.DONE)
    finally:
        pool.close()


def test_where_no_process_can_begin_tasks_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crewline.ui.work.process.sys.executable", "false")
    monkeypatch.setattr("crewline.ui.work.hand._PAUSE_S", 0.01)
    pool = Pool(Limits(workers=1), bare=True)
    try:
        assert ending(pool, Say("nothing")) == Ending(State.FAILED, (), Failure.NO_WORKERS)
    finally:
        pool.close()


def test_a_closed_pool_has_no_processes(tmp_path: Path) -> None:
    pool = Pool(Limits(workers=1), bare=True)
    _, process = at_work(pool, tmp_path / "gate", deaf=True)
    pool.close()
    assert pool.process_ids == []
    assert not is_alive(process)


_SERVER = """
import sys
from crewline.ui.work.pool import pool
from tests.app.tiny_tasks import WaitFor
pool().start(WaitFor(sys.argv[1], deaf=True)).wait(600)
"""


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_the_server(tmp_path: Path, signal_number: int) -> None:
    """Killed, it can do nothing for its workers: they end by themselves."""
    gate = tmp_path / "gate"
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(gate)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "CREWLINE_WORKERS": "1"},
        stderr=subprocess.DEVNULL,
    )
    try:
        mark = Path(f"{gate}.at")
        until(lambda: mark.exists() and bool(mark.read_text("utf-8")))
        process = int(mark.read_text("utf-8"))
        server.send_signal(signal_number)
        server.wait(PATIENCE_S)
    finally:
        server.kill()
        server.wait()
    until(lambda: not is_alive(process))
