"""The parts of the benchmark: each measures rows of its own and lays them out as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks import growth, kernel, peers, requirements, schedules, start, whole_day
from benchmarks.measure import Rounds, Row


@dataclass(frozen=True)
class Part:
    """Rows to measure, and the table that is made of several rounds of them.

    No more rounds than `most_rounds` are made of rows that take their time.
    """

    rows: Mapping[str, Row]
    table: Callable[[Rounds], list[str]]
    most_rounds: int | None = None


PARTS: Final = {
    "peers": Part(peers.ROWS, peers.table),
    "kernel": Part(kernel.ROWS, kernel.table),
    "day": Part(whole_day.ROWS, whole_day.table),
    "growth": Part(growth.ROWS, growth.table),
    "start": Part(start.ROWS, start.table),
    "requirements": Part(requirements.ROWS, requirements.table),
    "schedules": Part(schedules.ROWS, schedules.table, most_rounds=1),
}

#: All rows by name; no two parts share one.
ROWS: Final = {name: row for part in PARTS.values() for name, row in part.rows.items()}
