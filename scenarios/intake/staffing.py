"""Staffing: agents on duty, inferred from a log that does not say who was logged in.

Two estimates, both in agents per interval:

- *seen*: an agent is on duty from the first to the last call served, unless not seen for longer
  than a gap that the mapping sets. Pauses, meetings and after-call work within that gap count as
  duty, so this is more than were ready to answer.
- *saturated*: while somebody waits, every agent who is ready is busy; the number busy then is the
  number ready. Moments of waiting are moments of few agents, so this is rather too few.

Where hardly anybody waits in an interval there is nothing to count, and *saturated* takes those
seen, times the share of them that was ready in the other intervals of the same time of day.

On sparse lines most of the duty leaves no trace, and four rules keep it from being lost:

- Not being seen is a sign of absence only if colleagues were. An agent stays on duty over a longer
  gap, of at most four hours, in which calls of the kinds that the agent's group serves were taken
  up no more than three times for each agent there: were they dealt at random, that many would pass
  one by with probability exp(-3) = 5 %.
- Nobody comes for less than an interval: an agent seen for less is on duty for the whole of the
  interval in which the call was answered.
- A day on which no call came and nobody was seen in an interval says nothing about that interval;
  the mean of a weekday is over the other days.
- Where a queue's calls were answered in an interval of a weekday, at least one agent of a group
  that serves the queue is on duty, whatever means and rounding come to.
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


#: An agent whom this many calls for each agent there passed by was away (see the module).
CALLS_IN_TURN: Final = 3

#: Nobody is on duty without a call for longer than this, seconds.
LONGEST_QUIET_S: Final = 4 * 3600


@dataclass(frozen=True)
class Staffing:
    """Agents per used day, group and interval; fractions, as nobody keeps to intervals.

    `seen` has shape (days, groups, intervals). `saturated`, `busy` (agents in calls) have shape
    (days, intervals); `waiting_s` is for how long somebody waited in an interval. `telling` says
    whether anything came or anybody was seen in it. `answered` are the calls of each kind that an
    agent took up in it, shape (days, kinds, intervals), in the order of `kinds`.
    """

    days: Days
    groups: tuple[SkillGroup, ...]
    method: str
    seen: Numbers
    saturated: Numbers
    busy: Numbers
    waiting_s: Numbers
    telling: NDArray[np.bool_]
    kinds: tuple[str, ...]
    answered: NDArray[np.int64]

    def on_duty(self, rows: NDArray[np.int64], method: str = "") -> Numbers:
        """Return the mean agents of the days `rows`, shape (groups, intervals).

        The mean in an interval is over the days that say anything about it.
        """
        agents = self.seen[rows]
        if (method or self.method) == "saturated":
            total = agents.sum(axis=1)
            ready = np.where(total > 0, self.saturated[rows] / np.where(total > 0, total, 1), 0)
            agents = agents * ready[:, None, :]
        return np.asarray(agents.sum(axis=0) / np.maximum(self.telling[rows].sum(axis=0), 1))

    def whole_on_duty(self, rows: NDArray[np.int64], method: str = "") -> NDArray[np.int64]:
        """Return the mean day of `rows` in whole agents, shape (groups, intervals).

        Somebody who may serve them is there wherever calls were answered.
        """
        answered = self.answered[rows].sum(axis=0) > 0
        serves = np.array([[kind in group.kinds for kind in self.kinds] for group in self.groups])
        return whole_agents(self.on_duty(rows, method), answered, serves)

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
    kinds = tuple(sorted(table["kind"].unique()))
    waits = _waits(table, axis_s)
    pieces, interval = waits.cut(edges_s)
    lengths = pieces.end_s - pieces.start_s
    served = services.area_until(pieces.end_s) - services.area_until(pieces.start_s)
    n = len(edges_s) - 1
    waiting_s = by_day(np.bincount(interval, lengths, n).astype(np.float64))
    busy_then_s = by_day(np.bincount(interval, served, n).astype(np.float64))
    saturated = _saturated(busy_then_s, waiting_s, seen.sum(axis=1), busy, mapping)
    queued = _calls(axis_s + table["queued_s"].to_numpy(np.float64), edges_s)
    telling = (by_day(queued) > 0) | (seen.sum(axis=1) > 0)
    answered = np.stack(
        [by_day(_taken_up(table, axis_s, kind, edges_s)).astype(np.int64) for kind in kinds], axis=1
    )
    return Staffing(
        days,
        groups,
        mapping.staffing.method,
        seen,
        saturated,
        busy,
        waiting_s,
        telling,
        kinds,
        answered,
    )


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


def whole_agents(
    on_duty: Numbers,
    answered: NDArray[np.bool_] | None = None,
    serves: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Return whole agents, shape (groups, intervals), from fractions of the same shape.

    What rounding takes from one interval it gives to the next, so that agent-hours are kept: 4.5
    agents become 4 and 5 in turn. The total is rounded so, then dealt to the groups, each next
    agent to the group that is most in arrears. Less than a quarter of an agent is nobody.

    `answered` (kinds, intervals) says where calls of a kind were answered, `serves` (groups, kinds)
    by whom they may be: there one agent who may is dealt first, and where the rounded total does
    not hold that many, it is raised. What is added so is not taken from other intervals.
    """
    total = on_duty.sum(axis=0)
    whole = np.zeros(on_duty.shape, np.int64)
    if answered is not None and serves is not None:
        whole = _needed(on_duty, answered, serves)
    owed, arrears = 0.0, np.zeros(len(on_duty))
    for interval, agents in enumerate(total.tolist()):
        needed = int(whole[:, interval].sum())
        if agents < max(LEAST_AGENTS, needed):
            owed, arrears = 0.0, np.zeros(len(on_duty))
            continue
        number = int(np.floor(agents + owed + 0.5))
        owed += agents - number
        arrears += on_duty[:, interval] - whole[:, interval]
        for _ in range(number - needed):
            group = int(np.argmax(arrears))
            whole[group, interval] += 1
            arrears[group] -= 1
    return whole


