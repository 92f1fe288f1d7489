"""What the centre watches and reacts to: figures sampled by the clock, with a way back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

from sim.clock import MS_PER_DAY, MS_PER_MIN

#: How often figures are sampled unless the plan says otherwise, after all that happens before that
#: instant.
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


class Figure(IntEnum):
    """What a trigger watches. All but SERVICE_LEVEL pass a level upwards."""

    QUEUE_LENGTH = 0  # who waits in the queues, call-backs and deferrable work included
    OLDEST_WAIT = 1  # of those who wait on the lines of the queues, ms
    SERVICE_LEVEL = 2  # share of the ended waits that ended in time by an answer
    ABANDONMENT = 3  # share of the ended waits that were abandoned
    OCCUPANCY = 4  # agents at work, of those present in the groups
    LOAD = 5  # work that came to the queues, of what the groups' agents can do


@dataclass(frozen=True)
class Trigger:
    """A figure that passes a level and stays there, and comes back and stays there.

    It has passed once it was at least `level` (SERVICE_LEVEL: below it) at all samples over
    `hold_ms`, the first and the last of them so far apart; it is back once it was below `back`
    (SERVICE_LEVEL: at least that) over `back_hold_ms`. QUEUE_LENGTH and OLDEST_WAIT are those of
    the instant; the others are over the samples of the last `over_ms`, as many as there are. Where
    no wait ended, or nobody is present and nothing came, a figure has not passed and is back; with
    work and nobody present LOAD has passed. `level` and `back` are a number, ms, or a share.
    Outside the hours that begin at `from_ms` of every day of the run's own axis and last `lasts_ms`
    nothing has passed, and all is back.

    Waits end as those of `Pause`. LOAD: contacts that entered the queues for people (no call of the
    centre's own, no rest of work), each with the `handling_ms` of its queue, over the time of the
    agents present.
    """

    figure: Figure
    level: float
    back: float
    queues: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    hold_ms: int = 0
    back_hold_ms: int = 0
    over_ms: int = 0
    within_ms: int = 0
    handling_ms: tuple[int, ...] = ()
    from_ms: int = 0
    lasts_ms: int = MS_PER_DAY

    def is_watched(self, at_ms: int) -> bool:
        """Tell whether an instant is within the hours."""
        return (at_ms - self.from_ms) % MS_PER_DAY < self.lasts_ms


Watch: TypeAlias = Fatigue | Pause | Trigger
