"""The emergency: what goes wrong, what is planned for it, and what that is worth."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import keep, kept
from crewline.ui.draft.session import change, current
from crewline.ui.draft.workspace import events_there
from crewline.ui.pages.emergency.choosing import choose_events, show_disruptions
from crewline.ui.pages.emergency.command import command_of
from crewline.ui.pages.emergency.plan import show_plan
from crewline.ui.pages.emergency.results import show_results
from crewline.ui.pages.emergency.settings import (
    PLAYBOOKS,
    as_written,
    unswitched,
    without_emergency,
)
from crewline.ui.pages.emergency.task import EmergencyTask
from crewline.ui.parts.faults import show_doubts, show_faults
from crewline.ui.parts.working import asked
from crewline.words import Words, plain
from crewline.words.channels import listed
from crewline.words.figures import number
from scenarios.faults import BadInput
from scenarios.load import Loaded

_WORTH = "emergency_worth"


def draw(say: Words, draft: Draft) -> None:
    """Draw the page."""
    st.title(say("Emergency"))
    st.caption(
        say(
            "Choose what goes wrong, look at what is planned for it, and run both: the same days"
            " without the plan, with it, and less each of its actions."
        )
    )
    choose_events(draft, say)
    try:
        there, written = unswitched(draft).loaded(), as_written(draft).loaded()
        task = EmergencyTask.of(draft, _worth_so_far())
    except BadInput as bad:
        show_faults(bad.faults, say)
        _offer_way_back(draft, say)
        return
    show_disruptions(draft, there, say)
    show_plan(draft, there.scenario, written.scenario, say)
    show_doubts(task.loaded.warnings, say)
    _ask(task, draft, say)


def _ask(task: EmergencyTask, draft: Draft, say: Words) -> None:
    has_playbooks = bool(task.loaded.scenario.playbooks)
    if has_playbooks and task.loaded.scenario.pays_wages:
        _choose_worth(task.loaded, say)
    found = asked(
        task, say, key="emergency_run", label=say("Run the emergency"), cost=_cost(task, say)
    )
    with st.expander(say("The same from the command line")):
        st.code(
            command_of(draft, task.worth, has_playbooks=has_playbooks),
            language="bash",
            wrap_lines=True,
        )
    if found is not None:
        show_results(found, say)
        _offer_keeping(draft, say)


def _offer_keeping(draft: Draft, say: Words) -> None:
    """Offer to keep what was looked at as an option to decide on."""
    if draft in [one.draft for one in kept()]:
        st.caption(say("{option} is kept as an option.", option=plain(_title(draft, say))))
        return
    st.button(
        say("Keep as an option to decide on"),
        key="emergency_keep",
        icon=":material/bookmark_add:",
        on_click=partial(keep, draft, _title(draft, say)),
    )


def _title(draft: Draft, say: Words) -> str:
    """Return what a draft is called as an option: its events, and that the plan was changed."""
    titles = {choice.reference: say.title(choice.title) for choice in events_there()}
    named = listed([titles.get(name, name) for name in draft.events], say) or draft.reference
    if any(one.startswith(PLAYBOOKS) for one in draft.settings):
        return say("{events}, plan changed", events=named)
    return named


def _choose_worth(loaded: Loaded, say: Words) -> None:
    currency = loaded.scenario.currency
    st.number_input(
        say("What a contact kept is worth ({currency})", currency=currency)
        if currency
        else say("What a contact kept is worth"),
        min_value=0.0,
        value=None,
        step=1.0,
        format="%g",
        key=_WORTH,
        placeholder=say("Not said"),
        help=say("With it each action is judged: did it earn its money?"),
        width=320,
    )


def _worth_so_far() -> float | None:
    worth = st.session_state.get(_WORTH)
    return None if worth is None else float(worth)


def _cost(task: EmergencyTask, say: Words) -> str:
    """Return how much is to be simulated; of several days how often all of them are."""
    times, days = task.replications, task.loaded.scenario.days
    found = number(task.size, say)
    if days > 1:
        return say(
            "{arms} runs of the same days, each simulated {times} times, {days} days in all; about"
            " {contacts} contacts together",
            arms=task.arms,
            times=times,
            days=times * days,
            contacts=found,
        )
    return say(
        "{arms} runs of the same {days} days, about {contacts} contacts in all",
        arms=task.arms,
        days=times,
        contacts=found,
    )


def _offer_way_back(draft: Draft, say: Words) -> None:
    """Offer what mends a plan that was turned so that it is none any more."""
    if without_emergency(draft.settings) != draft.settings:
        st.button(
            say("Undo the last change"),
            key="emergency_undo",
            icon=":material/undo:",
            on_click=lambda: change(settings=current().settings[:-1]),
        )
        st.button(
            plain(say("Playbooks as they are written")),
            key="emergency_reset",
            on_click=lambda: change(settings=without_emergency(current().settings)),
        )
