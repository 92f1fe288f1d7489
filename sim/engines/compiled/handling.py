"""Entering plain queues, answering, and releasing agents of plain groups.

What most contacts of most centres do is written here once more, without all that others do, so
that only those pay for it who use it: see `entering` and `answering` for any queue and group.
"""

from __future__ import annotations

from sim.compilation import inlined
from sim.engines.compiled.agents import group_for, idle, queue_for, take_longest_idle
from sim.engines.compiled.draws import happens, pooled, scaled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.legs import come_back, free_at
from sim.engines.compiled.losing import end_hold, is_held, lose
from sim.engines.compiled.plain_codes import (
    ANSWERED,
    AT_ONCE,
    BLOCKED,
    CLOSED,
    FIRST,
    FOR_REPEAT,
    FOR_TALK,
    FOR_TRANSFER,
    FOR_WRAP_UP,
    REPEAT,
    TALK_END,
)
from sim.engines.compiled.queues import take_head, wait
from sim.engines.compiled.state import (
    State,
    contact_of,
    leg_of,
    line_of,
    note_of,
    skill_of,
)
from sim.engines.compiled.tables import NOT_WATCHED, TALKS, WRAP_UPS


@inlined
def release(f: State, group: int, agent: int) -> None:
    """Give an agent who is free the next contact, or let the agent idle."""
    queue = queue_for(f, group) if f.n_waiting > 0 else -1
    if queue >= 0:
        answer(f, take_head(f, queue), queue, group, agent)
    else:
        idle(f, group, agent)


@inlined
def answer(f: State, leg: int, queue: int, group: int, agent: int) -> None:
    """Begin to handle a leg; from here on all its times are known (rules 5 and 6)."""
    now_ms, row, skill = f.now_ms, leg_of(f, leg), skill_of(f, group, queue)
    row.answered_ms = now_ms
    row.group = group
    row.agent = agent
    row.outcome = ANSWERED
    line = line_of(f, queue)
    if line.within_ms != NOT_WATCHED:
        line.ended += 1
        line.in_time += now_ms - row.queued_ms <= line.within_ms
    if row.cause == FIRST:
        talk_ms = contact_of(f, row.contact).talk_ms
        wrap_up_ms = contact_of(f, row.contact).wrap_up_ms
    else:
        talk_ms = pooled(f, leg, TALKS, queue, FOR_TALK)
        wrap_up_ms = pooled(f, leg, WRAP_UPS, queue, FOR_WRAP_UP)
    factor = skill.handling_milli * line.handling_milli
    wrap_up_ms = scaled(wrap_up_ms, factor)
    left_ms = now_ms + scaled(talk_ms, factor)
    if is_held(f, leg):
        first = leg_of(f, row.parent)
        handover_ms = skill_of(f, first.group, first.queue).handover_ms
        left_ms += handover_ms
        end_hold(f, row.parent, handover_ms)
    row.left_ms = left_ms
    if left_ms > line.next_drop_ms or happens(f, leg, skill.transfer_below, FOR_TRANSFER):
        note_of(f, leg).wrap_up_ms = wrap_up_ms
        schedule(f, left_ms, TALK_END, leg)
        return
    free_at(f, leg, left_ms + wrap_up_ms)
    first_queue = contact_of(f, row.contact).queue
    if happens(f, leg, line_of(f, first_queue).repeat_below, FOR_REPEAT):
        come_back(f, leg, REPEAT, first_queue, left_ms)


@inlined
def enter(f: State, leg: int) -> None:
    """Answer a leg at once, let it wait, or turn it away (rule 2)."""
    queue = leg_of(f, leg).queue
    line = line_of(f, queue)
    turned_away = CLOSED
    if line.is_open:
        line.entered += 1
        group = group_for(f, queue, AT_ONCE)
        if group >= 0:
            answer(f, leg, queue, group, take_longest_idle(f, group))
            return
        if line.n_waiting < line.capacity:
            wait(f, leg, queue)
            return
        turned_away = BLOCKED
    elif line.is_down:
        turned_away = BLOCKED
    lose(f, leg, turned_away)
