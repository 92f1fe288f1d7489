"""Reference cases 1 to 7: one queue, held against exact solutions (see `evidence` for how)."""

from __future__ import annotations

import pytest

from sim.demand.distributions import Exponential, Never
from sim.floor import Group, Queue, Skill
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import (
    ABANDONED_WITHIN,
    BUSY,
    SL_OF_ACCEPTED,
    WAIT_OF_ACCEPTED,
    Evidence,
    agrees,
    centre_of,
    demand_of,
    replicate,
    steady_line,
)

M_M_12 = BirthDeath(252, 120, 12)


def agrees_with(chain: BirthDeath, evidence: Evidence, within_s: float, sharp: float) -> None:
    """Hold all that a chain knows against the evidence; waits may be less sharp than shares."""
    states = chain.stationary
    agrees(evidence.not_waiting(), 1 - chain.share_waiting(states), sharp)
    agrees(evidence.estimate("SL3"), chain.answered_within(states, within_s), sharp)
    agrees(evidence.estimate(BUSY), chain.occupancy(states), sharp)
    agrees(evidence.estimate("mean_wait"), chain.mean_wait_s(states), 5 * sharp)
    agrees(evidence.estimate("queue_length"), chain.queue_length(states), 5 * sharp)
    if chain.patience_s < 1e9:
        agrees(evidence.estimate("abandonment"), chain.share_abandoned(states), 5 * sharp)
        given_up = chain.abandoned_within(states, within_s)
        agrees(evidence.estimate(ABANDONED_WITHIN), given_up, 5 * sharp)


def test_case_1_in_its_steady_state():
    states = M_M_12.stationary
    assert M_M_12.share_waiting(states) == pytest.approx(0.183889, abs=1e-6)
    assert M_M_12.mean_wait_s(states) == pytest.approx(0.102160 * 60, abs=1e-4)
    assert M_M_12.answered_within(states, 20) == pytest.approx(0.899080, abs=1e-6)
    assert M_M_12.occupancy(states) == pytest.approx(0.7)
    agrees_with(M_M_12, steady_line(M_M_12, 2000, 40, 20, seed=101), 20, sharp=0.1)


def test_case_1_as_a_day_that_starts_empty():
    # 480 minutes, then an hour without calls for the queue to drain.
    centre = centre_of(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [252] * 8 + [0], Exponential(120), Never())],
        [[12] * 9],
        interval_min=60,
    )
    day = replicate(centre, 40, 20, seed=102, counted=slice(0, 8))
    exact = M_M_12.mean_over_day(480 * 60)
    sl, busy = M_M_12.answered_within(exact, 20), M_M_12.occupancy(exact)
    # The exact day lies within the intervals of the independent simulator: both are sound.
    assert 0.900 <= sl <= 0.904
    assert 0.694 <= busy <= 0.697
    agrees(day.estimate("SL3"), sl, 0.04)
    agrees(day.estimate(BUSY), busy, 0.04)
    agrees(day.not_waiting(), 1 - M_M_12.share_waiting(exact), 0.08)
    agrees(day.estimate("asa"), 0.099 * 60, 0.5, (0.097 * 60, 0.102 * 60))


