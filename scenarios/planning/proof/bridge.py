"""The bridge: each step from the Erlang number to the schedule that was proved.

Every step replaces the one before, and what it changes is told in agents by interval, in
agent-hours and in money. The first are formulas; what shifts and breaks add is read off the
schedule of these formulas, and what the simulation changes is the difference to the schedule that
was taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios import duty
from scenarios.planning.need.axis import counted, open_share
from scenarios.planning.need.requirement import STEPS, Requirement
from scenarios.planning.proof.proof import Proof
from scenarios.planning.proof.trial import Trial
from scenarios.planning.schedule.capacity import contribution
from scenarios.planning.schedule.supply import on_duty
from scenarios.schema.scenario import Scenario

Numbers = NDArray[np.float64]

#: What each step is called, and what it does, in their order.
WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "erlang_c": (
            "Erlang C, each line alone",
            "whole agents by line; nobody hangs up, and nobody calls twice",
        ),
        "fractional": ("not rounded up", "what rounding up each line and interval adds is gone"),
        "patience": ("callers hang up", "who gives up need not be served (Erlang A)"),
        "returns": ("callers come back", "redials, and repeats of what was not settled"),
        "pooling": ("lines help each other", "lines that share groups are staffed together"),
        "hands": ("slower and quicker hands", "groups and stages at their own pace"),
        "off_phone": ("time off the phone", "training, meetings: planned, and paid"),
        "absence": ("who stays away", "unplanned absence, paid"),
        "shifts": (
            "whole shifts",
            "longer than peaks, agents whole; work may move to cheaper groups",
        ),
        "breaks": ("paid breaks", "paid and not on the phone"),
        "proved": (
            "simulated and repaired",
            "queues carry over, busy days, what pooling cannot do: up to what was proved",
        ),
    }
)

#: The steps that are agents by queue, and those of a schedule, which groups share.
BY_QUEUE: Final = (*STEPS, "hands", "off_phone", "absence")
SCHEDULED: Final = ("shifts", "breaks", "proved")


@dataclass(frozen=True)
class BridgeStep:
    """One step: agents by interval, agent-hours and cost of all counted days, all queues together.

    `by_queue` has shape (queues, intervals), and is None for what groups share. `cost` is what
    those agent-hours cost at the wages of the groups that answer each queue first, premiums of the
    clock with them; of schedules it is their wages.
    """

    key: str
    agents: Numbers
    hours: float
    cost: float
    by_queue: Numbers | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return WORDS[self.key][0]

    @property
    def meaning(self) -> str:
        """What it does."""
        return WORDS[self.key][1]


@dataclass(frozen=True)
class Bridge:
    """The steps in their order, over the counted intervals of a scenario."""

    queues: tuple[str, ...]
    interval_s: float
    days: int
    currency: str
    steps: tuple[BridgeStep, ...]

    def step(self, key: str) -> BridgeStep:
        """Return the step of a key. Raises KeyError where there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def changes(self) -> tuple[tuple[BridgeStep, float, float], ...]:
        """Return each step with the agent-hours and the cost that it adds to the one before."""
        before_h = before = 0.0
        found = []
        for step in self.steps:
            found.append((step, step.hours - before_h, step.cost - before))
            before_h, before = step.hours, step.cost
        return tuple(found)

    def hours_by_day(self, key: str) -> Numbers:
        """Return the agent-hours of a step by day."""
        agents = self.step(key).agents.reshape(self.days, -1)
        return np.asarray(agents.sum(axis=1) * self.interval_s / 3600)


def bridge(needs: Requirement, scenario: Scenario, proof: Proof | None = None) -> Bridge:
    """Return the steps of a scenario's requirement, and of its schedule where it was proved."""
    price = _hourly_price(scenario, needs)
    steps = [
        _step(needs, key, agents, price)
        for key, agents in {**needs.steps, **_gross(scenario, needs)}.items()
    ]
    if proof is not None and proof.first is not None and proof.best is not None:
        steps += _scheduled(needs, proof.first, proof.best)
    return Bridge(
        queues=needs.lines.queues,
        interval_s=needs.lines.interval_s,
        days=scenario.days,
        currency=scenario.currency,
        steps=tuple(steps),
    )


def _step(needs: Requirement, key: str, agents: Numbers, price: Numbers) -> BridgeStep:
    hours = agents * needs.lines.interval_s / 3600
    return BridgeStep(
        key=key,
        agents=agents.sum(axis=0),
        hours=float(hours.sum()),
        cost=float((hours * price).sum()),
        by_queue=agents,
    )


def _gross(scenario: Scenario, needs: Requirement) -> dict[str, Numbers]:
    """Return the steps from agents of full skill to scheduled ones.

    The groups that answer a queue first answer it in their shares, each at its pace.
    """
    net = needs.steps["pooling"]
    steps = {key: np.zeros_like(net) for key in ("hands", "off_phone", "absence")}
    for row, (queue, yardstick) in enumerate(
        zip(needs.lines.queues, needs.lines.at_once, strict=True)
    ):
        for name, share in needs.lines.answers[queue].items():
            group = scenario.groups[name]
            there = (1 - group.absence) * (1 - group.off_phone)
            pace = contribution(scenario, name, queue, yardstick) / there
            agents = net[row] * share / pace
            steps["hands"][row] += agents
            steps["off_phone"][row] += agents / (1 - group.off_phone)
            steps["absence"][row] += agents / there
    return steps


def _hourly_price(scenario: Scenario, needs: Requirement) -> Numbers:
    """Return what an agent-hour of each queue costs by interval, of shape (queues, intervals)."""
    premium = np.ones(scenario.intervals)
    for one in scenario.costs.premiums:
        premium += one.share * counted(scenario, open_share(scenario, (one.between,)))
    wages = [
        sum(share * scenario.groups[name].wage_per_h for name, share in shares.items())
        for shares in (needs.lines.answers[queue] for queue in needs.lines.queues)
    ]
    return np.outer(wages, premium)


def _scheduled(needs: Requirement, first: Trial, best: Trial) -> list[BridgeStep]:
    interval_h = needs.lines.interval_s / 3600
    there = on_duty(first.scenario).sum(axis=0)
    paid = _paid(first.scenario)
    there_h = float(there.sum() * interval_h)
    share = there_h / first.paid_h if first.paid_h else 1.0
    return [
        BridgeStep("shifts", there, there_h, first.cost * share),
        BridgeStep("breaks", paid, first.paid_h, first.cost),
        BridgeStep("proved", _paid(best.scenario), best.paid_h, best.cost),
    ]


def _paid(scenario: Scenario) -> Numbers:
    """Return agents paid by counted interval."""
    paid_s, _ = duty.pay(scenario)
    return np.asarray(counted(scenario, paid_s).sum(axis=0) / scenario.interval)
