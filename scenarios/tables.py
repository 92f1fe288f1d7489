"""Numbers that planners keep in spreadsheets: columns of CSV and XLSX files.

A file is named by a path inside the scenario's folder. What a cell means is left to the schema; it
gets each cell with its place, so that a fault names the spreadsheet's own line and column.
"""

from __future__ import annotations

import codecs
import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.units import near, read_number
from scenarios.yaml_file import KeyPath, Place, Tree, shown

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 500
_MAX_UNPACKED: Final = 200_000_000
#: Rows of the largest sheet there can be.
_XLSX_ROWS: Final = 1_048_576
_DELIMITERS: Final = ",;\t"
#: Stands for the value of a formula that a program saved without reckoning it.
_UNSAVED: Final = "a formula without a saved value"

_TABLE_KEYS: Final = {"file", "sheet", "column"}

Row = tuple[int, Sequence[object]]


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file: headings, and rows with their line."""

    file: str
    headings: tuple[str, ...]
    heading_line: int
    rows: tuple[Row, ...]

    def column(self, heading: str) -> list[tuple[int, object]]:
        """Return the cells under a heading with their lines.

        Raises BadInput when there is none or more than one, listing those there are, and where
        formulas have no values.
        """
        found = [index for index, name in enumerate(self.headings) if name == heading]
        if len(found) != 1:
            known = ", ".join(name or "(no heading)" for name in self.headings[:30])
            words = f"one of the columns {known}{near(heading, self.headings)}"
            if found:
                words = f"one column of that heading, not {len(found)}"
            raise BadInput([Fault(self.file, self.heading_line, heading, heading, words)])
        column = [
            (line, cells[found[0]] if found[0] < len(cells) else None) for line, cells in self.rows
        ]
        unsaved = [line for line, cell in column if cell is _UNSAVED]
        if unsaved:
            words = "numbers; open the workbook in a spreadsheet program and save it"
            value = "formulas without saved values"
            raise BadInput([Fault(self.file, unsaved[0], heading, value, words)])
        return column


def inlined(tree: Tree, folder: Path, shown_folder: Path) -> tuple[Tree, list[Fault]]:
    """Return `tree` with the tables it names put in, overrides included, and all faults.

    A table that cannot be read stays as it was. Files are called `shown_folder` / path.
    """
    found = list(_all_positions(tree))
    if not found:
        return tree, []
    reader = _Reader(folder, shown_folder)
    data, places = deepcopy(tree.data), dict(tree.places)
    for path in found:
        reader.put(data, places, tree, path)
    return Tree(data, places), reader.faults


def tables_named(tree: Tree) -> list[str]:
    """Return the files that `inlined` would read, as they are named, each once."""
    return list(dict.fromkeys(tree.get((*path, "file")) for path in _all_positions(tree)))


def _all_positions(tree: Tree) -> Iterator[KeyPath]:
    """Give the paths at which a scenario or one of its overrides names a file."""
    yield from _positions(tree.data, ())
    overrides: Any = tree.data.get("overrides")
    for name, patch in overrides.items() if isinstance(overrides, dict) else ():
        if isinstance(patch, dict):
            yield from _positions(patch, ("overrides", name))


def _positions(data: Mapping[str, Any], under: KeyPath) -> Iterator[KeyPath]:
    """Give the paths at which a mapping names a file."""
    for kind, patterns in _PATTERNS.items():
        items: Any = data.get(kind)
        for name in items if isinstance(items, dict) else ():
            for pattern in patterns:
                node: Any = items[name]
                for key in pattern:
                    node = node.get(key) if isinstance(node, dict) else None
                if isinstance(node, dict) and isinstance(node.get("file"), str):
                    yield (*under, kind, name, *pattern)


_PATTERNS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "queues": (
        ("volume",),
        ("talk",),
        ("wrap_up",),
        ("patience",),
        ("redial", "delay"),
        ("repeat", "delay"),
        ("self_service", "time"),
    ),
    "groups": (("agents",),),
}


class _Reader:
    """Reads each sheet once, and collects the faults."""

    def __init__(self, folder: Path, shown_folder: Path) -> None:
        self.faults: list[Fault] = []
        self._folder = folder
        self._shown_folder = shown_folder
        self._sheets: dict[tuple[str, str | None], Sheet] = {}

    def put(self, data: Any, places: dict[KeyPath, Place], tree: Tree, path: KeyPath) -> None:
        """Put the table named at `path` into `data`, with the places of its cells."""
        spec = Tree(data, {}).get(path)
        try:
            if path[-1] in ("volume", "agents"):
                if isinstance(spec.get("column"), str) and set(spec) <= _TABLE_KEYS:
                    self._put_column(data, places, tree, path, spec)
            elif spec.get("distribution") == "empirical":
                self._put_distribution(data, places, tree, path, spec)
        except BadInput as error:
            self.faults += error.faults

    def _put_column(
        self,
        data: Any,
        places: dict[KeyPath, Place],
        tree: Tree,
        path: KeyPath,
        spec: Mapping[str, Any],
    ) -> None:
        sheet = self._sheet(spec, tree, path, spec["column"])
        self._set(data, places, path, sheet, spec["column"], seconds=False)

    def _put_distribution(
        self,
        data: Any,
        places: dict[KeyPath, Place],
        tree: Tree,
        path: KeyPath,
        spec: dict[str, Any],
    ) -> None:
        sheet = self._sheet(spec, tree, path, "share", "value")
        sheet.column("share"), sheet.column("value")
        spec.pop("file")
        spec.pop("sheet", None)
        self._set(data, places, (*path, "shares"), sheet, "share", seconds=False)
        self._set(data, places, (*path, "values"), sheet, "value", seconds=True)

    def _set(
        self,
        data: Any,
        places: dict[KeyPath, Place],
        path: KeyPath,
        sheet: Sheet,
        heading: str,
        *,
        seconds: bool,
    ) -> None:
        cells = sheet.column(heading)
        parent = Tree(data, {}).get(path[:-1])
        parent[path[-1]] = [_cell(cell, seconds=seconds) for _, cell in cells]
        places[path] = Place(sheet.file, 0, heading)
        for index, (line, _) in enumerate(cells):
            places[(*path, index)] = Place(sheet.file, line, heading)

    def _sheet(self, spec: Mapping[str, Any], tree: Tree, path: KeyPath, *wanted: str) -> Sheet:
        """Return a sheet; one of a CSV file is read once more where it may be parted otherwise."""
        named, sheet = spec["file"], spec.get("sheet")
        is_csv = named.lower().endswith(".csv")
        if is_csv and sheet is not None:
            place = tree.place((*path, "sheet"))
            words = "no sheet, for a CSV file has none"
            raise BadInput([Fault(place.file, place.line, place.field, shown(sheet), words)])
        key = (named, sheet)
        found = self._sheets.get(key)
        if found is None or (is_csv and not set(wanted) <= set(found.headings)):
            file = self._inside(named, tree.place((*path, "file")))
            found = read_sheet(file, str(self._shown_folder / named), sheet, wanted)
            self._sheets[key] = found
        return found

    def _inside(self, named: str, place: Place) -> Path:
        """Return the path of a file, which must lie inside the folder and exist."""
        posix, windows = PurePosixPath(named), PureWindowsPath(named)
        words = "a path inside the scenario's folder"
        bad = Fault(place.file, place.line, place.field, shown(named), words)
        if posix.is_absolute() or windows.anchor or ".." in windows.parts or not named.strip():
            raise BadInput([bad])
        try:
            root = self._folder.resolve()
            file = (root / named).resolve()
            exists = file.is_file()
        except (OSError, RuntimeError, ValueError):
            raise BadInput([bad]) from None
        if not file.is_relative_to(root):
            raise BadInput([bad])
        if not exists:
            there = sorted(p.name for p in root.iterdir() if p.suffix.lower() in (".csv", ".xlsx"))
            words = f"a file that exists{near(named, there)}"
            raise BadInput([Fault(place.file, place.line, place.field, shown(named), words)])
        return file


def _cell(cell: object, *, seconds: bool) -> object:
    """Return a cell as the schema reads it; a plain number of a column of times is seconds."""
    if not _filled(cell):
        return None
    if isinstance(cell, str) and seconds:
        try:
            return read_number(cell)
        except ValueError:
            return cell
    if isinstance(cell, str | int | float):
        return cell
    return str(cell)


def read_sheet(
    file: Path, name: str, sheet: str | None = None, wanted: Iterable[str] = ()
) -> Sheet:
    """Return the table in a CSV or XLSX file; faults call the file `name`.

    The first row holds the headings; empty rows at the end do not count. Without a `sheet`, a
    workbook's first visible one is read. A CSV file is parted at commas, semicolons or tabs,
    whichever gives the columns `wanted`. Raises BadInput when the file cannot be read as a table.
    """
    content = _content(file, name)
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise _bad(name, 0, kind or "no ending", "a file ending in .csv or .xlsx")
    rows = (
        _xlsx_rows(content, name, sheet)
        if kind == ".xlsx"
        else _csv_rows(content, name, frozenset(wanted))
    )
    while rows and not any(_filled(cell) for cell in rows[-1][1]):
        rows.pop()
    if not rows:
        raise _bad(name, 0, "an empty file", "a row of headings and rows of numbers")
    line, headings = rows[0]
    names = tuple("" if cell is None else str(cell).strip() for cell in headings)
    return Sheet(name, names, line, tuple(rows[1:]))


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _content(file: Path, name: str) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "an error").lower()
        raise _bad(name, 0, reason, "a file that can be read") from None
    if len(content) > MAX_BYTES:
        raise _bad(name, 0, "a larger file", f"at most {MAX_BYTES // 1_000_000} MB")
    return content


def _csv_rows(content: bytes, name: str, wanted: frozenset[str]) -> list[Row]:
    text = _csv_text(content, name)
    delimiter = max(_DELIMITERS, key=lambda mark: _fit(text, mark, wanted))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            rows.append((reader.line_num, cells))
            _refuse_too_large(len(rows[0][1]), len(rows), reader.line_num, name)
    except csv.Error as error:
        raise _bad(name, reader.line_num, shown(error), "CSV text") from None
    return rows


def _fit(text: str, delimiter: str, wanted: frozenset[str]) -> tuple[bool, int, int]:
    """Return how well a delimiter fits a CSV text: the greater, the better.

    First, whether the columns `wanted` are there; then how many of the first rows have as many
    cells as there are headings; then how many headings there are.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = list(islice(reader, 20))
    except csv.Error:
        return False, 0, 0
    headings = rows[0] if rows else []
    alike = sum(len(cells) == len(headings) for cells in rows) if len(headings) > 1 else 0
    return wanted <= {cell.strip() for cell in headings}, alike, len(headings)


