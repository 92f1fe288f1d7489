"""The day: what the simulation says of the scenario as it is, in cards and pictures."""

from __future__ import annotations

import streamlit as st

from crewline.charts.answer import Answer
from crewline.charts.scope import View
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.day.cards import show_cards
from crewline.ui.pages.day.gallery import show_gallery, show_targets
from crewline.ui.parts.faults import show_doubts
from crewline.ui.parts.working import asked
from crewline.ui.work.tasks import AnswerTask
from crewline.words import Words, plain


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft is at fault."""
    task = AnswerTask.of(draft)
    scenario = task.loaded.scenario
    st.title(plain(say.title(scenario.title or scenario.name)))
    show_doubts(task.loaded.warnings, say)
    answer = asked(task, say, key="day_run", label=say("Run"))
    if answer is not None:
        _show(answer, say)


def _show(answer: Answer, say: Words) -> None:
    scenario = answer.study.scenario
    chosen = st.selectbox(
        say("Figures of"),
        ["", *scenario.queues],
        format_func=lambda one: View(one).title(scenario, say),
        key="day_line",
    )
    view = View(chosen)
    show_cards(answer, view, say)
    if not view.queue:
        show_targets(answer, say)
    show_gallery(answer, view, say)
