"""Queues: what contacts wait in, and what may become of them there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER, to_milli
from sim.codes import Kind, Outcome

#: Shares are compared with 31-bit hashes: an event happens where `hash < share x SURE`.
SURE: Final = 1 << 31

QUEUE: Final = np.dtype(
    [
        ("kind", np.int64),  # `sim.codes.Kind`
        ("priority", np.int64),
        ("weight_milli", np.int64),
        ("head_start_ms", np.int64),
        ("capacity", np.int64),  # waiting places; NEVER for no limit
        ("clears_at_close", np.int64),
        ("repeat_below", np.int64),  # share of answered contacts that come back, of SURE
        ("redial_below", np.int64, len(Outcome)),  # by outcome, of SURE
        ("has_self_service", np.int64),
        ("leaves_bot_below", np.int64),  # share that gives up in self-service, of SURE
        ("announced_ms", np.int64),  # a wait after which an announcement is made; NEVER for none
        ("diverted_below", np.int64),  # share of those waiting then that it turns away, of SURE
        ("offered_ms", np.int64),  # a wait after which a call-back is offered; NEVER for none
        ("accepts_below", np.int64),  # share of those waiting then that accept it, of SURE
        ("keeps_place", np.int64),  # a call-back has the place of the wait it ends
        ("appointment_ms", np.int64),  # how long after it is accepted a call-back joins the queue
        ("dialled", np.int64),  # all contacts are called by an agent, and not only call-backs
        ("reached_below", np.int64),  # share of calls that reach the customer, of SURE
        ("dial_ms", np.int64),  # how long an agent dials
        ("calls", np.int64),  # how often at most a customer is called
        ("retry_ms", np.int64),  # how long after not being reached
        ("silent_below", np.int64),  # share of chats whose customer falls silent, of SURE
        ("silence_ms", np.int64),  # how long the agent waits then
        ("ticket_below", np.int64),  # share of answered contacts that open a ticket, of SURE
        ("ticket_to", np.int64),  # queue; -1 for none
        ("by_due", np.int64),  # of deferrable work: first due first, else first come
        ("interruptible", np.int64),  # of deferrable work: put aside for a live contact
        ("grades", np.int64),  # how many grades of deferrable work there are, at least 1
    ]
)

#: A grade of deferrable work, by queue and place.
GRADE: Final = np.dtype(
    [
        ("below", np.int64),  # of SURE: this grade and those before it
        ("due_ms", np.int64),  # after entry; NEVER for no limit
        ("remind_ms", np.int64),  # after entry; NEVER for no reminder
        ("escalate_to", np.int64),  # queue that it goes to when due; -1 for none
    ]
)


@dataclass(frozen=True)
class SelfService:
    """IVR or bot in front of a queue; `gives_up` is the share that leaves it unserved.

    How much it contains changes with time, and is the plan's; the rest fails over to people.
    """

    gives_up: float = 0.0


@dataclass(frozen=True)
class Announcement:
    """A message to those who have waited `after_ms`, which turns a share to self-service."""

    after_ms: int
    share: float


@dataclass(frozen=True)
class Dial:
    """Calls by an agent: dialling takes `time_ms`, a share is reached, the rest is tried again."""

    reached: float = 1.0
    time_ms: int = 0
    calls: int = 1
    retry_ms: int = 0


@dataclass(frozen=True)
class CallBack:
    """An offer to those who have waited `after_ms`, accepted with a share.

    The call-back has the place of the wait that it ends, or (`appointment_ms` given) joins the
    queue that long after it was accepted.
    """

    after_ms: int
    share: float
    appointment_ms: int | None = None
    dial: Dial = Dial()


@dataclass(frozen=True)
class Silence:
    """Chat customers who write no more; the agent waits `timeout_ms` before ending the chat."""

    share: float
    timeout_ms: int


@dataclass(frozen=True)
class Ticket:
    """Work that an answered contact opens with a share, in another queue."""

    share: float
    to: str


@dataclass(frozen=True)
class Grade:
    """A share of deferrable work with a time limit, a reminder and a way up when it runs out."""

    share: float = 1.0
    due_ms: int = NEVER
    remind_ms: int = NEVER
    escalate_to: str | None = None


@dataclass(frozen=True)
class Queue:
    """A line that contacts wait in. `redial` gives the share that redials after an outcome.

    `dial` says that every contact of the queue is called by an agent (an outbound list). Grades,
    `by_due` and `interruptible` are of deferrable work alone.
    """

    name: str
    kind: Kind = Kind.CALL
    priority: int = 0
    weight: float = 1.0
    head_start_ms: int = 0
    capacity: int | None = None
    clears_at_close: bool = False
    repeat: float = 0.0
    redial: Mapping[Outcome, float] = field(default_factory=dict)
    self_service: SelfService | None = None
    announcement: Announcement | None = None
    call_back: CallBack | None = None
    dial: Dial | None = None
    silence: Silence | None = None
    ticket: Ticket | None = None
    grades: tuple[Grade, ...] = (Grade(),)
    by_due: bool = False
    interruptible: bool = False

    @property
    def onward(self) -> set[str]:
        """The queues that its contacts go on to without an agent's passing them on."""
        ticket = {self.ticket.to} if self.ticket is not None and self.ticket.share > 0 else set()
        return ticket | {grade.escalate_to for grade in self.grades if grade.escalate_to}


