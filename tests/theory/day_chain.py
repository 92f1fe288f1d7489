"""Case 8 solved exactly: calls and agents change by the hour, and the chain with them.

Who is busy when the number of agents falls finishes the call and leaves (rule 8), so that for a
while more are busy than are on duty. A share of those who would have to wait hang up at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.linalg import expm_multiply

from tests.theory.chains import generator

HOUR_S = 3600.0
#: Longer queues hold no weight.
LONGEST = 60


class State(NamedTuple):
    busy: int
    waiting: int


class Hour(NamedTuple):
    """Means over an hour: the probability of having to wait, numbers waiting and busy."""

    all_busy: float
    waiting: float
    busy: float


@dataclass(frozen=True)
class Day:
    """Agents and calls by the hour; the day starts empty."""

    agents: Sequence[int]
    calls_per_h: Sequence[float]
    handle_s: float
    patience_s: float
    hangs_up: float  # share of those who would have to wait

    @cached_property
    def _states(self) -> list[State]:
        return [State(*at) for at in product(range(max(self.agents) + 1), range(LONGEST + 1))]

    @cached_property
    def hours(self) -> list[Hour]:
        chances = np.zeros(len(self._states))
        chances[0] = 1
        found = []
        for agents, calls in zip(self.agents, self.calls_per_h, strict=True):
            chances = self._staffed(chances, agents)
            chances, means = self._pass(chances, agents, calls / HOUR_S)
            found.append(means)
        return found

    def _staffed(self, chances: NDArray[np.float64], agents: int) -> NDArray[np.float64]:
        """Let agents who come take who waits; who is busy beyond the number will leave."""
        after = np.zeros_like(chances)
        for (busy, waiting), chance in zip(self._states, chances, strict=True):
            taken = min(waiting, max(agents - busy, 0))
            after[self._number(busy + taken, waiting - taken)] += chance
        return after

    def _number(self, busy: int, waiting: int) -> int:
        return busy * (LONGEST + 1) + waiting

    def _pass(
        self, chances: NDArray[np.float64], agents: int, births: float
    ) -> tuple[NDArray[np.float64], Hour]:
        """Return the chances at the end of an hour, and the hour's means.

        Sums over time are three states more, into which the figures flow and nothing leaves.
        """

        def moves(at: State) -> Iterator[tuple[float, State]]:
            busy, waiting = at
            if busy < agents:
                yield births, State(busy + 1, waiting)
            else:
                yield births * (1 - self.hangs_up), State(busy, waiting + 1)
            takes_one = busy <= agents and waiting > 0
            yield busy / self.handle_s, State(busy - (not takes_one), waiting - takes_one)
            yield waiting / self.patience_s, State(busy, waiting - 1)

        columns = np.array(self._states)
        figures = np.vstack([columns[:, 0] >= agents, columns[:, 1], columns[:, 0]]) / HOUR_S
        flow = generator(self._states, moves).T
        both = csr_matrix(bmat([[flow, None], [csr_matrix(figures), csr_matrix((3, 3))]]))
        end = expm_multiply(both * HOUR_S, np.concatenate([chances, np.zeros(3)]))
        return end[:-3], Hour(*end[-3:].tolist())

    # What callers meet --------------------------------------------------------------------------

    def share_waiting(self) -> float:
        return float(np.average([hour.all_busy for hour in self.hours], weights=self.calls_per_h))

    def mean_wait_s(self) -> float:
        return HOUR_S * sum(hour.waiting for hour in self.hours) / sum(self.calls_per_h)

    def share_abandoned(self) -> float:
        return self.mean_wait_s() / self.patience_s + self.hangs_up * self.share_waiting()

    def occupancy(self, hours: int) -> float:
        """Handling over time on duty in the first so many hours."""
        return sum(hour.busy for hour in self.hours[:hours]) / sum(self.agents[:hours])
