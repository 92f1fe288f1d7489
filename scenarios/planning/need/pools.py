"""Pools: lines whose agents help each other out, and what they need when staffed together.

Lines that share a group are one pool, and so are those connected through others. A pool is staffed
as one line of all its calls, which takes fewer agents than its lines apart; it is an upper bound of
what helping out can save, for not everybody in a pool can do everything. Chats and work stay by
themselves: their agents count in other units, or wait for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.requirements import required
from scenarios.planning.need.lines import Lines
from scenarios.planning.need.promises import Promise
from scenarios.schema.scenario import Scenario
from sim.codes import Kind

Numbers = NDArray[np.float64]

#: No line of a pool is given fewer agents than would be busy for this share of their time.
BUSIEST: Final = 0.95


def pools(scenario: Scenario, lines: Lines) -> tuple[tuple[int, ...], ...]:
    """Return the pools as numbers of queues, in order; every queue is in one."""
    pool_of = list(range(len(lines.queues)))
    rows = {name: row for row, name in enumerate(lines.queues)}
    for group in scenario.groups.values():
        calls = [rows[name] for name in group.serves if lines.kinds[rows[name]] is Kind.CALL]
        for row in calls[1:]:
            joined, kept = pool_of[row], pool_of[calls[0]]
            pool_of = [kept if pool == joined else pool for pool in pool_of]
    found: dict[int, list[int]] = {}
    for row, pool in enumerate(pool_of):
        found.setdefault(pool, []).append(row)
    return tuple(tuple(members) for members in found.values())


def companies(scenario: Scenario, lines: Lines) -> tuple[tuple[int, ...], ...]:
    """Return for each queue those that its first groups answer first, too, and not after it.

    A caller waits with these for the same agents: to serve one line of them sooner all have to be,
    but for those of lower priority. Every queue is in its own company; chats and work are alone.
    """
    priorities = [queue.priority for queue in scenario.queues.values()]
    return tuple(
        tuple(
            other
            for other, name in enumerate(lines.queues)
            if other == row
            or (
                lines.kinds[row] is lines.kinds[other] is Kind.CALL
                and priorities[other] >= priorities[row]
                and lines.answers[name].keys() & lines.answers[lines.queues[row]].keys()
            )
        )
        for row in range(len(lines.queues))
    )


@dataclass(frozen=True)
class PooledLine:
    """A pool's calls as one line, by interval; `weights` are its queues' shares of the calls."""

    members: tuple[int, ...]
    calls_per_h: Numbers
    handle_s: Numbers
    patience_s: float
    weights: Numbers

    @classmethod
    def of(cls, lines: Lines, members: Iterable[int]) -> PooledLine:
        """Return the line that some queues are together.

        Its handling time and its rate of giving up are means over the calls.
        """
        rows = tuple(members)
        calls = lines.calls_per_h[list(rows)]
        total = calls.sum(axis=0)
        some = np.where(total > 0, total, 1.0)
        handle_s = (calls * lines.handle_s[list(rows)]).sum(axis=0) / some
        giving_up = (calls.sum(axis=1) / lines.patience_s[list(rows)]).sum()
        patience_s = calls.sum() / giving_up if giving_up > 0 else np.inf
        return cls(rows, total, handle_s, float(patience_s), calls / some)

    def agents(self, promises: Iterable[Promise], shift: float = 0.0) -> Numbers:
        """Return the agents that the pool needs, by interval, not rounded.

        Each of the promises (one a member) is staffed for, raised by `shift` of its score; the
        result is the mean over the calls to which they are made.
        """
        found: dict[object, Numbers] = {}
        total = np.zeros_like(self.calls_per_h)
        for promise, weight in zip(promises, self.weights, strict=True):
            goal = promise.goal(shift)
            if goal not in found:
                found[goal] = required(
                    self.calls_per_h,
                    self.handle_s,
                    goal,
                    patience_s=self.patience_s,
                    whole=False,
                )
            total += weight * found[goal]
        return total
