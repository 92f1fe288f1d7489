"""The weeks that a rule allows, against all words there are."""

from __future__ import annotations

from itertools import product

import pytest

from optimize.schedule.weeks import NIGHT, OFF, PLAIN, Band, bands, weekly_overtime, words
from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule


def shift(begin: int, end: int, pattern: str = "p") -> ShiftType:
    return ShiftType(f"{pattern} {begin}-{end}", pattern, ((begin, end),), (), end - begin)


def band(*kinds: int, rested: bool = True, paid: int = 8) -> Band:
    return Band(tuple(range(len(kinds))), kinds, paid, 0, rested)


@pytest.mark.parametrize("rested", [True, False])
@pytest.mark.parametrize(
    "rule",
    [
        TourRule(),
        TourRule(days_on=(4, 5), off_in_a_row=2),
        TourRule(days_on=(3, 6), off_in_a_row=1, paid_most=40),
        TourRule(days_on=(5,), off_in_a_row=2, nights_most=1),
    ],
)
def test_words_are_all_that_the_rule_allows(rule: TourRule, rested: bool) -> None:
    mixed = band(PLAIN, NIGHT, rested=rested)
    allowed = {
        word
        for word in product((OFF, PLAIN, NIGHT), repeat=7)
        if 7 - word.count(OFF) in rule.days_on
        and longest_off(word) >= rule.off_in_a_row
        and (rule.nights_most is None or word.count(NIGHT) <= rule.nights_most)
        and (rule.paid_most is None or 8 * (7 - word.count(OFF)) <= rule.paid_most)
        and (rested or not any(OFF not in (word[d], word[(d + 1) % 7]) for d in range(7)))
    }
    assert set(words(rule, mixed)) == allowed


def longest_off(word: tuple[int, ...]) -> int:
    around = "".join("-" if kind == OFF else "x" for kind in word) * 2
    return max(len(run) for run in around.split("x"))


def test_a_cut_week_is_the_beginning_of_a_whole_one() -> None:
    # Two off of seven: any of the three days may be off. Working none of them is no tour.
    rule = TourRule(days_on=(5,), off_in_a_row=2)
    found = set(words(rule, band(PLAIN), 3))
    # Off on days 0 and 2 only cannot be: days off lie together, and 6 and 0 or 2 and 3 are two.
    assert found == {
        (PLAIN, PLAIN, PLAIN),
        (OFF, PLAIN, PLAIN),
        (PLAIN, PLAIN, OFF),
        (OFF, OFF, PLAIN),
        (PLAIN, OFF, OFF),
    }


def test_the_same_start_makes_a_band_of_a_start_a_length_and_a_pattern() -> None:
    types = (shift(0, 4), shift(1, 5), shift(0, 5), shift(0, 4, "other"))
    assert sorted(one.types for one in bands(TourRule(), types, 24)) == [(0,), (1,), (2,), (3,)]


def test_rotating_starts_make_bands_of_neighbours() -> None:
    # Starts 0, 1, 2, 4 of one length, within 2 of each other: {0, 1, 2} and {2, 4}.
    types = (shift(0, 4), shift(1, 5), shift(2, 6), shift(4, 8))
    found = bands(TourRule(start_within=2), types, 24)
    assert sorted(one.types for one in found) == [(0, 1, 2), (2, 3)]


def test_bands_without_rest_are_for_weeks_without_neighbouring_days() -> None:
    # Twelve slots of 24 are worked: an equal start leaves 12 of rest, a start 2 earlier 10.
    types = (shift(0, 12), shift(2, 14))
    found = bands(TourRule(start_within=2, rest=11), types, 24)
    assert sorted((one.types, one.rested) for one in found) == [
        ((0,), True),
        ((0, 1), False),
        ((1,), True),
    ]


def test_weekly_overtime_leaves_out_what_days_have_counted() -> None:
    # Five days of 10, of which 2 are the day's overtime: 40 remain, 4 more than 36.
    long = Band((0,), (PLAIN,), 10, 2, True)
    word = (PLAIN,) * 5 + (OFF,) * 2
    assert weekly_overtime(TourRule(paid_plain=36), long, word) == 4
    assert weekly_overtime(TourRule(paid_plain=44), long, word) == 0
    assert weekly_overtime(TourRule(), long, word) == 0
