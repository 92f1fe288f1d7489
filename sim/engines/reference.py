"""The reference engine: the model's rules, event by event, on SimPy.

A *process* per call would be the tutorial's way; it costs a generator, a request and a condition
for each. Here a call is a number, a leg's fields are lists indexed by it, and the only SimPy
objects are events that carry the number to a method below. SimPy keeps the time order; an event's
priority is its (moment, leg), which is the model's rule for ties.

The rules are those of `docs/model.md`; each method says which it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.clock import MILLI, NEVER
from sim.codes import Cause, Moment, Outcome, Purpose
from sim.demand.contacts import POOL_SIZE, Contacts
from sim.engines.director import direct
from sim.engines.legs import LEG, Outcomes
from sim.engines.lookup import hash31
from sim.floor import Floor
from sim.plan import Plan

_LEG_BITS: Final = 40
_ROUND_HALF: Final = MILLI * MILLI // 2

# Members of an enum are slow to look up in the innermost lines.
_WAITING: Final = int(Outcome.WAITING)
_ANSWERED: Final = int(Outcome.ANSWERED)
_FIRST: Final = int(Cause.FIRST)
_TRANSFER: Final = int(Cause.TRANSFER)
_ABANDON: Final = int(Moment.ABANDON)
_AGENT_FREE: Final = int(Moment.AGENT_FREE)
_ARRIVAL: Final = int(Moment.ARRIVAL)
_PASSED_ON: Final = int(Purpose.TRANSFER)
_REPEATS: Final = int(Purpose.REPEAT)
_REDIALS: Final = int(Purpose.REDIAL)


def simulate(floor: Floor, contacts: Contacts, plan: Plan) -> Outcomes:
    """Return what becomes of `contacts` on `floor` under `plan`, up to the plan's horizon."""
    env = simpy.Environment()
    reference = ReferenceFloor(env, floor, contacts, plan.horizon_ms)
    env.process(direct(env, reference, plan, plan.changes(contacts.absent)))
    env.run(until=plan.horizon_ms)
    return reference.outcomes()


class _At(simpy.Event):
    """An event that is sure to happen, at a set time, to one leg."""

    def __init__(
        self,
        env: simpy.Environment,
        happens: Callable[[_At], None],
        moment: int,
        leg: int,
        at_ms: int,
    ) -> None:
        self.env = env
        self.callbacks = [happens]
        self._ok = True
        self._value = leg
        self.at_ms = at_ms
        env.schedule(self, (moment << _LEG_BITS) + leg, at_ms - env.now)  # type: ignore[arg-type]


