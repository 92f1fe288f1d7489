"""What customers want of each queue, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.demand.distributions import Constant, Distribution, Exponential, Never
from sim.steps import Steps


@dataclass(frozen=True)
class QueueDemand:
    """The demand on one queue over the whole horizon, warm-up included.

    `volumes[i]` is the mean number of first attempts in interval i (of `Demand.interval_ms`).
    `surge` is the product of the disruptions' volume factors over time; contacts above 1 are a
    stream of their own, so that a disruption leaves the ordinary contacts as they were.
    `day_cv` is the coefficient of variation of the day factor's part of this queue alone.
    `lists` are (instant in ms, number): contacts that come all at once, such as the customers of a
    list, or a backlog. `self_service` is the time that a contact spends there, before it is done or
    goes on to people; none where there is no self-service.
    """

    name: str
    volumes: NDArray[np.float64]
    talk: Distribution
    wrap_up: Distribution = field(default_factory=lambda: Constant(0))
    patience: Distribution = field(default_factory=Never)
    redial_delay: Distribution = field(default_factory=lambda: Exponential(600))
    repeat_delay: Distribution = field(default_factory=lambda: Exponential(3600))
    day_cv: float = 0.0
    surge: Steps = field(default_factory=lambda: Steps.constant(1))
    lists: tuple[tuple[int, int], ...] = ()
    self_service: Distribution | None = None


@dataclass(frozen=True)
class Demand:
    """The demand on all queues, in the order of the floor's queues.

    The horizon begins with `warm_up_ms` that are simulated and not counted. `day_cv` is the
    coefficient of variation of the part of the day factor that all queues share.
    `exact_counts` draws the given volumes at uniform times inside their intervals
    instead of a Poisson process.
    """

    interval_ms: int
    horizon_ms: int
    queues: tuple[QueueDemand, ...]
    warm_up_ms: int = 0
    day_cv: float = 0.0
    exact_counts: bool = False
