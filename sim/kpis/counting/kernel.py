"""Counting, compiled: one pass over the legs, and sweeps over what they leave to be put in order.

Everything is added up in whole milliseconds since the start of the first counted interval, in
64-bit integers, so that the order of the legs makes no difference. `by_queue` and `by_group`, its
neighbours, make seconds and tables of it. With `NUMBA_DISABLE_JIT=1` all of this runs as Python.

What a kernel takes from other files is part of the type of its argument `grid`: see
`sim.compilation.stamped`.

Areas (numbers of people, under time) have two columns each: what is covered of an interval by the
people who come or go in it, and the number who come less those who go, who cover all later ones.
"""
# ruff: noqa: PLR0917 - arrays in objects would be counted at each access, numbers are read faster

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim import codes
from sim.codes import Cause, Outcome
from sim.compilation import inlined, kernel, stamped
from sim.engines import legs as leg_layout
from sim.engines.legs import LEG

Integers = NDArray[np.int64]
#: An array of one GRID.
Record = NDArray[np.void]
Times = tuple[int, int, int, int, int, int, int]

# Kernels know numbers: a leg's fields by their places in the row, codes by their values.
_FIELDS: Final = LEG.names or ()
_PARENT: Final = _FIELDS.index("parent")
_CAUSE: Final = _FIELDS.index("cause")
_ATTEMPT: Final = _FIELDS.index("attempt")
_DEPTH: Final = _FIELDS.index("depth")
_QUEUE: Final = _FIELDS.index("queue")
_QUEUED: Final = _FIELDS.index("queued_ms")
_ANSWERED_AT: Final = _FIELDS.index("answered_ms")
_GROUP: Final = _FIELDS.index("group")
_LEFT: Final = _FIELDS.index("left_ms")
_HELD: Final = _FIELDS.index("held_ms")
_HANDOVER: Final = _FIELDS.index("handover_ms")
_FREED: Final = _FIELDS.index("freed_ms")
_COMES_BACK: Final = _FIELDS.index("comes_back")
_OUTCOME: Final = _FIELDS.index("outcome")
_TRANSFER: Final = int(Cause.TRANSFER)
_STILL_WAITING: Final = int(Outcome.WAITING)
_ANSWERED: Final = int(Outcome.ANSWERED)
_TRANSFERRED: Final = int(Outcome.TRANSFERRED)
_ABANDONED: Final = int(Outcome.ABANDONED)
_NOT_REACHED: Final = int(Outcome.NOT_REACHED)
_FELL_SILENT: Final = int(Outcome.FELL_SILENT)
_DROPPED: Final = int(Outcome.DROPPED)

#: The counted intervals, and the end of the run.
GRID: Final = stamped(
    [("start_ms", np.int64), ("interval_ms", np.int64), ("horizon_ms", np.int64)],
    [codes, leg_layout],
)

# What a leg is to its queue; those of each role but the last have rows of their own.
FIRST: Final = 0  # offered, and in the centre's row: an attempt
LATER: Final = 1  # offered to this queue alone: transfers, tickets, escalations, reopened work
SELF_SERVICE: Final = 2  # not offered: before people
CALL_BACK: Final = 3  # not offered: a call that the centre owes
LISTED: Final = 4  # not offered: a call of an outbound list
RESUMED: Final = 5  # the rest of a leg that was put aside
_OUT_OF_LINE: Final = (SELF_SERVICE, CALL_BACK)

# Columns of lines, a row a queue.
WITHIN: Final = 0  # T
ANSWERED_BY: Final = 1  # T, less what the first reply takes
SHORT: Final = 2  # t0
DEFERS: Final = 3  # deferrable work: 1
LINE_COLUMNS: Final = 4

