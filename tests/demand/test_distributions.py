"""Distributions of times. Statements about samples hold with a false-alarm rate below 1e-5 each."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.demand.distributions import (
    Constant,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Never,
    Weibull,
    WithZero,
)

SIZE = 200_000
#: Two-sided, normal: 1 in 1.7 million.
SIGMAS = 5

ALL: list[Distribution] = [
    Constant(30),
    Exponential(180),
    Weibull(240, 0.7),
    Weibull(240, 2),
    Lognormal(300, 0.5),
    Gamma(120, 0.5),
    Gamma(120, 1.5),
    Empirical((0, 0.2, 0.9, 1), (0, 10, 100, 400)),
    WithZero(0.3, Exponential(180)),
]


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("times", ALL, ids=repr)
def test_the_mean_is_as_asked(times: Distribution) -> None:
    drawn = times.draw(rng(), SIZE)
    error = float(drawn.std()) / math.sqrt(SIZE)
    assert drawn.mean() == pytest.approx(times.mean_s, abs=SIGMAS * error + 1e-9)
    assert (drawn >= 0).all()


@pytest.mark.parametrize("times", [*ALL, Never()], ids=repr)
def test_more_draws_leave_the_first_as_they_were(times: Distribution) -> None:
    assert times.draw(rng(), 1000)[:10].tolist() == times.draw(rng(), 10).tolist()


@pytest.mark.parametrize(
    "times", [Exponential(100), Weibull(100, 0.7), Lognormal(100, 1.1), Gamma(100, 0.8)], ids=repr
)
def test_another_mean_scales_the_same_draws(
    times: Exponential | Weibull | Lognormal | Gamma,
) -> None:
    twice = replace(times, mean_s=200).draw(rng(), 1000)
    assert twice == pytest.approx(2 * times.draw(rng(), 1000))


@pytest.mark.parametrize("times", [Lognormal(300, 0.5), Gamma(300, 0.5)], ids=repr)
def test_the_coefficient_of_variation_is_as_asked(times: Distribution) -> None:
    """A sample's sd errs by sqrt((kurtosis - 1) / 4n), 0.3 % with the lognormal's kurtosis of 9."""
    drawn = times.draw(rng(), SIZE)
    assert drawn.std() / drawn.mean() == pytest.approx(0.5, rel=SIGMAS * 0.004)


def test_weibull_with_shape_one_is_exponential() -> None:
    assert Weibull(180, 1).draw(rng(), 100) == pytest.approx(Exponential(180).draw(rng(), 100))


def test_zero_comes_with_its_share_and_leaves_the_others_alone() -> None:
    drawn = WithZero(0.3, Exponential(180)).draw(rng(), SIZE)
    zeros = drawn == 0
    assert zeros.mean() == pytest.approx(0.3, abs=SIGMAS * math.sqrt(0.3 * 0.7 / SIZE))
    assert (drawn[~zeros] == Exponential(180).draw(rng(), SIZE)[~zeros]).all()


def test_zeros_do_not_depend_on_the_time_they_replace() -> None:
    times = Exponential(180).draw(rng(), SIZE)
    zeros = WithZero(0.3, Exponential(180)).draw(rng(), SIZE) == 0
    assert abs(np.corrcoef(times, zeros)[0, 1]) < SIGMAS / math.sqrt(SIZE)


def test_nothing_but_zeros() -> None:
    patience = WithZero(1, Never())
    assert patience.mean_s == 0
    assert patience.draw(rng(), 5).tolist() == [0] * 5


def test_never() -> None:
    assert math.isinf(Never().mean_s)
    assert np.isinf(Never().draw(rng(), 3)).all()


def test_empirical_is_the_inverse_of_what_was_observed() -> None:
    """Below 10 with a share of 0.2, below 55 (half the way) with 0.55, below 100 with 0.9."""
    drawn = Empirical((0, 0.2, 0.9, 1), (0, 10, 100, 400)).draw(rng(), SIZE)
    for time_s, share in [(10, 0.2), (55, 0.55), (100, 0.9)]:
        error = math.sqrt(share * (1 - share) / SIZE)
        assert (drawn < time_s).mean() == pytest.approx(share, abs=SIGMAS * error)


def test_what_was_not_seen_to_end_never_comes() -> None:
    patience = Empirical((0, 0.4), (0, 60))
    drawn = patience.draw(rng(), SIZE)
    assert math.isinf(patience.mean_s)
    error = math.sqrt(0.4 * 0.6 / SIZE)
    assert np.isinf(drawn).mean() == pytest.approx(0.6, abs=SIGMAS * error)
