"""When the agents of a group work, and what one more or one fewer of them changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.schema.scenario import Scenario
from scenarios.schema.shift import Shift
from scenarios.units import DAY_S, write_clock

Numbers = NDArray[np.float64]

#: A hire works so many days of seven.
_DAYS_A_WEEK: Final = 5
#: Where a group has numbers instead of shifts, a hire is there for so long.
_HOURS: Final = 8
_MORE: Final = "one_more"


def fullest_day(scenario: Scenario, group: str) -> int:
    """Return how many agents of a group work on the day on which most do."""
    shifts = scenario.groups[group].shifts
    if shifts is None:
        numbers = scenario.agents(group)
        return 0 if numbers is None else int(numbers.max(initial=0))
    per_day = np.zeros(scenario.days, np.int64)
    for shift in shifts.values():
        per_day[[day - 1 for day in shift.days or range(1, scenario.days + 1)]] += shift.agents
    return int(per_day.max())


@dataclass(frozen=True)
class Window:
    """A shift on one day (from 0), and the share of each interval of the horizon it is at work.

    `shift` is None for a group that has numbers instead of shifts.
    """

    name: str
    day: int
    at_work: Numbers
    shift: Shift | None = None


@dataclass(frozen=True)
class Windows:
    """All stretches in which an agent of a group may be at work.

    Those of its shifts, on the days on which they are worked; for a group that has numbers by
    interval, every eight hours of a day in which somebody is there. Of a group that nobody works in
    it is every eight hours.
    """

    scenario: Scenario
    group: str
    all: tuple[Window, ...]

    @classmethod
    def of(cls, scenario: Scenario, group: str) -> Windows:
        """Return the windows of a group."""
        shifts = scenario.groups[group].shifts
        if shifts is None:
            return cls(scenario, group, tuple(_eight_hours(scenario, scenario.agents(group))))
        found = [
            Window(name, day, _at_work(scenario, shift, day), shift)
            for name, shift in shifts.items()
            for day in range(scenario.days)
            if shift.agents > 0 and (shift.days is None or day + 1 in shift.days)
        ]
        if not found:
            found = [
                replace(window, shift=_shift_of(window))
                for window in _eight_hours(scenario, np.ones(scenario.intervals, np.int64))
            ]
        return cls(scenario, group, tuple(found))

    def of_a_hire(self, wanted: Numbers) -> list[Window]:
        """Return what a hire works: each day the window with most of what is wanted.

        `wanted` is by interval. Of each week the best five days, of those alike the first.
        """
        best: dict[int, Window] = {}
        for window in self.all:
            if window.day not in best or _gain(window, wanted) > _gain(best[window.day], wanted):
                best[window.day] = window
        chosen: list[Window] = []
        for first in range(0, self.scenario.days, 7):
            week = [window for day, window in best.items() if first <= day < first + 7]
            chosen += sorted(week, key=lambda window: -_gain(window, wanted))[:_DAYS_A_WEEK]
        return sorted(chosen, key=lambda window: window.day)

    def best(self, wanted: Numbers) -> Window | None:
        """Return the window with most of what is wanted in which somebody works; None if none."""
        shifts = self.scenario.groups[self.group].shifts
        staffed = [each for each in self.all if shifts is None or each.name in shifts]
        return max(staffed, key=lambda window: _gain(window, wanted), default=None)

    def added(self, windows: Sequence[Window]) -> Mapping[str, Any]:
        """Return the group's agents or shifts with one more agent in each of the windows."""
        shifts = self.scenario.groups[self.group].shifts
        if shifts is None:
            more = sum((window.at_work for window in windows), np.zeros(self.scenario.intervals))
            return {"agents": tuple(int(n) for n in self._numbers + more)}
        added = {
            _free(f"{_MORE}_{number}", shifts): window.shift.model_copy(
                update={"agents": 1, "days": (window.day + 1,)}
            )
            for number, window in enumerate(windows, start=1)
            if window.shift is not None
        }
        return {"shifts": dict(shifts) | added}

    def split(self, window: Window) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the group's staff without one agent of a window, and that agent alone.

        The agent of a shift is one on all days of that shift.
        """
        shifts = self.scenario.groups[self.group].shifts
        if shifts is None:
            there = window.at_work * (self._numbers > 0)
            left = self._numbers - there
            return {"agents": _whole(left)}, {"agents": _whole(there)}
        shift = shifts[window.name]
        fewer = shift.model_copy(update={"agents": shift.agents - 1})
        alone = shift.model_copy(update={"agents": 1})
        return {"shifts": dict(shifts) | {window.name: fewer}}, {"shifts": {window.name: alone}}

    def in_words(self, windows: Sequence[Window]) -> str:
        """Return the hours of windows, such as `09:00-18:00` or `5 days, mostly 09:00-18:00`."""
        hours = [_hours(window) for window in windows]
        if not hours:
            return "no shift"
        usual = max(hours, key=hours.count)
        if len(hours) == 1:
            return usual
        return f"{len(hours)} days, {'mostly ' if len(set(hours)) > 1 else ''}{usual}"

    @property
    def _numbers(self) -> NDArray[np.int64]:
        numbers = self.scenario.agents(self.group)
        return np.zeros(self.scenario.intervals, np.int64) if numbers is None else numbers


def _hours(window: Window) -> str:
    if window.shift is None:
        return window.name
    return f"{write_clock(window.shift.start)}-{write_clock(window.shift.end)}"


def _gain(window: Window, wanted: Numbers) -> float:
    return float((window.at_work * wanted).sum())


def _whole(numbers: Numbers) -> tuple[int, ...]:
    return tuple(int(number) for number in numbers)


def _free(name: str, taken: Mapping[str, Any]) -> str:
    while name in taken:
        name += "_"
    return name


def _at_work(scenario: Scenario, shift: Shift, day: int) -> Numbers:
    """Return the share of each interval that the first agent of a shift works, days in a circle."""
    starts_s = np.arange(scenario.intervals + scenario.intervals_per_day) * scenario.interval
    start, end = shift.span_s
    breaks = [(leaves, returns, -1.0) for leaves, returns, _ in shift.breaks_s(0)]
    there = np.zeros(len(starts_s))
    for begin, stop, sign in [(start, end, 1.0), *breaks]:
        first_s, last_s = day * DAY_S + begin, day * DAY_S + stop
        overlap = np.minimum(starts_s + scenario.interval, last_s) - np.maximum(starts_s, first_s)
        there += sign * overlap.clip(min=0) / scenario.interval
    beyond = there[scenario.intervals :]
    there[: scenario.intervals_per_day] += beyond
    return there[: scenario.intervals]


def _eight_hours(scenario: Scenario, numbers: NDArray[np.int64] | None) -> list[Window]:
    """Return every stretch of eight hours of a day in which anybody of `numbers` is there."""
    length = min(round(_HOURS * 3600 / scenario.interval), scenario.intervals_per_day)
    found = []
    for day in range(scenario.days):
        for start in range(scenario.intervals_per_day - length + 1):
            first = day * scenario.intervals_per_day + start
            if numbers is not None and numbers[first : first + length].any():
                at_work = np.zeros(scenario.intervals)
                at_work[first : first + length] = 1.0
                edges = (start, start + length)
                hours = "-".join(write_clock(round(edge * scenario.interval)) for edge in edges)
                found.append(Window(hours, day, at_work))
    return found


def _shift_of(window: Window) -> Shift:
    start, end = window.name.split("-")
    return Shift.model_validate({"start": start, "end": end, "agents": 1})