# Columns of queues: first the numbers of legs by cause and by outcome, in the order of the codes.
CAUSES: Final = 0
OUTCOMES: Final = CAUSES + len(Cause)
ANSWERED: Final = OUTCOMES + len(Outcome)
ANSWERED_WITHIN: Final = ANSWERED + 1
ABANDONED_WITHIN: Final = ANSWERED + 2
ABANDONED_SHORT: Final = ANSWERED + 3
WAIT_ANSWERED: Final = ANSWERED + 4
WAIT: Final = ANSWERED + 5
LONGEST_WAIT: Final = ANSWERED + 6  # a maximum, not a sum
SETTLED: Final = ANSWERED + 7
UNRESOLVED: Final = ANSWERED + 8
HANDLING: Final = ANSWERED + 9  # talk, hold, hand-over, wrap-up
# What an attempt's transfers add to it, in the cell where it began.
LATER_HANDLING: Final = HANDLING + 4
LATER_WAIT: Final = LATER_HANDLING + 4
LATER_LEGS: Final = LATER_WAIT + 1
LATER_SETTLED: Final = LATER_WAIT + 2
LATER_UNRESOLVED: Final = LATER_WAIT + 3
WAITING_AREA: Final = LATER_WAIT + 4
TALKING_AREA: Final = WAITING_AREA + 2
QUEUE_COLUMNS: Final = TALKING_AREA + 2
QUEUE_AREAS: Final = range(WAITING_AREA, QUEUE_COLUMNS, 2)

# Columns of groups.
GROUP_ANSWERED: Final = 0
GROUP_TRANSFERRED: Final = 1
GROUP_HANDLING: Final = 2
TALK_AREA: Final = 3
HOLD_AREA: Final = TALK_AREA + 2
HANDOVER_AREA: Final = HOLD_AREA + 2
WRAP_UP_AREA: Final = HANDOVER_AREA + 2
ON_DUTY_AREA: Final = WRAP_UP_AREA + 2
OVERTIME_AREA: Final = ON_DUTY_AREA + 2  # at work beyond those on duty
GROUP_COLUMNS: Final = OVERTIME_AREA + 2
GROUP_AREAS: Final = range(TALK_AREA, GROUP_COLUMNS, 2)
HANDLING_AREAS: Final = range(TALK_AREA, ON_DUTY_AREA, 2)


