"""The counts of what a centre has beside telephones: self-service, calls of its own, work.

Numbers by cause and by outcome are the kernel's (`Sums`); what must follow a customer or a piece of
work over several legs is gathered here, from the few legs that are concerned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sim.clock import MS_PER_S
from sim.codes import Cause, Outcome
from sim.engines.legs import Outcomes
from sim.floor import Floor
from sim.kpis.counting import kernel
from sim.kpis.counting.calls import call_counts
from sim.kpis.counting.cells import Cells
from sim.kpis.counting.roles import Roles
from sim.kpis.counting.sums import Sums
from sim.kpis.counting.work import work_counts
from sim.kpis.counts import ChannelCount
from sim.kpis.grid import Floats, Grid, Integers

#: Numbers of offered legs, and where they are found.
_OFFERED: Final = {
    ChannelCount.DIVERTED: kernel.OUTCOMES + Outcome.DIVERTED,
    ChannelCount.CALLED_BACK: kernel.OUTCOMES + Outcome.CALLED_BACK,
    ChannelCount.FELL_SILENT: kernel.OUTCOMES + Outcome.FELL_SILENT,
    ChannelCount.ESCALATED: kernel.OUTCOMES + Outcome.ESCALATED,
    ChannelCount.TICKETS_RECEIVED: kernel.CAUSES + Cause.TICKET,
    ChannelCount.ESCALATIONS_RECEIVED: kernel.CAUSES + Cause.ESCALATION,
}
_SELF_SERVICE: Final = {
    ChannelCount.CONTAINED: kernel.OUTCOMES + Outcome.CONTAINED,
    ChannelCount.LEFT_BOT: kernel.OUTCOMES + Outcome.LEFT_BOT,
    ChannelCount.FAILED_OVER: kernel.OUTCOMES + Outcome.FAILED_OVER,
}
_ATTEMPTS: Final = [kernel.CAUSES + cause for cause in (Cause.FIRST, Cause.REDIAL, Cause.REPEAT)]


def channel_counts(
    outcomes: Outcomes, floor: Floor, grid: Grid, sums: Sums, roles: Roles
) -> Floats:
    """Return the counts, shape (1 + queues, intervals, len(ChannelCount)), row 0 the centre."""
    n_queues = len(floor.queue_names)
    counts = np.zeros((1 + n_queues, grid.intervals, len(ChannelCount)))
    cells = Cells.of(outcomes.legs, n_queues, grid)
    found = {
        **dict(_by_role(sums)),
        **call_counts(outcomes.legs, floor, cells, roles),
        ChannelCount.TICKETS_OPENED: cells.sums(_openers(outcomes, roles)),
        **work_counts(outcomes, floor, grid, cells, roles),
    }
    for count, numbers in found.items():
        counts[1:, :, count] = numbers
    served = counts[1:, :, ChannelCount.CALLS_REACHED] + counts[1:, :, ChannelCount.DONE]
    counts[1:, :, ChannelCount.SERVED_APART] = served
    counts[0] = counts[1:][~roles.defers].sum(axis=0)
    # The centre counts offered contacts by their first legs.
    firsts = sums.queues[kernel.FIRST][~roles.defers].sum(axis=0)
    for count, column in _OFFERED.items():
        counts[0, :, count] = firsts[:, column]
    counts[0, :, ChannelCount.SERVED_APART] = served.sum(axis=0)
    counts[:, :, ChannelCount.INSTANTS] = 1
    return counts


def _by_role(sums: Sums) -> Iterator[tuple[ChannelCount, Integers | Floats]]:
    """Give the numbers of legs by cause and outcome, each of shape (queues, intervals)."""
    firsts, later, self_service = sums.queues[: kernel.SELF_SERVICE + 1]
    for count, column in _OFFERED.items():
        yield count, firsts[..., column] + later[..., column]
    for count, column in _SELF_SERVICE.items():
        yield count, self_service[..., column]
    kept = sum(self_service[..., _SELF_SERVICE[count]] for count in _KEPT)
    yield ChannelCount.ARRIVED, firsts[..., _ATTEMPTS].sum(axis=-1) + kept
    yield ChannelCount.SELF_SERVICE_S, self_service[..., kernel.WAIT] / MS_PER_S


#: Those of self-service who never come to people.
_KEPT: Final = (ChannelCount.CONTAINED, ChannelCount.LEFT_BOT)


def _openers(outcomes: Outcomes, roles: Roles) -> Integers:
    """Return the leg that opened each ticket; of work that was resumed its first."""
    legs = outcomes.legs
    openers: Integers = roles.pieces[legs["parent"][legs["cause"] == Cause.TICKET]]
    return openers
