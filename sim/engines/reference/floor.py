"""The floor in motion: the rules of `docs/model.md`; each method says which it is."""

from __future__ import annotations

from typing import Final

import simpy

from sim.clock import MILLI, NEVER
from sim.codes import Cause, Kind, LineState, Moment, Outcome, Purpose
from sim.demand.contacts import Contacts
from sim.engines.director import Director
from sim.engines.legs import Outcomes
from sim.engines.reference.choosing import Choosing
from sim.engines.reference.events import At
from sim.engines.reference.lines import CALLS_OUT
from sim.engines.reference.watching import Watchers
from sim.floor import STAGE_PLACES, SURE, Floor
from sim.plan import Plan, cut_off

_ROUND_HALF: Final = MILLI * MILLI // 2

# Members of an enum are slow to look up in the innermost lines.
_WAITING: Final = int(Outcome.WAITING)
_ANSWERED: Final = int(Outcome.ANSWERED)
_FIRST: Final = int(Cause.FIRST)
_TRANSFER: Final = int(Cause.TRANSFER)
_RESUMED: Final = int(Cause.RESUMED)
_RETRY: Final = int(Cause.RETRY)
_WORK: Final = int(Kind.WORK)
_CHAT: Final = int(Kind.CHAT)
_ABANDON: Final = int(Moment.ABANDON)
_AGENT_FREE: Final = int(Moment.AGENT_FREE)
_ARRIVAL: Final = int(Moment.ARRIVAL)

_COMES_BY_ITSELF: Final = frozenset(map(int, (Cause.FIRST, Cause.REDIAL, Cause.REPEAT)))
_UNSERVED: Final = frozenset(
    map(int, (Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED))
)


def simulate(floor: Floor, contacts: Contacts, plan: Plan) -> Outcomes:
    """Return what becomes of `contacts` on `floor` under `plan`, up to the plan's horizon."""
    env = simpy.Environment()
    reference = ReferenceFloor(env, floor, contacts, plan.horizon_ms)
    director = Director(env, reference, floor, plan)
    env.process(director.direct(plan.changes(contacts.absent, contacts.off_phone)))
    if director.watches:
        Watchers(env, reference, director.watches, director.react, plan.watch_ms)
    env.run(until=plan.horizon_ms)
    return reference.outcomes(director.log())


