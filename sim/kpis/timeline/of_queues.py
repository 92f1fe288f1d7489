"""Queues by the minute: who waits, who came, who was answered or lost, and how service was."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Outcome
from sim.engines.legs import Outcomes
from sim.kpis.counting import kernel
from sim.kpis.counting.roles import Roles, among
from sim.kpis.counts import ServiceClock
from sim.kpis.grid import Flags, Floats, Integers
from sim.kpis.timeline.instants import Instants, Spans
from sim.kpis.timeline.states import QueueState

#: How a wait ends in being lost.
_UNSERVED: Final = (Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED)


class Waits:
    """The waits of a run, by the queues of its floor."""

    def __init__(self, outcomes: Outcomes, roles: Roles) -> None:
        legs = self._legs = outcomes.legs
        self._queue: Integers = np.ascontiguousarray(legs["queue"])
        self._outcome: Integers = np.ascontiguousarray(legs["outcome"])
        self._roles = roles
        self._answered: Flags = legs["answered_ms"] >= 0
        ended = np.where(self._answered, legs["answered_ms"], legs["left_ms"])
        still = self._outcome == Outcome.WAITING
        self._ended_ms: Integers = np.where(still, outcomes.horizon_ms, ended)
        self._offered = among(roles.of_legs, (kernel.FIRST, kernel.LATER))
        #: The centre counts contacts of live queues by their first legs.
        self._of_centre = (roles.of_legs != kernel.LATER) & ~roles.defers[self._queue]

    def states(self, clock: ServiceClock, instants: Instants, over_ms: int) -> Floats:
        """Return the states, shape (1 + queues, instants, len(QueueState)), row 0 the centre."""
        states = np.zeros((1 + len(self._roles.defers), instants.number, len(QueueState)))
        for state, numbers in (self._line(instants) | self._moves(instants)).items():
            states[:, :, state] = numbers
        states[:, :, QueueState.ENDED], states[:, :, QueueState.IN_TIME] = self._service(
            clock, instants, over_ms
        )
        return states

    def _line(self, instants: Instants) -> dict[QueueState, Floats]:
        """Return who waits, on the line or for a call-back, and since when."""
        role, live = self._roles.of_legs, ~self._roles.defers
        owed = role == kernel.CALL_BACK
        every = Spans(self._queue, self._legs["queued_ms"], self._ended_ms)
        in_line = every.where(~owed & (role != kernel.SELF_SERVICE))
        waiting, calls = (
            instants.under_way(spans, len(live)) for spans in (in_line, every.where(owed))
        )
        first_ms = instants.earliest_ms(in_line, len(live))
        oldest_s = np.maximum(instants.at_ms - first_ms, 0) / MS_PER_S
        return {
            QueueState.WAITING: _above(waiting, waiting[live].sum(axis=0)),
            QueueState.CALL_BACKS: _above(calls, calls[live].sum(axis=0)),
            QueueState.OLDEST_WAIT_S: _above(oldest_s, oldest_s[live].max(axis=0, initial=0)),
        }

    def _moves(self, instants: Instants) -> dict[QueueState, Floats]:
        """Return who came, was answered, and was lost in each step."""
        legs, outcome, offered = self._legs, self._outcome, self._offered
        lost = offered & among(outcome, (*_UNSERVED, Outcome.DROPPED))
        left_bot = outcome == Outcome.LEFT_BOT
        moves = {
            QueueState.ARRIVALS: (offered, "queued_ms"),
            QueueState.ANSWERED: (offered & self._answered, "answered_ms"),
            QueueState.ABANDONED: (offered & (outcome == Outcome.ABANDONED), "left_ms"),
            QueueState.LOST: (lost | left_bot, "left_ms"),
        }
        return {
            state: self._came(counted, legs[at], instants) for state, (counted, at) in moves.items()
        }

    def _service(
        self, clock: ServiceClock, instants: Instants, over_ms: int
    ) -> tuple[Floats, Floats]:
        """Return the waits that ended in the window before each instant, and those in time."""
        steps = over_ms // instants.step_ms
        earlier = Instants(instants.start_ms - over_ms, instants.step_ms, instants.number + steps)
        ended = self._offered & (self._answered | among(self._outcome, _UNSERVED))
        answered_by_ms = np.array(clock.within_ms, np.int64) - clock.first_reply_ms
        waited_ms = self._ended_ms - self._legs["queued_ms"]
        in_time = ended & self._answered & (waited_ms <= answered_by_ms[self._queue])
        return (
            _windows(self._came(ended, self._ended_ms, earlier), steps),
            _windows(self._came(in_time, self._ended_ms, earlier), steps),
        )

    def _came(self, counted: Flags, at_ms: Integers, instants: Instants) -> Floats:
        """Return how many of some legs fall into each step, shape (1 + queues, steps)."""
        queues, of_centre = self._queue, counted & self._of_centre
        own = instants.came(queues[counted], at_ms[counted], len(self._roles.defers))
        centre = instants.came(np.zeros_like(queues[of_centre]), at_ms[of_centre], 1)
        return _above(own, centre[0])


def _above(rows: Integers | Floats, centre: Integers | Floats) -> Floats:
    """Return rows below that of the centre."""
    return np.concatenate([centre[None], rows]).astype(np.float64)


def _windows(by_step: Floats, steps: int) -> Floats:
    """Return the sums of so many steps up to the end of each, of those that have so many."""
    so_far = np.concatenate([np.zeros((len(by_step), 1)), by_step.cumsum(axis=1)], axis=1)
    sums: Floats = so_far[:, 1 + steps :] - so_far[:, 1:-steps]
    return sums
