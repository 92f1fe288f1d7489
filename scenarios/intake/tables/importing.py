"""From an interval table and its mapping to a scenario's files and a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from pydantic_core import PydanticCustomError

from scenarios.faults import BadInput, Fault
from scenarios.intake.days import WEEKDAYS, Days, in_week_order, ordinary_days, picked_days
from scenarios.intake.mapping import Weekday
from scenarios.intake.opening import Sheet
from scenarios.intake.row_notes import Notebook
from scenarios.intake.said import Said, said
from scenarios.intake.scenario_files import Week, week_files
from scenarios.intake.tables.column_doubts import column_doubts
from scenarios.intake.tables.figures import MOST_CALLS
from scenarios.intake.tables.grid import Grid, make_grid
from scenarios.intake.tables.line_estimates import LineEstimate, line_estimates
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.quality import TableLine, TableReport
from scenarios.intake.tables.reading import Dated, TableRows, read_rows
from scenarios.intake.tables.scenario_tree import scenario_tree
from scenarios.intake.tables.staffing import agents_needed, agents_told
from scenarios.intake.volumes import DayFactors, Volumes, day_factors
from scenarios.studies.folder import keep
from scenarios.units import read_name
from scenarios.yaml_file import shown

#: Days of one weekday differ: so many differences are needed to say how much.
FEWEST_DIFFERENCES: Final = 5
#: More calls of one queue in one interval are doubted.
DOUBTED_CALLS: Final = 20_000


@dataclass(frozen=True)
class ImportedTable:
    """An interval table as Crewline understands it: its scenario, and what the table is worth.

    `scenario_files` are the scenario's YAML and CSV texts by file name, for one folder.
    """

    name: str
    mapping: IntervalMapping
    report: TableReport
    lines: tuple[LineEstimate, ...]
    scenario_files: dict[str, str]

    @property
    def scenario_file(self) -> str:
        """The name of the scenario's YAML file."""
        return f"{self.name}.yaml"

    def write(self, folder: Path | str) -> Path:
        """Write the files into a new or empty folder, all or none; return the YAML file's path.

        Raises BadInput when the folder is not empty, or cannot be written.
        """
        return keep(self._write_files, self.name, Path(folder)) / self.scenario_file

    def _write_files(self, folder: Path) -> None:
        for name, text in self.scenario_files.items():
            (folder / name).write_text(text, encoding="utf-8")


def import_table(
    sheet: Sheet,
    mapping: IntervalMapping,
    *,
    days: Iterable[date] | None = None,
    weekday: Weekday | Sequence[Weekday] | None = None,
    name: str | None = None,
) -> ImportedTable:
    """Return an interval table as a scenario of its typical week.

    `days` takes these days alone, abnormal or not; `weekday` these weekdays alone. `name` names the
    scenario, else the mapping does. Raises BadInput where the table cannot be used.
    """
    name = _checked_name(mapping.name if name is None else name)
    notebook = Notebook(sheet.file)
    read = read_rows(sheet, mapping, notebook)
    grid = make_grid(read, mapping, notebook)
    _refuse_no_names(grid, sheet.file)
    _refuse_absurd(grid, sheet.file)
    chosen = _chosen_days(read, grid, mapping, days, weekday)
    used = np.flatnonzero([day in set(chosen.used) for day in grid.days])
    volumes = Volumes(grid.queues, chosen, grid.interval_s, grid.offered[used])
    rows = grid.rows[np.isin(grid.rows["day_place"].to_numpy(), used)]
    lines = line_estimates(rows, grid.queues, mapping)
    factors, remarks = _factors(volumes, read.dated, mapping)
    week = _week(volumes, rows, lines, mapping, read.dated)
    remarks += column_doubts(sheet, mapping, read.dated)
    remarks += _doubted_volumes(grid) + _remarks(lines, mapping, read.dated)
    report = _report(
        sheet=sheet,
        read=read,
        grid=grid,
        days=chosen,
        notebook=notebook,
        factors=factors,
        remarks=remarks,
        lines=lines,
        week=week,
    )
    tree = scenario_tree(mapping, report, name=name, week=week, lines=lines, own_cv=factors.own_cv)
    files = week_files(tree, week, grid.interval_s, grid.queues, grid.queues)
    return ImportedTable(name, mapping, report, lines, files)


def _checked_name(name: str) -> str:
    try:
        return read_name(name)
    except PydanticCustomError as error:
        raise BadInput([Fault("command line", 0, "--name", shown(name), error.message())]) from None


def _refuse_no_names(grid: Grid, file: str) -> None:
    """Raise BadInput for queues that a scenario cannot name."""
    faults = []
    for queue in grid.queues:
        try:
            read_name(queue)
        except PydanticCustomError as error:
            words = f"{error.message()}; give it one under `queues` of the mapping"
            faults.append(Fault(file, 0, "queues", shown(queue), words))
    if faults:
        raise BadInput(faults)


def _refuse_absurd(grid: Grid, file: str) -> None:
    """Raise BadInput where rows add up to more calls than any interval has."""
    most = grid.offered.max(initial=0.0)
    if most > MOST_CALLS:
        expected = f"at most {MOST_CALLS:,} calls in one interval, from a column that counts calls"
        value = f"{most:,.0f} calls in one interval"
        raise BadInput([Fault(file, 0, "offered", value, expected)])


def _doubted_volumes(grid: Grid) -> list[Said]:
    """Return a doubt for each queue with more calls an interval than nearly any centre has."""
    return [
        said(
            "{queue}: up to {calls} calls in one interval are very many; see that the column"
            " counts calls",
            queue=queue,
            calls=f"{most:,.0f}",
        )
        for queue, most in zip(grid.queues, grid.offered.max(axis=(0, 2)), strict=True)
        if most > DOUBTED_CALLS
    ]


