"""Requirement: agents on duty by queue and interval, and the steps that led to their number.

    Lines -> Erlang C, whole -> fractional -> with patience -> with returns -> pooled -> Requirement

Agents are those of full skill who are there and on the phone: what one agent of a group contributes
(absence, slower hands, several chats at once) is the schedule's business. A step replaces the one
before; the last is the net requirement, which a proof then raises or lowers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.requirements import required, required_chat
from scenarios.planning.need.lines import Lines, lines
from scenarios.planning.need.pools import BUSIEST, PooledLine, companies, pools
from scenarios.planning.need.promises import Promise
from scenarios.planning.need.works import Work, spread, works
from scenarios.schema.scenario import Scenario

Numbers = NDArray[np.float64]

#: The steps in their order, each in agents by queue and interval.
STEPS: Final = ("erlang_c", "fractional", "patience", "returns", "pooling")

#: The slope of a requirement is taken over so much of the score to both sides.
_REACH: Final = 0.25
#: However much is lowered, a line keeps agents for so much of its load.
_LEAST_OF_LOAD: Final = 0.5
_LEAST_WORK: Final = 0.02


@dataclass(frozen=True)
class Requirement:
    """What a scenario needs. Arrays have shape (queues, counted intervals), in agents.

    `steps` are the numbers by step (see STEPS), work in them as if done evenly over its hours.
    `net` is what has to be scheduled for live queues, 0 for work; `works` are the lots of
    deferrable work. `slope` is what one step of a promise's score takes of the queue by itself,
    `company_slope` of its company (see `pools.companies`) together, `pool_slope` its part of what a
    step of all promises of its pool takes. `pools` and `companies` are numbers of queues.
    """

    lines: Lines
    pools: tuple[tuple[int, ...], ...]
    steps: Mapping[str, Numbers]
    net: Numbers
    works: tuple[Work, ...]
    companies: tuple[tuple[int, ...], ...]
    slope: Numbers
    company_slope: Numbers
    pool_slope: Numbers

    @property
    def plain(self) -> Numbers:
        """What plain Erlang C says, whole agents queue by queue; 0 for work."""
        return np.where(self.lines.is_work[:, None], 0.0, self.steps["erlang_c"])

    def hours(self, agents: Numbers) -> float:
        """Return agent-hours of agents by interval."""
        return float(agents.sum() * self.lines.interval_s / 3600)

    @property
    def net_hours(self) -> float:
        """Agent-hours of the net requirement, work among them."""
        return self.hours(self.net) + sum(lot.agent_h for lot in self.works)

    def raised(self, shift: Numbers, added: Numbers, work: Numbers) -> Requirement:
        """Return the requirement with its promises raised, and agents added.

        `shift` is by how much each queue's score is raised in each interval (below 0: lowered),
        `added` agents besides, `work` by queue the factor on its agent-hours. What all queues of a
        pool are raised (or lowered) by goes by the pool's slope, what one is raised beyond that by
        its own; where that leaves its company with less than serves it as much sooner, it makes up
        for it. A line keeps half of its load, whatever is taken from it.
        """
        more = np.zeros_like(self.net)
        for members in self.pools:
            rows = list(members)
            common = _common(shift[rows])
            more[rows] = common * self.pool_slope[rows] + (shift[rows] - common) * self.slope[rows]
        for row in sorted(range(len(self.companies)), key=lambda row: len(self.companies[row])):
            wanted = np.maximum(shift[row], 0.0) * self.company_slope[row]
            short = wanted - more[list(self.companies[row])].sum(axis=0)
            more[row] += np.where(shift[row] > 0, np.maximum(short, 0.0), 0.0)
        net = self.net + more + added
        least = np.minimum(_LEAST_OF_LOAD * self.lines.load, self.net)
        net = np.where(self.net > 0, np.maximum(net, least), 0.0)
        lots = tuple(
            replace(lot, agent_h=lot.agent_h * max(float(work[lot.queue]), _LEAST_WORK))
            for lot in self.works
        )
        return replace(self, net=net, works=lots)


def _common(shift: Numbers) -> Numbers:
    """Return what all rows are raised by, or all lowered; 0 where they go different ways."""
    low, high = shift.min(axis=0), shift.max(axis=0)
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def requirement(scenario: Scenario) -> Requirement:
    """Return what a scenario needs, its steps with it."""
    return required_for(scenario, lines(scenario))


def net_of(scenario: Scenario, its_lines: Lines) -> Numbers:
    """Return what lines need, (queues, intervals), without the steps and slopes of `required_for`.

    Work is counted as if done evenly over its hours.
    """
    apart = _apart(its_lines, _Staffing())
    pooled, _ = _pooled(its_lines, pools(scenario, its_lines), apart)
    return pooled + spread(works(scenario, its_lines), its_lines)


def required_for(scenario: Scenario, its_lines: Lines) -> Requirement:
    """Return what lines need, with the pools that a scenario's groups make of its queues."""
    lots = works(scenario, its_lines)
    work = spread(lots, its_lines)
    its_pools = pools(scenario, its_lines)
    steps = {
        "erlang_c": _apart(its_lines, _Staffing(returns=False, patience=False, whole=True)),
        "fractional": _apart(its_lines, _Staffing(returns=False, patience=False)),
        "patience": _apart(its_lines, _Staffing(returns=False)),
        "returns": _apart(its_lines, _Staffing()),
    }
    pooled, pool_slope = _pooled(its_lines, its_pools, steps["returns"])
    up, down = (_apart(its_lines, _Staffing(shift=shift)) for shift in (_REACH, -_REACH))
    slope = (up - down) / (2 * _REACH)
    together = companies(scenario, its_lines)
    alone = np.array([len(members) == 1 for members in its_pools for _ in members])
    order = [row for members in its_pools for row in members]
    is_alone = np.zeros(len(order), np.bool_)
    is_alone[order] = alone
    return Requirement(
        lines=its_lines,
        pools=its_pools,
        steps={name: step + work for name, step in (steps | {"pooling": pooled}).items()},
        net=pooled,
        works=lots,
        companies=together,
        slope=slope,
        company_slope=_company_slope(its_lines, together, slope),
        pool_slope=np.where(is_alone[:, None], slope, pool_slope),
    )


