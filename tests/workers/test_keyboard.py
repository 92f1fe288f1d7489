"""One press of Ctrl-C ends the work, wherever Python was when it came."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from sim.workers import keyboard
from sim.workers.keyboard import end_where_pressed, keyboard_noted


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def press_and_lose() -> None:
    """Press Ctrl-C where the interrupt is dropped, as a destructor drops it."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        return
    raise AssertionError("not heard")


def test_a_press_that_was_lost_is_raised_by_the_next_look() -> None:
    reached: list[str] = []

    def work() -> None:
        with keyboard_noted():
            end_where_pressed()
            press_and_lose()
            reached.append("on")
            end_where_pressed()
            reached.append("too far")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["on"]


def test_a_press_that_was_lost_is_raised_at_the_end() -> None:
    with pytest.raises(KeyboardInterrupt), keyboard_noted():
        press_and_lose()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # and the leaving is not disturbed


def test_a_press_that_became_an_error_is_a_press() -> None:
    def work() -> None:
        with keyboard_noted():
            press_and_lose()
            raise ValueError("the data are at fault, says a library")

    with pytest.raises(KeyboardInterrupt):
        work()


def test_a_second_press_while_leaving_is_the_same_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> None:
        with keyboard_noted():
            press_and_lose()
            signal.raise_signal(signal.SIGINT)
            monkeypatch.setattr(keyboard, "_LEAVING_S", 0.0)
            time.sleep(0.01)
            press_and_lose()  # one much later is meant

    with pytest.raises(KeyboardInterrupt):
        work()


def test_without_a_press_all_is_as_it_was() -> None:
    before = signal.getsignal(signal.SIGINT)
    with keyboard_noted():
        end_where_pressed()
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(ValueError, match="own"), keyboard_noted():
        raise ValueError("own")
    assert signal.getsignal(signal.SIGINT) is before
