"""Targets: what a centre promised, and whether the replications show that it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sim.kpis.definitions import Better, Kpi, ratio
from sim.kpis.estimates import Estimate, Share, ratio_of_means, share_of
from sim.kpis.grid import Flags, Floats
from sim.kpis.periods import Parts, Period, parts
from sim.kpis.tally import QueueCount, Tally


class Verdict(StrEnum):
    """What can be said about a target."""

    MET = "met"
    MISSED = "missed"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Target:
    """What is promised of one row (a queue, or 0 for the centre).

    `level` is a floor for KPIs that are better when higher, else a ceiling. `scope` is the period
    over which the KPI is taken, volume-weighted. With `odds`, that share of simulated days (weeks,
    for the scope of a week) must meet the level, and a day meets an interval's target when each of
    its intervals does; without, the mean of every period over the replications must.
    """

    kpi: Kpi
    row: int
    level: float
    scope: Period = Period.DAY
    odds: float | None = None

    def __post_init__(self) -> None:
        """Raise ValueError when the KPI has no better direction to aim for."""
        if self.kpi.better is Better.NEITHER:
            raise ValueError(f"{self.kpi.id} is neither better high nor low; no target can be set")

    def is_met_by(self, values: Floats) -> Flags:
        """Return for each value whether it keeps to the level."""
        met: Flags = values >= self.level if _is_floor(self) else values <= self.level
        return met


@dataclass(frozen=True)
class Judged:
    """What a verdict rests on: how many were `judged`, and how many `came`, a replication."""

    judged: float
    came: float

    @property
    def is_enough(self) -> bool:
        """Whether at least half were judged; where nobody came, there is nothing to judge."""
        return 2 * self.judged >= self.came


@dataclass(frozen=True)
class Evaluation:
    """How a target fared.

    `estimate` is the mean of the period (number `period`) that fares worst, its interval widened
    for having been chosen among all; `holds` says whether its plain value keeps to the level, and
    `share` is the share of days that do. `verdict` says what the replications prove at the given
    confidence. Where some cannot be judged by the end (work that is not due), `judged` says how
    many were; it is None where all are. With less than half judged nothing can be told, nor holds.
    """

    target: Target
    verdict: Verdict
    holds: bool
    estimate: Estimate
    period: int
    share: Share
    judged: Judged | None = None


def evaluate(target: Target, tallies: Sequence[Tally], confidence: float = 0.95) -> Evaluation:
    """Return whether `target` is met, missed, or cannot be told from these replications.

    Periods without contacts make no difference, nor do intervals in which the line was closed to
    all who came; where nothing is left, nothing can be told.
    """
    found = parts(target.kpi, tallies, target.scope).row(target.row)
    if target.scope is Period.INTERVAL:
        is_open = open_to_some(tallies, target.row)
        found = Parts(found.top * is_open, found.bottom * is_open)
    pending = pending_of(target, tallies) if target.kpi.pending else None
    return judge(target, found, tallies[0].intervals_per_day, confidence, pending)


def judge(
    target: Target,
    found: Parts,
    intervals_per_day: int,
    confidence: float = 0.95,
    pending: Floats | None = None,
) -> Evaluation:
    """Return what `evaluate` does, from the parts of the target's KPI by its periods.

    They have the shape (replications, periods); intervals in which the line was closed to all are
    nothing there. `pending` are those not judged yet, one number a replication.
    """
    means = ratio_of_means(found.top, found.bottom, confidence)
    together = ratio_of_means(found.top, found.bottom, _of_all(confidence, means.value))
    worst = _worst(target, means.value)
    share = share_of(_days_met(target, found, intervals_per_day), confidence)
    if target.odds is None:
        defined = ~np.isnan(means.value)
        verdict = _of_means(
            target,
            proved=means.low[defined] if _is_floor(target) else means.high[defined],
            hoped=together.high[defined] if _is_floor(target) else together.low[defined],
        )
        holds = bool(target.is_met_by(means.value[defined]).all()) and bool(defined.any())
    else:
        verdict = _of_share(target.odds, share)
        holds = share.value >= target.odds
    judged = None if pending is None else _judged(found, pending)
    if judged is not None and not judged.is_enough:
        verdict, holds = Verdict.CANNOT_TELL, False
    return Evaluation(target, verdict, holds, together.at(worst), worst, share, judged)


def pending_of(target: Target, tallies: Sequence[Tally]) -> Floats:
    """Return how many of the target's row are not judged by the end, shape (replications,)."""
    return np.array([target.kpi.pending_in(tally)[target.row].sum() for tally in tallies])


def open_to_some(tallies: Sequence[Tally], row: int) -> Flags:
    """Return for each interval whether any came who did not come while closed.

    Those who did are offered by definition; but no staffing could keep a promise for half hours
    in which all did.
    """
    counts = sum(tally.queues[row] for tally in tallies)
    some: Flags = counts[:, QueueCount.OFFERED] > counts[:, QueueCount.CLOSED]
    return some


def _judged(found: Parts, pending: Floats) -> Judged:
    judged = float(found.bottom.sum()) / len(pending)
    return Judged(judged, judged + float(pending.mean()))


def _worst(target: Target, values: Floats) -> int:
    """Return the period farthest on the wrong side of the level."""
    if np.isnan(values).all():
        return 0
    return int(np.nanargmin(values) if _is_floor(target) else np.nanargmax(values))


def _days_met(target: Target, found: Parts, intervals_per_day: int) -> Flags:
    """Return for each day (or week) with contacts whether it met the target, shape (days,)."""
    values = ratio(found.top, found.bottom)
    defined = ~np.isnan(values)
    met = target.is_met_by(values) | ~defined
    if target.scope is Period.INTERVAL:
        starts = np.arange(0, values.shape[1], intervals_per_day)
        met = np.logical_and.reduceat(met, starts, axis=1)
        defined = np.logical_or.reduceat(defined, starts, axis=1)
    return met[defined]


def _of_all(confidence: float, values: Floats) -> float:
    """Return the confidence of each interval that gives `confidence` to all at once (Bonferroni).

    One bad period in a month of good ones is what chance brings; a miss must stand against that.
    """
    periods = max(int((~np.isnan(values)).sum()), 1)
    return 1 - (1 - confidence) / periods


def _is_floor(target: Target) -> bool:
    return target.kpi.better is Better.HIGHER


def _of_means(target: Target, proved: Floats, hoped: Floats) -> Verdict:
    """Return the verdict over the periods: all must be proved met, or one is beyond hope."""
    if not len(proved) or np.isnan(proved).any():
        return Verdict.CANNOT_TELL
    if target.is_met_by(proved).all():
        return Verdict.MET
    if not target.is_met_by(hoped).all():
        return Verdict.MISSED
    return Verdict.CANNOT_TELL


def _of_share(odds: float, share: Share) -> Verdict:
    if share.low >= odds:
        return Verdict.MET
    if share.high < odds:
        return Verdict.MISSED
    return Verdict.CANNOT_TELL
