"""XLSX workbooks from people we do not know: judged by their directory before a part is unpacked.

A workbook is a zip file of XML parts. Its directory says how large each part will be; unpacking
stops at what it says, so that a directory that lies makes a broken part and no more.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, Final
from xml.parsers import expat

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.kinds import AS_XLSX
from scenarios.intake.opening.limits import Limits
from scenarios.intake.opening.sheet import Sheet, gathered
from scenarios.units import near
from scenarios.yaml_file import shown

_WORKBOOK: Final = "xl/workbook.xml"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_STEP: Final = 1 << 20
#: Stands for the value of a formula that a program saved without reckoning it.
UNSAVED: Final = "#UNSAVED"


class _RootSeen(Exception):  # noqa: N818  (no error: the prolog is over)
    """The first element begins: no document type can follow."""


def read_workbook(data: bytes, file: str, limits: Limits, sheet: str | None = None) -> Sheet:
    """Return a sheet of a workbook: the one named, else the first visible one with any row.

    Cells are the values saved with it; a formula without one reads as `#UNSAVED`. Raises BadInput,
    before anything is unpacked, for what is too large, packed too tightly, locked, with macros or
    no XLSX; and for XML with a document type, which can be used to blow up.
    """
    with _archive(data, file) as archive:
        _refuse_unsafe(archive, file, limits)
        has_formulas = _has_formulas(archive)
    try:
        return _read(data, file, limits, sheet, has_formulas)
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
        raise _bad(file, f"a workbook of {size / 1e6:,.0f} MB unpacked", words)
    if size > limits.ratio_from_bytes and size > limits.ratio * max(packed, 1):
        words = f"at most {limits.ratio} times; save it as CSV"
        raise _bad(file, f"a workbook that unpacks to {size // max(packed, 1):,} times", words)
    if any(part.flag_bits & 0x1 for part in parts):
        raise _bad(file, "an archive locked with a password", "a workbook without one")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _bad(file, "a workbook with macros", "a workbook without macros (.xlsx), or CSV text")
    if _WORKBOOK not in names:
        raise _bad(file, _other_kind(names), AS_XLSX)
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_document_type(archive, part, file)


def _other_kind(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "a binary workbook (.xlsb)"
    if "content.xml" in names:
        return "an OpenDocument file (.ods)"
    if "word/document.xml" in names:
        return "a Word document"
    return "a zip archive that is no workbook"


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    """Raise BadInput for a part of XML that begins with a document type, where entities stand."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(file)
    parser.StartElementHandler = _stop
    try:
        with archive.open(part) as stream:
            _parse(parser, stream)
    except _RootSeen:
        return
    except BadInput:
        raise
    except Exception:  # a broken part; zipfile and expat say so in many ways
        raise _bad(file, "a broken workbook", "an XLSX workbook") from None


def _parse(parser: expat.XMLParserType, stream: IO[bytes]) -> None:
    while piece := stream.read(4096):
        parser.Parse(piece, False)


def _stop(*_: object) -> None:
    raise _RootSeen


def _refuse(file: str) -> None:
    raise _bad(file, "XML with a document type", "a workbook as spreadsheet programs write it")


def _has_formulas(archive: zipfile.ZipFile) -> bool:
    """Tell whether any sheet has a formula, without reading it as XML."""
    for name in archive.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        try:
            with archive.open(name) as stream:
                if _found(stream):
                    return True
        except (zipfile.BadZipFile, OSError, EOFError):
            continue  # a broken part is told where it is read
        except Exception:  # zlib's own errors, and whatever else a damaged part brings about
            continue
    return False


def _found(stream: IO[bytes]) -> bool:
    before = b""
    while piece := stream.read(_STEP):
        if _FORMULA.search(before + piece):
            return True
        before = piece[-8:]
    return False


def _read(data: bytes, file: str, limits: Limits, sheet: str | None, has_formulas: bool) -> Sheet:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that do not concern us
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = None
        try:
            if has_formulas:
                written = load_workbook(io.BytesIO(data), read_only=True)
            return _chosen_sheet(book, written, file, limits, sheet)
        finally:
            book.close()
            if written is not None:
                written.close()


def _chosen_sheet(book: Any, written: Any, file: str, limits: Limits, sheet: str | None) -> Sheet:
    """Return the sheet named, or the first visible one that is not empty."""
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
            rows = _numbered(pages[name], written[name] if written else None)
            frame, lines = gathered(rows, file, limits, limits.workbook_cells)
        except BadInput as bad:
            if name != wanted[-1] and bad.faults[0].value == "an empty file":
                continue
            raise
        return Sheet(file, "workbook", frame, lines, sheet=name, sheets=visible)
    raise _bad(file, "no sheet with a row", "a sheet with headings and numbers")


def _numbered(page: Any, written: Any) -> Iterator[tuple[int, Sequence[str]]]:
    """Give the rows as text; programs that write files often tell their extent wrongly."""
    page.reset_dimensions()
    formulas: Iterator[Sequence[object]] = iter(())
    if written is not None:
        written.reset_dimensions()
        formulas = written.iter_rows(values_only=True)
    for line, row in enumerate(page.iter_rows(values_only=True), start=1):
        texts = [_text(cell) for cell in row]
        if written is not None:
            for place, cell in enumerate(next(formulas, ())):
                if cell is not None and place < len(texts) and row[place] is None:
                    texts[place] = UNSAVED
        while texts and not texts[-1]:
            texts.pop()
        yield line, texts


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


def _bad(file: str, value: str, expected: str) -> BadInput:
    return BadInput([Fault(file, 0, "", value, expected)])
