"""Cost against service: the points of a frontier, where the scenario stands, and where it bends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out
from crewline.charts.point_words import (
    decision_words,
    holding,
    keeping,
    point_title,
    standing,
)
from crewline.charts.weighed import Weighed
from crewline.words import N_, Words
from crewline.words.figures import money, percent
from scenarios.planning.frontier.points import Placed, Step
from scenarios.studies.kpi_tables import Frame
from sim.kpis.estimates import Estimate

#: The colour of the knee; the chosen point is green, as what is answered.
_KNEE: Final = palette.GROUPS[3]
_HEIGHT: Final = 440

#: How the targets of a point hold: its symbol, and what that is called.
_KINDS: Final = {
    "surely": ("circle", N_("Its targets hold for sure")),
    "by estimate": ("circle-open", N_("Its targets hold by estimate")),
    "not": ("x-thin-open", N_("Its targets do not hold")),
}


@dataclass(frozen=True)
class _Mark:
    """What is drawn around a point."""

    title: str
    symbol: str
    colour: str
    size: int


def frontier_picture(weighed: Weighed, say: Words, picked: int | None = None) -> go.Figure:
    """Draw cost upwards against service to the right, both with their intervals.

    Every mark of a point has its number in `customdata`, so that a click tells which it was;
    `picked` is ringed.
    """
    drawn = laid_out(_HEIGHT)
    drawn.update_layout(hovermode="closest")
    _add_line(drawn, weighed, say)
    for kind in _KINDS:
        _add_points(drawn, weighed, kind, say)
    _add_marks(drawn, weighed, say)
    _add_now(drawn, weighed, say)
    if picked is not None:
        mark = _Mark(say("Shown below"), "circle-open", palette.UNCHANGED, 26)
        _add_ring(drawn, weighed, picked, mark, say)
    _add_target(drawn, weighed, say)
    drawn.update_xaxes(title=say("Answered in time, %"))
    drawn.update_yaxes(title=weighed.found.scenario.currency, tickformat=",.0f")
    return drawn


def points_sheet(weighed: Weighed, say: Words) -> Frame:
    """Return one row a point, where the scenario stands first."""
    rows = [] if weighed.now is None else [_row(weighed, weighed.now, say, say("As it is now"))]
    for number, each in enumerate(weighed.found.points):
        title = point_title(weighed, number, say)
        rows.append(_row(weighed, each, say, title, standing(weighed, number, say)))
    return pd.DataFrame(rows)


def prices_sheet(weighed: Weighed, say: Words) -> Frame:
    """Return what one more point of service costs between neighbouring points."""
    currency = weighed.found.scenario.currency

    def row(step: Step) -> dict[str, object]:
        low, high = 100 * step.service_low, 100 * step.service_high
        return {
            say("From"): point_title(weighed, step.start, say),
            say("To"): point_title(weighed, step.end, say),
            say("More service, points"): 100 * step.service,
            f"{say('More service, points')}, {say('Low')}": low,
            f"{say('More service, points')}, {say('High')}": high,
            f"{say('More cost')}, {currency}": step.cost,
            f"{say('One more point')}, {currency}": _finite(step.price),
            f"{say('One more point')}, {say('Low')}": _finite(step.price_low),
            f"{say('One more point')}, {say('High')}": _finite(step.price_high),
        }

    return pd.DataFrame([row(step) for step in weighed.found.steps])


def _row(
    weighed: Weighed, each: Placed, say: Words, title: str, words: str = ""
) -> dict[str, object]:
    currency = weighed.found.scenario.currency
    nothing = Estimate(math.nan, math.nan, math.nan, math.nan, 0)
    costs, serves = each.cost or nothing, each.service or nothing
    in_time = say("Answered in time, %")
    return {
        say("Point"): title,
        f"{say('Cost')}, {currency}": costs.value,
        f"{say('Cost')}, {say('Low')}": costs.low,
        f"{say('Cost')}, {say('High')}": costs.high,
        in_time: 100 * serves.value,
        f"{in_time}, {say('Low')}": 100 * serves.low,
        f"{in_time}, {say('High')}": 100 * serves.high,
        say("Targets of the point"): holding(each, say),
        say("Targets of the scenario"): keeping(each, say),
        say("Agents, fullest day"): each.point.agents if each.is_found else None,
        say("Paid hours"): each.point.paid_h if each.is_found else math.nan,
        say("Remarks"): words,
    }


def _drawn(weighed: Weighed) -> list[tuple[int, Placed]]:
    """Return the points that are schedules of their own, with their numbers."""
    return [
        (at, each)
        for at, each in enumerate(weighed.found.points)
        if each.taken_from is None and each.service is not None and _is_number(each.service.value)
    ]


def _holds(each: Placed) -> str:
    if each.point.holds_surely:
        return "surely"
    return "by estimate" if each.point.holds else "not"


def _add_line(drawn: go.Figure, weighed: Weighed, say: Words) -> None:
    """Add the frontier itself: from point to point of those that none beats, with its band."""
    worth = [each for _, each in _drawn(weighed) if each.is_worth_taking]
    worth.sort(key=lambda each: _share(each).value)
    costs = [_money(each).value for each in worth]
    low, high = ([100 * getattr(_share(each), end) for each in worth] for end in ("low", "high"))
    if all(map(_is_number, [*low, *high])) and len(worth) > 1:
        drawn.add_scatter(
            x=[*low, *reversed(high)],
            y=[*costs, *reversed(costs)],
            mode="lines",
            fill="toself",
            fillcolor=palette.faint(palette.ASKED, 0.15),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        )
    drawn.add_scatter(
        x=[100 * _share(each).value for each in worth],
        y=costs,
        mode="lines",
        name=say("Frontier: nothing serves better for less"),
        line={"color": palette.ASKED, "width": 2},
        hoverinfo="skip",
    )


def _add_points(drawn: go.Figure, weighed: Weighed, kind: str, say: Words) -> None:
    """Add the points whose targets hold in one of the three ways."""
    numbers = [at for at, each in _drawn(weighed) if _holds(each) == kind]
    if not numbers:
        return
    points = [weighed.found.points[at] for at in numbers]
    symbol, title = _KINDS[kind]
    colours = [palette.ASKED if each.is_worth_taking else palette.UNCHANGED for each in points]
    drawn.add_scatter(
        **_placed(points),
        mode="markers+text",
        name=say(title),
        text=[str(at + 1) for at in numbers],
        textposition="top left",
        customdata=[[at, _said(weighed, weighed.found.points[at], say)] for at in numbers],
        hovertemplate="%{customdata[1]}<extra></extra>",
        marker={
            "symbol": symbol,
            "size": 12,
            "color": colours,
            "line": {"width": 2.5, "color": colours},
        },
    )


def _add_marks(drawn: go.Figure, weighed: Weighed, say: Words) -> None:
    """Mark the knee, and the cheapest point that keeps the scenario's targets."""
    chosen, found = weighed.found.chosen, weighed.found
    if chosen is not None:
        keeps = found.points[chosen].point.keeps_own
        title = say("Least cost that keeps all targets") if keeps else say("Serves best")
        mark = _Mark(title, "star-open", palette.ANSWERED, 24)
        _add_ring(drawn, weighed, chosen, mark, say)
    if weighed.knee is not None:
        mark = _Mark(say("Knee: behind it service gets dear"), "square-open", _KNEE, 20)
        _add_ring(drawn, weighed, weighed.knee, mark, say)


