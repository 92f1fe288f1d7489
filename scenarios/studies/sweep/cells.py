"""The cells of a sweep: the base, and every combination of what is varied.

Cell 0 is the base, the scenario as it is. The others are the rows of a file of variants, or one
empty row, each crossed with the grid of the axes; the last axis changes fastest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.studies.sweep.axes import (
    MAX_CELLS,
    VARIANT,
    Axis,
    Field,
    Setting,
    faulty_factor,
    field_of,
    overlapping,
    read_axes,
)
from scenarios.tables import Sheet, read_sheet
from scenarios.yaml_file import Place, shown

#: The column of a file of variants that names its rows.
NAME: Final = "name"
BASE: Final = "base"
#: How the day without a variant is called; no variant is, for names have no spaces.
ORDINARY: Final = "ordinary day"
#: What stands for nothing, as in YAML: the default, and among the variants the ordinary day.
NOTHING: Final = ("null", "~", "")


@dataclass(frozen=True)
class Cell:
    """One scenario of a sweep: its number, its row's name, and what is changed.

    `of_axes` are those of the settings that do not come with a name.
    """

    number: int
    name: str
    settings: tuple[Setting, ...]
    of_axes: tuple[Setting, ...] = ()

    @property
    def label(self) -> str:
        """What it is called: its name, with the values of the axes behind it."""
        return ", ".join([self.name] * bool(self.name) + [_called(each) for each in self.of_axes])

    @property
    def changes(self) -> str:
        """All that is changed, as `--vary` takes it."""
        return ", ".join(map(str, self.settings)) or BASE

    @property
    def variant(self) -> tuple[bool, str | None]:
        """Whether it names a variant of its own, and which; None is the ordinary day."""
        for setting in self.settings:
            if setting.field.keys == (VARIANT,):
                return True, None if setting.value in NOTHING else setting.value
        return False, None


def _called(setting: Setting) -> str:
    is_ordinary = setting.field.keys == (VARIANT,) and setting.value in NOTHING
    return ORDINARY if is_ordinary else setting.value


@dataclass(frozen=True)
class Row:
    """A row of a file of variants: its name, and what it changes."""

    name: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Cells:
    """All cells, made when they are asked for; `fields` are the columns of the results."""

    axes: tuple[Axis, ...]
    rows: tuple[Row, ...]
    fields: tuple[Field, ...]

    @property
    def _grid(self) -> int:
        return math.prod(len(axis.values) for axis in self.axes)

    def __len__(self) -> int:
        """Return how many there are, the base included."""
        return 1 + self._grid * max(len(self.rows), 1)

    def __iter__(self) -> Iterator[Cell]:
        """Give them in order."""
        return map(self.cell, range(len(self)))

    def cell(self, number: int) -> Cell:
        """Return the cell of a number."""
        if number == 0:
            return Cell(0, BASE, ())
        row, at = divmod(number - 1, self._grid)
        settings: list[Setting] = []
        for axis in reversed(self.axes):
            at, value = divmod(at, len(axis.values))
            settings.append(Setting(axis.field, axis.values[value], Place("--vary", 0)))
        of_row = self.rows[row] if self.rows else Row("", ())
        grid = tuple(reversed(settings))
        every = (*of_row.settings, *grid)
        return Cell(number, of_row.name, every, grid if of_row.name else every)


def plan(vary: Sequence[str], variants: Path | None, replications: int) -> Cells:
    """Return the cells of axes (as `--vary` takes them) and of a file of variants.

    Raises BadInput where nothing is varied, or too much, and for all that cannot be read.
    """
    axes: list[Axis] = []
    rows: tuple[Row, ...] = ()
    fields: list[tuple[Field, Place]] = []
    faults: list[Fault] = []
    try:
        axes = read_axes(vary)
    except BadInput as bad:
        faults += bad.faults
    try:
        fields, rows = _read_rows(variants)
    except BadInput as bad:
        faults += bad.faults
    fields = [*fields, *((axis.field, Place("--vary", 0)) for axis in axes)]
    faults += overlapping(fields)
    faults += _fixed(fields)
    if not vary and variants is None:
        words = "something to vary: --vary path=values, or --variants FILE"
        faults.append(Fault("command line", 0, "--vary", "nothing", words))
    cells = Cells(tuple(axes), rows, tuple(field for field, _ in fields))
    faults += _too_many(cells, replications)
    if faults:
        raise BadInput(faults)
    return cells


def _fixed(fields: Sequence[tuple[Field, Place]]) -> Iterator[Fault]:
    """Give a fault for the seed: cells differ in what is varied, and not by chance."""
    for field, place in fields:
        if field.keys == ("seed",):
            words = "another field: all cells share the seed, which --seed gives"
            yield Fault(place.file, place.line, field.name, field.name, words)


def _too_many(cells: Cells, replications: int) -> Iterator[Fault]:
    number = len(cells)
    if number > MAX_CELLS:
        words = f"at most {MAX_CELLS:,} cells, the base included"
        yield Fault("command line", 0, "--vary", f"{number:,} cells", words)
    elif number * replications > MAX_REPLICATIONS:
        value = f"{number:,} cells x {replications:,} replications"
        words = f"at most {MAX_REPLICATIONS:,} replications in all"
        yield Fault("command line", 0, "--replications", value, words)


#: Replications of all cells together.
MAX_REPLICATIONS: Final = 10_000_000


def _read_rows(file: Path | None) -> tuple[list[tuple[Field, Place]], tuple[Row, ...]]:
    """Return the fields that a file of variants changes, with their places, and its rows."""
    if file is None:
        return [], ()
    sheet = read_sheet(file, str(file))
    columns, faults = _columns(sheet)
    rows: list[tuple[int, Row]] = []
    for line, written in sheet.rows:
        texts = ["" if value is None else str(value).strip() for value in written]
        if any(texts):
            rows.append(_row(sheet, columns, line, texts, faults))
    if not rows and not faults:
        words = "a row for each variant below the headings"
        faults.append(Fault(sheet.file, sheet.heading_line, "", "no rows", words))
    faults += _named_twice(sheet, rows)
    if faults:
        raise BadInput(faults)
    fields = [
        (field, Place(sheet.file, sheet.heading_line, field.name))
        for field in columns
        if field is not None
    ]
    return fields, tuple(row for _, row in rows)


def _columns(sheet: Sheet) -> tuple[list[Field | None], list[Fault]]:
    """Return the field of each column, None for the names and for what has no heading."""
    columns: list[Field | None] = []
    faults: list[Fault] = []
    for heading in sheet.headings:
        try:
            place = Place(sheet.file, sheet.heading_line, heading)
            columns.append(None if heading in ("", NAME) else field_of(heading, place))
        except BadInput as bad:
            faults += bad.faults
            columns.append(None)
    return columns, faults


def _row(
    sheet: Sheet,
    columns: Sequence[Field | None],
    line: int,
    texts: Sequence[str],
    faults: list[Fault],
) -> tuple[int, Row]:
    """Return a row with its line, and add what is wrong with it to `faults`."""
    name, settings = "", []
    for at, text in enumerate(texts):
        heading = sheet.headings[at] if at < len(sheet.headings) else ""
        field = columns[at] if at < len(columns) else None
        if not text:
            continue
        if heading == NAME:
            name = text
        elif field is not None:
            place = Place(sheet.file, line, field.name)
            fault = faulty_factor(field, text, place)
            faults += [fault] if fault else []
            settings.append(Setting(field, text, place))
        elif not heading:
            faults.append(Fault(sheet.file, line, "", shown(text), "a heading over every value"))
    return line, Row(name, tuple(settings))


def _named_twice(sheet: Sheet, rows: Sequence[tuple[int, Row]]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, row in rows:
        if row.name in seen:
            words = f"each name once; it stands in line {seen[row.name]} too"
            yield Fault(sheet.file, line, NAME, shown(row.name), words)
        elif row.name:
            seen[row.name] = line
