"""The codes that outcomes are written in, shared by both engines."""

from enum import IntEnum


class Moment(IntEnum):
    """What happens at an instant; at one instant the smaller goes first, then the smaller leg."""

    DIRECTOR = 0
    AGENT_FREE = 1
    TALK_END = 2
    ABANDON = 3
    OVERFLOW = 4
    ARRIVAL = 5


class Outcome(IntEnum):
    """How a leg ended."""

    WAITING = 0  # still in the queue at the end of the run
    ANSWERED = 1
    TRANSFERRED = 2  # answered, then passed on to another queue
    ABANDONED = 3
    BLOCKED = 4  # no waiting place left
    CLOSED = 5  # came while the line was closed
    CLEARED = 6  # was waiting when the line closed
    DROPPED = 7  # cut off while in progress


class Cause(IntEnum):
    """Why a leg exists."""

    FIRST = 0
    REDIAL = 1  # gave up, was turned away or cut off before
    REPEAT = 2  # was answered before, but not resolved
    TRANSFER = 3


class Purpose(IntEnum):
    """What a draw is for. Part of every stream's key, so that no two purposes share a stream."""

    ARRIVAL = 0
    KEY = 1
    TALK = 2
    WRAP_UP = 3
    PATIENCE = 4
    REDIAL = 5
    REDIAL_DELAY = 6
    REPEAT = 7
    REPEAT_DELAY = 8
    TRANSFER = 9
    DAY_SHARED = 10
    DAY_OWN = 11
    ABSENCE = 12
    THINNING = 13
    #: Added to the purposes above for the extra contacts of a disruption.
    EXTRA = 32
    #: Added to the purposes above for the pools that later legs are served from.
    POOL = 64
