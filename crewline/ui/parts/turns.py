"""Turns of pages whose results have come: drawn one at a time, behind whoever moves a slider.

Runs of many sessions may end together. All their pages at once would share the server's processor
with somebody who has just changed something, and waits for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Final

import streamlit as st

_CAME: Final = "result_came"
_turn: Final = RLock()


def note_result() -> None:
    """Note that the page is drawn next for a result that came, and not because of its reader."""
    st.session_state[_CAME] = True


@contextmanager
def in_turn(*, earlier: bool = False) -> Iterator[None]:
    """Draw at once what a reader waits for, and in turn what a result has come for.

    What is of an `earlier` choice nobody waits for either.
    """
    if not (earlier or st.session_state.pop(_CAME, False)):
        yield
        return
    with _turn:
        yield
