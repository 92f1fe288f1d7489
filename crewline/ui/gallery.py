"""The pictures of an answer on the page, each with its table and a download."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from crewline.ui import pictures
from crewline.ui.figures import percent
from crewline.ui.run import Answer
from crewline.ui.scope import View
from crewline.ui.sheets import all_sheet, csv, group_sheet, interval_sheet, levels_sheet
from crewline.ui.targets import target_table
from crewline.ui.words import Words
from scenarios.studies.kpi_tables import Frame

#: Plotly's own buttons: the picture as a file, and back after zooming.
_CONFIG = {"displaylogo": False, "modeBarButtons": [["toImage", "resetScale2d"]]}


@dataclass(frozen=True)
class Picture:
    """A chart under its title, with the table it was drawn from."""

    name: str
    drawn: go.Figure
    sheet: Callable[[], Frame]
    note: str = ""


def show_gallery(answer: Answer, view: View, say: Words) -> None:
    """Show all pictures, two in a row, then the tables of everything."""
    shown = pictures_of(answer, view, say)
    for left, right in zip(shown[::2], shown[1::2], strict=True):
        for column, picture in zip(st.columns(2), (left, right), strict=True):
            with column.container(border=True, height="stretch", key=f"picture_{picture.name}"):
                _show(picture, answer, say)
    for name, sheet in (("all", all_sheet), ("groups", group_sheet)):
        with st.expander(say(f"picture.{name}")):
            _show_sheet(name, sheet(answer, view, say), answer, say)


def show_targets(answer: Answer, say: Words) -> None:
    """Show the verdicts on all targets."""
    table = target_table(answer.study, say)
    if len(table):
        st.markdown(f"**{say('target.title')}**")
        st.dataframe(table, hide_index=True, key="targets")


def show_planned(drawn: go.Figure, say: Words) -> None:
    """Show the volumes of a scenario that has not been simulated yet."""
    title = say("run.planned")
    st.markdown(f"**{title}**")
    alt = say("picture.alt", title=title)
    st.plotly_chart(drawn, key="chart_planned", config=_CONFIG, alt=alt)


def pictures_of(answer: Answer, view: View, say: Words) -> list[Picture]:
    """Return the pictures of a view, an even number; of work none that is about a wait."""
    scenario = answer.study.scenario
    level, row = view.level_id(scenario), view.row
    groups = [("group", name) for name in view.groups(scenario)]
    busy = groups if view.queue else [("all groups", "")]
    band = say("picture.band", confidence=percent(scenario.confidence))
    occupancy = say("picture.occupancy.line" if view.queue else "picture.occupancy.all")

    def intervals(shown: list[tuple[tuple[str, str], str]], unit: str) -> Callable[[], Frame]:
        return lambda: interval_sheet(answer, shown, unit, say)

    of_all = [
        Picture(
            "queue",
            pictures.queue_picture(answer, view, say),
            intervals([(row, "queue_length"), (row, "longest_queue")], say("unit.contacts")),
            band,
        ),
        Picture(
            "occupancy",
            pictures.occupancy_picture(answer, view, say),
            intervals([(one, "occupancy") for one in busy], "%"),
            f"{occupancy} {'' if view.queue else band}",
        ),
        Picture(
            "duty",
            pictures.duty_picture(answer, view, say),
            intervals([(one, "on_duty") for one in groups], say("axis.agents").lower()),
            say("picture.duty.note"),
        ),
        Picture(
            "contacts",
            pictures.contacts_picture(answer, view, say),
            intervals(
                [(row, kpi) for kpi in ("offered", *pictures.became(scenario, view))],
                say("unit.contacts"),
            ),
            band,
        ),
    ]
    if view.is_work(scenario):
        return of_all
    return [
        Picture(
            "service",
            pictures.service_picture(answer, view, say),
            intervals([(row, level)], "%"),
            f"{level}. {band}",
        ),
        Picture(
            "wait",
            pictures.wait_picture(answer, view, say),
            intervals([(row, "asa")], say("axis.seconds").lower()),
            band,
        ),
        *of_all,
        Picture(
            "levels",
            pictures.levels_picture(answer, view, say),
            lambda: levels_sheet(answer, view, say),
            say("picture.levels.note"),
        ),
        Picture(
            "abandonment",
            pictures.abandonment_picture(answer, view, say),
            intervals([(row, "abandonment")], "%"),
            band,
        ),
    ]


def _show(picture: Picture, answer: Answer, say: Words) -> None:
    title = say(f"picture.{picture.name}")
    st.markdown(f"**{title}**")
    alt = say("picture.alt", title=title)
    named = [trace for trace in picture.drawn.data if trace.showlegend is not False]
    picture.drawn.update_layout(showlegend=len(named) > 1)
    st.plotly_chart(picture.drawn, key=f"chart_{picture.name}", config=_CONFIG, alt=alt)
    if picture.note:
        st.caption(picture.note)
    with st.expander(say("picture.table")):
        _show_sheet(picture.name, picture.sheet(), answer, say)


def _show_sheet(name: str, sheet: Frame, answer: Answer, say: Words) -> None:
    numbers = sheet.select_dtypes(include="float").columns
    st.dataframe(
        sheet,
        hide_index=True,
        column_config={str(one): st.column_config.NumberColumn(format="%.1f") for one in numbers},
        key=f"sheet_{name}",
    )
    scenario = answer.study.scenario
    st.download_button(
        say("picture.csv"),
        csv(sheet),
        file_name=f"{scenario.name}-{name}.csv",
        mime="text/csv",
        key=f"csv_{name}",
        on_click="ignore",
    )
