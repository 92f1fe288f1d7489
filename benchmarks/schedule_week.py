"""A week of a made-up centre to schedule: 300 agents at the peak, 171 types of shift.

Ours: weekdays have a peak before noon and a lower one in the afternoon, the weekend is weaker,
nights are closed. Shifts begin every half hour from 06:00 to 15:00 and last 6 to 10 hours, with a
break of a quarter in the second hour or soon after, an hour's lunch that begins two and a half to
four hours into the shift, and another quarter in the sixth hour.
"""

from __future__ import annotations

import numpy as np

from optimize.schedule.problem import FullCover, Numbers, Problem, Team
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.tour_rule import TourRule

SLOT_S = 900
PER_HOUR = 4
PER_DAY = 24 * PER_HOUR
DAYS = 7
PEAK = 300
DAY_FACTORS = (1.0, 0.94, 0.91, 0.93, 0.97, 0.62, 0.5)


def week(*, tour: bool = False) -> Problem:
    """Return the week, every day by itself or in tours of five days with two off together."""
    types = shift_types()
    pay = np.array([one.paid for one in types], dtype=float) / PER_HOUR
    premium = np.array([1.0] * 5 + [1.15, 1.25])
    team = Team(
        name="agents",
        serves=((0, 1.0),),
        types=types,
        costs=premium[:, None] * pay[None, :],
        tour=TourRule(days_on=(5,), off_in_a_row=2) if tour else None,
    )
    return Problem(
        slot_s=SLOT_S,
        slots_per_day=PER_DAY,
        days=DAYS,
        queues=("calls",),
        required=demand()[None, :],
        teams=(team,),
        goal=FullCover(),
    )


def shift_types() -> tuple[ShiftType, ...]:
    """Return 19 starts by 9 lengths, lunch and both breaks somewhere in their windows."""
    return tuple(
        _shift(6 * PER_HOUR + 2 * begin, 6 * PER_HOUR + 2 * longer)
        for begin in range(19)
        for longer in range(9)
    )


def _shift(start: int, length: int) -> ShiftType:
    breaks = (
        BreakWindow(1, start + 4, start + 8, paid=True),
        BreakWindow(4, start + 10, start + 16, paid=False),
        BreakWindow(1, start + 20, start + 22, paid=True),
    )
    name = f"{start}+{length}"
    return ShiftType(name, "day", ((start, start + length),), breaks, paid=length - 4)


def demand() -> Numbers:
    """Return the agents required in each slot of the week, whole, at most `PEAK`."""
    hours = (np.arange(PER_DAY) + 0.5) / PER_HOUR
    shape = (
        np.exp(-(((hours - 10.8) / 2.1) ** 2))
        + 0.78 * np.exp(-(((hours - 15.6) / 2.6) ** 2))
        + 0.22 * np.exp(-(((hours - 19.8) / 1.8) ** 2))
    )
    shape = np.where((hours > 7) & (hours < 22), shape, 0.0)
    days = np.concatenate([factor * shape for factor in DAY_FACTORS])
    return np.round(PEAK * days / days.max())
