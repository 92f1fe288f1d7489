"""The parts of the page of the day, of which one is shown at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from crewline.charts.answer import Answer
from crewline.charts.chart import Chart
from crewline.charts.flow import flow_brief
from crewline.charts.heat import heat_picture, heat_sheet
from crewline.charts.scope import View
from crewline.charts.sheets import (
    all_sheet,
    differences_sheet,
    group_sheet,
    levels_sheet,
    lines_sheet,
    unreal,
)
from crewline.ui.pages.day import gallery
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.words import N_, Words
from crewline.words.kpis import kpi_name
from crewline.words.targets import target_table
from scenarios.studies.kpi_tables import Frame

SECTIONS: Final = {
    "overview": N_("Overview"),
    "levels": N_("Service levels"),
    "people": N_("Hold and transfers"),
    "work": N_("Work and self-service"),
    "days": N_("Days and intervals"),
    "all": N_("All figures"),
}
_HEAT: Final = "day_heat"
#: What a heat map may show, where the scenario has it.
_HEATS: Final = ("SL3", "asa", "abandonment", "offered", "queue_length", "on_time", "backlog")
_GREY: Final = "color: #85898f; opacity: 0.75"


def show_section(part: str, answer: Answer, view: View, say: Words) -> None:
    """Show one of SECTIONS."""
    _DRAWN[part](answer, view, say)


def _overview(answer: Answer, view: View, say: Words) -> None:
    if view.is_whole:
        _show_targets(answer, say)
    _show_pairs(gallery.overview(answer, view, say), answer, say)


def _levels(answer: Answer, view: View, say: Words) -> None:
    file = answer.study.scenario.name
    if view.is_work(answer.study.scenario):
        st.info(say("Nobody waits for an answer here: there is no service level, but a due time."))
    else:
        left, right = st.columns(2)
        with left.container(border=True, height="stretch", key="picture_levels"):
            show_chart(gallery.levels(answer, view, say), say, file)
        with right.container(border=True, height="stretch", key="levels_table"):
            st.markdown(f"**{say('Six formulas, one day')}**")
            st.table(_as_text(levels_sheet(answer, view, say)).set_index(say("Figure")))
    _show_targets(answer, say)
    st.markdown(f"**{say('Channels and lines side by side')}**")
    show_sheet("lines", lines_sheet(answer, say), say, file)


def _people(answer: Answer, view: View, say: Words) -> None:
    _show_pairs(gallery.people(answer, view, say), answer, say)
    flows = gallery.flows(answer, view, say)
    if flows is None:
        st.info(say("Nobody transfers anything here."))
        return
    left, right = st.columns([3, 2])
    with left.container(border=True, height="stretch", key="picture_flows"):
        show_chart(flows, say, answer.study.scenario.name)
    with right.container(border=True, height="stretch", key="flows_brief"):
        st.markdown(f"**{say('Transfers, most first')}**")
        brief = flow_brief(answer, view, say)
        numbers = brief.select_dtypes("float").columns
        st.dataframe(
            brief,
            hide_index=True,
            column_config={str(n): st.column_config.NumberColumn(format="%.1f") for n in numbers},
            key="flows_brief_table",
        )


def _work(answer: Answer, view: View, say: Words) -> None:
    charts, sheets = gallery.work(answer, view, say)
    if not charts and not sheets:
        st.info(say("No work that can wait here, no self-service and no call-backs."))
    _show_pairs(charts, answer, say)
    for name, title, sheet in sheets:
        st.markdown(f"**{title}**")
        show_sheet(name, sheet, say, answer.study.scenario.name)


def _days(answer: Answer, view: View, say: Words) -> None:
    _show_pairs(gallery.days(answer, view, say), answer, say)
    counted = answer.study.counted.kpis
    told = set(view.of(answer.study.kpis)["kpi"])
    offered = [kpi for kpi in _HEATS if kpi in counted and kpi in told]
    recall(_HEAT, offered, offered[0])
    with st.container(border=True, key="picture_heat"):
        st.selectbox(
            say("Figure of every interval"),
            offered,
            format_func=lambda one: kpi_name(one, say),
            key=_HEAT,
        )
        remember(_HEAT, offered[0])
        kpi = st.session_state[_HEAT]
        title = say("{kpi} by interval", kpi=kpi_name(kpi, say))
        picture = heat_picture(answer, view, kpi, say)
        chart = Chart("heat", title, picture, lambda: heat_sheet(answer, view, kpi, say))
        show_chart(chart, say, answer.study.scenario.name)


def _all(answer: Answer, view: View, say: Words) -> None:
    file = answer.study.scenario.name
    if answer.comparison is not None:
        st.markdown(f"**{say('Differences to unchanged')}**")
        _show_differences(differences_sheet(answer, view, say), say, file)
    for name, title, sheet in (
        ("all", say("All figures"), all_sheet),
        ("groups", say("Skill groups"), group_sheet),
    ):
        st.markdown(f"**{title}**")
        show_sheet(name, sheet(answer, view, say), say, file)


def _show_differences(sheet: Frame, say: Words, file: str) -> None:
    """Show differences, those greyed out that cannot be told."""
    grey, verdicts = unreal(say), say("Said in a word")

    def styled(row: Any) -> list[str]:
        return [_GREY if row[verdicts] in grey else ""] * len(row)

    st.caption(say("Grey: nothing can be told apart; the interval of the difference holds zero."))
    st.dataframe(sheet.style.apply(styled, axis=1), hide_index=True, key="sheet_differences_seen")
    with st.expander(say("Table")):
        show_sheet("differences", sheet, say, file)


def _show_targets(answer: Answer, say: Words) -> None:
    """Show the verdicts on all targets."""
    table = target_table(answer.study, say)
    if len(table):
        st.markdown(f"**{say('Targets')}**")
        st.dataframe(table, hide_index=True, key="targets")


def _show_pairs(charts: list[Chart], answer: Answer, say: Words) -> None:
    """Show pictures, two in a row."""
    file = answer.study.scenario.name
    for first in range(0, len(charts), 2):
        pair = charts[first : first + 2]
        columns = st.columns(2) if len(pair) == 2 or first else [st.container()]
        for column, picture in zip(columns, pair, strict=False):
            with column.container(border=True, height="stretch", key=f"picture_{picture.name}"):
                show_chart(picture, say, file)


def _as_text(sheet: Frame) -> Frame:
    numbers = sheet.select_dtypes("number").columns
    return sheet.assign(**{str(one): sheet[one].map("{:.1f}".format) for one in numbers})


_DRAWN: Final[Mapping[str, Callable[[Answer, View, Words], None]]] = {
    "overview": _overview,
    "levels": _levels,
    "people": _people,
    "work": _work,
    "days": _days,
    "all": _all,
}
