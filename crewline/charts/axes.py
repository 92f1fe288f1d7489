"""What all pictures share: their size, their legend, the axis of time, bands and levels."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.curves import Curve, band, first_day
from crewline.words import Words
from scenarios.schema.scenario import Scenario

#: Height of a picture in pixels; two rows of cards and one of pictures fit a small screen.
HEIGHT: Final = 300


def laid_out(height: int = HEIGHT) -> go.Figure:
    """Return an empty picture with the layout that all have."""
    drawn = go.Figure()
    drawn.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        hovermode="x unified",
        hoverlabel={"namelength": -1},
    )
    return drawn


def over_time(scenario: Scenario, say: Words, height: int = HEIGHT) -> go.Figure:
    """Return an empty picture over the scenario's horizon: hours of one day, else days."""
    drawn = laid_out(height)
    first = first_day(scenario)
    end = first + timedelta(days=scenario.days)
    drawn.update_xaxes(range=[first, end], hoverformat="%H:%M", **_ticks(scenario, say))
    return drawn


def add_line(
    drawn: go.Figure,
    shown: Curve,
    title: str,
    colour: str,
    *,
    banded: bool = True,
    dash: str = "solid",
    width: float = 2.2,
) -> None:
    """Add a curve, and behind it the band of its interval."""
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


def add_level(drawn: go.Figure, level: float, title: str, scenario: Scenario) -> None:
    """Add a dotted line at a target's level, from end to end of the horizon."""
    first = first_day(scenario)
    drawn.add_scatter(
        x=[first, first + timedelta(days=scenario.days)],
        y=[level, level],
        name=title,
        mode="lines",
        line={"color": palette.TARGET, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def share_axis(drawn: go.Figure, most: float = 103) -> None:
    """Make the upright axis one of per cent."""
    drawn.update_yaxes(title="%", range=[0, most])


def count_axis(drawn: go.Figure, title: str) -> None:
    """Make the upright axis one that begins at nothing, with its unit as the title."""
    drawn.update_yaxes(title=title, rangemode="tozero", minallowed=0)


def group_colour(scenario: Scenario, group: str) -> str:
    """Return the colour of a skill group, the same in every picture."""
    return _colour(list(scenario.all_groups), group)


def line_colour(scenario: Scenario, queue: str) -> str:
    """Return the colour of a line, the same in every picture."""
    return _colour(list(scenario.queues), queue)


def shown_title(written: str, say: Words) -> str:
    """Return a scenario's own title for a picture, where nothing of it is markup."""
    return html.escape(say.title(written))


def _colour(names: Sequence[str], name: str) -> str:
    return palette.GROUPS[names.index(name) % len(palette.GROUPS)]


def _ticks(scenario: Scenario, say: Words) -> dict[str, Any]:
    """Return the labels of the time axis: hours of one day, else days."""
    if scenario.days == 1:
        return {"tickformat": "%H:%M", "dtick": 3 * 3_600_000}
    first = first_day(scenario)
    step = -(-scenario.days // 8)
    days = range(0, scenario.days, step)
    starts = [first + timedelta(days=day) for day in days]
    names = [
        f"{start:%m-%d}" if scenario.first_day else say("Day {day}", day=day + 1)
        for day, start in zip(days, starts, strict=True)
    ]
    return {"tickvals": starts, "ticktext": names}
