"""Who comes back: the equilibrium by hand, in many digits, and what it must do."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.erlang import (
    erlang_a,
    erlang_a_returns,
    erlang_b,
    erlang_b_returns,
    erlang_c,
    erlang_c_returns,
)
from tests.optimize.erlang import exact

few = settings(max_examples=25, deadline=None)


def test_one_line_that_blocks_by_hand():
    # One agent, calls of an hour: volume a blocks a / (1 + a). Half of the blocked redial, one
    # first attempt an hour: a (1 - a / (2 (1 + a))) = 1, so that a^2 = 2. If all redial, and half
    # a call comes an hour: a / (1 + a) of it gets through, so that a = 1, and half are redials.
    half, all_of_them = (
        erlang_b_returns(1, 3600, 1, redials=0.5),
        erlang_b_returns(0.5, 3600, 1, redials=1),
    )
    assert half.offered_per_h == pytest.approx(sqrt(2), rel=1e-14)
    assert half.share_abandoned == pytest.approx(sqrt(2) / (1 + sqrt(2)), rel=1e-14)
    assert all_of_them.offered_per_h == pytest.approx(1, rel=1e-14)
    assert all_of_them.redials_per_h == pytest.approx(0.5, rel=1e-14)
    assert all_of_them.occupancy == pytest.approx(0.5, rel=1e-14)


def test_a_second_try_and_no_third_by_hand():
    # Nobody is ever answered: each of 100 tries twice, each of 100 with a share 0.4 does.
    nobody = erlang_a_returns(100, 300, 0, 60, 20, redials=[1, 0.4], tries=2)
    assert nobody.offered_per_h == pytest.approx([200, 140], rel=1e-14)
    assert nobody.redials_per_h == pytest.approx([100, 40], rel=1e-14)
    assert nobody.repeats_per_h.tolist() == [0, 0]
    # Everybody is answered at once, a quarter comes back once more, or for ever.
    all_answered = erlang_a_returns(12, 300, 50, 60, 20, repeats=0.25, tries=[1, 2, np.inf])
    assert all_answered.offered_per_h == pytest.approx([12, 15, 16], rel=1e-12)
    assert all_answered.repeats_per_h == pytest.approx([0, 3, 4], rel=1e-12)


@few
@given(
    load=st.floats(0.1, 60),
    sigmas=st.floats(-2, 3),
    patience=st.floats(0.05, 5),
    back=st.tuples(st.floats(0, 1), st.floats(0, 0.6), st.sampled_from([1, 2, 3, 7, np.inf])),
)
def test_the_volume_is_an_equilibrium(load, sigmas, patience, back):
    redials, repeats, tries = back
    handle_s, within_s = 240, 20
    agents = max(load + sigmas * sqrt(load), 0.1)
    per_h, patience_s = load * 15, patience * handle_s
    found = erlang_a_returns(
        per_h, handle_s, agents, patience_s, within_s, redials=redials, repeats=repeats, tries=tries
    )
    volume = float(found.offered_per_h)
    if np.isinf(volume):
        assert redials == 1
        assert load >= (1 - repeats) * agents
        return
    service = exact.to_the_last_digit(
        exact.impatient, volume, handle_s, agents, patience_s, within_s
    )
    lost, served = float(service["share_abandoned"]), float(service["share_answered"])
    back = redials * lost + repeats * served
    gone = (1 - redials) * lost + (1 - repeats) * served
    attempts = 1 / gone if np.isinf(tries) else sum(back**k for k in range(int(tries)))
    assert volume == pytest.approx(per_h * attempts, rel=1e-10)
    came_back = found.redials_per_h + found.repeats_per_h
    assert volume == pytest.approx(per_h + float(came_back), rel=1e-10)
    assert found.share_abandoned == pytest.approx(lost, rel=1e-9, abs=1e-14)


def test_nobody_comes_back_is_the_formula_itself():
    line = (200, 180, [9, 10.5, 14], 90, 20)
    alone, with_none = erlang_a(*line), erlang_a_returns(*line)
    assert with_none.answered_within.tolist() == alone.answered_within.tolist()
    assert with_none.offered_per_h.tolist() == [200] * 3
    assert erlang_a_returns(*line, redials=0.5, tries=1).asa_s.tolist() == alone.asa_s.tolist()
    blocked = erlang_b_returns(200, 180, [9, 14]).share_abandoned
    assert blocked == pytest.approx(erlang_b(10, [9, 14]), rel=1e-14)


def test_c_with_those_not_resolved():
    line = erlang_c_returns(200, 180, 14, 20, repeats=[0.1, 0.4])
    without = erlang_c([200 / 0.9, 200 / 0.6], 180, 14, 20)
    assert line.offered_per_h == pytest.approx([200 / 0.9, 200 / 0.6])
    assert line.answered_within == pytest.approx(without.answered_within)
    assert np.isinf(erlang_c_returns(200, 180, 14, 20, repeats=1).offered_per_h)


def test_everybody_redials_until_answered():
    # 10 Erlangs of first attempts: eleven agents answer them all, ten cannot, whatever comes.
    enough = erlang_a_returns(200, 180, 11, 90, 20, redials=1)
    assert enough.share_answered * enough.offered_per_h == pytest.approx(200, rel=1e-12)
    assert enough.occupancy == pytest.approx(10 / 11, rel=1e-12)
    endless = erlang_a_returns(200, 180, 10, 90, 20, redials=1)
    assert np.isinf(endless.offered_per_h)
    assert (endless.share_abandoned, endless.mean_wait_s, endless.occupancy) == (1, 90, 1)
    assert np.isnan(endless.asa_s)


def test_a_single_try_and_next_to_no_repeats():
    # 1 - c is 1 to the last digit, which was once 0 times the logarithm of 0
    line = erlang_a_returns(15, 240, 1, 240, 20, repeats=1e-99, tries=[1, 2])
    assert line.offered_per_h.tolist() == [15, 15]
    assert line.repeats_per_h == pytest.approx([0, 0], abs=1e-90)


def test_no_calls_come_back():
    line = erlang_a_returns(0, 180, [0, 5], 90, 20, redials=1, repeats=0.1)
    assert line.offered_per_h.tolist() == [0, 0]
    assert line.answered_within.tolist() == [1, 1]


def test_more_who_redial_make_more_of_them():
    line = erlang_a_returns(200, 180, 9, 90, 20, redials=np.linspace(0, 0.99, 12))
    assert (np.diff(line.offered_per_h) > 0).all()
    assert (np.diff(line.answered_within) < 0).all()
    limited = erlang_a_returns(200, 180, 9, 90, 20, redials=0.8, tries=[1, 2, 3, 5, 9, 99])
    assert (np.diff(limited.offered_per_h) > 0).all()
    for_ever = erlang_a_returns(200, 180, 9, 90, 20, redials=0.8).offered_per_h
    assert limited.offered_per_h[-1] == pytest.approx(for_ever, rel=1e-9)


def test_faults_are_refused():
    with pytest.raises(ValueError, match="shares from 0 to 1"):
        erlang_a_returns(200, 180, 9, 90, 20, redials=1.2)
    with pytest.raises(ValueError, match="tries must be whole"):
        erlang_a_returns(200, 180, 9, 90, 20, redials=0.2, tries=2.5)
    with pytest.raises(ValueError, match="tries must be whole"):
        erlang_b_returns(200, 180, 9, redials=0.2, tries=0)
    with pytest.raises(ValueError, match="repeats must be numbers from 0 on"):
        erlang_c_returns(200, 180, 9, 20, repeats=-0.1)
