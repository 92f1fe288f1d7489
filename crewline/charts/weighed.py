"""What the pictures of a trade-off are drawn from: a frontier, and the scenario as it is today."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenarios.planning.frontier.frontier import Frontier
from scenarios.planning.frontier.knee import knee
from scenarios.planning.frontier.points import Placed, Point, Step, placed, step_between


@dataclass(frozen=True)
class Weighed:
    """A frontier, the point at which the scenario stands today, and each schedule's scenario.

    `today` is None where it was not simulated yet; `schedules` are YAML texts, None for a point
    without a schedule. `planned` is how many points were asked for: more than there are where the
    search was cut short.
    """

    found: Frontier
    today: Point | None
    schedules: tuple[str | None, ...]
    planned: int

    @property
    def is_whole(self) -> bool:
        """Whether every point that was asked for is there."""
        return len(self.found.points) == self.planned

    @cached_property
    def now(self) -> Placed | None:
        """Today's point with its estimates."""
        if self.today is None:
            return None
        return placed([self.today], self.found.scenario.confidence)[0]

    @cached_property
    def knee(self) -> int | None:
        """The number of the point behind which service gets dear."""
        return knee(self.found.points)

    @cached_property
    def from_now(self) -> Step | None:
        """The step from today's point to the chosen one, on the same random days."""
        chosen = self.found.chosen
        if self.now is None or chosen is None or not self.found.points[chosen].is_found:
            return None
        pair = (self.now, self.found.points[chosen])
        return step_between(pair, (0, 1), self.found.scenario.confidence)

    def step_from(self, number: int) -> Step | None:
        """Return the step from a point to the next that serves better."""
        return next((step for step in self.found.steps if step.start == number), None)

    def step_to(self, number: int) -> Step | None:
        """Return the step to a point from the one below it."""
        return next((step for step in self.found.steps if step.end == number), None)
