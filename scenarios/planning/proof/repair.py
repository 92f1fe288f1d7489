"""Repair: how a requirement is raised where a simulation misses, and lowered where it wastes.

Every promise has a score (log odds of a share, logarithm of a time), on which service answers to a
change of the asked level about one to one; the Erlang slope of the line and of its pool turn a step
of the score into agents. A turn moves each line's score by its gap, but less

- the other way round after having gone too far, and more where it answers too little: the damping
  of a line is halved each time its gap changes sign, and grows else (as in Riedmiller and Braun's
  RPROP, 1993);
- downwards than upwards, and never keenly, for a line that was lowered too far harms its
  neighbours: while one of its pool misses by much, none of it is lowered.

Within a period the move goes to where it does something: to intervals whose requirement binds (a
shift that is there anyway needs no requirement), and rather to those in which one agent brings many
contacts in time; down, rather to those in which one brings few. Where an interval has the agents
that the formula asks for and fails all the same, the interval before has left it a queue, and is
raised in its place. Where a line misses though hardly any of its requirement binds, that asks for
too little to be felt: it is lifted towards what is on duty, until it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_UP, _DOWN = 1.0, 0.6
#: No move is more than so many times as keen.
_KEENEST: Final = 4.0
#: Work is multiplied, and answers by itself as keenly as it should: what is moved further costs.
_KEENEST_WORK: Final = 1.0
_GROWTH: Final = 1.6
#: A line that falls short by so much keeps its pool from being lowered.
_MUCH: Final = 0.2
#: No turn moves a score further, up or down.
_FARTHEST_UP: Final = 2.0
_FARTHEST_DOWN: Final = -0.8
#: Work that is raised already is at most doubled in a turn: its score says little of the hours it
#: takes, and where hardly any is done in time, one shift in the evening may be all that is missing.
_FARTHEST_WORK: Final = float(np.log(2.0))
#: A requirement binds where the supply exceeds it by no more than this, or this share of it.
_SPARE: Final = 0.4
_SPARE_SHARE: Final = 0.03
#: One interval's part of a move, in that of the mean.
_LEAST_PART, _MOST_PART = 0.5, 1.6
#: What does not bind is lifted by this part of what is to spare, and sinks again by the same.
_LIFT: Final = 0.5


@dataclass(frozen=True)
class Seen:
    """What a simulation showed, of shape (queues, intervals).

    `gap` is by how much the score of the interval's period falls short (below 0: too much, 0 where
    nothing was promised or came), `spare` the supply beyond the requirement, `value` the share of
    contacts in time (NaN where unknown), `calls` the contacts, `carried` the share of an interval's
    shortfall that its own staff does not explain. `is_work` is by queue; `mates`, of shape (queues,
    queues), tells which are of one pool.
    """

    gap: Numbers
    required: Numbers
    spare: Numbers
    value: Numbers
    calls: Numbers
    slope: Numbers
    carried: Numbers
    is_work: NDArray[np.bool_]
    mates: NDArray[np.bool_]


@dataclass(frozen=True)
class Steering:
    """How far the promises' scores are raised, of shape (queues, intervals).

    `added` are agents required beside what the scores ask for. `damping` shrinks a line's next
    move, `last` is the gap it last moved by.
    """

    shift: Numbers
    added: Numbers
    damping: Numbers
    last: Numbers

    @classmethod
    def straight(cls, shape: tuple[int, ...]) -> Steering:
        """Return the steering with which everything stays as it was required at first."""
        return cls(np.zeros(shape), np.zeros(shape), np.full(shape, 1 / _GROWTH), np.zeros(shape))

    @property
    def work(self) -> Numbers:
        """The factor on each queue's deferrable work."""
        return np.asarray(np.exp(self.shift.mean(axis=1)))

    def anew(self) -> Steering:
        """Return the steering with its damping forgotten, for days that are judged by others."""
        damping = np.full(self.damping.shape, 1 / _GROWTH)
        return replace(self, damping=damping, last=np.zeros(self.last.shape))

    def turned(self, seen: Seen, *, lowers: bool = True) -> Steering:
        """Return the steering after what was seen; without `lowers` nothing is lowered."""
        gap = np.where(seen.is_work[:, None], seen.gap.max(axis=1, keepdims=True), seen.gap)
        turns_back = gap * self.last < 0
        keenest = np.where(seen.is_work, _KEENEST_WORK, _KEENEST)[:, None]
        damping = np.where(turns_back, self.damping * 0.5, self.damping * _GROWTH)
        damping = np.minimum(damping, keenest)
        down = _DOWN * _ease(gap, seen.mates) if lowers else 0.0
        move = gap * np.where(gap > 0, _UP, down) * damping
        by_formula = ~seen.is_work[:, None]
        is_raised = self.shift.mean(axis=1, keepdims=True) > 0
        most = np.where(by_formula | ~is_raised, _FARTHEST_UP, _FARTHEST_WORK)
        move = move.clip(_FARTHEST_DOWN, most)
        move = np.where(by_formula, _carried_back(move * _parts(seen, move), seen), move)
        added = np.where(by_formula, _lifted(self.added, seen, gap, lowers=lowers), 0.0)
        return Steering(self.shift + move, added, damping, np.where(gap == 0, self.last, gap))


