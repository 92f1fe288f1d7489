"""Returns: the redials, repeats, transfers and tickets that first attempts bring with them.

A flow, not a simulation: every share is applied to the mean numbers, attempt after attempt up to
the scenario's `tries`, and those who come back are spread over later intervals by their delay. What
share gives up before being answered is an argument (it depends on the staff). So much work is
escalated as its promise allows to be late. Blocked calls, call-backs and announcements are left to
the simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.centre.disruptions import surge
from scenarios.centre.times import time
from scenarios.planning.need.axis import intervals, mean_factor, open_share
from scenarios.planning.need.lags import lags, moved
from scenarios.planning.need.passing import Passed, Shares, escalations, in_order, stage_mean
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.queue import Queue
from scenarios.schema.returns import Repeat
from scenarios.schema.scenario import Scenario
from sim.clock import to_ms

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Flow:
    """Contacts that reach people while the line is open, by cause, of shape (queues, intervals).

    Work comes at any time. The intervals are those of the run, warm-up included. `passed` holds
    transfers, tickets and what is escalated; `warm` are those of them whose first agent holds the
    line, and `handover_s` what the hand-overs of these take together, in seconds.
    """

    first: Numbers
    redials: Numbers
    repeats: Numbers
    passed: Numbers
    warm: Numbers
    handover_s: Numbers

    @property
    def all(self) -> Numbers:
        """All of them."""
        return self.first + self.redials + self.repeats + self.passed


def flow(
    scenario: Scenario,
    answers: Mapping[str, Shares],
    passed: Mapping[str, tuple[Passed, ...]],
    lost: Numbers,
) -> Flow:
    """Return what comes to people, where a share `lost` (queues, intervals) of it gives up."""
    return _Flowing(scenario, answers, passed, lost).flow()


class _Flowing:
    """The sums of a flow while it is being followed."""

    def __init__(
        self,
        scenario: Scenario,
        answers: Mapping[str, Shares],
        passed: Mapping[str, tuple[Passed, ...]],
        lost: Numbers,
    ) -> None:
        self._scenario = scenario
        self._answers = answers
        self._passed = passed
        self._lost = lost
        self._rows = {name: row for row, name in enumerate(scenario.queues)}
        shape = (len(scenario.queues), intervals(scenario))
        self._open = np.ones(shape)
        for row, queue in enumerate(scenario.queues.values()):
            if queue.channel not in DEFERRABLE:
                self._open[row] = open_share(scenario, queue.open)
        self._sums = Flow(*(np.zeros(shape) for _ in range(6)))
        self._tickets = np.zeros(shape)

    def flow(self) -> Flow:
        """Follow all that comes, queue after queue."""
        order = in_order(self._scenario, self._passed)
        for name in order:
            self._follow(name, order)
        return self._sums

    def _follow(self, name: str, order: list[str]) -> None:
        """Follow the contacts that first come to one queue through all their attempts."""
        row, queue = self._rows[name], self._scenario.queues[name]
        volumes = self._scenario.with_warm_up(self._scenario.volumes(name))
        volumes = volumes * mean_factor(self._scenario, surge(self._scenario, name))
        first = volumes + self._listed(name, queue)
        tickets = self._tickets[row]
        redials, repeats = np.zeros_like(first), np.zeros_like(first)
        for _ in range(self._scenario.tries):
            coming = [self._past_machine(queue, part) for part in (first, redials, repeats)]
            left = sum((gone for _, gone in coming), np.zeros_like(first))
            people = [some for some, _ in coming]
            for part, total in zip(people, self._causes, strict=True):
                total[row] += part * self._open[row]
            self._sums.passed[row] += tickets
            self._escalate(queue, sum(people) + tickets)
            gave_up, closed, settled = self._served(name, sum(people) + tickets, order)
            redials = self._call_again(queue, gave_up, closed, left)
            repeats = self._come_back(name, queue, settled)
            first, tickets = np.zeros_like(first), np.zeros_like(first)
            if not (redials.any() or repeats.any()):
                break

    @property
    def _causes(self) -> tuple[Numbers, Numbers, Numbers]:
        return self._sums.first, self._sums.redials, self._sums.repeats

    def _listed(self, name: str, queue: Queue) -> Numbers:
        """Return what lies in the queue of itself: the list of each day, from its opening on."""
        listed = np.zeros(intervals(self._scenario))
        if queue.customers is not None:
            from scenarios import duty

            to_call = self._scenario.to_call(name)
            for day, at_ms in duty.openings_ms(self._scenario, queue.open):
                listed[at_ms // to_ms(self._scenario.interval)] += to_call[day]
        return listed

    def _past_machine(self, queue: Queue, coming: Numbers) -> tuple[Numbers, Numbers]:
        """Return who goes on to people from self-service, and who leaves it unserved."""
        machine = queue.self_service
        if machine is None or not coming.any():
            return coming, np.zeros_like(coming)
        contained = np.tile(machine.shares, self._scenario.intervals // len(machine.shares))
        share = self._scenario.with_warm_up(contained)
        is_on = share > 0
        through = np.where(is_on, coming * (1 - share - machine.gives_up), 0.0)
        later = lags(machine.time, self._scenario.interval)
        left = moved(np.where(is_on, coming * machine.gives_up, 0.0), later)
        return np.where(is_on, 0.0, coming) + moved(through, later), left

    def _served(
        self, name: str, coming: Numbers, order: list[str]
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return who gave up anywhere, who found a line closed, and who was answered to the end."""
        here: dict[str, Numbers] = {name: coming}
        gave_up, closed, settled = (np.zeros_like(coming) for _ in range(3))
        for queue in order:
            if queue not in here:
                continue
            row = self._rows[queue]
            let_in = here[queue] * self._open[row]
            closed += here[queue] - let_in
            gave_up += let_in * self._lost[row]
            answered = let_in * (1 - self._lost[row])
            for way in self._passed[queue]:
                to = self._rows[way.to]
                going = answered * way.share
                here[way.to] = here.get(way.to, np.zeros_like(coming)) + going
                self._sums.passed[to] += going * self._open[to]
                if way.share:
                    warm = going * self._open[to] * (way.held / way.share)
                    self._sums.warm[to] += warm
                    self._sums.handover_s[to] += warm * way.handover_s
            kept = answered * (1 - sum(way.share for way in self._passed[queue]))
            settled += kept
            self._open_tickets(queue, kept)
        return gave_up, closed, settled

    def _open_tickets(self, queue: str, settled: Numbers) -> None:
        ticket = self._scenario.queues[queue].ticket
        if ticket is not None:
            self._tickets[self._rows[ticket.to]] += settled * ticket.share

    def _escalate(self, queue: Queue, coming: Numbers) -> None:
        for to, share in escalations(queue):
            self._tickets[self._rows[to]] += coming * share

    def _call_again(
        self, queue: Queue, gave_up: Numbers, closed: Numbers, left: Numbers
    ) -> Numbers:
        """Return who calls again after not being served."""
        redial = queue.redial
        again = gave_up * redial.abandoned + closed * redial.closed + left * redial.left_bot
        return moved(again, lags(redial.delay, self._scenario.interval)) if again.any() else again

    def _come_back(self, name: str, queue: Queue, settled: Numbers) -> Numbers:
        """Return who comes back after being answered."""
        repeat = queue.repeat or Repeat(share=0)
        share = repeat.share * sum(
            part * stage_mean(self._scenario, self._scenario.groups[group], "repeat_factor")
            for group, part in self._answers[name].items()
        )
        talk_s = time(queue.talk, queue.handling_factor).mean_s
        later = lags(repeat.delay, self._scenario.interval, after_s=talk_s)
        return moved(settled * min(share, 1.0), later)
