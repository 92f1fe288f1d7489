"""Import: from log files and a mapping to a scenario's files and a report of their quality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic_core import PydanticCustomError

from scenarios.faults import BadInput, Fault
from scenarios.intake.calls import Calls, ReadCalls, read_calls
from scenarios.intake.days import Days, choose_days, picked_days
from scenarios.intake.estimates import Estimates, estimate, offered_figures
from scenarios.intake.line_figures import figures_by_line
from scenarios.intake.log import RawLog, log_paths, read_log
from scenarios.intake.mapping import LogMapping, Weekday, read_mapping
from scenarios.intake.quality import Finding, QualityReport
from scenarios.intake.row_notes import KEPT, MOST_ALIKE, RowNote
from scenarios.intake.said import said
from scenarios.intake.scenario_files import scenario_files, typical_week
from scenarios.intake.staffing import turnaround_s
from scenarios.intake.volumes import dispersion
from scenarios.studies.folder import keep
from scenarios.units import read_name
from scenarios.yaml_file import shown


@dataclass(frozen=True)
class Imported:
    """A log as Crewline understands it.

    `calls` are all offered calls, of left-out days too; `scenario_files` the scenario's YAML and
    CSV texts by file name, which belong into one folder; `scenario_file` the YAML's name.
    """

    name: str
    mapping: LogMapping
    calls: Calls
    days: Days
    estimates: Estimates
    quality: QualityReport
    scenario_files: dict[str, str]

    @property
    def scenario_file(self) -> str:
        """The name of the scenario's YAML file."""
        return f"{self.name}.yaml"

    def write(self, folder: Path | str) -> Path:
        """Write the scenario's files into a new or empty folder; return the YAML file's path.

        All files or none: they are written beside, and the folder is then renamed. Raises BadInput
        when the folder is not empty, or cannot be written.
        """
        folder = keep(self._write_files, self.name, Path(folder))
        return folder / self.scenario_file

    def _write_files(self, folder: Path) -> None:
        for name, text in self.scenario_files.items():
            (folder / name).write_text(text, encoding="utf-8")


def import_log(
    paths: Path | str | Sequence[Path | str],
    mapping: LogMapping | Path | str,
    *,
    days: Iterable[date] | None = None,
    weekday: Weekday | Sequence[Weekday] | None = None,
    name: str | None = None,
) -> Imported:
    """Return a call-by-call log as a scenario of its typical week.

    `paths` are files, or folders of files; `mapping` a mapping, its YAML file or a shipped one's
    name. `days` takes these days alone, abnormal or not; `weekday` these weekdays alone. `name`
    names the scenario, else the mapping does.

    Raises BadInput, all faults at once, where the log or the mapping cannot be used.
    """
    if name is not None:
        _refuse_no_name(name)
    if not isinstance(mapping, LogMapping):
        mapping = read_mapping(mapping)
    raw = read_log(log_paths(paths), mapping)
    return import_raw(raw, mapping, days=days, weekday=weekday, name=name)


def import_raw(
    raw: RawLog,
    mapping: LogMapping,
    *,
    days: Iterable[date] | None = None,
    weekday: Weekday | Sequence[Weekday] | None = None,
    name: str | None = None,
) -> Imported:
    """Return the rows of a log as a scenario of its typical week; see `import_log`."""
    if name is not None:
        _refuse_no_name(name)
    read = read_calls(raw, mapping)
    chosen = _chosen_days(read.calls, mapping, days, weekday)
    return summarise(read, mapping, chosen, mapping.name if name is None else name)


def _refuse_no_name(name: str) -> None:
    """Raise BadInput for what a mapping could not be named; it would leave the folder, or worse."""
    try:
        read_name(name)
    except PydanticCustomError as error:
        raise BadInput([Fault("command line", 0, "--name", shown(name), error.message())]) from None


