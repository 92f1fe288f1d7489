"""What a table is worth: what was read, left out and filled in, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scenarios.intake.quality import OddDay, days_line, missing_lines, odd_day
from scenarios.intake.row_notes import RowNotes
from scenarios.intake.said import Said, Tell, said
from scenarios.intake.tables.reading import Dated
from scenarios.intake.wording import (
    BY_LINE,
    closed_line,
    percent_or_none,
    plain_table,
    seconds,
)


@dataclass(frozen=True)
class TableLine:
    """What a table says of one line on the days used, and what its scenario has.

    Shares are of the offered calls; None is what the table does not tell. `patience_s` is None
    where callers wait as long as it takes. `agent_h` are agent-hours a day.
    """

    name: str
    offered: float
    abandoned_share: float | None
    level: float | None
    asa_s: float | None
    handle_s: float
    patience_s: float | None
    agent_h: float


@dataclass(frozen=True)
class TableReport:
    """What an import found out about its table.

    `rows_used` are rows of figures after duplicates went; `zeros` and `usual` the intervals filled
    in, with no calls and with the usual. Days are empty where the table has no dates.
    """

    file: str
    rows_read: int
    rows_used: int
    offered: float
    dated: Dated
    interval_s: int
    first_day: date | None
    last_day: date | None
    days_used: tuple[date, ...]
    days_missing: tuple[date, ...]
    days_left_out: tuple[OddDay, ...]
    closed: tuple[str, ...]
    zeros: int
    usual: int
    day_factor_cv: float
    notes: RowNotes
    remarks: tuple[Said, ...]
    by_line: tuple[TableLine, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the report for a machine, dates as ISO text; seconds and shares."""
        plain: dict[str, object] = {
            name: getattr(self, name)
            for name in ("file", "rows_read", "rows_used", "offered", "dated", "interval_s")
        }
        plain |= {
            "days_used": [day.isoformat() for day in self.days_used],
            "days_missing": [day.isoformat() for day in self.days_missing],
            "days_left_out": [
                {"day": odd.day.isoformat(), "calls": odd.calls, "usual": odd.usual, "why": odd.why}
                for odd in self.days_left_out
            ],
            "closed": list(self.closed),
            "filled_with_zero": self.zeros,
            "filled_with_usual": self.usual,
            "day_factor_cv": self.day_factor_cv,
            "counts": [
                {"expected": str(one.expected), "done": str(one.done), "count": one.count,
                 "rows": list(one.rows)}
                for one in self.notes.counts
            ],
            "by_line": [dict(vars(line)) for line in self.by_line],
            "notes": [str(remark) for remark in self.remarks],
        }  # fmt: skip
        return plain

    def lines(self, tell: Tell = str) -> list[str]:
        """Return the report as lines of plain text, in the language of `tell`."""
        found = [
            tell(
                said(
                    "rows read: {rows}; rows used: {used}; offered calls: {calls}",
                    rows=f"{self.rows_read:,}",
                    used=f"{self.rows_used:,}",
                    calls=f"{self.offered:,.0f}",
                )
            ),
            tell(said("intervals of {minutes} min", minutes=f"{self.interval_s / 60:g}")),
            self._days(tell),
        ]
        if self.closed:
            found.append(closed_line(self.closed, tell))
        found += missing_lines(self.days_missing, tell)
        found += [
            tell(said("day left out: {what}", what=odd_day(odd))) for odd in self.days_left_out
        ]
        if self.notes.counts:
            found += [tell(said("by row:")), *self.notes.lines(tell)]
        else:
            found.append(tell(said("every row was as it should be")))
        found += [tell(BY_LINE), *_line_table(self.by_line, tell)]
        return [*found, *(tell(said("note: {what}", what=remark)) for remark in self.remarks)]

    def _days(self, tell: Tell) -> str:
        if self.first_day is not None and self.last_day is not None:
            return days_line(self.first_day, self.last_day, len(self.days_used), tell)
        if self.dated == "weekdays":
            return tell(said("days: weekdays without a date"))
        return tell(said("days: none is named"))


def _line_table(lines: Sequence[TableLine], tell: Tell) -> list[str]:
    head = (
        said("line"),
        said("offered"),
        said("abandoned"),
        said("in time"),
        said("ASA"),
        said("AHT"),
        said("patience"),
        said("agent-hours a day"),
    )
    rows = [
        (
            line.name,
            f"{line.offered:,.0f}",
            _share(line.abandoned_share, tell),
            _share(line.level, tell),
            seconds(line.asa_s),
            seconds(line.handle_s),
            tell(said("no end")) if line.patience_s is None else seconds(line.patience_s),
            f"{line.agent_h:,.1f}",
        )
        for line in lines
    ]
    return plain_table([tell(one) for one in head], rows)


def _share(share: float | None, tell: Tell) -> str:
    return "-" if share is None else percent_or_none(share, tell)
