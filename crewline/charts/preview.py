"""The pictures of the formulas' answer: volumes, agents needed and on duty, service, occupancy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from crewline.charts import palette
from crewline.charts.axes import (
    add_level,
    add_line,
    count_axis,
    line_colour,
    over_time,
    share_axis,
    shown_title,
)
from crewline.charts.curves import Curve, curve, first_day
from crewline.charts.scope import View
from crewline.words import Words
from crewline.words.figures import clock, percent
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

if TYPE_CHECKING:  # they bring formulas and engine with them: the first picture needs neither
    from scenarios.planning.expected import Expected
    from scenarios.studies.study import Study

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Glance:
    """The formulas' answer, that before anything was turned, and what has been simulated of it.

    `before` and `study` are None where there is nothing of the kind.
    """

    now: Expected
    before: Expected | None
    study: Study | None

    @property
    def scenario(self) -> Scenario:
        """The scenario as it is turned."""
        return self.now.scenario

    def called(self, view: View) -> list[int]:
        """Return the rows of the lines that people wait on: the view's, or all."""
        rows = self._rows(view)
        return [row for row in rows if not self.now.lines.is_work[row]]

    def staffed(self, view: View) -> list[int]:
        """Return the rows that share agents with the line looked at; of the centre all."""
        return list(self.now.pool(view.queue)) if view.queue else self._rows(view)

    def _rows(self, view: View) -> list[int]:
        queues = self.now.lines.queues
        return [queues.index(view.queue)] if view.queue else list(range(len(queues)))


def volumes_picture(
    scenario: Scenario, view: View, say: Words, before: Scenario | None = None
) -> go.Figure:
    """Draw the planned first attempts by interval, stacked by line; dashed their sum before."""
    drawn = over_time(scenario, say)
    starts = instants(scenario)
    for name in _shown(scenario, view):
        colour = line_colour(scenario, name)
        drawn.add_scatter(
            x=starts,
            y=scenario.volumes(name),
            name=shown_title(scenario.queues[name].title or name, say),
            stackgroup="lines",
            line={"width": 0.5, "color": colour},
            fillcolor=palette.faint(colour, 0.75),
            hovertemplate="%{y:,.0f}",
        )
    if before is not None:
        total = sum(before.volumes(name) for name in _shown(before, view))
        _add(drawn, starts, np.asarray(total), say("Unchanged"), palette.UNCHANGED, dash="dash")
    count_axis(drawn, say("Contacts"))
    return drawn


def volumes_sheet(
    scenario: Scenario, view: View, say: Words, before: Scenario | None = None
) -> Frame:
    """Return the planned first attempts by interval, a column a line."""
    found: dict[str, object] = dict(_when(scenario, say))
    for name in _shown(scenario, view):
        found[say.title(scenario.queues[name].title or name)] = scenario.volumes(name)
    if before is not None:
        found[say("Unchanged")] = sum(before.volumes(name) for name in _shown(before, view))
    return pd.DataFrame(found)


def needed_picture(glance: Glance, view: View, say: Words) -> go.Figure:
    """Draw agents on duty against those needed, and mark the intervals that are short."""
    now, rows = glance.now, glance.staffed(view)
    drawn, starts = over_time(glance.scenario, say), instants(glance.scenario)
    duty, needed = now.on_duty[rows].sum(axis=0), now.needed[rows].sum(axis=0)
    drawn.add_scatter(
        x=starts,
        y=duty,
        name=say("On duty, of full skill"),
        mode="lines",
        fill="tozeroy",
        fillcolor=palette.faint(palette.ASKED),
        line={"color": palette.ASKED, "width": 1.5, "shape": "hv"},
        hovertemplate="%{y:,.1f}",
    )
    _add(drawn, starts, needed, say("Needed"), palette.TARGET, shape="hv")
    short = now.short(rows)
    if short.any():
        drawn.add_scatter(
            x=[start for start, is_short in zip(starts, short, strict=True) if is_short],
            y=needed[short],
            name=say("Short"),
            mode="markers",
            marker={"symbol": "triangle-down", "size": 8, "color": palette.ABANDONED},
            hovertemplate="%{customdata:,.1f}",
            customdata=-now.gap(rows)[short],
        )
    if glance.before is not None:
        old = glance.before
        for agents, title in (
            (old.needed, say("Needed, unchanged")),
            (old.on_duty, say("On duty, unchanged")),
        ):
            dash = "dash" if agents is old.needed else "dot"
            total = agents[rows].sum(axis=0)
            _add(drawn, starts, total, title, palette.UNCHANGED, dash=dash, shape="hv", width=1.3)
    count_axis(drawn, say("Agents"))
    return drawn


def needed_sheet(glance: Glance, view: View, say: Words) -> Frame:
    """Return agents needed and on duty by interval, and what is between them."""
    now, rows = glance.now, glance.staffed(view)
    found: dict[str, object] = dict(_when(glance.scenario, say))
    found[say("Load, Erlangs")] = now.lines.load[rows].sum(axis=0)
    found[say("Needed")] = now.needed[rows].sum(axis=0)
    found[say("On duty, of full skill")] = now.on_duty[rows].sum(axis=0)
    found[say("On duty less needed")] = now.gap(rows)
    if glance.before is not None:
        found[say("Needed, unchanged")] = glance.before.needed[rows].sum(axis=0)
        found[say("On duty, unchanged")] = glance.before.on_duty[rows].sum(axis=0)
    return pd.DataFrame(found)


