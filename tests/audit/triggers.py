"""Whether triggers' figures have passed, from the sweep's own queues and agents."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from sim.codes import Cause, Outcome
from sim.watches import Figure, Trigger
from tests.audit.case import CALLED, Case
from tests.audit.lanes import Lanes
from tests.audit.teams import Team
from tests.audit.watching import COUNTED_AS_LOST


class Seen(Protocol):
    """The floor as the sweep has it; `ended` and `entered` are legs in the order of doing so."""

    case: Case
    now: int
    lanes: list[Lanes]
    teams: list[Team]
    ended: list[int]
    entered: list[int]


class Triggered:
    """One trigger: all that was sampled, and since when it has spoken for a change."""

    def __init__(self, trigger: Trigger, watch_ms: int) -> None:
        self.trigger = trigger
        self.watch_ms = watch_ms
        self.samples: list[tuple[int, int]] = []
        self.legs_seen = 0
        self.has_passed = False
        self.since_ms: int | None = None

    def crosses(self, floor: Seen) -> bool:
        """Sample, and tell whether the figure has passed now, or come back."""
        hold_ms = self.trigger.back_hold_ms if self.has_passed else self.trigger.hold_ms
        if self._is_beyond(floor) == self.has_passed:
            self.since_ms = None
            return False
        if self.since_ms is None:
            self.since_ms = floor.now
        if floor.now - self.since_ms < hold_ms:
            return False
        self.since_ms = None
        self.has_passed = not self.has_passed
        return True

    def _is_beyond(self, floor: Seen) -> bool:
        """Tell whether the figure is beyond its level, or that of its way back."""
        part, whole = self._figure(floor)
        figure = self.trigger.figure
        since_ms = (floor.now - self.trigger.from_ms) % 86_400_000
        if since_ms >= self.trigger.lasts_ms:
            return False
        parts = 1 if figure is Figure.OLDEST_WAIT else 1000
        if figure in (Figure.SERVICE_LEVEL, Figure.ABANDONMENT):
            parts = 1 << 31
        level = self.trigger.back if self.has_passed else self.trigger.level
        exact = Fraction(round(level * parts), parts)
        if figure is Figure.SERVICE_LEVEL:
            return whole > 0 and Fraction(part, whole) < exact
        return part > 0 and (whole == 0 or Fraction(part, whole) >= exact)

    def _figure(self, floor: Seen) -> tuple[int, int]:
        trigger = self.trigger
        waiting = [n for queue in trigger.queues for n in floor.lanes[queue].legs]
        if trigger.figure is Figure.QUEUE_LENGTH:
            return len(waiting), 1
        if trigger.figure is Figure.OLDEST_WAIT:
            on_line = [n for n in waiting if floor.case.is_work(n) or not floor.case.is_called(n)]
            since = [floor.case.legs[n].queued_ms for n in on_line]
            return floor.now - min(since, default=floor.now), 1
        self.samples.append(self._sample(floor))
        last = self.samples[-max(trigger.over_ms // self.watch_ms, 1) :]
        return sum(part for part, _ in last), sum(whole for _, whole in last)

    def _sample(self, floor: Seen) -> tuple[int, int]:
        """Return what has happened since the last sample, or how many are there."""
        trigger, case = self.trigger, floor.case
        teams = [floor.teams[group] for group in trigger.groups]
        present = sum(len(team.present) for team in teams)
        if trigger.figure is Figure.OCCUPANCY:
            return sum(team.at_work() for team in teams), present
        legs = floor.entered if trigger.figure is Figure.LOAD else floor.ended
        new, self.legs_seen = legs[self.legs_seen :], len(legs)
        of_queues = [n for n in new if case.legs[n].queue in trigger.queues]
        if trigger.figure is Figure.LOAD:
            handling_ms = dict(zip(trigger.queues, trigger.handling_ms, strict=True))
            work_ms = sum(handling_ms[case.legs[n].queue] for n in of_queues)
            return work_ms, present * self.watch_ms
        waits = [n for n in of_queues if _counts(case, n)]
        if trigger.figure is Figure.ABANDONMENT:
            return sum(case.legs[n].outcome == Outcome.ABANDONED for n in waits), len(waits)
        in_time = [n for n in waits if _is_in_time(case, n, trigger.within_ms)]
        return len(in_time), len(waits)


def _counts(case: Case, number: int) -> bool:
    leg = case.legs[number]
    if leg.cause in CALLED or leg.cause == Cause.RESUMED:
        return False
    return leg.answered_ms >= 0 or leg.outcome in COUNTED_AS_LOST


def _is_in_time(case: Case, number: int, within_ms: int) -> bool:
    leg = case.legs[number]
    return 0 <= leg.answered_ms <= leg.queued_ms + within_ms
