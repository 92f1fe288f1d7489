"""What the director decides and does, worked out anew; the log is held against it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Protocol

from sim.engines.log import Entry
from sim.playbooks import Action, Does, Move
from tests.audit.case import Case, fail
from tests.audit.people import Moved, Moving, People


class Floor(Protocol):
    """What actions are done to."""

    case: Case
    now: int

    def wake(self, at_ms: int) -> None:
        """Come back at an instant."""

    def staff(self, group: int, number: int) -> None:
        """So many agents of a group are on duty from now on."""

    def puts_in_force(self, does: Does) -> None:
        """An action that is not about people begins."""

    def takes_back(self, does: Does) -> None:
        """It ends."""


class Doing:
    """One action: in force since when, and what is to come of it."""

    def __init__(self, play: int, place: int, action: Action) -> None:
        self.play, self.place, self.action = play, place, action
        self.since_ms: int | None = None
        self.word = 0  # counts decisions: what was to come of an older one does not come


class Plays:
    """All plays, their timers in the order of being set, and the log that they should write."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.people = People(floor.case)
        self.on_duty = [0] * len(floor.case.skills)
        self.log: list[tuple[int, int, int, int, int]] = []
        self.timers: list[tuple[int, int, Callable[[], None]]] = []
        self.timers_set = 0
        plays = floor.case.plan.plays
        self.times = [0] * len(plays)
        self.is_on = [False] * len(plays)
        self.doings = [
            [Doing(number, place, action) for place, action in enumerate(play.actions)]
            for number, play in enumerate(plays)
        ]
        for number, play in enumerate(plays):
            for start_ms, end_ms in play.spans_ms:
                self.at(start_ms, lambda n=number: self.begins(n))  # type: ignore[misc]
                self.at(end_ms, lambda n=number: self.is_back(n))  # type: ignore[misc]

    def at(self, at_ms: int, do: Callable[[], None]) -> None:
        self.timers_set += 1
        heapq.heappush(self.timers, (at_ms, self.timers_set, do))
        self.floor.wake(at_ms)

    def due(self) -> None:
        """Do what is due now."""
        while self.timers and self.timers[0][0] <= self.floor.now:
            heapq.heappop(self.timers)[2]()

    def note(self, entry: Entry, which: int, action: int = -1, value: int = 0) -> None:
        self.log.append((self.floor.now, int(entry), which, action, value))

    # Decisions

    def begins(self, play: int) -> None:
        """The figure has passed, or the time has come."""
        if self.times[play] == self.floor.case.plan.plays[play].most:
            self.note(Entry.DECLINED, play)
            return
        self.times[play] += 1
        self.is_on[play] = True
        self.note(Entry.DETECTED, play)
        for doing in self.doings[play]:
            doing.word += 1
            if doing.since_ms is None:
                self.soon(doing, doing.action.lead_ms, self.takes_effect)

    def is_back(self, play: int) -> None:
        """The figure is back, or the time is over."""
        if not self.is_on[play]:
            return
        self.is_on[play] = False
        self.note(Entry.BACK, play)
        for doing in self.doings[play]:
            doing.word += 1
            if doing.since_ms is not None:
                until_ms = doing.since_ms + doing.action.at_least_ms
                self.soon(doing, until_ms - self.floor.now, self.ends)

    def soon(self, doing: Doing, ms: int, do: Callable[[Doing], None]) -> None:
        """Do something after a while, unless another decision falls."""
        word = doing.word
        if ms <= 0:
            do(doing)
        else:
            self.at(self.floor.now + ms, lambda: do(doing) if doing.word == word else None)

    # Actions

    def takes_effect(self, doing: Doing) -> None:
        now = doing.since_ms = self.floor.now
        self.note(Entry.BEGUN, doing.play, doing.place)
        does = doing.action.does
        if not isinstance(does, Moving):
            self.floor.puts_in_force(does)
            return
        self.people.moved.append(Moved(doing.play, doing.place, does, now))
        self.recount()
        ramp_ms = 0 if isinstance(does, Move) else does.ramp_ms
        self.comes_on(doing, now, ramp_ms)

    def comes_on(self, doing: Doing, since_ms: int, ramp_ms: int) -> None:
        """More people come at every look on the way, and when all are there."""
        watch_ms = self.floor.case.plan.watch_ms
        so_far_ms = self.floor.now - since_ms
        if so_far_ms >= ramp_ms:
            return

        def step() -> None:
            if doing.since_ms == since_ms:
                self.recount()
                self.comes_on(doing, since_ms, ramp_ms)

        self.at(since_ms + min(so_far_ms + watch_ms, ramp_ms), step)

    def ends(self, doing: Doing) -> None:
        doing.since_ms = None
        does = doing.action.does
        if isinstance(does, Moving):
            moved = self.people.moved
            over = next(m for m in moved if (m.play, m.action) == (doing.play, doing.place))
            moved.remove(over)
            if over.people:
                self.note(Entry.PEOPLE, doing.play, doing.place, 0)
            self.recount()
        else:
            self.floor.takes_back(does)
        self.note(Entry.ENDED, doing.play, doing.place)

    def recount(self) -> None:
        """People of actions, then of groups, from now on."""
        numbers, people = self.people.count(self.floor.now)
        for moved, now_moved in zip(self.people.moved, people, strict=True):
            if moved.people != now_moved:
                moved.people = now_moved
                self.note(Entry.PEOPLE, moved.play, moved.action, now_moved)
        for group, number in enumerate(numbers):
            if self.on_duty[group] != number:
                self.on_duty[group] = number
                self.note(Entry.STAFF, group, value=number)
                self.floor.staff(group, number)

    def held_against(self, log: list[tuple[int, int, int, int, int]]) -> None:
        """Raise unless a log is this one."""
        for place, (found, expected) in enumerate(zip(log, self.log, strict=False)):
            if found != expected:
                fail(f"row {place} of the log is {found}, not {expected}")
        if len(log) != len(self.log):
            fail(f"the log has {len(log)} rows, not {len(self.log)}")
