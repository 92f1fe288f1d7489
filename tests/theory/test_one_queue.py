"""What `cases.md` says of cases 1 to 7 follows from the birth-death chains (six digits)."""

from __future__ import annotations

import pytest

from tests.theory.one_queue import (
    CASE_1,
    CASE_2,
    CASE_3,
    CASE_4,
    CASE_4_PATIENCE,
    CASE_5,
    CASE_5_PATIENCE,
    CASE_6,
    CASE_7,
)


def test_case_1():
    states = CASE_1.stationary
    assert CASE_1.share_waiting(states) == pytest.approx(0.183889, abs=1e-6)
    assert CASE_1.mean_wait_s(states) == pytest.approx(0.102160 * 60, abs=1e-4)
    assert CASE_1.wait_found_s(states) == pytest.approx(CASE_1.mean_wait_s(states))
    assert CASE_1.answered_within(states, 20) == pytest.approx(0.899080, abs=1e-6)
    assert CASE_1.occupancy(states) == pytest.approx(0.7)


def test_case_1_as_a_day_that_starts_empty():
    """The exact day lies within the intervals of the independent simulator: both are sound."""
    mean = CASE_1.mean_over_day(480 * 60)
    assert 0.900 <= CASE_1.answered_within(mean, 20) <= 0.904
    assert 0.694 <= CASE_1.occupancy(mean) <= 0.697
    assert 0.097 <= CASE_1.wait_found_s(mean) / 60 <= 0.102


def test_case_2():
    states = CASE_2.stationary
    sl3, given_up = CASE_2.answered_within(states, 20), CASE_2.abandoned_within(states, 20)
    assert CASE_2.share_abandoned(states) == pytest.approx(0.029679, abs=1e-6)
    assert CASE_2.mean_wait_s(states) == pytest.approx(0.029679 * 60, abs=1e-4)
    assert sl3 == pytest.approx(0.945270, abs=1e-6)
    assert given_up == pytest.approx(0.023352, abs=1e-6)
    assert sl3 / (1 - given_up) == pytest.approx(0.967872, abs=1e-6)
    assert CASE_2.occupancy(states) == pytest.approx(0.679225, abs=1e-6)


def test_case_3():
    states = CASE_3.stationary
    blocked, sl = CASE_3.share_blocked(states), CASE_3.answered_within(states, 20)
    wait_s = CASE_3.mean_wait_s(states) / (1 - blocked)
    assert blocked == pytest.approx(0.009477, abs=1e-6)
    assert wait_s == pytest.approx(0.061124 * 60, abs=1e-4)
    assert sl == pytest.approx(0.918768, abs=1e-6)
    assert sl / (1 - blocked) == pytest.approx(0.927558, abs=1e-6)
    assert CASE_3.occupancy(states) == pytest.approx(0.693366, abs=1e-6)


def test_case_4():
    states = CASE_4.stationary
    assert CASE_4.share_waiting(states) == pytest.approx(0.694456, abs=1e-6)
    assert CASE_4.mean_wait_s(states) == pytest.approx(20.83, abs=5e-3)
    assert CASE_4.occupancy(states) == pytest.approx(0.96)


def test_case_4_with_patience():
    chain = CASE_4_PATIENCE
    states = chain.stationary
    assert chain.share_abandoned(states) == pytest.approx(0.030912, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(3.709, abs=1e-3)
    assert chain.queue_length(states) == pytest.approx(2.968, abs=1e-3)
    assert chain.occupancy(states) == pytest.approx(0.9303, abs=5e-5)
    assert chain.share_waiting(states) == pytest.approx(0.467774, abs=1e-6)


@pytest.mark.parametrize(
    ("chain", "figures"),
    [
        (CASE_5, (0.174132, 0.888350, 0.7142857, 7.835937)),
        (CASE_5_PATIENCE, (0.14526, 0.916792, 0.704297, 0.069919 * 60)),
    ],
)
def test_case_5(chain, figures):
    states = chain.stationary
    waiting, sl3, busy, wait_s = figures
    assert chain.share_waiting(states) == pytest.approx(waiting, abs=1e-6)
    assert chain.answered_within(states, 20) == pytest.approx(sl3, abs=1e-6)
    assert chain.occupancy(states) == pytest.approx(busy, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(wait_s, abs=1e-4)


def test_case_6():
    waits = [chain.mean_wait_s(chain.stationary) for chain in CASE_6.values()]
    assert waits == pytest.approx([26.5569, 9.9128, 56.6184], abs=1e-4)


@pytest.mark.parametrize(
    ("agents", "abandoned", "wait_s", "sl4"),
    [
        (8, 0.043071, 38.764, 0.670485),
        (100, 0.012445, 11.200, 0.787383),
        (505, 0.009037, 8.133, 0.841792),
    ],
)
def test_case_7(agents, abandoned, wait_s, sl4):
    chain = CASE_7[agents]
    states = chain.stationary
    exact_sl4 = chain.answered_within(states, 20) / (1 - chain.abandoned_within(states, 20))
    assert chain.share_abandoned(states) == pytest.approx(abandoned, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(wait_s, abs=1e-3)
    assert exact_sl4 == pytest.approx(sl4, abs=1e-6)
