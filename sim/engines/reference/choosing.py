"""Who waits and who is there, and who serves whom (rules 3, 4 and 12)."""

from __future__ import annotations

from typing import Final

from sim.codes import Outcome
from sim.demand.contacts import Contacts
from sim.engines.reference.lines import Columns, Line
from sim.engines.reference.records import Records
from sim.engines.reference.teams import Team
from sim.floor import Floor

_ANSWERED: Final = int(Outcome.ANSWERED)


class Choosing(Records):
    """Queues and groups in motion, and the choices between them, which change nothing."""

    def __init__(self, floor: Floor, contacts: Contacts, horizon_ms: int) -> None:
        super().__init__(floor, contacts, horizon_ms)
        self._now = 0  # the clock, kept here because it is read several times an event
        legs = Columns(self._outcome, self._queued, self._cause, self._parent, self._grade)
        self._lines = [Line(floor, queue, legs) for queue in range(len(floor.queue_names))]
        self._teams = [Team(row) for row in floor.groups]

    def _find_agent(self, queue: int, waited_ms: int) -> tuple[int, int]:
        """Return the group that answers and its agent, or -1 for both (rule 3).

        The group is chosen by rank, fewest contacts in hand, longest idle, and group order.
        """
        best, best_rank, best_claim, best_agent = -1, 0, (0, 0), -1
        for group in self._groups_of[queue]:
            rank = self._rank[group][queue]
            if best >= 0 and rank > best_rank:
                break
            if waited_ms < self._delay[group][queue]:
                continue
            found = self._teams[group].first(self._kind[queue])
            if found is not None and (best < 0 or found[:2] < best_claim):
                best, best_rank, best_claim, best_agent = group, rank, found[:2], found[2]
        return best, best_agent

    def _choose_queue(self, group: int, agent: int) -> int:
        """Return the queue a freed agent serves: by rank, priority, weighted wait (rule 4)."""
        best, best_rank, best_priority, best_claim = -1, 0, 0, 0
        now, team = self._now, self._teams[group]
        for queue in self._queues_of[group]:
            rank, priority = self._pick_rank[group][queue], self._priority[queue]
            if best >= 0 and (rank > best_rank or priority < best_priority):
                break
            line = self._lines[queue]
            if not line.n_waiting or not line.is_served:
                continue
            waited = now - line.place_ms(line.head(now))
            if waited >= self._delay[group][queue] and team.may_take(agent, self._kind[queue]):
                claim = self._weight[queue] * (waited + self._head_start[queue])
                if best < 0 or claim > best_claim:
                    best, best_rank, best_priority, best_claim = queue, rank, priority, claim
        return best

    def _can_be_put_aside(self, leg: int) -> bool:
        """Tell whether work goes on, by an agent who takes something else."""
        return (
            self._outcome[leg] == _ANSWERED
            and self._left[leg] > self._now
            and self._agent[leg] not in self._teams[self._group[leg]].going_home
        )
