"""Who is on duty in each slot of a schedule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty

Numbers = NDArray[np.float64]


def on_duty(problem: Problem, duties: Sequence[Duty]) -> Numbers:
    """Return the agents at work and not in a break, of shape (teams, slots of the horizon).

    What reaches beyond the last day is on duty on the first where the days stand in a circle, and
    is lost where they do not.
    """
    agents = np.zeros((len(problem.teams), problem.slots))
    for duty in duties:
        at_work = [(start, end, duty.agents) for start, end in duty.type.parts]
        away = [
            (begin, begin + window.length, -duty.agents)
            for begin, window in zip(duty.breaks, duty.type.breaks, strict=False)
        ]
        for start, end, number in at_work + away:
            slots = np.arange(start, end) + duty.day * problem.slots_per_day
            if problem.circular:
                slots %= problem.slots
            np.add.at(agents[duty.team], slots[(slots >= 0) & (slots < problem.slots)], number)
    return agents
