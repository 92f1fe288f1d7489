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
    plain = {
        name: column if is_numeric_dtype(column) else column.astype(object).map(harmless)
        for name, column in table.items()
    }
    harmlessly = pd.DataFrame(plain, columns=table.columns)
    harmlessly.rename(columns=harmless).to_csv(file, index=False, encoding="utf-8-sig")


def harmless(cell: object) -> object:
    """Return a cell as a spreadsheet may have it: text that would be a formula is none."""
    if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell
