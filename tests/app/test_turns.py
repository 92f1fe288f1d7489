"""Turns: results are drawn one at a time, and nobody who changes something waits for them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from crewline.ui.parts import turns


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(turns, "st", SimpleNamespace(session_state=state))
    return state


def is_free() -> bool:
    """Tell whether another thread could have the turn."""

    def take() -> bool:
        return turns._turn.acquire(blocking=False) and turns._turn.release() is None

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(take).result()


@pytest.mark.usefixtures("session")
def test_a_result_waits_for_the_one_before() -> None:
    drawn, may_go = threading.Event(), threading.Event()

    def draw() -> None:
        with turns.in_turn():
            drawn.set()
            may_go.wait(10)

    with turns._turn:  # somebody's result is being drawn
        turns.note_result()
        drawing = threading.Thread(target=draw)
        drawing.start()
        assert not drawn.wait(0.2)
    assert drawn.wait(10)
    may_go.set()
    drawing.join(10)
    assert is_free()


def test_who_changes_something_goes_ahead(session: dict[str, Any]) -> None:
    with turns._turn, ThreadPoolExecutor(1) as thread:
        assert thread.submit(drawn_by_a_reader).result(10)
    assert session == {}


def drawn_by_a_reader() -> bool:
    with turns.in_turn():
        return True


def test_an_earlier_choice_takes_its_turn(session: dict[str, Any]) -> None:
    with turns.in_turn(earlier=True):
        assert not is_free()
        turns.note_result()
        with turns.in_turn():  # a page within a page's turn
            assert session == {}
    assert is_free()


@pytest.mark.usefixtures("session")
def test_a_page_that_fails_gives_its_turn_away() -> None:
    turns.note_result()
    with pytest.raises(ValueError, match="of the page"), turns.in_turn():
        raise ValueError("of the page")
    assert is_free()
