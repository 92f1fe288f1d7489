"""The scenario: chosen, edited as forms, tables or text, compared with its file, and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.scenario.changes import show_changes
from crewline.ui.pages.scenario.choosing import show_choosing
from crewline.ui.pages.scenario.every_key import show_every_key
from crewline.ui.pages.scenario.forms import show_groups, show_lines, show_rules
from crewline.ui.pages.scenario.saving import remember_file, show_saving
from crewline.ui.pages.scenario.text_editor import show_text
from crewline.ui.pages.scenario.volumes import show_volumes
from crewline.ui.pages.scenario.written import Written, written
from crewline.ui.parts.faults import show_doubts, show_faults
from crewline.words import N_, Words, plain
from crewline.words.figures import number
from scenarios.faults import BadInput, Fault

#: The parts of the page that need more than text, in their order.
_FORMS: Final[Mapping[str, Callable[[Words, Draft, Written], None]]] = {
    "volumes": show_volumes,
    "lines": show_lines,
    "groups": show_groups,
    "rules": show_rules,
    "all": show_every_key,
    "changes": show_changes,
}
_PART: Final = "scenario_part"
_TITLES: Final[Mapping[str, str]] = {
    "choose": N_("Choose"),
    "volumes": N_("Volumes"),
    "lines": N_("Lines"),
    "groups": N_("Groups and agents"),
    "rules": N_("Rules"),
    "all": N_("Every key"),
    "text": N_("Text (YAML)"),
    "changes": N_("Changes"),
    "save": N_("Save"),
}


def draw(say: Words, draft: Draft) -> None:
    """Draw the page; of a draft that is at fault, what can be shown of it and mended."""
    found, faults = _found(draft)
    remember_file(draft)
    _show_head(say, draft, found)
    if faults:
        show_faults(faults, say)
    asked = st.query_params.get("part", "")
    st.session_state.setdefault(_PART, asked if asked in _TITLES else "choose")
    part = st.segmented_control(
        say("Part of the scenario"),
        list(_TITLES),
        required=True,
        format_func=lambda one: say(_TITLES[one]),
        key=_PART,
        label_visibility="collapsed",
        width="stretch",
    )
    if st.query_params.get("part") != part:
        st.query_params["part"] = str(part)
    match part:
        case "choose":
            show_choosing(say, draft, found)
        case "text":
            show_text(say, draft, faults)
        case "save":
            show_saving(say, draft, found)
        case _ if found is None:
            st.info(say("Its text cannot be read: mend it under “Text (YAML)”."))
        case _:
            _FORMS[str(part)](say, draft, found)


def _found(draft: Draft) -> tuple[Written | None, tuple[Fault, ...]]:
    try:
        found = written(draft)
    except BadInput as bad:
        return None, bad.faults
    return found, found.faults


def _show_head(say: Words, draft: Draft, found: Written | None) -> None:
    title = found.tree.get(("title",)) if found else None
    st.title(plain(say.title(title if isinstance(title, str) and title else draft.reference)))
    if found is None or found.loaded is None:
        return
    scenario = found.loaded.scenario
    contacts = sum(float(scenario.volumes(name).sum()) for name in scenario.queues)
    said = [
        say.count("{n} line", "{n} lines", len(scenario.queues)),
        say.count("{n} skill group", "{n} skill groups", len(scenario.groups)),
        say.count("{n} day", "{n} days", scenario.days),
        say("{contacts} first attempts a day", contacts=number(contacts / scenario.days, say)),
        say("intervals of {min} min", min=f"{scenario.interval / 60:g}"),
    ]
    st.caption(" · ".join(said))
    for note in found.loaded.notes:
        st.info(plain(say.sentence(note)), icon=":material/info:")
    show_doubts(found.loaded.warnings, say)
