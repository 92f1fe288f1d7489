"""Which day of a scenario an event strikes: that of its date, where there is one, else day 1."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from scenarios.events.promotions import promotions
from scenarios.units import near


def is_day(text: str) -> str:
    """Return in words what a date should be that is none; nothing where it is one."""
    if text in promotions() or _iso(text) is not None:
        return ""
    names = ", ".join(promotions())
    return (
        f"a date such as 2026-11-11, or a name of the calendar: {names}{near(text, promotions())}"
    )


def day_struck(texts: Collection[str], first_day: date | None, days: int) -> int | None:
    """Return the first day, from 1, of a scenario that one of some dates falls on; None if none."""
    if first_day is None:
        return None
    for number in range(days):
        day = first_day + timedelta(days=number)
        if any(_falls_on(text, day) for text in texts):
            return number + 1
    return None


def _falls_on(text: str, day: date) -> bool:
    if text not in promotions():
        return _iso(text) == day
    try:  # what leads up to a New Year may begin in the year before
        return any(day in promotions()[text].days(year) for year in (day.year, day.year + 1))
    except ValueError:  # a year whose moon nobody has worked out
        return False


def _iso(text: str) -> date | None:
    try:
        is_one = re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII)
        return date.fromisoformat(text) if is_one else None
    except ValueError:
        return None
