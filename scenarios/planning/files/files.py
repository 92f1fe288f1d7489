"""Schedules as CSV and XLSX files, written to be edited and read back.

    Schedule -> file -> a planner -> file -> Schedule -> its rules checked -> Scenario

What was not touched reads back as it was.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from optimize.schedule.problem import Problem
from optimize.shifts.check import Breach, breaches
from scenarios.faults import BadInput
from scenarios.planning.files.broken_rules import (
    Broken,
    broken_rules,
    faults_of_broken,
    wages_of_broken,
)
from scenarios.planning.files.edited import Edited, edited
from scenarios.planning.files.schedule_table import COLUMNS, Schedule, schedule_table
from scenarios.planning.files.workbook import SCHEDULE, Beside, write_workbook
from scenarios.planning.schedule.problem import Plan
from scenarios.planning.schedule.scheduled import with_duties
from scenarios.schema.scenario import Scenario
from scenarios.studies.csv_files import write_csv
from scenarios.tables import Sheet, read_sheet


@dataclass(frozen=True)
class ReadBack:
    """A schedule that came back: what it says, the rules that it breaks, and its scenario.

    `broken_wages` is what the rows cost whose shifts or tours break rules.
    """

    schedule: Schedule
    broken: tuple[Broken, ...]
    scenario: Scenario
    broken_wages: float


@dataclass(frozen=True)
class Accepted:
    """A schedule that came back: what it says, the rules that it breaks, and its scenario.

    `broken_wages` is what the rows cost whose shifts or tours break rules.
    """

    schedule: Schedule
    breaches: tuple[Breach, ...]
    scenario: Scenario
    broken_wages: float


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
    back = read_back(scenario, problem, _sheet(file))
    if back.broken and not breaking_rules:
        raise BadInput(faults_of_broken(back.broken, file.name))
    return Accepted(
        back.schedule,
        tuple(one.in_words(always=True) for one in back.broken),
        back.scenario,
        back.broken_wages,
    )


def read_back(scenario: Scenario, problem: Problem, sheet: Sheet) -> ReadBack:
    """Return what an edited table comes to, with all the rules that it breaks.

    Raises BadInput with all that cannot be read, each with its row and column.
    """
    plan = Plan(scenario)
    found = edited(plan, problem, sheet)
    duties, tours = found.schedule.duties, found.schedule.tours
    broken = broken_rules(problem, found, breaches(problem, duties, tours, plan.rules))
    return ReadBack(
        found.schedule,
        broken,
        with_duties(scenario, problem, duties, tours),
        wages_of_broken(plan, problem, found, broken),
    )
