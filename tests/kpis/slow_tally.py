"""The same counts as `sim.kpis.tally`, the slow and obvious way: one leg, one span at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Cause, Kind, Outcome
from sim.engines.legs import LEG, Outcomes
from sim.engines.log import Entry
from sim.kpis.tally import ChannelCount, GroupCount, QueueCount, QueuePeak, ServiceClock
from sim.steps import Steps

Leg = dict[str, int]
Spans = list[tuple[int, int]]


ATTEMPTS = {Cause.FIRST, Cause.REDIAL, Cause.REPEAT, Cause.FAILOVER}
IN_SELF_SERVICE = {Outcome.CONTAINED, Outcome.LEFT_BOT, Outcome.FAILED_OVER}


class SlowTally:
    """Counts in lists of lists; milliseconds throughout, seconds when asked for."""

    def __init__(
        self, outcomes: Outcomes, centre: Centre, absent: NDArray[np.bool_], clock: ServiceClock
    ) -> None:
        plan = centre.plan
        self.horizon = outcomes.horizon_ms
        self.plan = plan
        self.floor = centre.floor
        self.clock = clock
        self.absent = absent
        self.legs: list[Leg] = [
            dict(zip(LEG.names or (), row.tolist(), strict=True)) for row in outcomes.legs
        ]
        self.n_queues = len(centre.floor.queue_names)
        self.n_groups = len(centre.floor.group_names)
        self.borders = list(range(plan.warm_up_ms, plan.horizon_ms + 1, plan.interval_ms))
        self.intervals = list(pairwise(self.borders))
        self.log = outcomes.log
        self.onward = self._children(Cause.TRANSFER)
        self.rest = self._children(Cause.RESUMED)

    def _children(self, cause: Cause) -> dict[int, int]:
        return {
            leg["parent"]: number for number, leg in enumerate(self.legs) if leg["cause"] == cause
        }

    # What a leg is ---------------------------------------------------------------------------

    def setting(self, leg: Leg, name: str) -> int:
        return int(self.floor.queues[leg["queue"]][name])

    def kind(self, leg: Leg) -> Kind:
        return Kind(self.setting(leg, "kind"))

    def is_called(self, leg: Leg) -> bool:
        """Tell whether an agent calls the customer."""
        called = leg["cause"] in (Cause.CALL_BACK, Cause.RETRY) or self.setting(leg, "dialled")
        return bool(called) and leg["cause"] != Cause.RESUMED

    def is_offered(self, leg: Leg) -> bool:
        if leg["outcome"] in IN_SELF_SERVICE or leg["cause"] == Cause.RESUMED:
            return False
        return not self.is_called(leg)

    def waits_in_line(self, leg: Leg) -> bool:
        if leg["outcome"] in IN_SELF_SERVICE:
            return False
        called_back = leg["cause"] in (Cause.CALL_BACK, Cause.RETRY)
        return not called_back or self.setting(leg, "dialled") == 1

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

    def piece(self, number: int) -> list[Leg]:
        """Return a leg and the rests of it that were resumed."""
        legs = [self.legs[number]]
        while number in self.rest:
            number = self.rest[number]
            legs.append(self.legs[number])
        return legs

    def chain(self, number: int) -> list[list[Leg]]:
        """Return a piece and those it was passed on as."""
        pieces = [self.piece(number)]
        while True:
            while number in self.rest:
                number = self.rest[number]
            if number not in self.onward:
                return pieces
            number = self.onward[number]
            pieces.append(self.piece(number))

    # Queues --------------------------------------------------------------------------------

    def queue_row(self, row: int) -> list[dict[QueueCount, float]]:
        return [self._queue_cell(row, start, end) for start, end in self.intervals]

    def _numbers(self, row: int, start: int, end: int) -> list[int]:
        """Return the offered legs of a row that queued in an interval."""
        return [
            number
            for number, leg in enumerate(self.legs)
            if start <= leg["queued_ms"] < end
            and self.is_offered(leg)
            and (self._is_of_centre(leg) if row == 0 else leg["queue"] == row - 1)
        ]

    def _is_of_centre(self, leg: Leg) -> bool:
        return leg["cause"] in ATTEMPTS and self.kind(leg) != Kind.WORK

    def _queue_cell(self, row: int, start: int, end: int) -> dict[QueueCount, float]:
        counts: dict[QueueCount, float] = dict.fromkeys(QueueCount, 0.0)
        for number in self._numbers(row, start, end):
            self._count_leg(counts, number)
            pieces = self.chain(number) if row == 0 else [self.piece(number)]
            self._count_handling(counts, [leg for piece in pieces for leg in piece])
            if self.legs[number]["cause"] in ATTEMPTS:
                self._count_attempt(counts, self.chain(number))
        waiting = self._waiting(row)
        counts[QueueCount.QUEUE_LENGTH_S] = _covered(waiting, start, end) / 1000
        counts[QueueCount.LINE_S] = _covered(self._on_the_line(row), start, end) / 1000
        counts[QueueCount.SPAN_S] = (end - start) / 1000
        return counts

    def _waiting(self, row: int) -> Spans:
        return [
            (leg["queued_ms"], self.waiting_ends(leg))
            for leg in self.legs
            if self.waits_in_line(leg)
            and (self.kind(leg) != Kind.WORK if row == 0 else leg["queue"] == row - 1)
        ]

    def _on_the_line(self, row: int) -> Spans:
        spans = []
        for leg in self.legs:
            if row not in (0, leg["queue"] + 1):
                continue
            called = self.is_called(leg)
            if self.kind(leg) == Kind.CALL and not called:
                spans.append((leg["queued_ms"], self.waiting_ends(leg)))
            if leg["answered_ms"] >= 0 and (called or self.kind(leg) == Kind.CALL):
                spans.append((leg["answered_ms"], leg["left_ms"]))
        return spans

    def _count_leg(self, counts: dict[QueueCount, float], number: int) -> None:
        leg = self.legs[number]
        wait, queue = self.wait(leg), leg["queue"]
        reply = (self.clock.reply_ms or [0] * self.n_queues)[queue]
        in_time = wait <= self.clock.within_ms[queue]
        outcome, cause = Outcome(leg["outcome"]), Cause(leg["cause"])
        if cause == Cause.FAILOVER:
            cause = Cause(self.legs[leg["parent"]]["cause"])
        counts[QueueCount.OFFERED] += 1
        shown = {
            Cause.FIRST: QueueCount.FIRST,
            Cause.REDIAL: QueueCount.REDIALS,
            Cause.REPEAT: QueueCount.REPEATS,
            Cause.TRANSFER: QueueCount.TRANSFERRED_IN,
        }
        if cause in shown:
            counts[shown[cause]] += 1
        counts[QueueCount.WAIT_S] += wait / 1000
        if leg["answered_ms"] >= 0:
            counts[QueueCount.ANSWERED] += 1
            counts[QueueCount.ANSWERED_WITHIN] += wait + reply <= self.clock.within_ms[queue]
            counts[QueueCount.WAIT_ANSWERED_S] += (wait + reply) / 1000
        if outcome == Outcome.ABANDONED:
            counts[QueueCount.ABANDONED_WITHIN] += in_time
            counts[QueueCount.ABANDONED_SHORT] += wait <= self.clock.short_ms[queue]
        if outcome == Outcome.WAITING:
            counts[QueueCount.STILL_WAITING] += 1
        elif self.piece(number)[-1]["outcome"] == Outcome.TRANSFERRED:
            counts[QueueCount.TRANSFERRED_OUT] += 1
        elif outcome.name in QueueCount.__members__ and outcome != Outcome.ANSWERED:
            counts[QueueCount[outcome.name]] += 1

    def _count_handling(self, counts: dict[QueueCount, float], legs: Sequence[Leg]) -> None:
        for leg in legs:
            if leg["answered_ms"] >= 0:
                talk, hold, handover, wrap_up = self.phases(leg)
                counts[QueueCount.TALK_S] += talk / 1000
                counts[QueueCount.HOLD_S] += hold / 1000
                counts[QueueCount.HANDOVER_S] += handover / 1000
                counts[QueueCount.WRAP_UP_S] += wrap_up / 1000

    def _count_attempt(
        self, counts: dict[QueueCount, float], chain: Sequence[Sequence[Leg]]
    ) -> None:
        on_the_line = [piece[0] for piece in chain if self.kind(piece[0]) != Kind.WORK]
        counts[QueueCount.CONTACT_WAIT_S] += sum(map(self.wait, on_the_line)) / 1000
        counts[QueueCount.CONTACT_TRANSFERS] += len(chain) - 1
        last = chain[-1][-1]
        cut_off = last["outcome"] == Outcome.DROPPED and last["answered_ms"] >= 0
        settled = cut_off or last["outcome"] in {Outcome.ANSWERED, Outcome.FELL_SILENT}
        if last["attempt"] == 1 and settled and last["freed_ms"] >= 0:
            counts[QueueCount.SETTLED] += 1
            counts[QueueCount.UNRESOLVED] += cut_off or last["comes_back"]

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
        spans = self._waiting(row)
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
            if start <= leg["queued_ms"] < end and leg["outcome"] != Outcome.NOT_REACHED:
                counts[GroupCount.ANSWERED] += leg["cause"] != Cause.RESUMED
                counts[GroupCount.TRANSFERRED_OUT] += leg["outcome"] == Outcome.TRANSFERRED
                counts[GroupCount.LEG_HANDLING_S] += sum(self.phases(leg)) / 1000
        agents = {leg["agent"] for leg in mine}
        busy = [self.busy(leg) for leg in mine]
        if self.floor.groups[group]["concurrency"] > 1:
            busy = [
                span
                for agent in agents
                for span in _joined([self.busy(leg) for leg in mine if leg["agent"] == agent])
            ]
        self._count_presence(counts, group, busy, (start, end))
        return counts

    def _count_presence(
        self, counts: dict[GroupCount, float], group: int, busy: Spans, within: tuple[int, int]
    ) -> None:
        duty = self.on_duty(group)
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

    def on_duty(self, group: int) -> Steps:
        """Return the agents on duty: as planned, or with plays by what the director noted."""
        if not self.plan.plays:
            return self.plan.on_duty(group, self.absent)
        numbers = {0: 0}
        for row in self.log:
            if row["entry"] == Entry.STAFF and row["which"] == group:
                numbers[int(row["at_ms"])] = int(row["value"])
        return Steps(np.array(list(numbers), np.int64), np.array(list(numbers.values()), float))

    # Channels ------------------------------------------------------------------------------

    def channel_row(self, row: int) -> list[dict[ChannelCount, float]]:
        return [self._channel_cell(row, start, end) for start, end in self.intervals]

    def _channel_cell(self, row: int, start: int, end: int) -> dict[ChannelCount, float]:
        counts: dict[ChannelCount, float] = dict.fromkeys(ChannelCount, 0.0)
        for number, leg in enumerate(self.legs):
            if not start <= leg["queued_ms"] < end:
                continue
            if leg["queue"] == row - 1 or (row == 0 and self.kind(leg) != Kind.WORK):
                self._count_in_front(counts, leg)
                self._count_calls(counts, number)
                counts[ChannelCount.TICKETS_OPENED] += self._tickets_of(number)
            if leg["queue"] == row - 1 and self.kind(leg) == Kind.WORK and self.is_offered(leg):
                self._count_work(counts, number)
            if row in (0, leg["queue"] + 1):
                counts[ChannelCount.SERVED_APART] += self._is_served_apart(number)
        for number in self._numbers(row, start, end):
            self._count_ends(counts, self.legs[number])
        self._count_backlog(counts, row, end)
        counts[ChannelCount.INSTANTS] = 1
        return counts

    def _count_in_front(self, counts: dict[ChannelCount, float], leg: Leg) -> None:
        outcome = Outcome(leg["outcome"])
        if outcome in IN_SELF_SERVICE:
            counts[ChannelCount[outcome.name]] += 1
            counts[ChannelCount.SELF_SERVICE_S] += (leg["left_ms"] - leg["queued_ms"]) / 1000
            counts[ChannelCount.ARRIVED] += outcome != Outcome.FAILED_OVER
        elif self.is_offered(leg) and leg["cause"] in ATTEMPTS:
            counts[ChannelCount.ARRIVED] += 1

    def _count_calls(self, counts: dict[ChannelCount, float], number: int) -> None:
        leg = self.legs[number]
        dial = self.setting(leg, "dial_ms")
        if self.is_called(leg) and leg["answered_ms"] >= 0:
            counts[ChannelCount.CALLS_MADE] += 1
            if self._is_reached(leg):
                counts[ChannelCount.CALLS_REACHED] += 1
                talks = [each["left_ms"] - each["answered_ms"] for each in self._begun(number)]
                counts[ChannelCount.CALL_TALK_S] += (sum(talks) - dial) / 1000
        listed = self.is_called(leg) and self.setting(leg, "dialled") == 1
        if leg["outcome"] == Outcome.CALLED_BACK or (listed and leg["cause"] != Cause.RETRY):
            counts[ChannelCount.CUSTOMERS_TO_CALL] += 1
            calls = self._calls_to(number)
            if len(calls) == self.setting(leg, "calls") and all(
                call["outcome"] == Outcome.NOT_REACHED for call in calls
            ):
                counts[ChannelCount.NEVER_REACHED] += 1
            last = calls[-1] if calls else leg
            if leg["outcome"] == Outcome.CALLED_BACK and self._is_reached(last):
                counts[ChannelCount.CALL_BACKS_REACHED] += 1
                waited = last["answered_ms"] + dial - leg["left_ms"]
                counts[ChannelCount.CALL_BACK_WAIT_S] += waited / 1000

    def _is_reached(self, call: Leg) -> bool:
        """Tell whether a customer spoke with an agent who called, if only until cut off."""
        if call["answered_ms"] < 0 or call["outcome"] == Outcome.NOT_REACHED:
            return False
        spoke = call["left_ms"] - call["answered_ms"] - self.setting(call, "dial_ms")
        return call["outcome"] != Outcome.DROPPED or spoke >= 0

    def _begun(self, number: int) -> list[Leg]:
        return [leg for leg in self.piece(number) if leg["answered_ms"] >= 0]

    def _calls_to(self, number: int) -> list[Leg]:
        """Return the calls that are made, or are to be made, to one customer."""
        calls = [self.legs[number]] if self.is_called(self.legs[number]) else []
        for child, leg in enumerate(self.legs):
            if leg["parent"] == number and leg["cause"] in (Cause.CALL_BACK, Cause.RETRY):
                calls += self._calls_to(child)
        return calls

    def _tickets_of(self, number: int) -> int:
        """Return how many tickets a leg and its rests opened; a rest alone opens none."""
        if self.legs[number]["cause"] == Cause.RESUMED:
            return 0
        numbers = [number]
        while numbers[-1] in self.rest:
            numbers.append(self.rest[numbers[-1]])
        return sum(leg["cause"] == Cause.TICKET and leg["parent"] in numbers for leg in self.legs)

    def _count_ends(self, counts: dict[ChannelCount, float], leg: Leg) -> None:
        counts[ChannelCount.DIVERTED] += leg["outcome"] == Outcome.DIVERTED
        counts[ChannelCount.CALLED_BACK] += leg["outcome"] == Outcome.CALLED_BACK
        counts[ChannelCount.FELL_SILENT] += leg["outcome"] == Outcome.FELL_SILENT
        counts[ChannelCount.ESCALATED] += leg["outcome"] == Outcome.ESCALATED
        counts[ChannelCount.TICKETS_RECEIVED] += leg["cause"] == Cause.TICKET
        counts[ChannelCount.ESCALATIONS_RECEIVED] += leg["cause"] == Cause.ESCALATION

    def _is_done(self, number: int) -> bool:
        last = self.piece(number)[-1]
        is_over = last["outcome"] in {Outcome.ANSWERED, Outcome.TRANSFERRED}
        return is_over and 0 <= last["freed_ms"] <= self.horizon

    def _is_served_apart(self, number: int) -> bool:
        leg = self.legs[number]
        if self.is_called(leg):
            return self._is_reached(leg)
        return self.is_offered(leg) and self.kind(leg) == Kind.WORK and self._is_done(number)

    def _count_work(self, counts: dict[ChannelCount, float], number: int) -> None:
        first, pieces = self.legs[number], self.piece(number)
        last, done = pieces[-1], self._is_done(number)
        grade = self.floor.grades[first["queue"], first["grade"]]
        due, remind = (first["queued_ms"] + int(grade[n]) for n in ("due_ms", "remind_ms"))
        escalated = last["outcome"] == Outcome.ESCALATED
        gone = {Outcome.BLOCKED, Outcome.DROPPED, Outcome.ESCALATED}
        counts[ChannelCount.DONE] += done
        counts[ChannelCount.REOPENED] += done and last["comes_back"]
        counts[ChannelCount.OPEN] += not done and last["outcome"] not in gone
        counts[ChannelCount.PUT_ASIDE] += sum(leg["outcome"] == Outcome.PUT_ASIDE for leg in pieces)
        counts[ChannelCount.REMINDED] += self.waiting_ends(first) >= remind
        if grade["due_ms"] == NEVER:
            return
        if done and last["freed_ms"] <= due:
            counts[ChannelCount.ON_TIME] += 1
        elif done or escalated or due < self.horizon:
            counts[ChannelCount.LATE] += 1
        elif last["outcome"] not in gone:
            counts[ChannelCount.NOT_DUE] += 1

    def _count_backlog(self, counts: dict[ChannelCount, float], row: int, at: int) -> None:
        for leg in self.legs:
            if leg["queue"] != row - 1 or self.kind(leg) != Kind.WORK:
                continue
            still = leg["outcome"] == Outcome.WAITING
            if leg["queued_ms"] <= at and (still or at < self.waiting_ends(leg)):
                origin = leg
                while origin["cause"] in (Cause.RESUMED, Cause.RETRY):
                    origin = self.legs[origin["parent"]]
                counts[ChannelCount.BACKLOG] += 1
                counts[ChannelCount.BACKLOG_AGE_S] += (at - origin["queued_ms"]) / 1000

    def flows(self) -> Any:
        flows = np.zeros((self.n_groups, self.n_queues, self.n_queues))
        for parent, child in self.onward.items():
            if self.legs[child]["queued_ms"] >= self.borders[0]:
                giver, taker = self.legs[parent], self.legs[child]
                flows[giver["group"], giver["queue"], taker["queue"]] += 1
        return flows


def _covered(spans: Spans, start: int, end: int) -> int:
    return sum(max(min(last, end) - max(first, start), 0) for first, last in spans)


def _joined(spans: Spans) -> Spans:
    """Return spans that do not overlap and cover the same time."""
    joined: Spans = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined
