"""The counts of each queue, and of the centre by the first legs of its contacts."""

from __future__ import annotations

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Cause, Outcome
from sim.kpis import kernel
from sim.kpis.counts import QueueCount
from sim.kpis.grid import Floats, Grid, Integers
from sim.kpis.sums import Sums

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


def queue_counts(sums: Sums, grid: Grid) -> Floats:
    """Return the counts, shape (1 + queues, intervals, len(QueueCount)), row 0 the centre."""
    firsts, transfers = sums.queues
    both = firsts + transfers
    counts = np.zeros((1 + len(firsts), grid.intervals, len(QueueCount)))

    def fill(count: QueueCount, centre: Integers, queues: Integers, unit: int = 1) -> None:
        """Set a count to the centre's and the queues' own, of which `unit` make one."""
        counts[0, :, count], counts[1:, :, count] = centre.sum(axis=0) / unit, queues / unit

    for count, column in _NUMBERS.items():
        fill(count, firsts[..., column], both[..., column])
    causes = slice(kernel.CAUSES, kernel.CAUSES + len(Cause))
    fill(QueueCount.OFFERED, firsts[..., causes].sum(axis=2), both[..., causes].sum(axis=2))
    for count, column in (
        (QueueCount.WAIT_ANSWERED_S, kernel.WAIT_ANSWERED),
        (QueueCount.WAIT_S, kernel.WAIT),
    ):
        fill(count, firsts[..., column], both[..., column], MS_PER_S)
    for part, count in enumerate(_HANDLING):
        own, later = kernel.HANDLING + part, kernel.LATER_HANDLING + part
        fill(count, firsts[..., own] + firsts[..., later], both[..., own], MS_PER_S)
    for count, own, later, unit in (
        (QueueCount.CONTACT_WAIT_S, kernel.WAIT, kernel.LATER_WAIT, MS_PER_S),
        (QueueCount.SETTLED, kernel.SETTLED, kernel.LATER_SETTLED, 1),
        (QueueCount.UNRESOLVED, kernel.UNRESOLVED, kernel.LATER_UNRESOLVED, 1),
    ):
        attempts = firsts[..., own] + firsts[..., later]
        fill(count, attempts, attempts, unit)
    later_legs = firsts[..., kernel.LATER_LEGS]
    fill(QueueCount.CONTACT_TRANSFERS, later_legs, later_legs)
    waiting = both[..., kernel.WAITING_AREA]
    line = waiting + both[..., kernel.TALKING_AREA]
    fill(QueueCount.QUEUE_LENGTH_S, waiting, waiting, MS_PER_S)
    fill(QueueCount.LINE_S, line, line, MS_PER_S)
    counts[:, :, QueueCount.SPAN_S] = grid.interval_ms / MS_PER_S
    return counts


def queue_peaks(sums: Sums) -> Floats:
    """Return the maxima, shape (1 + queues, intervals, len(QueuePeak)), row 0 the centre."""
    return np.stack([_longest_wait_s(sums), sums.longest_queues.astype(np.float64)], axis=2)


def _longest_wait_s(sums: Sums) -> Floats:
    """Return the longest waits, shape (1 + queues, intervals), NaN where nobody came."""
    causes = slice(kernel.CAUSES, kernel.CAUSES + len(Cause))
    came = sums.queues[..., causes].sum(axis=3) > 0
    longest_ms = np.where(came, sums.queues[..., kernel.LONGEST_WAIT], -1)
    # A contact waits in the queue that it first called; what comes later is not its own wait.
    centre = longest_ms[0].max(axis=0, initial=-1)
    rows = np.concatenate([centre[None], longest_ms.max(axis=0)])
    return np.where(rows < 0, np.nan, rows / MS_PER_S)
