"""Deferrable work: below all that is live, put aside for it or not, in order, up to a limit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.clock import MS_PER_S
from sim.codes import Cause, Kind, Outcome
from sim.demand.distributions import Exponential, Never
from sim.floor import Grade, Group, Queue, Skill
from tests.theory.evidence import BUSY, Case, Evidence, Findings, Sample, exact
from tests.theory.formulas import (
    AnyPatience,
    share_waiting,
    stays_with_interruption_s,
    waits_by_priority_s,
)
from tests.theory.replications import Gauges, demand_of, long_run
from tests.theory.seen import Flags, Gauge, Seen, a_contact, share

HANDLE_S = 120.0


def _wait_s(queue: int) -> Gauge:
    """Return the mean wait until work is begun for the first time."""

    def gauge(seen: Seen) -> tuple[float, float]:
        them = seen.here & seen.in_queue(queue) & seen.caused_by(Cause.FIRST) & seen.answered
        waits_ms = seen.legs["answered_ms"][them] - seen.legs["queued_ms"][them]
        return float(waits_ms.sum()) / MS_PER_S, float(them.sum())

    return gauge


def _stay_s(queue: int) -> Gauge:
    """Return the mean time from coming to done, all that was put aside and resumed included."""

    def gauge(seen: Seen) -> tuple[float, float]:
        done = seen.here & seen.in_queue(queue) & seen.ended(Outcome.ANSWERED)
        stays_ms = seen.legs["freed_ms"][done] - seen.came_ms[done]
        return float(stays_ms.sum()) / MS_PER_S, float(done.sum())

    return gauge


def _live_and_work(
    sample: Sample, per_h: tuple[float, float], agents: int, gauges: Gauges, **of_work: bool
) -> Evidence:
    """Simulate calls and emails on one team."""
    return long_run(
        [Queue("calls"), Queue("emails", Kind.WORK, **of_work)],
        # By rank and priority, emails would come first.
        [Group("agents", (Skill("calls", pick_rank=2), Skill("emails", pick_rank=1)))],
        [
            demand_of(name, [calls], Exponential(HANDLE_S), Never())
            for name, calls in zip(("calls", "emails"), per_h, strict=True)
        ],
        (agents,),
        sample,
        warm_up_min=600,
        gauges=gauges,
    )


def below_live(sample: Sample, agents: int = 10) -> Findings:
    """Rule 12: work that is begun is finished, so that calls wait for it (Cobham)."""
    per_h = (150.0, 105.0)
    evidence = _live_and_work(sample, per_h, agents, {"live": _wait_s(0), "work": _wait_s(1)})
    waits = waits_by_priority_s([each / 3600 for each in per_h], HANDLE_S, agents)
    law = partial(exact, source="Cobham")
    load = sum(per_h) / 3600 * HANDLE_S
    live_s, work_s = evidence.gauge("live"), evidence.gauge("work")
    return Findings(
        [
            law("busy", load / agents, evidence.estimate(BUSY, 1)),
            law("calls, mean wait, s", waits[0], live_s, loose=True),
            law("emails, mean wait, s", waits[1], work_s, loose=True),
        ],
        evidence.contacts,
    )


def put_aside(sample: Sample, agents: int, per_h: tuple[float, float]) -> Findings:
    """Rule 12: calls interrupt emails, which are resumed where they were left."""
    gauges = {
        "live": _wait_s(0),
        "stay live": _stay_s(0),
        "stay": _stay_s(1),
        "work": a_contact(_handling_s),
    }
    evidence = _live_and_work(sample, per_h, agents, gauges, interruptible=True)
    per_s = (per_h[0] / 3600, per_h[1] / 3600)
    live_s, work_s = stays_with_interruption_s(per_s, HANDLE_S, agents)
    waits = share_waiting(per_s[0] * HANDLE_S, agents)
    source = "White and Christie" if agents == 1 else "M/M/n of both less M/M/n of calls"
    law = partial(exact, source=source)
    long = partial(law, loose=True)
    return Findings(
        [
            law("calls, answered at once", 1 - waits, evidence.not_waiting(1)),
            law("busy", sum(per_s) * HANDLE_S / agents, evidence.estimate(BUSY, 1)),
            long("calls, mean wait, s", live_s - HANDLE_S, evidence.gauge("live")),
            long("emails, from coming to done, s", work_s, evidence.gauge("stay")),
            law("handling, s", HANDLE_S, evidence.gauge("work"), loose=True),
        ],
        evidence.contacts,
    )


def _handling_s(seen: Seen) -> NDArray[np.float64]:
    spent_ms = seen.legs["freed_ms"] - seen.legs["answered_ms"]
    return np.where(seen.answered, spent_ms, 0) / MS_PER_S


def time_limit(sample: Sample) -> Findings:
    """Rule 12: work that goes to another desk when its time is out is a patience of that time."""
    per_h, handle_s, agents, due_s = 400, 180.0, 20, 60
    theory = AnyPatience(per_h / 3600, handle_s, agents, lambda t_s: (t_s < due_s).astype(float))
    due = Grade(due_ms=due_s * MS_PER_S, escalate_to="seniors")
    evidence = long_run(
        [Queue("tickets", Kind.WORK, grades=(due,)), Queue("seniors", Kind.WORK)],
        [Group("agents", (Skill("tickets"),)), Group("seniors", (Skill("seniors"),))],
        [
            demand_of("tickets", [per_h], Exponential(handle_s), Never()),
            demand_of("seniors", [0], Exponential(handle_s), Never()),
        ],
        (agents, 8),
        sample,
        warm_up_min=120,
        gauges={
            "escalated": share(lambda seen: seen.ended(Outcome.ESCALATED), _firsts),
            "at once": share(_at_once, _firsts),
            "wait": _wait_of_all,
        },
    )
    law = partial(exact, source="Baccelli and Hebuterne")
    escalated, wait_s = evidence.gauge("escalated"), evidence.gauge("wait")
    onward = per_h / 3600 * theory.share_abandoned() * handle_s / 8
    return Findings(
        [
            law("begun at once", 1 - theory.share_waiting(), evidence.gauge("at once")),
            law("busy", theory.occupancy(), evidence.estimate(BUSY, 1)),
            law("escalated", theory.share_abandoned(), escalated, loose=True),
            law("mean wait, s", theory.mean_wait_s(), wait_s, loose=True),
            law("seniors busy", onward, evidence.estimate(BUSY, 2), loose=True),
        ],
        evidence.contacts,
    )


def _firsts(seen: Seen) -> Flags:
    return seen.caused_by(Cause.FIRST)


def _at_once(seen: Seen) -> Flags:
    return seen.legs["answered_ms"] == seen.legs["queued_ms"]


def _wait_of_all(seen: Seen) -> tuple[float, float]:
    """Return the mean wait of all who come, of those who leave unanswered too."""
    them = seen.here & _firsts(seen)
    answered_ms, left_ms = seen.legs["answered_ms"][them], seen.legs["left_ms"][them]
    ended_ms = np.where(answered_ms >= 0, answered_ms, left_ms)
    return float((ended_ms - seen.legs["queued_ms"][them]).sum()) / MS_PER_S, float(them.sum())


def any_order(sample: Sample) -> Findings:
    """Rule 12: by due time and with reminders, an order moves waits and adds none (Kleinrock).

    What is begun next does not depend on how long it takes: the mean over all is that of M/M/n.
    """
    per_h, agents = 250.0, 10
    minute = 60 * MS_PER_S
    grades = (
        Grade(0.2, due_ms=5 * minute, remind_ms=4 * minute),
        Grade(0.5, due_ms=30 * minute, remind_ms=20 * minute),
        Grade(0.3, due_ms=90 * minute),
    )
    evidence = long_run(
        [Queue("tickets", Kind.WORK, grades=grades, by_due=True)],
        [Group("agents", (Skill("tickets"),))],
        [demand_of("tickets", [per_h], Exponential(HANDLE_S), Never())],
        (agents,),
        sample,
        warm_up_min=600,
        gauges={
            "wait": _wait_s(0),
            **{f"grade {g}": share(_of_grade(g), _firsts) for g in range(3)},
        },
    )
    load = per_h / 3600 * HANDLE_S
    wait_s = share_waiting(load, agents) * HANDLE_S / (agents - load)
    kleinrock = partial(exact, source="Kleinrock, conservation")
    return Findings(
        [
            kleinrock("mean wait, s", wait_s, evidence.gauge("wait"), loose=True),
            *(
                exact(
                    f"of grade {g}",
                    grade.share,
                    evidence.gauge(f"grade {g}"),
                    loose=True,
                    source="binomial",
                )
                for g, grade in enumerate(grades)
            ),
        ],
        evidence.contacts,
    )


def _of_grade(grade: int) -> Callable[[Seen], Flags]:
    return lambda seen: seen.legs["grade"] == grade


CASES = [
    Case("work below calls", below_live, 3031, calls=500_000),
    Case(
        "work put aside: 1 agent",
        partial(put_aside, agents=1, per_h=(12.0, 10.5)),
        3032,
        calls=500_000,
    ),
    Case(
        "work put aside: 10 agents",
        partial(put_aside, agents=10, per_h=(195.0, 60.0)),
        3033,
        calls=500_000,
    ),
    Case("work with a time limit", time_limit, 3034, calls=500_000),
    Case("work in order of due time", any_order, 3035, calls=500_000),
]
