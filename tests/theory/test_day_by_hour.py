"""What `cases.md` says of case 8, by simulation, follows from the chain of its day."""

from __future__ import annotations

import pytest

from tests.theory.birth_death import BirthDeath
from tests.theory.day_by_hour import DAY
from tests.theory.day_chain import Day
from tests.theory.formulas import share_lost


def test_case_8():
    """The exact day lies within the intervals of the independent simulator: both are sound."""
    assert 0.1481 <= DAY.share_waiting() <= 0.1491
    assert 0.01931 <= DAY.share_abandoned() <= 0.01949
    assert 0.5571 <= DAY.occupancy(13) <= 0.5578


def test_a_day_of_equal_hours_comes_to_the_steady_state():
    day = Day([6] * 6, [150] * 6, handle_s=100, patience_s=300, hangs_up=0)
    steady = BirthDeath(150, 100, 6, patience_s=300)
    states = steady.stationary
    last = day.hours[-1]
    assert last.all_busy == pytest.approx(steady.share_waiting(states))
    assert last.waiting == pytest.approx(steady.queue_length(states))
    assert last.busy == pytest.approx(6 * steady.occupancy(states))


def test_who_is_busy_when_numbers_fall_stays_until_the_call_ends():
    """Nobody calls in the third hour; whoever is busy when it begins has 100 s left in the mean."""
    day = Day([10, 10, 1], [720, 720, 0], handle_s=100, patience_s=1000, hangs_up=1)
    busy = 20 * (1 - share_lost(20, 10))
    assert day.hours[1].busy == pytest.approx(busy)
    assert day.hours[2].busy * 3600 == pytest.approx(busy * 100)
