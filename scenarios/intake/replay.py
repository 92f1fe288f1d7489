"""Replay: a real log's calls in place of drawn contacts.

What the log knows is taken from it: when each call joined which queue, how long the answered ones
were served, and how long those waited who gave up, which is their patience. What it cannot know is
drawn from the centre's own distributions: the service time of who gave up, and the patience of who
was answered. The latter is drawn *given that it exceeds the wait that was borne*: this caller is
known to have waited so long, on any floor. Over all callers that gives back the Kaplan-Meier curve
(it is Efron's way of reading the estimate: each censored caller's weight is handed to those who
lasted longer), while patience drawn without regard to the wait would make the callers of the replay
too impatient, as all who gave up early are there already. As everywhere here, it supposes that
patience does not depend on the wait that was in store.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.faults import BadInput, Fault
from scenarios.intake.calls import Calls
from scenarios.intake.mapping import LogMapping
from sim.centre import Centre
from sim.clock import MS_PER_S, NEVER
from sim.codes import Purpose
from sim.demand.contacts import CONTACT, Contacts, draw_absences, draw_pools
from sim.demand.distributions import Distribution
from sim.demand.streams import stream

#: After so many draws that all fell short, a caller is taken never to give up.
_MOST_DRAWS: Final = 1000


def replay(
    calls: Calls, mapping: LogMapping, centre: Centre, first_day: date, seed: int | None = None
) -> Contacts:
    """Return the calls from `first_day` on, as long as the centre's counted days, as contacts.

    A warm-up of the centre stays empty. Draws of `seed` (the mapping's unless given) stand in for
    what the log does not know; see the module.

    Raises BadInput when the centre lacks a queue that calls of these days were in, or there are no
    calls.
    """
    seed = mapping.seed if seed is None else seed
    table = calls_within(calls, centre, first_day)
    parts = []
    for number, demand in enumerate(centre.demand.queues):
        own = table[table["queue"] == demand.name]
        rows = np.zeros(len(own), CONTACT)
        rows["arrive_ms"] = own["at_ms"]
        rows["queue"] = number

        def rng(purpose: Purpose, name: str = demand.name) -> np.random.Generator:
            return stream(seed, 0, f"replay:{name}", purpose)

        rows["key"] = rng(Purpose.KEY).integers(0, 1 << 62, len(own))
        answered = own["answered"].to_numpy(np.bool_)
        waited_s = own["waited_s"].to_numpy(np.float64)
        served_s = np.minimum(own["served_s"].to_numpy(np.float64), mapping.handling.at_most)
        drawn_s = demand.talk.draw(rng(Purpose.TALK), len(own))
        rows["talk_ms"] = _ms(np.where(answered, served_s, drawn_s))
        rows["wrap_up_ms"] = _ms(demand.wrap_up.draw(rng(Purpose.WRAP_UP), len(own)))
        borne_s = np.where(answered, waited_s, 0)
        drawn_s = draw_beyond(demand.patience, borne_s, rng(Purpose.PATIENCE))
        rows["patience_ms"] = _ms(np.where(answered, drawn_s, waited_s))
        parts.append(rows)
    rows = np.concatenate(parts)
    rows = rows[np.argsort(rows["arrive_ms"], kind="stable")]
    return Contacts(rows, draw_pools(centre.demand, seed), draw_absences(centre.plan, seed))


def draw_beyond(
    distribution: Distribution, least_s: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return one draw for each of `least_s`, given that it is above it.

    Draws that fall short are drawn anew; what falls short a thousand times never comes.
    """
    draws = distribution.draw(rng, len(least_s))
    for _ in range(_MOST_DRAWS):
        short = np.flatnonzero(draws <= least_s)
        if not len(short):
            return draws
        draws[short] = distribution.draw(rng, len(short))
    draws[draws <= least_s] = np.inf
    return draws


def calls_within(calls: Calls, centre: Centre, first_day: date) -> pd.DataFrame:
    """Return the calls of the centre's counted time, in order, with `at_ms` on its axis.

    Raises BadInput when there are none, or the centre lacks a queue of theirs.
    """
    table = calls.table
    days_ms = ((table["day"] - pd.Timestamp(first_day)) / pd.Timedelta(milliseconds=1)).to_numpy()
    since_ms = np.rint(days_ms + table["queued_s"].to_numpy() * MS_PER_S).astype(np.int64)
    counted_ms = centre.plan.horizon_ms - centre.plan.warm_up_ms
    inside = (since_ms >= 0) & (since_ms < counted_ms)
    rows: pd.DataFrame = table[inside].assign(at_ms=since_ms[inside] + centre.plan.warm_up_ms)
    _refuse_strangers(rows, centre, first_day)
    return rows.sort_values("at_ms", kind="stable")


def _refuse_strangers(table: pd.DataFrame, centre: Centre, first_day: date) -> None:
    if table.empty:
        raise BadInput([Fault("replay", 0, "", str(first_day), "a day of which there are calls")])
    known = centre.floor.queue_names
    strangers = sorted(set(table["queue"]) - set(known))
    if strangers:
        expected = f"queues of the scenario: {', '.join(known)}"
        raise BadInput([Fault("replay", 0, "queue", name, expected) for name in strangers])


def _ms(seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(np.minimum(seconds * MS_PER_S, NEVER)).astype(np.int64)