def _ease(gap: Numbers, mates: NDArray[np.bool_]) -> Numbers:
    """Return by how much a line may be lowered: as usual, half, or not while its pool misses."""
    worst = np.where(mates[:, :, None], gap[None], -np.inf).max(axis=1)
    return np.where(worst > _MUCH, 0.0, np.where(worst > 0, 0.5, 1.0))


def _parts(seen: Seen, move: Numbers) -> Numbers:
    """Return what part of its line's move each interval takes, about 1 on average."""
    chance = np.where(np.isnan(seen.value), 0.25, seen.value * (1 - seen.value)).clip(0.01)
    gain = seen.calls * chance / np.maximum(seen.slope, 1e-6)  # contacts in time, for an agent more
    counts = seen.calls * chance
    usual = _mean(gain, counts)
    ratio = gain / np.where(usual > 0, usual, 1.0)
    part = np.where(move > 0, ratio, 1 / np.maximum(ratio, 1e-6)).clip(_LEAST_PART, _MOST_PART)
    binds = _binds(seen)
    binding = _mean(binds.astype(np.float64), counts)
    # What does not bind cannot help; the others help for it, up to twice.
    return np.asarray(part * binds / np.maximum(binding, 0.5))


def _binds(seen: Seen) -> NDArray[np.bool_]:
    """Tell for each interval whether a lower requirement would be felt."""
    binds: NDArray[np.bool_] = seen.spare <= np.maximum(_SPARE, _SPARE_SHARE * seen.required)
    return binds


def _lifted(added: Numbers, seen: Seen, gap: Numbers, *, lowers: bool) -> Numbers:
    """Return the agents required besides: more where a line misses and nothing binds."""
    binding = _mean(_binds(seen).astype(np.float64), seen.calls)
    more = _LIFT * np.maximum(seen.spare, 0.0) * np.maximum(1 - 2 * binding, 0.0)
    sunk = added * _LIFT if lowers else added
    return np.where(gap > 0, added + more, np.where(gap < 0, sunk, added))


def _carried_back(move: Numbers, seen: Seen) -> Numbers:
    """Return moves with what an interval owes to the one before it moved there."""
    owed = np.where(move > 0, move * seen.carried, 0.0)
    return move - owed + np.roll(owed, -1, axis=1)


def _mean(numbers: Numbers, weights: Numbers) -> Numbers:
    """Return the weighted mean over each queue's intervals, of shape (queues, 1)."""
    total = weights.sum(axis=1, keepdims=True)
    summed = (numbers * weights).sum(axis=1, keepdims=True)
    return np.asarray(summed / np.where(total > 0, total, 1.0))
