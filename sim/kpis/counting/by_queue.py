"""The counts of each queue, and of the centre by the first legs of its live contacts."""

from __future__ import annotations

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Cause, Outcome
from sim.kpis.counting import kernel
from sim.kpis.counting.sums import Sums
from sim.kpis.counts import QueueCount, ServiceClock
from sim.kpis.grid import Flags, Floats, Grid, Integers

#: Sums of legs that the centre makes of first legs only, and where they are found.
_NUMBERS = {
    QueueCount.FIRST: kernel.CAUSES + Cause.FIRST,
    QueueCount.REDIALS: kernel.CAUSES + Cause.REDIAL,
    QueueCount.REPEATS: kernel.CAUSES + Cause.REPEAT,
    QueueCount.TRANSFERRED_IN: kernel.CAUSES + Cause.TRANSFER,
    QueueCount.ANSWERED: kernel.ANSWERED,
    QueueCount.ANSWERED_WITHIN: kernel.ANSWERED_WITHIN,
    QueueCount.ABANDONED: kernel.OUTCOMES + Outcome.ABANDONED,
    QueueCount.ABANDONED_WITHIN: kernel.ABANDONED_WITHIN,
    QueueCount.ABANDONED_SHORT: kernel.ABANDONED_SHORT,
    QueueCount.BLOCKED: kernel.OUTCOMES + Outcome.BLOCKED,
    QueueCount.CLOSED: kernel.OUTCOMES + Outcome.CLOSED,
    QueueCount.CLEARED: kernel.OUTCOMES + Outcome.CLEARED,
    QueueCount.DROPPED: kernel.OUTCOMES + Outcome.DROPPED,
    QueueCount.STILL_WAITING: kernel.OUTCOMES + Outcome.WAITING,
    QueueCount.TRANSFERRED_OUT: kernel.OUTCOMES + Outcome.TRANSFERRED,
}
_HANDLING = (QueueCount.TALK_S, QueueCount.HOLD_S, QueueCount.HANDOVER_S, QueueCount.WRAP_UP_S)


def queue_counts(sums: Sums, grid: Grid, clock: ServiceClock, live: Flags, phone: Flags) -> Floats:
    """Return the counts, shape (1 + queues, intervals, len(QueueCount)), row 0 the centre.

    `live` tells which queues are the centre's, `phone` which of them are telephone lines.
    """
    firsts, later = sums.queues[kernel.FIRST], sums.queues[kernel.LATER]
    both = firsts + later
    counts = np.zeros((1 + len(firsts), grid.intervals, len(QueueCount)))

    def fill(count: QueueCount, centre: Integers, queues: Integers, unit: int = 1) -> None:
        """Set a count to the centre's and the queues' own, of which `unit` make one."""
        counts[0, :, count] = centre[live].sum(axis=0) / unit
        counts[1:, :, count] = queues / unit

    for count, column in _NUMBERS.items():
        fill(count, firsts[..., column], both[..., column])
    causes = slice(kernel.CAUSES, kernel.CAUSES + len(Cause))
    fill(QueueCount.OFFERED, firsts[..., causes].sum(axis=2), both[..., causes].sum(axis=2))
    replied, all_replied = (_replied_ms(legs, clock) for legs in (firsts, both))
    fill(QueueCount.WAIT_ANSWERED_S, replied, all_replied, MS_PER_S)
    fill(QueueCount.WAIT_S, firsts[..., kernel.WAIT], both[..., kernel.WAIT], MS_PER_S)
    for part, count in enumerate(_HANDLING):
        own, later = kernel.HANDLING + part, kernel.LATER_HANDLING + part
        fill(count, firsts[..., own] + firsts[..., later], both[..., own], MS_PER_S)
    # Nobody holds the line while work waits.
    waited = firsts[..., kernel.WAIT] * live[:, None] + firsts[..., kernel.LATER_WAIT]
    fill(QueueCount.CONTACT_WAIT_S, waited, waited, MS_PER_S)
    for count, own, later in (
        (QueueCount.SETTLED, kernel.SETTLED, kernel.LATER_SETTLED),
        (QueueCount.UNRESOLVED, kernel.UNRESOLVED, kernel.LATER_UNRESOLVED),
    ):
        attempts = firsts[..., own] + firsts[..., later]
        fill(count, attempts, attempts)
    later_legs = firsts[..., kernel.LATER_LEGS]
    fill(QueueCount.CONTACT_TRANSFERS, later_legs, later_legs)
    waiting, line = both[..., kernel.WAITING_AREA], _on_the_telephone(sums, phone)
    if len(sums.queues) > kernel.LISTED:
        waiting = waiting + sums.queues[kernel.LISTED][..., kernel.WAITING_AREA]
    fill(QueueCount.QUEUE_LENGTH_S, waiting, waiting, MS_PER_S)
    fill(QueueCount.LINE_S, line, line, MS_PER_S)
    counts[0, :, QueueCount.LINE_S] = line.sum(axis=0) / MS_PER_S  # whoever calls
    counts[:, :, QueueCount.SPAN_S] = grid.interval_ms / MS_PER_S
    return counts


def queue_peaks(sums: Sums, live: Flags) -> Floats:
    """Return the maxima, shape (1 + queues, intervals, len(QueuePeak)), row 0 the centre."""
    return np.stack([_longest_wait_s(sums, live), sums.longest_queues.astype(np.float64)], axis=2)


def _replied_ms(legs: Integers, clock: ServiceClock) -> Integers:
    """Return how long the answered waited for their first reply, shape (queues, intervals)."""
    reply_ms = clock.first_reply_ms[:, None]
    replied: Integers = legs[..., kernel.WAIT_ANSWERED] + reply_ms * legs[..., kernel.ANSWERED]
    return replied


def _on_the_telephone(sums: Sums, phone: Flags) -> Integers:
    """Return how long lines were taken, shape (queues, intervals), in milliseconds.

    Callers take one while they wait, talk or are in self-service, agents while they call somebody.
    """
    areas = sums.queues[..., kernel.WAITING_AREA], sums.queues[..., kernel.TALKING_AREA]
    waiting, talking = areas
    taken: Integers = waiting[kernel.FIRST] + talking[kernel.FIRST]
    if len(waiting) > kernel.LISTED:
        taken += waiting[kernel.SELF_SERVICE]
        taken[~phone] = 0
        taken += talking[kernel.CALL_BACK] + talking[kernel.LISTED]
    return taken


def _longest_wait_s(sums: Sums, live: Flags) -> Floats:
    """Return the longest waits, shape (1 + queues, intervals), NaN where nobody came."""
    offered = sums.queues[: kernel.LATER + 1]
    causes = slice(kernel.CAUSES, kernel.CAUSES + len(Cause))
    came = offered[..., causes].sum(axis=3) > 0
    longest_ms = np.where(came, offered[..., kernel.LONGEST_WAIT], -1)
    # A contact waits in the queue that it first called; what comes later is not its own wait.
    centre = longest_ms[0][live].max(axis=0, initial=-1)
    rows = np.concatenate([centre[None], longest_ms.max(axis=0)])
    return np.where(rows < 0, np.nan, rows / MS_PER_S)
