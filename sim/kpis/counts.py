"""What is counted, and what "in time" means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from sim.kpis.grid import Integers


@dataclass(frozen=True)
class ServiceClock:
    """What "in time" means, per queue: the threshold T and the short-abandon limit t0.

    A wait of exactly T (or t0) is still within it. `reply_ms` is what an agent takes for the first
    reply to a chat, which belongs to the wait for an answer; left out, it takes no time.
    """

    within_ms: tuple[int, ...]
    short_ms: tuple[int, ...]
    reply_ms: tuple[int, ...] = ()

    @property
    def first_reply_ms(self) -> Integers:
        """What the first reply takes in each queue, shape (queues,)."""
        return np.array(self.reply_ms or (0,) * len(self.within_ms), np.int64)


class QueueCount(IntEnum):
    """What is counted per queue and interval. Waits and handling in seconds."""

    OFFERED = 0  # legs that entered the queue, or were turned away from it
    FIRST = 1  # first attempts
    REDIALS = 2
    REPEATS = 3
    TRANSFERRED_IN = 4  # none in row 0: see CONTACT_TRANSFERS
    ANSWERED = 5
    ANSWERED_WITHIN = 6  # T
    ABANDONED = 7
    ABANDONED_WITHIN = 8  # T
    ABANDONED_SHORT = 9  # within t0
    BLOCKED = 10
    CLOSED = 11
    CLEARED = 12  # sent away while they waited: the line closed, or broke down
    DROPPED = 13  # cut off; counted among the answered too where it had been answered
    STILL_WAITING = 14  # at the end of the horizon
    WAIT_ANSWERED_S = 15
    WAIT_S = 16  # of all that were offered; of those still waiting, up to the end
    TALK_S = 17  # the four parts of the handling of answered legs; row 0: of all legs of a contact
    HOLD_S = 18  # the agent held the line of a warm transfer
    HANDOVER_S = 19  # the first agent's part; the second agent's is talk
    WRAP_UP_S = 20
    TRANSFERRED_OUT = 21
    CONTACT_WAIT_S = 22  # all waits in live queues of an attempt and its transfers, where it began
    CONTACT_TRANSFERS = 23  # all transfers of an attempt, where it began
    SETTLED = 24  # first attempts that were answered, where they began; sure not to go on
    UNRESOLVED = 25  # of those, the ones that want to come back, or were cut off
    QUEUE_LENGTH_S = 26  # area under the number waiting (row 0: in all queues)
    LINE_S = 27  # area under the number waiting or talking on telephone lines
    SPAN_S = 28  # the length of the interval


class ChannelCount(IntEnum):
    """What is counted beside, per queue and interval, where a floor has any of it.

    A customer, or a piece of work, counts where it came into the queue, whatever becomes of it.
    """

    ARRIVED = 0  # attempts that self-service contained or that left it, and those offered
    CONTAINED = 1
    LEFT_BOT = 2
    FAILED_OVER = 3
    SELF_SERVICE_S = 4  # spent there by all who were
    DIVERTED = 5
    CALLED_BACK = 6  # accepted a call-back
    CALLS_MADE = 7  # call-backs and calls of an outbound list
    CALLS_REACHED = 8  # not where the call was cut off while the agent dialled
    CALL_TALK_S = 9  # of those reached
    CUSTOMERS_TO_CALL = 10  # who accepted a call-back, or stand on the list
    NEVER_REACHED = 11  # of those, with all calls made
    CALL_BACKS_REACHED = 12  # of those called back
    CALL_BACK_WAIT_S = 13  # of these, from acceptance until they were reached
    FELL_SILENT = 14
    TICKETS_OPENED = 15  # by contacts of the queue
    TICKETS_RECEIVED = 16
    ESCALATIONS_RECEIVED = 17
    DONE = 18  # pieces of work done by the end
    ON_TIME = 19  # of those that are due at all
    LATE = 20
    OPEN = 21  # neither done nor escalated at the end
    REOPENED = 22  # done, but want to come back
    ESCALATED = 23
    REMINDED = 24
    PUT_ASIDE = 25  # times
    BACKLOG = 26  # waiting or put aside at the end of the interval
    BACKLOG_AGE_S = 27  # the time that those have been in the queue
    INSTANTS = 28  # ends of intervals: 1
    SERVED_APART = 29  # calls reached and work done; row 0: in all queues, the centre's or not
    NOT_DUE = 30  # open, and due only after the end: neither in time nor late


class QueuePeak(IntEnum):
    """Maxima per queue and interval; NaN where there is none."""

    LONGEST_WAIT_S = 0  # of the legs that queued in the interval
    LONGEST_QUEUE = 1  # the most that waited at once


class GroupCount(IntEnum):
    """What is counted per skill group and interval; row 0 is all groups together."""

    ON_DUTY_S = 0  # scheduled and present
    PRESENT_S = 1  # area under max(on duty, busy): agents finish what they began
    OVERTIME_S = 2  # present beyond those on duty: finishing after a shift, or into a break
    TALK_S = 3  # these four are areas: what falls into the interval
    HOLD_S = 4
    HANDOVER_S = 5
    WRAP_UP_S = 6
    ANSWERED = 7  # legs, in the interval in which they queued
    TRANSFERRED_OUT = 8
    LEG_HANDLING_S = 9  # the whole handling of the legs counted in ANSWERED
    PAID_S = 10  # by the plan
    WAGES = 11  # by the plan, in the scenario's currency
    BUSY_S = 12  # agents with any contact: the four areas, but for those who have several at once
    PLAYS = 13  # what the playbooks' actions cost; in row 0 alone


#: The parts of an agent's work, in the order in which they are added up everywhere.
HANDLING: Final = (
    GroupCount.TALK_S,
    GroupCount.HOLD_S,
    GroupCount.HANDOVER_S,
    GroupCount.WRAP_UP_S,
)
