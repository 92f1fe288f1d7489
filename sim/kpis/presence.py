"""Who is on duty: by the plan, or, where plays move people, as the director really set them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.engines.legs import Outcomes
from sim.engines.log import on_duty
from sim.steps import Steps


def present(outcomes: Outcomes, centre: Centre, absent: NDArray[np.bool_]) -> list[Steps]:
    """Return the agents of each group on duty over time, in the run that led to `outcomes`."""
    groups, plan = range(len(centre.floor.group_names)), centre.plan
    if plan.plays:
        return [on_duty(outcomes.log, group) for group in groups]
    return [plan.on_duty(group, absent) for group in groups]
