"""The rows of one sheet of a workbook, with their numbers; a cell that cannot be read stays one.

openpyxl's own reading of sheets ends with the first cell that it stumbles on, counts up through
rows that are not there, and passes over rows that come too early. Its parser of cells is used here,
and of nothing else: what stands around the rows, such as formats, concerns nobody.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl.worksheet._reader import ROW_TAG, VALUE_TAG, WorkSheetParser  # noqa: PLC2701
from openpyxl.xml.functions import iterparse

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.sheet import UNREADABLE, UNSAVED

#: A row's number, and its cells by column from 1.
_Row = tuple[int, dict[int, object]]


class _Cells(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Reads rows of cells; what is no value of its kind is kept as it stands."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell as openpyxl has it."""
        before = self.col_counter
        try:
            return dict(super().parse_cell(element))
        except Exception:  # openpyxl raises whatever a broken cell makes it stumble on
            if self.col_counter == before:
                self.col_counter += 1
            # Of a text that a list elsewhere holds, only its number stands here.
            raw = "" if element.get("t") == "s" else element.findtext(VALUE_TAG) or ""
            return {"column": self.col_counter, "value": raw.strip() or UNREADABLE}


def page_rows(page: Any, written: Any, file: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the rows of a sheet as text, those that are there, by number.

    `written` is the same sheet with its formulas instead of their values, None where it has none.
    Raises BadInput for rows that are not in order.
    """
    formulas = _rows(written) if written is not None else iter(())
    before = 0
    for line, row in _rows(page):
        if line <= before:
            words = "a workbook as spreadsheet programs write it"
            raise BadInput([Fault(file, before, "", "rows that are not in order", words)])
        before = line
        _, formula = next(formulas, (line, {}))
        unsaved = {
            column
            for column, cell in formula.items()
            if cell is not None and row.get(column) is None
        }
        yield line, _texts({**row, **dict.fromkeys(unsaved, UNSAVED)})


def _rows(page: Any) -> Iterator[_Row]:
    book = page.parent
    with page._get_source() as source:
        cells = _Cells(
            source,
            page._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                line, row = cells.parse_row(element)
                element.clear()
                yield line, {cell["column"]: cell["value"] for cell in row}


def _texts(row: Mapping[int, object]) -> list[str]:
    """Return the cells of a row from the first column to the last that says anything."""
    texts = {column: text for column, cell in row.items() if (text := _text(cell))}
    return [texts.get(column, "") for column in range(1, max(texts, default=0) + 1)]


def _text(cell: object) -> str:
    """Return a cell's value as text: times as clocks, dates as ISO, numbers without a needless .0.

    A time span, such as [h]:mm:ss, has all its hours: 25:10:00.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    for kind, written in _WRITTEN.items():
        if isinstance(cell, kind):
            return written(cell)
    return str(cell)


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def _moment(cell: datetime.datetime) -> str:
    """Return a date, with its time where it has one; Excel's are off by parts of a millisecond."""
    rounded = (cell + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    text = rounded.isoformat(sep=" ")
    return text.removesuffix(" 00:00:00")


def _span(seconds: float) -> str:
    whole = round(abs(seconds))
    sign = "-" if seconds < 0 else ""
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


#: How a value of each kind is written.
_WRITTEN: Final[Mapping[type, Callable[[Any], str]]] = {
    bool: lambda cell: str(cell).upper(),
    float: _number,
    datetime.datetime: _moment,
    datetime.timedelta: lambda cell: _span(cell.total_seconds()),
    datetime.time: lambda cell: cell.isoformat(timespec="seconds"),
}
