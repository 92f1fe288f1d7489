"""Chat: agents who have several contacts at once, each of which takes the longer for it.

A birth-death chain of the number of chats in hand. With n agents and j = q n + s chats, spread
evenly, s agents have q + 1 chats and the others q, and one who has i chats finishes i / factor(i)
of them per mean handling time. That is exact for a factor that follows the number in hand, if
chats may be moved to keep the spread even. In the simulator the factor is fixed at acceptance, and
who has ended a chat has one fewer until the next comes; `docs/erlang.md` says how far apart the two
are. When all places are taken the rest is a queue with patience, as in Erlang A.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.erlang.formulas import FIELDS, write
from optimize.erlang.patience import boundless, queue_of, queued
from optimize.erlang.rows import COMPILED_FROM, rows
from optimize.erlang.service import Numbers, Service
from optimize.erlang.shares import Shares, delayed, hopeless, idle
from sim.compilation import inlined, kernel, part

_NONE: Final = 1e-190  # Erlangs: of so few even two chats at once are too rare for a float
_HIGH: Final = 1e90  # weights beyond are counted in a larger unit
_LOW: Final = 1e-290  # weights below are nothing to their sum, and slow to reckon with


@dataclass(frozen=True)
class ChatService(Service):
    """What the formula says of each row of chats.

    `occupancy` is the share of the agents' time in which they have any chat, and
    `chats_at_once` how many they then have in the mean; `handling_s` is the mean time of a chat
    that was answered, factor included.
    """

    chats_at_once: Numbers
    handling_s: Numbers


def erlang_chat(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    within_s: ArrayLike,
    *,
    factors: Sequence[float],
) -> ChatService:
    """Return what becomes of chats when agents have up to `len(factors)` of them at once.

    `handle_s` is the mean handling time of a chat that is its agent's only one, `factors` what it
    is multiplied by when he has one, two, ... chats. With one factor of 1 this is Erlang A (and C
    for infinite patience, B for none); with flat factors that of as many agents as there are
    places. Agents who are not whole are there for part of the time: 2.4 are 3 for four tenths of
    it and 2 for the rest.

    `handling_s` and `chats_at_once` are not a number where no chat is answered, or comes. Raises
    ValueError when an argument is negative or infinite (patience and `within_s` may be), or
    factors are none, or not positive.
    """
    if not factors or not all(0 < factor < math.inf for factor in factors):
        raise ValueError("factors must be positive numbers, one for each chat at once")
    given, shape = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        agents=agents,
        patience_s=patience_s,
        within_s=within_s,
        endless=("patience_s", "within_s"),
    )
    columns = _services(given, np.asarray(factors, np.float64), COMPILED_FROM)
    return ChatService(*(column.reshape(shape) for column in columns))


class InHand(NamedTuple):
    """What is below the queue: the weight of its states, and means over them.

    The weight of "all places taken, nobody waits" is 1. `capacity` is the load that is worked off
    when all places are taken.
    """

    free: float
    busy_agents: float
    chats: float
    capacity: float


class ChatShares(NamedTuple):
    """One row of the answer for a whole number of agents."""

    shares: Shares
    busy_agents: float
    chats: float
    ended_per_h: float


@kernel
def _services(given: Numbers, factors: Numbers, stamp: NDArray[np.void]) -> Numbers:
    """Return the fields of ChatService, shape (FIELDS + 2, rows)."""
    rows = given.shape[1]
    columns = np.empty((FIELDS + 2, rows))
    for row in range(rows):
        agents = given[2, row]
        fewer = np.floor(agents)
        answer = _whole(given, row, fewer, factors)
        if agents > fewer:
            answer = _mixed(answer, _whole(given, row, fewer + 1, factors), agents - fewer)
        busy = answer.busy_agents / agents if agents > 0 else answer.shares.waiting
        write(columns, row, answer.shares, busy)
        columns[FIELDS, row] = _ratio(answer.chats, answer.busy_agents)
        columns[FIELDS + 1, row] = 3600 * _ratio(answer.chats, answer.ended_per_h)
    return columns


@inlined
def _ratio(above: float, below: float) -> float:
    return above / below if below > 0 else np.nan


@part
def _whole(given: Numbers, row: int, agents: float, factors: Numbers) -> ChatShares:
    """Return what happens in a row when its agents are a whole number."""
    calls_per_h, handle_s = given[0, row], given[1, row]
    patience_s, within_s = given[3, row], given[4, row]
    load = calls_per_h * handle_s / 3600
    if load <= 0:
        return ChatShares(idle(), 0.0, 0.0, 0.0)
    if agents <= 0:
        return ChatShares(hopeless(patience_s, within_s), 0.0, 0.0, 0.0)
    if load < _NONE:
        work = load * factors[0]
        return ChatShares(idle(), work, work, calls_per_h)
    below = in_hand(load, agents, factors)
    if boundless(handle_s, below.capacity, patience_s):
        shares = delayed(below.free, calls_per_h, handle_s, below.capacity, within_s)
    else:
        queue = queue_of(below.free, calls_per_h, handle_s, below.capacity, patience_s)
        shares = queued(queue, patience_s, within_s)
    full = shares.waiting
    busy = full * agents + (1 - full) * below.busy_agents
    chats = full * agents * len(factors) + (1 - full) * below.chats
    ended_per_h = calls_per_h * shares.answered
    if np.isinf(shares.mean_wait_s):  # all are answered one day, but not as many as come
        ended_per_h = below.capacity * 3600 / handle_s
    return ChatShares(shares, busy, chats, ended_per_h)


@part
def in_hand(load: float, agents: float, factors: Numbers) -> InHand:
    """Return the chain below the queue, from all places taken down to none."""
    weight, unit = 1.0, 1.0
    free, busy, chats = 0.0, 0.0, 0.0
    for q in range(len(factors) - 1, -1, -1):
        lower = q / factors[q - 1] if q > 0 else 0.0
        step = (q + 1) / factors[q] - lower
        base = agents * lower
        s = agents
        while s > 0 and weight >= _LOW:
            # from q n + s chats to one fewer
            weight *= (base + s * step) / load
            s -= 1.0
            left = q * agents + s
            free += weight
            busy += weight * min(left, agents)
            chats += weight * left
            while weight > _HIGH:
                weight, unit = weight / _HIGH, unit / _HIGH
                free, busy, chats = free / _HIGH, busy / _HIGH, chats / _HIGH
    capacity = agents * len(factors) / factors[-1]
    weight_of_all = free / unit if unit > 0 else np.inf
    return InHand(weight_of_all, busy / free, chats / free, capacity)


@part
def _mixed(fewer: ChatShares, more: ChatShares, share: float) -> ChatShares:
    """Return the mean over time of which `share` has one agent more."""
    a, b, rest = fewer.shares, more.shares, 1 - share
    answered = rest * a.answered + share * b.answered
    waited = share * b.answered * b.asa_s
    if a.answered > 0:
        waited += rest * a.answered * a.asa_s
    shares = Shares(
        rest * a.waiting + share * b.waiting,
        rest * a.abandoned + share * b.abandoned,
        answered,
        rest * a.answered_within + share * b.answered_within,
        rest * a.answered_late + share * b.answered_late,
        rest * a.abandoned_within + share * b.abandoned_within,
        rest * a.abandoned_late + share * b.abandoned_late,
        rest * a.mean_wait_s + share * b.mean_wait_s,
        waited / answered,
    )
    busy = rest * fewer.busy_agents + share * more.busy_agents
    chats = rest * fewer.chats + share * more.chats
    return ChatShares(shares, busy, chats, rest * fewer.ended_per_h + share * more.ended_per_h)
