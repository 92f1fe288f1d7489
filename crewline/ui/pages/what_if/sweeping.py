"""Sweeps: one thing or two are varied, and all combinations simulated on the same days."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from crewline.charts.chart import Chart
from crewline.charts.costs import MONEY, no_wages
from crewline.charts.downloads import csv
from crewline.charts.scope import View
from crewline.charts.sweep import cells_sheet, curves_picture, heat_picture, is_told
from crewline.charts.swept import Swept
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.what_if.fields import Varied, axis_text, title_of, varied_fields
from crewline.ui.pages.what_if.tasks import SweepTask
from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.remembered import recall, recall_text, remember
from crewline.ui.parts.shown_chart import show_chart, show_sheet
from crewline.ui.parts.working import asked, known
from crewline.ui.work.scratch import scratch
from crewline.words import Words, plain
from crewline.words.figures import number, percent
from crewline.words.kpis import kpi_title
from scenarios.faults import BadInput
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import KPIS

_KEY: Final = "what_if_sweep"
_VARY: Final = "what_if_vary"
_OTHER: Final = ""
#: A path as an example: it is the same in every language.
_PATH: Final = "queues.x.volume_factor"
_CENTRE_KPIS: Final = ["SL3", "abandonment", "cost"]
_LINE_KPIS: Final = ["SL3", "asa", "abandonment"]


def show_sweep(say: Words, draft: Draft) -> None:
    """Draw what is varied, and what comes of it. Raises BadInput for the draft."""
    st.markdown(
        say("Vary one thing or two, and see all combinations, on the same random customers.")
    )
    fields = varied_fields(draft.loaded().scenario, say)
    _show_form(fields, say)
    vary = _axes(say)
    if not vary:
        st.info(say("Add what is to be varied."))
        return
    task = SweepTask.of(draft, vary)
    task = replace(task, folder=str(scratch("sweep", task.content)))
    _show_command(task, say)
    try:
        cost = _cost(task, say)
    except BadInput as bad:
        show_faults(bad.faults, say, say("This cannot be varied:"))
        return
    found = asked(task, say, key=_KEY, label=say("Sweep"), cost=cost)
    if found is None:
        last: SweepTask | None = st.session_state.get(f"{_KEY}_last")
        found = known(last)
        if found is not None:
            st.warning(say("This is of an earlier choice, not of what is asked above."))
    if found is not None:
        _show(found, fields, say)


def _cost(task: SweepTask, say: Words) -> str:
    """Return how much is to be simulated, and what is there. Raises BadInput."""
    cells, found = task.cells, number(round(task.size, -2), say)
    times, days = task.replications, task.loaded.scenario.days
    if days > 1:
        cost = say(
            "{cells} cells with the base, each simulated {times} times, {days} days in all: about"
            " {contacts} contacts. What is finished is kept when you cancel.",
            cells=cells,
            times=times,
            days=times * days,
            contacts=found,
        )
    else:
        cost = say(
            "{cells} cells with the base, {n} days of each: about {contacts} contacts. What is"
            " finished is kept when you cancel.",
            cells=cells,
            n=times,
            contacts=found,
        )
    finished = task.finished
    if finished:
        kept = say("{done} cells are finished; it goes on from there.", done=finished)
        cost = f"{cost} {kept}"
    return cost


def _show_form(fields: Sequence[Varied], say: Words) -> None:
    """Draw the form that writes an axis: which field, from, to, in how many steps."""
    offered = {one.path: one for one in fields}
    with st.container(border=True, key="what_if_axis"):
        path = st.selectbox(
            say("Vary"),
            [*offered, _OTHER],
            format_func=lambda one: offered[one].title if one else say("Another field"),
            key="what_if_field",
        )
        field = offered.get(path or "")
        if field is None:
            written = st.text_input(
                say("Path"),
                key="what_if_path",
                placeholder=_PATH,
                help=say("As --set and --vary take it; with * at its end values multiply."),
            )
            field = Varied(written.strip(), written, 1, 2)
        if st.session_state.get("what_if_was") != path or "what_if_low" not in st.session_state:
            st.session_state["what_if_was"] = path
            st.session_state["what_if_low"] = float(field.low)
            st.session_state["what_if_high"] = float(field.high)
            st.session_state["what_if_steps"] = field.steps
        columns = st.columns([2, 2, 2, 2], vertical_alignment="bottom")
        label = say("multiplied by, from") if field.is_factor else say("set, from")
        columns[0].number_input(label, key="what_if_low", format="%g")
        columns[1].number_input(say("up to"), key="what_if_high", format="%g")
        columns[2].number_input(say("values"), 2, 50, key="what_if_steps")
        columns[3].button(
            say("Add to the sweep"),
            key="what_if_add",
            on_click=_add,
            args=(field,),
            disabled=not field.path,
            width="stretch",
        )


def _add(field: Varied) -> None:
    """Write an axis as a line of the text, in place of one of the same field."""
    state = st.session_state
    low, high = float(state["what_if_low"]), float(state["what_if_high"])
    written = axis_text(field, low, high, int(state["what_if_steps"]))
    lines = [line for line in str(state.get(_VARY, "")).splitlines() if line.strip()]
    kept = [line for line in lines if line.partition("=")[0].strip() != field.path]
    state[_VARY] = "\n".join([*kept, written])


def _axes(say: Words) -> tuple[str, ...]:
    """Draw the axes as a text that can be edited, and return them."""
    recall_text(_VARY)
    st.text_area(
        say("What is varied, one a line"),
        key=_VARY,
        height=90,
        placeholder=f"{_PATH}*=0.8..1.4:7",
        help=say("A range from..to:values, or a list. path=values sets, path*=values multiplies."),
    )
    remember(_VARY, "")
    return tuple(line.strip() for line in st.session_state[_VARY].splitlines() if line.strip())


def _show_command(task: SweepTask, say: Words) -> None:
    with st.expander(say("The same from the command line")):
        st.code(command(task), language="bash", wrap_lines=True)


def command(task: SweepTask) -> str:
    """Return the command that does the same sweep; of a text of one's own, on its file."""
    draft = task.draft
    reference = f"{draft.reference}.yaml" if draft.own else draft.reference
    words = ["crewline", "sweep", reference]
    words += ["--variant", draft.variant] if draft.variant else []
    for option, values in (
        ("--with", draft.events),
        ("--set", draft.settings),
        ("--vary", task.vary),
    ):
        for value in values:
            words += [option, value]
    words += ["--replications", str(task.replications)]
    words += ["--seed", str(draft.seed)] if draft.seed is not None else []
    return shlex.join(words)


