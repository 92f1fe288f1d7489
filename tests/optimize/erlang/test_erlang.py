"""Erlang's formulas against tabulated cases, a birth-death chain, and their own limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.erlang import erlang_a, erlang_b, erlang_c
from tests.theory.birth_death import BirthDeath

few = settings(max_examples=25, deadline=None)  # each solves a chain
loads = st.floats(0.01, 30)
handles = st.floats(1, 2000)


def test_b_against_published_values():
    # A classic of every table of Erlang B: 1 % blocking of 10 trunks carries 4.46 Erlangs.
    assert erlang_b(4.4612, 10) == pytest.approx(0.01, rel=1e-4)
    assert erlang_b([0, 0, 2], [0, 3, 1]) == pytest.approx([1, 0, 2 / 3])


@given(load=loads, agents=st.integers(1, 80))
def test_b_is_the_last_state_of_a_chain_without_places(load, agents):
    chain = BirthDeath(load * 60, 60, agents, places=0)
    assert erlang_b(load, agents) == pytest.approx(chain.stationary[-1], rel=1e-9)


def test_c_against_cases_1_4_5_and_6():
    line = erlang_c([252, 2880, 200, 210], [120, 60, 180, 180], [12, 50, 14, 13], 20)
    assert line.share_waiting[:3] == pytest.approx([0.183889, 0.694456, 0.1741319335950498], 1e-5)
    assert line.share_waiting[2] == pytest.approx(0.1741319335950498, rel=1e-13)
    assert line.answered_within[2] == pytest.approx(0.8883500191794669, rel=1e-13)
    assert line.answered_within[0] == pytest.approx(0.899080, abs=5e-7)
    asa_s = [0.102160 * 60, 20.83, 7.83593701, 26.5569]
    assert line.asa_s == pytest.approx(asa_s, rel=2e-4)
    assert line.mean_wait_s == pytest.approx(line.asa_s)
    assert line.occupancy[:3] == pytest.approx([0.7, 0.96, 0.7142857], abs=5e-8)


def test_a_against_cases_2_4_and_5():
    line = erlang_a([252, 2880, 200], [120, 60, 180], [12, 50, 14], [60, 120, 300], 20)
    assert line.share_abandoned == pytest.approx([0.029679, 0.030912, 0.013984], abs=5e-7)
    assert line.mean_wait_s == pytest.approx([0.029679 * 60, 3.709, 0.069919 * 60], abs=5e-4)
    assert line.occupancy == pytest.approx([0.679225, 0.9303, 0.704297], abs=5e-5)
    assert line.share_waiting[1:] == pytest.approx([0.467774, 0.14526], abs=5e-6)
    assert line.answered_within[[0, 2]] == pytest.approx([0.945270, 0.916792], abs=1e-6)
    assert line.abandoned_within[0] == pytest.approx(0.023352, abs=5e-7)


def test_a_against_cases_6_and_7():
    wait_s = erlang_a(210, 180, [13, 9], 300, 20).mean_wait_s
    assert wait_s == pytest.approx([9.9128, 56.6184], abs=5e-5)
    line = erlang_a([78, 1140, 6000], 300, [8, 100, 505], 900, 20)
    sl4 = line.answered_within / (1 - line.abandoned_within)
    assert line.share_abandoned == pytest.approx([0.043071, 0.012445, 0.009037], abs=5e-7)
    assert line.mean_wait_s == pytest.approx([38.764, 11.200, 8.133], abs=5e-4)
    assert sl4 == pytest.approx([0.670485, 0.787383, 0.841792], abs=5e-7)


@few
@given(
    load=loads,
    agents=st.integers(1, 45),
    handle_s=handles,
    patience=st.floats(0.05, 4),
    within=st.floats(0, 3),
)
def test_a_is_the_birth_death_chain(load, agents, handle_s, patience, within):
    patience_s, within_s = patience * handle_s, within * handle_s
    chain = BirthDeath(load / handle_s * 3600, handle_s, agents, patience_s)
    line = erlang_a(chain.calls_per_h, handle_s, agents, patience_s, within_s)
    states = chain.stationary
    assert line.share_waiting == pytest.approx(chain.share_waiting(states), abs=1e-9)
    assert line.share_abandoned == pytest.approx(chain.share_abandoned(states), abs=1e-9)
    assert line.occupancy == pytest.approx(chain.occupancy(states), abs=1e-9)
    assert line.mean_wait_s == pytest.approx(chain.mean_wait_s(states), abs=1e-9 * patience_s)
    assert line.answered_within == pytest.approx(chain.answered_within(states, within_s), abs=1e-8)
    given_up = chain.abandoned_within(states, within_s)
    assert line.abandoned_within == pytest.approx(given_up, abs=1e-8)


@few
@given(rho=st.floats(0.01, 0.95), agents=st.integers(1, 30), handle_s=handles)
def test_c_is_the_birth_death_chain(rho, agents, handle_s):
    chain = BirthDeath(rho * agents / handle_s * 3600, handle_s, agents)
    line = erlang_c(chain.calls_per_h, handle_s, agents, handle_s / 7)
    states = chain.stationary
    assert line.share_waiting == pytest.approx(chain.share_waiting(states), abs=1e-9)
    assert line.mean_wait_s == pytest.approx(chain.mean_wait_s(states), rel=1e-6)
    within = chain.answered_within(states, handle_s / 7)
    assert line.answered_within == pytest.approx(within, abs=1e-8)


def test_asa_is_the_integral_of_the_answered_tail():
    # ASA = integral of P(answered, W > t) dt / P(answered), here by the trapezium rule.
    times_s = np.linspace(0, 1500, 30_001)
    tail = erlang_a(210, 180, 9, 300, times_s)
    served = 1 - tail.share_abandoned[0]
    still_to_be_answered = served - tail.answered_within
    by_integral = np.trapezoid(still_to_be_answered, times_s) / served
    assert tail.asa_s[0] == pytest.approx(by_integral, rel=1e-6)


def test_no_load_and_too_few_agents():
    idle = erlang_c(0, 300, [0, 5], 20)
    assert idle.share_waiting.tolist() == [0, 0]
    assert idle.answered_within.tolist() == [1, 1]
    assert idle.occupancy.tolist() == [0, 0]
    swamped = erlang_c(120, 300, [0, 9, 10], 20)
    assert swamped.share_waiting.tolist() == [1, 1, 1]
    assert swamped.answered_within.tolist() == [0, 0, 0]
    assert np.isinf(swamped.asa_s).all()
    assert swamped.occupancy.tolist() == [1, 1, 1]


def test_a_without_load_or_agents():
    idle = erlang_a(0, 300, [0, 5], 900, 20)
    assert idle.share_waiting.tolist() == [0, 0]
    assert idle.answered_within.tolist() == [1, 1]
    assert idle.share_abandoned.tolist() == [0, 0]
    nobody = erlang_a(120, 300, 0, 900, 20)
    assert nobody.share_abandoned == pytest.approx(1)
    assert nobody.answered_within == pytest.approx(0)
    assert nobody.mean_wait_s == pytest.approx(900)
    assert nobody.abandoned_within == pytest.approx(1 - np.exp(-20 / 900))
    assert np.isnan(nobody.asa_s)


def test_a_far_out():
    # Twice as many calls as 5,000 agents can take: a fluid. Half abandon, after patience x ln 2.
    flood = erlang_a(120_000, 300, 5_000, 900, [620, 630])
    assert flood.share_abandoned == pytest.approx(0.5)
    assert flood.asa_s == pytest.approx(900 * np.log(2), rel=1e-3)
    # ... to within a standard deviation of some 13 s
    assert flood.answered_within[0] < 0.25 < flood.answered_within[1]
    # A thousand times the agents that are needed: nobody waits.
    empty = erlang_a(12, 300, 1_000, 900, 0)
    assert empty.share_waiting == pytest.approx(0, abs=1e-300)
    assert empty.answered_within == pytest.approx(1)


def test_faults_are_refused():
    with pytest.raises(ValueError, match="agents must be numbers from 0 on"):
        erlang_b(3, -1)
    with pytest.raises(ValueError, match="calls_per_h must be numbers from 0 on"):
        erlang_c(-1, 300, 4, 20)
    with pytest.raises(ValueError, match="within_s must be numbers from 0 on"):
        erlang_c(1, 300, 4, np.nan)
    with pytest.raises(ValueError, match="agents must be finite"):
        erlang_a(100, 300, np.inf, 900, 20)


@pytest.mark.parametrize("load", [1e-100, 1e-150, 1e-200, 1e-300, 1e-308, 5e-324])
def test_next_to_no_load(load):
    # One agent blocks load / (1 + load); of more, next to nobody is blocked, waits or gives up.
    assert erlang_b(load, [0, 1]) == pytest.approx([1, load], rel=1e-12, abs=1e-308)
    assert (erlang_b(load, [1.5, 2, 3, 40]) <= load).all()
    for agents in (0.5, 1, 1.5, 3, 40):
        for patience_s in (0, 60, np.inf):
            line = erlang_a(load * 20, 180, agents, patience_s, 20)
            assert line.answered_within == pytest.approx(1)
            assert line.share_waiting == pytest.approx(0, abs=1e-40)
            assert line.share_abandoned == pytest.approx(0, abs=1e-40)
            assert line.mean_wait_s == pytest.approx(0, abs=1e-30)


def test_a_handling_time_that_is_nothing_beside_the_patience():
    # 1e310 handlings within a patience: more than a float can say.
    line = erlang_a(1, 1e-300, [1e-5, 1, 1e9], 1e10, 20)
    assert line.answered_within == pytest.approx([1, 1, 1])


def test_what_is_beyond_the_limits_is_refused_by_row_and_value():
    with pytest.raises(ValueError, match=r"load in row 1 .* 1,000,000 Erlangs, not 2e\+06"):
        erlang_b([1e6, 2e6], 3)
    with pytest.raises(ValueError, match=r"calls_per_h .* 1,000,000 Erlangs .*, not inf"):
        erlang_c(1e300, 1e300, 3, 20)
    with pytest.raises(ValueError, match=r"agents in row \(0, 1\) .*, not 1e\+302"):
        erlang_c(100, 180, [[3, 1e302]], 20)
    with pytest.raises(ValueError, match=r"patience_s in row 1 .* infinite.*, not 2\.77778e\+28"):
        erlang_a(100, 180, 5, [60, 1e30], 20)
    # who need no handling may have any patience
    assert erlang_a(100, 0, 5, 1e300, 20).share_abandoned == 0
    assert np.isfinite(erlang_a(100, 180, 5, 3.6e14, 20).mean_wait_s)
    assert erlang_b(1e6, 1e6) == pytest.approx((2 / (np.pi * 1e6)) ** 0.5, rel=1e-2)
