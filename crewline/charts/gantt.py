"""Shifts of a day as a Gantt picture: a row for agents who work the same, breaks marked.

A row stands for as many agents as its label says. Where there are too many rows to be read, those
with the same hours are drawn as one: their breaks are then told by how many take them when.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import group_colour, laid_out
from crewline.charts.curves import first_day
from crewline.words import N_, Words
from crewline.words.channels import group_title
from crewline.words.figures import clock
from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty
from scenarios.planning.files.schedule_table import Schedule
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

#: Beyond so many rows those with the same hours are drawn as one, unless asked otherwise.
MOST_ROWS: Final = 45
#: No more people than this are drawn one by one.
MOST_PEOPLE: Final = 400

_MARGIN: Final = 90
_BREAK: Final = {
    True: {"shape": "/", "title": N_("Paid break")},
    False: {"shape": "", "title": N_("Unpaid break")},
}


class Rows(StrEnum):
    """What a row stands for."""

    HOURS = "hours"  # agents of a group with the same hours
    BREAKS = "breaks"  # those who take their breaks together, too
    PEOPLE = "people"  # one of them


ROW_WORDS: Final = {
    Rows.HOURS: N_("Same hours"),
    Rows.BREAKS: N_("Same hours and breaks"),
    Rows.PEOPLE: N_("One row a person"),
}


@dataclass(frozen=True)
class Pause:
    """A break from one slot to another, of so many agents of its row."""

    start: int
    end: int
    paid: bool
    agents: int


@dataclass(frozen=True)
class Bar:
    """A row: agents of a group at work in these stretches of slots, with their breaks."""

    group: str
    pattern: str
    parts: tuple[tuple[int, int], ...]
    pauses: tuple[Pause, ...]
    agents: int

    @property
    def span(self) -> tuple[int, int]:
        """When it begins and ends, in slots of its day."""
        return self.parts[0][0], self.parts[-1][1]


def best_rows(problem: Problem, schedule: Schedule, day: int) -> Rows:
    """Return the finest rows of a day that can be read at a glance."""
    count = len(bars(problem, schedule, day, Rows.BREAKS))
    return Rows.BREAKS if count <= MOST_ROWS else Rows.HOURS


def bars(problem: Problem, schedule: Schedule, day: int, rows: Rows) -> list[Bar]:
    """Return the rows of a day (from 0), by group, then by start and end."""
    found: dict[tuple[object, ...], list[Duty]] = defaultdict(list)
    for duty in schedule.duties:
        if duty.day == day and duty.agents:
            item = duty.type
            key = (duty.team, item.parts, item.pattern)
            found[key if rows is Rows.HOURS else (*key, duty.breaks)].append(duty)
    made = [_bar(problem, duties) for duties in found.values()]
    if rows is Rows.PEOPLE:
        made = [_one(bar) for bar in made for _ in range(bar.agents)]
    names = [team.name for team in problem.teams]
    return sorted(
        made,
        key=lambda bar: (names.index(bar.group), bar.span, [one.start for one in bar.pauses]),
    )


def people(problem: Problem, schedule: Schedule, day: int) -> int:
    """Return how many agents begin a shift on a day."""
    return sum(duty.agents for duty in schedule.duties if duty.day == day)


def gantt_picture(
    shown: Sequence[Bar], problem: Problem, scenario: Scenario, day: int, say: Words
) -> go.Figure:
    """Draw the rows of a day, a heading above those of each group."""
    placed, headings = _placed(shown)
    row_px = 26 if len(shown) <= 12 else 22 if len(shown) <= 60 else 16
    rows = len(placed) + len(headings)
    drawn = laid_out(_MARGIN + row_px * max(rows, 3))
    axis = _Axis(first_day(scenario) + timedelta(days=day), problem.slot_s)
    for group in headings:
        mine = {at: bar for at, bar in placed.items() if bar.group == group}
        title = html.escape(group_title(group, scenario, say))
        _add_work(drawn, mine, axis, title, group_colour(scenario, group))
    for paid in (True, False):
        _add_pauses(drawn, placed, axis, paid=paid, say=say)
    names = {
        at: f"<b>{html.escape(group_title(group, scenario, say))}</b>"
        for group, at in headings.items()
    }
    names |= {at: _label(bar, problem, say) for at, bar in placed.items()}
    drawn.update_yaxes(
        tickvals=list(names),
        ticktext=list(names.values()),
        range=[rows - 0.4, -0.6],
        showgrid=False,
        zeroline=False,
        automargin=True,
    )
    drawn.update_xaxes(
        type="date",
        range=axis.window(shown),
        tickformat="%H:%M",
        dtick=2 * 3_600_000,
        side="top",
        showgrid=True,
    )
    drawn.update_layout(barmode="overlay", bargap=0.25, hovermode="closest")
    drawn.update_layout(legend={"y": -0.02, "yanchor": "top"})
    return drawn


def gantt_sheet(shown: Sequence[Bar], problem: Problem, scenario: Scenario, say: Words) -> Frame:
    """Return the rows of a day as a table."""
    return pd.DataFrame(
        {
            say("Group"): [group_title(bar.group, scenario, say) for bar in shown],
            say("Pattern"): [bar.pattern for bar in shown],
            say("Start"): [_clock(bar.span[0], problem) for bar in shown],
            say("End"): [_clock(bar.span[1], problem) for bar in shown],
            say("Breaks"): [_pauses_in_words(bar, problem, say) for bar in shown],
            say("Agents"): [bar.agents for bar in shown],
        }
    )


def gantt_alt(shown: Sequence[Bar], scenario: Scenario, problem: Problem, say: Words) -> str:
    """Return what a screen reader says of a day's shifts: how many of each group, from when on."""
    said = []
    for group in dict.fromkeys(bar.group for bar in shown):
        mine = [bar for bar in shown if bar.group == group]
        said.append(
            say(
                "{group}: {agents} agents in {rows} rows, from {start} to {end}",
                group=group_title(group, scenario, say),
                agents=sum(bar.agents for bar in mine),
                rows=len(mine),
                start=_clock(min(bar.span[0] for bar in mine), problem),
                end=_clock(max(bar.span[1] for bar in mine), problem),
            )
        )
    return "; ".join(said)


