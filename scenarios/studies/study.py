"""A study: a scenario simulated often enough to say something, and said in tables.

    Loaded -> Centre -> Tally (many) -> Study        Study, Study, ... -> Comparison

Nothing here touches the disk (see `scenarios.studies.results`) or prints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from scenarios.build import centre as build_centre
from scenarios.build import service_clock
from scenarios.faults import Fault
from scenarios.load import Loaded
from scenarios.schema.scenario import Scenario
from scenarios.studies.channel_rows import ChannelRows, work_queues
from scenarios.studies.kpi_tables import (
    Counted,
    Frame,
    day_table,
    flow_table,
    interval_table,
    kpi_table,
)
from scenarios.studies.leg_words import leg_table
from scenarios.studies.memory import refuse_too_large
from scenarios.studies.options import RunOptions
from scenarios.studies.precision import Reached, simulate_until
from scenarios.studies.timeline import KeptTimelines, Look, TimelineTables
from sim.centre import Centre
from sim.clock import MS_PER_S
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.kpis.definitions import Scope, Weights, kpis
from sim.kpis.periods import Period
from sim.kpis.replicate import replicate
from sim.kpis.tally import Tally
from sim.kpis.targets import Evaluation, Target, evaluate

_DEFAULT: Final = RunOptions()


@dataclass(frozen=True)
class Study:
    """What a scenario's replications showed.

    `label` is the scenario's name, with its variant after a colon. `evaluations` are the queues'
    targets and how they fared. `reached` says how precise the run is, and is None where nothing was
    asked. `first_legs` are the legs of replication 0, if they were kept; `timeline` is the floor by
    the minute, if it was. `engine` is the one that ran; the other would have shown the same.
    """

    scenario: Scenario
    label: str
    applied: tuple[str, ...]
    warnings: tuple[Fault, ...]
    tallies: tuple[Tally, ...]
    evaluations: tuple[Evaluation, ...]
    reached: Reached | None
    first_legs: Frame | None
    engine: Engine
    wall_s: float
    timeline: TimelineTables | None = None

    def __repr__(self) -> str:
        """Return what was simulated; the tallies themselves would fill pages."""
        return (
            f"<Study {self.label}: replications {self.replications}, seed {self.seed}; see .kpis,"
            " .groups, .intervals, .days, .flows, .evaluations>"
        )

    def __getstate__(self) -> dict[str, Any]:
        """Return what goes to another process: all but `counted`, which is made anew there."""
        return {name: value for name, value in self.__dict__.items() if name != "counted"}

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        return self.scenario.seed

    @property
    def replications(self) -> int:
        """How many horizons were simulated."""
        return len(self.tallies)

    @property
    def precise(self) -> bool | None:
        """Whether the precision that was asked is reached; None where none was."""
        return None if self.reached is None else self.reached.everywhere

    @property
    def targets_met(self) -> bool:
        """Whether every target's plain estimate keeps to its level; see `Evaluation.verdict`."""
        return all(evaluation.holds for evaluation in self.evaluations)

    def threshold_s(self, queue: str) -> float:
        """Return the threshold T that a queue's service levels are counted with."""
        row = list(self.scenario.queues).index(queue)
        return service_clock(self.scenario).within_ms[row] / MS_PER_S

    @cached_property
    def counted(self) -> Counted:
        """The tallies with the names of what was counted."""
        channels = ChannelRows.of(self.scenario)
        return Counted(
            kpis=kpis(weights_of(self.scenario), self.tallies[0].features),
            queues=tuple(self.scenario.queues),
            groups=tuple(self.scenario.all_groups),
            tallies=tuple(channels.added_to(tally) for tally in self.tallies),
            confidence=self.scenario.confidence,
            channels=channels.names,
            work=work_queues(self.scenario),
        )

    @cached_property
    def kpis(self) -> Frame:
        """The KPIs of the centre, of each queue and of each channel; see `kpi_table`."""
        scopes = (Scope.QUEUE, Scope.CENTRE)
        return kpi_table(self.counted, *scopes, evaluations=self.evaluations)

    @cached_property
    def groups(self) -> Frame:
        """The KPIs of all groups and of each."""
        return kpi_table(self.counted, Scope.GROUP)

    @cached_property
    def intervals(self) -> Frame:
        """All KPIs by interval."""
        return interval_table(self.counted)

    @cached_property
    def days(self) -> Frame:
        """All KPIs of every simulated day."""
        return day_table(self.counted)

    @cached_property
    def flows(self) -> Frame:
        """Transfers by group, from queue to queue."""
        return flow_table(self.counted)


