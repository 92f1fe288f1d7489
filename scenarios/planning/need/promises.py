"""Promises: what each queue is to achieve, as a target to be judged and a goal to be staffed for.

A queue has the target that it names, or its segment's; a live one that has neither is planned for
the trade's 80 % in 20 s. Work that has none is planned to be done when it is due, and not judged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Literal

from optimize.requirements import Goal
from scenarios.build import USUAL_THRESHOLD_S
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from scenarios.schema.target import Target

#: What is promised where nobody says anything.
USUAL_LEVEL: Final = 0.8

#: No level is planned for that is nearer to perfect: no number of agents reaches 100 %.
NEAREST: Final = 1e-4

Source = Literal["queue", "segment", "house"]


@dataclass(frozen=True)
class Promise:
    """A queue's target, and where it comes from: the queue, its segment, or the house's usual.

    `short_s` is the limit below which an abandonment is a short one, `reply_s` what an agent takes
    to write the first line of a chat, which belongs to the wait.
    """

    queue: str
    target: Target
    source: Source
    short_s: float
    reply_s: float

    @property
    def is_staffed_by_formula(self) -> bool:
        """Whether a formula says how many agents it takes; of deferrable work none does."""
        return self.target.kpi != "on_time"

    @property
    def is_ceiling(self) -> bool:
        """Whether it is a figure not to exceed: a wait, or a share lost."""
        return self.target.kpi in {"asa", "abandonment"}

    def score(self, value: float) -> float:
        """Return a value of the target's KPI on a scale where equal steps are alike, higher better.

        Shares are taken as log odds, times as logarithms; 0 % and 100 % are kept off the ends.
        """
        if self.target.kpi == "asa":
            return -math.log(max(value, NEAREST))
        odds = _log_odds(value)
        return -odds if self.is_ceiling else odds

    def level_at(self, shift: float) -> float:
        """Return the level that is asked when the target's is raised by a shift of its score."""
        if self.target.kpi == "asa":
            return max(self.target.level, NEAREST) * math.exp(-shift)
        odds = _log_odds(self.target.level)
        return _share(odds - shift if self.is_ceiling else odds + shift)

    def goal(self, shift: float = 0.0) -> Goal:
        """Return the goal that agents are counted for, its level raised by a shift of its score.

        Of an answer rate it is the largest share that may be lost. Raises ValueError for work.
        """
        level = self.level_at(shift)
        match self.target.kpi:
            case "asa":
                return Goal(asa_s=max(level - self.reply_s, 0.1))
            case "abandonment":
                return Goal(abandonment=max(level, NEAREST))
            case "answer_rate":
                return Goal(abandonment=max(1 - level, NEAREST))
            case "on_time":
                raise ValueError("work done in time has no goal of a formula")
        within_s = max((self.target.within or 0.0) - self.reply_s, 0.0)
        return Goal(
            service_level=min(level, 1 - NEAREST),
            within_s=within_s,
            counts=self.target.kpi,
            short_s=min(self.short_s, within_s),
        )


def promises(scenario: Scenario) -> tuple[Promise | None, ...]:
    """Return what is promised of each queue; None of work that nobody promised anything of."""
    return tuple(_promise(scenario, name, queue) for name, queue in scenario.queues.items())


def with_promises(scenario: Scenario) -> Scenario:
    """Return the scenario with the house's usual targets where queues have none, to be judged."""
    queues = {
        name: queue if made is None else queue.model_copy(update={"target": made.target})
        for (name, queue), made in zip(scenario.queues.items(), promises(scenario), strict=True)
    }
    return scenario.model_copy(update={"queues": queues})


def _promise(scenario: Scenario, name: str, queue: Queue) -> Promise | None:
    short_s = scenario.short_abandon if queue.short_abandon is None else queue.short_abandon
    made: dict[str, Any] = {"queue": name, "short_s": short_s, "reply_s": queue.first_reply}
    if queue.target is not None:
        is_own = "target" in queue.model_fields_set
        return Promise(target=queue.target, source="queue" if is_own else "segment", **made)
    if queue.channel in DEFERRABLE:
        return None
    usual = Target(kpi="SL3", within=USUAL_THRESHOLD_S, level=USUAL_LEVEL)
    return Promise(target=usual, source="house", **made)


def _log_odds(share: float) -> float:
    share = min(max(share, NEAREST), 1 - NEAREST)
    return math.log(share / (1 - share))


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(min(log_odds, 50.0), -50.0)))
