"""How figures are written for a planner."""

from __future__ import annotations

import math

import pytest

from crewline.tables.figures import apart, in_words, number, reach, signed, with_interval, with_unit
from sim.kpis.definitions import Unit


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.8123, Unit.SHARE, "81.2"),
        (1.0, Unit.SHARE, "100.0"),
        (0.0, Unit.SHARE, "0.0"),
        (0.0004, Unit.SHARE, "0.04"),
        (0.000034, Unit.SHARE, "0.0034"),
        (-0.00000412, Unit.SHARE, "-0.00041"),
        (1e-13, Unit.MONEY, "0.0"),
        (-1e-13, Unit.MONEY, "0.0"),
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


def test_the_interval_of_a_share_ends_at_nothing_and_at_all() -> None:
    assert with_interval(row(0.8, -4.8, 6.4)) == "80.0 ±80.0"
    assert reach(0.3, -0.5, 1.1, Unit.SHARE) == pytest.approx(0.7)
    assert reach(30.0, -500.0, 560.0, Unit.SECONDS) == 530


@pytest.mark.parametrize(
    ("difference", "half_width", "written"),
    [
        (-0.513, 0.031, "-51.3 ±3.1"),
        (0.000034, 0.000012, "+0.0034 ±0.0012"),
        (0.0014, 0.0013, "+0.14 ±0.13"),
        (0.8004, 0.8001, "+80.04 ±80.01"),
    ],
)
def test_a_real_difference_is_seen_to_be_one(
    difference: float, half_width: float, written: str
) -> None:
    assert apart(difference, half_width, Unit.SHARE) == written


def test_differences_have_a_sign() -> None:
    assert signed(0.021, Unit.SHARE) == "+2.1"
    assert signed(-12.0, Unit.SECONDS) == "-12.0"


def test_sentences_have_units() -> None:
    assert with_unit(0.8, Unit.SHARE) == "80 %"
    assert with_unit(12.5, Unit.SECONDS) == "12.5 s"
    assert (in_words("asa"), in_words("answer_rate")) == ("ASA", "answer rate")
