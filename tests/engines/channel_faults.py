"""Engines with a fault each in what they do of channels other than plain telephony."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from sim.clock import NEVER, to_milli
from sim.codes import Cause, LineState, Moment, Outcome, Purpose
from sim.engines.reference import ReferenceFloor, records, watching
from sim.engines.reference import floor as reference
from sim.engines.reference.events import At
from sim.engines.reference.lines import CALLS_OUT, Line
from sim.engines.reference.teams import Team
from sim.engines.watching import Crossing
from sim.floor import SURE, Floor
from sim.floor.queues import below
from sim.watches import Pause
from tests.engines.faults import Seed, floor, moments
from tests.strategies.choices import Feature

# Self-service -----------------------------------------------------------------------------------


class ContainsNobody(ReferenceFloor):
    def set_self_service(self, queue: int, contained_below: int) -> None:
        super().set_self_service(queue, min(contained_below, 1))


class ContainsForEver(ReferenceFloor):
    def set_self_service(self, queue: int, contained_below: int) -> None:
        super().set_self_service(queue, max(contained_below, self._contained_below[queue]))


class ContainsWithoutSelfService(ReferenceFloor):
    def _arrive(self, leg: int) -> None:
        self._has_self_service = [1] * len(self._has_self_service)
        super()._arrive(leg)


class NobodyGivesUpInSelfService(ReferenceFloor):
    def _arrive(self, leg: int) -> None:
        self._leaves_bot_below = [0] * len(self._leaves_bot_below)
        super()._arrive(leg)


class SelfServiceTakesNoTime(ReferenceFloor):
    def _arrive(self, leg: int) -> None:
        self._pools = replace(self._pools, self_service_ms=self._pools.self_service_ms * 0)
        super()._arrive(leg)


class GoesOnAnew(ReferenceFloor):
    """Who goes on to people, or is called back, has other times than those drawn with them."""

    def _draws_its_own(self, leg: int) -> bool:
        return self._cause[leg] == Cause.FIRST


# Announcements and call-backs -------------------------------------------------------------------


class DivertsEverybody(ReferenceFloor):
    def _happens(self, leg: int, below: int, purpose: int) -> bool:
        return purpose == Purpose.ANNOUNCEMENT or super()._happens(leg, below, purpose)


class EverybodyAcceptsACallBack(ReferenceFloor):
    def _happens(self, leg: int, below: int, purpose: int) -> bool:
        return purpose == Purpose.CALL_BACK or super()._happens(leg, below, purpose)


class HoldsTheLineOfTheDiverted(ReferenceFloor):
    """An agent who holds the line of a customer who leaves it so is never freed."""

    gone = Outcome.DIVERTED

    def _end(self, leg: int, outcome: Outcome) -> None:
        if self._cause[leg] == Cause.TRANSFER and outcome == self.gone:
            self._wrap_up_left.pop(self._parent[leg], None)
        super()._end(leg, outcome)


class HoldsTheLineOfTheCalledBack(HoldsTheLineOfTheDiverted):
    gone = Outcome.CALLED_BACK


class LosesThePlace(ReferenceFloor):
    def _call_back(self, leg: int) -> None:
        self._lines[self._queue[leg]]._keeps_place = False
        super()._call_back(leg)


class CallBacksTakePlaces(ReferenceFloor):
    def _wait(self, leg: int) -> None:
        super()._wait(leg)
        self._lines[self._queue[leg]].n_taken += self._cause[leg] in CALLS_OUT


class CallBacksFindItClosed(ReferenceFloor):
    def _enter(self, leg: int) -> None:
        line = self._lines[self._queue[leg]]
        if self._cause[leg] in CALLS_OUT and not line.is_open and not line.is_work:
            self._lose(leg, Outcome.CLOSED)
        else:
            super()._enter(leg)


class CallBacksAreCleared(ReferenceFloor):
    def clear(self, queue: int) -> None:
        self._read_clock()
        line = self._lines[queue]
        for leg in [leg for leg in line.lanes[1] if self._outcome[leg] == Outcome.WAITING]:
            line.leave(leg)
            self._lose(leg, Outcome.CLEARED)
        super().clear(queue)


class AppointmentsAreAtOnce(ReferenceFloor):
    def _call_back(self, leg: int) -> None:
        self._appointment = [0] * len(self._appointment)
        super()._call_back(leg)


class LiveBeforeCallBacks(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        for line in self._lines:
            line.__class__ = _LiveBeforeCallBacks


class _LiveBeforeCallBacks(Line):
    def head(self, now: int) -> int:
        if self.is_work:
            return super().head(now)
        return next(lane[0] for lane in self.lanes if self._begins_with_one_who_waits(lane))


# Calling customers ------------------------------------------------------------------------------


class ReachesEverybody(ReferenceFloor):
    def _answer(self, leg: int, group: int, agent: int) -> None:
        self._reached_below = [SURE] * len(self._reached_below)
        super()._answer(leg, group, agent)


class DialsInNoTime(ReferenceFloor):
    def _answer(self, leg: int, group: int, agent: int) -> None:
        self._dial = [0] * len(self._dial)
        super()._answer(leg, group, agent)


class OneCallTooMany(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        self._calls = [calls + 1 for calls in self._calls]


class CallsAgainAtOnce(ReferenceFloor):
    def _miss(self, leg: int, left_ms: int) -> None:
        self._retry = [0] * len(self._retry)
        super()._miss(leg, left_ms)


# Several contacts at once -----------------------------------------------------------------------


class ForgetsTheFactorOfChats(ReferenceFloor):
    def _time_needed(self, leg: int, in_hand: int) -> tuple[int, int]:
        return super()._time_needed(leg, 1)


class CountsContactsBefore(ReferenceFloor):
    def _time_needed(self, leg: int, in_hand: int) -> tuple[int, int]:
        return super()._time_needed(leg, max(in_hand - 1, 1))


class TakesOneContactOnly(ReferenceFloor):
    """Who is released takes the next contact and no other, even with hands free."""

    def _release(self, group: int, agent: int) -> None:
        chosen, choose = iter([self._choose_queue(group, agent)]), self._choose_queue
        self._choose_queue = lambda *_: next(chosen, -1)  # type: ignore[method-assign]
        super()._release(group, agent)
        self._choose_queue = choose  # type: ignore[method-assign]


def _with_team(of: type[Team]) -> type[ReferenceFloor]:
    class Faulty(ReferenceFloor):
        def _empty_floor(self, floor: Floor) -> None:
            super()._empty_floor(floor)
            for team in self._teams:
                team.__class__ = of

    return Faulty


class _TakesTheLongest(Team):
    """Chooses who has been so for longest, however many contacts that is."""

    def first(self, kind: int) -> tuple[int, int, int] | None:
        found = [
            (since, place, agent)
            for place, listed in enumerate(self._lists)
            if self._fits(place // 2 - place % 2, place % 2, kind)
            for agent, since in list(listed.items())[:1]
        ]
        return (0, *min(found)[::2]) if found else None


class _TakesTheOneWithACall(Team):
    """Of those with as many contacts and for as long, prefers who has a call among them."""

    def first(self, kind: int) -> tuple[int, int, int] | None:
        for in_hand in range(self.concurrency):
            found = [
                (since, -others, agent)
                for others in (0, 1)
                if self._fits(in_hand - others, others, kind)
                for agent, since in list(self._lists[2 * in_hand + others].items())[:1]
            ]
            if found:
                return in_hand, min(found)[0], min(found)[2]
        return None


class _KeepsItsPlace(Team):
    """Who is given a contact is as early in the next list as in the last."""

    def give(self, agent: int, kind: int, now: int) -> int:
        since = min((listed[agent] for listed in self._lists if agent in listed), default=now)
        return super().give(agent, kind, since)


class _AlwaysMixes(Team):
    def _fits(self, chats: int, others: int, kind: int) -> bool:
        self._mixes = True
        return super()._fits(chats, others, kind)


class _NeverMixes(Team):
    def _fits(self, chats: int, others: int, kind: int) -> bool:
        self._mixes = False
        return super()._fits(chats, others, kind)


class _LeavesWhenIdle(Team):
    """Goes home only if the contact that is done was the last."""

    def goes_home(self, agent: int) -> bool:
        return agent not in self._in_hand and super().goes_home(agent)


class _ShortestFirst(Team):
    """Lists are last in, first out, but for who has nothing to do."""

    def first(self, kind: int) -> tuple[int, int, int] | None:
        kept = self._lists
        self._lists = [kept[0], *[OrderedDict(reversed(listed.items())) for listed in kept[1:]]]
        found = super().first(kind)
        self._lists = kept
        return found


class FallsSilentAtTheEnd(ReferenceFloor):
    """The whole talk comes before the silence."""

    def _hash(self, leg: int, purpose: int) -> int:
        return SURE - 1 if purpose == Purpose.SILENT_FROM else super()._hash(leg, purpose)


class NobodyFallsSilent(ReferenceFloor):
    def _hash(self, leg: int, purpose: int) -> int:
        return SURE if purpose == Purpose.SILENCE else super()._hash(leg, purpose)


class PassesTheSilentOn(ReferenceFloor):
    def _is_passed_on(self, leg: int) -> bool:
        outcome, self._outcome[leg] = self._outcome[leg], int(Outcome.ANSWERED)
        passed_on = super()._is_passed_on(leg)
        self._outcome[leg] = outcome
        return passed_on


# Deferrable work --------------------------------------------------------------------------------


class WorksByRank(ReferenceFloor):
    """Deferrable work is not behind what is live."""

    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        self._pick_rank = [[rank % (1 << 20) for rank in ranks] for ranks in self._pick_rank]
        self._queues_of = tuple(
            tuple(sorted(queues, key=lambda q, g=g: (self._pick_rank[g][q], -self._priority[q], q)))  # type: ignore[misc]
            for g, queues in enumerate(self._queues_of)
        )


def _with_line(edit: Callable[[Line], Any]) -> type[ReferenceFloor]:
    class Faulty(ReferenceFloor):
        def _empty_floor(self, floor: Floor) -> None:
            super()._empty_floor(floor)
            for line in self._lines:
                edit(line)

    return Faulty


def _ignore_reminders(line: Line) -> None:
    line._remind = [NEVER] * len(line._remind)


def _remind_late(line: Line) -> None:
    line._remind = [min(after_ms + 1, NEVER) for after_ms in line._remind]


def _ignore_due_times(line: Line) -> None:
    line._by_due = False


def _always_by_due_time(line: Line) -> None:
    line._by_due = True


def _ignore_what_was_begun(line: Line) -> None:
    line.__class__ = _IgnoresWhatWasBegun


class _IgnoresWhatWasBegun(Line):
    def _urgency(self, leg: int, now: int) -> tuple[bool, bool, int, int]:
        return (True, *super()._urgency(leg, now)[1:])


class WorksBehindClosedDoors(ReferenceFloor):
    def _choose_queue(self, group: int, agent: int) -> int:
        closed = [line for line in self._lines if line.is_work and not line.is_open]
        for line in closed:
            line.state = int(LineState.OPEN)
        queue = super()._choose_queue(group, agent)
        for line in closed:
            line.state = int(LineState.CLOSED)
        return queue


class OpensWithoutBeginning(ReferenceFloor):
    def set_line(self, queue: int, state: int) -> None:
        if self._lines[queue].is_work:
            self._lines[queue].state = state
        else:
            super().set_line(queue, state)


class NeverPutsAside(ReferenceFloor):
    def _interrupt(self, queue: int, waited_ms: int) -> tuple[int, int]:
        return -1, -1


class PutsAsideForArrivalsOnly(ReferenceFloor):
    def _interrupt(self, queue: int, waited_ms: int) -> tuple[int, int]:
        return (-1, -1) if waited_ms else super()._interrupt(queue, waited_ms)


class PutsAsideForCallBacks(ReferenceFloor):
    def _enter(self, leg: int) -> None:
        queue = self._queue[leg]
        waits = self._cause[leg] in CALLS_OUT and not self._lines[queue].is_work
        if waits and self._find_agent(queue, 0)[0] < 0:
            group, agent = self._interrupt(queue, 0)
            if group >= 0:
                self._answer(leg, group, agent)
                return
        super()._enter(leg)


class PutsAsideTheFirstBegun(ReferenceFloor):
    def _interrupt(self, queue: int, waited_ms: int) -> tuple[int, int]:
        for begun in self._begun:
            begun[:] = [leg for leg in reversed(begun) if self._can_be_put_aside(leg)]
        found = super()._interrupt(queue, waited_ms)
        for begun in self._begun:
            begun.reverse()
        return found


class BeginsAgain(ReferenceFloor):
    """What is resumed takes its whole time again."""

    def _put_aside(self, leg: int) -> None:
        super()._put_aside(leg)
        self._rest.pop(max(self._rest))


class WrapsUpTwice(ReferenceFloor):
    """What is put aside is wrapped up before the live contact is taken, in no time."""

    def _put_aside(self, leg: int) -> None:
        super()._put_aside(leg)
        resumed = max(self._rest)
        self._rest[resumed] = (self._rest[resumed][0], 0)


# Complaints -------------------------------------------------------------------------------------


class NeverOpensTickets(ReferenceFloor):
    def _hash(self, leg: int, purpose: int) -> int:
        return SURE if purpose == Purpose.TICKET else super()._hash(leg, purpose)


class OpensTicketsLast(ReferenceFloor):
    """A repeat is numbered before the ticket."""

    def _settle(self, leg: int) -> None:
        kept, self._ticket_below = self._ticket_below, [0] * len(self._ticket_below)
        super()._settle(leg)
        self._ticket_below, self._repeat_below, kept = kept, [0] * len(kept), self._repeat_below
        super()._settle(leg)
        self._repeat_below = kept


class NeverEscalates(ReferenceFloor):
    def _wait(self, leg: int) -> None:
        self._escalate_to = [[-1 for _ in grades] for grades in self._escalate_to]
        super()._wait(leg)


class EscalatesWhatWasBegun(ReferenceFloor):
    def _wait(self, leg: int) -> None:
        super()._wait(leg)
        queue, grade = self._queue[leg], self._grade[leg]
        if self._cause[leg] == Cause.RESUMED and self._escalate_to[queue][grade] >= 0:
            due_ms = self._now + self._due[queue][grade]
            At(self._env, self._on_abandon, int(Moment.ABANDON), leg, due_ms)


class EscalatesAtEntry(ReferenceFloor):
    """What has been escalated draws no other depth."""

    def _escalate(self, leg: int, queue: int) -> None:
        self._depth[leg] -= 1
        super()._escalate(leg, queue)
        self._depth[leg] += 1


class ReopensWithTheFirstQueue(ReferenceFloor):
    """Work comes back by the share and the delay of the queue first called."""

    def _settle(self, leg: int) -> None:
        line = self._lines[self._queue[leg]]
        is_work, line.is_work = line.is_work, False
        super()._settle(leg)
        line.is_work = is_work


class GradesAlike(ReferenceFloor):
    def _drawn_grade(self, leg: int) -> int:
        return 0


# Stages and what is watched ---------------------------------------------------------------------


class ForgetsStages(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        self._stage_pace = [[1000] * len(row) for row in self._stage_pace]


class PassesOnAlike(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        self._stage_transfers = [[1000] * len(row) for row in self._stage_transfers]


class ResolvesAlike(ReferenceFloor):
    def _empty_floor(self, floor: Floor) -> None:
        super()._empty_floor(floor)
        self._stage_repeats = [[1000] * len(row) for row in self._stage_repeats]


class NeverTires(ReferenceFloor):
    def set_pace(self, group: int, factor_milli: int) -> None:
        pass


class ForgetsWhoIsToLeave(ReferenceFloor):
    """Who works on after the end of duty is not present."""

    def at_work(self, group: int) -> tuple[int, int]:
        at_work, _ = super().at_work(group)
        return at_work, self._teams[group].on_duty


class CountsAllAtWork(ReferenceFloor):
    """Present is taken for at work."""

    def at_work(self, group: int) -> tuple[int, int]:
        _, present = super().at_work(group)
        return present, present


class NeverPauses(ReferenceFloor):
    def waits(self, queue: int) -> tuple[int, int, int]:
        return 0, 0, 0


class CountsTheAnsweredOnly(ReferenceFloor):
    def _count_wait(self, leg: int, *, answered: bool) -> None:
        if answered:
            super()._count_wait(leg, answered=answered)


class CountsTheLate(ReferenceFloor):
    def watch_waits(self, queue: int, within_ms: int) -> None:
        super().watch_waits(queue, NEVER)


class CountsCallBacks(ReferenceFloor):
    def _count_wait(self, leg: int, *, answered: bool) -> None:
        cause = self._cause[leg]
        if cause in CALLS_OUT:
            self._cause[leg] = int(Cause.FIRST)
        super()._count_wait(leg, answered=answered)
        self._cause[leg] = cause


# How it is looked at ----------------------------------------------------------------------------


class _RemembersForEver(watching._Window):
    """Nothing that was sampled is ever too old."""

    def add(self, one: int, other: int) -> tuple[int, int]:
        self._samples.append((0, 0))
        self._samples[0] = (0, 0)
        return super().add(one, other)


class _ForgetsAtOnce(watching._Window):
    """Only the last sample counts."""

    def add(self, one: int, other: int) -> tuple[int, int]:
        super().add(one, other)
        return one, other


class _IsAlwaysFull(watching._Window):
    is_full = True


def _with_window(of: type[watching._Window]) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(watching, "_Window", of)


def _tires_above_its_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at the level itself."""
    monkeypatch.setattr(watching, "to_milli", lambda share: to_milli(share) + 1e-9)


