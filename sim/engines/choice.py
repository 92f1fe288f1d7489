"""Which engine simulates: the compiled one unless told otherwise.

Nothing heavy is imported before it is needed: the command line offers the engines' names.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sim.demand.contacts import Contacts
    from sim.engines.legs import Outcomes
    from sim.floor import Floor
    from sim.plan import Plan

Simulate: TypeAlias = "Callable[[Floor, Contacts, Plan], Outcomes]"


class Engine(StrEnum):
    """The engines, which come to the same outcomes, to the last field of the last leg."""

    AUTO = "auto"  # the fastest: the compiled one
    REFERENCE = "reference"  # SimPy, to be read
    COMPILED = "compiled"  # Numba, to be fast

    @property
    def meant(self) -> Engine:
        """The engine that runs: auto stands for the compiled one."""
        return Engine.COMPILED if self is Engine.AUTO else self


def simulator(engine: Engine = Engine.AUTO) -> Simulate:
    """Return the function that simulates; nothing of an engine is imported before."""
    if engine is Engine.REFERENCE:
        from sim.engines.reference import simulate
    else:
        from sim.engines.compiled.floor import simulate
    return simulate


def prepare(engine: Engine = Engine.AUTO, on_compile: Callable[[], None] | None = None) -> None:
    """Make an engine ready to run, so that many threads or processes may begin at once.

    The compiled engine is read from Numba's cache, or compiled where that does not hold it; only
    then `on_compile` is called, before the wait begins.
    """
    if engine is not Engine.REFERENCE:
        from sim.engines.compiled.ready import prepare as prepare_kernels

        prepare_kernels(on_compile)
