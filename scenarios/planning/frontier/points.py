"""The points of a frontier: what each decision costs and how it serves, and which are worth taking.

A point is a schedule that was simulated. It keeps its numbers replication by replication, so that
two points, simulated on the same random days, are compared with far narrower intervals than each
has by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from scenarios.units import write_share
from sim.kpis.compare import difference
from sim.kpis.estimates import Estimate, ratio_of_means
from sim.kpis.periods import Parts


@dataclass(frozen=True)
class Decision:
    """What is decided at a point; None leaves it as the scenario says.

    `level` is what the lines' service-level targets are to reach (0 to 1), `headcount` the most
    agents that may be scheduled, `shifts` the patterns that may be worked.
    """

    level: float | None = None
    headcount: int | None = None
    shifts: tuple[str, ...] | None = None

    @property
    def label(self) -> str:
        """The decision in words."""
        words = []
        if self.level is not None:
            words.append(write_share(self.level))
        if self.headcount is not None:
            words.append(f"{self.headcount} agents")
        if self.shifts is not None:
            words.append("+".join(self.shifts))
        return ", ".join(words) or "as it is"


@dataclass(frozen=True)
class Series:
    """A figure by replication: what is divided, by what."""

    top: tuple[float, ...]
    bottom: tuple[float, ...]

    @property
    def parts(self) -> Parts:
        """The same as parts of one row, shape (replications, 1)."""
        return self.first(len(self.top))

    def first(self, replications: int) -> Parts:
        """Return the first replications alone, as parts of one row."""
        top, bottom = self.top[:replications], self.bottom[:replications]
        return Parts(np.array(top)[:, None], np.array(bottom)[:, None])

    def estimate(self, confidence: float) -> Estimate:
        """Return the ratio of the means, with its interval."""
        return ratio_of_means(np.array(self.top), np.array(self.bottom), confidence).at()


@dataclass(frozen=True)
class Point:
    """What a decision comes to: a schedule, proved in the simulation; or why there is none.

    `cost` is the centre's over the whole horizon and `service` the share of those offered that were
    answered in time, both by replication; None where no schedule was found. `agents` is how many
    are scheduled on the day that has most, `paid_h` the hours paid. `holds` says whether all
    targets of the decision hold in the simulation, `keeps_own` whether the scenario's own do, both
    by their plain estimates; `holds_surely` and `keeps_own_surely` say whether beyond chance.
    `gap` is the solver's, as a share of the cost. `note` says what cannot be read from the rest.
    """

    decision: Decision
    cost: Series | None = None
    service: Series | None = None
    agents: int = 0
    paid_h: float = 0.0
    holds: bool = False
    keeps_own: bool = False
    holds_surely: bool = False
    keeps_own_surely: bool = False
    status: str = ""
    gap: float = math.nan
    rounds: int = 0
    note: str = ""

    @property
    def is_found(self) -> bool:
        """Whether there is a schedule."""
        return self.cost is not None and self.service is not None

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON, which has no not-a-number."""
        plain = asdict(self)
        return plain | {"gap": self.gap if math.isfinite(self.gap) else None}

    @classmethod
    def of_dict(cls, data: Mapping[str, Any]) -> Point:
        """Return the point that `as_dict` gave. Raises TypeError, KeyError, ValueError else."""
        decided = dict(data["decision"])
        shifts = decided.pop("shifts")
        decision = Decision(**decided, shifts=None if shifts is None else tuple(shifts))
        series = {
            name: None if data[name] is None else Series(*map(tuple, _both(data[name])))
            for name in ("cost", "service")
        }
        gap = math.nan if data["gap"] is None else float(data["gap"])
        plain = {key: value for key, value in data.items() if key not in {"decision", "gap"}}
        return cls(**plain | series | {"decision": decision, "gap": gap})


def _both(series: Mapping[str, Sequence[float]]) -> Iterator[Sequence[float]]:
    yield series["top"]
    yield series["bottom"]


@dataclass(frozen=True)
class Placed:
    """A point among the others.

    `cost` and `service` are its estimates, None where it has none. `beaten_by` is the number of a
    point that serves at least as well for at most as much, one of the two better: the cheapest of
    those. Nobody should choose a point that is beaten. `taken_from` is the number of the point
    whose schedule this one takes in place of its own, which then counts as the one that beats it.
    """

    point: Point
    cost: Estimate | None
    service: Estimate | None
    beaten_by: int | None
    taken_from: int | None = None

    @property
    def is_found(self) -> bool:
        """Whether it is a schedule."""
        return self.cost is not None

    @property
    def is_worth_taking(self) -> bool:
        """Whether it is a schedule that none beats."""
        return self.cost is not None and self.beaten_by is None


