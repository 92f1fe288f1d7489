"""The key figures: each is a ratio of sums of counts, defined once, here.

A KPI's value over any stretch (an interval, a day, all replications) is the sum of its numerator
over the sum of its denominator there: volume-weighted, never a mean of ratios. Where the
denominator is nothing (no calls), the value is undefined: NaN, never 0 or 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np

from sim.kpis.counts import GroupCount, QueueCount, QueuePeak
from sim.kpis.grid import Floats
from sim.kpis.tally import Tally

Count = QueueCount | GroupCount

#: A sum of counts, each with a factor.
Terms = tuple[tuple[Count, float], ...]


class Unit(StrEnum):
    """What a KPI is measured in."""

    SHARE = "share"
    SECONDS = "s"
    CONTACTS = "contacts"
    MONEY = "currency"
    INDEX = "index"


class Scope(StrEnum):
    """What a KPI is reported for; a queue's KPIs have the centre, a group's all groups, first."""

    QUEUE = "queue"
    GROUP = "group"
    CENTRE = "centre"


class Better(StrEnum):
    """Which way a KPI must go for the customers to be served better.

    Neither for what is no promise of service: a cost, or a figure such as AHT that moves with the
    mix of contacts.
    """

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Weights:
    """What the scenario says about effort and telephony: weights per minute, per event, money."""

    effort_per_min_waited: float = 1.0
    effort_per_transfer: float = 3.0
    effort_per_return: float = 5.0
    telephony_per_min: float = 0.0


@dataclass(frozen=True)
class Kpi:
    """One key figure: the sum of `top` over the sum of `bottom` (over 1 where it is empty).

    Where `peak` is given, it is the maximum of that instead. `formula` says it in words and names
    the denominator; tables use it as a header.
    """

    id: str
    unit: Unit
    scope: Scope
    formula: str
    top: Terms = ()
    bottom: Terms = ()
    better: Better = Better.NEITHER
    peak: QueuePeak | None = None

    def parts(self, tally: Tally) -> tuple[Floats, Floats]:
        """Return numerator and denominator, each of shape (rows, intervals).

        Rows are the centre and the queues, all groups and each, or the centre alone, by scope. A
        maximum's numerator is that maximum, with a denominator of 1, or both 0 where undefined.
        """
        if self.peak is not None:
            peak = tally.peaks[:, :, self.peak]
            defined = ~np.isnan(peak)
            return np.where(defined, peak, 0.0), defined.astype(np.float64)
        top = self._sum(self.top, tally)
        return top, self._sum(self.bottom, tally) if self.bottom else np.ones_like(top)

    def _sum(self, terms: Terms, tally: Tally) -> Floats:
        rows = slice(0, 1) if self.scope is Scope.CENTRE else slice(None)
        total: Floats = np.zeros_like(_table(terms[0][0], tally)[rows, :, 0])
        for count, factor in terms:
            total += _table(count, tally)[rows, :, count] * factor
        return total


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return `top` over `bottom`, NaN where `bottom` is 0."""
    quotient: Floats = np.full(np.shape(top), np.nan)
    return np.divide(top, bottom, out=quotient, where=bottom != 0)


def _table(count: Count, tally: Tally) -> Floats:
    return tally.queues if isinstance(count, QueueCount) else tally.groups


def _of(*counts: Count) -> Terms:
    return tuple((count, 1.0) for count in counts)


def _less(counts: Terms, *taken: Count) -> Terms:
    return counts + tuple((count, -1.0) for count in taken)


_Q, _G = QueueCount, GroupCount
_OFFERED: Final = _of(_Q.OFFERED)
_ANSWERED: Final = _of(_Q.ANSWERED)
_HANDLING: Final = _of(_G.TALK_S, _G.HOLD_S, _G.HANDOVER_S, _G.WRAP_UP_S)


def _service_levels() -> list[Kpi]:
    def level(number: int, formula: str, top: Terms, bottom: Terms) -> Kpi:
        return Kpi(
            f"SL{number}", Unit.SHARE, Scope.QUEUE, formula, top, bottom, better=Better.HIGHER
        )

    in_time = _of(_Q.ANSWERED_WITHIN)
    return [
        level(
            1,
            "(answered in T + abandoned in T) / offered",
            _of(_Q.ANSWERED_WITHIN, _Q.ABANDONED_WITHIN),
            _OFFERED,
        ),
        level(2, "answered in T / answered", in_time, _ANSWERED),
        level(3, "answered in T / offered", in_time, _OFFERED),
        level(
            4,
            "answered in T / (answered + abandoned after T)",
            in_time,
            _less(_of(_Q.ANSWERED, _Q.ABANDONED), _Q.ABANDONED_WITHIN),
        ),
        level(
            5,
            "(answered in T + abandoned in t0) / offered",
            _of(_Q.ANSWERED_WITHIN, _Q.ABANDONED_SHORT),
            _OFFERED,
        ),
        level(
            6,
            "answered in T / (offered - abandoned in t0)",
            in_time,
            _less(_OFFERED, _Q.ABANDONED_SHORT),
        ),
    ]


def _share(
    name: str, formula: str, top: Terms, bottom: Terms, better: Better = Better.LOWER
) -> Kpi:
    return Kpi(name, Unit.SHARE, Scope.QUEUE, formula, top, bottom, better)


