"""Small changes of a schedule that a planner weighs: one more hire, one more skill, ten seconds.

Each is a scenario like the one it changes, and draws the same customers and, but for those who are
new, the same absences, so that what it changes is seen through the noise of the days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from scenarios.centre.times import time
from scenarios.planning.need.working import Windows
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.skill import Skill
from scenarios.studies.study import Study
from sim.kpis.counts import QueueCount

Numbers = NDArray[np.float64]

#: How much less handling is weighed, and how much less shrinkage.
LESS_S: Final = 10.0
LESS_SHARE: Final = 0.01
#: A line whose handling is no longer than twice that is left as it is.
_SHORT: Final = 2.0
_LONGEST_NAME: Final = 60


@dataclass(frozen=True)
class Alternative:
    """A changed scenario: what kind of change, of what, and how it was made, in words."""

    kind: str
    about: str
    how: str
    scenario: Scenario


def alternatives(study: Study) -> Iterator[Alternative]:
    """Give the changes of a study's scenario that are weighed; `study` says where calls wait."""
    scenario, late = study.scenario, _late(study)
    for name in scenario.groups:
        yield one_more_hire(scenario, name, late)
    for name in scenario.groups:
        if (trained := cross_trained(scenario, name, late)) is not None:
            yield trained
    if (quicker := less_handling(scenario)) is not None:
        yield quicker
    if (there := less_shrinkage(scenario)) is not None:
        yield there


def one_more_hire(scenario: Scenario, group: str, late: Mapping[str, Numbers]) -> Alternative:
    """Return the scenario with one more agent in a group, where most calls are answered late.

    `late` are the contacts not answered in time, by line and interval. The hire works, on each day,
    the shift of the group in which most of the group's lines' are, up to five days a week, with the
    breaks of the first agents of that shift.
    """
    served = sum((late[queue] for queue in scenario.groups[group].serves), _none(scenario))
    windows = Windows.of(scenario, group)
    chosen = windows.of_a_hire(served)
    how = windows.in_words(chosen)
    return Alternative("one more hire", group, how, _with(scenario, group, windows.added(chosen)))


def cross_trained(
    scenario: Scenario, group: str, late: Mapping[str, Numbers]
) -> Alternative | None:
    """Return the scenario in which one agent of a group learns a line; None where none is worth it.

    That is the line, of those of the same channels that the group does not serve, with most
    contacts answered late; the agent is one on the shift of the group in which most of these are.
    The line comes after those that the agent served before, and its customers go to this agent
    after those who served them before.
    """
    for queue in _to_learn(scenario, group, late):
        windows = Windows.of(scenario, group)
        shift = windows.best(late[queue])
        if shift is None:
            return None
        left, taken = windows.split(shift)
        name = f"{group}_and_{queue}"[:_LONGEST_NAME]
        if name in scenario.groups:
            continue
        learnt = _learnt(scenario, group, queue)
        groups: dict[str, Any] = dict(scenario.groups) | {
            group: scenario.groups[group].model_copy(update=left),
            name: scenario.groups[group].model_copy(
                update={"serves": learnt, "title": "", **taken}
            ),
        }
        changed = _sound(scenario.model_copy(update={"groups": groups}))
        if changed is not None:
            return Alternative(
                "one more cross-trained", f"{group} for {queue}", windows.in_words([shift]), changed
            )
    return None


def less_handling(scenario: Scenario, seconds: float = LESS_S) -> Alternative | None:
    """Return the scenario with every live contact handled so many seconds faster in the mean.

    The times keep their shape. None where no line's handling is long enough for that.
    """
    queues: dict[str, Queue] = {}
    for name, queue in scenario.queues.items():
        mean_s = _handling_s(queue)
        if queue.channel not in DEFERRABLE and mean_s > _SHORT * seconds:
            factor = queue.handling_factor * (1 - seconds / mean_s)
            queues[name] = queue.model_copy(update={"handling_factor": factor})
    if not queues:
        return None
    changed = scenario.model_copy(update={"queues": dict(scenario.queues) | queues})
    how = f"{len(queues)} lines" if len(queues) > 1 else next(iter(queues))
    return Alternative(f"{seconds:g} s less handling", "every live line", how, changed)


def less_shrinkage(scenario: Scenario, share: float = LESS_SHARE) -> Alternative | None:
    """Return the scenario with one point less absence in every group, or off the phone.

    None where there is nowhere so much of either.
    """
    groups: dict[str, Group] = {}
    for name, group in scenario.groups.items():
        for part in ("absence", "off_phone"):
            if getattr(group, part) >= share:
                fewer = round(getattr(group, part) - share, 9)
                groups[name] = group.model_copy(update={part: fewer})
                break
    if not groups:
        return None
    changed = scenario.model_copy(update={"groups": dict(scenario.groups) | groups})
    how = f"{len(groups)} groups" if len(groups) > 1 else next(iter(groups))
    return Alternative(f"{100 * share:g} point less shrinkage", "every group", how, changed)


def _late(study: Study) -> Mapping[str, Numbers]:
    """Return the contacts of each line that were not answered in time, by interval."""
    counts = np.mean([tally.queues for tally in study.tallies], axis=0)
    missed = counts[:, :, QueueCount.OFFERED] - counts[:, :, QueueCount.ANSWERED_WITHIN]
    return {
        name: missed[row] if queue.channel not in DEFERRABLE else np.zeros(missed.shape[1])
        for row, (name, queue) in enumerate(study.scenario.queues.items(), start=1)
    }


def _none(scenario: Scenario) -> Numbers:
    return np.zeros(scenario.intervals)


def _to_learn(scenario: Scenario, group: str, late: Mapping[str, Numbers]) -> Sequence[str]:
    """Return the lines that a group might learn, where most are answered late first."""
    serves = scenario.groups[group].serves
    channels = {scenario.queues[queue].channel for queue in serves}
    passed_on = {skill.transfer.to for skill in serves.values() if skill.transfer is not None}
    found = [
        queue
        for queue, one in scenario.queues.items()
        if queue not in serves
        and queue not in passed_on
        and one.channel in channels
        and late[queue].sum() > 0
    ]
    return sorted(found, key=lambda queue: -late[queue].sum())


def _learnt(scenario: Scenario, group: str, queue: str) -> dict[str, Skill]:
    """Return what an agent serves who learns a line: it comes last on both sides."""
    serves = scenario.groups[group].serves
    rank = max(each.serves[queue].rank for each in scenario.groups.values() if queue in each.serves)
    pick = max(skill.pick_rank or skill.rank for skill in serves.values())
    return {**serves, queue: Skill(rank=min(rank + 1, 1000), pick_rank=min(pick + 1, 1000))}


def _with(scenario: Scenario, group: str, staff: Mapping[str, Any]) -> Scenario:
    changed = scenario.groups[group].model_copy(update=staff)
    return scenario.model_copy(update={"groups": dict(scenario.groups) | {group: changed}})


def _sound(scenario: Scenario) -> Scenario | None:
    """Return a scenario that the schema accepts; None where it does not."""
    try:
        return Scenario.model_validate(scenario.model_dump(mode="json", exclude_none=True))
    except ValidationError:
        return None


def _handling_s(queue: Queue) -> float:
    factor = queue.handling_factor
    return time(queue.talk, factor).mean_s + time(queue.wrap_up, factor).mean_s
