"""Case 12 solved exactly: one line of two types of calls, which take their time each.

Calls are served first come first served by agents who can do both, and have a patience of one mean.
Of which type a waiting call is says nothing before it is answered, so the chain need not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import expm_multiply

from tests.theory.chains import generator, stationary

#: Longer queues hold no weight: patience empties them.
LONGEST = 60


class State(NamedTuple):
    """Busy agents by the type that they serve, and waiting calls."""

    first: int
    second: int
    waiting: int


class Ahead(NamedTuple):
    """What one waiting call sees: agents busy with the first type, and calls before it."""

    first: int
    ahead: int


SERVED, GONE = Ahead(-1, 0), Ahead(-1, 1)


@dataclass(frozen=True)
class TwoTypes:
    """Calls an hour and handling times by type; agents; patience of both."""

    calls_per_h: tuple[float, float]
    handle_s: tuple[float, float]
    agents: int
    patience_s: float

    @property
    def births(self) -> float:
        """Calls per second."""
        return sum(self.calls_per_h) / 3600

    @property
    def _share(self) -> float:
        """The share of the first type."""
        return self.calls_per_h[0] / sum(self.calls_per_h)

    @cached_property
    def states(self) -> list[State]:
        agents = self.agents
        some_idle = [
            State(first, second, 0)
            for first, second in product(range(agents), repeat=2)
            if first + second < agents
        ]
        return some_idle + [
            State(first, agents - first, waiting)
            for first, waiting in product(range(agents + 1), range(LONGEST + 1))
        ]

    def _moves(self, at: State) -> Iterator[tuple[float, State]]:
        first, second, waiting = at
        share = self._share
        if first + second < self.agents:
            yield self.births * share, State(first + 1, second, 0)
            yield self.births * (1 - share), State(first, second + 1, 0)
        else:
            yield self.births, State(first, second, waiting + 1)
        yield waiting / self.patience_s, State(first, second, waiting - 1)
        for rate, left, right in (
            (first / self.handle_s[0], first - 1, second),
            (second / self.handle_s[1], first, second - 1),
        ):
            if waiting:
                yield rate * share, State(left + 1, right, waiting - 1)
                yield rate * (1 - share), State(left, right + 1, waiting - 1)
            else:
                yield rate, State(left, right, 0)

    @cached_property
    def stationary(self) -> NDArray[np.float64]:
        """The probability of each state in the long run."""
        return stationary(self.states, self._moves)

    @property
    def _columns(self) -> NDArray[np.int64]:
        """First, second, waiting of each state, shape (states, 3)."""
        return np.array(self.states)

    def share_waiting(self) -> float:
        all_busy = self._columns[:, :2].sum(axis=1) == self.agents
        return float(self.stationary @ all_busy)

    def queue_length(self) -> float:
        return float(self.stationary @ self._columns[:, 2])

    def share_abandoned(self) -> float:
        return self.queue_length() / self.patience_s / self.births

    def mean_wait_s(self) -> float:
        return self.queue_length() / self.births

    def occupancy(self) -> float:
        return float(self.stationary @ self._columns[:, :2].sum(axis=1)) / self.agents

    def answered_within(self, within_s: float) -> float:
        """Return the share of all calls answered within a time: who waits is followed."""
        every = [
            Ahead(first, ahead)
            for first, ahead in product(range(self.agents + 1), range(LONGEST + 1))
        ]
        chain = generator([*every, SERVED, GONE], self._moves_ahead)
        served = np.zeros(len(every) + 2)
        served[-2] = 1
        in_time = dict(zip(every, expm_multiply(chain * within_s, served), strict=False))
        return float(
            sum(
                share * (in_time[Ahead(at.first, at.waiting)] if self._all_busy(at) else 1.0)
                for at, share in zip(self.states, self.stationary, strict=True)
            )
        )

    def _all_busy(self, at: State) -> bool:
        return at.first + at.second == self.agents

    def _moves_ahead(self, at: Ahead) -> Iterator[tuple[float, Ahead]]:
        if at in {SERVED, GONE}:
            return
        first, ahead = at
        yield 1 / self.patience_s, GONE
        yield ahead / self.patience_s, Ahead(first, ahead - 1)
        for rate, left in (
            (first / self.handle_s[0], first - 1),
            ((self.agents - first) / self.handle_s[1], first),
        ):
            if ahead:
                yield rate * self._share, Ahead(left + 1, ahead - 1)
                yield rate * (1 - self._share), Ahead(left, ahead - 1)
            else:
                yield rate, SERVED
