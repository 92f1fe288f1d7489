"""What agents bear: how long the front line holds for experts, how busy each group is."""

from __future__ import annotations

import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.answer import Answer
from crewline.charts.axes import add_line, group_colour, over_time, share_axis
from crewline.charts.curves import curve, spread_curve
from crewline.charts.scope import View, rows
from crewline.words import Words
from crewline.words.channels import group_title


def holding(answer: Answer, view: View) -> list[str]:
    """Return the groups that hold the line for anybody."""
    return [
        name
        for name in view.groups(answer.study.scenario)
        if _figure(answer, name, "hold_pressure") > 0
    ]


def hold_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the share of each group's time on duty in which it holds the line, by interval.

    The band is that of the group that holds the most.
    """
    study = answer.study
    drawn = over_time(study.scenario, say)
    groups = sorted(holding(answer, view), key=lambda name: -_figure(answer, name, "hold_pressure"))
    for number, name in enumerate(groups):
        row = ("group", name)
        if answer.base is not None and number == 0 and name in answer.base.scenario.all_groups:
            old = curve(answer.base, row, "hold_pressure", 100)
            add_line(drawn, old, say("Unchanged"), palette.UNCHANGED, banded=False, dash="dash")
        shown = curve(study, row, "hold_pressure", 100)
        if view.of_days:
            days = spread_curve(study, row, "hold_pressure", 100)
            shown.low[:], shown.high[:] = days.low, days.high
        title = group_title(name, study.scenario, say)
        colour = group_colour(study.scenario, name)
        add_line(drawn, shown, title, colour, banded=number == 0)
    most = max((max(trace.y, default=0) for trace in drawn.data if trace.name), default=0)
    share_axis(drawn, max(1.0, 1.25 * most))
    return drawn


def groups_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw the occupancy of each group by interval."""
    scenario = answer.study.scenario
    drawn = over_time(scenario, say)
    for name in view.groups(scenario):
        shown = curve(answer.study, ("group", name), "occupancy", 100)
        title, colour = group_title(name, scenario, say), group_colour(scenario, name)
        add_line(drawn, shown, title, colour, banded=False)
    share_axis(drawn)
    return drawn


def _figure(answer: Answer, group: str, kpi: str) -> float:
    table = rows(answer.study.groups, "group", group)
    found = table.loc[table["kpi"] == kpi, "value"]
    return float(found.iloc[0]) if len(found) else 0.0
