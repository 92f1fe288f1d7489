"""The key figures: each is a ratio of sums of counts, defined once, here.

A KPI's value over any stretch (an interval, a day, all replications) is the sum of its numerator
over the sum of its denominator there: volume-weighted, never a mean of ratios. Where the
denominator is nothing (no calls), the value is undefined: NaN, never 0 or 100 %.

Those who accepted a call-back are taken out of "offered" where a KPI says how those in line were
served: in the service levels, the answer rate and abandonment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sim.kpis.channel_kpis import channel_kpis
from sim.kpis.counts import HANDLING, ChannelCount, GroupCount, QueueCount, QueuePeak
from sim.kpis.features import Feature, Features
from sim.kpis.kpi import Better, Count, Kpi, Scope, Terms, Unit, less, of, ratio

__all__ = ["KPIS", "OF_LIVE_LINES", "Better", "Kpi", "Scope", "Unit", "Weights", "kpis", "ratio"]


@dataclass(frozen=True)
class Weights:
    """What the scenario says about effort and telephony: weights per minute, per event, money."""

    effort_per_min_waited: float = 1.0
    effort_per_transfer: float = 3.0
    effort_per_return: float = 5.0
    telephony_per_min: float = 0.0


#: What is said where somebody waits on the line; of deferrable work and outbound calls it is not.
OF_LIVE_LINES: Final = frozenset(
    {
        *(f"SL{number}" for number in range(1, 7)),
        "abandoned",
        "dropped",
        "lost",
        "answer_rate",
        "abandonment",
        "blocked_share",
        "closed_share",
        "cleared_share",
        "still_waiting_share",
        "redial_share",
        "repeat_share",
        "first_contact_resolution",
        "asa",
        "mean_wait",
        "longest_wait",
        "customer_effort",
    }
)

_Q, _C, _G = QueueCount, ChannelCount, GroupCount
_OFFERED: Final = of(_Q.OFFERED)
_WAITED: Final = less(_OFFERED, _C.CALLED_BACK)
_ANSWERED: Final = of(_Q.ANSWERED)
_LOST: Final = (_Q.ABANDONED, _Q.BLOCKED, _Q.CLOSED, _Q.CLEARED, _Q.DROPPED, _C.LEFT_BOT)


def _service_levels() -> list[Kpi]:
    def level(number: int, formula: str, top: Terms, bottom: Terms) -> Kpi:
        return Kpi(
            f"SL{number}", Unit.SHARE, Scope.QUEUE, formula, top, bottom, better=Better.HIGHER
        )

    in_time = of(_Q.ANSWERED_WITHIN)
    return [
        level(
            1,
            "(answered in T + abandoned in T) / offered",
            of(_Q.ANSWERED_WITHIN, _Q.ABANDONED_WITHIN),
            _WAITED,
        ),
        level(2, "answered in T / answered", in_time, _ANSWERED),
        level(3, "answered in T / offered", in_time, _WAITED),
        level(
            4,
            "answered in T / (answered + abandoned after T)",
            in_time,
            less(of(_Q.ANSWERED, _Q.ABANDONED), _Q.ABANDONED_WITHIN),
        ),
        level(
            5,
            "(answered in T + abandoned in t0) / offered",
            of(_Q.ANSWERED_WITHIN, _Q.ABANDONED_SHORT),
            _WAITED,
        ),
        level(
            6,
            "answered in T / (offered - abandoned in t0)",
            in_time,
            less(_WAITED, _Q.ABANDONED_SHORT),
        ),
    ]


def _share(
    name: str, formula: str, top: Terms, bottom: Terms, better: Better = Better.LOWER
) -> Kpi:
    return Kpi(name, Unit.SHARE, Scope.QUEUE, formula, top, bottom, better)


def _queue_shares() -> list[Kpi]:
    def of_offered(name: str, words: str, count: QueueCount, better: Better = Better.LOWER) -> Kpi:
        return _share(name, f"{words} / offered", of(count), _OFFERED, better)

    return [
        _share("answer_rate", "answered / offered", _ANSWERED, _WAITED, Better.HIGHER),
        _share("abandonment", "abandoned / offered", of(_Q.ABANDONED), _WAITED),
        of_offered("blocked_share", "blocked", _Q.BLOCKED),
        of_offered("closed_share", "came while closed", _Q.CLOSED, Better.NEITHER),
        of_offered("cleared_share", "sent away while they waited", _Q.CLEARED),
        of_offered(
            "still_waiting_share", "still waiting at the end", _Q.STILL_WAITING, Better.NEITHER
        ),
        of_offered("dropped_share", "cut off", _Q.DROPPED),
        of_offered("redial_share", "redials", _Q.REDIALS, Better.NEITHER),
        of_offered("repeat_share", "repeats after an answer", _Q.REPEATS, Better.NEITHER),
        _share(
            "transfer_share",
            "transferred onward / answered",
            of(_Q.TRANSFERRED_OUT),
            _ANSWERED,
            Better.NEITHER,
        ),
        _share(
            "first_contact_resolution",
            "first attempts answered that want not to come back / first attempts answered",
            less(of(_Q.SETTLED), _Q.UNRESOLVED),
            of(_Q.SETTLED),
            Better.HIGHER,
        ),
    ]


def _queue_times() -> list[Kpi]:
    def mean(
        name: str, formula: str, top: Terms, bottom: Terms, better: Better = Better.LOWER
    ) -> Kpi:
        return Kpi(name, Unit.SECONDS, Scope.QUEUE, formula, top, bottom, better)

    handling = of(_Q.TALK_S, _Q.HOLD_S, _Q.HANDOVER_S, _Q.WRAP_UP_S)
    return [
        mean("asa", "wait of the answered / answered", of(_Q.WAIT_ANSWERED_S), _ANSWERED),
        mean("mean_wait", "wait of all offered / offered", of(_Q.WAIT_S), _OFFERED),
        mean(
            "aht",
            "(talk + hold + hand-over + wrap-up) / answered",
            handling,
            _ANSWERED,
            Better.NEITHER,
        ),
        Kpi(
            "longest_wait",
            Unit.SECONDS,
            Scope.QUEUE,
            "longest wait of any contact",
            better=Better.LOWER,
            peak=QueuePeak.LONGEST_WAIT_S,
        ),
        Kpi(
            "queue_length",
            Unit.CONTACTS,
            Scope.QUEUE,
            "mean number waiting over time",
            of(_Q.QUEUE_LENGTH_S),
            of(_Q.SPAN_S),
            Better.LOWER,
        ),
        Kpi(
            "longest_queue",
            Unit.CONTACTS,
            Scope.QUEUE,
            "most that waited at once",
            better=Better.LOWER,
            peak=QueuePeak.LONGEST_QUEUE,
        ),
    ]


def _volumes() -> list[Kpi]:
    def number(name: str, formula: str, count: QueueCount) -> Kpi:
        return Kpi(name, Unit.CONTACTS, Scope.QUEUE, formula, of(count))

    return [
        number("offered", "contacts offered", _Q.OFFERED),
        number("answered", "contacts answered", _Q.ANSWERED),
        number("abandoned", "contacts abandoned", _Q.ABANDONED),
        number("dropped", "contacts cut off while they were served", _Q.DROPPED),
        Kpi(
            "lost",
            Unit.CONTACTS,
            Scope.QUEUE,
            "contacts abandoned, blocked, come while closed, cleared, cut off, given up in"
            " self-service",
            of(*_LOST),
            better=Better.LOWER,
        ),
    ]


def _group_kpis() -> list[Kpi]:
    def share(name: str, formula: str, top: Terms, bottom: Count, better: Better) -> Kpi:
        return Kpi(name, Unit.SHARE, Scope.GROUP, formula, top, of(bottom), better)

    return [
        share(
            "occupancy",
            "handling / (handling + idle) on duty",
            of(_G.BUSY_S),
            _G.PRESENT_S,
            Better.NEITHER,
        ),
        share("utilisation", "handling / paid", of(_G.BUSY_S), _G.PAID_S, Better.NEITHER),
        share("hold_pressure", "held / on duty", of(_G.HOLD_S), _G.ON_DUTY_S, Better.LOWER),
        share(
            "group_transfer_share",
            "transferred onward / answered by the group",
            of(_G.TRANSFERRED_OUT),
            _G.ANSWERED,
            Better.NEITHER,
        ),
        Kpi(
            "group_aht",
            Unit.SECONDS,
            Scope.GROUP,
            "(talk + hold + hand-over + wrap-up) / answered by the group",
            of(_G.LEG_HANDLING_S),
            of(_G.ANSWERED),
        ),
        Kpi(
            "contacts_at_once",
            Unit.INDEX,
            Scope.GROUP,
            "handling of all contacts / time with any contact",
            of(*HANDLING),
            of(_G.BUSY_S),
            needs=frozenset({Feature.AT_ONCE}),
        ),
        Kpi("group_answered", Unit.CONTACTS, Scope.GROUP, "legs answered", of(_G.ANSWERED)),
        Kpi(
            "on_duty",
            Unit.SECONDS,
            Scope.GROUP,
            "agent-seconds on duty",
            of(_G.ON_DUTY_S),
        ),
        Kpi(
            "overtime",
            Unit.SECONDS,
            Scope.GROUP,
            "agent-seconds spent finishing beyond those on duty",
            of(_G.OVERTIME_S),
        ),
        Kpi("wages", Unit.MONEY, Scope.GROUP, "wages", of(_G.WAGES)),
    ]


def _weighted(weights: Weights) -> list[Kpi]:
    effort: Terms = (
        (_Q.CONTACT_WAIT_S, weights.effort_per_min_waited / 60),
        (_Q.CONTACT_TRANSFERS, weights.effort_per_transfer),
        (_Q.REDIALS, weights.effort_per_return),
        (_Q.REPEATS, weights.effort_per_return),
    )
    line: Terms = ((_Q.LINE_S, weights.telephony_per_min / 60),)
    cost: Terms = (*of(_G.WAGES, _G.PLAYS), *line)
    return [
        Kpi(
            "customer_effort",
            Unit.INDEX,
            Scope.QUEUE,
            "weighted (minutes waited, transfers, returns) / first attempts",
            effort,
            of(_Q.FIRST),
            Better.LOWER,
        ),
        Kpi("cost", Unit.MONEY, Scope.CENTRE, "wages + telephony + playbooks' actions", cost),
        Kpi(
            "playbook_cost",
            Unit.MONEY,
            Scope.CENTRE,
            "prices of the playbooks' actions",
            of(_G.PLAYS),
            needs=frozenset({Feature.PLAYBOOKS}),
        ),
        Kpi(
            "cost_per_contact",
            Unit.MONEY,
            Scope.CENTRE,
            "cost / settled: answered, contained, reached by a call, done",
            cost,
            of(_Q.ANSWERED, _C.SERVED_APART, _C.CONTAINED),
        ),
    ]


def kpis(weights: Weights | None = None, features: Features | None = None) -> Mapping[str, Kpi]:
    """Return the KPIs by id, in the order of a report, with the scenario's weights.

    Those are all, or those that say anything of a floor with `features`.
    """
    every = [
        *_volumes(),
        *_service_levels(),
        *_queue_shares(),
        *_queue_times(),
        *channel_kpis(),
        *_weighted(weights or Weights()),
        *_group_kpis(),
    ]
    shown = (kpi for kpi in every if features is None or kpi.is_said_of(features))
    return MappingProxyType({kpi.id: kpi for kpi in shown})


#: All KPIs, with the weights that a scenario has unless it says otherwise.
KPIS: Final = kpis()
