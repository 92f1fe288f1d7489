"""What happened to a floor, and what was done about it: in one replication, and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.centre.disruptions import span_ms
from scenarios.centre.playbooks import prices
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.clock import MS_PER_DAY, MS_PER_MIN
from sim.engines.log import Entry
from sim.kpis.timeline.bands import DECILES
from sim.plan import Plan

#: What the director does, as tables have it; the agents on duty are in the groups' timeline.
_WORDS: Final = {
    Entry.DETECTED: "detected",
    Entry.BACK: "back",
    Entry.DECLINED: "declined",
    Entry.BEGUN: "begun",
    Entry.ENDED: "ended",
    Entry.PEOPLE: "people",
}
_BEGINS: Final = "disruption begins"
_ENDS: Final = "disruption ends"


@dataclass(frozen=True)
class What:
    """What an event is: to or by whom, in an order in which a reader looks for it."""

    place: tuple[int, int, int]
    event: str
    name: str
    action: str = ""


@dataclass(frozen=True)
class _Happened:
    what: What
    at_ms: int
    people: float = np.nan


class Events:
    """The events of a study's replications: mutable while they come in."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self._warm_up_ms = plan.warm_up_ms
        self._plays = [play.name for play in plan.plays]
        self._actions = {(each.play, each.action): each.words for each in prices(scenario)}
        self._disruptions = list(_disruptions(scenario, plan))
        self._every: list[list[_Happened]] = []

    def add(self, log: NDArray[np.void]) -> None:
        """Add what the director did in a replication."""
        found = [self._happened(row) for row in log[np.isin(log["entry"], list(_WORDS))]]
        self._every.append(sorted(self._disruptions + found, key=lambda each: each.at_ms))

    def first(self) -> Frame:
        """Return the events of the first replication, one a row."""
        every = self._every[0]
        at_ms = np.array([each.at_ms for each in every], np.int64)
        day, of_day = np.divmod(at_ms - self._warm_up_ms, MS_PER_DAY)
        return pd.DataFrame(
            {
                "day": day + 1,
                "at_min": of_day / MS_PER_MIN,
                "at_ms": at_ms,
                "event": [each.what.event for each in every],
                "name": [each.what.name for each in every],
                "action": [each.what.action for each in every],
                "people": np.array([each.people for each in every], np.float64),
            }
        )

    def bands(self) -> Frame:
        """Return in how many replications each event came, how often, and when it first did."""
        records = [_record(what, self._every) for what in self._seen()]
        columns = ["event", "name", "action", "share", "times", "p10_ms", "p50_ms", "p90_ms"]
        return pd.DataFrame(records, columns=columns)

    def _seen(self) -> list[What]:
        """Return all that happened, but for the numbers of people, in order."""
        seen = {each.what for happened in self._every for each in happened}
        told = (what for what in seen if what.event != _WORDS[Entry.PEOPLE])
        return sorted(told, key=lambda what: (what.place, what.name))

    def _happened(self, row: np.void) -> _Happened:
        play, action, entry = int(row["which"]), int(row["action"]), Entry(int(row["entry"]))
        what = What(
            (1 + play, action, int(entry)),
            _WORDS[entry],
            self._plays[play],
            self._actions.get((play, action), ""),
        )
        people = float(row["value"]) if entry is Entry.PEOPLE else np.nan
        return _Happened(what, int(row["at_ms"]), people)


def _disruptions(scenario: Scenario, plan: Plan) -> list[_Happened]:
    found = []
    for number, one in enumerate(scenario.disruptions):
        for end, at_ms in enumerate(span_ms(scenario, one)):
            if at_ms <= plan.horizon_ms:
                what = What((0, number, end), (_BEGINS, _ENDS)[end], one.name)
                found.append(_Happened(what, at_ms))
    return found


def _record(what: What, every: Sequence[Sequence[_Happened]]) -> dict[str, object]:
    """Return a row: in which share of replications, how often, and deciles of the first time."""
    instants = [[each.at_ms for each in one if each.what == what] for one in every]
    p10, p50, p90 = np.quantile([one[0] for one in instants if one], DECILES).tolist()
    return {
        "event": what.event,
        "name": what.name,
        "action": what.action,
        "share": sum(map(bool, instants)) / len(every),
        "times": sum(map(len, instants)) / len(every),
        "p10_ms": p10,
        "p50_ms": p50,
        "p90_ms": p90,
    }
