"""What `cases.md` says of cases 9 to 12, and identities that hold call by call."""

from __future__ import annotations

import numpy as np
import pytest

from sim.centre import Centre
from sim.codes import Outcome
from sim.demand.contacts import Contacts
from sim.demand.distributions import Exponential, Lognormal, Never
from sim.engines.choice import Engine
from sim.floor import Group, Queue, Skill
from tests.auditor import audit
from tests.theory import several_skills as strict
from tests.theory.birth_death import BirthDeath
from tests.theory.replications import centre_of, demand_of
from tests.theory.several_groups import DEDICATED, FLEXIBLE, PEER_BUSY, PEER_KPIS, POOL
from tests.theory.two_types import TwoTypes

ENGINES = pytest.mark.parametrize("engine", [Engine.COMPILED, Engine.REFERENCE])


def test_case_9():
    solution = strict.solve()
    assert solution.waits == pytest.approx([0.96895, 0.84951, 0.86772], abs=6e-6)
    assert solution.lost == pytest.approx([0.58881, 0.10603, 0.39771], abs=6e-6)
    assert solution.queue == pytest.approx([2.5565, 1.1012, 1.6415], abs=6e-5)
    assert solution.occupancy == pytest.approx([0.96895, 0.91624], abs=6e-6)
    assert np.average(solution.waits, weights=strict.ARRIVALS) == pytest.approx(0.88392, abs=6e-6)
    assert np.average(solution.lost, weights=strict.ARRIVALS) == pytest.approx(0.29964, abs=6e-6)
    assert np.average(solution.occupancy, weights=strict.AGENTS) == pytest.approx(0.93381, abs=6e-6)


def test_case_10_gives_mean_minutes_and_not_rates():
    """Only then do its own figures balance.

    Answered a minute = occupancy x agents / time, summed over the groups; 8 call a minute.
    """
    times, agents, abandoned = (1.0, 0.8, 1.6), (3, 2, 4), PEER_KPIS["abandonment"][2][2]
    busy = [share * number for share, number in zip(PEER_BUSY, agents, strict=True)]
    answered = sum(each / minutes for each, minutes in zip(busy, times, strict=True))
    assert answered == pytest.approx(8 * (1 - abandoned), abs=0.003)
    as_rates = sum(each * rate for each, rate in zip(busy, times, strict=True))
    assert as_rates > 8, "more than there are"


def _cut(ranks: list[int]) -> Centre:
    """Return 24 agents who can all do everything, cut into groups of these preference ranks."""
    groups = [Group(f"group {n}", (Skill("calls", rank=rank),)) for n, rank in enumerate(ranks)]
    return centre_of(
        [Queue("calls", capacity=8)],
        groups,
        [demand_of("calls", [500, 600, 0], Lognormal(150, 1.2), Never())],
        [[24 // len(ranks)] * 3 for _ in ranks],
        interval_min=60,
    )


@ENGINES
def test_case_11_who_answers_changes_nothing(engine):
    """Call by call: the same calls are blocked, and the others answered at the same instant."""
    fields = ["queued_ms", "answered_ms", "left_ms", "freed_ms", "outcome"]
    one_group = _cut([1])
    contacts = one_group.contacts(1101)
    outcomes = one_group.run(contacts, engine)
    audit(one_group, contacts, outcomes)
    expected = outcomes.legs[fields]
    assert (expected["outcome"] == Outcome.BLOCKED).any(), "the limit matters"
    for ranks in ([1, 1, 1], [1, 2, 3], [3, 2, 1], [2, 1, 1, 2, 1, 3]):
        centre = _cut(ranks)
        contacts = centre.contacts(1101)
        outcomes = centre.run(contacts, engine)
        audit(centre, contacts, outcomes)
        np.testing.assert_array_equal(outcomes.legs[fields], expected)


def test_case_11():
    blocked, busy = POOL.share_blocked(POOL.stationary), POOL.occupancy(POOL.stationary)
    wait_s = POOL.mean_wait_s(POOL.stationary) / (1 - blocked)
    assert blocked == pytest.approx(0.001981, abs=1e-6)
    assert wait_s == pytest.approx(0.320933 * 60, abs=1e-4)
    assert busy == pytest.approx(0.914850, abs=1e-6)


def test_case_12():
    """Ten flexible agents miss the target by far; 17, or 10 for each type, meet it.

    `cases.md` gives 2.4 % for the ten. With a patience of 10 minutes the long run is 10.5 %; what
    run the 2.4 % came from it does not say.
    """
    assert FLEXIBLE[10].answered_within(20) == pytest.approx(0.10539, abs=1e-5)
    assert FLEXIBLE[17].answered_within(20) > 0.8
    for chain in DEDICATED.values():
        assert chain.answered_within(chain.stationary, 20) > 0.8


def test_two_types_that_are_one_are_a_birth_death_chain():
    both, one = TwoTypes((100, 50), (240, 240), 10, 600), BirthDeath(150, 240, 10, 600)
    states = one.stationary
    assert both.share_waiting() == pytest.approx(one.share_waiting(states))
    assert both.share_abandoned() == pytest.approx(one.share_abandoned(states))
    assert both.occupancy() == pytest.approx(one.occupancy(states))
    assert both.answered_within(20) == pytest.approx(one.answered_within(states, 20))


@ENGINES
def test_six_queues_by_longest_wait_are_one(engine):
    """Without a limit: types in queues of their own, served first come first served, wait alike."""
    calls = 8.25 * 60
    volumes = np.array([1] * 6 + [0]) / 6
    names = [f"type {n}" for n in range(6)]
    everything = tuple(Skill(name) for name in names)
    centre = centre_of(
        [Queue(name) for name in names],
        [Group(f"group {n}", everything) for n in range(6)],
        [demand_of(name, calls * volumes, Exponential(600), Never()) for name in names],
        [[15] * 7] * 6,
        interval_min=60,
    )
    contacts = centre.contacts(1103)
    pooled = centre_of(
        [Queue("pool")],
        [Group("agents", (Skill("pool"),))],
        [demand_of("pool", 6 * calls * volumes, Exponential(600), Never())],
        [[90] * 7],
        interval_min=60,
    )
    rows = contacts.rows.copy()
    rows["queue"] = 0
    alike = Contacts(rows, contacts.pools, contacts.absent)
    outcomes = centre.run(contacts, engine)
    audit(centre, contacts, outcomes)
    expected = pooled.run(alike, engine)
    audit(pooled, alike, expected)
    fields = ["queued_ms", "answered_ms", "left_ms"]
    np.testing.assert_array_equal(outcomes.legs[fields], expected.legs[fields])
