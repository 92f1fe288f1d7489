"""Shifts added to a schedule: all that was there stays, and what is asked beyond it is covered."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimize.schedule import Limits, Warm
from scenarios.planning.need.requirement import Requirement, requirement
from scenarios.planning.proof.additions import may_be_added_to, with_more
from scenarios.planning.proof.trial import Draft, Effort, drafted
from scenarios.planning.schedule.supply import on_duty
from tests.planning.test_proof import day, loaded

EFFORT = Effort(jobs=1, limits=Limits(5.0, 0.001))


def first(planning: dict[str, Any] | None = None) -> tuple[Draft, Requirement]:
    """Return the schedule of a line's requirement, and that requirement."""
    scenario = day(planning)
    needs = requirement(scenario)
    found = drafted(loaded(scenario), needs, needs.net, EFFORT, Warm())
    assert isinstance(found, Draft)
    return found, needs


def raised(needs: Requirement, agents: float) -> Requirement:
    """Return a requirement of so many agents more between 10:00 and 12:00."""
    added = np.zeros(needs.net.shape)
    added[0, 20:24] = agents
    return needs.raised(np.zeros(needs.net.shape), added, np.zeros(1))


def agents_by_shift(draft: Draft) -> Counter[tuple[object, ...]]:
    counts: Counter[tuple[object, ...]] = Counter()
    for duty in draft.solution.duties:
        counts[duty.team, duty.day, duty.type, duty.breaks] += duty.agents
    return counts


def test_nobody_goes_and_what_is_asked_more_is_there() -> None:
    draft, needs = first()
    wanted = raised(needs, 2.0)
    more = with_more(loaded(draft.scenario), draft, wanted, EFFORT, Warm())
    assert not agents_by_shift(draft) - agents_by_shift(more)
    there = on_duty(more.scenario)[0] - on_duty(draft.scenario)[0]
    assert (there[20:24] >= 2 - 1e-9).all()
    # Two hours of two agents take two shifts of four hours, at 40 an hour.
    assert more.cost - draft.cost == pytest.approx(2 * 4 * 40)
    assert more.solution.cost == pytest.approx(more.cost)
    assert draft.solution.bound <= more.solution.bound <= more.solution.objective
    assert more.required is wanted.net


def test_where_leaving_it_out_is_cheaper_nothing_is_added() -> None:
    """A hundredth of an agent for two hours is 4 at five times the wage, a shift is 160."""
    draft, needs = first()
    same = with_more(loaded(draft.scenario), draft, raised(needs, 0.01), EFFORT, Warm())
    assert same.is_same_as(draft)


@pytest.mark.parametrize(
    "planning",
    [{"coverage": {"headcount": 9}}, {"groups": {"front": {"most": 20}}}],
)
def test_what_has_a_cap_is_searched_anew(planning: dict[str, Any]) -> None:
    assert may_be_added_to(first()[0])
    assert not may_be_added_to(first(planning)[0])


def test_a_group_with_a_least_of_agents_has_it_already() -> None:
    draft, needs = first({"groups": {"front": {"least": 3}}})
    assert may_be_added_to(draft)
    more = with_more(loaded(draft.scenario), draft, raised(needs, 1.0), EFFORT, Warm())
    assert more.cost - draft.cost == pytest.approx(4 * 40)


def test_shifts_that_are_the_same_are_told_as_one() -> None:
    draft, needs = first()
    twice = replace(EFFORT, limits=Limits(5.0, 0.0))
    more = with_more(loaded(draft.scenario), draft, raised(needs, 3.0), twice, Warm())
    keys = [(one.team, one.day, one.type, one.breaks) for one in more.solution.duties]
    assert len(keys) == len(set(keys))
