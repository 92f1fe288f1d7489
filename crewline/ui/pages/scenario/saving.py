"""The scenario taken along: saved to the workspace, or downloaded; and shown as it is simulated."""

from __future__ import annotations

from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current
from crewline.ui.draft.workspace import digest_of, own_folder, save
from crewline.ui.pages.scenario.text_editor import folded_text
from crewline.ui.pages.scenario.written import Written
from crewline.ui.parts.faults import show_faults
from crewline.words import N_, Words, plain
from scenarios.faults import BadInput
from scenarios.load import resolved_yaml

_WAY: Final = "scenario_save_as"
_NAME: Final = "scenario_save_name"
_OVER: Final = "scenario_save_over"
_SEEN: Final = "scenario_save_seen"
_TOLD: Final = "scenario_save_told"
_WAYS: Final = {
    "whole": N_("The scenario with its variants, changes written in"),
    "day": N_("This day alone: variant, events and changes worked in"),
}
_WHY: Final = {
    "whole": N_("Comments and layout of the file stay."),
    "day": N_("Every number as it is simulated; stands by itself."),
}


def remember_file(draft: Draft) -> None:
    """Remember the draft's file as it is read now, so that a later change of it is noticed."""
    if not draft.own and (digest := digest_of(draft.reference)):
        st.session_state.setdefault(_SEEN, {})[draft.reference] = digest


def show_saving(say: Words, draft: Draft, found: Written | None) -> None:
    """Show what to save and where, the download, and the text of it."""
    way = st.radio(
        say("What to take along"),
        list(_WAYS),
        format_func=lambda one: say(_WAYS[one]),
        captions=[say(_WHY[one]) for one in _WAYS],
        key=_WAY,
    )
    try:
        text, left_out = _text(draft, str(way))
    except BadInput as bad:
        show_faults(bad.faults, say, say("It cannot be written so:"))
        return
    if left_out:
        st.warning(
            say(
                "Not in it, because the variant or an event sets the same: {settings}",
                settings=plain("; ".join(left_out)),
            )
        )
    if found is None or found.faults:
        st.warning(say("It is at fault, and can be saved all the same, to be mended later."))
    name = _file_name(draft, str(way))
    st.download_button(
        say("Download YAML"),
        text.encode(),
        file_name=name,
        mime="application/yaml",
        key="scenario_download",
        on_click="ignore",
    )
    _show_workspace(say, draft, name, str(way))
    with st.expander(say("The text")):
        st.code(text, language="yaml", height=480, line_numbers=True)


def _text(draft: Draft, way: str) -> tuple[str, tuple[str, ...]]:
    if way == "day":
        return resolved_yaml(draft.loaded().scenario), ()
    return folded_text(draft)


def _file_name(draft: Draft, way: str) -> str:
    stem = draft.reference.removesuffix(".yaml").removesuffix(".yml")
    if way == "day" and draft.variant:
        stem += f"-{draft.variant}"
    if way == "day" and draft.events:
        stem += f"-{'-'.join(draft.events)}"[:60]
    return f"{stem.replace('/', '-')[:90]}.yaml"


def _show_workspace(say: Words, draft: Draft, name: str, way: str) -> None:
    folder = own_folder()
    if folder is None:
        st.caption(
            say("To save here, start the app with a folder of your own: crewline app FOLDER")
        )
        return
    proposed = (draft.reference, way)
    if st.session_state.get(f"{_NAME}_of") != proposed:
        st.session_state[f"{_NAME}_of"], st.session_state[_NAME] = proposed, name
    st.text_input(say("File name in the folder of scenarios"), key=_NAME, width=480)
    chosen = st.session_state[_NAME].strip()
    there = digest_of(chosen)
    if there:
        st.checkbox(say("Replace {name}", name=plain(chosen)), key=f"{_OVER}_{chosen}")
    st.button(
        say("Save"),
        type="primary",
        key="scenario_save",
        on_click=_save,
        args=(chosen, way, _seen(chosen, there)),
    )
    _tell(say)


def _seen(name: str, there: str) -> str:
    """Return the digest of the file that may be replaced: as it was opened, or is shown now."""
    seen: dict[str, str] = st.session_state.get(_SEEN, {})
    return seen.get(name, there)


def _save(name: str, way: str, seen: str) -> None:
    draft = current()
    over = seen if st.session_state.get(f"{_OVER}_{name}") else ""
    try:
        text, rest = _text(draft, way)
        save(name, text, over)
    except BadInput as bad:
        st.session_state[_TOLD] = bad.faults
        return
    st.session_state[_TOLD] = name
    st.session_state.pop(f"{_OVER}_{name}", None)
    if way == "day":
        change(reference=name, own="", variant=None, events=(), settings=(), seed=draft.seed)
    else:
        change(
            reference=name,
            own="",
            variant=draft.variant,
            events=draft.events,
            settings=rest,
            seed=draft.seed,
        )


def _tell(say: Words) -> None:
    told = st.session_state.pop(_TOLD, None)
    if isinstance(told, tuple):
        show_faults(told, say, say("Nothing was saved:"))
    elif told:
        st.success(say("Saved as {name}", name=plain(str(told))))
