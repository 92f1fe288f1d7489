"""Targets: met, missed, or cannot tell."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.kpis.definitions import KPIS
from sim.kpis.periods import Period
from sim.kpis.tally import ChannelCount, QueueCount, Tally
from sim.kpis.targets import Judged, Target, Verdict, evaluate
from tests.kpis.counted import tally_of

SL3, ASA = KPIS["SL3"], KPIS["asa"]


def days(*shares: float) -> list[Tally]:
    """Return replications of one day each, with 100 calls."""
    return [
        tally_of({QueueCount.OFFERED: 100, QueueCount.ANSWERED_WITHIN: 100 * share})
        for share in shares
    ]


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ((0.84, 0.85, 0.86, 0.85), Verdict.MET),
        ((0.74, 0.75, 0.76, 0.75), Verdict.MISSED),
        # The mean is .81, the interval [.70, .92].
        ((0.74, 0.85, 0.76, 0.89), Verdict.CANNOT_TELL),
        ((0.99,), Verdict.CANNOT_TELL),
    ],
)
def test_the_mean_must_meet_it(shares: tuple[float, ...], verdict: Verdict) -> None:
    found = evaluate(Target(SL3, 1, 0.8), days(*shares))
    assert found.verdict is verdict
    assert found.holds == (verdict is not Verdict.MISSED)


def test_a_ceiling() -> None:
    # Means of 9.8 and 10.2 s: 10 s, give or take 12.7 x .2.
    waits = [tally_of({QueueCount.ANSWERED: 10, QueueCount.WAIT_ANSWERED_S: w}) for w in (98, 102)]
    assert evaluate(Target(ASA, 1, 30), waits).verdict is Verdict.MET
    assert evaluate(Target(ASA, 1, 2), waits).verdict is Verdict.MISSED
    assert evaluate(Target(ASA, 1, 10.5), waits).verdict is Verdict.CANNOT_TELL
    assert evaluate(Target(ASA, 1, 10.5), waits).holds


def test_odds_look_at_days_and_not_at_the_mean() -> None:
    # 60 of 100 days are good; their mean of 86 % meets 80 %, but not nine days in ten do.
    found = evaluate(Target(SL3, 1, 0.8, odds=0.9), days(*[1.0] * 60, *[0.65] * 40))
    assert found.verdict is Verdict.MISSED
    assert not found.holds
    assert found.estimate.value == pytest.approx(0.86)
    # Wilson's interval of 60 of 100 is [.502, .691].
    assert (found.share.value, found.share.n) == (0.6, 100)
    assert found.share.low == pytest.approx(0.502, abs=0.001)
    assert found.share.high == pytest.approx(0.691, abs=0.001)


def test_odds_that_few_days_cannot_prove() -> None:
    # All of 20 days meet it: Wilson's interval is [.839, 1].
    all_good = days(*[0.9] * 20)
    assert evaluate(Target(SL3, 1, 0.8, odds=0.9), all_good).verdict is Verdict.CANNOT_TELL
    assert evaluate(Target(SL3, 1, 0.8, odds=0.8), all_good).verdict is Verdict.MET
    # Every day must: no number of days proves it, and none of these refutes it.
    assert evaluate(Target(SL3, 1, 0.8, odds=1.0), all_good).verdict is Verdict.CANNOT_TELL


def test_a_day_exactly_at_the_level_meets_it() -> None:
    assert evaluate(Target(SL3, 1, 0.8, odds=0.5), days(0.8)).share.value == 1


def test_scope_weighs_by_volume() -> None:
    """Two days of two half-days: 90 of 100 and 1 of 10 in each."""
    counts = {QueueCount.OFFERED: [100, 10, 100, 10], QueueCount.ANSWERED_WITHIN: [90, 1, 90, 1]}
    tallies = [tally_of(counts, intervals=4, interval_s=43_200)] * 2
    by_day = evaluate(Target(SL3, 1, 0.8, Period.DAY), tallies)
    assert by_day.verdict is Verdict.MET
    assert by_day.estimate.value == pytest.approx(91 / 110)
    by_interval = evaluate(Target(SL3, 1, 0.8, Period.INTERVAL), tallies)
    assert by_interval.verdict is Verdict.MISSED
    assert (by_interval.estimate.value, by_interval.period) == (0.1, 1)
    # No day has both of its halves above the level.
    assert (by_interval.share.value, by_interval.share.n) == (0, 4)


def test_every_day_must_where_the_week_as_a_whole_would() -> None:
    counts = {
        QueueCount.OFFERED: [100.0] * 7,
        QueueCount.ANSWERED_WITHIN: [95.0] * 6 + [50.0],
    }
    tallies = [tally_of(counts, intervals=7)] * 2
    assert evaluate(Target(SL3, 1, 0.8, Period.DAY), tallies).verdict is Verdict.MISSED
    assert evaluate(Target(SL3, 1, 0.8, Period.WEEK), tallies).verdict is Verdict.MET


def test_chance_among_many_days_is_no_miss() -> None:
    """Thirty days that are truly at the level: one of them at least looks bad.

    A miss is declared in at most 5 % of 200 studies; more than 22 such have a probability below
    1e-4 (binomial). Judged day by day, half of the studies would declare one.
    """
    rng = np.random.default_rng(1)
    target = Target(SL3, 1, 0.8, Period.DAY)
    missed = 0
    for _ in range(200):
        within = rng.normal(80, 4, size=(10, 30))
        counts = [{QueueCount.OFFERED: 100, QueueCount.ANSWERED_WITHIN: days} for days in within]
        tallies = [tally_of(count, intervals=30) for count in counts]
        missed += evaluate(target, tallies).verdict is Verdict.MISSED
    assert missed <= 22


def test_days_without_contacts_make_no_difference() -> None:
    counts = {QueueCount.OFFERED: [100, 0], QueueCount.ANSWERED_WITHIN: [90, 0]}
    found = evaluate(Target(SL3, 1, 0.8), [tally_of(counts, intervals=2)] * 3)
    assert found.verdict is Verdict.MET
    assert found.share.n == 3


def test_intervals_without_contacts_do_not_spoil_the_day() -> None:
    counts = {QueueCount.OFFERED: [100, 0.0], QueueCount.ANSWERED_WITHIN: [90, 0.0]}
    tallies = [tally_of(counts, intervals=2, interval_s=43_200)] * 3
    found = evaluate(Target(SL3, 1, 0.8, Period.INTERVAL, odds=0.1), tallies)
    assert (found.share.value, found.share.n) == (1, 3)
    assert found.verdict is Verdict.MET


def test_nobody_promised_to_answer_while_closed() -> None:
    """One redials after closing; the open half of the day keeps the promise."""
    counts = {
        QueueCount.OFFERED: [100, 1.0],
        QueueCount.ANSWERED_WITHIN: [90, 0.0],
        QueueCount.CLOSED: [0, 1.0],
    }
    tallies = [tally_of(counts, intervals=2, interval_s=43_200)] * 3
    found = evaluate(Target(SL3, 1, 0.8, Period.INTERVAL), tallies)
    assert (found.verdict, found.period) == (Verdict.MET, 0)
    assert found.share.value == 1
    # The day counts who came while closed, as its definition says.
    assert evaluate(Target(SL3, 1, 0.8), tallies).estimate.value == pytest.approx(90 / 101)


def test_nothing_can_be_told_without_contacts() -> None:
    for odds in (None, 0.9):
        found = evaluate(Target(SL3, 1, 0.8, odds=odds), [tally_of()] * 3)
        assert found.verdict is Verdict.CANNOT_TELL
        assert not found.holds
        assert math.isnan(found.estimate.value)


def test_a_figure_without_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="occupancy is neither better high nor low"):
        Target(KPIS["occupancy"], 1, 0.8)


def desks(on_time: float, late: float, not_due: float) -> list[Tally]:
    """Return three replications of one day of a desk."""
    counts = {
        ChannelCount.ON_TIME: on_time,
        ChannelCount.LATE: late,
        ChannelCount.NOT_DUE: not_due,
    }
    return [tally_of(channel_counts=counts)] * 3


def test_work_that_is_not_due_by_the_end_proves_nothing() -> None:
    promise = Target(KPIS["on_time"], 1, 0.9)
    drowning = evaluate(promise, desks(25, 0, 56))
    assert drowning.verdict is Verdict.CANNOT_TELL
    assert not drowning.holds
    assert drowning.judged == Judged(25, 81)
    assert drowning.estimate.value == 1
    half = evaluate(promise, desks(40, 1, 41))
    assert (half.verdict, half.holds, half.judged) == (Verdict.MET, True, Judged(41, 82))
    assert evaluate(promise, desks(10, 40, 41)).verdict is Verdict.MISSED
    assert evaluate(promise, desks(0, 0, 0)).verdict is Verdict.CANNOT_TELL


def test_who_waits_on_the_line_is_judged_whole() -> None:
    assert evaluate(Target(SL3, 1, 0.8), days(0.85, 0.86)).judged is None
