"""The tables that kernels work on: what they hold, and how they are made of a floor.

Two-dimensional tables are laid out row by row; `sim.engines.compiled.state` finds the places.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import MILLI, NEVER
from sim.demand.contacts import Pools
from sim.floor import Floor

Table = NDArray[Any]

#: What happens next, as one integer: see `sim.engines.compiled.events`.
EVENT: Final = np.dtype([("key", np.int64)])

#: What is needed of a leg beside what it leaves behind.
NOTE: Final = np.dtype(
    [
        ("behind", np.int64),  # the leg that queued after it, -1 for none
        ("wrap_up_ms", np.int64),  # of the agent who is passing it on, NOT_HOLDING for nobody
    ]
)
NOT_HOLDING: Final = -1

#: A queue.
LINE: Final = np.dtype(
    [
        ("is_open", np.int64),
        ("handling_milli", np.int64),
        ("capacity", np.int64),
        ("repeat_below", np.int64),
        ("n_waiting", np.int64),
        ("head", np.int64),  # of those who wait, and of some who have gone; -1 for none
        ("tail", np.int64),
    ]
)

#: Share of the contacts of a queue that redial after an outcome; one row for each of both.
REDIAL: Final = np.dtype([("below", np.int64)])

#: A group.
TEAM: Final = np.dtype(
    [
        ("on_duty", np.int64),
        ("leaving", np.int64),
        ("agents_seen", np.int64),
        ("n_idle", np.int64),
        ("longest_idle", np.int64),  # place in the group's ring
    ]
)

#: An agent who idles; a group has a ring of them.
IDLER: Final = np.dtype([("since_ms", np.int64), ("agent", np.int64)])

#: A way from a queue to a group, in the order of asking; -1 as `group` comes after the last.
ROUTE: Final = np.dtype([("group", np.int64), ("rank", np.int64), ("delay_ms", np.int64)])

#: A way from a group to a queue, in the order of asking; -1 as `queue` comes after the last.
PICK: Final = np.dtype(
    [
        ("queue", np.int64),
        ("rank", np.int64),
        ("priority", np.int64),
        ("delay_ms", np.int64),
        ("weight_milli", np.int64),
        ("head_start_ms", np.int64),
    ]
)

#: A wait after which one more group may answer; they rise, and NEVER comes after the last.
TIMER: Final = np.dtype([("delay_ms", np.int64)])

#: A draw for later legs.
DRAW: Final = np.dtype([("ms", np.int64)])
POOLS: Final = ("talk_ms", "wrap_up_ms", "patience_ms", "redial_delay_ms", "repeat_delay_ms")
TALKS, WRAP_UPS, PATIENCES, REDIAL_DELAYS, REPEAT_DELAYS = range(len(POOLS))


def lines(floor: Floor) -> Table:
    """Return the queues, open and empty, shape (queues,)."""
    table = np.zeros(len(floor.queue_names), LINE)
    table["is_open"] = 1
    table["handling_milli"] = MILLI
    table["capacity"] = floor.queues["capacity"]
    table["repeat_below"] = floor.queues["repeat_below"]
    table["head"] = table["tail"] = -1
    return table


def redials(floor: Floor) -> Table:
    """Return the shares of redials, shape (queues, outcomes)."""
    return np.ascontiguousarray(floor.queues["redial_below"]).view(REDIAL)


def routes(floor: Floor) -> Table:
    """Return the groups that each queue's contacts ask, shape (queues, groups + 1)."""
    table = np.full((len(floor.queue_names), len(floor.group_names) + 1), -1, ROUTE)
    for queue, groups in enumerate(floor.groups_of):
        for place, group in enumerate(groups):
            skill = floor.skills[group, queue]
            table[queue, place] = (group, skill["rank"], skill["delay_ms"])
    return table


def picks(floor: Floor) -> Table:
    """Return the queues that each group's agents ask, shape (groups, queues + 1)."""
    table = np.full((len(floor.group_names), len(floor.queue_names) + 1), -1, PICK)
    for group, queues in enumerate(floor.queues_of):
        for place, queue in enumerate(queues):
            skill, row = floor.skills[group, queue], floor.queues[queue]
            table[group, place] = (
                queue,
                skill["pick_rank"],
                row["priority"],
                skill["delay_ms"],
                row["weight_milli"],
                row["head_start_ms"],
            )
    return table


def timers(floor: Floor) -> Table:
    """Return the delays of each queue's groups, shape (queues, the most delays + 1)."""
    delays = [
        sorted({int(floor.skills[group, queue]["delay_ms"]) for group in groups} - {0})
        for queue, groups in enumerate(floor.groups_of)
    ]
    table = np.full((len(delays), max(map(len, delays), default=0) + 1), NEVER, np.int64)
    for queue, rising in enumerate(delays):
        table[queue, : len(rising)] = rising
    return table.view(TIMER)


def draws(pools: Pools) -> Table:
    """Return the pools, shape (len(POOLS), queues, POOL_SIZE)."""
    return np.stack([getattr(pools, name) for name in POOLS]).view(DRAW)
