"""What a table is worth: what was read, left out and filled in, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scenarios.intake.quality import OddDay
from scenarios.intake.row_notes import RowNotes
from scenarios.intake.said import Said
from scenarios.intake.tables.reading import Dated
from scenarios.intake.wording import percent, plain_table, seconds


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

    def lines(self) -> list[str]:
        """Return the report as lines of plain text."""
        found = [
            f"rows read: {self.rows_read:,}; rows used: {self.rows_used:,};"
            f" offered calls: {self.offered:,.0f}",
            f"intervals of {self.interval_s / 60:g} min; {self._days()}",
        ]
        if self.closed:
            found.append(f"closed (never a call): {', '.join(map(str.capitalize, self.closed))}")
        if self.days_missing:
            found.append(f"missing days: {', '.join(map(str, self.days_missing[:30]))}")
        for odd in self.days_left_out:
            calls = f"{odd.calls:,} calls, usual {odd.usual:,.0f}"
            found.append(f"day left out: {odd.day}: {calls} ({odd.why})")
        if self.notes.counts:
            found += ["by row:", *self.notes.lines()]
        found += ["by line, on the days used:", *_line_table(self.by_line)]
        return [*found, *(f"note: {remark}" for remark in self.remarks)]

    def _days(self) -> str:
        if self.first_day is None:
            return f"{self.dated}"
        return f"days: {self.first_day} to {self.last_day}, {len(self.days_used)} used"


def _line_table(lines: Sequence[TableLine]) -> list[str]:
    head = (
        "line",
        "offered",
        "abandoned",
        "in time",
        "ASA",
        "AHT",
        "patience",
        "agent-hours a day",
    )
    rows = [
        (
            line.name,
            f"{line.offered:,.0f}",
            "-" if line.abandoned_share is None else percent(line.abandoned_share),
            "-" if line.level is None else percent(line.level),
            seconds(line.asa_s),
            seconds(line.handle_s),
            "no end" if line.patience_s is None else seconds(line.patience_s),
            f"{line.agent_h:,.1f}",
        )
        for line in lines
    ]
    return plain_table(head, rows)
