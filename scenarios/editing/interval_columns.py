"""Numbers by interval as columns of a table: what each line gets, how many of each group are there.

A column is edited as a whole: however its numbers were described (a total and a profile, a rate, a
list), it becomes the list of its numbers, in the words in which they were typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from scenarios.editing.settings import Keys
from scenarios.schema.group import Agents
from scenarios.schema.volume import Calendar, Volume
from scenarios.units import DAY_S, read_duration, read_number, read_whole

_VOLUME: Final[TypeAdapter[Any]] = TypeAdapter(Volume)
_AGENTS: Final[TypeAdapter[Any]] = TypeAdapter(Agents)
#: So many digits behind the point tell a volume below 1; two fewer tell others.
_DIGITS: Final = 4


@dataclass(frozen=True)
class Axis:
    """The intervals of a scenario: `per_day` of `interval_s` on each of `days`."""

    interval_s: float
    days: int

    @property
    def per_day(self) -> int:
        """Intervals of a day."""
        return round(DAY_S / self.interval_s)

    @property
    def intervals(self) -> int:
        """Intervals of all days."""
        return self.days * self.per_day

    def start_min(self, row: int) -> float:
        """Return when an interval begins, in minutes after midnight of its day."""
        return row % self.per_day * self.interval_s / 60


@dataclass(frozen=True)
class IntervalColumn:
    """A column: where its list stands (`keys`), and its cells as text, of a day or of all days.

    No cells where what is written cannot be laid out; the schema says why.
    """

    name: str
    keys: Keys
    cells: tuple[str, ...]

    def over(self, rows: int) -> tuple[str, ...]:
        """Return the cells of so many intervals, a day's repeated; empty ones where there are none.

        Cells that do not come out are cut, or filled up with empty ones.
        """
        if self.cells and len(self.cells) < rows and rows % len(self.cells) == 0:
            return self.cells * (rows // len(self.cells))
        return (*self.cells[:rows], *[""] * (rows - len(self.cells)))


def axis_of(data: Mapping[str, Any]) -> Axis:
    """Return the intervals of a scenario's plain data; the defaults where they cannot be read."""
    try:
        interval_s = read_duration(data.get("interval") or "30 min")
    except ValueError:
        interval_s = 1800.0
    try:
        days = read_whole(data.get("days") or 1)
    except ValueError:
        days = 1
    if interval_s < 60 or DAY_S % interval_s or not 1 <= days <= 31:
        return Axis(1800.0, 1)
    return Axis(interval_s, days)


def volume_columns(data: Mapping[str, Any]) -> list[IntervalColumn]:
    """Return the first attempts of every line that has a volume, before its factor."""
    axis = axis_of(data)
    calendar = Calendar(axis.interval_s, axis.days, _profiles(data))
    return [
        IntervalColumn(name, ("queues", name, "volume"), _laid_out(queue["volume"], calendar))
        for name, queue in _sections(data, "queues")
        if "volume" in queue
    ]


def agent_columns(data: Mapping[str, Any]) -> list[IntervalColumn]:
    """Return the agents of every group that works by interval."""
    columns = []
    for name, group in _sections(data, "groups"):
        if "agents" in group:
            cells = _agents(group["agents"], axis_of(data))
            columns.append(IntervalColumn(name, ("groups", name, "agents"), cells))
    return columns


def total(cells: Sequence[str]) -> float | None:
    """Return the sum of cells; None where one is no number. Empty ones count as nothing."""
    try:
        return sum(read_number(cell) for cell in cells if cell)
    except ValueError:
        return None


def scaled(cells: Sequence[str], to: float) -> list[str] | None:
    """Return numbers in the same proportions with the sum `to`; alike where all are nothing.

    None where a cell is no number, or the sum is negative.
    """
    now = total(cells)
    if now is None or to < 0 or not cells:
        return None
    if now == 0:
        return [written(to / len(cells))] * len(cells)
    return [written(read_number(cell or 0) * to / now) for cell in cells]


def written(number: float) -> str:
    """Return a number as a cell shows it, without digits that mean nothing."""
    digits = _DIGITS if abs(number) < 1 else _DIGITS - 2
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _laid_out(volume: Any, calendar: Calendar) -> tuple[str, ...]:
    if isinstance(volume, list):
        return tuple(_as_typed(one) for one in volume)
    try:
        numbers = calendar.lay_out(_VOLUME.validate_python(volume))
    except (ValidationError, KeyError, ValueError):
        return ()
    days = numbers.reshape(calendar.days, calendar.per_day)
    if (days == days[0]).all():
        numbers = days[0]
    return tuple(map(written, numbers.tolist()))


def _agents(agents: Any, axis: Axis) -> tuple[str, ...]:
    if isinstance(agents, list):
        return tuple(_as_typed(one) for one in agents)
    try:
        found = _AGENTS.validate_python(agents)
    except ValidationError:
        return (agents,) * axis.per_day if isinstance(agents, str) else ()
    return (str(found),) * axis.per_day if isinstance(found, int) else ()


def _as_typed(value: Any) -> str:
    return "" if value is None else str(value)


def _profiles(data: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    profiles = data.get("profiles")
    found = {}
    for name, weights in profiles.items() if isinstance(profiles, dict) else ():
        try:
            found[name] = tuple(read_number(weight) for weight in weights)
        except (ValueError, TypeError):
            continue
    return found


def _sections(data: Mapping[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    sections = data.get(kind)
    items = sections.items() if isinstance(sections, dict) else ()
    return [(name, one) for name, one in items if isinstance(one, dict)]
