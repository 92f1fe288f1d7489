"""The codes that outcomes are written in, shared by both engines."""

from enum import IntEnum


class Moment(IntEnum):
    """What happens at an instant; at one instant the smaller goes first, then the smaller leg."""

    DIRECTOR = 0
    AGENT_FREE = 1
    TALK_END = 2
    ABANDON = 3  # patience is out, or the time limit of a ticket
    OVERFLOW = 4
    ANNOUNCEMENT = 5
    OFFER = 6  # of a call-back
    ARRIVAL = 7


class LineState(IntEnum):
    """What becomes of who comes to a line."""

    CLOSED = 0
    OPEN = 1
    DOWN = 2  # nobody gets through, in either direction: as if all lines were engaged


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
    CONTAINED = 8  # self-service did what was wanted
    LEFT_BOT = 9  # gave up in self-service
    FAILED_OVER = 10  # went on from self-service to people
    DIVERTED = 11  # turned to self-service while waiting, by an announcement
    CALLED_BACK = 12  # accepted a call-back while waiting
    NOT_REACHED = 13  # was called by an agent, and did not answer
    FELL_SILENT = 14  # answered; the customer wrote no more
    PUT_ASIDE = 15  # answered; put aside for a live contact, to be resumed
    ESCALATED = 16  # waited past its time limit and went on to another queue


class Cause(IntEnum):
    """Why a leg exists."""

    FIRST = 0
    REDIAL = 1  # gave up, was turned away or cut off before
    REPEAT = 2  # was answered before, but not resolved
    TRANSFER = 3
    FAILOVER = 4  # from self-service to people
    CALL_BACK = 5  # the centre calls back
    RETRY = 6  # the centre calls again who was not reached
    TICKET = 7  # opened by a contact that was answered
    ESCALATION = 8
    RESUMED = 9  # the rest of what was put aside
    REOPENED = 10  # deferrable work that was done, but not well


class Kind(IntEnum):
    """What a queue's contacts are to an agent."""

    CALL = 0  # live, and one at a time
    CHAT = 1  # live, and several at once where the group can
    WORK = 2  # deferrable: done when nothing live waits


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
    SELF_SERVICE = 14
    SELF_SERVICE_TIME = 15
    ANNOUNCEMENT = 16
    CALL_BACK = 17
    REACHED = 18
    SILENCE = 19
    SILENT_FROM = 20
    GRADE = 21
    TICKET = 22
    #: Added to the purposes above for the extra contacts of a disruption.
    EXTRA = 32
    #: Added to the purposes above for the pools that later legs are served from.
    POOL = 64
    #: Added to the purposes above for contacts that come at set instants, such as a list.
    LISTED = 128
