"""Planning: names that are known, days that there are, a grid, and shifts that the rules allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from scenarios.schema.checks.draft import Draft
from scenarios.schema.planning.planning import HOUSE_PATTERNS, Planning, slot_of
from scenarios.schema.section import Finding
from scenarios.units import one_of, write_duration
from scenarios.yaml_file import KeyPath

#: Starts times lengths of all patterns together: more are beyond what a solver takes.
MAX_TYPES: Final = 5_000


def plans_name_what_there_is(draft: Draft) -> Iterator[Finding]:
    """Refuse groups, patterns and tours that there are not."""
    planning = draft.planning
    if planning is None:
        return
    carried_in, groups = planning.hours.carried_in, _named(draft, "groups", planning.groups)
    of_groups: list[tuple[KeyPath, str]] = [
        *((("planning", "hours", "carried_in", name), name) for name in carried_in),
        *((("planning", "groups", name), name) for name in groups),
    ]
    for path, name in of_groups:
        if name not in draft.groups:
            yield Finding(path, name, one_of("groups", name, draft.groups))
    shifts = _named(draft, "shifts", planning.shifts or HOUSE_PATTERNS)
    tours = _named(draft, "tours", planning.tours)
    for name, group in planning.groups.items():
        for index, shift in enumerate(group.shifts or ()):
            if shift not in shifts:
                path = ("planning", "groups", name, "shifts", index)
                yield Finding(path, shift, one_of("shifts of planning", shift, shifts))
        if group.tour is not None and group.tour not in tours:
            path = ("planning", "groups", name, "tour")
            yield Finding(path, group.tour, one_of("tours of planning", group.tour, tours))


def _named(draft: Draft, kind: str, read: Iterable[str]) -> list[str]:
    """Return the names of a kind, those included of what could not be read."""
    unread = [
        str(path[2]) for path in draft.unread if path[:2] == ("planning", kind) and len(path) == 3
    ]
    return [*read, *sorted(set(unread) - set(read))]


def something_is_scheduled(draft: Draft) -> Iterator[Finding]:
    """Refuse plans in which every group keeps what it has."""
    planning = draft.planning
    if planning is None or not draft.groups:
        return
    if all(planning.group(name).fixed for name in draft.groups):
        words = "at least one group that is not fixed; else there is nothing to schedule"
        yield Finding(("planning", "groups"), "fixed groups only", words)


def tours_have_whole_weeks(draft: Draft) -> Iterator[Finding]:
    """Refuse tours in a scenario of other days than whole weeks."""
    planning, days = draft.planning, draft.days
    if planning is None or days is None or days % 7 == 0:
        return
    for name, group in planning.groups.items():
        if group.tour is not None and group.tour in planning.tours:
            words = f"no tour (tours are whole weeks, and days is {days}), or days: 7 (14, 21, 28)"
            yield Finding(("planning", "groups", name, "tour"), group.tour, words)


def plans_days_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse patterns on days that the scenario does not have."""
    patterns = (draft.planning.shifts or {}) if draft.planning else {}
    for name, pattern in patterns.items():
        for index, day in enumerate(pattern.days or ()):
            if draft.days is not None and not 1 <= day <= draft.days:
                path = ("planning", "shifts", name, "days", index)
                yield Finding(path, day, f"a day from 1 to {draft.days}")


def slots_divide_intervals(draft: Draft) -> Iterator[Finding]:
    """Refuse a grid that does not divide the interval."""
    planning, interval = draft.planning, draft.interval
    if planning is None or interval is None:
        return
    words = f"whole minutes that divide the interval of {write_duration(interval)}"
    if planning.slot is None and slot_of(planning, interval) is None:
        yield Finding(("interval",), write_duration(interval), "whole minutes, to be scheduled in")
    elif planning.slot is not None and interval % planning.slot:
        yield Finding(("planning", "slot"), write_duration(planning.slot), words)


def shifts_keep_rules(draft: Draft) -> Iterator[Finding]:
    """Refuse rules that contradict each other, and shifts off the grid or against the rules."""
    from optimize.shifts.finding import BadRules
    from optimize.shifts.shift_set import shift_types
    from scenarios.schema.planning.as_rules import pattern_of, rules_of, tour_of

    planning = draft.planning
    slot_s = _slot(draft, planning)
    if planning is None or slot_s is None:
        return
    sizes = [len(p.starts_s) * len(p.lengths_s) for p in (planning.shifts or {}).values()]
    if sum(sizes) > MAX_TYPES:
        words = f"at most {MAX_TYPES:,} shifts of all patterns together, starts times lengths"
        yield Finding(("planning", "shifts"), f"{sum(sizes):,} shifts", words)
        return
    rules = rules_of(planning)
    faults = [
        f for name, tour in planning.tours.items() for f in tour_of(name, tour).findings(rules)
    ]
    patterns = [pattern_of(name, pattern) for name, pattern in (planning.shifts or {}).items()]
    try:
        shift_types(patterns, rules, slot_s)
    except BadRules as error:
        faults += error.findings
    for found in faults:
        path: KeyPath = ("planning", *found.path)
        if path[-1] != "days":  # told by `plans_days_fit`
            yield Finding(path, found.value, found.expected)


def holidays_are_known(draft: Draft) -> Iterator[Finding]:
    """Refuse a first day whose holidays cannot be told, where they cost a premium."""
    from optimize.shifts.statutory_holidays import holidays_of
    from scenarios.schema.planning.as_rules import premiums_of

    planning, first_day = draft.planning, draft.first_day
    if planning is None or first_day is None or not premiums_of(planning).holiday:
        return
    try:
        holidays_of(first_day, 1 + (draft.days or 1))
    except ValueError:
        words = "a day from 2008 to 2100, whose statutory holidays are known; or pay.holiday: 0"
        yield Finding(("first_day",), str(first_day), words)


def _slot(draft: Draft, planning: Planning | None) -> int | None:
    """Return the grid in seconds; None where there is none that can be told."""
    if planning is None or draft.interval is None:
        return None
    if draft.unread & {("planning", "slot"), ("planning", "hours"), ("planning", "nights")}:
        return None
    slot_s = slot_of(planning, draft.interval)
    return None if slot_s is None or draft.interval % slot_s else slot_s
