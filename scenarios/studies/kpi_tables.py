"""The KPIs of a study as pandas tables, one row a figure, ready for a page or a Parquet file.

Every table names what a row is about in `kind` ("centre", "queue", "channel", "all groups",
"group") and `name` (empty for the centre and for all groups). Shares are 0 to 1, times in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scenarios.schema.channels.channel import DEFERRABLE
from sim.clock import MS_PER_MIN
from sim.kpis.definitions import OF_LIVE_LINES, Kpi, Scope
from sim.kpis.estimates import estimates, ratio_of_means, spread_of
from sim.kpis.grid import Floats
from sim.kpis.periods import Period, parts
from sim.kpis.tally import Tally
from sim.kpis.targets import Evaluation

Frame = pd.DataFrame

#: What a row of a KPI's table is about, in the order of the tally's rows.
Row = tuple[str, str]


@dataclass(frozen=True)
class Counted:
    """What the tables are made from: the KPIs, the names of rows, and a tally a replication.

    Where there are `channels`, the tallies have their rows (`sim.kpis.counting.channels`). `work`
    are the queues on which nobody waits: of them nothing is told that is about waiting on a line.
    """

    kpis: Mapping[str, Kpi]
    queues: tuple[str, ...]
    groups: tuple[str, ...]
    tallies: Sequence[Tally]
    confidence: float
    channels: tuple[str, ...] = ()
    work: tuple[str, ...] = ()

    def rows(self, kpi: Kpi) -> list[Row]:
        """Return what each row of `kpi` is about."""
        if kpi.scope is Scope.GROUP:
            return [("all groups", ""), *(("group", name) for name in self.groups)]
        if kpi.scope is Scope.CENTRE:
            return [("centre", "")]
        queues = [("queue", name) for name in self.queues]
        return [("centre", ""), *queues, *(("channel", name) for name in self.channels)]

    def told(self, kpi: Kpi) -> list[tuple[int, Row]]:
        """Return the rows of which `kpi` is told, each with its number among all."""
        rows = enumerate(self.rows(kpi))
        if kpi.id not in OF_LIVE_LINES:
            return list(rows)
        return [(number, row) for number, row in rows if not self._is_work(*row)]

    def _is_work(self, kind: str, name: str) -> bool:
        return name in {"queue": self.work, "channel": DEFERRABLE}.get(kind, ())

    def of(self, *scopes: Scope) -> Iterator[Kpi]:
        """Give the KPIs of some scopes."""
        return (kpi for kpi in self.kpis.values() if kpi.scope in scopes)


def kpi_table(counted: Counted, *scopes: Scope, evaluations: Sequence[Evaluation] = ()) -> Frame:
    """Return one row for each KPI of each row: the mean, its interval, and the spread of days.

    Columns: kind, name, kpi, unit, value, se, low, high (of the mean over replications, whole
    horizon), p10, p50, p90 (of single days), days, and days_met, the share of days that meet the
    row's target where `evaluations` holds one for it (else NaN).
    """
    met = {(e.target.row, e.target.kpi.id): e.share.value for e in evaluations}
    records = []
    for kpi in counted.of(*scopes):
        found = estimates(kpi, counted.tallies, Period.ALL, counted.confidence)
        days = parts(kpi, counted.tallies, Period.DAY).values
        for number, (kind, name) in counted.told(kpi):
            mean = found.at(number, 0)
            spread = spread_of(days[:, number])
            records.append(
                {
                    "kind": kind,
                    "name": name,
                    "kpi": kpi.id,
                    "unit": kpi.unit.value,
                    "value": mean.value,
                    "se": mean.se,
                    "low": mean.low,
                    "high": mean.high,
                    "p10": spread.p10,
                    "p50": spread.p50,
                    "p90": spread.p90,
                    "days": spread.n,
                    "days_met": met.get((number, kpi.id), np.nan),
                }
            )
    return _compact(pd.DataFrame(records))


def interval_table(counted: Counted) -> Frame:
    """Return every KPI by interval: kind, name, day (from 1), start_min, kpi, value, low, high.

    `start_min` is the interval's start in minutes after midnight.
    """
    tally = counted.tallies[0]
    day, of_day = np.divmod(np.arange(tally.intervals), tally.intervals_per_day)
    start_min = of_day * (tally.interval_ms / MS_PER_MIN)
    frames = []
    for kpi in counted.kpis.values():
        found = estimates(kpi, counted.tallies, Period.INTERVAL, counted.confidence)
        for number, (kind, name) in counted.told(kpi):
            frames.append(
                pd.DataFrame(
                    {
                        "kind": kind,
                        "name": name,
                        "day": day + 1,
                        "start_min": start_min,
                        "kpi": kpi.id,
                        "value": found.value[number],
                        "low": found.low[number],
                        "high": found.high[number],
                    }
                )
            )
    return _compact(pd.concat(frames, ignore_index=True))


def day_table(counted: Counted) -> Frame:
    """Return every single simulated day: kind, name, replication, day, and a column a KPI."""
    columns: dict[Row, dict[str, Floats]] = {}
    for kpi in counted.kpis.values():
        values = parts(kpi, counted.tallies, Period.DAY).values
        for number, row in counted.told(kpi):
            columns.setdefault(row, {})[kpi.id] = values[:, number].ravel()
    tally = counted.tallies[0]
    days = tally.intervals // tally.intervals_per_day
    index = np.arange(len(counted.tallies) * days)
    blocks = [
        pd.DataFrame(
            {"kind": kind, "name": name, "replication": index // days, "day": index % days + 1}
            | figures
        )
        for (kind, name), figures in columns.items()
    ]
    return _compact(pd.concat(blocks, ignore_index=True))


def flow_table(counted: Counted) -> Frame:
    """Return the transfers that happened: group, from_queue, to_queue, and their mean number."""
    flows = np.stack([tally.flows for tally in counted.tallies])
    found = ratio_of_means(flows, np.ones_like(flows), counted.confidence)
    records = [
        {
            "group": counted.groups[g],
            "from_queue": counted.queues[q],
            "to_queue": counted.queues[r],
            "transfers": found.value[g, q, r],
            "low": found.low[g, q, r],
            "high": found.high[g, q, r],
        }
        for g, q, r in np.argwhere(found.value > 0).tolist()
    ]
    columns = ["group", "from_queue", "to_queue", "transfers", "low", "high"]
    return pd.DataFrame(records, columns=columns)


def _compact(table: Frame) -> Frame:
    """Return the table with its repeated words as categories: a tenth of the memory."""
    words = table.columns.intersection(pd.Index(["kind", "name", "kpi", "unit"]))
    return table.astype(dict.fromkeys(words, "category"))
