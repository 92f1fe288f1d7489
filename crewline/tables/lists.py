"""Lists of what there is to choose from: scenarios, events, days of a year."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from crewline.tables.sheet import Column, print_sheet
from scenarios.events.calendar import CalendarEntry
from scenarios.listing import ListedEvent, ListedScenario

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def print_scenarios(console: Console, scenarios: Sequence[ListedScenario]) -> None:
    """Print the scenarios, a line each."""
    print_sheet(
        console,
        "Scenarios",
        Column("scenario", [one.name for one in scenarios]),
        [
            Column("title", [one.title for one in scenarios], words=True),
            Column("days", [str(one.days) for one in scenarios]),
            Column("queues", [str(sum(one.queues.values())) for one in scenarios]),
            Column("groups", [str(one.groups) for one in scenarios]),
            Column("variants", [str(len(one.variants)) for one in scenarios]),
            Column("channels", [", ".join(one.queues) for one in scenarios], words=True),
        ],
    )


def print_events(console: Console, events: Sequence[ListedEvent]) -> None:
    """Print the events, a line each."""
    print_sheet(
        console,
        "Events, for --with",
        Column("event", [one.name for one in events]),
        [
            Column("title", [one.title for one in events], words=True),
            Column("date", [", ".join(one.dates) or "any day" for one in events], words=True),
            Column("playbooks", [", ".join(one.playbooks) for one in events], words=True),
        ],
    )


def print_calendar(console: Console, year: int, entries: Sequence[CalendarEntry]) -> None:
    """Print the days of a year that are not like others."""
    print_sheet(
        console,
        f"Calendar of {year}, China",
        Column("days", [_days(one) for one in entries]),
        [
            Column("kind", [one.kind for one in entries], words=True),
            Column("name", [one.name for one in entries], words=True),
            Column("title", [one.title for one in entries], words=True),
        ],
    )


def _days(entry: CalendarEntry) -> str:
    first = f"{entry.first} {_WEEKDAYS[entry.first.weekday()]}"
    if entry.last == entry.first:
        return first
    return f"{first} to {entry.last:%m-%d} {_WEEKDAYS[entry.last.weekday()]}"
