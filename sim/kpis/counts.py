"""What is counted, and what "in time" means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


@dataclass(frozen=True)
class ServiceClock:
    """What "in time" means, per queue: the threshold T and the short-abandon limit t0.

    A wait of exactly T (or t0) is still within it.
    """

    within_ms: tuple[int, ...]
    short_ms: tuple[int, ...]


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
    CLEARED = 12
    DROPPED = 13  # cut off; counted among the answered too where it had been answered
    STILL_WAITING = 14  # at the end of the horizon
    WAIT_ANSWERED_S = 15
    WAIT_S = 16  # of all that were offered; of those still waiting, up to the end
    TALK_S = 17  # the four parts of the handling of answered legs; row 0: of all legs of a contact
    HOLD_S = 18  # the agent held the line of a warm transfer
    HANDOVER_S = 19  # the first agent's part; the second agent's is talk
    WRAP_UP_S = 20
    TRANSFERRED_OUT = 21
    CONTACT_WAIT_S = 22  # all waits of an attempt, transfers included, where the attempt began
    CONTACT_TRANSFERS = 23  # all transfers of an attempt, where it began
    SETTLED = 24  # first attempts that were answered, where they began; sure not to go on
    UNRESOLVED = 25  # of those, the ones that want to come back
    QUEUE_LENGTH_S = 26  # area under the number waiting (row 0: in all queues)
    LINE_S = 27  # area under the number waiting or talking: seconds of telephony
    SPAN_S = 28  # the length of the interval


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
