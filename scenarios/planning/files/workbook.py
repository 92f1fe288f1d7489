"""A schedule as a workbook: the sheet that is edited and read back, and two that tell of it.

schedule   the table of `schedule_table`, read back by its name, wherever it stands
coverage   required, scheduled, over and under by line and interval
groups     people, hours and wages by group, today's beside them, and what is paid apart
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from scenarios.planning.schedule.roster import PARTS
from scenarios.studies.csv_files import harmless
from scenarios.studies.kpi_tables import Frame
from scenarios.units import write_clock

SCHEDULE: Final = "schedule"
_COVERAGE: Final = "coverage"
_GROUPS: Final = "groups"

#: How wide columns are, in letters; those of figures are as wide as their headings, and not less.
_WIDTHS: Final = {"group": 20, "line": 20, "days": 16, "pattern": 14, "breaks": 60, "tour": 16}
_NARROW: Final = 9
_AGENTS: Final = "#,##0.0"
_MONEY: Final = "#,##0"
_SHORT: Final = "FFF4CCCC"  # a pale red, where somebody is missing

_PEOPLE_AND_HOURS: Final = {
    "today_people": "people today",
    "people": "people scheduled",
    "employed": "people employed",
    "today_h": "hours today",
    "paid_h": "hours scheduled",
}
_PAID: Final = {"today_wages": "wages today", "wages": "wages scheduled"} | {
    name: name.replace("_", " ") for name in PARTS
}


@dataclass(frozen=True)
class Beside:
    """What stands beside a schedule: see `coverage_table`, `roster_table`."""

    coverage: Frame
    roster: Frame
    currency: str


def write_workbook(table: Frame, file: Path | IO[bytes], beside: Beside | None = None) -> None:
    """Write a schedule's table as a workbook, with what stands beside it in sheets of its own."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    _fill(book, SCHEDULE, list(table.columns), table.itertuples(index=False))
    if beside is not None:
        _fill_coverage(book, beside.coverage)
        _fill_groups(book, beside.roster, beside.currency)
    book.save(file)


def _fill_coverage(book: Any, table: Frame) -> None:
    from openpyxl.styles import PatternFill

    figures = ("required", "scheduled", "over", "under", "agents")
    headings = ["line", "day", "from", *figures[:-1], "people on duty"]
    rows = (
        (
            row["name"] or "all lines",
            row["day"],
            write_clock(round(60 * row["start_min"])),
            *(round(row[name], 3) for name in figures),
        )
        for row in table.to_dict("records")
        if any(row[name] > 0 for name in figures)
    )
    sheet = _fill(book, _COVERAGE, headings, rows, dict.fromkeys(range(4, 9), _AGENTS))
    short = PatternFill("solid", fgColor=_SHORT)
    for (cell,) in sheet.iter_rows(min_row=2, min_col=7, max_col=7):
        if cell.value and cell.value >= 0.05:
            cell.fill = short


def _fill_groups(book: Any, table: Frame, currency: str) -> None:
    from openpyxl.styles import Font

    there = [name for name in table.columns if not table[name].isna().all()]
    columns = {name: title for name, title in _PEOPLE_AND_HOURS.items() if name in there}
    money = {name: f"{title}, {currency}" for name, title in _PAID.items() if name in there}
    rows = (
        (row["group"] or "all groups", *(_figure(row[name]) for name in [*columns, *money]))
        for row in table.to_dict("records")
    )
    formats = dict.fromkeys(range(2, 2 + len(columns) + len(money)), _MONEY)
    formats |= {number: _AGENTS for number, name in enumerate(columns, 2) if name.endswith("_h")}
    headings = ["group", *columns.values(), *money.values()]
    sheet = _fill(book, _GROUPS, headings, rows, formats)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 2)


def _fill(
    book: Any,
    title: str,
    headings: Sequence[str],
    rows: Iterator[Any],
    formats: Mapping[int, str] | None = None,
) -> Any:
    """Add a sheet and return it; `formats` are those of figures, by the column's number from 1."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.append(list(headings))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    for number, name in enumerate(headings, 1):
        sheet.cell(1, number).font = Font(bold=True)
        width = _WIDTHS.get(name, max(_NARROW, len(name) + 2))
        sheet.column_dimensions[get_column_letter(number)].width = width
        for (cell,) in sheet.iter_rows(min_row=2, min_col=number, max_col=number):
            cell.number_format = (formats or {}).get(number, cell.number_format)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return sheet
