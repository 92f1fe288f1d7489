"""Tables by interval: volumes of the lines, agents of the groups, and the totals of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from crewline.ui.pages.scenario.table import Change, Heading
from crewline.words import Words
from crewline.words.figures import clock
from scenarios.editing.interval_columns import Axis, IntervalColumn, scaled, total, written
from scenarios.editing.pasted import number_text
from scenarios.editing.settings import Keys, value_at
from scenarios.faults import Fault


@dataclass(frozen=True)
class Stretch:
    """The intervals that a table shows: `count` from `first` on, of lists of `whole`.

    `whole` is a day's intervals where all days are alike.
    """

    first: int
    count: int
    whole: int


@dataclass(frozen=True)
class IntervalTable:
    """A table with a row for each interval and a column for each line or group."""

    corner: str
    labels: tuple[str, ...]
    headings: tuple[Heading, ...]
    columns: tuple[IntervalColumn, ...]
    stretch: Stretch
    names: tuple[str, ...]
    base: Mapping[str, Any]
    originals: tuple[IntervalColumn, ...]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells by interval."""
        whole = [column.over(self.stretch.whole) for column in self.columns]
        rows = range(self.stretch.first, self.stretch.first + self.stretch.count)
        return tuple(tuple(column[row] for column in whole) for row in rows)

    def edits(self, changes: Sequence[Change]) -> dict[Keys, Any]:
        """Return the columns that change, as whole lists; an emptied cell is 0."""
        lists: dict[int, list[str]] = {}
        for change in changes:
            column = self.columns[change.column]
            cells = lists.setdefault(change.column, list(column.over(self.stretch.whole)))
            cells[self.stretch.first + change.row] = number_text(change.text)
        return {
            self.columns[number].keys: self.as_was(self.columns[number], listed(cells))
            for number, cells in lists.items()
        }

    def as_was(self, column: IntervalColumn, cells: list[str]) -> Any:
        """Return a column's cells; where they are what they were, how that was written."""
        for original in self.originals:
            if original.keys == column.keys and list(original.over(len(cells))) == cells:
                return value_at(self.base, column.keys)
        return cells

    def place_of(self, fault: Fault) -> tuple[str, str] | None:
        """Return the interval and line of a fault; one of the whole column has no interval."""
        for column, heading in zip(self.columns, self.headings, strict=True):
            path = ".".join(column.keys)
            if fault.field == path:
                return heading.title, ""
            item = fault.field.removeprefix(f"{path}.")
            if item != fault.field:
                row = int(item) - 1 if item.isascii() and item.isdigit() else -1
                return heading.title, self.names[row] if 0 <= row < len(self.names) else item
        return None


@dataclass(frozen=True)
class TotalsTable:
    """A table with a row for each line: how many come on each day, before the line's factor."""

    corner: str
    labels: tuple[str, ...]
    headings: tuple[Heading, ...]
    columns: tuple[IntervalColumn, ...]
    axis: Axis
    days: int
    data: Mapping[str, Any]

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The totals by line and day; empty where an interval is no number."""
        return tuple(self._said(column) or self._summed(column) for column in self.columns)

    def edits(self, changes: Sequence[Change]) -> dict[Keys, Any]:
        """Return what is to be set: a total where the line has one, else its intervals, scaled."""
        edits: dict[Keys, Any] = {}
        for row in {change.row for change in changes}:
            new = {one.column: number_text(one.text) for one in changes if one.row == row}
            edits |= self._of_line(self.columns[row], new, self.cells[row])
        return edits

    def place_of(self, fault: Fault) -> tuple[str, str] | None:
        """Return the line of a fault of its total."""
        for column, label in zip(self.columns, self.labels, strict=True):
            path = ".".join((*column.keys, "total"))
            if fault.field == path or fault.field.startswith(f"{path}."):
                return label, ""
        return None

    def _said(self, column: IntervalColumn) -> tuple[str, ...]:
        """Return the totals that a line is described by; none where it is not."""
        volume = value_at(self.data, column.keys)
        said = volume.get("total") if isinstance(volume, dict) else None
        if isinstance(said, list) and len(said) == self.days:
            return tuple(map(str, said))
        return (said,) * self.days if isinstance(said, str) else ()

    def _summed(self, column: IntervalColumn) -> tuple[str, ...]:
        return tuple(_written(total(day)) for day in self._by_day(column))

    def _of_line(
        self, column: IntervalColumn, new: Mapping[int, str], now: Sequence[str]
    ) -> dict[Keys, Any]:
        totals = [new.get(number, cell) for number, cell in enumerate(now)]
        volume = value_at(self.data, column.keys)
        if isinstance(volume, dict) and "total" in volume:
            return {(*column.keys, "total"): totals[0] if len(totals) == 1 else totals}
        days = []
        for number, cells in enumerate(self._by_day(column)):
            days.append(_scaled(cells, new[number]) if number in new else list(cells))
        return {column.keys: [cell for day in days for cell in day]}

    def _by_day(self, column: IntervalColumn) -> list[tuple[str, ...]]:
        per_day = self.axis.per_day
        cells = column.over(self.days * per_day)
        return [cells[day * per_day : (day + 1) * per_day] for day in range(self.days)]


def listed(cells: Sequence[str]) -> list[str]:
    """Return cells as the list of a setting: nothing is 0."""
    return [cell or "0" for cell in cells]


def interval_names(axis: Axis, days: int, first_day: Any, say: Words) -> tuple[str, ...]:
    """Return what each interval of so many days is called: its start, and its day if several."""
    names = []
    for row in range(days * axis.per_day):
        start = clock(axis.start_min(row))
        day = day_name(row // axis.per_day, first_day, say)
        names.append(f"{day} {start}" if days > 1 else start)
    return tuple(names)


def day_name(number: int, first_day: Any, say: Words) -> str:
    """Return a day's name: its weekday and date where day 1 has one, else its number."""
    try:
        day = date.fromisoformat(first_day) + timedelta(days=number)
    except (ValueError, TypeError, OverflowError):
        return say("Day {day}", day=number + 1)
    form = "EEE d MMM" if say.language == "en" else "M月d日EEE"
    return str(format_date(day, form, locale=say.locale))


def _written(number: float | None) -> str:
    return "" if number is None else written(number)


def _scaled(cells: Sequence[str], to: str) -> list[str]:
    """Return a day's cells scaled to a total; a bad total stands in the first, to be told."""
    try:
        found = scaled(cells, float(to))
    except ValueError:
        found = None
    return found if found is not None else [to, *cells[1:]]