def _show(swept: Swept, fields: list[Varied], say: Words) -> None:
    """Draw the pictures of a sweep, and its table."""
    views, kpis = _chosen(swept, say)
    if not views or not kpis:
        st.info(say("Choose at least one line and one figure."))
        return
    titles = [title_of(axis.name, fields) for axis in swept.axes]
    if len(swept.axes) == 1:
        charts = [_curves(swept, views, kpi, titles[0], say) for kpi in kpis]
    elif len(swept.axes) == 2:
        charts = [
            _heat(swept, view, kpi, titles, say)
            for kpi in kpis
            for view in views
            if is_told(swept, view, kpi)
        ]
    else:
        st.info(say("More than two things are varied: there is a table, but no picture."))
        charts = []
    for first in range(0, len(charts), 2):
        for column, chart in zip(st.columns(2), charts[first : first + 2], strict=False):
            with column.container(border=True, height="stretch", key=f"picture_{chart.name}"):
                show_chart(chart, say, f"{swept.scenario.name}-sweep")
    if not swept.pays_wages:
        st.caption(no_wages(say))
    st.markdown(f"**{say('All cells')}**")
    show_sheet("sweep_cells", cells_sheet(swept, views, kpis, say), say, swept.scenario.name)
    st.download_button(
        say("Download every figure of every cell (CSV)"),
        lambda: csv(_told(swept)),
        file_name=f"{swept.scenario.name}-sweep.csv",
        mime="text/csv",
        key="what_if_all",
        on_click="ignore",
    )


def _chosen(swept: Swept, say: Words) -> tuple[list[View], list[str]]:
    scenario = swept.scenario
    left, right = st.columns(2)
    lines = ["", *scenario.queues]
    recall("what_if_sweep_lines", lines, [""])
    left.multiselect(
        say("Figures of"),
        lines,
        format_func=lambda one: View(one).title(scenario, say),
        key="what_if_sweep_lines",
    )
    remember("what_if_sweep_lines", [""])
    views = [View(one) for one in lines if one in st.session_state["what_if_sweep_lines"]]
    there = _kpis_there(swept, views)
    wanted = _CENTRE_KPIS if any(not view.queue for view in views) else _LINE_KPIS
    usual = [kpi for kpi in wanted if kpi in there]
    recall("what_if_sweep_kpis", there, usual)
    right.multiselect(
        say("Figures shown"),
        there,
        format_func=lambda one: kpi_title(one, say),
        key="what_if_sweep_kpis",
    )
    remember("what_if_sweep_kpis", usual)
    kpis = [kpi for kpi in there if kpi in st.session_state["what_if_sweep_kpis"]]
    return views, kpis


def _kpis_there(swept: Swept, views: Sequence[View]) -> list[str]:
    """Return the KPIs that any of the views has, in the order of the tables."""
    table = swept.table
    kinds = {view.row for view in views} | {("all groups", "")}
    pairs = zip(table["kind"], table["name"], table["kpi"], strict=True)
    there = {str(kpi) for kind, name, kpi in pairs if (kind, name) in kinds}
    return [kpi for kpi in KPIS if kpi in there and (kpi not in MONEY or swept.pays_wages)]


def _told(swept: Swept) -> Frame:
    """Return the rows of a sweep's table that can be told: of money none without wages."""
    table = swept.table
    return table if swept.pays_wages else table[~table["kpi"].isin(MONEY)]


def _curves(swept: Swept, views: list[View], kpi: str, title: str, say: Words) -> Chart:
    picture = curves_picture(swept, views, kpi, [title], say)
    name = kpi_title(kpi, say)
    return Chart(
        f"curve_{kpi}",
        name,
        picture,
        lambda: cells_sheet(swept, views, [kpi], say),
        say(
            "Bands: {confidence} intervals. Marks: ● target met or none, ✕ missed, ○ cannot be"
            " told.",
            confidence=percent(swept.scenario.confidence),
        ),
        say("{figure} over the values of: {what}", figure=name, what=title),
    )


def _heat(swept: Swept, view: View, kpi: str, titles: list[str], say: Words) -> Chart:
    picture = heat_picture(swept, view, kpi, titles, say)
    name = plain(f"{kpi_title(kpi, say)}: {view.title(swept.scenario, say)}")
    return Chart(
        f"heat_{kpi}_{view.queue}",
        name,
        picture,
        lambda: cells_sheet(swept, [view], [kpi], say),
        say(
            "✓ target met, ✗ missed, ? cannot be told from the target; ≈ cannot be told from the"
            " base. The thick line is where the target's level is reached."
        ),
        say(
            "{figure} over two things: {first} and {second}",
            figure=name,
            first=titles[0],
            second=titles[1],
        ),
    )
