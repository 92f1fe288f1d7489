"""The event list: a heap of integers with four children a node.

An event's key is its instant, its moment and its leg, from the highest bits down, so that one
comparison tells which of two goes first (rule 10). No two events have the same key.
"""

from __future__ import annotations

from typing import Final

from sim.engines.compiled.rows import inlined
from sim.engines.compiled.state import State, event_of

KEY_BITS: Final = 63
MOMENT_BITS: Final = 3
#: A leg has at most this many events at a time: patience, overflow, and talk or wrap-up.
EVENTS_A_LEG: Final = 3


@inlined
def key_of(f: State, at_ms: int, moment: int, leg: int) -> int:
    """Return what events are sorted by, in one integer: instant, moment, leg (rule 10)."""
    return ((at_ms << MOMENT_BITS | moment) << f.leg_bits) | leg


@inlined
def schedule(f: State, at_ms: int, moment: int, leg: int) -> None:
    """Let something happen to a leg, if that is before the end."""
    if at_ms >= f.horizon_ms:
        return
    key = key_of(f, at_ms, moment, leg)
    place = f.n_events
    f.n_events += 1
    while place > 0:
        above = (place - 1) >> 2
        if event_of(f, above).key <= key:
            break
        event_of(f, place).key = event_of(f, above).key
        place = above
    event_of(f, place).key = key


@inlined
def drop_first_event(f: State) -> None:
    """Take the first event off the heap: the last one sinks from the top to its place."""
    f.n_events -= 1
    size = f.n_events
    key = event_of(f, size).key
    place = 0
    while True:
        child = 4 * place + 1
        if child >= size:
            break
        least = child
        for other in range(child + 1, min(child + 4, size)):
            if event_of(f, other).key < event_of(f, least).key:
                least = other
        if event_of(f, least).key >= key:
            break
        event_of(f, place).key = event_of(f, least).key
        place = least
    event_of(f, place).key = key
