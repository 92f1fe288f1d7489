"""Volumes by hand, and day factors that come back from days drawn with them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scenarios.intake.days import Days, choose_days
from scenarios.intake.volumes import Volumes, count_volumes, day_factors, dispersion
from tests.intake.small_log import mapping, read, row

MONDAY = date(2026, 6, 1)


def test_means_by_weekday_and_interval(tmp_path: Path) -> None:
    """Two Mondays: 2 and 4 calls from nine, 1 and 0 at half past. A Tuesday: 3 before midnight."""
    rows = (
        [row("2026-06-01 09:29:59")] * 2
        + [row("2026-06-01 09:30:00")]
        + [row("2026-06-08 09:00:00")] * 4
        + [row("2026-06-02 23:59:59", line="loans")] * 3
    )
    calls = read(tmp_path, rows).calls
    days = choose_days(calls, mapping(days={"leave_out_abnormal": False}))
    volumes = count_volumes(calls, days, ("general", "loans"), 1800)
    assert volumes.weekdays == ("monday", "tuesday")
    monday = volumes.mean("monday")
    assert monday[0, 18] == 3
    assert monday[0, 19] == 0.5
    assert monday.sum() == 3.5
    assert volumes.mean("tuesday")[1, 47] == 3


def _days(counts: NDArray[np.int64]) -> Volumes:
    """Return counts of shape (days, queues) as Mondays of one interval a day."""
    mondays = tuple(MONDAY + timedelta(weeks=place) for place in range(len(counts)))
    queues = tuple(f"queue_{place}" for place in range(counts.shape[1]))
    return Volumes(queues, Days(mondays, (), ()), 86_400, counts[:, :, None])


def test_day_factor_by_hand() -> None:
    """Two days, two queues: (90, 200) and (110, 240).

    Means 100 and 220; n / (n - 1) = 2. Shared: 2 x 2 x (10 x 20) over 2 x 100 x 220 for each order
    of the pair: 800 / 44,000. First queue's whole variance: (2 x 200 - 200) / (2 x 100^2) = 0.01;
    (1 + 0.01) / (1 + 0.01818) is below 1, so nothing is its own. Second: (2 x 800 - 440) / 96,800.
    """
    factors = day_factors(_days(np.array([[90, 200], [110, 240]])))
    assert factors.shared_cv == pytest.approx(np.sqrt(800 / 44_000))
    assert factors.own_cv == {"queue_0": 0, "queue_1": 0}


@pytest.mark.parametrize(("shared", "own"), [(0.0, 0.0), (0.1, 0.0), (0.1, 0.2)])
def test_day_factors_come_back(shared: float, own: float) -> None:
    """Drawn for 4,000 days, each variance comes back within five standard errors.

    The error of a variance c^2 over n days is about (c^2 + 1 / m) sqrt(2 / n) with m calls a day.
    """
    rng = np.random.default_rng(7)
    n, mean = 4000, np.array([400.0, 900.0, 2500.0])

    def factor(cv: float, size: tuple[int, ...]) -> NDArray[np.float64]:
        return rng.gamma(1 / cv**2, cv**2, size) if cv else np.ones(size)

    rates = mean * factor(shared, (n, 1)) * factor(own, (n, 3))
    found = day_factors(_days(rng.poisson(rates)))
    error = 5 * (shared**2 + own**2 + 1 / 400) * np.sqrt(2 / n)
    assert abs(found.shared_cv**2 - shared**2) < error
    for cv in found.own_cv.values():
        assert abs(cv**2 - own**2) < 2 * error


def test_single_queue_has_all_its_variance_shared() -> None:
    found = day_factors(_days(np.array([[800], [1200], [1000]])))
    assert found.shared_cv == pytest.approx(np.sqrt((80_000 * 3 / 2 - 3000) / 3e6))
    assert found.own_cv == {"queue_0": 0}


def test_weekdays_seen_once_say_nothing() -> None:
    assert day_factors(_days(np.array([[50, 60]]))).shared_cv == 0
    assert dispersion(_days(np.array([[50, 60]]))) == 1


def test_dispersion_of_poisson_counts_is_about_one() -> None:
    """Over 4,000 intervals its error is sqrt(2 / 4,000); five of them are allowed."""
    counts = np.random.default_rng(8).poisson(40, (4000, 1))
    assert dispersion(_days(counts)) == pytest.approx(1, abs=5 * np.sqrt(2 / 4000))
