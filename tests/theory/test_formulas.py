"""The formulas against the birth-death chain, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.theory.birth_death import BirthDeath
from tests.theory.formulas import (
    AnyPatience,
    share_lost,
    share_waiting,
    wait_of_one_agent_s,
    waits_by_priority_s,
    waits_by_weight_s,
)
from tests.theory.one_queue import CASE_1, CASE_4_PATIENCE


def test_who_waits_and_who_is_lost():
    chain = BirthDeath(360, 180, 20, places=0)
    assert share_lost(18, 20) == pytest.approx(chain.share_blocked(chain.stationary))
    waiting = CASE_1.share_waiting(CASE_1.stationary)
    assert share_waiting(8.4, 12) == pytest.approx(waiting)


def test_one_agent_with_exponential_talks():
    chain = BirthDeath(25, 100, 1)
    assert wait_of_one_agent_s(25 / 3600, 100, 1) == pytest.approx(
        chain.mean_wait_s(chain.stationary)
    )


def test_exponential_patience():
    states = CASE_4_PATIENCE.stationary
    law = AnyPatience(0.8, 60, 50, lambda t_s: np.exp(-t_s / 120))
    assert law.share_waiting() == pytest.approx(CASE_4_PATIENCE.share_waiting(states), rel=1e-6)
    assert law.share_abandoned() == pytest.approx(CASE_4_PATIENCE.share_abandoned(states), rel=1e-6)
    assert law.mean_wait_s() == pytest.approx(CASE_4_PATIENCE.mean_wait_s(states), rel=1e-6)


def test_an_order_of_service_moves_waits_and_adds_none():
    """Kleinrock's conservation law: the sum of load x wait is that of first come first served."""
    per_s, mean_s, cv = [0.002, 0.003, 0.001], [100.0, 100.0, 100.0], [1.0, 1.0, 1.0]
    in_turn_s = wait_of_one_agent_s(0.006, 100, 1)
    for waits in (
        waits_by_priority_s(per_s, 100, 1),
        waits_by_weight_s(per_s, mean_s, cv, (5, 2, 1)),
    ):
        assert np.average(waits, weights=per_s) == pytest.approx(in_turn_s)
    assert waits_by_weight_s(per_s, mean_s, cv, (1, 1, 1)) == pytest.approx([in_turn_s] * 3)
    steep = waits_by_weight_s(per_s, mean_s, cv, (1e8, 1e4, 1))
    assert steep == pytest.approx(waits_by_priority_s(per_s, 100, 1), rel=1e-3)
