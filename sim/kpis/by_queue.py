"""Counting the legs of each queue, and the contacts of the centre by their first legs."""

from __future__ import annotations

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Cause, Outcome
from sim.kpis.columns import Columns
from sim.kpis.counts import QueueCount, QueuePeak, ServiceClock
from sim.kpis.grid import Flags, Floats, Grid, Integers


def queue_counts(legs: Columns, grid: Grid, n_queues: int, clock: ServiceClock) -> Floats:
    """Return the counts, shape (1 + queues, intervals, len(QueueCount)), row 0 the centre."""
    return _QueueCounter(legs, grid, n_queues).counts(clock)


class _QueueCounter:
    """Sums over legs by queue and interval, with row 0 for the centre."""

    def __init__(self, legs: Columns, grid: Grid, n_queues: int) -> None:
        self._legs, self._grid, self._n_queues = legs, grid, n_queues
        counted = (legs.queued_ms >= grid.start_ms) & (legs.queued_ms < grid.end_ms)
        self._counted = np.flatnonzero(counted)
        # Transfers have cells of their own, so that one pass serves the queue and the centre.
        self._cells = (
            legs.is_transfer * n_queues + legs.queue
        ) * grid.intervals + grid.interval_of(legs.queued_ms)

    def counts(self, clock: ServiceClock) -> Floats:
        """Return all counts, shape (1 + queues, intervals, len(QueueCount))."""
        n_rows = 1 + self._n_queues
        counts = np.zeros((n_rows, self._grid.intervals, len(QueueCount)))
        for part in (
            self._origins(),
            self._endings(),
            self._in_time(clock),
            self._times(),
            self._handling(),
            self._attempts(),
            self._areas(),
        ):
            for count, values in part.items():
                counts[:, :, count] = values
        return counts

    def _sum(self, legs: Integers, weights: Integers | None = None) -> Floats:
        """Return the number of `legs`, or the sum of their `weights`, by row and interval."""
        shape = (2, self._n_queues, self._grid.intervals)
        sums = np.bincount(
            self._cells[legs], weights, minlength=shape[0] * shape[1] * shape[2]
        ).reshape(shape)
        return np.concatenate([sums[0].sum(axis=0)[None], sums.sum(axis=0)]).astype(np.float64)

    def _by_code(self, codes: Integers, n_codes: int) -> Floats:
        """Return the number of counted legs by code, row and interval."""
        shape = (n_codes, 2, self._n_queues, self._grid.intervals)
        size = shape[1] * shape[2] * shape[3]
        cells = codes[self._counted] * size + self._cells[self._counted]
        sums = np.bincount(cells, minlength=n_codes * size).reshape(shape)
        rows = [sums[:, 0].sum(axis=1)[:, None], sums.sum(axis=1)]
        return np.concatenate(rows, axis=1).astype(np.float64)

    def _origins(self) -> dict[QueueCount, Floats]:
        causes = self._by_code(self._legs.cause, len(Cause))
        return {
            QueueCount.OFFERED: causes.sum(axis=0),
            QueueCount.FIRST: causes[Cause.FIRST],
            QueueCount.REDIALS: causes[Cause.REDIAL],
            QueueCount.REPEATS: causes[Cause.REPEAT],
            QueueCount.TRANSFERRED_IN: causes[Cause.TRANSFER],
        }

    def _endings(self) -> dict[QueueCount, Floats]:
        outcomes = self._by_code(self._legs.outcome, len(Outcome))
        return {
            QueueCount.ANSWERED: self._sum(self._of(self._legs.answered)),
            QueueCount.ABANDONED: outcomes[Outcome.ABANDONED],
            QueueCount.BLOCKED: outcomes[Outcome.BLOCKED],
            QueueCount.CLOSED: outcomes[Outcome.CLOSED],
            QueueCount.CLEARED: outcomes[Outcome.CLEARED],
            QueueCount.DROPPED: outcomes[Outcome.DROPPED],
            QueueCount.STILL_WAITING: outcomes[Outcome.WAITING],
            QueueCount.TRANSFERRED_OUT: outcomes[Outcome.TRANSFERRED],
        }

    def _of(self, chosen: Flags) -> Integers:
        """Return the counted legs among the chosen."""
        return self._counted[chosen[self._counted]]

    def _in_time(self, clock: ServiceClock) -> dict[QueueCount, Floats]:
        legs, waited = self._legs, self._legs.waited_ms
        within = waited <= np.array(clock.within_ms, np.int64)[legs.queue]
        abandoned = self._of(legs.outcome == Outcome.ABANDONED)
        short = np.array(clock.short_ms, np.int64)[legs.queue[abandoned]]
        return {
            QueueCount.ANSWERED_WITHIN: self._sum(self._of(legs.answered & within)),
            QueueCount.ABANDONED_WITHIN: self._sum(abandoned[within[abandoned]]),
            QueueCount.ABANDONED_SHORT: self._sum(abandoned[waited[abandoned] <= short]),
        }

    def _times(self) -> dict[QueueCount, Floats]:
        waited, answered = self._legs.waited_ms, self._of(self._legs.answered)
        return {
            QueueCount.WAIT_ANSWERED_S: self._sum(answered, waited[answered]) / MS_PER_S,
            QueueCount.WAIT_S: self._sum(self._counted, waited[self._counted]) / MS_PER_S,
        }

    def _handling(self) -> dict[QueueCount, Floats]:
        legs = self._legs
        return {
            QueueCount.TALK_S: self._handled_s(legs.left_ms - legs.answered_ms),
            QueueCount.HOLD_S: self._handled_s(legs.hold_end_ms - legs.left_ms),
            QueueCount.HANDOVER_S: self._handled_s(legs.handover_end_ms - legs.hold_end_ms),
            QueueCount.WRAP_UP_S: self._handled_s(legs.freed_ms - legs.handover_end_ms),
        }

    def _handled_s(self, times_ms: Integers) -> Floats:
        """Return times of answered legs: by queue each leg's own, for the centre by attempt."""
        legs = self._legs
        answered = legs.answered & (times_ms > 0)
        own = self._of(answered)
        sums = self._sum(own, times_ms[own])
        sums[0] = self._by_root(np.flatnonzero(answered), times_ms)[0]
        return sums / MS_PER_S

    def _by_root(self, legs: Integers, weights: Integers | None = None) -> Floats:
        """Return the number of `legs` or the sum of their weights, where the attempts began."""
        roots = self._legs.root[legs]
        counted = self._legs.queued_ms[roots] >= self._grid.start_ms
        return self._sum(roots[counted], None if weights is None else weights[legs[counted]])

    def _attempts(self) -> dict[QueueCount, Floats]:
        legs = self._legs
        settled = np.flatnonzero(legs.is_final & (legs.attempt == 1))
        return {
            QueueCount.CONTACT_WAIT_S: self._by_root(np.arange(len(legs.root)), legs.waited_ms)
            / MS_PER_S,
            QueueCount.CONTACT_TRANSFERS: self._by_root(np.flatnonzero(legs.is_transfer)),
            QueueCount.SETTLED: self._by_root(settled),
            QueueCount.UNRESOLVED: self._by_root(settled[legs.comes_back[settled] == 1]),
        }

    def _areas(self) -> dict[QueueCount, Floats]:
        grid, legs = self._grid, self._legs
        waiting = grid.area_ms(legs.queue, legs.queued_ms, legs.ended_waiting_ms, self._n_queues)
        answered = np.flatnonzero(legs.answered)
        talking = grid.area_ms(
            legs.queue[answered],
            legs.answered_ms[answered],
            legs.left_ms[answered],
            self._n_queues,
        )
        return {
            QueueCount.QUEUE_LENGTH_S: _with_total(waiting) / MS_PER_S,
            QueueCount.LINE_S: _with_total(waiting + talking) / MS_PER_S,
            QueueCount.SPAN_S: np.full(
                (1 + self._n_queues, grid.intervals), grid.interval_ms / MS_PER_S
            ),
        }


