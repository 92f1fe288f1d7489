"""Those who wait in a queue that is not plain: in lanes, each first in first out.

Live queues have a lane of those who called, and one of call-backs; deferrable work has a lane of
what has been begun, and one for each grade. A leg that leaves the queue otherwise than from the
head stays in its lane until it comes there. All this holds for plain queues, too, whose further
lanes are empty.
"""

from __future__ import annotations

from typing import Any

from sim.clock import NEVER
from sim.compilation import inlined, part
from sim.engines.compiled.draws import happens, pooled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.plain_codes import (
    ABANDON,
    ANNOUNCEMENT,
    CALL_BACK,
    FOR_ANNOUNCEMENT,
    FOR_CALL_BACK,
    FOR_PATIENCE,
    OFFER,
    OVERFLOW,
    RESUMED,
    RETRY,
    WAITING,
    WORK,
)
from sim.engines.compiled.queues import leave_queue
from sim.engines.compiled.state import (
    State,
    contact_of,
    grade_of,
    lane_of,
    leg_of,
    line_of,
    note_of,
    queue_of,
    timer_of,
)
from sim.engines.compiled.tables import PATIENCES


@inlined
def is_own_call(f: State, leg: int) -> bool:
    """Tell whether the centre calls, because of a call-back or of not having been reached."""
    return leg_of(f, leg).cause in (CALL_BACK, RETRY)


@inlined
def is_first_stay(f: State, leg: int) -> bool:
    """Tell whether a leg's times are those that its contact came with."""
    row = leg_of(f, leg)
    return row.attempt == 1 and row.depth == 0


@part
def place_ms(f: State, leg: int) -> int:
    """Return since when a leg counts as waiting: a call-back may keep the place it had."""
    row = leg_of(f, leg)
    if row.cause == CALL_BACK and queue_of(f, row.queue).keeps_place:
        return leg_of(f, row.parent).queued_ms
    return row.queued_ms


@part
def head_in_lanes(f: State, queue: int) -> int:
    """Return the leg that is next in a queue where somebody waits."""
    own = first_of(f, line_of(f, queue))
    if queue_of(f, queue).kind == WORK:
        return own if own >= 0 else _most_urgent(f, queue)
    if line_of(f, queue).n_called_back == 0:
        return own
    called_back = first_of(f, lane_of(f, queue, 0))
    if own < 0 or (called_back >= 0 and place_ms(f, called_back) < place_ms(f, own)):
        return called_back
    return own


@part
def take_in_lanes(f: State, leg: int) -> None:
    """Take the leg that is next out of its queue."""
    row = leg_of(f, leg)
    if _is_in_own_lane(f, leg):
        _drop_head(f, line_of(f, row.queue))
    else:
        _drop_head(f, lane_of(f, row.queue, row.grade))
    if queue_of(f, row.queue).kind != WORK and is_own_call(f, leg):
        line_of(f, row.queue).n_called_back -= 1
    leave_queue(f, row.queue)


@part
def wait_in_lane(f: State, leg: int) -> None:
    """Put a leg at the end of its lane, and have it looked at when it is time (rules 2, 3)."""
    row = leg_of(f, leg)
    line = line_of(f, row.queue)
    if _is_in_own_lane(f, leg):
        _append(f, line, leg)
    else:
        _append(f, lane_of(f, row.queue, row.grade), leg)
    line.n_waiting += 1
    f.n_waiting += 1
    if queue_of(f, row.queue).kind == WORK:
        _await_time_limit(f, leg)
    elif is_own_call(f, leg):
        line.n_called_back += 1
    else:
        _await_patience(f, leg)
    set_timer_of_place(f, leg)


@part
def set_timer_of_place(f: State, leg: int) -> None:
    """Have the queue looked at again when the next group may answer the leg (rule 3)."""
    queue, from_ms = leg_of(f, leg).queue, place_ms(f, leg)
    waited_ms = f.now_ms - from_ms
    place = 0
    while timer_of(f, queue, place).delay_ms <= waited_ms:
        place += 1
    delay_ms = timer_of(f, queue, place).delay_ms
    if delay_ms < NEVER:
        schedule(f, from_ms + delay_ms, OVERFLOW, leg)


@inlined
def _is_in_own_lane(f: State, leg: int) -> bool:
    """Tell whether a leg waits in the queue's own chain; others wait in the lane of their grade.

    Legs of live queues have grade 0, which is the lane of call-backs.
    """
    row = leg_of(f, leg)
    if queue_of(f, row.queue).kind == WORK:
        return row.cause == RESUMED
    return not is_own_call(f, leg)


@inlined
def first_of(f: State, lane: Any) -> int:
    """Return the head of a lane, or -1, and forget those in front who do not wait any more."""
    leg = lane.head
    while leg >= 0 and leg_of(f, leg).outcome != WAITING:
        leg = note_of(f, leg).behind
    lane.head = leg
    if leg < 0:
        lane.tail = -1
    return leg


@inlined
def _drop_head(f: State, lane: Any) -> None:
    lane.head = note_of(f, lane.head).behind
    if lane.head < 0:
        lane.tail = -1


@inlined
def _append(f: State, lane: Any, leg: int) -> None:
    if lane.tail < 0:
        lane.head = leg
    else:
        note_of(f, lane.tail).behind = leg
    lane.tail = leg


@part
def _most_urgent(f: State, queue: int) -> int:
    """Return the head of the grades: reminders first, then by time limit or in order of coming."""
    chosen, chosen_reminded, chosen_key = -1, False, 0
    for number in range(queue_of(f, queue).grades):
        leg = first_of(f, lane_of(f, queue, number))
        if leg >= 0:
            grade = grade_of(f, queue, number)
            key = queued_ms = leg_of(f, leg).queued_ms
            reminded = f.now_ms >= queued_ms + grade.remind_ms
            if queue_of(f, queue).by_due:
                key = min(queued_ms + grade.due_ms, NEVER)
            if (
                chosen < 0
                or reminded > chosen_reminded
                or (reminded == chosen_reminded and key < chosen_key)
            ):
                chosen, chosen_reminded, chosen_key = leg, reminded, key
    return chosen


@inlined
def _await_patience(f: State, leg: int) -> None:
    """Have a leg abandon, be told and be offered a call-back when it has waited long enough.

    Nothing is said to a leg that will not hear it any more, or not heed it.
    """
    row = leg_of(f, leg)
    queue, line = queue_of(f, row.queue), line_of(f, row.queue)
    if is_first_stay(f, leg):
        patience_ms = contact_of(f, row.contact).patience_ms
    else:
        patience_ms = pooled(f, leg, PATIENCES, row.queue, FOR_PATIENCE)
    if patience_ms < NEVER:
        schedule(f, f.now_ms + patience_ms, ABANDON, leg)
    if queue.announced_ms < patience_ms and happens(f, leg, line.diverted_most, FOR_ANNOUNCEMENT):
        schedule(f, f.now_ms + queue.announced_ms, ANNOUNCEMENT, leg)
    if queue.offered_ms < patience_ms and happens(f, leg, line.accepts_most, FOR_CALL_BACK):
        schedule(f, f.now_ms + queue.offered_ms, OFFER, leg)


@inlined
def _await_time_limit(f: State, leg: int) -> None:
    """Have deferrable work go up when its time limit comes, unless it has been begun."""
    row = leg_of(f, leg)
    grade = grade_of(f, row.queue, row.grade)
    if row.cause != RESUMED and grade.escalate_to >= 0 and grade.due_ms < NEVER:
        schedule(f, f.now_ms + grade.due_ms, ABANDON, leg)
