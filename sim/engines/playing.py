"""Playing: the actions of plays in time, from the decision to their being taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from sim.engines.log import Entry, Log
from sim.engines.people import People, ramp_ms
from sim.engines.settings import Settings
from sim.playbooks import Action, BringBack, CallIn, Move, Play, SendHome

_OF_PEOPLE: Final = (CallIn, Move, SendHome, BringBack)


class Clock(Protocol):
    """The director's clock."""

    @property
    def now_ms(self) -> int:
        """The present instant."""

    def after(self, ms: int, do: Callable[[], None]) -> None:
        """Do something after a while: at its instant, before figures are looked at."""


class Desk:
    """Whoever acts: the clock, what can be set, and the log."""

    def __init__(self, clock: Clock, settings: Settings, people: People, log: Log) -> None:
        self.clock, self.settings, self.people, self.log = clock, settings, people, log


class Playing:
    """A play in motion."""

    def __init__(self, desk: Desk, number: int, play: Play, watch_ms: int) -> None:
        self._desk, self._number, self._most = desk, number, play.most
        self._doings = [
            _Doing(desk, number, place, action, watch_ms)
            for place, action in enumerate(play.actions)
        ]
        self._times = 0
        self._is_on = False

    def begin(self) -> None:
        """Decide to act, unless that has been decided too often."""
        now_ms = self._desk.clock.now_ms
        if self._times >= self._most:
            self._desk.log.add(now_ms, Entry.DECLINED, self._number)
            return
        self._times += 1
        self._is_on = True
        self._desk.log.add(now_ms, Entry.DETECTED, self._number)
        for doing in self._doings:
            doing.begin()

    def end(self) -> None:
        """Decide to take back what has been done, and to call off what has not yet been."""
        if not self._is_on:
            return
        self._is_on = False
        self._desk.log.add(self._desk.clock.now_ms, Entry.BACK, self._number)
        for doing in self._doings:
            doing.end()


class _Doing:
    """One action in motion: to come, in force, or to go."""

    def __init__(self, desk: Desk, play: int, place: int, action: Action, watch_ms: int) -> None:
        self._desk, self._play, self._place = desk, play, place
        self._action, self._watch_ms = action, watch_ms
        self._is_meant = self._in_force = False
        self._decided = 0  # how often something was decided: what was meant before counts no more
        self._since_ms = 0

    def begin(self) -> None:
        """Let the action come after its lead time; if it is still there, let it stay."""
        self._is_meant = True
        self._decided += 1
        if not self._in_force:
            self._after(self._action.lead_ms, self._take_effect)

    def end(self) -> None:
        """Take the action back as soon as may be; if it has not come yet, let it not come."""
        self._is_meant = False
        self._decided += 1
        if self._in_force:
            stays_ms = self._since_ms + self._action.at_least_ms - self._desk.clock.now_ms
            self._after(max(stays_ms, 0), self._take_back)

    def _after(self, ms: int, do: Callable[[], None]) -> None:
        """Do something after a while, unless something else is decided by then."""
        decided = self._decided

        def if_still_meant() -> None:
            if decided == self._decided:
                do()

        if ms == 0:
            do()
        else:
            self._desk.clock.after(ms, if_still_meant)

    def _take_effect(self) -> None:
        desk, does = self._desk, self._action.does
        self._in_force, self._since_ms = True, desk.clock.now_ms
        desk.log.add(self._since_ms, Entry.BEGUN, self._play, self._place)
        if isinstance(does, _OF_PEOPLE):
            desk.people.begin(self._since_ms, self._play, self._place, does)
            self._await_more(self._since_ms + ramp_ms(does))
        else:
            desk.settings.begin(does)

    def _await_more(self, until_ms: int) -> None:
        """Let more people come, every `watch_ms`, until all are there."""
        desk, since_ms = self._desk, self._since_ms

        def come() -> None:
            if self._in_force and self._since_ms == since_ms:
                desk.people.set(desk.clock.now_ms)
                self._await_more(until_ms)

        left_ms = until_ms - desk.clock.now_ms
        if left_ms > 0:
            desk.clock.after(min(self._watch_ms, left_ms), come)

    def _take_back(self) -> None:
        desk, does, now_ms = self._desk, self._action.does, self._desk.clock.now_ms
        self._in_force = False
        if isinstance(does, _OF_PEOPLE):
            desk.people.end(now_ms, self._play, self._place)
        else:
            desk.settings.end(does)
        desk.log.add(now_ms, Entry.ENDED, self._play, self._place)


def playing(desk: Desk, plays: Sequence[Play], watch_ms: int) -> list[Playing]:
    """Return plays in motion, none begun."""
    return [Playing(desk, number, play, watch_ms) for number, play in enumerate(plays)]
