"""From a reference such as `bank_hotline:promotion+double11` to a checked scenario.

    reference -> file -> tree -> overrides, events, settings -> tables -> Scenario -> warnings

Overrides are laid over the raw tree, before anything is read, so that every fault is blamed on the
line that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from scenarios.blame import faults_from, faults_of
from scenarios.doubts import doubts
from scenarios.empty_sections import empty_sections
from scenarios.events.composing import composed
from scenarios.faults import BadInput, Fault
from scenarios.overrides import Patch, named_patches, patched, set_patches
from scenarios.schema.checks import cross_faults
from scenarios.schema.checks.draft import Draft
from scenarios.schema.scenario import Scenario, Variant
from scenarios.tables import inlined
from scenarios.units import one_of
from scenarios.yaml_file import KeyPath, Tree, is_there, parse_tree, read_tree, shown

_LIBRARY = Path(__file__).parent / "library"
#: What events bring along.
_OF_EVENTS = frozenset({"disruptions", "playbooks", "watch"})


@dataclass(frozen=True)
class Loaded:
    """A scenario that is sound, with what is doubtful about it and how it came about.

    `source` is the file as it was named, `applied` the overrides, events and settings in their
    order, `events` the names of the events in it, and `notes` what is to be said of them.
    """

    scenario: Scenario
    warnings: tuple[Fault, ...]
    source: str
    variant: str | None
    applied: tuple[str, ...]
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A scenario as it is written, with variant, events and settings: to be changed, read often.

    `path` is the file (tables are looked for beside it), `source` what faults call it, and `found`
    are the faults of the file as it was before all that, and of the events by themselves.
    """

    tree: Tree
    path: Path
    source: str
    variant: str | None
    applied: tuple[str, ...]
    found: tuple[Fault, ...] = ()
    events: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def read(self, patches: Iterable[Patch] = ()) -> Scenario:
        """Return the scenario with `patches` laid over it; `resolved` makes volumes numbers.

        Raises BadInput with all faults.
        """
        tree, faults = self._changed(patches)
        if not faults and patches:
            try:
                return Scenario.model_validate(self._with_sections_read(tree))
            except ValidationError:
                pass  # told below, where values are the text that was written
        return _read(tree, faults)

    @cached_property
    def _unchanged(self) -> Scenario:
        return self.read()

    def _with_sections_read(self, tree: Tree) -> dict[str, Any]:
        """Return a tree's data with the queues and groups that no patch touched as read before."""
        data = dict(tree.data)
        read: dict[str, Mapping[str, object]] = {
            "queues": self._unchanged.queues,
            "groups": self._unchanged.groups,
        }
        for kind, sections in read.items():
            written, now = self.tree.data[kind], data.get(kind)
            if isinstance(now, dict):
                data[kind] = {
                    name: sections[name] if name in sections and value is written[name] else value
                    for name, value in now.items()
                }
        return data

    def loaded(self) -> Loaded:
        """Return the scenario as `load` does. Raises BadInput with all faults."""
        tree, faults = self._changed(())
        scenario = _read(tree, faults).resolved()
        warnings = tuple(sorted(faults_from(doubts(scenario), tree)))
        return Loaded(
            scenario, warnings, self.source, self.variant, self.applied, self.events, self.notes
        )

    def _changed(self, patches: Iterable[Patch]) -> tuple[Tree, list[Fault]]:
        tree = patched(self.tree, patches)
        tree, faults = inlined(tree, self.path.parent, Path(self.source).parent)
        return tree, [*self.found, *faults]


def library() -> dict[str, Path]:
    """Return the scenarios that ship, by name."""
    return {path.stem: path for path in sorted(_LIBRARY.glob("*.yaml"))}


def load(
    reference: str | Path,
    variant: str | None = None,
    sets: Sequence[str] = (),
    events: Sequence[str] = (),
) -> Loaded:
    """Return the scenario of a reference: a file or a name of the library, `:variant` behind it.

    `events` are composed with it, by name or file, behind those of the reference itself:
    `NAME:variant+event`. `sets` are settings `path=value`, applied last.

    Raises BadInput with all faults.
    """
    return template(reference, variant, sets, events).loaded()


def template(
    reference: str | Path,
    variant: str | None = None,
    sets: Sequence[str] = (),
    events: Sequence[str] = (),
) -> Template:
    """Return what a reference names, as it is written, with all applied; see `load`.

    Raises BadInput where that much is at fault; the schema has its say when it is read.
    """
    reference, own = split_events(reference)
    path, source, variant = _find(reference, variant)
    tree = _scenario_tree(path, source)
    return _template(tree, path, source, variant, sets, events=(*own, *events))


