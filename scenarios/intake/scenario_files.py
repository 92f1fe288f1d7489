"""The scenario's files: YAML and the tables that it refers to, written from estimates."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from scenarios.intake.days import weekday_order
from scenarios.intake.estimates import Estimates
from scenarios.intake.handling import TalkTimes
from scenarios.intake.mapping import CustomerClass, LogMapping, Weekday
from scenarios.intake.patience import PatienceTimes
from scenarios.units import write_clock, write_duration

VOLUMES_FILE: Final = "volumes.csv"
AGENTS_FILE: Final = "agents.csv"

#: Texts up to this length stay on one line.
LONGEST_VALUE: Final = 40


@dataclass(frozen=True)
class Week:
    """The days that the scenario has, and their tables, each of shape (rows, days x intervals)."""

    weekdays: tuple[Weekday, ...]
    first_day: date
    volumes: NDArray[np.float64]
    agents: NDArray[np.int64]

    @property
    def agent_h_per_day(self) -> float:
        """The mean agent-hours on duty of a day."""
        per_day = self.agents.shape[1] // len(self.weekdays)
        return float(int(self.agents.sum()) * 24 / per_day / len(self.weekdays))


def typical_week(estimates: Estimates, mapping: LogMapping) -> Week:
    """Return the mean day of each weekday that was seen, in the order of the mapping's week."""
    volumes = estimates.volumes
    weekdays = weekday_order(mapping, volumes.weekdays)
    agents = [estimates.staffing.whole_on_duty(volumes.weekday_rows(day)) for day in weekdays]
    first = volumes.weekday_rows(weekdays[0])[0]
    return Week(
        weekdays,
        volumes.days.used[int(first)],
        np.concatenate([volumes.mean(day) for day in weekdays], axis=1),
        np.concatenate(agents, axis=1),
    )


def scenario_files(
    estimates: Estimates, mapping: LogMapping, name: str, origin: str
) -> dict[str, str]:
    """Return the files of the scenario by name: YAML, volumes and agents.

    `origin` says in words where the figures come from.
    """
    week = typical_week(estimates, mapping)
    tree = _scenario(estimates, mapping, week, name, origin)
    groups = [group.name for group in estimates.staffing.groups]
    return week_files(tree, week, mapping.days.interval, estimates.volumes.queues, groups)


def week_files(
    tree: dict[str, Any],
    week: Week,
    interval_s: float,
    queues: Sequence[str],
    groups: Sequence[str],
) -> dict[str, str]:
    """Return the files of a scenario of a week: its tree as YAML, volumes and agents as tables."""
    body = yaml.dump(
        tree,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=None,
    )
    return {
        f"{tree['name']}.yaml": f"# Written by crewline import.\n{body}",
        VOLUMES_FILE: _table(week, interval_s, queues, np.round(week.volumes, 4)),
        AGENTS_FILE: _table(week, interval_s, groups, week.agents),
    }


class _Dumper(yaml.SafeDumper):
    """Writes trees without anchors, and breaks lines between values, not within `157 s`."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def write_plain(self, text: str, split: bool = True) -> None:
        super().write_plain(text, split and len(text) > LONGEST_VALUE)


def _scenario(
    estimates: Estimates, mapping: LogMapping, week: Week, name: str, origin: str
) -> dict[str, Any]:
    """Return the scenario as the schema describes it."""
    queues = estimates.volumes.queues
    return {
        "schema_version": 1,
        "name": name,
        "title": mapping.title or name,
        "description": f"{origin} {weekdays_text(week)}",
        "seed": mapping.seed,
        "first_day": week.first_day.isoformat(),
        "days": len(week.weekdays),
        "interval": write_duration(mapping.days.interval),
        "currency": mapping.currency,
        "day_factor_cv": written_percent(estimates.factors.shared_cv),
        "queues": {queue: _queue(queue, estimates, mapping) for queue in queues},
        "groups": {
            group.name: {
                "serves": {queue: {"rank": 1} for queue in _served(group.kinds, queues, mapping)},
                "agents": {"file": AGENTS_FILE, "column": group.name},
            }
            for group in estimates.staffing.groups
        },
    }


def written_percent(share: float) -> str:
    """Return an estimated share in the one form that the file has, `8.5 %`."""
    return f"{100 * share:.1f} %"


def weekdays_text(week: Week) -> str:
    days = ", ".join(day.capitalize() for day in week.weekdays)
    return f"Days of the scenario: {days}."


def _queue(queue: str, estimates: Estimates, mapping: LogMapping) -> dict[str, Any]:
    talk: TalkTimes = estimates.talk[queue]
    patience: PatienceTimes | None = estimates.patience.get(queue)
    kind, customer_class = split_queue(queue, mapping)
    known = next((one for one in mapping.kinds.values() if one.name == kind), None)
    title = known.title if known else ""
    written: dict[str, Any] = {
        "title": f"{title or kind}, {customer_class.suffix}" if customer_class else title or kind,
        "volume": {"file": VOLUMES_FILE, "column": queue},
        "talk": talk.as_scenario(),
        "patience": patience.as_scenario(mapping) if patience else "never",
        "day_factor_cv": written_percent(min(estimates.factors.own_cv[queue], 1.0)),
        "target": {
            "kpi": "SL3",
            "within": write_duration(mapping.target.within),
            "level": f"{100 * mapping.target.level:.10g} %",
        },
    }
    if mapping.handling.wrap_up:
        mean = write_duration(mapping.handling.wrap_up)
        written["wrap_up"] = {"distribution": "exponential", "mean": mean}
    if known and known.priority:
        written["priority"] = known.priority
    if customer_class and customer_class.head_start:
        written["head_start"] = write_duration(customer_class.head_start)
    return written


def split_queue(queue: str, mapping: LogMapping) -> tuple[str, CustomerClass | None]:
    """Return the kind and the class that a queue is of."""
    for customer_class in mapping.classes.classes:
        if queue.endswith(f"_{customer_class.suffix}"):
            return queue.removesuffix(f"_{customer_class.suffix}"), customer_class
    return queue, None


def _served(kinds: Sequence[str], queues: Sequence[str], mapping: LogMapping) -> list[str]:
    """Return the queues of the given kinds, all classes."""
    return [queue for queue in queues if split_queue(queue, mapping)[0] in kinds]


def _table(
    week: Week,
    interval_s: float,
    columns: Sequence[str],
    values: NDArray[np.float64] | NDArray[np.int64],
) -> str:
    """Return a CSV text with one row an interval and one column each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["day", "from", *columns])
    per_day = values.shape[1] // len(week.weekdays)
    for row, numbers in enumerate(values.T.tolist()):
        start_s = round(row % per_day * interval_s)
        writer.writerow([week.weekdays[row // per_day], write_clock(start_s), *numbers])
    return text.getvalue()
