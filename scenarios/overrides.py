"""Overrides: named partial trees that are laid over a scenario before it is checked.

Mappings merge key by key; anything else replaces what was there; nothing (`null`) goes back to the
default. Three rules make that sensible where keys exclude each other: a volume, a distribution, a
table or a coverage of another kind replaces the one before as a whole; `agents` replaces `shifts`
and the other way round, and so do `due` and `grades`; an item of a list is named by its number,
from 1. Every value keeps the place it was written at, so that a fault in an override is blamed on
the override's own line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.schema.planning.coverage import coverage_kind
from scenarios.schema.volume import kind_of
from scenarios.units import one_of
from scenarios.yaml_file import KeyPath, Place, Tree, parse_value, paths_under, shown

#: What stays the scenario's own.
_FIXED: Final = ("schema_version", "name", "overrides", "scenarios")
_MAX_KEYS: Final = 20
#: What is said of a factor where only a value can be set.
_NO_FACTOR: Final = (
    "path=value; path*=factor is for sweep --vary, and volume_factor=1.2 makes a line busier"
)
_EXCLUSIVE: Final = {"agents": "shifts", "shifts": "agents", "due": "grades", "grades": "due"}
#: What a new section cannot be without (one of each); an incomplete one is a misspelt name.
_NEEDED: Final = {
    "queues": (("volume", "channel"), ("talk",)),
    "groups": (("serves",),),
    "shifts": (("start",), ("end",)),
    "grades": (("share",), ("due",)),
    "segments": (("value",), ("risk",), ("queues",)),
    "playbooks": (("levels",),),
}


@dataclass(frozen=True)
class Patch:
    """A partial tree, its name, and where it was written: `places` by path within the patch."""

    name: str
    tree: Tree


def named_patches(base: Tree, names: Sequence[str], named_at: KeyPath = ()) -> list[Patch]:
    """Return the overrides of a scenario by name; the list of `names` stands at `named_at`.

    Raises BadInput where a name is unknown, a patch is no mapping, or two of them set one key.
    """
    known = base.get(("overrides",))
    known = known if isinstance(known, dict) else {}
    patches, faults = [], []
    for index, name in enumerate(names):
        path: KeyPath = ("overrides", name)
        if name not in known:
            words = one_of("overrides", name, known)
            faults.append(_blame(base, (*named_at, index), name, words))
        elif not isinstance(known[name], dict):
            faults.append(_blame(base, path, known[name], "a mapping such as a scenario's"))
        else:
            patches.append(Patch(name, _subtree(base, path)))
    faults += _conflicts(patches)
    if faults:
        raise BadInput(set(faults))
    return patches


def set_patches(sets: Iterable[str]) -> list[Patch]:
    """Return the patches of the command line's `path=value` settings.

    Raises BadInput for what has not that form, or a value that is no YAML.
    """
    patches, faults = [], []
    for text in sets:
        path, equals, value = text.partition("=")
        keys = tuple(path.strip().split("."))
        if equals and path.rstrip().endswith("*"):
            faults.append(Fault("--set", 0, path.strip(), shown(value), _NO_FACTOR))
            continue
        if not equals or not all(keys) or len(keys) > _MAX_KEYS:
            faults.append(Fault("--set", 0, "", shown(text), "path=value, such as days=2"))
            continue
        try:
            data: Any = parse_value(value.strip(), "--set")
        except BadInput as error:
            faults += [Fault("--set", 0, path, shown(value), one.expected) for one in error.faults]
            continue
        patches.append(patch_at(keys, data, Place("--set", 0), text))
    if faults:
        raise BadInput(faults)
    return patches


def patch_at(keys: Sequence[str], value: Any, place: Place, name: str) -> Patch:
    """Return the patch that puts one value where `keys` lead; its faults are told of `place`."""
    data = value
    for key in reversed(keys):
        data = {key: data}
    return Patch(name, Tree(data, {(): place}))


def patched(base: Tree, patches: Iterable[Patch]) -> Tree:
    """Return `base` with `patches` laid over it, one after the other.

    What no patch touches is the same object as in `base`, which stays as it was.

    Raises BadInput where a patch touches what is fixed, or an incomplete queue, group, shift or
    playbook that the scenario does not have: a misspelt name.
    """
    data, places = base.data, dict(base.places)
    faults: list[Fault] = []
    for patch in patches:
        strange = list(_strangers(Tree(data, places), patch))
        faults += strange
        if not strange:
            data = _copied_along(data, patch.tree.data)
            _lay(data, places, (), patch, ())
    faults += _missed(base, Tree(data, places))
    if faults:
        raise BadInput(set(faults))
    return Tree(data, places)


def _copied_along(held: Any, patch: Any) -> Any:
    """Return what is held with all mappings and lists copied that a patch leads into."""
    if not isinstance(patch, dict) or not isinstance(held, dict | list):
        return held
    copied = held.copy()
    for name, value in patch.items():
        if isinstance(copied, dict) and name in copied:
            copied[name] = _copied_along(copied[name], value)
        elif isinstance(copied, list) and _is_item(name, copied):
            copied[int(name) - 1] = _copied_along(copied[int(name) - 1], value)
    return copied


def _missed(base: Tree, changed: Tree) -> Iterator[Fault]:
    """Give the queues that patches took away though groups serve them, blamed on the patch."""
    groups, queues = changed.get(("groups",)), changed.get(("queues",))
    if not isinstance(groups, dict) or not isinstance(queues, dict):
        return
    had = base.get(("queues",))
    for queue in had if isinstance(had, dict) else ():
        servers = [
            name for name in groups if queue in (changed.get(("groups", name, "serves")) or ())
        ]
        if queue not in queues and servers:
            line = changed.place(("groups", servers[0], "serves", queue)).line
            words = f"a queue, for group {servers[0]} serves it (line {line})"
            yield _blame(changed, ("queues", queue), None, words)


def _subtree(base: Tree, path: KeyPath) -> Tree:
    """Return a tree's part at `path` as a tree of its own."""
    places = {under[len(path) :]: base.place(under) for under in paths_under(base, path)}
    return Tree(base.get(path), places)


