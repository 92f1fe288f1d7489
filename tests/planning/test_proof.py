"""Schedules that are proved, on centres small enough to be scheduled at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from optimize.schedule.solution import Status
from scenarios.load import Loaded
from scenarios.planning.proof.bridge import SCHEDULED, bridge
from scenarios.planning.proof.judging import all_hold, judged
from scenarios.planning.proof.proof import Outcome, Proof, Round, prove
from scenarios.planning.proof.reasons import Cause
from scenarios.planning.proof.trial import Effort
from scenarios.planning.schedule.capacity import contribution
from scenarios.planning.schedule.problem import problem
from scenarios.schema import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from sim.kpis.periods import Period, parts
from sim.kpis.targets import Verdict
from tests.planning.test_requirement import apart, case_12
from tests.scenarios.small import general, small

WITHIN = {"within": "20 s"}
HALVES = {"starts": {"from": "08:00", "to": "14:00", "every": "60 min"}, "lengths": ["4 h", "6 h"]}
QUICK = Effort(rounds=5, replications=12, fresh=20, jobs=1)


def day(
    planning: dict[str, Any] | None = None, group: dict[str, Any] | None = None, **queue: Any
) -> Scenario:
    """Return a line that is open from 08:00 to 18:00, and a group that may work half days."""
    target = {"kpi": "SL3", "within": "20 s", "level": "80 %"}
    patience = {"distribution": "exponential", "mean": "4 min"}
    profile = [0] * 16 + [2, 3, 4, 5, 6, 6, 5, 4, 4, 5, 6, 6, 5, 4, 4, 3, 3, 2, 2, 1] + [0] * 12
    line = general(
        open="08:00-18:00",
        volume={"total": 700, "profile": "day"},
        target=target,
        patience=patience,
        talk={"distribution": "exponential", "mean": "4 min"},
    )
    line["general"] |= queue
    plan = {"slot": "30 min", "shifts": {"half": HALVES}} | (planning or {})
    front = {"serves": {"general": {}}, "agents": 4, "wage_per_h": 40} | (group or {})
    return small(
        queues=line,
        groups={"front": front},
        planning=plan,
        profiles={"day": profile},
        day_factor_cv="5 %",
    )


def loaded(scenario: Scenario) -> Loaded:
    return Loaded(scenario, (), "test", None, ())


def shown(scenario: Scenario, seed: int, replications: int = 20) -> Study:
    return study(loaded(scenario), RunOptions(replications=replications, seed=seed, jobs=1))


@pytest.fixture(scope="module")
def heard() -> list[Round]:
    return []


@pytest.fixture(scope="module")
def proof(heard: list[Round]) -> Proof:
    return prove(loaded(day()), QUICK, heard.append)


def test_a_schedule_that_is_proved_holds_on_days_that_nobody_has_seen(proof: Proof) -> None:
    assert proof.holds
    assert not proof.reasons
    fresh = shown(proof.schedule, seed=987_654, replications=60)
    level = fresh.evaluations[0].estimate
    # The plain estimate was at least 80 % on other days; 4 standard errors of this one are 1 chance
    # in 30,000.
    assert level.value >= 0.8 - 4 * level.se


def test_it_is_judged_on_other_days_than_it_was_chosen_on(proof: Proof) -> None:
    assert proof.best is not None
    assert proof.best.study.seed != proof.scenario.seed
    assert proof.is_fresh
    assert proof.best.study.replications in {QUICK.fresh, QUICK.most_fresh}


def test_every_round_is_told_and_kept(proof: Proof, heard: list[Round]) -> None:
    assert tuple(heard) == proof.rounds
    assert [one.number for one in heard] == list(range(1, len(heard) + 1))
    assert heard[0].purpose == "repair"
    assert heard[-1].purpose == "plain"
    assert {one.purpose for one in heard} >= {"repair", "fresh", "plain"}
    assert {one.purpose for one in heard} <= {"repair", "trim", "fresh", "plain"}
    for one in heard:
        assert one.required_h > 0
        assert one.cost == pytest.approx(one.paid_h * 40)


def test_what_was_repaired_is_looked_at_on_other_days(proof: Proof) -> None:
    """No look uses days by which its schedule was made: a schedule each has days of its own."""
    (of_search,) = {one.seed for one in proof.rounds if one.purpose == "repair"}
    looks = [(one.cost, one.seed) for one in proof.rounds if one.purpose == "fresh"]
    assert of_search not in {seed for _, seed in looks}
    assert len(set(looks)) == len({seed for _, seed in looks})


def test_a_schedule_is_taken_only_where_it_is_proved(proof: Proof) -> None:
    """On these days all it takes is a little more: the looks end with the first proof.

    But for one, at what is left when what was added in vain is cut again; the cheaper is taken.
    """
    looks = [one for one in proof.rounds if one.purpose == "fresh"]
    told = [all(each.is_told for each in one.judgements) for one in looks]
    first = told.index(True)
    assert len(told) <= first + 3
    proved = [one.cost for one, good in zip(looks, told, strict=True) if good]
    assert proof.best is not None
    assert proof.best.cost == pytest.approx(min(proved))
    assert proof.outcome is Outcome.MET


def stubborn(level: str) -> Loaded:
    """Return a line that has five agents at the most, too few for its promise."""
    return loaded(
        day({"groups": {"front": {"most": 5}}}, target={"kpi": "SL3", "level": level} | WITHIN)
    )


def test_what_repair_cannot_change_is_looked_at_no_more() -> None:
    """Whatever is asked of five agents, they work the same shifts."""
    effort = replace(QUICK, rounds=1, replications=4, fresh=8, compares=False)
    found = prove(stubborn("80 %"), effort)
    looks = [one for one in found.rounds if one.purpose == "fresh"]
    assert found.outcome is Outcome.MISSED
    assert len(looks) < effort.looks


class Pressed:
    """Presses Ctrl-C when it hears of a round of a kind."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        self.heard: list[Round] = []

    def __call__(self, one: Round) -> None:
        self.heard.append(one)
        if one.purpose == self.purpose and len(self.heard) > 1:
            raise KeyboardInterrupt


