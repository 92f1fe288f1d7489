"""What is wrong, and what is doubtful, on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from crewline.words import Words, plain
from scenarios.faults import Fault

#: Nobody reads more at once, and a browser takes long to draw them.
_MOST: Final = 60


def show_faults(faults: Iterable[Fault], say: Words, heading: str = "") -> None:
    """Show all that is wrong with an input, one line a fault."""
    every = list(faults)
    lines = [f"- {plain(say.fault(fault))}" for fault in every[:_MOST]]
    more = len(every) - len(lines)
    if more:
        lines.append(f"- {say.count('and {n} more', 'and {n} more', more)}")
    st.error("\n".join([f"{heading or say('This scenario cannot be run:')}\n", *lines]))


def show_doubts(doubts: Iterable[Fault], say: Words) -> None:
    """Show what may be meant, and may not, behind a fold."""
    listed = list(doubts)
    if listed:
        with st.expander(f"{say('Worth a look:')} {len(listed)}"):
            for doubt in listed:
                st.markdown(f"- {plain(say.fault(doubt))}")
