"""Cover: whether agents on duty can be shared out so that each queue has what it requires.

In each slot a team's agents go to the queues that it serves, each agent to one. Whether that can
be done, and what is missing at the least if not, is a linear program of its own ("a transport with
gains"): it is not the model's and does not read what the model decided.

    least  10 sum u[q,s] + sum v[b]
    where  sum_q x[t,q,s] <= on duty[t,s]
           sum_t w[t,q] x[t,q,s] + u[q,s] - sum_b y[b,s] >= required[q,s]     (backlogs b of q)
           sum_s y[b,s] + v[b] >= backlog[b]

Live work goes before deferrable work, hence the factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import FullCover, Problem
from optimize.schedule.solution import Duty
from optimize.shifts.check.breach import Breach, Rule
from optimize.shifts.check.on_duty import on_duty
from optimize.shifts.finding import write_clock

Numbers = NDArray[np.float64]
_ROUNDING = 1e-5  # agents
_LIVE_FIRST = 10.0


@dataclass(frozen=True)
class Missing:
    """What is missing at the least: by queue and slot in agents, by backlog in agent-slots."""

    by_queue: Numbers
    by_backlog: Numbers


def cover_breaches(problem: Problem, duties: Sequence[Duty]) -> Iterator[Breach]:
    """Give the stretches in which a queue lacks cover, where full cover is the goal."""
    if not isinstance(problem.goal, FullCover):
        return
    short = missing(problem, on_duty(problem, duties))
    for queue, lacking in zip(problem.queues, short.by_queue, strict=True):
        for start, end in _runs(lacking > _ROUNDING, problem.slots_per_day):
            day, first = divmod(start, problem.slots_per_day)
            by = float(lacking[start:end].max())
            clocks = [_clock(problem, first), _clock(problem, first + end - start)]
            says = f"{by:.4g} agents too few from {clocks[0]} to {clocks[1]}"
            yield Breach(Rule.COVER, queue, by, says, day=day)
    for backlog, lacking in zip(problem.backlogs, short.by_backlog.tolist(), strict=True):
        if lacking > _ROUNDING:
            hours = lacking * problem.slot_s / 3600
            says = f"{hours:.4g} agent-hours of deferrable work are not done in time"
            yield Breach(Rule.BACKLOG, problem.queues[backlog.queue], hours, says)


def missing(problem: Problem, agents: Numbers) -> Missing:
    """Return what is missing at the least, `agents` on duty being of shape (teams, slots).

    Where more than one queue could be the one that goes short, it is any of them; their sum is
    what is least. Raises RuntimeError when the program cannot be solved.
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    program = _Program(problem.slots)
    queues = len(problem.queues)
    agents_rows = program.rows(np.maximum(agents, 0.0))
    queue_rows = program.rows(-np.asarray(problem.required, float))
    for team, row in zip(problem.teams, agents_rows, strict=True):
        for queue, weight in team.serves:
            program.columns(0.0, [(row, 1.0), (queue_rows[queue], -weight)])
    under = [program.columns(_LIVE_FIRST, [(queue_rows[queue], -1.0)]) for queue in range(queues)]
    undone = []
    for backlog in problem.backlogs:
        row = program.rows(np.array([[-backlog.agent_slots]]))[0]
        slots = np.flatnonzero(backlog.slots)
        into = np.full(slots.size, row[0])
        program.columns(0.0, [(queue_rows[backlog.queue][slots], 1.0), (into, -1.0)])
        undone.append(program.columns(1.0, [(row, -1.0)]))
    values, rows, columns = program.entries()
    shape = (program.height, program.width)
    matrix: Any = coo_array((values, (rows, columns)), shape=shape).tocsr()
    found = linprog(program.prices(), A_ub=matrix, b_ub=program.limits(), method="highs")
    if found.x is None:
        raise RuntimeError(f"the cover of a schedule could not be checked: {found.message}")
    return Missing(
        found.x[np.array(under, int).reshape(queues, -1)],
        np.array([float(found.x[column].sum()) for column in undone]),
    )


@dataclass
class _Program:
    """A sparse program in the making: rows are "at most", variables at least 0."""

    slots: int
    height: int = 0
    width: int = 0
    limits_: list[Numbers] = field(default_factory=list)
    prices_: list[Numbers] = field(default_factory=list)
    values: list[Numbers] = field(default_factory=list)
    at_rows: list[NDArray[np.int64]] = field(default_factory=list)
    at_columns: list[NDArray[np.int64]] = field(default_factory=list)

    def rows(self, limits: Numbers) -> NDArray[np.int64]:
        """Add a row for each limit; return their numbers in the same shape."""
        numbers = np.arange(self.height, self.height + limits.size).reshape(limits.shape)
        self.height += limits.size
        self.limits_.append(limits.ravel())
        return numbers

    def columns(
        self, price: float, entries: list[tuple[NDArray[np.int64], float]]
    ) -> NDArray[np.int64]:
        """Add as many variables as each entry has rows; return their numbers."""
        count = entries[0][0].size
        numbers = np.arange(self.width, self.width + count)
        self.width += count
        self.prices_.append(np.full(count, price))
        for rows, value in entries:
            self.at_rows.append(rows)
            self.at_columns.append(numbers)
            self.values.append(np.full(count, value))
        return numbers

    def entries(self) -> tuple[Numbers, NDArray[np.int64], NDArray[np.int64]]:
        rows, columns = np.concatenate(self.at_rows), np.concatenate(self.at_columns)
        return np.concatenate(self.values), rows, columns

    def prices(self) -> Numbers:
        return np.concatenate(self.prices_)

    def limits(self) -> Numbers:
        return np.concatenate(self.limits_)


def _runs(flags: NDArray[np.bool_], slots_per_day: int) -> Iterator[tuple[int, int]]:
    """Give (from, to) of the runs of flagged slots, none of them beyond a day."""
    borders = np.arange(0, flags.size + 1, slots_per_day)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    for start, end in edges.reshape(-1, 2).tolist():
        cuts = borders[(borders > start) & (borders < end)].tolist()
        yield from zip([start, *cuts], [*cuts, end], strict=True)


def _clock(problem: Problem, slot: int) -> str:
    return write_clock(slot * problem.slot_s) if slot < problem.slots_per_day else "24:00"
