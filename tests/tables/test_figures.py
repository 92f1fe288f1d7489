"""How figures are written for a planner."""

from __future__ import annotations

import math

import pytest

from crewline.tables.figures import in_words, number, signed, with_interval, with_unit
from sim.kpis.definitions import Unit


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.8123, Unit.SHARE, "81.2"),
        (1.0, Unit.SHARE, "100.0"),
        (0.0, Unit.SHARE, "0.0"),
        (0.0004, Unit.SHARE, "0.04"),
        (23.06, Unit.SECONDS, "23.1"),
        (1234.5, Unit.SECONDS, "1,234"),
        (-1234567, Unit.MONEY, "-1,234,567"),
        (math.nan, Unit.SHARE, "–"),
        (math.inf, Unit.SECONDS, "–"),
    ],
)
def test_numbers(value: float, unit: Unit, written: str) -> None:
    assert number(value, unit) == written


def row(value: float, low: float, high: float) -> dict[str, object]:
    return {"value": value, "low": low, "high": high, "unit": "share"}


def test_an_interval_is_half_its_width() -> None:
    assert with_interval(row(0.8, 0.75, 0.85)) == "80.0 ±5.0"


def test_what_is_sure_or_unknown_has_no_interval() -> None:
    assert with_interval(row(0.8, 0.8, 0.8)) == "80.0"
    assert with_interval(row(0.8, math.nan, math.nan)) == "80.0"
    assert with_interval(row(math.nan, math.nan, math.nan)) == "–"


def test_differences_have_a_sign() -> None:
    assert signed(0.021, Unit.SHARE) == "+2.1"
    assert signed(-12.0, Unit.SECONDS) == "-12.0"


def test_sentences_have_units() -> None:
    assert with_unit(0.8, Unit.SHARE) == "80 %"
    assert with_unit(12.5, Unit.SECONDS) == "12.5 s"
    assert (in_words("asa"), in_words("answer_rate")) == ("ASA", "answer rate")
