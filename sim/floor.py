"""The floor: queues, skill groups and the routing between them, as the engines read them.

`Floor.of` builds the tables once from plain descriptions and refuses what no floor can do: a loop
of transfers, and warm transfers that would have a group wait for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER, to_milli
from sim.codes import Outcome

#: Shares are compared with 31-bit hashes: an event happens where `hash < share x SURE`.
SURE: Final = 1 << 31

QUEUE: Final = np.dtype(
    [
        ("priority", np.int64),
        ("weight_milli", np.int64),
        ("head_start_ms", np.int64),
        ("capacity", np.int64),  # waiting places; NEVER for no limit
        ("clears_at_close", np.int64),
        ("repeat_below", np.int64),  # share of answered contacts that come back, of SURE
        ("redial_below", np.int64, len(Outcome)),  # by outcome, of SURE
    ]
)

SKILL: Final = np.dtype(
    [
        ("serves", np.int64),
        ("rank", np.int64),  # the group's place when the queue's contact chooses an agent
        ("pick_rank", np.int64),  # the queue's place when the group's agent chooses a contact
        ("delay_ms", np.int64),  # eligible once the contact has waited this long
        ("handling_milli", np.int64),  # thousandths of the drawn handling time
        ("transfer_below", np.int64),  # share of answered contacts passed on, of SURE
        ("transfer_to", np.int64),  # queue; -1 for none
        ("warm", np.int64),
        ("handover_ms", np.int64),  # both agents busy after a warm transfer is answered
    ]
)


@dataclass(frozen=True)
class Queue:
    """A line that contacts wait in. `redial` gives the share that redials after an outcome."""

    name: str
    priority: int = 0
    weight: float = 1.0
    head_start_ms: int = 0
    capacity: int | None = None
    clears_at_close: bool = False
    repeat: float = 0.0
    redial: Mapping[Outcome, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Transfer:
    """Passing a contact on: with a share, to a queue, warm (the first agent stays) or cold."""

    share: float
    to: str
    warm: bool = False
    handover_ms: int = 0


@dataclass(frozen=True)
class Skill:
    """How one group serves one queue."""

    queue: str
    rank: int = 1
    pick_rank: int | None = None  # as `rank` unless given
    delay_ms: int = 0
    handling_factor: float = 1.0
    transfer: Transfer | None = None


@dataclass(frozen=True)
class Group:
    """A skill group: agents who are alike."""

    name: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True)
class Floor:
    """The tables. `queues` has dtype QUEUE, `skills` dtype SKILL and shape (groups, queues).

    `groups_of[q]` lists the groups that serve queue q by rank, then group order; `queues_of[g]`
    the queues that group g serves by pick rank, then priority (higher first), then queue order.
    `tries` bounds how often one contact tries, its first attempt included.
    """

    queue_names: tuple[str, ...]
    group_names: tuple[str, ...]
    queues: NDArray[np.void]
    skills: NDArray[np.void]
    groups_of: tuple[tuple[int, ...], ...]
    queues_of: tuple[tuple[int, ...], ...]
    tries: int

    @classmethod
    def of(cls, queues: Sequence[Queue], groups: Sequence[Group], tries: int = 5) -> Floor:
        """Build the tables.

        Raises ValueError when transfers form a loop, or a group would wait for itself.
        """
        names = tuple(queue.name for queue in queues)
        table = np.array([_queue_row(queue) for queue in queues], QUEUE)
        skills = np.zeros((len(groups), len(queues)), SKILL)
        for number, group in enumerate(groups):
            for skill in group.skills:
                skills[number, names.index(skill.queue)] = _skill_row(skill, names)
        refuse_loops(queues, groups)
        return cls(
            queue_names=names,
            group_names=tuple(group.name for group in groups),
            queues=table,
            skills=skills,
            groups_of=tuple(_groups_by_rank(skills, q) for q in range(len(queues))),
            queues_of=tuple(_queues_by_rank(skills, table, g) for g in range(len(groups))),
            tries=tries,
        )


def refuse_loops(queues: Sequence[Queue], groups: Sequence[Group]) -> None:
    """Raise ValueError when transfers form a loop, or warm ones have a group wait for itself."""
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


def below(share: float) -> int:
    """Return the integer that a 31-bit hash is compared with: 0 for never, SURE for always."""
    return round(share * SURE)


def _queue_row(queue: Queue) -> tuple[object, ...]:
    return (
        queue.priority,
        to_milli(queue.weight),
        queue.head_start_ms,
        NEVER if queue.capacity is None else queue.capacity,
        int(queue.clears_at_close),
        below(queue.repeat),
        [below(queue.redial.get(outcome, 0.0)) for outcome in Outcome],
    )


def _skill_row(skill: Skill, queue_names: tuple[str, ...]) -> tuple[int, ...]:
    transfer = skill.transfer
    return (
        1,
        skill.rank,
        skill.rank if skill.pick_rank is None else skill.pick_rank,
        skill.delay_ms,
        to_milli(skill.handling_factor),
        below(transfer.share) if transfer else 0,
        queue_names.index(transfer.to) if transfer else -1,
        int(transfer.warm) if transfer else 0,
        transfer.handover_ms if transfer else 0,
    )


def _groups_by_rank(skills: NDArray[np.void], queue: int) -> tuple[int, ...]:
    serving = np.flatnonzero(skills["serves"][:, queue])
    return tuple(sorted(serving.tolist(), key=lambda g: (int(skills["rank"][g, queue]), g)))


def _queues_by_rank(
    skills: NDArray[np.void], queues: NDArray[np.void], group: int
) -> tuple[int, ...]:
    served = np.flatnonzero(skills["serves"][group])
    return tuple(
        sorted(
            served.tolist(),
            key=lambda q: (int(skills["pick_rank"][group, q]), -int(queues["priority"][q]), q),
        )
    )
