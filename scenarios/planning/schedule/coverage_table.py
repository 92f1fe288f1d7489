"""Cover by interval: what is required of each line, what a schedule gives it, over and under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.planning.need.requirement import Requirement
from scenarios.planning.schedule.supply import contributions, on_duty, shared_out
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Cover:
    """What is required, and what a scenario's schedule gives, in agents of full skill.

    `required` and `covers` have shape (queues, counted intervals); `people` are those on duty, of
    shape (groups, intervals).
    """

    scenario: Scenario
    required: Numbers
    covers: Numbers
    people: Numbers

    @classmethod
    def of(cls, scenario: Scenario, needs: Requirement, required: Numbers) -> Cover:
        """Return the cover of what is `required`, by line and interval."""
        people = on_duty(scenario)
        brings = contributions(scenario, needs.lines.at_once)
        return cls(scenario, required, shared_out(people, brings, required), people)

    def table(self, lines: Sequence[str] = (), name: str = "") -> Frame:
        """Return one row an interval of some lines together, of all where none are named.

        Columns: name, day (from 1), start_min, required, scheduled, over, under, and agents: people
        on duty who serve any of them. Over and under are those of the lines, for what one has to
        spare may be of no use to another.
        """
        names = list(self.scenario.queues)
        rows = [names.index(one) for one in lines] or list(range(len(names)))
        serve = [
            not lines or not group.serves.keys().isdisjoint(lines)
            for group in self.scenario.groups.values()
        ]
        spare = self.covers[rows] - self.required[rows]
        intervals = np.arange(self.scenario.intervals)
        return pd.DataFrame(
            {
                "name": name,
                "day": intervals // self.scenario.intervals_per_day + 1,
                "start_min": intervals
                % self.scenario.intervals_per_day
                * self.scenario.interval
                / 60,
                "required": self.required[rows].sum(axis=0),
                "scheduled": self.covers[rows].sum(axis=0),
                "over": spare.clip(min=0).sum(axis=0),
                "under": (-spare).clip(min=0).sum(axis=0),
                "agents": self.people[serve].sum(axis=0),
            }
        )

    def missing_h(self) -> float:
        """Return the agent-hours that are required and not there."""
        return self._hours((self.required - self.covers).clip(min=0))

    def spare_h(self) -> float:
        """Return the agent-hours beyond what is required."""
        return self._hours((self.covers - self.required).clip(min=0))

    def _hours(self, agents: Numbers) -> float:
        return float(agents.sum() * self.scenario.interval / 3600)


def coverage_table(scenario: Scenario, needs: Requirement, required: Numbers) -> Frame:
    """Return one row for each line and interval, and for all lines together (name empty, first).

    `scenario` has the schedule in it, `required` is by line and interval; for the columns see
    `Cover.table`.
    """
    cover = Cover.of(scenario, needs, required)
    frames = [cover.table(), *(cover.table([name], name) for name in scenario.queues)]
    return pd.concat(frames, ignore_index=True)
