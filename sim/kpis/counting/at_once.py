"""Agents who have several contacts at once: busy while they have any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.codes import Outcome
from sim.kpis.counting.roles import Legs
from sim.kpis.grid import Flags, Grid, Integers


@dataclass(frozen=True)
class BusySpans:
    """When an agent of `group` had at least one contact: from `begin_ms` to `end_ms`, no gap."""

    group: Integers
    begin_ms: Integers
    end_ms: Integers

    @classmethod
    def of(cls, legs: Legs, groups: Flags, horizon_ms: int) -> BusySpans:
        """Return the spans of the agents of some groups."""
        answered = legs["answered_ms"] >= 0
        mine = legs[answered & groups[legs["group"]]]
        end_ms = work_end_ms(mine, horizon_ms)
        return cls.joined(mine["group"], mine["agent"], mine["answered_ms"], end_ms)

    @classmethod
    def joined(cls, group: Integers, agent: Integers, begin: Integers, end: Integers) -> BusySpans:
        """Return the spans that those of agents make, which may overlap."""
        order = np.lexsort((begin, agent, group))
        group, agent, begin, end = (each[order] for each in (group, agent, begin, end))
        others = (np.diff(group) != 0) | (np.diff(agent) != 0)
        which = np.concatenate([np.zeros(min(len(begin), 1), np.int64), np.cumsum(others)])
        # No agent's end is beyond the next one's, so the greatest so far is always the agent's own.
        above = 1 + int(end.max(initial=0))
        so_far = np.maximum.accumulate(which * above + end) - which * above
        is_first = np.ones(len(begin), np.bool_)
        is_first[1:] = others | (begin[1:] > so_far[:-1])
        is_last = np.ones(len(begin), np.bool_)
        is_last[:-1] = is_first[1:]
        return cls(group[is_first], begin[is_first], so_far[is_last])

    def covered_ms(self, n_groups: int, grid: Grid) -> Integers:
        """Return how long agents were busy, shape (groups, intervals)."""
        borders = grid.start_ms + grid.interval_ms * np.arange(grid.intervals + 1)
        covered = np.zeros((n_groups, grid.intervals), np.int64)
        for group in np.unique(self.group).tolist():
            mine = self.group == group
            until = _elapsed_ms(self.begin_ms[mine], borders)
            until -= _elapsed_ms(self.end_ms[mine], borders)
            covered[group] = np.diff(until)
        return covered


def work_end_ms(legs: Legs, horizon_ms: int) -> Integers:
    """Return when the agents of answered legs were free, by what is known at the horizon.

    An agent of whom that is not known holds the line up to there, or talks to the end of the talk.
    """
    left = legs["left_ms"] + legs["held_ms"]
    holds = legs["outcome"] == Outcome.TRANSFERRED
    known = np.where(holds, np.maximum(legs["left_ms"], horizon_ms), left)
    end: Integers = np.where(legs["freed_ms"] < 0, known, legs["freed_ms"])
    return end


def _elapsed_ms(instants: Integers, at: Integers) -> Integers:
    """Return, for each time of `at`, how much time has passed since all earlier instants."""
    ordered = np.sort(instants)
    passed = np.searchsorted(ordered, at)
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(ordered)])
    elapsed: Integers = passed * at - sums[passed]
    return elapsed
