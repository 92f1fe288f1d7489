"""How simulated days differ, as distinct from how well their mean is known."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from crewline.charts import palette
from crewline.charts.answer import Answer
from crewline.charts.axes import laid_out, shown_title
from crewline.charts.scope import View, rows
from crewline.words import Words
from crewline.words.channels import line_title
from crewline.words.figures import within_reach
from crewline.words.kpis import kpi_name
from crewline.words.targets import said, wanted
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.definitions import KPIS, Unit


def shown_kpi(view: View, study: Study) -> str:
    """Return the KPI whose days are drawn: the target's, else what is first said of a line."""
    queue = view.settings(study.scenario)
    if queue is not None and queue.target is not None:
        return queue.target.kpi
    if view.is_calls(study.scenario):
        return "backlog"
    return "backlog" if view.is_work(study.scenario) else "SL3"


def days_picture(answer: Answer, view: View, say: Words) -> go.Figure:
    """Draw every simulated day as a mark, the worst at the left, with the deciles and the mean."""
    study, kpi = answer.study, shown_kpi(view, answer.study)
    factor, unit = _readable(KPIS[kpi].unit, say)
    drawn = laid_out()
    if answer.base is not None:
        old = np.sort(_days(answer.base, view, kpi)) * factor
        _add_days(drawn, old, say("Unchanged"), palette.UNCHANGED, "diamond-open")
    values = np.sort(_days(study, view, kpi)) * factor
    _add_days(drawn, values, say("A simulated day"), palette.ASKED, "circle")
    if len(values):
        for share, title in (
            (0.1, say("10 % of days below")),
            (0.5, say("Median day")),
            (0.9, say("10 % of days above")),
        ):
            at = float(np.quantile(values, share))
            drawn.add_scatter(
                x=[0, 100],
                y=[at, at],
                name=title,
                mode="lines",
                line={
                    "color": palette.ASKED,
                    "width": 1,
                    "dash": "dash" if share != 0.5 else "solid",
                },
                hovertemplate="%{y:,.1f}",
            )
    queue = view.settings(study.scenario)
    if queue is not None and queue.target is not None and queue.target.kpi == kpi:
        drawn.add_scatter(
            x=[0, 100],
            y=[queue.target.level * factor] * 2,
            name=say("Target"),
            mode="lines",
            line={"color": palette.TARGET, "width": 1.5, "dash": "dot"},
            hovertemplate="%{y:,.1f}",
        )
    drawn.update_xaxes(title=say("Share of simulated days, %"), range=[-2, 102])
    drawn.update_yaxes(title=unit)
    drawn.update_layout(hovermode="closest")
    return drawn