def _csv_text(content: bytes, name: str) -> str:
    """Return the text of a CSV file: UTF-8, or what spreadsheet programs save beside it.

    These are GBK, in China, and UTF-16 with its mark in front: the "Unicode text" of Excel.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
        if "\0" in text or "\ufffd" in text:
            raise _bad(name, 0, "a binary file, or UTF-16 that is broken", "CSV text")
        return text
    if b"\0" in content or content.startswith(b"PK\x03\x04"):
        raise _bad(name, 0, "a binary file", "CSV text")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _bad(name, 0, "bytes that are neither UTF-8 nor GBK", "CSV text")


def _xlsx_rows(content: bytes, name: str, sheet: str | None) -> list[Row]:
    _refuse_zip_bomb(content, name)
    try:
        rows = _sheet_rows(content, name, sheet, saved=True)
        if len(rows) < 2 or any(None in cells for _, cells in rows):
            rows = _with_formulas(rows, _sheet_rows(content, name, sheet, saved=False))
    except BadInput:
        raise
    except Exception:  # openpyxl raises whatever a broken part of a workbook makes it stumble on
        raise _bad(name, 0, "a broken workbook", "an XLSX file") from None
    return rows


def _sheet_rows(content: bytes, name: str, sheet: str | None, *, saved: bool) -> list[Row]:
    """Return the rows of a sheet under its headings: saved values, or formulas as they stand."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that do not concern us
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=saved)
        try:
            return _filled_rows(_chosen(book, name, sheet), name)
        finally:
            book.close()


