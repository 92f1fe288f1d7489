"""What is made of each replication where it runs: recoveries, and what the director did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.studies.emergency.recovery import Promise, Recovery, judged_minutes, recoveries
from scenarios.studies.timeline import Look
from sim.demand.contacts import Contacts
from sim.engines.legs import Outcomes
from sim.engines.log import Entry
from sim.kpis.counting.roles import Roles
from sim.kpis.grid import Floats
from sim.kpis.timeline import Timeline
from sim.kpis.timeline.of_queues import Waits


@dataclass(frozen=True)
class Seen:
    """What was seen of a replication.

    `recoveries` has shape (1 + promises, len(Recovery)); `log` is the director's without the
    agents on duty; `timeline` is there where it is to be kept.
    """

    recoveries: Floats
    log: NDArray[np.void]
    timeline: Timeline | None


@dataclass(frozen=True)
class Watching:
    """Looks at a replication: at the lines with a promise, from the onset on."""

    look: Look
    promises: tuple[Promise, ...]
    onset_ms: int
    keeps_timeline: bool = False

    def __call__(self, outcomes: Outcomes, contacts: Contacts) -> Seen:
        """Return what is seen of a replication."""
        whole = self.look(outcomes, contacts) if self.keeps_timeline else None
        log = outcomes.log
        return Seen(
            self._recoveries(outcomes, whole),
            log[log["entry"] != Entry.STAFF],
            whole,
        )

    def _recoveries(self, outcomes: Outcomes, whole: Timeline | None) -> Floats:
        if not self.promises:
            return np.zeros((0, len(Recovery)))
        centre, sampling = self.look.centre, self.look.sampling
        instants = sampling.instants(centre.plan)
        if whole is None:
            waits = Waits(outcomes, Roles.of(outcomes.legs, centre.floor))
            states = waits.states(self.look.clock, instants, sampling.over_ms)
        else:
            states = whole.queues
        at_ms, over_ms = instants.at_ms, sampling.over_ms
        queues = [promise.queue for promise in self.promises]
        return recoveries(
            states[1:][queues],
            np.stack([judged_minutes(centre.plan, each, at_ms, over_ms) for each in queues]),
            np.array([promise.level for promise in self.promises]),
            at_ms,
            self.onset_ms,
        )
