"""Tables as files that spreadsheets open in the right letters, and without formulas."""

from __future__ import annotations

from typing import Final

from scenarios.studies.kpi_tables import Frame

#: A cell that begins so would be a formula to a spreadsheet.
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv(sheet: Frame) -> bytes:
    """Return a table as CSV in UTF-8 with its mark; no text of it is taken for a formula."""
    text = sheet.select_dtypes(exclude="number").columns
    safe = sheet.assign(**{str(name): sheet[name].map(harmless) for name in text})
    named = safe.rename(columns=lambda name: harmless(str(name)))
    return named.to_csv(index=False).encode("utf-8-sig")


def harmless(cell: object) -> object:
    """Return a cell with an apostrophe before what a spreadsheet would reckon."""
    risky = isinstance(cell, str) and cell.startswith(_FORMULA_MARKS)
    return f"'{cell}" if risky else cell
