"""The floor by the minute, with and without playbooks, and below it what happened when.

Above the course of a figure: its mean over the days, and between which values eight days of ten
are. Below a strip for each disruption, level and action: the fuller its colour, the more days it is
in force on at that minute.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import HEIGHT, add_level, add_line, count_axis, over_time, share_axis
from crewline.charts.chart import Chart
from crewline.charts.curves import Curve, first_day
from crewline.charts.emergency_words import strip_title
from crewline.words import N_, Words
from crewline.words.channels import group_title, line_title
from crewline.words.disruptions import moment_words
from crewline.words.figures import clock, percent
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.scenario import Scenario
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.emergency.spans import Strip, strips
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.timeline import TimelineTables
from sim.kpis.grid import Floats

#: What can be looked at of lines, and of groups, by the names that the tables have.
OF_LINES: Final = {
    "waiting": N_("Waiting"),
    "oldest_wait": N_("Longest wait so far"),
    "service_level": N_("Service level over 15 min"),
    "arrivals": N_("Came in a minute"),
    "answered": N_("Answered in a minute"),
    "abandoned": N_("Gave up in a minute"),
    "lost": N_("Lost in a minute"),
    "call_backs_waiting": N_("Call-backs owed"),
}
OF_GROUPS: Final = {
    "staff": N_("On duty and at work"),
    "idle": N_("Idle"),
    "talking": N_("Talking"),
    "holding": N_("Holding a line"),
    "wrapping_up": N_("Wrapping up"),
    "finishing": N_("Finishing after duty"),
    "contacts": N_("Contacts in hand"),
}
_AT_WORK: Final = ("talking", "holding", "wrapping_up")

_COLOURS: Final = {
    "disruption": palette.ABANDONED,
    "level": palette.TARGET,
    "action": palette.ANSWERED,
}
MARKS: Final = {"disruption": "✖", "level": "◆", "action": "▶"}
#: Pixels of a strip, with the words above it, and between the picture and the strips.
_STRIP: Final = 30
_BETWEEN: Final = 34
#: Which part of a strip's height is the strip; the rest is for words.
_THICK: Final = 0.36


@dataclass(frozen=True)
class Seen:
    """What is looked at: a row of the tables (kind, name), a figure, and a day in place of all.

    Kinds are "centre", "queue", "all groups" and "group".
    """

    kind: str = "centre"
    name: str = ""
    figure: str = "waiting"
    one_day: bool = False

    def title(self, scenario: Scenario, say: Words) -> str:
        """Return what it is the figure of."""
        match self.kind:
            case "centre":
                return say("The whole centre")
            case "all groups":
                return say("All agents")
            case "queue":
                return line_title(self.name, scenario, say)
        return group_title(self.name, scenario, say)


def seen_of(scenario: Scenario) -> list[tuple[str, str]]:
    """Return what there is to look at, as (kind, name)."""
    queues = [("queue", name) for name in scenario.queues]
    groups = [("group", name) for name in scenario.all_groups]
    return [("centre", ""), *queues, ("all groups", ""), *groups]


def figures_of(kind: str, name: str, scenario: Scenario) -> list[str]:
    """Return the figures that there are of a row; of work there is no service level."""
    if kind in ("all groups", "group"):
        return list(OF_GROUPS)
    is_work = kind == "queue" and scenario.queues[name].channel in DEFERRABLE
    return [figure for figure in OF_LINES if not (is_work and figure == "service_level")]


def floor_chart(found: Emergency, seen: Seen, say: Words) -> Chart:
    """Return the picture of a figure by the minute, with what happened when below it."""
    scenario = found.scenario
    shown = strips(found)
    below = _BETWEEN + _STRIP * len(shown)
    drawn = over_time(scenario, say, HEIGHT + 40 + below)
    _add_courses(drawn, found, seen, say)
    _finish_upper(drawn, found, seen, say)
    if shown:
        _add_strips(drawn, found, shown, below / (HEIGHT + 40 + below - 60), say)
    drawn.update_layout(uirevision=f"{seen.kind}/{seen.name}/{seen.figure}")
    figure = say((OF_LINES | OF_GROUPS)[seen.figure])
    whose = seen.title(scenario, say)
    return Chart(
        "floor",
        say("By the minute: {figure}, {whose}", figure=figure, whose=whose),
        drawn,
        partial(floor_sheet, found, seen, say),
        _note(found, seen, say),
        _alt(found, seen, shown, say),
    )


def floor_sheet(found: Emergency, seen: Seen, say: Words) -> Frame:
    """Return the minutes behind the picture: each day's figure without and with playbooks."""
    sheets = []
    for words, tables in _sides(found, say):
        for figure in _columns(seen):
            course = _course(tables, seen, figure)
            title = words if len(_columns(seen)) == 1 else f"{words}: {say(_TITLES[figure])}"
            sheets.append(_sheet(course, title, seen, say))
    whole = pd.concat(sheets, axis=1)
    return whole.loc[:, ~whole.columns.duplicated()]