def _queue_shares() -> list[Kpi]:
    def of_offered(name: str, words: str, count: QueueCount, better: Better = Better.LOWER) -> Kpi:
        return _share(name, f"{words} / offered", _of(count), _OFFERED, better)

    return [
        _share("answer_rate", "answered / offered", _ANSWERED, _OFFERED, Better.HIGHER),
        of_offered("abandonment", "abandoned", _Q.ABANDONED),
        of_offered("blocked_share", "blocked", _Q.BLOCKED),
        of_offered("closed_share", "came while closed", _Q.CLOSED, Better.NEITHER),
        of_offered("cleared_share", "cleared at closing", _Q.CLEARED),
        of_offered(
            "still_waiting_share", "still waiting at the end", _Q.STILL_WAITING, Better.NEITHER
        ),
        of_offered("dropped_share", "cut off", _Q.DROPPED),
        of_offered("redial_share", "redials", _Q.REDIALS, Better.NEITHER),
        of_offered("repeat_share", "repeats after an answer", _Q.REPEATS, Better.NEITHER),
        _share(
            "transfer_share",
            "transferred onward / answered",
            _of(_Q.TRANSFERRED_OUT),
            _ANSWERED,
            Better.NEITHER,
        ),
        _share(
            "first_contact_resolution",
            "first attempts answered that want not to come back / first attempts answered",
            _less(_of(_Q.SETTLED), _Q.UNRESOLVED),
            _of(_Q.SETTLED),
            Better.HIGHER,
        ),
    ]


def _queue_times() -> list[Kpi]:
    def mean(
        name: str, formula: str, top: Terms, bottom: Terms, better: Better = Better.LOWER
    ) -> Kpi:
        return Kpi(name, Unit.SECONDS, Scope.QUEUE, formula, top, bottom, better)

    handling = _of(_Q.TALK_S, _Q.HOLD_S, _Q.HANDOVER_S, _Q.WRAP_UP_S)
    return [
        mean("asa", "wait of the answered / answered", _of(_Q.WAIT_ANSWERED_S), _ANSWERED),
        mean("mean_wait", "wait of all offered / offered", _of(_Q.WAIT_S), _OFFERED),
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
            _of(_Q.QUEUE_LENGTH_S),
            _of(_Q.SPAN_S),
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
        return Kpi(name, Unit.CONTACTS, Scope.QUEUE, formula, _of(count))

    return [
        number("offered", "contacts offered", _Q.OFFERED),
        number("answered", "contacts answered", _Q.ANSWERED),
        number("abandoned", "contacts abandoned", _Q.ABANDONED),
    ]


def _group_kpis() -> list[Kpi]:
    def share(name: str, formula: str, top: Terms, bottom: Count, better: Better) -> Kpi:
        return Kpi(name, Unit.SHARE, Scope.GROUP, formula, top, _of(bottom), better)

    return [
        share(
            "occupancy",
            "handling / (handling + idle) on duty",
            _HANDLING,
            _G.PRESENT_S,
            Better.NEITHER,
        ),
        share("utilisation", "handling / paid", _HANDLING, _G.PAID_S, Better.NEITHER),
        share("hold_pressure", "held / on duty", _of(_G.HOLD_S), _G.ON_DUTY_S, Better.LOWER),
        share(
            "group_transfer_share",
            "transferred onward / answered by the group",
            _of(_G.TRANSFERRED_OUT),
            _G.ANSWERED,
            Better.NEITHER,
        ),
        Kpi(
            "group_aht",
            Unit.SECONDS,
            Scope.GROUP,
            "(talk + hold + hand-over + wrap-up) / answered by the group",
            _of(_G.LEG_HANDLING_S),
            _of(_G.ANSWERED),
        ),
        Kpi("group_answered", Unit.CONTACTS, Scope.GROUP, "legs answered", _of(_G.ANSWERED)),
        Kpi(
            "on_duty",
            Unit.SECONDS,
            Scope.GROUP,
            "agent-seconds on duty",
            _of(_G.ON_DUTY_S),
        ),
        Kpi(
            "overtime",
            Unit.SECONDS,
            Scope.GROUP,
            "agent-seconds spent finishing beyond those on duty",
            _of(_G.OVERTIME_S),
        ),
        Kpi("wages", Unit.MONEY, Scope.GROUP, "wages", _of(_G.WAGES)),
    ]


def _weighted(weights: Weights) -> list[Kpi]:
    effort: Terms = (
        (_Q.CONTACT_WAIT_S, weights.effort_per_min_waited / 60),
        (_Q.CONTACT_TRANSFERS, weights.effort_per_transfer),
        (_Q.REDIALS, weights.effort_per_return),
        (_Q.REPEATS, weights.effort_per_return),
    )
    cost: Terms = ((_G.WAGES, 1.0), (_Q.LINE_S, weights.telephony_per_min / 60))
    return [
        Kpi(
            "customer_effort",
            Unit.INDEX,
            Scope.QUEUE,
            "weighted (minutes waited, transfers, returns) / first attempts",
            effort,
            _of(_Q.FIRST),
            Better.LOWER,
        ),
        Kpi("cost", Unit.MONEY, Scope.CENTRE, "wages + telephony", cost),
        Kpi(
            "cost_per_contact",
            Unit.MONEY,
            Scope.CENTRE,
            "(wages + telephony) / answered",
            cost,
            _ANSWERED,
        ),
    ]


def kpis(weights: Weights | None = None) -> Mapping[str, Kpi]:
    """Return all KPIs by id, in the order of a report, with the scenario's weights."""
    every = [
        *_volumes(),
        *_service_levels(),
        *_queue_shares(),
        *_queue_times(),
        *_weighted(weights or Weights()),
        *_group_kpis(),
    ]
    return MappingProxyType({kpi.id: kpi for kpi in every})


#: All KPIs, with the weights that a scenario has unless it says otherwise.
KPIS: Final = kpis()
