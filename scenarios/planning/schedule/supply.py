"""Supply: what a schedule puts on duty, counted in agents of full skill, queue by queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios import duty
from scenarios.planning.need.lines import AtOnce
from scenarios.planning.schedule.capacity import contribution
from scenarios.schema.scenario import Scenario

Numbers = NDArray[np.float64]

_TURNS: Final = 40


def on_duty(scenario: Scenario) -> Numbers:
    """Return agents on duty by group and counted interval, those who stay away among them."""
    return np.stack([duty.staffed(scenario, name) for name in scenario.groups])


def paid_hours(scenario: Scenario) -> float:
    """Return the agent-hours that are paid on the counted days."""
    paid_s, _ = duty.pay(scenario)
    return float(paid_s[:, scenario.warm_up_intervals :].sum() / 3600)


def wages(scenario: Scenario) -> float:
    """Return what the counted days cost in wages, premiums with them."""
    _, paid = duty.pay(scenario)
    return float(paid[:, scenario.warm_up_intervals :].sum())


def contributions(scenario: Scenario, at_once: Sequence[AtOnce | None]) -> Numbers:
    """Return what one agent on duty brings to a queue, of shape (groups, queues), 0 for nothing."""
    yardsticks = dict(zip(scenario.queues, at_once, strict=True))
    return np.array(
        [
            [
                contribution(scenario, name, queue, yardsticks[queue])
                if queue in group.serves
                else 0.0
                for queue in scenario.queues
            ]
            for name, group in scenario.groups.items()
        ]
    )


def shared_out(agents: Numbers, brings: Numbers, required: Numbers) -> Numbers:
    """Return the agents of full skill that each queue has, by queue and interval.

    The agents of each group, of shape (groups, intervals), are shared out among its queues so that
    all `required` (queues, intervals) are covered as evenly as can be: what a queue asks of a group
    is turned up where it is covered less than others, in turns. An agent counts once.
    """
    want = np.maximum(required, 1e-9)
    pull = np.where(brings[:, :, None] > 0, want[None], 0.0)
    for _ in range(_TURNS):
        total = pull.sum(axis=1, keepdims=True)
        parts = pull / np.where(total > 0, total, 1.0)
        supply = np.asarray((agents[:, None, :] * parts * brings[:, :, None]).sum(axis=0))
        pull = pull * (want / np.maximum(supply, 1e-9)).clip(0.2, 5.0)[None]
    return supply
