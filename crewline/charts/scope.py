"""Whose figures are looked at: the whole centre's, or one line's."""

from __future__ import annotations

from dataclasses import dataclass

from crewline.words import Words
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.targets import Evaluation


@dataclass(frozen=True)
class View:
    """A line by name, or the centre where the name is empty."""

    queue: str = ""

    @property
    def row(self) -> tuple[str, str]:
        """What the rows of the tables are about."""
        return ("queue", self.queue) if self.queue else ("centre", "")

    def of(self, table: Frame) -> Frame:
        """Return the rows of a KPI table that are about this."""
        return rows(table, *self.row)

    def settings(self, scenario: Scenario) -> Queue | None:
        """Return the line as the scenario describes it, None for the centre."""
        return scenario.queues[self.queue] if self.queue else None

    def is_work(self, scenario: Scenario) -> bool:
        """Return whether it is a line on which nobody waits."""
        queue = self.settings(scenario)
        return queue is not None and queue.channel in DEFERRABLE

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
        """Return the groups that serve the line, or all."""
        return [
            name
            for name, group in scenario.all_groups.items()
            if not self.queue or self.queue in group.serves
        ]

    def title(self, scenario: Scenario, say: Words) -> str:
        """Return what people call it."""
        if not self.queue:
            return say("The whole centre")
        return say.title(scenario.queues[self.queue].title or self.queue)


def rows(table: Frame, kind: str, name: str) -> Frame:
    """Return the rows of a KPI table about one thing."""
    return table[(table["kind"] == kind) & (table["name"] == name)]