def below(share: float) -> int:
    """Return the integer that a 31-bit hash is compared with: 0 for never, SURE for always."""
    return round(share * SURE)


def queue_rows(queues: Sequence[Queue]) -> NDArray[np.void]:
    """Return the table of queues, dtype QUEUE, shape (queues,)."""
    names = [queue.name for queue in queues]
    table = np.zeros(len(queues), QUEUE)
    for number, queue in enumerate(queues):
        fields = _waiting(queue) | _later(queue, names) | _calling(queue)
        table[number] = tuple(fields[name] for name in QUEUE.names or ())
    return table


def grade_rows(queues: Sequence[Queue]) -> NDArray[np.void]:
    """Return the table of grades, dtype GRADE, shape (queues, the most grades).

    Raises ValueError where a queue's shares do not add up to 1.
    """
    names = [queue.name for queue in queues]
    table = np.zeros((len(queues), max((len(queue.grades) for queue in queues), default=1)), GRADE)
    table["escalate_to"] = -1
    for rows, queue in zip(table, queues, strict=True):
        total = sum(grade.share for grade in queue.grades)
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the grades of {queue.name} have shares of {total:g} in sum, not 1")
        so_far = 0.0
        for row, grade in zip(rows, queue.grades, strict=False):
            so_far += grade.share
            to = -1 if grade.escalate_to is None else names.index(grade.escalate_to)
            row["below"], row["due_ms"] = below(min(so_far, 1)), grade.due_ms
            row["remind_ms"], row["escalate_to"] = grade.remind_ms, to
        rows[len(queue.grades) - 1]["below"] = SURE
    return table


def _waiting(queue: Queue) -> dict[str, object]:
    announcement, call_back = queue.announcement, queue.call_back
    return {
        "kind": int(queue.kind),
        "priority": queue.priority,
        "weight_milli": to_milli(queue.weight),
        "head_start_ms": queue.head_start_ms,
        "capacity": NEVER if queue.capacity is None else queue.capacity,
        "clears_at_close": int(queue.clears_at_close),
        "announced_ms": announcement.after_ms if announcement else NEVER,
        "diverted_below": below(announcement.share) if announcement else 0,
        "offered_ms": call_back.after_ms if call_back else NEVER,
        "accepts_below": below(call_back.share) if call_back else 0,
        "by_due": int(queue.by_due),
        "interruptible": int(queue.interruptible),
        "grades": len(queue.grades),
    }


def _later(queue: Queue, names: list[str]) -> dict[str, object]:
    return {
        "repeat_below": below(queue.repeat),
        "redial_below": [below(queue.redial.get(outcome, 0.0)) for outcome in Outcome],
        "has_self_service": int(queue.self_service is not None),
        "leaves_bot_below": below(queue.self_service.gives_up) if queue.self_service else 0,
        "silent_below": below(queue.silence.share) if queue.silence else 0,
        "silence_ms": queue.silence.timeout_ms if queue.silence else 0,
        "ticket_below": below(queue.ticket.share) if queue.ticket else 0,
        "ticket_to": names.index(queue.ticket.to) if queue.ticket else -1,
    }


def _calling(queue: Queue) -> dict[str, object]:
    call_back = queue.call_back
    dial = queue.dial or (call_back.dial if call_back else Dial())
    appointment_ms = call_back.appointment_ms if call_back else None
    return {
        "keeps_place": int(appointment_ms is None),
        "appointment_ms": appointment_ms or 0,
        "dialled": int(queue.dial is not None),
        "reached_below": below(dial.reached),
        "dial_ms": dial.time_ms,
        "calls": dial.calls,
        "retry_ms": dial.retry_ms,
    }
