"""The box of work under way, without a browser: asked, watched, cancelled, told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui.work import pool as pool_module
from crewline.ui.work.limits import Limits
from crewline.ui.work.pool import Pool
from crewline.ui.work.task import Task
from crewline.ui.work.ticket import Ticket
from scenarios.faults import Fault
from tests.app.tiny_tasks import Crash, Refuse, Say, WaitFor

PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def workers() -> Iterator[Pool]:
    pool = Pool(Limits(workers=1, heed_s=0.2), bare=True)
    yield pool
    pool.close()


@pytest.fixture
def pool(workers: Pool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Pool]:
    """The pool of the page; what still waits for the gate afterwards is let go."""
    monkeypatch.setattr(pool_module, "_pools", [workers])
    yield workers
    (tmp_path / "gate").touch()


def _script() -> None:
    import streamlit as st

    from crewline.ui.parts.working import asked
    from crewline.words import Language, Words

    say = Words(Language(st.session_state.get("language", "en")))
    task, start = st.session_state["task"], st.session_state.get("start", False)
    result = asked(task, say, key="tiny", label="Work", cost="It costs nothing", start=start)
    st.text(f"result: {result}")


def page_of(task: Task[object], *, start: bool = False, language: str = "en") -> AppTest:
    page = AppTest.from_function(_script, default_timeout=PATIENCE_S)
    page.session_state["task"] = task
    page.session_state["start"] = start
    page.session_state["language"] = language
    return drawn(page)


def drawn(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def until(page: AppTest, is_so: Callable[[AppTest], bool]) -> AppTest:
    """Draw a page until something is so, as its own clock would."""
    end = time.monotonic() + PATIENCE_S
    while not is_so(drawn(page)):
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.02)
    return page


def is_going(page: AppTest) -> bool:
    return any(button.key == "tiny_cancel" for button in page.button)


def result(page: AppTest) -> str:
    return str(page.text[0].value.removeprefix("result: "))


def shown(page: AppTest) -> str:
    return str(page.get("progress")[0].proto.text)


def click(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return drawn(page)


def test_nothing_is_done_before_it_is_asked(pool: Pool) -> None:
    page = page_of(Say("asked"))
    assert result(page) == "None"
    assert page.caption[0].value == "It costs nothing"
    assert not page.button(key="tiny_button").disabled
    until(click(page, "tiny_button"), lambda page: not is_going(page))
    assert result(page) == "asked"
    assert page.button(key="tiny_button").disabled
    assert page.caption[0].value == "Worked out already"
    assert page.session_state["tiny_last"] == Say("asked")


def test_what_is_under_way_is_not_asked_again(pool: Pool, tmp_path: Path) -> None:
    page = click(page_of(WaitFor(str(tmp_path / "gate"))), "tiny_button")
    assert is_going(page)
    assert page.button(key="tiny_button").disabled
    (tmp_path / "gate").touch()
    until(page, lambda page: not is_going(page))


def test_it_begins_by_itself_where_it_may(pool: Pool) -> None:
    page = until(page_of(Say("by itself"), start=True), lambda page: result(page) != "None")
    assert result(page) == "by itself"
    assert not page.button


def test_another_session_finds_it_done(pool: Pool) -> None:
    until(page_of(Say("for all"), start=True), lambda page: result(page) != "None")
    assert result(page_of(Say("for all"))) == "for all"


def test_progress_is_shown_and_cancel_heeds(pool: Pool, tmp_path: Path) -> None:
    page = click(page_of(WaitFor(str(tmp_path / "gate"))), "tiny_button")
    until(page, lambda page: is_going(page) and shown(page) == "Waiting, file")
    assert page.button(key="tiny_button").disabled
    click(page, "tiny_cancel")
    until(page, lambda page: not is_going(page))
    assert page.info[0].value == "The run was cancelled. Nothing of it was kept."
    assert result(page) == "None"
    assert not page.button(key="tiny_button").disabled


def test_the_place_in_line_is_told(pool: Pool, tmp_path: Path) -> None:
    first = pool.start(WaitFor(str(tmp_path / "gate")), "somebody")
    until_going(first)
    pool.start(Say("the second"), "somebody")
    pool.start(Say("the third"), "somebody")
    page = click(page_of(Say("ours")), "tiny_button")  # turns: the second, ours, the third
    page.session_state["language"] = "en"
    assert shown(drawn(page)) in {"1 run before yours", "Next in line"}
    page.session_state["language"] = "zh"
    assert shown(drawn(page)) in {"前面还有 1 个运行", "下一个就轮到您"}
    (tmp_path / "gate").touch()
    until(page, lambda page: result(page) == "ours")


def until_going(ticket: Ticket) -> None:
    end = time.monotonic() + PATIENCE_S
    while ticket.begun_s is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_reload_finds_its_work_again(pool: Pool, tmp_path: Path) -> None:
    task = WaitFor(str(tmp_path / "gate"))
    click(page_of(task), "tiny_button")
    reloaded = page_of(task)
    assert is_going(reloaded)
    (tmp_path / "gate").touch()
    assert result(until(reloaded, lambda page: not is_going(page))) == "there"


def test_an_earlier_choice_goes_on_until_another_is_asked(pool: Pool, tmp_path: Path) -> None:
    page = click(page_of(WaitFor(str(tmp_path / "gate"))), "tiny_button")
    held = page.session_state["tiny_ticket"]
    page.session_state["task"] = Say("a later choice")
    drawn(page)
    assert is_going(page)
    assert not held.cancelling
    assert not page.button(key="tiny_button").disabled
    click(page, "tiny_button")
    assert held.cancelled_s is not None
    until(page, lambda page: result(page) == "a later choice")


def test_by_itself_the_later_takes_the_place_of_the_earlier(pool: Pool, tmp_path: Path) -> None:
    page = page_of(WaitFor(str(tmp_path / "gate")), start=True)
    held = page.session_state["tiny_ticket"]
    page.session_state["task"] = Say("after the slider moved")
    until(page, lambda page: result(page) == "after the slider moved")
    assert held.cancelled_s is not None


def test_what_was_cancelled_does_not_begin_again_by_itself(pool: Pool, tmp_path: Path) -> None:
    page = page_of(WaitFor(str(tmp_path / "gate")), start=True)
    click(page, "tiny_cancel")
    until(page, lambda page: not is_going(page))
    assert not is_going(drawn(page))
    click(page, "tiny_again")
    assert is_going(page)
    (tmp_path / "gate").touch()
    assert result(until(page, lambda page: not is_going(page))) == "there"


def test_bad_input_is_listed(pool: Pool) -> None:
    faults = (Fault("a.yaml", 3, "queues", "0", "some"), Fault("a.yaml", 4, "groups", "", "some"))
    page = page_of(Refuse(faults), start=True)
    until(page, lambda page: bool(page.error))
    assert page.error[0].value.startswith("This cannot be run:")
    assert page.error[0].value.count("\n- ") == 2


def test_a_crash_and_a_death_are_told_in_words(pool: Pool) -> None:
    page = until(page_of(Crash(), start=True), lambda page: bool(page.error))
    assert "out of luck" in page.error[0].value
    page = until(page_of(Crash(3), start=True, language="zh"), lambda page: bool(page.error))
    assert "进程中途结束" in page.error[0].value
    assert page.button(key="tiny_again").label == "重新开始"
