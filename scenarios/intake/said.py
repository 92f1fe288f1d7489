"""Sentences that can be said in any language: the text, and what fills its blanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Said:
    """An English sentence with blanks; `str` fills them. Numbers are filled in as they are."""

    text: str
    blanks: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.text.format(**self.filled)

    @property
    def filled(self) -> dict[str, object]:
        """What fills the blanks, by name."""
        return dict(self.blanks)


def said(text: str, /, **blanks: object) -> Said:
    """Return a sentence with its blanks filled by what is given."""
    return Said(text, tuple(blanks.items()))


#: Tells a sentence in a reader's language; `str` tells it in English.
Tell: TypeAlias = Callable[[Said], str]
