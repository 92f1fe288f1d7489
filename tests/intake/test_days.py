"""Which days count: missing ones are named, abnormal ones left out with their reason."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from scenarios.intake.days import choose_days, weekday_order
from tests.intake.small_log import mapping, read, row

MONDAY = date(2026, 6, 1)


def _weeks(counts: dict[int, int]) -> list[str]:
    """Return ten calls on each of 35 days but for those given."""
    return [
        row(f"{MONDAY + timedelta(days=place)} 09:{call % 60:02d}:{call // 60:02d}")
        for place in range(35)
        for call in range(counts.get(place, 10))
    ]


def test_missing_and_abnormal_days(tmp_path: Path) -> None:
    found = read(tmp_path, _weeks({3: 0, 8: 5, 9: 6, 16: 17, 17: 16}))
    days = choose_days(found.calls, mapping())
    assert days.missing == (date(2026, 6, 4),)
    assert [(odd.day, odd.calls, odd.usual) for odd in days.left_out] == [
        (date(2026, 6, 9), 5, 10),
        (date(2026, 6, 17), 17, 10),
    ]
    assert "below 60%" in days.left_out[0].why
    assert "above 167%" in days.left_out[1].why
    assert len(days.used) == 35 - 1 - 2


def test_days_may_be_kept_or_left_out_by_name(tmp_path: Path) -> None:
    calls = read(tmp_path, _weeks({8: 5})).calls
    choice = {"leave_out_abnormal": False, "leave_out": {"2026-06-02": "a holiday"}}
    days = choose_days(calls, mapping(days=choice))
    assert [(odd.day, odd.why) for odd in days.left_out] == [(date(2026, 6, 2), "a holiday")]
    assert date(2026, 6, 9) in days.used


def test_week_begins_where_the_mapping_says() -> None:
    chosen = mapping(days={"week_starts": "sunday"})
    assert weekday_order(chosen, ["monday", "saturday", "sunday"]) == (
        "sunday",
        "monday",
        "saturday",
    )


def test_weekday_that_never_has_calls_is_closed_not_missing(tmp_path: Path) -> None:
    """No Sunday has calls; one Thursday has none either, and is missing."""
    days = choose_days(
        read(tmp_path, _weeks(dict.fromkeys(range(6, 35, 7), 0) | {3: 0})).calls, mapping()
    )
    assert days.closed == ("sunday",)
    assert days.missing == (date(2026, 6, 4),)
