"""What a log is worth: what was read, dropped and why, what is missing, what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.row_notes import RowNote, RowNotes
from scenarios.intake.wording import figure_lines, line_table, staffing_lines

EXAMPLES: Final = 3
SHOWN_DAYS: Final = 30


@dataclass(frozen=True)
class Finding:
    """Something that befell rows: how many, and where the first of them stand (`file:line`).

    `rows` tell the first of them one by one, where it is known what stood there.
    """

    what: str
    count: int
    examples: tuple[str, ...]
    rows: tuple[RowNote, ...] = field(default=(), repr=False, compare=False)

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
class LineFigures:
    """What the log says of one line (queue), on the days used.

    `mean_wait_s` is of all offered calls. `handling_s` is the mean service time and the assumed
    after-call work (AHT), None where nobody was served. `day_factor_cv` is how much days of one
    weekday differ beyond chance. `unstaffed` calls came when the scenario has nobody on duty who
    serves the line.
    """

    name: str
    offered: int
    answered: int
    mean_wait_s: float
    handling_s: float | None
    day_factor_cv: float
    unstaffed: int

    @property
    def abandoned_share(self) -> float:
        """The share of the offered calls that gave up; 0 where there are none."""
        return 1 - self.answered / self.offered if self.offered else 0.0


@dataclass(frozen=True)
class QualityReport:
    """What an import found out about its log.

    `rows_read` = `dropped` + `ignored` (no calls to agents, by the mapping) + `offered`; a row is
    counted under the first reason that applies. `oddities` are rows that were kept. `figures`
    are plain numbers of the offered calls, seconds and shares; `staffing` compares ways of
    inferring agents, in agent-hours a day. `by_line` has the whole centre first, then each line;
    `closed` weekdays never have calls.
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
    by_line: tuple[LineFigures, ...] = ()
    closed: tuple[str, ...] = ()

    @property
    def dropped(self) -> int:
        """How many rows could not be used."""
        return sum(finding.count for finding in self.drops)

    def as_dict(self) -> dict[str, object]:
        """Return the report for a machine, dates as ISO text."""
        plain = asdict(self)
        for findings in (plain["drops"], plain["ignored"], plain["oddities"]):
            for finding in findings:
                del finding["rows"]
        return {key: _plain(value) for key, value in {**plain, "dropped": self.dropped}.items()}

    @property
    def row_notes(self) -> tuple[RowNote, ...]:
        """What was wrong with rows one by one, by file and row."""
        found = [
            note
            for findings in (self.drops, self.ignored, self.oddities)
            for finding in findings
            for note in finding.rows
        ]
        return tuple(sorted(found, key=lambda note: (note.file, note.row)))

    def rows_csv(self) -> str:
        """Return what was wrong with rows as CSV text."""
        return RowNotes(self.row_notes, ()).csv()

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
        return [
            *lines,
            *self._day_lines(),
            *self._line_lines(),
            *_titled("all calls of the days used:", figure_lines(self.figures)),
            *_titled("agent-hours a day:", staffing_lines(self.staffing)),
            *(f"note: {note}" for note in self.notes),
        ]

    def _day_lines(self) -> list[str]:
        """Return the days without calls, and those left out."""
        lines = []
        if self.closed:
            lines.append(f"closed (never a call): {', '.join(map(str.capitalize, self.closed))}")
        if self.days_missing:
            shown = ", ".join(map(str, self.days_missing[:SHOWN_DAYS]))
            more = len(self.days_missing) - SHOWN_DAYS
            lines.append(f"missing days: {shown}" + (f" and {more} more" if more > 0 else ""))
        return lines + _titled(
            "days left out:",
            [
                f"  {odd.day}: {odd.calls:,} calls, usual {odd.usual:,.0f} ({odd.why})"
                for odd in self.days_left_out
            ],
        )

    def _line_lines(self) -> list[str]:
        """Return the table by line, and the calls that would find nobody."""
        if not self.by_line:
            return []
        named = [f"{line.name} {line.unstaffed:,}" for line in self.by_line[1:] if line.unstaffed]
        what = "calls that came when nobody who serves them is inferred to be on duty"
        total = self.by_line[0].unstaffed
        return [
            "by line, on the days used:",
            *line_table(self.by_line),
            f"{what}: {total:,}" + (f" ({', '.join(named)})" if named else ""),
        ]


def _titled(title: str, lines: list[str]) -> list[str]:
    """Return lines below a title; nothing where there are none."""
    return [title, *lines] if lines else []


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
