"""What was set on a page written into the scenario's own text, as far as it stays true there.

A variant and events are laid over a scenario before settings are. What they set too would hide a
setting that moved into the text below them: it stays a setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from scenarios.editing.rewriting import rewritten
from scenarios.editing.settings import Keys, is_under, keys_of, setting
from scenarios.faults import BadInput
from scenarios.load import yaml_text
from scenarios.tables import inlined
from scenarios.yaml_file import parse_tree

#: What events bring along, and what is set of it after them.
_OF_EVENTS: Final = frozenset({"disruptions", "playbooks", "watch"})
#: Mappings that are of one kind or another are set as a whole.
_WHOLE: Final = frozenset({"volume", "agents", "coverage"})


def folded(
    text: str, settings: Sequence[str], variant: str | None, has_events: bool
) -> tuple[str, tuple[str, ...]]:
    """Return the text with what can be written into it, and the settings that cannot.

    Raises BadInput where the text cannot be read.
    """
    above = list(_hidden(parse_tree(text, "text").data, variant))
    rest: list[str] = []
    for one in settings:
        keys = keys_of(one)
        behind = (keys_of(other) for other in rest)
        if (
            (has_events and keys[0] in _OF_EVENTS)
            or any(_meet(keys, other) for other in above)
            or any(_meet(keys, other) for other in behind)
        ):
            rest.append(one)
            continue
        try:
            text = rewritten(text, [one])
        except BadInput:  # it fits nowhere, which is told where settings are
            rest.append(one)
    return text, tuple(rest)


def alone(text: str, folder: Path) -> str:
    """Return a text that needs no table in `folder`: their numbers stand in it.

    It is the same text where it names none. Raises BadInput where it cannot be read.
    """
    tree = parse_tree(text, "text")
    data = inlined(tree, folder, Path())[0].data
    return text if data == tree.data else yaml_text(data)


def settings_of(patch: Mapping[str, Any], data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an override of a scenario's plain data sets, as settings that do the same."""
    return tuple(setting(keys, value) for keys, value in _leaves(patch, data, ()))


def _hidden(data: Mapping[str, Any], variant: str | None) -> Iterator[Keys]:
    """Give what the overrides of a variant set."""
    variants, overrides = data.get("scenarios"), data.get("overrides")
    if not variant or not isinstance(variants, dict) or not isinstance(overrides, dict):
        return
    described = variants.get(variant)
    names = described.get("overrides") if isinstance(described, dict) else None
    for name in names if isinstance(names, list) else ():
        patch = overrides.get(name)
        if isinstance(patch, dict):
            yield from (keys for keys, _ in _leaves(patch, data, ()))


def _leaves(value: Any, held: Any, keys: Keys) -> Iterator[tuple[Keys, Any]]:
    """Give what a patch sets; what has nothing to be laid over comes as a whole."""
    is_whole = bool(keys) and keys[-1] in _WHOLE
    merges = isinstance(value, dict) and value and "distribution" not in value and not is_whole
    if merges and isinstance(held, dict):
        for key, one in value.items():
            yield from _leaves(one, held.get(key), (*keys, key))
    else:
        yield keys, value


def _meet(one: Keys, other: Keys) -> bool:
    return is_under(one, other) or is_under(other, one)
