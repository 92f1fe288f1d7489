"""What the variables of a schedule are counted by: shifts, breaks, weeks and sharing.

Breaks are counted apart from shifts ("implicit break placement"): agents of all types of a team and
day whose break has the same window are one *window*, and only how many of them begin it at which
slot is decided. That is exact, since a shift's windows do not touch: who takes which of the breaks
can be dealt out afterwards. What matters on the floor is how many of a team begin a break of a
length at a slot, whatever their windows: where these numbers are whole, those by window can be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from optimize.schedule.problem import Problem
from optimize.schedule.weeks import DAYS, OFF, Band, Word, bands, weekly_overtime, words

NO_BAND = -1


class Shift(NamedTuple):
    """A type on a day, for agents of a band where the team has tours."""

    team: int
    day: int
    type: int
    band: int


class Window(NamedTuple):
    """Breaks of one team and day with the same length and the same slots to begin at."""

    team: int
    day: int
    length: int
    earliest: int
    latest: int


class Begun(NamedTuple):
    """Breaks of one length that agents of a team begin at one slot, counted from the first day."""

    team: int
    length: int
    slot: int


class Week(NamedTuple):
    """A tour of a band in a week: what kind of shift it has on which day."""

    team: int
    week: int
    band: int
    word: Word


class Share(NamedTuple):
    """Agents of a team who work for a queue in a slot."""

    team: int
    queue: int
    slot: int


class Deferred(NamedTuple):
    """Agents of a team who work off a backlog in a slot."""

    backlog: int
    team: int
    slot: int


@dataclass(frozen=True)
class Sets:
    """The index sets of one problem, each in a fixed order."""

    problem: Problem

    @cached_property
    def bands(self) -> tuple[tuple[Band, ...], ...]:
        """The bands of each team; none where it has no tours."""
        per_day = self.problem.slots_per_day
        return tuple(
            () if team.tour is None else bands(team.tour, team.types, per_day)
            for team in self.problem.teams
        )

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """Every type on every day that it may be worked."""
        return tuple(self._shifts())

    def _shifts(self) -> Iterator[Shift]:
        for t, team in enumerate(self.problem.teams):
            bands_of = self._bands_of(t)
            for day, k in np.argwhere(np.isfinite(team.costs)).tolist():
                for band in bands_of[k]:
                    yield Shift(t, day, k, band)

    def _bands_of(self, t: int) -> dict[int, list[int]]:
        team = self.problem.teams[t]
        if team.tour is None:
            return {k: [NO_BAND] for k in range(len(team.types))}
        found: defaultdict[int, list[int]] = defaultdict(list)
        for b, band in enumerate(self.bands[t]):
            for k in band.types:
                found[k].append(b)
        return found

    def is_chosen(self, shift: Shift) -> bool:
        """Return whether the count of a shift is decided, and does not follow from the weeks."""
        if shift.band == NO_BAND:
            return True
        kinds = self.bands[shift.team][shift.band].kinds
        return max(map(kinds.count, set(kinds))) > 1

    @cached_property
    def windows(self) -> dict[Window, tuple[int, ...]]:
        """The shifts, by number, whose agents take a break in each window."""
        found: defaultdict[Window, list[int]] = defaultdict(list)
        for i, shift in enumerate(self.shifts):
            for pause in self.problem.teams[shift.team].types[shift.type].breaks:
                key = Window(shift.team, shift.day, pause.length, pause.earliest, pause.latest)
                found[key].append(i)
        return {window: tuple(members) for window, members in found.items()}

    @cached_property
    def breaks(self) -> tuple[tuple[Window, int], ...]:
        """Every slot at which a window's break may begin."""
        return tuple(
            (window, start)
            for window in self.windows
            for start in range(window.earliest, window.latest + 1)
        )

    def begun(self, window: Window, start: int) -> Begun:
        """Return what a break of a window is counted under when it begins at a slot of its day."""
        slot = window.day * self.problem.slots_per_day + start
        at = slot % self.problem.slots if self.problem.circular else slot
        return Begun(window.team, window.length, at)

    @cached_property
    def beginnings(self) -> tuple[Begun, ...]:
        """Every length of breaks and every slot at which agents of a team may begin one."""
        return tuple(dict.fromkeys(self.begun(*one) for one in self.breaks))

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Every tour that can be worked: on each of its days there is a shift of its kind."""
        return tuple(self._weeks())

    def _weeks(self) -> Iterator[Week]:
        problem = self.problem
        offered: defaultdict[tuple[int, int, int], set[int]] = defaultdict(set)
        for shift in self.shifts:
            offered[shift.team, shift.day, shift.type].add(shift.band)
        for t, team in enumerate(problem.teams):
            if team.tour is None:
                continue
            for first in range(0, problem.days, DAYS):
                length = min(DAYS, problem.days - first)
                for b, band in enumerate(self.bands[t]):
                    kinds = [
                        {
                            kind
                            for k, kind in zip(band.types, band.kinds, strict=True)
                            if b in offered[t, first + day, k]
                        }
                        for day in range(length)
                    ]
                    for word in words(team.tour, band, length):
                        if all(kind == OFF or kind in kinds[day] for day, kind in enumerate(word)):
                            yield Week(t, first // DAYS, b, word)

    @cached_property
    def sharing(self) -> tuple[bool, ...]:
        """Whether a team has several things to do at once, so that its agents are shared out."""
        deferrable = {backlog.queue for backlog in self.problem.backlogs}
        return tuple(
            len(team.serves) != 1 or team.serves[0][0] in deferrable for team in self.problem.teams
        )

    @cached_property
    def shares(self) -> tuple[Share, ...]:
        """Where agents of teams that share themselves out may work."""
        return tuple(
            Share(t, queue, slot)
            for t, team in enumerate(self.problem.teams)
            if self.sharing[t]
            for queue, _ in team.serves
            for slot in sorted(self.manned[t])
        )

    @cached_property
    def deferred(self) -> tuple[Deferred, ...]:
        """Where agents may work off a backlog."""
        return tuple(
            Deferred(b, t, slot)
            for b, backlog in enumerate(self.problem.backlogs)
            for t, team in enumerate(self.problem.teams)
            if backlog.queue in dict(team.serves)
            for slot in np.flatnonzero(backlog.slots).tolist()
            if slot in self.manned[t]
        )

    @cached_property
    def manned(self) -> tuple[frozenset[int], ...]:
        """The slots of the horizon in which a team can have agents at all."""
        found: list[set[int]] = [set() for _ in self.problem.teams]
        for shift in self.shifts:
            for slots in self.at_work(shift):
                found[shift.team].update(slots)
        return tuple(map(frozenset, found))

    def at_work(self, shift: Shift) -> list[list[int]]:
        """Return the slots of the horizon of each part of a shift, breaks included."""
        parts = self.problem.teams[shift.team].types[shift.type].parts
        return [self.placed(shift.day, begin, end) for begin, end in parts]

    def placed(self, day: int, begin: int, end: int) -> list[int]:
        """Return the slots of the horizon that a stretch of a day's slots falls on."""
        problem = self.problem
        first = day * problem.slots_per_day
        slots = range(first + begin, first + end)
        if problem.circular:
            return [slot % problem.slots for slot in slots]
        return [slot for slot in slots if slot < problem.slots]

    @cached_property
    def weekly_overtime(self) -> tuple[int, ...]:
        """The slots of overtime that each week has beyond those of its days."""
        return tuple(
            weekly_overtime(rule, self.bands[week.team][week.band], week.word)
            for week in self.weeks
            if (rule := self.problem.teams[week.team].tour) is not None
        )

    @cached_property
    def week_costs(self) -> tuple[float, ...]:
        """What each week costs beyond its shifts: overtime is paid with its premium.

        The shifts' own costs have the plain wage of these slots already.
        """
        return tuple(
            over * self.problem.teams[week.team].slot_wage * rule.premium_overtime
            for week, over in zip(self.weeks, self.weekly_overtime, strict=True)
            if (rule := self.problem.teams[week.team].tour) is not None
        )

    def wanted(self, shift: Shift) -> float:
        """Return a number of agents on one shift beyond which one more never helps.

        With r the most that is required in any of its slots, r agents who take all breaks as early
        as they may and r who take them as late leave no slot short that could be served at all. Of
        tours each has a shift on which it is one of so few, else nobody would miss it: there are no
        more of a band than its shifts want in the week together.
        """
        team = self.problem.teams[shift.team]
        shifts = [(shift.day, shift.type)]
        if team.tour is not None:
            first = shift.day // DAYS * DAYS
            shifts = list(product(range(first, first + DAYS), self._band(shift).types))
        alone = sum(self._wanted_alone.get((shift.team, *each), 0.0) for each in shifts)
        return alone + team.least

    def _band(self, shift: Shift) -> Band:
        return self.bands[shift.team][shift.band]

    @cached_property
    def _wanted_alone(self) -> dict[tuple[int, int, int], float]:
        """How many agents of a team, on a day, on a type are ever wanted for that shift's sake."""
        return {
            (shift.team, shift.day, shift.type): self._for_its_slots(shift) for shift in self.shifts
        }

    def _for_its_slots(self, shift: Shift) -> float:
        problem, weights = self.problem, dict(self.problem.teams[shift.team].serves)
        slots = sorted({slot for part in self.at_work(shift) for slot in part})
        alone = sum(
            (np.ceil(problem.required[queue, slots] / weight) for queue, weight in weights.items()),
            start=np.zeros(len(slots)),
        )
        deferrable = sum(
            backlog.agent_slots / weights[backlog.queue]
            for backlog in problem.backlogs
            if backlog.queue in weights
        )
        rounds = 2 if problem.teams[shift.team].types[shift.type].breaks else 1
        return float(rounds * (alone.max(initial=0.0) + np.ceil(deferrable)))
