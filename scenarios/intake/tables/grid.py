"""The grid: calls of every day, queue and interval, duplicates settled and missing rows filled.

Switchboards leave out intervals without calls. Where a row is missing, there were none, unless that
weekday usually has some: then the row itself is missing, and its usual calls are put there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.row_notes import Notebook
from scenarios.intake.said import said
from scenarios.intake.tables.clocks import DAY_S
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.reading import TableRows
from scenarios.intake.tables.sieve import LEFT_OUT

#: A missing row is taken for one of no calls where fewer than this are usual: where so many are,
#: none at all would come once in 3,000 times.
USUAL_CALLS: Final = 8.0


@dataclass(frozen=True)
class Grid:
    """Offered calls of shape (days, queues, intervals), and the rows they are made of.

    `days` are those with any row; `rows` has each row once, with `day_place`, `queue_place` and
    `slot` beside its figures. `zeros` and `usual` count the intervals filled with no calls, and
    with the usual.
    """

    queues: tuple[str, ...]
    days: tuple[date, ...]
    interval_s: int
    offered: NDArray[np.float64]
    rows: pd.DataFrame
    zeros: int
    usual: int


def make_grid(read: TableRows, mapping: IntervalMapping, notebook: Notebook) -> Grid:
    """Return the grid of a table's rows; what recurs or is missing is noted."""
    table = _once(read.table, mapping, notebook)
    table = _apart(table, notebook)
    interval_s = round(mapping.interval)
    ordinals = np.unique(table["day"].to_numpy(np.int64))
    queues = tuple(map(str, dict.fromkeys(table["queue"])))
    rows = table.assign(
        day_place=np.searchsorted(ordinals, table["day"]),
        queue_place=pd.Index(queues).get_indexer(pd.Index(table["queue"])),
        slot=table["start_s"] // interval_s,
    )
    shape = (len(ordinals), len(queues), DAY_S // interval_s)
    places = (rows["day_place"], rows["queue_place"], rows["slot"])
    offered, given = np.zeros(shape), np.zeros(shape, np.bool_)
    np.add.at(offered, places, rows["offered"])
    given[places] = True
    days = tuple(date.fromordinal(int(one)) for one in ordinals)
    filled, zeros, usual = _filled(offered, given, days)
    _note_filled(filled, given, days, queues, interval_s=interval_s, notebook=notebook)
    return Grid(queues, days, interval_s, filled, rows, zeros, usual)


def _once(table: pd.DataFrame, mapping: IntervalMapping, notebook: Notebook) -> pd.DataFrame:
    """Return rows without those that say the same twice; others are added up, or the first kept."""
    key = ["queue", "day", "start_s", "length_s"]
    # Rows that are to be added up may have like figures, of two sites say.
    beside = {"line"} if mapping.rows.twice == "sum" else {"line", "digest"}
    figures = [name for name in table if name not in beside]
    again = table.duplicated(figures).to_numpy(np.bool_)
    notebook.add(
        table["line"][again].tolist(), "", _told(table[again]), said("each row once"), LEFT_OUT
    )
    table = table[~again]
    if mapping.rows.twice == "first":
        differs = table.duplicated(key).to_numpy(np.bool_)
        expected = said("one row for a queue and interval")
        notebook.add(table["line"][differs].tolist(), "", _told(table[differs]), expected, LEFT_OUT)
        table = table[~differs]
    return table


def _apart(table: pd.DataFrame, notebook: Notebook) -> pd.DataFrame:
    """Return rows without those that begin before another of their queue ends."""
    key = ["queue", "day", "start_s", "length_s"]
    order = table[key].sort_values(key, kind="stable")
    same = (order["queue"] == order["queue"].shift()) & (order["day"] == order["day"].shift())
    end_s = (order["start_s"] + order["length_s"]).shift()
    overlaps = same & (order["start_s"] < end_s) & (order["start_s"] != order["start_s"].shift())
    # A long row over two short ones begins with the first of them.
    longer = same & (order["start_s"] == order["start_s"].shift())
    longer &= order["length_s"] != order["length_s"].shift()
    bad = (overlaps | longer).reindex(table.index).to_numpy(np.bool_)
    expected = said("intervals that do not overlap")
    notebook.add(table["line"][bad].tolist(), "", _told(table[bad]), expected, LEFT_OUT)
    return table[~bad]


def _told(rows: pd.DataFrame) -> list[str]:
    """Return what a row is of, for the first of them."""
    first = rows.head(1000)
    return [
        _place(str(queue), date.fromordinal(int(day)), int(start_s))
        for queue, day, start_s in zip(first["queue"], first["day"], first["start_s"], strict=True)
    ]


def _place(queue: str, day: date, start_s: int) -> str:
    return f"{queue} {day} {start_s // 3600:02d}:{start_s % 3600 // 60:02d}"


def _filled(
    offered: NDArray[np.float64], given: NDArray[np.bool_], days: tuple[date, ...]
) -> tuple[NDArray[np.float64], int, int]:
    """Return calls with missing rows filled; how many with none, and with the usual."""
    filled = offered.copy()
    zeros = usual_rows = 0
    weekdays = np.array([day.weekday() for day in days])
    for weekday in np.unique(weekdays):
        places = np.flatnonzero(weekdays == weekday)
        seen = given[places].sum(axis=0)
        usual = offered[places].sum(axis=0) / np.maximum(seen, 1)
        missing = ~given[places] & (seen > 0)
        busy = missing & (usual >= USUAL_CALLS)
        filled[places] = np.where(busy, usual, offered[places])
        usual_rows += int(busy.sum())
        zeros += int((missing & ~busy).sum())
    return filled, zeros, usual_rows


def _note_filled(
    filled: NDArray[np.float64],
    given: NDArray[np.bool_],
    days: tuple[date, ...],
    queues: tuple[str, ...],
    *,
    interval_s: int,
    notebook: Notebook,
) -> None:
    """Note the intervals that had no row, though their weekday has them."""
    weekdays = np.array([day.weekday() for day in days])
    seen = np.stack([given[weekdays == weekday].any(axis=0) for weekday in weekdays])
    for mask, done in (
        (~given & seen & (filled == 0), said("filled in with no calls")),
        (~given & seen & (filled > 0), said("filled in with the usual calls of its weekday")),
    ):
        found = np.argwhere(mask)
        names = [
            _place(queues[queue], days[day], int(slot) * interval_s)
            for day, queue, slot in found[:1000]
        ]
        notebook.add([0] * len(found), "", names, said("a row for this interval"), done)
