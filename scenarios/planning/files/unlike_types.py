"""Why an edited shift is none of a group's: its breaks, its length, its start, or its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from optimize.schedule.problem import Problem
from optimize.schedule.solution import Duty
from optimize.shifts.check import Rule
from optimize.shifts.finding import write_span
from optimize.shifts.shift_type import BreakWindow, ShiftType
from scenarios.planning.files.schedule_table import written_days
from scenarios.units import DAY_S, write_clock

#: So many starts or lengths are told one by one.
_FEW = 6


class Why(StrEnum):
    """In what a shift is unlike the group's."""

    DAY = "day"  # it may be worked on other days
    PATTERN = "pattern"  # it is of another group's pattern
    START = "start"
    LENGTH = "length"
    PARTS = "parts"  # a split shift's
    BREAKS = "breaks"


@dataclass(frozen=True)
class OtherBreak:
    """A break that is missing, or too many: how long, whether paid, and when it may begin."""

    length_s: int
    paid: bool
    earliest_s: int
    latest_s: int


@dataclass(frozen=True)
class Allowed:
    """What would be allowed instead; empty for what is not at fault.

    `days` count from 0, `gaps` are pairs of when the gap begins and how long it is. `missing` are
    breaks of the group's shift, `beyond` those it has not.
    """

    days: tuple[int, ...] = ()
    patterns: tuple[str, ...] = ()
    starts_s: tuple[int, ...] = ()
    lengths_s: tuple[int, ...] = ()
    gaps_s: tuple[tuple[int, int], ...] = ()
    missing: tuple[OtherBreak, ...] = ()
    beyond: tuple[OtherBreak, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What sets a shift apart from the group's: the rule, the cells at fault, and it in words.

    `why` and `allowed` say the same as values.
    """

    rule: Rule
    field: str
    says: str
    why: Why
    allowed: Allowed


def difference(problem: Problem, duty: Duty) -> Difference:
    """Return why a duty's shift may not be worked by its team, or not on that day."""
    words = _Words(problem.slot_s, duty)
    team = problem.teams[duty.team]
    if duty.type in team.types:
        return words.of_day(problem.days)
    theirs = [each for each in team.types if each.pattern == duty.type.pattern]
    if not theirs and duty.type.pattern in _patterns(problem):
        known = tuple(dict.fromkeys(each.pattern for each in team.types))
        says = f"{words.name} is of no pattern of theirs, which are {', '.join(known)}"
        return Difference(Rule.SHIFT, "pattern", says, Why.PATTERN, Allowed(patterns=known))
    theirs = theirs or list(team.types)
    alike = [each for each in theirs if each.parts == duty.type.parts]
    if alike:
        return words.of_breaks(min(alike, key=lambda each: len(words.breaks(each))))
    return words.of_hours(theirs)


def _patterns(problem: Problem) -> set[str]:
    return {each.pattern for team in problem.teams for each in team.types}


@dataclass(frozen=True)
class _Words:
    """Words about a duty on a grid."""

    slot_s: int
    duty: Duty

    @property
    def name(self) -> str:
        return self.duty.type.name

    def of_day(self, days: int) -> Difference:
        allowed = [day for day in range(days) if self.duty.type.allowed(day)]
        plural = "s" if len(allowed) > 1 else ""
        only = f", only on day{plural} {written_days(allowed, days)}" if allowed else ""
        says = f"{self.name} may not be worked that day{only}"
        return Difference(Rule.SHIFT, "days", says, Why.DAY, Allowed(days=tuple(allowed)))

    def of_breaks(self, theirs: ShiftType) -> Difference:
        said = " and ".join(self.breaks(theirs)) or f"has other breaks than {theirs.pattern}"
        missing, beyond = (
            tuple(self._other(each) for each in windows) for windows in self._unlike(theirs)
        )
        allowed = Allowed(missing=missing, beyond=beyond)
        return Difference(Rule.BREAKS, "breaks", f"{self.name} {said}", Why.BREAKS, allowed)

    def breaks(self, theirs: ShiftType) -> list[str]:
        """Return in words what is missing of another type's breaks, then what is beyond them."""
        missing, beyond = self._unlike(theirs)
        said = [f"lacks its break of {self._break(each)}, {self._window(each)}" for each in missing]
        return said + [
            f"has a break of {self._break(each)} at {self._clock(each.earliest)} that is not in the"
            f" pattern {theirs.pattern}"
            for each in beyond
        ]

    def _unlike(self, theirs: ShiftType) -> tuple[list[BreakWindow], list[BreakWindow]]:
        """Return the breaks of another type that are missing, and those that are beyond them."""
        left = list(self.duty.type.breaks)
        missing = []
        for window in theirs.breaks:
            same = [each for each in left if _kind(each) == _kind(window)]
            if same:  # the nearest: where both are 15 min, an edited one stays near its window
                left.remove(min(same, key=lambda each: abs(each.earliest - window.earliest)))
            else:
                missing.append(window)
        return missing, left

    def _other(self, window: BreakWindow) -> OtherBreak:
        slot_s = self.slot_s
        times = (window.earliest * slot_s, window.latest * slot_s)
        return OtherBreak(window.length * slot_s, window.paid, *times)

    def of_hours(self, theirs: Sequence[ShiftType]) -> Difference:
        """Blame the length, the start, or both, whichever none of the types has."""
        own = self.duty.type
        whose = own.pattern if theirs[0].pattern == own.pattern else "theirs"
        lengths, starts = (
            {each.end - each.start for each in theirs},
            {each.start for each in theirs},
        )
        here = {each.end - each.start for each in theirs if each.start == own.start}
        length = own.end - own.start
        if length in lengths and own.start not in starts:
            says = (
                f"{self.name} starts at {self._clock(own.start)}, {whose} at {self._starts(starts)}"
            )
            allowed = Allowed(starts_s=self._in_s(starts))
            return Difference(Rule.SHIFT, "start", says, Why.START, allowed)
        if length in here:
            said = " or ".join(
                f"{self._clock(end)} {self._span(slots)} gap" for end, slots in self._gaps(theirs)
            )
            says = f"{self.name} is parted otherwise than {whose}: {said or 'no gap'}"
            gaps = tuple((end * self.slot_s, n * self.slot_s) for end, n in self._gaps(theirs))
            return Difference(Rule.SHIFT, "breaks", says, Why.PARTS, Allowed(gaps_s=gaps))
        at = f" from {self._clock(own.start)} on" if here else ""
        says = (
            f"{self.name} is {self._span(length)} long, {whose}{at} {self._spans(here or lengths)}"
        )
        allowed = Allowed(lengths_s=self._in_s(here or lengths))
        if not here and own.start not in starts:
            says += f", starting at {self._starts(starts)}"
            allowed = replace(allowed, starts_s=self._in_s(starts))
        return Difference(Rule.SHIFT, "start, end", says, Why.LENGTH, allowed)

    def _gaps(self, theirs: Sequence[ShiftType]) -> list[tuple[int, int]]:
        """Return when gaps of types with the same ends begin, and how long they are, in slots."""
        gaps = [
            (end, start - end)
            for each in theirs
            for (_, end), (start, _) in zip(each.parts, each.parts[1:], strict=False)
            if (each.start, each.end) == (self.duty.type.start, self.duty.type.end)
        ]
        return list(dict.fromkeys(gaps))

    def _in_s(self, slots: Iterable[int]) -> tuple[int, ...]:
        return tuple(slot * self.slot_s for slot in sorted(slots))

    def _break(self, window: BreakWindow) -> str:
        return f"{self._span(window.length)}{'' if window.paid else ' unpaid'}"

    def _window(self, window: BreakWindow) -> str:
        first, last = self._clock(window.earliest), self._clock(window.latest)
        return f"beginning at {first}" if first == last else f"beginning from {first} to {last}"

    def _clock(self, slot: int) -> str:
        return write_clock(slot * self.slot_s % DAY_S)

    def _span(self, slots: int) -> str:
        return write_span(slots * self.slot_s)

    def _starts(self, starts: Iterable[int]) -> str:
        return _listed([self._clock(each) for each in sorted(starts)])

    def _spans(self, lengths: Iterable[int]) -> str:
        return _listed([self._span(each) for each in sorted(lengths)])


def _kind(window: BreakWindow) -> tuple[int, bool]:
    return window.length, window.paid


def _listed(words: Sequence[str]) -> str:
    if len(words) > _FEW:
        return f"{len(words)} from {words[0]} to {words[-1]}"
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
