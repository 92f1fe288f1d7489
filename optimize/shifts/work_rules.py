"""Rules of working time: what of a day, a week, a month and a night may be worked.

The rules are values in seconds. Three things come of them, each where it can be held:

- a *shift* is held to the day's hours when it is made of a pattern (`shift_set.shift_types`);
- a *tour* is held to the week's hours, rest and nights (`work_limits.tour_rule`);
- what is averaged or summed beyond one tour is an *allowance* of a group over the horizon
  (`work_limits.allowance`): so many slots times the group's agents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from optimize.shifts.finding import Finding, write_clock, write_span

HOUR_S: Final = 3600
DAY_S: Final = 86400


@dataclass(frozen=True)
class Nights:
    """What makes a night shift, and how many of them an agent works a week.

    `between_s` are seconds after midnight; the end is beyond a day's where it is on the next.
    A shift that works in these hours is a night shift.
    """

    between_s: tuple[int, int]
    most_per_week: int | None = None


@dataclass(frozen=True)
class CarriedIn:
    """What each agent of a group has on account when the horizon begins.

    `overtime_s` is overtime worked in the month that the horizon begins in, `worked_s` the time
    worked in the period over which hours are averaged. None: not known; the horizon then has its
    share of the limit, as if it were worked again and again.
    """

    overtime_s: float | None = None
    worked_s: float | None = None


NOTHING_KNOWN: Final = CarriedIn()


@dataclass(frozen=True)
class WorkRules:
    """Rules of working time, all of paid time.

    The defaults are a house's own: 8 hours a day, 40 a week, no overtime, 11 hours between shifts,
    one day off in seven. `overtime_per_day_s` is normal overtime, `overtime_most_s` the most there
    may be in a day. With `average_over_days` hours are averaged over so many days ("comprehensive
    hours"): no day and no week by itself makes overtime then, only the period's sum does.
    """

    per_day_s: float = 8 * HOUR_S
    per_week_s: float = 40 * HOUR_S
    overtime_per_day_s: float = 0.0
    overtime_most_s: float = 0.0
    overtime_per_month_s: float | None = None
    rest_s: float = 11 * HOUR_S
    rest_days: int = 1
    nights: Nights | None = None
    average_over_days: int | None = None

    @property
    def day_most_s(self) -> float:
        """The most paid time of a day, overtime included."""
        return self.per_day_s + self.overtime_most_s

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the rules; paths begin at `hours` and `nights`."""
        return (*self._of_the_day(), *self._beyond_the_day(), *self._of_nights())

    def _of_the_day(self) -> Iterator[Finding]:
        if not 0 < self.per_day_s <= DAY_S:
            yield _hours("per_day", self.per_day_s, "more than 0 and at most 24 h")
        if self.overtime_per_day_s < 0:
            yield _hours("overtime_per_day", self.overtime_per_day_s, "at least 0")
        if self.overtime_most_s < self.overtime_per_day_s:
            least = write_span(self.overtime_per_day_s)
            yield _hours("overtime_most", self.overtime_most_s, f"at least the normal {least}")
        elif self.per_day_s <= DAY_S < self.day_most_s:
            most = write_span(DAY_S - self.per_day_s)
            yield _hours("overtime_most", self.overtime_most_s, f"at most {most}, what a day has")
        if not 0 <= self.rest_s < DAY_S:
            yield _hours("rest", self.rest_s, "at least 0 and below 24 h")

    def _beyond_the_day(self) -> Iterator[Finding]:
        if not 0 < self.per_week_s <= 7 * DAY_S:
            yield _hours("per_week", self.per_week_s, "more than 0 and at most 168 h")
        if self.overtime_per_month_s is not None and self.overtime_per_month_s < 0:
            yield _hours("overtime_per_month", self.overtime_per_month_s, "at least 0")
        if not 0 <= self.rest_days <= 6:
            yield Finding(("hours", "rest_days"), f"{self.rest_days}", "from 0 to 6 days a week")
        if self.average_over_days is not None and self.average_over_days < 7:
            days = f"{self.average_over_days} days"
            yield Finding(("hours", "comprehensive", "over"), days, "7 days or more")

    def _of_nights(self) -> Iterator[Finding]:
        if self.nights is None:
            return
        start, end = self.nights.between_s
        if not (0 <= start < DAY_S and start < end <= start + DAY_S):
            between = f"{write_clock(start)}-{write_clock(end)}"
            yield Finding(("nights", "between"), between, "hours of one night, such as 00:00-05:00")
        most = self.nights.most_per_week
        if most is not None and not 0 <= most <= 7:
            yield Finding(("nights", "most"), f"{most}", "from 0 to 7 nights a week")


def _hours(field: str, seconds: float, wanted: str) -> Finding:
    return Finding(("hours", field), write_span(seconds), wanted)
