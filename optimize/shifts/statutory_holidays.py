"""China's statutory holidays: the days that are paid at 300 %, and no others.

Around them lie days off that are only shifted from a weekend, or given in lieu of a holiday on one;
work on these is work on a rest day. The `holidays` library lists all of them. With `observed` off
it leaves out days in lieu, and what is left but shifted days off bears the name of its festival.

Regulation on public holidays, State Council: 11 days from 2008 (orders 513 and 644), 13 from 2025
(order 795): New Year 1, Spring Festival 4 with its eve, Qingming 1, Labour Day 2, Dragon Boat 1,
Mid-Autumn 1, National Day 3. Where Mid-Autumn falls on National Day there is one date fewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

FESTIVALS: Final = frozenset({
    "New Year's Day",
    "Chinese New Year's Eve",
    "Chinese New Year (Spring Festival)",
    "Tomb-Sweeping Day",
    "Labor Day",
    "Dragon Boat Festival",
    "Mid-Autumn Festival",
    "National Day",
})  # fmt: skip
_YEARS: Final = range(2008, 2101)  # what the regulation and the library's lunar calendar reach


@cache
def statutory_holidays(year: int) -> Mapping[date, str]:
    """Return a year's statutory holidays and their names, in order of date.

    Future years follow from the calendar and the regulation in force; no notice need be out.
    Raises ValueError for a year before 2008 or after 2100, and RuntimeError where the library does
    not tell as many days as the regulation has.
    """
    if year not in _YEARS:
        raise ValueError(f"the statutory holidays of {year} are not known, only 2008 to 2100")
    import holidays

    found = holidays.country_holidays("CN", years=year, observed=False, language="en_US")
    festivals = {
        day: [name for name in found.get_list(day) if name in FESTIVALS] for day in sorted(found)
    }
    count, wanted = sum(map(len, festivals.values())), 13 if year >= 2025 else 11
    if count != wanted:
        raise RuntimeError(f"{count} statutory days in {year} by the library, {wanted} by law")
    named = {day: ", ".join(names) for day, names in festivals.items() if names}
    return MappingProxyType(named)


def holidays_of(first_day: date, days: int) -> frozenset[int]:
    """Return which days from `first_day`, counted from 0, are statutory holidays.

    Raises ValueError as `statutory_holidays` does.
    """
    dates = [first_day + timedelta(days=number) for number in range(days)]
    return frozenset(
        number for number, day in enumerate(dates) if day in statutory_holidays(day.year)
    )
