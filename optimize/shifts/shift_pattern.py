"""A pattern of shifts as a planner says it, and what is wrong with it by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from optimize.shifts.break_windows import BreakRule
from optimize.shifts.finding import Finding, Path, write_clock, write_span
from optimize.shifts.work_rules import DAY_S


@dataclass(frozen=True)
class ShiftPattern:
    """A rule that types of shift come of: each start with each length.

    `starts_s` are seconds after midnight. `lengths_s` are the time present, breaks included, the
    gap of a split shift left out: it works `first_s`, is off and unpaid for `gap_s`, and then works
    the rest. A shift may cross midnight. `days` are the days of the horizon, from 0, on which it
    may begin; None: all.
    """

    name: str
    starts_s: tuple[float, ...]
    lengths_s: tuple[float, ...]
    breaks: tuple[BreakRule, ...] = ()
    gap_s: float | None = None
    first_s: float | None = None
    days: tuple[int, ...] | None = None

    @property
    def path(self) -> Path:
        """Where the pattern stands in the rules."""
        return ("shifts", self.name)

    def findings(self, slot_s: int) -> tuple[Finding, ...]:
        """Return what is wrong with the pattern on the grid of `slot_s`, whatever the rules."""
        return (
            *_of_starts(self, slot_s),
            *_of_lengths(self, slot_s),
            *_of_split(self, slot_s),
            *_of_breaks(self, slot_s),
            *_of_days(self),
        )


def _of_starts(pattern: ShiftPattern, slot_s: int) -> Iterator[Finding]:
    path = (*pattern.path, "starts")
    if not pattern.starts_s:
        yield Finding(path, "none", "one start or more")
    for start in pattern.starts_s:
        if not 0 <= start < DAY_S:
            yield Finding(path, write_span(start), "a time of the day, from 00:00 to 23:59")
        elif start % slot_s:
            yield Finding(path, write_clock(start), _on_grid(slot_s))


def _of_lengths(pattern: ShiftPattern, slot_s: int) -> Iterator[Finding]:
    path = (*pattern.path, "lengths")
    if not pattern.lengths_s:
        yield Finding(path, "none", "one length or more")
    for length in pattern.lengths_s:
        if not 0 < length <= DAY_S - (pattern.gap_s or 0):
            most = write_span(DAY_S - (pattern.gap_s or 0))
            yield Finding(path, write_span(length), f"more than 0 and at most {most}")
        elif length % slot_s:
            yield Finding(path, write_span(length), _on_grid(slot_s))


def _of_split(pattern: ShiftPattern, slot_s: int) -> Iterator[Finding]:
    gap, first = pattern.gap_s, pattern.first_s
    if gap is None and first is None:
        return
    if gap is None or first is None:
        missing = "gap" if gap is None else "first"
        wanted = "both a gap and the length of the first part, for a split shift"
        yield Finding((*pattern.path, missing), "nothing", wanted)
        return
    yield from _positive((*pattern.path, "gap"), gap, slot_s)
    yield from _positive((*pattern.path, "first"), first, slot_s)
    shortest = min(pattern.lengths_s, default=0)
    if first >= shortest > 0:
        wanted = f"less than the shift's {write_span(shortest)}"
        yield Finding((*pattern.path, "first"), write_span(first), wanted)


def _of_breaks(pattern: ShiftPattern, slot_s: int) -> Iterator[Finding]:
    for number, rule in enumerate(pattern.breaks):
        path = (*pattern.path, "breaks", number)
        yield from _positive((*path, "length"), rule.length_s, slot_s)
        if rule.from_s < 0:
            yield Finding((*path, "from"), write_span(rule.from_s), "0 or more after the start")
        if rule.to_s < rule.from_s:
            wanted = f"{write_span(rule.from_s)} (`from`) or later"
            yield Finding((*path, "to"), write_span(rule.to_s), wanted)
        for field, value in (("from", rule.from_s), ("to", rule.to_s)):
            if value % slot_s:
                yield Finding((*path, field), write_span(value), _on_grid(slot_s))


def _of_days(pattern: ShiftPattern) -> Iterable[Finding]:
    days = pattern.days
    if days is not None and (not days or min(days) < 0 or len(set(days)) != len(days)):
        # People count days from 1.
        value = ", ".join(str(day + 1) for day in days) or "none"
        yield Finding((*pattern.path, "days"), value, "one or more days from 1 on, each once")


def _positive(path: Path, seconds: float, slot_s: int) -> Iterator[Finding]:
    if seconds <= 0:
        yield Finding(path, write_span(seconds), "more than 0")
    elif seconds % slot_s:
        yield Finding(path, write_span(seconds), _on_grid(slot_s))


def _on_grid(slot_s: int) -> str:
    return f"a multiple of {write_span(slot_s)}, the planning grid"
