"""What a log is worth: what was read, dropped and why, what is missing, what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.row_notes import KEPT, LEFT_OUT, NoteCount, RowNote, RowNotes
from scenarios.intake.said import Said, Tell, said
from scenarios.intake.wording import (
    BY_LINE,
    closed_line,
    figure_lines,
    line_table,
    staffing_lines,
)

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

    @property
    def row_counts(self) -> tuple[NoteCount, ...]:
        """How many rows each thing befell; the most frequent first."""
        found = [
            NoteCount(said("not: {what}", what=one.what), done, one.count, ())
            for findings, done in (
                (self.drops, LEFT_OUT),
                (self.ignored, LEFT_OUT),
                (self.oddities, KEPT),
            )
            for one in findings
        ]
        return tuple(sorted(found, key=lambda one: -one.count))

    def rows_csv(self) -> str:
        """Return what was wrong with rows as CSV text."""
        return RowNotes(self.row_notes, ()).csv()

    def lines(self, tell: Tell = str) -> list[str]:
        """Return the report as lines of plain text, in the language of `tell`."""
        return [
            tell(said("files read: {n}", n=len(self.files))),
            tell(
                said(
                    "rows read: {rows}; offered calls: {calls}",
                    rows=f"{self.rows_read:,}",
                    calls=f"{self.offered:,}",
                )
            ),
            days_line(self.first_day, self.last_day, len(self.days_used), tell),
            *self._finding_lines(tell),
            *self._day_lines(tell),
            *self._line_lines(tell),
            *_titled(tell(said("all calls of the days used:")), figure_lines(self.figures, tell)),
            *_titled(tell(said("agent-hours a day:")), staffing_lines(self.staffing, tell)),
            *(tell(said("note: {what}", what=note)) for note in self.notes),
        ]

    def _finding_lines(self, tell: Tell) -> list[str]:
        """Return what befell rows; a word where nothing did."""
        if not (self.drops or self.ignored or self.oddities):
            return [tell(said("every row is a call offered to agents, and none is odd"))]
        found = []
        for title, findings in (
            (said("rows that could not be used: {n}", n=_total(self.drops)), self.drops),
            (said("rows that are no calls to agents: {n}", n=_total(self.ignored)), self.ignored),
            (said("odd, but kept: {n}", n=_total(self.oddities)), self.oddities),
        ):
            if findings:
                found += [tell(title), *(f"  {tell(_finding(one))}" for one in findings)]
        if not self.drops:
            found.insert(0, tell(said("every row could be used")))
        return found

    def _day_lines(self, tell: Tell) -> list[str]:
        """Return the days without calls, and those left out."""
        lines = [closed_line(self.closed, tell)] if self.closed else []
        lines += missing_lines(self.days_missing, tell)
        left_out = [f"  {tell(odd_day(odd))}" for odd in self.days_left_out]
        return lines + _titled(tell(said("days left out:")), left_out)

    def _line_lines(self, tell: Tell) -> list[str]:
        """Return the table by line, and the calls that would find nobody."""
        if not self.by_line:
            return []
        named = ", ".join(
            f"{line.name} {line.unstaffed:,}" for line in self.by_line[1:] if line.unstaffed
        )
        unstaffed = said(
            "calls that came when nobody who serves them is inferred to be on duty: {n} ({lines})",
            n=f"{self.by_line[0].unstaffed:,}",
            lines=named,
        )
        if not named:
            unstaffed = said("whenever a call came, somebody who serves it was on duty")
        return [tell(BY_LINE), *line_table(self.by_line, tell), tell(unstaffed)]


def _titled(title: str, lines: list[str]) -> list[str]:
    """Return lines below a title; nothing where there are none."""
    return [title, *lines] if lines else []


def days_line(first: date, last: date, used: int, tell: Tell) -> str:
    """Return from when to when the data are, and of how many days use is made."""
    return tell(said("days: {first} to {last}, {n} used", first=first, last=last, n=used))


def missing_lines(days: Sequence[date], tell: Tell) -> list[str]:
    """Return the days without calls, as a line where there are any."""
    if not days:
        return []
    listed = ", ".join(map(str, days[:SHOWN_DAYS]))
    more = len(days) - SHOWN_DAYS
    if more > 0:
        return [tell(said("missing days: {days} and {n} more", days=listed, n=more))]
    return [tell(said("missing days: {days}", days=listed))]


def odd_day(odd: OddDay) -> Said:
    """Return how a day that is left out is unlike its weekday."""
    return said(
        "{day}: {calls} calls, usual {usual} ({what})",
        day=odd.day,
        calls=f"{odd.calls:,}",
        usual=f"{odd.usual:,.0f}",
        what=odd.why,
    )


def _total(findings: Sequence[Finding]) -> str:
    return f"{sum(finding.count for finding in findings):,}"


def _finding(finding: Finding) -> Said:
    return said(
        "{n} {what} (first: {rows})",
        n=f"{finding.count:,}",
        what=finding.what,
        rows=", ".join(finding.examples),
    )


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
