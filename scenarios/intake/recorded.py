"""The log itself as outcomes, so that what was and what is simulated are counted alike."""

from __future__ import annotations

from datetime import date

import numpy as np

from scenarios.intake.calls import Calls
from scenarios.intake.mapping import LogMapping
from scenarios.intake.replay import calls_within
from sim.centre import Centre
from sim.clock import MS_PER_S
from sim.codes import Cause, Outcome
from sim.engines.legs import LEG, Outcomes


def recorded_outcomes(
    calls: Calls, mapping: LogMapping, centre: Centre, first_day: date
) -> Outcomes:
    """Return the calls from `first_day` on, over the centre's counted days, as they went.

    Who served is left open (group 0), as the centre's groups are inferred: counts by group mean
    nothing. Raises BadInput as `replay` does.
    """
    table = calls_within(calls, centre, first_day)
    answered = table["answered"].to_numpy(np.bool_)
    waited_ms = np.rint(table["waited_s"].to_numpy(np.float64) * MS_PER_S).astype(np.int64)
    served_s = table["served_s"].clip(upper=mapping.handling.at_most).fillna(0)
    served_ms = np.rint(served_s.to_numpy(np.float64) * MS_PER_S).astype(np.int64)
    places = {name: number for number, name in enumerate(centre.floor.queue_names)}
    legs = np.zeros(len(table), LEG)
    legs["contact"] = np.arange(len(table))
    legs["parent"] = -1
    legs["cause"] = Cause.FIRST
    legs["attempt"] = 1
    legs["queue"] = table["queue"].map(places)
    legs["queued_ms"] = table["at_ms"]
    ended_ms = legs["queued_ms"] + waited_ms
    legs["answered_ms"] = np.where(answered, ended_ms, -1)
    legs["group"] = np.where(answered, 0, -1)
    legs["agent"] = -1
    legs["left_ms"] = ended_ms + np.where(answered, served_ms, 0)
    legs["freed_ms"] = np.where(answered, legs["left_ms"], -1)
    legs["outcome"] = np.where(answered, Outcome.ANSWERED, Outcome.ABANDONED)
    return Outcomes(legs, centre.plan.horizon_ms)
