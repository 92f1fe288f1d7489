"""An emergency study: the ordinary day, the bad one, and the bad one with something done about it.

All arms are simulated on the same random days. Each action that took effect on any of them is left
out in an arm of its own, so that it can be said what it was good for beside all the others.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.build import centre as build_centre
from scenarios.build import service_clock
from scenarios.centre.disruptions import span_ms
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded
from scenarios.schema.scenario import Scenario
from scenarios.studies.emergency.arms import (
    LESS,
    ORDINARY,
    WITH,
    WITHOUT,
    Written,
    leaving_out,
    undisturbed,
    without_plays,
    written_actions,
)
from scenarios.studies.emergency.doings import event_table
from scenarios.studies.emergency.earnings import earnings_table, left_undone
from scenarios.studies.emergency.figures import Figure, Key, figures_of, measured
from scenarios.studies.emergency.recovery import Promise, promises
from scenarios.studies.emergency.tables import (
    outcome_table,
    recovery_table,
    replication_table,
)
from scenarios.studies.emergency.watching import Seen, Watching
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.memory import refuse_too_large
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, label_of, targets_of
from scenarios.studies.timeline import KeptTimelines, Look, TimelineTables
from sim.centre import Centre
from sim.engines.choice import Engine
from sim.engines.log import Entry
from sim.kpis.grid import Floats
from sim.kpis.periods import Parts
from sim.kpis.replicate import replicate
from sim.kpis.tally import Tally
from sim.kpis.targets import Evaluation, evaluate

_DEFAULT: Final = RunOptions()
#: What is kept of a replication beside its figures: its log.
_LOG_BYTES: Final = 20_000


@dataclass(frozen=True)
class Arm:
    """One way the days could go, simulated: its figures, a replication each.

    `recoveries` has shape (replications, 1 + lines with a promise, len(Recovery)), the first row
    all of them together; `logs` are what the director did, without agents on duty. `tallies` are
    kept of the arm with playbooks only.
    """

    label: str
    figures: Mapping[Key, Parts]
    recoveries: Floats
    logs: tuple[NDArray[np.void], ...]
    evaluations: tuple[Evaluation, ...]
    tallies: tuple[Tally, ...] = ()

    @property
    def replications(self) -> int:
        """How many horizons were simulated."""
        return len(self.logs)

    def has_begun(self, action: Written) -> bool:
        """Tell whether an action took effect in any replication."""
        return any(
            (
                (log["entry"] == Entry.BEGUN)
                & (log["which"] == part.play)
                & (log["action"] == part.action)
            ).any()
            for log in self.logs
            for part in action.parts
        )


@dataclass(frozen=True)
class Emergency:
    """What an emergency study found.

    `ordinary` has no disruptions and no playbooks, `without` no playbooks, `played` both.
    `leaving_out` holds, for each written action that took effect, the arm that does all but it.
    `worth` is what a contact kept is worth, in the scenario's currency, where that was said.
    `timeline` is the floor by the minute with playbooks, `timeline_without` without, if asked for.
    """

    scenario: Scenario
    label: str
    loaded: Loaded
    centre: Centre
    promises: tuple[Promise, ...]
    figures: tuple[Figure, ...]
    onset_ms: int
    ordinary: Arm
    without: Arm
    played: Arm
    actions: tuple[Written, ...]
    leaving_out: Mapping[Written, Arm]
    worth: float | None
    engine: Engine
    wall_s: float
    timeline: TimelineTables | None = None
    timeline_without: TimelineTables | None = None

    def __repr__(self) -> str:
        """Return what was simulated; the arms themselves would fill pages."""
        return (
            f"<Emergency {self.label}: replications {self.replications}, seed {self.seed}; see"
            " .outcomes, .recovery, .events, .earned, .by_replication>"
        )

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        return self.scenario.seed

    @property
    def replications(self) -> int:
        """How many horizons were simulated of each arm."""
        return self.played.replications

    @property
    def confidence(self) -> float:
        """The level of all intervals."""
        return self.scenario.confidence

    @property
    def targets_met(self) -> bool:
        """Whether, with playbooks, every target's plain estimate keeps to its level."""
        return all(evaluation.holds for evaluation in self.played.evaluations)

    @cached_property
    def study(self) -> Study:
        """The days with playbooks as a study of their own: its targets, and all its KPIs."""
        return Study(
            scenario=self.scenario,
            label=self.label,
            applied=self.loaded.applied,
            warnings=self.loaded.warnings,
            tallies=self.played.tallies,
            evaluations=self.played.evaluations,
            reached=None,
            first_legs=None,
            engine=self.engine,
            wall_s=self.wall_s,
        )

    @cached_property
    def outcomes(self) -> Frame:
        """The figures of the three days; see `tables.outcome_table`."""
        return outcome_table(self)

    @cached_property
    def recovery(self) -> Frame:
        """When lines were out of target and back; see `tables.recovery_table`."""
        return recovery_table(self)

    @cached_property
    def events(self) -> Frame:
        """What was detected and done when; see `doings.event_table`."""
        return event_table(self)

    @cached_property
    def earned(self) -> Frame:
        """What each action did, cost and earned; see `earnings.earnings_table`."""
        return earnings_table(self)

    @cached_property
    def left_undone(self) -> Frame:
        """The work that is surely worse with playbooks; see `earnings.left_undone`."""
        return left_undone(self)

    @cached_property
    def by_replication(self) -> Frame:
        """Every figure of every replication of every arm; see `tables.replication_table`."""
        return replication_table(self)


