"""A type of shift: one start and one length, with breaks that may lie here or there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BreakWindow:
    """A break that every agent of a shift takes once.

    `earliest` and `latest` are the first and the last slot at which it may begin, counted like the
    shift's own. The windows of a shift's breaks do not touch each other: each break is over before
    the next one's window begins, so that agents' breaks can be counted apart.
    """

    length: int
    earliest: int
    latest: int
    paid: bool

    @property
    def starts(self) -> range:
        """The slots at which it may begin."""
        return range(self.earliest, self.latest + 1)


@dataclass(frozen=True)
class ShiftType:
    """A start and a length that agents may work.

    `pattern` names the rule that it comes of. `parts` are the stretches at work as (from, to),
    breaks included: one, or two with unpaid time between them for a split shift. `paid` are the
    slots paid, unpaid breaks left out, and `overtime` how many of these are beyond the daily hours.
    `days` are the days of the horizon, from 0, on which it may begin; None: on all.
    """

    name: str
    pattern: str
    parts: tuple[tuple[int, int], ...]
    breaks: tuple[BreakWindow, ...]
    paid: int
    overtime: int = 0
    days: tuple[int, ...] | None = None

    @property
    def start(self) -> int:
        """The slot at which it begins."""
        return self.parts[0][0]

    @property
    def end(self) -> int:
        """The slot at which it is over, beyond a day's last where it crosses midnight."""
        return self.parts[-1][1]

    def allowed(self, day: int) -> bool:
        """Whether it may begin on a day of the horizon, from 0."""
        return self.days is None or day in self.days

    def works_in(self, span: tuple[int, int], slots_per_day: int) -> bool:
        """Whether it is at work in a (from, to) of the clock, any day's."""
        return any(
            max(start, span[0] + shift) < min(end, span[1] + shift)
            for start, end in self.parts
            for shift in (-slots_per_day, 0, slots_per_day)
        )
