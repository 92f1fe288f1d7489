"""What an import came to: the scenario, line by line, and what the data are worth, row by row."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd
import streamlit as st

from crewline.charts.downloads import csv
from crewline.ui.draft.session import change
from crewline.ui.pages.data.tasks import Brought
from crewline.words import Words, plain
from crewline.words.figures import day, duration, figure, number
from crewline.words.intake import spoken
from scenarios.intake.row_notes import MOST_ALIKE
from sim.kpis.definitions import Unit

#: Rows of the quality table that are drawn; the download has all that were kept.
_DRAWN: Final = 500


def show_results(brought: Brought, say: Words) -> None:
    """Show the scenario that came of a file, and let it be worked with and downloaded."""
    st.subheader(say("The scenario that it comes to"))
    if brought.table is not None:
        _show_table_cards(brought, say)
    else:
        _show_log_cards(brought, say)
    st.dataframe(_lines(brought, say), hide_index=True, key="data_lines")
    left, right = st.columns([2, 1])
    left.button(
        say("Work with this scenario"),
        type="primary",
        key="data_take",
        on_click=_take,
        args=(brought,),
        width="stretch",
    )
    right.download_button(
        say("Download the scenario"),
        brought.own.encode(),
        file_name=f"{brought.name}.yaml",
        mime="text/yaml",
        key="data_scenario",
        on_click="ignore",
        width="stretch",
    )
    if st.session_state.get("data_taken") == brought.own:
        st.success(say("All pages now show this scenario. Go on with Scenario or Preview."))
    _show_remarks(brought, say)
    _show_quality(brought, say)


def _take(brought: Brought) -> None:
    change(reference=brought.name, own=brought.own, variant=None, events=(), settings=(), seed=None)
    st.session_state["data_taken"] = brought.own


def _show_table_cards(brought: Brought, say: Words) -> None:
    report = brought.table
    assert report is not None
    first, second, third, fourth = st.columns(4)
    first.metric(say("Rows used"), number(report.rows_used, say), help=say("Rows read: {n}",
                 n=number(report.rows_read, say)))  # fmt: skip
    second.metric(say("Calls offered"), number(report.offered, say))
    days = len(report.days_used)
    third.metric(say("Days used"), number(days, say) if days else "–", help=_span(brought, say))
    filled = report.zeros + report.usual
    fourth.metric(say("Intervals filled in"), number(filled, say))


def _span(brought: Brought, say: Words) -> str:
    """Return from when to when the data are."""
    report = brought.table if brought.table is not None else brought.log
    if report is None or report.first_day is None or report.last_day is None:
        return say("The table has no dates.")
    return say(
        "{first} to {last}", first=day(report.first_day, say), last=day(report.last_day, say)
    )


def _show_log_cards(brought: Brought, say: Words) -> None:
    quality = brought.log
    assert quality is not None
    first, second, third, fourth = st.columns(4)
    first.metric(say("Rows read"), number(quality.rows_read, say))
    second.metric(say("Calls offered"), number(quality.offered, say))
    third.metric(say("Days used"), number(len(quality.days_used), say), help=_span(brought, say))
    fourth.metric(say("Rows left out"), number(quality.dropped, say))


def _lines(brought: Brought, say: Words) -> pd.DataFrame:
    """Return what is known of each line, in words."""
    if brought.table is not None:
        rows = [
            {
                say("Line"): line.name,
                say("Calls offered"): number(line.offered, say),
                say("Abandonment rate"): _share(line.abandoned_share, say),
                say("Answered in time"): _share(line.level, say),
                say("AHT"): duration(line.handle_s, say),
                say("Mean patience"): _patience(line.patience_s, say),
                say("Agent-hours a day"): number(line.agent_h, say),
            }
            for line in brought.table.by_line
        ]
        return pd.DataFrame(rows)
    assert brought.log is not None
    return pd.DataFrame(
        [
            {
                say("Line"): say("All lines") if not place else line.name,
                say("Calls offered"): number(line.offered, say),
                say("Abandonment rate"): _share(line.abandoned_share, say),
                say("Mean wait"): duration(line.mean_wait_s, say),
                say("AHT"): "–" if line.handling_s is None else duration(line.handling_s, say),
                say("Days vary by"): _share(line.day_factor_cv, say),
            }
            for place, line in enumerate(brought.log.by_line)
        ]
    )


def _share(share: float | None, say: Words) -> str:
    return figure(math.nan if share is None else share, Unit.SHARE, say)


def _patience(patience_s: float | None, say: Words) -> str:
    return say("without end") if patience_s is None else duration(patience_s, say)


def _show_remarks(brought: Brought, say: Words) -> None:
    """Show what was assumed or modelled, as no table tells it."""
    if brought.table is not None:
        remarks = [spoken(one, say) for one in brought.table.remarks]
    else:
        remarks = [say.sentence(note) for note in brought.log.notes] if brought.log else []
    with st.expander(say("What was assumed and modelled"), expanded=True):
        for remark in remarks:
            st.markdown(f"- {plain(remark)}")


def _show_quality(brought: Brought, say: Words) -> None:
    """Show what was not as it should be, row by row, and its download."""
    st.subheader(say("Quality of the data, row by row"))
    _show_odd_days(brought, say)
    if not brought.counts:
        st.info(say("Every row was as it should be."))
        return
    n = brought.noted
    told = say.count("{n} note on rows.", "{n} notes on rows.", n)
    st.caption(f"{told} {say('How many there are of each kind:')}")
    counts = [
        {
            say("Rows"): number(one.count, say),
            say("Expected"): spoken(one.expected, say),
            say("What was done"): spoken(one.done, say),
        }
        for one in brought.counts
    ]
    st.dataframe(pd.DataFrame(counts), hide_index=True, key="data_counts")
    st.caption(_listed(brought, say))
    sheet = pd.DataFrame(
        [
            {
                say("Row"): str(note.row or "–"),
                say("Column"): note.field,
                say("Value"): note.value,
                say("Expected"): spoken(note.expected, say),
                say("What was done"): spoken(note.done, say),
            }
            for note in brought.notes
        ]
    )
    st.dataframe(sheet.head(_DRAWN), hide_index=True, key="data_rows")
    st.download_button(
        say("Download CSV"),
        csv(sheet),
        file_name=f"{brought.name}-rows.csv",
        mime="text/csv",
        key="data_rows_csv",
        on_click="ignore",
    )


def _listed(brought: Brought, say: Words) -> str:
    """Return how many of the notes are listed row by row, on the page and in the download."""
    kept = len(brought.notes)
    if kept == brought.noted and kept <= _DRAWN:
        return say("All are listed row by row; the rows count as in the file.")
    return say(
        "Listed row by row are {drawn} of them, and {kept} in the download, which has at most"
        " {most} of each kind; the rows count as in the file.",
        drawn=number(min(kept, _DRAWN), say),
        kept=number(kept, say),
        most=number(MOST_ALIKE, say),
    )


def _show_odd_days(brought: Brought, say: Words) -> None:
    """Show which days were missing, or left out as unlike others."""
    report = brought.table if brought.table is not None else brought.log
    if report is None:
        return
    if report.days_missing:
        listed = ", ".join(day(one, say) for one in report.days_missing[:20])
        st.caption(say("Missing days: {days}", days=listed))
    for odd in report.days_left_out[:20]:
        st.caption(
            say(
                "{day} was left out: {calls} calls, where {usual} are usual.",
                day=day(odd.day, say),
                calls=number(odd.calls, say),
                usual=number(odd.usual, say),
            )
        )