@kernel
def count_legs(
    legs: Integers,
    roles: Integers,
    roots: Integers,
    grid: Record,
    lines: Integers,
    parallel: Integers,
    queues: Integers,
    groups: Integers,
    flows: Integers,
    waiting: Integers,
    working: Integers,
    load: Integers,
    stretch_bits: int,
) -> tuple[int, int]:
    """Add up `legs`, one row of LEG each; return how many events `waiting` and `working` hold.

    `roles` are the legs' roles and `roots` where the attempts of transfers began (-1 for nowhere
    that counts), both empty where every leg is an attempt or a transfer. `lines` has shape (queues,
    LINE_COLUMNS); `parallel[g]` is 1 where agents of group g have several contacts at once.

    Added to: `queues`, shape (roles x queues, intervals + 1, QUEUE_COLUMNS), in which the legs of
    each role have rows of their own behind those of the role before; `groups`, shape (groups,
    intervals + 1, GROUP_COLUMNS); and `flows`, shape (groups, queues, queues). One interval more
    takes what is left over at the end.

    Events are numbers that sorting puts in order: those of `waiting` by time, row (1 + queue) and
    whether a wait begins (1) or ends; those of `working` by group, time and whether work begins
    (not of groups that are `parallel`). Both have room for two events a leg. `load`, shape
    (stretches, 2), is added how many begin and end work in each stretch of 2 ** `stretch_bits`
    milliseconds of each group.
    """
    start_ms, horizon_ms = grid[0]["start_ms"], grid[0]["horizon_ms"]
    interval_ms = grid[0]["interval_ms"]
    n_queues = len(lines)
    span_ms = (queues.shape[1] - 1) * interval_ms
    row_bits, time_bits = bits_for(1 + n_queues), bits_for(span_ms + 1)
    n_waiting, n_working = 0, 0
    for leg in range(len(legs)):
        queue, cause, outcome = legs[leg, _QUEUE], legs[leg, _CAUSE], legs[leg, _OUTCOME]
        role = int(roles[leg]) if len(roles) else int(cause == _TRANSFER)
        is_answered = legs[leg, _ANSWERED_AT] >= 0
        is_settled = _is_settled(legs, leg)
        comes_back = legs[leg, _COMES_BACK] | (outcome == _DROPPED)
        times = _times(legs, leg, start_ms, horizon_ms)
        queued, ended, answered, left, _, _, freed = times
        interval = min(max(queued, 0), span_ms) // interval_ms
        is_counted = 0 <= queued < span_ms
        if is_counted and role != RESUMED:
            _count(
                queues,
                queue + role * n_queues,
                interval,
                cause,
                outcome,
                times,
                is_answered,
                is_settled,
                comes_back,
                lines[queue, WITHIN],
                lines[queue, ANSWERED_BY],
                lines[queue, SHORT],
            )
        if cause == _TRANSFER:
            root = _first_of(legs, leg, roots)
            # Nobody holds the line while work waits.
            waited = 0 if lines[queue, DEFERS] else ended - queued
            if queued >= 0:
                giver = legs[leg, _PARENT]
                flows[legs[giver, _GROUP], legs[giver, _QUEUE], queue] += 1
            if root >= 0:
                _count_transfer(
                    queues,
                    legs[root, _QUEUE],
                    legs[root, _QUEUED] - start_ms,
                    interval_ms,
                    times,
                    waited,
                    is_answered,
                    is_settled,
                    comes_back,
                )
        answered_in = interval
        is_apart = (role >= SELF_SERVICE) & (role <= LISTED)
        area_row = queue + role * n_queues if is_apart else queue
        if ended != queued:
            answered_in = _cover(
                queues, area_row, WAITING_AREA, queued, ended, interval, 1, interval_ms
            )
            begin, end = min(max(queued, 0), span_ms), min(max(ended, 0), span_ms)
            row = 1 + queue
            n_waiting = _note(waiting, n_waiting, role, begin, end, row, row_bits)
        if legs[leg, _ANSWERED_AT] >= 0:
            group = legs[leg, _GROUP]
            if is_counted and outcome != _NOT_REACHED:
                groups[group, interval, GROUP_ANSWERED] += role != RESUMED
                groups[group, interval, GROUP_TRANSFERRED] += outcome == _TRANSFERRED
                groups[group, interval, GROUP_HANDLING] += freed - answered
            _cover(queues, area_row, TALKING_AREA, answered, left, answered_in, 1, interval_ms)
            _cover_handling(groups, group, times, answered_in, interval_ms)
            if not parallel[group]:
                begin, end = min(max(answered, 0), span_ms), min(max(freed, 0), span_ms)
                working[n_working] = (((group << time_bits) | begin) << 1) | 1
                working[n_working + 1] = ((group << time_bits) | end) << 1
                load[working[n_working] >> (1 + stretch_bits), 0] += 1
                load[working[n_working + 1] >> (1 + stretch_bits), 1] += 1
                n_working += 2
    return n_waiting, n_working


@inlined
def _is_settled(legs: Integers, leg: int) -> bool:
    """Tell whether a leg of a first attempt was answered, and is sure not to go on.

    Who was cut off was answered: what is settled then is that it did not help.
    """
    outcome = legs[leg, _OUTCOME]
    is_done = (outcome == _ANSWERED) | (outcome == _FELL_SILENT) | (outcome == _DROPPED)
    is_settled: bool = is_done & (legs[leg, _FREED] >= 0) & (legs[leg, _ATTEMPT] == 1)
    return is_settled


@inlined
def _first_of(legs: Integers, leg: int, roots: Integers) -> int:
    """Return the leg that the attempt of a transfer began with, -1 where there is none."""
    if len(roots):
        return int(roots[leg])
    first = leg
    for _ in range(legs[leg, _DEPTH]):
        first = legs[first, _PARENT]
    return first


@inlined
def _note(
    waiting: Integers, number: int, role: int, begin: int, end: int, row: int, row_bits: int
) -> int:
    """Note in `waiting` that somebody stands in line; return how many events there are then."""
    if role in _OUT_OF_LINE:
        return number
    waiting[number] = ((begin << row_bits) | row) << 1 | 1
    waiting[number + 1] = ((end << row_bits) | row) << 1
    return number + 2


@inlined
def bits_for(values: int) -> int:
    """Return how many bits tell the numbers from 0 to `values` - 1."""
    bits = 0
    while 1 << bits < values:
        bits += 1
    return bits


