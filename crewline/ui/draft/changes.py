"""What a planner turns on the page, as settings of the scenario: `path=value`, as `--set` takes.

So what runs is a scenario like any other: it can be downloaded, and run from the command line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


def agent_hours(scenario: Scenario) -> float:
    """Return the hours that agents are scheduled for, breaks and absence included."""
    return sum(_hours(group, scenario) for group in scenario.groups.values())


def _of_queues(scenario: Scenario, changes: Changes) -> Iterator[str]:
    percents = {"volume_factor": changes.volume_pct, "handling_factor": changes.handling_pct}
    for name, queue in scenario.queues.items():
        if changes.queues and name not in changes.queues:
            continue
        for key, percent in percents.items():
            if percent:
                yield f"queues.{name}.{key}={getattr(queue, key) * (1 + percent / 100):.6g}"


def _of_groups(scenario: Scenario, changes: Changes) -> Iterator[str]:
    if not changes.agents_pct:
        return
    for name, group in scenario.groups.items():
        if changes.groups and name not in changes.groups:
            continue
        if group.shifts is not None:
            shifts = group.shifts
            scaled = _scaled([shift.agents for shift in shifts.values()], changes.agents_pct)
            for shift, agents in zip(shifts, scaled, strict=True):
                yield f"groups.{name}.shifts.{shift}.agents={agents}"
        else:
            numbers = _numbers(group)
            scaled = _scaled(numbers, changes.agents_pct)
            # One number for all times stays one: a list of a single interval would be a fault.
            yield f"groups.{name}.agents={scaled[0] if len(numbers) == 1 else scaled}"


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
