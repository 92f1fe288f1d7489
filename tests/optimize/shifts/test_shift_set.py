"""From patterns to types of shift: worked by hand on a grid of 15 minutes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.shifts.break_windows import BreakRule
from optimize.shifts.finding import BadRules, Finding
from optimize.shifts.shift_pattern import ShiftPattern
from optimize.shifts.shift_set import shift_types
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.work_rules import WorkRules

H = 3600
QUARTER = 900
HOUSE = WorkRules()
LUNCH = BreakRule(1 * H, 3 * H, 5 * H, paid=False)
COFFEE = BreakRule(QUARTER, 1 * H, 2 * H, paid=True)
FULL = ShiftPattern("full", (8 * H,), (9 * H,), (LUNCH, COFFEE))
LONG = WorkRules(overtime_per_day_s=1 * H, overtime_most_s=3 * H)


def faults(*patterns: ShiftPattern, rules: WorkRules = HOUSE) -> list[str]:
    with pytest.raises(BadRules) as caught:
        shift_types(patterns, rules, QUARTER)
    return [str(found) for found in caught.value.findings]


def test_a_full_day_is_what_a_planner_means_by_it():
    # 08:00 is slot 32; nine hours are 36 slots. Coffee begins 1 to 2 hours in (slots 36 to 40),
    # lunch 3 to 5 hours in (44 to 52). Lunch's four slots are unpaid: 32 of 36 are paid, 8 hours.
    made = shift_types([FULL], HOUSE, QUARTER)
    breaks = (BreakWindow(1, 36, 40, paid=True), BreakWindow(4, 44, 52, paid=False))
    assert made.types == (ShiftType("full 08:00-17:00", "full", ((32, 68),), breaks, 32),)
    assert made.notes == ()


def test_every_start_is_worked_with_every_length_and_twice_named_is_once():
    pattern = ShiftPattern("p", (9 * H, 8 * H, 9 * H), (5 * H, 4 * H), days=(0, 6))
    types = shift_types([pattern], HOUSE, QUARTER).types
    assert [item.parts[0] for item in types] == [(32, 48), (36, 52), (32, 52), (36, 56)]
    assert all(item.allowed(0) and item.allowed(6) and not item.allowed(1) for item in types)


def test_a_night_shift_ends_beyond_its_day_and_keeps_breaks_after_midnight():
    # 22:00 is slot 88, and midnight 96. A break 3 to 5 hours in begins 01:00 to 03:00.
    night = ShiftPattern("night", (22 * H,), (9 * H,), (LUNCH,))
    (item,) = shift_types([night], HOUSE, QUARTER).types
    assert (item.start, item.end, item.name) == (88, 124, "night 22:00-07:00")
    assert item.breaks == (BreakWindow(4, 100, 108, paid=False),)
    assert item.works_in((0, 20), 96)  # 00:00 to 05:00
    assert not item.works_in((32, 88), 96)


def test_a_split_shift_is_two_parts_and_its_gap_is_not_paid():
    # 10:00 for 4 h, off for 3 h, then the other 4 h: 10:00-14:00 and 17:00-21:00, 8 hours paid.
    split = ShiftPattern("split", (10 * H,), (8 * H,), gap_s=3 * H, first_s=4 * H)
    (item,) = shift_types([split], HOUSE, QUARTER).types
    assert item.parts == ((40, 56), (68, 84))
    assert (item.paid, item.name) == (32, "split 10:00-14:00, 17:00-21:00")


def test_a_break_that_could_only_lie_in_one_part_of_a_split_shift_lies_there():
    # From 5 h to 8 h after the start: hours 4 to 7 are the gap, so it begins at 7 h at the soonest.
    late = BreakRule(QUARTER, 5 * H, 8 * H, paid=True)
    split = ShiftPattern("split", (10 * H,), (8 * H,), (late,), gap_s=3 * H, first_s=4 * H)
    made = shift_types([split], HOUSE, QUARTER)
    assert made.types[0].breaks == (BreakWindow(1, 40 + 28, 40 + 32, paid=True),)
    assert [str(note) for note in made.notes] == [
        "shifts.split.breaks.0: got 15 min from 5 h to 8 h in a shift of 8 h; "
        "expected from 7 h to 8 h, as it was trimmed"
    ]


def test_a_window_that_reaches_into_the_next_is_trimmed_and_said():
    # Coffee 1 to 3 h in would still be had at 3:15 when lunch may begin at 3:00: it begins at 2:45
    # at the latest.
    reaching = replace(COFFEE, to_s=3 * H)
    made = shift_types([replace(FULL, breaks=(LUNCH, reaching))], HOUSE, QUARTER)
    assert made.types[0].breaks[0] == BreakWindow(1, 36, 32 + 11, paid=True)
    assert [note.path for note in made.notes] == [("shifts", "full", "breaks", 1)]


def test_a_window_ends_with_a_shorter_length_of_the_pattern():
    # A lunch from 3 to 5 h in: of a shift of 5 h it can begin at 4 h at the latest.
    pattern = ShiftPattern("p", (8 * H,), (5 * H, 9 * H), (LUNCH,))
    made = shift_types([pattern], HOUSE, QUARTER)
    assert [item.breaks[0].latest - item.start for item in made.types] == [16, 20]
    assert len(made.notes) == 1


def test_overtime_is_what_is_paid_beyond_the_day_and_noted_where_it_is_not_normal():
    # 9, 10 and 11 h present with an hour unpaid: 8, 9 and 10 h paid, 0, 1 and 2 h of it overtime.
    pattern = replace(FULL, lengths_s=(9 * H, 10 * H, 11 * H))
    made = shift_types([pattern], LONG, QUARTER)
    assert [item.overtime for item in made.types] == [0, 4, 8]
    assert made.notes == (
        Finding(
            ("shifts", "full", "lengths"),
            "11 h, 2 h of it overtime",
            "1 h of overtime normally, more only for special reasons",
        ),
    )


def test_averaged_hours_make_no_overtime_of_a_long_day():
    averaged = replace(LONG, average_over_days=91)
    made = shift_types([replace(FULL, lengths_s=(11 * H,))], averaged, QUARTER)
    assert [item.overtime for item in made.types] == [0]
    assert made.notes == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_s": ()}, "starts: got none; expected one start or more"),
        ({"starts_s": (8 * H + 60,)}, "starts: got 08:01; expected a multiple of 15 min"),
        ({"starts_s": (24 * H,)}, "starts: got 24 h; expected a time of the day"),
        ({"starts_s": (-H,)}, "starts: got -1 h; expected a time of the day"),
        ({"lengths_s": ()}, "lengths: got none; expected one length or more"),
        ({"lengths_s": (0,)}, "lengths: got 0 min; expected more than 0"),
        ({"lengths_s": (9 * H + 600,)}, "lengths: got 9 h 10 min; expected a multiple of 15 min"),
        ({"lengths_s": (10 * H,)}, "lengths: got 10 h, 9 h of it paid; expected more than 0 and"),
        ({"lengths_s": (25 * H,)}, "lengths: got 25 h; expected more than 0 and at most 24 h"),
        ({"gap_s": 3 * H}, "first: got nothing; expected both a gap and"),
        ({"first_s": 4 * H}, "gap: got nothing; expected both a gap and"),
        ({"gap_s": 0, "first_s": 4 * H}, "gap: got 0 min; expected more than 0"),
        ({"gap_s": 3 * H, "first_s": 9 * H}, "first: got 9 h; expected less than the shift's 9 h"),
        ({"gap_s": 16 * H, "first_s": 4 * H}, "lengths: got 9 h; expected more than 0 and at most"),
        ({"days": ()}, "days: got none; expected one or more days"),
        ({"days": (1, 1)}, "days: got 2, 2; expected one or more days"),
        ({"days": (-1,)}, "days: got 0; expected one or more days"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(change, said):
    found = faults(replace(FULL, **change))
    assert any(line.startswith(f"shifts.full.{said}") for line in found), found


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (replace(LUNCH, length_s=0), "length: got 0 min; expected more than 0"),
        (replace(LUNCH, length_s=600), "length: got 10 min; expected a multiple of 15 min"),
        (replace(LUNCH, length_s=9 * H), "length: got 9 h; expected shorter than 9 h"),
        (replace(LUNCH, from_s=-H), "from: got -1 h; expected 0 or more"),
        (replace(LUNCH, to_s=2 * H), "to: got 2 h; expected 3 h (`from`) or later"),
        (replace(LUNCH, to_s=5 * H + 60), "to: got 5 h 1 min; expected a multiple of 15 min"),
        # Nine hours are over an hour after 8 h 15 min, and the break would reach beyond.
        (
            BreakRule(H, 8 * H + QUARTER, 10 * H, paid=False),
            "from: got 1 h from 8 h 15 min to 10 h; expected a break inside a shift of 9 h",
        ),
    ],
)
def test_a_break_that_cannot_be_is_refused(rule, said):
    found = faults(replace(FULL, breaks=(rule,)))
    assert any(line.startswith(f"shifts.full.breaks.0.{said}") for line in found), found


def test_breaks_that_would_leave_each_other_no_room_are_refused():
    # Two breaks anywhere from 1 to 7 h in: neither is over before the other may begin.
    anywhere = BreakRule(QUARTER, 1 * H, 7 * H, paid=True)
    assert faults(replace(FULL, breaks=(anywhere, anywhere))) == [
        "shifts.full.breaks.0.from: got 15 min from 1 h to 7 h; "
        "expected a break that is over before another's window begins (1 h)"
    ]


def test_a_window_in_both_parts_of_a_split_shift_is_refused():
    both = BreakRule(QUARTER, 3 * H, 8 * H, paid=True)
    split = ShiftPattern("split", (10 * H,), (8 * H,), (both,), gap_s=3 * H, first_s=4 * H)
    assert faults(split) == [
        "shifts.split.breaks.0.from: got 15 min from 3 h to 8 h; "
        "expected a window inside one part of a shift of 8 h"
    ]


def test_a_shift_of_breaks_alone_is_refused():
    half = 2 * QUARTER
    breaks = tuple(BreakRule(half, at, at, paid=False) for at in (0, half))
    found = faults(ShiftPattern("idle", (8 * H,), (H,), breaks))
    assert found == [
        "shifts.idle.lengths: got 1 h, 0 min of it paid; "
        "expected more than 0 and at most 8 h paid a day"
    ]


def test_all_faults_are_told_at_once():
    bad = replace(FULL, starts_s=(8 * H + 60,), lengths_s=(14 * H,))
    found = faults(bad, bad, rules=replace(HOUSE, per_day_s=0))
    assert [line.split(": ")[0] for line in found] == [
        "hours.per_day",
        "shifts.full",  # the name is there twice
        *["shifts.full.starts", "shifts.full.lengths"] * 2,
    ]


def test_a_slot_that_does_not_divide_the_day_is_refused():
    with pytest.raises(ValueError, match="does not divide the day"):
        shift_types([FULL], HOUSE, 7 * 60)


slots = st.integers(0, 60)
break_rules = st.builds(
    lambda length, start, more, paid: BreakRule(
        length * QUARTER, start * QUARTER, (start + more) * QUARTER, paid
    ),
    st.integers(1, 6), slots, st.integers(0, 16), st.booleans(),
)  # fmt: skip


@settings(deadline=None)
@given(
    starts=st.sets(st.integers(0, 95), min_size=1, max_size=3),
    lengths=st.sets(st.integers(1, 48), min_size=1, max_size=3),
    breaks=st.lists(break_rules, max_size=3),
    split=st.none() | st.tuples(st.integers(1, 20), st.integers(1, 20)),
)
def test_whatever_is_not_refused_is_sound(starts, lengths, breaks, split):
    first, gap = (None, None) if split is None else [each * QUARTER for each in split]
    pattern = ShiftPattern(
        "p",
        tuple(each * QUARTER for each in starts),
        tuple(each * QUARTER for each in lengths),
        tuple(breaks),
        gap,
        first,
    )
    try:
        types = shift_types([pattern], replace(HOUSE, overtime_most_s=4 * H), QUARTER).types
    except BadRules:
        return
    assert len(types) == len(starts) * len(lengths)
    for item in types:
        at_work = [slot for start, end in item.parts for slot in range(start, end)]
        unpaid = sum(each.length for each in item.breaks if not each.paid)
        assert item.paid == len(at_work) - unpaid
        assert 0 < item.paid <= 48
        assert item.overtime == max(0, item.paid - 32)
        assert item.end - item.start <= 96
        # Any start of a break leaves it whole inside one part, and before the next one's window.
        for each in item.breaks:
            for begin in each.starts:
                assert any(a <= begin and begin + each.length <= b for a, b in item.parts)
        for each, following in pairwise(item.breaks):
            assert each.latest + each.length <= following.earliest
        # A window is inside what some rule of the pattern asked for.
        for each in item.breaks:
            assert any(
                rule.length_s == each.length * QUARTER
                and rule.paid == each.paid
                and rule.from_s <= (each.earliest - item.start) * QUARTER
                and (each.latest - item.start) * QUARTER <= rule.to_s
                for rule in breaks
            )
