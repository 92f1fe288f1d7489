"""What queues have of their segment, and groups of their agents' stages, unless they say so.

A value that a section inherits is none that was set there (`model_fields_set`), so that it changes
with the segment or stage, and is left out where the scenario is written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, TypeVar

from scenarios.schema.group import Group
from scenarios.schema.queue import Queue
from scenarios.schema.section import Section
from scenarios.schema.segment import GIVEN, Segment
from scenarios.schema.stages import Stage

AnySection = TypeVar("AnySection", bound=Section)

#: What a queue has of its segment, and a group of its stages.
INHERITED: Final = frozenset({*GIVEN, "absence"})


def of_segments(queues: Mapping[str, Queue], segments: Mapping[str, Segment]) -> dict[str, Queue]:
    """Return queues with what their segments give them; without one, with the defaults."""
    found = {name: segment for segment in segments.values() for name in segment.queues}
    return {
        name: _with(queue, {field: getattr(found.get(name), field, None) for field in GIVEN})
        for name, queue in queues.items()
    }


def of_stages(groups: Mapping[str, Group], stages: Mapping[str, Stage]) -> dict[str, Group]:
    """Return groups with their agents' mean absence, where they are a mix of known stages."""
    return {
        name: _with(group, {"absence": _absence(group, stages)}) for name, group in groups.items()
    }


def _absence(group: Group, stages: Mapping[str, Stage]) -> float | None:
    mix = group.stages or {}
    if not mix or not mix.keys() <= stages.keys():
        return None
    return sum(share * stages[name].absence for name, share in mix.items())


def _with(section: AnySection, given: Mapping[str, Any]) -> AnySection:
    """Return a section with what it is given and does not say itself; None gives the default."""
    fields = type(section).model_fields
    changed = {
        name: fields[name].default if value is None else value
        for name, value in given.items()
        if name not in section.model_fields_set
    }
    if all(getattr(section, name) == value for name, value in changed.items()):
        return section
    heir = section.model_copy(update=changed)
    heir.model_fields_set.difference_update(changed)  # a copy's own; what is given was not set
    return heir


def without_unsaid(
    written: Mapping[str, Any], sections: Mapping[str, Section], heirs: Collection[str]
) -> dict[str, Any]:
    """Return sections as they are written, without what the `heirs` among them did not say."""
    return {
        name: {
            key: value
            for key, value in one.items()
            if name not in heirs or key not in INHERITED or key in sections[name].model_fields_set
        }
        for name, one in written.items()
    }
