"""Days: which of a log's days are ordinary, which are missing, and which are like no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from scenarios.intake.calls import Calls
from scenarios.intake.mapping import LogMapping, Weekday
from scenarios.intake.quality import OddDay

WEEKDAYS: Final[tuple[Weekday, ...]] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@dataclass(frozen=True)
class Days:
    """The days that estimates are made from, and the others between the first and the last.

    On `closed` weekdays there never is a call; `missing` days are of other weekdays.
    """

    used: tuple[date, ...]
    missing: tuple[date, ...]
    left_out: tuple[OddDay, ...]
    closed: tuple[Weekday, ...] = ()

    @property
    def timestamps(self) -> pd.DatetimeIndex:
        """The used days as pandas has them."""
        return pd.DatetimeIndex([pd.Timestamp(day) for day in self.used])


def weekday_of(day: date) -> Weekday:
    """Return the weekday of a day."""
    return WEEKDAYS[day.weekday()]


def choose_days(calls: Calls, mapping: LogMapping) -> Days:
    """Return the ordinary days of a log, and which are missing or left out, and why.

    A day is abnormal when its calls are below a share of the median of its weekday, or above the
    inverse of that share; days that the mapping names are left out in any case.
    """
    counts = calls.table.groupby("day").size()
    stamps = pd.DatetimeIndex(counts.index)
    by_day = {stamp.date(): int(n) for stamp, n in zip(stamps, counts, strict=True)}
    medians = {
        number: float(np.median([n for day, n in by_day.items() if day.weekday() == number]))
        for number in {day.weekday() for day in by_day}
    }
    usual = {day: medians[day.weekday()] for day in by_day}
    whole = pd.date_range(min(by_day), max(by_day), freq="D")
    without = [stamp.date() for stamp in whole if stamp.date() not in by_day]
    missing = tuple(day for day in without if day.weekday() in medians)
    closed = {weekday_of(day) for day in without if day.weekday() not in medians}
    left_out = []
    for day, count in by_day.items():
        why = _why_left_out(day, count, usual[day], mapping)
        if why:
            left_out.append(OddDay(day, count, usual[day], why))
    odd = {entry.day for entry in left_out}
    used = tuple(day for day in by_day if day not in odd)
    return Days(used, missing, tuple(left_out), weekday_order(mapping, closed))


def weekday_order(mapping: LogMapping, weekdays: Iterable[Weekday]) -> tuple[Weekday, ...]:
    """Return weekdays in the order of the mapping's week."""
    first = WEEKDAYS.index(mapping.days.week_starts)
    wanted = set(weekdays)
    return tuple(day for day in WEEKDAYS[first:] + WEEKDAYS[:first] if day in wanted)


def _why_left_out(day: date, count: int, usual: float, mapping: LogMapping) -> str:
    if day in mapping.days.leave_out:
        return mapping.days.leave_out[day]
    if not mapping.days.leave_out_abnormal:
        return ""
    if count < usual * mapping.days.abnormal_ratio:
        return f"below {mapping.days.abnormal_ratio:.0%} of its weekday's median"
    if count * mapping.days.abnormal_ratio > usual:
        return f"above {1 / mapping.days.abnormal_ratio:.0%} of its weekday's median"
    return ""