def events_sheet(found: Emergency, say: Words) -> Frame:
    """Return what the strips show: what, on which share of the days, and when first."""
    shown = strips(found)
    days = found.scenario.days
    return pd.DataFrame(
        {
            say("What"): [say(_KINDS[one.kind]) for one in shown],
            say("Which"): [strip_title(one, found, say) for one in shown],
            say("First at (median)"): [_moment(one.first_min, days, say) for one in shown],
            say("Minutes in force, mean"): [float(one.share.sum()) for one in shown],
        }
    )


_KINDS: Final = {
    "disruption": N_("What goes wrong"),
    "level": N_("Alarm"),
    "action": N_("Action"),
}
_TITLES: Final = OF_LINES | OF_GROUPS | {"on_duty": N_("On duty"), "at_work": N_("At work")}


def _sides(found: Emergency, say: Words) -> list[tuple[str, TimelineTables]]:
    """Return the days without and with playbooks; alone where they are the same."""
    assert found.timeline is not None
    assert found.timeline_without is not None
    if not found.scenario.playbooks:
        return [(say("This day"), found.timeline)]
    return [
        (say("Without playbooks"), found.timeline_without),
        (say("With playbooks"), found.timeline),
    ]


def _columns(seen: Seen) -> tuple[str, ...]:
    return ("on_duty", "at_work") if seen.figure == "staff" else (seen.figure,)


def _course(tables: TimelineTables, seen: Seen, figure: str) -> Frame:
    """Return day, at_min, mean, p10 and p90 of a figure; of one day they are all its value."""
    if figure == "at_work":
        parts = [_course(tables, seen, part) for part in _AT_WORK]
        sums = parts[0][["day", "at_min"]].copy()
        sums["mean"] = np.sum([part["mean"].to_numpy() for part in parts], axis=0)
        return sums.assign(p10=np.nan, p90=np.nan)
    if seen.one_day:
        table = tables.queues if figure in OF_LINES else tables.groups
        chosen = table[(table["kind"] == seen.kind) & (table["name"] == seen.name)]
        values = chosen[figure]
        return chosen[["day", "at_min"]].assign(mean=values, p10=np.nan, p90=np.nan)
    table = tables.bands
    is_meant = (table["kind"] == seen.kind) & (table["name"] == seen.name)
    chosen = table[is_meant & (table["figure"] == figure)]
    return chosen[["day", "at_min", "mean", "p10", "p90"]].reset_index(drop=True)


def _factor(seen: Seen) -> float:
    return {"service_level": 100.0, "oldest_wait": 1 / 60}.get(seen.figure, 1.0)


