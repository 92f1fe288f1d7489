"""Several chats at once: each place is an agent where chats are not slowed; else a chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sim.clock import MS_PER_S
from sim.codes import Kind, Outcome
from sim.demand.distributions import Exponential, Gamma, Never
from sim.floor import Group, Queue, Silence, Skill
from tests.theory.birth_death import BirthDeath
from tests.theory.chats_chain import ChatChain
from tests.theory.evidence import BUSY, Case, Comparison, Findings, Sample, exact
from tests.theory.formulas import share_lost
from tests.theory.one_queue import T_S, figures_of_a_line
from tests.theory.replications import demand_of, long_run, steady_line
from tests.theory.seen import Gauge, Seen, share

#: Eight agents with three chats each.
PLACES = BirthDeath(330, 240, 24, patience_s=150)
CHATS = 3
#: How busy an agent is who may have several chats: any, or how many on average.
ANY, HOW_MANY = "busy with any chat", "chats at once of an agent"


def _busy(agents: int) -> Gauge:
    def gauge(seen: Seen) -> tuple[float, float]:
        return float(seen.busy_ms()), float(agents * (seen.end_ms - seen.start_ms))

    return gauge


def _handling(seen: Seen) -> tuple[float, float]:
    """Return the mean time of an answered chat, seconds."""
    them = seen.here & seen.answered
    spent_ms = seen.legs["freed_ms"][them] - seen.legs["answered_ms"][them]
    return float(spent_ms.sum()) / MS_PER_S, float(them.sum())


def places(sample: Sample) -> Findings:
    """Rule 11: n agents with m chats each, slowed by a flat factor, are M/M/nm+M."""
    evidence = steady_line(PLACES, sample, T_S, chats=CHATS, pace=1.2)
    figures = figures_of_a_line(PLACES, evidence)
    return Findings([_a_place(each) for each in figures], evidence.calls())


def _a_place(each: Comparison) -> Comparison:
    """Return the occupancy of an agent's places as the chats that he has at once."""
    if each.figure != "busy":
        return each
    return replace(each, figure=HOW_MANY, theory=CHATS * each.theory)


def few_agents(chain: ChatChain) -> Callable[[Sample], Findings]:
    """Return the simulation of agents who slow down the more chats they have (rule 11)."""

    def run(sample: Sample) -> Findings:
        chats = len(chain.factors)
        evidence = long_run(
            [Queue("chat", Kind.CHAT)],
            [Group("agents", (Skill("chat"),), chats, chain.factors)],
            [
                demand_of(
                    "chat",
                    [chain.per_h],
                    Exponential(chain.handle_s),
                    Exponential(chain.patience_s),
                )
            ],
            (chain.agents,),
            sample,
            warm_up_min=120,
            gauges={"busy": _busy(chain.agents), "handling": _handling},
        )
        wait_s, abandoned = evidence.estimate("mean_wait"), evidence.estimate("abandonment")
        occupancy = evidence.estimate("occupancy", 1)
        return Findings(
            [
                exact("answered at once", 1 - chain.share_waiting(), evidence.not_waiting()),
                exact("abandoned", chain.share_abandoned(), abandoned, loose=True),
                exact("mean wait, s", chain.mean_wait_s(), wait_s, loose=True),
                exact("mean handling, s", chain.mean_handling_s(), evidence.gauge("handling")),
                exact(HOW_MANY, chain.in_hand(), evidence.estimate(BUSY, 1)),
                exact(ANY, chain.occupancy(), evidence.gauge("busy")),
                exact("occupancy", chain.occupancy(), occupancy),
            ],
            evidence.calls(),
        )

    return run


def silence(sample: Sample) -> Findings:
    """Rule 11: chats that fall silent, where no chat waits; how long they last does not matter."""
    per_h, talk_s, agents, chats, pace = 360, 200.0, 8, 3, 1.1
    silent, timeout_s = 0.25, 120
    mean_s = (1 - silent / 2) * talk_s * pace + silent * timeout_s
    load = per_h / 3600 * mean_s
    evidence = long_run(
        [Queue("chat", Kind.CHAT, capacity=0, silence=Silence(silent, timeout_s * MS_PER_S))],
        [Group("agents", (Skill("chat"),), chats, (pace,) * chats)],
        [demand_of("chat", [per_h], Gamma(talk_s, 1.5), Never())],
        (agents,),
        sample,
        warm_up_min=900,
        gauges={
            "silent": share(
                lambda seen: seen.ended(Outcome.FELL_SILENT), lambda seen: seen.answered
            ),
            "handling": _handling,
        },
    )
    lost, blocked = share_lost(load, agents * chats), evidence.estimate("blocked_share")
    law = partial(exact, source="Erlang B")
    fell_silent = evidence.gauge("silent")
    return Findings(
        [
            exact("fell silent", silent, fell_silent, loose=True, source="binomial"),
            exact("mean handling, s", mean_s, evidence.gauge("handling"), source="silence"),
            law("blocked", lost, blocked, loose=True),
            law(HOW_MANY, load * (1 - lost) / agents, evidence.estimate(BUSY, 1)),
        ],
        evidence.calls(),
    )


#: One agent with up to three chats, and two with three.
SLOWING = (1.0, 1.25, 1.6)
ONE = ChatChain(24, 240, 1, SLOWING, patience_s=180)
TWO = ChatChain(51, 240, 2, SLOWING, patience_s=180)

CASES = [
    Case("chats: 8 agents, 3 each", places, 3021, calls=500_000),
    Case("chats: one agent slows", few_agents(ONE), 3022, calls=300_000),
    Case("chats: two agents slow", few_agents(TWO), 3023, calls=500_000),
    Case("chats that fall silent", silence, 3024, calls=500_000),
]
