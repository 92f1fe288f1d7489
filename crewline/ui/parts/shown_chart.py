"""A picture on a page, with its table and its downloads."""

from __future__ import annotations

from typing import Any, Final, Literal

import streamlit as st

from crewline.charts.chart import Chart
from crewline.charts.downloads import csv
from crewline.words import Words
from scenarios.studies.kpi_tables import Frame

#: Plotly's own buttons: the picture as a file, and back after zooming.
_CONFIG: Final = {"displaylogo": False, "modeBarButtons": [["toImage", "resetScale2d"]]}


def show_chart(
    chart: Chart, say: Words, file: str, on_select: Literal["rerun", "ignore"] = "ignore"
) -> Any:
    """Show a picture under its title, with its note, its table and the download of it.

    `file` is how downloads are named. With `on_select="rerun"` returns what is selected on the
    picture, as Plotly tells it.
    """
    st.markdown(f"**{chart.title}**")
    # A flow picture's trace has no legend at all.
    named = [one for one in chart.figure.data if getattr(one, "showlegend", False) is not False]
    chart.figure.update_layout(showlegend=len(named) > 1)
    selected = st.plotly_chart(
        chart.figure,
        key=f"chart_{chart.name}",
        config=_CONFIG | {"toImageButtonOptions": {"filename": f"{file}-{chart.name}"}},
        alt=chart.alt or say("Chart: {title}", title=chart.title),
        on_select=on_select,
    )
    if chart.note:
        st.caption(chart.note)
    _fold_table(chart, say, file)
    return selected


@st.fragment
def _fold_table(chart: Chart, say: Words, file: str) -> None:
    """Show the table behind a picture when it is opened; until then it is not even made."""
    fold = st.expander(say("Table"), key=f"table_{chart.name}", on_change="rerun")
    if fold.open:
        with fold:
            show_sheet(chart.name, chart.sheet(), say, file)


def show_sheet(name: str, sheet: Frame, say: Words, file: str) -> None:
    """Show a table and its download."""
    numbers = sheet.select_dtypes(include="float").columns
    st.dataframe(
        sheet,
        hide_index=True,
        column_config={str(one): st.column_config.NumberColumn(format="%.1f") for one in numbers},
        key=f"sheet_{name}",
    )
    st.download_button(
        say("Download CSV"),
        lambda: csv(sheet),
        file_name=f"{file}-{name}.csv",
        mime="text/csv",
        key=f"csv_{name}",
        on_click="ignore",
    )
