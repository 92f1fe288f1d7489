"""Windows: the stretches of time that watched figures are taken over."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator

from scenarios.units import Duration, expected

#: Figures are looked at once a minute, unless a scenario says so more often.
WATCHED_S = 60.0


def _whole_minutes(seconds: float) -> float:
    if seconds < WATCHED_S or seconds % WATCHED_S:
        raise expected("whole minutes, at least 1 min")
    return seconds


Window: TypeAlias = Annotated[Duration, AfterValidator(_whole_minutes)]
