"""Minimum shift design: the instances of Musliu, Schaerf and Slany, read as problems.

Demand is given in agents by interval over a week that stands in a circle. A *type* has windows of
starts and lengths; a *shift* is one start with one length, whichever of the days it is worked on.
The least is wanted of

    weightOverCover x minutes over + weightUnderCover x minutes under
    + weightShiftInstances x shifts

L. Di Gaspero, J. Gaertner, G. Kortsarz, N. Musliu, A. Schaerf, W. Slany, "The minimum shift design
problem", Annals of Operations Research 155 (2007), with the weights of each file. The files' fourth
price, of duties that are too many or too few a week for an agent of `avgMinutes`, is no part of
`SoftCover`; since it is never below 0, a bound without it is a bound with it, and a schedule whose
duties a week are within their limits has the same objective either way (`duties_per_week`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from optimize.schedule.problem import Problem, SoftCover, Team
from optimize.schedule.solution import Duty
from optimize.shifts.shift_type import ShiftType

DAY_MIN = 1440

#: The best known objectives, from memory of the literature.
BEST_KNOWN = {1: 480, 2: 300, 3: 600, 4: 450, 5: 480}


@dataclass(frozen=True)
class Instance:
    """A file of the set; starts and lengths are in intervals of so many minutes."""

    interval_min: int
    days: int
    demand: tuple[int, ...]
    starts: tuple[tuple[int, int], ...]
    lengths: tuple[tuple[int, int], ...]
    price_under: int
    price_over: int
    price_shift: int
    price_duties: int
    duties: tuple[int, int]
    agent_min: int


def read(path: Path) -> Instance:
    """Return the instance in a file of MiniZinc data. Raises KeyError where a field is missing."""
    found = {
        name: [int(number) for number in re.findall(r"-?\d+", value)]
        for name, value in re.findall(r"(\w+)\s*=\s*([^;]*);", path.read_text("utf-8"))
    }
    one = {name: values[0] for name, values in found.items()}
    return Instance(
        interval_min=one["interval"],
        days=one["days"],
        demand=tuple(found["demand"]),
        starts=tuple(zip(found["minStart"], found["maxStart"], strict=True)),
        lengths=tuple(zip(found["minLength"], found["maxLength"], strict=True)),
        price_under=one["weightUnderCover"],
        price_over=one["weightOverCover"],
        price_shift=one["weightShiftInstances"],
        price_duties=one["weightDutiesPerWeek"],
        duties=(one["minDuties"], one["maxDuties"]),
        agent_min=one["avgMinutes"],
    )


def problem(instance: Instance) -> Problem:
    """Return the instance as a problem without wages, in which every slot is an interval."""
    types = shift_types(instance)
    team = Team("agents", ((0, 1.0),), types, np.zeros((instance.days, len(types))))
    return Problem(
        slot_s=60 * instance.interval_min,
        slots_per_day=DAY_MIN // instance.interval_min,
        days=instance.days,
        queues=("work",),
        required=np.array([instance.demand], float),
        teams=(team,),
        goal=SoftCover(
            under=instance.price_under * instance.interval_min,
            over=instance.price_over * instance.interval_min,
            per_type=instance.price_shift,
        ),
    )


def shift_types(instance: Instance) -> tuple[ShiftType, ...]:
    """Return every start with every length of the instance's types."""
    both = {
        (start, length)
        for starts, lengths in zip(instance.starts, instance.lengths, strict=True)
        for start in range(starts[0], starts[1] + 1)
        for length in range(lengths[0], lengths[1] + 1)
    }
    return tuple(
        ShiftType(f"{start}+{length}", "shift", ((start, start + length),), (), length)
        for start, length in sorted(both)
    )


def duties_per_week(instance: Instance, duties: Sequence[Duty]) -> float:
    """Return the duties a week of an agent who works `avgMinutes`, on the mean of all duties."""
    worked = sum(each.agents * (each.type.end - each.type.start) for each in duties)
    return (
        sum(each.agents for each in duties) * instance.agent_min / (worked * instance.interval_min)
    )
