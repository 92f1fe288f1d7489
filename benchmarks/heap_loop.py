"""The line as a plain event loop on `heapq`: what a good analyst writes where no framework is.

It knows this line and nothing else: one queue, agents who are all alike, first come first served,
and patience. The events of one instant are in the model's order, by their kinds and then by call.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from typing import Final

from benchmarks.calls import Calls, Fates

_AGENT_FREE: Final = 0
_GIVES_UP: Final = 1
_ARRIVES: Final = 2


def simulate(calls: Calls, agents: int) -> Fates:
    """Return what becomes of the calls up to their horizon."""
    arrive_ms, handle_ms, patience_ms = calls.arrive_ms, calls.handle_ms, calls.patience_ms
    fates = Fates.unknown(calls)
    answered_ms, abandoned_ms = fates.answered_ms, fates.abandoned_ms
    idle, waiting = agents, deque[int]()
    events = [(arrive_ms[0], _ARRIVES, 0)] if arrive_ms else []
    last = len(calls) - 1
    while events and events[0][0] < calls.horizon_ms:
        now, kind, call = heappop(events)
        if kind == _ARRIVES:
            if call < last:  # the next one only: a short heap is a fast one
                heappush(events, (arrive_ms[call + 1], _ARRIVES, call + 1))
            if idle:
                idle -= 1
                answered_ms[call] = now
                heappush(events, (now + handle_ms[call], _AGENT_FREE, call))
            else:
                waiting.append(call)
                heappush(events, (now + patience_ms[call], _GIVES_UP, call))
        elif kind == _AGENT_FREE:
            while waiting and abandoned_ms[waiting[0]] >= 0:
                waiting.popleft()
            if waiting:
                call = waiting.popleft()
                answered_ms[call] = now
                heappush(events, (now + handle_ms[call], _AGENT_FREE, call))
            else:
                idle += 1
        elif answered_ms[call] < 0:
            abandoned_ms[call] = now
    return fates
