"""Editing a schedule: its table, the rules that it breaks then, and its effect."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.staffing.cells import column_titles, show_unreadable
from crewline.ui.pages.staffing.effect import Original, show_effect
from crewline.ui.pages.staffing.history import History, Rows
from crewline.ui.pages.staffing.needed import needed_of, problem_of
from crewline.ui.pages.staffing.rules import broken_table
from crewline.ui.pages.staffing.schedule import made_of
from crewline.ui.pages.staffing.shown import show_gantt
from crewline.ui.pages.staffing.taking import show_files, show_use
from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.shown_chart import show_sheet
from crewline.ui.work.tasks import scenario_content
from crewline.words import Words
from crewline.words.channels import group_title
from optimize.schedule.problem import Problem
from scenarios.faults import BadInput
from scenarios.load import Loaded
from scenarios.planning.files.files import ReadBack, read_back
from scenarios.planning.files.schedule_table import COLUMNS, schedule_table
from scenarios.planning.files.uploaded import LIMITS, rows_of, sheet_of, uploaded_sheet
from scenarios.planning.files.workbook import Beside
from scenarios.planning.proof.report import Report
from scenarios.planning.schedule.coverage_table import coverage_table
from scenarios.planning.schedule.roster import roster_table

_HISTORY: Final = "staffing_history"
_UPLOAD: Final = "staffing_upload"
#: Rows of the editor that are seen without scrolling.
_ROWS_SEEN: Final = 14
_NUMBER: Final = "row"
_TIME: Final = r"^\s*\d{1,2}[:：]\d{2}\s*$"


@dataclass(frozen=True)
class Subject:
    """What is edited: the schedule's problem, what it is compared with, and its first table."""

    problem: Problem
    original: Original
    content: str
    table: Rows | None


def show_editing(loaded: Loaded, draft: Draft, say: Words) -> None:
    """Show the table of a schedule to be edited, and what every edit comes to."""
    subject = _subject(loaded, made_of(loaded, draft))
    _take_upload(subject, say)
    history: History | None = st.session_state.get(_HISTORY)
    if history is None or history.origin != subject.content:
        if subject.table is None:
            st.info(
                say(
                    "Make a schedule first under “Schedule”, or open one that was downloaded and"
                    " edited."
                )
            )
            return
        version = 0 if history is None else history.version + 1
        history = History.of(subject.content, subject.table, version)
    history = _edited(history, subject, say)
    st.session_state[_HISTORY] = history
    _show_result(history, subject, draft, say)


def _subject(loaded: Loaded, report: Report | None) -> Subject:
    """Return the schedule that was made or, where there is none, what one would have to be."""
    if report is None or report.shown is None:
        problem, needs = problem_of(loaded), needed_of(loaded).needs
        original = Original(loaded, loaded.scenario, needs, needs.net, is_today=True)
        return Subject(problem, original, _digest(scenario_content(loaded)), None)
    shown = report.shown
    of_base = Loaded(report.base, (), loaded.source, loaded.variant, ())
    original = Original(of_base, shown.scenario, shown.requirement, shown.required, is_today=False)
    table = schedule_table(shown.problem, shown.schedule).to_dict("records")
    rows = {number: _plain(row) for number, row in enumerate(table, 1)}
    return Subject(
        shown.problem,
        original,
        _digest(scenario_content(replace(of_base, scenario=shown.scenario))),
        rows,
    )


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _take_upload(subject: Subject, say: Words) -> None:
    """Take the table of a file in place of what is edited; what cannot be read is told."""
    with st.expander(say("Open a schedule that was edited elsewhere")):
        file = st.file_uploader(
            say("Schedule as CSV or XLSX"),
            type=["csv", "xlsx"],
            key=_UPLOAD,
            max_upload_size=LIMITS.file_bytes // 1_000_000,
            help=say("As it was downloaded here: the same columns, a row for agents alike."),
        )
    if file is None or st.session_state.get("staffing_upload_taken") == file.file_id:
        return
    try:
        rows = rows_of(uploaded_sheet(file.getvalue(), file.name))
    except BadInput as bad:
        show_faults(bad.faults, say, say("This file cannot be opened as a schedule:"))
        return
    st.session_state["staffing_upload_taken"] = file.file_id
    taken = {number: _plain(row) for number, row in enumerate(rows.values(), 1)}
    history: History | None = st.session_state.get(_HISTORY)
    if history is None or history.origin != subject.content:
        history = History.of(subject.content, subject.table or taken)
    st.session_state[_HISTORY] = history.replaced(taken)


def _edited(history: History, subject: Subject, say: Words) -> History:
    """Draw the editor, and return what the table is now."""
    above = st.container()
    table = st.data_editor(
        _frame(history.shown),
        key=f"staffing_table_{history.version}",
        num_rows="dynamic",
        hide_index=True,
        height=38 + 35 * (min(len(history.shown), _ROWS_SEEN) + 1),
        column_config=_columns(history.shown, subject, say),
        alt=say("The schedule, to be edited"),
    )
    now = history.typed(_rows(table))
    if now.version != history.version:
        st.session_state[_HISTORY] = now
        st.rerun()
    with above:
        _offer_undoing(now, say)
    return now


