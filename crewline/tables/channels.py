"""The KPI tables of what a centre has beside telephones: self-service, calls of its own, work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console

from crewline.tables.figures import Figures
from crewline.tables.sheet import Column, print_sheet
from scenarios.schema.channels.channel import DEFERRABLE, LIVE, Channel
from scenarios.studies.study import Study

#: KPI, header and what to divide by.
Columns = tuple[tuple[str, str, float], ...]

Row = tuple[str, str]  # kind, name

_SELF_SERVICE: Final[Columns] = (
    ("arrived", "arrived", 1),
    ("contained", "contained", 1),
    ("containment", "contained\n/ arrived, %", 1),
    ("left_bot_share", "gave up there\n/ arrived, %", 1),
    ("failover_share", "went on to people, %", 1),
    ("self_service_time", "time there, s", 1),
    ("diverted_share", "sent back from the queue\n/ offered, %", 1),
)
_CALLS: Final[Columns] = (
    ("call_back_share", "accepted a call-back\n/ offered, %", 1),
    ("call_back_wait", "until reached, min", 60),
    ("calls_made", "calls made", 1),
    ("reached_share", "reached\n/ calls, %", 1),
    ("never_reached_share", "customers never reached, %", 1),
    ("call_talk", "talk, s", 1),
)
_WORK: Final[Columns] = (
    ("offered", "came", 1),
    ("tickets_received", "of these\ntickets", 1),
    ("escalations_received", "of these\nescalated to it", 1),
    ("done", "done", 1),
    ("on_time", "in time\n/ done or late, %", 1),
    ("late", "late", 1),
    ("open_at_end", "open at the end", 1),
    ("backlog", "backlog", 1),
    ("backlog_age", "its age, h", 3600),
    ("escalated_share", "escalated\n/ came, %", 1),
    ("reminded_share", "reminded of\n/ came, %", 1),
    ("reopened_share", "come back\n/ done, %", 1),
    ("put_aside", "put aside, times a piece", 1),
    ("aht", "AHT, s", 1),
)
#: What a table needs to have anything to say.
_NEEDED: Final = ("containment", "diverted_share", "calls_made", "done")
#: What all queues have, so that no row is shown for their sake.
_EVERYWHERE: Final = ("arrived", "aht")


@dataclass(frozen=True)
class Sheet:
    """A table: its title, its columns, and the channels whose queues are its rows."""

    title: str
    columns: Columns
    channels: frozenset[Channel]
    with_centre: bool


_SHEETS: Final = (
    Sheet("Self-service", _SELF_SERVICE, LIVE, True),
    Sheet("Calls by agents", _CALLS, LIVE | {"outbound"}, False),
    Sheet("Deferrable work", _WORK, DEFERRABLE - {"outbound"}, False),
)


def lines_of(study: Study, channels: frozenset[Channel], *, with_centre: bool = True) -> list[Row]:
    """Return the rows of some channels' queues, and of each channel that has several."""
    queues = study.scenario.queues.items()
    rows = [("queue", name) for name, queue in queues if queue.channel in channels]
    sizes = Counter[str](queue.channel for _, queue in queues if queue.channel in channels)
    own = [("channel", name) for name in study.counted.channels if sizes[name] > 1]
    return [*([("centre", "")] if with_centre else []), *rows, *own]


def print_channels(console: Console, study: Study, figures: Figures) -> None:
    """Print the tables that the scenario has anything for, without empty rows and columns."""
    for sheet in _SHEETS:
        columns = tuple(column for column in sheet.columns if column[0] in study.counted.kpis)
        if not any(kpi in _NEEDED for kpi, _, _ in columns):
            continue
        every = lines_of(study, sheet.channels, with_centre=sheet.with_centre)
        telling = [kpi for kpi, _, _ in columns if kpi not in _EVERYWHERE]
        rows = [row for row in every if any(figures.says(*row, kpi) for kpi in telling)]
        said = tuple(c for c in columns if any(figures.says(*row, c[0]) for row in rows))
        if rows:
            print_sheet(console, sheet.title, names("line", rows), cells(said, figures, rows))


def notes(study: Study) -> Iterator[str]:
    """Give what must be said of the tables where a scenario has other channels."""
    kpis = study.counted.kpis
    if "call_back_share" in kpis:
        yield (
            "Service levels, answered and abandoned are of those offered less those who accepted a"
            " call-back."
        )
    if any(queue.channel not in LIVE for queue in study.scenario.queues.values()):
        yield "The centre is its live lines; deferrable work and outbound calls are not in it."
    if "backlog" in kpis:
        yield "The backlog is what waits at the ends of intervals, on the mean of all."
    if "contacts_at_once" in kpis:
        yield "An agent with several contacts is occupied once."


def names(header: str, rows: Sequence[Row]) -> Column:
    """Return the column that says what rows are about."""
    return Column(header, [_name(*row) for row in rows])


def _name(kind: str, name: str) -> str:
    return f"all {name}" if kind == "channel" else name or kind


def cells(columns: Columns, figures: Figures, rows: Sequence[Row]) -> list[Column]:
    """Return columns of figures, each with half the width of its interval."""
    return [
        Column(header, [figures.cell(kind, name, kpi, divide_by) for kind, name in rows])
        for kpi, header, divide_by in columns
    ]
