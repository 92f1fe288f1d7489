"""Opening a file, or the bytes of an upload."""

from __future__ import annotations

from pathlib import Path

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.kinds import kind_of, unpacked
from scenarios.intake.opening.limits import LIMITS, Limits
from scenarios.intake.opening.sheet import Sheet
from scenarios.intake.opening.text import read_text
from scenarios.intake.opening.workbook import read_workbook


def open_sheet(data: bytes, file: str, sheet: str | None = None, limits: Limits = LIMITS) -> Sheet:
    """Return the table in a file's bytes; faults call it `file`, and `sheet` is of a workbook.

    Raises BadInput for what is no table, not safe to open, or beyond the limits.
    """
    data = unpacked(data, file, limits)
    if kind_of(data, file) == "workbook":
        return read_workbook(data, file, limits, sheet)
    if sheet is not None:
        raise BadInput([Fault(file, 0, "", f"sheet {sheet}", "no sheet, for a text has none")])
    return read_text(data, file, limits)


def open_file(path: Path | str, sheet: str | None = None, limits: Limits = LIMITS) -> Sheet:
    """Return the table in a file; see `open_sheet`. No more than the limit is read."""
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        value = error.strerror or str(error)
        raise BadInput([Fault(str(path), 0, "", value, "a file that can be read")]) from None
    return open_sheet(data, str(path), sheet, limits)
