"""Those who wait: a chain of legs a queue, in order of coming.

A leg that abandons stays in the chain until it comes to its head.
"""

from __future__ import annotations

from sim.clock import NEVER
from sim.compilation import inlined, part
from sim.engines.compiled.draws import pooled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.plain_codes import ABANDON, FIRST, FOR_PATIENCE, OVERFLOW, WAITING
from sim.engines.compiled.state import State, contact_of, leg_of, line_of, note_of, timer_of
from sim.engines.compiled.tables import PATIENCES


@inlined
def head_of(f: State, queue: int) -> int:
    """Return the leg that has waited longest in a queue where somebody waits."""
    line = line_of(f, queue)
    leg = line.head
    while leg_of(f, leg).outcome != WAITING:
        leg = note_of(f, leg).behind
    line.head = leg
    return leg


@inlined
def take_head(f: State, queue: int) -> int:
    """Take the leg that has waited longest out of its queue."""
    leg = head_of(f, queue)
    line = line_of(f, queue)
    line.head = note_of(f, leg).behind
    if line.head < 0:
        line.tail = -1
    leave_queue(f, queue)
    return leg


@inlined
def leave_queue(f: State, queue: int) -> None:
    line_of(f, queue).n_waiting -= 1
    f.n_waiting -= 1


@part
def wait(f: State, leg: int, queue: int) -> None:
    """Put a leg at the end of its queue, until it is answered or out of patience (rule 2)."""
    line, row = line_of(f, queue), leg_of(f, leg)
    if line.tail < 0:
        line.head = leg
    else:
        note_of(f, line.tail).behind = leg
    line.tail = leg
    line.n_waiting += 1
    f.n_waiting += 1
    if row.cause == FIRST:
        patience_ms = contact_of(f, row.contact).patience_ms
    else:
        patience_ms = pooled(f, leg, PATIENCES, queue, FOR_PATIENCE)
    if patience_ms < NEVER:
        schedule(f, f.now_ms + patience_ms, ABANDON, leg)
    set_timer(f, leg, queue)


@part
def set_timer(f: State, leg: int, queue: int) -> None:
    """Have the queue looked at again when the next group may answer the leg (rule 3)."""
    waited_ms = f.now_ms - leg_of(f, leg).queued_ms
    place = 0
    while timer_of(f, queue, place).delay_ms <= waited_ms:
        place += 1
    delay_ms = timer_of(f, queue, place).delay_ms
    if delay_ms < NEVER:
        schedule(f, leg_of(f, leg).queued_ms + delay_ms, OVERFLOW, leg)
