"""The log: what the director did about what happened, and how many people that took."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.steps import Steps


class Entry(IntEnum):
    """What a row of the log says."""

    DETECTED = 0  # a play's figure has passed its level, or its time has come
    BACK = 1  # it is back, or its time is over
    DECLINED = 2  # it has passed its level once more, and the play has begun as often as it may
    BEGUN = 3  # an action takes effect
    ENDED = 4  # it is taken back
    PEOPLE = 5  # an action's people, from now on
    STAFF = 6  # a group's agents on duty, from now on


#: One row an entry, in order of time, then of happening.
LOG: Final = np.dtype(
    [
        ("at_ms", np.int64),
        ("entry", np.int64),
        ("which", np.int64),  # the play; of STAFF the group
        ("action", np.int64),  # its place in the play; -1 where it is the whole play's
        ("value", np.int64),  # of PEOPLE and STAFF; else 0
    ]
)


class Log:
    """A log that is being written."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, int, int, int]] = []

    def add(self, at_ms: int, entry: Entry, which: int, action: int = -1, value: int = 0) -> None:
        """Write a row."""
        self._rows.append((at_ms, int(entry), which, action, value))

    def table(self) -> NDArray[np.void]:
        """Return what has been written, dtype LOG."""
        return np.array(self._rows, LOG)


def on_duty(log: NDArray[np.void], group: int) -> Steps:
    """Return the agents of a group on duty over time, as the director set them."""
    rows = log[(log["entry"] == Entry.STAFF) & (log["which"] == group)]
    if len(rows) == 0 or rows["at_ms"][0] > 0:
        rows = np.concatenate([np.zeros(1, LOG), rows])
    last = np.append(rows["at_ms"][1:] != rows["at_ms"][:-1], True)  # of those of one instant
    return Steps(rows["at_ms"][last].copy(), rows["value"][last].astype(np.float64))
