"""What is read off the legs themselves: figures that owe nothing to the way KPIs are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.codes import Cause, Outcome

Flags = NDArray[np.bool_]
Times = NDArray[np.int64]


@dataclass(frozen=True)
class Seen:
    """The legs of one replication, and the stretch that counts."""

    legs: NDArray[np.void]
    start_ms: int
    end_ms: int

    @cached_property
    def here(self) -> Flags:
        """Legs of contacts that came within the stretch, whenever the leg was."""
        came_ms = self.came_ms
        return (came_ms >= self.start_ms) & (came_ms < self.end_ms)

    @cached_property
    def came_ms(self) -> Times:
        """When the contact of each leg came first: contact i is leg i."""
        return self.legs["queued_ms"][self.legs["contact"]]

    @property
    def contacts(self) -> int:
        """How many contacts came within the stretch."""
        return int((self.here & self.caused_by(Cause.FIRST)).sum())

    @property
    def answered(self) -> Flags:
        """Legs that an agent answered, or on which an agent called."""
        return self.legs["answered_ms"] >= 0

    def caused_by(self, cause: Cause) -> Flags:
        return self.legs["cause"] == cause

    def ended(self, outcome: Outcome) -> Flags:
        return self.legs["outcome"] == outcome

    def in_queue(self, queue: int) -> Flags:
        return self.legs["queue"] == queue

    def counts(self, legs: Flags, window_ms: int) -> Times:
        """Return how many of some legs queued in each window of the stretch, whole ones only."""
        windows = (self.end_ms - self.start_ms) // window_ms
        edges_ms = self.start_ms + window_ms * np.arange(windows + 1)
        return np.histogram(self.legs["queued_ms"][legs], edges_ms)[0]

    def busy_ms(self, group: int = 0) -> int:
        """Return the time within the stretch in which agents of a group have any contact."""
        legs = self.legs[self.answered & (self.legs["group"] == group)]
        legs = legs[np.lexsort((legs["answered_ms"], legs["agent"]))]
        start_ms = np.clip(legs["answered_ms"], self.start_ms, self.end_ms)
        end_ms = np.clip(legs["freed_ms"], self.start_ms, self.end_ms)
        # Agents one after the other on one axis, so that what is over never counts for the next.
        offset_ms = legs["agent"] * (self.end_ms + 1)
        until_ms = np.maximum.accumulate(end_ms + offset_ms)
        before_ms = np.concatenate([[0], until_ms[:-1]])
        return int(np.maximum(until_ms - np.maximum(start_ms + offset_ms, before_ms), 0).sum())


#: A figure of one replication: its numerator and its denominator.
Gauge = Callable[[Seen], tuple[float, float]]


def share(of: Callable[[Seen], Flags], among: Callable[[Seen], Flags]) -> Gauge:
    """Return the share with a property among some legs of the contacts that count."""

    def gauge(seen: Seen) -> tuple[float, float]:
        them = seen.here & among(seen)
        return float((them & of(seen)).sum()), float(them.sum())

    return gauge


def a_contact(number: Callable[[Seen], Flags | Times]) -> Gauge:
    """Return a mean over contacts of what their legs add up to."""

    def gauge(seen: Seen) -> tuple[float, float]:
        return float(number(seen)[seen.here].sum()), float(seen.contacts)

    return gauge


def dispersion(of: Callable[[Seen], Flags], window_ms: int) -> Gauge:
    """Return variance over mean of the number in a window: 1 in a Poisson stream."""

    def gauge(seen: Seen) -> tuple[float, float]:
        counts = seen.counts(of(seen), window_ms)
        return float(counts.var(ddof=1)) * len(counts), float(counts.mean()) * len(counts)

    return gauge
