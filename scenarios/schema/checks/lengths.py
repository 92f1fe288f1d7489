"""Lists by interval and by day: as many numbers as there are intervals, or days."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.checks.draft import Draft
from scenarios.schema.section import Finding
from scenarios.schema.volume import DayTotal
from scenarios.units import DAY_S, one_of, write_duration
from scenarios.yaml_file import KeyPath


def warm_up_fits(draft: Draft) -> Iterator[Finding]:
    """Refuse a warm-up of parts of an interval, or longer than the days it repeats."""
    warm_up, interval, days = draft.warm_up, draft.interval, draft.days
    if warm_up is None or interval is None or days is None:
        return
    if warm_up % interval or warm_up > days * DAY_S:
        words = f"whole intervals of {write_duration(interval)}, at most {days} d"
        yield Finding(("warm_up",), write_duration(warm_up), words)


def profiles_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse a profile that has not one weight an interval, or none above 0."""
    for name, weights in draft.profiles.items():
        path = ("profiles", name)
        if weights is None or draft.per_day is None:
            continue
        if len(weights) != draft.per_day:
            yield Finding(path, f"{len(weights)} weights", f"{draft.per_day}, one an interval")
        elif not sum(weights) > 0:
            yield Finding(path, "weights that are all 0", "at least one above 0")


def volumes_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse volumes of a wrong length, and totals of an unknown profile."""
    for name, queue in draft.known_queues():
        volume = queue.volume
        path = ("queues", name, "volume")
        if isinstance(volume, tuple):
            yield from _length_fits(draft, path, len(volume))
        elif isinstance(volume, DayTotal):
            yield from _total_fits(draft, path, volume)


def contained_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse shares of self-service of a wrong length."""
    for name, queue in draft.known_queues():
        contained = queue.self_service.contained if queue.self_service else None
        if isinstance(contained, tuple):
            path = ("queues", name, "self_service", "contained")
            yield from _length_fits(draft, path, len(contained))


def lists_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse lists of customers that name not one number a day."""
    for name, queue in draft.known_queues():
        customers = queue.customers
        if isinstance(customers, tuple) and draft.days not in (None, len(customers)):
            found = f"{len(customers)} numbers"
            yield Finding(("queues", name, "list"), found, f"{draft.days}, one for each day")


def agents_fit(draft: Draft) -> Iterator[Finding]:
    """Refuse numbers of agents of a wrong length."""
    for name, group in draft.groups.items():
        agents = group.agents if group else None
        if isinstance(agents, tuple):
            yield from _length_fits(draft, ("groups", name, "agents"), len(agents))


def _total_fits(draft: Draft, path: KeyPath, volume: DayTotal) -> Iterator[Finding]:
    if isinstance(volume.total, tuple) and draft.days not in (None, len(volume.total)):
        found = f"{len(volume.total)} totals"
        yield Finding((*path, "total"), found, f"{draft.days}, one for each day")
    if volume.profile not in draft.profiles:
        words = one_of("profiles", volume.profile, draft.profiles)
        yield Finding((*path, "profile"), volume.profile, words)


def _length_fits(draft: Draft, path: KeyPath, length: int) -> Iterator[Finding]:
    per_day, days = draft.per_day, draft.days
    if per_day is None or length == per_day:
        return
    words = f"{per_day}, one for each interval of a day"
    if days is None and length % per_day:
        yield Finding(path, f"{length} numbers", words)
    elif days is not None and length != per_day * days:
        words += f", or {per_day * days} for all {days} days" if days > 1 else ""
        yield Finding(path, f"{length} numbers", words)
