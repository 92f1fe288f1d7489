"""A draft: the parts of a scenario that could be read, for the checks that look across them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from scenarios.schema.disruption import Disruption
from scenarios.schema.group import Group
from scenarios.schema.planning.planning import Planning
from scenarios.schema.playbook.kinds import AlsoServe, CallIn, Kind
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.playbook.suiting import lent
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario, Variant
from scenarios.schema.section import Section
from scenarios.schema.segment import Segment
from scenarios.schema.shift import Shift
from scenarios.schema.skill import Skill
from scenarios.schema.stages import Stage
from scenarios.units import DAY_S
from scenarios.yaml_file import KeyPath

AnySection = TypeVar("AnySection", bound=Section)


@dataclass(frozen=True)
class Draft:
    """A scenario as far as it could be read; None stands for a part that could not.

    What cannot be read of a section has its default, or None; `unread` are the paths of it.
    """

    interval: float | None
    days: int | None
    warm_up: float | None
    profiles: Mapping[str, tuple[float, ...] | None]
    stages: Mapping[str, Stage | None]
    segments: Mapping[str, Segment | None]
    queues: Mapping[str, Queue | None]
    groups: Mapping[str, Group | None]
    disruptions: tuple[Disruption | None, ...]
    overrides: tuple[str, ...]
    scenarios: Mapping[str, Variant | None]
    unread: frozenset[KeyPath] = frozenset()
    planning: Planning | None = None
    first_day: date | None = None
    playbooks: Mapping[str, Playbook | None] = field(default_factory=dict)

    @classmethod
    def of_scenario(cls, scenario: Scenario) -> Draft:
        """Return the draft of a scenario whose sections are all sound."""
        return cls(
            scenario.interval,
            scenario.days,
            scenario.warm_up,
            scenario.profiles,
            scenario.stages,
            scenario.segments,
            scenario.queues,
            scenario.groups,
            scenario.disruptions,
            tuple(scenario.overrides),
            scenario.scenarios,
            planning=scenario.planning,
            first_day=scenario.first_day,
            playbooks=scenario.playbooks,
        )

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Draft:
        """Return what can be read of plain data."""
        from scenarios.schema.checks.reading import Reading

        return Reading().draft(data)

    @property
    def per_day(self) -> int | None:
        """Intervals of a day."""
        return None if self.interval is None else round(DAY_S / self.interval)

    def known_queues(self, *keys: str) -> Iterator[tuple[str, Queue]]:
        """Give the queues by name of which something, and all of `keys`, could be read."""
        for name, queue in self.queues.items():
            if queue is not None and self.has_read(name, *keys):
                yield name, queue

    def known_groups(self) -> Iterator[tuple[str, Group]]:
        """Give the groups by name of which something could be read."""
        for name, group in self.groups.items():
            if group is not None:
                yield name, group

    def has_read(self, queue: str, *keys: str, kind: str = "queues") -> bool:
        """Tell whether the `keys` of a queue (or group) could be read, or are absent."""
        if not self.unread:
            return True
        return self.unread.isdisjoint([(kind, queue), *((kind, queue, key) for key in keys)])

    def skills(self) -> Iterator[tuple[KeyPath, str, str, Skill]]:
        """Give the path, group, queue and skill of all that groups serve."""
        for group, one in self.known_groups():
            for queue, skill in one.serves.items():
                yield ("groups", group, "serves", queue), group, queue, skill

    def levels(self) -> Iterator[tuple[KeyPath, str, Level]]:
        """Give the path, playbook and level of all that playbooks say."""
        for name, playbook in self.playbooks.items():
            for index, level in enumerate(playbook.levels or () if playbook else ()):
                if level is not None:
                    yield ("playbooks", name, "levels", index), name, level

    def actions(self) -> Iterator[tuple[KeyPath, str, Level, Kind]]:
        """Give the path, playbook, level and kind of all actions."""
        for path, name, level in self.levels():
            for index, action in enumerate(level.do or ()):
                if action is not None:
                    yield (*path, "do", index, action.kind), name, level, action.does

    def lent_skills(self) -> Iterator[tuple[KeyPath, str, str, Skill]]:
        """Give the path, group, queue and skill of all that groups serve by playbooks alone."""
        for path, name, _, does in self.actions():
            if isinstance(does, AlsoServe):
                for group, queue in lent(does, self.groups, self.queues):
                    yield path, group, queue, does.skill
            elif isinstance(does, CallIn):
                for queue, skill in (does.serves or {}).items():
                    factor = skill.handling_factor * does.handling_factor
                    slowed = skill.model_copy(update={"handling_factor": factor})
                    yield (*path, "serves", queue), f"{name} reserve", queue, slowed

    def every_skill(self) -> Iterator[tuple[KeyPath, str, str, Skill]]:
        """Give the path, group, queue and skill of all that groups serve at any time."""
        yield from self.skills()
        yield from self.lent_skills()

    def servers(self, queue: str) -> list[str]:
        """Return the groups that serve a queue."""
        return [group for _, group, served, _ in self.skills() if served == queue]

    def shifts(self) -> Iterator[tuple[KeyPath, Group, Shift]]:
        """Give the path, group and shift of all shifts."""
        for group, one in self.known_groups():
            for name, shift in (one.shifts or {}).items():
                yield ("groups", group, "shifts", name), one, shift
