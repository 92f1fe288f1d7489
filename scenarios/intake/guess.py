"""Guesses: what a mapping was taken to be, why, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

from scenarios.intake.mapping import LogMapping
from scenarios.intake.said import Said
from scenarios.intake.tables.headings import Sureness
from scenarios.intake.tables.mapping import IntervalMapping

_NO_NAME: Final = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class Guess:
    """One thing of a mapping: the path in it, what it was taken to be, and why.

    `sure` is told by the file itself, `likely` follows from it, `asked` should be confirmed.
    """

    field: str
    value: str
    why: Said
    sureness: Sureness

    def as_dict(self) -> dict[str, str]:
        """Return the guess for a machine."""
        return {
            "field": self.field,
            "value": self.value,
            "why": str(self.why),
            "sureness": self.sureness,
        }


@dataclass(frozen=True)
class Guessed:
    """A mapping that was guessed, and each guess behind it."""

    kind: Literal["intervals", "calls"]
    mapping: IntervalMapping | LogMapping
    guesses: tuple[Guess, ...]

    @property
    def asked(self) -> tuple[Guess, ...]:
        """What should be confirmed."""
        return tuple(guess for guess in self.guesses if guess.sureness == "asked")


def name_of(text: str, otherwise: str) -> str:
    """Return a name made of a text: letters, digits, _ and -; `otherwise` where none is left."""
    name = _NO_NAME.sub("_", text.strip()).strip("_-")[:60]
    return name.lower() if name and name[0] not in "-" else otherwise


def file_name(file: str) -> str:
    """Return a scenario's name from that of a file."""
    stem = PurePath(file.replace("\\", "/")).name
    for ending in (".gz", ".csv", ".txt", ".tsv", ".xlsx"):
        stem = stem[: -len(ending)] if stem.lower().endswith(ending) else stem
    return name_of(stem, "imported")


def names_of(texts: Iterable[str], otherwise: str) -> dict[str, str]:
    """Return names for texts, each unlike the others; in the texts' order."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for place, text in enumerate(texts, 1):
        wanted = name_of(text, f"{otherwise}_{place}")
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted[:56]}_{number}"
        found[text] = name
        taken.add(name)
    return found
