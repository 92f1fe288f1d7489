"""Settings `path=value` that follow each other: the newest wins, and what is undone is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from scenarios.editing.flow import flow
from scenarios.overrides import patched, set_patches
from scenarios.units import read_clock, read_duration, read_number, read_share
from scenarios.yaml_file import Tree

#: Where a setting leads: keys, and numbers of list items from 1, all as text.
Keys: TypeAlias = tuple[str, ...]

_READERS: Final[tuple[Callable[[object], float], ...]] = (
    read_number,
    read_duration,
    read_share,
    read_clock,
)


def keys_of(setting: str) -> Keys:
    """Return where a setting leads."""
    return tuple(setting.partition("=")[0].strip().split("."))


def value_of(setting: str) -> str:
    """Return what a setting sets, as it is written."""
    return setting.partition("=")[2].strip()


def setting(keys: Keys, value: Any) -> str:
    """Return the setting of plain data; None goes back to the default."""
    return f"{'.'.join(keys)}={flow(value)}"


def value_at(data: Any, keys: Keys) -> Any:
    """Return what stands where `keys` lead; None where nothing does."""
    for key in keys:
        if isinstance(data, dict):
            data = data.get(key)
        elif isinstance(data, list) and key.isascii() and key.isdigit():
            data = data[int(key) - 1] if 1 <= int(key[:9]) <= len(data) else None
        else:
            return None
    return data


def is_under(keys: Keys, above: Keys) -> bool:
    """Tell whether `keys` lead to `above` or into it."""
    return keys[: len(above)] == above


def without(settings: Iterable[str], keys: Keys) -> tuple[str, ...]:
    """Return settings without those that lead to `keys` or into it."""
    return tuple(one for one in settings if not is_under(keys_of(one), keys))


def edited(base: Tree, settings: Sequence[str], edits: Mapping[Keys, Any]) -> tuple[str, ...]:
    """Return settings of the scenario `base` after edits: values by where they stand.

    What a value is put in the place of is gone. A value that stands there without the edit, in
    whatever words (`3 min`, `180 s`), is no setting. Raises BadInput where the settings before do
    not fit.
    """
    rest = tuple(settings)
    for keys in edits:
        rest = without(rest, keys)
    held = patched(base, set_patches(rest)).data
    new = [
        setting(keys, value)
        for keys, value in edits.items()
        if not alike(value_at(held, keys), value)
    ]
    return (*rest, *new)


def alike(one: Any, other: Any) -> bool:
    """Tell whether two values mean the same, as far as can be told without their key."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if one is None or other is None or isinstance(one, dict | list | tuple):
        return bool(one is other)
    if isinstance(other, dict | list | tuple):
        return False
    return str(one).strip() == str(other).strip() or any(
        _read(reader, one) is not None and _read(reader, one) == _read(reader, other)
        for reader in _READERS
    )


def _read(reader: Callable[[object], float], value: object) -> float | None:
    try:
        return reader(value if isinstance(value, str) else str(value))
    except ValueError:
        return None