@inlined
def _times(legs: Integers, leg: int, start_ms: int, horizon_ms: int) -> Times:
    """Return when a leg queued, ceased to wait, was answered, left, and each further phase ended.

    The phases are hold, hand-over and wrap-up. A leg still waiting waits up to the horizon. An
    agent of whom the end of the work is not known holds up to there (or talks to the end of the
    talk), and has no wrap-up.
    """
    answered, left, freed = legs[leg, _ANSWERED_AT], legs[leg, _LEFT], legs[leg, _FREED]
    if legs[leg, _OUTCOME] == _STILL_WAITING:
        left = horizon_ms
    hold_end = left + legs[leg, _HELD]
    handover_end = hold_end + legs[leg, _HANDOVER]
    if answered >= 0 and freed < 0:
        if legs[leg, _OUTCOME] == _TRANSFERRED:
            hold_end = max(left, horizon_ms)
        handover_end = freed = hold_end
    ended = answered if answered >= 0 else left
    return (
        legs[leg, _QUEUED] - start_ms,
        ended - start_ms,
        answered - start_ms,
        left - start_ms,
        hold_end - start_ms,
        handover_end - start_ms,
        freed - start_ms,
    )


@inlined
def _count(
    queues: Integers,
    row: int,
    interval: int,
    cause: int,
    outcome: int,
    times: Times,
    is_answered: bool,
    is_settled: bool,
    comes_back: int,
    within_ms: int,
    answered_by_ms: int,
    short_ms: int,
) -> None:
    """Count a leg in its queue, in the interval in which it queued."""
    waited = times[1] - times[0]
    is_within, is_abandoned = waited <= within_ms, outcome == _ABANDONED
    queues[row, interval, CAUSES + cause] += 1
    queues[row, interval, OUTCOMES + outcome] += 1
    queues[row, interval, WAIT] += waited
    longest = queues[row, interval, LONGEST_WAIT]
    queues[row, interval, LONGEST_WAIT] = max(longest, waited)
    queues[row, interval, ABANDONED_WITHIN] += is_abandoned & is_within
    queues[row, interval, ABANDONED_SHORT] += is_abandoned & (waited <= short_ms)
    if is_answered:
        queues[row, interval, ANSWERED] += 1
        queues[row, interval, ANSWERED_WITHIN] += waited <= answered_by_ms
        queues[row, interval, WAIT_ANSWERED] += waited
        queues[row, interval, SETTLED] += is_settled
        queues[row, interval, UNRESOLVED] += is_settled * comes_back
        _add_handling(queues, row, interval, HANDLING, times)


@inlined
def _count_transfer(
    queues: Integers,
    row: int,
    begun: int,
    interval_ms: int,
    times: Times,
    waited: int,
    is_answered: bool,
    is_settled: bool,
    comes_back: int,
) -> None:
    """Count a transfer where its attempt began, if that was in a counted interval."""
    interval = begun // interval_ms
    if begun < 0 or interval >= queues.shape[1] - 1:
        return
    queues[row, interval, LATER_LEGS] += 1
    queues[row, interval, LATER_WAIT] += waited
    if is_answered:
        queues[row, interval, LATER_SETTLED] += is_settled
        queues[row, interval, LATER_UNRESOLVED] += is_settled * comes_back
        _add_handling(queues, row, interval, LATER_HANDLING, times)


@inlined
def _add_handling(queues: Integers, row: int, interval: int, first: int, times: Times) -> None:
    """Add talk, hold, hand-over and wrap-up to the columns from `first` on."""
    queues[row, interval, first] += times[3] - times[2]
    queues[row, interval, first + 1] += times[4] - times[3]
    queues[row, interval, first + 2] += times[5] - times[4]
    queues[row, interval, first + 3] += times[6] - times[5]


@inlined
def _cover_handling(
    groups: Integers, group: int, times: Times, interval: int, interval_ms: int
) -> None:
    """Add a leg's handling to the areas of its group; it was answered in `interval`."""
    _, _, answered, left, hold_end, handover_end, freed = times
    talk, hold, handover, wrap_up = TALK_AREA, HOLD_AREA, HANDOVER_AREA, WRAP_UP_AREA
    interval = _cover(groups, group, talk, answered, left, interval, 1, interval_ms)
    if handover_end != left:
        interval = _cover(groups, group, hold, left, hold_end, interval, 1, interval_ms)
        interval = _cover(groups, group, handover, hold_end, handover_end, interval, 1, interval_ms)
    _cover(groups, group, wrap_up, handover_end, freed, interval, 1, interval_ms)


