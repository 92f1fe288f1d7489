"""Cover by interval: what is required of each line, what a schedule gives it, over and under."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.planning.need.requirement import Requirement
from scenarios.planning.schedule.supply import contributions, on_duty, shared_out
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

Numbers = NDArray[np.float64]


def coverage_table(scenario: Scenario, needs: Requirement, required: Numbers) -> Frame:
    """Return one row for each line and interval, and for all lines together (name empty, first).

    `scenario` has the schedule in it, `required` is by line and interval. Columns: name, day (from
    1), start_min, required, scheduled, over and under, in agents of full skill who are there, and
    agents: people on duty who serve it. Over and under of all lines are those of the lines, for
    what one has to spare may be of no use to another.
    """
    people = on_duty(scenario)
    covers = shared_out(people, contributions(scenario, needs.lines.at_once), required)
    figures = np.stack(
        [required, covers, (covers - required).clip(min=0), (required - covers).clip(min=0)]
    )
    frames = [_frame(scenario, "", figures.sum(axis=1), people)]
    for row, name in enumerate(scenario.queues):
        serve = [name in group.serves for group in scenario.groups.values()]
        frames.append(_frame(scenario, name, figures[:, row], people[serve]))
    return pd.concat(frames, ignore_index=True)


def _frame(scenario: Scenario, name: str, figures: Numbers, people: Numbers) -> Frame:
    intervals = np.arange(scenario.intervals)
    return pd.DataFrame(
        {
            "name": name,
            "day": intervals // scenario.intervals_per_day + 1,
            "start_min": intervals % scenario.intervals_per_day * scenario.interval / 60,
            **dict(zip(("required", "scheduled", "over", "under"), figures, strict=True)),
            "agents": people.sum(axis=0),
        }
    )
