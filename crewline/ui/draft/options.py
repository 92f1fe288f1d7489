"""Options to decide on: drafts that were kept, by what they are called.

A session keeps them; the address of the page that decides tells them, so that it can be shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from crewline.ui.draft.address import titled_from_address, titled_to_address
from crewline.ui.draft.draft import Draft

_HELD: Final = "options"
_PARAMETER: Final = "option"
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
    """Return the options of this session, at first those of the address, the oldest first."""
    if _HELD not in st.session_state:
        told = map(titled_from_address, st.query_params.get_all(_PARAMETER)[:MOST])
        st.session_state[_HELD] = [Option(*one) for one in told if one is not None]
    return tuple(st.session_state[_HELD])


def write_options() -> None:
    """Write the options into the page's address."""
    told = [titled_to_address(one.title, one.draft) for one in kept()]
    if st.query_params.get_all(_PARAMETER) != told:
        st.query_params[_PARAMETER] = told


def drop(draft: Draft) -> None:
    """Let an option go."""
    st.session_state[_HELD] = [one for one in kept() if one.draft != draft]
