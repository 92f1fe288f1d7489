"""Formulas of queueing theory, each from its paper, for systems that are no birth-death chain.

Times are in seconds, rates in calls per second.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import trapezoid

Survival = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def wait_of_one_agent_s(per_s: float, mean_s: float, cv: float) -> float:
    """Return the mean wait in M/G/1 (Pollaczek 1930; Khinchine 1932)."""
    return per_s * mean_s**2 * (1 + cv**2) / 2 / (1 - per_s * mean_s)


def share_lost(load: float, agents: int) -> float:
    """Return the share blocked in M/G/n/n, whatever the distribution (Erlang 1917)."""
    inverse = 1.0
    for agent in range(1, agents + 1):
        inverse = 1 + inverse * agent / load
    return 1 / inverse


def share_waiting(load: float, agents: int) -> float:
    """Return the share that waits in M/M/n (Erlang 1917)."""
    lost = share_lost(load, agents)
    return lost / (1 - load / agents * (1 - lost))


def waits_by_priority_s(per_s: Sequence[float], mean_s: float, agents: int) -> list[float]:
    """Return the mean waits of classes in M/M/n, the most urgent first, nobody being interrupted.

    Cobham, Priority assignment in waiting line problems, Operations Research 2 (1954).
    """
    loads = np.cumsum([0.0, *per_s]) * mean_s / agents
    residual_s = share_waiting(loads[-1] * agents, agents) * mean_s / agents
    return [residual_s / (1 - above) / (1 - upto) for above, upto in pairwise(loads)]


def waits_by_weight_s(
    per_s: Sequence[float], mean_s: Sequence[float], cv: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Return the mean waits in M/G/1 where the largest weight x wait is served next.

    Weights fall. Kleinrock, A delay dependent queue discipline, Naval Research Logistics
    Quarterly 11 (1964): from the smallest weight up, each class loses time to those above it.
    """
    loads = np.array(per_s) * mean_s
    second_moments = np.array(mean_s) ** 2 * (1 + np.array(cv) ** 2)
    in_turn_s = float(np.array(per_s) @ second_moments) / 2 / (1 - loads.sum())
    waits = [0.0] * len(loads)
    for p in reversed(range(len(loads))):
        below = sum(
            loads[i] * waits[i] * (1 - weights[i] / weights[p]) for i in range(p + 1, len(loads))
        )
        above = sum(loads[i] * (1 - weights[p] / weights[i]) for i in range(p))
        waits[p] = (in_turn_s - below) / (1 - above)
    return waits


def stays_with_interruption_s(
    per_s: tuple[float, float], mean_s: float, agents: int
) -> tuple[float, float]:
    """Return the mean times from coming to done of M/M/n, where the first class interrupts.

    The first class does not see the second; and as nothing of an exponential time is lost by an
    interruption, both together are M/M/n. With one agent this is the preemptive-resume priority of
    White and Christie, Queuing with preemptive priorities or with breakdown, Operations Research 6
    (1958).
    """

    def inside(rate: float) -> float:
        load = rate * mean_s
        return load + share_waiting(load, agents) * load / (agents - load)

    first, both = inside(per_s[0]), inside(sum(per_s))
    return first / per_s[0], (both - first) / per_s[1]


def calls_until_reached(share: float, calls: int) -> list[float]:
    """Return the shares of customers who are reached at the first call, at the second, and so on.

    The rest is never reached: what is left of a geometric distribution that is cut off.
    """
    return [share * (1 - share) ** before for before in range(calls)]


@dataclass(frozen=True)
class AnyPatience:
    """M/M/n+G: agents, and a patience of any distribution.

    Baccelli and Hebuterne, On queues with impatient customers (1981), in the form of Zeltyn and
    Mandelbaum, Call centers with impatient customers, Queueing Systems 51 (2005), section 4.
    `survival` gives the share that is still patient at a time.
    """

    per_s: float
    handle_s: float
    agents: int
    survival: Survival
    longest_s: float = 3000.0
    step_s: float = 0.01

    @cached_property
    def _weights(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Times, the weight of an offered wait of so long, and the patience spent until then."""
        time_s = (np.arange(round(self.longest_s / self.step_s)) + 0.5) * self.step_s
        patient_s = np.cumsum(self.survival(time_s)) * self.step_s  # at the end of each step
        end_s = time_s + self.step_s / 2
        weight = np.exp(self.per_s * patient_s - self.agents / self.handle_s * end_s)
        return (
            np.concatenate([[0.0], end_s]),
            np.concatenate([[1.0], weight]),
            np.concatenate([[0.0], patient_s]),
        )

    @cached_property
    def _parts(self) -> tuple[float, float, float]:
        """E, J and J_H of the paper."""
        times, weights, sums = self._weights
        load = self.per_s * self.handle_s
        logs = [k * math.log(load) - math.lgamma(k + 1) for k in range(self.agents)]
        e = sum(math.exp(log - logs[-1]) for log in logs)
        return e, float(trapezoid(weights, times)), float(trapezoid(weights * sums, times))

    def share_waiting(self) -> float:
        e, j, _ = self._parts
        return self.per_s * j / (e + self.per_s * j)

    def share_waiting_beyond(self, time_s: float) -> float:
        """Return the share that would wait longer than a time, had they the patience."""
        e, j, _ = self._parts
        times, weights, _ = self._weights
        later = times >= time_s
        beyond = float(trapezoid(weights[later], times[later]))
        return self.per_s * beyond / (e + self.per_s * j)

    def share_abandoned(self) -> float:
        e, j, _ = self._parts
        return (1 + (self.per_s - self.agents / self.handle_s) * j) / (e + self.per_s * j)

    def mean_wait_s(self) -> float:
        """Return the mean wait of all, those who abandon too."""
        e, j, j_h = self._parts
        return self.per_s * j_h / (e + self.per_s * j)

    def occupancy(self) -> float:
        return self.per_s * self.handle_s * (1 - self.share_abandoned()) / self.agents
