"""What is done about it: playbooks in plain words, their levels, and each action as a switch."""

from __future__ import annotations

from functools import partial

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current
from crewline.ui.pages.emergency.adjusting import adjust_action, adjust_level
from crewline.ui.pages.emergency.settings import (
    PLAYBOOKS,
    action_path,
    with_active,
    with_playbook,
    without_emergency,
)
from crewline.words import Words, plain
from crewline.words.playbooks import action_words, playbook_title, terms_words, trigger_words
from scenarios.centre.playbooks import prices
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.scenario import Scenario


def show_plan(draft: Draft, there: Scenario, written: Scenario, say: Words) -> None:
    """Show all playbooks of a scenario `there`, in which all is switched on, as a plan to change.

    `written` is the scenario without the settings of its playbooks.
    """
    st.subheader(say("What is done about it"))
    if not there.playbooks:
        st.info(
            say(
                "There is no playbook: this shows the day left to itself. The events that ship have"
                " playbooks; your own stand in the scenario's file, under playbooks."
            )
        )
        return
    for name, playbook in there.playbooks.items():
        with st.container(border=True, key=f"emergency_box_{name}"):
            _show_playbook(draft, there, written, (name, playbook), say)
    if any(one.startswith(PLAYBOOKS) for one in draft.settings):
        st.button(
            say("Playbooks as they are written"),
            key="emergency_reset",
            icon=":material/undo:",
            on_click=_reset,
        )


def _show_playbook(
    draft: Draft, there: Scenario, written: Scenario, named: tuple[str, Playbook], say: Words
) -> None:
    name, playbook = named
    key = f"emergency_playbook_{name}"
    is_on = f"{PLAYBOOKS}{name}=null" not in draft.settings
    st.session_state[key] = is_on
    st.toggle(
        f"**{plain(playbook_title(name, playbook, say))}**",
        key=key,
        on_change=partial(_turn_playbook, name, key),
    )
    if not is_on:
        st.caption(say("Left out: nothing of it is done."))
        return
    old = written.playbooks.get(name, playbook)
    for number, level in enumerate(playbook.levels, 1):
        _show_level(draft, there, (name, playbook, number), (level, old.levels[number - 1]), say)


def _show_level(
    draft: Draft,
    there: Scenario,
    place: tuple[str, Playbook, int],
    levels: tuple[Level, Level],
    say: Words,
) -> None:
    """Show when a level is on, and what is done then; `levels` are as it is, and as written."""
    (name, playbook, number), (level, old) = place, levels
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.markdown(f":material/notifications: {plain(trigger_words(playbook, level, there, say))}")
    with right:
        adjust_level(name, number, playbook, (level, old), say)
    people = _people(there)
    for at, action in enumerate(level.do, 1):
        path = action_path(name, number, at)
        key = f"emergency_on_{path}"
        st.session_state[key] = f"{path}.active=no" not in draft.settings
        left, right = st.columns([5, 1], vertical_alignment="center")
        with left:
            words = action_words(action, there, say, people.get((name, number, at), 0))
            st.toggle(plain(words), key=key, on_change=partial(_turn_action, path, key))
            st.caption(plain(terms_words(action, there, say)))
        with right:
            adjust_action(path, (action, old.do[at - 1]), say)


def _people(scenario: Scenario) -> dict[tuple[str, int, int], int]:
    """Return how many people each action has, where that is known beforehand."""
    found: dict[tuple[str, int, int], int] = {}
    for part in prices(scenario):
        place = (part.playbook, part.level, part.place)
        found[place] = found.get(place, 0) + part.people
    return found


def _turn_playbook(name: str, key: str) -> None:
    is_on = bool(st.session_state[key])
    change(settings=with_playbook(current().settings, name, is_on=is_on))


def _turn_action(path: str, key: str) -> None:
    change(settings=with_active(current().settings, path, is_on=bool(st.session_state[key])))


def _reset() -> None:
    kept = without_emergency(current().settings)
    switched = [one for one in current().settings if one.startswith("disruptions.")]
    change(settings=(*kept, *switched))
