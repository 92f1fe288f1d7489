"""The least agents, against brute force from 0 agents on, other arithmetic, and known cases."""

from __future__ import annotations

import math
from itertools import count

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimize.erlang import erlang_a
from optimize.requirements import Goal, kept, required, served, staffed
from tests.theory.birth_death import BirthDeath

EIGHTY_IN_20 = Goal(service_level=0.8)
EVERYTHING = Goal(
    service_level=0.8, asa_s=25, abandonment=0.04, occupancy=0.88, waiting=0.4, within_s=15
)
#: One goal for each of the things that can be asked for, and all at once.
GOALS = {
    "SL1": Goal(service_level=0.85, within_s=30, counts="SL1"),
    "SL2": Goal(service_level=0.9, within_s=10, counts="SL2"),
    "SL3": EIGHTY_IN_20,
    "SL4": Goal(service_level=0.8, counts="SL4"),
    "SL5": Goal(service_level=0.8, counts="SL5", short_s=5),
    "SL6": Goal(service_level=0.8, counts="SL6", short_s=5),
    "at once": Goal(service_level=0.6, within_s=0),
    "nearly all": Goal(service_level=0.9999, within_s=5),
    "next to none": Goal(service_level=0.02),
    "ASA": Goal(asa_s=12),
    "short ASA": Goal(asa_s=0.01),
    "abandonment": Goal(abandonment=0.03),
    "great abandonment": Goal(abandonment=0.6),
    "occupancy": Goal(occupancy=0.85),
    "great occupancy": Goal(occupancy=1.0),
    "waiting": Goal(waiting=0.5),
    "all of them": EVERYTHING,
}


def by_brute_force(calls_per_h, handle_s, patience_s, goal, most):
    """Return the first of 0, 1, ... agents who keep the goal, of each row, by trying them all."""
    agents = np.arange(most + 1)
    calls_per_h, handle_s, patience_s = (
        np.asarray(each, float)[..., None] for each in (calls_per_h, handle_s, patience_s)
    )
    found = erlang_a(calls_per_h, handle_s, agents, patience_s, goal.within_s)
    short = erlang_a(calls_per_h, handle_s, agents, patience_s, goal.short_s).abandoned_within
    holds = kept(goal, found, short)
    assert holds[:, -1].all()
    return holds.argmax(axis=1)


# Whole agents ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOALS)
@pytest.mark.parametrize("patience_s", [np.inf, 400.0, 12.0])
def test_whole_agents_are_those_of_brute_force(name, patience_s):
    rng = np.random.default_rng([len(name), int(min(patience_s, 1e6))])
    load = np.concatenate([rng.uniform(0, 3, 60), rng.uniform(0, 60, 120), np.arange(20)])
    handle_s = rng.uniform(20, 900, len(load))
    handle_s[:20] = 3600  # loads that are the calls themselves, without rounding
    calls_per_h = load * 3600 / handle_s
    expected = by_brute_force(calls_per_h, handle_s, [patience_s], GOALS[name], most=160)
    found = required(calls_per_h, handle_s, GOALS[name], patience_s=patience_s)
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("name", GOALS)
def test_rows_of_one_handling_time_are_those_of_brute_force(name):
    # These are filled in runs: the answer of a row is tried on those with more calls.
    calls_per_h = np.random.default_rng(len(name)).uniform(0, 900, 500).round(1)
    calls_per_h[:5] = 0
    for patience_s in (np.inf, 100.0):
        expected = by_brute_force(calls_per_h, [180.0], [patience_s], GOALS[name], most=120)
        found = required(calls_per_h, 180, GOALS[name], patience_s=patience_s)
        assert found.tolist() == expected.tolist()


def test_whole_agents_of_erlang_c_in_other_arithmetic():
    # From 0 agents on, with 30 digits, by the sum that Erlang wrote down.
    def keeps(load, agents, patiences):
        if agents <= load:
            return False
        head = mpmath.fsum(load**k / mpmath.factorial(k) for k in range(agents))
        tail = load**agents / mpmath.factorial(agents) * agents / (agents - load)
        late = tail / (head + tail) * mpmath.exp(-(agents - load) * patiences)
        return late <= 1 - mpmath.mpf("0.8")

    rng = np.random.default_rng(3)
    calls_per_h = np.concatenate([rng.integers(1, 60, 60), rng.integers(60, 1000, 60)])
    handle_s = rng.integers(30, 400, len(calls_per_h))
    found = required(calls_per_h, handle_s, EIGHTY_IN_20)
    with mpmath.workdps(30):
        for calls, handle, agents in zip(calls_per_h, handle_s, found, strict=True):
            load = mpmath.mpf(int(calls)) * int(handle) / 3600
            patiences = mpmath.mpf(20) / int(handle)
            assert agents == next(n for n in count() if keeps(load, n, patiences))


