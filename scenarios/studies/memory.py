"""What a run needs of the machine, before it begins: better refused at once than killed at noon."""

from __future__ import annotations

import os
from typing import Final

import numpy as np

from scenarios.faults import BadInput, Fault
from scenarios.legs import Calls, legs, own_legs
from sim.centre import Centre
from sim.engines.choice import Engine
from sim.floor import SURE, Floor
from sim.kpis.counts import ChannelCount, GroupCount, QueueCount, QueuePeak
from sim.kpis.features import features_of
from sim.workers import processors

#: What an engine, its legs and their counting take for one first attempt, and as much for each leg
#: that it becomes besides (`scenarios.legs`). A leg is 128 bytes and a
#: contact 48; the rest is draws, events and counting, and for the reference Python's numbers. The
#: full bank day, its promotion and its site loss take 340 to 490 bytes in each thread (386 MB for
#: 188,369, of which 296 before the run), and 1,260 by the reference; more redials take more.
BYTES_PER_CONTACT: Final = {Engine.COMPILED: 700, Engine.REFERENCE: 1_500}

#: The most first attempts that one study may simulate: a month of a huge centre, 150 times.
MOST_CONTACTS: Final = 1_000_000_000

#: The share of the machine's memory that a run may plan with.
_USABLE: Final = 0.8


def refuse_too_large(
    centre: Centre,
    replications: int,
    jobs: int | None,
    source: str,
    engine: Engine = Engine.AUTO,
    *,
    beside_bytes: float = 0.0,
) -> None:
    """Raise BadInput where a run would not fit this machine's memory, or would never end.

    `beside_bytes` are kept of each replication beside its tally.
    """
    contacts = _contacts(centre)
    if contacts * replications > MOST_CONTACTS:
        value = f"{contacts:,.0f} contacts x {replications} replications"
        words = f"a run of at most {MOST_CONTACTS:,} contacts"
        raise BadInput([Fault(source, 0, "queues", value, words)])
    needed = needed_bytes(centre, replications, jobs, engine) + replications * beside_bytes
    usable = memory_bytes() * _USABLE
    if needed > usable:
        value = f"{contacts:,.0f} contacts x {replications} replications, {_gb(needed)} of memory"
        words = f"a run that fits {_gb(usable)}: fewer days, less volume, or fewer --jobs"
        raise BadInput([Fault(source, 0, "queues", value, words)])


def needed_bytes(
    centre: Centre, replications: int, jobs: int | None, engine: Engine = Engine.AUTO
) -> float:
    """Return about how much memory a run takes: contacts under way, and tallies kept."""
    plan, floor = centre.plan, centre.floor
    intervals = (plan.horizon_ms - plan.warm_up_ms) // plan.interval_ms
    counts = len(QueueCount) + (len(ChannelCount) if features_of(floor, plan) else 0)
    queue_cells = (1 + len(floor.queue_names)) * (counts + len(QueuePeak))
    group_cells = (1 + len(floor.group_names)) * len(GroupCount)
    tally_bytes = 8 * intervals * (queue_cells + group_cells)
    at_a_time = min(jobs or processors(), replications)
    contact_bytes = BYTES_PER_CONTACT[engine.meant]
    return at_a_time * _contacts(centre) * contact_bytes + 2 * replications * tally_bytes


def memory_bytes() -> float:
    """Return the machine's memory; without bound where the system does not tell."""
    try:
        return float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return float("inf")


def _contacts(centre: Centre) -> float:
    """Return the legs of one replication's first attempts, at disruptions' greatest factor."""
    each = _legs(centre.floor)
    return sum(
        (
            float(queue.volumes.sum()) * max(1.0, float(queue.surge.values.max()))
            + sum(number for _, number in queue.lists)
        )
        * each[number]
        for number, queue in enumerate(centre.demand.queues)
    )


def _legs(floor: Floor) -> dict[int, float]:
    """Return the legs of a contact by queue number."""
    numbers = range(len(floor.queues))
    own = {number: _own_legs(floor.queues[number]) for number in numbers}
    return legs(own, {number: _onward(floor, number) for number in numbers})


def _own_legs(queue: np.void) -> float:
    calls = Calls(float(queue["reached_below"]) / SURE, int(queue["calls"]))
    is_dialled = bool(queue["dialled"])
    accepted = float(queue["accepts_below"]) / SURE
    return own_legs(calls if is_dialled else None, bool(queue["has_self_service"]), accepted, calls)


def _onward(floor: Floor, number: int) -> dict[int, float]:
    """Return the shares of a queue's contacts that open work, or are escalated, by queue."""
    queue, shares = floor.queues[number], dict[int, float]()
    ways = [(int(queue["ticket_to"]), int(queue["ticket_below"]))]
    before = 0
    for grade in floor.grades[number][: int(queue["grades"])]:
        ways.append((int(grade["escalate_to"]), int(grade["below"]) - before))
        before = int(grade["below"])
    for to, below in ways:
        if to >= 0:
            shares[to] = shares.get(to, 0) + below / SURE
    return shares


def _gb(size: float) -> str:
    return f"{size / 1e9:.1f} GB"
