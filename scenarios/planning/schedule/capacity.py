"""What agents of a group are worth to a queue's requirement, and what fixed groups cover of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import Backlog
from scenarios import duty
from scenarios.build import USUAL_THRESHOLD_S
from scenarios.centre.floor import kind_of
from scenarios.centre.times import time
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.stages import shares_there
from sim.clock import MS_PER_DAY, to_ms
from sim.codes import Kind

if TYPE_CHECKING:  # those are only handed on, and take a second to import
    from scenarios.planning.need.lines import AtOnce

Numbers = NDArray[np.float64]

#: Fewer agents than this are rounding.
_NOBODY: Final = 1e-9


def contribution(
    scenario: Scenario, group: str, queue: str, yardstick: AtOnce | None = None
) -> float:
    """Return what one scheduled agent of a group adds to a queue, in agents of full skill.

    Those who are there (`absence`, `off_phone`), over their handling times: the skill's factor, and
    the mean pace of the stages of those who come. Of chats also how many are had at once, against
    the group whose agents the requirement counts in, the `yardstick`; each at a full desk. A group
    that may help out only after a while is worth the part of the promised time that is left then:
    who answers a call after 15 of 20 seconds does little for it.
    """
    return throughput(scenario, group, queue, yardstick) * _in_time(scenario, group, queue)


def throughput(
    scenario: Scenario, group: str, queue: str, yardstick: AtOnce | None = None
) -> float:
    """Return the contacts of a queue that a scheduled agent of a group does when all are busy.

    In agents of full skill, as `contribution`, and whenever the agent may begin.
    """
    one = scenario.groups[group]
    there = (1 - one.absence) * (1 - one.off_phone)
    pace = _pace(scenario, one) / one.serves[queue].handling_factor
    if kind_of(scenario.queues[queue].channel) is Kind.CHAT and yardstick is not None:
        own = one.concurrency / one.factors_at_once[-1]
        pace *= own / (yardstick.concurrency / yardstick.factors[-1])
    return there * pace


def _in_time(scenario: Scenario, group: str, queue: str) -> float:
    """Return the part of a queue's promised time that is left when a group may begin to serve it.

    The groups that are asked first have all of it.
    """
    starts = {
        name: each.serves[queue].after
        for name, each in scenario.groups.items()
        if queue in each.serves
    }
    later_s = starts[group] - min(starts.values())
    return max(1 - later_s / _promised_s(scenario.queues[queue]), 0.0) if later_s > 0 else 1.0


def _promised_s(queue: Queue) -> float:
    """Return within what time a queue's contacts are to be answered, or its work done."""
    target = queue.target
    if queue.due is not None or queue.grades:
        return max([grade.due for grade in (queue.grades or {}).values()] + [queue.due or 0.0])
    if target is not None and target.kpi == "asa":
        return max(target.level, 1.0)
    if target is not None and target.within is not None:
        return max(target.within, 1.0)
    patience_s = time(queue.patience).mean_s
    return USUAL_THRESHOLD_S if target is None or math.isinf(patience_s) else max(patience_s, 1.0)


def _pace(scenario: Scenario, group: Group) -> float:
    """Return the contacts a mix of stages handles in the time that skilled agents take for one."""
    there = shares_there(group.stages, scenario.stages)
    if not there:
        return 1.0
    return sum(share / scenario.stages[name].handling_factor for name, share in there.items())


def on_duty(scenario: Scenario, group: str, slot_s: int) -> Numbers:
    """Return the mean agents of a group on duty by slot of the counted days, absence left out."""
    slot_ms = to_ms(slot_s)
    slots = scenario.days * MS_PER_DAY // slot_ms
    edges = (to_ms(scenario.warm_up) + np.arange(slots + 1) * slot_ms).astype(np.float64)
    total_ms = np.zeros(slots)
    for stint in duty.stints(scenario, group):
        for start, end in stint.works_ms:
            total_ms += stint.size * np.diff(np.clip(edges, start, end))
    return total_ms / slot_ms


@dataclass(frozen=True)
class Needs:
    """What is to be covered: agents of full skill by queue and slot, and lots of work."""

    required: Numbers
    backlogs: tuple[Backlog, ...]


def left_by(
    needs: Needs,
    fixed: Sequence[tuple[Numbers, Mapping[int, float]]],
    prices: Sequence[float],
) -> Needs:
    """Return the needs that fixed groups leave.

    `fixed` are their agents by slot and what each is worth by queue. In every slot they are shared
    out so that what they cover is worth most: `prices` are what a required agent of a queue costs
    otherwise. What they then have left works on the backlogs, in their order.
    """
    if not fixed:
        return needs
    given = _shared_out(needs.required, fixed, prices)
    required = needs.required.copy()
    spare = [agents - given[group].sum(axis=0) for group, (agents, _) in enumerate(fixed)]
    for group, (_, worth) in enumerate(fixed):
        for queue, each in worth.items():
            required[queue] -= each * given[group, queue]
    required = np.where(required > _NOBODY, required, 0.0)
    return Needs(required, tuple(_worked_on(needs.backlogs, fixed, spare)))


def _shared_out(
    required: Numbers,
    fixed: Sequence[tuple[Numbers, Mapping[int, float]]],
    prices: Sequence[float],
) -> Numbers:
    """Return how many agents serve what, of shape (fixed groups, queues, slots)."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    queues, slots = required.shape
    agents = np.stack([there for there, _ in fixed])
    worth = np.zeros((len(fixed), queues))
    for number, (_, each) in enumerate(fixed):
        worth[number, list(each)] = list(each.values())
    given = np.zeros((len(fixed), queues, slots))
    can_help = (agents[:, None] > 0) & (required > 0) & (worth[:, :, None] > 0)
    group, queue, slot = np.nonzero(can_help)
    if not len(slot):
        return given
    # One row for the agents of each group in each slot, one for what is required of each queue.
    count = np.arange(len(slot))
    rows = np.concatenate([group * slots + slot, (len(fixed) + queue) * slots + slot])
    weights = np.concatenate([np.ones(len(slot)), worth[group, queue]])
    shape = ((len(fixed) + queues) * slots, len(slot))
    limits: Any = coo_array((weights, (rows, np.concatenate([count, count]))), shape=shape).tocsr()
    bounds = np.concatenate([agents.ravel(), required.ravel()])
    values = -np.array(prices)[queue] * worth[group, queue]
    found = linprog(values, A_ub=limits, b_ub=bounds, method="highs")
    if found.x is None:
        raise RuntimeError(f"fixed groups could not be shared out: {found.message}")
    given[group, queue, slot] = found.x
    return given


def _worked_on(
    backlogs: Sequence[Backlog],
    fixed: Sequence[tuple[Numbers, Mapping[int, float]]],
    spare: list[Numbers],
) -> list[Backlog]:
    left = []
    for lot in backlogs:
        wanted = lot.agent_slots
        for group, (_, worth) in enumerate(fixed):
            each = worth.get(lot.queue, 0.0)
            there = np.where(lot.slots, spare[group], 0.0)
            worked = min(wanted, each * float(there.sum()))
            if worked > 0:
                spare[group] = spare[group] - there * (worked / (each * float(there.sum())))
                wanted -= worked
        if wanted > _NOBODY:
            left.append(replace(lot, agent_slots=wanted))
    return left
