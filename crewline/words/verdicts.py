"""What is said of a difference, in a word."""

from __future__ import annotations

from typing import Final

from crewline.words.words import N_, Words

#: The verdicts of a comparison's table (see `scenarios.studies.comparison`).
_WORDS: Final = {
    "better": N_("better"),
    "worse": N_("worse"),
    "higher": N_("higher"),
    "lower": N_("lower"),
    "the same": N_("the same"),
    "cannot tell apart": N_("cannot tell apart"),
    "undefined": N_("No contacts, so it is undefined"),
}


def verdict_word(verdict: str, say: Words) -> str:
    """Return a verdict of a comparison in a word."""
    return say(_WORDS[verdict])