def _pauses_at_its_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "below", lambda share: below(share) + 1e-6)


def _counts_waits_of_one_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty(watching._Pausing):
        def __init__(self, floor: watching.WatchedFloor, watch: Pause, watch_ms: int) -> None:
            super().__init__(floor, replace(watch, queues=watch.queues[:1]), watch_ms)

    monkeypatch.setattr(watching, "_Pausing", Faulty)


def _with_watchers(of: type[watching.Watchers]) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(reference, "Watchers", of)


class _ReactsWhenAllIsSampled(watching.Watchers):
    def _look(self, event: At) -> None:
        tell, told = self._tell, list[Crossing]()
        self._tell = told.append
        super()._look(event)
        self._tell = tell
        for crossing in told:
            tell(crossing)


class _LooksAtTheLastFirst(watching.Watchers):
    def _look(self, event: At) -> None:
        tell, last = self._tell, len(self._figures) - 1
        self._tell = lambda crossing: tell(crossing._replace(watch=last - crossing.watch))
        self._figures.reverse()
        self._passed.reverse()
        super()._look(event)
        self._figures.reverse()
        self._passed.reverse()
        self._tell = tell


class _LooksAtTheBeginning(watching.Watchers):
    _begun = False

    def _await_look(self) -> None:
        if self._begun:
            super()._await_look()
        else:
            self._begun = True
            At(self._env, self._look, Moment.DIRECTOR, watching._AFTER_CHANGES, 0)


