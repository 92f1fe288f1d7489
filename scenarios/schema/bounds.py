"""What is too large for one replication: to be held in memory, or to be counted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from scenarios.schema.draft import Draft
from scenarios.schema.group import Group
from scenarios.schema.section import Finding
from scenarios.schema.volume import Calendar, DayTotal, PerHour, Volume
from scenarios.units import DAY_S

#: One replication holds its contacts in memory, about 700 bytes each.
MAX_CONTACTS: Final = 10_000_000
#: One replication draws an absence for each agent and day.
MAX_AGENT_DAYS: Final = 500_000
#: Handling times are counted in whole milliseconds of 64 bits, all factors included.
MAX_HANDLING: Final = 1000


def contacts_bounded(draft: Draft) -> Iterator[Finding]:
    """Give a finding where one replication has too many contacts, first attempts counted."""
    if draft.days is None or draft.interval is None or draft.warm_up is None:
        return
    profiles = {name: weights for name, weights in draft.profiles.items() if weights}
    calendar = Calendar(draft.interval, draft.days, profiles)
    total = sum(
        _contacts(draft, calendar, name, queue.volume) * queue.volume_factor
        for name, queue in draft.queues.items()
        if queue is not None and _can_be_laid_out(draft, queue.volume)
    )
    if total > MAX_CONTACTS:
        words = f"at most {MAX_CONTACTS:,} contacts in one replication, for they are held in memory"
        yield Finding(("queues",), f"{total:,.0f} expected contacts", words)


def _can_be_laid_out(draft: Draft, volume: Volume | None) -> bool:
    """Tell whether a volume could be read, and its profile as well."""
    if isinstance(volume, DayTotal):
        return draft.profiles.get(volume.profile) is not None
    return isinstance(volume, tuple | PerHour)


def _contacts(draft: Draft, calendar: Calendar, name: str, volume: Volume) -> float:
    """Return the contacts of a queue, warm-up and disruptions included."""
    volumes = calendar.lay_out(volume)
    warm_up = volumes[len(volumes) - round((draft.warm_up or 0) / calendar.interval_s) :].sum()
    starts = np.arange(len(volumes)) * calendar.interval_s
    for disruption in draft.disruptions:
        if disruption is not None and (disruption.queues is None or name in disruption.queues):
            left = np.maximum(starts, disruption.start)
            right = np.minimum(starts + calendar.interval_s, disruption.end)
            overlap = np.maximum(right - left, 0) / calendar.interval_s
            volumes = volumes * (1 + (disruption.volume - 1) * overlap)
    return float(warm_up + volumes.sum())


def agents_bounded(draft: Draft) -> Iterator[Finding]:
    """Give a finding where one replication has too many agents, counted by the day."""
    days = (draft.days or 1) + math.ceil((draft.warm_up or 0) / DAY_S) + 1
    total = float(sum(_most_agents(group) for group in draft.groups.values())) * days
    for disruption in draft.disruptions:
        total *= max(disruption.agents, 1) if disruption is not None else 1
    if total > MAX_AGENT_DAYS:
        words = f"at most {MAX_AGENT_DAYS:,} agents times days, disruptions included"
        yield Finding(("groups",), f"{total:,.0f} agents times days", words)


def _most_agents(group: Group | None) -> int:
    """Return a bound of the agents that a group has on a day."""
    if group is None:
        return 0
    if isinstance(group.agents, int):
        return group.agents
    if isinstance(group.agents, tuple):
        return max(group.agents, default=0)
    return sum(shift.agents for shift in (group.shifts or {}).values())


def handling_bounded(draft: Draft) -> Iterator[Finding]:
    """Give a finding where disruptions of one time make handling too long together."""
    disruptions = [disruption for disruption in draft.disruptions if disruption is not None]
    for name in draft.queues:
        own = [each for each in disruptions if each.queues is None or name in each.queues]
        for begun in own:
            factor = math.prod(
                each.handling for each in own if each.start <= begun.start < each.end
            )
            if factor > MAX_HANDLING:
                words = f"at most {MAX_HANDLING:,} times, all disruptions of one time together"
                value = f"{factor:,.0f} times the handling of {name} when {begun.name} begins"
                yield Finding(("disruptions",), value, words)
                return
