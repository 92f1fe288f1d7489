"""The weeks that a tour rule allows, without naming the shifts.

A tour's shifts come of one *band*: types of one length that begin near enough to each other (the
very same start, unless the rule lets starts rotate). What week a tour has is a *word*: for each
day the kind of shift, PLAIN or NIGHT, or OFF. How many agents have which band and word, and how
many work which type on which day, is all that has to be decided: any agent of the band may take
any of its types on the days of that kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from optimize.shifts.shift_type import ShiftType
from optimize.shifts.tour_rule import TourRule

OFF, PLAIN, NIGHT = -1, 0, 1
DAYS = 7

Word = tuple[int, ...]


@dataclass(frozen=True)
class Band:
    """Types that one tour may mix, by number; `kinds` tells for each whether it is a night."""

    types: tuple[int, ...]
    kinds: tuple[int, ...]
    paid: int
    overtime: int
    rested: bool  # whether any two of them may follow each other on neighbouring days


def bands(rule: TourRule, types: Sequence[ShiftType], slots_per_day: int) -> tuple[Band, ...]:
    """Return the bands of types that a tour may mix, none of them part of another.

    Where starts rotate and a day is too short for a late shift before an early one, the band is
    given twice: as wide as allowed for weeks without neighbouring days at work, and narrowed until
    any order of its types leaves the rest between them. (A late shift is so never followed by an
    early one even if it might be preceded by it.)
    """
    found: dict[tuple[tuple[int, ...], bool], Band] = {}
    for family in _families(rule, types):
        span = types[family[0]].end - types[family[0]].start
        room = slots_per_day - span - rule.rest
        for width, rested in {(rule.start_within, False), (min(rule.start_within, room), True)}:
            for chosen in _near(family, types, width):
                found[chosen, rested] = _band(chosen, rested, rule, types, slots_per_day)
    return tuple(band for band in found.values() if band.rested or (band.types, True) not in found)


def words(rule: TourRule, band: Band, days: int = DAYS) -> tuple[Word, ...]:
    """Return the weeks that a tour of the band may have.

    With fewer `days` than seven (the horizon ends inside the week) they are the beginnings of
    whole weeks, those without work left out.
    """
    kinds = tuple(sorted(set(band.kinds)))
    cut = {
        word[:days]
        for on in _patterns(tuple(rule.days_on), rule.off_in_a_row)
        if _allowed(rule, band, on)
        for word in _spelt(on, kinds, rule.nights_most)
    }
    return tuple(sorted(word for word in cut if any(kind != OFF for kind in word)))


def weekly_overtime(rule: TourRule, band: Band, word: Word) -> int:
    """Return the paid slots beyond the week's plain ones that no day's overtime has counted."""
    if rule.paid_plain is None:
        return 0
    on = sum(kind != OFF for kind in word)
    return max(0, on * (band.paid - band.overtime) - rule.paid_plain)


def is_night(type_: ShiftType, night: tuple[int, int] | None, slots_per_day: int) -> bool:
    """Return whether a shift works inside the night's slots, on its own or the next day."""
    if night is None:
        return False
    return any(
        begin < night[1] + shift and night[0] + shift < end
        for begin, end in type_.parts
        for shift in (-slots_per_day, 0, slots_per_day)
    )


def _families(rule: TourRule, types: Sequence[ShiftType]) -> Iterator[tuple[int, ...]]:
    by_key: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for k, one in enumerate(types):
        pattern = one.pattern if rule.start_within == 0 else ""
        by_key[pattern, one.end - one.start, one.paid, one.overtime].append(k)
    for family in by_key.values():
        yield tuple(sorted(family, key=lambda k: types[k].start))


def _near(
    family: tuple[int, ...], types: Sequence[ShiftType], width: int
) -> Iterator[tuple[int, ...]]:
    """Give the widest sets of types that begin within `width` slots of each other."""
    reach = -1
    for first in sorted({types[k].start for k in family}):
        chosen = tuple(k for k in family if first <= types[k].start <= first + width)
        last = max((types[k].start for k in chosen), default=reach)
        if last > reach:
            reach = last
            yield chosen


def _band(
    chosen: tuple[int, ...],
    rested: bool,
    rule: TourRule,
    types: Sequence[ShiftType],
    slots_per_day: int,
) -> Band:
    kinds = tuple(NIGHT if is_night(types[k], rule.night, slots_per_day) else PLAIN for k in chosen)
    return Band(chosen, kinds, types[chosen[0]].paid, types[chosen[0]].overtime, rested)


@lru_cache
def _patterns(days_on: tuple[int, ...], off_in_a_row: int) -> tuple[frozenset[int], ...]:
    return tuple(
        frozenset(on)
        for count in sorted(set(days_on))
        for on in combinations(range(DAYS), count)
        if _longest_off(frozenset(on)) >= min(off_in_a_row, DAYS)
    )


def _longest_off(on: frozenset[int]) -> int:
    """Return the most days off in a row, the week taken as a circle."""
    longest = run = 0
    for day in range(2 * DAYS):
        run = 0 if day % DAYS in on else run + 1
        longest = max(longest, run)
    return min(longest, DAYS)


def _allowed(rule: TourRule, band: Band, on: frozenset[int]) -> bool:
    if rule.paid_most is not None and len(on) * band.paid > rule.paid_most:
        return False
    return band.rested or not any((day + 1) % DAYS in on for day in on)


def _spelt(on: frozenset[int], kinds: tuple[int, ...], nights: int | None) -> Iterator[Word]:
    days = sorted(on)
    for chosen in product(kinds, repeat=len(days)):
        if nights is None or chosen.count(NIGHT) <= nights:
            kind = dict(zip(days, chosen, strict=True))
            yield tuple(kind.get(day, OFF) for day in range(DAYS))
