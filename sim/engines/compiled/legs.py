"""Legs: laying them out, and the contacts that come back."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.draws import bits, pooled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.plain_codes import (
    AGENT_FREE,
    ARRIVAL,
    ESCALATION,
    FIRST,
    FOR_GRADE,
    FOR_REDIAL_DELAY,
    FOR_REPEAT_DELAY,
    PASSED_ON,
    REDIAL,
    REOPENED,
    REPEAT,
    RETRY,
    TICKET,
    WAITING,
    WORK,
)
from sim.engines.compiled.state import State, grade_of, leg_of, line_of, note_of, queue_of
from sim.engines.compiled.tables import NOT_HOLDING, REDIAL_DELAYS, REPEAT_DELAYS


@inlined
def lay_out(f: State, leg: int, contact: int, queue: int, queued_ms: int) -> None:
    """Write a leg of which nothing is known yet but that it is a first attempt."""
    row, note = leg_of(f, leg), note_of(f, leg)
    row.contact = contact
    row.parent = -1
    row.cause = FIRST
    row.attempt = 1
    row.depth = 0
    row.queue = queue
    row.queued_ms = queued_ms
    row.answered_ms = -1
    row.group = -1
    row.agent = -1
    row.left_ms = -1
    row.held_ms = 0
    row.handover_ms = 0
    row.freed_ms = -1
    row.comes_back = 0
    row.outcome = WAITING
    row.grade = 0
    note.behind = -1
    note.wrap_up_ms = NOT_HOLDING


@part
def draw_grade(f: State, leg: int) -> None:
    """Give a new leg of deferrable work its grade."""
    row = leg_of(f, leg)
    queue = queue_of(f, row.queue)
    if queue.kind == WORK and queue.grades > 1:
        drawn = bits(f, leg, FOR_GRADE)
        while drawn >= grade_of(f, row.queue, row.grade).below:
            row.grade += 1


@part
def next_leg(f: State, parent: int, cause: int, queue: int, queued_ms: int) -> int:
    """Lay out a leg that comes of another, and return its number."""
    leg = f.n_legs
    f.n_legs += 1
    before = leg_of(f, parent)
    lay_out(f, leg, before.contact, queue, queued_ms)
    row = leg_of(f, leg)
    row.parent = parent
    row.cause = cause
    row.attempt = before.attempt + (cause in (REDIAL, REPEAT, REOPENED))
    if cause not in (REDIAL, REPEAT):
        row.depth = before.depth + (cause in (PASSED_ON, RETRY, TICKET, ESCALATION))
    if not line_of(f, queue).plain:
        draw_grade(f, leg)
    return leg


@part
def come_back(f: State, leg: int, cause: int, queue: int, from_ms: int) -> None:
    """Let a contact come back to a queue, within its tries (rule 7)."""
    row = leg_of(f, leg)
    row.comes_back = 1
    if cause == REDIAL:
        delay_ms = pooled(f, leg, REDIAL_DELAYS, queue, FOR_REDIAL_DELAY)
    else:
        delay_ms = pooled(f, leg, REPEAT_DELAYS, queue, FOR_REPEAT_DELAY)
    at_ms = from_ms + delay_ms
    if row.attempt < f.tries and at_ms < f.horizon_ms:
        schedule(f, at_ms, ARRIVAL, next_leg(f, leg, cause, queue, at_ms))


@inlined
def free_at(f: State, leg: int, at_ms: int) -> None:
    """Let the agent of a leg be free at an instant."""
    leg_of(f, leg).freed_ms = at_ms
    schedule(f, at_ms, AGENT_FREE, leg)
