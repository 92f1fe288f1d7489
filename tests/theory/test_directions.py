"""What every sound queue does: directions and bounds, on common random numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.centre import Centre
from sim.codes import Outcome
from sim.demand.distributions import Distribution, Exponential, Gamma, Lognormal, Never
from sim.floor import Group, Queue, Skill
from sim.kpis.counts import ServiceClock
from sim.kpis.definitions import KPIS
from sim.kpis.tally import Tally, tally
from tests.auditor import audit
from tests.theory.replications import centre_of, demand_of

CLOCK = ServiceClock((20_000,), (5_000,))
TWO_MINUTES = Exponential(120)


def line(
    agents: int, calls: float = 500, talk_s: float = 180, patience: Distribution = TWO_MINUTES
) -> Centre:
    return centre_of(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [calls] * 3 + [0], Lognormal(talk_s, 1.0), patience)],
        [[agents] * 4],
        interval_min=60,
    )


def run(centre: Centre, replication: int = 0) -> Tally:
    contacts = centre.contacts(77, replication)
    outcomes = centre.run(contacts)
    if replication == 0:
        audit(centre, contacts, outcomes)
    return tally(outcomes, centre, contacts.absent, CLOCK)


def mean(centres: list[Centre], *kpis: str, replications: int = 4) -> dict[str, list[float]]:
    """Return the KPIs of each, as ratios of sums over replications on common random numbers."""
    found: dict[str, list[float]] = {kpi: [] for kpi in kpis}
    for centre in centres:
        tallies = [run(centre, replication) for replication in range(replications)]
        for kpi in kpis:
            parts = [KPIS[kpi].parts(tally) for tally in tallies]
            top, bottom = (sum(part[side][0].sum() for part in parts) for side in (0, 1))
            found[kpi].append(top / bottom)
    return found


def test_more_agents_wait_less_abandon_less_and_are_less_busy():
    teams = [line(agents) for agents in (15, 20, 24, 26, 28, 32)]
    found = mean(teams, "mean_wait", "abandonment", "occupancy", "SL1")
    for kpi in ("mean_wait", "abandonment", "occupancy"):
        assert found[kpi] == sorted(found[kpi], reverse=True), kpi
    assert found["SL1"] == sorted(found["SL1"])


def test_without_patience_one_more_agent_makes_nobody_wait_longer():
    """Call by call, which no mean would show: first come first served on the same calls."""
    waits = []
    for agents in (25, 26, 27, 30):
        centre = line(agents, patience=Never())
        contacts = centre.contacts(78)
        outcomes = centre.run(contacts)
        audit(centre, contacts, outcomes)
        waits.append(outcomes.legs["answered_ms"] - outcomes.legs["queued_ms"])
    for fewer, more in pairwise(waits):
        assert (more <= fewer).all()


def test_more_calls_and_longer_talks_wait_longer():
    for lines in (
        [line(26, calls=calls) for calls in (400, 450, 500, 550)],
        [line(26, talk_s=talk_s) for talk_s in (140, 160, 180, 200)],
    ):
        waits = mean(lines, "mean_wait")["mean_wait"]
        assert waits == sorted(waits)


def test_more_patience_abandons_less_and_waits_longer():
    lines = [line(26, patience=Exponential(mean_s)) for mean_s in (15, 60, 240, 1000)]
    found = mean(lines, "abandonment", "asa")
    assert found["abandonment"] == sorted(found["abandonment"], reverse=True)
    assert found["asa"] == sorted(found["asa"])


def test_more_variable_handling_waits_longer():
    """As Kingman's bound has it: the wait grows with the squared coefficient of variation."""

    def of(cv: float) -> Centre:
        talk = Gamma(180, cv)
        return centre_of(
            [Queue("calls")],
            [Group("agents", (Skill("calls"),))],
            [demand_of("calls", [480] * 3 + [0], talk, Never())],
            [[26] * 4],
            interval_min=60,
        )

    waits = mean([of(cv) for cv in (0.2, 1.0, 2.5)], "mean_wait", replications=20)["mean_wait"]
    assert waits == sorted(waits)


@pytest.mark.parametrize("load", [3, 6])
def test_overload_is_busy_to_the_last_but_never_beyond(load):
    centre = line(10, calls=load * 10 * 20)
    groups = KPIS["occupancy"].parts(run(centre))
    occupancy = (groups[0] / groups[1])[0]
    assert (occupancy[:4] <= 1).all()
    assert (occupancy[1:3] > 0.999).all()


def test_a_flood_that_nobody_leaves_is_served_at_the_agents_pace():
    centre = line(10, calls=400, patience=Never())
    contacts = centre.contacts(79)
    outcomes = centre.run(contacts)
    audit(centre, contacts, outcomes)
    answered = outcomes.legs[outcomes.legs["outcome"] == Outcome.ANSWERED]
    # Ten agents, four hours: no more handling than forty hours and what was begun before the end.
    in_hours = np.minimum(answered["left_ms"], 4 * 3_600_000) - answered["answered_ms"]
    assert in_hours.sum() <= 40 * 3_600_000
