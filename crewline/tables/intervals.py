"""The day by its intervals: what came, how it was answered, and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
from rich.console import Console

from crewline.tables.figures import in_words, number, shown_in
from crewline.tables.sheet import Column, print_sheet
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from scenarios.units import write_clock
from sim.kpis.definitions import KPIS, Unit

_LEVEL: Final = "SL3"


def print_intervals(console: Console, study: Study, line: str | None = None) -> None:
    """Print the means of every interval in which anything came or anybody was on duty.

    Of the centre and all groups, or of one line and each group that serves it.
    """
    about = ("centre", "") if line is None else ("queue", line)
    crews = [("all groups", "")] if line is None else _servers(study, line)
    told = _told(study, line)
    came = _means(study, *about)
    staff = [(name or kind, _means(study, kind, name)) for kind, name in crews]
    shown = came["offered"] > 0
    for kpi, _ in told:
        if KPIS[kpi].unit is Unit.CONTACTS:
            shown |= came[kpi] > 0
    for _, crew in staff:
        shown |= crew["on_duty"] > 0
    came = came[shown]
    columns = [_column("offered", came["offered"], Unit.CONTACTS)]
    columns += [
        _column(
            f"{in_words(kpi)}{unit}",
            came[kpi] / shown_in(kpi, KPIS[kpi].unit)[0],
            KPIS[kpi].unit,
        )
        for kpi, unit in told
    ]
    for name, crew in staff:
        agents = crew.loc[shown, "on_duty"] / study.scenario.interval
        columns.append(_column(f"on duty:\n{name}", agents, Unit.CONTACTS))
        columns.append(_column(f"occupancy, %:\n{name}", crew.loc[shown, "occupancy"], Unit.SHARE))
    print_sheet(console, f"By interval: {line or 'centre'}", _times(came, study), columns)


def _means(study: Study, kind: str, name: str) -> Frame:
    """Return a row for each interval and a column for each KPI of what is named."""
    table = study.intervals
    rows = table[(table["kind"] == kind) & (table["name"] == name)].astype({"kpi": str})
    return rows.pivot(index=["day", "start_min"], columns="kpi", values="value")


def _told(study: Study, line: str | None) -> Sequence[tuple[str, str]]:
    """Return the KPIs that say how a line fares, with their units."""
    channel = None if line is None else study.scenario.queues[line].channel
    if channel == "outbound":
        return ("calls_made", ""), ("reached_share", ", %"), ("backlog", "")
    if channel in DEFERRABLE:
        in_time = [("on_time", ", %")] if "on_time" in study.counted.kpis else []
        return *in_time, ("backlog", ""), ("backlog_age", ", h")
    return (level_of(study, line), ", %"), ("asa", ", s"), ("abandonment", ", %")


def level_of(study: Study, line: str | None) -> str:
    """Return the service level that a line's target means; SL3 where it means none."""
    target = study.scenario.queues[line].target if line is not None else None
    return target.kpi if target is not None and target.kpi.startswith("SL") else _LEVEL


def _servers(study: Study, line: str) -> Sequence[tuple[str, str]]:
    groups = study.scenario.all_groups
    serving = [("group", name) for name, group in groups.items() if line in group.serves]
    return serving or [("all groups", "")]


def _times(rows: Frame, study: Study) -> Column:
    """Return when each interval begins, with its day where there are several."""
    days = study.scenario.days > 1
    return Column(
        "from",
        [
            (f"day {day} " if days else "") + write_clock(round(start_min * 60))
            for day, start_min in rows.index
        ],
    )


def _column(header: str, values: pd.Series[float], unit: Unit) -> Column:
    return Column(header, [number(value, unit) for value in values])
