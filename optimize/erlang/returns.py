"""Coming back: who abandons or is blocked redials with a share, who was answered repeats with one.

Volumes that planners measure contain those who come back, and so grow when staff is cut. Here the
first attempts are given, and the volume is the one at which the line is in equilibrium,

    volume = first attempts x (1 + c + c^2 + ... up to the limit of tries),
    c = redials x share abandoned + repeats x share answered, both at that volume.

Who comes back is taken to come at random (Poisson), after a delay that is long beside a wait, and
to be as patient as before. The volume is unique: what leaves for good grows with what is offered.

Source of the equilibrium: Aguir, Karaesmen, Aksin and Chauvet, "The impact of retrials on call
center performance", OR Spectrum 26 (2004).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.erlang.formulas import FIELDS, occupancy, write
from optimize.erlang.patience import answered, impatient
from optimize.erlang.rows import COMPILED_FROM, rows
from optimize.erlang.service import Numbers, Service
from optimize.erlang.shares import Shares, hopeless
from sim.compilation import inlined, kernel, part

_CLOSE: Final = 1e-15  # of the volume: nearer than this floats do not come
_STEPS: Final = 200


@dataclass(frozen=True)
class Returns(Service):
    """What a formula says of each row in equilibrium; shares are of all attempts.

    `offered_per_h` is the volume of all attempts, of which `redials_per_h` and `repeats_per_h` are
    those who come back unanswered and answered. They are infinite where no equilibrium exists.
    """

    offered_per_h: Numbers
    redials_per_h: Numbers
    repeats_per_h: Numbers


def erlang_a_returns(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    patience_s: ArrayLike,
    within_s: ArrayLike,
    *,
    redials: ArrayLike = 0.0,
    repeats: ArrayLike = 0.0,
    tries: ArrayLike = np.inf,
) -> Returns:
    """Return Erlang A in equilibrium, `calls_per_h` being first attempts.

    `redials` is the share of those who abandon that calls again, `repeats` that of the answered,
    and `tries` the most attempts that anybody makes, without limit unless given. Where everybody
    redials without limit, and agents cannot answer all, there is no equilibrium: the volume is
    infinite and nobody is answered to speak of. Raises ValueError as `erlang_a` does, or when a
    share is more than 1 or tries are less than 1 or not whole.
    """
    given, shape = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        agents=agents,
        patience_s=patience_s,
        within_s=within_s,
        redials=redials,
        repeats=repeats,
        tries=tries,
        endless=("patience_s", "within_s", "tries"),
    )
    if (given[5:7] > 1).any():
        raise ValueError("redials and repeats must be shares from 0 to 1")
    if (given[7] < 1).any() or (given[7] != np.floor(given[7])).any():
        raise ValueError("tries must be whole numbers from 1 on")
    columns = _services(given, COMPILED_FROM)
    return Returns(*(column.reshape(shape) for column in columns))


def erlang_b_returns(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    *,
    redials: ArrayLike = 0.0,
    repeats: ArrayLike = 0.0,
    tries: ArrayLike = np.inf,
) -> Returns:
    """Return Erlang B in equilibrium: who is blocked (here: abandons at once) redials."""
    return erlang_a_returns(
        calls_per_h, handle_s, agents, 0.0, 0.0, redials=redials, repeats=repeats, tries=tries
    )


def erlang_c_returns(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    within_s: ArrayLike,
    *,
    repeats: ArrayLike = 0.0,
    tries: ArrayLike = np.inf,
) -> Returns:
    """Return Erlang C in equilibrium: nobody abandons, so that only the answered come back."""
    return erlang_a_returns(
        calls_per_h, handle_s, agents, np.inf, within_s, repeats=repeats, tries=tries
    )


@kernel
def _services(given: Numbers, stamp: NDArray[np.void]) -> Numbers:
    """Return the fields of Returns, shape (FIELDS + 3, rows)."""
    rows = given.shape[1]
    columns = np.empty((FIELDS + 3, rows))
    for row in range(rows):
        line = given[:, row]
        offered_per_h = volume(line)
        shares = service_at(line, offered_per_h)
        busy = occupancy(offered_per_h * line[1] / 3600, line[2], shares.answered)
        write(columns, row, shares, busy)
        columns[FIELDS, row] = offered_per_h
        columns[FIELDS + 1, row] = _coming_back(line, offered_per_h, shares, shares.abandoned, 5)
        columns[FIELDS + 2, row] = _coming_back(line, offered_per_h, shares, shares.answered, 6)
    return columns


@part
def _coming_back(
    line: Numbers, offered_per_h: float, shares: Shares, outcome: float, column: int
) -> float:
    """Return how many per hour come back after an outcome of that share of all attempts."""
    back = line[column] * outcome
    if back <= 0 or line[7] <= 1:
        return 0.0
    if np.isinf(line[7]) or np.isinf(offered_per_h):
        return float(offered_per_h * back)
    # nobody comes back from the last try
    gone = _for_good(line, shares.answered, shares.abandoned)
    return float(line[0] * attempts(gone, line[7] - 1) * back)


@part
def volume(line: Numbers) -> float:
    """Return all attempts per hour in equilibrium.

    `line` is calls per hour (first attempts), handling, agents, patience, time, redials, repeats
    and tries.
    """
    first, tries = line[0], line[7]
    least_gone = 1 - max(line[5], line[6])
    if first <= 0 or least_gone >= 1 or tries <= 1:
        return float(first)
    if _overrun(line):
        return np.inf
    low, high = first, first * attempts(least_gone, tries)
    if np.isinf(high):
        high = 2 * first
        while _beyond(line, high) < 0:
            low, high = high, 2 * high
    return _root(line, low, high)


@part
def _overrun(line: Numbers) -> bool:
    """Return whether too few leave for good, however many come."""
    per_h, handle_s, agents, patience_s, _, redials, repeats, tries = line
    if not np.isinf(tries):
        return False
    if np.isinf(patience_s) or handle_s <= 0:  # nobody abandons
        return bool(repeats >= 1)
    return bool(redials >= 1 and per_h * handle_s >= (1 - repeats) * agents * 3600)


@part
def _root(line: Numbers, low: float, high: float) -> float:
    """Return where `_beyond` is 0, by false position as Anderson and Bjorck (1973) have it."""
    below, above = _beyond(line, low), _beyond(line, high)
    side = 0
    for _ in range(_STEPS):
        if below >= 0:
            return low
        if above <= 0 or high - low <= _CLOSE * high:
            return high
        at = high - above * (high - low) / (above - below)
        if not low < at < high:
            return at
        value = _beyond(line, at)
        if value > 0:
            below *= _less(value / above) if side > 0 else 1.0
            high, above = at, value
            side = 1
        else:
            above *= _less(value / below) if side < 0 else 1.0
            low, below = at, value
            side = -1
    return high


@inlined
def _less(ratio: float) -> float:
    """Return by how much an end counts less that has stayed where it was."""
    return 1 - ratio if ratio < 1 else 0.5


@part
def _beyond(line: Numbers, offered_per_h: float) -> float:
    """Return the first attempts that would make such a volume, less those there are."""
    _, losses, answers, _ = answered(offered_per_h, line[1], line[2], line[3])
    gone = _for_good(line, answers, losses)
    return float(offered_per_h / attempts(gone, line[7]) - line[0])


@part
def _for_good(line: Numbers, answers: float, losses: float) -> float:
    """Return the share of attempts after which nobody comes back, but for the limit of tries."""
    return float((1 - line[5]) * losses + (1 - line[6]) * answers)


@part
def service_at(line: Numbers, offered_per_h: float) -> Shares:
    """Return what the formula says at some volume."""
    if np.isinf(offered_per_h):
        return hopeless(line[3], line[4])
    return impatient(offered_per_h, line[1], line[2], line[3], line[4])


@part
def attempts(gone: float, tries: float) -> float:
    """Return 1 + c + c^2 + ..., so many terms, c = 1 - gone: the attempts to each first one."""
    if gone <= 0:
        return tries
    if np.isinf(tries):
        return 1 / gone
    if gone >= 1:
        return 1.0
    return -math.expm1(tries * math.log1p(-gone)) / gone
