"""What replications say, where the truth is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.kpis.definitions import KPIS
from sim.kpis.estimates import estimate, estimates, ratio_of_means, share_of, spread
from sim.kpis.periods import Period
from sim.kpis.tally import QueueCount, Tally
from tests.kpis.counted import tally_of

#: Of the tests here that count random successes: how often each may fail by chance.
FALSE_ALARM = 1e-6


def test_mean_and_its_interval_by_hand() -> None:
    # 1, 2, 3, 4: mean 2.5, sd 1.29099, se .645497; t(3, 97.5 %) = 3.182446.
    found = ratio_of_means(np.array([1.0, 2, 3, 4]), np.ones(4)).at()
    assert found.value == 2.5
    assert found.se == pytest.approx(0.6454972)
    assert found.low == pytest.approx(2.5 - 3.182446 * 0.6454972, rel=1e-6)
    assert found.high == pytest.approx(2.5 + 3.182446 * 0.6454972, rel=1e-6)
    assert found.half_width == pytest.approx(3.182446 * 0.6454972, rel=1e-6)
    assert found.n == 4


def test_ratio_of_means_is_no_mean_of_ratios() -> None:
    # 9 of 10 and 10 of 100: 19 of 110. Residuals (9 - 19/11, 10 - 190/11) / 55 = (.132, -.132),
    # sd .186999, se .132231.
    found = ratio_of_means(np.array([9.0, 10]), np.array([10.0, 100])).at()
    assert found.value == pytest.approx(19 / 110)
    assert found.se == pytest.approx((9 - 190 / 110) / 55)


def test_a_single_replication_has_no_error_and_does_not_pretend() -> None:
    found = estimate(KPIS["SL3"], [_served(8, 10)])
    assert found.value == 0.8
    assert found.n == 1
    assert all(map(math.isnan, (found.se, found.low, found.high, found.half_width)))


def test_a_replication_without_calls_weighs_nothing() -> None:
    with_empty = [_served(8, 10), _served(0, 0), _served(5, 10)]
    assert estimate(KPIS["SL3"], with_empty).value == 13 / 20


def test_rows_and_periods_at_once_equal_one_by_one() -> None:
    tallies = [
        tally_of(
            {QueueCount.OFFERED: [10, 20], QueueCount.ANSWERED_WITHIN: [n, 2 * n + 1]}, intervals=2
        )
        for n in range(5)
    ]
    together = estimates(KPIS["SL3"], tallies, Period.DAY)
    assert together.value.shape == (2, 2)
    second = ratio_of_means(np.array([1.0, 3, 5, 7, 9]), np.full(5, 20.0)).at()
    assert together.at(1, 1) == second


def test_the_interval_covers_as_often_as_it_says() -> None:
    """4,000 samples of 25 days, volume 400 +- 60 a day and waits that grow with it.

    The delta method's interval is approximate; with these days its coverage is between 94 and
    96 %, and the count of covered samples lies outside the limits with FALSE_ALARM at most.
    """
    rng = np.random.default_rng(11)
    samples, days = 4000, 25
    volume = rng.normal(400, 60, (days, samples))
    wait = volume * (20 + 0.05 * (volume - 400)) + rng.normal(0, 900, (days, samples))
    # E[wait] / E[volume] = (400 x 20 + .05 x Var(volume)) / 400.
    truth = (400 * 20 + 0.05 * 60**2) / 400
    found = ratio_of_means(wait, volume, 0.95)
    covered = int(((found.low <= truth) & (truth <= found.high)).sum())
    assert stats.binom.ppf(FALSE_ALARM / 2, samples, 0.94) <= covered
    assert covered <= stats.binom.ppf(1 - FALSE_ALARM / 2, samples, 0.96)


def test_the_mean_of_ratios_would_miss() -> None:
    # The same days by the wrong estimator: its bias shows that the test above can fail.
    rng = np.random.default_rng(11)
    volume = rng.normal(400, 60, (25, 4000))
    ratios = 20 + 0.05 * (volume - 400)
    found = ratio_of_means(ratios, np.ones_like(ratios))
    truth = (400 * 20 + 0.05 * 60**2) / 400
    assert ((found.low <= truth) & (truth <= found.high)).mean() < 0.9


def test_spread_of_days_takes_every_day_of_every_replication() -> None:
    # Days of 0, 10, ..., 100 %, in replications of two days each but the last empty.
    shares = [*range(0, 101, 10), None]
    tallies = [
        tally_of(
            {
                QueueCount.OFFERED: [0 if share is None else 100 for share in pair],
                QueueCount.ANSWERED_WITHIN: [share or 0 for share in pair],
            },
            intervals=2,
        )
        for pair in zip(shares[::2], shares[1::2], strict=True)
    ]
    found = spread(KPIS["SL3"], tallies)
    assert (found.p10, found.p50, found.p90) == pytest.approx((0.1, 0.5, 0.9))
    assert found.n == 11


def test_spread_of_nothing() -> None:
    found = spread(KPIS["SL3"], [_served(0, 0)])
    assert found.n == 0
    assert math.isnan(found.p50)


def test_wilson_by_hand() -> None:
    # 8 of 10 at 95 %: z = 1.959964, z2/n = .384146; centre (.8 + .192073) / 1.384146 = .716740,
    # reach 1.959964 / 1.384146 x sqrt(.016 + .0096036) = .226577.
    found = share_of(np.array([True] * 8 + [False] * 2))
    assert found.value == 0.8
    by_hand = (0.716740 - 0.226577, 0.716740 + 0.226577)
    assert (found.low, found.high) == pytest.approx(by_hand, abs=1e-5)
    assert found.n == 10


def test_share_of_nothing() -> None:
    assert math.isnan(share_of(np.zeros(0, np.bool_)).value)


@given(st.lists(st.booleans(), min_size=1), st.floats(0.5, 0.999))
def test_a_share_lies_in_its_interval(flags: list[bool], confidence: float) -> None:
    found = share_of(np.array(flags), confidence)
    assert 0 <= found.low <= found.value <= found.high <= 1


def _served(within: float, offered: float) -> Tally:
    return tally_of({QueueCount.OFFERED: offered, QueueCount.ANSWERED_WITHIN: within})
