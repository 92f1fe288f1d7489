"""Tours: which days of a week are worked, and which shifts may stand beside each other in it.

A tour is a pattern of days on, and for each of these a shift from one *band*: types of one length
whose starts are near enough to each other that any of them may follow any other on the next day,
with the rest between shifts kept. So a band's agents may be given its shifts day by day as they
are needed, whoever they are; and where night shifts are bounded they can be dealt out in turn, so
that nobody has more than the others by more than one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule

WEEK = 7


@dataclass(frozen=True)
class Band:
    """Types that one tour may be made of, and how many days a week they may be worked.

    `types` number the types in the order they were given. Every one of them has `paid` slots, of
    them `overtime` beyond the daily hours. `nights` says which are night shifts; where only some
    are, the shares of a tour's days that are nights are still bound by `TourRule.nights_most`.
    """

    types: tuple[int, ...]
    nights: tuple[bool, ...]
    paid: int
    overtime: int
    days_on: tuple[int, ...]


def day_patterns(rule: TourRule) -> tuple[tuple[bool, ...], ...]:
    """Return the weeks that the rule allows, each seven times whether the day is worked.

    They are in the order of the rule's `days_on`, then of the days; none where a number of days on
    leaves too few days off together.
    """
    return tuple(pattern for days in sorted(set(rule.days_on)) for pattern in _weeks(rule, days))


def bands(types: Sequence[ShiftType], rule: TourRule, slots_per_day: int) -> tuple[Band, ...]:
    """Return the largest bands of `types`; a type may be in several, or in none.

    Left out are types too long for the rest between two days, and bands whose hours or nights no
    number of days on allows.
    """
    found = []
    for numbers in _alike(types, rule):
        span = types[numbers[0]].end - types[numbers[0]].start
        apart = min(rule.start_within, slots_per_day - span - rule.rest)
        found += [_band(types, near, rule, slots_per_day) for near in _near(types, numbers, apart)]
    return tuple(band for band in found if band.days_on)


def is_night(item: ShiftType, rule: TourRule, slots_per_day: int) -> bool:
    """Whether a type is a night shift by the rule."""
    return rule.night is not None and item.works_in(rule.night, slots_per_day)


def weekly_overtime(rule: TourRule, paid: int, overtime: int) -> int:
    """Return the slots of a week that cost the tour's premium.

    `paid` are the week's paid slots, of them `overtime` that the shifts' costs already hold.
    """
    return 0 if rule.paid_plain is None else max(0, paid - overtime - rule.paid_plain)


def days_off_together(week: Sequence[bool]) -> int:
    """Return the longest run of days off, the week taken as a circle."""
    if not any(week):
        return len(week)
    first = list(week).index(True)
    longest = run = 0
    for works in [*week[first:], *week[:first]]:
        run = 0 if works else run + 1
        longest = max(longest, run)
    return longest


def _weeks(rule: TourRule, days: int) -> Iterator[tuple[bool, ...]]:
    for on in combinations(range(WEEK), days):
        week = tuple(day in on for day in range(WEEK))
        if days_off_together(week) >= rule.off_in_a_row:
            yield week


def _alike(types: Sequence[ShiftType], rule: TourRule) -> list[list[int]]:
    """Return groups of types that differ by their starts alone, in order of these.

    Where starts rotate, patterns may be mixed that are of one length and paid alike.
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, item in enumerate(types):
        key = (item.end - item.start, item.paid, item.overtime)
        groups[(*key, *(() if rule.start_within else (number,)))].append(number)
    return [sorted(group, key=lambda number: types[number].start) for group in groups.values()]


def _near(types: Sequence[ShiftType], numbers: list[int], apart: int) -> Iterator[tuple[int, ...]]:
    """Give the largest runs of `numbers` whose starts are at most `apart` slots from each other."""
    reached = 0
    for first in range(len(numbers)):
        end = first
        while (
            end < len(numbers) and types[numbers[end]].start - types[numbers[first]].start <= apart
        ):
            end += 1
        if end > reached:
            yield tuple(numbers[first:end])
            reached = end


def _band(
    types: Sequence[ShiftType], numbers: tuple[int, ...], rule: TourRule, slots_per_day: int
) -> Band:
    nights = tuple(is_night(types[number], rule, slots_per_day) for number in numbers)
    item = types[numbers[0]]
    return Band(numbers, nights, item.paid, item.overtime, _days_on(rule, item.paid, all(nights)))


def _days_on(rule: TourRule, paid: int, only_nights: bool) -> tuple[int, ...]:
    """Return the numbers of days on that hours and, where all are nights, nights allow."""
    most = WEEK
    if rule.paid_most is not None:
        most = min(most, rule.paid_most // paid)
    if only_nights and rule.nights_most is not None:
        most = min(most, rule.nights_most)
    return tuple(days for days in sorted(set(rule.days_on)) if days <= most)
