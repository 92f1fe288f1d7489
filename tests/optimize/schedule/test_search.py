"""What a search promises beside the rules: a schedule in any time, a true gap, a warm start."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.schedule_week import week
from optimize.schedule import Limits, Warm, bound, solve
from optimize.schedule.accounts import gap_of
from optimize.schedule.problem import FullCover, MostService, Problem, SoftCover, Team
from optimize.schedule.solution import Status
from optimize.shifts.check import breaches
from optimize.shifts.check.on_duty import on_duty
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.tour_rule import TourRule


def _type(begin: int, length: int) -> ShiftType:
    lunch = BreakWindow(2, begin + 4, begin + 6, paid=False)
    return ShiftType(f"{begin}+{length}", "p", ((begin, begin + length),), (lunch,), length - 2)


def middling(days: int = 7, tour: TourRule | None = None, seed: int = 7) -> Problem:
    """Round the clock in half hours, up to 30 agents, with nights that cross midnight."""
    types = tuple(_type(begin, length) for begin in range(0, 48, 4) for length in (14, 18))
    rng = np.random.default_rng(seed)
    curve = 12 - 10 * np.cos(np.arange(48) * 2 * np.pi / 48)
    required = np.round(np.tile(curve, days) * rng.uniform(0.8, 1.2, 48 * days))
    costs = np.tile([float(one.paid) for one in types], (days, 1))
    team = Team("agents", ((0, 1.0),), types, costs, tour=tour)
    return Problem(1800, 48, days, ("calls",), required[None, :], (team,), FullCover())


@pytest.mark.parametrize("tour", [None, TourRule(days_on=(5,), off_in_a_row=2)])
@pytest.mark.parametrize("goal", [FullCover(), SoftCover(3.0, 0.5), MostService(headcount=40)])
def test_in_no_time_there_is_a_schedule_with_its_gap(
    tour: TourRule | None, goal: FullCover | SoftCover | MostService
) -> None:
    given = replace(middling(tour=tour), goal=goal)
    found = solve(given, Limits(time_s=0.0, gap=0.0))
    assert found.status in {Status.FEASIBLE, Status.OPTIMAL}
    assert not breaches(given, found.duties, found.tours)
    assert found.bound <= found.objective
    assert found.gap == pytest.approx(1 - found.bound / found.objective, abs=1e-6)
    assert any("time limit" in note for note in found.notes) == (found.gap > 1e-9)


def test_the_gap_asked_for_is_reached_where_nights_tie_days_together() -> None:
    found = solve(middling(), Limits(time_s=60.0, gap=0.02))
    assert found.status is Status.OPTIMAL
    assert found.gap <= 0.02


def test_over_is_what_is_on_duty_beyond_the_requirement() -> None:
    given = middling(days=2)
    found = solve(given, Limits(time_s=5.0, gap=0.05))
    there = on_duty(given, found.duties)[0]
    assert found.over == pytest.approx((there - given.required[0]).sum())


def test_breaks_are_dealt_out_whole_and_in_their_windows() -> None:
    given = middling(days=1)
    found = solve(given, Limits(time_s=5.0, gap=0.05))
    for duty in found.duties:
        assert duty.agents > 0
        assert all(
            start in pause.starts
            for start, pause in zip(duty.breaks, duty.type.breaks, strict=True)
        )


class TestWarm:
    @pytest.mark.parametrize("tour", [None, TourRule(days_on=(5,), off_in_a_row=2)])
    def test_the_bound_of_a_changed_requirement_is_that_of_a_new_search(
        self, tour: TourRule | None
    ) -> None:
        warm, first = Warm(), middling(tour=tour)
        assert bound(first, warm) == pytest.approx(bound(first))
        for change in (1.0, 3.0, -2.0):
            more = replace(first, required=np.maximum(first.required + change, 0))
            assert bound(more, warm) == pytest.approx(bound(more))

    def test_a_schedule_that_still_serves_is_kept_or_beaten(self) -> None:
        warm, first = Warm(), middling(days=2)
        before = solve(first, Limits(time_s=5.0, gap=0.01), warm)
        fewer = replace(first, required=first.required - (first.required > 5))
        after = solve(fewer, Limits(time_s=0.0, gap=0.01), warm)
        assert after.objective <= before.objective
        assert not breaches(fewer, after.duties)

    def test_another_problem_empties_it(self) -> None:
        warm, first = Warm(), middling(days=1)
        solve(first, Limits(time_s=2.0), warm)
        dearer = replace(first, teams=(replace(first.teams[0], costs=2 * first.teams[0].costs),))
        assert bound(dearer, warm) == pytest.approx(2 * bound(first))

    def test_a_slot_that_nobody_reaches_is_seen_when_it_is_required_later(self) -> None:
        types = (ShiftType("0-4", "p", ((0, 4),), (), 4),)
        team = Team("agents", ((0, 1.0),), types, np.array([[4.0]]))
        given = Problem(
            900, 8, 1, ("calls",), np.array([[1.0] * 4 + [0] * 4]), (team,), FullCover()
        )
        warm = Warm()
        assert solve(given, warm=warm).status is Status.OPTIMAL
        late = replace(given, required=np.array([[1.0] * 5 + [0] * 3]))
        assert solve(late, warm=warm).status is Status.INFEASIBLE
        assert solve(given, warm=warm).status is Status.OPTIMAL


def test_limits_make_sense() -> None:
    with pytest.raises(ValueError, match="time_s"):
        Limits(time_s=-1.0)
    with pytest.raises(ValueError, match="gap"):
        Limits(gap=float("nan"))


@pytest.mark.slow
@pytest.mark.parametrize(("tour", "gap"), [(False, 0.001), (True, 0.005)])
def test_the_large_week_is_near_its_bound(tour: bool, gap: float) -> None:
    given = week(tour=tour)
    found = solve(given, Limits(time_s=120.0, gap=gap))
    assert found.gap <= gap
    assert not breaches(given, found.duties, found.tours)


def test_a_bound_as_near_as_rounding_leaves_no_gap() -> None:
    assert gap_of(1_000_000.06, 1_000_000.0) == 0
    assert gap_of(-5.0, -5.0) == 0
    assert gap_of(100.0, 99.0) == pytest.approx(0.01)
