"""The calendar: against what the State Council published, and days counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scenarios.events.calendar import calendar, is_announced
from scenarios.events.dates import day_struck, is_day
from scenarios.events.files import event_library, read_event
from scenarios.events.promotions import promotions
from scenarios.faults import BadInput


def days(year: int, *kinds: str) -> set[date]:
    return {
        entry.first + timedelta(days=number)
        for entry in calendar(year)
        if entry.kind in kinds
        for number in range((entry.last - entry.first).days + 1)
    }


def off(year: int) -> set[date]:
    """Return all days on which nobody works: weekends, but for those that are worked, and more."""
    every = {date(year, 1, 1) + timedelta(days=number) for number in range(365)}
    weekend = {day for day in every if day.weekday() >= 5}
    return (weekend - days(year, "working weekend")) | days(year, "holiday", "day off")


def span(first: date, last: date) -> set[date]:
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


def test_the_holidays_of_2025_are_those_of_the_notice() -> None:
    """State Council, notice of 12 November 2024: first and last days off, and weekends worked."""
    free = off(2025)
    for first, last in (
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 28), date(2025, 2, 4)),
        (date(2025, 4, 4), date(2025, 4, 6)),
        (date(2025, 5, 1), date(2025, 5, 5)),
        (date(2025, 5, 31), date(2025, 6, 2)),
        (date(2025, 10, 1), date(2025, 10, 8)),
    ):
        assert span(first, last) <= free
        assert not {first - timedelta(days=1), last + timedelta(days=1)} & free
    worked = [(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)]
    assert days(2025, "working weekend") == {date(2025, month, day) for month, day in worked}


def test_statutory_holidays_are_told_from_days_off_that_are_shifted() -> None:
    """Thirteen days a year since 2025, of which Labour Day has two and National Day three."""
    assert len(days(2026, "holiday")) == 13
    assert {date(2026, 5, 1), date(2026, 5, 2)} <= days(2026, "holiday")
    assert date(2026, 5, 5) in days(2026, "day off")


def test_what_is_not_announced_is_not_guessed() -> None:
    assert is_announced(2025)
    assert not is_announced(2040)
    assert len(days(2040, "holiday")) == 13


@pytest.mark.parametrize("year", [2007, 2101])
def test_a_year_that_nobody_knows(year: int) -> None:
    with pytest.raises(BadInput, match="--calendar"):
        calendar(year)


@pytest.mark.parametrize(
    ("name", "year", "first", "last", "number"),
    [
        ("618", 2026, date(2026, 6, 18), date(2026, 6, 18), 1),
        ("double_11", 2026, date(2026, 11, 11), date(2026, 11, 11), 1),
        ("consumer_day", 2027, date(2027, 3, 15), date(2027, 3, 15), 1),
        ("tax_settlement", 2026, date(2026, 3, 1), date(2026, 6, 30), 31 + 30 + 31 + 30),
        ("month_end", 2028, date(2028, 1, 31), date(2028, 12, 31), 12),
        ("salary_day", 2026, date(2026, 1, 10), date(2026, 12, 15), 24),
        # Chinese New Year: 17 February 2026, 29 January 2025; 35 to 10 days before.
        ("spring_shopping", 2026, date(2026, 1, 13), date(2026, 2, 7), 26),
        ("spring_shopping", 2025, date(2024, 12, 25), date(2025, 1, 19), 26),
    ],
)
def test_promotion_days(name: str, year: int, first: date, last: date, number: int) -> None:
    found = promotions()[name].days(year)
    assert (found[0], found[-1], len(found)) == (first, last, number)


def test_the_month_ends_on_leap_day() -> None:
    assert date(2028, 2, 29) in promotions()["month_end"].days(2028)
    assert date(2026, 2, 28) in promotions()["month_end"].days(2026)


def test_what_leads_up_to_a_new_year_may_begin_in_the_year_before() -> None:
    assert day_struck(["spring_shopping"], date(2024, 12, 24), 3) == 2
    assert date(2024, 12, 25) in days(2024, "promotion")


def test_the_first_of_several_dates_counts() -> None:
    assert day_struck(["double_12", "2026-12-11"], date(2026, 12, 10), 5) == 2
    assert day_struck(["double_12"], date(2026, 12, 13), 5) is None
    assert day_struck(["double_12"], None, 5) is None


def test_every_promotion_has_a_title_in_both_languages() -> None:
    assert all(" / " in promotion.title for promotion in promotions().values())


@pytest.mark.parametrize("name", event_library())
def test_events_that_ship_strike_days_that_there_are(name: str) -> None:
    assert not any(is_day(text) for text in read_event(name).event.date or ())
