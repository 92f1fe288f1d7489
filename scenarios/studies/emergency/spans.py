"""What happened and what was done by the minute: on which share of the days it was so.

A day differs from the next in when a level is passed and an action begins, so a single span says
little; the share of the days on which something is in force says when it usually is, and how sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scenarios.centre.disruptions import span_ms
from scenarios.studies.emergency.arms import Written
from sim.engines.log import Entry
from sim.kpis.grid import Floats, Integers
from sim.kpis.timeline import Sampling

if TYPE_CHECKING:
    from scenarios.studies.emergency.emergency import Emergency

#: Kind, name, number, place and words of a strip.
_What: TypeAlias = tuple[Literal["disruption", "level", "action"], str, int, int, str]


@dataclass(frozen=True)
class Strip:
    """Something that comes and goes: a disruption, a level that is passed, an action in force.

    `name` is the disruption's or the playbook's; `number` counts disruptions, or a playbook's
    levels, from 1; `place` an action's in its level, else 0; `words` are an action's. `share`, of
    shape (minutes,), is on which share of the days it is so just before the end of each minute of
    the counted horizon, and `first_min` the median of when it first is, in minutes after the start
    of day 1.
    """

    kind: Literal["disruption", "level", "action"]
    name: str
    number: int
    place: int
    words: str
    share: Floats
    first_min: float


def strips(found: Emergency) -> tuple[Strip, ...]:
    """Return what went wrong, then each level that was ever passed and its actions behind it."""
    return (*_disruptions(found), *_playbooks(found))


def _disruptions(found: Emergency) -> Iterator[Strip]:
    at_ms = _instants(found)
    for number, one in enumerate(found.scenario.disruptions, 1):
        begin, end = span_ms(found.scenario, one)
        share = _in_force(np.array([begin]), np.array([end]), at_ms)
        yield Strip("disruption", one.name, number, 0, "", share, _minutes(found, begin))


def _playbooks(found: Emergency) -> Iterator[Strip]:
    logs, play = found.played.logs, -1
    for name, playbook in found.scenario.playbooks.items():
        for level in range(1, len(playbook.levels) + 1):
            play += 1
            spans = [_spans(log, play, -1, (Entry.DETECTED, Entry.BACK)) for log in logs]
            yield from _strip(found, spans, ("level", name, level, 0, ""))
            for action in found.actions:
                if (action.playbook, action.level) == (name, level):
                    yield from _action(found, action)


def _action(found: Emergency, action: Written) -> Iterator[Strip]:
    """Give an action's strip: its parts begin and end together, so the first tells of all."""
    part = action.parts[0]
    ends = (Entry.BEGUN, Entry.ENDED)
    spans = [_spans(log, part.play, part.action, ends) for log in found.played.logs]
    what: _What = ("action", action.playbook, action.level, action.place, action.words)
    yield from _strip(found, spans, what)


def _strip(
    found: Emergency,
    spans: Sequence[tuple[Integers, Integers]],
    what: _What,
) -> Iterator[Strip]:
    firsts = [begins[0] for begins, _ in spans if len(begins)]
    if firsts:
        at_ms = _instants(found)
        share = np.mean([_in_force(*each, at_ms) for each in spans], axis=0)
        yield Strip(*what, share, _minutes(found, float(np.median(firsts))))


def _spans(
    log: NDArray[np.void], play: int, action: int, ends: tuple[Entry, Entry]
) -> tuple[Integers, Integers]:
    """Return when something began and ended on a day; what did not end has no end."""
    is_meant = (log["which"] == play) & (log["action"] == action)
    begins, over = (log["at_ms"][is_meant & (log["entry"] == entry)] for entry in ends)
    open_ended = np.full(max(len(begins) - len(over), 0), np.iinfo(np.int64).max)
    return begins, np.concatenate([over[: len(begins)], open_ended])


def _in_force(begins: Integers, ends: Integers, at_ms: Integers) -> Floats:
    """Tell (1 or 0) whether anything is in force just before each instant."""
    begun = np.searchsorted(begins, at_ms, side="left")  # a begin at the instant is not yet seen
    over = np.searchsorted(ends, at_ms, side="left")
    in_force: Floats = (begun > over).astype(np.float64)
    return in_force


def _instants(found: Emergency) -> Integers:
    return Sampling().instants(found.centre.plan).at_ms


def _minutes(found: Emergency, at_ms: float) -> float:
    return float(at_ms - found.centre.plan.warm_up_ms) / 60_000
