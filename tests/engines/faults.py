"""Engines with a fault each, which the auditor must find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Final

import pytest

from sim.clock import NEVER
from sim.codes import Cause, Moment, Outcome, Purpose
from sim.engines.reference import ReferenceFloor
from sim.engines.reference import floor as reference
from sim.engines.reference.events import At
from sim.engines.reference.lines import Line
from sim.floor import SURE, Floor

#: Makes the engine faulty for the length of a test.
Seed = Callable[[pytest.MonkeyPatch], None]


class IgnoresRank(ReferenceFloor):
    def _find_agent(self, queue: int, waited_ms: int) -> tuple[int, int]:
        return self._best(queue, waited_ms, lambda group, in_hand, since: (in_hand, since))

    def _best(
        self, queue: int, waited_ms: int, key: Callable[[int, int, int], tuple[int, ...]]
    ) -> tuple[int, int]:
        found = [
            (key(group, *first[:2]), group, first[2])
            for group in self._groups_of[queue]
            if waited_ms >= self._delay[group][queue]
            and (first := self._teams[group].first(self._kind[queue])) is not None
        ]
        return min(found)[1:] if found else (-1, -1)


class TakesTheShortestIdleGroup(IgnoresRank):
    def _find_agent(self, queue: int, waited_ms: int) -> tuple[int, int]:
        return self._best(queue, waited_ms, lambda g, n, since: (self._rank[g][queue], n, -since))


class IgnoresDelay(ReferenceFloor):
    def _find_agent(self, queue: int, waited_ms: int) -> tuple[int, int]:
        return super()._find_agent(queue, NEVER)


class OverflowsLate(ReferenceFloor):
    """Eligible only after the delay, not at it."""

    def _find_agent(self, queue: int, waited_ms: int) -> tuple[int, int]:
        return super()._find_agent(queue, max(waited_ms - 1, 0))


class ForgetsTimers(ReferenceFloor):
    def _set_timer(self, leg: int) -> None:
        pass


class ForgetsTheSecondDelay(ReferenceFloor):
    def _on_overflow(self, event: At) -> None:
        self._set_timer, kept = (lambda leg: None), self._set_timer  # type: ignore[method-assign]
        super()._on_overflow(event)
        self._set_timer = kept  # type: ignore[method-assign]


class ServesOneOverflowOnly(ReferenceFloor):
    """A timer serves one head; of two legs that swapped timers the second is left behind."""

    def _on_overflow(self, event: At) -> None:
        self._now, leg = event.at_ms, event._value
        if self._outcome[leg] == Outcome.WAITING:
            queue = self._queue[leg]
            line = self._lines[queue]
            self._set_timer(leg)
            waited_ms = self._now - line.place_ms(line.head(self._now))
            group, agent = self._find_agent(queue, waited_ms)
            if group >= 0:
                self._answer(line.take_head(self._now), group, agent)


class LastLine(Line):
    def head(self, now: int) -> int:
        for lane in self.lanes:
            lane.reverse()
        head = super().head(now)
        for lane in self.lanes:
            lane.reverse()
        return head

    def take_head(self, now: int) -> int:
        leg = self.head(now)
        self.lanes[self._lane(leg)].remove(leg)
        self._count(leg, -1)
        return leg


class LastInFirstOut(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        for line in self._lines:
            line.__class__ = LastLine


class IgnoresPickRank(ReferenceFloor):
    def _choose_queue(self, group: int, agent: int) -> int:
        self._pick_rank[group] = [1] * len(self._pick_rank[group])
        self._queues_of = tuple(
            tuple(sorted(queues, key=lambda q: (-self._priority[q], q)))
            for queues in self._queues_of
        )
        return super()._choose_queue(group, agent)


class IgnoresPriority(ReferenceFloor):
    def _choose_queue(self, group: int, agent: int) -> int:
        self._priority = [0] * len(self._priority)
        self._queues_of = tuple(
            tuple(sorted(queues, key=lambda q, g=g: (self._pick_rank[g][q], q)))  # type: ignore[misc]
            for g, queues in enumerate(self._queues_of)
        )
        return super()._choose_queue(group, agent)


class IgnoresWeight(ReferenceFloor):
    def _choose_queue(self, group: int, agent: int) -> int:
        self._weight = [1] * len(self._weight)
        return super()._choose_queue(group, agent)


class IgnoresHeadStart(ReferenceFloor):
    def _choose_queue(self, group: int, agent: int) -> int:
        self._head_start = [0] * len(self._head_start)
        return super()._choose_queue(group, agent)


class FreedAgentsIdle(ReferenceFloor):
    """An agent who is freed does not look whether anybody waits."""

    def _choose_queue(self, group: int, agent: int) -> int:
        return -1


class ForgetsToRelease(ReferenceFloor):
    """Of a lost warm transfer, the first agent is never freed."""

    def _lose(self, leg: int, outcome: Outcome) -> None:
        if self._cause[leg] == Cause.TRANSFER and outcome == Outcome.ABANDONED:
            self._wrap_up_left.pop(self._parent[leg], None)
        super()._lose(leg, outcome)


class FreesTheHolderEarly(ReferenceFloor):
    """A warm transfer's first agent goes when the expert answers, without hand-over."""

    def _finish_warm_transfer(self, leg: int) -> int:
        self._handover = [[0 for _ in row] for row in self._handover]
        return super()._finish_warm_transfer(leg)


