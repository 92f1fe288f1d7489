"""The Plotly charts: one function each, of an answer and of whose figures are looked at."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import plotly.graph_objects as go

from crewline.ui import palette
from crewline.ui.curves import Curve, band, curve, first_day
from crewline.ui.figures import duration, percent
from crewline.ui.run import Answer
from crewline.ui.scope import View
from crewline.ui.words import Words
from scenarios.schema.scenario import Scenario
from scenarios.studies.study import Study

LEVELS: Final = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")
_HEIGHT: Final = 300


def service_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the service level by interval, with the target's level."""
    scenario = answer.study.scenario
    kpi = view.level_id(scenario)
    drawn = _over_the_day(answer, view.row, kpi, say, factor=100)
    queue = view.settings(scenario)
    if queue is not None and queue.target is not None and queue.target.kpi == kpi:
        level = queue.target.level
        _add_level(drawn, 100 * level, say("series.target", level=percent(level)), scenario)
    drawn.update_yaxes(title=say("axis.share"), range=[0, 103])
    return drawn


def wait_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the average speed of answer by interval."""
    scenario = answer.study.scenario
    drawn = _over_the_day(answer, view.row, "asa", say)
    queue = view.settings(scenario)
    if queue is not None and queue.target is not None and queue.target.kpi == "asa":
        level = queue.target.level
        _add_level(drawn, level, say("series.target", level=duration(level, say)), scenario)
    drawn.update_yaxes(title=say("axis.seconds"), rangemode="tozero", minallowed=0)
    return drawn


def occupancy_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the occupancy of all agents, or of each group that serves the line."""
    scenario = answer.study.scenario
    if not view.queue:
        drawn = _over_the_day(answer, ("all groups", ""), "occupancy", say, factor=100)
    else:
        drawn = _empty(scenario, say)
        for number, group in enumerate(view.groups(scenario)):
            shown = curve(answer.study, ("group", group), "occupancy", 100)
            title = _title(scenario.all_groups[group].title or group, say)
            _add_line(drawn, shown, title, _group_colour(scenario, group), banded=number == 0)
    drawn.update_yaxes(title=say("axis.share"), range=[0, 103])
    return drawn


def queue_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw how many wait: the mean over the interval, and the most at once."""
    drawn = _over_the_day(answer, view.row, "queue_length", say, title=say("kpi.queue_length"))
    most = curve(answer.study, view.row, "longest_queue")
    title = say("kpi.longest_queue")
    _add_line(drawn, most, title, palette.TARGET, banded=False, dash="dot", width=1.5)
    drawn.update_yaxes(title=say("axis.waiting"), rangemode="tozero", minallowed=0)
    return drawn


def duty_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the agents on duty by group, stacked, and beside them the unchanged total."""
    scenario = answer.study.scenario
    drawn = _empty(scenario, say)
    per_interval = 1 / scenario.interval
    for group in view.groups(scenario):
        shown = curve(answer.study, ("group", group), "on_duty", per_interval)
        drawn.add_scatter(
            x=shown.starts,
            y=shown.value,
            name=_title(scenario.all_groups[group].title or group, say),
            stackgroup="groups",
            line={"shape": "hv", "width": 0.5, "color": _group_colour(scenario, group)},
            fillcolor=palette.faint(_group_colour(scenario, group), 0.75),
            hovertemplate="%{y:,.1f}",
        )
    if answer.base is not None and not view.queue:
        whole = curve(answer.base, ("all groups", ""), "on_duty", per_interval)
        _add_line(
            drawn, whole, say("series.unchanged"), palette.UNCHANGED, banded=False, dash="dash"
        )
        drawn.data[-1].line.shape = "hv"
    drawn.update_yaxes(title=say("axis.agents"), rangemode="tozero", minallowed=0)
    return drawn


def contacts_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the contacts offered, and what became of them: answered, abandoned."""
    drawn = _empty(answer.study.scenario, say)
    colours = {"answered": palette.ANSWERED, "abandoned": palette.ABANDONED}
    for kpi in became(answer.study.scenario, view):
        shown = curve(answer.study, view.row, kpi)
        _add_line(drawn, shown, say(f"kpi.{kpi}"), colours[kpi], banded=False)
    shown = curve(answer.study, view.row, "offered")
    _add_line(drawn, shown, say("kpi.offered"), palette.ASKED)
    if answer.base is not None:
        old = curve(answer.base, view.row, "offered")
        title = f"{say('kpi.offered')}, {say('series.unchanged').lower()}"
        _add_line(drawn, old, title, palette.UNCHANGED, banded=False, dash="dash")
    drawn.update_yaxes(title=say("axis.contacts"), rangemode="tozero", minallowed=0)
    return drawn


def became(scenario: Scenario, view: View) -> tuple[str, ...]:
    """Return the KPIs that say what became of those offered; work is not abandoned."""
    return ("answered",) if view.is_work(scenario) else ("answered", "abandoned")


def levels_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the six service levels side by side, with the intervals of their means."""
    drawn = go.Figure()
    if answer.base is not None:
        _add_bars(drawn, answer.base, view, say("series.unchanged"), palette.UNCHANGED)
    title = say("series.asked" if answer.base is None else "series.changed")
    _add_bars(drawn, answer.study, view, title, palette.ASKED)
    _lay_out(drawn)
    drawn.update_layout(barmode="group", hovermode="x")
    drawn.update_yaxes(title=say("axis.share"), range=[0, 112], tickvals=[0, 20, 40, 60, 80, 100])
    return drawn


