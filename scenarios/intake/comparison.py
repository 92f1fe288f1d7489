"""What was beside what is simulated: the recorded days, the same days replayed, and days drawn.

All are counted by the same KPI functions, per day, queue and hour.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.build import centre, service_clock
from scenarios.intake.days import Days, weekday_of
from scenarios.intake.estimates import estimate
from scenarios.intake.importing import Imported
from scenarios.intake.mapping import Weekday
from scenarios.intake.recorded import recorded_outcomes
from scenarios.intake.replay import replay
from scenarios.intake.scenario_files import scenario_files, typical_week
from scenarios.load import load
from scenarios.schema.scenario import Scenario
from scenarios.schema.skill import Skill
from sim.clock import MS_PER_DAY, MS_PER_H
from sim.kpis.counts import QueueCount
from sim.kpis.estimates import Estimates, ratio_of_means
from sim.kpis.tally import tally
from sim.plan import Plan
from sim.steps import Steps

#: Weekdays with fewer calls than this share of the busiest weekday's are not compared.
FULL_DAY: Final = 0.5

HOURS: Final = 24

#: How many days are shown one by one.
SHOWN_DAYS: Final = 10

#: Hours in which fewer calls were served have the service times of the whole day.
FEWEST_SERVED: Final = 500

Agents = Literal["seen", "saturated", "typical"]

#: Top and bottom of the ratios that are compared.
RATIOS: Final = {
    "wait_s": (QueueCount.WAIT_S, QueueCount.OFFERED),
    "abandoned": (QueueCount.ABANDONED, QueueCount.OFFERED),
    "in_time": (QueueCount.ANSWERED_WITHIN, QueueCount.OFFERED),
}


@dataclass(frozen=True)
class Observed:
    """Days of one kind, counted: shape (days, 1 + queues, 24 hours, len(QueueCount)), row 0 all.

    `agent_h` are the agent-hours a day that were on duty; NaN where nobody knows.
    """

    counts: NDArray[np.float64]
    agent_h: float

    def by_hour(self, ratio: str) -> Estimates:
        """Return a ratio of the centre for each hour, shape (24,), over days."""
        return self._estimate(self.counts[:, 0], ratio)

    def by_queue(self, ratio: str) -> Estimates:
        """Return a ratio for the centre and each queue, shape (1 + queues,), over days."""
        return self._estimate(self.counts.sum(axis=2), ratio)

    def by_day(self, ratio: str) -> NDArray[np.float64]:
        """Return a ratio of the centre for each day."""
        top, bottom = RATIOS[ratio]
        days = self.counts[:, 0].sum(axis=1)
        return np.asarray(days[:, top] / days[:, bottom])

    @property
    def offered(self) -> NDArray[np.float64]:
        """The mean calls a day, shape (1 + queues, 24)."""
        return np.asarray(self.counts[..., QueueCount.OFFERED].mean(axis=0))

    @staticmethod
    def _estimate(counts: NDArray[np.float64], ratio: str) -> Estimates:
        top, bottom = RATIOS[ratio]
        return ratio_of_means(counts[..., top], counts[..., bottom])


def scenario_of(imported: Imported) -> Scenario:
    """Return the scenario that an import writes, read back."""
    with tempfile.TemporaryDirectory() as folder:
        return load(imported.write(Path(folder) / imported.name)).scenario


def full_weekdays(imported: Imported) -> tuple[Weekday, ...]:
    """Return the weekdays that are busy enough to be compared."""
    volumes = imported.estimates.volumes
    totals = {day: float(volumes.mean(day).sum()) for day in volumes.weekdays}
    most = max(totals.values())
    return tuple(day for day, total in totals.items() if total >= FULL_DAY * most)


def compared_days(imported: Imported) -> tuple[date, ...]:
    """Return the used days that are of a full weekday."""
    weekdays = full_weekdays(imported)
    return tuple(day for day in imported.days.used if weekday_of(day) in weekdays)


def held_out(imported: Imported, share: float = 2 / 3) -> tuple[Imported, tuple[date, ...]]:
    """Return what the first days alone, by a share, come to; and the days that follow."""
    used = imported.days.used
    cut = round(len(used) * share)
    early = Days(used[:cut], (), ())
    estimates = estimate(imported.calls, early, imported.mapping)
    files = scenario_files(estimates, imported.mapping, imported.name, "")
    earlier = replace(imported, days=early, estimates=estimates, scenario_files=files)
    weekdays = full_weekdays(earlier)
    return earlier, tuple(day for day in used[cut:] if weekday_of(day) in weekdays)


def recorded(imported: Imported, scenario: Scenario, days: Sequence[date]) -> Observed:
    """Return the days as they went."""
    counts = []
    for day in days:
        one = centre(_one_day(imported, scenario, day, "seen"))
        outcomes = recorded_outcomes(imported.calls, imported.mapping, one, day)
        absent = np.zeros(one.plan.seats, np.bool_)
        counts.append(_by_hour(tally(outcomes, one, absent, service_clock(scenario)).queues))
    return Observed(np.stack(counts), float("nan"))


def replayed(
    imported: Imported,
    scenario: Scenario,
    days: Sequence[date],
    agents: Agents,
    *,
    pooled: bool = False,
) -> Observed:
    """Return the days simulated with their own calls.

    `agents` are those inferred for the very day, seen or saturated, or those of the typical week's
    weekday. `pooled` lets every group serve every queue.
    """
    if pooled:
        scenario = _pooled(scenario)
    counts, agent_h = [], []
    for day in days:
        one = centre(_one_day(imported, scenario, day, agents))
        contacts = replay(imported.calls, imported.mapping, one, day)
        counted = tally(one.run(contacts), one, contacts.absent, service_clock(scenario))
        counts.append(_by_hour(counted.queues))
        agent_h.append(float(one.plan.paid_s.sum()) / 3600)
    return Observed(np.stack(counts), float(np.mean(agent_h)))


def drawn(
    imported: Imported, scenario: Scenario, replications: int, *, hourly: bool = False
) -> Observed:
    """Return the full weekdays of the imported typical week, simulated with drawn contacts.

    `hourly` lets service times vary over the day as they do in the log.
    """
    whole = centre(scenario)
    if hourly:
        whole = replace(whole, plan=_with_hourly_handling(whole.plan, imported))
    clock = service_clock(scenario)
    weekdays = typical_week(imported.estimates, imported.mapping).weekdays
    full = [place for place, day in enumerate(weekdays) if day in full_weekdays(imported)]
    counts = []
    for replication in range(replications):
        contacts = whole.contacts(scenario.seed, replication)
        queues = tally(whole.run(contacts), whole, contacts.absent, clock).queues
        rows = len(queues)
        by_day = queues.reshape(rows, scenario.days, -1, len(QueueCount))
        counts += [_by_hour(by_day[:, place]) for place in full]
    paid_s = whole.plan.paid_s.reshape(len(whole.plan.paid_s), scenario.days, -1)
    agent_h = float(paid_s[:, full].sum()) / 3600 / len(full)
    return Observed(np.stack(counts), agent_h)


def service_by_hour(imported: Imported) -> pd.DataFrame:
    """Return the mean service time by hour of the full weekdays, and what queues alone explain.

    Columns `calls`, `mean_s`, and `by_queue_s`: the mean if every call took its queue's mean.
    """
    days = [pd.Timestamp(day) for day in compared_days(imported)]
    table = imported.calls.on(days).table
    table = table[table["served_s"] <= imported.mapping.handling.at_most]
    means = {queue: talk.mean_s for queue, talk in imported.estimates.talk.items()}
    hours = (table["queued_s"] // 3600).astype(int)
    grouped = table.assign(by_queue_s=table["queue"].map(means)).groupby(hours)
    return pd.DataFrame(
        {
            "calls": grouped.size(),
            "mean_s": grouped["served_s"].mean(),
            "by_queue_s": grouped["by_queue_s"].mean(),
        }
    ).reindex(range(HOURS))


def _with_hourly_handling(plan: Plan, imported: Imported) -> Plan:
    """Return the plan with handling times that vary by the hour of the day."""
    found = service_by_hour(imported)
    factors = (found["mean_s"] / found["by_queue_s"]).where(found["calls"] >= FEWEST_SERVED, 1.0)
    days = -(-plan.horizon_ms // MS_PER_DAY)
    hourly = Steps.every(MS_PER_H, np.tile(factors.to_numpy(np.float64), days))
    return replace(plan, handling_factor=tuple(step * hourly for step in plan.handling_factor))


def _one_day(imported: Imported, scenario: Scenario, day: date, agents: Agents) -> Scenario:
    """Return the scenario cut down to one day of the log: its volumes and its agents."""
    estimates = imported.estimates
    row = estimates.volumes.days.used.index(day)
    volumes = estimates.volumes.counts[row]
    if agents == "typical":
        rows = estimates.volumes.weekday_rows(weekday_of(day))
        numbers = estimates.staffing.whole_on_duty(rows)
    else:
        numbers = estimates.staffing.whole_on_duty(np.array([row]), agents)
    queues = {
        name: queue.model_copy(update={"volume": tuple(map(float, volumes[place]))})
        for place, (name, queue) in enumerate(scenario.queues.items())
    }
    groups = {
        name: group.model_copy(update={"agents": tuple(numbers[place].tolist())})
        for place, (name, group) in enumerate(scenario.groups.items())
    }
    return scenario.model_copy(
        update={"days": 1, "first_day": day, "queues": queues, "groups": groups}
    )


def _pooled(scenario: Scenario) -> Scenario:
    """Return the scenario with every group serving every queue."""
    groups = {
        name: group.model_copy(update={"serves": {queue: Skill() for queue in scenario.queues}})
        for name, group in scenario.groups.items()
    }
    return scenario.model_copy(update={"groups": groups})


def _by_hour(queues: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return counts of shape (rows, intervals of a day, counts) by hour."""
    return np.asarray(queues.reshape(len(queues), HOURS, -1, queues.shape[-1]).sum(axis=2))
