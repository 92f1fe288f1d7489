"""Agents of a table's typical week: as it tells them, or as many as the service takes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimize.requirements import Goal, required
from scenarios.intake.tables.line_estimates import LineEstimate
from scenarios.intake.tables.mapping import IntervalMapping

#: A service level above this is no goal: no number of agents answers everybody in time.
_HIGHEST: Final = 0.995
#: Nor is one below: so few would answer that queues have no end.
_LOWEST: Final = 0.05

Wholes = NDArray[np.int64]


def agents_needed(
    calls: NDArray[np.float64], line: LineEstimate, mapping: IntervalMapping
) -> Wholes:
    """Return the agents of each interval for a line's calls; at least one where any call comes.

    They give the level that the table tells where the mapping says so, and it tells one, else that
    of the target: Erlang A, or C where nobody gives up. One stays on for an interval after the last
    calls, for those who wait then.
    """
    rates = calls * 3600 / mapping.interval
    patience_s = line.patience_s if np.isfinite(line.patience_s) else None
    found = required(rates, line.handle_s, _goal(line, mapping), patience_s=patience_s)
    agents = np.maximum(found, calls > 0).astype(np.int64)
    return _staying(agents, calls)


def _goal(line: LineEstimate, mapping: IntervalMapping) -> Goal:
    if mapping.staffing.source == "served" and line.level is not None:
        level = min(max(line.level, _LOWEST), _HIGHEST)
        within_s = mapping.service_level.within
        counts = mapping.service_level.counts
        short_s = min(5.0, within_s) if counts in ("SL5", "SL6") else 0.0
        return Goal(level, within_s, counts, short_s)
    level = min(mapping.target.level, _HIGHEST)
    return Goal(level, mapping.target.within, "SL3")


def _staying(agents: Wholes, calls: NDArray[np.float64]) -> Wholes:
    """Return agents with one who stays where calls ended an interval before."""
    ended = np.zeros(len(calls), np.bool_)
    ended[1:] = (calls[:-1] > 0) & (calls[1:] == 0)
    return np.where(ended, np.maximum(agents, 1), agents)


def agents_told(
    rows: pd.DataFrame, queue: str, weekday: int | None, slots: int, calls: NDArray[np.float64]
) -> Wholes:
    """Return the mean agents that the table tells for a queue and weekday, rounded, by interval.

    At least one where calls come; one stays on after the last. `rows` are those of the days used.
    """
    mine = rows[(rows["queue"] == queue) & np.isfinite(rows["agents"].to_numpy(np.float64))]
    if weekday is not None:
        mine = mine[(mine["day"] - 1) % 7 == weekday]  # ordinal 1 was a Monday
    means = mine.groupby("slot")["agents"].mean()
    found = np.zeros(slots)
    found[means.index.to_numpy(np.int64)] = means.to_numpy(np.float64)
    agents = np.maximum(np.floor(found + 0.5), calls > 0).astype(np.int64)
    return _staying(agents, calls)
