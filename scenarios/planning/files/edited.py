"""A schedule's table back to duties and tours: rows that people edited, all faults at once.

A row whose shift is one of the group's is read as it; any other shift is read as it is written, as
a type of its own, so that a check can say that it is none of theirs and a planner can insist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty, Tour
from optimize.shifts.shift_type import BreakWindow, ShiftType
from scenarios.faults import BadInput, Fault
from scenarios.planning.files.schedule_cells import (
    Pause,
    read_agents,
    read_days,
    read_pauses,
    read_text_cell,
    read_time,
)
from scenarios.planning.files.schedule_table import COLUMNS, WEEK, Line, Schedule
from scenarios.planning.schedule.payroll import overtime_slots
from scenarios.planning.schedule.problem import Plan
from scenarios.tables import Sheet
from scenarios.units import DAY_S, near, one_of, read_name, write_clock, write_duration
from scenarios.yaml_file import shown

Value = TypeVar("Value")

#: What a row may leave out, and what it must have.
_OPTIONAL: Final = frozenset({"tour", "pattern", "breaks"})
NEEDED: Final = frozenset(COLUMNS) - _OPTIONAL


@dataclass(frozen=True)
class Edited:
    """A schedule that was read, its rows, and the lines of the file that duties and tours stand on.

    `rows` are what each line of the file says, with its number.
    """

    schedule: Schedule
    lines: Mapping[Duty, tuple[int, ...]]
    tour_lines: Mapping[Tour, tuple[int, ...]]
    rows: tuple[tuple[int, Line], ...]


def edited(plan: Plan, problem: Problem, sheet: Sheet) -> Edited:
    """Return the schedule in a table. Raises BadInput with all faults of its cells."""
    reading = _Rows(plan, problem, sheet)
    rows = list(reading.rows())
    faults = [*reading.faults, *_weeks_crossed(rows, sheet.file)]
    if not faults and not any(line.agents and line.days for _, line in rows):
        words = "a row at least that has agents"
        faults = [Fault(sheet.file, sheet.heading_line, "agents", "a schedule of nobody", words)]
    if faults:
        raise BadInput(faults)
    duties = [
        (number, Duty(line.team, day, line.type, line.breaks, line.agents))
        for number, line in rows
        for day in line.days
    ]
    tours = list(_tours(problem, rows))
    schedule = Schedule.of((duty for _, duty in duties), (tour for _, tour in tours))
    of_duty: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, duty in duties:
        of_duty[_key(duty)].append(number)
    of_tour: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for numbers, tour in tours:
        of_tour[_key_of_tour(tour)] += numbers
    return Edited(
        schedule,
        {duty: tuple(of_duty[_key(duty)]) for duty in schedule.duties},
        {tour: tuple(of_tour[_key_of_tour(tour)]) for tour in schedule.tours},
        tuple(rows),
    )


def _key_of_tour(tour: Tour) -> tuple[object, ...]:
    return tour.team, tour.week, tour.types


def _key(duty: Duty) -> tuple[object, ...]:
    return duty.team, duty.day, duty.type, duty.breaks


def _weeks_crossed(rows: Sequence[tuple[int, Line]], file: str) -> Iterator[Fault]:
    """Give the rows of a tour on days of another week than its other rows."""
    weeks: dict[tuple[int, str], int] = {}
    for number, line in rows:
        if line.tour and line.days:
            week = weeks.setdefault((line.team, line.tour), line.days[0] // WEEK)
            if any(day // WEEK != week for day in line.days):
                words = f"days of one week; {line.tour} is in week {week + 1}"
                yield Fault(file, number, "days", shown(line.tour), words)


def _tours(problem: Problem, rows: Sequence[tuple[int, Line]]) -> Iterator[tuple[list[int], Tour]]:
    """Give the tours that rows with one label make, each with the numbers of its rows.

    On each day the shift counts that most of its agents work, and as many agents as on the day that
    has most; where rows do not agree, the duties are not those of the tours, and a check says so.
    """
    worked: dict[tuple[int, str], dict[int, dict[ShiftType, int]]] = defaultdict(dict)
    numbers: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, line in rows:
        if line.tour:
            numbers[line.team, line.tour].append(number)
        for day in line.days if line.tour else ():
            of_day = worked[line.team, line.tour].setdefault(day, defaultdict(int))
            of_day[line.type] += line.agents
    for (team, label), days in worked.items():
        week = min(days) // WEEK
        last = min(problem.days, (week + 1) * WEEK)
        types = tuple(
            max(days[day], key=lambda item, day=day: days[day][item]) if day in days else None  # type: ignore[misc]
            for day in range(week * WEEK, last)
        )
        agents = max(sum(of_day.values()) for of_day in days.values())
        yield numbers[team, label], Tour(team, week, types, agents)


class _Rows:
    """Reads rows one after the other, and remembers their faults."""

    def __init__(self, plan: Plan, problem: Problem, sheet: Sheet) -> None:
        self.faults: list[Fault] = []
        self._plan, self._problem, self._sheet = plan, problem, sheet
        self._teams = {team.name: number for number, team in enumerate(problem.teams)}
        self._types = [
            {(item.pattern, item.parts, _shape(item)): item for item in team.types}
            for team in problem.teams
        ]

    def rows(self) -> Iterator[tuple[int, Line]]:
        """Give the sound rows, with the line that each stands on."""
        there = {name for name in COLUMNS if name in self._sheet.headings}
        missing = [name for name in COLUMNS if name not in there and name not in _OPTIONAL]
        cells: dict[str, list[tuple[int, object]]] = {}
        self.faults += map(self._without, missing)
        for name in there:
            try:
                cells[name] = self._sheet.column(name)
            except BadInput as error:
                self.faults += error.faults
        if self.faults:
            return
        for index, (number, _) in enumerate(self._sheet.rows):
            row = {name: column[index][1] for name, column in cells.items()}
            if any(read_text_cell(cell) for cell in row.values()):
                line = self._line(number, row)
                if line is not None:
                    yield number, line

    def _without(self, column: str) -> Fault:
        """Return the fault that a column is missing."""
        sheet = self._sheet
        known = ", ".join(name or "(no heading)" for name in sheet.headings[:30])
        strange = [name for name in sheet.headings if name not in COLUMNS]
        words = f"a column {column} beside {known}{near(column, strange)}"
        return Fault(sheet.file, sheet.heading_line, column, "no such column", words)

    def _line(self, number: int, row: Mapping[str, object]) -> Line | None:
        before = len(self.faults)

        def cell(name: str, read: Callable[[object], Value]) -> Value | None:
            try:
                return read(row.get(name))
            except ValueError as error:
                self._blame(number, name, row.get(name), str(error))
                return None

        team = self._teams.get(read_text_cell(row["group"]))
        if team is None:
            self._blame(number, "group", row["group"], self._groups(read_text_cell(row["group"])))
        first_day = self._plan.scenario.first_day
        days = cell("days", lambda each: read_days(each, self._problem.days, first_day))
        start_s, end_s = cell("start", read_time), cell("end", read_time)
        pauses = cell("breaks", lambda each: read_pauses(each, start_s or 0))
        agents = cell("agents", read_agents)
        pattern = cell("pattern", _read_pattern)
        tour = read_text_cell(row.get("tour"))
        if team is not None and tour and self._problem.teams[team].tour is None:
            self._blame(number, "tour", tour, "nothing, for the group works no tours")
        if start_s is not None and end_s is not None and pauses is not None:
            self._refuse_misplaced(number, row, _span(start_s, end_s), pauses)
        if len(self.faults) > before:
            return None
        assert team is not None
        assert days is not None
        assert start_s is not None
        assert end_s is not None
        assert pauses is not None
        assert agents is not None
        item, breaks = self._type(team, pattern or "", _span(start_s, end_s), pauses)
        return Line(team, days, item, breaks, agents, tour)

    def _groups(self, name: str) -> str:
        if name in self._plan.fixed:
            return "a group that is scheduled; this one is fixed"
        return one_of("groups", name, self._teams)

    def _blame(self, number: int, column: str, value: object, words: str) -> None:
        text = shown(value) if read_text_cell(value) else ""
        self.faults.append(Fault(self._sheet.file, number, column, text, words))

    def _refuse_misplaced(
        self, number: int, row: Mapping[str, object], span: tuple[int, int], pauses: Sequence[Pause]
    ) -> None:
        """Refuse times off the grid, and breaks outside the shift or over one another."""
        slot_s = self._problem.slot_s
        grid = f"on the grid of {write_duration(slot_s)}"
        for name, at in zip(("start", "end"), span, strict=True):
            if at % slot_s:
                self._blame(number, name, row[name], f"a time {grid}")
        spans = [(one.start_s, one.start_s + one.length_s) for one in pauses]
        if any(one.start_s % slot_s or one.length_s % slot_s for one in pauses):
            self._blame(number, "breaks", row["breaks"], f"breaks {grid}")
        elif any(not span[0] < start <= end < span[1] for start, end in spans):
            hours = f"{write_clock(span[0])}-{write_clock(span[1] % DAY_S)}"
            words = f"breaks inside the shift ({hours}), with work before and after"
            self._blame(number, "breaks", row["breaks"], words)
        elif any(end > following for (_, end), (following, _) in pairwise(spans)):
            self._blame(number, "breaks", row["breaks"], "breaks that do not overlap")
        if sum(one.is_gap for one in pauses) > 1:
            self._blame(number, "breaks", row["breaks"], "one gap at most")

    def _type(
        self, team: int, pattern: str, span: tuple[int, int], pauses: Sequence[Pause]
    ) -> tuple[ShiftType, tuple[int, ...]]:
        """Return the team's type that a row means, or one as it is written; and its breaks."""
        slot_s = self._problem.slot_s
        parts, start = [], span[0] // slot_s
        for one in pauses:
            if one.is_gap:
                parts.append((start, one.start_s // slot_s))
                start = (one.start_s + round(one.length_s)) // slot_s
        parts.append((start, span[1] // slot_s))
        windows = tuple(
            BreakWindow(round(one.length_s) // slot_s, at, at, one.paid)
            for one in pauses
            if not one.is_gap
            for at in (one.start_s // slot_s,)
        )
        breaks = tuple(window.earliest for window in windows)
        shape = tuple((window.length, window.paid) for window in windows)
        for name in [pattern] if pattern else self._patterns(team):
            known = self._types[team].get((name, tuple(parts), shape))
            if known is not None:
                return known, breaks
        return self._as_written(pattern or "edited", tuple(parts), windows), breaks

    def _patterns(self, team: int) -> list[str]:
        return list(dict.fromkeys(item.pattern for item in self._problem.teams[team].types))

    def _as_written(
        self, pattern: str, parts: tuple[tuple[int, int], ...], windows: tuple[BreakWindow, ...]
    ) -> ShiftType:
        slot_s = self._problem.slot_s
        paid = sum(end - start for start, end in parts)
        paid -= sum(window.length for window in windows if not window.paid)
        beyond = overtime_slots(self._plan.rules, paid, slot_s)
        hours = ", ".join(
            f"{write_clock(start * slot_s % DAY_S)}-{write_clock(end * slot_s % DAY_S)}"
            for start, end in parts
        )
        return ShiftType(f"{pattern} {hours}", pattern, parts, windows, paid, beyond)


def _read_pattern(cell: object) -> str:
    """Return the name of a pattern, empty where there is none."""
    text = read_text_cell(cell)
    return read_name(text) if text else ""


def _shape(item: ShiftType) -> tuple[tuple[int, bool], ...]:
    return tuple((window.length, window.paid) for window in item.breaks)


def _span(start_s: int, end_s: int) -> tuple[int, int]:
    start_s %= DAY_S
    return start_s, end_s if end_s > start_s else end_s + DAY_S
