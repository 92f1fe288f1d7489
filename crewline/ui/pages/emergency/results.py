"""What the study found: verdict, cards, the day by the minute, what actions earned, tables."""

from __future__ import annotations

import streamlit as st

from crewline.charts.earned import earned_chart
from crewline.charts.emergency_sheets import happened_sheet, outcome_sheet, recovery_sheet
from crewline.charts.floor import (
    OF_GROUPS,
    OF_LINES,
    Seen,
    events_sheet,
    figures_of,
    floor_chart,
    seen_of,
)
from crewline.ui.pages.emergency.cards import show_cards
from crewline.ui.pages.emergency.verdict import show_verdict
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.words import Words
from crewline.words.targets import target_table
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.emergency.recovery import STAYS_MIN
from sim.clock import MS_PER_MIN
from sim.kpis.timeline import Sampling

_LOOKED_AT = "emergency_line"
_FIGURE = "emergency_figure"
_ONE_DAY = "emergency_one_day"


def show_results(found: Emergency, say: Words) -> None:
    """Show all that was found."""
    file = f"{found.scenario.name}-emergency"
    show_verdict(found, say)
    show_cards(found, say)
    _show_floor(found, file, say)
    if found.leaving_out:
        with st.container(border=True, key="emergency_earned"):
            show_chart(earned_chart(found, say), say, file)
    _show_tables(found, file, say)


def _show_floor(found: Emergency, file: str, say: Words) -> None:
    with st.container(border=True, key="emergency_floor"):
        left, middle, right = st.columns([5, 5, 4], vertical_alignment="bottom")
        with left:
            kind, name = _choose_row(found, say)
        with middle:
            figure = _choose_figure(found, (kind, name), say)
        with right:
            days = ("all", "one")
            recall(_ONE_DAY, days, "all")
            titles = {"all": say("All days"), "one": say("One day")}
            st.segmented_control(
                say("Days"), days, format_func=titles.__getitem__, key=_ONE_DAY, required=True
            )
            remember(_ONE_DAY, "all")
        seen = Seen(kind, name, figure, st.session_state[_ONE_DAY] == "one")
        show_chart(floor_chart(found, seen, say), say, file)
        with st.expander(say("What happened when")):
            show_sheet("strips", events_sheet(found, say), say, file)


def _choose_row(found: Emergency, say: Words) -> tuple[str, str]:
    rows = {f"{kind}/{name}": (kind, name) for kind, name in seen_of(found.scenario)}
    recall(_LOOKED_AT, rows, "centre/")
    st.selectbox(
        say("Line or skill group"),
        list(rows),
        format_func=lambda one: Seen(*rows[one]).title(found.scenario, say),
        key=_LOOKED_AT,
    )
    remember(_LOOKED_AT, "centre/")
    return rows[st.session_state[_LOOKED_AT]]


def _choose_figure(found: Emergency, row: tuple[str, str], say: Words) -> str:
    figures = figures_of(*row, found.scenario)
    recall(_FIGURE, figures, figures[0])
    titles = OF_LINES | OF_GROUPS
    st.selectbox(say("Figure"), figures, format_func=lambda one: say(titles[one]), key=_FIGURE)
    remember(_FIGURE, figures[0])
    return str(st.session_state[_FIGURE])


def _show_tables(found: Emergency, file: str, say: Words) -> None:
    targets = target_table(found.study, say)
    if len(targets):
        st.markdown(f"**{say('Targets, with playbooks')}**")
        show_sheet("emergency_targets", targets, say, file)
    st.markdown(f"**{say('What the days come to')}**")
    show_sheet("outcomes", outcome_sheet(found, say), say, file)
    st.caption(_what_means_are(found, say))
    if len(found.recovery):
        with st.expander(say("Out of target and back in it")):
            show_sheet("recovery", recovery_sheet(found, say), say, file)
            st.caption(
                say(
                    "By the minute, over the last {window} min. Back is the first return to target"
                    " that lasts for {stays} min; a quiet night counts, hours when the line is"
                    " closed or no wait ends do not.",
                    window=Sampling().over_ms // MS_PER_MIN,
                    stays=STAYS_MIN,
                )
            )
    if len(found.events):
        with st.expander(say("What was detected and done")):
            show_sheet("happened", happened_sheet(found, say), say, file)


def _what_means_are(found: Emergency, say: Words) -> str:
    times, days = found.replications, found.scenario.days
    if days > 1:
        return say(
            "Simulated {times} times, {days} days in all: means over the times, ± half of their"
            " intervals; differences on the same days. Longest waits are the means of the longest"
            " of each time.",
            times=times,
            days=times * days,
        )
    return say(
        "Means of {days} simulated days, ± half of their intervals; differences on the same"
        " days. Longest waits are the means of the days' longest.",
        days=times,
    )
