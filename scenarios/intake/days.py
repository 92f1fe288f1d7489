"""Days: which of a log's days are ordinary, which are missing, and which are like no other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.intake.calls import Calls
from scenarios.intake.mapping import Days as DayRules
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
    """Return the ordinary days of a log, and which are missing or left out; see `ordinary_days`."""
    counts = calls.table.groupby("day").size()
    stamps = pd.DatetimeIndex(counts.index)
    by_day = {stamp.date(): int(n) for stamp, n in zip(stamps, counts, strict=True)}
    return ordinary_days(by_day, mapping.days)


def ordinary_days(by_day: Mapping[date, int], rules: DayRules) -> Days:
    """Return the ordinary days of those with calls, and which are missing or left out, and why.

    A day is abnormal when its calls are below a share of the median of its weekday, or above the
    inverse of that share; days that the rules name are left out in any case.
    """
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
        why = _why_left_out(day, count, usual[day], rules)
        if why:
            left_out.append(OddDay(day, count, usual[day], why))
    odd = {entry.day for entry in left_out}
    used = tuple(day for day in by_day if day not in odd)
    return Days(used, missing, tuple(left_out), in_week_order(closed, rules.week_starts))


def picked_days(
    ordinary: Days,
    seen: Collection[date],
    days: Iterable[date] | None = None,
    weekday: Weekday | Sequence[Weekday] | None = None,
) -> Days:
    """Return the days asked for: these days, abnormal or not, or these weekdays, or all ordinary.

    Raises BadInput for what is no weekday, and for days that are not among those seen.
    """
    used: list[date] = list(ordinary.used)
    if days is not None:
        used = sorted(set(days))
        unseen = [day for day in used if day not in seen]
        if unseen or not used:
            value = ", ".join(map(str, unseen)) or "none"
            expected = f"days with calls, from {min(seen)} to {max(seen)}"
            raise BadInput([Fault("days", 0, "", value, expected)])
    if weekday is not None:
        wanted = [weekday] if isinstance(weekday, str) else list(weekday)
        unknown = [day for day in wanted if day not in WEEKDAYS]
        if unknown:
            raise BadInput([Fault("weekday", 0, "", ", ".join(unknown), ", ".join(WEEKDAYS))])
        used = [day for day in used if weekday_of(day) in wanted]
    if not used:
        raise BadInput([Fault("days", 0, "", "no day left", "at least one ordinary day")])
    left_out = ordinary.left_out if days is None else ()
    return Days(tuple(used), ordinary.missing, left_out, ordinary.closed)


def weekday_order(mapping: LogMapping, weekdays: Iterable[Weekday]) -> tuple[Weekday, ...]:
    """Return weekdays in the order of the mapping's week."""
    return in_week_order(weekdays, mapping.days.week_starts)


def in_week_order(weekdays: Iterable[Weekday], week_starts: Weekday) -> tuple[Weekday, ...]:
    """Return weekdays in the order of a week that starts so."""
    first = WEEKDAYS.index(week_starts)
    wanted = set(weekdays)
    return tuple(day for day in WEEKDAYS[first:] + WEEKDAYS[:first] if day in wanted)


def _why_left_out(day: date, count: int, usual: float, rules: DayRules) -> str:
    if day in rules.leave_out:
        return rules.leave_out[day]
    if not rules.leave_out_abnormal:
        return ""
    if count < usual * rules.abnormal_ratio:
        return f"below {rules.abnormal_ratio:.0%} of its weekday's median"
    if count * rules.abnormal_ratio > usual:
        return f"above {1 / rules.abnormal_ratio:.0%} of its weekday's median"
    return ""
