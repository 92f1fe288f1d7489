"""Reading a draft: what can be read of plain data, part by part, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from scenarios.schema.channels.call_back import CallBack
from scenarios.schema.channels.outbound import Pause
from scenarios.schema.channels.self_service import SelfService
from scenarios.schema.channels.work import Grade, Ticket
from scenarios.schema.checks.draft import Draft
from scenarios.schema.disruption import Disruption
from scenarios.schema.group import Group
from scenarios.schema.planning.group import GroupPlan
from scenarios.schema.planning.pattern import Pattern
from scenarios.schema.planning.planning import Planning
from scenarios.schema.planning.tour import TourPlan
from scenarios.schema.playbook.action import Action
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario, Variant
from scenarios.schema.section import Section
from scenarios.schema.segment import Segment
from scenarios.schema.shift import Shift
from scenarios.schema.skill import Skill, Transfer
from scenarios.schema.stages import HOUSE, Stage, with_house
from scenarios.schema.volume import Count
from scenarios.units import DAY_S
from scenarios.yaml_file import KeyPath

AnySection = TypeVar("AnySection", bound=Section)


def _mapping(value: object) -> dict[str, Any]:
    return {str(name): item for name, item in value.items()} if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


@cache
def _adapter(model: type[Section], field: str) -> TypeAdapter[Any]:
    info = model.model_fields[field]
    annotation: Any = info.annotation
    for extra in info.metadata:
        annotation = Annotated[annotation, extra]
    return TypeAdapter(annotation)


class Reading:
    """Reads what can be read, and remembers what cannot."""

    def __init__(self) -> None:
        self._unread: set[KeyPath] = set()

    def draft(self, data: Mapping[str, Any]) -> Draft:
        """Return the draft of plain data."""
        stages = with_house(data.get("stages"))
        planning = self._planning(data)
        return Draft(
            self._field(Scenario, "interval", data, ()),
            self._field(Scenario, "days", data, ()),
            self._field(Scenario, "warm_up", data, ()),
            self._items(data.get("profiles"), TypeAdapter(tuple[Count, ...])),
            self._sections(Stage, stages, ("stages",)) if isinstance(stages, dict) else HOUSE,
            self._sections(Segment, data.get("segments"), ("segments",)),
            {name: self._queue(name, one) for name, one in _mapping(data.get("queues")).items()},
            {name: self._group(name, one) for name, one in _mapping(data.get("groups")).items()},
            tuple(
                self._disruption(item, ("disruptions", index))
                for index, item in enumerate(_list(data.get("disruptions")))
            ),
            tuple(_mapping(data.get("overrides"))),
            self._items(data.get("scenarios"), TypeAdapter(Variant)),
            frozenset(self._unread),
            planning,
            self._field(Scenario, "first_day", data, ()),
            {
                name: self._playbook(name, one)
                for name, one in _mapping(data.get("playbooks")).items()
            },
        )

    def _read(self, adapter: TypeAdapter[Any], value: object, path: KeyPath) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError:
            self._unread.add(path)
            return None

    def _items(self, value: object, adapter: TypeAdapter[Any]) -> dict[str, Any]:
        return {name: self._read(adapter, one, (name,)) for name, one in _mapping(value).items()}

    def _field(
        self, model: type[Section], name: str, data: Mapping[str, Any], path: KeyPath
    ) -> Any:
        """Return a field's value, its default where it is absent, None where it is not readable."""
        info = model.model_fields[name]
        key = info.alias or name
        if key not in data:
            return None if info.is_required() else info.get_default(call_default_factory=True)
        return self._read(_adapter(model, name), data[key], (*path, key))

    def _section(
        self, model: type[AnySection], data: object, path: KeyPath, **read: Any
    ) -> AnySection | None:
        """Return a section with what can be read; what is `read` already is taken as it is.

        What cannot be read has its default, and None where it has none.
        """
        if not isinstance(data, dict):
            self._unread.add(path)
            return None
        values = dict(read)
        for name, info in model.model_fields.items():
            if name not in read:
                value = self._field(model, name, data, path)
                lost = value is None and not info.is_required()
                values[name] = info.get_default(call_default_factory=True) if lost else value
        given = {name for name, info in model.model_fields.items() if (info.alias or name) in data}
        construct: Any = model.model_construct
        section: AnySection = construct(given, **values)
        return section

    def _sections(
        self, model: type[AnySection], data: object, path: KeyPath
    ) -> dict[str, AnySection | None]:
        items = _mapping(data).items()
        return {name: self._section(model, item, (*path, name)) for name, item in items}

    def _optional(
        self, model: type[AnySection], data: Mapping[str, Any], key: str, path: KeyPath
    ) -> AnySection | None:
        """Return what can be read of a section that may be absent."""
        if data.get(key) is None:
            return None
        return self._section(model, data[key], (*path, key))

    def _queue(self, name: str, data: object) -> Queue | None:
        path: KeyPath = ("queues", name)
        if not isinstance(data, dict):
            self._unread.add(path)
            return None
        grades = self._sections(Grade, data.get("grades"), (*path, "grades"))
        if data.get("grades") is not None and (not grades or None in grades.values()):
            self._unread.add((*path, "grades"))
        return self._section(
            Queue,
            data,
            path,
            self_service=self._optional(SelfService, data, "self_service", path),
            call_back=self._optional(CallBack, data, "call_back", path),
            ticket=self._optional(Ticket, data, "ticket", path),
            grades={key: grade for key, grade in grades.items() if grade is not None} or None,
            pause=self._optional(Pause, data, "pause", path),
        )

    def _planning(self, data: Mapping[str, Any]) -> Planning | None:
        """Return the planning with the patterns, tours and groups of it that can be read."""
        path: KeyPath = ("planning",)
        plan = data.get("planning")
        if not isinstance(plan, dict):
            return None
        read: dict[str, Any] = {
            key: {
                name: section
                for name, one in _mapping(plan.get(key)).items()
                if (section := self._read(TypeAdapter(model), one, (*path, key, name))) is not None
            }
            for key, model in (("shifts", Pattern), ("tours", TourPlan), ("groups", GroupPlan))
        }
        return self._section(Planning, plan, path, **read | {"shifts": read["shifts"] or None})

    def _group(self, name: str, data: object) -> Group | None:
        path: KeyPath = ("groups", name)
        if not isinstance(data, dict):
            return None
        serves = {
            queue: self._skill(skill, (*path, "serves", queue))
            for queue, skill in _mapping(data.get("serves")).items()
        }
        shifts = {key: self._shift(shift) for key, shift in _mapping(data.get("shifts")).items()}
        return self._section(
            Group,
            data,
            path,
            serves=serves,
            shifts={key: shift for key, shift in shifts.items() if shift is not None},
        )

    def _skill(self, data: object, path: KeyPath) -> Skill:
        """Return a skill; a transfer only where all can be read that the checks need."""
        data = _mapping(data)
        transfer = self._optional(Transfer, data, "transfer", path)
        if transfer is not None and None in (transfer.share, transfer.to, transfer.how):
            transfer = None
        skill = self._section(Skill, data, path, transfer=transfer)
        return skill or Skill()

    def _shift(self, data: object) -> Shift | None:
        """Return a shift without its breaks: all day, where its times cannot be read."""
        shift = self._section(Shift, data, (), breaks=())
        if shift is None:
            return None
        times: dict[str, Any] = {"agents": shift.agents or 0}
        if None in (shift.start, shift.end):
            times |= {"start": 0, "end": DAY_S}
        return shift.model_copy(update=times)

    def _disruption(self, data: object, path: KeyPath) -> Disruption | None:
        """Return a disruption; of no time, where its times cannot be read."""
        disruption = self._section(Disruption, data, path)
        if disruption is None:
            return None
        if not self._unread.isdisjoint([(*path, key) for key in ("from", "to", "lasts")]):
            return disruption.model_copy(update={"start": 0, "end": 0, "lasts": None})
        if disruption.peak is not None and disruption.peak <= disruption.start:
            return disruption.model_copy(update={"peak": None})
        return disruption

    def _playbook(self, name: str, data: object) -> Playbook | None:
        """Return a playbook with the levels and actions that can be read; None for the others."""
        path: KeyPath = ("playbooks", name)
        levels = [
            self._level(level, (*path, "levels", index))
            for index, level in enumerate(_list(_mapping(data).get("levels")))
        ]
        return self._section(Playbook, data, path, levels=tuple(levels))

    def _level(self, data: object, path: KeyPath) -> Level | None:
        actions = [
            self._read(TypeAdapter(Action), action, (*path, "do", index))
            for index, action in enumerate(_list(_mapping(data).get("do")))
        ]
        return self._section(Level, data, path, do=tuple(actions))
