"""Plays: one level of a playbook, with its actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.playbooks.actions import Action
from sim.watches import Trigger

#: How often a play begins at most, unless it says otherwise.
MOST_TIMES: Final = 20


@dataclass(frozen=True)
class Play:
    """Actions that begin when a figure has passed its level, and end when it is back.

    Without a `trigger` they begin and end by the clock: `spans_ms` are (start, end) pairs, disjoint
    and in order. A play that has begun `most` times goes on to its end and begins no more, so that
    plays that set each other off do so a limited number of times.
    """

    name: str
    actions: tuple[Action, ...]
    trigger: Trigger | None = None
    spans_ms: tuple[tuple[int, int], ...] = ()
    most: int = MOST_TIMES
