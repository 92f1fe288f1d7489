"""The arms of an emergency study beside each other, as pandas tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from scenarios.studies.emergency.figures import Figure
from scenarios.studies.emergency.recovery import Recovery
from scenarios.studies.kpi_tables import Frame
from sim.kpis.compare import difference
from sim.kpis.estimates import ratio_of_means
from sim.kpis.grid import Floats
from sim.kpis.timeline.bands import DECILES

if TYPE_CHECKING:
    from scenarios.studies.emergency.emergency import Arm, Emergency

_NAMES: Final = ("p10", "p50", "p90")


def outcome_table(found: Emergency) -> Frame:
    """Return one row for each figure of the centre and of each line.

    Columns: kind ("centre", "queue"), name, figure, unit, and `ordinary`, `without` and `with`, the
    means of the three days, each with its low and high (`with_low`); difference (with playbooks
    less without) with low and high, paired, and verdict ("better", "worse", "higher", "lower", "the
    same", "cannot tell apart", "undefined").
    """
    return pd.DataFrame([_outcome(found, figure) for figure in found.figures])


def recovery_table(found: Emergency) -> Frame:
    """Return when lines were out of their target and back, for each day and line.

    Columns: day, kind, name, share_out (of the replications in which it ever was out), minutes
    after the onset until it was (out_p10, out_p50, out_p90, of those), share_back (of those in
    which it was out, how many were back by the end) and minutes until then (back_p10, ...), and the
    mean of the minutes out of target with its interval.
    """
    arms = (found.ordinary, found.without, found.played)
    rows = [("centre", ""), *(("queue", promise.name) for promise in found.promises)]
    records = [
        {"day": arm.label, "kind": kind, "name": name}
        | _recovered(arm.recoveries[:, row], found.confidence)
        for arm in arms
        for row, (kind, name) in enumerate(rows if found.promises else [])
    ]
    return pd.DataFrame(records)


def replication_table(found: Emergency) -> Frame:
    """Return every figure of every replication: arm, replication, kind, name, figure, value."""
    frames = [
        pd.DataFrame(
            {
                "arm": arm.label,
                "replication": np.arange(arm.replications),
                "kind": figure.key[0],
                "name": figure.key[1],
                "figure": figure.key[2],
                "value": arm.figures[figure.key].values[:, 0],
            }
        )
        for arm in _arms(found)
        for figure in found.figures
    ]
    words = ["arm", "kind", "name", "figure"]
    return pd.concat(frames, ignore_index=True).astype(dict.fromkeys(words, "category"))


def deciles(values: Floats, name: str) -> dict[str, float]:
    """Return deciles 1, 5 and 9 of the values that there are, as `name_p10` and so on."""
    there = values[~np.isnan(values)]
    found = np.quantile(there, DECILES).tolist() if len(there) else [np.nan] * len(DECILES)
    return {f"{name}_{which}": value for which, value in zip(_NAMES, found, strict=True)}


def _arms(found: Emergency) -> Iterator[Arm]:
    yield found.ordinary
    if found.without is not found.ordinary:
        yield found.without
    yield found.played
    yield from found.leaving_out.values()


def _outcome(found: Emergency, figure: Figure) -> dict[str, object]:
    kind, name, words = figure.key
    record: dict[str, object] = {"kind": kind, "name": name, "figure": words, "unit": figure.unit}
    days = {"ordinary": found.ordinary, "without": found.without, "with": found.played}
    for day, arm in days.items():
        parts = arm.figures[figure.key]
        mean = ratio_of_means(parts.top, parts.bottom, found.confidence).at(0)
        record |= {day: mean.value, f"{day}_low": mean.low, f"{day}_high": mean.high}
    old, new = (arm.figures[figure.key] for arm in (found.without, found.played))
    change = difference(old, new, found.confidence)
    return record | {
        "difference": change.value,
        "low": change.low,
        "high": change.high,
        "verdict": figure.verdict(change.verdict),
    }


def _recovered(recoveries: Floats, confidence: float) -> dict[str, float]:
    """Return what is told of one line on one day, of recoveries of shape (replications, ...)."""
    out, back = recoveries[:, Recovery.OUT], recoveries[:, Recovery.BACK]
    was_out = ~np.isnan(out)
    is_back = ~np.isnan(back[was_out])
    minutes = recoveries[:, [Recovery.MINUTES_OUT]]
    mean = ratio_of_means(minutes, np.ones_like(minutes), confidence).at(0)
    return {
        "share_out": float(was_out.mean()),
        **deciles(out, "out"),
        "share_back": float(is_back.mean()) if len(is_back) else np.nan,
        **deciles(back, "back"),
        "minutes_out": mean.value,
        "minutes_out_low": mean.low,
        "minutes_out_high": mean.high,
    }