def _chosen(book: Any, name: str, sheet: str | None) -> Any:
    """Return the sheet of a name, or the first that is visible; charts are none."""
    sheets = {one.title: one for one in book.worksheets}
    if sheet is None:
        visible = [one for one in sheets.values() if one.sheet_state == "visible"]
        if not visible:
            raise _bad(name, 0, "no visible sheet", "a sheet with headings and numbers")
        return visible[0]
    if sheet not in sheets:
        words = f"one of the sheets {', '.join(sheets)}{near(sheet, sheets)}"
        raise _bad(name, 0, shown(sheet), words)
    return sheets[sheet]


def _filled_rows(sheet: Any, name: str) -> list[Row]:
    """Return rows as wide as the headings up to the last that holds anything.

    Cells right of the headings belong to no column: a stray one costs nothing, however far it is.
    """
    headings = next(sheet.iter_rows(max_row=1, values_only=True), ())
    width = max((at for at, cell in enumerate(headings, 1) if _filled(cell)), default=0)
    if not width:
        return []
    rows: list[Row] = []
    last = 0
    lines = sheet.iter_rows(max_col=width, max_row=_XLSX_ROWS, values_only=True)
    for line, cells in enumerate(lines, start=1):
        if cells.count(None) < width and any(map(_filled, cells)):
            last = line
            _refuse_too_large(width, line, line, name)
        if line <= MAX_ROWS:
            rows.append((line, cells))
    return rows[:last]


def _with_formulas(rows: list[Row], formulas: list[Row]) -> list[Row]:
    """Return rows with the cells marked that hold a formula and no saved value."""
    saved = dict(rows)
    return [
        (line, [_one(*pair) for pair in zip_longest(saved.get(line, ()), cells)])
        for line, cells in formulas
    ]


def _one(saved: object, formula: object) -> object:
    return _UNSAVED if saved is None and formula is not None else saved


def _refuse_too_large(columns: int, rows: int, line: int, name: str) -> None:
    if columns > MAX_COLUMNS:
        raise _bad(name, 1, f"{columns} columns", f"at most {MAX_COLUMNS}")
    if rows > MAX_ROWS:
        raise _bad(name, line, "more rows", f"at most {MAX_ROWS}")


def _refuse_zip_bomb(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _bad(name, 0, "a file of another kind", "an XLSX file") from None
    if unpacked > _MAX_UNPACKED:
        words = f"at most {_MAX_UNPACKED // 1_000_000} MB unpacked"
        raise _bad(name, 0, "a larger workbook", words)


def _bad(name: str, line: int, value: str, expected: str) -> BadInput:
    return BadInput([Fault(name, line, "", value, expected)])