def _strangers(base: Tree, patch: Patch) -> Iterator[Fault]:
    """Give the keys of a patch that fit nowhere."""
    for key in patch.tree.data:
        if key in _FIXED:
            yield _blame(patch.tree, (key,), key, "a key that may change; this one may not")
    yield from _strange_names(base, patch, ("queues",))
    yield from _strange_names(base, patch, ("groups",))
    yield from _strange_names(base, patch, ("segments",))
    yield from _strange_names(base, patch, ("playbooks",))
    for kind, inside in (("groups", "shifts"), ("queues", "grades")):
        sections = patch.tree.get((kind,))
        for name in sections if isinstance(sections, dict) else ():
            yield from _strange_names(base, patch, (kind, name, inside))


def _strange_names(base: Tree, patch: Patch, path: KeyPath) -> Iterator[Fault]:
    kind = str(path[-1])
    patch_items, known = patch.tree.get(path), base.get(path)
    if not isinstance(patch_items, dict) or not isinstance(known, dict):
        return
    for name, value in patch_items.items():
        complete = isinstance(value, dict) and all(
            any(key in value for key in keys) for keys in _NEEDED[kind]
        )
        if name not in known and not complete:
            yield _blame(patch.tree, (*path, name), name, one_of(kind, name, known))


def _blame(tree: Tree, path: KeyPath, value: object, expected: str) -> Fault:
    place = tree.place(path)
    return Fault(place.file, place.line, place.field, shown(value), expected)


