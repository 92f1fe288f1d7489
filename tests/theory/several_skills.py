"""Case 9 solved exactly: three types, two groups, strict priority, as a Markov chain.

Types 0, 1, 2; group 0 (one agent) serves 1 before 0, group 1 (two agents) 1 before 2; a contact of
type 1 prefers group 0. Who would have to wait balks with a probability. Rates are per hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from tests.theory.chains import stationary

ARRIVALS = (60.0, 120.0, 60.0)
PATIENCE = (12.0, 6.0, 12.0)
BALKING = (0.08, 0.06, 0.08)
SERVICE = 60.0
AGENTS = (1, 2)
#: Queues are cut off here: longer ones hold no weight (patience empties them).
LONGEST = (18, 32, 16)


class State(NamedTuple):
    """Busy agents by group, and waiting contacts by type."""

    busy0: int
    busy1: int
    wait0: int
    wait1: int
    wait2: int

    @property
    def must_wait(self) -> tuple[bool, bool, bool]:
        full0, full1 = self.busy0 == AGENTS[0], self.busy1 == AGENTS[1]
        return full0, full0 and full1, full1

    @property
    def waiting(self) -> tuple[int, int, int]:
        return self.wait0, self.wait1, self.wait2


def states() -> list[State]:
    """Return the states that can be: nobody waits beside an idle agent who serves the type."""
    return [
        State(busy0, busy1, *waiting)
        for busy0, busy1 in product(range(AGENTS[0] + 1), range(AGENTS[1] + 1))
        for waiting in product(*(range(longest + 1) for longest in LONGEST))
        if all(
            must_wait or not number
            for must_wait, number in zip(
                State(busy0, busy1, *waiting).must_wait, waiting, strict=True
            )
        )
    ]


def moves(at: State) -> Iterator[tuple[float, State]]:
    """Yield rate and next state of all that can happen."""
    for kind in range(3):
        if at.must_wait[kind]:
            yield ARRIVALS[kind] * (1 - BALKING[kind]), _waiting(at, kind, 1)
        elif kind == 2 or (kind == 1 and at.busy0 == AGENTS[0]):
            yield ARRIVALS[kind], at._replace(busy1=at.busy1 + 1)
        else:
            yield ARRIVALS[kind], at._replace(busy0=at.busy0 + 1)
        yield PATIENCE[kind] * at.waiting[kind], _waiting(at, kind, -1)
    yield SERVICE * at.busy0, _freed(at, "busy0", (1, 0))
    yield SERVICE * at.busy1, _freed(at, "busy1", (1, 2))


def _waiting(at: State, kind: int, change: int) -> State:
    return at._replace(**{f"wait{kind}": at.waiting[kind] + change})


def _freed(at: State, group: str, serves: tuple[int, int]) -> State:
    """Let a freed agent take the first contact it may serve, in order of `serves`."""
    for kind in serves:
        if at.waiting[kind]:
            return _waiting(at, kind, -1)
    return at._replace(**{group: getattr(at, group) - 1})


class Solution(NamedTuple):
    """By type: shares of those who come, and mean queue; by group: occupancy."""

    waits: list[float]
    lost: list[float]
    queue: list[float]
    occupancy: list[float]


@cache
def solve() -> Solution:
    """Return the long run."""
    every = states()
    share = stationary(every, moves)
    return _figures(every, share)


def _figures(every: list[State], share: np.ndarray) -> Solution:
    waits = share @ np.array([state.must_wait for state in every], float)
    queue = share @ np.array([state.waiting for state in every], float)
    lost = queue * PATIENCE / ARRIVALS + waits * BALKING
    busy = share @ np.array([(state.busy0, state.busy1) for state in every], float)
    return Solution(
        waits.tolist(), lost.tolist(), queue.tolist(), (busy / np.array(AGENTS)).tolist()
    )