def split_events(reference: str | Path) -> tuple[str | Path, tuple[str, ...]]:
    """Return a reference without the events behind it, each behind a `+`, and these."""
    parts = str(reference).split("+")
    for number in range(1, len(parts)):
        scenario = "+".join(parts[:number])
        head, _, _ = scenario.rpartition(":")
        if {scenario, head} & library().keys() or is_there(scenario) or _is_file(head):
            return scenario, tuple(parts[number:])
    return reference, ()


def load_text(
    text: str,
    source: str = "text",
    folder: Path | None = None,
    *,
    variant: str | None = None,
    sets: Sequence[str] = (),
    events: Sequence[str] = (),
) -> Loaded:
    """Return the scenario of a YAML text; tables are looked for in `folder`.

    `variant`, `sets` and `events` are as in `load`. Raises BadInput with all faults.
    """
    return text_template(text, source, folder, variant=variant, sets=sets, events=events).loaded()


def text_template(
    text: str,
    source: str = "text",
    folder: Path | None = None,
    *,
    variant: str | None = None,
    sets: Sequence[str] = (),
    events: Sequence[str] = (),
) -> Template:
    """Return what a YAML text says, as it is written, with all applied; see `load_text`.

    Raises BadInput where that much is at fault; the schema has its say when it is read.
    """
    path = (folder or Path()) / source
    tree = parse_tree(text, source)
    return _template(tree, path, source, variant, sets, events=events)


def check(reference: str | Path) -> list[Loaded]:
    """Return the ordinary day and every variant of a file, or the one variant that is named.

    Raises BadInput with the faults of all of them, each once, and of overrides no variant uses.
    """
    path, source, variant = _find(reference, None)
    tree = _scenario_tree(path, source)
    variants = [variant] if variant else [None, *_variants(tree)]
    loaded, faults = [], set[Fault]()
    for each in variants:
        try:
            loaded.append(_loaded(tree, path, source, each, ()))
        except BadInput as error:
            faults |= set(error.faults)
    for name in [] if variant else _unused(tree):
        try:
            _loaded(_with_override(tree, name), path, source, None, ())
        except BadInput as error:
            faults |= set(error.faults)
    if faults:
        raise BadInput(faults)
    return loaded


def resolved_yaml(scenario: Scenario) -> str:
    """Return a scenario as YAML that stands alone: tables and profiles are numbers by interval.

    `load` reads it to an equal scenario.
    """
    return written_yaml(scenario.resolved())


def written_yaml(scenario: Scenario) -> str:
    """Return a scenario as YAML as it is, tables as numbers; `load` reads it to an equal one."""
    return yaml_text(scenario.model_dump(mode="json", exclude_none=True))


def yaml_text(data: Any) -> str:
    """Return plain data as YAML; what our reader gives for it has the same text in every place."""
    return yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
        default_flow_style=None,
    )


