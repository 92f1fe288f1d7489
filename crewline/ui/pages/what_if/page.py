"""What if: variants side by side on the same random days, and sweeps over what may be varied."""

from __future__ import annotations

from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.what_if.sides import show_sides
from crewline.ui.pages.what_if.sweeping import show_sweep
from crewline.ui.parts.remembered import recall, remember
from crewline.words import N_, Words

_VIEW: Final = "what_if_view"
_VIEWS: Final = {"sides": N_("Side by side"), "sweep": N_("Sweep")}


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft is at fault."""
    draft.loaded()
    st.title(say("What if"))
    recall(_VIEW, _VIEWS, "sides")
    view = st.segmented_control(
        say("What to look at"),
        list(_VIEWS),
        required=True,
        format_func=lambda one: say(_VIEWS[one]),
        key=_VIEW,
        label_visibility="collapsed",
    )
    remember(_VIEW, "sides")
    if view == "sweep":
        show_sweep(say, draft)
        return
    st.markdown(
        say(
            "Compare variants on the same random customers: what is only chance is told from what"
            " is not."
        )
    )
    show_sides(say, draft)
