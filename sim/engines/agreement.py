"""Whether two engines agree: every field of every leg, and where they part.

A fault in one leg soon changes many others, and the numbers of those that the run makes. The leg to
look at is the one whose difference was decided first in simulated time: nothing before it differs.
Of several at one instant it is the one of the smallest number, which the others may come from.

Nearly all of a leg is decided at two instants: when it is made, and when it is answered or lost.
How long an agent who passed a contact on was held is decided when the hold ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.codes import Cause, Outcome
from sim.engines.legs import LEG, Outcomes

Instants = NDArray[np.int64]

#: The fields of a leg, in their order.
FIELDS: Final = LEG.names or ()


@dataclass(frozen=True)
class Disagreement:
    """The leg whose difference was decided first, at `at_ms`.

    `fields` are those that differ, in their order: all of them where only one engine has the leg.
    """

    leg: int
    at_ms: int
    fields: tuple[str, ...]


def first_difference(one: Outcomes, other: Outcomes) -> Disagreement | None:
    """Return where two engines part, of the same contacts; None where they agree.

    Raises ValueError when the horizons differ: then the engines were asked different things.
    """
    if one.horizon_ms != other.horizon_ms:
        words = f"horizons of {one.horizon_ms} and {other.horizon_ms} ms; expected the same"
        raise ValueError(words)
    if one.legs.tobytes() == other.legs.tobytes():
        return None  # what the director did shows in the legs, where it did anything
    decided = _decided_ms(one, other)
    leg = int(decided.argmin())
    return Disagreement(leg, int(decided[leg]), _differing(one, other, leg))


def legs_of(outcomes: Outcomes, contact: int) -> list[int]:
    """Return the numbers of a contact's legs, in order of their making."""
    found: list[int] = np.flatnonzero(outcomes.legs["contact"] == contact).tolist()
    return found


def _decided_ms(one: Outcomes, other: Outcomes) -> Instants:
    """Return for each leg when its first difference was decided, NEVER where there is none."""
    both = min(len(one), len(other))
    decided = np.full(max(len(one), len(other)), NEVER)
    for field, decided_by in _DECIDED.items():
        differs = one.legs[field][:both] != other.legs[field][:both]
        at_ms = np.minimum(decided_by(one)[:both], decided_by(other)[:both])
        decided[:both] = np.minimum(decided[:both], np.where(differs, at_ms, NEVER))
    for outcomes in (one, other):
        decided[both : len(outcomes)] = _made_ms(outcomes)[both:]
    return decided


def _differing(one: Outcomes, other: Outcomes, leg: int) -> tuple[str, ...]:
    if leg >= min(len(one), len(other)):
        return FIELDS
    return tuple(field for field in FIELDS if one.legs[leg][field] != other.legs[leg][field])


def _made_ms(outcomes: Outcomes) -> Instants:
    """Return when each leg was made: a repeat as its parent was answered, others as it ended."""
    legs = outcomes.legs
    parent = legs["parent"]
    later = (parent >= 0) & (parent < len(legs))
    giver = legs[np.where(later, parent, 0)]
    made = np.where(legs["cause"] == Cause.REPEAT, giver["answered_ms"], giver["left_ms"])
    instants: Instants = np.where(later, made, legs["queued_ms"])
    return instants


def _settled_ms(outcomes: Outcomes) -> Instants:
    """Return when each leg was answered or lost; the horizon's end where it still waits."""
    answered, left = outcomes.legs["answered_ms"], outcomes.legs["left_ms"]
    ended = np.where(left >= 0, left, outcomes.horizon_ms)
    instants: Instants = np.where(answered >= 0, answered, ended)
    return instants


def _released_ms(outcomes: Outcomes) -> Instants:
    """Return when it was decided how long each leg's agent is busy."""
    legs = outcomes.legs
    passed_on = legs["outcome"] == Outcome.TRANSFERRED
    instants: Instants = np.where(
        passed_on, legs["left_ms"] + legs["held_ms"], _settled_ms(outcomes)
    )
    return instants


_DECIDED: Final[dict[str, Callable[[Outcomes], Instants]]] = {
    "contact": _made_ms,
    "parent": _made_ms,
    "cause": _made_ms,
    "attempt": _made_ms,
    "depth": _made_ms,
    "queue": _made_ms,
    "queued_ms": _made_ms,
    "answered_ms": _settled_ms,
    "group": _settled_ms,
    "agent": _settled_ms,
    "left_ms": _settled_ms,
    "held_ms": _released_ms,
    "handover_ms": _released_ms,
    "freed_ms": _released_ms,
    "comes_back": _settled_ms,
    "outcome": _settled_ms,
    "grade": _made_ms,
}
