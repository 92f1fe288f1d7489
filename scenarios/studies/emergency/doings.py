"""What a study's playbooks detected and did, when, and for how long: over all replications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.studies.emergency.arms import Written
from scenarios.studies.emergency.tables import deciles
from scenarios.studies.kpi_tables import Frame
from sim.clock import MS_PER_H, MS_PER_MIN
from sim.engines.log import Entry
from sim.kpis.counting.by_play import of_action
from sim.kpis.estimates import ratio_of_means
from sim.kpis.grid import Floats, Grid

if TYPE_CHECKING:
    from scenarios.studies.emergency.emergency import Emergency

_OF_PLAYS: Final = {
    "detected": Entry.DETECTED,
    "back": Entry.BACK,
    "declined": Entry.DECLINED,
}
Logs = Sequence[NDArray[np.void]]


def event_table(found: Emergency) -> Frame:
    """Return when levels were detected and back, and when their actions began.

    One row for each: playbook, level, place (of an action, from 1; 0 of what is the level's),
    event ("detected", "back", "declined": once more after it had begun as often as it may;
    "begun"), action in words, share (of the replications in which it came), times (a replication),
    and of those the minutes after the start of day 1 at which it first came (at_p10, at_p50,
    at_p90) and those after the onset (after_p10, ...).
    """
    columns = ["playbook", "level", "place", "event", "action", "share", "times"]
    records = [
        dict(zip(columns[:5], what, strict=True)) | came(instants, found)
        for what, instants in _every(found)
    ]
    return pd.DataFrame(records) if records else pd.DataFrame(columns=columns)


def doings_of(found: Emergency, action: Written) -> dict[str, float]:
    """Return how often an action took effect, for how long, with how many people, at what cost.

    Hours and times are means a replication over the counted horizon; what is written as one action
    on several queues or groups is in force while any of its parts is, which begin and end together.
    """
    grid = Grid.of(found.centre.plan)
    begun, hours, person_hours, costs = _sums(found.played.logs, action, grid).T[:, :, None]
    cost = ratio_of_means(costs, np.ones_like(costs), found.confidence).at(0)
    return {
        "share": float(np.mean([len(_begins(log, action)) > 0 for log in found.played.logs])),
        "times": float(begun.mean()),
        "hours": float(hours.mean()),
        "person_hours": float(person_hours.mean()),
        "cost": cost.value,
        "cost_low": cost.low,
        "cost_high": cost.high,
    }


def _sums(logs: Logs, action: Written, grid: Grid) -> Floats:
    """Return times, hours, person-hours and cost, shape (replications, 4)."""
    return np.array([_sums_of(log, action, grid) for log in logs])


def _sums_of(log: NDArray[np.void], action: Written, grid: Grid) -> list[float]:
    parts = []
    for part in action.parts:
        begun, in_force_ms, people_ms = (
            float(each.sum()) for each in of_action(log, part.play, part.action, grid)
        )
        hours, person_hours, price = in_force_ms / MS_PER_H, people_ms / MS_PER_H, part.price
        cost = price.once * begun + price.per_h * hours + price.per_person_h * person_hours
        parts.append((begun, hours, person_hours, cost))
    begun, hours, person_hours, costs = np.array(parts).T
    return [float(begun.max()), float(hours.max()), float(person_hours.sum()), float(costs.sum())]


def _every(found: Emergency) -> Iterator[tuple[tuple[object, ...], list[NDArray[np.int64]]]]:
    """Give what may have come, with its instants in each replication, where it ever came."""
    logs = found.played.logs
    for play, (playbook, level) in enumerate(_levels(found)):
        for event, entry in _OF_PLAYS.items():
            instants = [_at_ms(log, entry, play, -1) for log in logs]
            if any(len(each) for each in instants):
                yield (playbook, level, 0, event, ""), instants
        for action in found.actions:
            if (action.playbook, action.level) == (playbook, level) and action in found.leaving_out:
                begins = [_begins(log, action) for log in logs]
                yield (playbook, level, action.place, "begun", action.words), begins


def _levels(found: Emergency) -> Iterator[tuple[str, int]]:
    """Give name and number of each level, in the order of the plan's plays."""
    for name, playbook in found.scenario.playbooks.items():
        for number in range(1, len(playbook.levels) + 1):
            yield name, number


def _begins(log: NDArray[np.void], action: Written) -> NDArray[np.int64]:
    """Return when an action took effect; its parts do so together."""
    every = [_at_ms(log, Entry.BEGUN, part.play, part.action) for part in action.parts]
    return np.unique(np.concatenate(every))


def _at_ms(log: NDArray[np.void], entry: Entry, play: int, action: int) -> NDArray[np.int64]:
    is_meant = (log["entry"] == entry) & (log["which"] == play) & (log["action"] == action)
    at_ms: NDArray[np.int64] = log["at_ms"][is_meant]
    return at_ms


def came(instants: Sequence[NDArray[np.int64]], found: Emergency) -> dict[str, float]:
    """Return in how many replications something came, how often, when first, and how soon."""
    first_ms = _firsts(instants)
    since_onset = _firsts([each[each >= found.onset_ms] for each in instants])
    return {
        "share": len(first_ms) / len(instants),
        "times": sum(map(len, instants)) / len(instants),
        **deciles((first_ms - found.centre.plan.warm_up_ms) / MS_PER_MIN, "at"),
        **deciles((since_onset - found.onset_ms) / MS_PER_MIN, "after"),
    }


def _firsts(instants: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
    """Return the first instant of each replication that has any, ms."""
    return np.array([each[0] for each in instants if len(each)], np.float64)