def days_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return every simulated day with the figures that a planner asks for first."""
    study = answer.study
    table = rows(study.days, *view.row)
    found: dict[str, object] = {
        say("Simulated"): (table["replication"] + 1).tolist(),
        say("Day"): table["day"].tolist(),
    }
    first = shown_kpi(view, study)
    for kpi in dict.fromkeys((first, "SL3", "abandonment", "asa", "offered", "backlog")):
        if kpi in table.columns and table[kpi].notna().any():
            factor, unit = _readable(KPIS[kpi].unit, say)
            found[f"{kpi_name(kpi, say)}, {unit}"] = (table[kpi] * factor).tolist()
    return pd.DataFrame(found)


def promises_picture(answer: Answer, say: Words) -> go.Figure:
    """Draw for each line with a target the days (P10 to P90) and the interval of the mean.

    Both stand beside the target, in the target's own unit; times are left to the table.
    """
    study = answer.study
    drawn = laid_out(80 + 40 * max(len(study.evaluations), 3))
    names, low, high, mean, below, above, levels, middle = [], [], [], [], [], [], [], []
    for name, queue in study.scenario.queues.items():
        if queue.target is None or KPIS[queue.target.kpi].unit is not Unit.SHARE:
            continue
        table = rows(study.kpis, "queue", name)
        found = table[table["kpi"] == queue.target.kpi]
        if not len(found) or math.isnan(found["value"].iloc[0]):
            continue
        one = found.iloc[0]
        title = line_title(name, study.scenario, say)
        names.append(f"{shown_title(title, say)}, {queue.target.kpi}".replace(", on_time", ""))
        low.append(100 * one["p10"])
        high.append(100 * one["p90"])
        middle.append(100 * one["p50"])
        mean.append(100 * one["value"])
        bounds = within_reach(one["low"], one["high"], Unit.SHARE)
        below.append(100 * (one["value"] - bounds[0]))
        above.append(100 * (bounds[1] - one["value"]))
        levels.append(100 * queue.target.level)
    drawn.add_bar(
        y=names,
        x=[most - least for most, least in zip(high, low, strict=True)],
        base=low,
        orientation="h",
        name=say("8 of 10 days"),
        marker={"color": palette.faint(palette.ASKED, 0.35)},
        customdata=list(zip(low, high, strict=True)),
        hovertemplate="%{customdata[0]:.1f} – %{customdata[1]:.1f} %",
    )
    for across, title, symbol, colour in (
        (middle, say("Median day"), "line-ns-open", palette.ASKED),
        (levels, say("Target"), "line-ns-open", palette.TARGET),
    ):
        drawn.add_scatter(
            x=across,
            y=names,
            name=title,
            mode="markers",
            marker={"symbol": symbol, "size": 18, "color": colour, "line": {"width": 2.5}},
            hovertemplate="%{x:.1f} %",
        )
    drawn.add_scatter(
        x=mean,
        y=names,
        name=say("Mean and its interval"),
        mode="markers",
        marker={"symbol": "diamond", "size": 9, "color": palette.ANSWERED},
        error_x={
            "array": above,
            "arrayminus": below,
            "thickness": 2,
            "color": palette.ANSWERED,
        },
        hovertemplate="%{x:.1f} %",
    )
    drawn.update_yaxes(autorange="reversed", automargin=True)
    drawn.update_xaxes(title="%", range=[min([40, *low, *mean]) - 5, 102])
    drawn.update_layout(hovermode="closest")
    return drawn


def promises_sheet(answer: Answer, say: Words) -> Frame:
    """Return for each target its days and its mean, apart, and the share of days that meet it."""
    study = answer.study
    lines = list(study.scenario.queues.items())
    records = []
    for one in study.evaluations:
        name, queue = lines[one.target.row - 1]
        if queue.target is None:
            continue
        kpi = one.target.kpi
        factor, unit = _readable(kpi.unit, say)
        table = rows(study.kpis, "queue", name)
        days = table[table["kpi"] == kpi.id].iloc[0]
        low, high = within_reach(one.estimate.low, one.estimate.high, kpi.unit)
        records.append(
            {
                say("Line"): line_title(name, study.scenario, say),
                say("Target"): wanted(queue.target, kpi.better, say),
                say("Verdict"): said(one, say),
                say("Unit"): unit,
                say("Mean"): factor * one.estimate.value,
                say("Low"): factor * low,
                say("High"): factor * high,
                say("10 % of days below"): factor * days["p10"],
                say("Median day"): factor * days["p50"],
                say("10 % of days above"): factor * days["p90"],
                say("Days that meet it, %"): 100 * one.share.value,
                say("Days that meet it, %, low"): 100 * one.share.low,
                say("Days that meet it, %, high"): 100 * one.share.high,
            }
        )
    return pd.DataFrame(records)


def _days(study: Study, view: View, kpi: str) -> NDArray[np.float64]:
    table = rows(study.days, *view.row)
    if kpi not in table.columns:
        return np.empty(0)
    values: NDArray[np.float64] = table[kpi].dropna().to_numpy(np.float64)
    return values


def _add_days(
    drawn: go.Figure, values: NDArray[np.float64], title: str, colour: str, symbol: str
) -> None:
    if not len(values):
        return
    drawn.add_scatter(
        x=100 * (np.arange(len(values)) + 0.5) / len(values),
        y=values,
        name=title,
        mode="markers",
        marker={"color": colour, "symbol": symbol, "size": 7},
        hovertemplate="%{y:,.1f}",
    )


def _readable(unit: Unit, say: Words) -> tuple[float, str]:
    match unit:
        case Unit.SHARE:
            return 100.0, "%"
        case Unit.SECONDS:
            return 1.0, say("Seconds").lower()
    return 1.0, say("contacts")