def abandonment_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the share of the offered that hung up, by interval."""
    drawn = _over_the_day(answer, view.row, "abandonment", say, factor=100)
    drawn.update_yaxes(title=say("axis.share"), rangemode="tozero", minallowed=0)
    return drawn


def planned_picture(scenario: Scenario, say: Words) -> go.Figure:
    """Draw the planned volumes of the lines by interval, stacked."""
    drawn = _empty(scenario, say)
    first, step = first_day(scenario), timedelta(seconds=scenario.interval)
    starts = [first + step * number for number in range(scenario.intervals)]
    for number, (name, queue) in enumerate(scenario.queues.items()):
        volumes = scenario.volumes(name)
        if not volumes.any():
            continue
        colour = palette.GROUPS[number % len(palette.GROUPS)]
        drawn.add_scatter(
            x=starts,
            y=volumes,
            name=_title(queue.title or name, say),
            stackgroup="lines",
            line={"width": 0.5, "color": colour},
            fillcolor=palette.faint(colour, 0.75),
            hovertemplate="%{y:,.0f}",
        )
    drawn.update_yaxes(title=say("axis.contacts"), rangemode="tozero", minallowed=0)
    return drawn


def _over_the_day(
    answer: Answer,
    row: tuple[str, str],
    kpi: str,
    say: Words,
    *,
    factor: float = 1.0,
    title: str | None = None,
) -> go.Figure:
    """Draw a KPI by interval with its band, and dashed the unchanged scenario's."""
    drawn = _empty(answer.study.scenario, say)
    if answer.base is not None:
        old = curve(answer.base, row, kpi, factor)
        _add_line(drawn, old, say("series.unchanged"), palette.UNCHANGED, banded=False, dash="dash")
    shown = curve(answer.study, row, kpi, factor)
    named = say("series.asked" if answer.base is None else "series.changed")
    _add_line(drawn, shown, title or named, palette.ASKED)
    return drawn


def _add_line(
    drawn: go.Figure,
    shown: Curve,
    title: str,
    colour: str,
    *,
    banded: bool = True,
    dash: str = "solid",
    width: float = 2.2,
) -> None:
    if banded:
        across, along = band(shown)
        drawn.add_scatter(
            x=across,
            y=along,
            mode="lines",
            fill="toself",
            fillcolor=palette.faint(colour),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=title,
        )
    drawn.add_scatter(
        x=shown.starts,
        y=shown.value,
        name=title,
        mode="lines",
        legendgroup=title,
        line={"color": colour, "dash": dash, "width": width},
        hovertemplate="%{y:,.1f}",
    )


def _add_level(drawn: go.Figure, level: float, title: str, scenario: Scenario) -> None:
    first = first_day(scenario)
    drawn.add_scatter(
        x=[first, first + timedelta(days=scenario.days)],
        y=[level, level],
        name=title,
        mode="lines",
        line={"color": palette.TARGET, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


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


def _empty(scenario: Scenario, say: Words) -> go.Figure:
    drawn = go.Figure()
    _lay_out(drawn)
    first = first_day(scenario)
    end = first + timedelta(days=scenario.days)
    drawn.update_xaxes(range=[first, end], hoverformat="%H:%M", **_ticks(scenario, say))
    return drawn


def _ticks(scenario: Scenario, say: Words) -> dict[str, Any]:
    """Return the labels of the time axis: hours of one day, else days."""
    if scenario.days == 1:
        return {"tickformat": "%H:%M", "dtick": 3 * 3_600_000}
    first = first_day(scenario)
    step = -(-scenario.days // 8)
    days = range(0, scenario.days, step)
    starts = [first + timedelta(days=day) for day in days]
    names = [
        f"{start:%m-%d}" if scenario.first_day else say("axis.day", day=day + 1)
        for day, start in zip(days, starts, strict=True)
    ]
    return {"tickvals": starts, "ticktext": names}


def _lay_out(drawn: go.Figure) -> None:
    drawn.update_layout(
        height=_HEIGHT,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        hovermode="x unified",
        hoverlabel={"namelength": -1},
    )


def _group_colour(scenario: Scenario, group: str) -> str:
    names: Sequence[str] = list(scenario.all_groups)
    return palette.GROUPS[names.index(group) % len(palette.GROUPS)]


def _title(written: str, say: Words) -> str:
    return html.escape(say.title(written))
