"""Service levels, the distribution of the wait, and results at the borders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import optimize.erlang as family
from optimize.erlang import Service, erlang_a, erlang_b, erlang_c

few = settings(max_examples=50, deadline=None)


def test_the_six_levels_of_the_kpi_page():
    # answered 1000, abandoned 60, answered in T 860, abandoned in T 20 and in t0 10
    zeros = np.zeros(1)
    shares = np.array([1000, 60, 860, 140, 20, 40]) / 1060
    answered, abandoned, within, late, gave_up, gave_up_late = shares[:, None]
    day = Service(
        zeros, abandoned, answered, within, late, gave_up, gave_up_late, zeros, zeros, zeros
    )
    short = np.array([10 / 1060])
    found = [100 * day.level(f"SL{number}", short)[0] for number in range(1, 7)]
    assert found == pytest.approx([83.0, 86.0, 81.1, 82.7, 82.1, 81.9], abs=0.05)
    with pytest.raises(ValueError, match="SL1, SL2, SL3, SL4, SL5, SL6; got SL7"):
        day.level("SL7")


def test_levels_of_rows_with_a_short_limit():
    line = erlang_a(200, 180, [9, 12], 90, 20)
    short = erlang_a(200, 180, [9, 12], 90, 5).abandoned_within
    assert (line.level() == line.answered_within).all()
    assert (line.level("SL6", short) > line.level("SL3")).all()
    assert (line.level("SL5", short) < line.level("SL1")).all()
    assert line.level("SL4") == pytest.approx(line.answered_within / (1 - line.abandoned_within))
    # nobody is answered: of those there is no share
    assert np.isnan(erlang_a(200, 180, 0, 90, 20).level("SL2"))


@few
@given(load=st.floats(0.01, 200), share=st.floats(0.2, 2), patience_s=st.floats(0, 900))
def test_the_distribution_of_the_wait(load, share, patience_s):
    times_s = np.array([0, 1, 5, 20, 60, 300, 3600, 1e6, np.inf])
    line = erlang_a(20 * load, 180, share * load, patience_s, times_s)
    assert line.waited_within + line.waited_longer == pytest.approx(1)
    assert (np.diff(line.waited_within) >= -1e-14).all()
    assert (np.diff(line.waited_longer) <= 0).all()
    assert line.waited_longer[-1] == 0
    assert line.answered_within[-1] == pytest.approx(line.share_answered[0])
    assert line.abandoned_within[-1] == pytest.approx(line.share_abandoned[0])
    if patience_s > 1e-6:
        assert line.waited_longer[0] == pytest.approx(line.share_waiting[0], rel=1e-12)
        assert line.abandoned_within[0] == 0


@few
@given(load=st.floats(0.01, 300), agents=st.floats(0, 400), patience_s=st.floats(1, 3000))
def test_shares_add_up(load, agents, patience_s):
    line = erlang_a(20 * load, 180, agents, patience_s, 20)
    assert line.answered_within + line.answered_late == pytest.approx(line.share_answered)
    assert line.abandoned_within + line.abandoned_late == pytest.approx(line.share_abandoned)
    assert line.share_answered + line.share_abandoned == pytest.approx(1)
    assert line.mean_wait_s == pytest.approx(line.share_abandoned * patience_s)
    assert 0 <= line.occupancy <= 1


@few
@given(load=st.floats(0.01, 300), agents=st.floats(0.01, 400), more=st.floats(1e-6, 3))
def test_more_agents_serve_better(load, agents, more):
    fewer, greater = erlang_a(20 * load, 180, [agents, agents + more], 120, 20).answered_within
    assert greater >= fewer * (1 - 1e-13)
    assert np.diff(erlang_b(load, [agents, agents + more])) <= 0
    waits = erlang_c(20 * load, 180, [agents, agents + more], 20).mean_wait_s
    assert waits[1] <= waits[0]


def test_real_agents_are_between_whole_ones():
    agents = np.arange(8, 20, 0.125)
    level = erlang_a(200, 180, agents, 120, 20).answered_within
    assert (np.diff(level) > 0).all()
    about_twelve = erlang_a(200, 180, 12 + np.array([-1e-9, 0, 1e-9]), 120, 20).answered_within
    below, above = np.diff(about_twelve)
    assert above == pytest.approx(below, rel=1e-4)  # no corner at a whole number


def test_patience_of_nothing_and_of_ever():
    none = erlang_a(200, 180, [9, 14], 0, [0, 20])
    assert none.share_abandoned == pytest.approx(erlang_b(10, [9, 14]), rel=1e-14)
    assert none.abandoned_within.tolist() == none.share_abandoned.tolist()
    assert none.asa_s.tolist() == [0, 0]
    hardly = erlang_a(200, 180, [9, 14], 1e-9, 20)
    assert hardly.share_abandoned == pytest.approx(none.share_abandoned, rel=1e-9)
    ever, long = erlang_c(200, 180, 14, 20), erlang_a(200, 180, 14, 1e13, 20)
    assert erlang_a(200, 180, 14, np.inf, 20).asa_s == ever.asa_s
    assert long.answered_within == pytest.approx(ever.answered_within, rel=1e-9)
    assert long.asa_s == pytest.approx(ever.asa_s, rel=1e-9)


def test_a_call_that_takes_no_time_makes_no_load():
    line = erlang_a(200, 0, [0, 3], 120, 20)
    assert line.answered_within.tolist() == [1, 1]
    assert line.occupancy.tolist() == [0, 0]


def test_zero_threshold_is_who_does_not_wait():
    line = erlang_c(200, 180, [11, 14.5], 0)
    assert line.answered_within + line.share_waiting == pytest.approx(1, rel=1e-15)
    assert line.answered_late.tolist() == line.share_waiting.tolist()


def test_far_too_many_agents_are_no_fault():
    line = erlang_a(200, 180, [1e3, 1e5, 1e9], 120, 20)
    assert line.answered_within.tolist() == [1, 1, 1]
    assert (line.share_waiting == 0).all()
    assert erlang_c(200, 180, 1e9, 0).mean_wait_s == 0
    assert erlang_b(10, 1e9) == 0


def test_rows_broadcast():
    line = erlang_a([[200], [300]], 180, [[12]], [60, 120, 300], 20)
    assert line.asa_s.shape == (2, 3)
    assert line.asa_s[1, 2] == erlang_a(300, 180, 12, 300, 20).asa_s
    assert erlang_c(200, 180, 14, 20).asa_s.shape == ()
    assert erlang_c([], 180, 14, 20).asa_s.shape == (0,)
    with pytest.raises(ValueError, match="broadcast"):
        erlang_c([1, 2], 180, [1, 2, 3], 20)


def test_what_the_family_offers():
    assert all(hasattr(family, name) for name in family.__all__)
