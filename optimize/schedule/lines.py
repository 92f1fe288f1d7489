"""From counts of shifts, breaks and weeks to lines of a schedule: who takes which of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimize.schedule.sets import Sets, Window
from optimize.schedule.solution import Duty, Tour
from optimize.schedule.weeks import DAYS, OFF
from optimize.shifts.shift_type import ShiftType


@dataclass(frozen=True)
class Counts:
    """Whole numbers of agents on each shift, break and week of the `Sets`."""

    shifts: Sequence[int]
    breaks: Sequence[int]
    weeks: Sequence[int]


def duties(sets: Sets, counts: Counts) -> tuple[Duty, ...]:
    """Deal the breaks of every window out to the agents who take one there.

    Any dealing is right, since a shift's windows do not touch. Breaks are dealt in the order of
    types and of time, so that an early break goes with an early lunch and lines stay few.
    """
    at_work = _agents_by_type(sets, counts)
    begun = _begun(sets, counts)
    lines: list[Duty] = []
    for (team, day, k), agents in sorted(at_work.items()):
        type_ = sets.problem.teams[team].types[k]
        taken = [
            [
                begun[Window(team, day, one.length, one.earliest, one.latest)].pop(0)
                for _ in range(agents)
            ]
            for one in type_.breaks
        ]
        for breaks, number in (
            sorted(Counter(zip(*taken, strict=True)).items()) if taken else [((), agents)]
        ):
            lines.append(Duty(team, day, type_, tuple(breaks), number))
    return tuple(lines)


def _agents_by_type(sets: Sets, counts: Counts) -> Counter[tuple[int, int, int]]:
    found: Counter[tuple[int, int, int]] = Counter()
    for shift, agents in zip(sets.shifts, counts.shifts, strict=True):
        if agents:
            found[shift.team, shift.day, shift.type] += agents
    return found


def _begun(sets: Sets, counts: Counts) -> defaultdict[Window, list[int]]:
    """Return the starts of every window's breaks, one entry for each agent, in order of time."""
    found: defaultdict[Window, list[int]] = defaultdict(list)
    for (window, start), agents in zip(sets.breaks, counts.breaks, strict=True):
        found[window].extend([start] * agents)
    return found


def tours(sets: Sets, counts: Counts) -> tuple[Tour, ...]:
    """Deal the shifts of every band, day and kind out to the tours that have one there.

    Early shifts go to the same tours every day, so that starts change as little as they can.
    """
    pools = _pools(sets, counts)
    found: Counter[tuple[int, int, tuple[int, ...]]] = Counter()
    for week, agents in zip(sets.weeks, counts.weeks, strict=True):
        for _ in range(agents):
            types = tuple(
                OFF
                if kind == OFF
                else pools[week.team, week.band, week.week * DAYS + day, kind].pop(0)
                for day, kind in enumerate(week.word)
            )
            found[week.team, week.week, types] += 1
    return tuple(
        Tour(team, week, tuple(_named(sets, team, types)), agents)
        for (team, week, types), agents in sorted(found.items())
    )


def _named(sets: Sets, team: int, types: tuple[int, ...]) -> Iterator[ShiftType | None]:
    for k in types:
        yield None if k == OFF else sets.problem.teams[team].types[k]


def _pools(sets: Sets, counts: Counts) -> defaultdict[tuple[int, int, int, int], list[int]]:
    found: defaultdict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for shift, agents in zip(sets.shifts, counts.shifts, strict=True):
        team = sets.problem.teams[shift.team]
        if agents and team.tour is not None:
            band = sets.bands[shift.team][shift.band]
            kind = band.kinds[band.types.index(shift.type)]
            found[shift.team, shift.band, shift.day, kind].extend([shift.type] * agents)
    for key, types in found.items():
        types.sort(key=lambda k: (sets.problem.teams[key[0]].types[k].start, k))
    return found


def whole(values: np.ndarray) -> list[int]:
    """Return whole numbers that a solver gave as floats."""
    return [round(value) for value in values.tolist()]
