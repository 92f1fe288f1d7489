"""Sweeps as pictures: curves with bands where one thing is varied, heat maps where two are."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out, line_colour
from crewline.charts.scope import View
from crewline.charts.swept import Swept
from crewline.words import N_, Words
from crewline.words.figures import figure, number
from crewline.words.kpis import kpi_title
from crewline.words.verdicts import verdict_word
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import KPIS, Unit

_HEIGHT: Final = 380
_CELL: Final = 44
#: Cells of more columns than this have no room for numbers.
_MOST_ACROSS: Final = 14
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
#: Light enough everywhere for dark numbers.
_SCALE: Final = ((0.0, "#f2f6fb"), (1.0, "#6fa8d8"))
_INK: Final = "#15202b"
#: Columns of the table, in words.
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "value": (N_("Mean"),),
    "low": (N_("Low"),),
    "high": (N_("High"),),
    "difference": (N_("Difference"),),
    "difference_low": (N_("Difference"), N_("Low")),
    "difference_high": (N_("Difference"), N_("High")),
}
#: What is said of a target in a cell.
_MARKS: Final = {"met": "✓", "missed": "✗", "cannot tell": "?"}


def curves_picture(
    swept: Swept, views: Sequence[View], kpi: str, titles: Sequence[str], say: Words
) -> go.Figure:
    """Draw a KPI over the values of the one axis: a curve with its band for each line.

    `titles` are what is varied, in words. Dotted is a target, of the KPI that it is about; upright
    is where the base stands.
    """
    drawn = laid_out(_HEIGHT)
    axis = swept.axes[0]
    across: Sequence[Any] = axis.numbers or _safe(axis.texts)
    for at, view in enumerate(views):
        table = swept.of(row_of(view, kpi), kpi)
        factor, _ = units(kpi, swept, say)
        cells = table[table["cell"] > 0]
        if len(cells) != len(across):
            continue
        colour = line_colour(swept.scenario, view.queue) if view.queue else palette.UNCHANGED
        title = html.escape(view.title(swept.scenario, say))
        _add_curve(drawn, across, cells, factor, title, colour, _DASHES[at % len(_DASHES)])
        level = _level(cells)
        if level is not None:
            drawn.add_scatter(
                x=list(across),
                y=[level * factor] * len(across),
                mode="lines",
                name=say("Target of {line}", line=title),
                line={"color": colour, "width": 1.2, "dash": "dot"},
                hoverinfo="skip",
            )
    _add_base(drawn, swept, say)
    drawn.update_xaxes(title=html.escape(titles[0]))
    begins = "normal" if KPIS[kpi].unit is Unit.MONEY else "tozero"
    drawn.update_yaxes(title=units(kpi, swept, say)[1], rangemode=begins)
    return drawn


def heat_picture(
    swept: Swept, view: View, kpi: str, titles: Sequence[str], say: Words
) -> go.Figure:
    """Draw a KPI over the values of two axes: colours with the numbers in them.

    Where the KPI is the target's, its level is a contour, and each cell says whether the target is
    met (✓), missed (✗) or cannot be told (?). Else a cell that cannot be told from the base has ≈.
    """
    first, second = swept.axes[:2]
    table = swept.of(row_of(view, kpi), kpi)
    cells = table[table["cell"] > 0]
    factor, _ = units(kpi, swept, say)
    values = _grid(swept, [factor * each for each in cells["value"]])
    marked = zip(cells["value"], cells["target"], cells["verdict"], strict=True)
    texts = [
        f"{_written(value, kpi, say)} {_mark(target, verdict)}".strip()
        for value, target, verdict in marked
    ]
    drawn = laid_out(120 + _CELL * len(second.texts))
    drawn.update_layout(hovermode="closest")
    roomy = len(first.texts) <= _MOST_ACROSS
    drawn.add_heatmap(
        z=values,
        colorscale=_SCALE,
        text=_grid(swept, texts),
        texttemplate="%{text}" if roomy else None,
        textfont={"color": _INK, "size": 13},
        hovertemplate="%{text}<extra></extra>",
        colorbar={"title": units(kpi, swept, say)[1], "thickness": 12},
        xgap=2,
        ygap=2,
    )
    _add_contour(drawn, values, cells, factor, say)
    across, up = map(html.escape, titles)
    drawn.update_xaxes(title=across, tickvals=_numbered(first.texts), ticktext=_safe(first.texts))
    drawn.update_yaxes(title=up, tickvals=_numbered(second.texts), ticktext=_safe(second.texts))
    return drawn


def cells_sheet(swept: Swept, views: Sequence[View], kpis: Sequence[str], say: Words) -> Frame:
    """Return one row for each cell, line and KPI: what was varied, the figure, the difference."""
    frames = []
    for kpi in kpis:
        factor, unit = units(kpi, swept, say)
        for view in views:
            table = swept.of(row_of(view, kpi), kpi)
            numbers = [str(one) if one else say("base") for one in table["cell"]]
            found = pd.DataFrame({say("Cell"): numbers})
            for axis in swept.axes:
                base = swept.base_values.get(axis.name, "")
                found[axis.name] = _texts(swept, axis.name, table["cell"], base)
            found[say("Line")] = view.title(swept.scenario, say)
            found[say("Figure")] = kpi_title(kpi, say)
            found[say("Unit")] = unit
            for column, title in _COLUMNS.items():
                found[_heading(title, say)] = (table[column] * factor).tolist()
            found[say("Beside the base")] = [_word(each, say) for each in table["verdict"]]
            found[say("Target")] = [_MARKS.get(str(each), "") for each in table["target"]]
            frames.append(found)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def is_told(swept: Swept, view: View, kpi: str) -> bool:
    """Tell whether a KPI is told of the centre or line."""
    return len(swept.of(row_of(view, kpi), kpi)) > 0


def row_of(view: View, kpi: str) -> tuple[str, str]:
    """Return what the rows of a KPI are about: of the centre, agents' KPIs are of all groups."""
    is_of_groups = not view.queue and kpi in {"occupancy", "utilisation", "hold_pressure"}
    return ("all groups", "") if is_of_groups else view.row


