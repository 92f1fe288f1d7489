"""Every key that the format has, set by its path: nothing is out of reach of the forms."""

from __future__ import annotations

from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.scenario.edits import apply, typed
from crewline.ui.pages.scenario.sheets import described, meaning
from crewline.ui.pages.scenario.written import Written
from crewline.ui.parts.faults import show_faults
from crewline.words import Words, plain
from scenarios.editing.flow import cell, flow
from scenarios.editing.keys import Key

_SECTION: Final = "scenario_section"
_KEY: Final = "scenario_key"
_VALUE: Final = "scenario_value"


def show_every_key(say: Words, draft: Draft, found: Written) -> None:
    """Show a section and a key of it to choose, what it means, and a box for its value."""
    st.caption(
        say(
            "Every key of the format, with what the forms do not have: type to search. The same"
            " path and value work on the command line."
        )
    )
    keys = list(described(found).values())
    sections = list(dict.fromkeys(_section(key) for key in keys))
    left, right = st.columns(2)
    section = left.selectbox(
        say("Section"),
        sections,
        format_func=lambda one: _section_words(one, found, say),
        key=_SECTION,
    )
    inside = {key.path: key for key in keys if _section(key) == section}
    path = right.selectbox(
        say("Key"),
        list(inside),
        format_func=lambda one: _key_words(inside[one], str(section)) if one in inside else one,
        key=_KEY,
    )
    if path in inside:
        _show_key(inside[path], found, say)


def _show_key(key: Key, found: Written, say: Words) -> None:
    st.markdown(plain(meaning(key, say)))
    st.caption(say("What it takes: {kind}", kind=plain(_kind(key))))
    widget = f"{_VALUE}_{key.path}"
    now = cell(key.written)
    if st.session_state.get(f"{widget}_of") != now:
        st.session_state[widget] = st.session_state[f"{widget}_of"] = now
    if key.choices and (not now or now in key.choices):
        st.selectbox(
            say("Value"), ["", *key.choices], key=widget, format_func=lambda one: one or "–"
        )
    else:
        st.text_area(say("Value"), key=widget, height=90)
    left, right = st.columns(2)
    left.button(
        say("Set"),
        type="primary",
        key="scenario_set",
        on_click=_set,
        args=(key, widget),
        width="stretch",
    )
    right.button(
        say("Leave it out"),
        key="scenario_leave",
        on_click=lambda: apply({key.keys: None}),
        disabled=key.written is None,
        width="stretch",
    )
    st.code(f"{key.path}={flow(typed(str(st.session_state[widget])))}", language=None)
    if faults := found.faults_at(key.keys):
        show_faults(faults, say)


def _set(key: Key, widget: str) -> None:
    apply({key.keys: typed(str(st.session_state[widget]))})


def _section(key: Key) -> str:
    """Return what a key is listed under: a queue, a group, a named section, or the whole."""
    named = ("queues", "groups", "segments", "stages", "playbooks", "disruptions")
    if key.keys[0] in named:
        return ".".join(key.keys[:2])
    return key.keys[0] if len(key.keys) > 1 or key.keys[0] in ("costs", "effort") else ""


def _section_words(section: str, found: Written, say: Words) -> str:
    if not section:
        return say("The scenario as a whole")
    kind, _, name = section.partition(".")
    title = say.title(found.title_of(kind, name)) if name else ""
    return f"{section} ({title})" if title and title != name else section


def _key_words(key: Key, section: str) -> str:
    short = key.path.removeprefix(f"{section}.") if section else key.path
    return short if key.written is None else f"{short} = {cell(key.written)[:40]}"


def _kind(key: Key) -> str:
    """Return the reference page's words without its links."""
    text = key.kind.replace("`", "")
    while "](" in text:
        before, _, after = text.partition("](")
        text = before.replace("[", "", 1) + after.partition(")")[2]
    return text