def _offer_undoing(history: History, say: Words) -> None:
    """Show what takes edits back; drawn above the table when it is known whether there are any."""
    left, middle, right = st.columns([1, 1, 3], vertical_alignment="center")
    left.button(
        say("Undo"),
        key="staffing_undo",
        disabled=not history.before,
        icon=":material/undo:",
        on_click=_undo,
        width="stretch",
    )
    middle.button(
        say("Undo all"),
        key="staffing_undo_all",
        disabled=not history.is_edited,
        on_click=_undo_all,
        width="stretch",
    )
    right.caption(
        say(
            "Cells are written as in the file: days as “1 to 5”, “1, 3” or “all”; breaks as"
            " “10:00 15 min; 12:30 60 min unpaid”. Rows can be added and deleted."
        )
    )


def _undo() -> None:
    history: History = st.session_state[_HISTORY]
    st.session_state[_HISTORY] = history.undone()


def _undo_all() -> None:
    history: History = st.session_state[_HISTORY]
    st.session_state[_HISTORY] = history.replaced(history.first)


def _columns(rows: Rows, subject: Subject, say: Words) -> dict[str, Any]:
    """Return how each column is edited."""
    scenario, teams = subject.original.scenario, subject.problem.teams
    groups = [team.name for team in teams]
    patterns = dict.fromkeys(item.pattern for team in teams for item in team.types)
    patterns |= dict.fromkeys(str(row["pattern"]) for row in rows.values())
    strange = {str(row["group"]) for row in rows.values()} - set(groups)
    column, titles = st.column_config, column_titles(say)
    found: dict[str, Any] = {
        _NUMBER: column.NumberColumn(say("Row"), disabled=True, width=45),
        "group": column.SelectboxColumn(
            titles["group"],
            options=[*groups, *sorted(strange)],
            format_func=lambda one: group_title(one, scenario, say) if one in groups else str(one),
            required=True,
        ),
        "days": column.TextColumn(titles["days"], default="all", width=70),
        "pattern": column.SelectboxColumn(
            titles["pattern"], options=[one for one in patterns if one], width=80
        ),
        "start": column.TextColumn(titles["start"], validate=_TIME, required=True, width=60),
        "end": column.TextColumn(titles["end"], validate=_TIME, required=True, width=60),
        "breaks": column.TextColumn(titles["breaks"], width=290),
        "agents": column.NumberColumn(
            titles["agents"], min_value=0, step=1, default=1, required=True, width=75
        ),
    }
    has_tours = any(team.tour is not None for team in teams)
    return found | {"tour": column.TextColumn(titles["tour"]) if has_tours else None}


def _frame(rows: Rows) -> pd.DataFrame:
    table = pd.DataFrame(list(rows.values()), columns=list(COLUMNS))
    table["agents"] = pd.to_numeric(table["agents"], errors="coerce").astype("Int64")
    table.insert(0, _NUMBER, list(rows))
    return table


def _rows(table: pd.DataFrame) -> Rows:
    """Return the rows of the editor that say anything, by the numbers that it shows.

    Rows that were added have none yet, and get those behind the last.
    """
    found: dict[int, dict[str, object]] = {}
    numbers = pd.to_numeric(table[_NUMBER], errors="coerce")
    last = 0 if numbers.isna().all() else int(numbers.max())
    for number, row in zip(numbers, table.to_dict("records"), strict=True):
        plain = _plain(row)
        if any(map(_says, plain.values())):
            last += bool(math.isnan(number))
            found[last if math.isnan(number) else int(number)] = plain
    return found


def _plain(row: Mapping[Any, object]) -> dict[str, object]:
    """Return a row's cells by column, empty text for what is not there, agents as a number."""
    found = {name: row.get(name) for name in COLUMNS}
    plain = {name: "" if _is_missing(cell) else cell for name, cell in found.items()}
    agents = str(plain["agents"]).strip().removesuffix(".0")
    plain["agents"] = int(agents) if agents.isascii() and agents.isdigit() else agents
    return plain


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))


def _says(cell: object) -> bool:
    return bool(str(cell).strip())


def _show_result(history: History, subject: Subject, draft: Draft, say: Words) -> None:
    """Show what the table comes to: what cannot be read, rules broken, effect, files."""
    scenario = subject.original.loaded.scenario
    try:
        back = read_back(scenario, subject.problem, sheet_of(history.now, say("Row")))
    except BadInput as bad:
        show_unreadable(bad.faults, subject.problem, scenario, say)
        return
    if back.broken:
        st.warning(
            say.count(
                "{n} rule is broken. The schedule can be simulated and used all the same.",
                "{n} rules are broken. The schedule can be simulated and used all the same.",
                len(back.broken),
            )
        )
        show_sheet("staffing_broken", broken_table(back.broken, scenario, say), say, scenario.name)
    else:
        st.success(say("All rules are kept."))
    effect, shifts, taking = st.tabs([say("Effect"), say("Shifts"), say("Take it along")])
    with effect:
        show_effect(back, subject.original, say)
    with shifts:
        show_gantt(subject.problem, back.schedule, back.scenario, say, "staffing_edited")
    with taking:
        _show_taking(back, subject, draft, say)


def _show_taking(back: ReadBack, subject: Subject, draft: Draft, say: Words) -> None:
    original, schedule = subject.original, back.schedule
    base = original.loaded.scenario
    beside = Beside(
        coverage_table(back.scenario, original.requirement, original.required),
        roster_table(base, subject.problem, schedule.duties, schedule.tours),
        base.currency,
    )
    show_files(subject.problem, schedule, back.scenario, say, beside=beside, key="staffing_edited")
    show_use(subject.problem, back.scenario, draft, say, key="staffing_edited")
