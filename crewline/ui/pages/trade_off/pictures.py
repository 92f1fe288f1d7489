"""The trade-off's pictures: the frontier, the prices between its points, the small changes."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from crewline.charts.chart import Chart
from crewline.charts.frontier import frontier_picture, points_sheet, prices_sheet
from crewline.charts.marginals import marginals_picture, marginals_sheet
from crewline.charts.point_words import (
    change_title,
    decision_words,
    point_title,
    price_words,
    reasons,
)
from crewline.charts.weighed import Weighed
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.words import Words, plain
from crewline.words.figures import number, percent
from crewline.words.kpis import kpi_formula

_POINT: Final = "trade_point"
_CLICKED: Final = "trade_clicked"


def show_trade_off(weighed: Weighed, say: Words, *, so_far: bool = False) -> int | None:
    """Show cost against service, and return the number of the point that is looked at.

    A point is chosen by a click, or from the list below the picture.
    """
    found = weighed.found
    schedules = [at for at, each in enumerate(found.points) if each.is_found]
    name = "trade_off_so_far" if so_far else "trade_off"
    picked = None if so_far or not schedules else _picked(schedules, found.chosen)
    chart = Chart(
        name,
        say("Cost against service"),
        frontier_picture(weighed, say, picked),
        lambda: points_sheet(weighed, say),
        _note(weighed, say),
        _alt(weighed, say),
    )
    if not schedules:
        st.warning(say("No schedule was found for any of these levels."))
    else:
        selection = show_chart(
            chart, say, found.scenario.name, on_select="ignore" if so_far else "rerun"
        )
        if not so_far:
            _take_click(selection, schedules)
    _tell_failures(weighed, say)
    if so_far or not schedules:
        return None
    number_of: int = st.selectbox(
        say("Schedule to look at: click a point, or choose it here"),
        schedules,
        format_func=lambda at: point_title(weighed, at, say),
        key=_POINT,
    )
    return number_of


def show_prices(weighed: Weighed, say: Words) -> None:
    """Show what one more point of service costs between neighbours."""
    steps, currency = weighed.found.steps, weighed.found.scenario.currency
    if not steps:
        return
    st.subheader(say("The price of one more point"))
    lines = [
        say(
            "From {start} to {end}: {price} for one point.",
            start=plain(point_title(weighed, step.start, say)),
            end=plain(point_title(weighed, step.end, say)),
            price=price_words(step, currency, say),
        )
        for step in steps
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(
        say(
            "Bounds follow from the {confidence} interval of the difference in service, on the same"
            " random days.",
            confidence=percent(weighed.found.scenario.confidence),
        )
    )
    with st.expander(say("Table")):
        show_sheet("prices", prices_sheet(weighed, say), say, weighed.found.scenario.name)


def show_marginals(weighed: Weighed, say: Words) -> None:
    """Show what small changes of the chosen schedule bring."""
    marginals, chosen = weighed.found.marginals, weighed.found.chosen
    if marginals is None or not marginals.values or chosen is None:
        return
    decision = decision_words(weighed.found.points[chosen].point.decision, say)
    best = max(marginals.values, key=lambda each: each.service.value)
    with st.container(border=True, key="picture_marginals"):
        show_chart(
            Chart(
                "marginals",
                say("One more of each thing, at the schedule: {decision}", decision=decision),
                marginals_picture(weighed, say),
                lambda: marginals_sheet(weighed, say),
                say(
                    "Each is simulated on the same random days as the schedule itself; the lines"
                    " are {confidence} intervals.",
                    confidence=percent(weighed.found.scenario.confidence),
                ),
                say(
                    "Bars of points of service gained by small changes; most by: {change},"
                    " {points}.",
                    change=change_title(best, weighed.found.scenario, say),
                    points=number(100 * best.service.value, say),
                ),
            ),
            say,
            weighed.found.scenario.name,
        )


def _picked(schedules: list[int], chosen: int | None) -> int:
    """Return the point that is looked at, before its list is drawn."""
    if st.session_state.get(_POINT) not in schedules:
        st.session_state[_POINT] = chosen if chosen in schedules else schedules[0]
    at: int = st.session_state[_POINT]
    return at


def _take_click(selection: Any, schedules: list[int]) -> None:
    """Look at the point that was clicked, once: the list may choose another afterwards."""
    points = selection.get("selection", {}).get("points", []) if selection else []
    clicked = next((_number(one) for one in points if _number(one) in schedules), None)
    if clicked is None or clicked == st.session_state.get(_CLICKED):
        st.session_state[_CLICKED] = clicked
        return
    st.session_state[_CLICKED] = clicked
    if clicked != st.session_state.get(_POINT):
        st.session_state[_POINT] = clicked
        st.rerun()


def _number(point: Any) -> int:
    data = point.get("customdata") or [-1]
    return int(data[0]) if isinstance(data, list | tuple) else -1


def _note(weighed: Weighed, say: Words) -> str:
    found = weighed.found
    return " ".join(
        [
            say(
                "In time: {formula}. Every point is a schedule, simulated {n} times on the same"
                " random days; bars and band are {confidence} intervals.",
                formula=kpi_formula(found.measure.kpi, say),
                n=found.replications,
                confidence=percent(found.scenario.confidence),
            ),
            say(
                "The knee is the point farthest from the straight line between the cheapest and"
                " the best."
            ),
        ]
    )


def _alt(weighed: Weighed, say: Words) -> str:
    """Return the points as a sentence for who cannot see the picture."""
    parts = [
        say(
            "{point}: {cost}, {service} in time",
            point=point_title(weighed, at, say),
            cost=number(each.cost.value, say),
            service=percent(round(each.service.value, 3)),
        )
        for at, each in enumerate(weighed.found.points)
        if each.cost is not None and each.service is not None
    ]
    return f"{say('Cost against service')}. {'; '.join(parts)}"


def _tell_failures(weighed: Weighed, say: Words) -> None:
    """Say which targets cannot be kept, and why."""
    lines = []
    for at, each in enumerate(weighed.found.points):
        title = plain(point_title(weighed, at, say))
        why = reasons(each, weighed.found.scenario, say)
        if not each.is_found:
            words = say("{point}: there is no schedule.", point=title)
        elif not each.point.holds:
            words = say("{point}: on the days simulated its targets are not kept.", point=title)
        else:
            continue
        lines.append(f"- {words} {plain(why)}")
    if lines:
        st.warning(say("What is not kept:") + "\n" + "\n".join(lines))
