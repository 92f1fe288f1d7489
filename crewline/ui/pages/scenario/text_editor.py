"""The scenario as text, for who prefers that: what the forms changed is written into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current
from crewline.words import Words, plain
from scenarios.editing.folding import folded
from scenarios.faults import BadInput, Fault

_KEY: Final = "scenario_text"
_SHOWN: Final = "scenario_text_shown"
#: Indents are what YAML is made of.
_STYLE: Final = "<style>.st-key-scenario_text textarea {font-family: monospace;}</style>"


def folded_text(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """Return a draft's text with its settings written into it, and those that stay settings.

    Tables of a workspace's file are numbers in it. Raises BadInput where the text is no YAML.
    """
    return folded(draft.text_alone(), draft.settings, draft.variant, bool(draft.events))


def show_text(say: Words, draft: Draft, faults: Sequence[Fault]) -> None:
    """Show the text to be edited, with the faults of its lines."""
    st.caption(
        say(
            "The whole scenario with its variants; what you changed in the forms is written in."
            " Press Ctrl+Enter, or leave the box, to take the text over."
        )
    )
    text, rest = _text(draft)
    if rest:
        st.info(
            say(
                "Laid over this text, because the variant or an event sets the same: {settings}",
                settings=plain("; ".join(rest)),
            )
        )
    if st.session_state.get(_SHOWN) != text:
        st.session_state[_KEY] = st.session_state[_SHOWN] = text
    elif _KEY not in st.session_state:
        st.session_state[_KEY] = text
    st.html(_STYLE)
    st.text_area(
        say("Scenario as text"),
        key=_KEY,
        height=560,
        on_change=_take,
        label_visibility="collapsed",
    )
    _show_lines(text, faults, say)


def _show_lines(text: str, faults: Sequence[Fault], say: Words) -> None:
    """Show the lines that faults stand in, with their numbers."""
    lines = text.split("\n")
    numbers = sorted({fault.line for fault in faults if 0 < fault.line <= len(lines)})
    if numbers:
        st.markdown(f"**{say('The lines at fault')}**")
        st.code("\n".join(f"{number:>4}  {lines[number - 1]}" for number in numbers[:50]), None)


def _text(draft: Draft) -> tuple[str, tuple[str, ...]]:
    try:
        return folded_text(draft)
    except BadInput:
        return draft.text(), draft.settings


def _take() -> None:
    draft = current()
    text = st.session_state[_KEY]
    before, rest = _text(draft)
    if text.strip() in ("", before.strip()):
        st.session_state.pop(_SHOWN, None)
        return
    st.session_state[_SHOWN] = text
    change(own=text, settings=rest)


def without_own(draft: Draft) -> Draft:
    """Return a draft as its file has it, without the text of one's own."""
    return replace(draft, own="")