def _lay(
    target: Any, places: dict[KeyPath, Place], path: KeyPath, patch: Patch, at: KeyPath
) -> None:
    """Lay what a patch holds at `at` over `target`, a mapping or list that stands at `path`."""
    for name, value in patch.tree.get(at).items():
        key: Any = int(name) - 1 if isinstance(target, list) else name
        held = target[key] if isinstance(target, list) else target.get(name)
        if len(path) == 2 and name in _EXCLUSIVE and value is not None:
            _drop(target, places, path, _EXCLUSIVE[name])
        if _merges((*at, name), held, value):
            _lay(held, places, (*path, key), patch, (*at, name))
            continue
        _drop(target, places, path, key)
        if value is not None or isinstance(target, list):
            target[key] = deepcopy(value)
            for under in paths_under(patch.tree, (*at, name)):
                places[(*path, key, *under[len(at) + 1 :])] = patch.tree.place(under)
        else:  # what is missing from now on is missing because of the patch
            places[(*path, key)] = patch.tree.place((*at, name))
            if path and not target:
                places[path] = patch.tree.place(at)


def _drop(target: Any, places: dict[KeyPath, Place], path: KeyPath, key: Any) -> None:
    """Forget a mapping's value and its places; of a list's item only the places."""
    held = Tree({"": target}, {})
    if isinstance(target, dict) and key not in target:
        return
    for under in list(paths_under(held, ("", key))):
        places.pop((*path, *under[1:]), None)
    if isinstance(target, dict):
        del target[key]


def _is_choice(path: KeyPath) -> bool:
    """Tell whether a key holds one of several kinds of mapping; a queue's name is no such key."""
    match path:
        case ("queues", _, "volume" | "talk" | "wrap_up" | "patience"):
            return True
        case ("queues", _, "redial" | "repeat", "delay") | ("queues", _, "self_service", "time"):
            return True
        case ("groups", _, "agents") | ("planning", "coverage"):
            return True
    return False


def _merges(path: KeyPath, held: Any, value: Any) -> bool:
    """Tell whether a patch's value at `path` merges into what is held, or replaces it."""
    if not isinstance(value, dict):
        return False
    if isinstance(held, list):
        return bool(value) and all(_is_item(name, held) for name in value)
    if not isinstance(held, dict) or not _is_choice(path):
        return isinstance(held, dict)
    if path == ("planning", "coverage"):
        return coverage_kind(value) == coverage_kind(held)
    if "distribution" in value:
        return bool(held.get("distribution") == value["distribution"])
    return kind_of(value) in ("", kind_of(held))


def _is_item(name: str, held: list[Any]) -> bool:
    return name.isascii() and name.isdigit() and 1 <= int(name[:9]) <= len(held)


def _conflicts(patches: Sequence[Patch]) -> Iterator[Fault]:
    """Give the keys that two overrides set, blamed on the later one."""
    seen: list[tuple[KeyPath, Patch]] = []
    for patch in patches:
        mine = list(_set_keys(patch.tree.data, ()))
        for path in mine:
            for other, earlier in seen:
                shorter = min(len(path), len(other))
                if _same(path)[:shorter] == _same(other)[:shorter]:
                    line = earlier.tree.place(other).line
                    words = f"no key that override {earlier.name} sets too (line {line})"
                    yield _blame(patch.tree, path, f"override {patch.name}", words)
        seen += [(path, patch) for path in mine]


def _set_keys(data: Any, path: KeyPath) -> Iterator[KeyPath]:
    """Give the paths that a patch sets; a volume or distribution counts as one key."""
    if isinstance(data, dict) and data and not _is_choice(path):
        for key, value in data.items():
            yield from _set_keys(value, (*path, key))
    else:
        yield path


def _same(path: KeyPath) -> KeyPath:
    """Return a path in which `agents` and `shifts`, or `due` and `grades`, count as one key."""
    if len(path) >= 3 and (path[0], path[2]) in (("groups", "agents"), ("queues", "due")):
        return (*path[:2], _EXCLUSIVE[str(path[2])])
    return path
