"""What one more of each thing brings at a schedule: service, and money."""

from __future__ import annotations

import html
import math
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out
from crewline.charts.point_words import change_hours, change_title
from crewline.charts.weighed import Weighed
from crewline.words import Words
from crewline.words.figures import money
from scenarios.planning.frontier.marginals import Marginal
from scenarios.studies.kpi_tables import Frame
from sim.kpis.compare import Direction

_BAR: Final = 34
_REST: Final = 90


def marginals_picture(weighed: Weighed, say: Words) -> go.Figure:
    """Draw the points of service that each small change brings, the most at the top.

    What cannot be told from nothing is grey and hatched, and says so.
    """
    rows = _rows(weighed)
    drawn = laid_out(_REST + _BAR * len(rows))
    drawn.update_layout(hovermode="closest", bargap=0.35)
    for told in (True, False):
        shown = [each for each in rows if is_told(each) is told]
        if not shown:
            continue
        values = [100 * each.service.value for each in shown]
        drawn.add_bar(
            orientation="h",
            x=values,
            y=[_title(each, weighed, say) for each in shown],
            name=say("Sure to change service") if told else say("Cannot be told from nothing"),
            marker={
                "color": palette.ASKED if told else palette.UNCHANGED,
                "pattern": {"shape": "" if told else "/"},
            },
            error_x={
                "array": [100 * (each.service.high - each.service.value) for each in shown],
                "thickness": 1.4,
                "width": 4,
                "color": palette.TARGET,
            },
            hovertemplate="%{y}: %{x:+.2f}<extra></extra>",
        )
    titles = [_title(each, weighed, say) for each in rows]
    drawn.update_yaxes(categoryorder="array", categoryarray=titles[::-1], automargin=True)
    drawn.update_xaxes(title=say("Points of service"), zeroline=True)
    return drawn


def marginals_sheet(weighed: Weighed, say: Words) -> Frame:
    """Return one row a small change: what it brings in service, lost contacts and money."""
    scenario = weighed.found.scenario
    currency = scenario.currency

    def row(each: Marginal) -> dict[str, object]:
        service = say("Service, points")
        return {
            say("Change"): change_title(each, scenario, say),
            say("When"): change_hours(each, say),
            service: 100 * each.service.value,
            f"{service}, {say('Low')}": 100 * each.service.low,
            f"{service}, {say('High')}": 100 * each.service.high,
            say("Abandoned, points"): 100 * each.lost.value,
            f"{say('Cost')}, {currency}": each.cost.value,
            say("Said in a word"): say("sure") if is_told(each) else say("cannot tell apart"),
            say("One more point this way"): own_price(each, currency, say),
            say("Worth at the frontier's price"): _worth(each, currency, say),
        }

    return pd.DataFrame([row(each) for each in _rows(weighed)])


def own_price(each: Marginal, currency: str, say: Words) -> str:
    """Return what a point of service costs by a change; what it saves where it does."""
    if not math.isfinite(each.price):
        return "–"
    if each.cost.verdict in {Direction.SAME, Direction.CANNOT_TELL}:
        return say("free")
    price = money(abs(each.price), currency, say)
    return price if each.price > 0 else say("saves {price}", price=price)


def is_told(each: Marginal) -> bool:
    """Tell whether it is beyond chance that a change moves service."""
    return each.service.verdict in {Direction.HIGHER, Direction.LOWER}


def _title(each: Marginal, weighed: Weighed, say: Words) -> str:
    return html.escape(change_title(each, weighed.found.scenario, say))


def _worth(each: Marginal, currency: str, say: Words) -> str:
    is_gain = each.service.verdict is Direction.HIGHER and math.isfinite(each.worth)
    return money(each.worth, currency, say) if is_gain else "–"


def _rows(weighed: Weighed) -> list[Marginal]:
    """Return the changes, those that bring most first."""
    found = weighed.found.marginals
    values = () if found is None else found.values
    return sorted(values, key=lambda each: -each.service.value)
