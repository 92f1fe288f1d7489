"""Variants beside their base: how far each differs, and whether that is more than chance."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out
from crewline.charts.costs import told_kpis
from crewline.charts.scope import View, rows
from crewline.words import N_, Words
from crewline.words.kpis import kpi_title
from crewline.words.verdicts import verdict_word
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.studies.comparison import Comparison
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.definitions import Unit

#: What is shown first, as far as it is counted: of the centre, of a line, of work.
_CENTRE: Final = ("SL", "asa", "abandonment", "occupancy", "cost", "cost_per_contact")
_LINE: Final = ("SL", "asa", "abandonment", "longest_wait", "first_contact_resolution", "offered")
_WORK: Final = ("on_time", "late", "backlog", "backlog_age", "done", "aht")

#: How a difference is drawn: mark and colour by what it means; open where nothing can be told.
_MARKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "better": ("triangle-up", palette.ANSWERED, N_("Better for sure")),
    "worse": ("triangle-down", palette.ABANDONED, N_("Worse for sure")),
    "higher": ("circle", palette.ASKED, N_("Different for sure")),
    "lower": ("circle", palette.ASKED, N_("Different for sure")),
    "the same": ("square", palette.UNCHANGED, N_("The same")),
    "cannot tell apart": ("circle-open", palette.UNCHANGED, N_("Cannot be told apart")),
}
_ACROSS: Final = 3
_ROW: Final = 34
_PANEL: Final = 96


@dataclass(frozen=True)
class Beside:
    """A comparison, what its studies are called by their labels, and whose figures are shown."""

    comparison: Comparison
    titles: Mapping[str, str]
    view: View

    @property
    def base(self) -> Study:
        """The study that all are compared with."""
        return self.comparison.base

    def kpis(self) -> list[str]:
        """Return the KPIs that are told of the centre or line, in their order."""
        table = self._of(self.comparison.base_figures)
        there = list(dict.fromkeys(str(kpi) for kpi in table["kpi"]))
        is_any_paid = any(one.scenario.pays_wages for one in self.comparison.studies)
        return there if is_any_paid else told_kpis(there, self.base.scenario)

    def usual(self) -> list[str]:
        """Return the KPIs that are shown first."""
        scenario = self.base.scenario
        wanted = _CENTRE if not self.view.queue else _LINE
        queue = self.view.settings(scenario)
        if queue is not None and queue.channel in DEFERRABLE:
            wanted = _WORK
        named = [self.view.level_id(scenario) if kpi == "SL" else kpi for kpi in wanted]
        there = self.kpis()
        return [kpi for kpi in named if kpi in there]

    def figure_of(self, study: Study, kpi: str) -> Mapping[str, Any] | None:
        """Return a study's own figure: value, low, high and unit; None where none can be told."""
        if not told_kpis([kpi], study.scenario):
            return None
        if study is self.base:
            tables: Sequence[Frame] = (self.comparison.base_figures,)
        else:
            tables = (study.kpis, study.groups)
        for table in tables:
            found = self._of(table)
            found = found[found["kpi"] == kpi]
            if len(found):
                return dict(found.iloc[0])
        return None

    def difference(self, study: Study, kpi: str) -> Mapping[str, Any] | None:
        """Return how a variant differs from the base; None where of one of them none is told."""
        if not told_kpis([kpi], study.scenario, self.base.scenario):
            return None
        table = self._of(self.comparison.differences)
        found = table[(table["variant"] == study.label) & (table["kpi"] == kpi)]
        return dict(found.iloc[0]) if len(found) else None

    def _of(self, table: Frame) -> Frame:
        """Return the rows about the centre or line; of the centre with those of all groups."""
        found = self.view.of(table)
        if self.view.queue:
            return found
        of_groups = rows(table, "all groups", "")
        return pd.concat([found, of_groups[~of_groups["kpi"].isin(set(found["kpi"]))]])


