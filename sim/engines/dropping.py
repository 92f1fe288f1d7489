"""Dropping: whose contacts will be cut off next, which the plan knows before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.clock import NEVER
from sim.codes import Kind
from sim.floor import Floor
from sim.plan import Drop


def next_drops(floor: Floor, drops: Sequence[Drop]) -> list[int]:
    """Return for each queue when the first of some drops cuts its contacts off; NEVER for none."""
    first_ms = np.full(len(floor.queue_names), NEVER)
    for drop in drops:
        if drop.share > 0:
            hit = floor.queues["kind"] != Kind.WORK
            if drop.group >= 0:
                hit &= floor.skills["serves"][drop.group] > 0
            if drop.queue >= 0:
                hit &= np.arange(len(hit)) == drop.queue
            first_ms[hit] = np.minimum(first_ms[hit], drop.at_ms)
    return [int(at_ms) for at_ms in first_ms]
