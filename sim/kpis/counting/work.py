"""Deferrable work: done in time or late, put aside, and what lies there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import MS_PER_S, NEVER
from sim.codes import Cause, Outcome
from sim.engines.legs import Outcomes
from sim.floor import Floor
from sim.kpis.counting import kernel
from sim.kpis.counting.cells import Cells
from sim.kpis.counting.roles import Legs, Roles, among, followed_back
from sim.kpis.counts import ChannelCount
from sim.kpis.grid import Flags, Floats, Grid, Integers

_UNDER_WAY = (Outcome.WAITING, Outcome.ANSWERED, Outcome.TRANSFERRED, Outcome.PUT_ASIDE)


def work_counts(
    outcomes: Outcomes, floor: Floor, grid: Grid, cells: Cells, roles: Roles
) -> dict[ChannelCount, Floats | Integers]:
    """Return the counts of deferrable work, each of shape (queues, intervals)."""
    if not roles.defers.any():
        return {}
    legs = outcomes.legs
    is_work = roles.defers[legs["queue"]]
    pieces = _Pieces.of(outcomes, floor, is_work, roles)
    aside = np.flatnonzero(legs["outcome"] == Outcome.PUT_ASIDE)
    number, age_ms = _backlog(legs, np.flatnonzero(is_work), roles, grid)
    return {
        ChannelCount.DONE: cells.sums(pieces.numbers[pieces.done]),
        ChannelCount.ON_TIME: cells.sums(pieces.numbers[pieces.on_time]),
        ChannelCount.LATE: cells.sums(pieces.numbers[pieces.late]),
        ChannelCount.OPEN: cells.sums(pieces.numbers[pieces.open]),
        ChannelCount.NOT_DUE: cells.sums(pieces.numbers[pieces.not_due]),
        ChannelCount.REOPENED: cells.sums(pieces.numbers[pieces.reopened]),
        ChannelCount.REMINDED: cells.sums(pieces.numbers[pieces.reminded]),
        ChannelCount.PUT_ASIDE: cells.sums(roles.pieces[aside]),
        ChannelCount.BACKLOG: number,
        ChannelCount.BACKLOG_AGE_S: age_ms / MS_PER_S,
    }


@dataclass(frozen=True)
class _Pieces:
    """Pieces of work by the legs that they came in by, and what became of each by the end."""

    numbers: Integers
    done: Flags
    on_time: Flags
    late: Flags
    open: Flags
    not_due: Flags
    reopened: Flags
    reminded: Flags

    @classmethod
    def of(cls, outcomes: Outcomes, floor: Floor, is_work: Flags, roles: Roles) -> _Pieces:
        """Return the pieces of all queues of work but lists of calls."""
        legs, horizon_ms = outcomes.legs, outcomes.horizon_ms
        offered = (roles.of_legs == kernel.FIRST) | (roles.of_legs == kernel.LATER)
        numbers = np.flatnonzero(is_work & offered)
        first, last = legs[numbers], legs[_last_legs(roles)[numbers]]
        grade = floor.grades[first["queue"], first["grade"]]
        queued, freed = first["queued_ms"], last["freed_ms"]
        has_due = grade["due_ms"] < NEVER
        due = queued + grade["due_ms"]
        over = among(last["outcome"], (Outcome.ANSWERED, Outcome.TRANSFERRED))
        done = over & (freed >= 0) & (freed <= horizon_ms)
        on_time = has_due & done & (freed <= due)
        escalated = last["outcome"] == Outcome.ESCALATED
        late = has_due & ~on_time & (done | escalated | (due < horizon_ms))
        is_open = ~done & among(last["outcome"], _UNDER_WAY)
        waited_to = np.where(first["answered_ms"] >= 0, first["answered_ms"], first["left_ms"])
        waited_to = np.where(first["outcome"] == Outcome.WAITING, horizon_ms, waited_to)
        return cls(
            numbers,
            done,
            on_time,
            late,
            open=is_open,
            not_due=is_open & has_due & ~late,
            reopened=done & (last["comes_back"] == 1),
            reminded=waited_to >= queued + grade["remind_ms"],
        )


def _last_legs(roles: Roles) -> Integers:
    """Return the last leg of each piece, by its first: legs that were resumed come later."""
    last = np.arange(len(roles.pieces))
    resumed = np.flatnonzero(roles.of_legs == kernel.RESUMED)
    np.maximum.at(last, roles.pieces[resumed], resumed)
    return last


def _backlog(legs: Legs, numbers: Integers, roles: Roles, grid: Grid) -> tuple[Integers, Integers]:
    """Return how many legs wait at the end of each interval, and for how long they have been there.

    Both have shape (queues, intervals). What is being worked on is not waiting; what was put aside
    has been there since it came, as has a customer who is called again.
    """
    instants = grid.start_ms + grid.interval_ms * np.arange(1, grid.intervals + 1)
    number = np.zeros((len(roles.defers), grid.intervals), np.int64)
    age_ms = np.zeros_like(number)
    entered = legs["queued_ms"][followed_back(legs, roles.pieces[numbers], (Cause.RETRY,))]
    mine = legs[numbers]
    ended = np.where(mine["answered_ms"] >= 0, mine["answered_ms"], mine["left_ms"])
    ended = np.where(mine["outcome"] == Outcome.WAITING, NEVER, ended)
    for queue in np.flatnonzero(roles.defers).tolist():
        here = mine["queue"] == queue
        for sign, at in ((1, mine["queued_ms"][here]), (-1, ended[here])):
            order = np.argsort(at)
            entries = np.concatenate([np.zeros(1, np.int64), np.cumsum(entered[here][order])])
            past = np.searchsorted(at[order], instants, side="right")
            number[queue] += sign * past
            age_ms[queue] += sign * (past * instants - entries[past])
    return number, age_ms
