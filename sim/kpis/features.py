"""What a floor has beside telephones: what is counted and shown where there is any of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.codes import Kind
from sim.floor import Floor
from sim.plan import Plan
from sim.playbooks import Announce, OfferCallBack


class Feature(StrEnum):
    """Something that a centre of telephones alone does not have."""

    SELF_SERVICE = "self-service"
    ANNOUNCEMENT = "announcement"
    CALL_BACK = "call-back"
    CHAT = "chat"
    SILENCE = "silence"
    TICKETS = "tickets"  # opened by contacts
    WORK = "deferrable work"
    DUE = "due times"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    REOPENING = "reopening"
    PUT_ASIDE = "put aside"
    OUTBOUND = "outbound"
    AT_ONCE = "contacts at once"
    PLAYBOOKS = "playbooks"


Features = frozenset[Feature]

#: Those of a centre of telephones.
NONE: Final[Features] = frozenset()


def features_of(floor: Floor, plan: Plan | None = None) -> Features:
    """Return what `floor` has, or may come to have by `plan`."""
    queues, grades = floor.queues, floor.grades
    is_work, is_dialled = queues["kind"] == Kind.WORK, queues["dialled"] != 0
    desk, most_grades = is_work & ~is_dialled, grades.shape[1]
    graded = desk[:, None] & (range(most_grades) < queues["grades"][:, None])
    found = {
        Feature.SELF_SERVICE: queues["has_self_service"] != 0,
        Feature.ANNOUNCEMENT: queues["announced_ms"] < NEVER,
        Feature.CALL_BACK: queues["offered_ms"] < NEVER,
        Feature.CHAT: queues["kind"] == Kind.CHAT,
        Feature.SILENCE: queues["silent_below"] > 0,
        Feature.TICKETS: queues["ticket_below"] > 0,
        Feature.WORK: desk,
        Feature.DUE: graded & (grades["due_ms"] < NEVER),
        Feature.REMINDER: graded & (grades["remind_ms"] < NEVER),
        Feature.ESCALATION: graded & (grades["escalate_to"] >= 0),
        Feature.REOPENING: desk & (queues["repeat_below"] > 0),
        Feature.PUT_ASIDE: is_work & (queues["interruptible"] != 0),
        Feature.OUTBOUND: is_dialled,
        Feature.AT_ONCE: floor.groups["concurrency"] > 1,
    }
    own = frozenset(feature for feature, where in found.items() if where.any())
    return own if plan is None else own | _coming(plan, desk)


def _coming(plan: Plan, desk: NDArray[np.bool_]) -> Features:
    """Return what a plan brings: by its plays, and by work that comes back for a while."""
    actions = [action.does for play in plan.plays for action in play.actions]
    comes_back = (
        more.values.max() > 0
        for more, is_work in zip(plan.repeat_more, desk, strict=False)
        if is_work
    )
    found = {
        Feature.ANNOUNCEMENT: any(isinstance(does, Announce) for does in actions),
        Feature.CALL_BACK: any(isinstance(does, OfferCallBack) for does in actions),
        Feature.REOPENING: any(comes_back),
        Feature.PLAYBOOKS: bool(plan.plays),
    }
    return frozenset(feature for feature, is_coming in found.items() if is_coming)
