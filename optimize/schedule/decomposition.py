"""A program in parts: those that nothing connects, and stretches of one that is too large.

Days without night shifts, or teams that share no queue, fall apart by themselves. What is left is
taken in *stretches*: neighbours in an order of the whole columns (shifts by day and start, weeks by
start or by days at work), solved while all others stand still.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import bmat
from scipy.sparse.csgraph import connected_components

from optimize.schedule.problem import Numbers
from optimize.schedule.program import Numbering, Places, Program
from optimize.schedule.sets import Sets

_FOLLOWING = (
    ("weeks_worked", ("shifts",)),
    ("breaks_taken", ("breaks",)),
    ("breaks_begun", ("begun",)),
    ("sharing", ("shares", "deferred")),
    ("coverage", ("under", "over")),
    ("backlogs", ("undone",)),
    (None, ("elastic",)),
)

Orders = tuple[Numbers, ...]


def parts_of(program: Program) -> tuple[Numbering, ...]:
    """Return the columns of each part of a program that no row connects to the others.

    The smallest come first.
    """
    rows, _ = program.matrix.shape
    blocks: Any = [[None, program.matrix], [program.matrix.T, None]]
    _, label = connected_components(bmat(blocks), directed=False)
    label = label[rows:]
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return tuple(sorted(parts, key=len))


def orders(sets: Sets, places: Places, size: int) -> Orders:
    """Return the places of whole columns in some orders; near places go together.

    Shifts stand by day, then by start. Tours stand by week and start in one order, by week and
    days at work in another.
    """
    by_start, by_word = np.zeros(size), np.zeros(size)
    day_slots = sets.problem.slots_per_day
    first = np.array([_start_of(sets, one.team, one.type) for one in sets.shifts])
    days = np.array([one.day for one in sets.shifts])
    stretch = days * 2.0 * day_slots + first
    _put(by_start, places.columns["shifts"], stretch)
    _put(by_start, places.columns["begun"], np.array(_in_time(sets), dtype=float))
    _put(by_word, places.columns["shifts"], stretch)
    begins = [
        week.week * 14.0 * day_slots
        + np.mean([_start_of(sets, week.team, k) for k in sets.bands[week.team][week.band].types])
        for week in sets.weeks
    ]
    _put(by_start, places.columns["weeks"], np.array(begins))
    words = {word: n for n, word in enumerate(sorted({week.word for week in sets.weeks}))}
    numbered = [
        week.week * 14.0 * day_slots + 14.0 * day_slots * words[week.word] / len(words)
        for week in sets.weeks
    ]
    _put(by_word, places.columns["weeks"], np.array(numbered))
    return (by_start, by_word) if sets.weeks else (by_start,)


def _in_time(sets: Sets) -> list[int]:
    """Return where the beginnings of breaks stand: by team and length, then by slot."""
    return [
        (begun.team * sets.problem.slots + begun.length) * sets.problem.slots + begun.slot
        for begun in sets.beginnings
    ]


def stretches(order: Numbers, columns: Numbering, size: int) -> list[Numbering]:
    """Return the columns in order, in stretches of about `size`."""
    sorted_ = columns[np.argsort(order[columns], kind="stable")]
    return np.array_split(sorted_, max(1, round(len(sorted_) / size)))


def with_followers(program: Program, columns: Numbering) -> Numbering:
    """Return whole columns with those that have to follow when they change.

    Shifts follow the weeks they are part of, breaks the shifts, sharing and misses whatever is on
    duty then.
    """
    for rule, kinds in _FOLLOWING:
        rows = program.rows_of(columns)
        beside = program.columns_of(rows if rule is None else rows[program.rules[rows] == rule])
        columns = np.union1d(columns, beside[np.isin(program.kinds[beside], kinds)])
    return columns


def _start_of(sets: Sets, team: int, k: int) -> int:
    return sets.problem.teams[team].types[k].start


def _put(target: Numbers, numbers: Numbering, values: Numbers) -> None:
    target[numbers[numbers >= 0]] = values[numbers >= 0]