def _bar(problem: Problem, duties: Sequence[Duty]) -> Bar:
    """Return duties with the same hours as one row; breaks of several are counted."""
    item, team = duties[0].type, problem.teams[duties[0].team]
    counts: dict[tuple[int, int, bool], int] = defaultdict(int)
    for duty in duties:
        for begin, window in zip(duty.breaks, duty.type.breaks, strict=True):
            counts[begin, begin + window.length, window.paid] += duty.agents
    pauses = tuple(Pause(*key, agents) for key, agents in sorted(counts.items()))
    return Bar(team.name, item.pattern, item.parts, pauses, sum(one.agents for one in duties))


def _one(bar: Bar) -> Bar:
    """Return the row of one of a row's agents."""
    pauses = tuple(Pause(one.start, one.end, one.paid, 1) for one in bar.pauses)
    return Bar(bar.group, bar.pattern, bar.parts, pauses, 1)


@dataclass(frozen=True)
class _Axis:
    """Slots of a day on the axis of time."""

    midnight: datetime
    slot_s: int

    def at(self, slot: int) -> datetime:
        return self.midnight + timedelta(seconds=slot * self.slot_s)

    def long_ms(self, slots: int) -> float:
        return 1000.0 * slots * self.slot_s

    def window(self, shown: Iterable[Bar]) -> list[datetime]:
        """Return from when to when the rows are at work, with some room."""
        spans = [bar.span for bar in shown] or [(0, 1)]
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        room = max(1, round(1800 / self.slot_s))
        return [self.at(first - room), self.at(last + 2 * room)]


def _placed(shown: Sequence[Bar]) -> tuple[dict[int, Bar], dict[str, int]]:
    """Return the rows and the groups' headings by their place from the top."""
    placed: dict[int, Bar] = {}
    headings: dict[str, int] = {}
    at = 0
    for bar in shown:
        if bar.group not in headings:
            headings[bar.group] = at
            at += 1
        placed[at] = bar
        at += 1
    return placed, headings


def _add_work(
    drawn: go.Figure, mine: Mapping[int, Bar], axis: _Axis, title: str, colour: str
) -> None:
    parts = [(at, bar, part) for at, bar in mine.items() for part in bar.parts]
    drawn.add_bar(
        orientation="h",
        y=[at for at, _, _ in parts],
        base=[axis.at(start) for _, _, (start, _) in parts],
        x=[axis.long_ms(end - start) for _, _, (start, end) in parts],
        name=title,
        marker={"color": colour, "line": {"width": 0}},
        text=[f"× {bar.agents}" if bar.agents > 1 else "" for _, bar, _ in parts],
        textposition="inside",
        insidetextanchor="start",
        textangle=0,
        textfont={"color": "white", "size": 11},
        constraintext="none",
        customdata=[[bar.agents, bar.pattern] for _, bar, _ in parts],
        hovertemplate="%{customdata[1]}, %{base|%H:%M}–%{x|%H:%M}: × %{customdata[0]}"
        "<extra></extra>",
    )


def _add_pauses(
    drawn: go.Figure, placed: Mapping[int, Bar], axis: _Axis, *, paid: bool, say: Words
) -> None:
    """Add the breaks of one kind; the fewer of a row take it, the thinner it is."""
    pauses = [
        (at, bar, one) for at, bar in placed.items() for one in bar.pauses if one.paid == paid
    ]
    if not pauses:
        return
    look = _BREAK[paid]
    marker: dict[str, Any] = {
        "color": "white" if not paid else palette.faint("#ffffff", 0.75),
        "line": {"width": 1, "color": palette.UNCHANGED},
        "pattern": {"shape": look["shape"], "fgcolor": "#333333", "size": 4, "solidity": 0.4},
    }
    drawn.add_bar(
        orientation="h",
        y=[at for at, _, _ in pauses],
        base=[axis.at(one.start) for _, _, one in pauses],
        x=[axis.long_ms(one.end - one.start) for _, _, one in pauses],
        width=[0.25 + 0.45 * one.agents / bar.agents for _, bar, one in pauses],
        name=say(look["title"]),
        marker=marker,
        customdata=[[one.agents, bar.agents] for _, bar, one in pauses],
        hovertemplate="%{base|%H:%M}–%{x|%H:%M}: %{customdata[0]} / %{customdata[1]}"
        f"<extra>{say(look['title'])}</extra>",
    )


def _label(bar: Bar, problem: Problem, say: Words) -> str:
    start, end = (_clock(slot, problem) for slot in bar.span)
    return f"{start}–{end}  {html.escape(bar.pattern)}"


def _clock(slot: int, problem: Problem) -> str:
    """Return a slot as a time of day; what is over at midnight ends at 24:00."""
    minutes = slot * problem.slot_s // 60
    return clock(minutes % 1440 if minutes % 1440 or not minutes else 1440)


def _pauses_in_words(bar: Bar, problem: Problem, say: Words) -> str:
    said = []
    for one in bar.pauses:
        span = f"{_clock(one.start, problem)}–{_clock(one.end, problem)}"
        kind = "" if one.paid else f" {say('unpaid')}"
        count = "" if one.agents == bar.agents else f" × {one.agents}"
        said.append(f"{span}{kind}{count}")
    return "; ".join(said)
