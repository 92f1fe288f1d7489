"""The stopping rule: looks, ends, and says what it reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from sim.kpis.definitions import KPIS
from sim.kpis.estimates import Estimate, estimate
from sim.kpis.replicate import replicate
from sim.kpis.stopping import Precision, run_until
from sim.kpis.tally import QueueCount, Tally
from tests.kpis.counted import CLOCK, one_queue, tally_of

RULE = Precision(half_width=0.02, first=4, batch=2, cap=100)


def level(tallies: Sequence[Tally]) -> list[Estimate]:
    return [estimate(KPIS["SL3"], tallies)]


def _alternating(first: int, number: int) -> Iterator[Tally]:
    """Give days of 75 % and 85 % in turn: sd about 5 points, so that about 27 days are needed."""
    for replication in range(first, first + number):
        within = 75 if replication % 2 else 85
        yield tally_of({QueueCount.OFFERED: 100, QueueCount.ANSWERED_WITHIN: within})


def test_it_stops_when_it_knows_enough() -> None:
    stopped = run_until(RULE, _alternating, level)
    assert stopped.reached
    assert stopped.widest.half_width <= 0.02
    assert stopped.widest.n == len(stopped.tallies)
    # t(26) x 5.1 / sqrt(27) = 2.02 points; 28 do.
    assert 27 <= len(stopped.tallies) <= 34


def test_it_looks_after_batches_and_at_most_doubles() -> None:
    looks: list[Estimate] = []
    run_until(RULE, _alternating, level, looks.append)
    numbers = [look.n for look in looks]
    assert numbers[0] == 4
    assert all(
        later - earlier >= 2 and later <= 2 * earlier
        for earlier, later in itertools.pairwise(numbers)
    )


def test_the_least_exact_of_several_decides() -> None:
    def both(tallies: Sequence[Tally]) -> list[Estimate]:
        return [estimate(KPIS["offered"], tallies), *level(tallies)]  # 100 on every day: sure

    alone, with_a_sure_one = (run_until(RULE, _alternating, look) for look in (level, both))
    assert len(alone.tallies) == len(with_a_sure_one.tallies)


def test_the_cap_ends_it_and_it_says_so() -> None:
    stopped = run_until(replace(RULE, half_width=0.0001, cap=20), _alternating, level)
    assert not stopped.reached
    assert len(stopped.tallies) == 20


def test_what_is_undefined_runs_to_the_cap() -> None:
    def nothing(first: int, number: int) -> Iterator[Tally]:
        return iter([tally_of()] * number)

    stopped = run_until(replace(RULE, cap=11), nothing, level)
    assert not stopped.reached
    assert len(stopped.tallies) == 11


def test_it_asks_for_each_replication_once() -> None:
    asked: list[int] = []

    def simulate(first: int, number: int) -> Iterator[Tally]:
        asked.extend(range(first, first + number))
        return _alternating(first, number)

    run_until(RULE, simulate, level)
    assert asked == list(range(len(asked)))


def test_a_real_centre_equals_one_run_of_the_same_length() -> None:
    centre = one_queue()
    rule = replace(RULE, half_width=0.05, cap=30)
    stopped = run_until(
        rule, lambda first, n: replicate(centre, CLOCK, 5, n, 1, first=first), level
    )
    straight = list(replicate(centre, CLOCK, 5, len(stopped.tallies), 1))
    assert all(
        (one.queues == other.queues).all()
        for one, other in zip(stopped.tallies, straight, strict=True)
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"half_width": 0.0},
        {"half_width": float("nan")},
        {"batch": 0},
        {"first": 1},
        {"first": 5, "cap": 4},
    ],
)
def test_a_rule_that_cannot_work_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected a positive half-width"):
        replace(RULE, **wrong)  # type: ignore[arg-type]
