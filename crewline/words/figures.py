"""Figures as people read them: shares in per cent, times in seconds or minutes, money, dates.

Numbers, dates and currencies are written as the reader's language writes them (Babel).
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from crewline.words.words import Words
from sim.kpis.definitions import Unit

#: A space at which no line ends: a number stays with its unit.
_UNBROKEN: Final = "\u00a0"


def figure(value: float, unit: str, say: Words, currency: str = "") -> str:
    """Return a KPI's value with its unit; a dash where it is undefined.

    Shares are 0 to 1 and times seconds, as the tables have them.
    """
    return _figure(value, unit, say, currency).replace(" ", _UNBROKEN)


def _figure(value: float, unit: str, say: Words, currency: str) -> str:
    if math.isnan(value):
        return "–"
    match unit:
        case Unit.SHARE:
            return f"{_decimal(value * 100, 1, say)} %"
        case Unit.SECONDS:
            return duration(value, say)
        case Unit.MONEY:
            return money(value, currency, say)
    return number(value, say)


def gap(value: float, unit: str, say: Words, currency: str = "") -> str:
    """Return a difference with its sign; of shares in percentage points."""
    if math.isnan(value):
        return "–"
    if unit == Unit.SHARE:
        points = f"{_sign(value)}{_decimal(abs(value) * 100, 1, say)}"
        return say("{value} points", value=points).replace(" ", _UNBROKEN)
    return _sign(value) + figure(abs(value), unit, say, currency)


def duration(seconds: float, say: Words) -> str:
    """Return a time in the units that people use for one so long."""
    if seconds < 59.95:
        return say("{value} s", value=_decimal(seconds, 1 if seconds % 1 else 0, say))
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        if not rest:
            return say("{min} min", min=minutes)
        return say("{min} min {s} s", min=minutes, s=f"{rest:02d}")
    hours, minutes = divmod(minutes, 60)
    return say("{h} h {min} min", h=number(hours, say), min=f"{minutes:02d}")


def number(value: float, say: Words) -> str:
    """Return a plain number, with no more digits than mean something."""
    digits = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    return _decimal(value, digits, say)


def within_reach(low: float, high: float, unit: str) -> tuple[float, float]:
    """Return the bounds of a mean, no further than what can be: none below 0, no share above 1."""
    return max(low, 0.0), min(high, 1.0) if unit == Unit.SHARE else high


def money(value: float, currency: str, say: Words) -> str:
    """Return an amount with its currency's code behind it, whole from a hundred on."""
    return f"{number(value, say)} {currency}".strip().replace(" ", _UNBROKEN)


def percent(share: float) -> str:
    """Return a share that somebody set, such as a target's level."""
    return f"{share * 100:.4g} %"


def change(per_cent: float) -> str:
    """Return a change in per cent with its sign."""
    return f"{_sign(per_cent)}{abs(per_cent):.4g} %"


def day(value: date, say: Words) -> str:
    """Return a date in words: `Mon, 15 Jun 2026`, `2026年6月15日周一`."""
    form = "EEE, d MMM y" if say.language == "en" else "y年M月d日EEE"
    return format_date(value, form, locale=say.locale)


def moment(value: datetime, say: Words) -> str:
    """Return a point of time, to the minute."""
    return format_datetime(value, "short", locale=say.locale)


def clock(minutes: float) -> str:
    """Return minutes after midnight as `09:30`; beyond midnight it counts on: `25:00`."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours:02d}:{rest:02d}"


def _decimal(value: float, digits: int, say: Words) -> str:
    form = "#,##0" + (f".{'0' * digits}" if digits else "")
    return str(format_decimal(round(value, digits), form, locale=say.locale))


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else "±"
