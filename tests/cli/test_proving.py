"""What is told of a proof while a step of it goes on."""

from __future__ import annotations

import time

import pytest

from crewline.cli.proving import Doing


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_search_is_told_of_with_its_round_and_its_time(clock: list[float]) -> None:
    doing = Doing()
    assert doing.heard("schedule", 0, 1)
    clock[0] += 25
    assert doing.in_words() == "round 1, searching a schedule: 25 s so far"
    doing.rounds = 3
    assert doing.in_words().startswith("round 4, ")


def test_a_simulation_is_told_of_by_its_replications(clock: list[float]) -> None:
    doing = Doing()
    doing.heard("schedule", 1, 1)
    clock[0] += 60
    assert doing.heard("simulate", 0, 20)
    clock[0] += 12
    assert not doing.heard("simulate", 7, 20)
    words = "round 1, simulating it: 7 of 20 replications, 12 s so far"
    assert doing.in_words() == words


def test_the_same_step_again_begins_anew(clock: list[float]) -> None:
    """Sixty days, and then the same sixty with more behind them."""
    doing = Doing()
    doing.heard("simulate", 60, 60)
    clock[0] += 30
    assert doing.heard("simulate", 0, 240)
    assert doing.lasts_s == 0
