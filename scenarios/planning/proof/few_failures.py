"""Verdicts on shares of which hardly any days fall short: what so few days can say.

Where every contact of every day was answered in time, the days do not differ, the interval of their
mean has no width, and two days would prove any promise. That is no proof: had one day in fifty a
bad hour, most samples of twenty days would not show it. So where the failures that were seen weigh
as little as a few independent ones would, the share is judged by an interval that is exact for
shares, with as many observations as the spread between days says that there are (Korn and Graubard,
"Confidence intervals for proportions with small expected number of positive counts estimated from
survey data", Survey Methodology 24, 1998). Contacts of one day fail together, and do not count as
observations of their own: where no day fell short, there are only as many as there are days.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.kpis.definitions import Better, Unit
from sim.kpis.estimates import ratio_of_means, t_quantile
from sim.kpis.periods import Parts
from sim.kpis.targets import Evaluation, Verdict

Numbers = NDArray[np.float64]

#: From so many independent failures, or successes, on the interval of the mean will do.
_MANY: Final = 10.0


def with_care(found: Evaluation, by_day: Parts, confidence: float) -> Evaluation:
    """Return an evaluation that is met only where as few failures as there were can prove it.

    `by_day` are the parts of the target's KPI, of shape (replications, periods). Of a target with
    odds, or of a KPI that is no share, the verdict stays as it is.
    """
    target = found.target
    is_mean_share = target.odds is None and target.kpi.unit is Unit.SHARE
    if found.verdict is not Verdict.MET or not is_mean_share:
        return found
    is_floor = target.kpi.better is Better.HIGHER
    kept = by_day.top if is_floor else by_day.bottom - by_day.top
    level = target.level if is_floor else 1 - target.level
    surely = surely_at_least(kept, by_day.bottom, confidence)
    if (surely[~np.isnan(surely)] >= level).all():
        return found
    return replace(found, verdict=Verdict.CANNOT_TELL)


def surely_at_least(top: Numbers, bottom: Numbers, confidence: float = 0.95) -> Numbers:
    """Return what each period's share is at least, by an interval that is exact for few failures.

    `top` of `bottom` contacts kept to something, both of shape (replications, periods). It is 1
    where more than a few fell short, of which the interval of the mean tells, and NaN where nobody
    came.
    """
    days = (bottom > 0).sum(axis=0)
    contacts = bottom.sum(axis=0)
    means = ratio_of_means(top, bottom, confidence)
    share, error = means.value.clip(0.0, 1.0), means.se
    varies = np.nan_to_num(error) > 0
    by_spread = share * (1 - share) / np.where(varies, error, 1.0) ** 2
    # The error is itself an estimate: of few days it counts for less.
    trust = (special.ndtri((1 + confidence) / 2) / t_quantile(confidence, len(top))) ** 2
    pieces = np.where(varies, np.minimum(by_spread * trust, contacts), np.minimum(days, contacts))
    failed = pieces * (1 - share)
    tail = (1 - confidence) / 2
    exact = special.betaincinv(np.maximum(pieces - failed, 1e-9), failed + 1, tail)
    return np.where(contacts > 0, np.where(failed < _MANY, exact, 1.0), np.nan)
