"""Engines with a fault each in what goes wrong, and in what is done about it."""

from __future__ import annotations

from typing import Final

import pytest

from sim.clock import NEVER
from sim.codes import LineState, Outcome
from sim.engines.reference import ReferenceFloor, watching
from sim.engines.reference import floor as reference
from sim.engines.reference.lines import CALLS_OUT
from sim.watches import Figure
from tests.engines.channel_faults import ABOUT as ABOUT_CHANNELS
from tests.engines.channel_faults import CHANNEL_FAULTS
from tests.engines.faults import FAULTS, Seed, floor
from tests.strategies.choices import Feature

# What goes wrong --------------------------------------------------------------------------------


class ClosesWhatIsDown(ReferenceFloor):
    """Who comes to a line that is down is closed, not blocked."""

    def set_line(self, queue: int, state: int) -> None:
        super().set_line(queue, LineState.CLOSED if state == LineState.DOWN else state)


class GetsThroughWhereAllIsDown(ReferenceFloor):
    def set_line(self, queue: int, state: int) -> None:
        super().set_line(queue, LineState.OPEN if state == LineState.DOWN else state)


class ServesItselfOnADeadLine(ReferenceFloor):
    def _arrive(self, leg: int) -> None:
        line = self._lines[self._queue[leg]]
        state, line.state = line.state, int(LineState.OPEN)
        contained = self._contained_below[self._queue[leg]]
        if state == LineState.DOWN and contained and self._has_self_service[self._queue[leg]]:
            super()._arrive(leg)
            line.state = state
        else:
            line.state = state
            super()._arrive(leg)


class ForgetsCallBacksOfADeadLine(ReferenceFloor):
    """When a line is up again nobody looks at the call-backs that waited."""

    def set_line(self, queue: int, state: int) -> None:
        line = self._lines[queue]
        if line.is_work:
            super().set_line(queue, state)
        else:
            line.state = state


class DropsNobody(ReferenceFloor):
    def drop(self, queue: int, group: int, share_milli: int) -> None:
        pass


class DropsEverybody(ReferenceFloor):
    def drop(self, queue: int, group: int, share_milli: int) -> None:
        super().drop(-1, -1, 1000)


class DropsOfAnyLine(ReferenceFloor):
    def drop(self, queue: int, group: int, share_milli: int) -> None:
        super().drop(-1, group, share_milli)


class DropsOfAnyGroup(ReferenceFloor):
    def drop(self, queue: int, group: int, share_milli: int) -> None:
        super().drop(queue, -1, share_milli)


class DropsAllAgents(ReferenceFloor):
    def drop(self, queue: int, group: int, share_milli: int) -> None:
        super().drop(queue, group, 1000 if share_milli else 0)


class WrapsUpTheDropped(ReferenceFloor):
    """Whose contact is cut off wraps up."""

    _longer_ms = 0

    def _cut_off(self, leg: int) -> None:
        self._longer_ms = self._wrap_up_left[leg]
        super()._cut_off(leg)
        self._longer_ms = 0

    def _free_at(self, leg: int, freed_ms: int) -> None:
        super()._free_at(leg, freed_ms + self._longer_ms)


class DropsForGood(ReferenceFloor):
    def _redial(self, leg: int, outcome: Outcome) -> None:
        if outcome != Outcome.DROPPED:
            super()._redial(leg, outcome)


class SettlesTheDroppedAtOnce(ReferenceFloor):
    """What comes of a contact is known when it is answered, even if it is cut off."""

    def _cut_off(self, leg: int) -> None:
        self._settle(leg)
        super()._cut_off(leg)


class ResolvesAsEver(ReferenceFloor):
    def set_repeat(self, queue: int, below: int) -> None:
        pass


# What is done -----------------------------------------------------------------------------------


class ServesNoMore(ReferenceFloor):
    """A skill that begins or ends is not noticed."""

    def set_delay(self, group: int, queue: int, delay_ms: int) -> None:
        pass


