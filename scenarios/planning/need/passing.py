"""Passing on: who answers a queue first, and the shares of its contacts that go to other queues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from scenarios import duty
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.skill import Transfer
from scenarios.schema.stages import shares_there

Shares = Mapping[str, float]


@dataclass(frozen=True)
class Passed:
    """A share of a queue's answered contacts that goes on to another queue.

    `held` is the part of that share whose first agent stays on the line, `handover_s` for how long
    both agents are then busy, on average over that part.
    """

    to: str
    share: float
    held: float
    handover_s: float


def answering(scenario: Scenario) -> dict[str, Shares]:
    """Return for each queue the shares of its contacts that its groups answer, as planned.

    The groups of the smallest rank answer, each in proportion to its agent-hours in the scenario as
    it stands (alike, where they have none). Groups of higher ranks help out, and are left out here.
    """
    hours = {name: float(duty.staffed(scenario, name).sum()) for name in scenario.groups}
    found: dict[str, Shares] = {}
    for queue in scenario.queues:
        ranks = {
            name: group.serves[queue].rank
            for name, group in scenario.groups.items()
            if queue in group.serves
        }
        first = [name for name, rank in ranks.items() if rank == min(ranks.values())]
        total = sum(hours[name] for name in first)
        found[queue] = {name: hours[name] / total if total else 1 / len(first) for name in first}
    return found


def passed_on(scenario: Scenario, answers: Mapping[str, Shares]) -> dict[str, tuple[Passed, ...]]:
    """Return what is passed on from each queue; `answers` are the shares of `answering`.

    A stage of service passes on more or less than the group's share, as its factor says.
    """
    found: dict[str, tuple[Passed, ...]] = {}
    for queue in scenario.queues:
        ways: dict[str, list[tuple[float, Transfer]]] = {}
        for name, share in answers[queue].items():
            group = scenario.groups[name]
            transfer = group.serves[queue].transfer
            if transfer is not None:
                part = share * transfer.share * stage_mean(scenario, group, "transfer_factor")
                ways.setdefault(transfer.to, []).append((part, transfer))
        found[queue] = tuple(_passed(to, parts) for to, parts in ways.items())
    return found


def stage_mean(scenario: Scenario, group: Group, figure: str) -> float:
    """Return a factor of the stages of service, its mean over those of a group who are there."""
    there = shares_there(group.stages, scenario.stages)
    if not there:
        return 1.0
    means = (share * getattr(scenario.stages[name], figure) for name, share in there.items())
    return float(sum(means))


def escalations(queue: Queue) -> list[tuple[str, float]]:
    """Return where late work of a queue goes on to, and the shares of it that are late.

    So much is late as the queue's promise allows; where none is made, nothing is.
    """
    target = queue.target
    late = 1 - target.level if target is not None and target.kpi == "on_time" else 0.0
    return [
        (grade.escalate, grade.share * late)
        for grade in (queue.grades or {}).values()
        if grade.escalate is not None
    ]


def in_order(scenario: Scenario, passed: Mapping[str, tuple[Passed, ...]]) -> list[str]:
    """Return the queues so that nothing is passed on, escalated or opened to one before."""
    sources: dict[str, set[str]] = {name: set() for name in scenario.queues}
    for name, queue in scenario.queues.items():
        for to in [way.to for way in passed[name]] + [to for to, _ in escalations(queue)]:
            sources[to].add(name)
        if queue.ticket is not None:
            sources[queue.ticket.to].add(name)
    return list(TopologicalSorter(sources).static_order())


def _passed(to: str, parts: list[tuple[float, Transfer]]) -> Passed:
    share = sum(part for part, _ in parts)
    held = sum(part for part, transfer in parts if transfer.how == "warm")
    both_s = sum(part * transfer.handover for part, transfer in parts if transfer.how == "warm")
    return Passed(to, min(share, 1.0), held, both_s / held if held else 0.0)