def _add_ring(drawn: go.Figure, weighed: Weighed, at: int, mark: _Mark, say: Words) -> None:
    """Add a mark around a point."""
    each = weighed.found.points[at]
    if each.cost is None or each.service is None:
        return
    drawn.add_scatter(
        x=[100 * each.service.value],
        y=[each.cost.value],
        mode="markers",
        name=mark.title,
        customdata=[[at, _said(weighed, each, say)]],
        hovertemplate="%{customdata[1]}<extra></extra>",
        marker={
            "symbol": mark.symbol,
            "size": mark.size,
            "color": mark.colour,
            "line": {"width": 2.5},
        },
    )


def _add_now(drawn: go.Figure, weighed: Weighed, say: Words) -> None:
    """Add the point at which the scenario stands today."""
    now = weighed.now
    if now is None or not _is_number(_share(now).value):
        return
    drawn.add_scatter(
        **_placed([now]),
        mode="markers",
        name=say("As it is now"),
        customdata=[[-1, _said(weighed, now, say, say("As it is now"))]],
        hovertemplate="%{customdata[1]}<extra></extra>",
        marker={"symbol": "diamond", "size": 14, "color": palette.UNCHANGED},
    )


def _add_target(drawn: go.Figure, weighed: Weighed, say: Words) -> None:
    """Add the level of the line's own target, upright, where one line is looked at."""
    level = own_level(weighed)
    money_at = [each.value for _, one in _drawn(weighed) if (each := one.cost) is not None]
    if level is None or not money_at:
        return
    drawn.add_scatter(
        x=[100 * level, 100 * level],
        y=[min(money_at), max(money_at)],
        mode="lines",
        name=say("Target {level}", level=percent(level)),
        line={"color": palette.TARGET, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def own_level(weighed: Weighed) -> float | None:
    """Return the target's level of what is measured: the line's; the lines', where all agree."""
    measure, queues = weighed.found.measure, weighed.found.scenario.queues
    names = list(queues) if measure.line is None else [measure.line]
    levels = {
        target.level
        for name in names
        if (target := queues[name].target) is not None and target.kpi == measure.kpi
    }
    return levels.pop() if len(levels) == 1 else None


def _placed(points: list[Placed]) -> dict[str, Any]:
    """Return where points are drawn, with their intervals both ways."""
    return {
        "x": [100 * _share(each).value for each in points],
        "y": [_money(each).value for each in points],
        "error_x": _bars([_share(each) for each in points], 100),
        "error_y": _bars([_money(each) for each in points], 1),
    }


def _bars(estimates: list[Estimate], factor: float) -> dict[str, Any]:
    reach = [factor * (each.high - each.value) for each in estimates]
    known = [one if _is_number(one) else 0.0 for one in reach]
    return {"array": known, "thickness": 1.2, "width": 4, "color": palette.UNCHANGED}


def _said(weighed: Weighed, each: Placed, say: Words, title: str = "") -> str:
    """Return what is read when a point is pointed at."""
    words = title or decision_words(each.point.decision, say)
    costs = money(_money(each).value, weighed.found.scenario.currency, say)
    service = f"{100 * _share(each).value:.1f} %"
    holds = keeping(each, say) if title else holding(each, say)
    in_time = say("{level} in time", level=service)
    return "<br>".join([f"<b>{words}</b>", costs, in_time, holds])


def _share(each: Placed) -> Estimate:
    assert each.service is not None
    return each.service


def _money(each: Placed) -> Estimate:
    assert each.cost is not None
    return each.cost


def _is_number(value: float) -> bool:
    return math.isfinite(value)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
