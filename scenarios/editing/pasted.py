"""Blocks of cells pasted from a spreadsheet: tab-separated or comma text in Excel's dialect.

A first row without numbers is headings; a first column of times of day tells which interval a row
is of. Rows of totals are left out. What a cell holds stays as it was typed where it is no number.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.units import read_clock, read_number
from scenarios.yaml_file import shown

MAX_CHARACTERS: Final = 2_000_000
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 500
#: What faults call the text.
SOURCE: Final = "pasted"

_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[, '\u00a0\u202f]\d{3})+(?:\.\d*)?")
_TIME: Final = re.compile(r"(?:.*\s)?(\d{1,2}:\d\d)(?::\d\d)?(?:\s*[-–—~至到]\s*\d{1,2}:\d\d.*)?")
_TOTALS: Final = ("total", "totals", "sum", "合计", "总计", "小计", "汇总")


@dataclass(frozen=True)
class Pasted:
    """A block of cells: `headings` and `starts_s` are empty where the block names none.

    `starts_s` are the times of day at which the rows begin, in seconds. `rows` are of one width.
    `left_out` counts rows of totals.
    """

    headings: tuple[str, ...]
    starts_s: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0

    @property
    def width(self) -> int:
        """How many columns of numbers there are."""
        return len(self.rows[0])

    def column(self, number: int) -> list[str]:
        """Return the cells of a column, from 0."""
        return [row[number] for row in self.rows]


def read_block(text: str) -> Pasted:
    """Return the block that a text holds. Raises BadInput where it is none, or too large."""
    if len(text) > MAX_CHARACTERS:
        raise _refused(shown(text), f"at most {MAX_CHARACTERS:,} characters")
    rows = _cells(text)
    if not rows:
        raise _refused("nothing", "cells copied from a spreadsheet")
    if len(rows) > MAX_ROWS or max(map(len, rows)) > MAX_COLUMNS:
        words = f"at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns"
        raise _refused(f"{len(rows)} rows and {max(map(len, rows))} columns", words)
    return _block(rows)


def columns_for(block: Pasted, names: Mapping[str, str], first: str) -> dict[str, int]:
    """Return which column of a block goes to which line: by heading, else in order from `first`.

    `names` are the lines and their titles, either of which (or a half of `English / 中文`) may be
    a heading. Raises BadInput where a heading is none of them or comes twice, or the block is wider
    than the lines are.
    """
    lines = list(names)
    if not block.headings:
        meant = lines[lines.index(first) :]
        if block.width > len(meant):
            words = f"at most {len(meant)}, the lines from {first} on"
            raise _refused(f"{block.width} columns", words)
        return dict(zip(meant, range(block.width), strict=False))
    found: dict[str, int] = {}
    faults = []
    for number, heading in enumerate(block.headings):
        name = _line_of(heading, names)
        if name is None or name in found:
            words = f"one of the lines, each once: {', '.join(lines[:20])}"
            faults.append(Fault(SOURCE, 1, "", shown(heading), words))
        else:
            found[name] = number
    if faults:
        raise BadInput(faults)
    return found


def laid_over(
    cells: Sequence[str], block: Pasted, column: int, start: int, interval_s: float
) -> list[str]:
    """Return the cells of a line with a block's column laid over them.

    Rows with times go where their times are (of the next day once they begin anew), others from
    the row `start` on. Raises BadInput where a row has no place.
    """
    rows = _rows_of(block, start, interval_s)
    over = [row for row in rows if row >= len(cells)]
    if over:
        words = f"at most {len(cells)}, from the first row of the table on"
        raise _refused(f"{len(rows)} rows, from row {rows[0] + 1} on", words)
    after = list(cells)
    for row, cell in zip(rows, block.column(column), strict=True):
        after[row] = cell
    return after


def number_text(cell: str) -> str:
    """Return a number as it is written in YAML (`1,234` is 1234), other text as it is.

    Nothing stays nothing.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[^\d.+-]", "", text)
    try:
        read_number(text)
    except ValueError:
        return cell.strip()
    return text


def _rows_of(block: Pasted, start: int, interval_s: float) -> list[int]:
    if not block.starts_s:
        return list(range(start, start + len(block.rows)))
    per_day = round(86_400 / interval_s)
    rows: list[int] = []
    day = start // per_day
    for start_s in block.starts_s:
        if start_s % interval_s:
            clock = f"{start_s // 3600:02d}:{start_s % 3600 // 60:02d}"
            raise _refused(clock, f"a row every {interval_s / 60:g} min, as the scenario counts")
        row = day * per_day + round(start_s / interval_s)
        if rows and row <= rows[-1]:
            day += 1
            row += per_day
        rows.append(row)
    return rows


def _cells(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    delimiter = _delimiter(lines)
    found = csv.reader(io.StringIO(lines), delimiter=delimiter)
    try:
        rows = [[cell.strip() for cell in row] for row in found]
    except csv.Error as error:
        raise _refused(shown(str(error)), "cells copied from a spreadsheet") from None
    return [row for row in rows if any(row)]


def _delimiter(lines: str) -> str:
    """Return what stands between cells; a column of numbers such as 1,234 has none."""
    first = lines.partition("\n")[0]
    if "\t" in first or all(_is_number(line) for line in lines.split("\n") if line.strip()):
        return "\t"
    return next((mark for mark in ";," if mark in first), "\t")


def _block(rows: list[list[str]]) -> Pasted:
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    headings: list[str] = []
    if len(rows) > 1 and not any(map(_is_number, rows[0])) and not _time_s(rows[0][0]):
        headings, rows = rows[0], rows[1:]
    kept = [row for row in rows if not _is_total(row[0])]
    if not kept:
        raise _refused("headings alone", "rows of numbers below them")
    times = [_time_s(row[0]) for row in kept]
    known = [time for time in times if time is not None]
    if width > 1 and len(known) == len(kept):
        headings, inner = headings[1:], [row[1:] for row in kept]
    else:
        known, inner = [], kept
    numbers = tuple(tuple(map(number_text, row)) for row in inner)
    return Pasted(tuple(headings), tuple(known), numbers, len(rows) - len(kept))


def _is_number(cell: str) -> bool:
    try:
        read_number(number_text(cell))
    except ValueError:
        return False
    return True


def _is_total(cell: str) -> bool:
    return cell.strip().rstrip(":：").lower() in _TOTALS


def _time_s(cell: str) -> int | None:
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    try:
        return read_clock(found[1]) if found else None
    except ValueError:
        return None


def _line_of(heading: str, names: Mapping[str, str]) -> str | None:
    wanted = _folded([heading])
    for name, title in names.items():
        if wanted & _folded([name, title, *title.split(" / ")]):
            return name
    return None


def _folded(texts: Iterable[str]) -> set[str]:
    return {unicodedata.normalize("NFKC", text).strip().casefold() for text in texts if text}


def _refused(value: str, expected: str) -> BadInput:
    return BadInput([Fault(SOURCE, 0, "", value, expected)])
