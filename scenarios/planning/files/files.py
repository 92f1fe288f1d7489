"""Schedules as CSV and XLSX files, written to be edited and read back.

    Schedule -> file -> a planner -> file -> Schedule -> its rules checked -> Scenario

What was not touched reads back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from optimize.schedule.problem import Problem
from optimize.shifts.check import Breach, Rule, breaches
from scenarios.faults import BadInput, Fault
from scenarios.planning.files.edited import Edited, edited
from scenarios.planning.files.schedule_table import COLUMNS, Schedule, schedule_table
from scenarios.planning.files.workbook import SCHEDULE, Beside, write_workbook
from scenarios.planning.schedule.problem import Plan
from scenarios.planning.schedule.scheduled import with_duties
from scenarios.schema.scenario import Scenario
from scenarios.studies.csv_files import write_csv
from scenarios.tables import Sheet, read_sheet

#: Where in a row the rule that it breaks is to be seen, and what the rule is in words.
_SAID: Final[dict[Rule, tuple[str, str]]] = {
    Rule.AGENTS: ("agents", "0 agents or more"),
    Rule.SHIFT: ("start", "a shift that the group may work on that day"),
    Rule.BREAKS: ("breaks", "the breaks of the shift, each in its window"),
    Rule.DAY_HOURS: ("end", "the hours that a day may have"),
    Rule.TOURS: ("tour", "tours that are made of the shifts worked"),
    Rule.DAYS_ON: ("days", "as many days of work a week as the tour has"),
    Rule.DAYS_OFF: ("days", "days off that lie together as the tour says"),
    Rule.START: ("start", "starts of a week that are as near as the tour says"),
    Rule.LENGTH: ("end", "shifts of one length in a week"),
    Rule.REST: ("start", "the rest that there must be between two shifts"),
    Rule.WEEK_HOURS: ("days", "the hours that a week may have"),
    Rule.NIGHTS: ("start", "no more night shifts a week than may be"),
    Rule.HEADCOUNT: ("agents", "as many agents as the group may have"),
    Rule.PAID_HOURS: ("agents", "the hours that the group may have"),
    Rule.OVERTIME: ("agents", "the overtime that the group may have"),
    Rule.REST_DAYS: ("days", "the days off that agents must have"),
    Rule.BUDGET: ("agents", "wages within the budget"),
    Rule.COVER: ("agents", "as many agents as are required"),
    Rule.BACKLOG: ("agents", "deferrable work that is done in time"),
}


@dataclass(frozen=True)
class Accepted:
    """A schedule that came back: what it says, the rules that it breaks, and its scenario."""

    schedule: Schedule
    breaches: tuple[Breach, ...]
    scenario: Scenario


def write_schedule(
    problem: Problem, schedule: Schedule, file: Path, beside: Beside | None = None
) -> None:
    """Write a schedule as a table into a .csv or .xlsx file; see `schedule_table`.

    A workbook has sheets of what stands `beside` it, too. Raises ValueError for a file of another
    kind.
    """
    table = schedule_table(problem, schedule)
    match file.suffix.lower():
        case ".csv":
            write_csv(table, file)
        case ".xlsx":
            write_workbook(table, file, beside)
        case kind:
            raise ValueError(f"a schedule in a file of the kind {kind!r}; expected .csv or .xlsx")


def read_schedule(scenario: Scenario, problem: Problem, file: Path) -> Edited:
    """Return the schedule in a .csv or .xlsx file; UTF-8 and GBK are read.

    Raises BadInput with all that cannot be read, each with its line and column.
    """
    return edited(Plan(scenario), problem, _sheet(file))


def _sheet(file: Path) -> Sheet:
    """Return the schedule's sheet of a workbook or, where none is called so, the first."""
    if file.suffix.lower() == ".xlsx":
        with suppress(BadInput):  # told below, where the first sheet is no better
            return read_sheet(file, file.name, SCHEDULE, COLUMNS)
    return read_sheet(file, file.name, wanted=COLUMNS)


def accepted(
    scenario: Scenario, problem: Problem, file: Path, *, breaking_rules: bool = False
) -> Accepted:
    """Return what an edited schedule comes to: its scenario, and the rules that it breaks.

    Raises BadInput with every rule that is broken, unless `breaking_rules` are accepted; and with
    all that cannot be read in any case.
    """
    found = read_schedule(scenario, problem, file)
    duties, tours = found.schedule.duties, found.schedule.tours
    broken = tuple(
        _said_closely(problem, found, breaches(problem, duties, tours, Plan(scenario).rules))
    )
    if broken and not breaking_rules:
        raise BadInput(faults_of_breaches(found, broken, file.name))
    return Accepted(found.schedule, broken, with_duties(scenario, problem, duties, tours))


def faults_of_breaches(found: Edited, broken: Sequence[Breach], file: str) -> list[Fault]:
    """Return broken rules as faults of the file's rows; line 0 where no one row is at fault."""
    return [
        Fault(file, _line(found, breach), *_field_and_value(breach), _SAID[breach.rule][1])
        for breach in broken
    ]


def _field_and_value(breach: Breach) -> tuple[str, str]:
    return _SAID[breach.rule][0], str(breach)


def _line(found: Edited, breach: Breach) -> int:
    duties = found.schedule.duties
    if breach.duty is not None:
        return found.lines[duties[breach.duty]][0]
    if breach.tour is not None:
        tour = found.schedule.tours[breach.tour]
        days = range(tour.week * 7, tour.week * 7 + len(tour.types))
        lines = [
            line
            for duty in duties
            if duty.team == tour.team and duty.day in days
            if duty.type == tour.types[duty.day - days.start]
            for line in found.lines[duty]
        ]
        return min(lines, default=0)
    return 0


def _said_closely(problem: Problem, found: Edited, broken: Sequence[Breach]) -> Iterator[Breach]:
    """Give breaches; of a shift that is known but for its breaks it is said that these differ."""
    for breach in broken:
        if breach.rule is Rule.SHIFT and breach.duty is not None:
            duty = found.schedule.duties[breach.duty]
            types = problem.teams[duty.team].types
            like = [
                item
                for item in types
                if (item.name, item.parts) == (duty.type.name, duty.type.parts)
            ]
            if duty.type not in types and like:
                says = f"{duty.type.name} has other breaks than the pattern {duty.type.pattern}"
                yield Breach(Rule.BREAKS, breach.of, breach.by, says, breach.day, breach.duty)
                continue
        yield breach
