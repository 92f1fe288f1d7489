"""Answering, losing and passing on: what becomes of a leg."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.agents import group_for, idle, queue_for, take_longest_idle
from sim.engines.compiled.draws import happens, pooled, scaled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.legs import come_back, free_at
from sim.engines.compiled.plain_codes import (
    ANSWERED,
    BLOCKED,
    CLOSED,
    FIRST,
    FOR_REDIAL,
    FOR_REPEAT,
    FOR_TALK,
    FOR_TRANSFER,
    FOR_WRAP_UP,
    PASSED_ON,
    REDIAL,
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
    redial_of,
    skill_of,
)
from sim.engines.compiled.tables import NOT_HOLDING, TALKS, WRAP_UPS


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
    if row.cause == FIRST:
        talk_ms = contact_of(f, row.contact).talk_ms
        wrap_up_ms = contact_of(f, row.contact).wrap_up_ms
    else:
        talk_ms = pooled(f, leg, TALKS, queue, FOR_TALK)
        wrap_up_ms = pooled(f, leg, WRAP_UPS, queue, FOR_WRAP_UP)
    factor = skill.handling_milli * line_of(f, queue).handling_milli
    wrap_up_ms = scaled(wrap_up_ms, factor)
    left_ms = now_ms + scaled(talk_ms, factor)
    if row.cause == PASSED_ON and note_of(f, row.parent).wrap_up_ms != NOT_HOLDING:
        first = leg_of(f, row.parent)
        handover_ms = skill_of(f, first.group, first.queue).handover_ms
        left_ms += handover_ms
        _end_hold(f, row.parent, handover_ms)
    row.left_ms = left_ms
    if happens(f, leg, skill.transfer_below, FOR_TRANSFER):
        note_of(f, leg).wrap_up_ms = wrap_up_ms
        schedule(f, left_ms, TALK_END, leg)
        return
    free_at(f, leg, left_ms + wrap_up_ms)
    repeats = line_of(f, contact_of(f, row.contact).queue).repeat_below
    if happens(f, leg, repeats, FOR_REPEAT):
        come_back(f, leg, REPEAT, left_ms)


@part
def _end_hold(f: State, leg: int, handover_ms: int) -> None:
    """Let the agent who holds the line of `leg` hand over, if at all, and wrap up (rule 6)."""
    now_ms, row, note = f.now_ms, leg_of(f, leg), note_of(f, leg)
    row.held_ms = now_ms - row.left_ms
    row.handover_ms = handover_ms
    freed_ms = now_ms + handover_ms + note.wrap_up_ms
    note.wrap_up_ms = NOT_HOLDING
    free_at(f, leg, freed_ms)


@part
def lose(f: State, leg: int, outcome: int) -> None:
    """End a leg unanswered; it may redial, and frees an agent who held its line (rules 6, 7)."""
    now_ms, row = f.now_ms, leg_of(f, leg)
    row.outcome = outcome
    row.left_ms = now_ms
    if row.cause == PASSED_ON and note_of(f, row.parent).wrap_up_ms != NOT_HOLDING:
        _end_hold(f, row.parent, 0)
    redials = redial_of(f, contact_of(f, row.contact).queue, outcome).below
    if happens(f, leg, redials, FOR_REDIAL):
        come_back(f, leg, REDIAL, now_ms)


@inlined
def enter(f: State, leg: int) -> None:
    """Answer a leg at once, let it wait, or turn it away (rule 2)."""
    queue = leg_of(f, leg).queue
    line = line_of(f, queue)
    turned_away = CLOSED
    if line.is_open:
        group = group_for(f, queue, 0)
        if group >= 0:
            answer(f, leg, queue, group, take_longest_idle(f, group))
            return
        if line.n_waiting < line.capacity:
            wait(f, leg, queue)
            return
        turned_away = BLOCKED
    lose(f, leg, turned_away)
