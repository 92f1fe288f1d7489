"""The Plotly charts: one function each, of an answer and of whose figures are looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.answer import Answer
from crewline.charts.axes import add_level, add_line, group_colour, laid_out, over_time, shown_title
from crewline.charts.curves import curve, spread_curve
from crewline.charts.scope import View
from crewline.words import Words
from crewline.words.figures import duration, percent
from crewline.words.kpis import kpi_name
from scenarios.schema.scenario import Scenario
from scenarios.studies.study import Study

LEVELS: Final = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")


def service_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the service level by interval, with the target's level."""
    scenario = answer.study.scenario
    kpi = view.level_id(scenario)
    drawn = _over_the_day(answer, view, view.row, kpi, say, factor=100)
    queue = view.settings(scenario)
    if queue is not None and queue.target is not None and queue.target.kpi == kpi:
        level = queue.target.level
        add_level(drawn, 100 * level, say("Target {level}", level=percent(level)), scenario)
    drawn.update_yaxes(title=say("%"), range=[0, 103])
    return drawn


def wait_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the average speed of answer by interval."""
    scenario = answer.study.scenario
    drawn = _over_the_day(answer, view, view.row, "asa", say)
    queue = view.settings(scenario)
    if queue is not None and queue.target is not None and queue.target.kpi == "asa":
        level = queue.target.level
        add_level(drawn, level, say("Target {level}", level=duration(level, say)), scenario)
    drawn.update_yaxes(title=say("Seconds"), rangemode="tozero", minallowed=0)
    return drawn


def occupancy_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the occupancy of all agents, or of each group that serves the line."""
    scenario = answer.study.scenario
    if view.is_whole:
        drawn = _over_the_day(answer, view, ("all groups", ""), "occupancy", say, factor=100)
    else:
        drawn = over_time(scenario, say)
        for number, group in enumerate(view.groups(scenario)):
            shown = curve(answer.study, ("group", group), "occupancy", 100)
            title = shown_title(scenario.all_groups[group].title or group, say)
            add_line(drawn, shown, title, group_colour(scenario, group), banded=number == 0)
    drawn.update_yaxes(title=say("%"), range=[0, 103])
    return drawn


def queue_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw how many wait: the mean over the interval, and the most at once."""
    drawn = _over_the_day(
        answer, view, view.row, "queue_length", say, title=say("Waiting at a time, mean")
    )
    most = curve(answer.study, view.row, "longest_queue")
    title = say("Waiting at once, most")
    add_line(drawn, most, title, palette.TARGET, banded=False, dash="dot", width=1.5)
    drawn.update_yaxes(title=say("Contacts waiting"), rangemode="tozero", minallowed=0)
    return drawn


def duty_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the agents on duty by group, stacked, and beside them the unchanged total."""
    scenario = answer.study.scenario
    drawn = over_time(scenario, say)
    per_interval = 1 / scenario.interval
    for group in view.groups(scenario):
        shown = curve(answer.study, ("group", group), "on_duty", per_interval)
        drawn.add_scatter(
            x=shown.starts,
            y=shown.value,
            name=shown_title(scenario.all_groups[group].title or group, say),
            stackgroup="groups",
            line={"shape": "hv", "width": 0.5, "color": group_colour(scenario, group)},
            fillcolor=palette.faint(group_colour(scenario, group), 0.75),
            hovertemplate="%{y:,.1f}",
        )
    if answer.base is not None and view.is_whole:
        whole = curve(answer.base, ("all groups", ""), "on_duty", per_interval)
        add_line(drawn, whole, say("Unchanged"), palette.UNCHANGED, banded=False, dash="dash")
        drawn.data[-1].line.shape = "hv"
    drawn.update_yaxes(title=say("Agents"), rangemode="tozero", minallowed=0)
    return drawn


def contacts_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the contacts offered, and what became of them: answered, abandoned."""
    drawn = over_time(answer.study.scenario, say)
    colours = {"answered": palette.ANSWERED, "abandoned": palette.ABANDONED}
    for kpi in became(answer.study.scenario, view):
        shown = curve(answer.study, view.row, kpi)
        add_line(drawn, shown, kpi_name(kpi, say), colours[kpi], banded=False)
    shown = curve(answer.study, view.row, "offered")
    add_line(drawn, shown, say("Offered"), palette.ASKED)
    if answer.base is not None:
        old = curve(answer.base, view.row, "offered")
        title = f"{say('Offered')}, {say('Unchanged').lower()}"
        add_line(drawn, old, title, palette.UNCHANGED, banded=False, dash="dash")
    drawn.update_yaxes(title=say("Contacts"), rangemode="tozero", minallowed=0)
    return drawn


def became(scenario: Scenario, view: View) -> tuple[str, ...]:
    """Return the KPIs that say what became of those offered; work is not abandoned."""
    return ("answered",) if view.is_work(scenario) else ("answered", "abandoned")


def levels_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the six service levels side by side, with the intervals of their means."""
    drawn = laid_out()
    if answer.base is not None:
        _add_bars(drawn, answer.base, view, say("Unchanged"), palette.UNCHANGED)
    title = say("This day") if answer.base is None else say("Changed")
    _add_bars(drawn, answer.study, view, title, palette.ASKED)
    drawn.update_layout(barmode="group", hovermode="x")
    drawn.update_yaxes(title=say("%"), range=[0, 112], tickvals=[0, 20, 40, 60, 80, 100])
    return drawn


def abandonment_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the share of the offered that hung up, by interval."""
    drawn = _over_the_day(answer, view, view.row, "abandonment", say, factor=100)
    drawn.update_yaxes(title=say("%"), rangemode="tozero", minallowed=0)
    return drawn


def _over_the_day(
    answer: Answer,
    view: View,
    row: tuple[str, str],
    kpi: str,
    say: Words,
    *,
    factor: float = 1.0,
    title: str | None = None,
) -> go.Figure:
    """Draw a KPI by interval with its band, and dashed the unchanged scenario's."""
    drawn = over_time(answer.study.scenario, say)
    if answer.base is not None:
        old = curve(answer.base, row, kpi, factor)
        add_line(drawn, old, say("Unchanged"), palette.UNCHANGED, banded=False, dash="dash")
    shown = curve(answer.study, row, kpi, factor)
    if view.of_days:
        days = spread_curve(answer.study, row, kpi, factor)
        shown = replace(shown, low=days.low, high=days.high)
    named = say("This day") if answer.base is None else say("Changed")
    add_line(drawn, shown, title or named, palette.ASKED)
    return drawn


def _add_bars(drawn: go.Figure, study: Study, view: View, title: str, colour: str) -> None:
    table = view.of(study.kpis).set_index("kpi").loc[list(LEVELS)]
    value, high = 100 * table["value"], 100 * table["high"]
    drawn.add_bar(
        x=list(LEVELS),
        y=value,
        error_y={"array": high - value, "thickness": 1.2, "color": palette.UNCHANGED},
        name=title,
        marker_color=colour,
        text=[f"{one:.1f}" for one in value],
        textposition="inside",
        insidetextanchor="start",
        textfont={"color": "white", "size": 10},
        textangle=0,
        constraintext="none",
        hovertemplate="%{y:.1f} %",
    )
