"""What single sections cannot know: names, lengths and times that must fit each other.

The checks work on a *draft*: the parts of a scenario that could be read. So a misspelt queue is
told together with a faulty number elsewhere, and nothing is blamed that follows from a fault.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final

from scenarios.schema.bounds import agents_bounded, contacts_bounded, handling_bounded
from scenarios.schema.disruption import Disruption
from scenarios.schema.draft import Draft
from scenarios.schema.section import Finding, refuse
from scenarios.schema.shift import Shift
from scenarios.schema.skill import Skill
from scenarios.schema.volume import DayTotal
from scenarios.units import DAY_S, one_of, write_duration, write_moment
from scenarios.yaml_file import KeyPath
from sim import floor


def refuse_faults(draft: Draft) -> None:
    """Raise pydantic's error with all that does not fit in `draft`."""
    refuse("scenario", cross_faults(draft))


def cross_faults(draft: Draft) -> list[Finding]:
    """Return all that does not fit."""
    faults = [found for check in CHECKS for found in check(draft)]
    return faults or [found for check in COSTLY_CHECKS for found in check(draft)]


def _warm_up_fits(draft: Draft) -> Iterator[Finding]:
    warm_up, interval, days = draft.warm_up, draft.interval, draft.days
    if warm_up is None or interval is None or days is None:
        return
    if warm_up % interval or warm_up > days * DAY_S:
        words = f"whole intervals of {write_duration(interval)}, at most {days} d"
        yield Finding(("warm_up",), write_duration(warm_up), words)


def _profiles_fit(draft: Draft) -> Iterator[Finding]:
    for name, weights in draft.profiles.items():
        path = ("profiles", name)
        if weights is None or draft.per_day is None:
            continue
        if len(weights) != draft.per_day:
            yield Finding(path, f"{len(weights)} weights", f"{draft.per_day}, one an interval")
        elif not sum(weights) > 0:
            yield Finding(path, "weights that are all 0", "at least one above 0")


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


def _volumes_fit(draft: Draft) -> Iterator[Finding]:
    for name, queue in draft.queues.items():
        volume = queue.volume if queue else None
        path = ("queues", name, "volume")
        if isinstance(volume, tuple):
            yield from _length_fits(draft, path, len(volume))
        elif isinstance(volume, DayTotal):
            yield from _total_fits(draft, path, volume)


def _total_fits(draft: Draft, path: KeyPath, volume: DayTotal) -> Iterator[Finding]:
    if isinstance(volume.total, tuple) and draft.days not in (None, len(volume.total)):
        found = f"{len(volume.total)} totals"
        yield Finding((*path, "total"), found, f"{draft.days}, one for each day")
    if volume.profile not in draft.profiles:
        words = one_of("profiles", volume.profile, draft.profiles)
        yield Finding((*path, "profile"), volume.profile, words)


def _agents_fit(draft: Draft) -> Iterator[Finding]:
    for name, group in draft.groups.items():
        agents = group.agents if group else None
        if isinstance(agents, tuple):
            yield from _length_fits(draft, ("groups", name, "agents"), len(agents))


def _queues_known(draft: Draft) -> Iterator[Finding]:
    for path, _, queue, skill in draft.skills():
        if queue not in draft.queues:
            yield Finding(path, queue, one_of("queues", queue, draft.queues))
        if skill.transfer and skill.transfer.to not in draft.queues:
            to = skill.transfer.to
            yield Finding((*path, "transfer", "to"), to, one_of("queues", to, draft.queues))


def _shift_days_fit(draft: Draft) -> Iterator[Finding]:
    for path, _, shift in draft.shifts():
        for index, day in enumerate(shift.days or ()):
            if draft.days is not None and not 1 <= day <= draft.days:
                words = f"a day from 1 to {draft.days}"
                yield Finding((*path, "days", index), day, words)


def _shifts_meet_opening_hours(draft: Draft) -> Iterator[Finding]:
    for path, group, shift in draft.shifts():
        served = [draft.queues.get(queue) for queue in group.serves]
        queues = [queue for queue in served if queue is not None]
        if len(queues) == len(served) and not any(meets(shift.span_s, q.open) for q in queues):
            words = "hours in which a queue that the group serves is open"
            yield Finding(path, _hours(shift), words)


