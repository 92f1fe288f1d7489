"""The least agents of each row of chats, when an agent has several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.erlang import ChatService, erlang_chat
from optimize.requirements.goal import Goal
from optimize.requirements.keeping import kept
from optimize.requirements.rows import rows

Numbers = NDArray[np.float64]

#: Halvings of the last agent, which leave 1e-12 of him.
_HALVINGS: Final = 40
_ANY_PART: Final = 1e-9


def required_chat(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    goal: Goal,
    *,
    factors: Sequence[float],
    patience_s: ArrayLike | None = None,
    whole: bool = True,
) -> Numbers:
    """Return the least agents who keep the goal, of each row of chats.

    An agent has up to `len(factors)` chats at once; `handle_s` is the mean handling time of one
    that is its agent's only one, `factors` what it is multiplied by when he has one, two, ...
    Agents who are not whole are there for part of the time. Where any part of one agent would do
    (an ASA or an occupancy is that of the few chats he takes) the part is what the work takes. Else
    all is as in `required`, and occupancy is the share of their time in which agents have any chat.
    Raises ValueError as `required` does, and when factors are none, not positive, or fall: with
    more chats at once none may be done sooner, or more agents might do worse.
    """
    factors = _checked(factors)
    calls, handle, patience = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        patience_s=np.inf if patience_s is None else patience_s,
    )
    holds = _question(calls, handle, patience, goal, factors)
    load = calls * handle / 3600
    work = load * factors[-1] / len(factors)  # agents, all places taken
    low, high = np.full_like(load, -1.0), np.ceil(work)
    while not (enough := holds(high)).all():
        low, high = np.where(enough, low, high), np.where(enough, high, 2 * high + 1)
    while (high - low > 1).any():
        middle = np.maximum(np.floor((low + high) / 2), 0)
        low, high = _halved(low, middle, high, holds(middle))
    if not whole:
        for _ in range(_HALVINGS):
            middle = np.where(high > 0, (low + high) / 2, 0)
            low, high = _halved(low, middle, high, holds(middle))
        any_part = (high > 0) & (high < _ANY_PART)
        high = np.where(any_part, np.minimum(work, 1.0), high)
    return np.where(load > 0, high, 0.0)


def served_chat(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    *,
    factors: Sequence[float],
) -> ChatService:
    """Return what customers meet where so many agents have chats; arguments as in `served`."""
    calls, handle, numbers, within, patience = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        agents=agents,
        within_s=within_s,
        patience_s=np.inf if patience_s is None else patience_s,
    )
    return erlang_chat(calls, handle, numbers, patience, within, factors=_checked(factors))


def _checked(factors: Sequence[float]) -> tuple[float, ...]:
    numbers = np.asarray(factors, np.float64)
    good = numbers.ndim == 1 and numbers.size and (numbers > 0).all() and np.isfinite(numbers).all()
    if not good or (np.diff(numbers) < 0).any():
        raise ValueError(
            "factors must be positive numbers, one for each chat at once, none below the one "
            f"before, not {factors}"
        )
    return tuple(numbers.tolist())


def _question(
    calls: Numbers, handle: Numbers, patience: Numbers, goal: Goal, factors: tuple[float, ...]
) -> Callable[[Numbers], NDArray[np.bool_]]:
    """Return what tells of each row whether so many agents keep the goal."""

    def holds(agents: Numbers) -> NDArray[np.bool_]:
        service = erlang_chat(calls, handle, agents, patience, goal.within_s, factors=factors)
        short: Numbers | float = 0.0
        if goal.short_s > 0:
            hasty = erlang_chat(calls, handle, agents, patience, goal.short_s, factors=factors)
            short = hasty.abandoned_within
        return kept(goal, service, short)

    return holds


def _halved(
    low: Numbers, middle: Numbers, high: Numbers, enough: NDArray[np.bool_]
) -> tuple[Numbers, Numbers]:
    return np.where(enough, low, middle), np.where(enough, middle, high)
