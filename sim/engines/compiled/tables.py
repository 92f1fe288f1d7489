"""The tables that kernels work on: what they hold, and how they are made of a floor.

Two-dimensional tables are laid out row by row; `sim.engines.compiled.state` finds the places.
"""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from sim.clock import MILLI, NEVER
from sim.codes import Kind
from sim.demand.contacts import Pools
from sim.floor import Floor

Table = NDArray[Any]
Flags = NDArray[np.bool_]

#: What happens next, as one integer: see `sim.engines.compiled.events`.
EVENT: Final = np.dtype([("key", np.int64)])

#: What is needed of a leg beside what it leaves behind.
NOTE: Final = np.dtype(
    [
        ("behind", np.int64),  # of those who wait, and of a group's begun work; -1 for none
        ("wrap_up_ms", np.int64),  # of the agent who is passing it on, NOT_HOLDING for nobody
        ("rest_ms", np.int64),  # of talk, of what was put aside
    ]
)
NOT_HOLDING: Final = -1

#: A queue. One is plain where its contacts are answered, wait and are lost as calls are, and all
#: groups that serve it are plain.
LINE: Final = np.dtype(
    [
        # What every contact of a plain queue asks for fills a line of a processor's cache.
        ("is_open", np.int64),
        ("n_waiting", np.int64),
        ("head", np.int64),  # of those who wait, and of some who have gone; -1 for none
        ("tail", np.int64),
        ("plain", np.int64),
        ("handling_milli", np.int64),
        ("within_ms", np.int64),  # waits that end by then are counted; NOT_WATCHED for no count
        ("next_drop_ms", np.int64),  # contacts whose talk lasts longer are settled at its end
        ("capacity", np.int64),
        ("repeat_below", np.int64),
        ("entered", np.int64),  # contacts for people, while it was open
        ("ended", np.int64),
        ("in_time", np.int64),
        ("abandoned", np.int64),
        ("is_down", np.int64),
        ("contained_below", np.int64),  # by self-service; 0 where there is none
        ("n_called_back", np.int64),  # of those who wait, legs that the centre calls
        ("diverted_most", np.int64),  # by an announcement, the most that it is at any time
        ("accepts_most", np.int64),  # an offered call-back, the most that it is at any time
    ]
)
NOT_WATCHED: Final = -1

#: One more chain of those who wait in a queue: call-backs, or a grade of deferrable work. The
#: queue's own chain is of those who called, or of work that has been begun.
LANE: Final = np.dtype([("head", np.int64), ("tail", np.int64)])

#: Share of the contacts of a queue that redial after an outcome; one row for each of both.
REDIAL: Final = np.dtype([("below", np.int64)])

#: A group. One is plain where its agents have one contact at once, are alike, are never tired, and
#: serve plain queues alone.
TEAM: Final = np.dtype(
    [
        ("on_duty", np.int64),
        ("leaving", np.int64),
        ("agents_seen", np.int64),
        ("n_idle", np.int64),  # who have no contact
        ("longest_idle", np.int64),  # place in the group's ring
        ("plain", np.int64),
        ("concurrency", np.int64),
        ("mixes", np.int64),
        ("staged", np.int64),
        ("pace_milli", np.int64),
        ("going_home", np.int64),  # as soon as their contacts are done
        ("begun", np.int64),  # the interruptible leg answered last, and some that are over; -1
    ]
)

#: An agent who idles; a group whose agents have one contact at once has a ring of them.
IDLER: Final = np.dtype([("since_ms", np.int64), ("agent", np.int64)])

#: An agent of a group whose agents have several contacts at once.
AGENT: Final = np.dtype(
    [
        ("chats", np.int64),
        ("exclusive", np.int64),  # a call or a piece of deferrable work, or none
        ("goes_home", np.int64),
        ("stands", np.int64),  # in a list of those who may take something
        ("since_ms", np.int64),
        ("before", np.int64),  # in the list; -1 for nobody
        ("behind", np.int64),
    ]
)

#: Agents with as many chats and exclusive contacts, in order of coming to that: see `list_number`.
STAND: Final = np.dtype([("first", np.int64), ("last", np.int64)])

