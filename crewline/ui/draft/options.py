"""Options to decide on: drafts that were kept in this session, by what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft

_HELD: Final = "options"
#: More options than this make a page that nobody reads; the oldest goes.
MOST: Final = 8


@dataclass(frozen=True)
class Option:
    """A draft that may be decided on, and what it is called."""

    title: str
    draft: Draft


def keep(draft: Draft, title: str) -> None:
    """Keep a draft as an option of this session; one that is there already takes the title."""
    option = Option(title.strip() or draft.reference, draft)
    others = [one for one in kept() if one.draft != draft]
    st.session_state[_HELD] = [*others, option][-MOST:]


def kept() -> tuple[Option, ...]:
    """Return the options of this session, the oldest first."""
    return tuple(st.session_state.get(_HELD, ()))


def drop(draft: Draft) -> None:
    """Let an option go."""
    st.session_state[_HELD] = [one for one in kept() if one.draft != draft]