def _looks_at(priority: int) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(watching, "_AFTER_CHANGES", priority)


# Order at one instant, and what is numbered how -------------------------------------------------


def _with_moments(**others: int) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(reference, "Moment", moments(**others))


def _redials_miss_self_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "_COMES_BY_ITSELF", frozenset([int(Cause.FIRST)]))


def _tickets_are_no_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    deeper = records._GO_DEEPER - {int(Cause.TICKET)}
    monkeypatch.setattr(records, "_GO_DEEPER", deeper)


CHANNEL_FAULTS: Final[dict[str, Seed]] = {
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
        faulty.__name__[1:]: floor(_with_team(faulty))
        for faulty in (
            _TakesTheLongest,
            _TakesTheOneWithACall,
            _KeepsItsPlace,
            _AlwaysMixes,
            _NeverMixes,
            _LeavesWhenIdle,
            _ShortestFirst,
        )
    },
    **{
        edit.__name__[1:]: floor(_with_line(edit))
        for edit in (
            _ignore_reminders,
            _remind_late,
            _ignore_due_times,
            _always_by_due_time,
            _ignore_what_was_begun,
        )
    },
    **{
        faulty.__name__[1:]: _with_window(faulty)
        for faulty in (_RemembersForEver, _ForgetsAtOnce, _IsAlwaysFull)
    },
    **{
        faulty.__name__[1:]: _with_watchers(faulty)
        for faulty in (_ReactsWhenAllIsSampled, _LooksAtTheLastFirst, _LooksAtTheBeginning)
    },
    "tires above its level": _tires_above_its_level,
    "pauses at its level": _pauses_at_its_level,
    "counts waits of one queue": _counts_waits_of_one_queue,
    "looks before changes": _looks_at(0),
    "looks after all": _looks_at(1 << 60),
    "announcements before overflow timers": _with_moments(OVERFLOW=5, ANNOUNCEMENT=4),
    "offers before announcements": _with_moments(OFFER=5, ANNOUNCEMENT=6),
    "offers after arrivals": _with_moments(OFFER=8),
    "redials miss self-service": _redials_miss_self_service,
    "tickets are no deeper": _tickets_are_no_deeper,
}

