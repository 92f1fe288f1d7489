"""How many contacts come, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BeforeValidator, Discriminator, Tag

from scenarios.schema.section import Section
from scenarios.units import DAY_S, Name, Number, Text, expected, not_negative

Count: TypeAlias = Annotated[Number, AfterValidator(not_negative)]


def _total_kind(value: Any) -> str:
    return "<list>" if isinstance(value, list | tuple) else "<number>"


Total: TypeAlias = Annotated[
    Annotated[Count, Tag("<number>")] | Annotated[tuple[Count, ...], Tag("<list>")],
    Discriminator(_total_kind),
]


class PerHour(Section):
    """The same rate all day."""

    per_h: Count
    """Contacts an hour."""


class DayTotal(Section):
    """A day's total, spread by a profile."""

    total: Total
    """Contacts a day: one number, or a list of one for each of `days`."""
    profile: Name
    """The shape of the day, one of the scenario's `profiles`."""


class Table(Section):
    """A column of a CSV or XLSX file in the scenario's folder, with one row an interval."""

    file: Text
    """Path inside the scenario's folder, ending in .csv or .xlsx."""
    sheet: Text | None = None
    """Sheet of an XLSX file; the first visible one unless given."""
    column: Text
    """Heading of the column."""


def kind_of(value: Any) -> str:
    """Return the kind of volume (or agents) that a value describes; an empty string for none."""
    if isinstance(value, list | tuple):
        return "<list>"
    if isinstance(value, dict):
        for key, kind in _KINDS.items():
            if key in value:
                return kind
        return ""
    return _BY_TYPE.get(type(value), "")


_KINDS = {
    "per_h": "<per_h>",
    "total": "<total>",
    "profile": "<total>",
    "file": "<file>",
    "column": "<file>",
    "sheet": "<file>",
}
_BY_TYPE: dict[type, str] = {PerHour: "<per_h>", DayTotal: "<total>", Table: "<file>"}


def _known(value: Any) -> Any:
    if not kind_of(value):
        raise expected(
            "a list of contacts by interval, {per_h}, {total, profile} or {file, column}"
        )
    return value


Volume: TypeAlias = Annotated[
    Annotated[tuple[Count, ...], Tag("<list>")]
    | Annotated[PerHour, Tag("<per_h>")]
    | Annotated[DayTotal, Tag("<total>")]
    | Annotated[Table, Tag("<file>")],
    Discriminator(kind_of),
    BeforeValidator(_known),
]


@dataclass(frozen=True)
class Calendar:
    """What volumes are laid out over: intervals, days and the shapes of a day."""

    interval_s: float
    days: int
    profiles: Mapping[str, tuple[float, ...]]

    @property
    def per_day(self) -> int:
        """Intervals of a day."""
        return round(DAY_S / self.interval_s)

    def lay_out(self, volume: Volume) -> NDArray[np.float64]:
        """Return contacts by interval of all days.

        Raises ValueError for a table; `scenarios.load` puts its numbers in its place.
        """
        intervals = self.days * self.per_day
        match volume:
            case tuple():
                return np.tile(volume, intervals // len(volume))
            case PerHour():
                return np.full(intervals, volume.per_h * self.interval_s / 3600)
            case DayTotal():
                weights = np.array(self.profiles[volume.profile])
                totals = np.broadcast_to(volume.total, self.days)
                return np.outer(totals, weights / weights.sum()).ravel()
        raise ValueError(f"the table {volume.file} has not been read; see scenarios.load")
