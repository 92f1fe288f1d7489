"""What there is to choose from: scenarios and events that ship, in a line each."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scenarios.events.files import event_library, read_event
from scenarios.load import library
from scenarios.units import write_moment
from scenarios.yaml_file import read_tree


@dataclass(frozen=True)
class ListedScenario:
    """A scenario: `queues` counts them by channel, `first_day` is empty where it has no date."""

    name: str
    title: str
    days: int
    first_day: str
    queues: dict[str, int]
    groups: int
    variants: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self)


@dataclass(frozen=True)
class ListedEvent:
    """An event: what happens from when to when, and the playbooks that answer it.

    `dates` are names of the calendar or dates; empty where it strikes on day 1.
    """

    name: str
    title: str
    dates: tuple[str, ...]
    disruptions: tuple[str, ...]
    playbooks: tuple[str, ...]
    description: str

    def as_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self)


def listed_scenarios() -> list[ListedScenario]:
    """Return the scenarios that ship."""
    return [_scenario(name, path) for name, path in library().items()]


def listed_events() -> list[ListedEvent]:
    """Return the events that ship."""
    return [_event(name) for name in event_library()]


def _scenario(name: str, path: Path) -> ListedScenario:
    data = read_tree(path, path.name).data
    channels = Counter(queue.get("channel", "phone") for queue in data["queues"].values())
    return ListedScenario(
        name,
        data.get("title", ""),
        int(data.get("days", 1)),
        data.get("first_day", ""),
        dict(channels),
        len(data["groups"]),
        tuple(data.get("scenarios", ())),
    )


def _event(name: str) -> ListedEvent:
    event = read_event(name).event
    struck = tuple(
        f"{one.name} from {write_moment(one.start).removeprefix('day 1 ')}"
        for one in event.disruptions
    )
    return ListedEvent(
        name, event.title, event.date or (), struck, tuple(event.playbooks), event.description
    )