def _needed(
    on_duty: Numbers, answered: NDArray[np.bool_], serves: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the fewest agents that the answered calls need, shape (groups, intervals).

    One agent of a group does for all kinds that the group serves. Groups that serve more of the
    kinds still needed go first, then those with more agents on duty.
    """
    least = np.zeros(on_duty.shape, np.int64)
    for interval in np.flatnonzero(answered.any(axis=0)).tolist():
        left = answered[:, interval] & serves.any(axis=0)
        while left.any():
            helps = (serves & left).sum(axis=1)
            group = int(np.lexsort((on_duty[:, interval], helps))[-1])
            least[group, interval] = 1
            left = left & ~serves[group]
    return least


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
    from_s = axis_s + table["served_from_s"].to_numpy(np.float64)
    known = table["answered"] & (table["agent"] != "")
    could = (known & table["kind"].isin(group.kinds)).to_numpy()
    order = np.flatnonzero(could)[np.argsort(from_s[could], kind="stable")]
    at_s, who = from_s[order], pd.factorize(table["agent"].iloc[order])[0]
    for rows in table[mine].groupby("agent").indices.values():
        places = np.flatnonzero(mine)[rows]
        services = _services(table.iloc[places], axis_s[places], mapping)
        duty = _over_quiet_gaps(services.union(mapping.staffing.longest_gap), at_s, who)
        seconds += _whole_intervals(duty, mapping.days.interval).per_interval(edges_s)
    return seconds / mapping.days.interval


def _over_quiet_gaps(duty: Spans, at_s: Numbers, who: NDArray[np.int64]) -> Spans:
    """Return an agent's duty with the gaps filled in which colleagues took few calls too.

    `at_s` are the instants, in order, at which calls that the agent could have taken were taken up,
    `who` by which agent.
    """
    first = np.searchsorted(at_s, duty.end_s[:-1], side="left")
    last = np.searchsorted(at_s, duty.start_s[1:], side="left")
    away = [
        until_s - from_s > LONGEST_QUIET_S
        or end - begin > CALLS_IN_TURN * (1 + len(np.unique(who[begin:end])))
        for from_s, until_s, begin, end in zip(
            duty.end_s[:-1], duty.start_s[1:], first, last, strict=True
        )
    ]
    starts = np.concatenate([[True], away]).astype(np.bool_)
    return Spans(duty.start_s[starts], duty.end_s[np.roll(starts, -1)])


def _whole_intervals(duty: Spans, interval_s: float) -> Spans:
    """Return duty of which none is shorter than an interval: what is fills that of its start."""
    short = duty.end_s - duty.start_s < interval_s
    floor_s = np.floor(duty.start_s / interval_s) * interval_s
    start_s = np.where(short, floor_s, duty.start_s)
    end_s = np.where(short, np.maximum(floor_s + interval_s, duty.end_s), duty.end_s)
    return Spans(start_s, end_s).union()


def _taken_up(table: pd.DataFrame, axis_s: Numbers, kind: str, edges_s: Numbers) -> Numbers:
    """Return how many calls of a kind an agent took up in each interval."""
    mine = (table["answered"] & (table["kind"] == kind)).to_numpy(np.bool_)
    return _calls((axis_s + table["served_from_s"].to_numpy(np.float64))[mine], edges_s)


def _calls(instants_s: Numbers, edges_s: Numbers) -> Numbers:
    """Return how many of the instants lie in each interval; those outside are left out."""
    return np.histogram(instants_s, edges_s)[0].astype(np.float64)


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
