"""The legs as lists, and what each of them draws."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.codes import Cause, Kind, Outcome, Purpose
from sim.demand.contacts import POOL_SIZE, Contacts
from sim.engines.legs import LEG, Outcomes
from sim.engines.lookup import hash31
from sim.engines.reference.tables import Tables
from sim.floor import Floor

# Members of an enum are slow to look up in the innermost lines.
_WAITING: Final = int(Outcome.WAITING)
_FIRST: Final = int(Cause.FIRST)
_RESUMED: Final = int(Cause.RESUMED)
_WORK: Final = int(Kind.WORK)
_GRADE: Final = int(Purpose.GRADE)

_TRY_AGAIN: Final = frozenset(map(int, (Cause.REDIAL, Cause.REPEAT, Cause.REOPENED)))
_BEGIN_ANEW: Final = frozenset(map(int, (Cause.REDIAL, Cause.REPEAT)))
_GO_DEEPER: Final = frozenset(
    map(int, (Cause.TRANSFER, Cause.TICKET, Cause.ESCALATION, Cause.RETRY))
)


class Records(Tables):
    """The legs so far, a list for each field of LEG, and the draws that they look up.

    An attempt's transfers, tickets, escalations and further calls to a customer each lie one deeper
    than what they came from, so that no two legs that draw share a hash.
    """

    def __init__(self, floor: Floor, contacts: Contacts, horizon_ms: int) -> None:
        super().__init__(floor)
        self._horizon_ms = horizon_ms
        self._read_contacts(contacts)
        self._start_legs()

    def _read_contacts(self, contacts: Contacts) -> None:
        rows, self._pools = contacts.rows, contacts.pools
        self._arrive_ms: list[int] = rows["arrive_ms"].tolist()
        self._key: list[int] = rows["key"].tolist()
        self._talk_ms: list[int] = rows["talk_ms"].tolist()
        self._wrap_up_ms: list[int] = rows["wrap_up_ms"].tolist()
        self._patience_ms: list[int] = rows["patience_ms"].tolist()
        self._first_queue: list[int] = rows["queue"].tolist()

    def _start_legs(self) -> None:
        """Lay out a leg for every contact."""
        n = len(self._arrive_ms)
        self._contact = list(range(n))
        self._parent = [-1] * n
        self._cause = [_FIRST] * n
        self._attempt = [1] * n
        self._depth = [0] * n
        self._queue = self._first_queue.copy()
        self._queued = self._arrive_ms.copy()
        self._answered = [-1] * n
        self._group = [-1] * n
        self._agent = [-1] * n
        self._left = [-1] * n
        self._held = [0] * n
        self._handed_over = [0] * n
        self._freed = [-1] * n
        self._comes_back = [0] * n
        self._outcome = [_WAITING] * n
        self._grade = [0] * n
        for leg, queue in enumerate(self._queue):
            if self._n_grades[queue] > 1:
                self._grade[leg] = self._drawn_grade(leg)

    def _new_leg(self, parent: int, cause: Cause, queue: int, queued_ms: int) -> int:
        """Lay out a leg that the run itself makes, and return its number."""
        leg, code = len(self._contact), int(cause)
        depth = 0 if code in _BEGIN_ANEW else self._depth[parent] + (code in _GO_DEEPER)
        self._contact.append(self._contact[parent])
        self._parent.append(parent)
        self._cause.append(code)
        self._attempt.append(self._attempt[parent] + (code in _TRY_AGAIN))
        self._depth.append(depth)
        self._queue.append(queue)
        self._queued.append(queued_ms)
        for unknown in (self._answered, self._group, self._agent, self._left, self._freed):
            unknown.append(-1)
        for nothing in (self._held, self._handed_over, self._comes_back):
            nothing.append(0)
        self._outcome.append(_WAITING)
        self._grade.append(self._grade[parent] if code == _RESUMED else self._drawn_grade(leg))
        return leg

    # Draws -------------------------------------------------------------------------------------

    def _hash(self, leg: int, purpose: int) -> int:
        """Return the bits that a share is compared with; see `sim.floor.below`."""
        key = self._key[self._contact[leg]]
        return hash31(key, self._attempt[leg], self._depth[leg], purpose)

    def _happens(self, leg: int, below: int, purpose: int) -> bool:
        return below > 0 and self._hash(leg, purpose) < below

    def _pooled(self, leg: int, pool: NDArray[np.int64], purpose: Purpose) -> int:
        return int(pool[self._hash(leg, purpose) & (POOL_SIZE - 1)])

    def _draws_its_own(self, leg: int) -> bool:
        """Tell whether the times that were drawn with the contact are this leg's."""
        return self._attempt[leg] == 1 and self._depth[leg] == 0

    def _handling(self, leg: int) -> tuple[int, int]:
        """Return talk and wrap-up as drawn."""
        if self._draws_its_own(leg):
            contact = self._contact[leg]
            return self._talk_ms[contact], self._wrap_up_ms[contact]
        queue, pools = self._queue[leg], self._pools
        return (
            self._pooled(leg, pools.talk_ms[queue], Purpose.TALK),
            self._pooled(leg, pools.wrap_up_ms[queue], Purpose.WRAP_UP),
        )

    def _patience(self, leg: int) -> int:
        if self._draws_its_own(leg):
            return self._patience_ms[self._contact[leg]]
        pool = self._pools.patience_ms[self._queue[leg]]
        return self._pooled(leg, pool, Purpose.PATIENCE)

    def _drawn_grade(self, leg: int) -> int:
        queue = self._queue[leg]
        if self._kind[queue] != _WORK or self._n_grades[queue] == 1:
            return 0
        drawn = self._hash(leg, _GRADE)
        return next(g for g, below in enumerate(self._grade_below[queue]) if drawn < below)

    # Result ------------------------------------------------------------------------------------

    def outcomes(self, log: NDArray[np.void]) -> Outcomes:
        """Return the legs so far, with the director's log."""
        legs = np.zeros(len(self._contact), LEG)
        columns = {
            "contact": self._contact,
            "parent": self._parent,
            "cause": self._cause,
            "attempt": self._attempt,
            "depth": self._depth,
            "queue": self._queue,
            "queued_ms": self._queued,
            "answered_ms": self._answered,
            "group": self._group,
            "agent": self._agent,
            "left_ms": self._left,
            "held_ms": self._held,
            "handover_ms": self._handed_over,
            "freed_ms": self._freed,
            "comes_back": self._comes_back,
            "outcome": self._outcome,
            "grade": self._grade,
        }
        for name, values in columns.items():
            legs[name] = values
        return Outcomes(legs, self._horizon_ms, log)
