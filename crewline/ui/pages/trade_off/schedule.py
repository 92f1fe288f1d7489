"""The schedule of a point: what it is, to take along, and to work with."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from crewline.charts.point_words import decision_words, holding, per_horizon, standing
from crewline.charts.weighed import Weighed
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import keep, kept
from crewline.ui.draft.session import change
from crewline.ui.parts.shown_chart import show_sheet
from crewline.words import Words
from crewline.words.figures import clock, money, number, percent
from scenarios.load import load_text
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame


def show_schedule(weighed: Weighed, picked: int | None, draft: Draft, say: Words) -> None:
    """Show the schedule of a point."""
    text = None if picked is None else weighed.schedules[picked]
    if picked is None or text is None:
        return
    with st.container(border=True, key="trade_schedule"):
        _show_figures(weighed, picked, say)
        name = f"{weighed.found.scenario.name}-{picked + 1}"
        left, middle, right = st.columns(3)
        taken = Draft(name, own=text, seed=draft.seed, replications=draft.replications)
        middle.button(
            say("Keep as an option"),
            key="trade_keep",
            on_click=keep,
            args=(taken, _title(weighed, picked, say)),
            help=say("Options are set side by side on the decision page."),
            width="stretch",
        )
        left.button(
            say("Work with this schedule"),
            key="trade_take",
            type="primary",
            on_click=_take,
            args=(draft, name, text),
            help=say("All pages then work on the scenario with this schedule."),
            width="stretch",
        )
        right.download_button(
            say("Download the scenario with it (YAML)"),
            text,
            file_name=f"{name}.yaml",
            mime="application/yaml",
            key="trade_yaml",
            on_click="ignore",
            width="stretch",
        )
        if st.session_state.get("trade_taken") == name and draft.own == text:
            st.success(say("This schedule is now what all pages work on."))
        if any(one.draft == taken for one in kept()):
            st.caption(say("This schedule is kept as an option."))
        with st.expander(say("Shifts of this schedule")):
            show_sheet("shifts", shifts_sheet(_scenario(text), say), say, name)


def shifts_sheet(scenario: Scenario, say: Words) -> Frame:
    """Return one row a shift of each group, in the order of the day."""
    rows = []
    for name, group in scenario.groups.items():
        shifts = group.shifts or {}
        for title, shift in sorted(shifts.items(), key=lambda one: one[1].span_s):
            if shift.agents == 0:
                continue
            begin, end = shift.span_s
            days = range(1, scenario.days + 1) if shift.days is None else shift.days
            rows.append(
                {
                    say("Group"): say.title(group.title or name),
                    say("Shift"): title,
                    say("From"): clock(begin / 60),
                    say("To"): clock(end / 60),
                    say("Days"): ", ".join(map(str, days)),
                    say("Agents"): shift.agents,
                    say("Breaks"): ", ".join(clock(one.start / 60) for one in shift.breaks),
                }
            )
    return pd.DataFrame(rows)


def _show_figures(weighed: Weighed, picked: int, say: Words) -> None:
    each, scenario = weighed.found.points[picked], weighed.found.scenario
    st.markdown(
        say(
            "**Schedule of point {number}: {decision}**",
            number=picked + 1,
            decision=decision_words(each.point.decision, say),
        )
    )
    if each.cost is None or each.service is None:
        return
    figures = (
        (say("Cost"), money(each.cost.value, "", say), per_horizon(scenario, say)),
        (
            say("Answered in time"),
            percent(round(each.service.value, 3)),
            f"{percent(round(each.service.low, 3))} – {percent(round(each.service.high, 3))}",
        ),
        (say("Agents, fullest day"), number(each.point.agents, say), ""),
        (say("Paid hours"), number(each.point.paid_h, say), per_horizon(scenario, say)),
    )
    for column, (title, value, note) in zip(st.columns(4), figures, strict=True):
        with column:
            st.metric(f"{title} ({scenario.currency})" if title == say("Cost") else title, value)
            if note:
                st.caption(note)
    remarks = [say("Targets of the point: {verdict}", verdict=holding(each, say))]
    if words := standing(weighed, picked, say):
        remarks.append(words)
    st.markdown(" · ".join(remarks))


def _title(weighed: Weighed, picked: int, say: Words) -> str:
    return decision_words(weighed.found.points[picked].point.decision, say)


def _take(draft: Draft, name: str, text: str) -> None:
    """Make the scenario with the schedule what the session works on."""
    change(
        reference=name,
        own=text,
        variant=None,
        events=(),
        settings=(),
        seed=draft.seed,
        replications=draft.replications,
    )
    st.session_state["trade_taken"] = name


@lru_cache(maxsize=32)
def _scenario(text: str) -> Scenario:
    return load_text(text).scenario
