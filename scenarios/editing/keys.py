"""The keys that a scenario may have, found from the schema: nothing is out of an editor's reach."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from scenarios.editing.settings import Keys
from scenarios.reference import default_words, type_words
from scenarios.schema.scenario import Scenario
from scenarios.schema.section import Section
from scenarios.schema.volume import kind_of

#: What a scenario keeps as it is under settings (see `scenarios.overrides`).
FIXED = ("schema_version", "name", "overrides", "scenarios")

_Model: TypeAlias = type[Section]
#: What stands in the schema for what stands in plain data.
_ORIGINS: Final[Mapping[type, type]] = {dict: dict, list: tuple}


@dataclass(frozen=True)
class Key:
    """A key that may be set: where it stands, what it is, and what is written there.

    `kind`, `default` and `meaning` are the reference page's words. `choices` are all that it may
    be, where they are few. `written` is None where the key is left out.
    """

    keys: Keys
    kind: str
    default: str
    meaning: str
    choices: tuple[str, ...]
    written: Any

    @property
    def path(self) -> str:
        """The key as settings write it."""
        return ".".join(self.keys)


def keys_of_scenario(data: Any) -> list[Key]:
    """Return all keys of a scenario's plain data: those written, and those that might be.

    A section that is left out has its keys too; of lists and named sections there are those that
    are written, and the list or mapping itself.
    """
    return [key for key in _of_model(Scenario, data, ()) if key.keys[0] not in FIXED]


def _of_model(model: _Model, data: Any, above: Keys) -> Iterator[Key]:
    held = data if isinstance(data, dict) else {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        written = held.get(key)
        yield Key((*above, key), *_described(model, name), written)
        yield from _inside(info.annotation, written, (*above, key))


@cache
def _described(model: _Model, name: str) -> tuple[str, str, str, tuple[str, ...]]:
    info = model.model_fields[name]
    meaning = " ".join((info.description or "").split())
    return type_words(info), default_words(info), meaning, _choices(info.annotation)


def _inside(annotation: Any, data: Any, above: Keys) -> Iterator[Key]:
    """Give the keys of the sections that a value is made of."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _inside(inner[0], data, above)
    elif origin in (Union, types.UnionType):
        yield from _of_union(inner, data, above)
    elif origin is dict and isinstance(data, dict):
        for name, one in data.items():
            yield from _inside(inner[1], one, (*above, name))
    elif origin is tuple and isinstance(data, list):
        for number, one in enumerate(data, 1):
            yield from _inside(inner[0], one, (*above, str(number)))
    elif isinstance(annotation, type) and issubclass(annotation, Section):
        yield from _of_model(annotation, data, above)


def _of_union(kinds: tuple[Any, ...], data: Any, above: Keys) -> Iterator[Key]:
    """Give the keys of the kind that the data are of; of a section that is left out, its own."""
    bare = list(map(_bare, kinds))
    sections = [one for one in bare if _is_section(one)]
    origin = _ORIGINS.get(type(data))
    for one in bare:
        if get_origin(one) is origin is not None:
            yield from _inside(one, data, above)
    if len(sections) == 1 and (data is None or isinstance(data, dict)):
        yield from _of_model(sections[0], data, above)
    elif isinstance(data, dict) and (found := _kind(sections, data)) is not None:
        yield from _of_model(found, data, above)


def _kind(sections: list[_Model], data: dict[str, Any]) -> _Model | None:
    """Return the section of a union that a mapping is: by its tag, or by the keys it has."""
    tag = data.get("distribution")
    for one in sections:
        said = one.model_fields.get("distribution")
        if said is not None and tag in get_args(said.annotation):
            return one
    if tag is not None:
        return None
    fitting = [one for one in sections if data.keys() & set(one.keys())]
    return fitting[0] if len(fitting) == 1 or kind_of(data) else None


def _bare(kind: Any) -> Any:
    return _bare(get_args(kind)[0]) if get_origin(kind) is Annotated else kind


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def _choices(annotation: Any) -> tuple[str, ...]:
    annotation = _bare(annotation)
    if get_origin(annotation) is Literal:
        return tuple(str(one) for one in get_args(annotation))
    if annotation is bool:
        return ("true", "false")
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [one for one in get_args(annotation) if one is not type(None)]
        return _choices(kinds[0]) if len(kinds) == 1 else ()
    return ()
