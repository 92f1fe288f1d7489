"""Judging: how the promises of a schedule fared in the simulation, period by period."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.planning.need.promises import Promise, promises, with_promises
from scenarios.planning.proof.few_failures import with_care
from scenarios.schema.scenario import Scenario
from scenarios.studies.study import targets_of
from sim.kpis.estimates import ratio_of_means
from sim.kpis.periods import Parts, Period, parts
from sim.kpis.tally import Tally
from sim.kpis.targets import Evaluation, Target, Verdict, evaluate, open_to_some

Numbers = NDArray[np.float64]

#: A period with fewer contacts over all replications says nothing.
_FEWEST: Final = 1.0


@dataclass(frozen=True)
class Judgement:
    """How one queue's promise fared.

    `evaluation` is the verdict over all periods of the target's scope. `values` are the KPI by
    period, its mean over the replications or, with odds, the value that the asked share of days
    keeps to; `errors` are standard errors of the mean, and `width` is how many intervals make a
    period. `days` is the KPI of each replication, of shape (replications, periods). NaN where
    nothing came.
    """

    row: int
    promise: Promise
    evaluation: Evaluation
    values: Numbers
    errors: Numbers
    days: Numbers
    width: int

    @property
    def holds(self) -> bool:
        """Whether the plain estimate keeps to the level in every period."""
        return self.evaluation.holds

    @property
    def is_decidable(self) -> bool:
        """Whether the days can tell: at least half of what came is judged by their end.

        Who is given more staff works off what is due tomorrow, and is judged by more of it; that
        decides something, and nobody needs it. So what cannot be decided is worth no cost.
        """
        judged = self.evaluation.judged
        return judged is None or judged.is_enough

    @property
    def keeps(self) -> bool:
        """Whether the plain estimate keeps to the level, of whatever can be judged.

        Of a queue to which nobody came nothing can be told, and nothing was broken.
        """
        if np.isnan(self.values).all():
            return True
        odds = self.promise.target.odds
        if self.is_decidable:
            return self.holds
        return self.evaluation.share.value >= odds if odds else not (self.gaps(0.0) > 0).any()

    @property
    def is_settled(self) -> bool:
        """Whether more staff would prove no more: it is told, or kept and cannot be decided."""
        return self.is_told or (self.keeps and not self.is_decidable)

    def gaps(self, sureness: float) -> Numbers:
        """Return by how much the score falls short by period; below 0 where there is too much.

        The values are taken `sureness` standard errors on the unlucky side; with odds, the share
        of days is. Where nothing is known the gap is 0; what cannot be decided is taken as it is.
        """
        sureness = sureness if self.is_decidable else 0.0
        wanted = self.promise.score(self.promise.target.level)
        return np.array(
            [
                0.0 if np.isnan(value) else wanted - self.promise.score(float(value))
                for value in self._unlucky(sureness)
            ]
        )

    def _unlucky(self, sureness: float) -> Numbers:
        is_ceiling, odds = self.promise.is_ceiling, self.promise.target.odds
        if odds is not None:
            known = max(int((~np.isnan(self.days)).sum()), 1)
            surer = min(odds + sureness * math.sqrt(odds * (1 - odds) / known), 1.0)
            kept = _kept_to(self.days, surer, is_ceiling=is_ceiling)
            return np.where(np.isnan(self.values), np.nan, kept)
        off = self.errors * (sureness if is_ceiling else -sureness)
        return np.asarray(self.values + np.where(np.isfinite(off), off, 0.0))

    @property
    def is_told(self) -> bool:
        """Whether the promise is met beyond chance, or nobody came whom it is about."""
        return self.evaluation.verdict is Verdict.MET or bool(np.isnan(self.values).all())


def judged(scenario: Scenario, tallies: Sequence[Tally], looks: int = 1) -> tuple[Judgement, ...]:
    """Return how every promise of a scenario fared, queues in their order.

    Where these are the days of one of several `looks`, the first good one of which is taken, each
    is judged so surely that all of them together are wrong as seldom as one would be (Bonferroni).
    """
    targets = {target.row: target for target in targets_of(with_promises(scenario))}
    confidence = confidence_of(scenario, looks)
    return tuple(
        _judgement(scenario, promise, row, targets[row + 1], tallies, confidence=confidence)
        for row, promise in enumerate(promises(scenario))
        if promise is not None
    )


def confidence_of(scenario: Scenario, looks: int) -> float:
    """Return the confidence of each of several looks that gives the scenario's to all of them."""
    return 1 - (1 - scenario.confidence) / looks


def all_settled(judgements: Sequence[Judgement]) -> bool:
    """Tell whether more staff would prove nothing more of any promise."""
    return all(one.is_settled for one in judgements)


def all_kept(judgements: Sequence[Judgement]) -> bool:
    """Tell whether every promise is kept by its plain estimate, of whatever can be judged."""
    return all(one.keeps for one in judgements)


def all_hold(judgements: Sequence[Judgement]) -> bool:
    """Tell whether every promise holds by its plain estimate.

    Of a queue to which nobody came nothing can be told, and nothing was broken.
    """
    return all(one.holds or np.isnan(one.values).all() for one in judgements)


def none_missed(judgements: Sequence[Judgement]) -> bool:
    """Tell whether no promise is missed beyond chance."""
    return all(one.evaluation.verdict is not Verdict.MISSED for one in judgements)


def _judgement(
    scenario: Scenario,
    promise: Promise,
    row: int,
    target: Target,
    tallies: Sequence[Tally],
    *,
    confidence: float,
) -> Judgement:
    found = parts(target.kpi, tallies, target.scope).row(target.row)
    if target.scope is Period.INTERVAL:
        is_open = open_to_some(tallies, target.row)
        found = Parts(found.top * is_open, found.bottom * is_open)
    estimates = ratio_of_means(found.top, found.bottom, confidence)
    values, days = estimates.value, found.values
    if target.odds is not None:
        values = _kept_to(days, target.odds, is_ceiling=promise.is_ceiling)
    per_day = scenario.intervals_per_day
    widths = {Period.INTERVAL: 1, Period.DAY: per_day, Period.WEEK: 7 * per_day}
    return Judgement(
        row=row,
        promise=promise,
        evaluation=with_care(evaluate(target, tallies, confidence), found, confidence),
        values=np.where(found.bottom.sum(axis=0) >= _FEWEST, values, np.nan),
        errors=estimates.se,
        days=days,
        width=widths[target.scope],
    )


def _kept_to(values: Numbers, odds: float, *, is_ceiling: bool) -> Numbers:
    """Return the value that a share `odds` of days keeps to, by period."""
    kept = np.full(values.shape[1], np.nan)
    for period, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        if len(known):
            kept[period] = np.quantile(known, odds if is_ceiling else 1 - odds)
    return kept