class ReferenceFloor:
    """Queues and agents in motion: mutable for the length of one run."""

    def __init__(
        self, env: simpy.Environment, floor: Floor, contacts: Contacts, horizon_ms: int
    ) -> None:
        self._env = env
        self._now = 0  # the clock of `env`, kept here because it is read several times an event
        self._horizon_ms = horizon_ms
        self._tries = floor.tries
        self._read_tables(floor)
        self._read_contacts(contacts)
        self._empty_floor(floor)
        self._start_legs()

    # What does not change ------------------------------------------------------------------

    def _read_tables(self, floor: Floor) -> None:
        """Unpack the tables: lists of integers are read faster than record arrays."""
        queues, skills = floor.queues, floor.skills
        self._capacity = queues["capacity"].tolist()
        self._clears_at_close = queues["clears_at_close"].tolist()
        self._weight = queues["weight_milli"].tolist()
        self._head_start = queues["head_start_ms"].tolist()
        self._priority = queues["priority"].tolist()
        self._repeat_below = queues["repeat_below"].tolist()
        self._redial_below = queues["redial_below"].tolist()
        self._rank = skills["rank"].tolist()
        self._pick_rank = skills["pick_rank"].tolist()
        self._delay = skills["delay_ms"].tolist()
        self._pace = skills["handling_milli"].tolist()
        self._transfer_below = skills["transfer_below"].tolist()
        self._transfer_to = skills["transfer_to"].tolist()
        self._warm = skills["warm"].tolist()
        self._handover = skills["handover_ms"].tolist()
        self._groups_of = floor.groups_of
        self._queues_of = floor.queues_of
        self._timers = [
            sorted({self._delay[g][q] for g in groups} - {0})
            for q, groups in enumerate(floor.groups_of)
        ]

    def _read_contacts(self, contacts: Contacts) -> None:
        rows, pools = contacts.rows, contacts.pools
        self._arrive_ms = rows["arrive_ms"].tolist()
        self._key: list[int] = rows["key"].tolist()
        self._talk_ms: list[int] = rows["talk_ms"].tolist()
        self._wrap_up_ms: list[int] = rows["wrap_up_ms"].tolist()
        self._patience_ms: list[int] = rows["patience_ms"].tolist()
        self._first_queue = rows["queue"].tolist()
        self._talk_pool = pools.talk_ms
        self._wrap_up_pool = pools.wrap_up_ms
        self._patience_pool = pools.patience_ms
        self._redial_delay_pool = pools.redial_delay_ms
        self._repeat_delay_pool = pools.repeat_delay_ms

    # What changes ------------------------------------------------------------------------------

    def _empty_floor(self, floor: Floor) -> None:
        n_queues, n_groups = len(floor.queue_names), len(floor.group_names)
        self._waiting: list[deque[int]] = [deque() for _ in range(n_queues)]
        self._n_waiting = [0] * n_queues
        self._is_open = [1] * n_queues
        self._factor = [MILLI] * n_queues
        self._idle: list[deque[tuple[int, int]]] = [deque() for _ in range(n_groups)]
        self._on_duty = [0] * n_groups
        self._leaving = [0] * n_groups
        self._agents_seen = [0] * n_groups
        self._wrap_up_left: dict[int, int] = {}  # of agents who are passing a contact on

    def _start_legs(self) -> None:
        """Lay out a leg for every contact, and await the first."""
        n = len(self._arrive_ms)
        self._contact = list(range(n))
        self._parent = [-1] * n
        self._cause = [int(Cause.FIRST)] * n
        self._attempt = [1] * n
        self._depth = [0] * n
        self._queue = self._first_queue.copy()
        self._queued = self._arrive_ms.copy()
        self._answered = [-1] * n
        self._group = [-1] * n
        self._agent = [-1] * n
        self._left = [-1] * n
        self._held = [0] * n
        self._handed_over = [0] * n
        self._freed = [-1] * n
        self._comes_back = [0] * n
        self._outcome = [_WAITING] * n
        self._await_contact(0)

    def _await_contact(self, contact: int) -> None:
        """Await the next contact only: a short event list is a fast one."""
        if contact < len(self._arrive_ms):
            _At(self._env, self._on_contact, _ARRIVAL, contact, self._arrive_ms[contact])

    def _new_leg(self, parent: int, cause: Cause, queue: int, queued_ms: int) -> int:
        """Lay out a leg that the run itself makes, and return its number."""
        transferred = cause == Cause.TRANSFER
        self._contact.append(self._contact[parent])
        self._parent.append(parent)
        self._cause.append(int(cause))
        self._attempt.append(self._attempt[parent] + (not transferred))
        self._depth.append(self._depth[parent] + 1 if transferred else 0)
        self._queue.append(queue)
        self._queued.append(queued_ms)
        for unknown in (self._answered, self._group, self._agent, self._left, self._freed):
            unknown.append(-1)
        for nothing in (self._held, self._handed_over, self._comes_back):
            nothing.append(0)
        self._outcome.append(_WAITING)
        return len(self._contact) - 1

    # The director's face -----------------------------------------------------------------------

    def advance(self, until_ms: int) -> None:
        """Look at the clock, which this floor shares with the director."""
        self._now = until_ms

    def set_handling(self, queue: int, factor_milli: int) -> None:
        """Apply a disruption's factor to calls answered from now on (rule 5)."""
        self._factor[queue] = factor_milli

    def set_line(self, queue: int, is_open: int) -> None:
        """Open a line, or close it; what waits is served out or cleared (rule 9)."""
        self._is_open[queue] = is_open
        if is_open or not self._clears_at_close[queue]:
            return
        waiting = [leg for leg in self._waiting[queue] if self._outcome[leg] == _WAITING]
        self._waiting[queue].clear()
        self._n_waiting[queue] = 0
        for leg in waiting:
            self._lose(leg, Outcome.CLEARED)

    def set_on_duty(self, group: int, number: int) -> None:
        """Let agents come, or go: the longest idle first, the busy after wrap-up (rule 8)."""
        change = number - self._on_duty[group]
        self._on_duty[group] = number
        if change > 0:
            staying = min(self._leaving[group], change)
            self._leaving[group] -= staying
            for _ in range(change - staying):
                self._release(group, self._agents_seen[group])
                self._agents_seen[group] += 1
        else:
            going = min(len(self._idle[group]), -change)
            for _ in range(going):
                self._idle[group].popleft()
            self._leaving[group] += -change - going

    def set_self_service(self, queue: int, contained_below: int) -> None:
        """Not yet known to this floor."""
        raise NotImplementedError

    def set_pace(self, group: int, factor_milli: int) -> None:
        """Not yet known to this floor."""
        raise NotImplementedError

    def watch_waits(self, queue: int, within_ms: int) -> None:
        """Not yet known to this floor."""
        raise NotImplementedError

    def waits(self, queue: int) -> tuple[int, int]:
        """Not yet known to this floor."""
        raise NotImplementedError

    def at_work(self, group: int) -> tuple[int, int]:
        """Not yet known to this floor."""
        raise NotImplementedError

    # Events ------------------------------------------------------------------------------------

    def _on_contact(self, event: _At) -> None:
        """A contact's first attempt arrives (rule 1)."""
        self._now = event.at_ms
        leg: int = event._value
        self._await_contact(leg + 1)
        self._enter(leg)

    def _on_return(self, event: _At) -> None:
        """A redial or a repeat arrives (rule 7)."""
        self._now = event.at_ms
        self._enter(event._value)

    def _on_abandon(self, event: _At) -> None:
        """Patience is out (rule 2), unless the leg has been answered or cleared meanwhile."""
        self._now = event.at_ms
        leg: int = event._value
        if self._outcome[leg] == _WAITING:
            self._n_waiting[self._queue[leg]] -= 1
            self._lose(leg, Outcome.ABANDONED)

    def _on_overflow(self, event: _At) -> None:
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
        while self._n_waiting[queue]:
            group = self._choose_group(queue, self._now - self._queued[self._head(queue)])
            if group < 0:
                return
            self._answer(self._take_head(queue), group, self._idle[group].popleft()[1])

    def _on_talk_end(self, event: _At) -> None:
        """The contact is passed on (rule 6): cold, or warm with the first agent on the line."""
        now = self._now = event.at_ms
        leg: int = event._value
        group, queue = self._group[leg], self._queue[leg]
        self._outcome[leg] = int(Outcome.TRANSFERRED)
        onward = self._new_leg(leg, Cause.TRANSFER, self._transfer_to[group][queue], now)
        if not self._warm[group][queue]:
            self._free_at(leg, now + self._wrap_up_left.pop(leg))
        self._enter(onward)

    def _on_agent_free(self, event: _At) -> None:
        """Wrap-up is over: the agent goes home, takes the next contact or idles (rules 4, 8)."""
        self._now = event.at_ms
        leg: int = event._value
        group = self._group[leg]
        if self._leaving[group]:
            self._leaving[group] -= 1
        else:
            self._release(group, self._agent[leg])

    # Rules -------------------------------------------------------------------------------------

    def _enter(self, leg: int) -> None:
        """Answer a leg at once, let it wait, or turn it away (rule 2)."""
        queue = self._queue[leg]
        if not self._is_open[queue]:
            self._lose(leg, Outcome.CLOSED)
            return
        group = self._choose_group(queue, 0)
        if group >= 0:
            self._answer(leg, group, self._idle[group].popleft()[1])
        elif self._n_waiting[queue] >= self._capacity[queue]:
            self._lose(leg, Outcome.BLOCKED)
        else:
            self._wait(leg, queue)

    def _wait(self, leg: int, queue: int) -> None:
        self._waiting[queue].append(leg)
        self._n_waiting[queue] += 1
        patience = self._patience(leg)
        if patience < NEVER:
            _At(self._env, self._on_abandon, _ABANDON, leg, self._now + patience)
        if self._timers[queue]:
            self._set_timer(leg)

    def _set_timer(self, leg: int) -> None:
        """Set the leg's next overflow timer."""
        queued = self._queued[leg]
        for delay in self._timers[self._queue[leg]]:
            if queued + delay > self._now:
                _At(self._env, self._on_overflow, Moment.OVERFLOW, leg, queued + delay)
                return

    def _choose_group(self, queue: int, waited_ms: int) -> int:
        """Return the group that answers: by rank, longest idle head, group order (rule 3)."""
        best, best_rank, best_since = -1, 0, 0
        for group in self._groups_of[queue]:
            rank = self._rank[group][queue]
            if best >= 0 and rank > best_rank:
                break
            idle = self._idle[group]
            if idle and waited_ms >= self._delay[group][queue]:
                since = idle[0][0]
                if best < 0 or since < best_since:
                    best, best_rank, best_since = group, rank, since
        return best

    def _choose_queue(self, group: int) -> int:
        """Return the queue a freed agent serves: by rank, priority, weighted wait (rule 4)."""
        best, best_rank, best_priority, best_claim = -1, 0, 0, 0
        now = self._now
        for queue in self._queues_of[group]:
            rank, priority = self._pick_rank[group][queue], self._priority[queue]
            if best >= 0 and (rank > best_rank or priority < best_priority):
                break
            if self._n_waiting[queue]:
                waited = now - self._queued[self._head(queue)]
                if waited >= self._delay[group][queue]:
                    claim = self._weight[queue] * (waited + self._head_start[queue])
                    if best < 0 or claim > best_claim:
                        best, best_rank, best_priority, best_claim = queue, rank, priority, claim
        return best

    def _head(self, queue: int) -> int:
        """Return the longest waiting leg of a queue where somebody waits."""
        waiting = self._waiting[queue]
        while self._outcome[waiting[0]] != _WAITING:
            waiting.popleft()
        return waiting[0]

    def _take_head(self, queue: int) -> int:
        """Take the longest waiting leg out of its queue and return it."""
        leg = self._head(queue)
        self._waiting[queue].popleft()
        self._n_waiting[queue] -= 1
        return leg

    def _release(self, group: int, agent: int) -> None:
        """Give a free agent the next contact, or let it idle."""
        queue = self._choose_queue(group)
        if queue >= 0:
            self._answer(self._take_head(queue), group, agent)
        else:
            self._idle[group].append((self._now, agent))

    def _answer(self, leg: int, group: int, agent: int) -> None:
        """Begin to handle a leg (rules 5 and 6); all its times are known from here on."""
        now, queue = self._now, self._queue[leg]
        self._answered[leg], self._group[leg], self._agent[leg] = now, group, agent
        self._outcome[leg] = _ANSWERED
        pace = self._pace[group][queue] * self._factor[queue]
        talk, wrap_up = self._handling(leg)
        wrap_up = (wrap_up * pace + _ROUND_HALF) // (MILLI * MILLI)
        left = now + (talk * pace + _ROUND_HALF) // (MILLI * MILLI)
        if self._cause[leg] == _TRANSFER:
            left += self._finish_warm_transfer(leg)
        self._left[leg] = left
        below: int = self._transfer_below[group][queue]
        if below and self._hash(leg, _PASSED_ON) < below:
            self._wrap_up_left[leg] = wrap_up
            _At(self._env, self._on_talk_end, Moment.TALK_END, leg, left)
            return
        self._free_at(leg, left + wrap_up)
        first_queue: int = self._first_queue[self._contact[leg]]
        below = self._repeat_below[first_queue]
        if below and self._hash(leg, _REPEATS) < below:
            self._come_back(leg, Cause.REPEAT, left)

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
        """Let the agent of `leg` be free at an instant."""
        self._freed[leg] = freed_ms
        _At(self._env, self._on_agent_free, _AGENT_FREE, leg, freed_ms)

    def _lose(self, leg: int, outcome: Outcome) -> None:
        """End a leg unanswered; it may redial, and frees an agent who held its line."""
        now = self._now
        self._outcome[leg] = int(outcome)
        self._left[leg] = now
        parent = self._parent[leg]
        if self._cause[leg] == _TRANSFER and self._holds(parent):
            self._end_hold(parent, 0)
        first_queue = self._first_queue[self._contact[leg]]
        below: int = self._redial_below[first_queue][outcome]
        if below and self._hash(leg, _REDIALS) < below:
            self._come_back(leg, Cause.REDIAL, now)

    def _come_back(self, leg: int, cause: Cause, from_ms: int) -> None:
        """Let a contact call the queue it first called again, within its tries (rule 7)."""
        self._comes_back[leg] = 1
        queue = self._first_queue[self._contact[leg]]
        pool, purpose = (
            (self._redial_delay_pool, Purpose.REDIAL_DELAY)
            if cause == Cause.REDIAL
            else (self._repeat_delay_pool, Purpose.REPEAT_DELAY)
        )
        at = from_ms + self._pooled(leg, pool[queue], purpose)
        if self._attempt[leg] < self._tries and at < self._horizon_ms:
            again = self._new_leg(leg, cause, queue, at)
            _At(self._env, self._on_return, _ARRIVAL, again, at)

    # Draws -------------------------------------------------------------------------------------

    def _hash(self, leg: int, purpose: int) -> int:
        """Return the bits that a share is compared with; see `sim.floor.below`."""
        key = self._key[self._contact[leg]]
        return hash31(key, self._attempt[leg], self._depth[leg], purpose)

    def _pooled(self, leg: int, pool: NDArray[np.int64], purpose: Purpose) -> int:
        return int(pool[self._hash(leg, purpose) & (POOL_SIZE - 1)])

    def _handling(self, leg: int) -> tuple[int, int]:
        """Return talk and wrap-up as drawn."""
        if self._cause[leg] == _FIRST:
            return self._talk_ms[leg], self._wrap_up_ms[leg]
        queue = self._queue[leg]
        return (
            self._pooled(leg, self._talk_pool[queue], Purpose.TALK),
            self._pooled(leg, self._wrap_up_pool[queue], Purpose.WRAP_UP),
        )

    def _patience(self, leg: int) -> int:
        if self._cause[leg] == _FIRST:
            return self._patience_ms[leg]
        return self._pooled(leg, self._patience_pool[self._queue[leg]], Purpose.PATIENCE)

    # Result ------------------------------------------------------------------------------------

    def outcomes(self) -> Outcomes:
        """Return the legs so far."""
        legs = np.zeros(len(self._contact), LEG)
        columns = {
            "contact": self._contact,
            "parent": self._parent,
            "cause": self._cause,
            "attempt": self._attempt,
            "depth": self._depth,
            "queue": self._queue,
            "queued_ms": self._queued,
            "answered_ms": self._answered,
            "group": self._group,
            "agent": self._agent,
            "left_ms": self._left,
            "held_ms": self._held,
            "handover_ms": self._handed_over,
            "freed_ms": self._freed,
            "comes_back": self._comes_back,
            "outcome": self._outcome,
            "grade": 0,
        }
        for name, values in columns.items():
            legs[name] = values
        return Outcomes(legs, self._horizon_ms)
