"""The values of what is varied, as columns of the results: numbers where they are, else text.

Numbers have the units of all results: shares are 0 to 1, durations seconds, factors plain. `null`
among numbers is the number that the field then has, and undefined where that is none, such as no
limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from scenarios.studies.sweep.axes import VARIANT, Field
from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import NOTHING, ORDINARY, Cell, Cells
from scenarios.studies.sweep.factors import present
from scenarios.units import read_duration, read_number, read_share

_NAN: Final = float("nan")
_READERS: Final[tuple[Callable[[object], float], ...]] = (read_number, read_share, read_duration)

#: The value of a cell on each axis; undefined is NaN, among numbers only.
Values = Mapping[str, float | str]


class AxisValues:
    """Reads what cells hold of the fields that are varied."""

    def __init__(self, cells: Cells, bench: Bench) -> None:
        self._readers = {field.name: _reader(field, _texts(cells, field)) for field in cells.fields}
        self._fields = cells.fields
        self._bench = bench

    @property
    def are_numbers(self) -> dict[str, bool]:
        """Of each field, by its name, whether its values are numbers."""
        return {name: reader is not None for name, reader in self._readers.items()}

    def of(self, cell: Cell) -> Values:
        """Return a cell's values; what it does not change has that of its base."""
        settings = {setting.field: setting.value for setting in cell.settings}
        return {field.name: self._value(field, settings.get(field), cell) for field in self._fields}

    def texts(self, cell: Cell) -> dict[str, str]:
        """Return a cell's values as they were written, in the scenario where it changes nothing."""
        settings = {setting.field: setting.value for setting in cell.settings}
        return {field.name: self._text(field, settings.get(field), cell) for field in self._fields}

    def _text(self, field: Field, text: str | None, cell: Cell) -> str:
        if field.keys == (VARIANT,):
            return self._bench.base(cell)[1] or ORDINARY
        if text is not None:
            return text
        return "1" if field.is_factor else self._bench.written_at(cell, field.keys)

    def _value(self, field: Field, text: str | None, cell: Cell) -> float | str:
        reader = self._readers[field.name]
        if reader is None:
            return self._text(field, text, cell)
        if text is not None and text not in NOTHING:
            return reader(text)
        if field.is_factor:
            return 1.0
        scenario = self._bench.base(cell)[0] if text is None else self._bench.scenario(cell)
        number = present(scenario, field.keys)
        if number is None and text is None:  # a time may be a number as it is written
            written = self._bench.written_at(cell, field.keys)
            number = reader(written) if _reads(reader, [written]) else None
        return _NAN if number is None else number


def _texts(cells: Cells, field: Field) -> set[str]:
    of_axes = {text for axis in cells.axes if axis.field == field for text in axis.values}
    rows = (setting for row in cells.rows for setting in row.settings)
    return of_axes | {setting.value for setting in rows if setting.field == field}


def _reader(field: Field, texts: Iterable[str]) -> Callable[[object], float] | None:
    """Return what reads all of a field's texts as numbers of one kind; None where nothing does."""
    texts = [text for text in texts if text not in NOTHING]
    if field.keys == (VARIANT,) or not texts:
        return None
    return next((reader for reader in _READERS if _reads(reader, texts)), None)


def _reads(reader: Callable[[object], float], texts: Iterable[str]) -> bool:
    try:
        for text in texts:
            reader(text)
    except ValueError:
        return False
    return True
