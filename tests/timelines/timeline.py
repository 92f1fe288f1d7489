"""A run told in words, to be held against one worked out by hand.

`timeline` tells what happens one after the other, as (seconds, what happens); `stays` tells leg by
leg, `deeds` what plays do. Legs are numbered as in the outcomes: the calls given come first, in
their order; those that the run makes follow. What happens at one instant is told by leg. Every run
told passes the auditor, and is the same by both engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sim.centre import Centre
from sim.codes import Cause, Outcome, Purpose
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.engines.log import Entry
from sim.engines.lookup import hash31
from sim.floor import SURE, Group, Queue, Skill
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
    Outcome.CONTAINED: "is contained",
    Outcome.LEFT_BOT: "gives up in self-service",
    Outcome.FAILED_OVER: "goes on to people",
    Outcome.DIVERTED: "is diverted",
    Outcome.CALLED_BACK: "accepts a call-back",
    Outcome.NOT_REACHED: "is not reached",
    Outcome.FELL_SILENT: "is ended in silence",
    Outcome.PUT_ASIDE: "is put aside",
    Outcome.ESCALATED: "escalates",
    Outcome.DROPPED: "is cut off",
}

DEEDS: Final = {
    Entry.DETECTED: "is on",
    Entry.BACK: "is off",
    Entry.DECLINED: "is declined",
    Entry.BEGUN: "begins",
    Entry.ENDED: "ends",
    Entry.PEOPLE: "has",
}


def one_line(
    staff: int | Sequence[Shift] = 1,
    *,
    horizon: int = 1000,
    more: Mapping[str, Any] | None = None,
    **queue: Any,
) -> Centre:
    """Return a centre of one queue `calls` and one group `agents`; `more` is of `small_centre`."""
    return small_centre(
        [Queue("calls", **queue)],
        [Group("agents", (Skill("calls"),))],
        {"agents": staff},
        horizon=horizon,
        **(more or {}),
    )


def run(centre: Centre, *calls: Call) -> Outcomes:
    """Return what becomes of calls given by hand, audited, and the same by both engines."""
    contacts = by_hand(centre, calls)
    outcomes = centre.run(contacts, Engine.COMPILED)
    audit(centre, contacts, outcomes)
    reference = centre.run(contacts, Engine.REFERENCE)
    assert outcomes.legs.tobytes() == reference.legs.tobytes()
    assert outcomes.log.tobytes() == reference.log.tobytes()
    return outcomes


def timeline(centre: Centre, *calls: Call) -> list[Event]:
    """Return what happens to calls given by hand, up to the horizon."""
    return told(centre, run(centre, *calls))


def deeds(centre: Centre, *calls: Call) -> list[Event]:
    """Return what the director does about calls given by hand, but for the staff at the start."""
    rows = run(centre, *calls).log.tolist()
    names = [play.name for play in centre.plan.plays]
    told: list[Event] = []
    for at_ms, entry, which, action, value in rows:
        if entry == Entry.STAFF:
            if at_ms:
                told.append((at_ms / 1000, f"{centre.floor.group_names[which]}: {value}"))
            continue
        who = names[which] if action < 0 else f"{names[which]} {action}"
        number = f" {value}" if entry == Entry.PEOPLE else ""
        told.append((at_ms / 1000, f"{who} {DEEDS[Entry(entry)]}{number}"))
    return told


def alarms(centre: Centre, *calls: Call) -> list[Event]:
    """Return when plays begin, end, and are declined; actions left out."""
    whole = (DEEDS[Entry.DETECTED], DEEDS[Entry.BACK], DEEDS[Entry.DECLINED])
    return [deed for deed in deeds(centre, *calls) if deed[1].endswith(whole)]


def stays(centre: Centre, *calls: Call) -> list[str]:
    """Return what becomes of each leg, in the order of their making; times are seconds."""
    outcomes = run(centre, *calls)
    return [_stay(centre, outcomes, leg) for leg in range(len(outcomes))]


def _stay(centre: Centre, outcomes: Outcomes, leg: int) -> str:
    record = outcomes.legs[leg]
    cause = Cause(record["cause"]).name.lower()
    queue = centre.floor.queue_names[record["queue"]]
    words = [f"{cause} in {queue} at {record['queued_ms'] / 1000:g}"]
    if record["answered_ms"] >= 0:
        agent = f"{centre.floor.group_names[record['group']]} {record['agent']}"
        words.append(f"{agent} from {record['answered_ms'] / 1000:g}")
    outcome = Outcome(record["outcome"])
    when = "" if outcome is Outcome.WAITING else f" at {record['left_ms'] / 1000:g}"
    words.append(outcome.name.lower().replace("_", " ") + when)
    if record["freed_ms"] >= 0:
        words.append(f"free at {record['freed_ms'] / 1000:g}")
    return ", ".join(words)


def key_for(**shares: tuple[float, float]) -> int:
    """Return the first key whose draws for purposes lie between two shares.

    A purpose is named in lower case, with a depth other than 0 behind two underscores.
    """
    for key in range(100_000):
        if all(low <= _drawn(key, name) < high for name, (low, high) in shares.items()):
            return key
    raise ValueError(f"no key draws {shares}")


def _drawn(key: int, name: str) -> float:
    purpose, _, depth = name.partition("__")
    return hash31(key, 1, int(depth or 0), Purpose[purpose.upper()]) / SURE


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
