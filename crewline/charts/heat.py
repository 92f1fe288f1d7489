"""A figure of every interval as a heat map: over the days, or over the lines of one day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from crewline.charts import palette
from crewline.charts.answer import Answer
from crewline.charts.axes import HEIGHT, laid_out, shown_title
from crewline.charts.curves import first_day
from crewline.charts.scope import View
from crewline.words import Words
from crewline.words.channels import line_title
from crewline.words.figures import clock, day
from crewline.words.kpis import kpi_name
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit


@dataclass(frozen=True)
class Heat:
    """Values by row and interval of the day, in the unit that people read; NaN where undefined."""

    rows: list[str]
    starts: list[str]
    values: NDArray[np.float64]
    unit: str


def heat(answer: Answer, view: View, kpi: str, say: Words) -> Heat:
    """Return a KPI by day and interval; of a single day of the whole centre by line."""
    study = answer.study
    scenario = study.scenario
    unit = study.counted.kpis[kpi].unit
    factor, written = {Unit.SHARE: (100.0, "%"), Unit.SECONDS: (1.0, say("Seconds").lower())}.get(
        unit, (1.0, "")
    )
    starts = [
        clock(number * scenario.interval / 60) for number in range(scenario.intervals_per_day)
    ]
    about = _about(view, scenario, say)
    values = [_values(answer, row, kpi) for row in about.values()]
    found = np.concatenate(values).reshape(-1, scenario.intervals_per_day)
    names = list(about)
    if scenario.days > 1:
        names = [day_name(scenario, number, say) for number in range(scenario.days)]
    return Heat(names, starts, found * factor, written)


def heat_picture(answer: Answer, view: View, kpi: str, say: Words) -> go.Figure:
    """Draw it: the darker, the more; empty where nothing is defined."""
    found = heat(answer, view, kpi, say)
    drawn = laid_out(max(HEIGHT, 40 + 34 * len(found.rows)))
    is_share = found.unit == "%"
    drawn.add_heatmap(
        x=found.starts,
        y=[shown_title(name, say) for name in found.rows],
        z=found.values,
        zmin=0,
        zmax=100 if is_share and kpi != "abandonment" else None,
        colorscale=[[0, palette.faint(palette.ASKED, 0.2)], [1, palette.ASKED]],
        colorbar={"title": {"text": found.unit}, "thickness": 12},
        hovertemplate=f"%{{y}}, %{{x}}: %{{z:,.1f}} {found.unit}<extra></extra>",
        xgap=1,
        ygap=1,
    )
    drawn.update_yaxes(autorange="reversed", automargin=True)
    drawn.update_xaxes(tickvals=found.starts[:: max(len(found.starts) // 8, 1)], type="category")
    drawn.update_layout(hovermode="closest")
    return drawn


def heat_sheet(answer: Answer, view: View, kpi: str, say: Words) -> Frame:
    """Return it as a table: a row an interval, a column a day or line."""
    found = heat(answer, view, kpi, say)
    unit = f", {found.unit}" if found.unit else ""
    columns = {
        f"{name}: {kpi_name(kpi, say)}{unit}": values
        for name, values in zip(found.rows, found.values, strict=True)
    }
    return pd.DataFrame({say("From"): found.starts} | columns)


def day_name(scenario: Scenario, number: int, say: Words) -> str:
    """Return what a day (from 0) is called: its date, or its number where there is none."""
    if scenario.first_day is None:
        return say("Day {day}", day=number + 1)
    return day(first_day(scenario).date() + pd.Timedelta(days=number).to_pytimedelta(), say)


def _about(view: View, scenario: Scenario, say: Words) -> dict[str, tuple[str, str]]:
    """Return the rows of the interval table that are drawn, by what people call them."""
    if scenario.days > 1 or view.queue:
        return {view.title(scenario, say): view.row}
    return {line_title(name, scenario, say): ("queue", name) for name in view.lines(scenario)}


def _values(answer: Answer, row: tuple[str, str], kpi: str) -> NDArray[np.float64]:
    table = answer.study.intervals
    chosen = (table["kind"] == row[0]) & (table["name"] == row[1]) & (table["kpi"] == kpi)
    found = table.loc[chosen, "value"].to_numpy(np.float64)
    return found if len(found) else np.full(answer.study.scenario.intervals, np.nan)