class ForgetsWhoWaits(ReferenceFloor):
    """A skill that begins is used for those who come from then on."""

    def set_delay(self, group: int, queue: int, delay_ms: int) -> None:
        self._delay[group][queue] = delay_ms


class OffersAsEver(ReferenceFloor):
    def set_offer(self, queue: int, after_ms: int, accepts_below: int) -> None:
        pass


class OffersToWhoWaited(ReferenceFloor):
    """Who began to wait while the offer was on accepts it after it is over."""

    def set_offer(self, queue: int, after_ms: int, accepts_below: int) -> None:
        kept = self._accepts_below[queue]
        super().set_offer(queue, after_ms, max(accepts_below, kept))


class AnnouncesAsEver(ReferenceFloor):
    def set_announcement(self, queue: int, after_ms: int, diverted_below: int) -> None:
        pass


class AnnouncesAtOnce(ReferenceFloor):
    def set_announcement(self, queue: int, after_ms: int, diverted_below: int) -> None:
        super().set_announcement(queue, 0 if after_ms < NEVER else NEVER, diverted_below)


# What is watched --------------------------------------------------------------------------------


class CountsWhoIsOnTheLineOnly(ReferenceFloor):
    """Call-backs that wait are left out of the length of a queue."""

    def waiting(self, queue: int) -> tuple[int, int]:
        return self._lines[queue].n_taken, self._lines[queue].first_ms()


class OldestOfAll(ReferenceFloor):
    """The oldest wait is that of call-backs, too."""

    def waiting(self, queue: int) -> tuple[int, int]:
        line = self._lines[queue]
        heads = [leg for lane in line.lanes for leg in lane if self._outcome[leg] == 0]
        return line.n_waiting, min((self._queued[leg] for leg in heads), default=NEVER)


class OldestOnly(ReferenceFloor):
    """The wait of the last who came."""

    def waiting(self, queue: int) -> tuple[int, int]:
        line = self._lines[queue]
        waiting = [leg for lane in line.lanes for leg in lane if self._outcome[leg] == 0]
        return line.n_waiting, max((self._queued[leg] for leg in waiting), default=NEVER)


class LosesCount(ReferenceFloor):
    """Who abandoned is not counted as such."""

    def waits(self, queue: int) -> tuple[int, int, int]:
        ended, in_time, _ = super().waits(queue)
        return ended, in_time, 0


class CountsTheClosed(ReferenceFloor):
    """Who finds a line closed is load."""

    def _enter(self, leg: int) -> None:
        line = self._lines[self._queue[leg]]
        self._entered[self._queue[leg]] += not line.is_open
        super()._enter(leg)


class CountsItsOwnCalls(ReferenceFloor):
    """Call-backs are load."""

    def _enter(self, leg: int) -> None:
        own = self._cause[leg] in CALLS_OUT
        self._entered[self._queue[leg]] += own and self._lines[self._queue[leg]].is_open
        super()._enter(leg)


def _with_triggering(of: type[watching._Triggering]) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(watching, "_Triggering", of)


class _NeverHolds(watching._Triggering):
    """Passes at once."""

    def look(self, now_ms: int) -> bool:
        self._held = 1
        return super().look(now_ms)


class _ComesBackAtOnce(watching._Triggering):
    def look(self, now_ms: int) -> bool:
        self._held_back = 1
        return super().look(now_ms)


class _HoldsOneLookLonger(watching._Triggering):
    _more = 1

    def look(self, now_ms: int) -> bool:
        self._held, self._more = self._held + self._more, 0
        return super().look(now_ms)


class _CountsAllSamples(watching._Triggering):
    """A sample that does not speak for a change does not begin the count anew."""

    def look(self, now_ms: int) -> bool:
        before, passed = self._running, self._has_passed
        has_passed = super().look(now_ms)
        if self._running == 0 and has_passed == passed:
            self._running = before
        return has_passed


class _GoesBackAtItsLevel(watching._Triggering):
    """The way back has no level of its own."""

    def look(self, now_ms: int) -> bool:
        self._back = self._level
        return super().look(now_ms)


