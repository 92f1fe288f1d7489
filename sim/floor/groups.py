"""Skill groups: agents who are alike, or a mix of stages of service, and what they serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import MILLI, to_milli
from sim.floor.queues import below

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

GROUP: Final = np.dtype(
    [
        ("concurrency", np.int64),  # contacts at once, at least 1
        ("mixes", np.int64),  # chats beside a call or deferrable work
        ("staged", np.int64),  # its agents differ by stage of service
    ]
)

#: What an agent's stage of service does, in thousandths.
FACTORS: Final = np.dtype(
    [("handling_milli", np.int64), ("transfer_milli", np.int64), ("repeat_milli", np.int64)]
)

#: Agent n of a group is in the stage of place `n % STAGE_PLACES`.
STAGE_PLACES: Final = 1000


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
class Stage:
    """A share of a group's agents: factors on handling time and on the shares of two events.

    `transfer_factor` multiplies the share that the group passes on, `repeat_factor` the share of
    answered contacts that come back; neither makes a share larger than 1.
    """

    share: float
    handling_factor: float = 1.0
    transfer_factor: float = 1.0
    repeat_factor: float = 1.0


@dataclass(frozen=True)
class Group:
    """A skill group.

    An agent has up to `concurrency` contacts at once: chats, or (`mixes`) chats beside one call or
    one piece of deferrable work. `parallel[n - 1]` multiplies the handling time of a contact that
    is accepted as the agent's n-th at the time. `stages` are all alike unless given.
    """

    name: str
    skills: tuple[Skill, ...]
    concurrency: int = 1
    parallel: tuple[float, ...] = (1.0,)
    mixes: bool = False
    stages: tuple[Stage, ...] = ()


def skill_row(skill: Skill, queue_names: Sequence[str], pick_rank: int) -> tuple[int, ...]:
    """Return a row of SKILL."""
    transfer = skill.transfer
    return (
        1,
        skill.rank,
        pick_rank,
        skill.delay_ms,
        to_milli(skill.handling_factor),
        below(transfer.share) if transfer else 0,
        queue_names.index(transfer.to) if transfer else -1,
        int(transfer.warm) if transfer else 0,
        transfer.handover_ms if transfer else 0,
    )


def group_rows(groups: Sequence[Group]) -> NDArray[np.void]:
    """Return the table of groups, dtype GROUP, shape (groups,)."""
    rows = [(group.concurrency, int(group.mixes), int(bool(group.stages))) for group in groups]
    return np.array(rows, GROUP)


def parallel_rows(groups: Sequence[Group]) -> NDArray[np.int64]:
    """Return factors in thousandths, shape (groups, the largest concurrency): see Group.

    Raises ValueError where a group has not one factor for each contact it may have at once.
    """
    most = max((group.concurrency for group in groups), default=1)
    table = np.full((len(groups), most), MILLI, np.int64)
    for row, group in zip(table, groups, strict=True):
        if group.concurrency < 1 or len(group.parallel) != group.concurrency:
            raise ValueError(
                f"{group.name} works on {group.concurrency} contacts at once, with"
                f" {len(group.parallel)} factors; expected at least 1, and a factor for each"
            )
        row[: group.concurrency] = [to_milli(factor) for factor in group.parallel]
    return table


def factor_rows(groups: Sequence[Group]) -> NDArray[np.void]:
    """Return what each agent's stage does, dtype FACTORS, shape (groups, STAGE_PLACES).

    The first n places hold each stage as nearly n times its share as can be, for every n.
    Raises ValueError where a group's shares do not add up to 1.
    """
    table = np.full((len(groups), STAGE_PLACES), MILLI, FACTORS)
    for row, group in zip(table, groups, strict=True):
        if group.stages:
            places = _places(_shares(group))
            row[:] = np.array([_factors(stage) for stage in group.stages], FACTORS)[list(places)]
    return table


def _factors(stage: Stage) -> tuple[int, int, int]:
    factors = (stage.handling_factor, stage.transfer_factor, stage.repeat_factor)
    handling, transfer, repeat = map(to_milli, factors)
    return handling, transfer, repeat


def _shares(group: Group) -> tuple[float, ...]:
    shares = tuple(stage.share for stage in group.stages)
    if abs(sum(shares) - 1) > 1e-6:
        raise ValueError(f"the stages of {group.name} have shares of {sum(shares):g}, not 1")
    return shares


@lru_cache(maxsize=256)
def _places(shares: tuple[float, ...]) -> tuple[int, ...]:
    """Return the stage of each place: always the one that is most in arrears, then the first."""
    places: list[int] = []
    given = [0] * len(shares)
    for place in range(STAGE_PLACES):
        arrears = [
            round(share * (place + 1) - so_far, 9)
            for share, so_far in zip(shares, given, strict=True)
        ]
        places.append(arrears.index(max(arrears)))
        given[places[-1]] += 1
    return tuple(places)
