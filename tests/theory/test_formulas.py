"""The formulas against the birth-death chain, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.theory.birth_death import BirthDeath
from tests.theory.chats_chain import ChatChain
from tests.theory.formulas import (
    AnyPatience,
    calls_until_reached,
    share_lost,
    share_waiting,
    stays_with_interruption_s,
    wait_of_one_agent_s,
    waits_by_priority_s,
    waits_by_weight_s,
)
from tests.theory.mixed_chain import MixedChain
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


def test_interruptions_move_stays_and_add_none():
    """One agent: the formula of preemptive-resume priority, written out for two classes."""
    per_s, mean_s = (0.003, 0.002), 120.0
    first, both = per_s[0] * mean_s, sum(per_s) * mean_s
    expected = (mean_s / (1 - first), mean_s / (1 - first) / (1 - both))
    assert stays_with_interruption_s(per_s, mean_s, 1) == pytest.approx(expected)


def test_who_is_never_reached_is_the_rest():
    assert calls_until_reached(0.5, 3) == pytest.approx([0.5, 0.25, 0.125])
    assert sum(calls_until_reached(0.6, 60)) == pytest.approx(1)


def test_a_wait_beyond_a_time():
    """Of those who wait in M/M/n, the wait is exponential."""
    law = AnyPatience(240 / 3600, 120, 10, np.ones_like)
    assert law.share_waiting_beyond(0) == pytest.approx(share_waiting(8, 10), rel=1e-6)
    beyond = share_waiting(8, 10) * np.exp(-(10 / 120 - 240 / 3600) * 60)
    assert law.share_waiting_beyond(60) == pytest.approx(beyond, rel=1e-3)


@pytest.mark.parametrize(("agents", "chats"), [(1, 3), (2, 2)])
def test_chats_that_are_not_slowed_have_places_like_agents(agents, chats):
    chain = ChatChain(48, 240, agents, (1.5,) * chats, patience_s=180)
    line = BirthDeath(48, 360, agents * chats, patience_s=180)
    states = line.stationary
    assert chain.share_waiting() == pytest.approx(line.share_waiting(states))
    assert chain.mean_wait_s() == pytest.approx(line.mean_wait_s(states))
    assert chain.in_hand() == pytest.approx(chats * line.occupancy(states))
    assert chain.mean_handling_s() == pytest.approx(360)


def test_agents_who_are_alike_need_no_names():
    chain, line = MixedChain(72, 120, (1, 1, 1), 240), BirthDeath(72, 120, 3, patience_s=240)
    states = line.stationary
    assert chain.share_waiting() == pytest.approx(line.share_waiting(states))
    assert chain.share_abandoned() == pytest.approx(line.share_abandoned(states))
    assert chain.occupancy() == pytest.approx(line.occupancy(states))
    assert chain.answered() == pytest.approx([1 / 3] * 3)
