"""The house's patterns of shifts, for groups of which a scenario says nothing.

A group works in the hours in which something that it serves is open. Round the clock there are day
shifts that are over by 01:00, part-time shifts by day, and nights from the late evening on; else
shifts lie inside the hours, and are no longer than these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from optimize.shifts.break_windows import BreakRule
from optimize.shifts.shift_pattern import ShiftPattern
from scenarios.schema.opening import Spans
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S

_MIN_S: Final = 60
_HOUR_S: Final = 3600
_LONGEST_S: Final = 12 * _HOUR_S
_PART_S: Final = 4 * _HOUR_S
_EVERY_S: Final = 30 * _MIN_S
#: Shifts of at least this length have an unpaid hour for a meal.
_WITH_MEAL_S: Final = 6 * _HOUR_S
#: Shifts of at least this length have a short break before the meal and one after it.
_TWO_BREAKS_S: Final = 8 * _HOUR_S + 30 * _MIN_S
#: Hours that are closed for no longer are worked through.
_SHORT_GAP_S: Final = 2 * _HOUR_S
#: First and last starts round the clock: a way home by 01:00, nights from 21:00 on.
_DAY_STARTS_S: Final = (6 * _HOUR_S, 16 * _HOUR_S)
_PART_STARTS_S: Final = (6 * _HOUR_S, 20 * _HOUR_S)
_NIGHT_STARTS_S: Final = (21 * _HOUR_S, 23 * _HOUR_S)


def house_patterns(
    scenario: Scenario, group: str, slot_s: int, per_day_s: float = 8 * _HOUR_S
) -> tuple[ShiftPattern, ...]:
    """Return the house's patterns for a group, on the grid of `slot_s`.

    A full shift has the ordinary paid hours of a day, `per_day_s`, where the group's hours allow.
    """
    grid = _Grid(slot_s)
    stretches = working_hours(scenario, group)
    longest_s, part_s = _full_s(per_day_s), grid.down(min(_PART_S, int(per_day_s)))
    if stretches is None:
        full_s = grid.down(longest_s)
        full = grid.pattern("full", grid.starts(*_DAY_STARTS_S), full_s)
        part = grid.pattern("part", grid.starts(*_PART_STARTS_S), part_s)
        night = grid.pattern("night", grid.starts(*_NIGHT_STARTS_S), full_s)
        return (full, part, night) if part_s < full_s else (full, night)
    found: dict[tuple[str, int], set[int]] = {}
    for start, end in stretches:
        first, last = grid.down(start), grid.up(end)
        full_s = grid.down(_fitting(longest_s, last - first, int(per_day_s)))
        for name, length in (("full", full_s), ("part", min(part_s, full_s))):
            if name == "part" and ("full", length) in found:
                continue  # hours so short that a full shift is no longer
            found.setdefault((name, length), set()).update(grid.starts(first, last - length))
    return tuple(_told_apart(grid, found))


def _full_s(per_day_s: float) -> int:
    """Return the length of a full shift with so many paid hours: with a meal where it is long."""
    with_meal_s = min(int(per_day_s) + _HOUR_S, _LONGEST_S)
    return with_meal_s if with_meal_s >= _WITH_MEAL_S else int(per_day_s)


def _fitting(longest_s: int, hours_s: int, per_day_s: int) -> int:
    """Return the length of the longest shift inside so many hours; without a meal all is paid."""
    length_s = min(longest_s, hours_s)
    return length_s if length_s >= _WITH_MEAL_S else min(length_s, per_day_s)


def working_hours(scenario: Scenario, group: str) -> Spans | None:
    """Return when something that a group serves is open; None where that is round the clock.

    Hours with a short time closed between them are one stretch. Ends may lie beyond midnight.
    """
    hours = [scenario.queues[name].open for name in scenario.groups[group].serves]
    if any(spans is None for spans in hours):
        return None
    spans = sorted({span for each in hours for span in each or ()})
    # The day between two others shows what is joined over midnight.
    days = [(start + day, end + day) for day in (0, DAY_S, 2 * DAY_S) for start, end in spans]
    joined = _joined(sorted(days))
    if any(end - start >= DAY_S for start, end in joined):
        return None
    return tuple(
        (start - DAY_S, end - DAY_S) for start, end in joined if DAY_S <= start < 2 * DAY_S
    )


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= _SHORT_GAP_S:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _told_apart(grid: _Grid, found: dict[tuple[str, int], set[int]]) -> Iterator[ShiftPattern]:
    """Give one pattern for each name and length; further lengths of a name are numbered."""
    for name, keys in groupby(sorted(found, key=lambda key: (key[0], -key[1])), lambda key: key[0]):
        for number, key in enumerate(keys, 1):
            label = name if number == 1 else f"{name}_{number}"
            yield grid.pattern(label, tuple(sorted(found[key])), key[1])


class _Grid:
    """Times of the house on the grid of a plan."""

    def __init__(self, slot_s: int) -> None:
        self.slot_s = slot_s

    def down(self, seconds: int) -> int:
        return seconds // self.slot_s * self.slot_s

    def up(self, seconds: int) -> int:
        return -(-seconds // self.slot_s) * self.slot_s

    def starts(self, first_s: int, last_s: int) -> tuple[int, ...]:
        """Return the starts of every half hour, and the last one."""
        first, last = self.up(first_s), max(self.up(first_s), self.down(last_s))
        starts = {*range(first, last, self.up(_EVERY_S)), last}
        return tuple(sorted({start % DAY_S for start in starts}))

    def pattern(self, name: str, starts_s: tuple[int, ...], length_s: int) -> ShiftPattern:
        return ShiftPattern(name, starts_s, (length_s,), tuple(self._breaks(length_s)))

    def _breaks(self, length_s: int) -> Iterator[BreakRule]:
        if length_s >= _TWO_BREAKS_S:
            yield self._short(60, 150)
            yield self._rule(_HOUR_S, 3 * _HOUR_S, 5 * _HOUR_S, paid=False)
            yield self._short(380, length_s // _MIN_S - 75)
        elif length_s >= _WITH_MEAL_S:
            middle = length_s // 2
            yield self._short(60, 60)
            yield self._rule(_HOUR_S, middle - _HOUR_S, middle, paid=False)
        elif length_s >= 2 * _HOUR_S:
            middle = length_s // 2
            yield self._rule(15 * _MIN_S, middle - 45 * _MIN_S, middle + 15 * _MIN_S, paid=True)

    def _short(self, from_min: int, to_min: int) -> BreakRule:
        return self._rule(15 * _MIN_S, from_min * _MIN_S, to_min * _MIN_S, paid=True)

    def _rule(self, length_s: int, from_s: int, to_s: int, *, paid: bool) -> BreakRule:
        earliest = self.up(from_s)
        return BreakRule(self.up(length_s), earliest, max(earliest, self.down(to_s)), paid)
