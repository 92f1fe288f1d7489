"""What the centre watches, looked up in lists of all that was sampled."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from sim.codes import Outcome
from sim.watches import Fatigue, Pause
from tests.audit.case import CALLED, Case
from tests.audit.teams import Team

#: What ends a wait badly, so that live service counts it.
COUNTED_AS_LOST = (Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED)


class Watched(Protocol):
    """What is watched: legs in the order in which their waits ended, and the agents."""

    case: Case
    ended: list[int]
    teams: list[Team]


class Tired:
    """Whether a group is tired: (at work, present) at all samples so far."""

    def __init__(self, watch: Fatigue, watch_ms: int) -> None:
        self.watch, self.watch_ms = watch, watch_ms
        self.samples: list[tuple[int, int]] = []

    def look(self, floor: Watched) -> int:
        """Sample, and return the group's factor from now on, in thousandths."""
        team = floor.teams[self.watch.group]
        self.samples.append((team.at_work(), len(team.present)))
        size = max(self.watch.over_ms // self.watch_ms, 1)
        last = self.samples[-size:]
        at_work, present = sum(s[0] for s in last), sum(s[1] for s in last)
        level = Fraction(round(self.watch.above * 1000), 1000)
        tired = len(self.samples) >= size and at_work > 0
        tired = tired and Fraction(at_work, present) >= level
        return round(self.watch.factor * 1000) if tired else 1000


class Paused:
    """Whether a queue is paused: how many waits had ended at all samples so far."""

    def __init__(self, watch: Pause, watch_ms: int) -> None:
        self.watch, self.watch_ms = watch, watch_ms
        self.counts = [0]

    def look(self, floor: Watched) -> bool:
        """Sample, and return whether the queue is paused from now on."""
        self.counts.append(len(floor.ended))
        size = max(self.watch.over_ms // self.watch_ms, 1)
        since = self.counts[max(len(self.counts) - 1 - size, 0)]
        waits = [number for number in floor.ended[since:] if self._counts(floor.case, number)]
        if not waits:
            return False
        in_time = sum(self._in_time(floor.case, number) for number in waits)
        level = Fraction(round(self.watch.level * (1 << 31)), 1 << 31)
        return Fraction(in_time, len(waits)) < level

    def _counts(self, case: Case, number: int) -> bool:
        leg = case.legs[number]
        if leg.queue not in self.watch.queues:
            return False
        if leg.answered_ms < 0:
            return leg.outcome in COUNTED_AS_LOST
        return leg.cause not in CALLED

    def _in_time(self, case: Case, number: int) -> bool:
        leg = case.legs[number]
        return 0 <= leg.answered_ms <= leg.queued_ms + self.watch.within_ms


def watches_of(case: Case) -> tuple[Sequence[Paused], Sequence[Tired]]:
    watches, watch_ms = case.plan.watches, case.plan.watch_ms
    pauses = [Paused(watch, watch_ms) for watch in watches if isinstance(watch, Pause)]
    return pauses, [Tired(watch, watch_ms) for watch in watches if isinstance(watch, Fatigue)]
