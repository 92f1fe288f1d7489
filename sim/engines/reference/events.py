"""Events of SimPy that carry a leg."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import simpy

_LEG_BITS: Final = 40


class At(simpy.Event):
    """An event that is sure to happen, at a set time, to one leg."""

    def __init__(
        self,
        env: simpy.Environment,
        happens: Callable[[At], None],
        moment: int,
        leg: int,
        at_ms: int,
    ) -> None:
        self.env = env
        self.callbacks = [happens]
        self._ok = True
        self._value = leg
        self.at_ms = at_ms
        env.schedule(self, (moment << _LEG_BITS) + leg, at_ms - env.now)  # type: ignore[arg-type]