def emergency(
    loaded: Loaded,
    options: RunOptions = _DEFAULT,
    *,
    worth: float | None = None,
    timeline: bool = False,
    bare: bool = False,
) -> Emergency:
    """Simulate a scenario with and without its playbooks, and less each of their actions.

    `worth` is what a contact kept is worth. With `timeline` the floor by the minute is kept of the
    arms with and without playbooks. With `bare` there may be no playbook, and the days with them
    are those without. A `precision` is not looked at.

    Raises BadInput where there is no playbook, or a run would be too large for this machine.
    """
    begun = time.perf_counter()
    scenario = options.seeded(loaded.scenario)
    if not bare:
        refuse_no_playbook(loaded)
    if worth is not None and not (np.isfinite(worth) and worth >= 0):
        words = "a number of at least 0, in the scenario's currency"
        raise BadInput([Fault("command line", 0, "--worth", f"{worth:g}", words)])
    bench = _Bench(loaded, scenario, options)
    kept, kept_without = (
        KeptTimelines(scenario, bench.look) if timeline else None for _ in range(2)
    )
    idle = without_plays(bench.centre)
    if scenario.disruptions:
        ordinary = bench.arm(ORDINARY, build_centre(undisturbed(scenario)))
        without = bench.arm(WITHOUT, idle, kept_without)
    else:
        ordinary = without = bench.arm(ORDINARY, idle, kept_without)
    played = bench.arm(WITH, bench.centre, kept)
    actions = written_actions(scenario)
    less = {
        action: bench.arm(LESS + action.label, leaving_out(bench.centre, action.parts))
        for action in actions
        if played.has_begun(action)
    }
    return Emergency(
        scenario=scenario,
        label=label_of(loaded),
        loaded=loaded,
        centre=bench.centre,
        promises=bench.promises,
        figures=bench.figures,
        onset_ms=bench.onset_ms,
        ordinary=ordinary,
        without=without,
        played=played,
        actions=actions,
        leaving_out=less,
        worth=worth,
        engine=options.engine.meant,
        wall_s=time.perf_counter() - begun,
        timeline=None if kept is None else kept.tables(),
        timeline_without=None if kept_without is None else kept_without.tables(),
    )


def refuse_no_playbook(loaded: Loaded) -> None:
    """Raise BadInput where a scenario has no playbook to be tested."""
    if not loaded.scenario.playbooks:
        words = "at least one playbook: in the scenario, or of an event (--with)"
        raise BadInput([Fault(loaded.source, 0, "playbooks", "none", words)])


def onset_of(scenario: Scenario) -> int:
    """Return when it begins to go wrong, ms of the run: the first disruption, or day 1."""
    begins = [span_ms(scenario, each)[0] for each in scenario.disruptions]
    return max(min(begins, default=0), round(1000 * scenario.warm_up))


class _Bench:
    """Simulates arms of one scenario."""

    def __init__(self, loaded: Loaded, scenario: Scenario, options: RunOptions) -> None:
        self.centre = build_centre(scenario)
        self.look = Look(self.centre, service_clock(scenario))
        self.promises = promises(scenario)
        self.figures = figures_of(scenario, self.promises)
        self.onset_ms = onset_of(scenario)
        self._scenario, self._options = scenario, options
        self._targets = targets_of(scenario)
        refuse_too_large(
            self.centre,
            options.most_replications,
            options.jobs,
            loaded.source,
            options.engine,
            beside_bytes=self.look.bytes_kept + _LOG_BYTES * (3 + len(self.centre.plan.plays)),
        )

    def arm(self, label: str, centre: Centre, kept: KeptTimelines | None = None) -> Arm:
        """Return an arm, simulated."""
        options, planned = self._options, self._options.most_replications
        seen: list[Seen] = []

        def keep(number: int, found: Seen) -> None:
            if kept is not None and found.timeline is not None:
                kept.keep(number, found.timeline)
            seen.append(Seen(found.recoveries, found.log, None))

        options.report(label, 0, planned)
        tallies = list(
            replicate(
                centre,
                self.look.clock,
                self._scenario.seed,
                planned,
                options.jobs,
                on_done=lambda number: options.report(label, number + 1, planned),
                engine=options.engine,
                on_compile=options.on_compile,
                beside=Watching(
                    Look(centre, self.look.clock), self.promises, self.onset_ms, kept is not None
                ),
                on_beside=keep,
            )
        )
        recoveries = np.stack([each.recoveries for each in seen])
        confidence = self._scenario.confidence
        return Arm(
            label,
            measured(self.figures, tallies, recoveries),
            recoveries,
            tuple(each.log for each in seen),
            tuple(evaluate(target, tallies, confidence) for target in self._targets),
            tuple(tallies) if label == WITH else (),
        )
