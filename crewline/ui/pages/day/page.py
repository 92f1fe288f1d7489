"""The day: what the simulation says of the scenario as it is, in cards, pictures and tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from crewline.charts.answer import Answer
from crewline.charts.chart import Chart
from crewline.charts.preview import volumes_picture, volumes_sheet
from crewline.charts.scope import View, views
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.day.cards import show_cards
from crewline.ui.pages.day.sections import SECTIONS, show_section
from crewline.ui.parts.faults import show_doubts
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart
from crewline.ui.parts.turns import in_turn
from crewline.ui.parts.working import asked, known
from crewline.ui.work.pool import pool
from crewline.ui.work.tasks import AnswerTask
from crewline.words import N_, Words, plain
from crewline.words.figures import duration, number
from scenarios.schema.scenario import Scenario

_RUN: Final = "day_run"
_LINE: Final = "day_line"
_PART: Final = "day_part"
_BAND: Final = "day_band"
_BANDS: Final = {"mean": N_("Interval of the mean"), "days": N_("8 of 10 days")}
#: So many settings are told one by one.
_TOLD: Final = 4


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft is at fault."""
    task = AnswerTask.of(draft)
    scenario = task.loaded.scenario
    st.title(plain(say.title(scenario.title or scenario.name)))
    if scenario.description:
        st.caption(plain(say.description(scenario.description)))
    show_doubts(task.loaded.warnings, say)
    # Taken before it is asked, which keeps the task that was last there.
    before: AnswerTask | None = st.session_state.get(f"{_RUN}_last")
    answer = asked(task, say, key=_RUN, label=say("Run"), cost=_cost(task, say))
    if answer is None:
        last = known(before)
        if last is None or before is None:
            _show_planned(scenario, say)
            return
        st.warning(say("These figures belong to an earlier choice. Press Run for the present one."))
        with in_turn(earlier=True):
            _show(last, before, say)
        return
    _show(answer, task, say)


def _cost(task: AnswerTask, say: Words) -> str:
    """Return what a run would take."""
    found = number(float(f"{task.size:.2g}"), say)
    seconds = pool().seconds(task)
    if seconds is None:
        text = say("About {contacts} contacts.", contacts=found)
    else:
        rounded = float(f"{1 + seconds:.1g}") if seconds < 60 else 60.0 * round(seconds / 60)
        wait = duration(rounded, say)
        text = say("About {contacts} contacts, about {wait}.", contacts=found, wait=wait)
    if task.base is not None:
        text += " " + say("The unchanged scenario is simulated too.")
    return text


def _show_planned(scenario: Scenario, say: Words) -> None:
    """Show what is planned where nothing has been simulated yet."""
    st.info(say("Press Run to simulate this scenario. Until then, here is what is planned."))
    with st.container(border=True, key="picture_planned"):
        show_chart(
            Chart(
                "planned",
                say("First attempts by interval, as planned"),
                volumes_picture(scenario, View(), say),
                lambda: volumes_sheet(scenario, View(), say),
            ),
            say,
            file=scenario.name,
        )


def _show(answer: Answer, task: AnswerTask, say: Words) -> None:
    scenario = answer.study.scenario
    st.markdown(plain(_described(answer, task, say)), help=_notes(answer, say))
    view, part = _choose(scenario, say)
    told = answer.about(view.row)
    if told is not answer:
        st.caption(say("The unchanged scenario has nothing of the kind, so nothing is compared."))
        answer = told
    show_cards(answer, view, say, None if part in {"overview", "work"} else 4)
    show_section(part, answer, view, say)


def _choose(scenario: Scenario, say: Words) -> tuple[View, str]:
    """Show what can be looked at; return whose figures, and which of them."""
    keys = views(scenario)
    for name, allowed, default in (
        (_LINE, keys, ""),
        (_BAND, list(_BANDS), "mean"),
        (_PART, list(SECTIONS), "overview"),
    ):
        recall(name, allowed, default)
        st.session_state[name] = st.session_state[name]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.selectbox(
        say("Figures of"),
        keys,
        format_func=lambda one: View.named(one).title(scenario, say),
        key=_LINE,
    )
    right.segmented_control(
        say("Bands of the pictures"),
        list(_BANDS),
        format_func=lambda one: say(_BANDS[one]),
        required=True,
        key=_BAND,
        help=say(
            "The interval of the mean says how well it is known, and shrinks with more"
            " replications. Eight of ten days says how days differ, and does not."
        ),
    )
    st.segmented_control(
        say("Show"),
        list(SECTIONS),
        format_func=lambda one: say(SECTIONS[one]),
        required=True,
        key=_PART,
        label_visibility="collapsed",
        width="stretch",
    )
    for name, default in ((_LINE, ""), (_BAND, "mean"), (_PART, "overview")):
        remember(name, default)
    view = View.named(st.session_state[_LINE])
    return replace(view, of_days=st.session_state[_BAND] == "days"), st.session_state[_PART]


def _described(answer: Answer, task: AnswerTask, say: Words) -> str:
    """Return what was simulated, and how often."""
    study = answer.study
    title = say.title(study.scenario.title or study.scenario.name)
    days = study.replications * study.scenario.days
    if study.scenario.days > 1:
        text = say(
            "{title} · simulated {times} times, {days} days in all, seed {seed}",
            title=title,
            times=study.replications,
            days=days,
            seed=study.seed,
        )
    else:
        text = say(
            "{title} · {days} simulated days, seed {seed}", title=title, days=days, seed=study.seed
        )
    applied = task.loaded.applied
    if task.base is None or not applied:
        return text
    told = list(applied[:_TOLD])
    if len(applied) > _TOLD:
        told.append(say("{n} more", n=len(applied) - _TOLD))
    return f"{text} · {say('Changed')}: {', '.join(told)}"


def _notes(answer: Answer, say: Words) -> str:
    notes = say(
        "Intervals are of the mean: they say how well it is known and shrink with more simulated"
        " days. The spread of single days stands beside them and does not shrink."
    )
    if answer.base is None:
        return notes
    return f"{notes} " + say(
        "Both days were simulated with the same random customers; a difference whose interval holds"
        " zero is called “cannot tell apart”."
    )
