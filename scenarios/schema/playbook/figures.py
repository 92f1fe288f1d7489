"""Figures that a playbook watches, and how their levels are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema

from scenarios.units import expected, read_duration, read_number, read_share

FigureName: TypeAlias = Literal[
    "queue_length", "oldest_wait", "service_level", "abandonment", "occupancy", "load"
]

#: Figures over a stretch of time; the others are those of the instant.
OVER_TIME: Final = frozenset({"service_level", "abandonment", "occupancy", "load"})
#: Figures of groups.
OF_GROUPS: Final = frozenset({"occupancy", "load"})
#: The figure that passes its level downwards.
FALLING: Final = "service_level"
#: The window of a figure over time, unless it is said.
WINDOW_S: Final = 900.0
#: A load is at most so many times what the agents can do.
MOST_LOAD: Final = 10


def _read_length(text: str) -> float:
    contacts = read_number(text)
    if not 0 < contacts <= 1e9:
        raise ValueError
    return contacts


def _read_wait(text: str) -> float:
    seconds = read_duration(text)
    if seconds <= 0:
        raise ValueError
    return seconds


def _read_share(text: str) -> float:
    share = read_share(text)
    if share <= 0:
        raise ValueError
    return share


def _read_load(text: str) -> float:
    is_percent = text.endswith("%")
    load = read_number(text.removesuffix("%").rstrip()) / (100 if is_percent else 1)
    if not 0 < load <= MOST_LOAD:
        raise ValueError
    return load


_A_SHARE: Final = "a share above 0 and up to 100 %, such as 80 %"
_READERS: Final[Mapping[str, tuple[Callable[[str], float], str]]] = {
    "queue_length": (_read_length, "a number of contacts above 0, such as 40"),
    "oldest_wait": (_read_wait, "a duration above 0 s with its unit, such as 5 min"),
    "service_level": (_read_share, _A_SHARE),
    "abandonment": (_read_share, _A_SHARE),
    "occupancy": (_read_share, _A_SHARE),
    "load": (_read_load, "a share of what the agents can do, up to 1000 %, such as 120 %"),
}


def level_of(figure: FigureName, text: str) -> float:
    """Return a level that was written for a figure: contacts, seconds, or a share.

    Raises ValueError, with what was expected, for what is none.
    """
    read, words = _READERS[figure]
    try:
        return read(text.strip())
    except ValueError:
        raise expected(f"{words}, for {figure}") from None


def read_level_text(value: Any) -> str:
    """Return a level as it is written. Raises for what is neither text nor a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.12g}"
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise expected("a level such as 120 %, 40 or 5 min")


#: A level as it is written; what it means depends on the figure (`level_of`).
LevelText: TypeAlias = Annotated[
    str,
    BeforeValidator(read_level_text),
    WithJsonSchema({"type": ["string", "number"], "examples": ["120 %", "5 min", 40]}),
]
