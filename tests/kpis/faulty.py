"""Distributions that go wrong where they are drawn, or note it; a module of its own for workers."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.demand.contacts import POOL_SIZE


@dataclass(frozen=True)
class Fatal:
    """Ends the process that draws from it, as the system does when memory is short."""

    mean_s: float = 1.0

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        os._exit(9)


@dataclass(frozen=True)
class Wrong:
    """Raises."""

    mean_s: float = 1.0

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        raise ValueError("no such time")


@dataclass(frozen=True)
class Slow:
    """Takes longer than anybody waits, but for the first replication's."""

    mean_s: float = 1.0

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        time.sleep(60)
        return np.ones(size)


@dataclass(frozen=True)
class Noted:
    """Takes a second, and notes every replication that drew from it, by its first random bits."""

    mean_s: float = 1.0
    replications: set[int] = field(default_factory=set)

    def draw(self, rng: np.random.Generator, size: int) -> NDArray[np.float64]:
        if size != POOL_SIZE:  # the contacts' own, not those of later legs
            self.replications.add(int(rng.integers(1 << 62)))
        return np.ones(size)