@pytest.fixture
def keyboard() -> Iterator[None]:
    """Put Ctrl-C back as it was: a proof that was cut leaves the process deaf to it."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("purpose", ["repair", "fresh", "plain"])
def test_what_was_found_before_an_interrupt_is_kept(purpose: str, keyboard: None) -> None:
    pressed = Pressed(purpose)
    found = prove(loaded(day()), QUICK, pressed, keeps_cut=True)
    assert found.is_cut
    assert found.rounds == tuple(pressed.heard)
    assert found.best is not None
    assert found.best.cost in {one.cost for one in found.rounds}
    (reason,) = (one for one in found.reasons if one.cause is Cause.CUT)
    is_fresh = purpose == "plain"  # the others were pressed before any fresh days were done
    assert found.is_fresh == is_fresh
    assert ("chosen on" in reason.words) != is_fresh
    assert (found.outcome is Outcome.MET) == is_fresh


def test_an_interrupt_is_the_callers_unless_it_is_to_be_kept() -> None:
    with pytest.raises(KeyboardInterrupt):
        prove(loaded(day()), QUICK, Pressed("repair"))


def test_days_on_which_all_was_kept_are_too_few_for_nearly_all() -> None:
    """Forty agents keep 99.9 % on each of four days, which does not prove it: few days never do.

    Of n days that all keep it entirely, one in 1 - 0.025 ** (1 / n) might not: at 4 days 60 %.
    """
    target = {"kpi": "SL3", "level": "99.9 %"} | WITHIN
    scenario = day(target=target, group={"agents": 60})
    it = shown(scenario, 3, 4)
    (one,) = judged(scenario, it.tallies)
    assert one.values[0] == 1.0
    assert one.holds
    assert one.evaluation.verdict is Verdict.CANNOT_TELL
    assert not one.is_told
    (easy,) = judged(day(target=target | {"level": "30 %"}, group={"agents": 60}), it.tallies)
    assert easy.evaluation.verdict is Verdict.MET


def test_looks_are_each_judged_more_surely_than_one_alone() -> None:
    scenario = day(group={"agents": 11})
    it = shown(scenario, 3, 30)
    (alone,), (often,) = judged(scenario, it.tallies), judged(scenario, it.tallies, looks=10)
    assert often.evaluation.estimate.value == alone.evaluation.estimate.value
    width = stats.t.ppf(0.9975, 29) / stats.t.ppf(0.975, 29)
    wider = often.evaluation.estimate.half_width / alone.evaluation.estimate.half_width
    assert wider == pytest.approx(width)


def test_plain_erlang_c_is_simulated_on_the_same_days_and_costs_more(proof: Proof) -> None:
    assert proof.plain is not None
    assert proof.best is not None
    assert proof.plain.study.seed == proof.best.study.seed
    assert proof.plain.study.replications == proof.best.study.replications
    assert proof.plain.cost > proof.best.cost
    assert proof.saved == pytest.approx(1 - proof.best.cost / proof.plain.cost)


def test_the_bridge_ends_at_what_was_proved(proof: Proof) -> None:
    assert proof.best is not None
    steps = bridge(proof.requirement, proof.scenario, proof)
    assert tuple(step.key for step in steps.steps)[-3:] == SCHEDULED
    last = steps.step("proved")
    assert last.cost == pytest.approx(proof.best.cost)
    assert last.hours == pytest.approx(last.agents.sum() / 2)
    there_h = steps.step("absence").hours - proof.first.uncovered_h if proof.first else 0.0
    assert steps.step("shifts").hours >= there_h - 1e-6 > 0


def test_what_is_required_and_not_there_is_said(proof: Proof) -> None:
    assert proof.first is not None
    there = proof.first.scenario.groups["front"]
    assert there.shifts is not None
    agents = np.zeros(48)
    for shift in there.shifts.values():
        agents[shift.start // 1800 : shift.end // 1800] += shift.agents
    missing_h = np.maximum(proof.first.required[0] - agents, 0).sum() / 2
    assert proof.first.uncovered_h == pytest.approx(missing_h, abs=1e-6)
    assert missing_h < 0.1 * proof.first.required.sum() / 2


def test_case_12_counts_a_flexible_agent_once() -> None:
    def holds(**groups: Any) -> bool:
        scenario = case_12(**groups)
        return all_hold(judged(scenario, shown(scenario, 1, 12).tallies))

    def flexible(agents: int) -> dict[str, Any]:
        return {"all": {"serves": {"billing": {}, "technical": {}}, "agents": agents}}

    assert not holds(**flexible(10))
    assert not holds(**flexible(15))
    assert holds(**flexible(17))
    assert holds(**apart())


def test_a_hundred_per_cent_is_out_of_reach_and_said_so() -> None:
    target = {"kpi": "SL3", "within": "20 s", "level": "100 %"}
    effort = Effort(rounds=1, replications=4, fresh=4, confirmations=1, compares=False, jobs=1)
    found = prove(loaded(day(target=target)), effort)
    assert (Cause.OUT_OF_REACH, "general") in {(one.cause, one.about) for one in found.reasons}


def test_a_night_without_shifts_is_named_and_the_rest_is_scheduled() -> None:
    scenario = day(open="always", volume={"per_h": 30})
    effort = Effort(rounds=1, replications=4, fresh=4, confirmations=1, compares=False, jobs=1)
    found = prove(loaded(scenario), effort)
    uncovered = [one for one in found.reasons if one.cause is Cause.NO_COVER]
    assert [one.about for one in uncovered] == ["general"]
    assert uncovered[0].words.endswith("00:00-08:00, 20:00-24:00")
    assert found.best is not None
    assert found.best.solution.under > 0
    assert found.outcome is Outcome.MISSED


def test_a_group_that_has_all_it_may_is_named() -> None:
    scenario = day({"groups": {"front": {"most": 5}}})
    effort = Effort(rounds=2, replications=4, fresh=8, confirmations=1, compares=False, jobs=1)
    found = prove(loaded(scenario), effort)
    causes = {(one.cause, one.about) for one in found.reasons}
    assert found.outcome is Outcome.MISSED
    assert (Cause.MISSED, "general") in causes
    assert (Cause.MOST_AGENTS, "front") in causes


def test_work_is_done_in_time_by_those_who_have_it_to_do() -> None:
    scenario = day()
    mail = {
        "channel": "email",
        "volume": {"per_h": 6},
        "talk": "10 min",
        "due": "24 h",
        "open": "08:00-18:00",
        "backlog": 40,
        "target": {"kpi": "on_time", "level": "90 %"},
    }
    front = scenario.groups["front"]
    data = scenario.written()
    data["queues"]["mail"] = mail
    data["groups"]["front"]["serves"]["mail"] = {}
    found = prove(loaded(Scenario.model_validate(data)), QUICK)
    assert front.wage_per_h == 40
    assert found.holds
    assert found.best is not None
    # Who answers calls is idle in between: the mail takes fewer hours than it would by itself.
    taken = sum(lot.agent_h for lot in found.best.requirement.works)
    assert taken < sum(lot.agent_h for lot in found.requirement.works)


def test_odds_ask_for_days_not_for_their_mean() -> None:
    target = {"kpi": "SL3", "within": "20 s", "level": "80 %", "odds": "90 %"}
    scenario = day(target=target, group={"agents": 11})
    it = shown(scenario, 3, 30)
    (one,) = judged(scenario, it.tallies)
    days = parts(it.evaluations[0].target.kpi, it.tallies, Period.DAY).row(1).values[:, 0]
    assert one.values[0] == pytest.approx(np.quantile(days, 0.1))
    assert one.values[0] < days.mean()
    # Asked more surely, it falls short by more.
    assert one.gaps(1.0)[0] > one.gaps(0.0)[0]


def test_intervals_are_judged_one_by_one_and_only_while_open() -> None:
    target = {"kpi": "SL3", "within": "20 s", "level": "80 %", "scope": "interval"}
    scenario = day(target=target, group={"agents": 9})
    (one,) = judged(scenario, shown(scenario, 3, 6).tallies)
    assert one.width == 1
    assert np.isnan(one.values[:15]).all()
    assert not np.isnan(one.values[16:36]).any()
    assert (one.gaps(0)[:15] == 0).all()
    assert one.gaps(0)[20] > 0 > one.gaps(0)[16]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rounds": 0}, "rounds: got 0; expected at least 1"),
        ({"replications": 1}, "replications"),
        ({"sureness": -1.0}, "sureness"),
    ],
)
def test_an_effort_that_is_none_is_refused(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Effort(**changed)


def test_rounds_tell_how_near_the_search_came(proof: Proof) -> None:
    for one in proof.rounds:
        assert one.status in {Status.OPTIMAL, Status.FEASIBLE}
        assert 0 <= one.gap < 1


def test_who_may_help_out_late_is_worth_the_time_that_is_left() -> None:
    target = {"kpi": "SL3", "within": "20 s", "level": "80 %"}
    groups = {
        "first": {"serves": {"general": {}}, "agents": 4},
        "later": {"serves": {"general": {"rank": 2, "after": "15 s"}}, "agents": 4},
        "too_late": {"serves": {"general": {"rank": 3, "after": "30 s"}}, "agents": 4},
    }
    scenario = small(queues=general(target=target), groups=groups)
    worth = [contribution(scenario, name, "general") for name in groups]
    assert worth == pytest.approx([1, 0.25, 0])
    teams = problem(scenario, np.ones((1, 48))).teams
    assert [len(team.serves) for team in teams] == [1, 1, 0]


def test_without_wages_hours_are_saved() -> None:
    effort = Effort(rounds=2, replications=4, fresh=4, confirmations=1, jobs=1)
    paid, free = (prove(loaded(day(group={"wage_per_h": wage})), effort) for wage in (1, 0))
    assert paid.best is not None
    assert free.best is not None
    assert free.best.cost == 0
    assert free.best.paid_h == pytest.approx(paid.best.paid_h)
    assert free.saved is not None
    assert free.saved == pytest.approx(1 - free.best.paid_h / free.plain.paid_h)  # type: ignore[union-attr]


def test_a_headcount_is_kept_to_and_what_it_leaves_uncovered_is_said() -> None:
    scenario = day({"coverage": {"headcount": 6}})
    effort = Effort(rounds=2, replications=4, fresh=8, confirmations=1, compares=False, jobs=1)
    found = prove(loaded(scenario), effort)
    assert found.best is not None
    shifts = found.best.scenario.groups["front"].shifts
    assert shifts is not None
    assert sum(shift.agents for shift in shifts.values()) <= 6
    assert Cause.UNCOVERED in {one.cause for one in found.reasons}
    assert found.outcome is Outcome.MISSED