def level_picture(glance: Glance, view: View, say: Words) -> go.Figure:
    """Draw the service level by interval: the formulas', and the simulated one where known."""
    scenario, kpi = glance.scenario, view.level_id(glance.scenario)
    drawn = _shares(glance, say, _levels(glance, view), (view.row, kpi))
    queue = view.settings(scenario)
    if queue is not None and queue.target is not None and queue.target.kpi == kpi:
        level = queue.target.level
        add_level(drawn, 100 * level, say("Target {level}", level=percent(level)), scenario)
    return drawn


def busy_picture(glance: Glance, view: View, say: Words) -> go.Figure:
    """Draw the occupancy by interval: the formulas', and the simulated one where known."""
    row = None if view.queue else (("all groups", ""), "occupancy")
    return _shares(glance, say, _occupancies(glance, view), row)


def level_sheet(glance: Glance, view: View, say: Words) -> Frame:
    """Return service level and occupancy by interval, by the formulas and as simulated."""
    now, before = _levels(glance, view)
    busy, _ = _occupancies(glance, view)
    found: dict[str, object] = dict(_when(glance.scenario, say))
    kpi = view.level_id(glance.scenario)
    found[f"{kpi}, {say('Erlang')}, %"] = 100 * now
    if before is not None:
        found[f"{kpi}, {say('Erlang, unchanged')}, %"] = 100 * before
    if glance.study is not None:
        shown = curve(glance.study, view.row, kpi, 100)
        found[f"{kpi}, {say('Simulated')}, %"] = shown.value
        found[f"{kpi}, {say('Low')}, %"] = shown.low
        found[f"{kpi}, {say('High')}, %"] = shown.high
    found[f"{say('Occupancy')}, {say('Erlang')}, %"] = 100 * busy
    return pd.DataFrame(found)


def instants(scenario: Scenario) -> list[datetime]:
    """Return the starts of the counted intervals."""
    first, step = first_day(scenario), timedelta(seconds=scenario.interval)
    return [first + step * number for number in range(scenario.intervals)]


def _levels(glance: Glance, view: View) -> tuple[Numbers, Numbers | None]:
    rows = glance.called(view)

    def level(found: Expected) -> Numbers:
        # The centre's is of each line's own threshold, whatever their targets mean.
        return found.by_interval(found.level if view.queue else found.answered_within, rows)

    return level(glance.now), None if glance.before is None else level(glance.before)


def _occupancies(glance: Glance, view: View) -> tuple[Numbers, Numbers | None]:
    rows = [row for row in glance.staffed(view) if not glance.now.lines.is_work[row]]

    def busy(found: Expected) -> Numbers:
        agents, shares = found.on_duty[rows], found.occupancy[rows]
        total = agents.sum(axis=0)
        weighted = (agents * np.nan_to_num(shares)).sum(axis=0)
        return np.where(total > 0, weighted / np.where(total > 0, total, 1.0), np.nan)

    return busy(glance.now), None if glance.before is None else busy(glance.before)


def _shares(
    glance: Glance,
    say: Words,
    shares: tuple[Numbers, Numbers | None],
    simulated: tuple[tuple[str, str], str] | None,
) -> go.Figure:
    """Draw shares by interval, in per cent: now and before, and a row's KPI as simulated."""
    now, before = shares
    drawn, starts = over_time(glance.scenario, say), instants(glance.scenario)
    if before is not None:
        title = say("Erlang, unchanged")
        _add(drawn, starts, 100 * before, title, palette.UNCHANGED, dash="dash", width=1.5)
    is_simulated = glance.study is not None and simulated is not None
    dash = "dot" if is_simulated else "solid"
    _add(drawn, starts, 100 * now, say("Erlang"), palette.TARGET, dash=dash)
    if glance.study is not None and simulated is not None:
        row, kpi = simulated
        add_line(drawn, curve(glance.study, row, kpi, 100), say("Simulated"), palette.ASKED)
    share_axis(drawn)
    return drawn


def _add(
    drawn: go.Figure,
    starts: list[datetime],
    values: Numbers,
    title: str,
    colour: str,
    *,
    dash: str = "solid",
    shape: str = "linear",
    width: float = 2.2,
) -> None:
    shown = Curve(starts, values.tolist(), [], [])
    add_line(drawn, shown, title, colour, banded=False, dash=dash, width=width)
    drawn.data[-1].line.shape = shape


def _shown(scenario: Scenario, view: View) -> Sequence[str]:
    """Return the lines looked at that somebody calls."""
    names = [view.queue] if view.queue else list(scenario.queues)
    return [name for name in names if view.queue or scenario.volumes(name).any()]


def _when(scenario: Scenario, say: Words) -> dict[str, object]:
    """Return the columns that say when each interval is."""
    numbers = np.arange(scenario.intervals)
    of_day = numbers % scenario.intervals_per_day
    return {
        say("Day"): numbers // scenario.intervals_per_day + 1,
        say("From"): [clock(number * scenario.interval / 60) for number in of_day],
    }
