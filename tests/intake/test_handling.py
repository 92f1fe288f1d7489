"""Handling: quantiles that keep the mean, absurd times left out, the right simple fit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.intake.calls import Calls
from scenarios.intake.handling import quantile_points, talk_times
from sim.demand.distributions import Distribution, Empirical, Exponential, Gamma, Lognormal
from tests.intake.small_log import mapping


def _calls(served_s: np.ndarray) -> Calls:  # type: ignore[type-arg]
    return Calls(pd.DataFrame({"served_s": served_s, "answered": ~np.isnan(served_s)}))


@given(st.lists(st.integers(0, 3600), min_size=1, max_size=200))
def test_quantiles_keep_the_mean_and_never_fall(times: list[int]) -> None:
    shares, values = quantile_points(np.array(times, float))
    written = Empirical(tuple(shares), tuple(values))
    assert written.mean_s == pytest.approx(np.mean(times), rel=1e-3, abs=0.01)
    assert np.all(np.diff(values) >= 0)
    assert values[0] >= 0


def test_times_over_the_cap_are_left_out() -> None:
    found = talk_times(_calls(np.array([100.0] * 9 + [200.0, 36_000.0, np.nan])), mapping())
    assert (found.n, found.capped) == (10, 1)
    assert found.mean_s == pytest.approx(110)
    assert found.median_s == 100


@pytest.mark.parametrize(
    ("distribution", "family"),
    [
        (Lognormal(200, 1.2), "lognormal"),
        (Gamma(200, 0.6), "gamma"),
        (Exponential(200), "exponential"),
    ],
)
def test_best_fit_is_the_family_drawn_from(distribution: Distribution, family: str) -> None:
    times = distribution.draw(np.random.default_rng(3), 8000)
    found = talk_times(_calls(times), mapping())
    fits = {fit.family: fit for fit in found.fits}
    assert fits[family].aic <= found.fits[0].aic + 22  # exponential is a gamma too
    assert fits[family].mean_s == pytest.approx(found.mean_s, rel=0.05)
    assert fits[family].distance < 0.03


def test_nobody_was_answered() -> None:
    with pytest.raises(ValueError, match="no answered"):
        talk_times(_calls(np.array([np.nan])), mapping())
