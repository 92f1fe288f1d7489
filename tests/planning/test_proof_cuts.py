"""Cuts of a schedule worked out by hand: what is spare goes, cheapest harm first, by the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimize.schedule.problem import Problem, SoftCover, Team
from optimize.schedule.solution import Duty
from optimize.shifts.check import breaches
from optimize.shifts.shift_type import BreakWindow, ShiftType
from scenarios.planning.proof.cuts import Room, cut

# A day of four slots of six hours. Two slots of work cost 20, one costs 10.
EARLY = ShiftType("early", "day", ((0, 2),), (), paid=2)
LATE = ShiftType("late", "day", ((2, 4),), (), paid=2)
HALF = ShiftType("half", "day", ((0, 1),), (), paid=1)
COSTS = np.array([[20.0, 20.0, 10.0]])


def problem(**changed: Any) -> Problem:
    """Return a team of one queue that may work the three shifts."""
    team = Team("front", ((0, 1.0),), (EARLY, LATE, HALF), COSTS)
    return Problem(
        slot_s=21_600,
        slots_per_day=4,
        days=1,
        queues=("calls",),
        required=np.zeros((1, 4)),
        teams=(replace(team, **changed),),
        goal=SoftCover(100.0),
    )


def room(harm: list[float], left: float = 0.5) -> Room:
    """Return the room of one promise for the day, an agent less doing so much harm by slot."""
    return Room(
        harm=np.array(harm).reshape(1, 1, 4),
        cell=np.zeros((1, 4), np.int64),
        left=np.array([left]),
        kept=np.ones((1, 4), np.bool_),
    )


def duties(early: int, late: int, half: int = 0) -> list[Duty]:
    numbers = ((EARLY, early), (LATE, late), (HALF, half))
    return [Duty(0, 0, item, (), agents) for item, agents in numbers if agents]


def counts(found: tuple[Duty, ...]) -> dict[str, int]:
    return {duty.type.name: duty.agents for duty in found}


HARM = [0.1, 0.1, 0.3, 0.3]


def test_what_does_little_harm_goes_and_what_asks_too_much_stays() -> None:
    """An early one less is 0.2 of the room of 0.5, a late one 0.6.

    In no slot more than one goes at a time, so that a second early one stays.
    """
    made = cut(problem(), duties(3, 2), (), room(HARM), share=1.0)
    assert made is not None
    assert counts(made.duties) == {"early": 2, "late": 2}
    assert made.saves == 20
    assert made.harm[0] == pytest.approx(0.2)
    assert made.taken[0].tolist() == [1, 1, 0, 0]
    assert not breaches(problem(), made.duties)


def test_only_the_share_of_the_room_is_taken_a_shorter_shift_where_none_may_go() -> None:
    """0.3 of 0.5 leaves room for 0.15: the half of an early shift that does 0.1 of harm."""
    made = cut(problem(), duties(3, 2), (), room(HARM), share=0.3)
    assert made is not None
    assert counts(made.duties) == {"early": 2, "late": 2, "half": 1}
    assert made.saves == 10
    assert made.harm[0] == pytest.approx(0.1)


def test_without_room_nobody_goes() -> None:
    assert cut(problem(), duties(3, 2), (), room(HARM, left=0.0), share=1.0) is None


def test_who_does_no_harm_goes_whatever_the_room() -> None:
    made = cut(problem(), duties(3, 2), (), room([0, 0, 0.3, 0.3], left=0.0), share=1.0)
    assert made is not None
    assert counts(made.duties) == {"early": 2, "late": 2}


def test_the_last_one_stays_where_there_are_customers() -> None:
    alone = room([0.0] * 4)
    assert cut(problem(), duties(1, 1), (), alone, share=1.0) is None
    quiet = replace(alone, kept=np.array([[True, True, False, False]]))
    made = cut(problem(), duties(1, 1), (), quiet, share=1.0)
    assert made is not None
    assert counts(made.duties) == {"early": 1}


def test_a_group_keeps_its_least_number_and_may_work_less() -> None:
    asked = problem(least=5)
    made = cut(asked, duties(3, 2), (), room([0.0] * 4), share=1.0)
    assert made is not None
    assert sum(duty.agents for duty in made.duties) == 5
    assert counts(made.duties)["half"] >= 1
    assert not breaches(asked, made.duties)


def test_a_shift_that_may_not_be_worked_that_day_is_not_made() -> None:
    closed = np.array([[20.0, 20.0, np.inf]])
    assert cut(problem(least=5, costs=closed), duties(3, 2), (), room(HARM), share=0.3) is None


def test_breaks_of_a_shorter_shift_lie_where_they_do_the_least_harm() -> None:
    """Of the slots 0 to 2 at 0.1, 0.1 and 0.3 the break takes the third, which is needed least."""
    short = ShiftType("short", "day", ((0, 3),), (BreakWindow(1, 0, 2, paid=False),), paid=2)
    long = ShiftType("long", "day", ((0, 4),), (), paid=4)
    asked = problem(types=(long, short), costs=np.array([[40.0, 20.0]]), least=3)
    made = cut(asked, [Duty(0, 0, long, (), 3)], (), room([0.3, 0.1, 0.1, 0.1], 2.0), share=1.0)
    assert made is not None
    (other,) = (duty for duty in made.duties if duty.type is short)
    assert other.breaks[0] in {1, 2}
    assert not breaches(asked, made.duties)


def test_many_go_at_once_where_there_are_many() -> None:
    """A tenth of fifty is five, of whom each does 0.02 of harm."""
    made = cut(problem(), duties(50, 50), (), room([0.01] * 4, 1.0), share=1.0)
    assert made is not None
    assert counts(made.duties) == {"early": 45, "late": 45}
    assert made.harm[0] == pytest.approx(10 * 0.02)


def test_who_comes_at_another_time_makes_room_there_by_half_of_what_it_brings() -> None:
    """A cheap evening for an early shift brings 0.6 for 0.2: 0.4, of which a half counts."""
    evening = ShiftType("evening", "day", ((2, 4),), (), paid=2)
    asked = problem(types=(EARLY, evening), costs=np.array([[20.0, 15.0]]))
    made = cut(asked, duties(30, 0), (), room(HARM, left=0.1), share=1.0)
    assert made is not None
    assert counts(made.duties) == {"early": 27, "evening": 3}  # a tenth of thirty: no more at once
    assert made.harm[0] == pytest.approx(-3 * 0.5 * 0.4)
    assert made.saves == 15
