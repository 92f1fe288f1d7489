"""The least agents of each row who keep a goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.requirements.goal import Goal
from optimize.requirements.least import least
from optimize.requirements.rows import rows
from optimize.requirements.terms import terms

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

#: In an octave, of loads and patiences that are all but alike.
_BANDS: Final = 8
#: Erlangs that still have a band.
_LEAST_LOAD: Final = 1e-9


def required(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    goal: Goal | Sequence[Goal],
    *,
    patience_s: ArrayLike | None = None,
    whole: bool = True,
) -> Numbers:
    """Return the least agents on the phone who keep the goal, of each row.

    Callers wait as long as it takes (Erlang C) where `patience_s` is None or infinite, else they
    have an exponential patience of that mean (Erlang A). With `whole` agents are whole people; else
    the result is the least real number at which the formula, continued between whole numbers, keeps
    the goal; where any part of an agent would do (an ASA is that of the few who are answered) it is
    the load, and at most one. No calls, or calls that take no time, need no agents. Without
    patience agents must outnumber the load, whatever the goal; where nothing more is asked, as by
    `abandonment` where nobody abandons, the least real number is above the load by less than a
    10^-12 of it, and the waits that go with it are as good as without end.

    Raises ValueError, naming argument, row and value, when an argument is not a finite number from
    0 on, a patience is not above 0, the load is more than a million Erlangs, or more than 1e13
    calls come within one finite patience.
    """
    goals = [goal] if isinstance(goal, Goal) else list(goal)
    line = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        patience_s=np.inf if patience_s is None else patience_s,
        goal=np.arange(len(goals))[0 if isinstance(goal, Goal) else slice(None)],
    )
    given = np.stack([each.ravel() for each in line])
    alike = bool((given[1:] == given[1:, :1]).all())
    order = np.argsort(given[0]) if alike else _neighbours(given)
    return least(given, terms(goals), order, alike, whole).reshape(line[0].shape)


def _neighbours(given: Numbers) -> Integers:
    """Return the rows in an order in which most are much like the one before.

    By rising load; where loads are all but alike, by patience, goal and handling.
    """
    calls_per_h, handle_s, patience_s, goal = given
    load = np.maximum(calls_per_h * handle_s / 3600, _LEAST_LOAD)
    like = [np.floor(_BANDS * np.log2(each)) for each in (patience_s, load)]
    return np.lexsort((handle_s, goal, *like))
