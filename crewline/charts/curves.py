"""Figures through the day, as lines with bands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crewline.charts.scope import rows
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit
from sim.kpis.periods import Period, parts

if TYPE_CHECKING:  # it brings the engine with it, which the first picture need not wait for
    from scenarios.studies.study import Study

#: Day 1 where the scenario names no date; it is never shown.
_SOME_DAY: Final = datetime(2001, 1, 1)


@dataclass(frozen=True)
class Curve:
    """A KPI by interval: starts, means and the bounds of their intervals, all of one length."""

    starts: list[datetime]
    value: list[float]
    low: list[float]
    high: list[float]

    @property
    def defined(self) -> bool:
        """Whether there is anything to draw."""
        return bool(pd.notna(pd.Series(self.value)).any())


def curve(study: Study, row: tuple[str, str], kpi: str, factor: float = 1.0) -> Curve:
    """Return a KPI of one row of the interval table, times `factor` for the axis's unit.

    Bounds reach no further than what can be: nothing below zero, no share above one.
    """
    table = rows(study.intervals, *row)
    table = table[table["kpi"] == kpi]
    most = 1.0 if study.counted.kpis[kpi].unit is Unit.SHARE else math.inf
    return Curve(
        starts=starts(table, study.scenario),
        value=(table["value"] * factor).tolist(),
        low=(table["low"].clip(lower=0) * factor).tolist(),
        high=(table["high"].clip(upper=most) * factor).tolist(),
    )


def spread_curve(study: Study, row: tuple[str, str], kpi: str, factor: float = 1.0) -> Curve:
    """Return a KPI by interval with the bounds between which eight of ten simulated days are.

    The value is the median day's; all is not a number where no day has any.
    """
    one = study.counted.kpis[kpi]
    number = study.counted.rows(one).index(row)
    values = parts(one, study.counted.tallies, Period.INTERVAL).values[:, number]
    return Curve(
        starts=[
            first_day(study.scenario) + timedelta(seconds=at * study.scenario.interval)
            for at in range(values.shape[1])
        ],
        value=(_quantile(values, 0.5) * factor).tolist(),
        low=(_quantile(values, 0.1) * factor).tolist(),
        high=(_quantile(values, 0.9) * factor).tolist(),
    )


def _quantile(values: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return a quantile over the first axis, of what is known; NaN where nothing is."""
    missing = np.isnan(values)
    if not missing.any():
        return np.quantile(values, share, axis=0)  # a hundred times as fast
    known = ~missing.all(axis=0)
    found = np.full(values.shape[1], np.nan)
    if known.any():
        found[known] = np.nanquantile(values[:, known], share, axis=0)
    return found


def starts(table: Frame, scenario: Scenario) -> list[datetime]:
    """Return the starts of a table's intervals as points of the time axis."""
    first = first_day(scenario)
    return [
        first + timedelta(days=int(day) - 1, minutes=float(minute))
        for day, minute in zip(table["day"], table["start_min"], strict=True)
    ]


def first_day(scenario: Scenario) -> datetime:
    """Return when the counted horizon begins."""
    return datetime.combine(scenario.first_day, time()) if scenario.first_day else _SOME_DAY


def band(shown: Curve) -> tuple[list[Any], list[Any]]:
    """Return the outline of the band, stretch by stretch where the curve has gaps.

    Each stretch goes along the upper bounds and back along the lower; None parts two stretches.
    """
    across: list[Any] = []
    along: list[Any] = []
    for first, end in _stretches(shown):
        instants = shown.starts[first:end]
        across += [*instants, *reversed(instants), None]
        along += [*shown.high[first:end], *reversed(shown.low[first:end]), None]
    return across, along


def _stretches(shown: Curve) -> list[tuple[int, int]]:
    """Return the runs of intervals in which both bounds are known, as (first, end)."""
    known = pd.notna(pd.Series(shown.low)) & pd.notna(pd.Series(shown.high))
    found, first = [], None
    for at, is_known in enumerate([*known.tolist(), False]):
        if is_known and first is None:
            first = at
        elif not is_known and first is not None:
            found.append((first, at))
            first = None
    return found