@settings(max_examples=20, deadline=None)
@given(load=st.floats(0.01, 15), patience=st.floats(0.05, 4), most=st.floats(0.01, 0.5))
def test_whole_agents_of_erlang_a_by_the_chain(load, patience, most):
    def chain(n):
        return BirthDeath(load * 20, 180, n, patience * 180)

    for goal, figure in (
        (Goal(abandonment=most), "share_abandoned"),
        (Goal(waiting=most), "share_waiting"),
    ):
        found = int(required(load * 20, 180, goal, patience_s=patience * 180))
        shares = [getattr(chain(n), figure)(chain(n).stationary) for n in range(1, found + 1)]
        assert all(share > most - 1e-9 for share in shares[:-1])
        assert not shares or shares[-1] <= most + 1e-9


def test_cases_worked_out_by_hand():
    # One agent, half an Erlang: P(wait) is the load. Two agents, one Erlang: 1/3.
    assert required(6, 300, Goal(waiting=0.5)) == 1
    assert required(12, 300, Goal(waiting=0.33)) == 3
    assert required(12, 300, Goal(waiting=0.34)) == 2
    # Eight Erlangs on ten agents are 80 % busy, without patience or regard to anything else.
    assert required(480, 60, Goal(occupancy=0.8)) == 10
    assert required(480, 60, Goal(occupancy=0.79)) == 11
    # One agent, ASA = load / (1 - load) x handling: 0.25 / 0.75 x 60 s = 20 s.
    assert required(15, 60, Goal(asa_s=20.001)) == 1
    assert required(15, 60, Goal(asa_s=19.999)) == 2


def test_known_cases():
    # Case 5: 14 agents answer 88.835 % in 20 s; case 2: 12 lose 2.9679 % of the calls.
    assert required(200, 180, Goal(service_level=0.88835)) == 14
    assert required(200, 180, Goal(service_level=0.888351)) == 15
    assert required(252, 120, Goal(abandonment=0.02968), patience_s=60) == 12
    assert required(252, 120, Goal(abandonment=0.02967), patience_s=60) == 13
    # Case 7: SL4 in 20 s of 78.7383 % with 100 agents
    sl4 = Goal(service_level=0.78738, counts="SL4")
    assert required(1140, 300, sl4, patience_s=900) == 100


@pytest.mark.parametrize("load", [1e3, 1e4, 1e5])
@pytest.mark.parametrize("patience_s", [np.inf, 150.0])
@pytest.mark.parametrize("goal", [EIGHTY_IN_20, EVERYTHING, GOALS["great abandonment"]])
def test_large_loads(load, patience_s, goal):
    calls_per_h = load * 20
    agents = required(calls_per_h, 180, goal, patience_s=patience_s)
    around = erlang_a(calls_per_h, 180, [agents - 1, agents], patience_s, goal.within_s)
    assert kept(goal, around).tolist() == [False, True]


@pytest.mark.parametrize("load", [1e-9, 1e-4, 0.3, 5.0])
def test_light_loads(load):
    # pyworkforce begins at round(load + 1) and so asks for two agents from a load of 0.5 on.
    expected = by_brute_force([load * 20], [180], [np.inf], EIGHTY_IN_20, most=30)
    assert required(load * 20, 180, EIGHTY_IN_20) == expected[0]


# Real numbers of agents ------------------------------------------------------------------------

goals = st.builds(
    Goal,
    service_level=st.floats(0.05, 0.999),
    within_s=st.floats(5, 120),
    short_s=st.floats(0, 5),
    counts=st.sampled_from(["SL1", "SL2", "SL3", "SL4", "SL5", "SL6"]),
    asa_s=st.none() | st.floats(0.5, 100),
    abandonment=st.none() | st.floats(0.001, 0.8),
    occupancy=st.none() | st.floats(0.1, 1),
    waiting=st.none() | st.floats(0.001, 1),
)


