"""Check of an import: the scenario's typical week simulated a few times, beside the log.

A scenario that does not repeat its own log has something wrong, most often the agents on duty,
which a log without log-ins does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.build import centre, service_clock
from scenarios.intake.comparison import RATIOS, scenario_of
from scenarios.intake.days import WEEKDAYS
from scenarios.intake.importing import Imported
from scenarios.intake.line_figures import ALL_LINES
from scenarios.intake.said import Said, Tell, said
from scenarios.intake.scenario_files import typical_week
from scenarios.intake.wording import WEEKDAYS as WEEKDAY_NAMES
from scenarios.intake.wording import plain_table
from sim.kpis.counts import QueueCount
from sim.kpis.estimates import Estimates, ratio_of_means
from sim.kpis.tally import tally

#: How many typical weeks are simulated unless told otherwise.
WEEKS: Final = 20


@dataclass(frozen=True)
class Side:
    """One line or weekday: what the log says, and the simulated mean with its 95 % interval.

    Keys are those of `RATIOS`: `wait_s` and `abandoned` of all offered, `in_time` is SL3.
    """

    name: str
    calls_a_week: float
    log: dict[str, float]
    simulated: dict[str, float]
    half_width: dict[str, float]


@dataclass(frozen=True)
class LogCheck:
    """The imported typical week beside its log: `by_line`, the whole centre first, and `by_day`."""

    weeks: int
    within_s: float
    by_line: tuple[Side, ...]
    by_day: tuple[Side, ...]

    def lines(self, tell: Tell = str) -> list[str]:
        """Return the check as lines of plain text, in the language of `tell`."""
        return [
            tell(
                said(
                    "log and scenario side by side ({n} typical weeks simulated; SL3: answered"
                    " within {seconds} s, of all offered):",
                    n=self.weeks,
                    seconds=f"{self.within_s:g}",
                )
            ),
            *_table(said("line"), self.by_line, tell),
            "",
            *_table(said("day"), self.by_day, tell),
            tell(
                said(
                    "where they are far apart, look at the agents on duty first: `staffing` of the"
                    " mapping, agents.csv of the scenario"
                )
            ),
        ]

    def as_dict(self) -> dict[str, object]:
        """Return the check for a machine; seconds and shares, None where nothing came."""
        return {
            "weeks": self.weeks,
            "within_s": self.within_s,
            "by_line": [_plain(side) for side in self.by_line],
            "by_day": [_plain(side) for side in self.by_day],
        }


def check_against_log(imported: Imported, weeks: int = WEEKS) -> LogCheck:
    """Return the typical week of an import, simulated `weeks` times, beside the log's used days.

    Draws are those of the scenario's seed. Raises ValueError for fewer than two weeks.
    """
    if weeks < 2:
        raise ValueError("expected at least two weeks, to say how much they differ")
    counts = _simulated(imported, weeks)
    table = imported.calls.on(imported.days.timestamps).table
    within_s = imported.mapping.target.within
    volumes = imported.estimates.volumes
    week = typical_week(imported.estimates, imported.mapping)
    calls = week.volumes.reshape(len(volumes.queues), len(week.weekdays), -1).sum(axis=2)
    logs = [table, *(table[table["queue"] == queue] for queue in volumes.queues)]
    numbers = [float(calls.sum()), *calls.sum(axis=1).tolist()]
    number = pd.DatetimeIndex(table["day"]).day_of_week
    days = [table[number == WEEKDAYS.index(day)] for day in week.weekdays]
    return LogCheck(
        weeks,
        within_s,
        _sides((ALL_LINES, *volumes.queues), numbers, logs, counts.sum(axis=2), within_s),
        _sides(week.weekdays, calls.sum(axis=0).tolist(), days, counts[:, 0], within_s),
    )


def _simulated(imported: Imported, weeks: int) -> NDArray[np.float64]:
    """Return counts of shape (weeks, 1 + queues, days, len(QueueCount))."""
    scenario = scenario_of(imported)
    made, clock = centre(scenario), service_clock(scenario)
    counts = []
    for replication in range(weeks):
        contacts = made.contacts(scenario.seed, replication)
        queues = tally(made.run(contacts), made, contacts.absent, clock).queues
        by_day = queues.reshape(len(queues), scenario.days, -1, len(QueueCount))
        counts.append(by_day.sum(axis=2))
    return np.stack(counts)


def _sides(
    names: Sequence[str],
    calls: Sequence[float],
    logs: Sequence[pd.DataFrame],
    counts: NDArray[np.float64],
    within_s: float,
) -> tuple[Side, ...]:
    """Return a side for each name; `counts` has shape (weeks, names, len(QueueCount))."""
    found: dict[str, Estimates] = {
        ratio: ratio_of_means(counts[..., top], counts[..., bottom])
        for ratio, (top, bottom) in RATIOS.items()
    }
    return tuple(
        Side(
            name,
            calls[place],
            _recorded(logs[place], within_s),
            {ratio: one.at(place).value for ratio, one in found.items()},
            {ratio: one.at(place).half_width for ratio, one in found.items()},
        )
        for place, name in enumerate(names)
    )


def _recorded(table: pd.DataFrame, within_s: float) -> dict[str, float]:
    """Return the ratios of the log's calls, counted as the simulated are."""
    in_time = table["answered"] & (table["waited_s"] <= within_s)
    return {
        "wait_s": float(table["waited_s"].mean()),
        "abandoned": float(1 - table["answered"].mean()),
        "in_time": float(in_time.mean()),
    }


def _table(kind: Said, sides: Sequence[Side], tell: Tell) -> list[str]:
    head = [tell(kind), tell(said("calls a week"))]
    for figure in (said("abandoned"), said("mean wait"), said("SL3")):
        head += [tell(said("{figure}: log", figure=figure)), tell(said("simulated"))]
    rows = []
    for side in sides:
        name = {ALL_LINES: said("all lines"), **WEEKDAY_NAMES}.get(side.name)
        cells = [side.name if name is None else tell(name), f"{side.calls_a_week:,.0f}"]
        for ratio in ("abandoned", "wait_s", "in_time"):
            cells.append(_shown(ratio, side.log[ratio]))
            cells.append(_shown(ratio, side.simulated[ratio], side.half_width[ratio]))
        rows.append(cells)
    return plain_table(head, rows)


def _shown(ratio: str, value: float, half_width: float | None = None) -> str:
    """Return a ratio, and how far its interval reaches, in one unit; a dash where nothing came."""
    if not np.isfinite(value):
        return "-"
    scale, unit = (1, "s") if ratio == "wait_s" else (100, "%")
    reach = "" if half_width is None else f" ± {scale * half_width:.1f}"
    return f"{scale * value:.1f}{reach} {unit}"


def _plain(side: Side) -> dict[str, object]:
    def finite(values: dict[str, float]) -> dict[str, float | None]:
        return {name: value if np.isfinite(value) else None for name, value in values.items()}

    return {
        "name": side.name,
        "calls_a_week": side.calls_a_week,
        "log": finite(side.log),
        "simulated": finite(side.simulated),
        "half_width": finite(side.half_width),
    }
