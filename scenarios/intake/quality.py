"""What a log is worth: what was read, dropped and why, what is missing, what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

EXAMPLES: Final = 3
SHOWN_DAYS: Final = 30


@dataclass(frozen=True)
class Finding:
    """Something that befell rows: how many, and where the first of them stand (`file:line`)."""

    what: str
    count: int
    examples: tuple[str, ...]

    @classmethod
    def at(cls, what: str, places: Sequence[str]) -> Finding:
        """Return the finding for rows at the given places."""
        return cls(what, len(places), tuple(places[:EXAMPLES]))

    @classmethod
    def where(
        cls, what: str, table: pd.DataFrame, mask: pd.Series[bool] | NDArray[np.bool_]
    ) -> Finding:
        """Return the finding for the rows of `table` (with `file` and `line`) where `mask`."""
        rows = table.loc[mask, ["file", "line"]].head(EXAMPLES)
        places = tuple(f"{file}:{line}" for file, line in rows.itertuples(index=False))
        return cls(what, int(np.count_nonzero(mask)), places)


@dataclass(frozen=True)
class OddDay:
    """A day unlike its weekday: its calls, and what the weekday's median is."""

    day: date
    calls: int
    usual: float
    why: str


@dataclass(frozen=True)
class QualityReport:
    """What an import found out about its log.

    `rows_read` = `dropped` + `ignored` (no calls to agents, by the mapping) + `offered`; a row is
    counted under the first reason that applies. `oddities` are rows that were kept. `figures`
    are plain numbers of the offered calls, seconds and shares; `staffing` compares ways of
    inferring agents, in agent-hours a day.
    """

    files: tuple[str, ...]
    rows_read: int
    offered: int
    drops: tuple[Finding, ...]
    ignored: tuple[Finding, ...]
    oddities: tuple[Finding, ...]
    first_day: date
    last_day: date
    days_used: tuple[date, ...]
    days_missing: tuple[date, ...]
    days_left_out: tuple[OddDay, ...]
    figures: Mapping[str, float] = field(default_factory=dict)
    staffing: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def dropped(self) -> int:
        """How many rows could not be used."""
        return sum(finding.count for finding in self.drops)

    def as_dict(self) -> dict[str, object]:
        """Return the report for a machine, dates as ISO text."""
        return {
            key: _plain(value) for key, value in {**asdict(self), "dropped": self.dropped}.items()
        }

    def lines(self) -> list[str]:
        """Return the report as lines of plain text."""
        lines = [
            f"files read: {len(self.files)}",
            f"rows read: {self.rows_read:,}; offered calls: {self.offered:,}",
            f"days: {self.first_day} to {self.last_day}, {len(self.days_used)} used",
        ]
        for title, findings in (
            ("dropped", self.drops),
            ("no calls to agents", self.ignored),
            ("odd, but kept", self.oddities),
        ):
            lines += _finding_lines(title, findings)
        if self.days_missing:
            shown = ", ".join(map(str, self.days_missing[:SHOWN_DAYS]))
            more = len(self.days_missing) - SHOWN_DAYS
            lines.append(f"missing days: {shown}" + (f" and {more} more" if more > 0 else ""))
        if self.days_left_out:
            lines.append("days left out:")
            lines += [
                f"  {odd.day}: {odd.calls:,} calls, usual {odd.usual:,.0f} ({odd.why})"
                for odd in self.days_left_out
            ]
        for title, figures in (("figures", self.figures), ("staffing", self.staffing)):
            if figures:
                lines.append(f"{title}:")
                lines += [f"  {name}: {value:,.4g}" for name, value in figures.items()]
        return lines + [f"note: {note}" for note in self.notes]


def _finding_lines(title: str, findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return [f"{title}: 0"]
    total = sum(finding.count for finding in findings)
    return [f"{title}: {total:,}"] + [
        f"  {finding.count:,} {finding.what} (first: {', '.join(finding.examples)})"
        for finding in findings
    ]


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
