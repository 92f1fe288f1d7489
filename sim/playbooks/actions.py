"""Actions: what may be done on a floor, and taken back.

Numbers of people are those meant: a group cannot give more people than it has. A ramp is how long
it takes until all have come, evenly, by whole minutes of watching.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class CallIn:
    """People from outside come to a group (a reserve), all at once or over a ramp."""

    group: int
    people: int
    ramp_ms: int = 0


@dataclass(frozen=True)
class Move:
    """People who are on duty in one group work in another."""

    group: int
    to: int
    people: int


@dataclass(frozen=True)
class SendHome:
    """A share of a group's people work from home, as another group, over a ramp.

    They are those who are on duty, or, of the `lost`, those whom disruptions keep away.
    """

    group: int
    to: int
    share: float
    lost: bool = False
    ramp_ms: int = 0


@dataclass(frozen=True)
class BringBack:
    """A share of a group's people who are off the phone (in training, say) come back to it."""

    group: int
    share: float
    ramp_ms: int = 0


@dataclass(frozen=True)
class Serve:
    """A group also serves a queue, by a skill of the floor's with a delay of NEVER."""

    group: int
    queue: int


@dataclass(frozen=True)
class StopOverflow:
    """A group serves a queue no more that it serves otherwise."""

    group: int
    queue: int


@dataclass(frozen=True)
class CloseLine:
    """A line takes nobody new; of deferrable work, nothing is begun. Who waits is served out."""

    queue: int


@dataclass(frozen=True)
class OfferCallBack:
    """Who begins to wait from now on is offered a call-back after a time, which a share accepts."""

    queue: int
    after_ms: int
    share: float


@dataclass(frozen=True)
class Announce:
    """Who begins to wait from now on hears an announcement, which turns a share away."""

    queue: int
    after_ms: int
    share: float


@dataclass(frozen=True)
class RaiseSelfService:
    """Self-service contains at least a share, as far as it works at all."""

    queue: int
    share: float


Does: TypeAlias = (
    CallIn
    | Move
    | SendHome
    | BringBack
    | Serve
    | StopOverflow
    | CloseLine
    | OfferCallBack
    | Announce
    | RaiseSelfService
)


@dataclass(frozen=True)
class Price:
    """What an action costs: each time, for each hour, and for each hour of each of its people."""

    once: float = 0.0
    per_h: float = 0.0
    per_person_h: float = 0.0


@dataclass(frozen=True)
class Action:
    """What is done a `lead_ms` after the decision, and taken back not before `at_least_ms` on."""

    does: Does
    lead_ms: int = 0
    at_least_ms: int = 0
    price: Price = Price()
