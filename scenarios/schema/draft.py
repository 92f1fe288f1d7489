"""A draft: the parts of a scenario that could be read, for the checks that look across them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import TypeAdapter, ValidationError

from scenarios.schema.disruption import Disruption
from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario, Variant
from scenarios.schema.section import Section
from scenarios.schema.shift import Shift
from scenarios.schema.skill import Skill, Transfer
from scenarios.schema.volume import Count
from scenarios.units import DAY_S
from scenarios.yaml_file import KeyPath


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
            _items(data.get("profiles"), TypeAdapter(tuple[Count, ...])),
            {name: _queue(item) for name, item in _mapping(data.get("queues")).items()},
            {name: _group(item) for name, item in _mapping(data.get("groups")).items()},
            tuple(_disruption(item) for item in _list(data.get("disruptions"))),
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


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


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
        name: Skill.model_construct(transfer=_transfer(_mapping(skill).get("transfer")))
        for name, skill in _mapping(data.get("serves")).items()
    }
    shifts = {name: _shift(shift) for name, shift in _mapping(data.get("shifts")).items()}
    return Group.model_construct(
        serves=serves,
        agents=_field(data, "agents", Group),
        shifts={name: shift for name, shift in shifts.items() if shift is not None},
    )


def _shift(data: object) -> Shift | None:
    """Return a shift without its breaks, as far as it can be read: all day, if its times cannot."""
    if not isinstance(data, dict):
        return None
    parts = {name: _field(data, name, Shift) for name in ("start", "end", "agents", "days")}
    if None in (parts["start"], parts["end"]):
        parts |= {"start": 0, "end": DAY_S}
    return Shift.model_construct(**parts | {"agents": parts["agents"] or 0})


def _transfer(data: object) -> Transfer | None:
    """Return a transfer with what the checks need, where all of that can be read."""
    if not isinstance(data, dict):
        return None
    parts = {name: _field(data, name, Transfer) for name in ("share", "to", "how")}
    return None if None in parts.values() else Transfer.model_construct(**parts)


_FIELDS: Final[Mapping[Any, str]] = {"from": "start", "to": "end"}


def _disruption(data: object) -> Disruption | None:
    """Return a disruption with what the checks need, as far as it can be read."""
    if not isinstance(data, dict):
        return None
    data = {_FIELDS.get(key, key): item for key, item in data.items()}
    names = ("start", "end", "volume", "agents", "queues", "groups")
    parts = {name: _field(data, name, Disruption) for name in names}
    if None in (parts["start"], parts["end"]):
        parts |= {"start": 0, "end": 0}
    for factor in ("volume", "agents"):
        parts[factor] = 1.0 if parts[factor] is None else parts[factor]
    return Disruption.model_construct(**parts)
