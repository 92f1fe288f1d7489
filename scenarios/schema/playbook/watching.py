"""What a playbook watches where it does not say all: queues, groups, and waits in time."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.schema.channels.channel import LIVE
from scenarios.schema.group import Group
from scenarios.schema.playbook.playbook import Playbook
from scenarios.schema.queue import Queue

#: The wait that counts as service where neither the playbook nor a target says.
USUAL_WITHIN_S = 20.0


def queues_watched(playbook: Playbook, queues: Mapping[str, Queue | None]) -> tuple[str, ...]:
    """Return the queues that a playbook watches: those it names, or all live ones."""
    if playbook.queues is not None:
        return tuple(name for name in queues if name in playbook.queues)
    return tuple(
        name for name, queue in queues.items() if queue is not None and queue.channel in LIVE
    )


def groups_watched(
    playbook: Playbook, groups: Mapping[str, Group | None], queues: Mapping[str, Queue | None]
) -> tuple[str, ...]:
    """Return the groups whose agents count: those it names, or those who serve its queues."""
    if playbook.groups is not None:
        return tuple(name for name in groups if name in playbook.groups)
    watched = queues_watched(playbook, queues)
    return tuple(
        name
        for name, group in groups.items()
        if group is not None and not group.serves.keys().isdisjoint(watched)
    )


def withins_s(playbook: Playbook, queues: Mapping[str, Queue | None]) -> dict[str, float]:
    """Return, for each queue whose service is watched, the wait that counts as service."""
    if playbook.watch != "service_level":
        return {}
    watched = queues_watched(playbook, queues)
    return {name: _within_s(playbook, queues[name]) for name in watched}


def within_s(playbook: Playbook, queues: Mapping[str, Queue | None]) -> float:
    """Return the wait that counts as service; 0 where it is not service that is watched."""
    return next(iter(withins_s(playbook, queues).values()), 0.0)


def _within_s(playbook: Playbook, queue: Queue | None) -> float:
    if playbook.within is not None:
        return playbook.within
    target = queue.target if queue is not None else None
    within = target.within if target is not None else None
    return USUAL_WITHIN_S if within is None else within
