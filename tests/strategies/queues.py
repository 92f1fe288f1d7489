"""Random queues of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.clock import NEVER
from sim.codes import Kind, Outcome
from sim.floor import (
    Announcement,
    CallBack,
    Dial,
    Grade,
    Queue,
    SelfService,
    Silence,
    Ticket,
)
from tests.strategies.choices import Choices, Feature

SHARES: Final = (0.0, 0.0, 0.3, 0.7, 1.0)
LOST: Final = (Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED)
LOST_OTHERWISE: Final = (Outcome.LEFT_BOT, Outcome.DIVERTED, Outcome.DROPPED)


@dataclass(frozen=True)
class Sketch:
    """What other queues need to know of a queue before it is drawn."""

    name: str
    kind: Kind = Kind.CALL
    is_dialled: bool = False

    @property
    def takes_tickets(self) -> bool:
        return self.kind is Kind.WORK and not self.is_dialled


def draw_sketches(choose: Choices) -> list[Sketch]:
    """Draw how many queues there are, and of which kinds."""
    numbers = (1, 2, 3, 4, 3) if choose.features else (1, 2, 3)
    return [_sketch(choose, f"queue {number}") for number in range(choose.one(numbers))]


def _sketch(choose: Choices, name: str) -> Sketch:
    kinds = [Kind.CALL]
    if Feature.CHATS in choose.features:
        kinds.append(Kind.CHAT)
    if Feature.WORK in choose.features:
        kinds += [Kind.WORK, Kind.WORK]
    kind = choose.one(kinds) if len(kinds) > 1 else Kind.CALL
    is_dialled = (
        kind is Kind.WORK and Feature.DIALLED in choose.features and choose.one((False, True))
    )
    return Sketch(name, kind, is_dialled)


def draw_queue(choose: Choices, sketch: Sketch, onward: Sequence[Sketch]) -> Queue:
    """Draw a queue, whose tickets and escalations go to one of those `onward`."""
    desks = [other.name for other in onward if other.takes_tickets]
    is_work = sketch.kind is Kind.WORK
    outcomes = (*LOST, *LOST_OTHERWISE) if choose.features else LOST
    return Queue(
        sketch.name,
        sketch.kind,
        priority=choose.one((0, 0, 1)),
        weight=choose.one((1.0, 1.0, 0.5, 2.0)),
        head_start_ms=choose.ms((0, 0, 1, 3)),
        capacity=choose.one((None, None, None, None, 0, 1, 3)),
        clears_at_close=choose.one((False, True)) and not is_work,
        repeat=choose.one(SHARES),
        redial={outcome: choose.one(SHARES) for outcome in outcomes},
        self_service=None if is_work else _self_service(choose),
        announcement=None if is_work else _announcement(choose),
        call_back=None if is_work else _call_back(choose),
        silence=_silence(choose) if sketch.kind is Kind.CHAT else None,
        dial=_dial(choose) if sketch.is_dialled else None,
        ticket=_ticket(choose, desks),
        grades=_grades(choose, desks) if is_work else (Grade(),),
        by_due=is_work and choose.one((False, True)),
        interruptible=_is_interruptible(choose, sketch),
    )


def _is_interruptible(choose: Choices, sketch: Sketch) -> bool:
    """Draw whether work is put aside for live contacts; a call to a customer is not."""
    is_desk = sketch.kind is Kind.WORK and not sketch.is_dialled
    return is_desk and Feature.INTERRUPTIONS in choose.features and choose.one((True, True, False))


def _self_service(choose: Choices) -> SelfService | None:
    if not choose.has(Feature.SELF_SERVICE):
        return None
    return SelfService(gives_up=choose.one((0.0, 0.3, 0.5)))


def _announcement(choose: Choices) -> Announcement | None:
    if not choose.has(Feature.ANNOUNCEMENTS):
        return None
    return Announcement(after_ms=choose.ms((1, 0, 2, 4)), share=choose.one(SHARES))


def _call_back(choose: Choices) -> CallBack | None:
    if not choose.has(Feature.CALL_BACKS):
        return None
    dormant = Feature.PLAYS in choose.features and choose.one((False, True))
    return CallBack(
        after_ms=NEVER if dormant else choose.ms((1, 0, 2, 4)),
        share=choose.one((0.5, 0.0, 0.3, 1.0)),
        appointment_ms=choose.ms((0, 1, 2, 5)) if choose.one((False, True)) else None,
        dial=_dial(choose),
    )


def _dial(choose: Choices) -> Dial:
    return Dial(
        reached=choose.one((1.0, 0.5, 0.3, 0.0)),
        time_ms=choose.ms((0, 1, 2)),
        calls=choose.one((1, 2, 3)),
        retry_ms=choose.ms((1, 0, 2, 5)),
    )


def _silence(choose: Choices) -> Silence | None:
    if not choose.has(Feature.SILENCE):
        return None
    return Silence(share=choose.one((0.3, 0.0, 0.7, 1.0)), timeout_ms=choose.ms((1, 0, 3)))


def _ticket(choose: Choices, desks: list[str]) -> Ticket | None:
    if not desks or not choose.has(Feature.TICKETS):
        return None
    return Ticket(share=choose.one((0.5, 0.0, 0.3, 1.0)), to=choose.one(desks))


def _grades(choose: Choices, desks: list[str]) -> tuple[Grade, ...]:
    if not choose.has(Feature.GRADES):
        return (Grade(due_ms=_due(choose)),)
    shares = choose.one(((1.0,), (0.5, 0.5), (0.3, 0.7), (0.2, 0.0, 0.8), (0.6, 0.3, 0.1)))
    return tuple(_grade(choose, share, desks) for share in shares)


def _grade(choose: Choices, share: float, desks: list[str]) -> Grade:
    due_ms = _due(choose)
    if due_ms == NEVER:
        return Grade(share, remind_ms=_reminder(choose))
    to = choose.one(desks) if desks and choose.often() else None
    return Grade(share, due_ms, min(_reminder(choose), due_ms), to)


def _due(choose: Choices) -> int:
    return NEVER if choose.one((True, False, False)) else choose.ms((8, 1, 2, 3, 4, 6, 15))


def _reminder(choose: Choices) -> int:
    return NEVER if choose.one((True, False)) else choose.ms((3, 0, 1, 2, 5))
