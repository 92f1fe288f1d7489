"""Dropping: whose contacts may be cut off, which is known before the run begins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.codes import Kind
from sim.floor import Floor
from sim.plan import Drop


def may_be_dropped(floor: Floor, drops: Sequence[Drop]) -> tuple[int, ...]:
    """Return the live queues some of whose contacts may be cut off.

    What comes of those contacts is settled at the end of their talk.
    """
    found = np.zeros(len(floor.queue_names), np.bool_)
    for drop in drops:
        if drop.share > 0:
            served = floor.skills["serves"][drop.group] > 0 if drop.group >= 0 else True
            meant = np.arange(len(found)) == drop.queue if drop.queue >= 0 else True
            found |= np.logical_and(served, meant)
    found &= floor.queues["kind"] != Kind.WORK
    return tuple(np.flatnonzero(found).tolist())
