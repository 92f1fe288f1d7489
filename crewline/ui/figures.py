"""Figures as people read them: shares in per cent, times in seconds or minutes, money, counts."""

from __future__ import annotations

import math
from typing import Final

from crewline.ui.words import Words
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
        return say("unit.none")
    match unit:
        case Unit.SHARE:
            return f"{value * 100:.1f} %"
        case Unit.SECONDS:
            return duration(value, say)
        case Unit.MONEY:
            return f"{number(value)} {currency}".strip()
    return number(value)


def gap(value: float, unit: str, say: Words, currency: str = "") -> str:
    """Return a difference with its sign; of shares in percentage points."""
    if math.isnan(value):
        return say("unit.none")
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if unit == Unit.SHARE:
        return say("unit.points", value=f"{sign}{abs(value) * 100:.1f}").replace(" ", _UNBROKEN)
    return sign + figure(abs(value), unit, say, currency)


def duration(seconds: float, say: Words) -> str:
    """Return a time in the units that people use for one so long."""
    if seconds < 59.95:
        return say("unit.s", value=f"{seconds:.1f}" if seconds % 1 else f"{seconds:.0f}")
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return say("unit.min", min=minutes, s=f"{rest:02d}") if rest else _minutes(minutes, say)
    hours, minutes = divmod(minutes, 60)
    return say("unit.h", h=hours, min=f"{minutes:02d}")


def number(value: float) -> str:
    """Return a plain number, with no more digits than mean something."""
    digits = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def percent(share: float) -> str:
    """Return a share that somebody set, such as a target's level."""
    return f"{share * 100:.4g} %"


def change(per_cent: float) -> str:
    """Return a change in per cent with its sign."""
    sign = "+" if per_cent > 0 else "−" if per_cent < 0 else "±"
    return f"{sign}{abs(per_cent):.4g} %"


def _minutes(minutes: int, say: Words) -> str:
    return say("unit.whole_min", min=minutes)