def _hours(shift: Shift) -> str:
    written = shift.model_dump(mode="json")
    return f"{written['start']}-{written['end']}"


def meets(span: tuple[int, int], opening: tuple[tuple[int, int], ...] | None) -> bool:
    """Tell whether a span of a day overlaps daily opening hours."""
    if opening is None:
        return True
    return any(
        span[0] < end + shift and start + shift < span[1]
        for start, end in opening
        for shift in (-DAY_S, 0, DAY_S)
    )


def _disruptions_fit(draft: Draft) -> Iterator[Finding]:
    for index, disruption in enumerate(draft.disruptions):
        if disruption is None:
            continue
        path = ("disruptions", index)
        for kind, names, known in (
            ("queues", disruption.queues, draft.queues),
            ("groups", disruption.groups, draft.groups),
        ):
            for number, name in enumerate(names or ()):
                if name not in known:
                    yield Finding((*path, kind, number), name, one_of(kind, name, known))
        yield from _within_horizon(draft, path, disruption)


def _within_horizon(draft: Draft, path: KeyPath, disruption: Disruption) -> Iterator[Finding]:
    if draft.days is None:
        return
    end = draft.days * DAY_S
    last = f"a time up to day {draft.days} 24:00, the end of the scenario"
    if disruption.start >= end:
        yield Finding((*path, "from"), write_moment(disruption.start), last)
    elif disruption.end > end:
        yield Finding((*path, "to"), write_moment(disruption.end), last)


def _overrides_known(draft: Draft) -> Iterator[Finding]:
    for name, variant in draft.scenarios.items():
        for index, override in enumerate(variant.overrides if variant else ()):
            if override not in draft.overrides:
                path = ("scenarios", name, "overrides", index)
                yield Finding(path, override, one_of("overrides", override, draft.overrides))


def _transfers_end(draft: Draft) -> Iterator[Finding]:
    """Blame the first transfer, in the order of the file, that closes a loop."""
    transfers = [
        (path, group, queue, skill)
        for path, group, queue, skill in draft.skills()
        if queue in draft.queues and skill.transfer and skill.transfer.to in draft.queues
    ]
    if loop_words(draft, [(g, q, s) for _, g, q, s in transfers]) is None:
        return

    def closes(count: int) -> bool:
        return loop_words(draft, [(g, q, s) for _, g, q, s in transfers[:count]]) is not None

    count = bisect_left(range(1, len(transfers) + 1), True, key=closes) + 1
    path, _, _, skill = transfers[count - 1]
    words = loop_words(draft, [(g, q, s) for _, g, q, s in transfers[:count]])
    to = skill.transfer.to if skill.transfer else ""
    yield Finding((*path, "transfer", "to"), to, f"a transfer that ends somewhere; {words}")


def loop_words(draft: Draft, transfers: list[tuple[str, str, Skill]]) -> str | None:
    """Return what is wrong with transfers (group, queue, skill) taken together, or None."""
    passing = {(group, queue): skill for group, queue, skill in transfers}
    groups = []
    for name, group in draft.groups.items():
        skills = []
        for queue in group.serves if group else ():
            if queue in draft.queues:
                transfer = getattr(passing.get((name, queue)), "transfer", None)
                warm = transfer is not None and transfer.how == "warm"
                onward = floor.Transfer(transfer.share, transfer.to, warm) if transfer else None
                skills.append(floor.Skill(queue, transfer=onward))
        groups.append(floor.Group(name, tuple(skills)))
    try:
        floor.refuse_loops([floor.Queue(queue) for queue in draft.queues], groups)
    except ValueError as error:
        return str(error)
    return None


Check = Callable[[Draft], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    _warm_up_fits,
    _profiles_fit,
    _volumes_fit,
    _agents_fit,
    _queues_known,
    _shift_days_fit,
    _shifts_meet_opening_hours,
    _disruptions_fit,
    _overrides_known,
    _transfers_end,
)

#: Made when all else fits.
COSTLY_CHECKS: Final[tuple[Check, ...]] = (
    contacts_bounded,
    agents_bounded,
    handling_bounded,
)