@inlined
def _cover(
    cells: Integers,
    row: int,
    area: int,
    begin: int,
    end: int,
    interval: int,
    number: int,
    interval_ms: int,
) -> int:
    """Add `number` people from `begin`, which is in `interval`, until `end`; return its interval.

    Time before the first interval or after the last one does not count.
    """
    span_ms = (cells.shape[1] - 1) * interval_ms
    begin, end = min(max(begin, 0), span_ms), min(max(end, 0), span_ms)
    if 0 <= end - interval * interval_ms < interval_ms:
        cells[row, interval, area] += number * (end - begin)
        return interval
    last = end // interval_ms
    cells[row, interval, area] += number * ((interval + 1) * interval_ms - begin)
    cells[row, interval, area + 1] += number
    cells[row, last, area] -= number * ((last + 1) * interval_ms - end)
    cells[row, last, area + 1] -= number
    return last


@kernel
def longest_queues(waiting: Integers, grid: Record, lines: Integers, longest: Integers) -> None:
    """Fill `longest`, shape (1 + queues, intervals), with the most who waited at once.

    Row 0 is the centre, in which deferrable work does not wait. `waiting` are the events of
    `count_legs`, sorted. What comes and goes within one instant was never a queue: the number
    waiting at an instant is that after all that happens in it.
    """
    interval_ms = grid[0]["interval_ms"]
    n_rows, n_intervals = longest.shape
    row_bits = bits_for(n_rows)
    now = np.zeros(n_rows, np.int64)
    interval = -1
    first = 0
    while first < len(waiting):
        at = waiting[first] >> (row_bits + 1)
        while interval + 1 < n_intervals and (interval + 1) * interval_ms < at:
            interval += 1
            _begin_with(longest, interval, now)
        behind = _happen(waiting, first, row_bits, lines, now)
        if interval + 1 < n_intervals and (interval + 1) * interval_ms == at:
            interval += 1
            _begin_with(longest, interval, now)
        elif at < n_intervals * interval_ms:
            longest[0, interval] = max(longest[0, interval], now[0])
            for event in range(first, behind):
                row = (waiting[event] >> 1) & ((1 << row_bits) - 1)
                longest[row, interval] = max(longest[row, interval], now[row])
        first = behind
    for later in range(interval + 1, n_intervals):
        _begin_with(longest, later, now)


@inlined
def _begin_with(longest: Integers, interval: int, now: Integers) -> None:
    """Begin an interval with the numbers waiting; a slice would take seconds to compile."""
    for row in range(len(now)):
        longest[row, interval] = now[row]


@inlined
def _happen(waiting: Integers, first: int, row_bits: int, lines: Integers, now: Integers) -> int:
    """Let all events of one instant happen to the numbers waiting; return the next one."""
    at = waiting[first] >> (row_bits + 1)
    while first < len(waiting) and waiting[first] >> (row_bits + 1) == at:
        change = 2 * (waiting[first] & 1) - 1
        row = (waiting[first] >> 1) & ((1 << row_bits) - 1)
        now[row] += change
        now[0] += change * (1 - lines[row - 1, DEFERS])
        first += 1
    return first


