"""From fractional counts to whole ones: carrying by hand, and dives of which time runs out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_matrix

from optimize.schedule import diving
from optimize.schedule.carrying import carried, mostly_fractions
from optimize.schedule.clock import Clock
from optimize.schedule.diving import dived
from optimize.schedule.problem import Numbers
from optimize.schedule.program import Program
from optimize.schedule.solver import End, Outcome, loaded, relaxed, while_time_is_left


def ring(size: int, most: float = np.inf) -> Program:
    """Cover each of `size` slots in a circle by one of two neighbours, each at the cost of one.

    At best every count is a half: `size` / 2. Whole ones take one more half where `size` is odd,
    which is (size + 1) / 2. All counts together are at most `most`.
    """
    covers = np.eye(size) + np.roll(np.eye(size), 1, axis=1)
    rows = np.vstack([covers, np.ones(size)])
    return Program(
        cost=np.ones(size),
        lower=np.zeros(size),
        upper=np.full(size, np.inf),
        whole=np.ones(size, dtype=bool),
        matrix=csc_matrix(rows),
        row_lower=np.append(np.ones(size), -np.inf),
        row_upper=np.append(np.full(size, np.inf), most),
        kinds=np.array(["shifts"] * size),
        rules=np.array(["coverage"] * size + ["headcount"]),
    )


def _along(values: Numbers) -> Numbers:
    return np.arange(len(values), dtype=np.float64)


def test_fractions_are_carried_to_the_next() -> None:
    # Sums of the fractions .4, .8, 1.2, 1.6: one is handed out at .8 (from .5 on), one at 1.6.
    assert carried(np.array([2.4, 0.4, 0.4, 1.4]), np.arange(4.0)).tolist() == [2, 1, 0, 2]


def test_the_order_says_who_is_next() -> None:
    # From last to first: .4 nothing, .8 one, 1.2 nothing, 1.6 one.
    assert carried(np.array([2.4, 0.4, 0.4, 1.4]), 3 - np.arange(4.0)).tolist() == [3, 0, 1, 1]


@given(st.lists(st.floats(0, 3), min_size=1, max_size=30))
def test_every_stretch_keeps_its_sum_to_within_one(values: list[float]) -> None:
    given = np.array(values)
    missing = np.cumsum(carried(given, _along(given)) - given)
    assert np.ptp(np.append(missing, 0.0)) <= 1 + 1e-4
    assert np.all(carried(given, _along(given)) >= np.floor(given))


def test_what_is_mostly_fractions() -> None:
    assert mostly_fractions(np.array([0.5, 0.5, 1.0]) * 0.9)
    assert not mostly_fractions(np.array([0.5, 0.5, 1.0]))


@pytest.mark.parametrize("time_s", [0.0, 60.0])
@pytest.mark.parametrize("jump", [False, True])
def test_a_dive_covers_all_however_little_time_there_is(time_s: float, *, jump: bool) -> None:
    program = ring(7)
    best = relaxed(program)
    assert best.objective == pytest.approx(3.5)
    found = dived(program, best, np.arange(7.0), Clock(time_s), jump=jump)
    assert found is not None
    assert np.all(program.matrix[:7] @ found >= 1 - 1e-6)
    assert np.all(found == np.rint(found))
    assert found.sum() >= 4


def test_without_time_a_dive_takes_few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of the halves of 40 columns every second is carried up, and these cover the circle: one
    # round. Rounding up the nearest 30 % at a time takes more.
    program, rounds = ring(41), list[str]()

    def counted(name: str) -> Callable[..., Outcome]:
        solve = getattr(diving, name)

        def solved(*arguments: Any) -> Outcome:
            rounds.append(name)
            outcome: Outcome = solve(*arguments)
            return outcome

        return solved

    for name in ("anew", "from_where_it_stands", "while_time_is_left"):
        monkeypatch.setattr(diving, name, counted(name))
    best = relaxed(program)
    assert dived(program, best, np.arange(41.0), Clock(0.0)) is not None
    assert len(rounds) <= 2


def test_what_is_carried_fits_under_a_limit() -> None:
    # Of the seven halves 1, 0, 1, 0, 1, 0, 1 are carried: the four there may be, and they cover.
    found = dived(ring(7, most=4), relaxed(ring(7, most=4)), np.arange(7.0), Clock(0.0))
    assert found is not None
    assert found.tolist() == [1, 0, 1, 0, 1, 0, 1]


def test_a_linear_program_ends_without_values_where_time_is_over() -> None:
    highs = loaded(ring(2000), relaxed=True)
    highs.setOptionValue("presolve", "off")
    outcome = while_time_is_left(highs, 10**6, 0.0)
    assert outcome.end is End.STOPPED
    assert outcome.values is None
    # The limit is of that one search; the next goes on to its end.
    assert while_time_is_left(highs, 10**6, 60.0).objective == pytest.approx(1000.0)
