"""Legs: what an engine leaves behind.

A leg is one stay of a contact in one queue. First attempts come first: contact i is leg i. Legs
that the run itself makes (redials, repeats, transfers) follow in the order of their making. Legs
that would come after the horizon are not made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.engines.log import LOG

#: One row a leg; times in milliseconds, -1 where it did not happen.
LEG: Final = np.dtype(
    [
        ("contact", np.int64),
        ("parent", np.int64),  # the leg that this one came from, -1 for a first attempt
        ("cause", np.int64),  # `sim.codes.Cause`
        ("attempt", np.int64),  # from 1; a transfer belongs to the attempt it happened in
        ("depth", np.int64),  # transfers before it in the attempt
        ("queue", np.int64),
        ("queued_ms", np.int64),
        ("answered_ms", np.int64),
        ("group", np.int64),
        ("agent", np.int64),  # numbered within the group, in order of coming on duty
        ("left_ms", np.int64),  # the customer left this leg: end of talk, abandonment, turned away
        ("held_ms", np.int64),  # how long the agent held the line of a warm transfer
        ("handover_ms", np.int64),  # how long the agent introduced a warm transfer
        ("freed_ms", np.int64),  # the agent was free again; -1 where still unknown at the end
        ("comes_back", np.int64),  # 1 where the contact wants to redial or to repeat
        ("outcome", np.int64),  # `sim.codes.Outcome`
        ("grade", np.int64),  # of deferrable work: its place among the queue's grades; else 0
    ]
)


@dataclass(frozen=True)
class Outcomes:
    """The legs of one replication, dtype LEG, the end of its horizon, and the director's log."""

    legs: NDArray[np.void]
    horizon_ms: int
    log: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, LOG))

    def __len__(self) -> int:
        return len(self.legs)
