"""Who waits, in plain lists, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable

from sim.clock import NEVER
from sim.codes import Cause
from tests.audit.case import Case


class Lanes:
    """The legs that wait in one queue, in order of joining it."""

    def __init__(self, case: Case, queue: int) -> None:
        self.case = case
        self.queue = queue
        self.legs: list[int] = []

    def head(self, now: int) -> int | None:
        """Return the leg whose turn it is; each lane is first in, first out."""
        heads: dict[int, int] = {}
        lane = self._work_lane if self._is_work() else self._live_lane
        for number in self.legs:
            heads.setdefault(lane(number), number)
        order: Callable[[int], tuple[int, ...]] = (
            (lambda number: self._work_order(number, now))
            if self._is_work()
            else (lambda number: (self.case.place_ms(number), self._live_lane(number)))
        )
        return min(heads.values(), key=order, default=None)

    def places_taken(self) -> int:
        """Return how many of the waiting places are taken: none by call-backs that wait."""
        if self._is_work():
            return len(self.legs)
        return sum(not self.case.is_called(number) for number in self.legs)

    def _is_work(self) -> bool:
        return bool(self.legs) and self.case.is_work(self.legs[0])

    def _live_lane(self, number: int) -> int:
        return int(self.case.is_called(number))

    def _work_lane(self, number: int) -> int:
        leg = self.case.legs[number]
        return -1 if leg.cause == Cause.RESUMED else leg.grade

    def _work_order(self, number: int, now: int) -> tuple[int, ...]:
        """What was begun, then what a reminder was sent of, then by due time or by coming."""
        leg, grade = self.case.legs[number], self.case.grade(number)
        if leg.cause == Cause.RESUMED:
            return (0, 0, 0, 0)
        reminded = grade.remind_ms < NEVER and now >= leg.queued_ms + grade.remind_ms
        key = leg.queued_ms
        if self.case.queues[self.queue].by_due:
            key = NEVER if grade.due_ms >= NEVER else leg.queued_ms + grade.due_ms
        return (1, int(not reminded), key, leg.grade)
