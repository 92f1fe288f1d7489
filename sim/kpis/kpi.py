"""What a key figure is: the ratio of two sums of counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sim.kpis.counts import ChannelCount, GroupCount, QueueCount, QueuePeak
from sim.kpis.features import NONE, Features
from sim.kpis.grid import Floats
from sim.kpis.tally import Tally

Count = QueueCount | ChannelCount | GroupCount

#: A sum of counts, each with a factor.
Terms = tuple[tuple[Count, float], ...]


class Unit(StrEnum):
    """What a KPI is measured in."""

    SHARE = "share"
    SECONDS = "s"
    CONTACTS = "contacts"
    MONEY = "currency"
    INDEX = "index"


class Scope(StrEnum):
    """What a KPI is reported for; a queue's KPIs have the centre, a group's all groups, first."""

    QUEUE = "queue"
    GROUP = "group"
    CENTRE = "centre"


class Better(StrEnum):
    """Which way a KPI must go for the customers to be served better.

    Neither for what is no promise of service: a cost, or a figure such as AHT that moves with the
    mix of contacts.
    """

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Kpi:
    """One key figure: the sum of `top` over the sum of `bottom` (over 1 where it is empty).

    Where `peak` is given, it is the maximum of that instead. `formula` says it in words and names
    the denominator; tables use it as a header. `needs` are features of which a floor must have one
    for the KPI to say anything; none where it always does. `pending` counts what it does not judge
    yet: what would be in its denominator, had the horizon been longer.
    """

    id: str
    unit: Unit
    scope: Scope
    formula: str
    top: Terms = ()
    bottom: Terms = ()
    better: Better = Better.NEITHER
    peak: QueuePeak | None = None
    needs: Features = NONE
    pending: Terms = ()

    def is_said_of(self, features: Features) -> bool:
        """Return whether the KPI says anything of a floor with `features`."""
        return not self.needs or bool(self.needs & features)

    def parts(self, tally: Tally) -> tuple[Floats, Floats]:
        """Return numerator and denominator, each of shape (rows, intervals).

        Rows are the centre and the queues, all groups and each, or the centre alone, by scope. A
        maximum's numerator is that maximum, with a denominator of 1, or both 0 where undefined.
        """
        if self.peak is not None:
            peak = tally.peaks[:, :, self.peak]
            defined = ~np.isnan(peak)
            return np.where(defined, peak, 0.0), defined.astype(np.float64)
        top = self._sum(self.top, tally)
        return top, self._sum(self.bottom, tally) if self.bottom else np.ones_like(top)

    def pending_in(self, tally: Tally) -> Floats:
        """Return how many are not judged yet, shape (rows, intervals)."""
        return (
            self._sum(self.pending, tally) if self.pending else np.zeros_like(self.parts(tally)[0])
        )

    def _sum(self, terms: Terms, tally: Tally) -> Floats:
        rows = slice(0, 1) if self.scope is Scope.CENTRE else slice(None)
        total: Floats = np.zeros_like(_table(terms[0][0], tally)[rows, :, 0])
        for count, factor in terms:
            total += _table(count, tally)[rows, :, count] * factor
        return total


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return `top` over `bottom`, NaN where `bottom` is 0."""
    quotient: Floats = np.full(np.shape(top), np.nan)
    return np.divide(top, bottom, out=quotient, where=bottom != 0)


def _table(count: Count, tally: Tally) -> Floats:
    if isinstance(count, GroupCount):
        return tally.groups
    if isinstance(count, QueueCount):
        return tally.queues
    if tally.channels is None:
        return _of_telephones(tally.queues)
    return tally.channels


def _of_telephones(queues: Floats) -> Floats:
    """Return the channel counts of a floor that has none of it: all who call arrive at people."""
    counts = np.zeros((*queues.shape[:2], len(ChannelCount)))
    attempts = [QueueCount.FIRST, QueueCount.REDIALS, QueueCount.REPEATS]
    counts[:, :, ChannelCount.ARRIVED] = queues[:, :, attempts].sum(axis=-1)
    counts[:, :, ChannelCount.INSTANTS] = 1
    return counts


def of(*counts: Count) -> Terms:
    """Return the sum of counts."""
    return tuple((count, 1.0) for count in counts)


def less(counts: Terms, *taken: Count) -> Terms:
    """Return a sum less other counts."""
    return counts + tuple((count, -1.0) for count in taken)