def summarise(read: ReadCalls, mapping: LogMapping, days: Days, name: str) -> Imported:
    """Return what the calls of `days` come to."""
    estimates = estimate(read.calls, days, mapping)
    origin = (
        f"Imported from a call-by-call log of {len(read.calls):,} offered calls, mean days of "
        f"{len(days.used)} days from {min(days.used)} to {max(days.used)}. Agents on duty are "
        f"inferred from the agents who served (method: {mapping.staffing.method})."
    )
    if mapping.source:
        origin += f" Source: {mapping.source}."
    return Imported(
        name,
        mapping,
        read.calls,
        days,
        estimates,
        _quality(read, mapping, days, estimates),
        scenario_files(estimates, mapping, name, origin),
    )


def _chosen_days(
    calls: Calls,
    mapping: LogMapping,
    days: Iterable[date] | None,
    weekday: Weekday | Sequence[Weekday] | None,
) -> Days:
    """Return the days asked for. Raises BadInput for what is no weekday, or without calls."""
    seen = {stamp.date() for stamp in calls.days}
    return picked_days(choose_days(calls, mapping), seen, days, weekday)


def _quality(
    read: ReadCalls, mapping: LogMapping, days: Days, estimates: Estimates
) -> QualityReport:
    used = read.calls.on(days.timestamps)
    figures = offered_figures(used, mapping, estimates.volumes)
    figures["interval_variance_over_mean"] = dispersion(estimates.volumes)
    turnaround = turnaround_s(used)
    if np.isfinite(turnaround):
        figures["median_turnaround_s"] = turnaround
    figures["day_factor_cv_shared"] = estimates.factors.shared_cv
    stamps = read.calls.days
    return QualityReport(
        files=read.files,
        rows_read=read.rows_read,
        offered=len(read.calls),
        drops=read.drops,
        ignored=read.ignored,
        oddities=read.oddities + _twice(read.calls, str(mapping.columns.agent)),
        first_day=stamps[0].date(),
        last_day=stamps[-1].date(),
        days_used=days.used,
        days_missing=days.missing,
        days_left_out=days.left_out,
        figures=figures,
        staffing={
            **estimates.staffing.hours_a_day(),
            "scenario_h_per_day": float(typical_week(estimates, mapping).agent_h_per_day),
        },
        notes=read.doubts + estimates.notes + tuple(_notes(read, mapping, estimates)),
        by_line=figures_by_line(used, estimates, mapping),
        closed=days.closed,
    )


def _twice(calls: Calls, column: str) -> tuple[Finding, ...]:
    """Return agents who seem to serve two calls at once; `column` of the log names them."""
    table = calls.table
    known = table[table["answered"] & (table["agent"] != "")]
    start = known["day"].astype("int64") + known["served_from_s"]
    order = pd.DataFrame({"agent": known["agent"], "start": start}).sort_values(
        ["agent", "start"], kind="stable"
    )
    end = order["start"] + known["served_s"].loc[order.index]
    overlap = (order["agent"] == order["agent"].shift()) & (order["start"] < end.shift() - 60)
    mask = overlap.reindex(known.index)
    if not mask.any():
        return ()
    what = "began more than a minute before the same agent's call before it ended"
    expected = said("not: {what}", what=what)
    first = known[mask].head(MOST_ALIKE)
    rows = tuple(
        RowNote(file, line, column, agent, expected, KEPT)
        for file, line, agent in zip(first["file"], first["line"], first["agent"], strict=True)
    )
    return (replace(Finding.where(what, known, mask), rows=rows),)


def _notes(read: ReadCalls, mapping: LogMapping, estimates: Estimates) -> Iterable[str]:
    yield (
        "agents on duty are inferred from who served, not from log-ins; "
        f"method used: {mapping.staffing.method}"
    )
    if mapping.handling.wrap_up:
        yield f"after-call work of {mapping.handling.wrap_up:g} s on average is assumed, not seen"
    else:
        yield "the log has no after-call work, and none is assumed (handling.wrap_up)"
    if read.classes_drawn:
        yield (
            f"the class of {read.classes_drawn:,} calls is not in the log; it was drawn with the "
            "shares of those of the same kind and hour who waited"
        )
    yield "redials are not told apart from first attempts; the scenario has no redial"
    if estimates.factors.shared_cv:
        yield "the day factor holds all that days of one weekday differ by, growth and season too"
