"""Patience out of what a table tells of abandonment and waits.

Where callers have an exponential patience of mean p, those who wait give up at a rate of 1/p each:
in the long run

    abandoned = (time that all callers waited) / p,

whatever the arrivals and the agents (Palm, 1957; Mandelbaum and Zeltyn, "Service engineering in
action", 2007). A table that has both waits, of those answered and of those who gave up, so gives p
at once. One that has the waits of the answered alone, or a service level, gives it by Erlang A at
its typical interval: the one patience at which some number of agents has both the abandonment and
the speed of answer, or the service level, that were seen.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.erlang import erlang_a

#: Patiences that are tried, seconds.
SHORTEST_S: Final = 5.0
LONGEST_S: Final = 7200.0
_TRIED: Final = 72
_HALVINGS: Final = 44

Floats = NDArray[np.float64]


def modelled_patience_s(
    calls_per_h: float,
    handle_s: float,
    abandoned: float,
    *,
    asa_s: float | None = None,
    level: float | None = None,
    within_s: float = 20.0,
    counts: str = "SL3",
) -> float | None:
    """Return the mean patience at which Erlang A has both figures that were seen, seconds.

    `abandoned` is the share of the offered calls; the other figure is the speed of answer, or else
    a service level. None where no patience from 5 s to 2 h has both.
    """
    if not 0 < abandoned < 1 or handle_s <= 0 or calls_per_h <= 0:
        return None
    tried_s = np.geomspace(SHORTEST_S, LONGEST_S, _TRIED)
    agents = _agents(calls_per_h, handle_s, tried_s, abandoned)
    service = erlang_a(calls_per_h, handle_s, agents, tried_s, within_s)
    if asa_s is not None:
        return _crossing(tried_s, service.asa_s, asa_s)
    if level is not None:
        return _crossing(tried_s, -service.level(counts), -level)
    return None


def _agents(calls_per_h: float, handle_s: float, patience_s: Floats, abandoned: float) -> Floats:
    """Return how many agents, as real numbers, have that share abandon, for each patience."""
    load = calls_per_h * handle_s / 3600
    low = np.zeros(len(patience_s))
    high = np.full(len(patience_s), load + 10 * np.sqrt(load) + 10)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        lost = erlang_a(calls_per_h, handle_s, middle, patience_s, 0.0).share_abandoned
        low = np.where(lost > abandoned, middle, low)
        high = np.where(lost > abandoned, high, middle)
    return np.asarray((low + high) / 2)


def _crossing(tried_s: Floats, rising: Floats, wanted: float) -> float | None:
    """Return where a rising figure has the value wanted; None where it is beyond both ends."""
    good = np.isfinite(rising)
    if good.sum() < 2 or not rising[good].min() <= wanted <= rising[good].max():
        return None
    order = np.argsort(rising[good])
    logs = np.log(tried_s[good])[order]
    return float(np.exp(np.interp(wanted, rising[good][order], logs)))
