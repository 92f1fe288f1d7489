"""The plan: agents on duty over time, and what the director does about it. Seconds throughout."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.floor import Group, Queue
from sim.plan import Change, Plan
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
