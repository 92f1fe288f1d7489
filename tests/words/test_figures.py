"""Figures, colours and downloads as people and spreadsheets read them."""

from __future__ import annotations

import math
import tomllib
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from crewline.charts import palette
from crewline.charts.curves import Curve, band
from crewline.charts.downloads import csv
from crewline.ui import FLAGS, SCRIPT
from crewline.words import Language, Words
from crewline.words.figures import change, duration, figure, gap, number, percent

ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.8124, "share", "81.2 %", "81.2 %"),
        (20.0, "s", "20 s", "20 秒"),
        (9.25, "s", "9.2 s", "9.2 秒"),
        (59.97, "s", "1 min", "1 分钟"),
        (125.0, "s", "2 min 05 s", "2 分 05 秒"),
        (3725.0, "s", "1 h 02 min", "1 小时 02 分"),
        (18580.4, "contacts", "18,580", "18,580"),
        (2.345, "index", "2.35", "2.35"),
        (5059.2, "currency", "5,059 CNY", "5,059 CNY"),
        (math.nan, "share", "–", "–"),
    ],
)
def test_figures_have_units(value: float, unit: str, english: str, chinese: str) -> None:
    for say, expected in ((ENGLISH, english), (CHINESE, chinese)):
        assert figure(value, unit, say, "CNY").replace("\u00a0", " ") == expected


def test_gaps_have_signs() -> None:
    shown = [gap(value, "share", ENGLISH) for value in (0.031, -0.2, 0.0)]
    assert [one.replace("\u00a0", " ") for one in shown] == [
        "+3.1 points",
        "−20.0 points",
        "±0.0 points",
    ]
    assert gap(-3.25, "s", CHINESE).replace("\u00a0", " ") == "−3.2 秒"


def test_what_people_set_is_shown_as_they_set_it() -> None:
    assert [percent(0.8), percent(0.005), change(-12.5), change(0)] == [
        "80 %",
        "0.5 %",
        "−12.5 %",
        "±0 %",
    ]
    assert duration(90, ENGLISH) == "1 min 30 s"
    assert [number(one, ENGLISH) for one in (12.34, 0.5, 7.0)] == ["12.3", "0.50", "7"]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#0e1117"])
def test_lines_stand_out_from_light_and_dark(background: str) -> None:
    lines = [palette.ASKED, palette.UNCHANGED, palette.TARGET, palette.ANSWERED]
    for colour in (*lines, palette.ABANDONED, *palette.GROUPS):
        assert contrast(colour, background) >= 3  # WCAG 1.4.11, graphics


def test_a_band_has_gaps_where_nothing_is_known() -> None:
    hours = [datetime(2026, 6, 15, hour) for hour in range(5)]
    unknown = math.nan
    shown = Curve(hours, [1, 2, unknown, 4, 5], [0, 1, unknown, 3, 4], [2, 3, unknown, 5, 6])
    across, along = band(shown)
    assert across == [*hours[:2], *hours[1::-1], None, *hours[3:], *hours[:2:-1], None]
    assert along == [2, 3, 1, 0, None, 5, 6, 4, 3, None]


def test_a_download_carries_no_formula() -> None:
    sheet = pd.DataFrame({"line": ["=2+5", "@x", "Loans"], "value": [-1.5, 2.0, 3.0]})
    assert csv(sheet).decode("utf-8-sig").splitlines() == [
        "line,value",
        "'=2+5,-1.5",
        "'@x,2.0",
        "Loans,3.0",
    ]


def test_both_ways_of_starting_give_the_same_options() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    options = dict(flag.removeprefix("--").split("=") for flag in FLAGS)
    assert options == dict(flat(config))
    assert options["server.address"] == "127.0.0.1"
    assert SCRIPT.is_file()


def flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += flat(value, f"{prefix}{key}.")
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            found.append((prefix + key, text))
    return found
