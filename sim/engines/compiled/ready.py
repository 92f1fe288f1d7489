"""Making the kernels ready: read from Numba's cache, or compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numba.core import event

from sim.demand.contacts import CONTACT, POOL_SIZE, Contacts, Pools
from sim.engines.compiled.floor import CompiledFloor
from sim.floor import Floor, Group, Queue, Skill


def prepare(on_compile: Callable[[], None] | None = None) -> None:
    """Call every kernel once; `on_compile` is told before the first that is not in the cache."""
    with _told_of_compilation(on_compile):
        floor = CompiledFloor(_FLOOR, _nobody(), horizon_ms=1)
        floor.set_on_duty(0, 0)
        floor.set_line(0, 0)
        floor.outcomes()


_FLOOR = Floor.of([Queue("any", clears_at_close=True)], [Group("any", (Skill("any"),))])


def _nobody() -> Contacts:
    pool = np.zeros((1, POOL_SIZE), np.int64)
    pools = Pools(pool, pool, pool, pool, pool)
    return Contacts(np.zeros(0, CONTACT), pools, np.zeros(0, np.bool_))


@contextmanager
def _told_of_compilation(on_compile: Callable[[], None] | None) -> Iterator[None]:
    """Tell of the first compilation under way; reading the cache is none."""
    if on_compile is None:
        yield
        return
    listener = _Once(on_compile)
    event.register("numba:compile", listener)  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)  # type: ignore[no-untyped-call]


class _Once(event.Listener):
    """Hears of what Numba does, and tells the first time."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell: Callable[[], None] | None = tell

    def on_start(self, event: Any) -> None:
        """Compilation begins."""
        if self._tell is not None:
            tell, self._tell = self._tell, None
            tell()

    def on_end(self, event: Any) -> None:
        """Compilation has ended."""
