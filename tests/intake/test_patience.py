"""Patience: Kaplan-Meier by hand, fits that come back from what they were drawn with."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from scenarios.intake import patience
from scenarios.intake.calls import Calls
from scenarios.intake.fits import Sample, fit_all
from scenarios.intake.patience import PatienceTimes, kaplan_meier, patience_times
from sim.demand.distributions import Distribution, Exponential, Lognormal, Weibull
from tests.intake.small_log import mapping


def _calls(waited_s: NDArray[np.float64], answered: NDArray[np.bool_]) -> Calls:
    return Calls(pd.DataFrame({"waited_s": waited_s, "answered": answered}))


def _censored(
    distribution: Distribution, size: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return waits of callers with such patience who would be answered after 100 s on average."""
    rng = np.random.default_rng(seed)
    patience_s = distribution.draw(rng, size)
    offered_s = 100 * rng.standard_exponential(size)
    return np.minimum(patience_s, offered_s), offered_s <= patience_s


def test_kaplan_meier_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gave up at 10, 20, 20, 40 s; answered after 5, 20, 30 s.

    At 10 s 6 are left: 5/6. At 20 s 5, of whom 2 go (who is answered then is still counted): 5/6 x
    3/5 = 1/2. At 40 s 1: 0.
    """
    monkeypatch.setattr(patience, "FEWEST_AT_RISK", 1)
    waited = np.array([5, 10, 20, 20, 20, 30, 40], float)
    answered = np.array([True, False, False, True, False, True, False])
    times, survival = kaplan_meier(waited, answered)
    assert times.tolist() == [10, 20, 40]
    assert survival.tolist() == pytest.approx([5 / 6, 1 / 2, 0])


def test_curve_ends_where_few_are_left() -> None:
    waited = np.concatenate([np.full(50, 10.0), np.full(40, 20.0), np.full(9, 30.0)])
    times, survival = kaplan_meier(waited, np.zeros(99, bool))
    assert times.tolist() == [10, 20]
    assert survival.tolist() == pytest.approx([49 / 99, 9 / 99])


def test_survival_between_the_steps() -> None:
    curve = PatienceTimes(4, 3, np.array([10.0, 20.0]), np.array([0.8, 0.5]), ())
    assert [curve.survival_at(time) for time in (0, 9.9, 10, 19, 20, 999)] == [
        1,
        1,
        0.8,
        0.8,
        0.5,
        0.5,
    ]


def test_tail_goes_on_with_the_mean_hazard() -> None:
    """The curve ends at 100 s with half its callers: the tail halves them every 100 s."""
    curve = PatienceTimes(4, 4, np.array([50.0, 100.0]), np.array([0.8, 0.5]), ())
    shares, values = curve.curve
    assert (shares[0], values[0]) == (0, 0)
    assert shares[-1] == 1
    assert values[-1] == pytest.approx(100 * np.log2(1000), abs=0.1)
    at = np.interp([100.0, 200.0, 300.0], values, shares)
    assert at == pytest.approx([0.5, 0.75, 0.875], abs=0.01)
    assert np.all(np.diff(shares) > 0)
    assert np.all(np.diff(values) >= 0)


def test_complete_curve_needs_no_tail() -> None:
    curve = PatienceTimes(4, 0, np.array([50.0, 100.0]), np.array([0.5, 0.0]), ())
    assert curve.curve == ((0.0, 0.5, 1.0), (0.0, 50.0, 100.0))


@pytest.mark.parametrize(
    ("distribution", "family"),
    [
        (Exponential(200), "exponential"),
        (Weibull(200, 0.6), "weibull"),
        (Lognormal(300, 1.5), "lognormal"),
    ],
)
def test_censored_fits_come_back(distribution: Distribution, family: str) -> None:
    """20,000 callers, two in three or so censored: the right family, its mean within 10 %.

    That a richer family is better by more than 22 happens once in a million samples.
    """
    waited, answered = _censored(distribution, 20_000, 11)
    found = patience_times(_calls(waited, answered), mapping())
    fits = {fit.family: fit for fit in found.fits}
    assert fits[family].mean_s == pytest.approx(distribution.mean_s, rel=0.1)
    assert fits[family].aic <= found.fits[0].aic + 22  # exponential is a Weibull too
    assert fits[family].distance < 0.05


def test_zero_patience_is_set_apart() -> None:
    """A tenth gives up at once: the share comes back, and the others' mean with it."""
    waited, answered = _censored(Exponential(200), 18_000, 12)
    waited = np.concatenate([waited, np.full(2000, 0.5)])
    answered = np.concatenate([answered, np.zeros(2000, bool)])
    found = patience_times(_calls(waited, answered), mapping())
    fitted = found.as_scenario(mapping(patience={"use": "fitted"}))
    assert fitted["zero_share"] == pytest.approx(0.1, abs=0.01)
    exponential = next(fit for fit in found.fits if fit.family == "exponential")
    assert exponential.mean_s == pytest.approx(200, rel=0.05)


def test_exponential_fit_is_exposure_over_events() -> None:
    """Its likelihood is greatest at the time borne over the number that gave up: 60 / 3."""
    sample = Sample.of(np.array([5.0, 10.0, 15.0]), np.array([10.0, 20.0]))
    fit = fit_all(sample, ("exponential",), (np.zeros(0), np.zeros(0)))[0]
    assert fit.mean_s == pytest.approx(20, rel=1e-3)
    assert fit.aic == pytest.approx(2 + 2 * (3 * np.log(20) + 3), rel=1e-6)


def test_lognormal_fit_is_the_mean_and_spread_of_logarithms() -> None:
    """Uncensored, the likelihood is greatest at the logarithms' own mean and standard deviation."""
    logs = np.random.default_rng(2).normal(5, 1.3, 3000)
    times = np.round(np.exp(logs), 1)
    fit = fit_all(Sample.of(times), ("lognormal",), (np.zeros(0), np.zeros(0)))[0]
    kept = np.log(np.maximum(times, 0.5))
    assert fit.mean_s == pytest.approx(np.exp(kept.mean() + kept.var() / 2), rel=1e-3)
    assert fit.cv == pytest.approx(np.sqrt(np.expm1(kept.var())), rel=1e-3)


def test_nobody_gave_up() -> None:
    with pytest.raises(ValueError, match="nobody"):
        patience_times(_calls(np.ones(3), np.ones(3, bool)), mapping())


def test_few_who_gave_up_make_an_exponential() -> None:
    """Of twelve who waited 1,200 s in all three gave up, the first after half a second.

    The curve has fewer than ten left after that, and would go on to a mean of some six seconds.
    """
    waited = np.array([0.5, 59.5, 140, *[100] * 8, 200], float)
    answered = np.array([False, True, False, *[True] * 8, False])
    curve = patience_times(_calls(waited, answered), mapping())
    assert curve.as_scenario(mapping()) == {"distribution": "exponential", "mean": "400 s"}
    enough = mapping(patience={"fewest_abandoned": 3})
    written = patience_times(_calls(waited, answered), enough).as_scenario(enough)
    assert written["distribution"] == "empirical"
