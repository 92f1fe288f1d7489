"""Colours, the same for the same thing in every picture, and readable on white and on black."""

from __future__ import annotations

from typing import Final

#: What was asked for, and beside it the unchanged scenario.
ASKED: Final = "#2f81c5"
UNCHANGED: Final = "#85898f"
TARGET: Final = "#c9752d"
ANSWERED: Final = "#25936b"
ABANDONED: Final = "#d1495b"

#: Groups, stacked; repeated where there are more.
GROUPS: Final = ("#2f81c5", "#c9752d", "#25936b", "#a86bc4", "#a0842a", "#d1495b", "#4c8f9b")


def faint(colour: str, share: float = 0.22) -> str:
    """Return a colour thinned for a band behind its line."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
