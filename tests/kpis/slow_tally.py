"""The same counts as `sim.kpis.tally`, the slow and obvious way: one leg, one span at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.codes import Cause, Outcome
from sim.engines.legs import LEG, Outcomes
from sim.kpis.tally import GroupCount, QueueCount, QueuePeak, ServiceClock

Leg = dict[str, int]
Spans = list[tuple[int, int]]


class SlowTally:
    """Counts in lists of lists; milliseconds throughout, seconds when asked for."""

    def __init__(
        self, outcomes: Outcomes, centre: Centre, absent: NDArray[np.bool_], clock: ServiceClock
    ) -> None:
        plan = centre.plan
        self.horizon = outcomes.horizon_ms
        self.plan = plan
        self.clock = clock
        self.absent = absent
        self.legs: list[Leg] = [
            dict(zip(LEG.names or (), row.tolist(), strict=True)) for row in outcomes.legs
        ]
        self.n_queues = len(centre.floor.queue_names)
        self.n_groups = len(centre.floor.group_names)
        self.borders = list(range(plan.warm_up_ms, plan.horizon_ms + 1, plan.interval_ms))
        self.intervals = list(pairwise(self.borders))
        self.onward: dict[int, int] = {
            leg["parent"]: number
            for number, leg in enumerate(self.legs)
            if leg["cause"] == Cause.TRANSFER
        }

    # One leg -------------------------------------------------------------------------------

    def waiting_ends(self, leg: Leg) -> int:
        if leg["outcome"] == Outcome.WAITING:
            return self.horizon
        return leg["answered_ms"] if leg["answered_ms"] >= 0 else leg["left_ms"]

    def wait(self, leg: Leg) -> int:
        return self.waiting_ends(leg) - leg["queued_ms"]

    def phases(self, leg: Leg) -> tuple[int, int, int, int]:
        """Return talk, hold, hand-over and wrap-up of an answered leg."""
        talk = leg["left_ms"] - leg["answered_ms"]
        if leg["freed_ms"] < 0:
            holds = leg["outcome"] == Outcome.TRANSFERRED
            return talk, max(self.horizon - leg["left_ms"], 0) if holds else 0, 0, 0
        held, handover = leg["held_ms"], leg["handover_ms"]
        return talk, held, handover, leg["freed_ms"] - leg["left_ms"] - held - handover

    def busy(self, leg: Leg) -> tuple[int, int]:
        return leg["answered_ms"], leg["answered_ms"] + sum(self.phases(leg))

    def chain(self, number: int) -> list[Leg]:
        """Return a leg and those it was passed on as."""
        legs = [self.legs[number]]
        while number in self.onward:
            number = self.onward[number]
            legs.append(self.legs[number])
        return legs

    # Queues --------------------------------------------------------------------------------

    def queue_row(self, row: int) -> list[dict[QueueCount, float]]:
        return [self._queue_cell(row, start, end) for start, end in self.intervals]

    def _numbers(self, row: int, start: int, end: int) -> list[int]:
        return [
            number
            for number, leg in enumerate(self.legs)
            if start <= leg["queued_ms"] < end
            and (leg["cause"] != Cause.TRANSFER if row == 0 else leg["queue"] == row - 1)
        ]

    def _queue_cell(self, row: int, start: int, end: int) -> dict[QueueCount, float]:
        counts: dict[QueueCount, float] = dict.fromkeys(QueueCount, 0.0)
        for number in self._numbers(row, start, end):
            self._count_leg(counts, self.legs[number])
            self._count_handling(counts, self.chain(number) if row == 0 else [self.legs[number]])
            if self.legs[number]["cause"] != Cause.TRANSFER:
                self._count_attempt(counts, self.chain(number))
        here = [leg for leg in self.legs if row in (0, leg["queue"] + 1)]
        waiting = [(leg["queued_ms"], self.waiting_ends(leg)) for leg in here]
        talking = [(g["answered_ms"], g["left_ms"]) for g in here if g["answered_ms"] >= 0]
        counts[QueueCount.QUEUE_LENGTH_S] = _covered(waiting, start, end) / 1000
        counts[QueueCount.LINE_S] = _covered(waiting + talking, start, end) / 1000
        counts[QueueCount.SPAN_S] = (end - start) / 1000
        return counts

    def _count_leg(self, counts: dict[QueueCount, float], leg: Leg) -> None:
        wait, queue = self.wait(leg), leg["queue"]
        in_time = wait <= self.clock.within_ms[queue]
        outcome = Outcome(leg["outcome"])
        counts[QueueCount.OFFERED] += 1
        counts[
            {
                Cause.FIRST: QueueCount.FIRST,
                Cause.REDIAL: QueueCount.REDIALS,
                Cause.REPEAT: QueueCount.REPEATS,
                Cause.TRANSFER: QueueCount.TRANSFERRED_IN,
            }[Cause(leg["cause"])]
        ] += 1
        counts[QueueCount.WAIT_S] += wait / 1000
        if leg["answered_ms"] >= 0:
            counts[QueueCount.ANSWERED] += 1
            counts[QueueCount.ANSWERED_WITHIN] += in_time
            counts[QueueCount.WAIT_ANSWERED_S] += wait / 1000
        if outcome == Outcome.ABANDONED:
            counts[QueueCount.ABANDONED_WITHIN] += in_time
            counts[QueueCount.ABANDONED_SHORT] += wait <= self.clock.short_ms[queue]
        if outcome == Outcome.WAITING:
            counts[QueueCount.STILL_WAITING] += 1
        elif outcome == Outcome.TRANSFERRED:
            counts[QueueCount.TRANSFERRED_OUT] += 1
        elif outcome != Outcome.ANSWERED:
            counts[QueueCount[outcome.name]] += 1

    def _count_handling(self, counts: dict[QueueCount, float], legs: Sequence[Leg]) -> None:
        for leg in legs:
            if leg["answered_ms"] >= 0:
                talk, hold, handover, wrap_up = self.phases(leg)
                counts[QueueCount.TALK_S] += talk / 1000
                counts[QueueCount.HOLD_S] += hold / 1000
                counts[QueueCount.HANDOVER_S] += handover / 1000
                counts[QueueCount.WRAP_UP_S] += wrap_up / 1000

    def _count_attempt(self, counts: dict[QueueCount, float], chain: Sequence[Leg]) -> None:
        counts[QueueCount.CONTACT_WAIT_S] += sum(map(self.wait, chain)) / 1000
        counts[QueueCount.CONTACT_TRANSFERS] += len(chain) - 1
        last = chain[-1]
        settled = last["outcome"] == Outcome.ANSWERED and last["freed_ms"] >= 0
        if last["attempt"] == 1 and settled:
            counts[QueueCount.SETTLED] += 1
            counts[QueueCount.UNRESOLVED] += last["comes_back"]

    def peaks_row(self, row: int) -> list[dict[QueuePeak, float]]:
        return [
            {
                QueuePeak.LONGEST_WAIT_S: max(
                    (self.wait(self.legs[n]) / 1000 for n in self._numbers(row, start, end)),
                    default=float("nan"),
                ),
                QueuePeak.LONGEST_QUEUE: self._longest_queue(row, start, end),
            }
            for start, end in self.intervals
        ]

    def _longest_queue(self, row: int, start: int, end: int) -> int:
        spans = [
            (leg["queued_ms"], self.waiting_ends(leg))
            for leg in self.legs
            if row in (0, leg["queue"] + 1)
        ]
        instants = {start} | {at for span in spans for at in span if start <= at < end}
        return max(sum(begin <= at < stop for begin, stop in spans) for at in instants)

    # Groups --------------------------------------------------------------------------------

    def group_row(self, group: int) -> list[dict[GroupCount, float]]:
        return [self._group_cell(group, start, end) for start, end in self.intervals]

    def _group_cell(self, group: int, start: int, end: int) -> dict[GroupCount, float]:
        counts: dict[GroupCount, float] = dict.fromkeys(GroupCount, 0.0)
        mine = [leg for leg in self.legs if leg["group"] == group and leg["answered_ms"] >= 0]
        for leg in mine:
            at = leg["answered_ms"]
            names = (
                GroupCount.TALK_S,
                GroupCount.HOLD_S,
                GroupCount.HANDOVER_S,
                GroupCount.WRAP_UP_S,
            )
            for count, length in zip(names, self.phases(leg), strict=True):
                counts[count] += _covered([(at, at + length)], start, end) / 1000
                at += length
            if start <= leg["queued_ms"] < end:
                counts[GroupCount.ANSWERED] += 1
                counts[GroupCount.TRANSFERRED_OUT] += leg["outcome"] == Outcome.TRANSFERRED
                counts[GroupCount.LEG_HANDLING_S] += sum(self.phases(leg)) / 1000
        self._count_presence(counts, group, [self.busy(leg) for leg in mine], (start, end))
        return counts

    def _count_presence(
        self, counts: dict[GroupCount, float], group: int, busy: Spans, within: tuple[int, int]
    ) -> None:
        duty = self.plan.on_duty(group, self.absent)
        changes = set(duty.starts_ms.tolist()) | {at for span in busy for at in span}
        instants = sorted({*within} | {at for at in changes if within[0] < at < within[1]})
        for begin, end in pairwise(instants):
            scheduled = duty.at(np.array([begin]))[0]
            working = sum(first <= begin < last for first, last in busy)
            length = (end - begin) / 1000
            counts[GroupCount.ON_DUTY_S] += scheduled * length
            counts[GroupCount.PRESENT_S] += max(scheduled, working) * length
            counts[GroupCount.OVERTIME_S] += max(working - scheduled, 0) * length
            counts[GroupCount.BUSY_S] += working * length

    def flows(self) -> Any:
        flows = np.zeros((self.n_groups, self.n_queues, self.n_queues))
        for parent, child in self.onward.items():
            if self.legs[child]["queued_ms"] >= self.borders[0]:
                giver, taker = self.legs[parent], self.legs[child]
                flows[giver["group"], giver["queue"], taker["queue"]] += 1
        return flows


def _covered(spans: Spans, start: int, end: int) -> int:
    return sum(max(min(last, end) - max(first, start), 0) for first, last in spans)
