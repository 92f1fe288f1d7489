"""A schedule that comes from somebody we do not know: opened within limits, judged by content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening import Limits, open_sheet
from scenarios.planning.files.edited import NEEDED
from scenarios.planning.files.schedule_table import COLUMNS
from scenarios.planning.files.workbook import SCHEDULE
from scenarios.tables import Sheet

#: A schedule of the largest centre has some thousand rows.
LIMITS: Final = Limits(
    file_bytes=5_000_000,
    unpacked_bytes=100_000_000,
    parts=200,
    rows=20_000,
    columns=60,
    cells=1_200_000,
    workbook_cells=1_200_000,
)
_OWN: Final = "a column of this name"


def uploaded_sheet(data: bytes, file: str) -> Sheet:
    """Return the table in a file's bytes; of a workbook the sheet `schedule`, else the first.

    Raises BadInput for what is no table, not safe to open, or beyond the limits.
    """
    opened = open_sheet(data, file, limits=LIMITS)
    if opened.sheet != SCHEDULE and SCHEDULE in opened.sheets:
        opened = open_sheet(data, file, SCHEDULE, LIMITS)
    rows = [(int(line), opened.row(place)) for place, line in enumerate(opened.lines)]
    heading_line, headings = rows[0]
    return Sheet(file, tuple(headings), heading_line, tuple(rows[1:]))


def sheet_of(rows: Mapping[int, Mapping[str, object]], file: str) -> Sheet:
    """Return rows that were typed, by their numbers, as the table of a file."""
    cells = tuple(
        (number, tuple(row.get(name) for name in COLUMNS)) for number, row in rows.items()
    )
    return Sheet(file, COLUMNS, 0, cells)


def rows_of(sheet: Sheet) -> dict[int, dict[str, object]]:
    """Return a sheet's rows by their numbers, as `sheet_of` takes them.

    Raises BadInput where a column that a schedule must have is missing, or there twice.
    """
    lacking = [
        Fault(
            sheet.file, sheet.heading_line, name, f"columns {', '.join(sheet.headings[:30])}", _OWN
        )
        for name in NEEDED
        if name not in sheet.headings
    ]
    if lacking:
        raise BadInput(lacking)
    found: dict[int, dict[str, object]] = {number: {} for number, _ in sheet.rows}
    for name in COLUMNS:
        if name in sheet.headings or name in NEEDED:
            for number, cell in sheet.column(name):
                found[number][name] = cell
    return found
