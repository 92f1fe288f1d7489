"""Estimates by line: handling times, service and patience, out of the rows of the days used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from scenarios.intake.said import Said, said
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.modelled_patience import modelled_patience_s

#: Fewer calls than this say nothing about handling times.
FEWEST_CALLS: Final = 10
#: Nobody gave up, of so many or more: then patience is without end as far as the table tells.
FEWEST_OFFERED: Final = 200


@dataclass(frozen=True)
class LineEstimate:
    """What a table says of one line, on the days used.

    Shares are of the offered calls, `level` as the mapping says; None is what the table does not
    tell. `talk_s` and `wrap_up_s` are what the scenario takes: together the mean handling time.
    `patience_s` is infinite where nobody gave up, and `patience` says where it comes from; the
    `remarks` say what was taken from elsewhere.
    """

    queue: str
    offered: float
    answered: float | None
    abandoned: float | None
    talk_s: float
    wrap_up_s: float
    asa_s: float | None
    level: float | None
    patience_s: float
    patience: Said
    remarks: tuple[Said, ...]

    @property
    def handle_s(self) -> float:
        """The mean handling time."""
        return self.talk_s + self.wrap_up_s

    @property
    def abandoned_share(self) -> float | None:
        """The share of the offered calls that gave up; None where the table does not tell."""
        if self.abandoned is None or not self.offered:
            return None
        return min(self.abandoned / self.offered, 1.0)


@dataclass(frozen=True)
class _Sums:
    """The sums over the rows of one line, or of all. NaN is what no row tells."""

    rows: pd.DataFrame
    rate_per_h: float

    def total(self, field: str) -> float:
        values = self.rows[field].to_numpy(np.float64)
        known = np.isfinite(values)
        return float(values[known].sum()) if known.any() else np.nan

    def mean(self, field: str) -> float | None:
        """Return a mean a call; None where too few calls have it."""
        of = self.total(f"{field}_of")
        return self.total(field) / of if of >= FEWEST_CALLS else None

    def share(self, field: str) -> float | None:
        of = self.total(f"{field}_of")
        return min(self.total(field) / of, 1.0) if of > 0 else None


def line_estimates(
    rows: pd.DataFrame, queues: tuple[str, ...], mapping: IntervalMapping
) -> tuple[LineEstimate, ...]:
    """Return the estimates of each queue, from the rows of the days used."""
    whole = _Sums(rows, _typical_per_h(rows, mapping.interval) / max(len(queues), 1))
    found = []
    for queue in queues:
        mine = rows[rows["queue"] == queue]
        own = _Sums(mine, _typical_per_h(mine, mapping.interval))
        found.append(_estimate(queue, own, whole, mapping))
    return tuple(found)


def _typical_per_h(rows: pd.DataFrame, interval_s: float) -> float:
    """Return the calls an hour of the interval in which a typical call comes."""
    by_slot = rows.groupby(["day", "queue", "slot"])["offered"].sum().to_numpy(np.float64)
    calls = float(by_slot.sum())
    return float((by_slot**2).sum() / calls * 3600 / interval_s) if calls > 0 else 0.0


def _estimate(queue: str, own: _Sums, whole: _Sums, mapping: IntervalMapping) -> LineEstimate:
    talk_s, wrap_up_s, remarks = _handling(own, whole, mapping)
    offered, answered, abandoned = (
        own.total(field) for field in ("offered", "answered", "abandoned")
    )
    line = LineEstimate(
        queue,
        offered,
        answered if np.isfinite(answered) else None,
        abandoned if np.isfinite(abandoned) else None,
        talk_s,
        wrap_up_s,
        own.mean("asa"),
        own.share("in_time"),
        np.inf,
        said(""),
        remarks,
    )
    patience_s, why = _patience(line, own, mapping)
    few = line.abandoned is not None and 0 < line.abandoned < mapping.patience.fewest_abandoned
    if few or patience_s is None:
        pooled_s, pooled = _pooled_patience(whole, talk_s + wrap_up_s, mapping)
        if pooled_s is not None:
            patience_s, why = pooled_s, pooled
    if patience_s is None:
        patience_s = mapping.assumed.patience
        why = said("assumed: the table does not tell enough to estimate it")
    return replace(line, patience_s=patience_s, patience=why)


def _handling(
    own: _Sums, whole: _Sums, mapping: IntervalMapping
) -> tuple[float, float, tuple[Said, ...]]:
    """Return mean talk and after-call work, and what to say of them."""
    found = _parts(own)
    if found is not None:
        return *found, ()
    found = _parts(whole)
    if found is not None:
        return *found, (said("too few calls with a handling time; that of all lines is taken"),)
    seconds = f"{mapping.assumed.handle:g}"
    assumed = said("the table has no handling times; {seconds} s are assumed", seconds=seconds)
    return mapping.assumed.handle, 0.0, (assumed,)


def _parts(sums: _Sums) -> tuple[float, float] | None:
    """Return mean talk (with hold) and after-call work; None where the table tells neither."""
    handle, talk, hold, wrap = (sums.mean(name) for name in ("handle", "talk", "hold", "wrap_up"))
    spoken = None if talk is None else talk + (hold or 0)
    if handle is None and spoken is None:
        return None
    if handle is None:
        return max(spoken or 0, 0.1), wrap or 0.0
    if wrap is not None and wrap < handle:
        return handle - wrap, wrap
    if spoken is not None and spoken < handle:
        return spoken, handle - spoken
    return max(handle, 0.1), 0.0


def _pooled_patience(
    whole: _Sums, handle_s: float, mapping: IntervalMapping
) -> tuple[float | None, Said]:
    """Return the patience of all lines together, where that can be told."""
    abandoned = whole.total("abandoned")
    if not abandoned >= mapping.patience.fewest_abandoned:
        return None, said("")
    line = LineEstimate(
        "",
        whole.total("offered"),
        None,
        abandoned,
        handle_s,
        0.0,
        whole.mean("asa"),
        whole.share("in_time"),
        np.inf,
        said(""),
        (),
    )
    found, _ = _patience(line, whole, mapping)
    return found, said("that of all lines together, as too few gave up on this one")


def _patience(
    line: LineEstimate, sums: _Sums, mapping: IntervalMapping
) -> tuple[float | None, Said]:
    """Return a mean patience and where it comes from; None where it cannot be told."""
    if line.abandoned is None:
        return None, said("")
    if line.abandoned == 0:
        why = said("nobody gave up in this table; patience is taken to be unlimited")
        return (np.inf, why) if line.offered >= FEWEST_OFFERED else (None, why)
    waited_s = sums.total("asa") + sums.total("abandon_wait")
    if np.isfinite(waited_s) and waited_s > 0:
        return (
            waited_s / line.abandoned,
            said("all time waited over those who gave up ({n})", n=f"{line.abandoned:,.0f}"),
        )
    found = modelled_patience_s(
        sums.rate_per_h,
        line.handle_s,
        line.abandoned_share or 0.0,
        asa_s=line.asa_s,
        level=line.level,
        within_s=mapping.service_level.within,
        counts=mapping.service_level.counts,
    )
    what = said("modelled: the patience at which Erlang A has both abandonment and speed of answer")
    if line.asa_s is None:
        what = said(
            "modelled: the patience at which Erlang A has both abandonment and service level"
        )
    return found, what