#: What random centres must be about to show a fault soon; others are shown by any.
ABOUT: Final[dict[str, tuple[Feature, ...]]] = {
    "ForgetsToRelease": (Feature.ANNOUNCEMENTS,),
    "HoldsTheLineOfTheDiverted": (Feature.ANNOUNCEMENTS,),
    "announcements before overflow timers": (Feature.ANNOUNCEMENTS,),
    "HoldsTheLineOfTheCalledBack": (Feature.CALL_BACKS,),
    "CallBacksFindItClosed": (Feature.CALL_BACKS,),
    "CallBacksTakePlaces": (Feature.CALL_BACKS,),
    "CountsCallBacks": (Feature.CALL_BACKS, Feature.WORK, Feature.WATCHES),
    "TakesTheOneWithACall": (Feature.CHATS, Feature.PARALLEL),
    "KeepsItsPlace": (Feature.CHATS, Feature.PARALLEL),
    "AlwaysMixes": (Feature.CHATS, Feature.PARALLEL),
    "PassesTheSilentOn": (Feature.CHATS, Feature.SILENCE),
    "ForgetsWhoIsToLeave": (Feature.WATCHES,),
    "RemembersForEver": (Feature.WATCHES,),
    "ForgetsAtOnce": (Feature.WATCHES,),
    "IsAlwaysFull": (Feature.WATCHES,),
    "LooksAtTheBeginning": (Feature.WATCHES,),
    "tires above its level": (Feature.WATCHES,),
    "looks before changes": (Feature.WATCHES,),
    "looks after all": (Feature.WATCHES,),
    "ReactsWhenAllIsSampled": (Feature.WATCHES, Feature.WORK),
    "LooksAtTheLastFirst": (Feature.WATCHES, Feature.WORK),
    "pauses at its level": (Feature.WATCHES, Feature.WORK),
    "counts waits of one queue": (Feature.WATCHES, Feature.WORK),
    "EscalatesWhatWasBegun": (Feature.WORK, Feature.GRADES, Feature.INTERRUPTIONS),
    "PutsAsideForArrivalsOnly": (Feature.WORK, Feature.INTERRUPTIONS),
    "PutsAsideTheFirstBegun": (Feature.WORK, Feature.INTERRUPTIONS),
    "PutsAsideForCallBacks": (Feature.WORK, Feature.INTERRUPTIONS, Feature.CALL_BACKS),
}
