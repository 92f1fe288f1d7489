"""Limits: how much of a file is looked at before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Limits:
    """The most that a file may ask for.

    `file_bytes` is the file as it comes, `unpacked_bytes` all parts of a workbook (or a gzip file)
    unpacked, `ratio` how much larger than packed that may be once it is above `ratio_from_bytes`,
    and `parts` how many files a workbook may hold. Rows, columns and cells are those of one sheet;
    `workbook_cells` is lower, as XML takes its time; `cell_chars` are of one cell, as many as
    spreadsheet programs hold.
    """

    file_bytes: int = 200_000_000
    unpacked_bytes: int = 600_000_000
    ratio: int = 150
    ratio_from_bytes: int = 20_000_000
    parts: int = 2_000
    rows: int = 1_200_000
    columns: int = 400
    cells: int = 24_000_000
    workbook_cells: int = 6_000_000
    cell_chars: int = 32_767


LIMITS: Final = Limits()
