"""Reference cases 9 to 11: several types and groups (see `evidence` for how they are compared)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.centre import Centre
from sim.codes import Outcome
from sim.demand.contacts import Contacts
from sim.demand.distributions import Exponential, Lognormal, Never, WithZero
from sim.floor import Group, Queue, Skill
from tests.auditor import audit
from tests.theory import several_skills as exact
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import (
    BUSY,
    WAIT_OF_ACCEPTED,
    agrees,
    centre_of,
    demand_of,
    replicate,
)


def test_case_9_strict_priority_and_balking():
    solution = exact.solve()
    assert solution.waits == pytest.approx([0.96895, 0.84951, 0.86772], abs=6e-6)
    assert solution.lost == pytest.approx([0.58881, 0.10603, 0.39771], abs=6e-6)
    assert solution.queue == pytest.approx([2.5565, 1.1012, 1.6415], abs=6e-5)
    assert solution.occupancy == pytest.approx([0.96895, 0.91624], abs=6e-6)

    # Six hours of warm-up: six service times, and longer than anybody's patience.
    volumes = np.array([1] * 16 + [0, 0])
    centre = centre_of(
        [Queue("0"), Queue("1"), Queue("2")],
        [
            # Type 1 prefers group 0; both groups take type 1 before what else they serve.
            Group("0", (Skill("0", rank=1, pick_rank=2), Skill("1", rank=1, pick_rank=1))),
            Group("1", (Skill("1", rank=2, pick_rank=1), Skill("2", rank=1, pick_rank=2))),
        ],
        [
            demand_of(
                str(kind),
                exact.ARRIVALS[kind] * volumes,
                Exponential(3600 / exact.SERVICE),
                WithZero(exact.BALKING[kind], Exponential(3600 / exact.PATIENCE[kind])),
            )
            for kind in range(3)
        ],
        [[agents] * 18 for agents in exact.AGENTS],
        interval_min=60,
        warm_up=6,
    )
    evidence = replicate(centre, 50, 20, seed=901, counted=slice(0, 10))
    for kind in range(3):
        row = kind + 1
        agrees(evidence.not_waiting(row), 1 - solution.waits[kind], 0.5)
        agrees(evidence.estimate("abandonment", row), solution.lost[kind], 0.2)
        agrees(evidence.estimate("queue_length", row), solution.queue[kind], 0.2)
    agrees(evidence.not_waiting(), 1 - 0.88392, 0.3)
    agrees(evidence.estimate("abandonment"), 0.29964, 0.1)
    for group in range(2):
        agrees(evidence.estimate(BUSY, group + 1), solution.occupancy[group], 0.03)
    agrees(evidence.estimate(BUSY), 0.93381, 0.03)


def test_case_10_generalists_and_weights():
    # The case's 1.0, 0.8 and 1.6 are called rates but are mean times in minutes: only then do its
    # own figures balance, answered a minute = occupancy x agents / time summed over the groups:
    busy = (0.9342, 0.6430, 0.9286)
    answered = busy[0] * 3 / 1.0 + busy[1] * 2 / 0.8 + busy[2] * 4 / 1.6
    assert answered == pytest.approx(8 * (1 - 0.1586), abs=0.003)  # as rates: 9.8, of 8 that call
    minutes, volumes = 20, np.array([1] * 14 + [0])
    centre = centre_of(
        [Queue("0", weight=3), Queue("1", weight=0.8)],
        [
            Group("specialists 0", (Skill("0", rank=1),)),
            Group("specialists 1", (Skill("1", rank=1),)),
            Group(
                "generalists",
                (
                    Skill("0", rank=2, pick_rank=1, handling_factor=1.6),
                    Skill("1", rank=2, pick_rank=1, handling_factor=2.0),
                ),
            ),
        ],
        [
            demand_of("0", 6 * minutes * volumes, Exponential(60), Exponential(120)),
            demand_of("1", 2 * minutes * volumes, Exponential(48), Exponential(192)),
        ],
        [[agents] * 15 for agents in (3, 2, 4)],
        interval_min=minutes,
        warm_up=1,
    )
    evidence = replicate(centre, 80, 19.8, seed=1001, counted=slice(0, 13))
    agrees(evidence.estimate("abandonment"), 0.1586, 0.1, (0.1583, 0.1590))
    agrees(evidence.estimate("abandonment", 1), 0.1890, 0.1)
    agrees(evidence.estimate("abandonment", 2), 0.0676, 0.25)
    agrees(evidence.estimate("SL4"), 0.5742, 0.1, (0.5734, 0.5751))
    agrees(evidence.estimate("SL4", 1), 0.508, 0.1, rounding=0.0005)
    agrees(evidence.estimate("SL4", 2), 0.7584, 0.1)
    agrees(evidence.estimate("mean_wait"), 0.3375 * 60, 0.1)
    agrees(evidence.estimate("mean_wait", 1), 0.3781 * 60, 0.1)
    agrees(evidence.estimate("mean_wait", 2), 0.2155 * 60, 0.2)
    agrees(evidence.not_waiting(), 1 - 0.6803, 0.15)
    agrees(evidence.not_waiting(1), 1 - 0.7630, 0.15)
    agrees(evidence.not_waiting(2), 1 - 0.4323, 0.15)
    for group, occupancy in enumerate(busy):
        agrees(evidence.estimate(BUSY, group + 1), occupancy, 0.06, rounding=5e-5)


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


def test_case_11_who_answers_changes_nothing():
    """Call by call: the same calls are blocked, and the others answered at the same instant."""
    fields = ["queued_ms", "answered_ms", "left_ms", "freed_ms", "outcome"]
    one_group = _cut([1])
    contacts = one_group.contacts(1101)
    outcomes = one_group.run(contacts)
    audit(one_group, contacts, outcomes)
    expected = outcomes.legs[fields]
    assert (expected["outcome"] == Outcome.BLOCKED).any(), "the limit matters"
    for ranks in ([1, 1, 1], [1, 2, 3], [3, 2, 1], [2, 1, 1, 2, 1, 3]):
        centre = _cut(ranks)
        contacts = centre.contacts(1101)
        outcomes = centre.run(contacts)
        audit(centre, contacts, outcomes)
        np.testing.assert_array_equal(outcomes.legs[fields], expected)


def test_case_11_a_pooled_centre():
    """Six equal groups of 15 are one of 90, and six streams of 1.375 calls a minute one of 8.25.

    A limit that several queues share is no part of the model, so the streams meet in one queue.
    """
    chain = BirthDeath(6 * 1.375 * 60, 600, 90, places=30)
    states = chain.stationary
    blocked, busy = chain.share_blocked(states), chain.occupancy(states)
    wait_s = chain.mean_wait_s(states) / (1 - blocked)
    assert blocked == pytest.approx(0.001981, abs=1e-6)
    assert wait_s == pytest.approx(0.320933 * 60, abs=1e-4)
    assert busy == pytest.approx(0.914850, abs=1e-6)
    # It forgets its state within two hours: 3 hours of warm-up, then 12 that count.
    volumes = np.array([1] * 15 + [0])
    centre = centre_of(
        [Queue("pool", capacity=30)],
        [Group(f"group {n}", (Skill("pool"),)) for n in range(6)],
        [demand_of("pool", 8.25 * 60 * volumes, Exponential(600), Never())],
        [[15] * 16] * 6,
        interval_min=60,
        warm_up=3,
    )
    evidence = replicate(centre, 24, 20, seed=1102, counted=slice(0, 12))
    agrees(evidence.estimate("blocked_share"), blocked, 2)
    agrees(evidence.estimate(WAIT_OF_ACCEPTED), wait_s, 0.9)
    agrees(evidence.estimate(BUSY), busy, 0.05)


def test_six_queues_by_longest_wait_are_one():
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
    outcomes = centre.run(contacts)
    audit(centre, contacts, outcomes)
    expected = pooled.run(alike)
    audit(pooled, alike, expected)
    fields = ["queued_ms", "answered_ms", "left_ms"]
    np.testing.assert_array_equal(outcomes.legs[fields], expected.legs[fields])
