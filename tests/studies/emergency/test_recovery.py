"""When a line is out of its target and back in it: by hand, and by brute force over legs."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.studies.emergency.recovery import Recovery, judged_minutes, recoveries, recovery
from sim.clock import MS_PER_MIN
from sim.codes import Outcome
from sim.kpis.grid import Floats
from sim.kpis.timeline import QueueState
from tests.studies.emergency import bad_day


def told(*below: range, minutes: int = 200, apart: range = range(0)) -> Floats:
    """Return the recovery of a line that is below its level at minutes of `below`, of 1, 2, ...

    Minutes of `apart` do not count.
    """
    at = np.arange(1, minutes + 1)
    is_below = np.isin(at, [minute for each in below for minute in each])
    return recovery(is_below, ~np.isin(at, apart), at.astype(float))


def test_a_line_that_is_never_out() -> None:
    out, back, to_back, minutes_out = told()
    assert np.isnan(out)
    assert np.isnan(back)
    assert (to_back, minutes_out) == (0, 0)


def test_back_is_who_stays_for_half_an_hour() -> None:
    # Below from 10 to 20, and at 51: from 21 on there are 30 minutes to 50 and none to spare, so
    # that it is not in target *for* 30 min, which end at 51. From 52 on it stays.
    assert told(range(10, 21), range(51, 52)).tolist() == [10, 52, 52, 12]
    # Had it held to 51, it would be back at 21.
    assert told(range(10, 21), range(52, 53)).tolist() == [10, 21, 21, 12]


@pytest.mark.parametrize(
    ("below", "back"),
    [
        (range(100, 170), 170),  # 170 to 200 are 30 minutes
        (range(100, 171), None),  # 171 to 200 are 29
        (range(100, 201), None),
    ],
)
def test_who_is_not_back_long_enough_by_the_end_is_not_back(
    below: range, back: float | None
) -> None:
    found = told(below)
    if back is None:
        assert np.isnan(found[Recovery.BACK])
        assert found[Recovery.TO_BACK] == 200  # so long at least
    else:
        assert found[Recovery.BACK] == found[Recovery.TO_BACK] == back


def test_who_closes_or_has_no_contact_is_not_back_by_that() -> None:
    # Below from 10 to 20; nothing counts from 21 to 90. Back is 91, the first minute in target.
    assert told(range(10, 21), apart=range(21, 91)).tolist() == [10, 91, 91, 11]
    # Ten minutes in target, a gap, below again: the gap does not make up what lacks to 30 minutes.
    assert told(range(10, 21), range(91, 101), apart=range(31, 91)).tolist() == [10, 101, 101, 21]
    # Ten minutes before the gap and 21 after it are 30 minutes and the one that they begin with.
    assert told(range(10, 21), range(112, 120), apart=range(31, 91)).tolist() == [10, 21, 21, 19]
    assert told(range(10, 21), range(111, 120), apart=range(31, 91)).tolist() == [10, 120, 120, 20]
    # Closed to the end: it is not back, and that takes until the end at least.
    out, back, to_back, minutes_out = told(range(10, 21), apart=range(21, 201))
    assert np.isnan(back)
    assert (out, to_back, minutes_out) == (10, 200, 11)


def test_a_line_that_never_counts_is_never_out() -> None:
    out, back, to_back, minutes_out = told(apart=range(1, 201))
    assert np.isnan([out, back]).all()
    assert (to_back, minutes_out) == (0, 0)


def test_a_line_is_not_back_where_no_wait_ended() -> None:
    # Out at minute 1, then 60 minutes in which nobody waits, then 31 with ten answers in time.
    ended = [10.0] + [0.0] * 60 + [10.0] * 31
    made = states((ended, [0.0, *ended[1:]]))
    at_ms = MS_PER_MIN * np.arange(1, len(ended) + 1)
    judged = np.ones((1, len(ended)), np.bool_)
    found = recoveries(made, judged, np.array([0.8]), at_ms, 0)
    assert found[:, Recovery.BACK].tolist() == [62, 62]
    # Closed for ten of those 31, they are too few.
    judged[0, -10:] = False
    found = recoveries(made, judged, np.array([0.8]), at_ms, 0)
    assert np.isnan(found[:, Recovery.BACK]).all()


def states(*lines: tuple[list[float], list[float]]) -> Floats:
    """Return states of lines: waits that ended, and those in time."""
    made = np.zeros((len(lines), len(lines[0][0]), len(QueueState)))
    for row, (ended, in_time) in enumerate(lines):
        made[row, :, QueueState.ENDED], made[row, :, QueueState.IN_TIME] = ended, in_time
    return made


def test_lines_together_are_asked_what_each_is() -> None:
    # Line 1 at 80 % of 10 waits needs 8, line 2 at 50 % of 30 needs 15: 23 of 40 together.
    # Minute 1: 8 and 14, of which line 2 is short by one, and so are both together.
    # Minute 2: 9 and 14 make 23: together they are not short. Minute 3: nobody waited.
    made = states(([10, 10, 0], [8, 9, 0]), ([30, 30, 0], [14, 14, 0]))
    at_ms = MS_PER_MIN * np.arange(1, 4)
    judged = np.ones((2, 3), np.bool_)
    found = recoveries(made, judged, np.array([0.8, 0.5]), at_ms, 0)
    assert found[:, Recovery.MINUTES_OUT].tolist() == [1, 0, 2]
    # What is not judged counts for neither.
    judged[1] = False
    found = recoveries(made, judged, np.array([0.8, 0.5]), at_ms, 0)
    assert found[:, Recovery.MINUTES_OUT].tolist() == [0, 0, 0]


def test_a_level_that_is_just_reached_is_kept() -> None:
    for level in np.arange(0.01, 1.0, 0.01):
        made = states(([100.0], [round(100 * level)]))
        found = recoveries(
            made, np.ones((1, 1), np.bool_), np.array([level]), np.array([MS_PER_MIN]), 0
        )
        assert found[:, Recovery.MINUTES_OUT].tolist() == [0, 0]


def test_only_what_comes_after_the_onset_counts() -> None:
    made = states(([10.0] * 4, [0.0] * 4))
    at_ms = MS_PER_MIN * np.arange(1, 5)
    found = recoveries(
        made, np.ones((1, 4), np.bool_), np.array([0.8]), at_ms, onset_ms=2 * MS_PER_MIN
    )
    assert found[1, Recovery.MINUTES_OUT] == 2  # at 3 and 4
    assert found[1, Recovery.OUT] == 1


def test_a_line_is_judged_while_it_is_open() -> None:
    queues = {"general": {"volume": {"per_h": 60}, "talk": "3 min", "open": "08:00-20:00"}}
    plan = centre(bad_day.loaded(queues=queues).scenario).plan
    at_ms = MS_PER_MIN * np.arange(1, 1441)
    judged = at_ms[judged_minutes(plan, 0, at_ms, 15 * MS_PER_MIN)] / MS_PER_MIN
    assert judged.tolist() == list(range(8 * 60 + 15, 20 * 60 + 1))


def test_a_replication_by_brute_force() -> None:
    found = bad_day.found(replications=2)
    built = found.centre
    for replication in range(2):
        legs = built.run(built.contacts(found.seed, replication)).legs
        assert not (legs["outcome"] == Outcome.TRANSFERRED).any()
        was_answered = legs["answered_ms"] >= 0
        over_ms = np.where(was_answered, legs["answered_ms"], legs["left_ms"])
        is_over = was_answered | (legs["outcome"] == Outcome.ABANDONED)
        in_time = was_answered & (over_ms - legs["queued_ms"] <= 20_000)
        below = []
        for minute in range(601, 1441):
            end_ms = minute * MS_PER_MIN
            ended = is_over & (end_ms - 15 * MS_PER_MIN <= over_ms) & (over_ms < end_ms)
            below.append(bool((ended & in_time).sum() < 0.8 * ended.sum()))
        recovered = found.played.recoveries[replication]
        assert (recovered[0] == recovered[1]).all()  # the only line is the centre
        assert recovered[0, Recovery.MINUTES_OUT] == sum(below)
        out = below.index(True)
        assert recovered[0, Recovery.OUT] == out + 1
        ends = range(out, len(below) - 30)
        back = next(at for at in ends if not any(below[at : at + 31]))
        assert recovered[0, Recovery.BACK] == back + 1