@settings(max_examples=200, deadline=None)
@given(
    load=st.floats(1e-3, 300),
    handle_s=st.floats(5, 2000),
    patience_s=st.just(math.inf) | st.floats(1, 5000),
    goal=goals,
)
def test_real_agents_are_where_the_goal_begins_to_hold(load, handle_s, patience_s, goal):
    def holds(agents):
        found = served(calls_per_h, handle_s, agents, goal.within_s, patience_s)
        short = served(calls_per_h, handle_s, agents, goal.short_s, patience_s).abandoned_within
        return kept(goal, found, short)

    calls_per_h = load * 3600 / handle_s
    line = staffed(calls_per_h, handle_s, goal, patience_s=patience_s)
    assert math.ceil(line.fractional) == line.whole
    assert holds(line.fractional * (1 + 1e-10))
    assume(line.fractional > 0)
    if line.fractional != min(load, 1):  # else any part of an agent might do
        assert not holds(line.fractional * (1 - 1e-10))
    assert holds(line.whole)
    assert not holds(line.whole - 1)


def test_of_part_of_one_agent_no_less_than_the_work_is_asked():
    # Who has a second of patience and is answered at all is answered soon: the ASA says nothing.
    goal = Goal(asa_s=10)
    assert required([4, 400], 180, goal, patience_s=1, whole=False) == pytest.approx([0.2, 1])
    assert required([4, 400], 180, goal, patience_s=1).tolist() == [1, 1]


def test_a_figure_that_is_level_on_a_stretch():
    # All agents are always busy, to the last digit, up to more than half the load: the most that
    # this goal allows, so that nobody has to be there.
    assert required(60_000, 60, Goal(occupancy=1), patience_s=1e4, whole=False) == 0
    both = Goal(occupancy=1, abandonment=0.9)
    agents = required(60_000, 60, both, patience_s=1e4, whole=False)
    assert agents == pytest.approx(100)


def test_real_agents_in_other_arithmetic():
    # P(wait) of one M/M/n with real n is n B / (n - a (1 - B)), 1/B the integral of Jagerman.
    def waiting(load, agents):
        through = mpmath.quad(
            lambda t: load * mpmath.exp(-load * t) * (1 + t) ** agents, [0, 1, 10, mpmath.inf]
        )
        return agents / (through * (agents - load) + load)

    for load in (0.2, 3.7, 25.0):
        agents = float(required(load * 20, 180, Goal(waiting=0.3), whole=False))
        assert float(waiting(load, agents)) == pytest.approx(0.3, rel=1e-9)


@pytest.mark.parametrize("counts", ["SL1", "SL2", "SL3", "SL4", "SL5", "SL6"])
@pytest.mark.parametrize("patience_s", [np.inf, 400.0, 12.0])
def test_every_figure_improves_with_agents(counts, patience_s):
    # What the search takes for granted, on agents a tenth apart; see `shortfall`.
    agents = np.arange(0.1, 60, 0.1)
    load = np.array([0.2, 3, 17, 31])[:, None]
    found = erlang_a(load * 20, 180, agents, patience_s, 20)
    short = erlang_a(load * 20, 180, agents, patience_s, 8).abandoned_within
    noise = 1e-9
    assert (np.diff(found.level(counts, short)) >= -noise).all()
    asa_s = np.where(np.isinf(found.asa_s), 1e300, found.asa_s)
    for falling in (found.share_waiting, found.share_abandoned, found.occupancy, asa_s):
        assert (np.diff(falling) <= noise).all()


# Borders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("patience_s", [None, 60.0])
@pytest.mark.parametrize("name", GOALS)
def test_no_calls_and_no_handling_need_nobody(name, patience_s, whole):
    agents = required([0, 0, 50], [180, 0, 0], GOALS[name], patience_s=patience_s, whole=whole)
    assert agents.tolist() == [0, 0, 0]


def test_without_patience_agents_outnumber_the_load_whatever_is_asked():
    # Nobody abandons, and all may wait; but 10 agents with a load of 10 never catch up.
    for goal in (Goal(abandonment=0.05), Goal(waiting=1), Goal(service_level=0), Goal(occupancy=1)):
        assert required([599.99, 600, 600.01], 60, goal).tolist() == [10, 11, 11]


@pytest.mark.parametrize("load", [0.25, 5.0, 7.3, 1e5])
def test_without_patience_the_least_real_number_keeps_what_asks_nothing(load):
    # Above the load, if by next to nothing: at the load itself the queue would grow without end.
    for goal in (Goal(abandonment=0.05), Goal(waiting=1), Goal(service_level=0), Goal(occupancy=1)):
        agents = required(load * 20, 180, goal, whole=False)
        assert load < agents < load * (1 + 1e-12)
        assert kept(goal, served(load * 20, 180, agents, 20))
        assert not kept(goal, served(load * 20, 180, load, 20))


