"""Figures by line: what a planner knows of each line, to be found again in the report."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.calls import Calls
from scenarios.intake.estimates import Estimates
from scenarios.intake.mapping import LogMapping
from scenarios.intake.quality import LineFigures
from scenarios.intake.scenario_files import split_queue, typical_week

#: What the row of the whole centre is called.
ALL_LINES = "all"


def figures_by_line(
    used: Calls, estimates: Estimates, mapping: LogMapping
) -> tuple[LineFigures, ...]:
    """Return the figures of the calls of the used days: of all, then of each line (queue)."""
    table = used.table
    unstaffed = unstaffed_calls(estimates, mapping)
    factors = estimates.factors
    lines = [(ALL_LINES, table, int(unstaffed.sum()), factors.shared_cv)]
    for place, queue in enumerate(estimates.volumes.queues):
        cv = math.sqrt((1 + factors.shared_cv**2) * (1 + factors.own_cv[queue] ** 2) - 1)
        lines.append((queue, table[table["queue"] == queue], int(unstaffed[place]), cv))
    return tuple(_figures(*line, mapping) for line in lines)


def unstaffed_calls(estimates: Estimates, mapping: LogMapping) -> NDArray[np.int64]:
    """Return how many of each queue's calls came when the scenario has nobody who serves it."""
    volumes, staffing = estimates.volumes, estimates.staffing
    week = typical_week(estimates, mapping)
    found = np.zeros(len(volumes.queues), np.int64)
    for weekday, agents in zip(
        week.weekdays, np.split(week.agents, len(week.weekdays), axis=1), strict=True
    ):
        calls = volumes.counts[volumes.weekday_rows(weekday)].sum(axis=0)
        for place, queue in enumerate(volumes.queues):
            kind = split_queue(queue, mapping)[0]
            serving = [kind in group.kinds for group in staffing.groups]
            found[place] += calls[place, agents[serving].sum(axis=0) == 0].sum()
    return found


def _figures(
    name: str, table: pd.DataFrame, unstaffed: int, cv: float, mapping: LogMapping
) -> LineFigures:
    served = table.loc[table["served_s"] <= mapping.handling.at_most, "served_s"]
    return LineFigures(
        name=name,
        offered=len(table),
        answered=int(table["answered"].sum()),
        mean_wait_s=_mean(table["waited_s"]),
        handling_s=_mean(served) + mapping.handling.wrap_up if len(served) else None,
        day_factor_cv=cv,
        unstaffed=unstaffed,
    )


def _mean(values: Iterable[float]) -> float:
    numbers = np.array(list(values), np.float64)
    return float(numbers.mean()) if len(numbers) else 0.0