def _instants(course: Frame, scenario: Scenario) -> list[datetime]:
    """Return the beginnings of the minutes, as points of the time axis."""
    first = first_day(scenario)
    minutes = (course["day"] - 1) * 1440 + course["at_min"] - 1
    return [first + timedelta(minutes=float(minute)) for minute in minutes]


def _add_courses(drawn: go.Figure, found: Emergency, seen: Seen, say: Words) -> None:
    sides = _sides(found, say)
    for number, (words, tables) in enumerate(sides):
        is_last = number == len(sides) - 1
        colour = palette.ASKED if is_last else palette.UNCHANGED
        for figure in _columns(seen):
            course, factor = _course(tables, seen, figure), _factor(seen)
            curve = Curve(
                _instants(course, found.scenario),
                (course["mean"] * factor).tolist(),
                (course["p10"] * factor).tolist(),
                (course["p90"] * factor).tolist(),
            )
            title = words if len(_columns(seen)) == 1 else f"{words}: {say(_TITLES[figure])}"
            dash = "solid" if is_last else "dash"
            width = 1.2 if figure == "at_work" else 2.0
            banded = not course["p10"].isna().all()
            add_line(drawn, curve, title, colour, dash=dash, banded=banded, width=width)
            if figure == "at_work":
                drawn.data[-1].line.dash = "dot" if not is_last else "dashdot"


def _finish_upper(drawn: go.Figure, found: Emergency, seen: Seen, say: Words) -> None:
    """Give the upper picture its axis, and a target its line."""
    if seen.figure == "service_level":
        queue = found.scenario.queues.get(seen.name)
        if queue is not None and queue.target is not None and queue.target.kpi.startswith("SL"):
            level = queue.target.level
            add_level(
                drawn, 100 * level, say("Target {level}", level=percent(level)), found.scenario
            )
        share_axis(drawn)
    else:
        count_axis(drawn, say(_AXES.get(seen.figure, N_("Contacts"))))


_AXES: Final = {"oldest_wait": N_("Minutes"), "waiting": N_("Contacts waiting")} | dict.fromkeys(
    ("staff", "idle", "talking", "holding", "wrapping_up", "finishing"), N_("Agents")
)


def _add_strips(
    drawn: go.Figure, found: Emergency, shown: Sequence[Strip], part: float, say: Words
) -> None:
    """Add the strips below; `part` is how much of the height they take."""
    first = first_day(found.scenario)
    strip_part = part * len(shown) * _STRIP / (len(shown) * _STRIP + _BETWEEN)
    drawn.update_layout(
        yaxis={"domain": [part, 1]},
        xaxis={"anchor": "y2"},
        yaxis2={
            "domain": [0, strip_part],
            "range": [len(shown), 0],
            "visible": False,
            "fixedrange": True,
        },
    )
    days = found.scenario.days
    for kind in _COLOURS:
        if any(one.kind == kind for one in shown):
            _add_kind(drawn, kind, shown, first)
    titles = [
        f"{MARKS[one.kind]} {_moment(one.first_min, days, say)}  "
        + html.escape(strip_title(one, found, say))
        for one in shown
    ]
    # All at once: one by one each would be checked again with every other.
    drawn.update_layout(
        annotations=[_title(row, words) for row, words in enumerate(titles)],
        shapes=[
            *(_beginning(one, first) for one in shown),
            *(_shade(one, first) for one in shown if one.kind == "disruption" and one.share.any()),
        ],
    )


