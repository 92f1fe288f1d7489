"""Options beside each other: a figure of each with its interval, and what was promised."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out
from crewline.charts.chart import Chart
from crewline.words import Words
from scenarios.studies.kpi_tables import Frame

#: Pixels of an option's line, and of what is above and below them.
_LINE: Final = 44
_AROUND: Final = 90
_SYMBOLS: Final = {"unsure": "circle-open"}
_COLOURS: Final = {
    "": palette.ASKED,
    "good": palette.ANSWERED,
    "bad": palette.ABANDONED,
    "unsure": palette.UNCHANGED,
}


@dataclass(frozen=True)
class Dot:
    """An option's figure: in the axis's unit, with its interval (NaN where there is none).

    `tone` says what it is beside the first option: "good", "bad", "unsure" or nothing.
    """

    label: str
    value: float
    low: float
    high: float
    said: str
    tone: str = ""


@dataclass(frozen=True)
class Dots:
    """The figures of all options; `goal` is what was promised, NaN where nothing was."""

    name: str
    title: str
    unit: str
    dots: tuple[Dot, ...]
    goal: float = math.nan
    goal_said: str = ""
    alt: str = ""


def options_chart(dots: Dots, say: Words) -> Chart:
    """Return a line for each option, the first on top: a dot, and its interval."""
    drawn = laid_out(_AROUND + _LINE * len(dots.dots))
    for dot in dots.dots:
        _add_dot(drawn, dot)
    if math.isfinite(dots.goal):
        line = {"color": palette.TARGET, "dash": "dash", "width": 1.5}
        drawn.add_vline(x=dots.goal, line=line, annotation_text=html.escape(dots.goal_said))
    drawn.update_yaxes(autorange="reversed", automargin=True, title="")
    drawn.update_xaxes(title=html.escape(dots.unit))
    drawn.update_layout(hovermode="closest", showlegend=False)
    return Chart(dots.name, dots.title, drawn, lambda: _sheet(dots, say), alt=dots.alt)


def _add_dot(drawn: go.Figure, dot: Dot) -> None:
    colour = _COLOURS[dot.tone]
    known = math.isfinite(dot.low) and math.isfinite(dot.high)
    drawn.add_scatter(
        x=[dot.value],
        y=[html.escape(dot.label)],
        mode="markers",
        marker={"color": colour, "size": 11, "symbol": _SYMBOLS.get(dot.tone, "circle")},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [dot.high - dot.value if known else 0.0],
            "arrayminus": [dot.value - dot.low if known else 0.0],
            "color": colour,
            "thickness": 2.5,
        },
        hovertemplate=f"{html.escape(dot.said)}<extra></extra>",
        showlegend=False,
    )


def _sheet(dots: Dots, say: Words) -> Frame:
    unit = f", {dots.unit}" if dots.unit else ""
    return pd.DataFrame(
        {
            say("Option"): [dot.label for dot in dots.dots],
            f"{dots.title}{unit}": [dot.value for dot in dots.dots],
            say("Low"): [dot.low for dot in dots.dots],
            say("High"): [dot.high for dot in dots.dots],
        }
    )