def _with_total(rows: Floats) -> Floats:
    """Return `rows` with their sum put in front."""
    return np.concatenate([rows.sum(axis=0)[None], rows])


def queue_peaks(legs: Columns, grid: Grid, n_queues: int) -> Floats:
    """Return the maxima, shape (1 + queues, intervals, len(QueuePeak)), row 0 the centre."""
    peaks = np.empty((1 + n_queues, grid.intervals, len(QueuePeak)))
    peaks[:, :, QueuePeak.LONGEST_WAIT_S] = _longest_wait_s(legs, grid, n_queues)
    waits = np.flatnonzero(legs.waited_ms > 0)
    queues = legs.queue[waits]
    queued_ms, ended_ms = legs.queued_ms[waits], legs.ended_waiting_ms[waits]
    peaks[0, :, QueuePeak.LONGEST_QUEUE] = _longest_queue(queued_ms, ended_ms, grid)
    for queue in range(n_queues):
        own = queues == queue
        longest = _longest_queue(queued_ms[own], ended_ms[own], grid)
        peaks[1 + queue, :, QueuePeak.LONGEST_QUEUE] = longest
    return peaks


def _longest_wait_s(legs: Columns, grid: Grid, n_queues: int) -> Floats:
    """Return the longest waits, shape (1 + queues, intervals), NaN where nobody came."""
    counted = np.flatnonzero(legs.queued_ms >= grid.start_ms)
    # As for the sums: transfers have cells of their own, which the centre leaves out.
    cells = (legs.is_transfer[counted] * n_queues + legs.queue[counted]) * grid.intervals
    longest_ms = np.full((2, n_queues, grid.intervals), -1, np.int64)
    np.maximum.at(
        longest_ms.reshape(-1),
        cells + grid.interval_of(legs.queued_ms[counted]),
        legs.waited_ms[counted],
    )
    rows = np.concatenate([longest_ms[0].max(axis=0)[None], longest_ms.max(axis=0)])
    return np.where(rows < 0, np.nan, rows / MS_PER_S)


def _longest_queue(queued_ms: Integers, ended_ms: Integers, grid: Grid) -> Floats:
    """Return the most that waited at once, by interval; all given legs waited a while.

    What comes and goes within one instant was never a queue: the number waiting at an instant is
    that after all that happens in it. It can only be a maximum when somebody has just queued, or
    when the interval begins.
    """
    queued, ended = np.sort(queued_ms), np.sort(ended_ms)
    # Of several who queue at one instant the last finds the right number, the others fewer.
    waiting = np.arange(1, len(queued) + 1) - np.searchsorted(ended, queued, side="right")
    first = np.searchsorted(queued, grid.start_ms)
    most = np.searchsorted(queued, grid.starts_ms, side="right") - np.searchsorted(
        ended, grid.starts_ms, side="right"
    )
    np.maximum.at(most, grid.interval_of(queued[first:]), waiting[first:])
    return most.astype(np.float64)
