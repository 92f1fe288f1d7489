"""Verification: a scenario through both engines, on the same contacts, compared leg by leg."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scenarios.build import centre as build_centre
from scenarios.load import Loaded
from scenarios.schema.scenario import Scenario
from scenarios.studies.leg_words import LegRecord, leg_record
from scenarios.studies.memory import refuse_too_large
from scenarios.studies.options import RunOptions
from scenarios.studies.study import label_of
from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.agreement import Disagreement, first_difference, legs_of
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.kpis.ready import prepare

#: How many replications are compared unless told otherwise.
VERIFIED: Final = 3

#: The engines that are compared, in the order in which they are told.
COMPARED: Final = (Engine.REFERENCE, Engine.COMPILED)

_DEFAULT: Final = RunOptions()


@dataclass(frozen=True)
class Run:
    """One replication by one engine, and how long it took."""

    engine: Engine
    outcomes: Outcomes
    wall_s: float

    def record(self, leg: int, scenario: Scenario) -> LegRecord | None:
        """Return a leg in words; None where this engine has no such leg."""
        return leg_record(self.outcomes, leg, scenario) if leg < len(self.outcomes) else None


@dataclass(frozen=True)
class Parting:
    """The replication in which the engines differ, what each made of it, and where they part."""

    replication: int
    runs: tuple[Run, ...]
    first: Disagreement

    @property
    def other_legs(self) -> dict[Engine, list[int]]:
        """The numbers of the other legs of the contact, or of both where each tells of another."""
        contacts = {
            int(run.outcomes.legs["contact"][self.first.leg])
            for run in self.runs
            if self.first.leg < len(run.outcomes)
        }
        return {
            run.engine: [
                leg
                for contact in sorted(contacts)
                for leg in legs_of(run.outcomes, contact)
                if leg != self.first.leg
            ]
            for run in self.runs
        }


@dataclass(frozen=True)
class Verification:
    """What two engines made of a scenario.

    `replications` were compared, `legs` of them by the reference, up to and with the first in which
    they differ. `wall_s` is how long each engine took, without drawing and comparing.
    """

    scenario: Scenario
    label: str
    applied: tuple[str, ...]
    replications: int
    legs: int
    wall_s: dict[Engine, float]
    parting: Parting | None

    def as_dict(self) -> dict[str, Any]:
        """Return it for a machine; a leg's fields are those of `legs.parquet`."""
        return {
            "ok": True,
            "scenario": self.label,
            "overrides": list(self.applied),
            "seed": self.scenario.seed,
            "replications": self.replications,
            "legs": self.legs,
            "wall_s": {engine.value: round(wall_s, 3) for engine, wall_s in self.wall_s.items()},
            "agree": self.parting is None,
            "difference": None if self.parting is None else _plain(self.parting, self.scenario),
        }


def verify(loaded: Loaded, options: RunOptions = _DEFAULT) -> Verification:
    """Simulate a scenario by both engines, and compare every field of every leg.

    Of the options, `replications` (3 unless given), `seed` and who hears of progress count. It ends
    with the first replication in which the engines differ.

    Raises BadInput when the run is too large for this machine.
    """
    scenario = options.seeded(loaded.scenario)
    label = label_of(loaded)
    planned = VERIFIED if options.replications is None else options.replications
    centre = build_centre(scenario)
    refuse_too_large(centre, planned, 1, loaded.source, Engine.REFERENCE)
    prepare(Engine.COMPILED, options.on_compile)
    options.report(label, 0, planned)
    legs, wall_s, parting = 0, dict.fromkeys(COMPARED, 0.0), None
    for replication in range(planned):
        runs = tuple(_runs(centre, centre.contacts(scenario.seed, replication)))
        legs += len(runs[0].outcomes)
        wall_s = {run.engine: wall_s[run.engine] + run.wall_s for run in runs}
        options.report(label, replication + 1, planned)
        parting = _parting(replication, runs)
        if parting is not None:
            break
    return Verification(scenario, label, loaded.applied, replication + 1, legs, wall_s, parting)


def _runs(centre: Centre, contacts: Contacts) -> Iterator[Run]:
    for engine in COMPARED:
        begun = time.perf_counter()
        outcomes = centre.run(contacts, engine)
        yield Run(engine, outcomes, time.perf_counter() - begun)


def _parting(replication: int, runs: Sequence[Run]) -> Parting | None:
    one, other = (run.outcomes for run in runs)
    first = first_difference(one, other)
    return None if first is None else Parting(replication, tuple(runs), first)


def _plain(parting: Parting, scenario: Scenario) -> dict[str, Any]:
    first, others = parting.first, parting.other_legs
    return {
        "replication": parting.replication,
        "leg": first.leg,
        "at_ms": first.at_ms,
        "fields": list(first.fields),
        **{
            run.engine.value: {
                "legs": len(run.outcomes),
                "leg": run.record(first.leg, scenario),
                "other_legs": {str(leg): run.record(leg, scenario) for leg in others[run.engine]},
            }
            for run in parting.runs
        },
    }
