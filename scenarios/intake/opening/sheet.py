"""A sheet: rows of text, and where each stands in its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.limits import Limits

#: Stands for the value of a formula that a program saved without reckoning it.
UNSAVED: Final = "#UNSAVED"
#: Stands for the value of a cell that is none, such as the number of a text that no list has.
UNREADABLE: Final = "#UNREADABLE"

#: Rows that are made columns of text at once.
_CHUNK: Final = 20_000


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file, every cell as text without blanks around it.

    `rows` has the columns 0, 1, ...; short rows are filled up with "". Rows without any text are
    left out. `lines` are the rows' numbers in the file, from 1. `encoding` and `separator` are of a
    text; `sheet` is the one that was read, of the visible `sheets` of a workbook.
    """

    file: str
    kind: Literal["text", "workbook"]
    rows: pd.DataFrame
    lines: NDArray[np.int64]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return self.rows.shape[1]

    def row(self, place: int) -> tuple[str, ...]:
        """Return the cells of a row, counted from 0 among those that hold anything."""
        return tuple(map(str, self.rows.iloc[place]))

    def column(self, place: int) -> pd.Series[str]:
        """Return the cells of a column."""
        return self.rows[place]


def gathered(
    numbered: Iterable[tuple[int, Sequence[str]]], file: str, limits: Limits, cells: int
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return rows as a frame of text, and their numbers; a chunk at a time, so that it stays small.

    Raises BadInput for more rows, columns, or than `cells` cells, and where there is no row.
    """
    frames: list[pd.DataFrame] = []
    lines: list[int] = []
    chunk: list[Sequence[str]] = []
    seen = 0
    for line, row in numbered:
        seen += len(row)
        if any(row):
            chunk.append(row)
            lines.append(line)
        # A workbook may skip to a far row: rows are numbered as far as spreadsheets go.
        sizes = {"rows": max(len(lines), line), "columns": len(row), "cells": seen}
        most = {"rows": limits.rows, "columns": limits.columns, "cells": cells}
        for what, size in sizes.items():
            if size > most[what]:
                fault = Fault(file, line, "", f"more {what}", f"at most {most[what]:,} {what}")
                raise BadInput([fault])
        if len(chunk) == _CHUNK:
            frames.append(_frame(chunk))
            chunk = []
    if chunk:
        frames.append(_frame(chunk))
    if not frames:
        raise BadInput([Fault(file, 0, "", "an empty file", "a table with a row of headings")])
    rows = pd.concat(frames, ignore_index=True).fillna("").astype(str)
    return rows, np.array(lines, np.int64)


def refuse_long_cell(cells: Sequence[str], line: int, file: str, most_chars: int) -> None:
    """Raise BadInput for the first cell of a row that has more than `most_chars`."""
    if max(map(len, cells), default=0) <= most_chars:
        return
    for place, cell in enumerate(cells, start=1):
        if len(cell) > most_chars:
            value = f"a cell of {len(cell):,} characters in column {place}"
            words = f"at most {most_chars:,} characters in a cell"
            raise BadInput([Fault(file, line, "", value, words)])


def _frame(chunk: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return rows of differing lengths as columns of text."""
    return pd.DataFrame(dict(enumerate(zip_longest(*chunk, fillvalue=""))), dtype=str)
