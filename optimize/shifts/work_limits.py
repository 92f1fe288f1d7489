"""What the rules of working time leave to a tour, and to a group over a horizon.

A limit of a week makes the rule of a tour. A limit that reaches beyond one tour, or that is an
average, is an allowance: what each agent may work in the horizon, which a schedule of unnamed
agents is held to by its sums:

    paid slots of the group over the horizon     <= agents x `paid_most`
    overtime slots of the group over the horizon <= agents x `overtime_most`
    shifts of the group over the horizon         <= agents x `shifts_most`

For who works much in one week works little in the next; a roster with names deals it out. Where a
limit is of a longer time than the horizon and nothing is known of what was worked before, the
horizon has its share of the limit, as if it were worked again and again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from optimize.shifts.finding import Finding, refuse, write_span
from optimize.shifts.tour_rule import TourRule
from optimize.shifts.wages import NO_PREMIUMS, Premiums
from optimize.shifts.work_rules import DAY_S, NOTHING_KNOWN, CarriedIn, WorkRules

WEEK_DAYS = 7
MONTH_DAYS = 365 / 12


@dataclass(frozen=True)
class TourShape:
    """What a tour looks like, apart from the rules of working time: see `TourRule`."""

    name: str
    days_on: tuple[int, ...] = (5,)
    off_in_a_row: int = 2
    start_within_s: float = 0.0

    def findings(self, rules: WorkRules) -> Iterator[Finding]:
        """Give what is wrong with the shape by the rules; paths begin at `tours`."""
        path = ("tours", self.name)
        most = WEEK_DAYS - rules.rest_days
        if not self.days_on:
            yield Finding((*path, "days_on"), "none", "one number of days or more")
        for days in self.days_on:
            if not 1 <= days <= most:
                wanted = f"from 1 to {most}, with {rules.rest_days} rest days a week"
                yield Finding((*path, "days_on"), f"{days}", wanted)
            elif not 0 <= self.off_in_a_row <= WEEK_DAYS - days:
                wanted = f"from 0 to {WEEK_DAYS - days}, what {days} days on leave of a week"
                yield Finding((*path, "off_in_a_row"), f"{self.off_in_a_row}", wanted)
        if not 0 <= self.start_within_s < DAY_S:
            within = write_span(self.start_within_s)
            yield Finding((*path, "start", "within"), within, "at least 0 and below 24 h")


@dataclass(frozen=True)
class Allowance:
    """What an agent may work over the horizon, as a mean of the group.

    `paid_most` is of all paid slots, `overtime_most` of those of overtime, `shifts_most` of the
    days worked. None: not limited.
    """

    paid_most: float | None
    overtime_most: float | None
    shifts_most: int


def tour_rule(
    rules: WorkRules,
    shape: TourShape,
    slot_s: int,
    premiums: Premiums = NO_PREMIUMS,
    carried: CarriedIn = NOTHING_KNOWN,
) -> TourRule:
    """Return the rule of a week's tour. Raises BadRules where the rules do not allow the shape.

    Beyond the week's hours only days can lie that are worked on top of the week's, for what is
    beyond a day's hours is overtime of that day; so they cost the premium of a rest day, or of
    overtime where that is more. Where hours are averaged over a period no week has hours of its
    own: the allowance holds the average.
    """
    refuse([*rules.findings(), *shape.findings(rules)])
    nights = rules.nights
    return TourRule(
        days_on=tuple(sorted(set(shape.days_on))),
        off_in_a_row=shape.off_in_a_row,
        start_within=int(shape.start_within_s // slot_s),
        rest=math.ceil(rules.rest_s / slot_s),
        paid_most=_slots(_week_most_s(rules, carried), slot_s),
        paid_plain=None if _averaged(rules) else _slots(rules.per_week_s, slot_s),
        nights_most=None if nights is None else nights.most_per_week,
        night=None if nights is None else _outward(nights.between_s, slot_s),
        premium_overtime=max(premiums.overtime, premiums.rest_day),
    )


def allowance(
    rules: WorkRules,
    slot_s: int,
    days: int,
    carried: CarriedIn = NOTHING_KNOWN,
    statutory_days: int = 0,
) -> Allowance:
    """Return what an agent may work over a horizon of so many days.

    `statutory_days` are the holidays that lessen the hours of an averaging period: those of the
    period where it is known what was worked in it, else those of the horizon. Where hours are
    averaged no overtime is planned beyond the average.
    """
    weeks, rest = divmod(days, WEEK_DAYS)
    shifts_most = weeks * (WEEK_DAYS - rules.rest_days) + min(rest, WEEK_DAYS - rules.rest_days)
    if _averaged(rules):
        average_s = _average_s(rules, days, carried, statutory_days)
        return Allowance(max(0.0, average_s / slot_s), None, shifts_most)
    plain_s = weeks * rules.per_week_s + min(rules.per_week_s, rest * rules.per_day_s)
    overtime_s = overtime_left_s(rules, days, carried)
    if overtime_s is None:
        return Allowance(None, None, shifts_most)
    return Allowance((plain_s + overtime_s) / slot_s, overtime_s / slot_s, shifts_most)


def overtime_left_s(rules: WorkRules, days: int, carried: CarriedIn) -> float | None:
    """Return the overtime an agent may work in a horizon; None where no month limits it.

    It is the month's less what is carried in, and a month's share for each day beyond a month.
    """
    if rules.overtime_most_s <= 0:
        return 0.0
    if rules.overtime_per_month_s is None:
        return None
    months = days / MONTH_DAYS
    if carried.overtime_s is None:
        return rules.overtime_per_month_s * months
    later = rules.overtime_per_month_s * max(0.0, months - 1)
    return max(0.0, rules.overtime_per_month_s - carried.overtime_s) + later


def _week_most_s(rules: WorkRules, carried: CarriedIn) -> float | None:
    if _averaged(rules):
        return None
    overtime_s = overtime_left_s(rules, WEEK_DAYS, carried)
    return None if overtime_s is None else rules.per_week_s + overtime_s


def _average_s(rules: WorkRules, days: int, carried: CarriedIn, statutory_days: int) -> float:
    """Return the time that keeps the average: of the period's rest, or of the horizon's own."""
    if carried.worked_s is None or rules.average_over_days is None:
        return _standard_s(rules, days, statutory_days)
    return _standard_s(rules, rules.average_over_days, statutory_days) - carried.worked_s


def _standard_s(rules: WorkRules, days: int, statutory_days: int) -> float:
    return rules.per_week_s * days / WEEK_DAYS - rules.per_day_s * statutory_days


def _averaged(rules: WorkRules) -> bool:
    return rules.average_over_days is not None


def _slots(seconds: float | None, slot_s: int) -> int | None:
    return None if seconds is None else int(seconds // slot_s)


def _outward(span_s: tuple[float, float], slot_s: int) -> tuple[int, int]:
    """Return a span in slots, those it only touches included."""
    return int(span_s[0] // slot_s), math.ceil(span_s[1] / slot_s)
