"""Agents who differ, solved exactly: the longest idle is next, and each has a pace of his own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.theory.chains import stationary


class State(NamedTuple):
    """Idle agents, the longest idle first, and how many wait."""

    idle: tuple[int, ...]
    waiting: int


@dataclass(frozen=True)
class MixedChain:
    """M/M/n+M of few agents, who take so many times the mean handling time each."""

    per_h: float
    handle_s: float
    factors: tuple[float, ...]
    patience_s: float
    longest: int = 50  # longer queues hold no weight: patience empties them

    @cached_property
    def states(self) -> list[State]:
        agents = range(len(self.factors))
        some_idle = [
            State(idle, 0) for number in agents for idle in permutations(agents, number + 1)
        ]
        return some_idle + [State((), waiting) for waiting in range(self.longest + 1)]

    def _moves(self, at: State) -> Iterator[tuple[float, State]]:
        per_s = self.per_h / 3600
        if at.idle:
            yield per_s, State(at.idle[1:], 0)
        else:
            yield per_s, State((), at.waiting + 1)
            yield at.waiting / self.patience_s, State((), at.waiting - 1)
        for agent, factor in enumerate(self.factors):
            if agent not in at.idle:
                free = State((), at.waiting - 1) if at.waiting else State((*at.idle, agent), 0)
                yield 1 / (self.handle_s * factor), free

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        return stationary(self.states, self._moves)

    def share_waiting(self) -> float:
        return float(self._shares @ [not at.idle for at in self.states])

    def mean_wait_s(self) -> float:
        return float(self._shares @ [at.waiting for at in self.states]) * 3600 / self.per_h

    def share_abandoned(self) -> float:
        return self.mean_wait_s() / self.patience_s

    def answered(self) -> NDArray[np.float64]:
        """Return the share of the answered that each agent answers: he ends as many."""
        agents = range(len(self.factors))
        busy = [self._shares @ [agent not in at.idle for at in self.states] for agent in agents]
        rates = np.array(busy) / self.factors
        return np.asarray(rates / rates.sum())

    def occupancy(self) -> float:
        busy = [len(self.factors) - len(at.idle) for at in self.states]
        return float(self._shares @ busy) / len(self.factors)
