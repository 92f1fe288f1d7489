"""Volumes: how many come to each line in each interval; typed, pasted, or by their totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import current
from crewline.ui.pages.scenario.edits import apply
from crewline.ui.pages.scenario.intervals import (
    IntervalTable,
    Stretch,
    TotalsTable,
    day_name,
    interval_names,
    listed,
)
from crewline.ui.pages.scenario.table import Heading, show_table
from crewline.ui.pages.scenario.written import Written, written
from crewline.ui.parts.faults import show_faults
from crewline.words import Words, plain
from scenarios.editing.interval_columns import (
    IntervalColumn,
    agent_columns,
    axis_of,
    volume_columns,
)
from scenarios.editing.pasted import columns_for, laid_over, read_block
from scenarios.faults import BadInput

_PASTE: Final = "scenario_paste"
_TOLD: Final = "scenario_paste_told"


def show_volumes(say: Words, draft: Draft, found: Written) -> None:
    """Show the volumes as a table, their totals, and a box for text from a spreadsheet."""
    columns = volume_columns(found.data)
    if not columns:
        st.info(say("No line has a volume of its own."))
        return
    st.caption(
        say(
            "First attempts by interval, before the line's factor. Click the first cell and paste"
            " a block from a spreadsheet, or type; 1,234 is 1234, an emptied cell is 0."
        )
    )
    _tell_factors(found, say)
    table = interval_table(columns, "queues", "scenario_volumes_day", found, say)
    show_table(table, found.faults, say, "scenario_volumes")
    st.markdown(f"**{say('Totals')}**")
    st.caption(say("A total that you change scales the intervals of its day."))
    show_table(_totals(columns, found, say), found.faults, say, "scenario_totals")
    _show_pasting(columns, table.stretch, found, say)


def interval_table(
    columns: Sequence[IntervalColumn], kind: str, key: str, found: Written, say: Words
) -> IntervalTable:
    """Return a table by interval, of the days that are chosen by the widget `key`."""
    axis, first_day = axis_of(found.data), found.tree.get(("first_day",))
    alike = axis.days == 1 or all(len(column.cells) <= axis.per_day for column in columns)
    chosen = _chosen_day(key, axis.days, alike, first_day, say) if axis.days > 1 else ""
    whole = axis.per_day if alike and not chosen else axis.intervals
    stretch = Stretch(0, whole, whole)
    if chosen:
        stretch = Stretch((int(chosen) - 1) * axis.per_day, axis.per_day, whole)
    names = interval_names(axis, whole // axis.per_day, first_day, say)
    headings = tuple(
        Heading(say.title(found.title_of(kind, column.name)), is_number=True) for column in columns
    )
    labels = names[stretch.first : stretch.first + stretch.count]
    of_base = volume_columns if kind == "queues" else agent_columns
    return IntervalTable(
        say("Interval"),
        labels,
        headings,
        tuple(columns),
        stretch,
        names,
        found.base.data,
        tuple(of_base(found.base.data)),
    )


def _chosen_day(key: str, days: int, alike: bool, first_day: object, say: Words) -> str:
    everything = say("Every day alike") if alike else say("All days")
    chosen = st.selectbox(
        say("Day"),
        ["", *(str(number + 1) for number in range(days))],
        format_func=lambda one: day_name(int(one) - 1, first_day, say) if one else everything,
        key=key,
        width=240,
    )
    return str(chosen)


def _tell_factors(found: Written, say: Words) -> None:
    said = []
    for name in found.names("queues"):
        factor = found.tree.get(("queues", name, "volume_factor"))
        if isinstance(factor, str) and factor not in ("1", "1.0"):
            said.append(f"{plain(say.title(found.title_of('queues', name)))} × {plain(factor)}")
    if said:
        st.caption(say("Multiplied when it runs: {factors}", factors=", ".join(said)))


def _totals(columns: Sequence[IntervalColumn], found: Written, say: Words) -> TotalsTable:
    axis, first_day = axis_of(found.data), found.tree.get(("first_day",))
    alike = all(len(column.cells) <= axis.per_day for column in columns)
    days = 1 if alike else axis.days
    titles = [say("A day")] if days == 1 else [day_name(day, first_day, say) for day in range(days)]
    return TotalsTable(
        say("Line"),
        tuple(say.title(found.title_of("queues", column.name)) for column in columns),
        tuple(Heading(title, is_number=True) for title in titles),
        tuple(columns),
        axis,
        days,
        found.data,
    )


def _show_pasting(
    columns: Sequence[IntervalColumn], stretch: Stretch, found: Written, say: Words
) -> None:
    titles = {column.name: found.title_of("queues", column.name) for column in columns}
    told = st.session_state.get(_TOLD)
    with st.expander(
        say("Paste as text"), expanded=bool(told) or bool(st.session_state.get(_PASTE))
    ):
        st.caption(
            say(
                "Rows as they come from a spreadsheet or a CSV file. Headings in the first row name"
                " the lines, in English or Chinese; times in the first column name the intervals."
            )
        )
        st.text_area(
            say("Cells from a spreadsheet"),
            key=_PASTE,
            height=160,
            placeholder="09:00\t120\t35\n09:30\t140\t41",
        )
        left, right = st.columns(2)
        left.selectbox(
            say("Without headings, the first column is"),
            list(titles),
            format_func=lambda one: say.title(titles[one]),
            key="scenario_paste_line",
        )
        names = interval_names(axis_of(found.data), _days(stretch, found), _first_day(found), say)
        right.selectbox(
            say("Without times, the first row is"),
            list(range(stretch.whole)),
            format_func=lambda one: names[one] if one < len(names) else str(one),
            key="scenario_paste_row",
        )
        st.button(
            say("Put into the table"),
            key="scenario_paste_button",
            on_click=_paste,
            args=(stretch.whole,),
        )
        _tell_pasted(told, say)


def _tell_pasted(told: object, say: Words) -> None:
    match told:
        case tuple():
            show_faults(told, say, say("Nothing was changed:"))
        case int():
            st.success(say.count("{n} line was changed.", "{n} lines were changed.", told))


def _days(stretch: Stretch, found: Written) -> int:
    return stretch.whole // axis_of(found.data).per_day


def _first_day(found: Written) -> object:
    return found.tree.get(("first_day",))


def _paste(whole: int) -> None:
    found = written(current())
    columns = {column.name: column for column in volume_columns(found.data)}
    titles = {name: found.title_of("queues", name) for name in columns}
    axis = axis_of(found.data)
    try:
        block = read_block(st.session_state[_PASTE])
        meant = columns_for(block, titles, st.session_state["scenario_paste_line"])
        first = st.session_state["scenario_paste_row"]
        if len(block.rows) > whole - first and whole < axis.intervals:
            whole = axis.intervals  # more than a day: each day gets its own
        edits = {
            columns[name].keys: listed(
                laid_over(columns[name].over(whole), block, number, first, axis.interval_s)
            )
            for name, number in meant.items()
        }
    except BadInput as bad:
        st.session_state[_TOLD] = bad.faults
        return
    apply(edits)
    st.session_state[_TOLD] = len(edits)
    st.session_state[_PASTE] = ""
