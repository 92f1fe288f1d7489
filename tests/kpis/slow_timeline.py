"""The same as `sim.kpis.timeline`, the slow and obvious way: one instant, one leg at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.codes import Cause, Kind, Outcome
from sim.engines.legs import Outcomes
from sim.kpis.tally import ServiceClock
from sim.kpis.timeline import GroupState, QueueState, Sampling
from tests.kpis.slow_tally import ATTEMPTS, Leg, SlowTally

UNSERVED = {Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED}


class SlowTimeline:
    """States in dictionaries, from what a leg is by the slow tally."""

    def __init__(
        self,
        outcomes: Outcomes,
        centre: Centre,
        absent: NDArray[np.bool_],
        clock: ServiceClock,
        sampling: Sampling,
    ) -> None:
        self.slow = SlowTally(outcomes, centre, absent, clock)
        self.clock, self.sampling = clock, sampling
        begin = centre.plan.warm_up_ms + sampling.step_ms
        self.instants = range(begin, centre.plan.horizon_ms + 1, sampling.step_ms)

    # Queues --------------------------------------------------------------------------------

    def queue_row(self, row: int) -> list[dict[QueueState, float]]:
        return [self._queue_at(row, at) for at in self.instants]

    def _is_in(self, row: int, leg: Leg) -> bool:
        """Tell whether a queue's own row, or the centre's, is about a leg's queue."""
        return self.slow.kind(leg) != Kind.WORK if row == 0 else leg["queue"] == row - 1

    def _queue_at(self, row: int, at: int) -> dict[QueueState, float]:
        found: dict[QueueState, float] = dict.fromkeys(QueueState, 0.0)
        mine = [leg for leg in self.slow.legs if self._is_in(row, leg)]
        for leg in mine:
            if leg["queued_ms"] < at <= self.slow.waiting_ends(leg):
                self._wait(found, leg, at)
        for leg in mine:
            is_later = leg["cause"] not in ATTEMPTS and self.slow.is_offered(leg)
            if row > 0 or not is_later:
                self._come_and_go(found, leg, at)
                self._end_of_wait(found, leg, at)
        return found

    def _wait(self, found: dict[QueueState, float], leg: Leg, at: int) -> None:
        if self.slow.waits_in_line(leg):
            found[QueueState.WAITING] += 1
            waited = (at - leg["queued_ms"]) / 1000
            found[QueueState.OLDEST_WAIT_S] = max(found[QueueState.OLDEST_WAIT_S], waited)
        elif leg["cause"] in (Cause.CALL_BACK, Cause.RETRY):
            found[QueueState.CALL_BACKS] += 1

    def _come_and_go(self, found: dict[QueueState, float], leg: Leg, at: int) -> None:
        def just_now(when: int) -> bool:
            return at - self.sampling.step_ms <= when < at

        outcome = leg["outcome"]
        if self.slow.is_offered(leg):
            found[QueueState.ARRIVALS] += just_now(leg["queued_ms"])
            if leg["answered_ms"] >= 0:
                found[QueueState.ANSWERED] += just_now(leg["answered_ms"])
            if outcome == Outcome.ABANDONED:
                found[QueueState.ABANDONED] += just_now(leg["left_ms"])
            if outcome in UNSERVED or outcome == Outcome.DROPPED:
                found[QueueState.LOST] += just_now(leg["left_ms"])
        elif outcome == Outcome.LEFT_BOT:
            found[QueueState.LOST] += just_now(leg["left_ms"])

    def _end_of_wait(self, found: dict[QueueState, float], leg: Leg, at: int) -> None:
        answered = leg["answered_ms"] >= 0
        if not self.slow.is_offered(leg) or not (answered or leg["outcome"] in UNSERVED):
            return
        if at - self.sampling.over_ms <= self.slow.waiting_ends(leg) < at:
            reply = (self.clock.reply_ms or [0] * self.slow.n_queues)[leg["queue"]]
            in_time = self.slow.wait(leg) + reply <= self.clock.within_ms[leg["queue"]]
            found[QueueState.ENDED] += 1
            found[QueueState.IN_TIME] += answered and in_time

    # Groups --------------------------------------------------------------------------------

    def group_row(self, group: int) -> list[dict[GroupState, float]]:
        return [self._group_at(group, at) for at in self.instants]

    def _group_at(self, group: int, at: int) -> dict[GroupState, float]:
        found: dict[GroupState, float] = dict.fromkeys(GroupState, 0.0)
        duty = self.slow.on_duty(group).at(np.array([at - 1]))[0]
        doing: dict[object, set[GroupState]] = {}
        for number, leg in enumerate(self.slow.legs):
            if leg["answered_ms"] < 0 or leg["group"] != group:
                continue
            state = self._doing(leg, at)
            if state is not None:
                several = self.slow.floor.groups[group]["concurrency"] > 1
                doing.setdefault(leg["agent"] if several else -1 - number, set()).add(state)
                found[GroupState.CONTACTS] += 1
        for states in doing.values():
            found[min(states)] += 1
        found[GroupState.ON_DUTY] = duty
        found[GroupState.FINISHING] = max(len(doing) - duty, 0)
        found[GroupState.IDLE] = max(duty - len(doing), 0)
        return found

    def _doing(self, leg: Leg, at: int) -> GroupState | None:
        """Return what the agent does for a contact just before an instant."""
        end = leg["answered_ms"]
        talk, hold, handover, wrap_up = self.slow.phases(leg)
        phases = (
            (talk, GroupState.TALKING),
            (hold, GroupState.HOLDING),
            (handover, GroupState.TALKING),
            (wrap_up, GroupState.WRAPPING_UP),
        )
        for length, state in phases:
            begin, end = end, end + length
            if begin < at <= end:
                return state
        return None
