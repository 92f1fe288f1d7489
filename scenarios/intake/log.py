"""The log as it lies on the disk: files of separated text, read into a table of strings.

Nothing is converted here, so that whatever is wrong later can be shown as it stands in the file.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.intake.mapping import LogMapping
from scenarios.intake.opening import LIMITS, Sheet
from scenarios.intake.opening.encodings import encoding_of, refuse_two
from scenarios.intake.opening.separated import separated_rows
from scenarios.intake.opening.workbook import read_workbook
from scenarios.intake.quality import Finding
from scenarios.intake.tables.header import numbered, recurring

#: A log that unpacks to more than this is refused rather than read into memory.
MOST_BYTES: Final = 2_000_000_000

_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZIP_MAGIC: Final = b"PK\x03\x04"

#: Encodings in which nearly any bytes are text, UTF-8 too.
_CHINESE: Final = frozenset({"gbk", "gb2312", "gb18030"})


class _Rows(NamedTuple):
    """The columns that a mapping names, each row's line, and the lines of rows with other fields.

    `alike` says how many columns have the heading of one of these, by its name.
    """

    table: pd.DataFrame
    lines: list[int]
    bad_lines: list[int]
    alike: dict[str, int]


_Reader = Callable[[LogMapping], _Rows]


@dataclass(frozen=True)
class RawLog:
    """The rows of all files as text, one column for each that the mapping names.

    `places` says where each row of `table` stands: `file` (its name) and `line` (from 1, the
    header's included). `drops` are rows that were none; `rows_read` counts them too. `doubts` are
    about the columns.
    """

    table: pd.DataFrame
    places: pd.DataFrame
    files: tuple[str, ...]
    rows_read: int
    drops: tuple[Finding, ...]
    doubts: tuple[str, ...] = ()


def log_paths(paths: Path | str | Sequence[Path | str]) -> tuple[Path, ...]:
    """Return the files meant: as given, and for a folder all files in it, by name.

    Raises BadInput for a path where nothing is, and for an empty list or folder.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    found: list[Path] = []
    faults = []
    for path in map(Path, given):
        if path.is_dir():
            found += sorted(
                entry for entry in path.iterdir() if entry.is_file() and entry.name[0] != "."
            )
        elif path.is_file():
            found.append(path)
        else:
            faults.append(Fault(str(path), 0, "", "no such file", "a call log"))
    if not found and not faults:
        faults.append(Fault(", ".join(map(str, given)), 0, "", "no files", "a call log"))
    if faults:
        raise BadInput(faults)
    return tuple(found)


def read_log(paths: Sequence[Path], mapping: LogMapping) -> RawLog:
    """Return all rows of the files that have as many fields as the header.

    Raises BadInput, for all files at once, where one is empty, binary, cut off, in another
    encoding, or lacks a column that the mapping names.
    """
    return _gathered(
        [path.name for path in paths], [partial(_read_file, path) for path in paths], mapping
    )


def read_sheets(sheets: Sequence[Sheet], mapping: LogMapping) -> RawLog:
    """Return all rows of sheets that were opened, whatever they were; see `read_log`.

    Cells that a row lacks at its end are empty.
    """
    names = [sheet.file for sheet in sheets]
    return _gathered(names, [partial(_read_sheet, sheet) for sheet in sheets], mapping)


def _gathered(names: Sequence[str], readers: Sequence[_Reader], mapping: LogMapping) -> RawLog:
    """Return the rows of all files, each from its reader."""
    tables: list[pd.DataFrame] = []
    places: list[pd.DataFrame] = []
    faults: list[Fault] = []
    ragged: list[str] = []
    doubts: list[str] = []
    rows_read = 0
    for name, read in zip(names, readers, strict=True):
        try:
            rows = read(mapping)
        except BadInput as bad:
            faults += bad.faults
            continue
        tables.append(rows.table)
        places.append(pd.DataFrame({"file": name, "line": rows.lines}))
        ragged += [f"{name}:{line}" for line in rows.bad_lines]
        rows_read += len(rows.table) + len(rows.bad_lines)
        doubts += [
            f"{number} columns of {name} are called {column}; this one alone is read"
            for column, number in rows.alike.items()
        ]
    if faults:
        raise BadInput(faults)
    drops = (Finding.at("not as many fields as the header", ragged),) if ragged else ()
    return RawLog(
        pd.concat(tables, ignore_index=True),
        pd.concat(places, ignore_index=True),
        tuple(names),
        rows_read,
        drops,
        tuple(doubts),
    )


def _read_file(path: Path, mapping: LogMapping) -> _Rows:
    """Return the rows of one file, their lines, and the lines of rows with other fields."""
    data = _bytes(path)
    if data.startswith(_ZIP_MAGIC):
        return _read_sheet(read_workbook(data, str(path), LIMITS, mapping.format.sheet), mapping)
    text = io.StringIO(_text(path, data, mapping), newline="")
    rows = separated_rows(text, mapping.format.delimiter, str(path), LIMITS.cell_chars)
    return _rows(path, rows, mapping)


def _read_sheet(sheet: Sheet, mapping: LogMapping) -> _Rows:
    """Return the columns of a sheet that the mapping names, and the rows' numbers."""
    found = np.flatnonzero(sheet.lines == mapping.format.header_row)
    if not len(found):
        words = "the row of the column names (format.header_row)"
        raise BadInput([Fault(sheet.file, mapping.format.header_row, "", "an empty row", words)])
    written = sheet.row(int(found[0]))
    header = numbered(written)
    _refuse_missing(sheet.file, header, mapping)
    body = sheet.rows.iloc[int(found[0]) + 1 :]
    if body.empty:
        raise BadInput([Fault(sheet.file, 2, "", "no rows", "one row a call under the header")])
    places = [header.index(name) for name in mapping.column_names]
    table = body[places].reset_index(drop=True)
    table.columns = pd.Index(mapping.column_names)
    lines = sheet.lines[int(found[0]) + 1 :].tolist()
    return _Rows(table, lines, [], _alike(written, mapping))


def _refuse_missing(file: str, header: Sequence[str], mapping: LogMapping) -> None:
    missing = [name for name in mapping.column_names if name not in header]
    if missing:
        value, row = f"columns {', '.join(header)[:200]}", mapping.format.header_row
        raise BadInput(Fault(file, row, name, value, "a column of this name") for name in missing)


def _rows(path: Path, rows: Iterator[tuple[int, list[str]]], mapping: LogMapping) -> _Rows:
    written = _header(rows, mapping.format.header_row)
    header = numbered(written)
    if not any(written):
        raise BadInput([Fault(str(path), 1, "", "an empty file", "a line of column names")])
    _refuse_missing(str(path), header, mapping)
    places = [header.index(name) for name in mapping.column_names]
    kept: list[list[str]] = []
    lines: list[int] = []
    bad_lines: list[int] = []
    for line, row in rows:
        if len(row) == len(header):
            kept.append([row[place].strip() for place in places])
            lines.append(line)
        elif row:
            bad_lines.append(line)
    if not kept:
        raise BadInput([Fault(str(path), 2, "", "no rows", "one row a call under the header")])
    table = pd.DataFrame(kept, columns=pd.Index(mapping.column_names), dtype=str)
    return _Rows(table, lines, bad_lines, _alike(written, mapping))


def _alike(written: Sequence[str], mapping: LogMapping) -> dict[str, int]:
    """Return how many columns have the heading of one that the mapping names, by its name."""
    names = mapping.column_names
    return {name: number for name, number in recurring(written).items() if name in names}


def _header(rows: Iterator[tuple[int, list[str]]], row: int) -> list[str]:
    """Return the fields of the line in which the header stands."""
    for line, fields in rows:
        if line >= row:
            return [name.strip() for name in fields]
    return []


def _text(path: Path, data: bytes, mapping: LogMapping) -> str:
    """Return a file's text, decoded."""
    if not data.strip():
        raise BadInput([Fault(str(path), 0, "", "an empty file", "a call log")])
    encoding = mapping.format.encoding
    if b"\0" in data[:65536] and not encoding.startswith(("utf-16", "utf-32")):
        value = f"text in {encoding_of(data, str(path)).upper()}"
        raise BadInput([Fault(str(path), 0, "", value, f"text in {encoding}")])
    if encoding in _CHINESE:
        refuse_two(data, str(path))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        value = f"byte 0x{data[error.start]:02x}"
        fault = Fault(str(path), line, "", value, f"text in {encoding}")
        raise BadInput([fault]) from error


def _bytes(path: Path) -> bytes:
    """Return a file's bytes; what begins like gzip is unpacked, whatever it is called."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP_MAGIC
            file.seek(0)
            if not packed:
                return _bounded(path, file)
            with gzip.open(file) as unpacked:
                return _bounded(path, unpacked)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        fault = Fault(str(path), 0, "", f"gzip cut off or damaged ({error})", "a whole gzip file")
        raise BadInput([fault]) from error
    except OSError as error:
        fault = Fault(str(path), 0, "", error.strerror or str(error), "a file that can be read")
        raise BadInput([fault]) from error


def _bounded(path: Path, file: io.BufferedIOBase | gzip.GzipFile) -> bytes:
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        fault = Fault(str(path), 0, "", "a file too large", f"at most {MOST_BYTES} bytes")
        raise BadInput([fault])
    return data
