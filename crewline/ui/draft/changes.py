"""What a planner turns on the page, as settings of the scenario: `path=value`, as `--set` takes.

So what runs is a scenario like any other: it can be downloaded, and run from the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.schema.group import Group
from scenarios.schema.scenario import Scenario


@dataclass(frozen=True)
class Changes:
    """Changes in per cent of some queues and groups; none named means all."""

    volume_pct: int = 0
    handling_pct: int = 0
    agents_pct: int = 0
    queues: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything changes."""
        return any((self.volume_pct, self.handling_pct, self.agents_pct))


def settings(scenario: Scenario, changes: Changes) -> tuple[str, ...]:
    """Return the changes as settings of `scenario`, multiplied onto the factors it has.

    Agents are whole: each group's shifts (or intervals) are rounded so that their running total
    is, and with it the group's.
    """
    return (*_of_queues(scenario, changes), *_of_groups(scenario, changes))


def merged(before: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Return settings with others behind them, of which each takes the place of its path's."""
    paths = {one.partition("=")[0] for one in more}
    return (*(one for one in before if one.partition("=")[0] not in paths), *more)


def scaled(scenario: Scenario, changes: Changes) -> Scenario:
    """Return the scenario as `settings` would make it, at once and unchecked: for formulas."""
    queues, groups = dict(scenario.queues), dict(scenario.groups)
    for name, factors in _factors(scenario, changes):
        queues[name] = queues[name].model_copy(update=factors)
    for name, numbers in _staff(scenario, changes):
        group = groups[name]
        if group.shifts is None:
            agents: Any = numbers[0] if len(numbers) == 1 else tuple(numbers)
            groups[name] = group.model_copy(update={"agents": agents})
        else:
            shifts = {
                shift: one.model_copy(update={"agents": agents})
                for (shift, one), agents in zip(group.shifts.items(), numbers, strict=True)
            }
            groups[name] = group.model_copy(update={"shifts": shifts})
    return scenario.model_copy(update={"queues": queues, "groups": groups})


def agent_hours(scenario: Scenario) -> float:
    """Return the hours that agents are scheduled for, breaks and absence included."""
    return sum(_hours(group, scenario) for group in scenario.groups.values())


def _of_queues(scenario: Scenario, changes: Changes) -> Iterator[str]:
    for name, factors in _factors(scenario, changes):
        for key, factor in factors.items():
            yield f"queues.{name}.{key}={factor:.6g}"


def _factors(scenario: Scenario, changes: Changes) -> Iterator[tuple[str, dict[str, float]]]:
    """Give the queues that change, and their new factors, of six digits."""
    percents = {"volume_factor": changes.volume_pct, "handling_factor": changes.handling_pct}
    for name, queue in scenario.queues.items():
        if not changes.queues or name in changes.queues:
            yield (
                name,
                {
                    key: float(f"{getattr(queue, key) * (1 + percent / 100):.6g}")
                    for key, percent in percents.items()
                    if percent
                },
            )


def _of_groups(scenario: Scenario, changes: Changes) -> Iterator[str]:
    for name, numbers in _staff(scenario, changes):
        shifts = scenario.groups[name].shifts
        if shifts is not None:
            for shift, agents in zip(shifts, numbers, strict=True):
                yield f"groups.{name}.shifts.{shift}.agents={agents}"
        else:
            # One number for all times stays one: a list of a single interval would be a fault.
            yield f"groups.{name}.agents={numbers[0] if len(numbers) == 1 else numbers}"


def _staff(scenario: Scenario, changes: Changes) -> Iterator[tuple[str, list[int]]]:
    """Give the groups that change, and the new agents of their shifts, or by interval."""
    if not changes.agents_pct:
        return
    for name, group in scenario.groups.items():
        if not changes.groups or name in changes.groups:
            shifts = group.shifts
            numbers = (
                _numbers(group) if shifts is None else [shift.agents for shift in shifts.values()]
            )
            yield name, _scaled(numbers, changes.agents_pct)


def _scaled(numbers: Sequence[int], percent: int) -> list[int]:
    """Return whole numbers whose running totals are those of `numbers`, scaled and rounded."""
    scaled, total, given = [], 0, 0
    for number in numbers:
        total += number
        due = (total * (100 + percent) + 50) // 100
        scaled.append(due - given)
        given = due
    return scaled


def _numbers(group: Group) -> list[int]:
    match group.agents:
        case int():
            return [group.agents]
        case tuple():
            return list(group.agents)
    raise TypeError("a table of agents; expected a resolved scenario")


def _hours(group: Group, scenario: Scenario) -> float:
    if group.shifts is None:
        numbers = _numbers(group)
        return sum(numbers) * scenario.intervals / len(numbers) * scenario.interval / 3600
    return sum(
        shift.agents
        * (scenario.days if shift.days is None else len(shift.days))
        * (shift.span_s[1] - shift.span_s[0])
        / 3600
        for shift in group.shifts.values()
    )
