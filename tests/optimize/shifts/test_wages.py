"""Wages: worked by hand, an agent at 40 an hour and a grid of 15 minutes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.shifts.labour_law import CHINA_PREMIUMS
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.wages import (
    ClockPremium,
    Premiums,
    Wages,
    clock_premium,
    cost,
    costs,
    paid_share,
    pay,
    premium,
    premiums,
)

H = 3600
QUARTER = 900
NIGHT = ClockPremium((22 * H, 30 * H), 0.3)
PLAIN = Wages(40.0, QUARTER)
CHINA = replace(PLAIN, premiums=CHINA_PREMIUMS)
LUNCH = BreakWindow(4, 48, 48, paid=False)
DAY = ShiftType("day 08:00-17:00", "day", ((32, 68),), (LUNCH,), 32)
LATE = ShiftType("late 18:00-02:00", "late", ((72, 104),), (), 32)


def test_paid_time_costs_the_wage_and_an_unpaid_break_nothing():
    # Nine hours present, one of them an unpaid lunch: 8 x 40.
    assert cost(PLAIN, DAY, 0) == pytest.approx(320)


def test_a_paid_break_is_paid():
    assert cost(PLAIN, replace(DAY, breaks=(replace(LUNCH, paid=True),)), 0) == pytest.approx(360)


def test_the_gap_of_a_split_shift_is_not_paid():
    split = ShiftType("split", "split", ((40, 56), (68, 84)), (), 32)
    assert cost(PLAIN, split, 0) == pytest.approx(320)


def test_a_night_premium_is_paid_for_the_hours_in_it():
    # 18:00 to 02:00: 22:00 to 02:00 at 30 % more is 4 h x 40 x 0.3 = 48 on top of 320.
    assert cost(replace(PLAIN, clock=(NIGHT,)), LATE, 0) == pytest.approx(368)


def test_premiums_of_the_clock_add_up_and_may_cut_a_slot():
    # From 22:10 on 5 of 15 minutes of the first slot count, a third of 20 %.
    wages = replace(PLAIN, clock=(NIGHT, ClockPremium((22 * H + 600, 23 * H), 0.2)))
    by_slot = clock_premium(wages)
    assert by_slot[[87, 88, 89, 92, 0, 23, 24]] == pytest.approx(
        [0, 0.3 + 0.2 / 3, 0.5, 0.3, 0.3, 0.3, 0]
    )


def test_overtime_costs_half_as_much_again():
    # 10 h paid, 2 h of them overtime: 400 + 2 x 40 x 0.5.
    long = ShiftType("long 08:00-18:00", "long", ((32, 72),), (), 40, overtime=8)
    assert cost(CHINA, long, 0) == pytest.approx(440)


def test_a_statutory_holiday_costs_three_times_the_wage_and_a_rest_day_twice():
    wages = replace(CHINA, holidays=frozenset({1}), rest_days=frozenset({2}))
    assert costs(wages, [DAY], 4)[:, 0] == pytest.approx([320, 960, 640, 320])


def test_a_holiday_that_is_a_rest_day_is_paid_as_a_holiday():
    wages = replace(CHINA, holidays=frozenset({0}), rest_days=frozenset({0}))
    assert cost(wages, DAY, 0) == pytest.approx(960)


def test_overtime_on_a_holiday_is_paid_as_the_holiday():
    # 10 h at three times the wage; half as much again would be less than what is paid already.
    long = ShiftType("long 08:00-18:00", "long", ((32, 72),), (), 40, overtime=8)
    assert cost(replace(CHINA, holidays=frozenset({0})), long, 0) == pytest.approx(1200)


def test_a_night_shift_is_paid_for_the_day_of_the_calendar_it_lies_in():
    # 18:00 to 02:00, day 1 a holiday. Begun on day 0, 2 h lie in it: 320 + 2 x 80. Begun on day 1,
    # 6 h do: 320 + 6 x 80.
    wages = replace(CHINA, holidays=frozenset({1}))
    assert costs(wages, [LATE], 2)[:, 0] == pytest.approx([480, 800])


def test_overtime_is_the_end_of_the_shift():
    # 16:00 to 02:00 with 2 h of overtime, which lie in the holiday of day 1 and cost what it does:
    # 400 + 2 x 80. Begun on day 1 the first 8 h are the holiday's: 400 + 8 x 80 + 2 x 20.
    long = ShiftType("long 16:00-02:00", "long", ((64, 104),), (), 40, overtime=8)
    wages = replace(CHINA, holidays=frozenset({1}))
    assert costs(wages, [long], 2)[:, 0] == pytest.approx([560, 1080])


def test_the_premium_of_a_shift_comes_to_the_same_as_its_hours():
    # Two of eight hours at 200 % more: a share of 50 % for all of them.
    wages = replace(CHINA, holidays=frozenset({1}))
    assert premium(wages, LATE, 0) == pytest.approx(0.5)
    assert premiums(wages, [LATE, DAY], 2) == pytest.approx(np.array([[0.5, 0], [1.5, 2]]))


def test_an_unpaid_break_is_priced_by_where_it_lies_and_on_the_mean_where_it_may():
    # 20:00 to 05:00 with an hour unpaid from 21:00 or from 22:00 (or between): the night's 7 h lose
    # none, 1/4, 1/2, 3/4 or all of the hour, the mean is 6.5 h. 320 + 6.5 x 40 x 0.3 = 398.
    window = BreakWindow(4, 84, 88, paid=False)
    item = ShiftType("night 20:00-05:00", "night", ((80, 116),), (window,), 32)
    wages = replace(PLAIN, clock=(NIGHT,))
    assert cost(wages, item, 0) == pytest.approx(398)
    assert cost(wages, item, 0, (84,)) == pytest.approx(320 + 7 * 12)
    assert cost(wages, item, 0, (88,)) == pytest.approx(320 + 6 * 12)


def test_a_type_costs_infinity_where_it_may_not_begin():
    table = costs(PLAIN, [DAY, replace(DAY, days=(1,))], 2)
    assert table == pytest.approx(np.array([[320, np.inf], [320, 320]]))


@pytest.mark.parametrize(
    "change",
    [
        {"wage_per_h": -1.0},
        {"premiums": Premiums(overtime=-0.5)},
        {"premiums": Premiums(holiday=-0.5)},
        {"clock": (ClockPremium((0, H), -0.1),)},
    ],
)
def test_a_negative_amount_is_refused(change):
    with pytest.raises(ValueError, match="negative"):
        replace(PLAIN, **change)


def test_a_slot_that_does_not_divide_the_day_is_refused():
    with pytest.raises(ValueError, match="divide"):
        replace(PLAIN, slot_s=7 * 60)


@settings(deadline=None)
@given(
    shift=st.tuples(st.integers(0, 95), st.integers(2, 48)),
    pause=st.tuples(st.integers(0, 47), st.integers(0, 47)),
    overtime=st.integers(0, 12),
    holidays=st.frozensets(st.integers(0, 3)),
    night=st.floats(0, 1),
)
def test_premiums_of_clock_and_shift_add_up_to_the_cost(shift, pause, overtime, holidays, night):
    start, length = shift
    begin, latest = sorted(min(each, length - 2) for each in pause)
    window = BreakWindow(1, start + begin, start + latest, paid=False)
    paid = length - 1
    item = ShiftType("s", "s", ((start, start + length),), (window,), paid, min(paid, overtime))
    clock = (ClockPremium((21 * H, 29 * H), night),)
    wages = replace(CHINA, clock=clock, holidays=holidays)
    for breaks in (None, (start + begin,), (start + latest,)):
        share = paid_share(item, breaks)
        assert share.sum() == pytest.approx(paid)
        # Slot by slot: the wage, the clock's premium there, and the shift's share on all of it.
        by_slot = [
            part * 10 * (1 + night * (slot % 96 >= 84 or slot % 96 < 20))
            for slot, part in zip(range(item.start, item.end), share, strict=True)
        ]
        own = 10 * paid * premium(wages, item, 1, breaks)
        assert cost(wages, item, 1, breaks) == pytest.approx(sum(by_slot) + own)


def test_what_is_paid_is_told_apart():
    # 18:00 to 02:00 into a holiday, an hour of it overtime: 8 x 40; 22:00-02:00 by the clock at
    # 30 %, 48; the holiday from midnight on, 2 x 40 x 2, the overtime's hour being in it.
    late = replace(LATE, overtime=4)
    wages = replace(CHINA, clock=(NIGHT,), holidays=frozenset({1}))
    told = pay(wages, late, 0)
    assert (told.hours, told.base, told.clock) == pytest.approx((8, 320, 48))
    assert (told.overtime, told.rest_day, told.holiday) == pytest.approx((0, 0, 160))
    # Without the holiday the last hour is overtime: 40 x 0.5. On a rest day all eight are its own.
    assert pay(replace(wages, holidays=frozenset()), late, 0).overtime == pytest.approx(20)
    resting = replace(wages, holidays=frozenset(), rest_days=frozenset({0, 1}))
    assert (pay(resting, late, 0).rest_day, pay(resting, late, 0).overtime) == pytest.approx(
        (320, 0)
    )


@given(
    rate=st.floats(0, 100),
    shares=st.tuples(*[st.floats(0, 3)] * 3),
    overtime=st.integers(0, 8),
    days=st.tuples(*[st.frozensets(st.integers(0, 2), max_size=3)] * 2),
)
def test_what_is_told_apart_is_the_cost_in_all(rate, shares, overtime, days):
    wages = Wages(rate, QUARTER, (NIGHT,), Premiums(*shares), *days)
    for item in (replace(DAY, overtime=overtime), replace(LATE, overtime=overtime)):
        assert pay(wages, item, 1).total == pytest.approx(cost(wages, item, 1))
