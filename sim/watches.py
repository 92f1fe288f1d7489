"""What the centre watches and reacts to: figures sampled by the clock, with a way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.clock import MS_PER_MIN

#: How often figures are sampled, after all that happens before that instant.
WATCH_MS: Final = MS_PER_MIN


@dataclass(frozen=True)
class Fatigue:
    """A group that works more slowly after a long stretch above an occupancy.

    Where the agents at work were at least `above` (a share) of those present, over all samples of
    the last `over_ms`, handling times are multiplied by `factor` for contacts answered from then
    on, until that is no longer so. No agent present is no work.
    """

    group: int
    above: float
    over_ms: int
    factor: float


@dataclass(frozen=True)
class Pause:
    """Deferrable work (an outbound list) that stops while live service is below a level.

    Service is the share of the waits in `queues` that ended within `within_ms` by an answer, of
    those that ended in the last `over_ms` by an answer or in being lost (abandoned, blocked,
    closed or cleared). Where none ended, service is not below the level.
    """

    queue: int
    queues: tuple[int, ...]
    level: float
    within_ms: int
    over_ms: int
