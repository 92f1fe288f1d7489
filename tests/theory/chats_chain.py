"""Chats at once, solved exactly: few agents with a few chats each, which end the more slowly.

How fast a chat goes is fixed when it is accepted, by how many its agent has in hand with it. So
the chain must know of every agent how many chats were accepted as the first, the second and so on,
and who of those with as many came to that number first. Chats have a patience.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.theory.chains import stationary

#: Chats of one agent by the place at which each was accepted, from the first.
Hands = tuple[int, ...]


class State(NamedTuple):
    """Agents by when something changed for them last, and how many chats wait."""

    agents: tuple[Hands, ...]
    waiting: int


@dataclass(frozen=True)
class ChatChain:
    """So many agents with so many places each as there are factors on the mean handling time."""

    per_h: float
    handle_s: float
    agents: int
    factors: tuple[float, ...]
    patience_s: float
    longest: int = 50  # longer queues hold no weight: patience empties them

    @property
    def _places(self) -> int:
        return len(self.factors)

    @cached_property
    def states(self) -> list[State]:
        numbers = range(self._places + 1)
        hands = [each for each in product(numbers, repeat=self._places) if sum(each) in numbers]
        every = list(product(hands, repeat=self.agents))
        return [
            State(agents, waiting)
            for agents in every
            for waiting in range(self.longest + 1 if self._all_full(agents) else 1)
        ]

    def _all_full(self, agents: tuple[Hands, ...]) -> bool:
        return all(sum(hands) == self._places for hands in agents)

    def _moves(self, at: State) -> Iterator[tuple[float, State]]:
        per_s = self.per_h / 3600
        if self._all_full(at.agents):
            yield per_s, at._replace(waiting=at.waiting + 1)
            yield at.waiting / self.patience_s, at._replace(waiting=at.waiting - 1)
        else:
            # The agent with the fewest; `min` takes the first of them, who is so the longest.
            chosen = min(range(self.agents), key=lambda number: sum(at.agents[number]))
            yield per_s, self._changed(at, chosen, self._with_one_more(at.agents[chosen]))
        for number, hands in enumerate(at.agents):
            for place, chats in enumerate(hands):
                rate = chats / (self.handle_s * self.factors[place])
                yield rate, self._after_an_end(at, number, place)

    def _after_an_end(self, at: State, number: int, place: int) -> State:
        left = _changed_at(at.agents[number], place, -1)
        if not at.waiting:
            return self._changed(at, number, left)
        taken = self._changed(at, number, self._with_one_more(left))
        return taken._replace(waiting=at.waiting - 1)

    def _with_one_more(self, hands: Hands) -> Hands:
        return _changed_at(hands, sum(hands), 1) if sum(hands) < self._places else hands

    def _changed(self, at: State, number: int, hands: Hands) -> State:
        """Return the state in which an agent has changed last."""
        others = at.agents[:number] + at.agents[number + 1 :]
        return at._replace(agents=(*others, hands))

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        return stationary(self.states, self._moves)

    def share_waiting(self) -> float:
        return float(self._shares @ [self._all_full(at.agents) for at in self.states])

    def mean_wait_s(self) -> float:
        return float(self._shares @ [at.waiting for at in self.states]) * 3600 / self.per_h

    def share_abandoned(self) -> float:
        return self.mean_wait_s() / self.patience_s

    def occupancy(self) -> float:
        """Return the share of agents with any chat."""
        busy = [sum(any(hands) for hands in at.agents) for at in self.states]
        return float(self._shares @ busy) / self.agents

    def in_hand(self) -> float:
        """Return the mean number of chats of an agent, who may have none."""
        chats = [sum(sum(hands) for hands in at.agents) for at in self.states]
        return float(self._shares @ chats) / self.agents

    def mean_handling_s(self) -> float:
        """By Little's law."""
        answered_per_s = self.per_h / 3600 * (1 - self.share_abandoned())
        return self.in_hand() * self.agents / answered_per_s


def _changed_at(hands: Hands, place: int, change: int) -> Hands:
    return (*hands[:place], hands[place] + change, *hands[place + 1 :])
