"""What each leg is to its queue, where not all legs are attempts and transfers.

The roles are those of the kernel, a neighbour. Legs are followed back to the one that they belong
to: a transfer to the attempt in which it happened, the rest of what was put aside to the piece of
work, a call to the customer who accepted it or stood on the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.codes import Cause, Kind, Outcome
from sim.floor import Floor
from sim.kpis.counting import kernel
from sim.kpis.grid import Flags, Integers

Legs = NDArray[np.void]

_LATER: Final = (Cause.TRANSFER, Cause.TICKET, Cause.ESCALATION, Cause.REOPENED)
_CALLS: Final = (Cause.CALL_BACK, Cause.RETRY)
_SELF_SERVICE: Final = (Outcome.CONTAINED, Outcome.LEFT_BOT, Outcome.FAILED_OVER)


@dataclass(frozen=True)
class Roles:
    """Of each leg its role, and where the attempt of a transfer began.

    `roots` is -1 for legs that are no transfer, and for transfers of what is no attempt (a ticket,
    a call by the centre). `pieces` is the leg itself but for legs that were resumed, of which it is
    the first. `defers` tells which queues hold deferrable work, `parallel` which groups' agents
    have several contacts at once.
    """

    of_legs: Integers
    roots: Integers
    pieces: Integers
    defers: Flags
    parallel: Flags

    @classmethod
    def of(cls, legs: Legs, floor: Floor) -> Roles:
        """Tell the legs of a run on `floor` apart."""
        cause, outcome = legs["cause"], legs["outcome"]
        dialled = floor.queues["dialled"][legs["queue"]] != 0
        roles = np.zeros(len(legs), np.int64)
        roles[among(cause, _LATER)] = kernel.LATER
        roles[among(outcome, _SELF_SERVICE)] = kernel.SELF_SERVICE
        roles[among(cause, _CALLS)] = kernel.CALL_BACK
        roles[dialled] = kernel.LISTED
        roles[cause == Cause.RESUMED] = kernel.RESUMED
        roots = np.full(len(legs), -1, np.int64)
        transfers = np.flatnonzero(cause == Cause.TRANSFER)
        begun = followed_back(legs, transfers, (Cause.TRANSFER, Cause.RESUMED))
        roots[transfers] = np.where(roles[begun] == kernel.FIRST, begun, -1)
        pieces = np.arange(len(legs))
        resumed = np.flatnonzero(cause == Cause.RESUMED)
        pieces[resumed] = followed_back(legs, resumed, (Cause.RESUMED,))
        return cls(
            roles,
            roots,
            pieces,
            floor.queues["kind"] == Kind.WORK,
            floor.groups["concurrency"] > 1,
        )


def among(values: Integers, codes: Sequence[int]) -> Flags:
    """Return which values are among a few codes; `np.isin` would sort them."""
    found: Flags = np.logical_or.reduce([values == code for code in codes])
    return found


def followed_back(legs: Legs, numbers: Integers, causes: Sequence[Cause]) -> Integers:
    """Return where `numbers` come from: back to the first leg whose cause is none of `causes`."""
    at = numbers.copy()
    while (onward := among(legs["cause"][at], causes)).any():
        at[onward] = legs["parent"][at[onward]]
    return at
