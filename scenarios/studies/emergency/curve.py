"""The curve of cost against recovery: what nothing else beats in all that counts.

A cell beats another where it costs no more, loses no more contacts and answers no smaller share in
time, and is better in one of these. It does so for sure where each difference is better by more
than chance, or no difference at all, on the same random days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenarios.studies.sweep.kept import Kept
from sim.kpis.compare import differences
from sim.kpis.grid import Flags, Floats
from sim.kpis.periods import Parts

#: The figures that count, of the centre, and which way each is better.
COUNTS: Final = {"cost": -1, "lost": -1, "SL3": 1}


@dataclass(frozen=True)
class Beaten:
    """Which cells beat which, shape (cells, cells): `by_means[a, b]` where a beats b."""

    by_means: Flags
    surely: Flags

    def by(self, cell: int, costs: Floats) -> int | None:
        """Return the cheapest of those that beat a cell, for sure if any does; None: nobody."""
        for beats in (self.surely, self.by_means):
            those = np.flatnonzero(beats[:, cell])
            if len(those):
                return int(those[costs[those].argmin()])
        return None


def beaten(cells: Sequence[Kept], confidence: float) -> Beaten:
    """Return which of some cells beat which, all of the same random days."""
    n = min(cell.replications for cell in cells)
    every = [_parts(cells, figure, n) for figure in COUNTS]
    shape = (len(cells), len(cells))
    by_means, surely = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    for a in range(len(cells)):
        no_worse, better = np.ones((2, len(cells)), np.bool_), np.zeros((2, len(cells)), np.bool_)
        for parts, sign in zip(every, COUNTS.values(), strict=True):
            mine = Parts(parts.top[:, [a]], parts.bottom[:, [a]])
            found = differences(parts, _repeated(mine, len(cells)), confidence)
            gain = sign * np.nan_to_num(found.value)
            is_same = found.same | np.isnan(found.value)
            is_better = np.stack([gain > 0, gain - np.nan_to_num(found.reach, nan=np.inf) > 0])
            no_worse &= np.stack([gain >= 0, is_better[1] | is_same])
            better |= is_better
        by_means[a], surely[a] = no_worse & better
    return Beaten(by_means, surely)


def of_centre(cell: Kept, figure: str) -> Parts:
    """Return a figure of the centre, parts of shape (replications, 1)."""
    rows = cell.layout.figures
    at = next(n for n, (kind, _, kpi) in enumerate(rows) if (kind, kpi.id) == ("centre", figure))
    whole = cell.whole
    return Parts(whole.top[:, [at]], whole.bottom[:, [at]])


def _parts(cells: Sequence[Kept], figure: str, n: int) -> Parts:
    """Return a figure of all cells, parts of shape (replications, cells)."""
    found = [of_centre(cell.first(n), figure) for cell in cells]
    tops, bottoms = [each.top for each in found], [each.bottom for each in found]
    return Parts(np.concatenate(tops, axis=1), np.concatenate(bottoms, axis=1))


def _repeated(parts: Parts, times: int) -> Parts:
    return Parts(np.repeat(parts.top, times, axis=1), np.repeat(parts.bottom, times, axis=1))
