"""Making everything ready that a replication runs through: the engine, and the counting."""

from __future__ import annotations

from collections.abc import Callable

from sim.engines.choice import Engine
from sim.engines.choice import prepare as prepare_engine
from sim.kpis.tally import prepare as prepare_counting


def prepare(engine: Engine = Engine.AUTO, on_compile: Callable[[], None] | None = None) -> None:
    """Compile what is not in Numba's cache, once, so that many threads or processes may begin.

    `on_compile` is told before the wait begins, and only where there is one.
    """
    from sim.compilation import told_of_compilation

    with told_of_compilation(on_compile):
        prepare_engine(engine)
        prepare_counting()
