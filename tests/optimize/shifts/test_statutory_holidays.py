"""The statutory holidays against the calendar.

Dates of moving festivals were taken from a Chinese calendar by hand: Spring Festival is the first
day of the first lunar month (10 Feb 2024, 29 Jan 2025, 17 Feb 2026, 6 Feb 2027), Dragon Boat the
fifth of the fifth, Mid-Autumn the fifteenth of the eighth, Qingming the solar term on 4 or 5 April.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from optimize.shifts.statutory_holidays import holidays_of, statutory_holidays


def days(year: int) -> set[str]:
    return {f"{day:%m-%d}" for day in statutory_holidays(year)}


FIXED = {"01-01", "05-01", "05-02", "10-01", "10-02", "10-03"}


def test_2024_is_of_the_old_regulation_with_eleven_days():
    # One day of Labour Day, and the eve of the Spring Festival no holiday.
    moving = {"02-10", "02-11", "02-12", "04-04", "06-10", "09-17"}
    assert days(2024) == FIXED - {"05-02"} | moving


@pytest.mark.parametrize(
    ("year", "moving"),
    [
        (2025, {"01-28", "01-29", "01-30", "01-31", "04-04", "05-31", "10-06"}),
        (2026, {"02-16", "02-17", "02-18", "02-19", "04-05", "06-19", "09-25"}),
        (2027, {"02-05", "02-06", "02-07", "02-08", "04-05", "06-09", "09-15"}),
    ],
)
def test_from_2025_there_are_thirteen_whether_or_not_a_notice_is_out(year, moving):
    assert len(moving) == 7
    assert days(year) == FIXED | moving


def test_days_off_around_a_festival_are_not_statutory():
    # By the notice for 2026, 2 and 3 January, 20 to 23 February and 4 to 7 October are days off,
    # shifted from weekends or weekends themselves; in 2025 so were 1 to 4 February, 5 May, 4 to 8
    # October but for Mid-Autumn on the 6th, and 2 June, in lieu of Dragon Boat on a Saturday.
    assert not {"01-02", "01-03", "02-20", "02-23", "10-04", "10-05", "10-07"} & days(2026)
    assert not {"02-01", "02-04", "05-05", "06-02", "10-05", "10-07", "10-08"} & days(2025)


def test_mid_autumn_on_national_day_is_one_date_fewer():
    # The fifteenth of the eighth month is 1 October 2020 and 3 October 2028.
    assert statutory_holidays(2020)[date(2020, 10, 1)] == "Mid-Autumn Festival, National Day"
    assert len(statutory_holidays(2020)) == 10
    assert statutory_holidays(2028)[date(2028, 10, 3)] == "Mid-Autumn Festival, National Day"
    assert len(statutory_holidays(2028)) == 12


def test_days_of_a_horizon_are_counted_across_a_new_year():
    # Monday 29 December 2025: New Year's Day is the fourth day. The next one is 16 February, day 49
    # from 0: three days of December, 31 of January, and 15 of February lie before it.
    assert holidays_of(date(2025, 12, 29), 7) == {3}
    assert holidays_of(date(2025, 12, 29), 50) == {3, 49}


def test_every_year_that_the_calendar_reaches_has_its_days():
    for year in range(2008, 2101):
        found = statutory_holidays(year)
        assert all(day.year == year for day in found)
        assert len(found) in ((11, 10) if year < 2025 else (13, 12))


@pytest.mark.parametrize("year", [2007, 2101])
def test_a_year_beyond_the_calendar_is_refused(year):
    with pytest.raises(ValueError, match=f"{year} are not known"):
        statutory_holidays(year)


def test_the_library_is_loaded_only_when_asked():
    code = (
        "import sys, optimize.shifts.statutory_holidays, optimize.shifts.check;"
        "sys.exit('holidays' in sys.modules or 'scipy.optimize' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
