"""What holds of lines, self-service, messages and skills, of the plan and of actions in force."""

from __future__ import annotations

from typing import Final

from sim.clock import NEVER
from sim.codes import LineState
from sim.floor import SURE
from sim.playbooks import (
    Announce,
    CloseLine,
    Does,
    OfferCallBack,
    RaiseSelfService,
    Serve,
    StopOverflow,
)
from tests.audit.case import Case


class Situation:
    """Looked up anew each time. `in_force` are the actions in force, in order of beginning."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.in_force: Final[list[Does]] = []
        self.paused: set[int] = set()
        self.down = [False] * len(case.queues)

    def state(self, queue: int, now: int) -> LineState:
        """Return what becomes of who comes to a line."""
        if self.down[queue]:
            return LineState.DOWN
        closed = any(isinstance(does, CloseLine) and does.queue == queue for does in self.in_force)
        if closed or queue in self.paused or not self.case.is_open(queue, now):
            return LineState.CLOSED
        return LineState.OPEN

    def delay_ms(self, group: int, queue: int) -> int:
        """Return the wait from which on a group may serve a queue that it has the skill for."""
        kinds = {
            type(does)
            for does in self.in_force
            if isinstance(does, Serve | StopOverflow) and (does.group, does.queue) == (group, queue)
        }
        if StopOverflow in kinds:
            return NEVER
        return 0 if kinds else self.case.skills[group][queue].delay_ms

    def offer(self, queue: int) -> tuple[int, int]:
        """Return when who begins to wait is offered a call-back, and which share accepts now."""
        row = self.case.queues[queue]
        said = [does for does in self.in_force if isinstance(does, OfferCallBack)]
        last = [(does.after_ms, round(does.share * SURE)) for does in said if does.queue == queue]
        usual = (row.offered_ms, row.accepts_below if row.offered_ms < NEVER else 0)
        return last[-1] if last else usual

    def announcement(self, queue: int) -> tuple[int, int]:
        """Return when who begins to wait hears it, and which share follows it now."""
        row = self.case.queues[queue]
        said = [does for does in self.in_force if isinstance(does, Announce)]
        last = [(does.after_ms, round(does.share * SURE)) for does in said if does.queue == queue]
        usual = (row.announced_ms, row.diverted_below if row.announced_ms < NEVER else 0)
        return last[-1] if last else usual

    def contained_below(self, queue: int, now: int) -> int:
        """Return the share that self-service contains, of SURE."""
        raised = [
            does.share
            for does in self.in_force
            if isinstance(does, RaiseSelfService) and does.queue == queue
        ]
        return self.case.contained_below(queue, now, *raised)
