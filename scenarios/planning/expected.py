"""Expected: what the formulas say at once of the agents that a scenario has on duty.

    Scenario -> Lines -> agents needed, agents on duty -> Erlang A of each pool -> Expected

A pool of lines is taken as one line of all its calls, served by all its agents: an upper bound, for
not everybody in it can do everything, and no line goes before another. Each interval stands alone
in a steady state, so that nothing is carried over from one to the next. Who gives up calls again as
often as if the promises were kept. What is left out of that the simulation knows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimize.erlang import Service
from optimize.requirements import served, served_chat
from scenarios.build import service_clock
from scenarios.planning.need.lines import Lines, lines
from scenarios.planning.need.pools import PooledLine, pools
from scenarios.planning.need.requirement import net_of
from scenarios.planning.schedule.capacity import throughput
from scenarios.planning.schedule.supply import on_duty, shared_out
from scenarios.schema.scenario import Scenario
from sim.clock import MS_PER_S
from sim.codes import Kind

Numbers = NDArray[np.float64]

#: Fewer agents than this are no shortage.
_CLOSE = 1e-6
#: The least patience that is reckoned with, as in the requirement.
_LEAST_PATIENCE_S = 1.0


@dataclass(frozen=True)
class Expected:
    """Agents needed and on duty, and the service that follows; arrays are (queues, intervals).

    Agents are of full skill, who are there and on the phone. `answered_within` is the share that is
    answered within the line's threshold, `level` the service level that its target means; both, and
    `abandoned`, `asa_s` and `occupancy`, are those of the line's pool, and not a number for work
    and where nobody calls.
    """

    scenario: Scenario
    lines: Lines
    pools: tuple[tuple[int, ...], ...]
    needed: Numbers
    on_duty: Numbers
    answered_within: Numbers
    level: Numbers
    abandoned: Numbers
    asa_s: Numbers
    occupancy: Numbers

    def pool(self, queue: str) -> tuple[int, ...]:
        """Return the rows of the lines that share agents with one, itself among them."""
        row = self.lines.queues.index(queue)
        return next(members for members in self.pools if row in members)

    def mean(self, figure: Numbers, rows: Sequence[int]) -> float:
        """Return a figure's mean over all calls of some lines; NaN where nobody calls."""
        calls = self.lines.calls_per_h[list(rows)]
        values = figure[list(rows)]
        weights = np.where(np.isnan(values), 0.0, calls)
        total = float(weights.sum())
        return float((weights * np.nan_to_num(values)).sum()) / total if total else math.nan

    def by_interval(self, figure: Numbers, rows: Sequence[int]) -> Numbers:
        """Return a figure by interval, its mean over the calls of some lines."""
        calls, values = self.lines.calls_per_h[list(rows)], figure[list(rows)]
        weights = np.where(np.isnan(values), 0.0, calls)
        total = weights.sum(axis=0)
        summed = (weights * np.nan_to_num(values)).sum(axis=0)
        return np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)

    def mean_asa_s(self, rows: Sequence[int]) -> float:
        """Return the speed of answer of some lines, over those who are answered."""
        answered = self.lines.calls_per_h[list(rows)] * (1 - self.abandoned[list(rows)])
        waits = self.asa_s[list(rows)]
        weights = np.where(np.isnan(waits) | np.isnan(answered), 0.0, answered)
        total = float(weights.sum())
        return float((weights * np.nan_to_num(waits)).sum()) / total if total else math.nan

    def busy(self, rows: Sequence[int]) -> float:
        """Return the occupancy of the agents that some lines have, over the whole horizon."""
        agents, shares = self.on_duty[list(rows)], self.occupancy[list(rows)]
        weights = np.where(np.isnan(shares), 0.0, agents)
        total = float(agents.sum())
        return float((weights * np.nan_to_num(shares)).sum()) / total if total else math.nan

    def hours(self, agents: Numbers, rows: Sequence[int]) -> float:
        """Return agent-hours of agents by interval, of some lines together."""
        return float(agents[list(rows)].sum()) * self.lines.interval_s / 3600

    def gap(self, rows: Sequence[int]) -> Numbers:
        """Return by how many agents more are on duty than needed, by interval; below 0: short."""
        return np.asarray((self.on_duty - self.needed)[list(rows)].sum(axis=0))

    def short(self, rows: Sequence[int]) -> NDArray[np.bool_]:
        """Return the intervals in which fewer are on duty than needed."""
        return np.asarray(self.gap(rows) < -_CLOSE)


def expected(scenario: Scenario) -> Expected:
    """Return what the formulas say of a scenario as it is staffed. Raises BadInput as `lines`."""
    its_lines = lines(scenario)
    its_pools = pools(scenario, its_lines)
    needed = net_of(scenario, its_lines)
    agents = shared_out(on_duty(scenario), _brought(scenario, its_lines), needed)
    shape = needed.shape
    found = Expected(
        scenario,
        its_lines,
        its_pools,
        needed,
        agents,
        *(np.full(shape, np.nan) for _ in range(5)),
    )
    for members in its_pools:
        _serve(found, members)
    return found


def _brought(scenario: Scenario, its_lines: Lines) -> Numbers:
    """Return what an agent of each group does of each queue, of shape (groups, queues)."""
    yardsticks = dict(zip(its_lines.queues, its_lines.at_once, strict=True))
    return np.array(
        [
            [
                throughput(scenario, name, queue, yardsticks[queue]) if queue in one.serves else 0.0
                for queue in its_lines.queues
            ]
            for name, one in scenario.groups.items()
        ]
    )


def _serve(found: Expected, members: tuple[int, ...]) -> None:
    """Fill in what the calls of a pool meet, line by line; of work nothing."""
    its_lines, clock = found.lines, service_clock(found.scenario)
    rows = [row for row in members if its_lines.kinds[row] is not Kind.WORK]
    if not rows:
        return
    whole = PooledLine.of(its_lines, rows)
    agents = found.on_duty[rows].sum(axis=0)
    services: dict[float, Service] = {}

    def service(within_s: float) -> Service:
        if within_s not in services:
            services[within_s] = _service(its_lines, whole, agents, within_s)
        return services[within_s]

    for row in rows:
        promise = its_lines.promises[row]
        reply_s = 0.0 if promise is None else promise.reply_s
        one = service(max(clock.within_ms[row] / MS_PER_S - reply_s, 0.0))
        comes = its_lines.calls_per_h[row] > 0
        kpi = promise.target.kpi if promise is not None else "SL3"
        short = 0.0 if promise is None else service(promise.short_s).abandoned_within
        level = one.level(kpi if kpi.startswith("SL") else "SL3", short)
        found.answered_within[row] = np.where(comes, one.answered_within, np.nan)
        found.level[row] = np.where(comes, level, np.nan)
        found.abandoned[row] = np.where(comes, one.share_abandoned, np.nan)
        found.asa_s[row] = np.where(comes, one.asa_s + reply_s, np.nan)
        found.occupancy[row] = np.where(agents > 0, one.occupancy, np.nan)


def _service(its_lines: Lines, whole: PooledLine, agents: Numbers, within_s: float) -> Service:
    """Return what one line meets that is served by so many agents."""
    patience_s = None
    if math.isfinite(whole.patience_s):
        patience_s = max(whole.patience_s, _LEAST_PATIENCE_S)
    line = (whole.calls_per_h, whole.handle_s, agents, within_s, patience_s)
    at_once = its_lines.at_once[whole.members[0]]
    return served(*line) if at_once is None else served_chat(*line, factors=at_once.factors)