def _chosen_days(
    read: TableRows,
    grid: Grid,
    mapping: IntervalMapping,
    days: Iterable[date] | None,
    weekday: Weekday | Sequence[Weekday] | None,
) -> Days:
    if read.dated != "dates":
        return picked_days(Days(grid.days, (), ()), grid.days, None, weekday)
    totals = grid.offered.sum(axis=(1, 2))
    by_day = {day: round(total) for day, total in zip(grid.days, totals, strict=True) if total > 0}
    if not by_day:
        raise BadInput([Fault("table", 0, "offered", "no calls", "at least one day with calls")])
    return picked_days(ordinary_days(by_day, mapping.days), by_day, days, weekday)


def _factors(
    volumes: Volumes, dated: Dated, mapping: IntervalMapping
) -> tuple[DayFactors, list[Said]]:
    """Return how days vary: estimated where enough days say so, else assumed."""
    differences = len(volumes.days.used) - len(volumes.weekdays)
    if dated == "dates" and differences >= FEWEST_DIFFERENCES:
        found = day_factors(volumes)
        if found.shared_cv < 0.0005:
            n = len(volumes.days.used)
            return found, [said("days vary by no more than chance, as far as {n} days tell", n=n)]
        why = said(
            "days vary by {percent} % beyond chance, estimated from {n} days; growth and season"
            " are in it too",
            percent=f"{100 * found.shared_cv:.1f}",
            n=len(volumes.days.used),
        )
        return found, [why]
    assumed = mapping.assumed.day_factor_cv
    why = said(
        "too few days to say how much days vary; {percent} % is assumed",
        percent=f"{100 * assumed:.3g}",
    )
    return DayFactors(assumed, dict.fromkeys(volumes.queues, 0.0)), [why]


def _week(
    volumes: Volumes,
    rows: pd.DataFrame,
    lines: tuple[LineEstimate, ...],
    mapping: IntervalMapping,
    dated: Dated,
) -> Week:
    """Return the mean day of each weekday, with its agents."""
    weekdays = in_week_order(volumes.weekdays, mapping.days.week_starts)
    calls = np.concatenate([volumes.mean(day) for day in weekdays], axis=1)
    slots = calls.shape[1] // len(weekdays)
    agents = np.zeros(calls.shape, np.int64)
    for place, line in enumerate(lines):
        if mapping.staffing.source != "table":
            agents[place] = agents_needed(calls[place], line, mapping)
            continue
        told = [
            agents_told(
                rows,
                line.queue,
                None if dated == "no day" else WEEKDAYS.index(day),
                slots,
                calls[place, at * slots : (at + 1) * slots],
            )
            for at, day in enumerate(weekdays)
        ]
        agents[place] = np.concatenate(told)
    first = volumes.weekday_rows(weekdays[0])[0]
    return Week(weekdays, volumes.days.used[int(first)], calls, agents)


def _remarks(lines: tuple[LineEstimate, ...], mapping: IntervalMapping, dated: Dated) -> list[Said]:
    """Return what the scenario has that no table tells."""
    found = [
        said("{queue}: {what}", queue=line.queue, what=remark)
        for line in lines
        for remark in line.remarks
    ]
    found += [
        said("{queue}: patience: {what}", queue=line.queue, what=line.patience) for line in lines
    ]
    spread = f"{mapping.assumed.handle_cv:g}"
    found.append(said("handling times are lognormal with an assumed spread of {cv}", cv=spread))
    found.append(
        {
            "table": said("agents on duty are the means that the table tells, rounded"),
            "served": said(
                "agents on duty are as many as Erlang's formula needs for the service level that"
                " the table tells"
            ),
            "target": said("agents on duty are as many as Erlang's formula needs for the target"),
        }[mapping.staffing.source]
    )
    found.append(said("the table does not say who serves what: each line has agents of its own"))
    found.append(said("redials are in the calls offered; the scenario has no redial"))
    if dated == "no day":
        found.append(said("the table names no day: it is taken for an ordinary one"))
    return found


def _report(
    *,
    sheet: Sheet,
    read: TableRows,
    grid: Grid,
    days: Days,
    notebook: Notebook,
    factors: DayFactors,
    remarks: list[Said],
    lines: tuple[LineEstimate, ...],
    week: Week,
) -> TableReport:
    is_dated = read.dated == "dates"
    hours = week.agents.sum(axis=1) * grid.interval_s / 3600 / len(week.weekdays)
    return TableReport(
        file=sheet.file,
        rows_read=read.rows_read,
        rows_used=len(grid.rows),
        offered=float(grid.rows["offered"].sum()),
        dated=read.dated,
        interval_s=read.interval_s,
        first_day=min(grid.days) if is_dated else None,
        last_day=max(grid.days) if is_dated else None,
        days_used=days.used if is_dated else (),
        days_missing=days.missing,
        days_left_out=days.left_out,
        closed=days.closed,
        zeros=grid.zeros,
        usual=grid.usual,
        day_factor_cv=factors.shared_cv,
        notes=notebook.kept(),
        remarks=tuple(remarks),
        by_line=tuple(
            TableLine(
                line.queue,
                line.offered,
                line.abandoned_share,
                line.level,
                line.asa_s,
                line.handle_s,
                line.patience_s if np.isfinite(line.patience_s) else None,
                float(hours[place]),
            )
            for place, line in enumerate(lines)
        ),
    )