def study(
    loaded: Loaded,
    options: RunOptions = _DEFAULT,
    *,
    legs: bool = False,
    timeline: bool = False,
    label: str | None = None,
) -> Study:
    """Simulate a scenario as `options` say.

    `label` takes the place of the scenario's name. With `legs` those of replication 0 are kept,
    with `timeline` the floor by the minute of all.

    Raises BadInput when the run is too large for this machine.
    """
    begun = time.perf_counter()
    scenario = options.seeded(loaded.scenario)
    label = label or label_of(loaded)
    centre = build_centre(scenario)
    wanted = options.most_replications
    look = Look(centre, service_clock(scenario)) if timeline else None
    refuse_too_large(
        centre,
        wanted,
        options.jobs,
        loaded.source,
        options.engine,
        beside_bytes=0.0 if look is None else look.bytes_kept,
    )
    timelines = None if look is None else KeptTimelines(scenario, look)
    targets = targets_of(scenario)
    kept: list[Frame] = []
    simulate = _Simulation(
        centre,
        scenario,
        options,
        label=label,
        keep_legs=(lambda _, it: kept.append(leg_table(it, scenario))) if legs else None,
        timelines=timelines,
    )
    reached = None
    if options.half_width is None:
        simulate.up_to(wanted)
    else:
        reached = simulate_until(options.half_width, targets, simulate, wanted, scenario.confidence)
    tallies = tuple(simulate.tallies)
    return Study(
        scenario=scenario,
        label=label,
        applied=loaded.applied,
        warnings=loaded.warnings,
        tallies=tallies,
        evaluations=tuple(evaluate(target, tallies, scenario.confidence) for target in targets),
        reached=reached,
        first_legs=kept[0] if kept else None,
        engine=options.engine.meant,
        wall_s=time.perf_counter() - begun,
        timeline=None if timelines is None else timelines.tables(),
    )


class _Simulation:
    """Replications of one centre, each run once and kept, however often it is asked for."""

    def __init__(
        self,
        centre: Centre,
        scenario: Scenario,
        options: RunOptions,
        *,
        label: str,
        keep_legs: Callable[[int, Outcomes], None] | None,
        timelines: KeptTimelines | None,
    ) -> None:
        self.tallies: list[Tally] = []
        self._centre = centre
        self._clock = service_clock(scenario)
        self._seed = scenario.seed
        self._label = label
        self._options = options
        self._keep_legs = keep_legs
        self._timelines = timelines

    def __call__(self, first: int, number: int) -> Iterable[Tally]:
        """Return the tallies of replications `first` and following, as stopping rules ask."""
        self.up_to(first + number)
        return self.tallies[first : first + number]

    def up_to(self, planned: int) -> None:
        """Run what is missing of `planned` replications."""
        done = len(self.tallies)
        if done >= planned:
            return
        self._options.report(self._label, done, planned)
        self.tallies += replicate(
            self._centre,
            self._clock,
            self._seed,
            planned - done,
            self._options.jobs,
            on_done=lambda number: self._options.report(self._label, number + 1, planned),
            first=done,
            keep_legs=self._keep_legs,
            engine=self._options.engine,
            on_compile=self._options.on_compile,
            beside=None if self._timelines is None else self._timelines.look,
            on_beside=None if self._timelines is None else self._timelines.keep,
        )


def label_of(loaded: Loaded) -> str:
    """Return a scenario's name, its variant after a colon, each of its events after a plus."""
    name = loaded.scenario.name
    named = f"{name}:{loaded.variant}" if loaded.variant else name
    return "+".join([named, *loaded.events])


def weights_of(scenario: Scenario) -> Weights:
    """Return what a scenario says about effort and telephony."""
    return Weights(
        effort_per_min_waited=scenario.effort.per_min_waited,
        effort_per_transfer=scenario.effort.per_transfer,
        effort_per_return=scenario.effort.per_return,
        telephony_per_min=scenario.costs.telephony_per_min,
    )


def targets_of(scenario: Scenario) -> list[Target]:
    """Return the targets of a scenario's queues, in their order."""
    every = kpis(weights_of(scenario))
    return [
        Target(
            every[queue.target.kpi],
            row,
            queue.target.level,
            Period(queue.target.scope),
            queue.target.odds,
        )
        for row, queue in enumerate(scenario.queues.values(), start=1)
        if queue.target is not None
    ]
