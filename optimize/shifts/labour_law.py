"""Labour law as rules of working time: what a country's law says, as presets.

China. Labour Law of the People's Republic of China (1994, last amended 2018): article 36 (8 hours a
day), 38 (at least one day off a week), 41 (overtime generally 1 hour a day, at most 3, at most 36 a
month), 44 (pay at 150 % for overtime, 200 % for a rest day without time off in lieu, 300 % on a
statutory holiday), 39 with the labour ministry's measures of 1994 on comprehensive hours (hours
averaged over a week, a month, a quarter or a year, with approval). State Council Provisions on the
working hours of staff and workers (as revised 1995): 40 hours a week, below the 44 of article 36.
Regulation on public holidays (as revised for 2025): 13 statutory days, see `statutory_holidays`.

Law says nothing of rest between two shifts, of how many nights there may be, or of a premium for
them: these are rules of the house.
"""

from __future__ import annotations

from typing import Final

from optimize.shifts.wages import Premiums
from optimize.shifts.work_rules import HOUR_S, WorkRules

#: Article 44, as shares over the wage.
CHINA_PREMIUMS: Final = Premiums(overtime=0.5, rest_day=1.0, holiday=2.0)


def china(average_over_days: int | None = None) -> WorkRules:
    """Return Chinese law's rules: standard hours, or comprehensive ones over so many days."""
    return WorkRules(
        per_day_s=8 * HOUR_S,
        per_week_s=40 * HOUR_S,
        overtime_per_day_s=1 * HOUR_S,
        overtime_most_s=3 * HOUR_S,
        overtime_per_month_s=36 * HOUR_S,
        rest_days=1,
        average_over_days=average_over_days,
    )
