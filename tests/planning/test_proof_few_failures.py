"""Shares of which hardly any days fall short, against exact intervals and against many samples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scenarios.planning.proof.few_failures import surely_at_least


def test_days_that_all_kept_everything_are_as_many_observations_as_there_are_days() -> None:
    """With n successes of n the exact bound is tail ** (1 / n)."""
    days = np.full((20, 1), 300.0)
    assert surely_at_least(days, days)[0] == pytest.approx(0.025 ** (1 / 20))


def test_no_more_observations_than_contacts() -> None:
    """Twenty nights, and three contacts in all."""
    came = np.zeros((20, 1))
    came[:3] = 1.0
    assert surely_at_least(came, came)[0] == pytest.approx(0.025 ** (1 / 3))


def test_where_nobody_came_nothing_is_known() -> None:
    none = np.zeros((5, 1))
    assert np.isnan(surely_at_least(none, none)).all()


def test_where_many_fell_short_the_interval_of_the_mean_tells() -> None:
    came = np.full((40, 1), 100.0)
    kept = came - np.tile([[30.0], [10.0]], (20, 1))
    assert surely_at_least(kept, came)[0] == 1.0


def test_contacts_that_fail_alone_are_counted_by_contact() -> None:
    """Two failures of 40 days of 100 contacts: near Clopper-Pearson over the 4,000 contacts."""
    came = np.full((40, 1), 100.0)
    kept = came.copy()
    kept[[3, 17]] -= 1
    exact = stats.binomtest(3998, 4000).proportion_ci(0.95, "exact").low
    assert surely_at_least(kept, came)[0] == pytest.approx(exact, abs=5e-4)
    assert surely_at_least(kept, came)[0] <= exact


def test_few_bad_days_do_not_prove_too_much() -> None:
    """One day in fifty loses a tenth of its contacts: 99.8 % are kept.

    Of 1,000 samples of 30 days, more than half without a bad day, at most 2.5 % may claim more; the
    interval of the mean claims it of all those (a bound of 60 is 5 standard deviations off).
    """
    rng = np.random.default_rng(5)
    came = np.full((30, 1000), 200.0)
    kept = came - 20.0 * (rng.random(came.shape) < 0.02)
    assert (surely_at_least(kept, came) > 0.998).sum() <= 60
