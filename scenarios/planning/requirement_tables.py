"""A requirement as tables: by line, by interval and by day, each step beside the one before.

Numbers are agents on duty and, added up over time, agent-hours. Whole numbers are rounded up where
somebody is staffed by himself: plain Erlang C by line and interval, the requirement by pool.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from optimize.requirements import served
from scenarios.planning.requirement import STEPS, Requirement
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

Numbers = NDArray[np.float64]

#: Rounding up forgives so much, for sums of floats.
_CLOSE = 1e-9


@dataclass(frozen=True)
class Needed:
    """A requirement and the scenario that it is of."""

    scenario: Scenario
    needs: Requirement

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
    def there(self) -> Numbers:
        """By line the share of the agents scheduled who are there, not absent or off the phone.

        The mean over the groups that answer it.
        """
        groups = self.scenario.groups
        shares = []
        for queue in self.scenario.queues:
            answers = self.needs.lines.answers.get(queue, {})
            total = sum(answers.values())
            present = sum(
                share * (1 - groups[name].absence) * (1 - groups[name].off_phone)
                for name, share in answers.items()
            )
            shares.append(present / total if total else 1.0)
        return np.array(shares)

    @property
    def gross(self) -> Numbers:
        """Agents to be scheduled by line and interval, absence and time off the phone in."""
        return self.pooled / self.there[:, None]

    def of(self, line: str | None) -> list[int]:
        """Return the rows of a line, or of all."""
        names = list(self.scenario.queues)
        return list(range(len(names))) if line is None else [names.index(line)]

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

    def by_interval(self, line: str | None = None) -> Frame:
        """Return one row an interval, of one line or of all, in agents.

        Columns: day (from 1), start_min, calls_per_h, handle_s, load, each of the steps, gross,
        whole (of all lines: by pool; of one: its own, rounded up).
        """
        rows, scenario, lines = self.of(line), self.scenario, self.needs.lines
        intervals = np.arange(scenario.intervals)
        calls, load = lines.calls_per_h[rows].sum(axis=0), lines.load[rows].sum(axis=0)
        alone = np.ceil(self.pooled[rows].sum(axis=0) - _CLOSE)
        return pd.DataFrame(
            {
                "day": intervals // scenario.intervals_per_day + 1,
                "start_min": intervals % scenario.intervals_per_day * scenario.interval / 60,
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

    def by_day(self, line: str | None = None) -> Frame:
        """Return one row a day, in agent-hours, with the most whole agents and when these are.

        Columns: as `by_interval`, in agent-hours, with calls, most and most_at_min.
        """
        table, hours = self.by_interval(line), self.scenario.interval / 3600
        steps = ["load", *STEPS, "gross", "whole"]
        found = table.groupby("day")[steps].sum() * hours
        found.insert(0, "calls", table.groupby("day")["calls_per_h"].sum() * hours)
        busiest = table.loc[table.groupby("day")["whole"].idxmax()].set_index("day")
        return found.assign(most=busiest["whole"], most_at_min=busiest["start_min"]).reset_index()

    def with_agents(self, line: str, agents: float) -> Frame:
        """Return what service so many agents on the phone give a line, in each interval.

        Columns: day, start_min, calls_per_h, load, needed, SL3, asa, abandonment, occupancy. As the
        formula of its own has it: by itself, in a steady state.
        """
        row = self.of(line)[0]
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
