"""What was wrong with rows, one by one: where, what stood there, what was expected, what was done.

A million rows can have a million faults: all are counted, and the first of each kind are kept.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from scenarios.intake.said import Said, Tell, said

#: What becomes of rows of a log that are not as they should be.
LEFT_OUT: Final = said("left out")
KEPT: Final = said("kept")
#: Of one kind, so many rows are told one by one.
MOST_ALIKE: Final = 500
#: What a spreadsheet program takes for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
HEADINGS: Final = ("file", "row", "field", "value", "expected", "done")


@dataclass(frozen=True)
class RowNote:
    """One thing about one row. `row` is its number in the file, 0 for a row that is not there."""

    file: str
    row: int
    field: str
    value: str
    expected: Said
    done: Said


@dataclass(frozen=True)
class NoteCount:
    """How many rows one thing befell, and the first of them."""

    expected: Said
    done: Said
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RowNotes:
    """All that was noted: the first rows of each kind, and how many there are of each."""

    notes: tuple[RowNote, ...]
    counts: tuple[NoteCount, ...]

    @property
    def total(self) -> int:
        """How many things there were to note."""
        return sum(one.count for one in self.counts)

    def csv(self) -> str:
        """Return the notes as CSV text; no cell of it is a formula to a spreadsheet program."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADINGS)
        for note in self.notes:
            cells = (note.file, note.row or "", note.field, note.value, note.expected, note.done)
            writer.writerow([_harmless(str(cell)) for cell in cells])
        return stream.getvalue()

    def lines(self, tell: Tell = str) -> list[str]:
        """Return the counts as lines of plain text."""
        return [f"  {tell(_counted(one))}" for one in self.counts]


def _counted(one: NoteCount) -> Said:
    """Return how many rows something befell, and which were the first."""
    told = {"n": f"{one.count:,}", "expected": one.expected, "done": one.done}
    rows = ", ".join(str(row) for row in one.rows if row)
    if not rows:
        return said("{n} expected {expected}: {done}", **told)
    return said("{n} expected {expected}: {done} (first rows: {rows})", **told, rows=rows)


class Notebook:
    """Notes as they are made; of each kind the first ones are kept, and all are counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._notes: list[RowNote] = []
        self._counts: Counter[tuple[Said, Said]] = Counter()
        self._first: dict[tuple[Said, Said], list[int]] = {}

    def add(
        self,
        rows: Sequence[int],
        field: str,
        values: Iterable[str],
        expected: Said,
        done: Said,
    ) -> None:
        """Note one thing of some rows."""
        kind = (expected, done)
        room = MOST_ALIKE - self._counts[kind]
        for row, value in zip(rows[: max(room, 0)], values, strict=False):
            self._notes.append(RowNote(self.file, int(row), field, value, expected, done))
        if len(rows):
            self._counts[kind] += len(rows)
            first = self._first.setdefault(kind, [])
            first += [int(row) for row in rows[: 3 - len(first)]]

    def kept(self) -> RowNotes:
        """Return all that was noted, by row."""
        counts = tuple(
            NoteCount(*kind, count, tuple(sorted(self._first[kind])))
            for kind, count in self._counts.most_common()
        )
        return RowNotes(tuple(sorted(self._notes, key=lambda note: note.row)), counts)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
