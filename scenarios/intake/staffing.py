"""Staffing: agents on duty, inferred from a log that does not say who was logged in.

Two estimates, both in agents per interval:

- *seen*: an agent is on duty from the first to the last call served, unless not seen for longer
  than a gap that the mapping sets. Pauses, meetings and after-call work within that gap count as
  duty, so this is more than were ready to answer.
- *saturated*: while somebody waits, every agent who is ready is busy; the number busy then is the
  number ready. Moments of waiting are moments of few agents, so this is rather too few.

Where hardly anybody waits in an interval there is nothing to count, and *saturated* takes those
seen, times the share of them that was ready in the other intervals of the same time of day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.calls import Calls
from scenarios.intake.days import Days
from scenarios.intake.mapping import LogMapping
from scenarios.intake.skills import SkillGroup, find_groups
from scenarios.intake.spans import Spans

Numbers: TypeAlias = NDArray[np.float64]

S_PER_DAY: Final = 86_400

#: Fewer agents than this on average in an interval are taken for none.
LEAST_AGENTS: Final = 0.25


@dataclass(frozen=True)
class Staffing:
    """Agents per used day, group and interval; fractions, as nobody keeps to intervals.

    `seen` has shape (days, groups, intervals). `saturated`, `busy` (agents in calls) have shape
    (days, intervals); `waiting_s` is for how long somebody waited in an interval.
    """

    days: Days
    groups: tuple[SkillGroup, ...]
    method: str
    seen: Numbers
    saturated: Numbers
    busy: Numbers
    waiting_s: Numbers

    def on_duty(self, rows: NDArray[np.int64], method: str = "") -> Numbers:
        """Return the mean agents of the days `rows`, shape (groups, intervals)."""
        seen = self.seen[rows]
        if (method or self.method) == "seen":
            return np.asarray(seen.mean(axis=0))
        total = seen.sum(axis=1)
        ready = np.where(total > 0, self.saturated[rows] / np.where(total > 0, total, 1), 0)
        return np.asarray((seen * ready[:, None, :]).mean(axis=0))

    def hours_a_day(self) -> dict[str, float]:
        """Return agent-hours a day by each estimate, and of calls, for comparison."""
        interval_h = S_PER_DAY / self.busy.shape[1] / 3600
        return {
            "seen_h_per_day": float(self.seen.sum() * interval_h / len(self.seen)),
            "saturated_h_per_day": float(self.saturated.sum() * interval_h / len(self.seen)),
            "in_calls_h_per_day": float(self.busy.sum() * interval_h / len(self.seen)),
        }


def infer_staffing(calls: Calls, days: Days, mapping: LogMapping) -> Staffing:
    """Return the agents on duty on each used day, by both estimates."""
    groups = find_groups(calls, mapping)
    first = min(days.used)
    edges_s = _edges(first, max(days.used), mapping.days.interval)
    per_day = round(S_PER_DAY / mapping.days.interval)
    places = np.array([(day - first).days for day in days.used])

    def by_day(values: Numbers) -> Numbers:
        return np.asarray(values.reshape(-1, per_day)[places], np.float64)

    table = calls.table
    since_first = (table["day"] - pd.Timestamp(first)) / pd.Timedelta(seconds=1)
    axis_s: Numbers = np.asarray(since_first, np.float64)
    services = _services(table, axis_s, mapping)
    busy = by_day(services.per_interval(edges_s) / mapping.days.interval)
    seen = np.stack(
        [by_day(_seen(table, axis_s, group, mapping, edges_s)) for group in groups], axis=1
    )
    if not seen.any():  # no agent is named: those busy are all that is known to have been there
        seen[:, 0] = busy
    waits = _waits(table, axis_s)
    pieces, interval = waits.cut(edges_s)
    lengths = pieces.end_s - pieces.start_s
    served = services.area_until(pieces.end_s) - services.area_until(pieces.start_s)
    n = len(edges_s) - 1
    waiting_s = by_day(np.bincount(interval, lengths, n).astype(np.float64))
    busy_then_s = by_day(np.bincount(interval, served, n).astype(np.float64))
    saturated = _saturated(busy_then_s, waiting_s, seen.sum(axis=1), busy, mapping)
    return Staffing(days, groups, mapping.staffing.method, seen, saturated, busy, waiting_s)


def turnaround_s(calls: Calls) -> float:
    """Return the median time between two calls of an agent where the second was waiting all along.

    NaN where there are none. Agents who took long over it were often forestalled by others, so
    that this is less than their usual time between calls.
    """
    table = calls.table[calls.table["answered"] & (calls.table["agent"] != "")]
    table = table.sort_values(["agent", "day", "served_from_s"], kind="stable")
    ended_s = (table["served_from_s"] + table["served_s"]).shift()
    same = (table["agent"] == table["agent"].shift()) & (table["day"] == table["day"].shift())
    waiting = same & (table["queued_s"] <= ended_s) & (table["served_from_s"] >= ended_s)
    gaps = (table["served_from_s"] - ended_s)[waiting]
    return float(gaps.median()) if len(gaps) else float("nan")


def whole_agents(on_duty: Numbers) -> NDArray[np.int64]:
    """Return whole agents, shape (groups, intervals), from fractions of the same shape.

    What rounding takes from one interval it gives to the next, so that agent-hours are kept: 4.5
    agents become 4 and 5 in turn. The total is rounded so, then dealt to the groups, each next
    agent to the group that is most in arrears. Less than a quarter of an agent is nobody.
    """
    total = on_duty.sum(axis=0)
    whole = np.zeros(on_duty.shape, np.int64)
    owed, arrears = 0.0, np.zeros(len(on_duty))
    for interval, agents in enumerate(total.tolist()):
        if agents < LEAST_AGENTS:
            owed, arrears = 0.0, np.zeros(len(on_duty))
            continue
        number = int(np.floor(agents + owed + 0.5))
        owed += agents - number
        arrears += on_duty[:, interval]
        for _ in range(number):
            group = int(np.argmax(arrears))
            whole[group, interval] += 1
            arrears[group] -= 1
    return whole


def _edges(first: date, last: date, interval_s: float) -> Numbers:
    """Return the borders of all intervals from the first day to the end of the last, seconds."""
    return np.arange(0, ((last - first).days + 1) * S_PER_DAY + interval_s / 2, interval_s)


def _services(table: pd.DataFrame, axis_s: Numbers, mapping: LogMapping) -> Spans:
    """Return the spans of all services, absurd ones cut off, assumed wrap-up added."""
    answered = table["answered"].to_numpy(np.bool_)
    start_s = (axis_s + table["served_from_s"].to_numpy(np.float64))[answered]
    served_s = np.minimum(
        table["served_s"].to_numpy(np.float64)[answered], mapping.handling.at_most
    )
    return Spans(start_s, start_s + served_s + mapping.handling.wrap_up)


def _waits(table: pd.DataFrame, axis_s: Numbers) -> Spans:
    """Return the spans in which anybody waits."""
    waited_s = table["waited_s"].to_numpy(np.float64)
    start_s = (axis_s + table["queued_s"].to_numpy(np.float64))[waited_s > 0]
    return Spans(start_s, start_s + waited_s[waited_s > 0]).union()


def _seen(
    table: pd.DataFrame,
    axis_s: Numbers,
    group: SkillGroup,
    mapping: LogMapping,
    edges_s: Numbers,
) -> Numbers:
    """Return the agents of a group seen in each interval."""
    seconds = np.zeros(len(edges_s) - 1)
    mine = (table["answered"] & table["agent"].isin(group.agents)).to_numpy()
    for rows in table[mine].groupby("agent").indices.values():
        places = np.flatnonzero(mine)[rows]
        services = _services(table.iloc[places], axis_s[places], mapping)
        seconds += services.union(mapping.staffing.longest_gap).per_interval(edges_s)
    return seconds / mapping.days.interval


def _saturated(
    busy_then_s: Numbers,
    waiting_s: Numbers,
    seen: Numbers,
    busy: Numbers,
    mapping: LogMapping,
) -> Numbers:
    """Return the agents ready in each day and interval, shape (days, intervals)."""
    enough = waiting_s >= mapping.staffing.least_waiting
    counted = np.where(enough, busy_then_s / np.where(enough, waiting_s, 1), 0)
    seen_then = np.where(enough, seen, 0)
    overall = counted.sum() / seen_then.sum() if seen_then.sum() > 0 else 1.0
    by_time = seen_then.sum(axis=0)
    share = np.where(by_time > 0, counted.sum(axis=0) / np.where(by_time > 0, by_time, 1), overall)
    ready = np.where(enough, counted, seen * np.minimum(share, 1.0))
    return np.minimum(np.maximum(ready, busy), np.maximum(seen, busy))
