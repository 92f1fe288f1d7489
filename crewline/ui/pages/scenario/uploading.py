"""A scenario's text from a file of the reader's own."""

from __future__ import annotations

from typing import Final

import streamlit as st

from crewline.ui.draft.session import change
from crewline.ui.parts.faults import show_faults
from crewline.words import Words
from scenarios.faults import BadInput, Fault
from scenarios.yaml_file import MAX_BYTES, parse_tree, shown

_KEY: Final = "scenario_upload"
_TOLD: Final = "scenario_upload_faults"


def show_uploading(say: Words) -> None:
    """Let a scenario be uploaded; what is only wrong with its form can be mended as text."""
    with st.expander(say("Open a file of your own"), expanded=bool(st.session_state.get(_TOLD))):
        st.file_uploader(
            say("A scenario in YAML, at most {mb} MB", mb=MAX_BYTES // 1_000_000),
            type=["yaml", "yml"],
            max_upload_size=MAX_BYTES // 1_000_000,
            key=_KEY,
            on_change=_take,
        )
        if faults := st.session_state.get(_TOLD):
            show_faults(faults, say, say("This file was not opened:"))


def _take() -> None:
    st.session_state[_TOLD] = ()
    uploaded = st.session_state.get(_KEY)
    if uploaded is None:
        return
    try:
        text = text_of_upload(uploaded.name, uploaded.getvalue())
    except BadInput as bad:
        st.session_state[_TOLD] = bad.faults
        return
    change(
        reference=shown(uploaded.name), own=text, variant=None, events=(), settings=(), seed=None
    )


def text_of_upload(name: str, content: bytes) -> str:
    """Return the text of an uploaded file. Raises BadInput where it is no scenario's at all.

    What is only at fault is taken, and told where it can be mended.
    """
    name = shown(name)
    if len(content) > MAX_BYTES:
        words = f"at most {MAX_BYTES // 1_000_000} MB"
        raise BadInput([Fault(name, 0, "", "a larger file", words)])
    if b"\0" in content:
        raise BadInput([Fault(name, 0, "", "a binary file", "YAML text in UTF-8")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        words = "YAML text in UTF-8"
        raise BadInput([Fault(name, line, "", "bytes that are not UTF-8", words)]) from None
    if not text.strip():
        parse_tree(text, name)  # which says that it is empty
    return text
