"""A requirement as tables: by line, by interval and by day, each step beside the one before.

Numbers are agents on duty and, added up over time, agent-hours. Whole numbers are rounded up where
somebody is staffed by himself: plain Erlang C by line and interval, the requirement by pool.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimize.requirements import served
from scenarios.planning.need.requirement import STEPS, Requirement, requirement
from scenarios.planning.proof.bridge import Bridge, bridge
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

Numbers = NDArray[np.float64]

#: One line by its name, several together, or all.
Chosen = str | Sequence[str] | None

#: Rounding up forgives so much, for sums of floats.
_CLOSE = 1e-9


@dataclass(frozen=True)
class Needed:
    """A requirement, the scenario that it is of, and the steps that led to it."""

    scenario: Scenario
    needs: Requirement
    steps: Bridge

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Needed:
        """Return what a scenario needs."""
        needs = requirement(scenario)
        return cls(scenario, needs, bridge(needs, scenario))

    @property
    def pooled(self) -> Numbers:
        """Agents on duty by line and interval, the last of the steps."""
        return self.needs.steps[STEPS[-1]]

    @property
    def whole(self) -> Numbers:
        """Whole agents by interval: those of each pool rounded up, and added."""
        pools = [np.ceil(self.pooled[list(rows)].sum(axis=0) - _CLOSE) for rows in self.needs.pools]
        return np.asarray(np.sum(pools, axis=0), np.float64)

    @property
    def gross(self) -> Numbers:
        """Agents to be scheduled by line and interval: their pace, absence, time off the phone."""
        found = self.steps.step("absence").by_queue
        return self.pooled if found is None else found

    def rows(self, line: Chosen) -> list[int]:
        """Return the rows of a line, of several, or of all."""
        names = list(self.scenario.queues)
        if line is None:
            return list(range(len(names)))
        return [names.index(one) for one in ([line] if isinstance(line, str) else line)]

    @property
    def pools(self) -> tuple[tuple[str, ...], ...]:
        """The lines that help each other out, by name; those that stand alone are in none."""
        names = self.needs.lines.queues
        return tuple(
            tuple(names[row] for row in rows) for rows in self.needs.pools if len(rows) > 1
        )

    def by_line(self) -> Frame:
        """Return one row a line, in agent-hours over the horizon, and one for all (name empty).

        Columns: name, calls, handle_s (their mean), load_h, each of the steps, gross.
        """
        lines, hours = self.needs.lines, self.scenario.interval / 3600
        calls = lines.calls_per_h * hours
        rows = [[row] for row in range(len(self.scenario.queues))]
        rows.append([row for each in rows for row in each])
        records = []
        for number, members in enumerate(rows):
            total = float(calls[members].sum())
            work_s = float((calls[members] * lines.handle_s[members]).sum())
            is_all = number == len(rows) - 1
            records.append(
                {
                    "name": "" if is_all else lines.queues[number],
                    "calls": total,
                    "handle_s": work_s / total if total else math.nan,
                    "load_h": float(lines.load[members].sum()) * hours,
                    **{
                        step: self.needs.hours(agents[members])
                        for step, agents in self.needs.steps.items()
                    },
                    "gross": self.needs.hours(self.gross[members]),
                }
            )
        return pd.DataFrame(records)

    def at_once(self, line: Chosen = None) -> tuple[str, ...]:
        """Return the lines, of one or of all, of which an agent serves several at once."""
        lines = self.needs.lines
        return tuple(
            lines.queues[row]
            for row in self.rows(line)
            if (one := lines.at_once[row]) is not None and one.concurrency > 1
        )

    def by_interval(self, line: Chosen = None) -> Frame:
        """Return one row an interval, of one line, of several or of all, in agents.

        Columns: day (from 1), start_min, first_per_h (first attempts), calls_per_h (with those
        who come back), handle_s, load, each of the steps, gross, whole (of all lines: by pool; of
        one or several: their own, rounded up).
        """
        rows, scenario, lines = self.rows(line), self.scenario, self.needs.lines
        intervals = np.arange(scenario.intervals)
        calls, load = lines.calls_per_h[rows].sum(axis=0), lines.load[rows].sum(axis=0)
        alone = np.ceil(self.pooled[rows].sum(axis=0) - _CLOSE)
        return pd.DataFrame(
            {
                "day": intervals // scenario.intervals_per_day + 1,
                "start_min": intervals % scenario.intervals_per_day * scenario.interval / 60,
                "first_per_h": lines.first_per_h[rows].sum(axis=0),
                "calls_per_h": calls,
                "handle_s": np.where(
                    calls > 0, 3600 * load / np.where(calls > 0, calls, 1), np.nan
                ),
                "load": load,
                **{step: agents[rows].sum(axis=0) for step, agents in self.needs.steps.items()},
                "gross": self.gross[rows].sum(axis=0),
                "whole": self.whole if line is None else alone,
            }
        )

    def by_day(self, line: Chosen = None) -> Frame:
        """Return one row a day, in agent-hours, with the most whole agents and when these are.

        Columns: as `by_interval`, in agent-hours, with calls, most and most_at_min.
        """
        table, hours = self.by_interval(line), self.scenario.interval / 3600
        steps = ["load", *STEPS, "gross", "whole"]
        found = table.groupby("day")[steps].sum() * hours
        found.insert(0, "calls", table.groupby("day")["calls_per_h"].sum() * hours)
        busiest = table.loc[table.groupby("day")["whole"].idxmax()].set_index("day")
        return found.assign(most=busiest["whole"], most_at_min=busiest["start_min"]).reset_index()

    def tables(self, line: str | None = None) -> dict[str, Frame]:
        """Return the tables of a results folder by name."""
        return {
            "lines": self.by_line(),
            "days": self.by_day(line),
            "intervals": self.by_interval(line),
            "steps": self.by_step(),
        }

    def by_step(self) -> Frame:
        """Return one row a step from the Erlang number to the last one.

        Columns: step, title, meaning, hours (agent-hours over the horizon), cost, and what each
        adds to the one before: added_hours, added_cost.
        """
        return pd.DataFrame(
            [
                {
                    "step": step.key,
                    "title": step.title,
                    "meaning": step.meaning,
                    "hours": step.hours,
                    "cost": step.cost,
                    "added_hours": hours,
                    "added_cost": cost,
                }
                for step, hours, cost in self.steps.changes()
            ]
        )

    def with_agents(self, line: str, agents: float) -> Frame:
        """Return what service so many agents on the phone give a line, in each interval.

        Columns: day, start_min, calls_per_h, load, needed, SL3, asa, abandonment, occupancy. The
        line is by itself, and in a steady state.
        """
        row = self.rows(line)[0]
        table = self.by_interval(line)
        promise, patience_s = self.needs.lines.promises[row], self.needs.lines.patience_s[row]
        within_s = 0.0 if promise is None else promise.goal().within_s
        found = served(
            table["calls_per_h"].to_numpy(),
            np.nan_to_num(table["handle_s"].to_numpy()),
            agents,
            within_s,
            None if math.isinf(patience_s) else max(float(patience_s), 1.0),
        )
        return table[["day", "start_min", "calls_per_h", "load"]].assign(
            needed=np.ceil(self.needs.steps["returns"][row] - _CLOSE),
            SL3=found.answered_within,
            asa=found.asa_s,
            abandonment=found.share_abandoned,
            occupancy=found.occupancy,
        )
