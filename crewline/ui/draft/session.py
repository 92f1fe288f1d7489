"""The draft of a session: from the address at first, and written there whenever it changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from crewline.ui.draft.address import KEYS, from_address, to_address
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.workspace import scenarios_there

_HELD = "draft"


def current() -> Draft:
    """Return what this session works on."""
    if _HELD not in st.session_state:
        given = {key: st.query_params.get_all(key) for key in KEYS}
        st.session_state[_HELD] = from_address(given) or Draft(scenarios_there()[0].reference)
    draft: Draft = st.session_state[_HELD]
    return draft


def change(**fields: Any) -> None:
    """Replace fields of the draft: in a widget's callback, or followed by `st.rerun()`.

    Another scenario begins anew: what was changed of the one before is dropped.
    """
    before = current()
    if fields.get("reference", before.reference) != before.reference:
        fresh: dict[str, Any] = {"variant": None, "events": (), "settings": (), "own": ""}
        fields = fresh | {"seed": None} | fields
    st.session_state[_HELD] = replace(before, **fields)


def write_address() -> None:
    """Write the draft into the page's address, where it is not there yet."""
    wanted = to_address(current())
    for key in KEYS:
        if key not in wanted:
            if key in st.query_params:
                del st.query_params[key]
            continue
        value = wanted[key]
        values = value if isinstance(value, list) else [value]
        if st.query_params.get_all(key) != values:
            st.query_params[key] = value
