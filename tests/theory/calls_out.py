"""Calls that the centre makes: call-backs, which move work and lose none, and lists."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.clock import MS_PER_MIN, MS_PER_S
from sim.codes import Cause, Kind, Outcome
from sim.demand.distributions import Exponential, Never
from sim.floor import CallBack, Dial, Group, Queue, Skill
from tests.theory.birth_death import BirthDeath
from tests.theory.evidence import BUSY, Case, Comparison, Evidence, Findings, Sample, exact
from tests.theory.formulas import calls_until_reached, share_waiting
from tests.theory.replications import NOTHING, Gauges, demand_of, long_run
from tests.theory.seen import Flags, Seen, a_contact, share

#: Infinite patience, a load of .8.
LINE = BirthDeath(240, 120, 10)
LIMIT_S = 60


def _wait_until_served(seen: Seen) -> tuple[float, float]:
    """Return the time from coming to talking, seconds, however the two came together."""
    served = seen.here & seen.ended(Outcome.ANSWERED)
    waits_ms = seen.legs["answered_ms"][served] - seen.came_ms[served]
    return float(waits_ms.sum()) / MS_PER_S, float(seen.contacts)


def _wait_on_the_line(seen: Seen) -> tuple[float, float]:
    firsts = seen.here & _firsts(seen)
    answered_ms, left_ms = seen.legs["answered_ms"][firsts], seen.legs["left_ms"][firsts]
    ended_ms = np.where(answered_ms >= 0, answered_ms, left_ms)
    return float((ended_ms - seen.came_ms[firsts]).sum()) / MS_PER_S, float(seen.contacts)


def _kept_waiting(sample: Sample, call_back: CallBack, gauges: Gauges) -> Evidence:
    """Simulate the line where all who have waited for a minute accept to be called back."""
    return long_run(
        [Queue("calls", call_back=call_back)],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [LINE.calls_per_h], Exponential(LINE.handle_s), Never())],
        (LINE.agents,),
        sample,
        warm_up_min=600,  # it forgets in 48 minutes
        gauges=gauges,
    )


def call_back_in_place(sample: Sample) -> Findings:
    """Rule 13: a call-back that keeps its place is served when the call would have been.

    Nobody abandons, so that this is M/M/n: of those who wait, the wait is exponential.
    """
    evidence = _kept_waiting(
        sample,
        CallBack(LIMIT_S * MS_PER_S, 1.0),
        {
            "called back": share(
                lambda seen: seen.ended(Outcome.CALLED_BACK),
                _firsts,
            ),
            "until served": _wait_until_served,
            "on the line": _wait_on_the_line,
        },
    )
    waits = share_waiting(LINE.calls_per_h * LINE.handle_s / 3600, LINE.agents)
    per_s = LINE.agents / LINE.handle_s - LINE.births  # how fast the wait of those who wait ends
    beyond = math.exp(-per_s * LIMIT_S)
    law = partial(exact, source="Erlang C")
    long = partial(law, loose=True)
    called_back, until_served_s = evidence.gauge("called back"), evidence.gauge("until served")
    on_the_line_s = evidence.gauge("on the line")
    return Findings(
        [
            law("answered at once", 1 - waits, evidence.not_waiting()),
            law("busy", LINE.births * LINE.handle_s / LINE.agents, evidence.estimate(BUSY)),
            long("called back", waits * beyond, called_back),
            long("wait until served, s", waits / per_s, until_served_s),
            long("wait on the line, s", waits * (1 - beyond) / per_s, on_the_line_s),
        ],
        evidence.calls(),
    )


def call_back_later(sample: Sample) -> Findings:
    """Rule 13: whenever they are made, call-backs are work that is moved; none of it is lost."""
    later = CallBack(LIMIT_S * MS_PER_S, 1.0, appointment_ms=20 * MS_PER_MIN)
    evidence = _kept_waiting(sample, later, NOTHING)
    busy, found = LINE.births * LINE.handle_s / LINE.agents, evidence.estimate(BUSY)
    return Findings(
        [exact("busy", busy, found, source="work is conserved")],
        evidence.calls(),
    )


def call_back_until_reached(sample: Sample) -> Findings:
    """Rule 13: with tries enough, the number of calls until one is reached is geometric."""
    reached = 0.6
    dial = Dial(reached, 20 * MS_PER_S, calls=40, retry_ms=10 * MS_PER_MIN)
    evidence = _kept_waiting(
        sample,
        CallBack(LIMIT_S * MS_PER_S, 1.0, dial=dial),
        _made(Cause.CALL_BACK, lambda seen: seen.ended(Outcome.CALLED_BACK)),
    )
    law = partial(exact, source="geometric")
    every = calls_until_reached(reached, dial.calls)
    return Findings(
        [
            law("calls a call-back", 1 / reached, evidence.gauge("calls"), loose=True),
            *_reached_at(every[:3], evidence),
        ],
        evidence.calls(),
    )


def outbound(sample: Sample) -> Findings:
    """Rule 13: a list of customers who are called three times at most."""
    per_h, talk_s, agents = 240, 120.0, 11
    reached, dial_s = 0.35, 25
    dial = Dial(reached, dial_s * MS_PER_S, calls=3, retry_ms=20 * MS_PER_MIN)
    evidence = long_run(
        [Queue("list", Kind.WORK, dial=dial)],
        [Group("agents", (Skill("list"),))],
        [demand_of("list", [per_h], Exponential(talk_s), Never())],
        (agents,),
        sample,
        warm_up_min=240,
        gauges={
            "never": a_contact(
                lambda seen: (
                    seen.ended(Outcome.NOT_REACHED) & (seen.legs["depth"] == dial.calls - 1)
                )
            ),
            "handling": a_contact(_handling_s),
            **_made(Cause.FIRST, _firsts),
        },
    )
    every = calls_until_reached(reached, dial.calls)
    never = 1 - sum(every)
    made = sum(place * part for place, part in enumerate(every, 1)) + dial.calls * never
    handling_s = made * dial_s + sum(every) * talk_s
    law = partial(exact, source="geometric, cut off")
    return Findings(
        [
            law("calls a customer", made, evidence.gauge("calls")),
            law("never reached", never, evidence.gauge("never"), loose=True),
            *_reached_at(every, evidence),
            law("handling a customer, s", handling_s, evidence.gauge("handling"), loose=True),
            law("busy", per_h / 3600 * handling_s / agents, evidence.estimate(BUSY, 1), loose=True),
        ],
        evidence.contacts,
    )


def _firsts(seen: Seen) -> Flags:
    return seen.caused_by(Cause.FIRST)


def _handling_s(seen: Seen) -> NDArray[np.float64]:
    spent_ms = seen.legs["freed_ms"] - seen.legs["answered_ms"]
    return np.where(seen.answered, spent_ms, 0) / MS_PER_S


def _made(first_call: Cause, customers: Callable[[Seen], Flags]) -> Gauges:
    """Return calls a customer, and the shares of customers reached at each of the first three."""

    def calls(seen: Seen, number: int) -> Flags:
        """Which legs are somebody's call of a number: depth counts the calls before."""
        made = (seen.caused_by(first_call) | seen.caused_by(Cause.RETRY)) & seen.answered
        return made & (seen.legs["depth"] == number - 1) if number else made

    def gauge(seen: Seen, number: int) -> tuple[float, float]:
        counted = seen.ended(Outcome.ANSWERED) if number else True
        them = seen.here & counted & calls(seen, number)
        return float(them.sum()), float((seen.here & customers(seen)).sum())

    shares = {f"reached {number}": partial(gauge, number=number) for number in (1, 2, 3)}
    return {"calls": partial(gauge, number=0), **shares}


def _reached_at(shares: Sequence[float], evidence: Evidence) -> list[Comparison]:
    return [
        exact(
            f"reached at call {number}",
            reached,
            evidence.gauge(f"reached {number}"),
            loose=True,
            source="geometric",
        )
        for number, reached in enumerate(shares, 1)
    ]


CASES = [
    Case("call-backs in place", call_back_in_place, 3011, calls=600_000),
    Case("call-backs later", call_back_later, 3012, calls=300_000),
    Case("call-backs until reached", call_back_until_reached, 3013, calls=200_000),
    Case("outbound", outbound, 3014, calls=200_000),
]
