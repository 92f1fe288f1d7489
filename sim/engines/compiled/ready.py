"""Making the kernels ready: read from Numba's cache, or compiled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.compilation import told_of_compilation
from sim.demand.contacts import CONTACT, POOL_SIZE, Contacts, Pools
from sim.engines.compiled.floor import CompiledFloor
from sim.floor import Floor, Group, Queue, Skill


def prepare(on_compile: Callable[[], None] | None = None) -> None:
    """Call every kernel once; `on_compile` is told before the first that is not in the cache."""
    with told_of_compilation(on_compile):
        floor = CompiledFloor(_FLOOR, _nobody(), horizon_ms=1)
        floor.set_on_duty(0, 0)
        floor.set_line(0, 0)
        floor.outcomes()


_FLOOR = Floor.of([Queue("any", clears_at_close=True)], [Group("any", (Skill("any"),))])


def _nobody() -> Contacts:
    pool = np.zeros((1, POOL_SIZE), np.int64)
    pools = Pools(pool, pool, pool, pool, pool, pool)
    return Contacts(np.zeros(0, CONTACT), pools, np.zeros(0, np.bool_))
