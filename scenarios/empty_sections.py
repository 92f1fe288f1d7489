"""Keys of a scenario file that begin a section and have nothing behind them.

Somebody who loses the indentation below `self_service:` would else have none, and not be told. In
overrides and settings nothing (`null`) goes back to the default, and is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from scenarios.schema.group import Group
from scenarios.schema.planning.planning import Planning
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.section import Finding, Section
from scenarios.schema.segment import Segment
from scenarios.schema.skill import Skill
from scenarios.yaml_file import KeyPath, Tree


def empty_sections(tree: Tree) -> Iterator[Finding]:
    """Give the sections that are begun and say nothing: planning, of queues, groups, segments."""
    yield from _empty(tree, (), Scenario)
    yield from _empty(tree, ("planning",), Planning)
    kinds: dict[str, type[Section]] = {"queues": Queue, "groups": Group, "segments": Segment}
    for kind, model in kinds.items():
        for name in _names(tree.get((kind,))):
            yield from _empty(tree, (kind, name), model)
    for group in _names(tree.get(("groups",))):
        for queue in _names(tree.get(("groups", group, "serves"))):
            yield from _empty(tree, ("groups", group, "serves", queue), Skill)


def _names(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def _empty(tree: Tree, path: KeyPath, model: type[Section]) -> Iterator[Finding]:
    section = tree.get(path)
    for key in _optional(model):
        if isinstance(section, dict) and key in section and section[key] is None:
            yield Finding(
                (*path, key), None, "its keys on lines below it, further in; or no such key"
            )


@cache
def _optional(model: type[Section]) -> tuple[str, ...]:
    """Return a section's keys behind which there is a mapping, or may be nothing."""
    return tuple(
        info.alias or name
        for name, info in model.model_fields.items()
        if type(None) in get_args(info.annotation)
        and all(_is_mapping(choice) for choice in get_args(info.annotation))
    )


def _is_mapping(annotation: Any) -> bool:
    """Tell whether a type is a section, a mapping of names, or nothing."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is dict or annotation is type(None):
        return True
    return isinstance(annotation, type) and issubclass(annotation, Section)
