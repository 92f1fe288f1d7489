"""The same line in Ciw, with reneging; times are milliseconds, as Ciw has no unit of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import ciw

from benchmarks.calls import Calls, Fates


class _OfCall(ciw.dists.Distribution):  # type: ignore[misc]
    """A time that each call brings with it."""

    def __init__(self, times_ms: Sequence[int]) -> None:
        self._times_ms = times_ms

    def sample(self, t: object = None, ind: Any = None) -> float:
        """Return the time of the call that `ind` is; Ciw numbers them from 1."""
        return float(self._times_ms[ind.id_number - 1])


def simulate(calls: Calls, agents: int) -> Fates:
    """Return what becomes of the calls up to their horizon; Ciw tells of those that have left."""
    gaps = [float(later - earlier) for earlier, later in pairwise([0, *calls.arrive_ms])]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps, math.inf])],
        service_distributions=[_OfCall(calls.handle_ms)],
        reneging_time_distributions=[_OfCall(calls.patience_ms)],
        number_of_servers=[agents],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(calls.horizon_ms)
    fates = Fates.unknown(calls)
    for record in simulation.get_all_records():
        if record.record_type == "renege":
            fates.abandoned_ms[record.id_number - 1] = int(record.exit_date)
        else:
            fates.answered_ms[record.id_number - 1] = int(record.service_start_date)
    return fates
