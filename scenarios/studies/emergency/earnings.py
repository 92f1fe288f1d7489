"""What the playbooks as a whole, and each of their actions beside all others, were good for.

The days with playbooks are compared with the same days without them, and with the same days less
one action. What single actions keep does not add up to what all of them keep: two that do the same
work are each of little use beside the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scenarios.studies.emergency.arms import Written
from scenarios.studies.emergency.doings import doings_of
from scenarios.studies.emergency.figures import COST, LOST, MINUTES_OUT, SERVED, TO_BACK, Key
from scenarios.studies.kpi_tables import Frame
from sim.kpis.compare import Direction, difference
from sim.kpis.estimates import ratio_of_means
from sim.kpis.grid import Floats
from sim.kpis.periods import Parts

if TYPE_CHECKING:
    from scenarios.studies.emergency.emergency import Arm, Emergency

#: What is said of an action's money where a contact's worth is known.
SURELY: Final = "surely"
SURELY_NOT: Final = "surely not"
CANNOT_TELL: Final = "cannot be told"
NOTHING: Final = "it changed nothing"

_UNDEFINED: Final = (np.nan, np.nan, np.nan)


def earnings_table(found: Emergency) -> Frame:
    """Return a row for all playbooks together, then one for each written action.

    Columns: playbook, level, place (0 of all together), action; share (of the replications in which
    it took effect), times, hours in force and person_hours (means), and its prices (cost, with its
    interval). Then what changes by it, each a paired mean with low and high: kept (contacts not
    lost), level_gained (of the centre's SL3), minutes_sooner (back in target), minutes_saved (out
    of target), paid (of the centre's cost: its prices, less what else it spares); price (paid for
    each contact kept, where any are kept for sure), and gain (worth of the contacts kept less what
    was paid) with earned ("surely", "surely not", "cannot be told", "it changed nothing"), where
    the worth is known. What never took effect has no change.
    """
    together: dict[str, Any] = {"playbook": "", "level": 0, "place": 0, "action": ""}
    every = [together | _changes(found, found.without, found.played)]
    for action in found.actions:
        record = _what(action) | doings_of(found, action)
        less = found.leaving_out.get(action)
        every.append(record | (_changes(found, less, found.played) if less else _none()))
    names = [*_what_of_all(), *_DOINGS, *_none()]
    return pd.DataFrame(every).reindex(columns=names)


def left_undone(found: Emergency) -> Frame:
    """Return what worth and gain do not count: deferrable work surely worse with the playbooks.

    The rows of `outcomes` of a line's work done in time, where that share surely falls, and of what
    is open at the end, where that surely rises. Nobody who waits for it is lost, so that an action
    may earn its money at its expense.
    """
    table = found.outcomes
    falls = (table["figure"] == "on_time") & (table["high"] < 0)
    rises = (table["figure"] == "open_at_end") & (table["low"] > 0)
    return table[falls | rises].reset_index(drop=True)


_DOINGS: Final = (
    "share",
    "times",
    "hours",
    "person_hours",
    "cost",
    "cost_low",
    "cost_high",
)


def _what_of_all() -> tuple[str, ...]:
    return "playbook", "level", "place", "action"


def _what(action: Written) -> dict[str, Any]:
    return {
        "playbook": action.playbook,
        "level": action.level,
        "place": action.place,
        "action": action.words,
    }


def _changes(found: Emergency, less: Arm, more: Arm) -> dict[str, Any]:
    """Return what `more` has changed beside `less`."""

    def gained(key: Key, sign: float) -> tuple[float, float, float]:
        if key not in more.figures:
            return _UNDEFINED
        change = difference(less.figures[key], more.figures[key], found.confidence)
        bounds = sorted([sign * change.low, sign * change.high])
        return sign * change.value, bounds[0], bounds[1]

    kept, paid = _numbers(more, less, LOST), -_numbers(more, less, COST)
    changes = {
        "kept": gained(LOST, -1),
        "level_gained": gained(SERVED, 1),
        "minutes_sooner": gained(TO_BACK, -1),
        "minutes_saved": gained(MINUTES_OUT, -1),
        "paid": gained(COST, 1),
    }
    is_kept = changes["kept"][1] > 0
    changes["price"] = _mean(paid, kept, found.confidence) if is_kept else _UNDEFINED
    gain = None if found.worth is None else found.worth * kept - paid
    changes["gain"] = _UNDEFINED if gain is None else _mean(gain, None, found.confidence)
    is_same = all(_is_same(less.figures[key], more.figures[key]) for key in more.figures)
    earned = "" if gain is None else _earned(*changes["gain"], is_same=is_same)
    return _with_bounds(changes) | {"earned": earned}


def _numbers(more: Arm, less: Arm, key: Key) -> Floats:
    """Return by how much a plain number was higher in `less`, shape (replications, 1)."""
    return less.figures[key].top - more.figures[key].top


def _mean(top: Floats, bottom: Floats | None, confidence: float) -> tuple[float, float, float]:
    mean = ratio_of_means(top, np.ones_like(top) if bottom is None else bottom, confidence).at(0)
    return mean.value, mean.low, mean.high


def _is_same(one: Parts, other: Parts) -> bool:
    change = difference(one, other)
    return change.verdict in (Direction.SAME, Direction.UNDEFINED)


def _earned(value: float, low: float, high: float, *, is_same: bool) -> str:
    if is_same:
        return NOTHING
    if low > 0:
        return SURELY
    return SURELY_NOT if high < 0 else CANNOT_TELL


def _with_bounds(changes: dict[str, tuple[float, float, float]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (value, low, high) in changes.items():
        found |= {name: value, f"{name}_low": low, f"{name}_high": high}
    return found


def _none() -> dict[str, Any]:
    """Return the columns of changes for what changed nothing, for it never took effect."""
    names = ("kept", "level_gained", "minutes_sooner", "minutes_saved", "paid", "price", "gain")
    return _with_bounds(dict.fromkeys(names, _UNDEFINED)) | {"earned": ""}
