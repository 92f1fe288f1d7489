"""Promises that the days cannot decide: judged as they are, told as such, and worth no cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenarios.planning.need.promises import Promise
from scenarios.planning.proof.judging import Judgement, all_settled
from scenarios.planning.proof.proof import Outcome, outcome_of, prove
from scenarios.planning.proof.proving import Proving
from scenarios.planning.proof.repair import Steering
from scenarios.planning.proof.seeing import seen
from scenarios.planning.proof.trial import Effort
from scenarios.schema import Scenario
from scenarios.schema.target import Target as Wanted
from sim.kpis.definitions import KPIS
from sim.kpis.estimates import Estimate, Share
from sim.kpis.targets import Evaluation, Judged, Target, Verdict
from tests.planning.test_proof import day, loaded
from tests.planning.test_proof_repair import seen as made_up

LEVEL = 0.9


def judgement(value: float, judged: Judged | None, verdict: Verdict) -> Judgement:
    """Return how work fared of which on average a share `value` was done in time, +- 1 %."""
    target = Target(KPIS["on_time"], 1, LEVEL)
    estimate = Estimate(value, 0.01, value - 0.02, value + 0.02, 20)
    enough = judged is None or judged.is_enough
    evaluation = Evaluation(
        target, verdict, enough and value >= LEVEL, estimate, 0, Share(1.0, 0.0, 1.0, 20), judged
    )
    promise = Promise("mail", Wanted(kpi="on_time", level=LEVEL), "queue", 0.0, 0.0)
    numbers = np.array([value]), np.array([0.01]), np.array([[value]])
    return Judgement(0, promise, evaluation, *numbers, width=48)


MOST, FEW = Judged(60.0, 100.0), Judged(40.0, 100.0)


def test_what_cannot_be_decided_is_judged_by_its_plain_estimate() -> None:
    few = judgement(0.905, FEW, Verdict.CANNOT_TELL)
    assert not few.is_decidable
    assert few.keeps
    assert not few.holds  # nothing can be told of it, and nobody says that it holds
    assert few.gaps(1.28) == pytest.approx(few.gaps(0.0))
    assert few.gaps(9.0)[0] < 0
    assert not judgement(0.895, FEW, Verdict.CANNOT_TELL).keeps


def test_what_can_be_decided_is_asked_with_its_margin() -> None:
    most = judgement(0.905, MOST, Verdict.CANNOT_TELL)
    assert most.keeps
    assert most.holds
    assert most.gaps(0.0)[0] < 0 < most.gaps(1.28)[0]


def test_more_staff_settles_what_it_can_decide_and_nothing_else() -> None:
    open_yet = judgement(0.905, MOST, Verdict.CANNOT_TELL)
    assert not open_yet.is_settled
    assert judgement(0.95, MOST, Verdict.MET).is_settled
    assert judgement(0.905, FEW, Verdict.CANNOT_TELL).is_settled
    assert not judgement(0.895, FEW, Verdict.CANNOT_TELL).is_settled
    assert not all_settled([judgement(0.95, MOST, Verdict.MET), open_yet])


def with_mail(due: str, level: str = "95 %") -> Scenario:
    """Return a line and mail that comes after noon only and is due so long after it comes."""
    data = day().written()
    data["queues"]["mail"] = {
        "channel": "email",
        "volume": {"total": 40, "profile": "late"},
        "talk": "10 min",
        "due": due,
        "open": "08:00-18:00",
        "target": {"kpi": "on_time", "level": level},
    }
    data["profiles"]["late"] = [0] * 32 + [1] * 4 + [0] * 12
    data["groups"]["front"]["serves"]["mail"] = {"rank": 2}
    return Scenario.model_validate(data)


def test_a_target_that_cannot_be_told_is_worth_no_cost() -> None:
    """Of two schedules the cheaper is taken, though only the dearer one's target can be told."""
    effort = Effort(rounds=1, replications=4, fresh=4, trims=0, confirmations=1, jobs=1)
    scenario = with_mail("24 h")
    proving = Proving(loaded(scenario), replace(effort, compares=False), None)
    best = proving.proof().best
    assert best is not None
    cheap = replace(best, cost=100.0, judgements=(judgement(0.905, FEW, Verdict.CANNOT_TELL),))
    dear = replace(best, cost=200.0, judgements=(judgement(0.99, MOST, Verdict.MET),))
    short = replace(best, cost=50.0, judgements=(judgement(0.8, FEW, Verdict.CANNOT_TELL),))
    assert proving._is_better(cheap, dear)
    assert not proving._is_better(dear, cheap)
    assert not proving._is_better(short, cheap)  # what was judged fell short: that does cost
    assert outcome_of(cheap, is_fresh=True) is Outcome.CANNOT_TELL
    # Nothing of it is raised, however surely it is asked for, and nothing lowered.
    cheap = replace(cheap, judgements=(replace(cheap.judgements[0], row=1),))
    assert not seen(cheap, proving._needs, 9.0).gap.any()


def test_work_is_doubled_at_most_where_it_was_raised_before() -> None:
    """Nothing was done in time: e ** 2 as much is tried at first, then twice as much each time."""
    it = made_up([[9.0, 9.0]], is_work=np.array([True]))
    once = Steering.straight(it.gap.shape).turned(it)
    assert once.work[0] == pytest.approx(np.exp(2.0))
    assert once.turned(it).work[0] == pytest.approx(2 * np.exp(2.0))
    assert once.turned(it).turned(it).work[0] == pytest.approx(4 * np.exp(2.0))


def test_a_desk_that_late_work_floods_is_helped_where_the_work_is_late() -> None:
    data = with_mail("24 h").written()
    grades = {"plain": {"share": 1.0, "due": "2 h", "escalate": "desk"}}
    del data["queues"]["mail"]["due"]
    data["queues"]["mail"] |= {"grades": grades}
    data["queues"]["desk"] = {
        "channel": "ticket",
        "volume": {"per_h": 0},
        "talk": "30 min",
        "due": "1 h",
        "target": {"kpi": "on_time", "level": "90 %"},
    }
    data["groups"]["seniors"] = {"serves": {"desk": {}}, "agents": 1, "wage_per_h": 80}
    scenario = Scenario.model_validate(data)
    effort = Effort(rounds=1, replications=4, fresh=4, trims=0, confirmations=1, jobs=1)
    found = prove(loaded(scenario), replace(effort, compares=False))
    assert found.best is not None
    by_queue = {one.promise.queue: one for one in found.best.judgements}
    shown = seen(found.best, found.requirement, 0.0)
    row = list(scenario.queues).index("mail")
    flooded = by_queue["desk"].gaps(0.0).max()
    own = by_queue["mail"].gaps(0.0).max()
    expected = max(own, min(flooded, 0.2), 0.0)
    assert shown.gap[row].max() == pytest.approx(expected)
