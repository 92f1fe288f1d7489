"""Staffing and shifts: how many are needed, which shifts cover that, and what an edit changes."""

from __future__ import annotations

from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.staffing.editing import show_editing
from crewline.ui.pages.staffing.requirement import show_requirement
from crewline.ui.pages.staffing.schedule import show_schedule
from crewline.ui.parts.faults import show_doubts
from crewline.ui.parts.remembered import recall, remember
from crewline.words import N_, Words

_NEED, _SCHEDULE, _EDIT = "need", "schedule", "edit"
_VIEWS: Final = {
    _NEED: N_("Requirement"),
    _SCHEDULE: N_("Schedule"),
    _EDIT: N_("Edit"),
}
_ABOUT: Final = {
    _NEED: N_(
        "How many agents are needed in each interval, and why not fewer. By formulas, at once."
    ),
    _SCHEDULE: N_("Shifts that cover what is needed at the least cost, proved in the simulation."),
    _EDIT: N_("Change the shifts of a schedule, and see at once what that does."),
}
_KEY: Final = "staff_view"


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft is at fault."""
    loaded = draft.loaded()
    st.title(say("Staffing and shifts"))
    show_doubts(loaded.warnings, say)
    recall(_KEY, _VIEWS, _NEED)
    view = st.segmented_control(
        say("What to look at"),
        list(_VIEWS),
        required=True,
        format_func=lambda one: say(_VIEWS[one]),
        key=_KEY,
        label_visibility="collapsed",
    )
    remember(_KEY, _NEED)
    st.caption(say(_ABOUT[view or _NEED]))
    match view:
        case "schedule":
            show_schedule(loaded, draft, say)
        case "edit":
            show_editing(loaded, draft, say)
        case _:
            show_requirement(loaded, say)
