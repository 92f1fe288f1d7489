"""Differences between options: by pairs of the same random days where both have them.

Options of other days, or of which only the means are known, are taken as independent: Welch's
interval (Biometrika 34, 1947), which is wider than that of pairs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from crewline.reports.decision import MEASURES, Gap, Option
from scenarios.planning.frontier.points import Series
from scenarios.studies.kpi_tables import Frame
from sim.kpis.apart import apart
from sim.kpis.compare import Direction, difference
from sim.kpis.estimates import Estimate, t_quantile

#: What a day's value is to be multiplied by for the sum that it is a ratio of; others are sums.
_BOTTOMS: Final = {"SL3": "in line", "asa": "answered"}
#: The KPIs whose replications are taken from a table of days.
OF_DAYS: Final = ("cost", "lost", "offered", "SL3", "asa")


def series_of(days: Frame) -> Mapping[str, Series]:
    """Return the centre's figures by replication, from a results folder's table of days."""
    centre = days[days["kind"] == "centre"]
    found = {}
    for kpi in OF_DAYS:
        if kpi not in centre:
            continue
        bottom = _bottom(centre, kpi)
        top = (centre[kpi] * bottom if kpi in _BOTTOMS else centre[kpi]).fillna(0.0)
        by = centre["replication"]
        tops, bottoms = top.groupby(by).sum(), bottom.groupby(by).sum()
        if kpi not in _BOTTOMS:
            bottoms = bottoms * 0 + 1
        found[kpi] = Series(tuple(tops.tolist()), tuple(bottoms.tolist()))
    return found


def _bottom(centre: Frame, kpi: str) -> pd.Series[float]:
    """Return the denominator of a ratio by day: those who stayed in line, or the answered."""
    if _BOTTOMS.get(kpi) == "answered":
        return centre["answered"].astype(float)
    offered = centre["offered"].astype(float)
    if "call_back_share" not in centre:
        return offered
    return offered * (1 - centre["call_back_share"].fillna(0.0))


def gap(option: Option, base: Option, kpi: str, confidence: float) -> Gap:
    """Return by how much an option's figure differs from another's, and whether that is real."""
    old, new = base.series.get(kpi), option.series.get(kpi)
    if old is not None and new is not None and base.seed == option.seed:
        both = min(len(old.top), len(new.top))
        found = difference(old.first(both), new.first(both), confidence)
        return Gap(found.value, found.low, found.high, found.verdict)
    before, after = (_estimate(each, kpi, confidence) for each in (base, option))
    found = apart(before, after, confidence)
    is_sure = found.low == found.high  # by the plan alone, such as wages
    return Gap(found.value, found.low, found.high, found.verdict, paired=is_sure)


def between(options: Sequence[Option], one: int, other: int, kpi: str, confidence: float) -> Gap:
    """Return by how much option `one` differs from option `other`, both by number.

    By pairs where their replications are known; else, beside the first option, as its results have
    told; else as of independent means.
    """
    found = gap(options[one], options[other], kpi, confidence)
    if found.paired:
        return found
    if other == 0:
        return options[one].gaps.get(kpi, found)
    if one == 0 and kpi in options[other].gaps:
        return _turned(options[other].gaps[kpi])
    return found


def _turned(found: Gap) -> Gap:
    """Return a difference the other way round."""
    sides = {Direction.HIGHER: Direction.LOWER, Direction.LOWER: Direction.HIGHER}
    direction = sides.get(found.direction, found.direction)
    return replace(found, value=-found.value, low=-found.high, high=-found.low, direction=direction)


def gaps(option: Option, base: Option, confidence: float) -> Mapping[str, Gap]:
    """Return the differences in what options are weighed by, where both have the figure."""
    told = [kpi for kpi in MEASURES if kpi in option.figures and kpi in base.figures]
    return {kpi: gap(option, base, kpi, confidence) for kpi in told}


def _estimate(option: Option, kpi: str, confidence: float) -> Estimate:
    """Return a figure with the standard error that its interval was made of."""
    known, n = option.figure(kpi), max(option.replications, 1)
    if not math.isfinite(known.low):
        return Estimate(known.value, math.nan, math.nan, math.nan, n)
    half_width = (known.high - known.low) / 2
    se = half_width / t_quantile(confidence, n) if half_width else 0.0
    return Estimate(known.value, se, known.low, known.high, n)
