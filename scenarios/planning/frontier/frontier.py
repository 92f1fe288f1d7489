"""The frontier: cost against service over real decisions, each point a schedule that was simulated.

    decisions -> scenario of each -> proof -> Point (kept on disk) -> Placed, Steps -> Marginals

A finished point is kept as soon as it is there, under a key of all that determines it, so that a
frontier that is killed loses nothing finished, and one with more decisions computes the new ones.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd

from scenarios.load import Loaded
from scenarios.planning.frontier.decisions import decided
from scenarios.planning.frontier.marginals import Marginals, marginals
from scenarios.planning.frontier.measures import Measure
from scenarios.planning.frontier.point_store import PointStore
from scenarios.planning.frontier.points import (
    Decision,
    Placed,
    Point,
    Step,
    choice,
    placed,
    price_at,
    steps,
)
from scenarios.planning.frontier.reconciling import taken, with_schedule_of
from scenarios.planning.frontier.standing import on_fresh_days, point_of
from scenarios.planning.need.promises import with_promises
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.options import RunOptions
from scenarios.studies.study import label_of, study
from scenarios.studies.sweep.bench import canonical, digest
from scenarios.studies.sweep.work import own_version

#: Of what is kept of a point; another is another key.
_FORM: Final = 2


@dataclass(frozen=True)
class Found:
    """What the proof of a decision comes to; see `Point` for the figures.

    `scenario` is the one with its schedule, None where there is none.
    """

    scenario: Scenario | None
    agents: int = 0
    paid_h: float = 0.0
    status: str = ""
    gap: float = math.nan
    rounds: int = 0
    note: str = ""


#: Solves a scenario's schedule and proves it.
Prove = Callable[[Loaded], Found]
#: Hears that a point is finished: its number from 1, of how many, the point, and whether it was
#: there before.
OnPoint = Callable[[int, int, Point, bool], None]


def _nobody(*_: Any) -> None:
    """Hear, and say nothing."""


def _none(_: Loaded) -> Found:
    """Find nothing, where nothing is to be searched."""
    return Found(None)


@dataclass(frozen=True)
class Asked:
    """What a frontier is made of: decisions, and how their schedules are found and simulated.

    `line` is the line whose service is measured and whose target is decided on, None all of them.
    `solving` are the limits that schedules are found in, in plain data: part of a point's key. `at`
    is the number of the decision whose marginal values are wanted, None the one that
    `scenarios.planning.frontier.points.choice` names.
    """

    decisions: tuple[Decision, ...]
    options: RunOptions
    line: str | None = None
    solving: Mapping[str, Any] = field(default_factory=dict)
    with_marginals: bool = True
    at: int | None = None


@dataclass(frozen=True)
class Frontier:
    """What was found, and where it is on disk.

    `chosen` is the point that the marginal values are of. `computed` points were solved here, the
    others were there before.
    """

    label: str
    folder: Path
    scenario: Scenario
    measure: Measure
    replications: int
    points: tuple[Placed, ...]
    schedules: tuple[Path | None, ...]
    steps: tuple[Step, ...]
    chosen: int | None
    marginals: Marginals | None
    computed: int

    def __repr__(self) -> str:
        """Return what was looked at and where it is."""
        return (
            f"<Frontier {self.label}: {len(self.points)} points, in {self.folder}; see .table,"
            " .steps, .marginals>"
        )

    @property
    def price(self) -> Step | None:
        """The step that prices a point of service at the chosen point."""
        if self.chosen is None:
            return None
        source = self.points[self.chosen].taken_from
        return price_at(self.steps, self.chosen if source is None else source)

    @cached_property
    def table(self) -> Frame:
        """One row a point; shares 0 to 1, money in the scenario's currency, of the whole horizon.

        Columns: point (from 1), decision, level, headcount, shifts, cost, service with low and
        high, agents, paid_h, holds, keeps_own, beaten_by, taken_from, price_of_next (money for a
        percentage point on the way to the next one) with low and high, status, gap, rounds, note,
        schedule.
        """
        return pd.DataFrame([self._record(number) for number in range(len(self.points))])

    def _record(self, number: int) -> dict[str, object]:
        placed_at = self.points[number]
        point, nothing = placed_at.point, math.nan
        step = next((each for each in self.steps if each.start == number), None)
        money, serves, file = placed_at.cost, placed_at.service, self.schedules[number]
        return {
            "point": number + 1,
            "decision": point.decision.label,
            "level": nothing if point.decision.level is None else point.decision.level,
            "headcount": nothing if point.decision.headcount is None else point.decision.headcount,
            "shifts": "+".join(point.decision.shifts or ()),
            "cost": nothing if money is None else money.value,
            "service": nothing if serves is None else serves.value,
            "service_low": nothing if serves is None else serves.low,
            "service_high": nothing if serves is None else serves.high,
            "agents": point.agents,
            "paid_h": point.paid_h,
            "holds": point.holds,
            "holds_surely": point.holds_surely,
            "keeps_own": point.keeps_own,
            "keeps_own_surely": point.keeps_own_surely,
            "beaten_by": nothing if placed_at.beaten_by is None else placed_at.beaten_by + 1,
            "taken_from": nothing if placed_at.taken_from is None else placed_at.taken_from + 1,
            "price_of_next": nothing if step is None else step.price,
            "price_low": nothing if step is None else step.price_low,
            "price_high": nothing if step is None else step.price_high,
            "chosen": number == self.chosen,
            "status": point.status,
            "gap": point.gap,
            "rounds": point.rounds,
            "note": point.note,
            "schedule": "" if file is None else file.relative_to(self.folder).as_posix(),
        }


def frontier(
    loaded: Loaded, asked: Asked, prove: Prove, folder: Path, on_point: OnPoint = _nobody
) -> Frontier:
    """Find the points that are not in the folder yet, and put all of them together.

    All are simulated on the same random days, which are not those that schedules were chosen on.

    Raises BadInput as `Measure.of` does, and DiskFault where a point cannot be kept.
    """
    promised = with_promises(asked.options.seeded(loaded.scenario))
    search = _Search(replace(loaded, scenario=promised), asked, prove, PointStore(folder))
    search.run(on_point)
    return search.found(folder)


def kept_frontier(loaded: Loaded, asked: Asked, folder: Path) -> Frontier:
    """Put together the points that are in the folder; those that are not yet are left out.

    Nothing is solved and no change is weighed, so this is quick while a search goes on elsewhere.
    Raises BadInput as `Measure.of` does.
    """
    promised = with_promises(asked.options.seeded(loaded.scenario))
    loaded, store = replace(loaded, scenario=promised), PointStore(folder)
    search = _Search(loaded, replace(asked, with_marginals=False), _none, store)
    search.look()
    return search.found(folder)


class _Search:
    """The points of a frontier, found one after the other."""

    def __init__(self, loaded: Loaded, asked: Asked, prove: Prove, store: PointStore) -> None:
        self._loaded, self._asked, self._prove, self._store = loaded, asked, prove, store
        self._measure = Measure.of(loaded.scenario, asked.line)
        self._options = on_fresh_days(asked.options, loaded.scenario)
        self._keys: list[str] = []
        self._points: list[Point] = []
        self._computed = 0

    def run(self, on_point: OnPoint) -> None:
        """Read or find every point."""
        self._store.prepare()
        for number, decision in enumerate(self._asked.decisions, start=1):
            scenario = decided(self._loaded.scenario, decision, self._asked.line)
            key = self._key(scenario)
            kept = self._store.read(key)
            if kept is None:
                kept = self._new(decision, scenario, key)
                self._computed += 1
                is_new = True
            else:  # the same scenario may be another decision's: a level that is the target's
                kept, is_new = replace(kept, decision=decision), False
            self._keys.append(key)
            self._points.append(kept)
            on_point(number, len(self._asked.decisions), kept, not is_new)

    def look(self) -> None:
        """Read the points that are there."""
        for decision in self._asked.decisions:
            key = self._key(decided(self._loaded.scenario, decision, self._asked.line))
            kept = self._store.read(key)
            if kept is not None:
                self._keys.append(key)
                self._points.append(replace(kept, decision=decision))

    def found(self, folder: Path) -> Frontier:
        """Put the points together, and weigh the changes of the chosen one."""
        confidence = self._loaded.scenario.confidence
        among = self._reconciled(confidence)
        between = steps(among, confidence)
        chosen = choice(among) if self._asked.at is None else self._asked.at
        schedules = [
            self._store.scenario_file(self._key_of(number, each)) if each.is_found else None
            for number, each in enumerate(among)
        ]
        return Frontier(
            label=label_of(self._loaded),
            folder=folder,
            scenario=self._loaded.scenario,
            measure=self._measure,
            replications=self._asked.options.most_replications,
            points=among,
            schedules=tuple(schedules),
            steps=between,
            chosen=chosen,
            marginals=self._weighed(among, chosen, between),
            computed=self._computed,
        )

    def _reconciled(self, confidence: float) -> tuple[Placed, ...]:
        """Place the points, each with the schedule that is best for it of all that were found."""
        sources = taken(self._points, self._loaded.scenario, self._asked.line)
        points = [
            point if source is None else with_schedule_of(point, self._points[source])
            for point, source in zip(self._points, sources, strict=True)
        ]
        return placed(points, confidence, sources)

    def _key_of(self, number: int, each: Placed) -> str:
        """Return the key of the point whose schedule it is."""
        return self._keys[number if each.taken_from is None else each.taken_from]

    def _new(self, decision: Decision, scenario: Scenario, key: str) -> Point:
        """Solve and prove a decision, and keep what it comes to."""
        found = self._prove(replace(self._loaded, scenario=scenario))
        ran = None
        if found.scenario is not None:
            made = replace(self._loaded, scenario=found.scenario)
            ran = study(made, self._options, label=decision.label)
        point = Point(decision)
        if ran is not None:
            point = point_of(decision, ran, self._loaded.scenario, self._measure)
        point = replace(
            point,
            agents=found.agents,
            paid_h=found.paid_h,
            status=found.status,
            gap=found.gap,
            rounds=found.rounds,
            note=found.note,
        )
        self._store.write(key, point, None if ran is None else ran.scenario)
        return point

    def _weighed(
        self, among: Sequence[Placed], chosen: int | None, between: Sequence[Step]
    ) -> Marginals | None:
        """Return the marginal values at a point, where they are wanted and there is a schedule."""
        if not self._asked.with_marginals or chosen is None or not among[chosen].is_found:
            return None
        each = among[chosen]
        scenario = self._store.scenario(self._key_of(chosen, each))
        step = price_at(between, chosen if each.taken_from is None else each.taken_from)
        return marginals(
            replace(self._loaded, scenario=scenario),
            self._options,
            self._measure,
            None if step is None else step.price,
            label=each.point.decision.label,
        )

    def _key(self, scenario: Scenario) -> str:
        """Return the key of a point: all that its schedule and its numbers depend on."""
        said = {
            "form": _FORM,
            "first_day": str(scenario.first_day),
            "replications": self._asked.options.most_replications,
            "solving": dict(self._asked.solving),
            "measure": asdict(self._measure),
        }
        return digest(f"{canonical(scenario)}\n{json.dumps(said, sort_keys=True)}", own_version())
