"""What is chosen on a page, over reruns, page changes and languages, and in the page's address.

Streamlit's own binding writes a choice as it is shown, in the reader's language; here it is written
as it is meant, so that a link made in one language opens in the other. A widget is remembered in
two steps: `recall` before it is drawn, `remember` behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st


def recall(key: str, allowed: Collection[Any], default: Any) -> None:
    """Give the widget `key` what was chosen before, or what the address says, or the default.

    What is no longer allowed is as if it had never been chosen. A `default` that is a list means
    that several may be chosen.
    """
    if key not in st.session_state:
        held = st.session_state.get(_held(key))
        st.session_state[key] = _from_address(key, default) if held is None else held
    chosen = st.session_state[key]
    if isinstance(default, list):
        kept = [one for one in chosen if one in allowed]
        st.session_state[key] = kept if kept or not chosen else list(default)
    else:
        # Given anew though it may be the same: a browser keeps the words of a choice, which may be
        # those of the language before.
        st.session_state[key] = chosen if chosen in allowed else default


def recall_text(key: str, default: str = "") -> None:
    """Give a widget of free text what was written before, or what the address says."""
    if key not in st.session_state:
        held = st.session_state.get(_held(key))
        st.session_state[key] = _from_address(key, default) if held is None else held


def remember(key: str, default: Any) -> None:
    """Keep what the widget `key` has, and write it into the address where it is not the default."""
    chosen = st.session_state[key]
    st.session_state[_held(key)] = chosen
    if chosen == default or chosen is None:
        if key in st.query_params:
            del st.query_params[key]
        return
    values = [str(one) for one in chosen] if isinstance(chosen, list) else [str(chosen)]
    if st.query_params.get_all(key) != values:
        st.query_params[key] = values


def _from_address(key: str, default: Any) -> Any:
    given: Sequence[str] = st.query_params.get_all(key)
    if not given:
        return list(default) if isinstance(default, list) else default
    return list(given) if isinstance(default, list) else given[-1]


def _held(key: str) -> str:
    return f"{key}_held"