#: How much longer an agent takes who has so many contacts at once.
PARALLEL: Final = np.dtype([("milli", np.int64)])

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
POOLS: Final = (
    "talk_ms",
    "wrap_up_ms",
    "patience_ms",
    "redial_delay_ms",
    "repeat_delay_ms",
    "self_service_ms",
)
TALKS, WRAP_UPS, PATIENCES, REDIAL_DELAYS, REPEAT_DELAYS, SELF_SERVICES = cast(
    list[int],
    list(np.arange(len(POOLS))),  # numbers of numpy's: see `plain_codes`
)


def lines(floor: Floor) -> Table:
    """Return the queues, open and empty, shape (queues,)."""
    table = np.zeros(len(floor.queue_names), LINE)
    table["is_open"] = 1
    table["handling_milli"] = MILLI
    table["capacity"] = floor.queues["capacity"]
    table["repeat_below"] = floor.queues["repeat_below"]
    table["head"] = table["tail"] = -1
    table["plain"] = plain(floor)[0]
    table["within_ms"] = NOT_WATCHED
    table["next_drop_ms"] = NEVER
    table["diverted_most"] = floor.queues["diverted_below"]
    table["accepts_most"] = floor.queues["accepts_below"]
    return table


def lanes(floor: Floor) -> Table:
    """Return the further chains, empty, shape (queues, the most grades)."""
    return np.full(floor.grades.shape, -1, LANE)


def teams(floor: Floor) -> Table:
    """Return the groups, nobody on duty, shape (groups,)."""
    table = np.zeros(len(floor.group_names), TEAM)
    for name in ("concurrency", "mixes", "staged"):
        table[name] = floor.groups[name]
    table["pace_milli"] = MILLI
    table["begun"] = -1
    table["plain"] = plain(floor)[1]
    return table


def stands(floor: Floor) -> Table:
    """Return the lists of agents, empty, shape (groups, 2 x the largest concurrency)."""
    return np.full((len(floor.groups), 2 * floor.parallel_milli.shape[1]), -1, STAND)


def parallel(floor: Floor) -> Table:
    """Return the factors by contacts at once, shape (groups, the largest concurrency)."""
    return np.ascontiguousarray(floor.parallel_milli).view(PARALLEL)


def plain(floor: Floor) -> tuple[Flags, Flags]:
    """Return which queues and which groups are plain."""
    queues = np.array([_is_plain(queue) for queue in floor.queues], np.bool_)
    groups = (floor.groups["concurrency"] == 1) & (floor.groups["staged"] == 0)
    groups &= floor.parallel_milli[:, 0] == MILLI
    return spread(floor, queues, groups)


def spread(floor: Floor, queues: Flags, groups: Flags) -> tuple[Flags, Flags]:
    """Return which of some queues and groups are served, or serve, by plain ones alone."""
    serves = floor.skills["serves"] > 0
    while True:
        n_plain = queues.sum() + groups.sum()
        groups = groups & ~(serves & ~queues).any(axis=1)
        queues = queues & ~(serves & ~groups[:, None]).any(axis=0)
        if queues.sum() + groups.sum() == n_plain:
            return queues, groups


def _is_plain(queue: Any) -> bool:
    """Tell whether a row of QUEUE says nothing that is not of calls."""
    shares = ("has_self_service", "dialled", "silent_below", "ticket_below")
    messages = ("announced_ms", "offered_ms")
    return (
        queue["kind"] != Kind.WORK
        and not any(queue[share] for share in shares)
        and all(queue[message] >= NEVER for message in messages)
    )


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
        sorted({int(floor.skills[group, queue]["delay_ms"]) for group in groups} - {0, NEVER})
        for queue, groups in enumerate(floor.groups_of)
    ]
    table = np.full((len(delays), max(map(len, delays), default=0) + 1), NEVER, np.int64)
    for queue, rising in enumerate(delays):
        table[queue, : len(rising)] = rising
    return table.view(TIMER)


def draws(pools: Pools) -> Table:
    """Return the pools, shape (len(POOLS), queues, POOL_SIZE)."""
    return np.ascontiguousarray(np.stack([getattr(pools, name) for name in POOLS])).view(DRAW)
