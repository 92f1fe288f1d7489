"""What is kept of queues and groups at each instant."""

from __future__ import annotations

from enum import IntEnum


class QueueState(IntEnum):
    """Of a queue, just before an instant; numbers that came or went are those of the last step.

    Row 0 is the centre: who waits in any of its live queues, and of what came and went the first
    legs of its contacts, as KPIs count them.
    """

    WAITING = 0  # on the line; of deferrable work, what is not in work
    CALL_BACKS = 1  # call-backs that wait for an agent
    OLDEST_WAIT_S = 2  # of those who wait on the line; 0 where nobody does
    ARRIVALS = 3  # offered
    ANSWERED = 4
    ABANDONED = 5
    LOST = 6  # abandoned, blocked, closed, cleared, cut off, given up in self-service
    ENDED = 7  # waits of the rolling window that ended by an answer or in being lost
    IN_TIME = 8  # of those, the ones answered in T


class GroupState(IntEnum):
    """Agents of a group, just before an instant; row 0 is all groups together.

    On duty + finishing = talking + holding + wrapping up + idle. Who has several contacts talks
    while any of them does, and holds a line while one is held and none talks.
    """

    ON_DUTY = 0
    TALKING = 1  # hand-over included
    HOLDING = 2  # the line of a warm transfer
    WRAPPING_UP = 3
    IDLE = 4
    FINISHING = 5  # at work beyond those on duty: after their shift, or into a break
    CONTACTS = 6  # in hand: more than the agents at work where some have several
