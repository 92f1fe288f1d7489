"""Estimates of different days: Welch's interval, against SciPy's own and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.kpis.apart import apart
from sim.kpis.compare import Direction
from sim.kpis.estimates import Estimate


def estimate(values: list[float]) -> Estimate:
    mean = float(np.mean(values))
    se = float(np.std(values, ddof=1) / math.sqrt(len(values)))
    return Estimate(mean, se, math.nan, math.nan, len(values))


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_it_is_scipys_welch_interval(confidence: float) -> None:
    old, new = [3.0, 4.5, 5.0, 2.0], [9.0, 7.0, 8.5, 9.5, 20.0, 1.0]
    found = apart(estimate(old), estimate(new), confidence)
    interval = stats.ttest_ind(new, old, equal_var=False).confidence_interval(confidence)
    assert found.value == pytest.approx(np.mean(new) - np.mean(old))
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_what_chance_may_do_is_not_told_apart() -> None:
    assert apart(estimate([1, 5]), estimate([2, 6])).verdict is Direction.CANNOT_TELL
    assert apart(estimate([1, 1.1]), estimate([9, 9.1])).verdict is Direction.HIGHER
    assert apart(estimate([9, 9.1]), estimate([1, 1.1])).verdict is Direction.LOWER


def test_figures_without_error_differ_for_sure() -> None:
    wages = [Estimate(value, 0.0, value, value, 20) for value in (100.0, 100.0, 101.0)]
    assert apart(wages[0], wages[1]).verdict is Direction.SAME
    assert apart(wages[0], wages[2]).verdict is Direction.HIGHER
    assert apart(wages[0], wages[2]).low == 1.0


def test_a_figure_that_is_sure_beside_one_that_is_not() -> None:
    # Only the second has an error, of 5 - 1 = 4 degrees of freedom: t = 2.776 at 95 %.
    found = apart(Estimate(10, 0.0, 10, 10, 5), Estimate(12, 1.0, 0, 0, 5))
    assert found.high - found.value == pytest.approx(2.776, abs=1e-3)
    assert found.verdict is Direction.CANNOT_TELL


def test_one_replication_tells_no_interval() -> None:
    alone = Estimate(3.0, math.nan, math.nan, math.nan, 1)
    found = apart(alone, estimate([1.0, 2.0]))
    assert math.isnan(found.low)
    assert found.verdict is Direction.CANNOT_TELL
    assert apart(Estimate(math.nan, 0, 0, 0, 3), alone).verdict is Direction.UNDEFINED
