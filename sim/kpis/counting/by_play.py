"""What the actions of playbooks cost: each time, by the hour, and by the hours of their people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import MS_PER_H
from sim.engines.log import Entry
from sim.kpis.grid import Floats, Grid, Integers
from sim.playbooks import Action, Play

_OF_ACTIONS: Final = (Entry.BEGUN, Entry.ENDED, Entry.PEOPLE)


def spent(log: NDArray[np.void], plays: Sequence[Play], grid: Grid) -> Floats:
    """Return what all actions cost by counted interval, in the scenario's currency.

    What is paid each time is spent when the action takes effect.
    """
    total = np.zeros(grid.intervals)
    for play, number, action in _actions(plays):
        price = action.price
        if price.once or price.per_h or price.per_person_h:
            begun_ms, in_force_ms, people_ms = of_action(log, play, number, grid)
            total += price.once * begun_ms
            total += (price.per_h * in_force_ms + price.per_person_h * people_ms) / MS_PER_H
    return total


def of_action(
    log: NDArray[np.void], play: int, action: int, grid: Grid
) -> tuple[Floats, Floats, Floats]:
    """Return of an action by counted interval: how often begun, ms in force, ms of its people."""
    mine = log[(log["which"] == play) & (log["action"] == action)]
    mine = mine[np.isin(mine["entry"], _OF_ACTIONS)]
    begins = mine["at_ms"][mine["entry"] == Entry.BEGUN]
    borders = grid.start_ms + np.arange(grid.intervals + 1, dtype=np.int64) * grid.interval_ms
    begun = np.histogram(begins, borders)[0].astype(np.float64)
    begun[-1] -= (begins == borders[-1]).sum()  # the last border belongs to nothing any more
    is_on = mine[mine["entry"] != Entry.PEOPLE]
    people = mine[mine["entry"] == Entry.PEOPLE]
    in_force = _area(is_on["at_ms"], is_on["entry"] == Entry.BEGUN, borders)
    return begun, in_force, _area(people["at_ms"], people["value"], borders)


def _area(at_ms: NDArray[np.int64], values: NDArray[np.generic], borders: Integers) -> Floats:
    """Return the area under a step function that is 0 before `at_ms`, between `borders`."""
    before = np.concatenate([[0.0], values.astype(np.float64)])
    widths = np.diff(at_ms, prepend=0)
    so_far = np.concatenate([[0.0], np.cumsum(before[:-1] * widths)])  # up to each change
    last = np.searchsorted(at_ms, borders, side="right")
    since_ms = borders - np.concatenate([[0], at_ms])[last]
    return np.diff(so_far[last] + before[last] * since_ms)


def _actions(plays: Sequence[Play]) -> Iterator[tuple[int, int, Action]]:
    for play, each in enumerate(plays):
        for number, action in enumerate(each.actions):
            yield play, number, action