class LeavesMidCall(ReferenceFloor):
    """When numbers fall, busy agents are forgotten at once."""

    def set_on_duty(self, group: int, number: int) -> None:
        super().set_on_duty(group, number)
        self._teams[group].leaving = 0


class ShortestIdleLeave(ReferenceFloor):
    def set_on_duty(self, group: int, number: int) -> None:
        self._turn_round(group)
        super().set_on_duty(group, number)
        self._turn_round(group)

    def _turn_round(self, group: int) -> None:
        idle = self._teams[group].idle
        for agent in list(reversed(idle)):
            idle.move_to_end(agent)


class SendsTheReturnedHome(ReferenceFloor):
    """Agents who come are new ones, even while others are still to leave."""

    def set_on_duty(self, group: int, number: int) -> None:
        team = self._teams[group]
        kept, team.leaving = team.leaving, 0
        super().set_on_duty(group, number)
        team.leaving += kept


class NoLimitOfPlaces(ReferenceFloor):
    def _wait(self, leg: int) -> None:
        self._capacity = [NEVER] * len(self._capacity)
        super()._wait(leg)


class OnePlaceTooFew(ReferenceFloor):
    def _wait(self, leg: int) -> None:
        self._capacity[self._queue[leg]] = 1
        super()._wait(leg)


class NeverClears(ReferenceFloor):
    def clear(self, queue: int) -> None:
        pass


class NeverCloses(ReferenceFloor):
    def set_line(self, queue: int, state: int) -> None:
        pass


class LosesPatienceEarly(ReferenceFloor):
    def _patience(self, leg: int) -> int:
        return super()._patience(leg) * 9 // 10


class ForgetsTheGroupsPace(ReferenceFloor):
    def _answer(self, leg: int, group: int, agent: int) -> None:
        self._pace[group] = [1000] * len(self._pace[group])
        super()._answer(leg, group, agent)


class ForgetsDisruptions(ReferenceFloor):
    def set_handling(self, queue: int, factor_milli: int) -> None:
        pass


class OneTryTooMany(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        self._tries += 1


class RedialsAtOnce(ReferenceFloor):
    def _come_back(self, leg: int, cause: Cause, from_ms: int) -> None:
        pools = self._pools
        self._pools = replace(pools, redial_delay_ms=pools.redial_delay_ms * 0)
        super()._come_back(leg, cause, from_ms)


class NeverRepeats(ReferenceFloor):
    def _hash(self, leg: int, purpose: int) -> int:
        return SURE if purpose == Purpose.REPEAT else super()._hash(leg, purpose)


class NeverTransfers(ReferenceFloor):
    def _hash(self, leg: int, purpose: int) -> int:
        return SURE if purpose == Purpose.TRANSFER else super()._hash(leg, purpose)


class UsesOneHashForAll(ReferenceFloor):
    def _hash(self, leg: int, purpose: int) -> int:
        return super()._hash(leg, Purpose.TALK)


def floor(faulty: type[ReferenceFloor]) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(reference, "ReferenceFloor", faulty)


def moments(**others: int) -> SimpleNamespace:
    """Return the moments, some of them others."""
    return SimpleNamespace(**{moment.name: int(moment) for moment in Moment} | others)


def _without_arrival_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrivals go before abandonments and overflows of the same instant."""
    monkeypatch.setattr(reference, "_ARRIVAL", int(Moment.ABANDON))
    monkeypatch.setattr(reference, "_ABANDON", int(Moment.ARRIVAL))


def _abandons_before_agents_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "_ABANDON", int(Moment.AGENT_FREE))
    monkeypatch.setattr(reference, "_AGENT_FREE", int(Moment.ABANDON))


def _agents_are_free_after_arrivals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "_AGENT_FREE", int(Moment.ARRIVAL) + 1)


def _arrivals_before_overflow(monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = moments(OVERFLOW=int(Moment.ARRIVAL))
    monkeypatch.setattr(reference, "Moment", swapped)
    monkeypatch.setattr(reference, "_ARRIVAL", int(Moment.OVERFLOW))


def _talk_ends_after_arrivals(monkeypatch: pytest.MonkeyPatch) -> None:
    late = moments(TALK_END=int(Moment.ARRIVAL) + 1)
    monkeypatch.setattr(reference, "Moment", late)


FAULTS: Final[dict[str, Seed]] = {
    **{
        name: floor(faulty)
        for name, faulty in sorted(globals().items())
        if (
            isinstance(faulty, type)
            and issubclass(faulty, ReferenceFloor)
            and faulty is not ReferenceFloor
        )
    },
    "arrivals before abandonments": _without_arrival_order,
    "abandonments before agents are free": _abandons_before_agents_are_free,
    "agents are free after arrivals": _agents_are_free_after_arrivals,
    "arrivals before overflow timers": _arrivals_before_overflow,
    "talk ends after arrivals": _talk_ends_after_arrivals,
}
