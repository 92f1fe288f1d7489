"""What is wrong, and what is doubtful, on a page."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from crewline.words import Words, plain
from scenarios.faults import Fault


def show_faults(faults: Iterable[Fault], say: Words, heading: str = "") -> None:
    """Show all that is wrong with an input, one line a fault."""
    lines = "\n".join(f"- {plain(say.fault(fault))}" for fault in faults)
    st.error(f"{heading or say('This scenario cannot be run:')}\n\n{lines}")


def show_doubts(doubts: Iterable[Fault], say: Words) -> None:
    """Show what may be meant, and may not, behind a fold."""
    listed = list(doubts)
    if listed:
        with st.expander(f"{say('Worth a look:')} {len(listed)}"):
            for doubt in listed:
                st.markdown(f"- {plain(say.fault(doubt))}")