@dataclass(frozen=True)
class _Staffing:
    """How a line by itself is staffed."""

    returns: bool = True
    patience: bool = True
    whole: bool = False
    shift: float = 0.0


def _apart(its_lines: Lines, how: _Staffing) -> Numbers:
    """Return the agents of every line by itself; none for work."""
    agents = np.zeros_like(its_lines.handle_s)
    for row, promise in enumerate(its_lines.promises):
        if promise is not None and promise.is_staffed_by_formula:
            agents[row] = _of_line(its_lines, row, promise, how)
    return agents


def _of_line(its_lines: Lines, row: int, promise: Promise, how: _Staffing) -> Numbers:
    # Transfers are in a line's volume wherever it is counted, and so are never left out.
    calls = its_lines.first_per_h[row] + its_lines.passed_per_h[row]
    if how.returns:
        calls = its_lines.calls_per_h[row]
    patience_s = float(its_lines.patience_s[row])
    goal, handle_s = promise.goal(how.shift), its_lines.handle_s[row]
    limited = None if not how.patience or math.isinf(patience_s) else max(patience_s, 1.0)
    at_once = its_lines.at_once[row]
    if at_once is None:
        return required(calls, handle_s, goal, patience_s=limited, whole=how.whole)
    factors = at_once.factors
    return required_chat(
        calls, handle_s, goal, factors=factors, patience_s=limited, whole=how.whole
    )


def _company_slope(
    its_lines: Lines, together: tuple[tuple[int, ...], ...], slope: Numbers
) -> Numbers:
    """Return what a step of each promise takes when the queue's company is one line."""
    found = slope.copy()
    for row, members in enumerate(together):
        promise = its_lines.promises[row]
        if len(members) > 1 and promise is not None:
            line = PooledLine.of(its_lines, members)
            all_alike = [promise] * len(members)
            rise = line.agents(all_alike, _REACH) - line.agents(all_alike, -_REACH)
            found[row] = np.maximum(rise / (2 * _REACH), slope[row])
    return found


def _pooled(
    its_lines: Lines, its_pools: tuple[tuple[int, ...], ...], apart: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the agents of the pools, shared back to their queues, and their slopes.

    Each queue has its part of the pool's agents by its load, and at least so many that they are
    not busier than `BUSIEST`. Where staffing apart takes no more than the pool, it is kept.
    """
    pooled, slope = apart.copy(), np.zeros_like(apart)
    for members in its_pools:
        if len(members) == 1:
            continue
        rows = list(members)
        made = [promise for row in rows if (promise := its_lines.promises[row]) is not None]
        line = PooledLine.of(its_lines, rows)
        load = its_lines.load[rows]
        share = load / np.where(load.sum(axis=0) > 0, load.sum(axis=0), 1.0)
        together = share * line.agents(made)
        pooled[rows] = np.minimum(np.maximum(together, load / BUSIEST), apart[rows])
        rise = line.agents(made, _REACH) - line.agents(made, -_REACH)
        slope[rows] = share * rise / (2 * _REACH)
    return pooled, slope
