"""Who is meant where queues and groups are chosen: by name, by channel, by site, by what they do.

A choice by name may name what there is not; that is told by the checks, and left out here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sized
from typing import Annotated, TypeAlias, TypeVar

from pydantic import AfterValidator

from scenarios.schema.channels.channel import Channel
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.units import Name, expected

AnyItems = TypeVar("AnyItems", bound=Sized)


def some(items: AnyItems) -> AnyItems:
    """Return what holds at least one item. Raises for what is empty."""
    if not len(items):
        raise expected("at least one")
    return items


#: Whoever is meant, by name or by channel. To name nobody is a slip: absence may mean all.
Names: TypeAlias = Annotated[tuple[Name, ...], AfterValidator(some)]
Channels: TypeAlias = Annotated[tuple[Channel, ...], AfterValidator(some)]


def queues_of(
    queues: Mapping[str, Queue | None],
    names: Collection[str] | None,
    channels: Collection[str] | None,
) -> tuple[str, ...]:
    """Return the queues of some names, or of some channels, in the scenario's order; else all."""
    if names is not None:
        return tuple(name for name in queues if name in names)
    return tuple(
        name
        for name, queue in queues.items()
        if channels is None or (queue is not None and queue.channel in channels)
    )


def groups_of(
    groups: Mapping[str, Group | None],
    names: Collection[str] | None,
    sites: Collection[str] | None,
) -> tuple[str, ...]:
    """Return the groups of some names, or of some sites, in the scenario's order; else all."""
    if names is not None:
        return tuple(name for name in groups if name in names)
    return tuple(
        name
        for name, group in groups.items()
        if sites is None or (group is not None and group.site in sites)
    )


def groups_serving(
    groups: Mapping[str, Group | None], queues: Mapping[str, Queue | None], served: str
) -> tuple[str, ...]:
    """Return the groups that serve a queue, or (where none has the name) a channel's queues."""
    meant = [served] if served in queues else queues_of(queues, None, [served])
    return tuple(
        name
        for name, group in groups.items()
        if group is not None and not group.serves.keys().isdisjoint(meant)
    )
