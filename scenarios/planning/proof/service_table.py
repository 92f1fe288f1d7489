"""A schedule by interval: what was required, what is scheduled, and what service that gave.

Agents are counted twice, for two purposes: `agents` are people on duty, as they are paid and seen;
`required` and `covers` are agents of full skill who are there, as the formulas count.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.planning.need.requirement import Requirement
from scenarios.planning.schedule.supply import contributions, on_duty, shared_out
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.counts import QueueCount
from sim.kpis.definitions import KPIS
from sim.kpis.periods import Period, parts

Numbers = NDArray[np.float64]

_USUAL = "SL3"


def service_table(study: Study, needs: Requirement, required: Numbers) -> Frame:
    """Return one row for each line and interval, and for all lines together (name empty).

    `study` is the simulation of the schedule, `required` what it was asked for, by queue and
    interval. Columns: name, day (from 1), start_min, offered, load (Erlangs), required, covers
    (what it gives the line, of agents of full skill), agents (people on duty who serve it; of all
    lines each once), kpi (its service level), simulated (the share in time, NaN where nobody came),
    abandonment.
    """
    scenario = study.scenario
    people = on_duty(scenario)
    covers = shared_out(people, contributions(scenario, needs.lines.at_once), required)
    frames = [
        _frame(
            study,
            row,
            required=required[row - 1] if row else required.sum(axis=0),
            covers=covers[row - 1] if row else covers.sum(axis=0),
            load=needs.lines.load[row - 1] if row else needs.lines.load.sum(axis=0),
            agents=people[_servers(scenario, row)].sum(axis=0),
        )
        for row in range(1 + len(scenario.queues))
    ]
    return pd.concat(frames, ignore_index=True)


def _servers(scenario: Scenario, row: int) -> list[int]:
    """Return the numbers of the groups that serve a line; of all for row 0."""
    if row == 0:
        return list(range(len(scenario.groups)))
    queue = list(scenario.queues)[row - 1]
    return [
        number for number, group in enumerate(scenario.groups.values()) if queue in group.serves
    ]


def kpi_of(scenario: Scenario, row: int) -> str:
    """Return the service level that a line's target means; SL3 where it means none."""
    if row == 0:
        return _USUAL
    queue = list(scenario.queues.values())[row - 1]
    is_level = queue.target is not None and queue.target.kpi.startswith("SL")
    return queue.target.kpi if queue.target is not None and is_level else _USUAL


def _frame(
    study: Study, row: int, *, required: Numbers, covers: Numbers, load: Numbers, agents: Numbers
) -> Frame:
    scenario, tallies = study.scenario, study.tallies
    kpi = kpi_of(scenario, row)
    name = list(scenario.queues)[row - 1] if row else ""
    served = parts(KPIS[kpi], tallies, Period.INTERVAL).row(row)
    lost = parts(KPIS["abandonment"], tallies, Period.INTERVAL).row(row)
    is_work = row > 0 and scenario.queues[name].channel in DEFERRABLE
    offered = np.mean([tally.queues[row, :, QueueCount.OFFERED] for tally in tallies], axis=0)
    intervals = np.arange(scenario.intervals)
    simulated = _share(served.top, served.bottom)
    return pd.DataFrame(
        {
            "name": name,
            "day": intervals // scenario.intervals_per_day + 1,
            "start_min": intervals % scenario.intervals_per_day * scenario.interval / 60,
            "offered": offered,
            "load": load,
            "required": required,
            "covers": covers,
            "agents": agents,
            "kpi": kpi,
            "simulated": np.full(len(intervals), np.nan) if is_work else simulated,
            "abandonment": np.full(len(intervals), np.nan)
            if is_work
            else _share(lost.top, lost.bottom),
        }
    )


def _share(top: Numbers, bottom: Numbers) -> Numbers:
    """Return the ratio of the sums over replications, NaN where nobody came."""
    below = bottom.sum(axis=0)
    return np.where(below > 0, top.sum(axis=0) / np.where(below > 0, below, 1.0), np.nan)
