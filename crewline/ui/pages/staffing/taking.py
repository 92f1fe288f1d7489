"""Taking a schedule along: as files, as what is worked on, as an option to decide on."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import streamlit as st

from crewline.charts.downloads import csv
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import keep
from crewline.ui.draft.session import change
from crewline.words import Words
from optimize.schedule.problem import Problem
from scenarios.load import resolved_yaml
from scenarios.planning.files.schedule_table import Schedule, schedule_table
from scenarios.planning.files.workbook import Beside, write_workbook
from scenarios.planning.proof.report import Report, Shown
from scenarios.planning.schedule.as_settings import schedule_settings, without_shifts
from scenarios.planning.schedule.coverage_table import coverage_table
from scenarios.schema.scenario import Scenario

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_taking(report: Report, shown: Shown, draft: Draft, say: Words) -> None:
    """Show the files of a schedule, and what else can be done with it."""
    beside = Beside(
        coverage_table(shown.scenario, shown.requirement, shown.required),
        shown.roster,
        report.base.currency,
    )
    show_files(shown.problem, shown.schedule, shown.scenario, say, beside=beside, key="staffing")
    show_use(shown.problem, shown.scenario, draft, say, key="staffing")


def show_files(
    problem: Problem,
    schedule: Schedule,
    scenario: Scenario,
    say: Words,
    *,
    beside: Beside | None,
    key: str,
) -> None:
    """Offer a schedule as workbook, as CSV, and the scenario with it as YAML."""
    table, stem = schedule_table(problem, schedule), f"{scenario.name}-schedule"
    book = BytesIO()
    write_workbook(table, book, beside)
    left, middle, right = st.columns(3)
    left.download_button(
        say("Schedule as workbook (XLSX)"),
        book.getvalue(),
        file_name=f"{stem}.xlsx",
        mime=_XLSX,
        key=f"{key}_xlsx",
        on_click="ignore",
        width="stretch",
    )
    middle.download_button(
        say("Schedule as CSV"),
        csv(table),
        file_name=f"{stem}.csv",
        mime="text/csv",
        key=f"{key}_csv",
        on_click="ignore",
        width="stretch",
    )
    right.download_button(
        say("Scenario with it as YAML"),
        resolved_yaml(scenario).encode(),
        file_name=f"{stem}.yaml",
        mime="application/yaml",
        key=f"{key}_yaml",
        on_click="ignore",
        width="stretch",
    )
    st.caption(say("Workbook and CSV can be edited, and opened again on this page under “Edit”."))


def show_use(problem: Problem, scheduled: Scenario, draft: Draft, say: Words, *, key: str) -> None:
    """Let the draft take a schedule over, or keep it as an option to decide on."""
    wanted = with_schedule(draft, problem, scheduled)
    is_used = wanted == draft
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    left.button(
        say("Work with this schedule"),
        type="primary",
        key=f"{key}_use",
        disabled=is_used,
        on_click=_use,
        args=(wanted,),
        width="stretch",
    )
    if is_used:
        right.caption(say("It is what all pages work with now, today's roster beside it."))
    else:
        right.caption(
            say(
                "All pages then work with it: the day, what if, emergencies; differences are told"
                " to today's roster."
            )
        )
    _show_keeping(wanted, say, key)


def _show_keeping(wanted: Draft, say: Words, key: str) -> None:
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    title = right.text_input(
        say("Called"), value=say("The schedule that was made"), max_chars=80, key=f"{key}_title"
    )
    if left.button(say("Keep as an option to decide on"), key=f"{key}_keep", width="stretch"):
        keep(wanted, title)
        st.toast(say("Kept; see the decision page."))


def with_schedule(draft: Draft, problem: Problem, scheduled: Scenario) -> Draft:
    """Return a draft in which the groups of a problem work the shifts of a schedule."""
    groups = [team.name for team in problem.teams]
    kept = without_shifts(draft.settings, groups)
    return replace(draft, settings=(*kept, *schedule_settings(scheduled, groups)))


def _use(wanted: Draft) -> None:
    change(settings=wanted.settings)
