"""The floor by the minute, as tables: one replication in full, and bands over all.

    Outcomes -> Timeline (a replication, where it runs) -> TimelineTables

The legs of a replication are not kept: what is kept is a number for each figure and minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from scenarios.schema.scenario import Scenario
from scenarios.studies.channel_rows import work_queues
from scenarios.studies.kpi_tables import Frame, Row
from scenarios.studies.timeline_events import Events
from sim.centre import Centre
from sim.clock import MS_PER_DAY, MS_PER_MIN
from sim.demand.contacts import Contacts
from sim.engines.legs import Outcomes
from sim.kpis.counts import ServiceClock
from sim.kpis.kpi import ratio
from sim.kpis.timeline import GroupState, QueueState, Sampling, Timeline, timeline
from sim.kpis.timeline.bands import Band, Gathered, bytes_of

_LEVEL: Final = "service_level"

#: What is told of queues, by the names of columns, and where it is found.
_OF_QUEUES: Final = {
    "waiting": QueueState.WAITING,
    "call_backs_waiting": QueueState.CALL_BACKS,
    "oldest_wait": QueueState.OLDEST_WAIT_S,
    "arrivals": QueueState.ARRIVALS,
    "answered": QueueState.ANSWERED,
    "abandoned": QueueState.ABANDONED,
    "lost": QueueState.LOST,
}
_OF_GROUPS: Final = {
    "on_duty": GroupState.ON_DUTY,
    "talking": GroupState.TALKING,
    "holding": GroupState.HOLDING,
    "wrapping_up": GroupState.WRAPPING_UP,
    "idle": GroupState.IDLE,
    "finishing": GroupState.FINISHING,
    "contacts": GroupState.CONTACTS,
}


@dataclass(frozen=True)
class TimelineTables:
    """A run by the minute; see `docs/results.md` for the columns.

    `queues`, `groups` and `events` are of replication 0; `bands` and `event_bands` of all.
    """

    queues: Frame
    groups: Frame
    events: Frame
    bands: Frame
    event_bands: Frame

    def named(self) -> dict[str, Frame]:
        """Return the tables by the names that results have them under."""
        return {
            "timeline_queues": self.queues,
            "timeline_groups": self.groups,
            "timeline_events": self.events,
            "timeline_bands": self.bands,
            "timeline_event_bands": self.event_bands,
        }


@dataclass(frozen=True)
class Look:
    """Makes a replication's timeline where it runs."""

    centre: Centre
    clock: ServiceClock
    sampling: Sampling = field(default_factory=Sampling)

    def __call__(self, outcomes: Outcomes, contacts: Contacts) -> Timeline:
        """Return the timeline of a replication."""
        return timeline(outcomes, self.centre, contacts.absent, self.clock, self.sampling)

    @property
    def bytes_kept(self) -> float:
        """How much memory a replication takes, and its share of the tables at the end."""
        floor, instants = self.centre.floor, self.sampling.instants(self.centre.plan)
        return 2 * bytes_of(len(floor.queue_names), len(floor.group_names), instants.number)


class KeptTimelines:
    """The timelines of a study's replications: mutable while they come in."""

    def __init__(self, scenario: Scenario, look: Look) -> None:
        self.look = look
        self._scenario = scenario
        self._events = Events(scenario, look.centre.plan)
        self._gathered = Gathered()
        self._first: Timeline | None = None

    def keep(self, replication: int, found: Timeline) -> None:
        """Keep a replication; the first one whole."""
        if replication == 0:
            self._first = found
        self._gathered.add(found)
        self._events.add(found.log)

    def tables(self) -> TimelineTables:
        """Return all that was kept. Raises ValueError where replication 0 was not."""
        if self._first is None:
            raise ValueError("no timeline of replication 0; expected that it was kept")
        return TimelineTables(
            queues=self._of_queues(self._first),
            groups=self._of_groups(self._first),
            events=self._events.first(),
            bands=self._bands(),
            event_bands=self._events.bands(),
        )

    def _of_queues(self, first: Timeline) -> Frame:
        in_time, ended = (
            first.queues[:, :, state] for state in (QueueState.IN_TIME, QueueState.ENDED)
        )
        levels = ratio(in_time, ended)
        levels[self._rows_of_work()] = np.nan
        figures = {name: first.queues[:, :, state] for name, state in _OF_QUEUES.items()}
        return self._table(self._queues(), figures | {_LEVEL: levels})

    def _of_groups(self, first: Timeline) -> Frame:
        figures = {name: first.groups[:, :, state] for name, state in _OF_GROUPS.items()}
        return self._table(self._groups(), figures)

    def _bands(self) -> Frame:
        """Return a row for each instant of each figure of each row, in this order."""
        frames = [self._band(row, figure, band) for row, figure, band in self._every_band()]
        table = pd.concat(frames, ignore_index=True)
        return table.astype(dict.fromkeys(("kind", "name", "figure"), "category"))

    def _every_band(self) -> Iterator[tuple[Row, str, Band]]:
        work = set(self._rows_of_work())
        for number, row in enumerate(self._queues()):
            for name, state in _OF_QUEUES.items():
                yield row, name, self._gathered.queue(number, state)
            if number not in work:
                yield row, _LEVEL, self._gathered.service_level(number)
        for number, row in enumerate(self._groups()):
            for name, group_state in _OF_GROUPS.items():
                yield row, name, self._gathered.group(number, group_state)

    def _band(self, row: Row, figure: str, band: Band) -> Frame:
        kind, name = row
        words = {"kind": kind, "name": name, "figure": figure}
        deciles = {"p10": band.p10, "p50": band.p50, "p90": band.p90}
        return pd.DataFrame(words | self._when() | {"mean": band.mean} | deciles)

    def _table(self, rows: Iterable[Row], figures: dict[str, np.ndarray]) -> Frame:
        """Return a row for each instant of each row, and a column a figure."""
        listed, when = list(rows), self._when()
        instants = len(when["day"])
        kinds, names = (
            pd.Categorical(np.repeat(np.array(words, object), instants))
            for words in zip(*listed, strict=True)
        )
        columns = {name: np.tile(column, len(listed)) for name, column in when.items()}
        columns |= {name: numbers.ravel() for name, numbers in figures.items()}
        return pd.DataFrame({"kind": kinds, "name": names} | columns)

    def _when(self) -> dict[str, np.ndarray]:
        """Return the instants: the day from 1, and minutes after its midnight, at its end 1440."""
        instants = self.look.sampling.instants(self.look.centre.plan)
        step = np.arange(instants.number) * instants.step_ms
        day, of_day = np.divmod(step, MS_PER_DAY)
        return {"day": day + 1, "at_min": (of_day + instants.step_ms) / MS_PER_MIN}

    def _queues(self) -> list[Row]:
        return [("centre", ""), *(("queue", name) for name in self._scenario.queues)]

    def _groups(self) -> list[Row]:
        return [("all groups", ""), *(("group", name) for name in self._scenario.all_groups)]

    def _rows_of_work(self) -> list[int]:
        work = work_queues(self._scenario)
        return [1 + n for n, name in enumerate(self._scenario.queues) if name in work]
