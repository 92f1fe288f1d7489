"""What single sections cannot know: names, lengths and times that must fit each other.

The checks work on a *draft*: the parts of a scenario that could be read. So a misspelt queue is
told together with a faulty number elsewhere, and nothing is blamed that follows from a fault.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import numpy as np
from pydantic import TypeAdapter, ValidationError

from scenarios.schema.disruption import Disruption
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario, Variant
from scenarios.schema.section import Finding, Section, refuse
from scenarios.schema.shift import Shift
from scenarios.schema.skill import Skill
from scenarios.schema.volume import Calendar, DayTotal, PerHour, Volume
from scenarios.units import DAY_S, one_of, write_duration, write_moment
from scenarios.yaml_file import KeyPath
from sim import floor

#: One replication holds its contacts in memory, about 700 bytes each.
MAX_CONTACTS: Final = 10_000_000
#: One replication draws an absence for each agent and day.
MAX_AGENT_DAYS: Final = 500_000


@dataclass(frozen=True)
class Draft:
    """A scenario as far as it could be read; None stands for a part that could not."""

    interval: float | None
    days: int | None
    warm_up: float | None
    profiles: Mapping[str, tuple[float, ...] | None]
    queues: Mapping[str, Queue | None]
    groups: Mapping[str, Group | None]
    disruptions: tuple[Disruption | None, ...]
    overrides: tuple[str, ...]
    scenarios: Mapping[str, Variant | None]

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Draft:
        """Return the draft of a scenario whose sections are all sound."""
        return cls(
            scenario.interval,
            scenario.days,
            scenario.warm_up,
            scenario.profiles,
            scenario.queues,
            scenario.groups,
            scenario.disruptions,
            tuple(scenario.overrides),
            scenario.scenarios,
        )

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Draft:
        """Return what can be read of plain data."""
        return cls(
            _field(data, "interval"),
            _field(data, "days"),
            _field(data, "warm_up"),
            _items(data.get("profiles"), TypeAdapter(tuple[float, ...])),
            {name: _queue(item) for name, item in _mapping(data.get("queues")).items()},
            {name: _group(item) for name, item in _mapping(data.get("groups")).items()},
            tuple(_list(data.get("disruptions"), TypeAdapter(Disruption))),
            tuple(_items(data.get("overrides"), TypeAdapter(Any))),
            _items(data.get("scenarios"), TypeAdapter(Variant)),
        )

    @property
    def per_day(self) -> int | None:
        """Intervals of a day."""
        return None if self.interval is None else round(DAY_S / self.interval)

    def skills(self) -> Iterator[tuple[KeyPath, str, str, Skill]]:
        """Give the path, group, queue and skill of all that groups serve."""
        for group, one in self.groups.items():
            for queue, skill in (one.serves if one else {}).items():
                yield ("groups", group, "serves", queue), group, queue, skill

    def servers(self, queue: str) -> list[str]:
        """Return the groups that serve a queue."""
        return [group for _, group, served, _ in self.skills() if served == queue]

    def shifts(self) -> Iterator[tuple[KeyPath, Group, Shift]]:
        """Give the path, group and shift of all shifts."""
        for group, one in self.groups.items():
            for name, shift in ((one.shifts if one else None) or {}).items():
                if one is not None:
                    yield ("groups", group, "shifts", name), one, shift


def _read(adapter: TypeAdapter[Any], value: object) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None


def _field(data: Mapping[str, Any], name: str, model: type[Section] = Scenario) -> Any:
    """Return a section's value, its default where it is absent, None where it cannot be read."""
    info = model.model_fields[name]
    if name not in data:
        return None if info.is_required() else info.get_default(call_default_factory=True)
    annotation: Any = info.annotation
    for extra in info.metadata:
        annotation = Annotated[annotation, extra]
    return _read(TypeAdapter(annotation), data[name])


def _mapping(value: object) -> dict[str, Any]:
    return {str(name): item for name, item in value.items()} if isinstance(value, dict) else {}


