"""The headings of a table: which row they are, and what stands above them.

Reports begin with a title, a date, a line of explanations; then come the headings, often in two
rows: groups of columns in merged cells, and figures below them. Of a merged cell the file holds the
first; the others are empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening import Sheet
from scenarios.intake.tables.cells import is_blank, read_number
from scenarios.intake.tables.clocks import read_day, read_slot, read_weekday
from scenarios.intake.tables.headings import WORDS, likeness

#: Rows that are looked through for headings.
_SEARCHED: Final = 40
#: A column is a table's if so many of its headings are times.
_FEWEST_TIMES: Final = 3


@dataclass(frozen=True)
class Header:
    """Headings by column. `tops` are the groups above, "" where there is one row only.

    `names` are unlike each other; `row` and `rows` are as the mapping has them, and the figures
    begin at `body` (counted from 0 among the sheet's rows).
    """

    row: int
    rows: int
    tops: tuple[str, ...]
    lows: tuple[str, ...]
    body: int

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names: group and heading, numbered where they recur."""
        return numbered(self._written)

    @property
    def recurring(self) -> dict[str, int]:
        """How many columns have the heading of a column, by its name; of those that share one."""
        return recurring(self._written)

    @property
    def _written(self) -> tuple[str, ...]:
        return tuple(
            f"{top} / {low}" if top and low and top != low else top or low
            for top, low in zip(self.tops, self.lows, strict=True)
        )


def numbered(headings: Sequence[str]) -> tuple[str, ...]:
    """Return names for headings, each unlike the others: those that recur have a number."""
    again = Counter(dict.fromkeys(headings, 1))
    found: list[str] = []
    first = {written: place for place, written in reversed(list(enumerate(headings))) if written}
    taken = set(first)
    for place, written in enumerate(headings):
        name = wanted = written or f"column {place + 1}"
        while first.get(wanted) != place and name in taken:
            again[wanted] += 1
            name = f"{wanted} ({again[wanted]})"
        taken.add(name)
        found.append(name)
    return tuple(found)


def recurring(headings: Sequence[str]) -> dict[str, int]:
    """Return how many headings are alike, by the name of each that is not alone."""
    counts = Counter(headings)
    names = zip(numbered(headings), headings, strict=True)
    return {name: counts[written] for name, written in names if written and counts[written] > 1}


def find_header(sheet: Sheet) -> Header:
    """Return the headings of a sheet, as far as can be told.

    The row, or pair of rows, of the first that has most headings which we know, or times; where
    none has, the first row with as many cells as most rows have.
    """
    best, best_score = None, 0.0
    for place in range(min(_SEARCHED, len(sheet) - 1)):
        score = _score(sheet.row(place))
        if score > best_score + 1e-9:
            best, best_score = place, score
    if best is None or best_score < 1:
        best = _first_full(sheet)
        return header_at(sheet, int(sheet.lines[best]), 1)
    line = int(sheet.lines[best])
    if best and _is_group_row(sheet.row(best - 1), sheet.row(best)):
        return header_at(sheet, int(sheet.lines[best - 1]), 2)
    if best + 1 < len(sheet) and _is_group_row(sheet.row(best), sheet.row(best + 1)):
        return header_at(sheet, line, 2)
    return header_at(sheet, line, 1)


def header_at(sheet: Sheet, row: int, rows: int) -> Header:
    """Return the headings that stand in a row of the file, and the next where there are two.

    Raises BadInput where that row is empty, or nothing stands below.
    """
    if len(sheet) == 1:
        fault = Fault(sheet.file, int(sheet.lines[0]), "", "a row alone", "rows below the headings")
        raise BadInput([fault])
    found = np.flatnonzero(sheet.lines == row)
    if not len(found) or found[0] + rows >= len(sheet):
        last = int(sheet.lines[-1])
        expected = f"a row of headings with rows below, before row {last}"
        raise BadInput([Fault(sheet.file, 0, "place.header_row", str(row), expected)])
    first = int(found[0])
    top = sheet.row(first)
    if rows == 1:
        lows = tuple(" ".join(cell.split()) for cell in top)
        return Header(row, 1, ("",) * len(top), lows, first + 1)
    low = tuple(" ".join(cell.split()) for cell in sheet.row(first + 1))
    return Header(row, 2, _filled(top, low), low, first + 2)


def _filled(top: tuple[str, ...], low: tuple[str, ...]) -> tuple[str, ...]:
    """Return the groups with merged cells filled; a group ends where nothing stands below."""
    filled, group = [], ""
    for above, below in zip(top, low, strict=True):
        group = above or (group if below else "")
        filled.append(" ".join(group.split()))
    return tuple(filled)


def _score(cells: tuple[str, ...]) -> float:
    """Return how many cells of a row are headings that we know, or times; numbers are none."""
    score = 0.0
    times = 0
    for cell in cells:
        if not cell or is_blank(cell) or len(cell) > 40:
            continue
        if _is_time(cell):
            times += 1
        elif read_number(cell) is None:
            score += max(likeness(field, cell) for field in WORDS)
    return score + (times if times >= _FEWEST_TIMES else 0)


def _is_time(cell: str) -> bool:
    """Tell whether a heading is an interval or a day; a bare number is neither."""
    if read_number(cell) is not None:
        return False
    readers = (read_slot, read_day, read_weekday)
    return any(read(cell) is not None for read in readers)


def _is_group_row(top: tuple[str, ...], low: tuple[str, ...]) -> bool:
    """Tell whether a row of headings has groups above it: two or more, over several columns each.

    Below at least one group of merged cells stand two headings or more that we know.
    """
    if top[0] and not any(top[1:]):  # a title over everything
        return False
    groups = 0
    place = 0
    while place < len(top):
        end = place + 1
        while end < len(top) and not top[end] and low[end]:
            end += 1
        known = sum(_is_known(low[one]) for one in range(place, end))
        groups += bool(top[place]) and end - place > 1 and known > 1
        place = end
    return groups > 0 and not any(_is_figure(cell) for cell in low)


def _is_known(cell: str) -> bool:
    return bool(cell) and any(likeness(field, cell) > 0 for field in WORDS)


def _is_figure(cell: str) -> bool:
    return bool(cell) and read_number(cell) is not None


def _first_full(sheet: Sheet) -> int:
    """Return the first row that has as many cells as most rows."""
    sample = min(len(sheet), 200)
    filled = [sum(map(bool, sheet.row(place))) for place in range(sample)]
    usual = Counter(filled).most_common(1)[0][0]
    return next(
        (place for place, cells in enumerate(filled) if cells >= usual and place < len(sheet) - 1),
        0,
    )