class ReferenceFloor(Choosing):
    """Queues and agents in motion: mutable for the length of one run."""

    def __init__(
        self, env: simpy.Environment, floor: Floor, contacts: Contacts, horizon_ms: int
    ) -> None:
        super().__init__(floor, contacts, horizon_ms)
        self._env = env
        self._empty_floor(floor)
        self._await_contact(0)

    # What changes ------------------------------------------------------------------------------

    def _empty_floor(self, floor: Floor) -> None:
        n_queues, n_groups = len(floor.queue_names), len(floor.group_names)
        self._factor = [MILLI] * n_queues
        self._group_factor = [MILLI] * n_groups
        self._contained_below = [0] * n_queues
        self._wrap_up_left: dict[int, int] = {}  # of agents whose talk is not the last of it
        self._rest: dict[int, tuple[int, int]] = {}  # talk and wrap-up of what was put aside
        self._begun: list[list[int]] = [[] for _ in range(n_groups)]  # work to be put aside
        self._within: dict[int, int] = {}  # of the queues that are watched
        self._ended = [0] * n_queues
        self._in_time = [0] * n_queues
        self._abandoned = [0] * n_queues
        self._entered = [0] * n_queues
        self._next_drop = [NEVER] * n_queues

    def _await_contact(self, contact: int) -> None:
        """Await the next contact only: a short event list is a fast one."""
        if contact < len(self._arrive_ms):
            At(self._env, self._on_contact, _ARRIVAL, contact, self._arrive_ms[contact])

    # The director's face -----------------------------------------------------------------------

    def set_handling(self, queue: int, factor_milli: int) -> None:
        """Apply a disruption's factor to calls answered from now on (rule 5)."""
        self._factor[queue] = factor_milli

    def set_pace(self, group: int, factor_milli: int) -> None:
        """Apply a factor to what a group answers from now on (rule 5)."""
        self._group_factor[group] = factor_milli

    def set_self_service(self, queue: int, contained_below: int) -> None:
        """Set the share that self-service contains from now on (rule 2)."""
        self._contained_below[queue] = contained_below

    def set_line(self, queue: int, state: int) -> None:
        """Open a line, close it or let it break down (rules 9, 12 and 15)."""
        self._read_clock()
        line = self._lines[queue]
        was_down, line.state = line.state == LineState.DOWN, state
        if line.is_work or was_down:
            self._serve(queue)

    def clear(self, queue: int) -> None:
        """Send away all who wait on a line (rules 9 and 15)."""
        self._read_clock()
        line = self._lines[queue]
        for leg in [leg for leg in line.lanes[0] if self._outcome[leg] == _WAITING]:
            line.leave(leg)
            self._lose(leg, Outcome.CLEARED)

    def await_drop(self, queue: int, at_ms: int) -> None:
        """Settle contacts that are to be cut off at an instant only at the end of their talk."""
        self._next_drop[queue] = at_ms

    def drop(self, queue: int, group: int, share_milli: int) -> None:
        """Cut off live contacts whose talk goes on (rule 15)."""
        self._read_clock()
        for leg, outcome in enumerate(self._outcome):
            if (
                outcome == _ANSWERED
                and self._left[leg] > self._now
                and self._kind[self._queue[leg]] != _WORK
                and queue in (-1, self._queue[leg])
                and group in (-1, self._group[leg])
                and cut_off(self._agent[leg], share_milli)
            ):
                self._cut_off(leg)

    def set_repeat(self, queue: int, below: int) -> None:
        """Set the share of contacts that come back (rule 7)."""
        self._repeat_below[queue] = below

    def set_delay(self, group: int, queue: int, delay_ms: int) -> None:
        """Set from which wait on a group serves a queue, and let it (rule 3)."""
        self._read_clock()
        self._delay[group][queue] = delay_ms
        self._serve(queue)

    def set_offer(self, queue: int, after_ms: int, accepts_below: int) -> None:
        """Offer call-backs to those who begin to wait from now on (rule 13)."""
        self._offered[queue], self._accepts_below[queue] = after_ms, accepts_below

    def set_announcement(self, queue: int, after_ms: int, diverted_below: int) -> None:
        """Make an announcement to those who begin to wait from now on (rule 2)."""
        self._announced[queue], self._diverted_below[queue] = after_ms, diverted_below

    def set_on_duty(self, group: int, number: int) -> None:
        """Let agents come, or go: the longest idle first, the busy after wrap-up (rule 8)."""
        self._read_clock()
        team = self._teams[group]
        change = number - team.on_duty
        team.on_duty = number
        if change > 0:
            staying = min(team.leaving, change)
            team.leaving -= staying
            for _ in range(change - staying):
                team.agents_seen += 1
                self._release(group, team.agents_seen - 1)
        else:
            going = min(len(team.idle), -change)
            for _ in range(going):
                team.idle.popitem(last=False)
            team.leaving += -change - going

    def _read_clock(self) -> None:
        """Look at the clock, which this floor shares with the director."""
        self._now = int(self._env.now)

    # What is watched ---------------------------------------------------------------------------

    def watch_waits(self, queue: int, within_ms: int) -> None:
        """Count the waits of a queue that end, from now on."""
        self._within[queue] = within_ms

    def waits(self, queue: int) -> tuple[int, int, int]:
        """Return the waits of a watched queue that have ended, in time, and abandoned."""
        return self._ended[queue], self._in_time[queue], self._abandoned[queue]

    def entered(self, queue: int) -> int:
        """Return how many contacts have entered a queue for people while its line was open."""
        return self._entered[queue]

    def waiting(self, queue: int) -> tuple[int, int]:
        """Return who waits in a queue, and since when the first of those on the line does."""
        return self._lines[queue].n_waiting, self._lines[queue].first_ms()

    def at_work(self, group: int) -> tuple[int, int]:
        """Return how many agents of a group are at work, and how many are present."""
        team = self._teams[group]
        return team.present - len(team.idle), team.present

    # Events ------------------------------------------------------------------------------------

    def _on_contact(self, event: At) -> None:
        """A contact's first attempt arrives (rule 1)."""
        self._now = event.at_ms
        leg: int = event._value
        self._await_contact(leg + 1)
        self._arrive(leg)

    def _on_return(self, event: At) -> None:
        """A leg that the run has made arrives (rules 2, 7 and 12)."""
        self._now = event.at_ms
        leg: int = event._value
        if self._cause[leg] in _COMES_BY_ITSELF:
            self._arrive(leg)
        else:
            self._enter(leg)

    def _on_abandon(self, event: At) -> None:
        """Patience or a time limit is out (rules 2, 12), unless the wait has ended meanwhile."""
        self._now = event.at_ms
        leg: int = event._value
        if self._outcome[leg] != _WAITING:
            return
        queue = self._queue[leg]
        line = self._lines[queue]
        line.leave(leg)
        if line.is_work:
            self._escalate(leg, self._escalate_to[queue][self._grade[leg]])
        else:
            self._lose(leg, Outcome.ABANDONED)

    def _on_overflow(self, event: At) -> None:
        """A group has become eligible: the queue's head is served (rule 3).

        Two legs that queued at one instant may stand in another order than their timers, so that
        the first timer serves the other leg and must not leave its own behind.
        """
        self._now = event.at_ms
        leg: int = event._value
        if self._outcome[leg] != _WAITING:
            return
        queue = self._queue[leg]
        self._set_timer(leg)
        self._serve(queue)

    def _on_announcement(self, event: At) -> None:
        """A share of those who still wait turn to self-service (rule 2)."""
        self._now = event.at_ms
        leg: int = event._value
        queue = self._queue[leg]
        if self._outcome[leg] == _WAITING and self._happens(
            leg, self._diverted_below[queue], Purpose.ANNOUNCEMENT
        ):
            self._lines[queue].leave(leg)
            self._lose(leg, Outcome.DIVERTED)

    def _on_offer(self, event: At) -> None:
        """A share of those who still wait accept to be called back (rule 13)."""
        self._now = event.at_ms
        leg: int = event._value
        queue = self._queue[leg]
        if self._outcome[leg] == _WAITING and self._happens(
            leg, self._accepts_below[queue], Purpose.CALL_BACK
        ):
            self._lines[queue].leave(leg)
            self._end(leg, Outcome.CALLED_BACK)
            self._call_back(leg)

    def _on_talk_end(self, event: At) -> None:
        """Talk has ended, and what comes of it was not known before (rules 6 and 12)."""
        now = self._now = event.at_ms
        leg: int = event._value
        if self._outcome[leg] in (Outcome.PUT_ASIDE, Outcome.DROPPED):
            return
        if self._is_passed_on(leg):
            self._pass_on(leg)
        else:
            self._free_at(leg, now + self._wrap_up_left.pop(leg))
            self._settle(leg)

    def _on_agent_free(self, event: At) -> None:
        """Wrap-up is over: the agent goes home, takes the next contact or idles (rules 4, 8)."""
        self._now = event.at_ms
        leg: int = event._value
        group, agent = self._group[leg], self._agent[leg]
        team = self._teams[group]
        team.take_away(agent, self._kind[self._queue[leg]])
        if not team.goes_home(agent):
            self._release(group, agent)

    # Rules: coming and waiting -----------------------------------------------------------------

    def _arrive(self, leg: int) -> None:
        """Let self-service contain a contact, or hand it on to people (rule 2)."""
        queue = self._queue[leg]
        contained = self._contained_below[queue]
        is_down = self._lines[queue].state == LineState.DOWN
        if contained == 0 or not self._has_self_service[queue] or is_down:
            self._enter(leg)
            return
        drawn = self._hash(leg, Purpose.SELF_SERVICE)
        pool = self._pools.self_service_ms[queue]
        left = self._left[leg] = self._now + self._pooled(leg, pool, Purpose.SELF_SERVICE_TIME)
        if drawn < contained:
            self._outcome[leg] = int(Outcome.CONTAINED)
        elif drawn < contained + self._leaves_bot_below[queue]:
            self._outcome[leg] = int(Outcome.LEFT_BOT)
            self._redial(leg, Outcome.LEFT_BOT)
        else:
            self._outcome[leg] = int(Outcome.FAILED_OVER)
            self._await_leg(leg, Cause.FAILOVER, queue, left)

    def _enter(self, leg: int) -> None:
        """Answer a leg at once, let it wait, or turn it away (rules 2 and 12)."""
        queue = self._queue[leg]
        line = self._lines[queue]
        calls_out = self._cause[leg] in CALLS_OUT and not line.is_work
        self._entered[queue] += line.is_open and not calls_out and self._cause[leg] != _RETRY
        if not line.is_open and not (calls_out and line.is_served):
            if calls_out:
                self._wait(leg)
            elif line.is_work:
                self._wait_or_be_blocked(leg)
            else:
                is_down = line.state == LineState.DOWN
                self._lose(leg, Outcome.BLOCKED if is_down else Outcome.CLOSED)
            return
        group, agent = self._find_agent(queue, 0)
        if group < 0 and not calls_out and not line.is_work:
            group, agent = self._interrupt(queue, 0)
        if group >= 0:
            self._answer(leg, group, agent)
        elif calls_out:
            self._wait(leg)
        else:
            self._wait_or_be_blocked(leg)

    def _wait_or_be_blocked(self, leg: int) -> None:
        """Take a waiting place, or be turned away where none is left (rule 2)."""
        queue = self._queue[leg]
        if self._lines[queue].n_taken >= self._capacity[queue]:
            self._lose(leg, Outcome.BLOCKED)
        else:
            self._wait(leg)

    def _wait(self, leg: int) -> None:
        """Begin to wait, and set all that may end it but an answer (rules 2, 3, 12, 13)."""
        queue, now = self._queue[leg], self._now
        line = self._lines[queue]
        line.join(leg)
        if line.is_work:
            grade = self._grade[leg]
            if self._escalate_to[queue][grade] >= 0 and self._cause[leg] != _RESUMED:
                At(self._env, self._on_abandon, _ABANDON, leg, now + self._due[queue][grade])
        elif self._cause[leg] not in CALLS_OUT:
            patience = self._patience(leg)
            if patience < NEVER:
                At(self._env, self._on_abandon, _ABANDON, leg, now + patience)
            if self._announced[queue] < NEVER:
                at = now + self._announced[queue]
                At(self._env, self._on_announcement, Moment.ANNOUNCEMENT, leg, at)
            if self._offered[queue] < NEVER:
                At(self._env, self._on_offer, Moment.OFFER, leg, now + self._offered[queue])
        if self._timers[queue]:
            self._set_timer(leg)

    def _set_timer(self, leg: int) -> None:
        """Set the leg's next overflow timer."""
        queue = self._queue[leg]
        place = self._lines[queue].place_ms(leg)
        for delay in self._timers[queue]:
            if place + delay > self._now:
                At(self._env, self._on_overflow, Moment.OVERFLOW, leg, place + delay)
                return

    # Rules: who serves whom --------------------------------------------------------------------

    def _release(self, group: int, agent: int) -> None:
        """Give a free agent the next contacts; with a hand still free, let it stand by."""
        team = self._teams[group]
        while (queue := self._choose_queue(group, agent)) >= 0:
            self._answer(self._lines[queue].take_head(self._now), group, agent)
        if team.may_take_something(agent):
            team.stand_by(agent, self._now)

    def _serve(self, queue: int) -> None:
        """Have those who may serve a queue from its head; work while it is open (rules 3, 12)."""
        line = self._lines[queue]
        while line.n_waiting and line.is_served:
            head = line.head(self._now)
            waited = self._now - line.place_ms(head)
            group, agent = self._find_agent(queue, waited)
            if group < 0 and not line.is_work and self._cause[head] not in CALLS_OUT:
                group, agent = self._interrupt(queue, waited)
            if group < 0:
                return
            self._answer(line.take_head(self._now), group, agent)

    def _interrupt(self, queue: int, waited_ms: int) -> tuple[int, int]:
        """Have an agent put work aside for a live contact; return who, or -1 for both (rule 12)."""
        for group in self._groups_of[queue]:
            if waited_ms >= self._delay[group][queue]:
                begun = self._begun[group]
                while begun and not self._can_be_put_aside(begun[-1]):
                    begun.pop()
                if begun:
                    leg = begun.pop()
                    self._put_aside(leg)
                    return group, self._agent[leg]
        return -1, -1

    def _put_aside(self, leg: int) -> None:
        """Leave the rest of some work to others, or for later (rule 12)."""
        now, queue = self._now, self._queue[leg]
        rest = (self._left[leg] - now, self._wrap_up_left.pop(leg))
        self._outcome[leg] = int(Outcome.PUT_ASIDE)
        self._left[leg] = self._freed[leg] = now
        self._teams[self._group[leg]].take_away(self._agent[leg], _WORK)
        resumed = self._new_leg(leg, Cause.RESUMED, queue, now)
        self._rest[resumed] = rest
        self._wait(resumed)
        self._serve(queue)

    # Rules: answering --------------------------------------------------------------------------

    def _answer(self, leg: int, group: int, agent: int) -> None:
        """Begin to handle a leg (rules 5, 6, 12 and 13)."""
        now, queue = self._now, self._queue[leg]
        self._answered[leg], self._group[leg], self._agent[leg] = now, group, agent
        self._outcome[leg] = _ANSWERED
        in_hand = self._teams[group].give(agent, self._kind[queue], now)
        if queue in self._within:
            self._count_wait(leg, answered=True)
        left = now
        if self._is_dialled(leg):
            left += self._dial[queue]
            if self._hash(leg, Purpose.REACHED) >= self._reached_below[queue]:
                self._miss(leg, left)
                return
        talk, wrap_up = self._time_needed(leg, in_hand)
        if self._cause[leg] == _TRANSFER:
            left += self._finish_warm_transfer(leg)
        left = self._left[leg] = left + talk
        if self._interruptible[queue]:
            self._begun[group].append(leg)
        may_be_cut_off = self._next_drop[queue] < left
        if may_be_cut_off or self._interruptible[queue] or self._is_passed_on(leg):
            self._wrap_up_left[leg] = wrap_up
            At(self._env, self._on_talk_end, Moment.TALK_END, leg, left)
        else:
            self._free_at(leg, left + wrap_up)
            self._settle(leg)

    def _time_needed(self, leg: int, in_hand: int) -> tuple[int, int]:
        """Return talk and wrap-up by an agent with so many contacts in hand (rules 5, 11, 14)."""
        if leg in self._rest:
            return self._rest.pop(leg)
        group, queue = self._group[leg], self._queue[leg]
        pace: int = self._pace[group][queue]
        if self._staged[group]:
            pace = _times(pace, self._stage_pace[group][self._agent[leg] % STAGE_PLACES])
        pace = _times(pace, self._parallel[group][in_hand - 1])
        pace = _times(pace, self._group_factor[group]) * self._factor[queue]
        drawn_talk, drawn_wrap_up = self._handling(leg)
        talk = (drawn_talk * pace + _ROUND_HALF) // (MILLI * MILLI)
        wrap_up = (drawn_wrap_up * pace + _ROUND_HALF) // (MILLI * MILLI)
        if self._kind[queue] == _CHAT and self._happens(
            leg, self._silent_below[queue], Purpose.SILENCE
        ):
            self._outcome[leg] = int(Outcome.FELL_SILENT)
            part = self._hash(leg, Purpose.SILENT_FROM) >> 11
            talk = (talk * part >> 20) + self._silence[queue]
        return talk, wrap_up

    def _is_dialled(self, leg: int) -> bool:
        """Tell whether the centre calls the customer, and not the other way round."""
        return self._cause[leg] in CALLS_OUT or bool(self._dialled[self._queue[leg]])

    def _miss(self, leg: int, left_ms: int) -> None:
        """End a call that reaches nobody; it is made again, up to a limit (rule 13)."""
        queue = self._queue[leg]
        self._outcome[leg] = int(Outcome.NOT_REACHED)
        self._left[leg] = left_ms
        self._free_at(leg, left_ms)
        calls, before = 1, leg
        while self._cause[before] == _RETRY:
            calls, before = calls + 1, self._parent[before]
        if calls < self._calls[queue]:
            self._await_leg(leg, Cause.RETRY, queue, left_ms + self._retry[queue])

    def _is_passed_on(self, leg: int) -> bool:
        """Tell whether a leg that is answered goes on to another queue (rule 6)."""
        group = self._group[leg]
        below: int = self._transfer_below[group][self._queue[leg]]
        if self._outcome[leg] != _ANSWERED or not below:
            return False
        below = self._by_stage(leg, below, self._stage_transfers)
        return self._hash(leg, Purpose.TRANSFER) < below

    def _by_stage(self, leg: int, below: int, factors: list[list[int]]) -> int:
        """Return a share, of SURE, times what the stage of the leg's agent does to it (rule 14)."""
        group = self._group[leg]
        if not self._staged[group]:
            return below
        return min(SURE, below * factors[group][self._agent[leg] % STAGE_PLACES] // MILLI)

    def _pass_on(self, leg: int) -> None:
        """Pass a contact on: cold, or warm with the first agent on the line (rule 6)."""
        group, queue = self._group[leg], self._queue[leg]
        self._outcome[leg] = int(Outcome.TRANSFERRED)
        onward = self._new_leg(leg, Cause.TRANSFER, self._transfer_to[group][queue], self._now)
        if not self._warm[group][queue]:
            self._free_at(leg, self._now + self._wrap_up_left.pop(leg))
        self._enter(onward)

    def _finish_warm_transfer(self, leg: int) -> int:
        """Let a first agent who holds the line hand over; return how long that takes."""
        parent = self._parent[leg]
        if not self._holds(parent):
            return 0
        handover: int = self._handover[self._group[parent]][self._queue[parent]]
        self._end_hold(parent, handover)
        return handover

    def _end_hold(self, leg: int, handover_ms: int) -> None:
        """Let an agent who holds the line of `leg` hand over, if at all, and wrap up."""
        self._held[leg] = self._now - self._left[leg]
        self._handed_over[leg] = handover_ms
        self._free_at(leg, self._now + handover_ms + self._wrap_up_left.pop(leg))

    def _holds(self, leg: int) -> bool:
        """Tell whether an agent who passed `leg` on still holds its line."""
        return leg in self._wrap_up_left

    def _free_at(self, leg: int, freed_ms: int) -> None:
        """Let the agent of `leg` be free of it at an instant."""
        self._freed[leg] = freed_ms
        At(self._env, self._on_agent_free, _AGENT_FREE, leg, freed_ms)

    # Rules: what comes of a leg ----------------------------------------------------------------

    def _settle(self, leg: int) -> None:
        """Let a leg that was answered open a ticket, and come back (rules 7 and 12)."""
        queue, left = self._queue[leg], self._left[leg]
        if self._happens(leg, self._ticket_below[queue], Purpose.TICKET):
            self._await_leg(leg, Cause.TICKET, self._ticket_to[queue], left)
        is_work = self._lines[queue].is_work
        of = queue if is_work else self._first_queue[self._contact[leg]]
        below: int = self._repeat_below[of]
        below = self._by_stage(leg, below, self._stage_repeats)
        if self._happens(leg, below, Purpose.REPEAT):
            self._come_back(leg, Cause.REOPENED if is_work else Cause.REPEAT, left)

    def _lose(self, leg: int, outcome: Outcome) -> None:
        """End a leg unanswered; it may redial (rules 2, 7 and 9)."""
        if self._queue[leg] in self._within and outcome in _UNSERVED:
            self._count_wait(leg, answered=False)
            self._abandoned[self._queue[leg]] += outcome == Outcome.ABANDONED
        self._end(leg, outcome)
        self._redial(leg, outcome)

    def _end(self, leg: int, outcome: Outcome) -> None:
        """End a leg unanswered, which frees an agent who held its line (rule 6)."""
        self._outcome[leg] = int(outcome)
        self._left[leg] = self._now
        parent = self._parent[leg]
        if self._cause[leg] == _TRANSFER and self._holds(parent):
            self._end_hold(parent, 0)

    def _cut_off(self, leg: int) -> None:
        """End a talk before its time; the agent is free at once (rule 15)."""
        del self._wrap_up_left[leg]
        self._outcome[leg] = int(Outcome.DROPPED)
        self._left[leg] = self._now
        self._free_at(leg, self._now)
        self._redial(leg, Outcome.DROPPED)

    def _redial(self, leg: int, outcome: Outcome) -> None:
        first_queue = self._first_queue[self._contact[leg]]
        if self._happens(leg, self._redial_below[first_queue][outcome], Purpose.REDIAL):
            self._come_back(leg, Cause.REDIAL, self._left[leg])

    def _come_back(self, leg: int, cause: Cause, from_ms: int) -> None:
        """Let a contact call the queue it first called again, or work be reopened (rule 7)."""
        self._comes_back[leg] = 1
        reopened = cause == Cause.REOPENED
        queue = self._queue[leg] if reopened else self._first_queue[self._contact[leg]]
        pool, purpose = (
            (self._pools.redial_delay_ms, Purpose.REDIAL_DELAY)
            if cause == Cause.REDIAL
            else (self._pools.repeat_delay_ms, Purpose.REPEAT_DELAY)
        )
        at = from_ms + self._pooled(leg, pool[queue], purpose)
        if self._attempt[leg] < self._tries:
            self._await_leg(leg, cause, queue, at)

    def _escalate(self, leg: int, queue: int) -> None:
        """Move work whose time limit is out to another queue (rule 12)."""
        self._end(leg, Outcome.ESCALATED)
        self._enter(self._new_leg(leg, Cause.ESCALATION, queue, self._now))

    def _call_back(self, leg: int) -> None:
        """Let a call-back take the place of a wait, or come by appointment (rule 13)."""
        queue, now = self._queue[leg], self._now
        if self._keeps_place[queue]:
            self._wait(self._new_leg(leg, Cause.CALL_BACK, queue, now))
        else:
            self._await_leg(leg, Cause.CALL_BACK, queue, now + self._appointment[queue])

    def _await_leg(self, parent: int, cause: Cause, queue: int, at_ms: int) -> None:
        """Let a leg come of another at an instant, if that is before the end."""
        if at_ms < self._horizon_ms:
            leg = self._new_leg(parent, cause, queue, at_ms)
            At(self._env, self._on_return, _ARRIVAL, leg, at_ms)

    def _count_wait(self, leg: int, *, answered: bool) -> None:
        """Count a wait of a watched queue that has ended; call-backs and rests are none."""
        queue, cause = self._queue[leg], self._cause[leg]
        if cause not in CALLS_OUT and cause != _RESUMED:
            self._ended[queue] += 1
            in_time = answered and self._now - self._queued[leg] <= self._within[queue]
            self._in_time[queue] += in_time


def _times(pace: int, factor: int) -> int:
    """Return the product of two factors of thousandths, rounded half up."""
    return (pace * factor + MILLI // 2) // MILLI
