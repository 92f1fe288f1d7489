"""What an agent on a shift costs, by the day on which it begins.

Every paid slot costs the wage, and premiums over it: those of the clock, which add up, and one of
the day, which adds to these. Of the premiums of a day (overtime, a rest day, a statutory holiday)
the dearest holds and not their sum. A slot belongs to the day of the calendar that it lies in, so
that a night shift into a holiday is paid as one from midnight on. Overtime are the last slots paid.

Where an unpaid break may lie here or there, a cost is the mean over the starts in its window, as if
they were equally likely; with the breaks given it is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.shifts.shift_type import ShiftType
from optimize.shifts.work_rules import DAY_S, HOUR_S

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class ClockPremium:
    """A share over the wage at certain hours; the end is beyond a day's where it is on the next."""

    between_s: tuple[float, float]
    share: float


@dataclass(frozen=True)
class Premiums:
    """Shares over the wage: for overtime, for a rest day, for a statutory holiday."""

    overtime: float = 0.0
    rest_day: float = 0.0
    holiday: float = 0.0


NO_PREMIUMS: Final = Premiums()


@dataclass(frozen=True)
class Wages:
    """What work costs on the days of a horizon, in the scenario's currency.

    `holidays` and `rest_days` are days from 0, the one after the last included where shifts may
    cross into it. Rest days are those of everybody; a tour's own are its rule's matter.
    """

    wage_per_h: float
    slot_s: int
    clock: tuple[ClockPremium, ...] = ()
    premiums: Premiums = NO_PREMIUMS
    holidays: frozenset[int] = frozenset()
    rest_days: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Raise ValueError where an amount is below 0 or the slot does not divide the day."""
        shares = [each.share for each in self.clock]
        named = self.premiums
        if min(self.wage_per_h, named.overtime, named.rest_day, named.holiday, *shares) < 0:
            raise ValueError("a wage or a premium is negative")
        if self.slot_s <= 0 or DAY_S % self.slot_s:
            raise ValueError(f"a slot of {self.slot_s} s does not divide the day")


@dataclass(frozen=True)
class Pay:
    """What work is paid, apart: the wage, and each premium over it; with the hours paid.

    `clock` are premiums of the clock, such as for the night, `shift` those that a shift has of its
    own, whatever for.
    """

    hours: float = 0.0
    base: float = 0.0
    clock: float = 0.0
    overtime: float = 0.0
    rest_day: float = 0.0
    holiday: float = 0.0
    shift: float = 0.0

    @property
    def premiums(self) -> float:
        """All premiums together."""
        return self.clock + self.overtime + self.rest_day + self.holiday + self.shift

    @property
    def total(self) -> float:
        """The wage with all premiums."""
        return self.base + self.premiums

    def __add__(self, other: Pay) -> Pay:
        """Return both together."""
        return Pay(
            *(mine + others for mine, others in zip(astuple(self), astuple(other), strict=True))
        )

    def times(self, number: float) -> Pay:
        """Return the pay of so many agents."""
        return Pay(*(number * each for each in astuple(self)))


def costs(wages: Wages, types: Sequence[ShiftType], days: int) -> Numbers:
    """Return what an agent costs, of shape (days, types); infinite where a type may not begin."""
    return _table(wages, types, days, np.inf, cost)


def premiums(wages: Wages, types: Sequence[ShiftType], days: int) -> Numbers:
    """Return `premium` by day and type, of shape (days, types); 0 where a type may not begin."""
    return _table(wages, types, days, 0.0, premium)


def cost(wages: Wages, item: ShiftType, day: int, breaks: tuple[int, ...] | None = None) -> float:
    """Return what one agent costs on a type that begins on a day.

    `breaks` are the slots at which the breaks begin, in the order of the type's windows; without
    them they are taken as anywhere in these.
    """
    paid = paid_share(item, breaks)
    clock = clock_premium(wages)[np.arange(item.start, item.end) % (DAY_S // wages.slot_s)]
    weight = paid @ (1 + clock) + _premium_slots(wages, item, day, paid)
    return float(wages.wage_per_h * wages.slot_s / HOUR_S * weight)


def pay(wages: Wages, item: ShiftType, day: int, breaks: tuple[int, ...] | None = None) -> Pay:
    """Return what one agent on a type is paid, apart by what for; in all it is `cost`.

    Of the premiums of a day that are alike a holiday's is named first, then a rest day's.
    """
    paid = paid_share(item, breaks)
    clock = clock_premium(wages)[np.arange(item.start, item.end) % (DAY_S // wages.slot_s)]
    at_holiday, at_rest = _of_days(wages, item, day)
    beyond = _last(paid, item.overtime)
    beyond_is_dearest = wages.premiums.overtime > np.maximum(at_holiday, at_rest)
    of_day = paid - beyond * beyond_is_dearest
    slot = wages.wage_per_h * wages.slot_s / HOUR_S
    return Pay(
        hours=float(paid.sum()) * wages.slot_s / HOUR_S,
        base=slot * float(paid.sum()),
        clock=slot * float(paid @ clock),
        overtime=slot * wages.premiums.overtime * float(beyond @ beyond_is_dearest),
        rest_day=slot * float(of_day @ np.where(at_rest > at_holiday, at_rest, 0.0)),
        holiday=slot * float(of_day @ np.where(at_rest > at_holiday, 0.0, at_holiday)),
    )


def premium(
    wages: Wages, item: ShiftType, day: int, breaks: tuple[int, ...] | None = None
) -> float:
    """Return the premium of the day over the wage, as one share for all the shift's paid time.

    Added to the clock's premiums on every paid slot it comes to the same cost as `cost`.
    """
    paid = paid_share(item, breaks)
    return float(_premium_slots(wages, item, day, paid) / paid.sum())


def paid_share(item: ShiftType, breaks: tuple[int, ...] | None = None) -> Numbers:
    """Return how likely each slot from the type's start to its end is paid, from 0 to 1."""
    paid = np.zeros(item.end - item.start)
    for start, end in item.parts:
        paid[start - item.start : end - item.start] = 1.0
    for number, window in enumerate(item.breaks):
        if not window.paid:
            starts = window.starts if breaks is None else [breaks[number]]
            for start in starts:
                first = start - item.start
                paid[first : first + window.length] -= 1 / len(starts)
    return np.clip(paid, 0.0, 1.0)  # thirds of a slot may miss 0 by rounding


