"""The pictures of an answer on the page, each with its table and a download."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from crewline.charts import day as pictures
from crewline.charts.answer import Answer
from crewline.charts.chart import Chart
from crewline.charts.scope import View
from crewline.charts.sheets import all_sheet, group_sheet, interval_sheet, levels_sheet
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.words import Words
from crewline.words.figures import percent
from crewline.words.targets import target_table
from scenarios.studies.kpi_tables import Frame


def show_gallery(answer: Answer, view: View, say: Words) -> None:
    """Show all pictures, two in a row, then the tables of everything."""
    shown, file = pictures_of(answer, view, say), answer.study.scenario.name
    for left, right in zip(shown[::2], shown[1::2], strict=True):
        for column, picture in zip(st.columns(2), (left, right), strict=True):
            with column.container(border=True, height="stretch", key=f"picture_{picture.name}"):
                show_chart(picture, say, file)
    for name, title, sheet in (
        ("all", say("All figures"), all_sheet),
        ("groups", say("Skill groups"), group_sheet),
    ):
        with st.expander(title):
            show_sheet(name, sheet(answer, view, say), say, file)


def show_targets(answer: Answer, say: Words) -> None:
    """Show the verdicts on all targets."""
    table = target_table(answer.study, say)
    if len(table):
        st.markdown(f"**{say('Targets')}**")
        st.dataframe(table, hide_index=True, key="targets")


def pictures_of(answer: Answer, view: View, say: Words) -> list[Chart]:
    """Return the pictures of a view, an even number; of work none that is about a wait."""
    scenario = answer.study.scenario
    level, row = view.level_id(scenario), view.row
    groups = [("group", name) for name in view.groups(scenario)]
    busy = groups if view.queue else [("all groups", "")]
    band = say(
        "Bands: {confidence} interval of the mean over simulated days.",
        confidence=percent(scenario.confidence),
    )
    occupancy = (
        say(
            "Occupancy is of agents, not of lines: here the groups that serve this line, "
            "with all the lines they serve."
        )
        if view.queue
        else say("Occupancy is of agents, not of lines: here all groups.")
    )

    def intervals(shown: list[tuple[tuple[str, str], str]], unit: str) -> Callable[[], Frame]:
        return lambda: interval_sheet(answer, shown, unit, say)

    of_all = [
        Chart(
            "queue",
            say("Queue by interval"),
            pictures.queue_picture(answer, view, say),
            intervals([(row, "queue_length"), (row, "longest_queue")], say("contacts")),
            band,
        ),
        Chart(
            "occupancy",
            say("Occupancy over the day"),
            pictures.occupancy_picture(answer, view, say),
            intervals([(one, "occupancy") for one in busy], "%"),
            f"{occupancy} {'' if view.queue else band}",
        ),
        Chart(
            "duty",
            say("Agents on duty"),
            pictures.duty_picture(answer, view, say),
            intervals([(one, "on_duty") for one in groups], say("Agents").lower()),
            say("Mean number by interval, absence taken off."),
        ),
        Chart(
            "contacts",
            say("Contacts by interval"),
            pictures.contacts_picture(answer, view, say),
            intervals(
                [(row, kpi) for kpi in ("offered", *pictures.became(scenario, view))],
                say("contacts"),
            ),
            band,
        ),
    ]
    if view.is_work(scenario):
        return of_all
    return [
        Chart(
            "service",
            say("Service level over the day"),
            pictures.service_picture(answer, view, say),
            intervals([(row, level)], "%"),
            f"{level}. {band}",
        ),
        Chart(
            "wait",
            say("Wait over the day (average speed of answer)"),
            pictures.wait_picture(answer, view, say),
            intervals([(row, "asa")], say("Seconds").lower()),
            band,
        ),
        *of_all,
        Chart(
            "levels",
            say("The six service levels"),
            pictures.levels_picture(answer, view, say),
            lambda: levels_sheet(answer, view, say),
            say("Same data, six definitions in daily use; quote one only by its name."),
        ),
        Chart(
            "abandonment",
            say("Abandonment over the day"),
            pictures.abandonment_picture(answer, view, say),
            intervals([(row, "abandonment")], "%"),
            band,
        ),
    ]
