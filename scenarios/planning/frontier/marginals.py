"""Marginal values at a schedule: what one more, or one less, brings in service and in money.

Every change is simulated on the same random days as the schedule itself, so that its effect is
known far better than either figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from scenarios.load import Loaded
from scenarios.planning.frontier.alternatives import Alternative, alternatives
from scenarios.planning.frontier.measures import Measure, cost, lost
from scenarios.planning.frontier.points import Series
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from sim.kpis.compare import Difference, difference


@dataclass(frozen=True)
class Marginal:
    """What one change brings, over the whole horizon, each difference with its interval.

    `service` and `lost` (the centre's share abandoned) are shares, `cost` is money. `worth` is what
    the gain in service would cost at the frontier's price of a point; NaN without such a price.
    """

    kind: str
    about: str
    how: str
    service: Difference
    lost: Difference
    cost: Difference
    worth: float

    @property
    def price(self) -> float:
        """Money for one percentage point of service by this change; NaN where it buys none.

        It is negative where service rises and cost falls.
        """
        return self.cost.value / (100 * self.service.value) if self.service.low > 0 else math.nan


@dataclass(frozen=True)
class Marginals:
    """The marginal values at a schedule.

    `point_price` is the money for the next percentage point of service that `worth` was made with,
    None where none is known.
    """

    label: str
    measure: Measure
    point_price: float | None
    values: tuple[Marginal, ...]

    @property
    def table(self) -> Frame:
        """One row a change; shares 0 to 1, money in the scenario's currency, worth included."""
        return pd.DataFrame([_record(each) for each in self.values])


def marginals(
    loaded: Loaded,
    options: RunOptions,
    measure: Measure,
    point_price: float | None = None,
    *,
    label: str | None = None,
) -> Marginals:
    """Simulate a schedule and every small change of it, and return what each brings.

    Raises BadInput as `scenarios.studies.study.study` does.
    """
    base = study(loaded, options, label=label)
    found = tuple(
        _marginal(base, changed, each, measure, point_price)
        for each, changed in _simulated(loaded, options, base, alternatives(base))
    )
    return Marginals(base.label, measure, point_price, found)


def _simulated(
    loaded: Loaded, options: RunOptions, base: Study, changes: Iterable[Alternative]
) -> Iterable[tuple[Alternative, Study]]:
    options = replace(options, replications=base.replications, precision=None, seed=base.seed)
    for each in changes:
        label = f"{each.kind}: {each.about}"
        yield each, study(replace(loaded, scenario=each.scenario), options, label=label)


def _marginal(
    base: Study, changed: Study, each: Alternative, measure: Measure, point_price: float | None
) -> Marginal:
    confidence = base.scenario.confidence

    def less(one: Series, other: Series) -> Difference:
        return difference(one.parts, other.parts, confidence)

    service = less(measure.service(base), measure.service(changed))
    return Marginal(
        each.kind,
        each.about,
        each.how,
        service,
        less(lost(base), lost(changed)),
        less(cost(base), cost(changed)),
        math.nan if point_price is None else 100 * service.value * point_price,
    )


def _record(each: Marginal) -> dict[str, object]:
    plain: dict[str, object] = {"change": each.kind, "of": each.about, "how": each.how}
    for name in ("service", "lost", "cost"):
        found: Difference = getattr(each, name)
        plain |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
        plain[f"{name}_direction"] = found.verdict.value
    return plain | {"price_per_point": each.price, "worth": each.worth}