def test_a_goal_that_nobody_has_to_work_for():
    # Who may lose everybody needs nobody; but of the answered none is in time if none is answered.
    assert required(600, 60, Goal(abandonment=1), patience_s=100) == 0
    assert (
        required(600, 60, Goal(service_level=0.01, within_s=1000, counts="SL2"), patience_s=100)
        == 1
    )
    # With a mean patience of 5 s nine in ten are gone in 12 s, which SL1 counts as service.
    assert required(600, 60, Goal(service_level=0.9, within_s=12, counts="SL1"), patience_s=5) == 0


def test_infinite_patience_is_none():
    agents = required([200, 200], 180, EIGHTY_IN_20, patience_s=[np.inf, 300])
    assert agents[0] == required(200, 180, EIGHTY_IN_20)
    assert agents[1] == required(200, 180, EIGHTY_IN_20, patience_s=300)


def test_rows_keep_their_shape_and_goals():
    assert required([], 180, EIGHTY_IN_20).shape == (0,)
    assert required(200, 180, EIGHTY_IN_20).shape == ()
    each = required([[10, 500], [200, 30]], 180, [EIGHTY_IN_20, Goal(occupancy=0.5)])
    assert each.tolist() == [
        [required(10, 180, EIGHTY_IN_20), required(500, 180, Goal(occupancy=0.5))],
        [required(200, 180, EIGHTY_IN_20), required(30, 180, Goal(occupancy=0.5))],
    ]


def test_loads_and_patience_beyond_the_limits_are_refused():
    with pytest.raises(ValueError, match=r"calls_per_h in row 1 .*1,000,000 Erlangs.*5e\+298"):
        required([1, 1e300], 180, EIGHTY_IN_20)
    with pytest.raises(ValueError, match=r"calls_per_h must .* not 1e\+16"):
        required(1e16, 3600, EIGHTY_IN_20)
    with pytest.raises(ValueError, match=r"patience_s in row 0 .* infinite"):
        required([100, 5], 180, EIGHTY_IN_20, patience_s=1e300)
    with pytest.raises(ValueError, match=r"agents in row 1 .* not 1e\+300"):
        served(1, 180, [4, 1e300], 20)
    assert required(2e7, 180, EIGHTY_IN_20) > 1e6


def test_faults_are_told_by_argument_row_and_value():
    with pytest.raises(ValueError, match=r"calls_per_h in row 2 must be .* from 0 on, not -3.0"):
        required([1, 2, -3], 180, EIGHTY_IN_20)
    with pytest.raises(ValueError, match=r"handle_s must be .*not nan; patience_s in row 1"):
        required([1, 2], np.nan, EIGHTY_IN_20, patience_s=[60, 0])
    with pytest.raises(ValueError, match=r"calls_per_h in row \(1, 0\)"):
        required([[1, 2], [np.inf, 4]], 180, EIGHTY_IN_20)
    with pytest.raises(ValueError, match=r"is at fault in 5 more rows"):
        required([-1] * 8, 180, EIGHTY_IN_20)


# Whole and fractional beside each other --------------------------------------------------------


def test_rounding_each_queue_overstates_staff():
    # Each of twelve queues of a third of an Erlang is a bit above one agent, and gets two.
    line = staffed(np.full((12, 1), 20 / 3), 180, Goal(service_level=0.9, within_s=5))
    assert (line.whole == 2).all()
    assert (line.fractional > 1).all()
    together = math.ceil(line.fractional.sum())
    assert line.overstated().tolist() == [24 - together]
    assert 24 - together > 0


def test_whole_numbers_are_not_rounded_up_again():
    # 8 Erlangs at most 80 % busy are 10 agents exactly, twice.
    line = staffed([480, 480], 60, Goal(occupancy=0.8))
    assert line.fractional.tolist() == [10, 10]
    assert line.overstated() == 0


# The reverse question --------------------------------------------------------------------------


def test_served_is_the_formula_by_row():
    line = served([200, 252], [180, 120], [14, 12], 20, [np.inf, 60])
    assert line.answered_within == pytest.approx([0.8883500191794669, 0.945270], abs=5e-7)
    assert line.share_abandoned == pytest.approx([0, 0.029679], abs=5e-7)
    with pytest.raises(ValueError, match="agents in row 1 must be"):
        served(200, 180, [14, -1], 20)
