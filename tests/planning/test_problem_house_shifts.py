"""The house's shifts: inside the hours of what a group serves, legal, on any grid."""

from __future__ import annotations

from typing import Any

import pytest

from optimize.shifts.shift_set import shift_types
from optimize.shifts.work_rules import WorkRules
from scenarios.planning.schedule.house_shifts import house_patterns, working_hours
from scenarios.schema import Scenario
from tests.scenarios.small import small

H = 3600


def serving(*hours: Any) -> Scenario:
    """Return a scenario whose group serves queues with these opening hours."""
    queues = {f"q{number}": {"volume": {"per_h": 0}, "talk": "1 min", "open": open_}
              for number, open_ in enumerate(hours)}  # fmt: skip
    return small(queues=queues, groups={"front": {"serves": dict.fromkeys(queues), "agents": 1}})


def starts(scenario: Scenario, slot_s: int = 900) -> dict[str, tuple[float, float, int, float]]:
    """Return by pattern the first and last start, how many there are, and the length, in hours."""
    return {
        one.name: (
            one.starts_s[0] / H,
            one.starts_s[-1] / H,
            len(one.starts_s),
            one.lengths_s[0] / H,
        )
        for one in house_patterns(scenario, "front", slot_s)
    }


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (["always"], None),
        (["08:00-20:00"], [(8, 20)]),
        (["08:00-20:00", "always"], None),
        (["08:00-20:00", "10:00-22:00"], [(8, 22)]),
        ([["08:00-12:00", "13:30-18:00"]], [(8, 18)]),  # a short gap is worked through
        ([["06:00-10:00", "16:00-20:00"]], [(6, 10), (16, 20)]),
        (["22:00-06:00"], [(22, 30)]),
        (["20:00-02:00", "01:00-08:00"], [(20, 32)]),  # joined over midnight
        (["00:00-24:00"], None),
        (["02:00-01:00"], None),  # closed for an hour at night
    ],
)
def test_groups_work_when_what_they_serve_is_open(
    hours: list[Any], expected: list[tuple[int, int]] | None
) -> None:
    found = working_hours(serving(*hours), "front")
    assert (found and [(start / H, end / H) for start, end in found]) == expected


def test_round_the_clock_there_are_day_part_and_night_shifts() -> None:
    assert starts(serving("always")) == {
        "full": (6, 16, 21, 9),
        "part": (6, 20, 29, 4),
        "night": (21, 23, 5, 9),
    }


def test_shifts_lie_inside_the_hours() -> None:
    assert starts(serving("08:15-20:00")) == {"full": (8.25, 11, 7, 9), "part": (8.25, 16, 17, 4)}


def test_shifts_are_no_longer_than_the_hours() -> None:
    assert starts(serving("09:00-17:00")) == {"full": (9, 9, 1, 8), "part": (9, 13, 9, 4)}
    assert starts(serving("09:00-12:00")) == {"full": (9, 9, 1, 3)}


def test_hours_of_two_lengths_have_patterns_of_their_own() -> None:
    found = starts(serving(["00:00-03:00", "10:00-16:00"]))
    assert found == {
        "full": (10, 10, 1, 6),
        "full_2": (0, 0, 1, 3),
        "part": (10, 12, 5, 4),
    }


@pytest.mark.parametrize("per_day_h", [2, 4.75, 5, 6, 8, 10, 24])
@pytest.mark.parametrize("slot_s", [60, 300, 480, 600, 900, 1200, 1800, 3600])
@pytest.mark.parametrize(
    "hours", ["always", "08:00-20:00", "09:00-16:30", "10:00-14:30", "22:00-06:00"]
)
def test_the_houses_shifts_keep_the_houses_rules_on_any_grid(
    hours: str, slot_s: int, per_day_h: float
) -> None:
    rules = WorkRules(per_day_s=per_day_h * H)
    patterns = house_patterns(serving(hours), "front", slot_s, rules.per_day_s)
    made = shift_types(patterns, rules, slot_s)  # else it raises BadRules
    assert made.types
    assert len({item.parts for item in made.types}) == len(made.types)
    assert all(item.overtime == 0 for item in made.types)


@pytest.mark.parametrize(
    ("per_day_h", "length_h", "paid_h"), [(8, 9, 8), (7.5, 8.5, 7.5), (6, 7, 6), (4.5, 4.5, 4.5)]
)
def test_a_full_shift_has_the_ordinary_hours_of_a_day(
    per_day_h: float, length_h: float, paid_h: float
) -> None:
    rules = WorkRules(per_day_s=per_day_h * H)
    patterns = house_patterns(serving("always"), "front", 900, rules.per_day_s)
    assert patterns[0].lengths_s == (length_h * H,)
    assert shift_types(patterns, rules, 900).types[0].paid / 4 == paid_h


def test_a_full_shift_has_eight_paid_hours_a_meal_and_two_short_breaks() -> None:
    (full, *_) = shift_types(
        house_patterns(serving("always"), "front", 900), WorkRules(), 900
    ).types
    assert (full.name, full.paid) == ("full 06:00-15:00", 32)
    assert [(item.length, item.paid) for item in full.breaks] == [(1, True), (4, False), (1, True)]
