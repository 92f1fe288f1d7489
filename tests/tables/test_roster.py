"""Shifts and groups as they are printed: today's beside the schedule, weeks by the day."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console

from crewline.tables.roster import compared_with_today, print_roster, print_shifts
from scenarios.schema import Scenario
from tests.scenarios.small import small

SERVES = {"serves": {"general": {}}, "wage_per_h": 40}


def centre(days: int, **shifts: dict[str, object]) -> Scenario:
    return small(
        days=days,
        first_day="2026-06-08",
        groups={"front": SERVES | {"shifts": shifts}, "back": SERVES | {"agents": 1}},
    )


def early(agents: int, **more: object) -> dict[str, object]:
    return {"start": "08:00", "end": "17:00", "agents": agents, **more}


def printed(*of: object, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    if len(of) == 2 and isinstance(of[0], pd.DataFrame):
        print_roster(console, of[0], str(of[1]))
    else:
        print_shifts(console, *of)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    assert all(cell_len(line) <= width for line in text.splitlines())
    return text


def cells(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_of_a_day_the_hours_stand_beside_those_of_today() -> None:
    today = centre(1, early=early(6))
    found = centre(1, early=early(4), late=early(3, start="12:00", end="21:00"))
    rows = cells(printed(found, today))
    assert ["08:00-17:00", "4", "6"] in rows
    assert ["12:00-21:00", "3"] in rows


def test_a_week_has_a_column_for_each_day_and_a_line_for_today() -> None:
    today = centre(7, early=early(100))
    found = centre(
        7,
        early=early(120, days=[1, 2, 3, 4, 5]),
        more=early(30, days=[1]),
        late=early(9, start="12:00", end="21:00"),
    )
    rows = cells(printed(found, today))
    assert ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] in [row[-7:] for row in rows]
    assert ["08:00-17:00", "scheduled", "150", "120", "120", "120", "120"] in rows
    assert ["today", *["100"] * 7] in rows
    assert ["12:00-21:00", "scheduled", *["9"] * 7] in rows
    assert ["all", "scheduled", "159", "129", "129", "129", "129", "9", "9"] in rows


def test_a_fortnight_goes_on_below() -> None:
    text = printed(centre(14, early=early(5)), small(days=14))
    assert text.count("Shifts of front") == 2
    assert "today" not in text


def roster(**today: float) -> pd.DataFrame:
    row = {
        "group": "front", "people": 5, "employed": np.nan, "paid_h": 40.0, "wages": 1_800.0,
        "base_wage": 1_600.0, "night": 120.0, "overtime": 0.0, "rest_day": 0.0, "holiday": 80.0,
        "shift_premium": 0.0, "today_people": np.nan, "today_h": np.nan, "today_wages": np.nan,
    } | today  # fmt: skip
    return pd.DataFrame([row, row | {"group": ""}])


def test_premiums_stand_apart_where_anybody_gets_them() -> None:
    text = printed(roster(), "CNY")
    assert ["front", "5", "40.0", "1,800"] in cells(text)
    assert ["group", "base", "wage", "night", "holidays"] in cells(text)
    assert ["front", "1,600", "120.0", "80.0"] in cells(text)
    assert "overtime" not in text
    assert compared_with_today(roster(), "CNY") == ""


@pytest.mark.parametrize(("wages", "words"), [(2_000.0, "10.0 % less"), (1_500.0, "20.0 % more")])
def test_the_change_against_today_is_said(wages: float, words: str) -> None:
    table = roster(today_people=8.0, today_h=50.0, today_wages=wages)
    assert compared_with_today(table, "CNY") == (
        f"Today's roster, by the same wages: {wages:,.0f} CNY for 50 paid hours of 8 agents on the"
        f" fullest day; this schedule, of 5, costs {words}."
    )
    assert ["front", "8", "5", "50.0", "40.0"] in [row[:5] for row in cells(printed(table, "CNY"))]