def clock_premium(wages: Wages) -> Numbers:
    """Return the clock's premiums by slot of the day: shares over the wage, meant over the slot."""
    edges = np.arange(0, DAY_S + 1, wages.slot_s, dtype=float)
    total = np.zeros(len(edges) - 1)
    for item in wages.clock:
        for shift in (-DAY_S, 0):
            inside = np.clip(edges, item.between_s[0] + shift, item.between_s[1] + shift)
            total += item.share * np.diff(inside) / wages.slot_s
    return total


def _table(
    wages: Wages,
    types: Sequence[ShiftType],
    days: int,
    none: float,
    of: Callable[[Wages, ShiftType, int], float],
) -> Numbers:
    """Return a figure by day and type, reckoned once for days that are alike."""
    table = np.full((days, len(types)), none)
    kinds = [_kind(wages, day) for day in range(days)]
    for number, item in enumerate(types):
        known = {kind: of(wages, item, kinds.index(kind)) for kind in set(kinds)}
        for day in filter(item.allowed, range(days)):
            table[day, number] = known[kinds[day]]
    return table


def _kind(wages: Wages, day: int) -> tuple[bool, ...]:
    """Return what sets a day apart from others: what it is, and what the one after it is."""
    return tuple(each in of for of in (wages.holidays, wages.rest_days) for each in (day, day + 1))


def _premium_slots(wages: Wages, item: ShiftType, day: int, paid: Numbers) -> float:
    """Return the premium of the day in slots' wages, over all paid slots."""
    of_day = np.maximum(*_of_days(wages, item, day))
    overtime = _last(paid, item.overtime)
    dearest = np.maximum(of_day, wages.premiums.overtime)
    return float((paid - overtime) @ of_day + overtime @ dearest)


def _of_days(wages: Wages, item: ShiftType, day: int) -> tuple[Numbers, Numbers]:
    """Return the premiums of a holiday and of a rest day for each slot of a type."""
    days = day + np.arange(item.start, item.end) // (DAY_S // wages.slot_s)
    at_holiday: Numbers = np.where(np.isin(days, list(wages.holidays)), wages.premiums.holiday, 0.0)
    at_rest: Numbers = np.where(np.isin(days, list(wages.rest_days)), wages.premiums.rest_day, 0.0)
    return at_holiday, at_rest


def _last(paid: Numbers, slots: float) -> Numbers:
    """Return how much of each slot is among the last `slots` paid ones."""
    after = np.cumsum(paid[::-1])[::-1] - paid
    return np.clip(slots - after, 0.0, paid)