def test_case_2_with_patience():
    chain = BirthDeath(252, 120, 12, patience_s=60)
    states = chain.stationary
    sl3, given_up = chain.answered_within(states, 20), chain.abandoned_within(states, 20)
    assert chain.share_abandoned(states) == pytest.approx(0.029679, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(0.029679 * 60, abs=1e-4)
    assert sl3 == pytest.approx(0.945270, abs=1e-6)
    assert given_up == pytest.approx(0.023352, abs=1e-6)
    assert sl3 / (1 - given_up) == pytest.approx(0.967872, abs=1e-6)
    assert chain.occupancy(states) == pytest.approx(0.679225, abs=1e-6)
    evidence = steady_line(chain, 2000, 40, 20, seed=103)
    agrees_with(chain, evidence, 20, sharp=0.05)
    agrees(evidence.estimate("SL4"), sl3 / (1 - given_up), 0.02)


def test_case_3_with_five_waiting_places():
    chain = BirthDeath(252, 120, 12, places=5)
    states = chain.stationary
    blocked = chain.share_blocked(states)
    sl_of_offered = chain.answered_within(states, 20)
    wait_s = chain.mean_wait_s(states) / (1 - blocked)
    assert blocked == pytest.approx(0.009477, abs=1e-6)
    assert wait_s == pytest.approx(0.061124 * 60, abs=1e-4)
    assert sl_of_offered == pytest.approx(0.918768, abs=1e-6)
    assert sl_of_offered / (1 - blocked) == pytest.approx(0.927558, abs=1e-6)
    assert chain.occupancy(states) == pytest.approx(0.693366, abs=1e-6)
    evidence = steady_line(chain, 2000, 40, 20, seed=104)
    agrees(evidence.estimate("blocked_share"), blocked, 0.6)
    agrees(evidence.estimate(WAIT_OF_ACCEPTED), wait_s, 0.4)
    agrees(evidence.estimate("SL3"), sl_of_offered, 0.03)
    agrees(evidence.estimate(SL_OF_ACCEPTED), sl_of_offered / (1 - blocked), 0.03)
    agrees(evidence.estimate(BUSY), chain.occupancy(states), 0.03)


def test_case_4_near_saturation():
    chain = BirthDeath(2880, 60, 50)
    states = chain.stationary
    assert chain.share_waiting(states) == pytest.approx(0.694456, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(20.83, abs=5e-3)
    assert chain.occupancy(states) == pytest.approx(0.96)
    # It forgets its state in 49 minutes only: an hour a replication is one look at the queue.
    evidence = steady_line(chain, 3000, 50, 20, seed=105)
    agrees(evidence.not_waiting(), 1 - chain.share_waiting(states), 0.7)
    agrees(evidence.estimate("mean_wait"), chain.mean_wait_s(states), 0.9)
    agrees(evidence.estimate(BUSY), chain.occupancy(states), 0.05)


def test_case_4_with_patience():
    chain = BirthDeath(2880, 60, 50, patience_s=120)
    states = chain.stationary
    assert chain.share_abandoned(states) == pytest.approx(0.030912, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(3.709, abs=1e-3)
    assert chain.queue_length(states) == pytest.approx(2.968, abs=1e-3)
    assert chain.occupancy(states) == pytest.approx(0.9303, abs=5e-5)
    assert chain.share_waiting(states) == pytest.approx(0.467774, abs=1e-6)
    agrees_with(chain, steady_line(chain, 2500, 40, 20, seed=106), 20, sharp=0.2)


@pytest.mark.parametrize(
    ("patience_s", "figures"),
    [
        (float("inf"), (0.174132, 0.888350, 0.7142857, 7.835937)),
        (300.0, (0.14526, 0.916792, 0.704297, 0.069919 * 60)),
    ],
)
def test_case_5(patience_s, figures):
    chain = BirthDeath(200, 180, 14, patience_s)
    states = chain.stationary
    waiting, sl3, busy, wait_s = figures
    assert chain.share_waiting(states) == pytest.approx(waiting, abs=1e-6)
    assert chain.answered_within(states, 20) == pytest.approx(sl3, abs=1e-6)
    assert chain.occupancy(states) == pytest.approx(busy, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(wait_s, abs=1e-4)
    agrees_with(chain, steady_line(chain, 2500, 40, 20, seed=107), 20, sharp=0.12)


@pytest.mark.parametrize(
    ("agents", "patience_s", "wait_s"),
    [(13, float("inf"), 26.5569), (13, 300, 9.9128), (9, 300, 56.6184)],
)
def test_case_6(agents, patience_s, wait_s):
    chain = BirthDeath(210, 180, agents, patience_s)
    assert chain.mean_wait_s(chain.stationary) == pytest.approx(wait_s, abs=1e-4)
    evidence = steady_line(chain, 1500, 30, 20, seed=108)
    agrees(evidence.estimate("mean_wait"), wait_s, 0.8)


@pytest.mark.parametrize(
    ("calls", "agents", "abandoned", "wait_s", "sl4"),
    [
        (39, 8, 0.043071, 38.764, 0.670485),
        (570, 100, 0.012445, 11.200, 0.787383),
        (3000, 505, 0.009037, 8.133, 0.841792),
    ],
)
def test_case_7_small_middling_and_large(calls, agents, abandoned, wait_s, sl4):
    chain = BirthDeath(2 * calls, 300, agents, patience_s=900)
    states = chain.stationary
    exact_sl4 = chain.answered_within(states, 20) / (1 - chain.abandoned_within(states, 20))
    assert chain.share_abandoned(states) == pytest.approx(abandoned, abs=1e-6)
    assert chain.mean_wait_s(states) == pytest.approx(wait_s, abs=1e-3)
    assert exact_sl4 == pytest.approx(sl4, abs=1e-6)
    evidence = steady_line(chain, max(2000, 10 * agents), 40, 20, seed=109)
    agrees(evidence.estimate("abandonment"), abandoned, 0.9)
    agrees(evidence.estimate("mean_wait"), wait_s, 0.9)
    agrees(evidence.estimate("SL4"), sl4, 0.25)
