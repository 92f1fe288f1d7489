"""The hash that later legs' draws are looked up with.

Chi-square tests, each with a false-alarm rate of 1e-7, about 400 in all: 4e-5 together.
"""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from sim.codes import Purpose
from sim.engines.lookup import hash31

FALSE_ALARM = 1e-7
SIZE = 100_000
LOOKED_UP = [
    Purpose.TALK,
    Purpose.WRAP_UP,
    Purpose.PATIENCE,
    Purpose.REDIAL,
    Purpose.REDIAL_DELAY,
    Purpose.REPEAT,
    Purpose.REPEAT_DELAY,
    Purpose.TRANSFER,
]
KEYS: Any = np.random.default_rng(7).integers(0, 1 << 62, SIZE)


def hashes(attempt: int = 1, depth: int = 0, purpose: int = Purpose.TALK) -> NDArray[np.int64]:
    return np.asarray(hash31(KEYS, attempt, depth, purpose))


def assert_even(cells: NDArray[np.int64], n_cells: int) -> None:
    counts = np.bincount(cells, minlength=n_cells)
    statistic = ((counts - SIZE / n_cells) ** 2).sum() / (SIZE / n_cells)
    assert statistic < chi2.isf(FALSE_ALARM, n_cells - 1)


def assert_independent(one: NDArray[np.int64], other: NDArray[np.int64]) -> None:
    """Both by their highest four bits, which shares look at, and the lowest, which pools do."""
    assert_even((one >> 27) * 16 + (other >> 27), 256)
    assert_even((one >> 27) * 16 + (other & 15), 256)
    assert_even((one & 15) * 16 + (other & 15), 256)


def test_an_array_is_hashed_as_its_numbers_are() -> None:
    assert hashes(2, 1, 5)[:100].tolist() == [hash31(int(key), 2, 1, 5) for key in KEYS[:100]]


def test_31_bits() -> None:
    assert hashes().min() >= 0
    assert hashes().max() < 1 << 31


@pytest.mark.parametrize("purpose", LOOKED_UP)
def test_uniform(purpose: Purpose) -> None:
    for attempt, depth in [(1, 0), (2, 0), (1, 1), (4, 3)]:
        drawn = hashes(attempt, depth, purpose)
        assert_even(drawn >> 23, 256)
        assert_even(drawn & 4095, 4096)


def test_purposes_are_independent() -> None:
    for one, other in combinations(LOOKED_UP, 2):
        assert_independent(hashes(purpose=one), hashes(purpose=other))


@pytest.mark.parametrize("purpose", [Purpose.REDIAL, Purpose.TALK, Purpose.TRANSFER])
def test_attempts_and_depths_are_independent(purpose: Purpose) -> None:
    places = [(1, 0), (2, 0), (3, 0), (1, 1), (1, 2), (2, 1)]
    for one, other in combinations(places, 2):
        assert_independent(hashes(*one, purpose), hashes(*other, purpose))


def test_neighbouring_keys_are_as_good_as_random_ones() -> None:
    """A replayed log may number its contacts."""
    keys: Any = np.arange(SIZE)
    drawn = np.asarray(hash31(keys, 1, 0, Purpose.REDIAL))
    assert_even(drawn >> 23, 256)
    assert_independent(drawn, np.roll(drawn, 1))