class _IsNeverLow(watching._Triggering):
    """Service, too, passes upwards."""

    def look(self, now_ms: int) -> bool:
        self._is_low = False
        return super().look(now_ms)


class _PassesAbove(watching._Triggering):
    """Not at the level itself."""

    def _passes(self, part: int, whole: int, level: int) -> bool:
        if self._is_low:
            return super()._passes(part, whole, level)
        return part > 0 and part * self._parts > level * whole


class _SharesOfNothing(watching._Triggering):
    """Where nothing ended, nothing was in time, and a share is passed."""

    def _passes(self, part: int, whole: int, level: int) -> bool:
        if whole == 0 and not self._is_low:
            return True
        return super()._passes(part, whole, level)


class _LoadOfAMinute(watching._Load):
    """Agents' time is that of a minute, however often figures are looked at."""

    def sample(self, now_ms: int) -> tuple[int, int]:
        self._watch_ms = 60_000
        return super().sample(now_ms)


def _looks_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty(watching.Watchers):
        def _await_look(self) -> None:
            self._watch_ms = 60_000
            super()._await_look()

    monkeypatch.setattr(reference, "Watchers", Faulty)


def _takes_abandonment_for_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "Figure", _Confused)


class _Confused:
    QUEUE_LENGTH = Figure.QUEUE_LENGTH
    OLDEST_WAIT = Figure.OLDEST_WAIT
    SERVICE_LEVEL = Figure.ABANDONMENT
    ABANDONMENT = Figure.SERVICE_LEVEL
    OCCUPANCY = Figure.OCCUPANCY
    LOAD = Figure.LOAD


EMERGENCY_FAULTS: Final[dict[str, Seed]] = {
    **{
        name: floor(faulty)
        for name, faulty in sorted(globals().items())
        if (
            isinstance(faulty, type)
            and issubclass(faulty, ReferenceFloor)
            and faulty is not ReferenceFloor
        )
    },
    **{
        faulty.__name__[1:]: _with_triggering(faulty)
        for faulty in (
            _NeverHolds,
            _ComesBackAtOnce,
            _HoldsOneLookLonger,
            _CountsAllSamples,
            _GoesBackAtItsLevel,
            _IsNeverLow,
            _PassesAbove,
            _SharesOfNothing,
        )
    },
    "LoadOfAMinute": lambda monkeypatch: monkeypatch.setattr(watching, "_Load", _LoadOfAMinute),
    "looks every minute": _looks_every_minute,
    "takes abandonment for service": _takes_abandonment_for_service,
}

_OF_DISRUPTIONS: Final = (
    "ClosesWhatIsDown",
    "GetsThroughWhereAllIsDown",
    "DropsNobody",
    "DropsEverybody",
    "DropsOfAnyLine",
    "DropsOfAnyGroup",
    "DropsAllAgents",
    "WrapsUpTheDropped",
    "DropsForGood",
    "SettlesTheDroppedAtOnce",
    "ResolvesAsEver",
)

#: What random centres must be about to show a fault soon; others are shown by any.
ABOUT: Final[dict[str, tuple[Feature, ...]]] = {
    **dict.fromkeys(EMERGENCY_FAULTS, (Feature.PLAYS,)),
    **dict.fromkeys(_OF_DISRUPTIONS, (Feature.DISRUPTIONS,)),
    "ServesItselfOnADeadLine": (Feature.DISRUPTIONS, Feature.SELF_SERVICE),
    "ForgetsCallBacksOfADeadLine": (Feature.DISRUPTIONS, Feature.CALL_BACKS),
    "CountsWhoIsOnTheLineOnly": (Feature.PLAYS, Feature.CALL_BACKS),
    "OldestOfAll": (Feature.PLAYS, Feature.CALL_BACKS),
    "CountsItsOwnCalls": (Feature.PLAYS, Feature.CALL_BACKS),
    **ABOUT_CHANNELS,
}

EVERY_FAULT: Final = {**FAULTS, **CHANNEL_FAULTS, **EMERGENCY_FAULTS}
