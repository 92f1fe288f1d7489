"""The calendar of a year in China: public holidays, days off, working weekends, promotion days.

Statutory holidays follow from the law. Which days off are shifted, and which weekends are worked
for them, the State Council says year by year, late in the year before; the `holidays` library has
the years that are out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from scenarios.events.promotions import promotions
from scenarios.faults import BadInput, Fault

#: The library's English names of the festivals, and ours in both languages.
_FESTIVALS: Final[Mapping[str, str]] = {
    "New Year's Day": "New Year / 元旦",
    "Chinese New Year's Eve": "Chinese New Year's Eve / 除夕",
    "Chinese New Year (Spring Festival)": "Spring Festival / 春节",
    "Tomb-Sweeping Day": "Qingming / 清明节",
    "Labor Day": "Labour Day / 劳动节",
    "Dragon Boat Festival": "Dragon Boat Festival / 端午节",
    "Mid-Autumn Festival": "Mid-Autumn / 中秋节",
    "National Day": "National Day / 国庆节",
}


@dataclass(frozen=True)
class CalendarEntry:
    """Days of one kind, `first` to `last`: holiday, day off, working weekend or promotion.

    `name` is what an event's `date` says for a promotion, and empty for others.
    """

    first: date
    last: date
    kind: str
    title: str
    name: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return it for a machine."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "kind": self.kind,
            "title": self.title,
            "name": self.name or None,
        }


def calendar(year: int) -> list[CalendarEntry]:
    """Return the days of a year that are not like others, in their order.

    Raises BadInput for a year whose holidays are not known.
    """
    try:
        found = [*_holidays(year), *_promotions(year)]
    except ValueError as error:
        words = "a year from 2008 to 2099"
        raise BadInput([Fault("command line", 0, "--calendar", str(year), words)]) from error
    return sorted(found, key=lambda entry: (entry.first, entry.last, entry.kind, entry.title))


def is_announced(year: int) -> bool:
    """Tell whether it is known which days off are shifted in a year, and which weekends worked."""
    return any(entry.kind == "working weekend" for entry in _holidays(year))


def _holidays(year: int) -> Iterator[CalendarEntry]:
    import holidays

    from optimize.shifts.statutory_holidays import statutory_holidays

    statutory = statutory_holidays(year)
    yield from _runs("holiday", {day: _title(names) for day, names in statutory.items()})
    found: Any = holidays.country_holidays("CN", years=year, language="en_US")
    off = {day: "Day off, shifted or in lieu / 调休" for day in found if day not in statutory}
    yield from _runs("day off", off)
    worked = {day for day in found.weekend_workdays if day.year == year}
    yield from _runs("working weekend", dict.fromkeys(worked, "Worked instead / 调休上班"))


def _title(names: str) -> str:
    return ", ".join(_FESTIVALS.get(name, name) for name in names.split(", "))


def _promotions(year: int) -> Iterator[CalendarEntry]:
    for name, promotion in promotions().items():
        for of_year in (year, year + 1):  # what leads up to a New Year may begin in the year before
            days = {day: promotion.title for day in promotion.days(of_year) if day.year == year}
            yield from _runs("promotion", days, name)


def _runs(kind: str, titles: Mapping[date, str], name: str = "") -> Iterator[CalendarEntry]:
    """Give days that follow each other under one title as one entry."""
    run: list[date] = []
    for day in _with_end(sorted(titles)):
        goes_on = run and day is not None and day - run[-1] == timedelta(days=1)
        if run and not (goes_on and day is not None and titles[day] == titles[run[-1]]):
            yield CalendarEntry(run[0], run[-1], kind, titles[run[0]], name)
            run = []
        run += [day] if day is not None else []


def _with_end(days: Iterable[date]) -> Iterator[date | None]:
    yield from days
    yield None
