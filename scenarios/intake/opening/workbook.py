"""XLSX workbooks from people we do not know: judged by their directory before a part is unpacked.

A workbook is a zip file of XML parts. Its directory says how large each part will be; unpacking
stops at what it says, so that a directory that lies makes a broken part and no more.
"""

from __future__ import annotations

import codecs
import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.kinds import AS_XLSX
from scenarios.intake.opening.limits import Limits
from scenarios.intake.opening.parts import refuse_unsafe_parts
from scenarios.intake.opening.sheet import Sheet, gathered, refuse_long_cell
from scenarios.units import near
from scenarios.yaml_file import shown

_WORKBOOK: Final = "xl/workbook.xml"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_STEP: Final = 1 << 20


def read_workbook(data: bytes, file: str, limits: Limits, sheet: str | None = None) -> Sheet:
    """Return a sheet of a workbook: the one named, else the first visible one with any row.

    Cells are the values saved with it; a formula without one reads as `#UNSAVED`. Raises BadInput,
    before anything is unpacked, for what is too large, packed too tightly, locked, with macros or
    no XLSX; and for XML with a document type, which can be used to blow up.
    """
    with _archive(data, file) as archive:
        _refuse_unsafe(archive, file, limits)
        refuse_unsafe_parts(archive, file)
    try:
        return _read(data, file, limits, sheet)
    except BadInput:
        raise
    except Exception:  # openpyxl raises whatever a broken part makes it stumble on
        raise _bad(file, "a broken workbook", "an XLSX workbook") from None


def _archive(data: bytes, file: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _bad(file, "a broken or cut-off workbook", "an XLSX workbook") from None


def _refuse_unsafe(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > limits.parts:
        raise _bad(file, f"a workbook of {len(parts):,} parts", f"at most {limits.parts:,}")
    if size > limits.unpacked_bytes:
        words = f"at most {limits.unpacked_bytes // 1_000_000} MB unpacked; save it as CSV"
        raise _bad(file, f"a workbook of {math.ceil(size / 1e6):,} MB unpacked", words)
    if size > limits.ratio_from_bytes and size > limits.ratio * max(packed, 1):
        words = f"at most {limits.ratio} times; save it as CSV"
        raise _bad(file, f"a workbook that unpacks to {size // max(packed, 1):,} times", words)
    if any(part.flag_bits & 0x1 for part in parts):
        raise _bad(file, "an archive locked with a password", "a workbook without one")
    if _WORKBOOK not in names:
        raise _bad(file, _other_kind(names), AS_XLSX)


def _other_kind(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "a binary workbook (.xlsb)"
    if "content.xml" in names:
        return "an OpenDocument file (.ods)"
    if "word/document.xml" in names:
        return "a Word document"
    return "a zip archive that is no workbook"


def _has_formulas(book: Any, data: bytes) -> bool:
    """Tell whether any sheet may have a formula, without reading it as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for page in book.worksheets:
            with archive.open(page._worksheet_path) as stream:
                if _found(stream):
                    return True
    return False


def _found(stream: IO[bytes]) -> bool:
    before = stream.read(2)
    if before in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return True  # it may; every other byte of it is 0
    while piece := stream.read(_STEP):
        if _FORMULA.search(before + piece):
            return True
        before = piece[-8:]
    return False


def _read(data: bytes, file: str, limits: Limits, sheet: str | None) -> Sheet:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that do not concern us
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = None
        try:
            if _has_formulas(book, data):
                written = load_workbook(io.BytesIO(data), read_only=True)
            return _chosen_sheet(book, written, file, limits, sheet)
        finally:
            book.close()
            if written is not None:
                written.close()


def _chosen_sheet(book: Any, written: Any, file: str, limits: Limits, sheet: str | None) -> Sheet:
    """Return the sheet named, or the first visible one that is not empty."""
    from scenarios.intake.opening.page_rows import page_rows

    pages = {page.title: page for page in book.worksheets}
    visible = tuple(name for name, page in pages.items() if page.sheet_state == "visible")
    if sheet is not None and sheet not in pages:
        words = f"one of the sheets {', '.join(visible)}{near(sheet, pages)}"
        raise _bad(file, shown(sheet), words)
    wanted = (sheet,) if sheet is not None else visible
    if not wanted:
        raise _bad(file, "no visible sheet", "a sheet with headings and numbers")
    for name in wanted:
        try:
            rows = page_rows(pages[name], written[name] if written else None, file)
            rows = _short(rows, file, limits.cell_chars)
            frame, lines = gathered(rows, file, limits, limits.workbook_cells)
        except BadInput as bad:
            if name != wanted[-1] and bad.faults[0].value == "an empty file":
                continue
            raise
        return Sheet(file, "workbook", frame, lines, sheet=name, sheets=visible)
    raise _bad(file, "no sheet with a row", "a sheet with headings and numbers")


def _short(
    rows: Iterable[tuple[int, Sequence[str]]], file: str, most_chars: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """Give rows. Raises BadInput for a cell of more than `most_chars`."""
    for line, row in rows:
        refuse_long_cell(row, line, file, most_chars)
        yield line, row


def _bad(file: str, value: str, expected: str) -> BadInput:
    return BadInput([Fault(file, 0, "", value, expected)])
