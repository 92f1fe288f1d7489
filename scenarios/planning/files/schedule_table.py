"""A schedule as a table that planners read and edit: one row for agents who do the same.

group    name of the group
days     the days it is worked, from 1: `3`, `1 to 5`, `1, 3, 5`, `all`
pattern  name of the pattern that the shift comes of
start    when it begins, `08:30`
end      when it ends, `17:30`; at or before the start it is on the next morning
breaks   `10:00 15 min; 12:30 60 min unpaid; 16:00 15 min`; a split shift's `13:00 3 h gap`
agents   how many do this
tour     of groups that work tours: the week of work it belongs to, such as `week 1 no 4`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pandas as pd

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.shift_type import ShiftType
from scenarios.studies.kpi_tables import Frame
from scenarios.units import DAY_S, write_clock, write_duration

COLUMNS: Final = ("group", "days", "pattern", "start", "end", "breaks", "agents", "tour")
WEEK: Final = 7


@dataclass(frozen=True)
class Schedule:
    """Duties and tours, each kind once and in order: equal where they say the same."""

    duties: tuple[Duty, ...]
    tours: tuple[Tour, ...] = ()

    @classmethod
    def of(cls, duties: Iterable[Duty], tours: Iterable[Tour] = ()) -> Schedule:
        """Return duties and tours with those that are alike as one, and without those of nobody."""
        of_duty: dict[tuple[int, int, ShiftType, tuple[int, ...]], int] = defaultdict(int)
        of_tour: dict[tuple[int, int, tuple[ShiftType | None, ...]], int] = defaultdict(int)
        for duty in duties:
            of_duty[duty.team, duty.day, duty.type, duty.breaks] += duty.agents
        for tour in tours:
            of_tour[tour.team, tour.week, tour.types] += tour.agents
        return cls(
            tuple(sorted((Duty(*key, n) for key, n in of_duty.items() if n), key=_order)),
            tuple(sorted((Tour(*key, n) for key, n in of_tour.items() if n), key=_order_of_tours)),
        )


@dataclass(frozen=True)
class Line:
    """Agents of a team who work one type with the same breaks on some days (from 0) of a tour.

    `tour` is the tour's label, empty where the team works none.
    """

    team: int
    days: tuple[int, ...]
    type: ShiftType
    breaks: tuple[int, ...]
    agents: int
    tour: str = ""


def schedule_table(problem: Problem, schedule: Schedule) -> Frame:
    """Return a schedule as a table with `COLUMNS`."""
    rows = [_row(problem, line) for line in lines_of(problem, schedule)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def lines_of(problem: Problem, schedule: Schedule) -> list[Line]:
    """Return a schedule's lines, in order of team, tour, start and day."""
    days: dict[Line, list[int]] = defaultdict(list)
    for line in _daily(problem, schedule):
        days[Line(line.team, (), line.type, line.breaks, line.agents, line.tour)] += line.days
    found = [
        Line(line.team, tuple(sorted(on)), line.type, line.breaks, line.agents, line.tour)
        for line, on in days.items()
    ]
    return sorted(
        found,
        key=lambda one: (one.team, _natural(one.tour), one.type.start, one.type.end, one.days),
    )


def _daily(problem: Problem, schedule: Schedule) -> Iterator[Line]:
    """Give the lines of single days; those of teams with tours are dealt out to these."""
    of_tours: dict[tuple[int, int, ShiftType], list[tuple[str, int]]] = defaultdict(list)
    numbers: dict[tuple[int, int], int] = defaultdict(int)
    for tour in schedule.tours:
        numbers[tour.team, tour.week] += 1
        label = f"week {tour.week + 1} no {numbers[tour.team, tour.week]}"
        for day, item in enumerate(tour.types, tour.week * WEEK):
            if item is not None:
                of_tours[tour.team, day, item].append((label, tour.agents))
    left = {key: list(waiting) for key, waiting in of_tours.items()}
    for duty in schedule.duties:
        for label, agents in _dealt(duty, left.get((duty.team, duty.day, duty.type), [])):
            yield Line(duty.team, (duty.day,), duty.type, duty.breaks, agents, label)


def _dealt(duty: Duty, waiting: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Give a duty's agents by the label of their tour; takes them off what is `waiting`."""
    agents = duty.agents
    while agents > 0 and waiting:
        label, wanted = waiting.pop(0)
        given = min(agents, wanted)
        agents -= given
        if wanted > given:
            waiting.insert(0, (label, wanted - given))
        yield label, given
    if agents > 0:
        yield "", agents


def _row(problem: Problem, line: Line) -> tuple[object, ...]:
    item = line.type

    def clock(slot: int) -> str:
        return write_clock(slot * problem.slot_s % DAY_S)

    def pause(slot: int, slots: int, kind: str) -> str:
        return f"{clock(slot)} {write_duration(slots * problem.slot_s)}{kind}"

    breaks = [
        (begin, pause(begin, window.length, "" if window.paid else " unpaid"))
        for begin, window in zip(line.breaks, item.breaks, strict=True)
    ]
    breaks += [
        (end, pause(end, start - end, " gap")) for (_, end), (start, _) in pairwise(item.parts)
    ]
    end = clock(item.end)
    return (
        problem.teams[line.team].name,
        written_days(line.days, problem.days),
        item.pattern,
        clock(item.start),
        "24:00" if end == "00:00" else end,
        "; ".join(text for _, text in sorted(breaks)),
        line.agents,
        line.tour,
    )


def written_days(days: Sequence[int], of: int) -> str:
    """Return days (from 0) as people write them, `of` how many there are."""
    if len(days) == of > 1:
        return "all"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        f"{run[0] + 1} to {run[-1] + 1}" if len(run) > 2 else ", ".join(str(day + 1) for day in run)
        for run in runs
    )


def _order(duty: Duty) -> tuple[object, ...]:
    return duty.team, duty.day, *_order_of_types(duty.type), duty.breaks


def _order_of_tours(tour: Tour) -> tuple[object, ...]:
    return (
        tour.team,
        tour.week,
        [() if item is None else _order_of_types(item) for item in tour.types],
    )


def _order_of_types(item: ShiftType) -> tuple[object, ...]:
    windows = [(each.length, each.earliest, each.latest, each.paid) for each in item.breaks]
    return item.start, item.end, item.name, item.parts, windows


def _natural(label: str) -> list[int]:
    return [int(word) for word in label.split() if word.isdigit()]