def _items(value: object, adapter: TypeAdapter[Any]) -> dict[str, Any]:
    return {name: _read(adapter, item) for name, item in _mapping(value).items()}


def _list(value: object, adapter: TypeAdapter[Any]) -> list[Any]:
    return [_read(adapter, item) for item in value] if isinstance(value, list | tuple) else []


def _queue(data: object) -> Queue | None:
    """Return a queue with what the checks need, as far as it can be read."""
    if not isinstance(data, dict):
        return None
    parts = {name: _field(data, name, Queue) for name in ("volume", "volume_factor", "open")}
    if parts["volume_factor"] is None:
        parts["volume_factor"] = 1.0
    return Queue.model_construct(**parts)


def _group(data: object) -> Group | None:
    """Return a group with what the checks need, as far as it can be read."""
    if not isinstance(data, dict):
        return None
    serves = {
        name: Skill.model_construct(transfer=_field(_mapping(skill), "transfer", Skill))
        for name, skill in _mapping(data.get("serves")).items()
    }
    shifts = _items(data.get("shifts"), TypeAdapter(Shift))
    return Group.model_construct(
        serves=serves,
        agents=_field(data, "agents", Group),
        shifts={name: shift for name, shift in shifts.items() if shift is not None},
    )


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


def _contacts_bounded(draft: Draft) -> Iterator[Finding]:
    if draft.days is None or draft.interval is None or draft.warm_up is None:
        return
    profiles = {name: weights for name, weights in draft.profiles.items() if weights}
    calendar = Calendar(draft.interval, draft.days, profiles)
    total = sum(
        _contacts(draft, calendar, name, queue.volume) * queue.volume_factor
        for name, queue in draft.queues.items()
        if queue is not None and _can_be_laid_out(draft, queue.volume)
    )
    if total > MAX_CONTACTS:
        words = f"at most {MAX_CONTACTS:,} contacts in one replication, for they are held in memory"
        yield Finding(("queues",), f"{total:,.0f} expected contacts", words)


def _can_be_laid_out(draft: Draft, volume: Volume | None) -> bool:
    """Tell whether a volume could be read, and its profile as well."""
    if isinstance(volume, DayTotal):
        return draft.profiles.get(volume.profile) is not None
    return isinstance(volume, tuple | PerHour)


def _contacts(draft: Draft, calendar: Calendar, name: str, volume: Volume) -> float:
    """Return the contacts of a queue, warm-up and disruptions included."""
    volumes = calendar.lay_out(volume)
    warm_up = volumes[len(volumes) - round((draft.warm_up or 0) / calendar.interval_s) :].sum()
    starts = np.arange(len(volumes)) * calendar.interval_s
    for disruption in draft.disruptions:
        if disruption is not None and (disruption.queues is None or name in disruption.queues):
            left = np.maximum(starts, disruption.start)
            right = np.minimum(starts + calendar.interval_s, disruption.end)
            overlap = np.maximum(right - left, 0) / calendar.interval_s
            volumes = volumes * (1 + (disruption.volume - 1) * overlap)
    return float(warm_up + volumes.sum())


def _agents_bounded(draft: Draft) -> Iterator[Finding]:
    days = (draft.days or 1) + math.ceil((draft.warm_up or 0) / DAY_S) + 1
    total = float(sum(_most_agents(group) for group in draft.groups.values())) * days
    for disruption in draft.disruptions:
        total *= max(disruption.agents, 1) if disruption is not None else 1
    if total > MAX_AGENT_DAYS:
        words = f"at most {MAX_AGENT_DAYS:,} agents times days, disruptions included"
        yield Finding(("groups",), f"{total:,.0f} agents times days", words)


def _most_agents(group: Group | None) -> int:
    """Return a bound of the agents that a group has on a day."""
    if group is None:
        return 0
    if isinstance(group.agents, int):
        return group.agents
    if isinstance(group.agents, tuple):
        return max(group.agents, default=0)
    return sum(shift.agents for shift in (group.shifts or {}).values())


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
COSTLY_CHECKS: Final[tuple[Check, ...]] = (_contacts_bounded, _agents_bounded)
