"""Distributions that go wrong where they are drawn; in a module of their own for the workers."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
