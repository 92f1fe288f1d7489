"""Whose figures are looked at: the whole centre's, a channel's, or one line's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crewline.words import Words
from crewline.words.channels import lines_of
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

if TYPE_CHECKING:  # they bring the engine with them
    from scenarios.studies.study import Study
    from sim.kpis.targets import Evaluation

_CHANNEL: Final = "channel"


@dataclass(frozen=True)
class View:
    """A line by name, or a channel, or the centre where both are empty.

    With `of_days` the bands of pictures hold eight of ten simulated days; else the interval of the
    mean.
    """

    queue: str = ""
    channel: str = ""
    of_days: bool = False

    @classmethod
    def named(cls, key: str, *, of_days: bool = False) -> View:
        """Return the view that an address names: a line, or `channel:phone`."""
        kind, found, name = key.partition(":")
        if found and kind == _CHANNEL:
            return cls(channel=name, of_days=of_days)
        return cls(queue=key, of_days=of_days)

    @property
    def row(self) -> tuple[str, str]:
        """What the rows of the tables are about."""
        if self.channel:
            return _CHANNEL, self.channel
        return ("queue", self.queue) if self.queue else ("centre", "")

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole centre."""
        return not self.queue and not self.channel

    def lines(self, scenario: Scenario) -> list[str]:
        """Return the lines that it is about."""
        if self.queue:
            return [self.queue]
        queues = scenario.queues.items()
        return [name for name, one in queues if not self.channel or one.channel == self.channel]

    def of(self, table: Frame) -> Frame:
        """Return the rows of a KPI table that are about this."""
        return rows(table, *self.row)

    def settings(self, scenario: Scenario) -> Queue | None:
        """Return the line as the scenario describes it, None for the centre."""
        return scenario.queues[self.queue] if self.queue else None

    def is_work(self, scenario: Scenario) -> bool:
        """Return whether it is a line, or a channel, on which nobody waits."""
        queue = self.settings(scenario)
        return (self.channel if queue is None else queue.channel) in DEFERRABLE

    def is_calls(self, scenario: Scenario) -> bool:
        """Return whether it is a list of customers whom the centre calls."""
        queue = self.settings(scenario)
        return (self.channel if queue is None else queue.channel) == "outbound"

    def level_id(self, scenario: Scenario) -> str:
        """Return the service level to show first: the target's own, else SL3."""
        queue = self.settings(scenario)
        target = queue.target if queue else None
        return target.kpi if target and target.kpi.startswith("SL") else "SL3"

    def evaluation(self, study: Study) -> Evaluation | None:
        """Return how the line's target fared, None where it has none."""
        for number, name in enumerate(study.scenario.queues, start=1):
            if name == self.queue:
                found = (one for one in study.evaluations if one.target.row == number)
                return next(found, None)
        return None

    def groups(self, scenario: Scenario) -> list[str]:
        """Return the groups that serve any of its lines."""
        lines = self.lines(scenario)
        return [
            name
            for name, group in scenario.all_groups.items()
            if self.is_whole or any(line in group.serves for line in lines)
        ]

    def title(self, scenario: Scenario, say: Words) -> str:
        """Return what people call it."""
        if self.channel:
            return lines_of([self.channel], say)
        if not self.queue:
            return say("The whole centre")
        return say.title(scenario.queues[self.queue].title or self.queue)


def views(scenario: Scenario) -> list[str]:
    """Return the keys of all views: the centre, its channels where it has several, its lines."""
    channels = list(dict.fromkeys(queue.channel for queue in scenario.queues.values()))
    named = [f"{_CHANNEL}:{name}" for name in channels] if len(channels) > 1 else []
    return ["", *named, *scenario.queues]


def rows(table: Frame, kind: str, name: str) -> Frame:
    """Return the rows of a KPI table about one thing."""
    return table[(table["kind"] == kind) & (table["name"] == name)]
