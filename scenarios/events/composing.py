"""Composing: events put into a scenario's tree, each part with the place that it was written at.

Lists are appended, playbooks are added, and the shortest `watch` holds. What is written for one day
is moved to the day that the event strikes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from scenarios.events.dates import day_struck
from scenarios.events.files import EventFile, read_event
from scenarios.events.fitting import unfit
from scenarios.faults import BadInput, Fault
from scenarios.schema.checks.draft import Draft
from scenarios.schema.event import Event
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S, read_duration, read_moment, write_moment
from scenarios.yaml_file import KeyPath, Place, Tree, dotted, shown


@dataclass(frozen=True)
class Composed:
    """A scenario's tree with events in it, their names, and what is to be said of them.

    `faults` are those of the events by themselves; of such an event nothing is in the tree.
    """

    tree: Tree
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def composed(tree: Tree, references: Sequence[str]) -> Composed:
    """Return a scenario's tree with the events of some references in it, in their order."""
    if not references:
        return Composed(tree)
    draft = Draft.of_data(tree.data)
    work = _Composing(dict(tree.data), dict(tree.places), draft)
    for reference in references:
        work.add(reference)
    return Composed(
        Tree(work.data, work.places), tuple(work.names), tuple(work.notes), tuple(work.faults)
    )


@dataclass
class _Composing:
    """A tree under way."""

    data: dict[str, Any]
    places: dict[KeyPath, Place]
    draft: Draft
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, reference: str) -> None:
        """Put one event into the tree, or note what is wrong with it."""
        try:
            file = read_event(reference)
        except BadInput as bad:
            self.faults += bad.faults
            return
        event = file.event
        if event.name in self.names:
            self.faults.append(
                Fault("command line", 0, "--with", shown(reference), "each event once")
            )
            return
        self.names.append(event.name)
        day = self._place(event)
        parts = unfit(event, self.draft)
        if parts:
            words = "; ".join(part.words for part in _told(parts))
            self.notes.append(f"left out of {event.name}, for nothing here matches: {words}")
        placed = _placed(file, day)
        gone = frozenset(part.path for part in parts)
        self._disruptions(placed, gone)
        self._playbooks(placed, gone)
        self._watch(placed)

    def _place(self, event: Event) -> int:
        """Return the day that an event strikes, from 1, and say it."""
        first, days = self.draft.first_day, self.draft.days or 1
        found = day_struck(event.date or (), first, days)
        day = found or 1
        when = f" ({first + timedelta(days=day - 1)})" if first is not None else ""
        why = ""
        if event.date is not None and found is None:
            dates = " or ".join(event.date)
            why = f", for {dates} is not among the days of the scenario"
            if first is None:
                why = f", for the scenario has no first_day to find {dates} by"
        self.notes.append(f"{event.name} strikes on day {day}{when}{why}")
        return day

    def _disruptions(self, event: Tree, gone: frozenset[KeyPath]) -> None:
        held = self.data.get("disruptions", [])
        if not isinstance(held, list):
            return  # a fault, told by the schema
        new = list(held)
        for index in range(len(event.data.get("disruptions") or ())):
            if ("disruptions", index) not in gone:
                dest: KeyPath = ("disruptions", len(new))
                new.append(_grafted(event, ("disruptions", index), dest, self.places, gone))
        if new:
            self.data["disruptions"] = new

    def _playbooks(self, event: Tree, gone: frozenset[KeyPath]) -> None:
        held = self.data.get("playbooks", {})
        if not isinstance(held, dict):
            return  # a fault, told by the schema
        new = dict(held)
        for name in event.data.get("playbooks") or {}:
            path: KeyPath = ("playbooks", name)
            if name in held:
                self.faults.append(self._taken(event, path))
            elif path not in gone:
                new[name] = _grafted(event, path, path, self.places, gone)
        if new:
            self.data["playbooks"] = new

    def _taken(self, event: Tree, path: KeyPath) -> Fault:
        """Return the fault of a playbook whose name is taken: both files are named."""
        place, other = event.place(path), self.places.get(path, Place("", 0))
        words = f"another name; a playbook of {other.file}, line {other.line}, has this one already"
        return Fault(place.file, place.line, dotted(path), str(path[-1]), words)

    def _watch(self, event: Tree) -> None:
        wanted = event.get(("watch",))
        if wanted is None:
            return
        default = Scenario.model_fields["watch"].default
        try:
            held = read_duration(self.data.get("watch", default))
        except ValueError:
            return  # a fault, told by the schema
        if read_duration(wanted) < held:
            self.data["watch"] = wanted
            self.places["watch",] = event.place(("watch",))


def _told(parts: Iterable[Any]) -> list[Any]:
    """Return the parts to be told of: the outermost alone of those within each other."""
    parts = list(parts)
    paths = {part.path for part in parts}
    return [
        part
        for part in parts
        if not any(part.path[:length] in paths for length in range(1, len(part.path)))
    ]


def _grafted(
    source: Tree,
    path: KeyPath,
    dest: KeyPath,
    places: dict[KeyPath, Place],
    gone: frozenset[KeyPath],
) -> Any:
    """Return what stands at a path of an event, without what is gone, and note its places."""
    written = source.place(path)
    places[dest] = Place(written.file, written.line, dotted(path))
    node = source.get(path)
    if isinstance(node, dict):
        return {
            key: _grafted(source, (*path, key), (*dest, key), places, gone)
            for key in node
            if (*path, key) not in gone
        }
    if isinstance(node, list):
        kept = [index for index in range(len(node)) if (*path, index) not in gone]
        return [
            _grafted(source, (*path, index), (*dest, number), places, gone)
            for number, index in enumerate(kept)
        ]
    return node


# The day ------------------------------------------------------------------------------------------


def _placed(file: EventFile, day: int) -> Tree:
    """Return an event's tree with its times moved to a day."""
    tree = file.tree
    if day == 1:
        return tree
    data = dict(tree.data)
    later_s = (day - 1) * DAY_S
    data["disruptions"] = [
        _moved({"from": "00:00"} | one, later_s, ("from", "to", "peak"))
        for one in data.get("disruptions") or ()
    ]
    data["playbooks"] = {
        name: _playbook_moved(one, later_s) for name, one in (data.get("playbooks") or {}).items()
    }
    return Tree(data, tree.places)


def _playbook_moved(playbook: Mapping[str, Any], later_s: int) -> dict[str, Any]:
    levels = [_moved(level, later_s, ("from", "to")) for level in playbook["levels"]]
    return {**playbook, "levels": levels}


def _moved(section: Mapping[str, Any], later_s: int, keys: tuple[str, ...]) -> dict[str, Any]:
    """Return a section with the moments behind some keys so much later."""
    moved = {
        key: write_moment(read_moment(section[key]) + later_s)
        for key in keys
        if section.get(key) is not None
    }
    return {**section, **moved}
