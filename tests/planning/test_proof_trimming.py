"""Trimming: what a schedule has too much of is cut as long as the simulation bears it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from optimize.schedule import Limits, Warm
from optimize.shifts.check import breaches
from scenarios.planning.need.requirement import Requirement, requirement
from scenarios.planning.proof.proof import Proof, prove
from scenarios.planning.proof.trial import Days, Draft, Effort, Trial, drafted, tried
from scenarios.planning.proof.trimming import Trimming, lowered, may_be_trimmed
from scenarios.planning.schedule.problem import Plan
from scenarios.schema import Scenario
from tests.planning.test_proof import day, loaded

EFFORT = Effort(jobs=1, limits=Limits(5.0, 0.001))
DAYS = Days(3, 12)
SURENESS = 1.28


@dataclass
class Tried:
    """Simulates schedules of a scenario on the same days, and keeps what it was asked."""

    scenario: Scenario
    seen: list[Trial] = field(default_factory=list)

    def __call__(self, draft: Draft) -> Trial:
        found = tried(loaded(self.scenario), draft, EFFORT, DAYS)
        self.seen.append(found)
        return found


def with_spare(scenario: Scenario, agents: float) -> tuple[Requirement, Trial, Tried]:
    """Return a schedule with so many agents more than are required all day, and its trials."""
    needs = requirement(scenario)
    added = np.where(needs.net > 0, agents, 0.0)
    wanted = needs.raised(np.zeros(needs.net.shape), added, np.zeros(len(needs.net)))
    found = drafted(loaded(scenario), wanted, wanted.net, EFFORT, Warm())
    assert isinstance(found, Draft)
    tries = Tried(scenario)
    return needs, tries(found), tries


def trimmed(needs: Requirement, trial: Trial, tries: Tried, batches: int = 12) -> Trial:
    trimming = Trimming(loaded(tries.scenario), needs, EFFORT, tries, SURENESS, batches)
    return trimming.trimmed(trial)


def test_agents_to_spare_go_and_the_margin_and_the_rules_stay() -> None:
    """Three agents too many in ten hours are 30 hours of 40; at least half of these are found."""
    scenario = day({"groups": {"front": {"least": 4}}})
    needs, trial, tries = with_spare(scenario, 3.0)
    less = trimmed(needs, trial, tries)
    assert trial.cost - less.cost >= 0.5 * 30 * 40
    assert less.missing(SURENESS) <= 0
    assert less.keeps
    rules = Plan(scenario).rules
    assert not breaches(less.problem, less.solution.duties, less.solution.tours, rules)
    # No schedule is simulated twice.
    assert len({one.solution.duties for one in tries.seen}) == len(tries.seen)
    # Nothing that was asked of the simulation and did not bear it was kept.
    kept = [one for one in tries.seen if one.cost == less.cost]
    assert all(one.missing(SURENESS) <= 0 for one in kept)


def test_a_schedule_that_just_keeps_its_promise_stays_as_it_is() -> None:
    """Without any room, whatever is cut would harm it."""
    needs, trial, tries = with_spare(day(), -2.0)
    assert trial.missing(SURENESS) > 0
    less = trimmed(needs, trial, tries)
    assert less.missing(SURENESS) <= trial.missing(SURENESS) + 0.05 + 1e-9


def test_no_batches_no_cuts() -> None:
    needs, trial, tries = with_spare(day(), 3.0)
    assert trimmed(needs, trial, tries, batches=0) is trial


def test_what_was_cut_is_required_no_more_and_the_bound_is_one_of_what_is() -> None:
    scenario = day()
    needs, trial, tries = with_spare(scenario, 3.0)
    less = trimmed(needs, trial, tries)
    told = lowered(loaded(scenario), trial, less, Warm(), 0.001)
    assert told.cost == less.cost
    assert told.solution.cost == pytest.approx(told.cost)
    assert told.solution.bound <= told.solution.objective
    assert (told.required <= trial.required + 1e-9).all()
    assert told.required.sum() < trial.required.sum()
    # Beyond what was uncovered before, nothing is: half an hour of an agent is a slot here.
    assert told.uncovered_h <= trial.uncovered_h + 1e-6


@pytest.mark.parametrize(
    ("coverage", "may"),
    [("full", True), ({"headcount": 9}, False), ({"under": 80, "over": 5}, False)],
)
def test_only_where_least_cost_is_asked_is_less_better(coverage: object, may: bool) -> None:
    scenario = day({"coverage": coverage})
    needs = requirement(scenario)
    found = drafted(loaded(scenario), needs, needs.net, EFFORT, Warm())
    assert isinstance(found, Draft)
    assert may_be_trimmed(scenario, found) == may


def test_a_proof_that_trims_costs_no_more_and_holds() -> None:
    """The search is given one round: what it has too much of only a cut can find."""
    effort = Effort(rounds=1, replications=12, fresh=20, jobs=1, compares=False)
    scenario = day(target={"kpi": "SL3", "within": "20 s", "level": "60 %"})

    def proved(trims: int) -> Proof:
        return prove(loaded(scenario), replace(effort, trims=trims))

    less, plain = proved(8), proved(0)
    assert less.best is not None
    assert plain.best is not None
    assert less.best.cost <= plain.best.cost
    assert less.holds
    assert {one.purpose for one in less.rounds} >= {"repair", "trim", "fresh"}
    assert "trim" not in {one.purpose for one in plain.rounds}
    seed = scenario.seed
    assert any(one.seed == seed for one in less.rounds if one.purpose == "trim")
    assert all(one.seed != seed for one in less.rounds if one.purpose == "fresh")