def _add_kind(drawn: go.Figure, kind: str, shown: Sequence[Strip], first: datetime) -> None:
    """Add the strips of a kind, each in its own row: the fuller, the more days it is so on.

    A row has three bands: one for words, the strip, and a gap.
    """
    of_kind = [(row, one.share) for row, one in enumerate(shown) if one.kind == kind]
    edges = np.unique([0, len(of_kind[0][1]), *_changes([share for _, share in of_kind])])
    shares = np.full((3 * len(shown), len(edges) - 1), np.nan)
    for row, share in of_kind:
        stretches = share[edges[:-1]]
        shares[3 * row + 1] = np.where(stretches > 0, stretches, np.nan)
    bounds = [row + part for row in range(len(shown)) for part in (0.0, 1 - _THICK, 0.97)]
    colour = _COLOURS[kind]
    drawn.add_heatmap(
        x=[first + timedelta(minutes=minute) for minute in edges.tolist()],
        y=[*bounds, float(len(shown))],
        z=shares,
        zmin=0,
        zmax=1,
        colorscale=[[0, palette.faint(colour, 0.15)], [1, palette.faint(colour, 1.0)]],
        showscale=False,
        hoverinfo="skip",
        yaxis="y2",
    )


def _changes(shares: Sequence[Floats]) -> list[int]:
    """Return the minutes at which any of some shares changes."""
    return [at for share in shares for at in (1 + np.flatnonzero(np.diff(share))).tolist()]


def _title(row: int, words: str) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": row + 0.02,
        "yref": "y2",
        "yanchor": "top",
        "text": words,
        "showarrow": False,
        "font": {"size": 12},
        "align": "left",
    }


def _beginning(one: Strip, first: datetime) -> dict[str, Any]:
    """Return the upright line at the median time of its beginning."""
    at = first + timedelta(minutes=one.first_min)
    line = {"color": _COLOURS[one.kind], "width": 1, "dash": "dot"}
    ends = {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", "line": line, "opacity": 0.6} | ends


def _shade(one: Strip, first: datetime) -> dict[str, Any]:
    """Return the shade behind the upper picture while something goes wrong."""
    at = np.flatnonzero(one.share)
    return {
        "type": "rect",
        "x0": first + timedelta(minutes=int(at[0])),
        "x1": first + timedelta(minutes=int(at[-1]) + 1),
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "fillcolor": palette.faint(palette.ABANDONED, 0.07),
        "line": {"width": 0},
        "layer": "below",
    }


def _sheet(course: Frame, title: str, seen: Seen, say: Words) -> Frame:
    factor = _factor(seen)
    found = {
        say("Day"): course["day"].to_numpy(),
        say("Until"): [clock(minute) for minute in course["at_min"]],
        f"{title}, {say('Mean')}": (course["mean"] * factor).to_numpy(),
    }
    if not course["p10"].isna().all():
        found |= {
            f"{title}, {say('10 % of days below')}": (course["p10"] * factor).to_numpy(),
            f"{title}, {say('10 % of days above')}": (course["p90"] * factor).to_numpy(),
        }
    return pd.DataFrame(found)


def _note(found: Emergency, seen: Seen, say: Words) -> str:
    days = (
        say("One simulated day.")
        if seen.one_day
        else say(
            "Lines: means of {days} simulated days; bands: eight days of ten.",
            days=found.replications,
        )
    )
    legend = say(
        "Below, {wrong} is what goes wrong, {alarm} an alarm, {action} an action, with the median"
        " time of its beginning; the fuller the colour, the more days it is so on.",
        wrong=MARKS["disruption"],
        alarm=MARKS["level"],
        action=MARKS["action"],
    )
    return f"{days} {legend}"


def _alt(found: Emergency, seen: Seen, shown: Sequence[Strip], say: Words) -> str:
    """Return the picture in words: the worst of the figure, and what happened when."""
    figure = say((OF_LINES | OF_GROUPS)[seen.figure])
    told = [
        say(
            "By the minute: {figure}, {whose}", figure=figure, whose=seen.title(found.scenario, say)
        )
    ]
    days = found.scenario.days
    told += [
        f"{_moment(one.first_min, days, say)} {say(_KINDS[one.kind])}: "
        f"{strip_title(one, found, say)}"
        for one in shown
    ]
    return ". ".join(told)


def _moment(minutes: float, days: int, say: Words) -> str:
    return moment_words(60 * round(minutes), days, say)
