"""Making the kernels ready: read from Numba's cache, or compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.codes import Kind
from sim.compilation import told_of_compilation
from sim.demand.contacts import CONTACT, POOL_SIZE, Contacts, Pools
from sim.engines.compiled.floor import CompiledFloor
from sim.engines.log import LOG
from sim.floor import Floor, Group, Queue, Skill


def prepare(on_compile: Callable[[], None] | None = None) -> None:
    """Call every kernel once; `on_compile` is told before the first that is not in the cache."""
    with told_of_compilation(on_compile):
        floor = CompiledFloor(_FLOOR, _nobody(), _HORIZON_MS)
        floor.set_on_duty(0, 0)
        for is_open in (0, 1):
            floor.set_line(_CALLS, is_open)
            floor.set_line(_WORK, is_open)
        floor.advance(_HORIZON_MS)
        floor.clear(_CALLS)
        floor.drop(_CALLS, 0, 0)
        floor.set_delay(0, _CALLS, 0)
        floor.outcomes(np.zeros(0, LOG))


_HORIZON_MS: Final = 1
_CALLS, _WORK = 0, 1
_FLOOR = Floor.of(
    [Queue("calls", clears_at_close=True), Queue("work", kind=Kind.WORK)],
    [Group("agents", (Skill("calls"), Skill("work")))],
)


def _nobody() -> Contacts:
    pool = np.zeros((2, POOL_SIZE), np.int64)
    pools = Pools(pool, pool, pool, pool, pool, pool)
    return Contacts(np.zeros(0, CONTACT), pools, np.zeros(0, np.bool_))