@dataclass(frozen=True)
class Step:
    """From a point that none beats to the next that serves better: numbers of points, and prices.

    `service` is the difference in service, a share, with the interval of the pairs; `cost` is the
    difference in cost. `price` is that of one percentage point; `price_low` and `price_high` bound
    it as the interval of the service does: `price_high` is infinite where the interval reaches
    0 or below, and the next point may serve no better.
    """

    start: int
    end: int
    cost: float
    service: float
    service_low: float
    service_high: float
    price: float
    price_low: float
    price_high: float


def placed(
    points: Sequence[Point], confidence: float, taken: Sequence[int | None] | None = None
) -> tuple[Placed, ...]:
    """Return the points in their order, those beaten by another marked.

    `taken` are the numbers of the points whose schedules others take, None where they do not.
    """
    estimated = [
        Placed(
            point,
            None if point.cost is None else point.cost.estimate(confidence),
            None if point.service is None else point.service.estimate(confidence),
            None,
            taken_from,
        )
        for point, taken_from in zip(points, taken or [None] * len(points), strict=True)
    ]
    return tuple(
        replace(each, beaten_by=_beater(number, estimated)) for number, each in enumerate(estimated)
    )


def steps(points: Sequence[Placed], confidence: float) -> tuple[Step, ...]:
    """Return the steps between neighbours of those that none beats, by rising service."""
    worth = [number for number, each in enumerate(points) if each.is_worth_taking]
    worth.sort(key=lambda number: _serves(points[number]))
    return tuple(step_between(points, pair, confidence) for pair in pairwise(worth))


def price_at(steps_between: Sequence[Step], number: int) -> Step | None:
    """Return the step that prices service at a point: the next up; of the best, the last one."""
    for step in steps_between:
        if step.start == number:
            return step
    return next((step for step in steps_between if step.end == number), None)


def choice(points: Sequence[Placed]) -> int | None:
    """Return the point that a planner would choose: the cheapest that keeps the scenario's targets.

    Where none does it is the one that serves best; None where no schedule was found.
    """
    found = [number for number, each in enumerate(points) if each.is_worth_taking]
    keeping = [number for number in found if points[number].point.keeps_own]
    if keeping:
        return min(keeping, key=lambda number: _costs(points[number]))
    return max(found, key=lambda number: _serves(points[number]), default=None)


def _beater(number: int, among: Sequence[Placed]) -> int | None:
    """Return which point, the cheapest of those that do, beats another; None where none does.

    Of two alike the first beats the other, but that whose schedule it is is the first of those who
    take it. Where nobody called there is no service, and nothing beats anything.
    """
    if among[number].taken_from is not None:
        return among[number].taken_from
    found = [
        (_costs(other), rival)
        for rival, other in enumerate(among)
        if rival != number
        and other.taken_from is None
        and _beats(other, among[number], is_first=rival < number)
    ]
    return min(found)[1] if found else None


def _beats(one: Placed, other: Placed, *, is_first: bool) -> bool:
    costs, serves = _costs(other) - _costs(one), _serves(one) - _serves(other)
    return costs >= 0 and serves >= 0 and (costs > 0 or serves > 0 or is_first)


def _costs(one: Placed) -> float:
    return math.nan if one.cost is None else one.cost.value


def _serves(one: Placed) -> float:
    return math.nan if one.service is None else one.service.value


def step_between(points: Sequence[Placed], pair: tuple[int, int], confidence: float) -> Step:
    """Return the step between two points, by number: from the first to the second.

    Raises ValueError where one of them has no schedule.
    """
    lower, upper = (points[number].point for number in pair)
    if lower.service is None or upper.service is None:
        raise ValueError("a point without a schedule; expected one that is worth taking")
    dearer = _costs(points[pair[1]]) - _costs(points[pair[0]])
    both = min(len(lower.service.top), len(upper.service.top))
    found = difference(lower.service.first(both), upper.service.first(both), confidence)
    return Step(
        *pair,
        cost=dearer,
        service=found.value,
        service_low=found.low,
        service_high=found.high,
        price=dearer / (100 * found.value) if found.value else math.inf,
        price_low=dearer / (100 * found.high) if found.high > 0 else math.inf,
        price_high=dearer / (100 * found.low) if found.low > 0 else math.inf,
    )
