"""Telling rows that are one call each from rows of an interval, and raw columns from counts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from scenarios.intake.tables.cells import read_number, tidy
from scenarios.intake.tables.clocks import Slot, read_slot
from scenarios.intake.tables.headings import likeness, seconds_told, unit_told
from scenarios.intake.tables.mapping import TIMES
from scenarios.intake.tables.sieve import Floats

if TYPE_CHECKING:
    from scenarios.intake.tables.guessing import Columns

#: Rows that are looked at.
_LOOKED_AT: Final = 2000
#: Intervals begin, or end a minute or a second early, on multiples of this.
_GRID_S: Final = 300
_ON_GRID: Final = frozenset({0, 240, 299})
#: So many instants on the grid, or gaps alike, or rows of their own make a table of intervals.
_MOST: Final = 0.9
_USUAL: Final = 0.7
#: With fewer, nothing can be told by the cells alone.
_FEWEST: Final = 20
#: No interval has so many calls, but ids are as large.
_ID_SIZE: Final = 1e6
#: What calls have, and intervals do not.
_OF_CALLS: Final = (
    "waited", "served", "agent", "queued", "entered", "began", "left_queue", "served_from",
    "served_to",
)  # fmt: skip

_ID: Final = re.compile(
    r"(?:^|[\W_])(?:id|ids|uuid|guid|serial)$|(?:call|contact|session|ticket|case|record|row)id$|"
    r"[一-鿿]id$|^序号$|编号$|流水号?$|工号$|单号$|号码$"
)


def is_off_grid(columns: Columns) -> bool:
    """Tell whether rows lie at instants that are no intervals' starts or ends.

    Intervals begin on a grid: five minutes, or any one distance, each once a queue. Calls come at
    any second, or several in a minute. Cells that hold both ends of an interval are intervals.
    """
    rows = _instants(columns)
    if len(rows) < _FEWEST // 2:
        return False
    starts_s = rows["start_s"].to_numpy(np.int64)
    if np.isin(starts_s % _GRID_S, list(_ON_GRID)).mean() >= _MOST:
        return False
    return not _is_regular(rows)


def _instants(columns: Columns) -> pd.DataFrame:
    """Return `day`, `start_s` and `queue` of rows whose cell is one time; none of ranges."""
    name = columns.found.get("interval")
    if name is None:
        return pd.DataFrame(columns=["day", "start_s", "queue"])
    texts = _body(columns, name)
    days = _body(columns, columns.found.get("date"))
    queues = _body(columns, columns.found.get("queue"))
    found = [
        (f"{day} {slot.day}", slot.start_s, queue)
        for text, day, queue in zip(texts, days, queues, strict=True)
        if (slot := _slot(text)) is not None and slot.end_s is None
    ]
    return pd.DataFrame(found, columns=["day", "start_s", "queue"])


def _slot(text: str) -> Slot | None:
    return read_slot(text) or read_slot(text, "dmy") or read_slot(text, "mdy")


def _body(columns: Columns, name: str | None) -> list[str]:
    """Return the first cells of a column, those of merged cells filled; empty where it is none."""
    header = columns.header
    rows = columns.sheet.rows.iloc[header.body :].head(_LOOKED_AT)
    if name is None:
        return [""] * len(rows)
    column = rows[header.names.index(name)]
    return list(map(str, column.where(column != "").ffill().fillna("")))


def _is_regular(rows: pd.DataFrame) -> bool:
    """Tell whether most rows of the fullest day are one whole minutes' distance apart, once each.

    The distance is that of rows of one queue.
    """
    if rows.duplicated().mean() > 1 - _MOST:
        return False
    (day, queue), _ = Counter(zip(rows["day"], rows["queue"], strict=True)).most_common(1)[0]
    fullest = rows[(rows["day"] == day) & (rows["queue"] == queue)]
    gaps_s = np.diff(np.unique(fullest["start_s"].to_numpy(np.int64)))
    if not len(gaps_s):
        return False
    values, counts = np.unique(gaps_s, return_counts=True)
    usual_s = int(values[np.argmax(counts)])
    return usual_s % 60 == 0 and int(counts.max()) >= _USUAL * len(gaps_s)


def recurs(columns: Columns) -> bool:
    """Tell whether several rows are of one interval: then columns are not side by side."""
    keys = ("date", "interval", "interval_end")
    cells = {key: _body(columns, columns.found.get(key)) for key in keys}
    return bool(pd.DataFrame(cells).duplicated().mean() > 1 - _USUAL)


def is_no_count(columns: Columns, name: str) -> bool:
    """Tell whether a column that is called a count holds ids, or is of seconds.

    The seconds of `answered within 20 s` are a threshold.
    """
    if _ID.search(tidy(name)):
        return True
    if unit_told(name) is not None and seconds_told(name) is None:
        return True
    numbers = _numbers(columns, name)
    return _are_unlike(numbers) and bool(np.median(numbers) >= _ID_SIZE)


def is_raw(columns: Columns, name: str) -> bool:
    """Tell whether a column under a heading of no count is an id, a time, or of one call."""
    if is_no_count(columns, name):
        return True
    if any(likeness(field, name) >= _MOST for field in (*TIMES, *_OF_CALLS)):
        return True
    numbers = _numbers(columns, name)
    steps = np.diff(numbers)
    return _are_unlike(numbers) and bool((steps > 0).all() or (steps < 0).all())


def _numbers(columns: Columns, name: str) -> Floats:
    found = [read_number(text) for text in columns.all_cells(name)]
    numbers = np.array([np.nan if one is None else one for one in found], np.float64)
    return numbers[np.isfinite(numbers)]


def _are_unlike(numbers: Floats) -> bool:
    """Tell whether there are many numbers, each unlike the others."""
    return len(numbers) >= _FEWEST and len(np.unique(numbers)) == len(numbers)
