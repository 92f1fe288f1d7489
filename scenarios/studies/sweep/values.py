"""The values of what is varied, as columns of the results: numbers where they are, else text.

Numbers have the units of all results: shares are 0 to 1, durations seconds, factors plain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.axes import VARIANT, Field
from scenarios.studies.sweep.cells import Cell, Cells
from scenarios.studies.sweep.factors import present
from scenarios.units import read_duration, read_number, read_share

_NAN: Final = float("nan")
_READERS: Final[tuple[Callable[[object], float], ...]] = (read_number, read_share, read_duration)

#: The value of a cell on each axis; undefined is NaN among numbers, and None among texts.
Values = Mapping[str, float | str | None]


class AxisValues:
    """Reads what cells hold of the fields that are varied."""

    def __init__(self, cells: Cells) -> None:
        self._readers = {field.name: _reader(field, _texts(cells, field)) for field in cells.fields}
        self._fields = cells.fields

    @property
    def are_numbers(self) -> dict[str, bool]:
        """Of each field, by its name, whether its values are numbers."""
        return {name: reader is not None for name, reader in self._readers.items()}

    def of(self, cell: Cell, base: Scenario, variant: str | None) -> Values:
        """Return a cell's values; what it does not change has that of its `base`."""
        settings = {setting.field: setting.value for setting in cell.settings}
        return {
            field.name: self._value(field, settings.get(field), base, variant)
            for field in self._fields
        }

    def _value(
        self, field: Field, text: str | None, base: Scenario, variant: str | None
    ) -> float | str | None:
        reader = self._readers[field.name]
        if field.keys == (VARIANT,):
            return variant
        if text is not None:
            return text if reader is None else reader(text)
        if reader is None:
            return None
        if field.is_factor:
            return 1.0
        number = present(base, field.keys)
        return _NAN if number is None else number


def _texts(cells: Cells, field: Field) -> set[str]:
    of_axes = {text for axis in cells.axes if axis.field == field for text in axis.values}
    rows = (setting for row in cells.rows for setting in row.settings)
    return of_axes | {setting.value for setting in rows if setting.field == field}


def _reader(field: Field, texts: Iterable[str]) -> Callable[[object], float] | None:
    """Return what reads all of a field's texts as numbers of one kind; None where nothing does."""
    if field.keys == (VARIANT,):
        return None
    texts = list(texts)
    return next((reader for reader in _READERS if _reads(reader, texts)), None)


def _reads(reader: Callable[[object], float], texts: Iterable[str]) -> bool:
    try:
        for text in texts:
            reader(text)
    except ValueError:
        return False
    return True
