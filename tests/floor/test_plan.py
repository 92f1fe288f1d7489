"""The plan: agents on duty over time, and what the director does about it. Seconds throughout."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.centre import Centre
from sim.demand.contacts import draw_absences, draw_off_phone
from sim.floor import SURE, Group, Queue, Skill
from sim.plan import Change, Drop, Plan, cut_off
from sim.steps import Steps
from tests.centres import Shift, Spans, small_centre


def plan_of(
    staff: Mapping[str, int | Sequence[Shift]],
    opening: Mapping[str, Spans] | None = None,
    handling: Mapping[str, Steps] | None = None,
    staff_factor: Mapping[str, Steps] | None = None,
) -> Plan:
    queues = [Queue("a"), Queue("b")]
    groups = [Group(name, ()) for name in staff]
    centre = small_centre(
        queues, groups, staff, opening=opening, handling=handling, staff_factor=staff_factor
    )
    return centre.plan


def all_there(plan: Plan) -> NDArray[np.bool_]:
    return np.zeros(plan.seats, np.bool_)


def staff_at(plan: Plan, group: int, *seconds: int) -> list[float]:
    numbers = plan.on_duty(group, all_there(plan)).at(np.array(seconds) * 1000)
    return [float(number) for number in numbers]


def test_shifts_add_up_and_breaks_are_gaps() -> None:
    """4 from 0 to 50, 3 from 20 to 80 with a break from 40 to 60."""
    plan = plan_of({"x": 9, "y": [(4, (0, 50)), (3, (20, 40), (60, 80))]})
    assert staff_at(plan, 1, 0, 19, 20, 39, 40, 50, 60, 79, 80) == [4, 4, 7, 7, 4, 0, 3, 3, 0]
    assert staff_at(plan, 0, 0, 500) == [9, 9]


def test_the_absent_are_not_counted() -> None:
    """Seats 0-3 are the first shift's, 4-6 the second's."""
    plan = plan_of({"x": [(4, (0, 50)), (3, (50, 100))]})
    absent = np.array([True, False, False, True, False, True, False])
    assert plan.on_duty(0, absent).at(np.array([0, 50_000])).tolist() == [2, 2]


def test_a_disruption_comes_after_absence_and_is_rounded_half_up() -> None:
    """Half of (4 - 1): 1.5, so 2; half of 1: 0.5, so 1."""
    plan = plan_of(
        {"x": [(4, (0, 50)), (1, (50, 100))]}, staff_factor={"x": Steps.between(0, 200_000, 0.5)}
    )
    absent = np.array([True, False, False, False, False])
    assert plan.on_duty(0, absent).at(np.array([0, 50_000])).tolist() == [2, 1]


def test_changes_come_in_order_of_time_then_lines_handling_staff() -> None:
    plan = plan_of(
        {"x": [(2, (0, 50))], "y": [(1, (20, 50))]},
        opening={"b": [(20, 50)]},
        handling={"a": Steps.between(20_000, 50_000, 1.3)},
    )
    assert plan.changes(all_there(plan)) == [
        Change(0, "line", 1, 0),
        Change(0, "on_duty", 0, 2),
        Change(20_000, "line", 1, 1),
        Change(20_000, "handling", 0, 1300),
        Change(20_000, "on_duty", 1, 1),
        Change(50_000, "line", 1, 0),
        Change(50_000, "handling", 0, 1000),
        Change(50_000, "on_duty", 0, 0),
        Change(50_000, "on_duty", 1, 0),
    ]


def test_nothing_changes_where_one_shift_hands_over_to_another() -> None:
    plan = plan_of({"x": [(2, (0, 50)), (2, (50, 1000))]})
    assert plan.changes(all_there(plan)) == [Change(0, "on_duty", 0, 2)]


def test_nothing_changes_at_the_horizon_or_after() -> None:
    plan = plan_of({"x": [(2, (0, 1000))]}, opening={"a": [(0, 1000)]})
    assert [change.at_ms for change in plan.changes(all_there(plan))] == [0]


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 50), st.integers(1, 30)), max_size=5),
    st.sampled_from([0.0, 0.5, 1.0, 1.5]),
)
def test_on_duty_is_who_is_there(shifts: list[tuple[int, int, int]], factor: float) -> None:
    """Counted seat by seat at every second."""
    staff: list[Shift] = [(size, (start, start + length)) for size, start, length in shifts]
    plan = plan_of({"x": staff}, staff_factor={"x": Steps.between(10_000, 40_000, factor)})
    expected = [
        np.floor(
            sum(size for size, start, length in shifts if start <= second < start + length)
            * (factor if 10 <= second < 40 else 1)
            + 0.5
        )
        for second in range(90)
    ]
    assert staff_at(plan, 0, *range(90)) == expected


def test_all_that_changes_at_one_instant_comes_in_order() -> None:
    """Lines open and close, break down and come back, are cut off; then all else, staff last."""
    centre = small_centre(
        [Queue("calls")],
        [Group("x", (Skill("calls"),))],
        {"x": [(2, (0, 50)), (3, (50, 900))]},
        opening={"calls": [(0, 50)]},
        handling={"calls": Steps.between(50_000, 90_000, 2.0)},
        contained={"calls": Steps.between(50_000, 90_000, 0.5, otherwise=0.0)},
        works=(Steps.between(50_000, 90_000, 0.5),),
        repeat_more=(Steps.between(50_000, 90_000, 0.25, otherwise=0.0),),
        down_ms=(((50_000, 60_000),),),
        drops=(Drop(50_000, group=0, share=0.5),),
    )
    changes = centre.plan.changes(all_there(centre.plan))
    at_50 = [(c.what, c.which, c.value) for c in changes if c.at_ms == 50_000]
    assert at_50 == [
        ("line", 0, 0),
        ("down", 0, 1),
        ("drop", 0, 0),
        ("self_service", 0, SURE // 2),
        ("works", 0, 500),
        ("repeat", 0, SURE // 4),
        ("handling", 0, 2000),
        ("on_duty", 0, 3),
    ]


def with_no_show(share: float) -> Centre:
    """Return 2000 seats, of which 30 % are absent and 20 % of the others off the phone."""
    centre = small_centre(
        [Queue("calls")], [Group("x", ())], {"x": 2000}, absence={"x": 0.3}, off_phone=(0.2,)
    )
    crews = tuple(replace(crew, no_show=share) for crew in centre.plan.crews)
    return replace(centre, plan=replace(centre.plan, crews=crews))


def test_no_shows_are_absent_beside_those_who_are_anyway() -> None:
    """There is a seat with the chance 0.7 x 0.5 x 0.8 = 0.28, off the phone with 0.35 x 0.2 = 0.07.

    By one draw: who is missing without no-shows is missing with them. Of 2000 seats a share is
    within six standard deviations, 0.07, of its chance.
    """
    usual, fewer = with_no_show(0.0).plan, with_no_show(0.5).plan
    absent, more_absent = draw_absences(usual, 3), draw_absences(fewer, 3)
    assert (more_absent | ~absent).all()
    assert abs(more_absent.mean() - 0.72) < 0.07
    away = draw_off_phone(fewer, 3)
    assert away is not None
    assert (more_absent | ~away).all()
    assert abs(away.mean() - 0.07) < 0.04


def test_nobody_shows_whose_crew_does_not() -> None:
    plan = with_no_show(1.0).plan
    assert draw_absences(plan, 3).all()
    away = draw_off_phone(plan, 3)
    assert away is not None
    assert not away.any()


@given(st.integers(0, 1000), st.integers(0, 2999))
def test_a_share_of_agents_is_as_even_as_can_be(share_milli: int, agents: int) -> None:
    """Of the first n agents n times the share, without fractions."""
    meant = sum(cut_off(agent, share_milli) for agent in range(agents))
    assert meant == agents * share_milli // 1000