def differences_picture(beside: Beside, kpis: Sequence[str], say: Words) -> go.Figure:
    """Draw, in a panel for each KPI, each variant's difference as a dot with its interval."""
    from plotly.subplots import make_subplots

    across = min(_ACROSS, len(kpis))
    down = -(-len(kpis) // across)
    variants = beside.comparison.variants
    panel = _PANEL + _ROW * len(variants)
    laid = laid_out(down * panel + 40)
    drawn = make_subplots(
        rows=down,
        cols=across,
        shared_yaxes=True,
        subplot_titles=[_panel_title(kpi, beside, say) for kpi in kpis],
        horizontal_spacing=0.06,
        vertical_spacing=min(0.3, 78 / (down * panel)),
    )
    drawn.update_layout(laid.layout)
    drawn.update_layout(hovermode="closest", margin={"t": 56, "b": 8})
    drawn.update_layout(legend={"y": 1.0, "yref": "container", "yanchor": "top"})
    titles = [html.escape(beside.titles[one.label]) for one in variants]
    shown: set[str] = set()
    for number, kpi in enumerate(kpis):
        place = {"row": number // across + 1, "col": number % across + 1}
        for study in variants:
            mark = _mark(beside, study, kpi, say)
            if mark is None:
                continue
            fresh = mark["legendgroup"] not in shown
            drawn.add_scatter(**mark, showlegend=fresh, **place)
            shown.add(str(mark["legendgroup"]))
        drawn.add_vline(x=0, line={"width": 1, "color": palette.UNCHANGED}, **place)
        drawn.update_yaxes(categoryorder="array", categoryarray=titles[::-1], **place)
        drawn.update_yaxes(range=[-0.6, len(titles) - 0.4], automargin=True, **place)
    drawn.update_annotations(font={"size": 13})
    return drawn


def differences_sheet(beside: Beside, kpis: Sequence[str], say: Words) -> Frame:
    """Return one row for each KPI and variant, with its own figure and its difference."""
    records = []
    for kpi in kpis:
        for study in beside.comparison.studies:
            own, gap = beside.figure_of(study, kpi), beside.difference(study, kpi)
            if own is None:
                continue
            factor, unit = readable(str(own["unit"]), beside, say)
            record: dict[str, object] = {
                say("Figure"): kpi_title(kpi, say),
                say("Unit"): unit,
                say("Variant"): beside.titles[study.label],
                say("Mean"): own["value"] * factor,
                say("Low"): own["low"] * factor,
                say("High"): own["high"] * factor,
            }
            if gap is not None:
                record |= {
                    say("Difference"): gap["difference"] * factor,
                    f"{say('Difference')}, {say('Low')}": gap["low"] * factor,
                    f"{say('Difference')}, {say('High')}": gap["high"] * factor,
                    say("Said in a word"): verdict_word(str(gap["verdict"]), say),
                }
            records.append(record)
    return pd.DataFrame(records)


def readable(unit: str, beside: Beside, say: Words) -> tuple[float, str]:
    """Return the factor and the name of the unit in which people read a KPI."""
    match unit:
        case Unit.SHARE:
            return 100.0, "%"
        case Unit.SECONDS:
            return 1.0, say("Seconds")
        case Unit.MONEY:
            return 1.0, beside.base.scenario.currency
        case Unit.CONTACTS:
            return 1.0, say("contacts")
    return 1.0, ""


def _mark(beside: Beside, study: Study, kpi: str, say: Words) -> dict[str, Any] | None:
    """Return a variant's difference as a dot with its interval; None where it is undefined."""
    found = beside.difference(study, kpi)
    if found is None or math.isnan(found["difference"]):
        return None
    verdict = str(found["verdict"])
    symbol, colour, meaning = _MARKS[verdict]
    factor, unit = readable(str(found["unit"]), beside, say)
    value, high = found["difference"] * factor, found["high"] * factor
    reach, word = high - value, verdict_word(verdict, say)
    line = {"width": 2, "color": colour}
    return {
        "x": [value],
        "y": [html.escape(beside.titles[study.label])],
        "mode": "markers",
        "name": say(meaning),
        "legendgroup": meaning,
        "marker": {"symbol": symbol, "size": 11, "color": colour, "line": line},
        "error_x": {
            "array": [0.0 if math.isnan(reach) else reach],
            "thickness": 1.8,
            "width": 5,
            "color": colour,
        },
        "hovertemplate": f"%{{y}}: %{{x:+,.2f}} {unit}, {word}<extra></extra>",
    }


def _panel_title(kpi: str, beside: Beside, say: Words) -> str:
    own = beside.figure_of(beside.base, kpi)
    unit = "" if own is None else readable(str(own["unit"]), beside, say)[1]
    if unit == "%":
        unit = say("% points")
    return f"{kpi_title(kpi, say)}, {unit}" if unit else kpi_title(kpi, say)
