"""What a formula says of each row, and the service levels of the trade that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Service:
    """What a formula says of each row; every share is of the calls offered.

    Within and late refer to the time T of the row: `answered_within` + `answered_late` are
    answered, `abandoned_within` + `abandoned_late` abandon. Each of the four is as exact as the
    others, however small. `mean_wait_s` is over all calls, `asa_s` over those answered, and not a
    number where nobody is. `occupancy` is that of the agents.
    """

    share_waiting: Numbers
    share_abandoned: Numbers
    share_answered: Numbers
    answered_within: Numbers
    answered_late: Numbers
    abandoned_within: Numbers
    abandoned_late: Numbers
    mean_wait_s: Numbers
    asa_s: Numbers
    occupancy: Numbers

    @property
    def waited_within(self) -> Numbers:
        """P(wait <= T) of all calls, whether the wait ends in an answer or not."""
        return self.answered_within + self.abandoned_within

    @property
    def waited_longer(self) -> Numbers:
        """P(wait > T), with a relative accuracy of its own."""
        return self.answered_late + self.abandoned_late

    def level(self, definition: str = "SL3", abandoned_short: Numbers | float = 0.0) -> Numbers:
        """Return the service level of that definition, SL1 to SL6 of the KPI page.

        `abandoned_short` is the share that abandons within the short-abandon limit, which SL5 and
        SL6 ask for: `abandoned_within` of the same formula at that time. Not a number where the
        denominator is 0. Raises ValueError for another definition.
        """
        above, below = self._ratio(definition, abandoned_short)
        with np.errstate(divide="ignore", invalid="ignore"):
            level: Numbers = above / below
        return level

    def _ratio(self, definition: str, short: Numbers | float) -> tuple[Numbers, Numbers | float]:
        within = self.answered_within
        ratios: dict[str, tuple[Numbers, Numbers | float]] = {
            "SL1": (self.waited_within, 1.0),
            "SL2": (within, self.share_answered),
            "SL3": (within, 1.0),
            "SL4": (within, self.share_answered + self.abandoned_late),
            "SL5": (within + short, 1.0),
            "SL6": (within, 1.0 - np.asarray(short)),
        }
        if definition not in ratios:
            raise ValueError(f"service level is one of {', '.join(ratios)}; got {definition}")
        return ratios[definition]
