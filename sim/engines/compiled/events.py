"""The event list: a heap of integers with four children a node.

An event's key is its instant, its moment and its leg, from the highest bits down, so that one
comparison tells which of two goes first (rule 10). No two events have the same key.
"""

from __future__ import annotations

from typing import Final

from sim.compilation import inlined
from sim.engines.compiled.state import State, event_of

KEY_BITS: Final = 63
MOMENT_BITS: Final = 3
#: A leg has at most this many events at a time: patience, overflow, an announcement, the offer of a
#: call-back, the end of its talk, and that of its wrap-up, where it was cut off.
EVENTS_A_LEG: Final = 6
#: Later than any event. So many of them come after the last event, for nodes of fewer children.
NO_EVENT: Final = (1 << KEY_BITS) - 1
SENTINELS: Final = 3


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
    event_of(f, place + SENTINELS).key = NO_EVENT
    while place > 0:
        above = (place - 1) >> 2
        before = event_of(f, above).key
        if before <= key:
            break
        event_of(f, place).key = before
        place = above
    event_of(f, place).key = key


@inlined
def drop_first_event(f: State) -> None:
    """Take the first event off the heap: the last one sinks from the top to its place.

    Which of four is the first is found without a branch, which no processor could foresee.
    """
    f.n_events -= 1
    size = f.n_events
    key = event_of(f, size).key
    event_of(f, size).key = NO_EVENT
    place = 0
    child = 1
    while child < size:
        one, two = event_of(f, child).key, event_of(f, child + 1).key
        three, four = event_of(f, child + 2).key, event_of(f, child + 3).key
        early, late = min(one, two), min(three, four)
        first = min(early, late)
        if first >= key:
            break
        event_of(f, place).key = first
        place = child + (two < one) if early < late else child + 2 + (four < three)
        child = 4 * place + 1
    if size > 0:
        event_of(f, place).key = key
