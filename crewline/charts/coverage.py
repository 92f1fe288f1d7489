"""Cover through the day: what is required, what is there, and where it is too much or too little.

Too little is hatched, too much is dotted, so that nothing hangs on colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from crewline.charts import palette
from crewline.charts.axes import HEIGHT, count_axis, over_time
from crewline.charts.curves import starts
from crewline.words import Words
from crewline.words.figures import clock
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

Numbers = NDArray[np.float64]

#: Agents below this are rounding.
_NOBODY: Final = 0.005
_UNDER: Final = palette.ABANDONED
_OVER: Final = palette.ANSWERED


def coverage_picture(
    table: Frame, scenario: Scenario, say: Words, covered: str, height: int = HEIGHT
) -> go.Figure:
    """Draw required and covered agents by interval, and what is between them.

    `table` is of one line, or of several together (see `Cover.table`); `covered` is what the
    schedule is called.
    """
    drawn = over_time(scenario, say, height)
    required, there = table["required"].to_numpy(float), table["scheduled"].to_numpy(float)
    over, under = table["over"].to_numpy(float), table["under"].to_numpy(float)
    at = _steps(table, scenario)
    _Shade(say("Too many"), _OVER, ".").add(drawn, at, required, required + over)
    _Shade(say("Too few"), _UNDER, "x").add(drawn, at, required - under, required)
    _Course(covered, palette.ASKED, "solid").add(drawn, at, there)
    _Course(say("Required"), palette.TARGET, "dash").add(drawn, at, required)
    count_axis(drawn, say("Agents of full skill"))
    return drawn


def duty_course(
    drawn: go.Figure, table: Frame, scenario: Scenario, title: str, colour: str = palette.UNCHANGED
) -> None:
    """Add the people on duty to a picture of cover."""
    people = table["agents"].to_numpy(float)
    _Course(title, colour, "dot").add(drawn, _steps(table, scenario), people)


def coverage_sheet(table: Frame, scenario: Scenario, say: Words, covered: str) -> Frame:
    """Return cover as a table, intervals in which nobody is needed nor there left out."""
    figures = ["required", "scheduled", "over", "under", "agents"]
    shown = table[(table[figures] > _NOBODY).any(axis=1)]
    return pd.DataFrame(
        ({say("Day"): shown["day"].tolist()} if scenario.days > 1 else {})
        | {
            say("From"): [clock(minute) for minute in shown["start_min"]],
            say("Required"): shown["required"].tolist(),
            covered: shown["scheduled"].tolist(),
            say("Too many"): shown["over"].tolist(),
            say("Too few"): shown["under"].tolist(),
            say("People on duty"): shown["agents"].tolist(),
        }
    )


def coverage_alt(table: Frame, scenario: Scenario, say: Words) -> str:
    """Return what a screen reader says of a picture of cover."""
    hours = scenario.interval / 3600
    worst = table.iloc[int(table["under"].to_numpy().argmax())]
    said = say(
        "Required {required} agent-hours, there {there}; {under} too few and {over} too many.",
        required=f"{table['required'].sum() * hours:,.1f}",
        there=f"{table['scheduled'].sum() * hours:,.1f}",
        under=f"{table['under'].sum() * hours:,.1f}",
        over=f"{table['over'].sum() * hours:,.1f}",
    )
    if worst["under"] <= _NOBODY:
        return said
    most = say(
        "Most are missing at {time} of day {day}: {agents}.",
        time=clock(worst["start_min"]),
        day=int(worst["day"]),
        agents=f"{worst['under']:.1f}",
    )
    return f"{said} {most}"


def _steps(table: Frame, scenario: Scenario) -> list[object]:
    """Return the starts of a table's intervals, and the end of the last."""
    at = starts(table, scenario)
    return [*at, at[-1] + pd.Timedelta(seconds=scenario.interval)]


def _held(values: Numbers) -> list[float]:
    """Return values with the last once more, so that its step is as wide as the others."""
    return [*values.tolist(), float(values[-1])]


@dataclass(frozen=True)
class _Course:
    """A stepped line: its title, colour and dashes."""

    title: str
    colour: str
    dash: str

    def add(self, drawn: go.Figure, at: list[object], values: Numbers) -> None:
        """Add it to a picture."""
        drawn.add_scatter(
            x=at,
            y=_held(values),
            name=self.title,
            mode="lines",
            line={"color": self.colour, "dash": self.dash, "width": 2.2, "shape": "hv"},
            hovertemplate="%{y:,.1f}",
        )


@dataclass(frozen=True)
class _Shade:
    """What lies between two courses: its title, colour and pattern."""

    title: str
    colour: str
    pattern: str

    def add(self, drawn: go.Figure, at: list[object], low: Numbers, high: Numbers) -> None:
        """Add it to a picture."""
        hidden = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0, "shape": "hv"}}
        group = {"legendgroup": self.title, "x": at, **hidden}
        drawn.add_scatter(y=_held(low), showlegend=False, **group)
        drawn.add_scatter(
            y=_held(high),
            name=self.title,
            fill="tonexty",
            fillcolor=palette.faint(self.colour, 0.2),
            fillpattern={
                "shape": self.pattern,
                "fgcolor": self.colour,
                "bgcolor": palette.faint(self.colour, 0.15),
                "size": 7,
                "solidity": 0.35,
            },
            **group,
        )
