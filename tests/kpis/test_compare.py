"""Two variants: a difference is seen where there is one, and not where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.kpis.compare import Direction, compare, difference
from sim.kpis.definitions import KPIS
from sim.kpis.grid import Floats
from sim.kpis.periods import Parts
from sim.kpis.replicate import replicate
from sim.kpis.tally import QueueCount, Tally
from tests.kpis.counted import CLOCK, one_queue, tally_of

#: Of the tests here that count random successes: how often each may fail by chance.
FALSE_ALARM = 1e-6
SL3 = KPIS["SL3"]


def test_by_hand() -> None:
    # 80, 70, 90 % against 85, 76, 94 % of 100 calls: differences 5, 6, 4, mean 5, sd 1,
    # se .57735; t(2, 97.5 %) = 4.302653.
    found = compare(SL3, _days(80, 70, 90), _days(85, 76, 94), row=1)
    assert (found.base, found.variant) == pytest.approx((0.8, 0.85))
    assert found.value == pytest.approx(0.05)
    assert found.high - found.value == pytest.approx(0.0057735 * 4.302653, rel=1e-5)
    assert found.value - found.low == pytest.approx(0.0057735 * 4.302653, rel=1e-5)
    assert found.relative == pytest.approx(0.0625)
    assert found.relative_low < 0.0625 < found.relative_high
    assert found.verdict is Direction.HIGHER
    assert found.n == 3


def test_relative_interval_by_hand() -> None:
    # The quotient is 255 / 240 = 1.0625; residuals (85 - 1.0625 x 80, 76 - 1.0625 x 70,
    # 94 - 1.0625 x 90) / 80 = (0, .0203125, -.0203125), sd .0203125, se .0117274.
    found = compare(SL3, _days(80, 70, 90), _days(85, 76, 94))
    assert found.relative_high - 0.0625 == pytest.approx(0.0117274 * 4.302653, rel=1e-5)


def test_pairing_cancels_what_both_share() -> None:
    # Days differ by tens of points, the variant by about one: only the pairs show it.
    base, variant = _days(60, 95, 75, 85, 50), _days(61, 96.5, 76, 86, 51.5)
    assert compare(SL3, base, variant).verdict is Direction.HIGHER
    shuffled = [variant[number] for number in (1, 2, 3, 4, 0)]
    assert compare(SL3, base, shuffled).verdict is Direction.CANNOT_TELL
    assert compare(SL3, variant, base).verdict is Direction.LOWER


def test_identical_variants_are_the_same() -> None:
    found = compare(SL3, _days(60, 95, 75), _days(60, 95, 75))
    assert (found.value, found.low, found.high) == (0, 0, 0)
    assert found.verdict is Direction.SAME


def test_identical_single_replications_are_the_same_though_the_error_is_unknown() -> None:
    found = compare(SL3, _days(60), _days(60))
    assert found.verdict is Direction.SAME
    assert found.value == 0
    assert math.isnan(found.low)


def test_the_same_value_of_different_counts() -> None:
    # Both answer everything in time, of different volumes: no difference, and no error.
    found = compare(SL3, _days(100, 100), [_day(50, 50), _day(40, 40)])
    assert found.verdict is Direction.SAME


def test_one_replication_tells_nothing_apart() -> None:
    found = compare(SL3, _days(60), _days(90))
    assert found.value == pytest.approx(0.3)
    assert math.isnan(found.high)
    assert found.verdict is Direction.CANNOT_TELL


def test_the_longer_series_is_cut() -> None:
    base, variant = _days(80, 70, 90), _days(85, 76, 94, 10, 10)
    assert compare(SL3, base, variant) == compare(SL3, base, variant[:3])


def test_undefined_in_one_of_them() -> None:
    found = compare(SL3, _days(80, 70), [tally_of(), tally_of()])
    assert math.isnan(found.value)
    assert found.verdict is Direction.UNDEFINED
    neither = compare(SL3, [tally_of(), tally_of()], [tally_of(), tally_of()])
    assert neither.verdict is Direction.UNDEFINED


def test_relative_to_nothing_is_undefined() -> None:
    found = compare(SL3, _days(0, 0), _days(50, 60))
    assert found.value == pytest.approx(0.55)
    assert math.isnan(found.relative)
    assert found.verdict is not Direction.SAME


def test_false_alarms_are_as_rare_as_they_should_be() -> None:
    """4,000 comparisons of 20 noisy pairs that truly agree, at 95 %.

    Between 4 and 6 % of them may be told apart; the count lies outside the limits with
    FALSE_ALARM at most.
    """
    rng = np.random.default_rng(3)
    comparisons = 4000
    told = sum(
        difference(_noisy(rng, 0), _noisy(rng, 0)).verdict is not Direction.CANNOT_TELL
        for _ in range(comparisons)
    )
    assert stats.binom.ppf(FALSE_ALARM / 2, comparisons, 0.04) <= told
    assert told <= stats.binom.ppf(1 - FALSE_ALARM / 2, comparisons, 0.06)


def test_one_more_agent_is_seen_on_common_random_numbers() -> None:
    # Ten mornings of two hours: the service level improves in each of them, or stays.
    few, more = (
        list(replicate(one_queue(agents=agents), CLOCK, 1, 10, jobs=1)) for agents in (5, 6)
    )
    assert compare(SL3, few, more).verdict is Direction.HIGHER
    assert compare(KPIS["asa"], few, more).verdict is Direction.LOWER
    # What customers bring is the same, so that its difference is exactly nothing.
    assert compare(KPIS["offered"], few, more).verdict is Direction.SAME


def _days(*within: float) -> list[Tally]:
    return [_day(number, 100) for number in within]


def _day(within: float, offered: float) -> Tally:
    return tally_of({QueueCount.OFFERED: offered, QueueCount.ANSWERED_WITHIN: within})


def _noisy(rng: np.random.Generator, lift: float) -> Parts:
    volume: Floats = rng.normal(400, 40, (20, 1))
    return Parts(volume * (0.8 + lift) + rng.normal(0, 10, (20, 1)), volume)
