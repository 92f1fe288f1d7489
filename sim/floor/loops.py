"""What no floor can do: send contacts round in circles, or have a group wait for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.floor.groups import Group
from sim.floor.queues import Queue


def refuse_loops(queues: Sequence[Queue], groups: Sequence[Group]) -> None:
    """Raise ValueError when contacts go round in circles, or a group would wait for itself.

    Contacts go on to another queue by transfers, as tickets and by escalation.
    """
    passes = {queue.name: set[str]() for queue in queues}
    waits = {group.name: set[str]() for group in groups}
    servers = {
        queue.name: {g.name for g in groups if any(s.queue == queue.name for s in g.skills)}
        for queue in queues
    }
    for group in groups:
        for skill in group.skills:
            if skill.transfer is not None and skill.transfer.share > 0:
                passes[skill.queue].add(skill.transfer.to)
                if skill.transfer.warm:
                    waits[group.name] |= servers[skill.transfer.to]
    if loop := _loop(passes):
        raise ValueError(f"transfers form a loop: {' -> '.join(loop)}")
    if loop := _loop({queue.name: passes[queue.name] | queue.onward for queue in queues}):
        words = "transfers, tickets and escalations form a loop"
        raise ValueError(f"{words}: {' -> '.join(loop)}")
    if loop := _loop(waits):
        raise ValueError(f"warm transfers have a group wait for itself: {' -> '.join(loop)}")


def _loop(edges: Mapping[str, set[str]]) -> list[str]:
    """Return a loop of the graph, first node repeated at the end, or nothing."""
    done: set[str] = set()

    def search(node: str, path: list[str]) -> list[str]:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return []
        for following in sorted(edges[node]):
            if found := search(following, [*path, node]):
                return found
        done.add(node)
        return []

    for node in edges:
        if found := search(node, []):
            return found
    return []
