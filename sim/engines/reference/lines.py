"""The line of a queue: who waits, and who is its head.

A leg that is no longer waiting stays in its lane until it comes to the lane's head.
"""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

import numpy as np

from sim.clock import NEVER
from sim.codes import Cause, Kind, LineState, Outcome
from sim.floor import Floor

_WAITING: Final = int(Outcome.WAITING)
_OPEN: Final = int(LineState.OPEN)
_DOWN: Final = int(LineState.DOWN)
_CALL_BACK: Final = int(Cause.CALL_BACK)
_RESUMED: Final = int(Cause.RESUMED)
#: Legs by which the centre calls a customer.
CALLS_OUT: Final = frozenset(map(int, (Cause.CALL_BACK, Cause.RETRY)))


class Columns(NamedTuple):
    """What a line reads of the legs: the lists of all of them."""

    outcomes: list[int]
    queued: list[int]
    causes: list[int]
    parents: list[int]
    grades: list[int]


class Line:
    """One queue in motion.

    The lanes of a live queue are those who wait on the line and the call-backs; those of deferrable
    work are what was begun and put aside, and each grade. `n_taken` counts waiting places.
    """

    def __init__(self, floor: Floor, queue: int, legs: Columns) -> None:
        row: np.void = floor.queues[queue]
        self._outcomes, self._queued, self._causes, self._parents, self._grades = legs
        self.is_work = row["kind"] == Kind.WORK
        self._keeps_place, self._by_due = bool(row["keeps_place"]), bool(row["by_due"])
        n_grades = int(row["grades"])
        self._due: list[int] = floor.grades["due_ms"][queue].tolist()
        self._remind: list[int] = floor.grades["remind_ms"][queue].tolist()
        self.lanes: list[deque[int]] = [deque() for _ in range(1 + n_grades if self.is_work else 2)]
        self.state: int = _OPEN
        self.n_waiting = 0
        self.n_taken = 0

    @property
    def is_open(self) -> bool:
        """Tell whether customers get through, and work is done."""
        return self.state == _OPEN

    @property
    def is_served(self) -> bool:
        """Tell whether those who wait may be served: after closing, too, but for work (rule 9)."""
        return self.state == _OPEN if self.is_work else self.state != _DOWN

    def join(self, leg: int) -> None:
        """Put a leg at the end of its lane."""
        self.lanes[self._lane(leg)].append(leg)
        self._count(leg, 1)

    def leave(self, leg: int) -> None:
        """Let a waiting leg go; the caller changes its outcome."""
        self._count(leg, -1)

    def take_head(self, now: int) -> int:
        """Take the head out of the line and return it."""
        leg = self.head(now)
        self.lanes[self._lane(leg)].popleft()
        self._count(leg, -1)
        return leg

    def head(self, now: int) -> int:
        """Return the leg that is served next, of a queue where somebody waits."""
        heads = [lane[0] for lane in self.lanes if lane and self._begins_with_one_who_waits(lane)]
        if len(heads) == 1:
            return heads[0]
        if self.is_work:
            return min(heads, key=lambda leg: self._urgency(leg, now))
        return min(heads, key=self.place_ms)

    def place_ms(self, leg: int) -> int:
        """Return since when a leg waits, as rules 3 and 4 count it."""
        if self._keeps_place and self._causes[leg] == _CALL_BACK:
            return self._queued[self._parents[leg]]
        return self._queued[leg]

    def first_ms(self) -> int:
        """Return since when the first of those on the line has waited, or NEVER; of work, of all.

        Call-backs are not on the line.
        """
        lanes = self.lanes if self.is_work else self.lanes[:1]
        heads = [lane[0] for lane in lanes if lane and self._begins_with_one_who_waits(lane)]
        return min((self._queued[leg] for leg in heads), default=NEVER)

    def _begins_with_one_who_waits(self, lane: deque[int]) -> bool:
        while lane and self._outcomes[lane[0]] != _WAITING:
            lane.popleft()
        return bool(lane)

    def _urgency(self, leg: int, now: int) -> tuple[bool, bool, int, int]:
        """Return what heads of deferrable work are compared by, the smallest first."""
        queued, grade = self._queued[leg], self._grades[leg]
        is_reminded = now >= queued + self._remind[grade]
        due = min(queued + self._due[grade], NEVER) if self._due[grade] < NEVER else NEVER
        return (
            self._causes[leg] != _RESUMED,
            not is_reminded,
            due if self._by_due else queued,
            grade,
        )

    def _lane(self, leg: int) -> int:
        if not self.is_work:
            return int(self._causes[leg] in CALLS_OUT)
        return 0 if self._causes[leg] == _RESUMED else 1 + self._grades[leg]

    def _count(self, leg: int, change: int) -> None:
        self.n_waiting += change
        if self.is_work or self._causes[leg] not in CALLS_OUT:
            self.n_taken += change
