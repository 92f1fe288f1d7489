"""The forms: tables of lines, of groups and agents, and of rules."""

from __future__ import annotations

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.scenario.columns import GROUPS, LINES, RULES, Sheet
from crewline.ui.pages.scenario.intervals import IntervalTable
from crewline.ui.pages.scenario.ranks import rank_table
from crewline.ui.pages.scenario.sheets import sheet_table, whole_table
from crewline.ui.pages.scenario.table import show_table
from crewline.ui.pages.scenario.volumes import interval_table
from crewline.ui.pages.scenario.written import Written
from crewline.words import Words
from scenarios.editing.interval_columns import agent_columns


def show_lines(say: Words, draft: Draft, found: Written) -> None:
    """Show the lines: what they are, their times, their callers' patience, their targets."""
    _tell_how(say)
    for sheet in LINES:
        _show(sheet, say, found)


def show_groups(say: Words, draft: Draft, found: Written) -> None:
    """Show the groups: what they are, whom they serve, their shifts or numbers by interval."""
    _tell_how(say)
    _show(GROUPS[0], say, found)
    st.markdown(f"**{say('Who serves which line')}**")
    st.caption(say("The rank in which a line asks the groups: 1 first. Empty: it is not served."))
    show_table(rank_table(found, say), found.faults, say, "scenario_ranks")
    for sheet in GROUPS[1:]:
        _show(sheet, say, found)
    columns = agent_columns(found.data)
    if columns:
        st.markdown(f"**{say('Agents by interval')}**")
        table: IntervalTable = interval_table(columns, "groups", "scenario_agents_day", found, say)
        show_table(table, found.faults, say, "scenario_agents")


def show_rules(say: Words, draft: Draft, found: Written) -> None:
    """Show the rules: transfers, hours, who comes back, channels, segments, and the whole."""
    _tell_how(say)
    for sheet in RULES:
        _show(sheet, say, found)
    st.markdown(f"**{say('The scenario as a whole')}**")
    show_table(whole_table(found, say), found.faults, say, "scenario_whole", most_rows=20)


def _show(sheet: Sheet, say: Words, found: Written) -> None:
    table = sheet_table(sheet, found, say)
    if not table.labels:
        return
    if table.is_empty:  # there to be used, and not in the way
        with st.expander(say(sheet.title)):
            show_table(table, found.faults, say, f"scenario_{sheet.name}")
        return
    st.markdown(f"**{say(sheet.title)}**")
    show_table(table, found.faults, say, f"scenario_{sheet.name}")


def _tell_how(say: Words) -> None:
    st.caption(
        say(
            "Double-click a cell, or type over it; paste a block from a spreadsheet. Times as 20 s,"
            " 3 min, 1.5 h; shares as 80 %. An emptied cell goes back to its default, which a"
            " heading tells when you point at it."
        )
    )
