"""What agents of a group are worth to a queue's requirement, and what fixed groups cover of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimize.schedule.problem import Backlog
from scenarios import duty
from scenarios.centre.floor import kind_of
from scenarios.schema.group import Group
from scenarios.schema.scenario import Scenario
from sim.clock import MS_PER_DAY, to_ms
from sim.codes import Kind

if TYPE_CHECKING:  # those are only handed on, and take a second to import
    from scenarios.planning.lines import AtOnce

Numbers = NDArray[np.float64]


def contribution(
    scenario: Scenario, group: str, queue: str, yardstick: AtOnce | None = None
) -> float:
    """Return what one scheduled agent of a group adds to a queue, in agents of full skill.

    Those who are there (`absence`, `off_phone`), over their handling times: the skill's factor, and
    the mean pace of the stages of those who come. Of chats also how many are had at once, against
    the group whose agents the requirement counts in, the `yardstick`; each at a full desk.
    """
    one = scenario.groups[group]
    there = (1 - one.absence) * (1 - one.off_phone)
    pace = _pace(scenario, one) / one.serves[queue].handling_factor
    if kind_of(scenario.queues[queue].channel) is Kind.CHAT and yardstick is not None:
        own = one.concurrency / one.factors_at_once[-1]
        pace *= own / (yardstick.concurrency / yardstick.factors[-1])
    return there * pace


def _pace(scenario: Scenario, group: Group) -> float:
    """Return the contacts a mix of stages handles in the time that skilled agents take for one."""
    there = {
        name: share * (1 - scenario.stages[name].absence)
        for name, share in (group.stages or {}).items()
    }
    total = sum(there.values())
    if not total:
        return 1.0
    paces = (part / scenario.stages[name].handling_factor for name, part in there.items())
    return sum(paces) / total


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
    given = [_shared_out(needs.required, fixed, prices, slot) for slot in _busy(needs, fixed)]
    required = needs.required.copy()
    spare = [agents.copy() for agents, _ in fixed]
    for slot, shares in zip(_busy(needs, fixed), given, strict=True):
        for (group, queue), agents in shares.items():
            required[queue, slot] -= agents * fixed[group][1][queue]
            spare[group][slot] -= agents
    required = np.where(required > 1e-9, required, 0.0)
    return Needs(required, tuple(_worked_on(needs.backlogs, fixed, spare)))


def _busy(needs: Needs, fixed: Sequence[tuple[Numbers, Mapping[int, float]]]) -> list[int]:
    there = np.sum([agents for agents, _ in fixed], axis=0) > 0
    return np.flatnonzero(there & (needs.required.sum(axis=0) > 0)).tolist()


def _shared_out(
    required: Numbers,
    fixed: Sequence[tuple[Numbers, Mapping[int, float]]],
    prices: Sequence[float],
    slot: int,
) -> dict[tuple[int, int], float]:
    """Return how many agents of each fixed group serve each queue in a slot."""
    from scipy.optimize import linprog

    ways = [
        (group, queue)
        for group, (agents, worth) in enumerate(fixed)
        for queue in worth
        if agents[slot] > 0 and required[queue, slot] > 0
    ]
    if not ways:
        return {}
    groups = sorted({group for group, _ in ways})
    queues = sorted({queue for _, queue in ways})
    limits = np.zeros((len(groups) + len(queues), len(ways)))
    for column, (group, queue) in enumerate(ways):
        limits[groups.index(group), column] = 1
        limits[len(groups) + queues.index(queue), column] = fixed[group][1][queue]
    bounds = [fixed[group][0][slot] for group in groups] + [required[q, slot] for q in queues]
    values = [-prices[queue] * fixed[group][1][queue] for group, queue in ways]
    found = linprog(values, A_ub=limits, b_ub=bounds, method="highs")
    if found.x is None:
        raise RuntimeError(f"fixed groups could not be shared out: {found.message}")
    return dict(zip(ways, found.x.tolist(), strict=True))


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
        if wanted > 1e-9:
            left.append(replace(lot, agent_slots=wanted))
    return left
