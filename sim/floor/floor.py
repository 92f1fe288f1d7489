"""The tables of a floor, made once of plain descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.codes import Kind
from sim.floor.groups import SKILL, Group, Skill, factor_rows, group_rows, parallel_rows, skill_row
from sim.floor.loops import refuse_loops
from sim.floor.queues import Queue, grade_rows, queue_rows

#: Added to the pick ranks of deferrable work, which is done when nothing live waits.
_DEFERRED: Final = 1 << 20


@dataclass(frozen=True)
class Floor:
    """The tables. `queues` has dtype QUEUE, `skills` dtype SKILL and shape (groups, queues).

    `grades` has dtype GRADE and shape (queues, the most grades); `groups` dtype GROUP;
    `parallel_milli` shape (groups, the largest concurrency); `factors` dtype FACTORS and shape
    (groups, STAGE_PLACES). `groups_of[q]` lists the groups that serve queue q by rank, then group
    order; `queues_of[g]` the queues that group g serves by pick rank, then priority (higher first),
    then queue order; deferrable work comes after all else. `tries` bounds how often one contact
    tries, its first attempt included.
    """

    queue_names: tuple[str, ...]
    group_names: tuple[str, ...]
    queues: NDArray[np.void]
    grades: NDArray[np.void]
    groups: NDArray[np.void]
    parallel_milli: NDArray[np.int64]
    factors: NDArray[np.void]
    skills: NDArray[np.void]
    groups_of: tuple[tuple[int, ...], ...]
    queues_of: tuple[tuple[int, ...], ...]
    tries: int

    @classmethod
    def of(cls, queues: Sequence[Queue], groups: Sequence[Group], tries: int = 5) -> Floor:
        """Build the tables.

        Raises ValueError for what no floor can do: see `sim.floor.loops`, and shares that do not
        add up.
        """
        names = tuple(queue.name for queue in queues)
        table = queue_rows(queues)
        skills = np.zeros((len(groups), len(queues)), SKILL)
        for number, group in enumerate(groups):
            for skill in group.skills:
                queue = queues[names.index(skill.queue)]
                skills[number, names.index(skill.queue)] = skill_row(
                    skill, names, _pick_rank(skill, queue)
                )
        refuse_loops(queues, groups)
        return cls(
            queue_names=names,
            group_names=tuple(group.name for group in groups),
            queues=table,
            grades=grade_rows(queues),
            groups=group_rows(groups),
            parallel_milli=parallel_rows(groups),
            factors=factor_rows(groups),
            skills=skills,
            groups_of=tuple(_groups_by_rank(skills, q) for q in range(len(queues))),
            queues_of=tuple(_queues_by_rank(skills, table, g) for g in range(len(groups))),
            tries=tries,
        )


def _pick_rank(skill: Skill, queue: Queue) -> int:
    rank = skill.rank if skill.pick_rank is None else skill.pick_rank
    return rank + _DEFERRED if queue.kind is Kind.WORK else rank


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