def overridden(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """Return a scenario with overrides of its own applied, and without those still to apply.

    Raises BadInput where a name is unknown, two overrides set one key, or the result is no
    scenario.
    """
    tree = parse_tree(resolved_yaml(scenario), scenario.name)
    tree = _without_overrides(patched(tree, named_patches(tree, names, ("overrides",))))
    return _read(tree, []).resolved()


def _find(reference: str | Path, variant: str | None) -> tuple[Path, str, str | None]:
    """Return the file, what faults call it, and the variant that a reference names."""
    text = str(reference)
    if not text.strip():
        words = f"one of the scenarios: {', '.join(library())}; or a file"
        raise BadInput([Fault("command line", 0, "scenario", "nothing", words)])
    if variant is None and not _is_file(text):
        head, colon, tail = text.rpartition(":")
        if colon and head:
            text, variant = head, tail
    shipped = library()
    text = _without_variant(text, variant, shipped)
    if text in shipped:
        return shipped[text], f"{text}.yaml", variant
    path = Path(text)
    if isinstance(reference, str) and not is_there(path) and path.name == text and not path.suffix:
        words = one_of("scenarios", text, shipped) + "; or a file"
        raise BadInput([Fault(shown(text), 0, "", shown(text), words)])
    return path, text, variant


def _scenario_tree(path: Path, source: str) -> Tree:
    """Return the tree of a scenario's file. Raises BadInput where it is an event's."""
    tree = read_tree(path, source)
    keys = tree.data.keys() if isinstance(tree.data, dict) else set()
    if keys & {"disruptions", "playbooks"} and not keys & {"schema_version", "queues", "groups"}:
        words = f"a scenario, which an event is composed with: SCENARIO --with {source}"
        raise BadInput([Fault(source, 0, "", "an event", words)])
    return tree


def _without_variant(text: str, variant: str | None, shipped: Iterable[str]) -> str:
    """Return a reference without the variant behind its colon, which must be `variant`, if any.

    Raises BadInput where two variants are named.
    """
    head, colon, tail = text.rpartition(":")
    if variant is None or not colon or is_there(text):
        return text
    if head not in shipped and not _is_file(head):
        return text
    if tail != variant:
        words = f"one variant; {shown(text)} names {shown(tail)} already"
        raise BadInput([Fault("command line", 0, "--variant", shown(variant), words)])
    return head


def _is_file(path: str) -> bool:
    return is_there(path) and Path(path).is_file()


def _variants(tree: Tree) -> list[str]:
    scenarios = tree.get(("scenarios",))
    return list(scenarios) if isinstance(scenarios, dict) else []


def _unused(tree: Tree) -> list[str]:
    """Return the overrides that no variant uses, where they are mappings."""
    overrides = tree.get(("overrides",))
    lists = [tree.get(("scenarios", name, "overrides")) for name in _variants(tree)]
    used = [name for names in lists if isinstance(names, list) for name in names]
    patches = overrides if isinstance(overrides, dict) else {}
    return [name for name, patch in patches.items() if isinstance(patch, dict) and name not in used]


def _with_override(tree: Tree, name: str) -> Tree:
    return _without_overrides(patched(tree, named_patches(tree, [name])))


def _loaded(
    tree: Tree, path: Path, source: str, variant: str | None, sets: Sequence[str]
) -> Loaded:
    return _template(tree, path, source, variant, sets).loaded()


def _template(
    tree: Tree,
    path: Path,
    source: str,
    variant: str | None,
    sets: Sequence[str],
    *,
    events: Sequence[str] = (),
) -> Template:
    applied: list[str] = []
    empty = tuple(faults_from(empty_sections(tree), tree))
    if variant is not None:
        tree, applied = _varied(tree, variant)
    settings = set_patches(sets)
    late = [patch for patch in settings if not _OF_EVENTS.isdisjoint(patch.tree.data)]
    # Of the centre first, so that events find the one that they strike; then of what they bring.
    tree = patched(tree, [patch for patch in settings if patch not in late])
    made = composed(tree, events)
    return Template(
        patched(made.tree, late),
        path,
        source,
        variant,
        (*applied, *(f"with {name}" for name in made.names), *sets),
        (*empty, *made.faults),
        made.names,
        made.notes,
    )


def _varied(tree: Tree, variant: str) -> tuple[Tree, list[str]]:
    """Return the tree of a variant and the overrides that made it."""
    known = _variants(tree)
    path: KeyPath = ("scenarios", variant)
    if variant not in known:
        place = tree.place(("scenarios",))
        words = one_of("variants", variant, known)
        raise BadInput([Fault(place.file, place.line, "scenarios", shown(variant), words)])
    try:
        described = TypeAdapter(Variant).validate_python(tree.get(path))
    except ValidationError as error:
        raise BadInput(set(faults_of(error, tree, path))) from None
    changed = patched(tree, named_patches(tree, described.overrides, (*path, "overrides")))
    data, places = dict(changed.data), dict(changed.places)
    if described.title:
        data["title"] = described.title
        places["title",] = tree.place((*path, "title"))
    return _without_overrides(Tree(data, places)), list(described.overrides)


def _without_overrides(tree: Tree) -> Tree:
    data = {key: tree.data[key] for key in tree.data if key not in ("overrides", "scenarios")}
    return Tree(data, tree.places)


def _read(tree: Tree, faults: list[Fault]) -> Scenario:
    """Return the scenario that a tree describes. Raises BadInput with `faults` and all others."""
    found = set(faults)
    try:
        scenario = Scenario.model_validate(tree.data)
    except ValidationError as error:
        found |= set(faults_of(error, tree))
        found |= set(faults_from(cross_faults(Draft.of_data(tree.data)), tree))
    if found:
        raise BadInput(found)
    return scenario


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes text plainly where our reader, to whom all but nothing is text, gets it back."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value in full."""
        return True


def _plain(dumper: yaml.SafeDumper, number: float) -> yaml.Node:
    return dumper.represent_str(repr(number))


_Dumper.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag.endswith(":null")]
    for key, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
_Dumper.add_representer(float, _plain)
_Dumper.add_representer(int, _plain)
_Dumper.add_representer(bool, lambda dumper, flag: dumper.represent_str(str(flag).lower()))
