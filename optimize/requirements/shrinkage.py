"""Shrinkage: agents on duty who are not on the phone, in three named parts."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Shrinkage:
    """Shares of the paid time of agents: breaks, planned time off the phone, unplanned absence.

    Each is a share of what the others leave, and is applied once. A part that is dealt with
    elsewhere is left at 0: breaks, where shifts are planned with them; absence, where it is
    simulated. Raises ValueError when a part is not a share from 0 to below 1.
    """

    breaks: float = 0.0
    off_phone: float = 0.0
    absence: float = 0.0

    def __post_init__(self) -> None:
        faults = [
            f"{field.name} must be a share from 0 to below 1, not {getattr(self, field.name)}"
            for field in fields(self)
            if not 0 <= getattr(self, field.name) < 1
        ]
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def share(self) -> float:
        """The share of the paid time that is not spent on the phone, all parts together."""
        return 1 - self._left

    @property
    def _left(self) -> float:
        return (1 - self.breaks) * (1 - self.off_phone) * (1 - self.absence)

    def gross(self, net: ArrayLike) -> Numbers:
        """Return the agents to pay for, so that `net` of them are on the phone."""
        return np.asarray(net, np.float64) / self._left

    def net(self, gross: ArrayLike) -> Numbers:
        """Return the agents on the phone, of `gross` who are paid."""
        return np.asarray(gross, np.float64) * self._left

    def steps(self, net: ArrayLike) -> dict[str, Numbers]:
        """Return by part the agents that it adds; with `net` they make up the gross number."""
        added: dict[str, Numbers] = {}
        agents = np.asarray(net, np.float64)
        for field in fields(self):
            grown = agents / (1 - getattr(self, field.name))
            added[field.name], agents = grown - agents, grown
        return added
