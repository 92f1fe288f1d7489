"""Whether a service keeps a goal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimize.erlang import Service
from optimize.requirements.goal import Goal

Numbers = NDArray[np.float64]


def kept(goal: Goal, service: Service, abandoned_short: Numbers | float = 0.0) -> NDArray[np.bool_]:
    """Return for each row whether all holds that the goal asks for.

    `service` is that at the goal's `within_s`, `abandoned_short` the share that abandons within its
    `short_s`. A queue that grows without end keeps no goal, and neither does a figure that is
    undefined because nobody is answered.
    """
    holds = np.isfinite(service.mean_wait_s)
    if goal.service_level is not None:
        holds &= service.level(goal.counts, abandoned_short) >= goal.service_level
    for most, figure in (
        (goal.asa_s, service.asa_s),
        (goal.abandonment, service.share_abandoned),
        (goal.occupancy, service.occupancy),
        (goal.waiting, service.share_waiting),
    ):
        if most is not None:
            holds &= figure <= most
    return holds
