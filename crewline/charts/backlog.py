"""Work that can wait: how much of it lies there through the day, and how old it is."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts.answer import Answer
from crewline.charts.axes import add_line, count_axis, line_colour, over_time
from crewline.charts.curves import curve
from crewline.charts.scope import View, rows
from crewline.words import Words
from crewline.words.channels import channel_name, line_title
from crewline.words.kpis import kpi_name
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit

#: What tables tell of each kind of line, where the scenario has it.
_OF_WORK: Final = (
    "offered",
    "tickets_received",
    "escalations_received",
    "done",
    "on_time",
    "late",
    "open_at_end",
    "backlog",
    "backlog_age",
    "escalated_share",
    "reminded_share",
    "reopened_share",
    "put_aside",
    "calls_made",
    "reached_share",
    "never_reached_share",
    "call_talk",
)
_OF_MACHINES: Final = (
    "arrived",
    "contained",
    "containment",
    "left_bot_share",
    "failover_share",
    "self_service_time",
    "diverted_share",
    "call_back_share",
    "call_back_wait",
    "calls_made",
    "reached_share",
    "silent_share",
    "tickets_opened",
    "ticket_share",
)


def work_lines(answer: Answer, view: View) -> list[str]:
    """Return the lines looked at on which nobody waits."""
    queues = answer.study.scenario.queues
    lines = view.lines(answer.study.scenario)
    return [name for name in lines if queues[name].channel in DEFERRABLE]


def machine_lines(answer: Answer, view: View) -> list[str]:
    """Return the lines looked at that have self-service, call-backs or tickets of their own."""
    queues = answer.study.scenario.queues
    return [
        name
        for name in view.lines(answer.study.scenario)
        if queues[name].channel not in DEFERRABLE and _told(answer, name, _OF_MACHINES[1:])
    ]


def backlog_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw how many pieces of work wait, line by line."""
    drawn = _drawn(answer, view, say, "backlog", 1.0)
    count_axis(drawn, say("Pieces of work"))
    return drawn


def age_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw how old the work is that waits, line by line."""
    drawn = _drawn(answer, view, say, "backlog_age", 1 / 3600)
    count_axis(drawn, say("Hours"))
    return drawn


def work_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return what became of the work, a row a line and a column a figure."""
    return _sheet(answer, work_lines(answer, view), _OF_WORK, say)


def machine_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return what self-service, call-backs and tickets took, a row a line."""
    return _sheet(answer, machine_lines(answer, view), _OF_MACHINES, say)


def _drawn(answer: Answer, view: View, say: Words, kpi: str, factor: float) -> go.Figure:
    scenario = answer.study.scenario
    drawn = over_time(scenario, say)
    lines = work_lines(answer, view)
    for name in lines:
        shown = curve(answer.study, ("queue", name), kpi, factor)
        title, colour = line_title(name, scenario, say), line_colour(scenario, name)
        add_line(drawn, shown, title, colour, banded=len(lines) <= 2)
    return drawn


def _sheet(answer: Answer, lines: list[str], kpis: tuple[str, ...], say: Words) -> Frame:
    study = answer.study
    told = [
        kpi
        for kpi in kpis
        if kpi in study.counted.kpis and any(_told(answer, line, (kpi,)) for line in lines)
    ]
    found: dict[str, list[object]] = {
        say("Line"): [line_title(line, study.scenario, say) for line in lines],
        say("Channel"): [channel_name(study.scenario.queues[line].channel, say) for line in lines],
    }
    for kpi in told:
        unit = study.counted.kpis[kpi].unit
        factor, written = _readable(kpi, unit, say)
        title = f"{kpi_name(kpi, say)}{written}"
        found[title] = [factor * _value(answer, line, kpi) for line in lines]
    return pd.DataFrame(found)


def _readable(kpi: str, unit: Unit, say: Words) -> tuple[float, str]:
    """Return the factor and the unit, with a comma before it, in which people read a figure."""
    if kpi == "backlog_age":
        return 1 / 3600, f", {say('Hours').lower()}"
    match unit:
        case Unit.SHARE:
            return 100.0, ", %"
        case Unit.SECONDS:
            return 1.0, f", {say('Seconds').lower()}"
    return 1.0, ""


def _told(answer: Answer, line: str, kpis: tuple[str, ...]) -> bool:
    """Return whether any of some figures of a line is there and not nothing."""
    return any(_value(answer, line, kpi) > 0 for kpi in kpis if kpi in answer.study.counted.kpis)


def _value(answer: Answer, line: str, kpi: str) -> float:
    table = rows(answer.study.kpis, "queue", line)
    found = table.loc[table["kpi"] == kpi, "value"]
    return float(found.iloc[0]) if len(found) else float("nan")
