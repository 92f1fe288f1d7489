"""Tables as CSV for spreadsheets: they open it with the right letters, and run nothing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
from pandas.api.types import is_numeric_dtype

from scenarios.studies.kpi_tables import Frame

#: What makes a spreadsheet take text for a formula where a cell begins with it.
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: Frame, file: Path) -> None:
    """Write a table as UTF-8 with a byte-order mark, which spreadsheets need for other letters.

    Text that a spreadsheet would take for a formula gets an apostrophe in front. Numbers stay as
    they are, and what is undefined is empty.
    """
    CsvWriter(file).write(table)


class CsvWriter:
    """Writes a long table piece by piece, as `write_csv` does a short one."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._has_begun = False

    def write(self, table: Frame) -> None:
        """Add rows; the first come with the headings."""
        harmless = {
            name: column if is_numeric_dtype(column) else column.astype(object).map(_text)
            for name, column in table.items()
        }
        plain = pd.DataFrame(harmless, columns=table.columns)
        if self._has_begun:
            plain.to_csv(self._file, mode="a", header=False, index=False, encoding="utf-8")
        else:
            plain.rename(columns=_text).to_csv(self._file, index=False, encoding="utf-8-sig")
        self._has_begun = True


def _text(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell
