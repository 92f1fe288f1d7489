"""What rules of working time leave to tours and groups: worked by hand, slots of 15 minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimize.shifts.finding import BadRules
from optimize.shifts.labour_law import CHINA_PREMIUMS, china
from optimize.shifts.wages import Premiums
from optimize.shifts.work_limits import TourShape, allowance, overtime_left_s, tour_rule
from optimize.shifts.work_rules import CarriedIn, Nights, WorkRules

H = 3600
QUARTER = 900
HOUSE = WorkRules()
FIVE = TourShape("five")
MONTH = 365 / 12


def test_chinese_law_is_what_its_articles_say():
    law = china()
    assert [law.per_day_s / H, law.per_week_s / H] == [8, 40]
    assert [law.overtime_per_day_s / H, law.overtime_most_s / H] == [1, 3]
    assert law.overtime_per_month_s / H == 36
    assert law.rest_days == 1
    assert law.day_most_s / H == 11
    assert [
        1 + CHINA_PREMIUMS.overtime,
        1 + CHINA_PREMIUMS.rest_day,
        1 + CHINA_PREMIUMS.holiday,
    ] == [1.5, 2, 3]
    assert law.findings() == ()


def test_a_house_without_overtime_gives_a_tour_its_week_and_no_more():
    # 40 h are 160 slots, 11 h of rest 44.
    rule = tour_rule(HOUSE, FIVE, QUARTER)
    assert (rule.days_on, rule.off_in_a_row, rule.start_within) == ((5,), 2, 0)
    assert (rule.paid_plain, rule.paid_most, rule.rest) == (160, 160, 44)
    assert (rule.night, rule.nights_most) == (None, None)


def test_a_week_under_chinese_law_has_its_share_of_the_months_overtime():
    # 36 h a month of 365 / 12 days are 8.28 h in 7 days: a sixth day of 8 h fits. 48.28 h are 193
    # whole slots. What is beyond 40 h is a rest day worked, at 100 % over the wage.
    rule = tour_rule(china(), FIVE, QUARTER, CHINA_PREMIUMS)
    assert (rule.paid_plain, rule.paid_most) == (160, 193)
    assert rule.premium_overtime == 1.0


def test_overtime_of_the_month_that_is_known_is_taken_off():
    # 36 less 33 worked already: 3 h are left to the tour.
    rule = tour_rule(china(), FIVE, QUARTER, carried=CarriedIn(overtime_s=33 * H))
    assert rule.paid_most == (40 + 3) * 4
    # More than the month has leaves nothing, not less.
    rule = tour_rule(china(), FIVE, QUARTER, carried=CarriedIn(overtime_s=40 * H))
    assert rule.paid_most == 40 * 4


def test_overtime_without_a_months_limit_leaves_the_week_open():
    rules = replace(HOUSE, overtime_most_s=2 * H)
    assert tour_rule(rules, FIVE, QUARTER).paid_most is None


def test_beyond_the_week_the_dearer_premium_holds():
    premiums = Premiums(overtime=0.5, rest_day=0.0)
    assert tour_rule(HOUSE, FIVE, QUARTER, premiums).premium_overtime == 0.5


def test_averaged_hours_bind_no_week_by_itself():
    rule = tour_rule(china(average_over_days=91), FIVE, QUARTER)
    assert (rule.paid_plain, rule.paid_most) == (None, None)


def test_limits_off_the_grid_are_rounded_to_the_safe_side():
    # 11 h 05 min of rest are 45 slots, a week of 38 h 50 min 155, starts within 50 min 3; a night
    # from 00:05 to 04:50 is one of all slots that it touches.
    rules = replace(
        HOUSE,
        rest_s=11 * H + 300,
        per_week_s=38 * H + 3000,
        nights=Nights((300, 4 * H + 3000), 2),
    )
    rule = tour_rule(rules, TourShape("t", start_within_s=3000), QUARTER)
    assert (rule.rest, rule.paid_most, rule.start_within) == (45, 155, 3)
    assert (rule.night, rule.nights_most) == ((0, 20), 2)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (TourShape("t", days_on=()), "tours.t.days_on: got none"),
        (TourShape("t", days_on=(7,), off_in_a_row=0), "tours.t.days_on: got 7; expected from 1"),
        (TourShape("t", days_on=(0,)), "tours.t.days_on: got 0; expected from 1 to 6"),
        (TourShape("t", days_on=(5, 6)), "tours.t.off_in_a_row: got 2; expected from 0 to 1"),
        (TourShape("t", off_in_a_row=-1), "tours.t.off_in_a_row: got -1; expected from 0 to 2"),
        (TourShape("t", start_within_s=-H), "tours.t.start.within: got -1 h"),
        (TourShape("t", start_within_s=24 * H), "tours.t.start.within: got 24 h"),
    ],
)
def test_a_tour_that_the_rules_do_not_allow_is_refused(shape, said):
    with pytest.raises(BadRules) as caught:
        tour_rule(HOUSE, shape, QUARTER)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"per_day_s": 0}, "hours.per_day: got 0 min"),
        ({"per_day_s": 25 * H}, "hours.per_day: got 25 h"),
        ({"per_week_s": 0}, "hours.per_week: got 0 min"),
        ({"overtime_per_day_s": -H}, "hours.overtime_per_day: got -1 h"),
        ({"overtime_per_day_s": H}, "hours.overtime_most: got 0 min; expected at least the"),
        ({"overtime_most_s": 17 * H}, "hours.overtime_most: got 17 h; expected at most 16 h"),
        ({"overtime_per_month_s": -H}, "hours.overtime_per_month: got -1 h"),
        ({"rest_s": 24 * H}, "hours.rest: got 24 h"),
        ({"rest_days": 7}, "hours.rest_days: got 7"),
        ({"average_over_days": 6}, "hours.comprehensive.over: got 6 days"),
        ({"nights": Nights((5 * H, 5 * H))}, "nights.between: got 05:00-05:00"),
        ({"nights": Nights((0, 5 * H), 8)}, "nights.most: got 8"),
    ],
)
def test_rules_that_cannot_be_are_found(change, said):
    found = [str(each) for each in replace(HOUSE, **change).findings()]
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_group_may_work_weeks_of_hours_and_the_overtime_left():
    # A week: 40 h and the 24 h of overtime that 12 of 36 worked already leave. Six days of seven.
    made = allowance(china(), QUARTER, 7, CarriedIn(overtime_s=12 * H))
    assert made.paid_most == pytest.approx(64 * 4)
    assert made.overtime_most == pytest.approx(24 * 4)
    assert made.shifts_most == 6


def test_a_horizon_beyond_a_month_has_the_next_months_share_too():
    # 61 days, with 30 h of the first 36 worked: 6 h, and 36 h times the month and a bit beyond.
    left_s = overtime_left_s(china(), 61, CarriedIn(overtime_s=30 * H))
    assert left_s == pytest.approx(6 * H + 36 * H * (61 / MONTH - 1))


def test_a_few_days_have_days_of_hours_but_never_more_than_a_week():
    # Three days of 8 h; six days are a week's 40 h; nine days a week and two days.
    assert allowance(HOUSE, QUARTER, 3).paid_most == 24 * 4
    assert allowance(HOUSE, QUARTER, 6).paid_most == 40 * 4
    assert allowance(HOUSE, QUARTER, 9).paid_most == 56 * 4
    assert [allowance(HOUSE, QUARTER, days).shifts_most for days in (1, 7, 8, 14)] == [1, 6, 7, 12]


def test_overtime_that_nothing_limits_leaves_hours_open():
    made = allowance(replace(HOUSE, overtime_most_s=2 * H), QUARTER, 7)
    assert (made.paid_most, made.overtime_most) == (None, None)


def test_averaged_hours_are_the_horizons_own_where_nothing_is_known():
    # Two weeks are 80 h on the average; a statutory holiday in them takes 8 h off.
    rules = china(average_over_days=91)
    assert allowance(rules, QUARTER, 14).paid_most == pytest.approx(80 * 4)
    assert allowance(rules, QUARTER, 14, statutory_days=1).paid_most == pytest.approx(72 * 4)


def test_averaged_hours_are_the_rest_of_the_period_where_it_is_known():
    # A quarter of 91 days has 13 weeks, 520 h, less 3 statutory days of 8 h: 496 h. After 450 h
    # worked 46 h are left to the last week; after 500 h nothing.
    rules = china(average_over_days=91)
    after = [
        allowance(rules, QUARTER, 7, CarriedIn(worked_s=hours * H), statutory_days=3)
        for hours in (450, 500)
    ]
    assert [each.paid_most for each in after] == pytest.approx([46 * 4, 0])
    assert after[0].overtime_most is None
