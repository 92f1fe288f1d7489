"""Counts of legs that are written down by hand, each worked out in a comment.

The counted intervals are [100, 200), [200, 300) and [300, 400) seconds after a warm-up of 100 s.
T is 20 s in the general queue and 15 s in the expert queue; t0 is 5 s.

    leg  queue    queued  then                                           group
    A    general    90    answered  90, talk to 130, wrap-up to 150      novices   (in the warm-up)
    B    general   120    answered 130, talk to 190, wrap-up to 210      novices   not resolved
    C    general   150    answered 180, talk to 220, passed on warm,     novices
                          holds to 240, hands over to 250, wrap-up to 260
    D    general   195    abandons 199
    E    general   260    blocked
    F    expert    220    (from C) answered 240, talk to 300 with the hand-over, wrap-up to 320
    G    general   250    (D redials) abandons 275
    H    general   270    closed
    I    general   280    cleared 300
    J    general   310    (B repeats) answered 310, talk to 450, wrap-up to 460   novices
    K    general   350    answered 360, talk to 380, passed on warm, holds to the end   novices
    L    expert    380    (from K) still waiting at the end
    M    general   390    still waiting at the end
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.centre import Centre
from sim.codes import Cause, Outcome
from sim.engines.legs import Outcomes
from sim.floor import Group, Queue, Skill
from sim.kpis.tally import GroupCount, QueueCount, QueuePeak, ServiceClock, Tally, tally
from tests.centres import small_centre
from tests.kpis.counted import CLOCK, Legs, with_intervals

CENTRE, GENERAL, EXPERT = 0, 1, 2
ALL, NOVICES, EXPERTS = 0, 1, 2

#: Counts by interval: the centre, the general queue, the expert queue.
QUEUES: dict[QueueCount, tuple[list[float], list[float], list[float]]] = {
    # B C D | E G H I | J K M, and F | L come to the experts
    QueueCount.OFFERED: ([3, 4, 3], [3, 4, 3], [0, 1, 1]),
    # B C D | E H I | K M
    QueueCount.FIRST: ([3, 3, 2], [3, 3, 2], [0, 0, 0]),
    # G
    QueueCount.REDIALS: ([0, 1, 0], [0, 1, 0], [0, 0, 0]),
    # J
    QueueCount.REPEATS: ([0, 0, 1], [0, 0, 1], [0, 0, 0]),
    # F | L
    QueueCount.TRANSFERRED_IN: ([0, 0, 0], [0, 0, 0], [0, 1, 1]),
    # B C | - | J K, and F
    QueueCount.ANSWERED: ([2, 0, 2], [2, 0, 2], [0, 1, 0]),
    # B waited 10 of 20 s, J 0, K 10; C waited 30, F 20 of 15
    QueueCount.ANSWERED_WITHIN: ([1, 0, 2], [1, 0, 2], [0, 0, 0]),
    # D | G
    QueueCount.ABANDONED: ([1, 1, 0], [1, 1, 0], [0, 0, 0]),
    # D after 4 s; G after 25
    QueueCount.ABANDONED_WITHIN: ([1, 0, 0], [1, 0, 0], [0, 0, 0]),
    QueueCount.ABANDONED_SHORT: ([1, 0, 0], [1, 0, 0], [0, 0, 0]),
    # E, H, I
    QueueCount.BLOCKED: ([0, 1, 0], [0, 1, 0], [0, 0, 0]),
    QueueCount.CLOSED: ([0, 1, 0], [0, 1, 0], [0, 0, 0]),
    QueueCount.CLEARED: ([0, 1, 0], [0, 1, 0], [0, 0, 0]),
    QueueCount.DROPPED: ([0, 0, 0], [0, 0, 0], [0, 0, 0]),
    # M, and L; the centre answered K, whose L waits
    QueueCount.STILL_WAITING: ([0, 0, 1], [0, 0, 1], [0, 0, 1]),
    # B 10 + C 30 | - | J 0 + K 10, and F 20
    QueueCount.WAIT_ANSWERED_S: ([40, 0, 10], [40, 0, 10], [0, 20, 0]),
    # with D 4 | G 25 + I 20 | M 10 to the end, and F 20 | L 20 to the end
    QueueCount.WAIT_S: ([44, 45, 20], [44, 45, 20], [0, 20, 20]),
    # B 60 + C 40 | - | J 140 + K 20, and F 60, which the centre counts with C
    QueueCount.TALK_S: ([160, 0, 160], [100, 0, 160], [0, 60, 0]),
    # C 220-240 | - | K 380-400
    QueueCount.HOLD_S: ([20, 0, 20], [20, 0, 20], [0, 0, 0]),
    # C 240-250
    QueueCount.HANDOVER_S: ([10, 0, 0], [10, 0, 0], [0, 0, 0]),
    # B 20 + C 10 | - | J 10, and F 20, which the centre counts with C
    QueueCount.WRAP_UP_S: ([50, 0, 10], [30, 0, 10], [0, 20, 0]),
    # C | - | K
    QueueCount.TRANSFERRED_OUT: ([1, 0, 1], [1, 0, 1], [0, 0, 0]),
    # B 10 + C 30 + F 20 + D 4 | G 25 + I 20 | K 10 + L 20 + M 10
    QueueCount.CONTACT_WAIT_S: ([64, 45, 40], [64, 45, 40], [0, 0, 0]),
    # C to F | - | K to L
    QueueCount.CONTACT_TRANSFERS: ([1, 0, 1], [1, 0, 1], [0, 0, 0]),
    # B and C (by F); J is a second attempt, K is not done
    QueueCount.SETTLED: ([2, 0, 0], [2, 0, 0], [0, 0, 0]),
    # B
    QueueCount.UNRESOLVED: ([1, 0, 0], [1, 0, 0], [0, 0, 0]),
    # B 120-130 C 150-180 D 195-199 | G 250-275 I 280-300 | K 350-360 M 390-400,
    # and F 220-240 | L 380-400
    QueueCount.QUEUE_LENGTH_S: ([44, 65, 40], [44, 45, 20], [0, 20, 20]),
    # with the talk of A 100-130 B 130-190 C 180-200 | C 200-220 | J 310-400 K 360-380,
    # and of F 240-300
    QueueCount.LINE_S: ([154, 145, 150], [154, 65, 130], [0, 80, 20]),
    QueueCount.SPAN_S: ([100, 100, 100], [100, 100, 100], [100, 100, 100]),
}

#: Counts by interval: novices, experts.
GROUPS: dict[GroupCount, tuple[list[float], list[float]]] = {
    GroupCount.ON_DUTY_S: ([300, 100, 200], [100, 100, 100]),
    # B and C work at 200 where one novice is on duty: B to 210
    GroupCount.OVERTIME_S: ([0, 10, 0], [0, 0, 0]),
    GroupCount.PRESENT_S: ([300, 110, 200], [100, 100, 100]),
    # A 100-130 B 130-190 C 180-200 | C 200-220 | J 310-400 K 360-380, and F 240-300
    GroupCount.TALK_S: ([110, 20, 110], [0, 60, 0]),
    # C 220-240 | K 380-400
    GroupCount.HOLD_S: ([0, 20, 20], [0, 0, 0]),
    # C 240-250
    GroupCount.HANDOVER_S: ([0, 10, 0], [0, 0, 0]),
    # A 130-150 B 190-200 | B 200-210 C 250-260, and F 300-320
    GroupCount.WRAP_UP_S: ([30, 20, 0], [0, 0, 20]),
    # B C | - | J K, and F
    GroupCount.ANSWERED: ([2, 0, 2], [0, 1, 0]),
    # C | - | K
    GroupCount.TRANSFERRED_OUT: ([1, 0, 1], [0, 0, 0]),
    # B 130-210 + C 180-260 | - | J 310-460 + K 360-400, and F 240-320
    GroupCount.LEG_HANDLING_S: ([160, 0, 190], [0, 80, 0]),
    GroupCount.PAID_S: ([270, 90, 180], [100, 100, 100]),
    GroupCount.WAGES: ([27, 9, 18], [20, 20, 20]),
    # A 100-150 B 130-200 C 180-200 | B 200-210 C 200-260 | J 310-400 K 360-400, and F 240-320
    GroupCount.BUSY_S: ([140, 70, 130], [0, 60, 20]),
    # nothing is played
    GroupCount.PLAYS: ([0, 0, 0], [0, 0, 0]),
}


def test_every_count_has_an_expectation() -> None:
    assert set(QUEUES) == set(QueueCount)
    assert set(GROUPS) == set(GroupCount)


@pytest.mark.parametrize("count", QueueCount, ids=lambda count: count.name)
def test_queue_counts(count: QueueCount) -> None:
    assert _tally().queues[:, :, count].tolist() == [*QUEUES[count]]


@pytest.mark.parametrize("count", GroupCount, ids=lambda count: count.name)
def test_group_counts(count: GroupCount) -> None:
    groups = _tally().groups[:, :, count]
    assert groups[NOVICES:].tolist() == [*GROUPS[count]]
    assert groups[ALL].tolist() == np.sum(GROUPS[count], axis=0).tolist()


def test_longest_wait_is_nan_where_nobody_came() -> None:
    longest = _tally().peaks[:, :, QueuePeak.LONGEST_WAIT_S]
    # C 30 | G 25 | K and M 10, and F 20 | L 20; the centre counts no transfer's wait
    np.testing.assert_array_equal(longest, [[30, 25, 10], [30, 25, 10], [np.nan, 20, 20]])


def test_longest_queue() -> None:
    longest = _tally().peaks[:, :, QueuePeak.LONGEST_QUEUE]
    # L and M wait together from 390 on, in different queues
    assert longest.tolist() == [[1, 1, 2], [1, 1, 1], [0, 1, 1]]


def test_flows() -> None:
    # C and K
    assert _tally().flows.tolist() == [[[0, 2], [0, 0]], [[0, 0], [0, 0]]]


def test_endings_add_up_to_offered() -> None:
    counts = _tally().queues
    endings = (
        QueueCount.ANSWERED,
        QueueCount.ABANDONED,
        QueueCount.BLOCKED,
        QueueCount.CLOSED,
        QueueCount.CLEARED,
        QueueCount.STILL_WAITING,
    )
    assert (counts[:, :, endings].sum(axis=2) == counts[:, :, QueueCount.OFFERED]).all()


def test_a_wait_of_exactly_the_threshold_is_within_it() -> None:
    legs = Legs()
    for wait in (20, 20.001):
        legs.add(0, 0, Outcome.ANSWERED, answered=wait, left=40, freed=40, group=0)
    for wait in (5, 5.001, 20, 20.001):
        legs.add(0, 0, Outcome.ABANDONED, left=wait)
    counts = _one_queue_tally(legs.outcomes(1000)).queues[1, 0]
    assert counts[QueueCount.ANSWERED_WITHIN] == 1
    assert counts[QueueCount.ABANDONED_WITHIN] == 3
    assert counts[QueueCount.ABANDONED_SHORT] == 1


def test_a_call_cut_off_counts_as_answered_and_as_dropped() -> None:
    legs = Legs()
    legs.add(0, 0, Outcome.DROPPED, answered=10, left=30, freed=30, group=0, comes_back=1)
    legs.add(0, 0, Outcome.DROPPED, left=30)
    counts = _one_queue_tally(legs.outcomes(1000)).queues[1, 0]
    assert counts[QueueCount.DROPPED] == 2
    assert counts[QueueCount.ANSWERED] == counts[QueueCount.ANSWERED_WITHIN] == 1
    assert counts[QueueCount.TALK_S] == 20
    assert counts[QueueCount.SETTLED] == counts[QueueCount.UNRESOLVED] == 1


def test_who_is_cut_off_is_not_resolved_though_he_does_not_call_again() -> None:
    """One is served, one is cut off and stays away; one is cut off by the expert he came to."""
    legs = Legs()
    legs.add(0, 0, Outcome.ANSWERED, answered=0, left=30, freed=30, group=0)
    legs.add(0, 0, Outcome.DROPPED, answered=0, left=30, freed=30, group=0, agent=1)
    passed_on = legs.add(0, 0, Outcome.TRANSFERRED, answered=0, left=9, freed=9, group=0, agent=2)
    legs.add(
        0,
        9,
        Outcome.DROPPED,
        answered=9,
        left=30,
        freed=30,
        group=0,
        parent=passed_on,
        cause=Cause.TRANSFER,
        depth=1,
    )
    centre, row = _one_queue_tally(legs.outcomes(1000)).queues[:, 0]
    assert (centre[QueueCount.SETTLED], centre[QueueCount.UNRESOLVED]) == (3, 2)
    # The centre counts a contact by its first leg, which was passed on.
    assert (centre[QueueCount.DROPPED], row[QueueCount.DROPPED]) == (1, 2)
    assert centre[QueueCount.TALK_S] == row[QueueCount.TALK_S] == 30 + 30 + 9 + 21


def test_legs_of_the_warm_up_count_nowhere_though_they_go_on_after_it() -> None:
    legs = Legs()
    # Queued at 50 and passed on at 90; again at 60, and passed on at 130, after the warm-up.
    early = legs.add(0, 50, Outcome.TRANSFERRED, answered=50, left=90, freed=90, group=0)
    late = legs.add(0, 60, Outcome.TRANSFERRED, answered=110, left=130, freed=130, group=0)
    for parent, queued in ((early, 90), (late, 130)):
        legs.add(1, queued, Outcome.WAITING, parent=parent, cause=Cause.TRANSFER, depth=1)
    centre = with_intervals(
        small_centre(
            [Queue("first"), Queue("second")],
            [Group("agents", (Skill("first"),))],
            {"agents": 1},
            horizon=200,
        ),
        100,
        100,
    )
    clock = ServiceClock((20_000,) * 2, (5_000,) * 2)
    counted = tally(legs.outcomes(200), centre, np.zeros(1, np.bool_), clock)
    assert counted.queues[:, 0, QueueCount.OFFERED].tolist() == [0, 0, 1]
    assert counted.queues[:, 0, QueueCount.CONTACT_TRANSFERS].tolist() == [0, 0, 0]
    assert counted.groups[1, 0, GroupCount.ANSWERED] == 0
    assert counted.groups[1, 0, GroupCount.TALK_S] == 20
    assert counted.flows.tolist() == [[[0, 1], [0, 0]]]


def test_a_contact_passed_on_twice_is_one_contact_to_the_end() -> None:
    legs = Legs()
    legs.add(0, 0, Outcome.ABANDONED, left=1)
    parent = legs.add(0, 0, Outcome.TRANSFERRED, answered=10, left=40, freed=50, group=0)
    for depth, outcome in ((1, Outcome.TRANSFERRED), (2, Outcome.ANSWERED)):
        parent = legs.add(
            depth,
            100 * depth,
            outcome,
            answered=100 * depth + 20,
            left=100 * depth + 60,
            freed=100 * depth + 60,
            group=0,
            parent=parent,
            cause=Cause.TRANSFER,
            depth=depth,
        )
    queues = [Queue(name) for name in ("first", "second", "third")]
    centre = small_centre(queues, [Group("agents", (Skill("first"),))], {"agents": 1})
    clock = ServiceClock((20_000,) * 3, (5_000,) * 3)
    counted = tally(legs.outcomes(1000), centre, np.zeros(1, np.bool_), clock).queues[:, 0]
    # The attempt began in the first queue and was answered for good in the third.
    assert counted[:, QueueCount.SETTLED].tolist() == [1, 1, 0, 0]
    assert counted[:, QueueCount.CONTACT_TRANSFERS].tolist() == [2, 2, 0, 0]
    # Waits of 10, 20 and 20 s, and 1 s of the one who abandoned.
    assert counted[:, QueueCount.CONTACT_WAIT_S].tolist() == [51, 51, 0, 0]
    # Talk of 30, 40 and 40 s: the contact's, and each queue's own.
    assert counted[:, QueueCount.TALK_S].tolist() == [110, 30, 40, 40]
    assert counted[:, QueueCount.TRANSFERRED_OUT].tolist() == [1, 1, 1, 0]


def test_a_call_that_would_be_passed_on_after_the_end_is_not_settled() -> None:
    legs = Legs()
    legs.add(0, 0, Outcome.ANSWERED, answered=900, left=1100, group=0)
    counted = _one_queue_tally(legs.outcomes(1000))
    assert counted.queues[1, 0, QueueCount.SETTLED] == 0
    assert counted.queues[1, 0, QueueCount.TALK_S] == 200
    assert counted.groups[1, 0, GroupCount.TALK_S] == 100
    assert counted.groups[1, 0, GroupCount.HOLD_S] == 0


def test_one_who_comes_as_another_goes_makes_no_longer_queue() -> None:
    legs = Legs()
    legs.add(0, 0, Outcome.ABANDONED, left=10)
    legs.add(0, 10, Outcome.ABANDONED, left=20)
    legs.add(0, 30, Outcome.ABANDONED, left=30)
    peaks = _one_queue_tally(legs.outcomes(1000)).peaks[1, 0]
    assert peaks[QueuePeak.LONGEST_QUEUE] == 1


def test_a_queue_that_lasts_is_the_longest_of_later_intervals_too() -> None:
    legs = Legs()
    legs.add(0, 50, Outcome.ABANDONED, left=350)
    legs.add(0, 60, Outcome.ABANDONED, left=300)
    centre = with_intervals(small_centre([Queue("calls")], [], {}, horizon=400), 100, 100)
    counted = tally(legs.outcomes(400), centre, np.zeros(0, np.bool_), CLOCK)
    assert counted.peaks[1, :, QueuePeak.LONGEST_QUEUE].tolist() == [2, 2, 1]
    # Both queued in the warm-up, whose waits do not count.
    assert np.isnan(counted.peaks[1, :, QueuePeak.LONGEST_WAIT_S]).all()


def test_no_legs_at_all() -> None:
    counted = _one_queue_tally(Legs().outcomes(1000))
    span = np.zeros_like(counted.queues)
    span[:, :, QueueCount.SPAN_S] = 1000
    assert (counted.queues == span).all()
    assert counted.groups[1, 0, GroupCount.PRESENT_S] == 1000


def test_an_absent_agent_is_not_on_duty() -> None:
    centre = small_centre([Queue("calls")], [Group("agents", (Skill("calls"),))], {"agents": 3})
    counted = tally(Legs().outcomes(1000), centre, np.array([True, False, False]), CLOCK)
    assert counted.groups[1, 0, GroupCount.ON_DUTY_S] == 2000


def test_intervals_that_do_not_fit_are_refused() -> None:
    centre = small_centre([Queue("calls")], [], {}, horizon=1000)
    uneven = replace(centre, plan=replace(centre.plan, interval_ms=300_000))
    with pytest.raises(ValueError, match="whole intervals of 300000 ms"):
        tally(Legs().outcomes(1000), uneven, np.zeros(0, np.bool_), CLOCK)


def _one_queue_tally(outcomes: Outcomes) -> Tally:
    centre = small_centre([Queue("calls")], [Group("agents", (Skill("calls"),))], {"agents": 1})
    return tally(outcomes, centre, np.zeros(1, np.bool_), CLOCK)


def _tally() -> Tally:
    clock = ServiceClock(within_ms=(20_000, 15_000), short_ms=(5_000, 5_000))
    return tally(_legs().outcomes(400), _centre(), np.zeros(5, np.bool_), clock)


def _centre() -> Centre:
    queues = [Queue("general"), Queue("expert")]
    groups = [Group("novices", (Skill("general"),)), Group("experts", (Skill("expert"),))]
    shifts = [(1, (0, 400)), (2, (0, 200)), (1, (300, 400))]
    centre = with_intervals(
        small_centre(queues, groups, {"novices": shifts, "experts": 1}, horizon=400), 100, 100
    )
    # The first column is the warm-up's.
    paid_s = np.array([[999, 270, 90, 180], [999, 100, 100, 100]], float)
    wages = np.array([[999, 27, 9, 18], [999, 20, 20, 20]], float)
    return replace(centre, plan=replace(centre.plan, paid_s=paid_s, wages=wages))


def _legs() -> Legs:
    legs = Legs()
    general, expert, novices, experts = 0, 1, 0, 1
    answered, passed_on = Outcome.ANSWERED, Outcome.TRANSFERRED
    legs.add(general, 90, answered, answered=90, left=130, freed=150, group=novices)
    b = legs.add(
        general, 120, answered, answered=130, left=190, freed=210, group=novices, comes_back=1
    )
    c = legs.add(
        general,
        150,
        passed_on,
        answered=180,
        left=220,
        freed=260,
        group=novices,
        held=20,
        handover=10,
    )
    d = legs.add(general, 195, Outcome.ABANDONED, left=199, comes_back=1)
    legs.add(general, 260, Outcome.BLOCKED, left=260)
    legs.add(general, 270, Outcome.CLOSED, left=270)
    legs.add(general, 280, Outcome.CLEARED, left=300)
    k = legs.add(general, 350, passed_on, answered=360, left=380, group=novices)
    legs.add(general, 390, Outcome.WAITING)
    legs.add(
        expert,
        220,
        answered,
        answered=240,
        left=300,
        freed=320,
        group=experts,
        parent=c,
        cause=Cause.TRANSFER,
        depth=1,
    )
    legs.add(general, 250, Outcome.ABANDONED, left=275, parent=d, cause=Cause.REDIAL, attempt=2)
    legs.add(
        general,
        310,
        answered,
        answered=310,
        left=450,
        freed=460,
        group=novices,
        parent=b,
        cause=Cause.REPEAT,
        attempt=2,
    )
    legs.add(expert, 380, Outcome.WAITING, parent=k, cause=Cause.TRANSFER, depth=1)
    return legs
