"""What is kept of a cell: of each replication the parts of every KPI, and those of each target.

A KPI is a ratio of sums, so a numerator and a denominator a replication are all that its mean, its
interval and its difference to another cell need. A target is judged by intervals, days or weeks,
and gets the parts of those. The rest of a tally (48 half hours of every count) is not kept: a
replication of the bank takes 1,200 bytes on disk, and not 60,000.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from scenarios.schema.scenario import Scenario
from scenarios.studies.channel_rows import ChannelRows, work_queues
from scenarios.studies.kpi_tables import Counted
from scenarios.studies.study import targets_of
from sim.kpis.definitions import KPIS, Kpi, kpis
from sim.kpis.features import Feature, Features
from sim.kpis.grid import Floats
from sim.kpis.periods import Parts, Period, parts
from sim.kpis.tally import Tally
from sim.kpis.targets import Evaluation, Target, judge, open_to_some, pending_of


@dataclass(frozen=True)
class Promise:
    """A target in plain data: of which row, which KPI to which level, and over which periods."""

    row: int
    kpi: str
    level: float
    scope: str
    odds: float | None
    periods: int

    @classmethod
    def of(cls, target: Target, scenario: Scenario) -> Promise:
        """Return a target of a scenario in plain data."""
        days = {Period.INTERVAL: scenario.intervals, Period.DAY: scenario.days}
        periods = days.get(target.scope, -(-scenario.days // 7))
        return cls(
            target.row, target.kpi.id, target.level, target.scope.value, target.odds, periods
        )

    @property
    def target(self) -> Target:
        """The target; its KPI has the usual weights, which no promise is about."""
        return Target(KPIS[self.kpi], self.row, self.level, Period(self.scope), self.odds)

    @property
    def width(self) -> int:
        """How many numbers of a replication it needs: two for each period, three by interval.

        One more says how many are not judged by the end, where the KPI leaves any out.
        """
        return self.of_periods + self.has_pending

    @property
    def of_periods(self) -> int:
        """How many of those numbers are of its periods."""
        return self.periods * (3 if self.scope == Period.INTERVAL else 2)

    @property
    def has_pending(self) -> bool:
        """Whether some may not be judged by the end."""
        return bool(KPIS[self.kpi].pending)


@dataclass(frozen=True)
class Layout:
    """What the numbers of a replication are, in their order, and what else a result needs."""

    queues: tuple[str, ...]
    groups: tuple[str, ...]
    promises: tuple[Promise, ...]
    intervals_per_day: int
    confidence: float
    features: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    channel_of: tuple[int, ...] = ()
    work: tuple[str, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, features: Features) -> Layout:
        """Return the layout of a scenario's cells, on whose floor `features` are."""
        channels = ChannelRows.of(scenario)
        return cls(
            tuple(scenario.queues),
            tuple(scenario.all_groups),
            tuple(Promise.of(target, scenario) for target in targets_of(scenario)),
            scenario.intervals_per_day,
            scenario.confidence,
            tuple(sorted(feature.value for feature in features)),
            channels.names,
            channels.of_queues,
            work_queues(scenario),
        )

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Layout:
        """Return the layout that `as_dict` gave. Raises TypeError, KeyError for anything else."""
        return cls(
            tuple(data["queues"]),
            tuple(data["groups"]),
            tuple(Promise(**promise) for promise in data["promises"]),
            int(data["intervals_per_day"]),
            float(data["confidence"]),
            tuple(data["features"]),
            tuple(data["channels"]),
            tuple(data["channel_of"]),
            tuple(data["work"]),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @cached_property
    def figures(self) -> tuple[tuple[str, str, Kpi], ...]:
        """What each figure is about (kind, name) and its KPI, in the order of a result's rows."""
        shown = kpis(features=frozenset(map(Feature, self.features)))
        return tuple((*row, kpi) for kpi in shown.values() for _, row in self._named.told(kpi))

    @cached_property
    def _named(self) -> Counted:
        """The names of rows alone."""
        names = (self.queues, self.groups, (), self.confidence, self.channels, self.work)
        return Counted({}, *names)

    @property
    def width(self) -> int:
        """How many numbers a replication has."""
        return 2 * len(self.figures) + sum(promise.width for promise in self.promises)

    def reduced(self, tally: Tally, every: Iterable[Kpi]) -> Floats:
        """Return the numbers of one replication, shape (width,).

        They are of `every` KPI that says anything of the floor, in their order.
        """
        by_channel = ChannelRows(self.channels, self.channel_of).added_to(tally)
        shown = frozenset(map(Feature, self.features))
        whole = [
            (parts(kpi, [by_channel]), [number for number, _ in self._named.told(kpi)])
            for kpi in every
            if kpi.is_said_of(shown)
        ]
        promised = [_numbers(promise.target, tally) for promise in self.promises]
        tops, bottoms = zip(
            *((each.top[0, rows, 0], each.bottom[0, rows, 0]) for each, rows in whole), strict=True
        )
        return np.concatenate([*tops, *bottoms, *promised])


def _numbers(target: Target, tally: Tally) -> Floats:
    """Return numerators and denominators by period, and by interval whether the line was open.

    Behind them is the number of those not judged by the end, where the KPI leaves any out.
    """
    found = parts(target.kpi, [tally], target.scope).row(target.row)
    numbers = [found.top[0], found.bottom[0]]
    if target.scope is Period.INTERVAL:
        numbers.append(open_to_some([tally], target.row).astype(np.float64))
    if target.kpi.pending:
        numbers.append(pending_of(target, [tally]))
    return np.concatenate(numbers)


@dataclass(frozen=True)
class Kept:
    """The numbers of a cell's replications, shape (replications, width)."""

    layout: Layout
    numbers: Floats

    @property
    def replications(self) -> int:
        """How many there are."""
        return len(self.numbers)

    def first(self, replications: int) -> Kept:
        """Return the first ones alone."""
        return Kept(self.layout, self.numbers[:replications])

    def and_then(self, more: Kept) -> Kept:
        """Return these replications, and then those of `more`."""
        return Kept(self.layout, np.concatenate([self.numbers, more.numbers]))

    @property
    def whole(self) -> Parts:
        """The parts of all figures over the whole horizon, shape (replications, figures)."""
        figures = len(self.layout.figures)
        return Parts(self.numbers[:, :figures], self.numbers[:, figures : 2 * figures])

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """How each target fared, as a study of the same replications says."""
        promises = self.layout.promises
        starts = np.cumsum([2 * len(self.layout.figures), *(each.width for each in promises)])
        return tuple(
            self._judged(promise, self.numbers[:, begin:end])
            for promise, (begin, end) in zip(promises, pairwise(starts.tolist()), strict=True)
        )

    def _judged(self, promise: Promise, numbers: Floats) -> Evaluation:
        pending = numbers[:, -1] if promise.has_pending else None
        by_period = numbers[:, : promise.of_periods]
        top, bottom, *is_open = np.split(by_period, promise.of_periods // promise.periods, axis=1)
        if is_open:
            to_some = is_open[0].any(axis=0)
            top, bottom = top * to_some, bottom * to_some
        found = Parts(top, bottom)
        layout = self.layout
        return judge(promise.target, found, layout.intervals_per_day, layout.confidence, pending)