@kernel
def cover_duty(
    working: Integers,
    load: Integers,
    stretch_bits: int,
    duty_from: Integers,
    duty_at: Integers,
    duty_number: Integers,
    grid: Record,
    groups: Integers,
) -> int:
    """Add the time on duty to `groups`; keep the events of stretches that may have overtime.

    `working` and `load` are those of `count_legs`. `duty_number[i]` agents are on duty from
    `duty_at[i]` on, of group g those i from `duty_from[g]` until `duty_from[g + 1]`. In a stretch
    in which fewer are on duty at any time than were at work when it began and began work in it
    together, there may be overtime; in all others there is none, and their events are dropped.
    Returns how many events are kept, at the front of `working`; `load` is then, for each stretch,
    how many were at work when it began, and whether its events were kept.
    """
    interval_ms = grid[0]["interval_ms"]
    span_ms = (groups.shape[1] - 1) * interval_ms
    time_bits = bits_for(span_ms + 1)
    for group in range(len(groups)):
        step, behind = duty_from[group], duty_from[group + 1]
        _cover_scheduled(groups, group, duty_at[step:behind], duty_number[step:behind], interval_ms)
        at_work = 0
        for number in range((span_ms >> stretch_bits) + 1):
            stretch = (group << (time_bits - stretch_bits)) + number
            begin = number << stretch_bits
            while step + 1 < behind and duty_at[step + 1] <= begin:
                step += 1
            least, later = duty_number[step], step + 1
            while later < behind and duty_at[later] < begin + (1 << stretch_bits):
                least = min(least, duty_number[later])
                later += 1
            begun, done = load[stretch, 0], load[stretch, 1]
            load[stretch, 0], load[stretch, 1] = at_work, at_work + begun > least
            at_work += begun - done
    kept = 0
    for event in working:
        working[kept] = event
        kept += load[event >> (1 + stretch_bits), 1]
    return kept


@inlined
def _cover_scheduled(
    groups: Integers, group: int, duty_at: Integers, duty_number: Integers, interval_ms: int
) -> None:
    """Add the time on duty of a group, of which the last number lasts to the end."""
    span_ms = (groups.shape[1] - 1) * interval_ms
    for step in range(len(duty_at)):
        begin = duty_at[step]
        end = duty_at[step + 1] if step + 1 < len(duty_at) else max(span_ms, begin)
        interval = min(max(begin, 0), span_ms) // interval_ms
        number = duty_number[step]
        _cover(groups, group, ON_DUTY_AREA, begin, end, interval, number, interval_ms)


@kernel
def cover_overtime(
    working: Integers,
    load: Integers,
    stretch_bits: int,
    duty_from: Integers,
    duty_at: Integers,
    duty_number: Integers,
    grid: Record,
    groups: Integers,
) -> None:
    """Add to `groups` the time of agents at work beyond those on duty.

    `working` are the events that `cover_duty` kept, sorted, and `load` what it left.
    """
    interval_ms = grid[0]["interval_ms"]
    span_ms = (groups.shape[1] - 1) * interval_ms
    time_bits = bits_for(span_ms + 1)
    event = 0
    for group in range(len(groups)):
        step, behind = duty_from[group], duty_from[group + 1]
        for number in range((span_ms >> stretch_bits) + 1):
            stretch = (group << (time_bits - stretch_bits)) + number
            if not load[stretch, 1]:
                continue
            at_work = load[stretch, 0]
            begin = number << stretch_bits
            while event < len(working) and working[event] >> (1 + stretch_bits) == stretch:
                at = (working[event] >> 1) & ((1 << time_bits) - 1)
                step = _cover_beyond(
                    groups,
                    group,
                    begin,
                    at,
                    at_work,
                    step,
                    behind,
                    duty_at,
                    duty_number,
                    interval_ms,
                )
                at_work += 2 * (working[event] & 1) - 1
                begin = at
                event += 1
            end = min((number + 1) << stretch_bits, span_ms)
            step = _cover_beyond(
                groups, group, begin, end, at_work, step, behind, duty_at, duty_number, interval_ms
            )


@inlined
def _cover_beyond(
    groups: Integers,
    group: int,
    begin: int,
    end: int,
    at_work: int,
    step: int,
    behind: int,
    duty_at: Integers,
    duty_number: Integers,
    interval_ms: int,
) -> int:
    """Add the overtime of a group from `begin` until `end`; return the duty step of the end.

    `at_work` work all the time. `step` is not behind that of `begin`; `behind` is behind the last.
    """
    while begin < end:
        while step + 1 < behind and duty_at[step + 1] <= begin:
            step += 1
        until = min(end, duty_at[step + 1]) if step + 1 < behind else end
        beyond = at_work - duty_number[step]
        if beyond > 0:
            interval = begin // interval_ms
            _cover(groups, group, OVERTIME_AREA, begin, until, interval, beyond, interval_ms)
        begin = until
    return step
