"""One queue solved exactly, as a birth-death chain: numbers from state probabilities alone.

Nothing here knows Erlang's closed formulas or the simulation; it is what both are held against.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import expm_multiply

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class BirthDeath:
    """M/M/n with patience (exponential) and waiting places, both without limit unless given.

    State k is k calls in the centre. Where nothing bounds the queue, states end where they hold no
    weight worth counting.
    """

    calls_per_h: float
    handle_s: float
    agents: int
    patience_s: float = math.inf
    places: int | None = None

    @property
    def births(self) -> float:
        """Calls per second."""
        return self.calls_per_h / 3600

    @cached_property
    def deaths(self) -> Numbers:
        """Ends per second, of service or of patience, by state, the empty one first."""
        k = np.arange(self.agents + self._places + 1)
        served = np.minimum(k, self.agents) / self.handle_s
        return served + np.maximum(k - self.agents, 0) / self.patience_s

    @property
    def _places(self) -> int:
        if self.places is not None:
            return self.places
        if math.isfinite(self.patience_s):
            calls, served = self.births * self.patience_s, self.agents * self.patience_s
            return round(max(calls - served / self.handle_s, 0) + 12 * math.sqrt(calls) + 40)
        return round(40 / -math.log(self.births * self.handle_s / self.agents))

    @cached_property
    def stationary(self) -> Numbers:
        """The probability of each state in the long run."""
        logs = np.concatenate([[0.0], np.cumsum(np.log(self.births / self.deaths[1:]))])
        weights = np.exp(logs - logs.max())
        return weights / weights.sum()

    def mean_over_day(self, length_s: float) -> Numbers:
        """Return the mean probability of each state over a day that starts empty.

        The mean m obeys m Q = (p(end) - p(start)) / length, with total 1.
        """
        size = len(self.deaths)
        q = np.diag(np.full(size - 1, self.births), 1) + np.diag(self.deaths[1:], -1)
        q -= np.diag(q.sum(axis=1))
        change = expm(q * length_s)[0] / length_s
        change[0] -= 1 / length_s
        return np.linalg.lstsq(
            np.vstack([q.T, np.ones(size)]), np.concatenate([change, [1.0]]), rcond=None
        )[0]

    # What a caller meets (callers see the states as time does: Poisson arrivals) -----------------

    def share_blocked(self, states: Numbers) -> float:
        return float(states[-1]) if self.places is not None else 0.0

    def share_waiting(self, states: Numbers) -> float:
        return float(states[self.agents :].sum()) - self.share_blocked(states)

    def queue_length(self, states: Numbers) -> float:
        return float(states[self.agents :] @ np.arange(len(states) - self.agents))

    def mean_wait_s(self, states: Numbers) -> float:
        """Return the mean wait over all calls, by Little's law (long run only)."""
        return self.queue_length(states) / self.births

    def wait_found_s(self, states: Numbers) -> float:
        """Return the mean wait over all calls of infinite patience, by what they find."""
        ahead = np.arange(1, len(states) - self.agents + 1)
        return float(states[self.agents :] @ ahead) * self.handle_s / self.agents

    def share_abandoned(self, states: Numbers) -> float:
        return self.queue_length(states) / self.patience_s / self.births

    def occupancy(self, states: Numbers) -> float:
        k = np.arange(len(states))
        return float(states @ np.minimum(k, self.agents)) / self.agents

    def answered_within(self, states: Numbers, within_s: float) -> float:
        """Return the share of all calls answered within a time."""
        return self._met_within(states, within_s, 1 / self.handle_s * self.agents, served=True)

    def abandoned_within(self, states: Numbers, within_s: float) -> float:
        """Return the share of all calls that abandon within a time."""
        return self._met_within(states, within_s, 1 / self.patience_s, served=False)

    def _met_within(
        self, states: Numbers, within_s: float, end_rate: float, *, served: bool
    ) -> float:
        """Sum over what a caller finds: follow it as those ahead of it leave.

        State j of a small chain: j callers ahead in the queue. All agents are busy as long as it
        waits, so it moves up at n mu + j theta, is served from j = 0 at n mu, abandons at theta.
        """
        found = states[self.agents : len(states) - (self.places is not None)]
        ahead = np.arange(len(found))
        pace = self.agents / self.handle_s
        up = pace + ahead / self.patience_s
        chain = np.zeros((len(found) + 1, len(found) + 1))  # the last state: it has happened
        chain[ahead, ahead] = -up - 1 / self.patience_s
        chain[ahead[1:], ahead[:-1]] = up[1:]
        chain[ahead[:1] if served else ahead, -1] = end_rate
        at_the_end = np.append(np.zeros(len(found)), 1.0)
        happened = expm_multiply(csr_matrix(chain * within_s), at_the_end)[:-1]
        return float(found @ happened) + served * float(states[: self.agents].sum())
