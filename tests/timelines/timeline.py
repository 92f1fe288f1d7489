"""A run told as a list of (seconds, what happens), to be held against one worked out by hand.

Legs are numbered as in the outcomes: the calls given come first, in their order; transfers, redials
and repeats follow. What happens at one instant is told by leg. Every run told passes the auditor,
and is the same by both engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sim.centre import Centre
from sim.codes import Outcome
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.floor import Group, Queue, Skill
from tests.auditor import audit
from tests.centres import Call, Shift, by_hand, small_centre

Event = tuple[float, str]

ENDS: Final = {
    Outcome.ANSWERED: "ends",
    Outcome.TRANSFERRED: "is passed on",
    Outcome.ABANDONED: "abandons",
    Outcome.BLOCKED: "is blocked",
    Outcome.CLOSED: "finds it closed",
    Outcome.CLEARED: "is cleared",
}


def one_line(staff: int | Sequence[Shift] = 1, *, horizon: int = 1000, **queue: Any) -> Centre:
    """Return a centre of one queue `calls` and one group `agents`."""
    return small_centre(
        [Queue("calls", **queue)],
        [Group("agents", (Skill("calls"),))],
        {"agents": staff},
        horizon=horizon,
    )


def run(centre: Centre, *calls: Call) -> Outcomes:
    """Return what becomes of calls given by hand, audited, and the same by both engines."""
    contacts = by_hand(centre, calls)
    outcomes = centre.run(contacts, Engine.COMPILED)
    audit(centre, contacts, outcomes)
    assert outcomes.legs.tobytes() == centre.run(contacts, Engine.REFERENCE).legs.tobytes()
    return outcomes


def timeline(centre: Centre, *calls: Call) -> list[Event]:
    """Return what happens to calls given by hand, up to the horizon."""
    return told(centre, run(centre, *calls))


def told(centre: Centre, outcomes: Outcomes) -> list[Event]:
    events = [
        (at_ms, leg, order, words)
        for leg in range(len(outcomes))
        for at_ms, order, words in _of_leg(centre, outcomes, leg)
        if 0 <= at_ms < outcomes.horizon_ms
    ]
    return [(at_ms / 1000, words) for at_ms, _, _, words in sorted(events)]


def _of_leg(centre: Centre, outcomes: Outcomes, leg: int) -> Iterator[tuple[int, int, str]]:
    """Yield (ms, order at one instant, words); -1 ms for what did not happen."""
    record = outcomes.legs[leg]
    queue = centre.floor.queue_names[record["queue"]]
    yield int(record["queued_ms"]), 0, f"{leg} enters {queue}"
    if record["answered_ms"] >= 0:
        agent = f"{centre.floor.group_names[record['group']]} {record['agent']}"
        yield int(record["answered_ms"]), 1, f"{leg} is answered by {agent}"
        yield int(record["freed_ms"]), 3, f"{agent} is free of {leg}"
    if record["outcome"] != Outcome.WAITING:
        yield int(record["left_ms"]), 2, f"{leg} {ENDS[Outcome(record['outcome'])]}"
