"""From patterns of shifts to types of shift, by the rules of a day's working time.

    ShiftPattern, WorkRules -> shift_types -> ShiftType

Times of a pattern are seconds, times of a type slots. What cannot be is refused, all of it at once;
what was put right, or is allowed only at need, is noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from optimize.shifts.break_windows import Windows, fit_breaks
from optimize.shifts.finding import Finding, refuse, write_clock, write_span
from optimize.shifts.shift_pattern import ShiftPattern
from optimize.shifts.shift_type import BreakWindow, ShiftType
from optimize.shifts.work_rules import DAY_S, WorkRules

Parts = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ShiftSet:
    """The types that patterns make, and notes on what they were made of."""

    types: tuple[ShiftType, ...]
    notes: tuple[Finding, ...]


@dataclass(frozen=True)
class _Length:
    """One length of a pattern, in slots from the shift's start."""

    pattern: ShiftPattern
    length_s: float
    parts: Parts
    breaks: Windows
    paid: int


def shift_types(patterns: Sequence[ShiftPattern], rules: WorkRules, slot_s: int) -> ShiftSet:
    """Return the types of all patterns, in order of pattern, length and start.

    Overtime is what a type is paid for beyond the rules' hours of a day; there is none where hours
    are averaged over a period. Raises BadRules with all that is wrong with patterns and rules, and
    ValueError when a day is not a whole number of slots.
    """
    if slot_s <= 0 or DAY_S % slot_s:
        raise ValueError(f"a slot of {slot_s} s does not divide the day")
    faults = [*rules.findings(), *_same_names(patterns)]
    lengths: list[_Length] = []
    for pattern in patterns:
        found = pattern.findings(slot_s)
        sound = all(finding.path[2:3] in {("starts",), ("days",)} for finding in found)
        made = [_length(pattern, each, slot_s) for each in _distinct(pattern)] if sound else []
        faults += [*found, *_first_of_each(_faults(made, rules, slot_s))]
        lengths += made
    refuse(faults)
    types = tuple(item for length in lengths for item in _types(length, rules, slot_s))
    return ShiftSet(types, tuple(_first_of_each(_notes(lengths, rules, slot_s))))


def _same_names(patterns: Sequence[ShiftPattern]) -> Iterator[Finding]:
    seen = set()
    for pattern in patterns:
        if pattern.name in seen:
            yield Finding(pattern.path, "two patterns of this name", "one")
        seen.add(pattern.name)


def _distinct(pattern: ShiftPattern) -> list[float]:
    return sorted(set(pattern.lengths_s))


def _length(pattern: ShiftPattern, length_s: float, slot_s: int) -> _Length:
    length = round(length_s / slot_s)
    parts: Parts = ((0, length),)
    if pattern.gap_s is not None and pattern.first_s is not None:
        first, gap = round(pattern.first_s / slot_s), round(pattern.gap_s / slot_s)
        parts = ((0, first), (first + gap, length + gap))
    breaks = fit_breaks(pattern.breaks, parts, slot_s, pattern.path)
    unpaid = sum(item.length for item in breaks.windows if not item.paid)
    return _Length(pattern, length_s, parts, breaks, length - unpaid)


def _faults(lengths: Iterable[_Length], rules: WorkRules, slot_s: int) -> Iterator[Finding]:
    for item in lengths:
        yield from item.breaks.faults
        paid_s = item.paid * slot_s
        if not item.breaks.faults and not 0 < paid_s <= rules.day_most_s:
            value = f"{write_span(item.length_s)}, {write_span(paid_s)} of it paid"
            yield Finding((*item.pattern.path, "lengths"), value, _most_of_a_day(rules))


def _most_of_a_day(rules: WorkRules) -> str:
    most = f"more than 0 and at most {write_span(rules.day_most_s)} paid a day"
    return most + (
        f", {write_span(rules.overtime_most_s)} of it overtime" * bool(rules.overtime_most_s)
    )


def _notes(lengths: Iterable[_Length], rules: WorkRules, slot_s: int) -> Iterator[Finding]:
    for item in lengths:
        yield from item.breaks.notes
        overtime_s = _overtime(item, rules, slot_s) * slot_s
        if overtime_s > rules.overtime_per_day_s:
            value = f"{write_span(item.length_s)}, {write_span(overtime_s)} of it overtime"
            normal = write_span(rules.overtime_per_day_s)
            wanted = f"{normal} of overtime normally, more only for special reasons"
            yield Finding((*item.pattern.path, "lengths"), value, wanted)


def _first_of_each(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each path: what is said of one length is not said of all."""
    first: dict[object, Finding] = {}
    for found in findings:
        first.setdefault(found.path, found)
    return list(first.values())


def _overtime(item: _Length, rules: WorkRules, slot_s: int) -> int:
    if rules.average_over_days is not None:
        return 0
    return max(0, item.paid - int(rules.per_day_s // slot_s))


def _types(item: _Length, rules: WorkRules, slot_s: int) -> Iterator[ShiftType]:
    overtime = _overtime(item, rules, slot_s)
    for start_s in sorted(set(item.pattern.starts_s)):
        start = round(start_s / slot_s)
        parts = tuple((start + begin, start + end) for begin, end in item.parts)
        breaks = tuple(
            BreakWindow(each.length, start + each.earliest, start + each.latest, each.paid)
            for each in item.breaks.windows
        )
        name = f"{item.pattern.name} {_clock(parts, slot_s)}"
        yield ShiftType(
            name, item.pattern.name, parts, breaks, item.paid, overtime, item.pattern.days
        )


def _clock(parts: Parts, slot_s: int) -> str:
    """Return the parts in words such as `09:00-13:00, 16:00-20:00`."""
    return ", ".join(
        f"{write_clock(start * slot_s)}-{write_clock(end * slot_s)}" for start, end in parts
    )
