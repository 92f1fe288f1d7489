"""What is promised to callers and agents: the target that a number of agents has to keep."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: The service levels, as `docs/kpis.md` defines them.
SERVICE_LEVELS: Final = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")


@dataclass(frozen=True)
class Goal:
    """All that is given must hold; what is None is not asked for.

    `service_level` is the least share answered within `within_s`, as `counts` defines it: SL1 to
    SL6 of `docs/kpis.md`; abandonments within `short_s` are the short ones of SL5 and SL6. `asa_s`
    is the longest average speed of answer, `abandonment` the largest share of calls lost, `waiting`
    the largest share of calls that wait at all, `occupancy` the largest share of their time that
    agents on the phone are busy.

    Every goal that can be made can be reached by enough agents. Raises ValueError when nothing is
    asked for, when a figure is no number in its range, or when no number of agents would do: a
    service level of 100 %, nobody who waits or abandons, an ASA or an occupancy of zero.
    """

    service_level: float | None = None
    within_s: float = 20.0
    counts: str = "SL3"
    short_s: float = 0.0
    asa_s: float | None = None
    abandonment: float | None = None
    occupancy: float | None = None
    waiting: float | None = None

    def __post_init__(self) -> None:
        faults = [*self._faults_of_service(), *self._faults_of_shares(), *self._faults_of_times()]
        asked = (self.service_level, self.asa_s, self.abandonment, self.occupancy, self.waiting)
        if all(figure is None for figure in asked):
            faults.append("a goal must ask for something")
        if faults:
            raise ValueError("; ".join(faults))

    def _faults_of_service(self) -> Iterator[str]:
        if self.counts not in SERVICE_LEVELS:
            yield f"counts must be one of {', '.join(SERVICE_LEVELS)}, not {self.counts!r}"
        if self.service_level is not None and not 0 <= self.service_level < 1:
            yield (
                f"service_level must be a share from 0 to below 1, not {self.service_level}: "
                "no number of agents answers every call in time"
            )

    def _faults_of_shares(self) -> Iterator[str]:
        for name in ("abandonment", "waiting", "occupancy"):
            share = getattr(self, name)
            if share is not None and not 0 < share <= 1:
                yield (
                    f"{name} must be a share above 0 and up to 1, not {share}: "
                    "no number of agents brings it down to nothing"
                )

    def _faults_of_times(self) -> Iterator[str]:
        if self.asa_s is not None and not self.asa_s > 0:
            yield (
                f"asa_s must be above 0, not {self.asa_s}: "
                "no number of agents answers every call at once"
            )
        if not 0 <= self.within_s < math.inf:
            yield f"within_s must be a time from 0 on, not {self.within_s}"
        if not 0 <= self.short_s <= self.within_s:
            yield f"short_s must be from 0 to within_s ({self.within_s}), not {self.short_s}"
