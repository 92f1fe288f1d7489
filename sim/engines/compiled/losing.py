"""Being lost: what becomes of a leg that no agent answers, and of an agent who held its line."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.draws import happens
from sim.engines.compiled.lanes import is_own_call
from sim.engines.compiled.legs import come_back, free_at
from sim.engines.compiled.plain_codes import (
    ABANDONED,
    AT_ONCE,
    BLOCKED,
    CLEARED,
    CLOSED,
    DROPPED,
    FOR_REDIAL,
    PASSED_ON,
    REDIAL,
)
from sim.engines.compiled.state import State, contact_of, leg_of, line_of, note_of, redial_of
from sim.engines.compiled.tables import NOT_HOLDING, NOT_WATCHED


@inlined
def is_held(f: State, leg: int) -> bool:
    """Tell whether an agent who passed a leg on, warm, still holds its line."""
    row = leg_of(f, leg)
    return row.cause == PASSED_ON and note_of(f, row.parent).wrap_up_ms != NOT_HOLDING


@part
def end_hold(f: State, leg: int, handover_ms: int) -> None:
    """Let the agent who holds the line of `leg` hand over, if at all, and wrap up (rule 6)."""
    now_ms, row, note = f.now_ms, leg_of(f, leg), note_of(f, leg)
    row.held_ms = now_ms - row.left_ms
    row.handover_ms = handover_ms
    freed_ms = now_ms + handover_ms + note.wrap_up_ms
    note.wrap_up_ms = NOT_HOLDING
    free_at(f, leg, freed_ms)


@inlined
def turn_away(f: State, leg: int, outcome: int) -> None:
    """End a leg unanswered, and free an agent who held its line (rule 6)."""
    row = leg_of(f, leg)
    row.outcome = outcome
    row.left_ms = f.now_ms
    if is_held(f, leg):
        end_hold(f, row.parent, AT_ONCE)


@part
def lose(f: State, leg: int, outcome: int) -> None:
    """Turn a leg away for good; it may redial (rules 6, 7)."""
    turn_away(f, leg, outcome)
    _count_loss(f, leg, outcome)
    redial(f, leg, f.now_ms)


@part
def cut_off_talk(f: State, leg: int) -> None:
    """End a talk before its time; the agent is free at once, and the contact may redial."""
    row = leg_of(f, leg)
    row.outcome = DROPPED
    row.left_ms = f.now_ms
    note_of(f, leg).wrap_up_ms = NOT_HOLDING
    free_at(f, leg, f.now_ms)
    redial(f, leg, f.now_ms)


@inlined
def redial(f: State, leg: int, from_ms: int) -> None:
    """Let a contact that was lost call again, with the share of its outcome (rule 7)."""
    row = leg_of(f, leg)
    queue = contact_of(f, row.contact).queue
    if happens(f, leg, redial_of(f, queue, row.outcome).below, FOR_REDIAL):
        come_back(f, leg, REDIAL, queue, from_ms)


@inlined
def _count_loss(f: State, leg: int, outcome: int) -> None:
    """Count the wait of a leg that is lost, where the queue's waits are watched.

    A call of the centre's own is none: a further call to a customer of a list may be blocked.
    """
    line = line_of(f, leg_of(f, leg).queue)
    is_lost = outcome in (ABANDONED, BLOCKED, CLOSED, CLEARED)
    if line.within_ms != NOT_WATCHED and is_lost and not is_own_call(f, leg):
        line.ended += 1
        line.abandoned += outcome == ABANDONED
