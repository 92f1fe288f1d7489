"""What every engine on the line is given, and what it has to find: the same calls, call by call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.codes import Outcome
from sim.demand.contacts import Contacts
from sim.engines.legs import Outcomes


@dataclass(frozen=True)
class Calls:
    """Calls of one queue in order of arrival: plain lists, as plain Python reads them fastest."""

    arrive_ms: list[int]
    handle_ms: list[int]
    patience_ms: list[int]
    horizon_ms: int

    @classmethod
    def of(cls, contacts: Contacts, horizon_ms: int) -> Calls:
        """Return drawn contacts as calls; talk is all of their handling."""
        rows = contacts.rows
        return cls(
            rows["arrive_ms"].tolist(),
            rows["talk_ms"].tolist(),
            rows["patience_ms"].tolist(),
            horizon_ms,
        )

    def __len__(self) -> int:
        return len(self.arrive_ms)


@dataclass(frozen=True)
class Fates:
    """When each call was answered and when it gave up; -1 where it did not."""

    answered_ms: list[int]
    abandoned_ms: list[int]

    @classmethod
    def unknown(cls, calls: Calls) -> Fates:
        """Return what is known before anything has happened."""
        return cls([-1] * len(calls), [-1] * len(calls))

    @classmethod
    def of(cls, outcomes: Outcomes) -> Fates:
        """Return the fates that our own engines' legs tell of."""
        legs = outcomes.legs
        abandoned = legs["outcome"] == Outcome.ABANDONED
        return cls(legs["answered_ms"].tolist(), np.where(abandoned, legs["left_ms"], -1).tolist())