def units(kpi: str, swept: Swept, say: Words) -> tuple[float, str]:
    """Return the factor and the name of the unit in which people read a KPI."""
    match KPIS[kpi].unit:
        case Unit.SHARE:
            return 100.0, "%"
        case Unit.SECONDS:
            return 1.0, say("Seconds")
        case Unit.MONEY:
            return 1.0, swept.scenario.currency
        case Unit.CONTACTS:
            return 1.0, say("Contacts")
    return 1.0, ""


def _heading(parts: tuple[str, ...], say: Words) -> str:
    return ", ".join(say(part) for part in parts)


def _add_curve(
    drawn: go.Figure,
    across: Sequence[Any],
    cells: Frame,
    factor: float,
    *style: str,
) -> None:
    """Add a curve with its band, in a style (title, colour, dash); marks say how targets fare."""
    title, colour, dash = style
    low, high = ((cells[end] * factor).tolist() for end in ("low", "high"))
    if all(map(math.isfinite, [*low, *high])):
        drawn.add_scatter(
            x=[*across, *reversed(across)],
            y=[*high, *reversed(low)],
            mode="lines",
            fill="toself",
            fillcolor=palette.faint(colour, 0.18),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=title,
        )
    symbols = {"met": "circle", "missed": "x", "cannot tell": "circle-open"}
    drawn.add_scatter(
        x=list(across),
        y=(cells["value"] * factor).tolist(),
        mode="lines+markers",
        name=title,
        legendgroup=title,
        line={"color": colour, "dash": dash, "width": 2.4},
        marker={"size": 9, "symbol": [symbols.get(str(one), "circle") for one in cells["target"]]},
        hovertemplate="%{y:,.1f}",
    )


def _add_base(drawn: go.Figure, swept: Swept, say: Words) -> None:
    """Add where the base stands on the axis, where its values are numbers."""
    axis = swept.axes[0]
    if axis.numbers is None:
        return
    base = swept.table[swept.table["cell"] == 0][axis.name]
    if len(base) and math.isfinite(base.iloc[0]):
        drawn.add_vline(
            x=float(base.iloc[0]),
            line={"color": palette.UNCHANGED, "width": 1.2, "dash": "dash"},
            annotation_text=say("as it is"),
            annotation_position="top right",
        )


def _grid(swept: Swept, of_cells: Sequence[Any]) -> np.ndarray[Any, Any]:
    """Return what cells have as rows of the second axis and columns of the first."""
    first, second = swept.axes[:2]
    return np.array(of_cells).reshape(len(first.texts), len(second.texts)).T


def _numbered(texts: Sequence[str]) -> list[int]:
    return list(range(len(texts)))


def _safe(texts: Sequence[str]) -> list[str]:
    return [html.escape(text) for text in texts]


def _add_contour(
    drawn: go.Figure, values: np.ndarray[Any, Any], cells: Frame, factor: float, say: Words
) -> None:
    """Add the line along which the KPI is at its target's level."""
    level = _level(cells)
    if level is None or not np.isfinite(values).any():
        return
    at = level * factor
    if not np.nanmin(values) < at < np.nanmax(values):
        return
    drawn.add_contour(
        z=values,
        contours={"start": at, "end": at, "size": 1, "coloring": "none"},
        line={"color": palette.TARGET, "width": 3},
        showscale=False,
        hoverinfo="skip",
        name=say("Target"),
        showlegend=True,
    )


def _level(cells: Frame) -> float | None:
    """Return the level of the target that a figure is of; None where it is none."""
    levels = cells["target_level"].dropna().unique()
    return float(levels[0]) if len(levels) == 1 else None


def _mark(target: object, verdict: object) -> str:
    if isinstance(target, str):
        return _MARKS[target]
    return "≈" if verdict == "cannot tell apart" else ""


def _written(value: float, kpi: str, say: Words) -> str:
    """Return a figure for a cell; its unit stands beside the colours."""
    unit = KPIS[kpi].unit
    if unit is Unit.SHARE or math.isnan(value):
        return figure(value, unit, say).removesuffix("%").strip()
    return number(value, say)


def _texts(swept: Swept, name: str, cells: pd.Series[int], base: str) -> list[str]:
    """Return an axis's values as written, of the cells of a table."""
    sizes = [len(axis.texts) for axis in swept.axes]
    at = [axis.name for axis in swept.axes].index(name)
    below = math.prod(sizes[at + 1 :])
    texts = swept.axes[at].texts
    return [base if cell == 0 else texts[(int(cell) - 1) // below % sizes[at]] for cell in cells]


def _word(verdict: object, say: Words) -> str:
    return verdict_word(verdict, say) if isinstance(verdict, str) else ""
