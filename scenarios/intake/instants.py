"""Instants and durations of a log's rows, in seconds on one axis.

A clock time says nothing of its day. The first instant of a row is on the row's date, and each
later one on the day that brings it nearest to where it must be: a call that queued at 23:59:50 and
was answered at 0:00:20 waited 30 s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.mapping import LogMapping
from scenarios.intake.tables.cells import read_span_s

S_PER_DAY: Final = 86_400
_CLOCK: Final = r"^(\d{1,2}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$"
_OFFSET: Final = r"^(.{10}[T ].*\d) ?(?:Z|[+-]\d\d:?\d\d)$"
_EPOCH: Final = pd.Timestamp("1970-01-01").as_unit("s")


@dataclass(frozen=True)
class Instants:
    """One value a row; instants in seconds since 1970-01-01, NaN where the text is none.

    `entered_s` equals `queued_s` where the log has no such column; `served_from_s` where it has no
    such column, or an empty one, is the end of the wait.
    """

    entered_s: NDArray[np.float64]
    queued_s: NDArray[np.float64]
    waited_s: NDArray[np.float64]
    served_from_s: NDArray[np.float64]
    served_s: NDArray[np.float64]


def read_instants(raw: pd.DataFrame, mapping: LogMapping, answered: NDArray[np.bool_]) -> Instants:
    """Return the instants of all rows of `raw`, a table of text; `answered` tells which were.

    Where nothing tells the wait, it ends with the answer; of calls not answered, with their end.
    """
    columns = mapping.columns
    midnight_s = _midnights(raw, mapping)

    def instant(column: str, near_s: NDArray[np.float64] | None) -> NDArray[np.float64]:
        read = _timestamps if mapping.times.written == "timestamp" else _since_midnight
        # Texts recur: each is read once.
        codes, texts = pd.factorize(raw[column])
        instants = midnight_s + read(pd.Series(texts, dtype=str), mapping)[codes]
        if near_s is None or mapping.times.written == "timestamp":
            return instants
        return np.asarray(instants + S_PER_DAY * np.rint((near_s - instants) / S_PER_DAY))

    entered_s = None if columns.entered is None else instant(columns.entered, None)
    queued_s = instant(columns.queued, entered_s)
    if columns.waited is not None:
        waited_s = _durations(raw[columns.waited])
    elif columns.left_queue is not None:
        waited_s = instant(columns.left_queue, queued_s) - queued_s
    else:
        began_s = instant(str(columns.served_from), queued_s)
        ended_s = instant(str(columns.served_to), queued_s)
        waited_s = np.where(answered, began_s, ended_s) - queued_s
    wait_end_s = queued_s + waited_s
    served_from_s = wait_end_s
    if columns.served_from is not None:
        written = instant(columns.served_from, wait_end_s)
        served_from_s = np.where(np.isnan(written), wait_end_s, written)
    if columns.served is not None:
        served_s = _durations(raw[columns.served])
    else:
        served_s = instant(str(columns.served_to), served_from_s) - served_from_s
    return Instants(
        queued_s if entered_s is None else entered_s, queued_s, waited_s, served_from_s, served_s
    )


def _midnights(raw: pd.DataFrame, mapping: LogMapping) -> NDArray[np.float64]:
    """Return each row's midnight; 0 where instants hold their day."""
    if mapping.times.written == "timestamp" or mapping.columns.date is None:
        return np.zeros(len(raw))
    days = pd.to_datetime(
        raw[mapping.columns.date], format=mapping.times.date_format, errors="coerce"
    )
    return _seconds(days)


def _timestamps(texts: pd.Series[str], mapping: LogMapping) -> NDArray[np.float64]:
    # Local wall clocks are what staff and customers live by: offsets from UTC are left off.
    local = texts.str.replace(_OFFSET, r"\1", regex=True)
    return _seconds(pd.to_datetime(local, format=mapping.times.timestamp_format, errors="coerce"))


def _seconds(instants: pd.Series[pd.Timestamp]) -> NDArray[np.float64]:
    return np.asarray((instants - _EPOCH) / pd.Timedelta(seconds=1), np.float64)


def _since_midnight(texts: pd.Series[str], mapping: LogMapping) -> NDArray[np.float64]:
    """Return seconds since midnight; hours may run on after midnight, as in 25:10."""
    if mapping.times.written == "seconds":
        return _numbers(texts)
    parts = texts.str.extract(_CLOCK)
    hours, minutes, seconds = (_numbers(parts[part]) for part in range(3))
    seconds = np.where(parts[2].isna(), 0.0, seconds)
    clock = hours * 3600 + minutes * 60 + seconds
    return np.asarray(np.where(hours < 48, clock, np.nan), np.float64)


def _durations(texts: pd.Series[str]) -> NDArray[np.float64]:
    """Return seconds: plain numbers, or minutes and seconds (3:25), with hours before (1:03:25)."""
    seconds = _numbers(texts)
    written = texts.str.contains(":", regex=False).to_numpy(np.bool_)
    if written.any():
        codes, unique = pd.factorize(texts[written])
        found = [read_span_s(str(text)) for text in unique]
        seconds[written] = np.array([np.nan if one is None else one for one in found])[codes]
    return seconds


def _numbers(texts: pd.Series[str]) -> NDArray[np.float64]:
    numbers = pd.to_numeric(texts, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return np.asarray(np.where(np.isfinite(numbers), numbers, np.nan), np.float64)
