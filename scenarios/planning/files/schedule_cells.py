"""Cells of a schedule's table, as people and spreadsheet programs write them.

A spreadsheet makes times of what looks like a time and dates of what looks like a date; both are
read. Each reader raises ValueError with what was expected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from scenarios.units import DAY_S, expected, read_duration, read_whole

_CLOCK: Final = re.compile(r"(\d\d?)[:：](\d\d)(?::00)?", re.ASCII)
_DATE: Final = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)", re.ASCII)
_RANGE: Final = re.compile(r"(.+?)\s*(?:to|至|到|–)\s*(.+)|(\d+)\s*-\s*(\d+)", re.ASCII)
_PAUSE: Final = re.compile(r"(\S+)\s+(.+?)(?:\s+(paid|unpaid|gap))?")

A_TIME: Final = "a time of day such as 08:30"
DAYS: Final = "days such as 3, 1 to 5, or all, from 1 to {days}"
BREAKS: Final = "breaks such as 10:00 15 min; 12:30 60 min unpaid (a split shift's: 13:00 3 h gap)"


@dataclass(frozen=True)
class Pause:
    """A break as it is written: seconds after midnight of the shift's day, and what it is.

    `is_gap` tells the time between the parts of a split shift from a break.
    """

    start_s: int
    length_s: float
    paid: bool
    is_gap: bool


def read_text_cell(cell: object) -> str:
    """Return a cell's text, empty for an empty cell."""
    return "" if cell is None else str(cell).strip()


def read_time(cell: object) -> int:
    """Return seconds after midnight, up to 24:00."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time) and not cell.second and not cell.microsecond:
        return cell.hour * 3600 + cell.minute * 60
    match = _CLOCK.fullmatch(read_text_cell(cell))
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 if match else DAY_S + 1
    if seconds > DAY_S or (match and int(match[2]) > 59):
        raise expected(A_TIME)
    return seconds


def read_agents(cell: object) -> int:
    """Return a whole number of at least 0."""
    words = "a whole number of agents, 0 or more"
    try:
        number = read_whole(cell)
    except ValueError:
        raise expected(words) from None
    if not 0 <= number <= 1_000_000:
        raise expected(words)
    return number


def read_days(cell: object, days: int, first_day: date | None) -> tuple[int, ...]:
    """Return days from 0, in order, each once; dates are counted from `first_day`."""
    words = DAYS.format(days=days) + (" (or dates)" if first_day is not None else "")
    if isinstance(cell, str) and cell.strip().lower() == "all":
        return tuple(range(days))
    found: set[int] = set()
    parts = re.split(r"[,;，、；]", cell) if isinstance(cell, str) else [cell]
    for part in parts:
        first, last = _ends(part, first_day, words)
        if not 0 <= first <= last < days:
            raise expected(words)
        found |= set(range(first, last + 1))
    return tuple(sorted(found))


def _ends(part: object, first_day: date | None, words: str) -> tuple[int, int]:
    """Return the first and the last day, from 0, of one day or of a range of days."""
    day = _day(part, first_day)
    if day is not None:
        return day, day
    match = _RANGE.fullmatch(part.strip()) if isinstance(part, str) else None
    texts = [text for text in match.groups() if text is not None] if match else []
    ends = [end for text in texts if (end := _day(text, first_day)) is not None]
    if len(ends) != 2:
        raise expected(words)
    return ends[0], ends[1]


def _day(part: object, first_day: date | None) -> int | None:
    """Return the day, from 0, that a number or a date means; None for neither."""
    if isinstance(part, datetime):
        part = part.date()
    if isinstance(part, str) and (match := _DATE.fullmatch(part.strip())):
        try:
            part = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    if isinstance(part, date):
        return None if first_day is None else (part - first_day).days
    try:
        return read_whole(part) - 1
    except ValueError:
        return None


def read_pauses(cell: object, start_s: int) -> tuple[Pause, ...]:
    """Return breaks in order of time; what is before the shift's start is on the next morning."""
    texts = [text.strip() for text in re.split("[;；]", read_text_cell(cell))]
    return tuple(
        sorted((_pause(text, start_s) for text in texts if text), key=lambda one: one.start_s)
    )


def _pause(text: str, start_s: int) -> Pause:
    match = _PAUSE.fullmatch(text)
    try:
        if match is None:
            raise expected(BREAKS)
        begins_s, length_s = read_time(match[1]) % DAY_S, read_duration(match[2])
    except ValueError:
        raise expected(BREAKS) from None
    if length_s <= 0:
        raise expected(BREAKS)
    if begins_s < start_s:
        begins_s += DAY_S
    return Pause(begins_s, length_s, match[3] in (None, "paid"), match[3] == "gap")
