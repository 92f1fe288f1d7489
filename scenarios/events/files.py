"""Event files: those that ship, found by name, and others, found by path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from scenarios.blame import faults_of
from scenarios.events.dates import is_day
from scenarios.faults import BadInput, Fault
from scenarios.schema.event import Event
from scenarios.units import one_of
from scenarios.yaml_file import Tree, is_there, read_tree, shown

_LIBRARY = Path(__file__).parents[1] / "library" / "events"


@dataclass(frozen=True)
class EventFile:
    """An event, the tree that it was read from, and what faults call its file."""

    event: Event
    tree: Tree
    source: str


def event_library() -> dict[str, Path]:
    """Return the events that ship, by name."""
    return {path.stem: path for path in sorted(_LIBRARY.glob("*.yaml"))}


def read_event(reference: str) -> EventFile:
    """Return the event of a name of the library, or of a file.

    Raises BadInput with all that is wrong with it by itself; whether it fits a scenario is told
    where it is composed with one.
    """
    path, source = _find(reference)
    tree = read_tree(path, source)
    try:
        event = Event.model_validate(tree.data)
    except ValidationError as error:
        raise BadInput(set(faults_of(error, tree))) from None
    faults = [
        Fault(source, tree.place(("date", index)).line, "date", shown(text), words)
        for index, text in enumerate(event.date or ())
        if (words := is_day(text))
    ]
    if faults:
        raise BadInput(faults)
    return EventFile(event, tree, source)


def _find(reference: str) -> tuple[Path, str]:
    shipped = event_library()
    if reference in shipped:
        return shipped[reference], f"events/{reference}.yaml"
    path = Path(reference)
    is_name = path.name == reference and not path.suffix
    if not reference.strip() or (is_name and not is_there(path)):
        words = one_of("events", reference, shipped) + "; or a file"
        raise BadInput([Fault("command line", 0, "--with", shown(reference), words)])
    return path, reference
