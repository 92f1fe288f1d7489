"""Counts of other channels, of legs that are written down by hand, each worked out in a comment.

The counted intervals are [0, 100) and [100, 200) seconds; nobody is on duty unless a test says so.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.codes import Cause, Kind, Outcome
from sim.floor import (
    CallBack,
    Dial,
    Grade,
    Group,
    Queue,
    SelfService,
    Silence,
    Skill,
    Ticket,
)
from sim.kpis.counting.channels import with_channels
from sim.kpis.definitions import KPIS
from sim.kpis.estimates import estimate
from sim.kpis.features import Feature, features_of
from sim.kpis.tally import (
    ChannelCount,
    GroupCount,
    QueueCount,
    QueuePeak,
    ServiceClock,
    Tally,
    tally,
)
from sim.kpis.targets import Judged, Target, Verdict, evaluate
from tests.centres import small_centre
from tests.kpis.counted import Legs, with_intervals

ONE = Group("agents", (Skill("line"),))


def counted(
    legs: Legs, queues: list[Queue], groups: list[Group] | None = None, reply_s: int = 0
) -> Tally:
    """Return the tally of legs, one agent on duty in each group; T is 20 s."""
    groups = groups or [ONE]
    staff = {group.name: 1 for group in groups}
    centre = with_intervals(small_centre(queues, groups, staff, horizon=200), 100)
    number = len(queues)
    clock = ServiceClock((20_000,) * number, (5_000,) * number, (1000 * reply_s,) * number)
    return tally(legs.outcomes(200), centre, np.zeros(centre.plan.seats, np.bool_), clock)


def channel(found: Tally, count: ChannelCount, row: int = 1) -> list[float]:
    assert found.channels is not None
    values: list[float] = found.channels[row, :, count].tolist()
    return values


def queue(found: Tally, count: QueueCount, row: int = 1) -> list[float]:
    values: list[float] = found.queues[row, :, count].tolist()
    return values


def test_who_fails_over_is_offered_when_he_comes_to_people() -> None:
    legs = Legs()
    line = Queue("line", self_service=SelfService(0.1))
    legs.add(0, 10, Outcome.CONTAINED, left=40)
    legs.add(0, 20, Outcome.LEFT_BOT, left=30)
    over = legs.add(0, 90, Outcome.FAILED_OVER, left=110)
    legs.add(0, 110, Outcome.ABANDONED, left=120, parent=over, cause=Cause.FAILOVER)
    legs.add(0, 50, Outcome.ABANDONED, left=60, cause=Cause.REDIAL, parent=1, attempt=2)
    found = counted(legs, [line])
    for row in (0, 1):
        assert channel(found, ChannelCount.ARRIVED, row) == [3, 1]
        assert channel(found, ChannelCount.CONTAINED, row) == [1, 0]
        assert channel(found, ChannelCount.LEFT_BOT, row) == [1, 0]
        assert channel(found, ChannelCount.FAILED_OVER, row) == [1, 0]
        assert channel(found, ChannelCount.SELF_SERVICE_S, row) == [60, 0]
        assert queue(found, QueueCount.OFFERED, row) == [1, 1]
        assert queue(found, QueueCount.FIRST, row) == [0, 1]
        assert queue(found, QueueCount.REDIALS, row) == [1, 0]
        # 50-60 | 110-120 in line; the bot has the line 10-40 20-30 90-100 | 100-110 besides.
        assert queue(found, QueueCount.QUEUE_LENGTH_S, row) == [10, 10]
        assert queue(found, QueueCount.LINE_S, row) == [60, 20]
    assert found.peaks[1, :, QueuePeak.LONGEST_QUEUE].tolist() == [1, 1]
    assert estimate(KPIS["containment"], [found]).value == 0.25


def test_a_call_back_is_waited_for_from_acceptance_until_the_customer_answers() -> None:
    legs = Legs()
    dial = Dial(0.5, 5_000, 3, 10_000)
    line = Queue("line", call_back=CallBack(30_000, 1.0, dial=dial))
    accepted = legs.add(0, 10, Outcome.CALLED_BACK, left=40)
    missed = legs.add(
        0, 40, Outcome.NOT_REACHED, answered=60, left=65, freed=65, group=0, parent=accepted,
        cause=Cause.CALL_BACK,
    )  # fmt: skip
    legs.add(
        0, 75, Outcome.ANSWERED, answered=120, left=155, freed=165, group=0, parent=missed,
        cause=Cause.RETRY, depth=1,
    )  # fmt: skip
    parent = legs.add(0, 80, Outcome.CALLED_BACK, left=110)
    for call in range(3):
        at = 110 + 20 * call
        parent = legs.add(
            0, at, Outcome.NOT_REACHED, answered=at, left=at + 5, freed=at + 5, group=0,
            parent=parent, cause=Cause.RETRY if call else Cause.CALL_BACK, depth=call,
        )  # fmt: skip
    legs.add(0, 50, Outcome.ANSWERED, answered=50, left=60, freed=60, group=0)
    found = counted(legs, [line])
    for row in (0, 1):
        assert queue(found, QueueCount.OFFERED, row) == [3, 0]
        assert queue(found, QueueCount.ANSWERED, row) == [1, 0]
        assert channel(found, ChannelCount.CALLED_BACK, row) == [2, 0]
        # at 40 and 75 | at 110, 130 and 150
        assert channel(found, ChannelCount.CALLS_MADE, row) == [2, 3]
        assert channel(found, ChannelCount.CALLS_REACHED, row) == [1, 0]
        # 125-155
        assert channel(found, ChannelCount.CALL_TALK_S, row) == [30, 0]
        assert channel(found, ChannelCount.CUSTOMERS_TO_CALL, row) == [2, 0]
        assert channel(found, ChannelCount.NEVER_REACHED, row) == [1, 0]
        assert channel(found, ChannelCount.CALL_BACKS_REACHED, row) == [1, 0]
        # accepted at 40, spoken to at 125
        assert channel(found, ChannelCount.CALL_BACK_WAIT_S, row) == [85, 0]
        # 10-40 80-100 | 100-110 in line; talk 50-60, calls 60-65 | 120-155 and three of 5 s
        assert queue(found, QueueCount.LINE_S, row) == [65, 60]
        assert queue(found, QueueCount.QUEUE_LENGTH_S, row) == [50, 10]
    assert estimate(KPIS["answer_rate"], [found]).value == 1
    assert found.groups[1, :, GroupCount.ANSWERED].tolist() == [2, 0]
    assert found.groups[1, :, GroupCount.LEG_HANDLING_S].tolist() == [55, 0]


def test_what_is_put_aside_and_resumed_is_one_piece_of_work() -> None:
    legs = Legs()
    desk = Queue("line", Kind.WORK, grades=(Grade(due_ms=150_000),), interruptible=True)
    piece = legs.add(0, 10, Outcome.PUT_ASIDE, answered=30, left=50, freed=50, group=0)
    again = legs.add(
        0, 50, Outcome.PUT_ASIDE, answered=110, left=115, freed=115, group=0, parent=piece,
        cause=Cause.RESUMED,
    )  # fmt: skip
    legs.add(
        0, 115, Outcome.ANSWERED, answered=130, left=150, freed=155, group=0, parent=again,
        cause=Cause.RESUMED,
    )  # fmt: skip
    found = counted(legs, [desk])
    assert queue(found, QueueCount.OFFERED) == [1, 0]
    assert queue(found, QueueCount.ANSWERED) == [1, 0]
    assert queue(found, QueueCount.WAIT_S) == [20, 0]
    # 30-50, 110-115 and 130-150
    assert queue(found, QueueCount.TALK_S) == [45, 0]
    assert queue(found, QueueCount.WRAP_UP_S) == [5, 0]
    assert queue(found, QueueCount.SETTLED) == [1, 0]
    # it lies there 10-30, 50-110 and 115-130
    assert queue(found, QueueCount.QUEUE_LENGTH_S) == [70, 25]
    assert queue(found, QueueCount.LINE_S) == [0, 0]
    assert channel(found, ChannelCount.PUT_ASIDE) == [2, 0]
    assert channel(found, ChannelCount.DONE) == [1, 0]
    assert channel(found, ChannelCount.ON_TIME) == [1, 0]
    # at 100 it has been there since 10
    assert channel(found, ChannelCount.BACKLOG) == [1, 0]
    assert channel(found, ChannelCount.BACKLOG_AGE_S) == [90, 0]
    assert queue(found, QueueCount.OFFERED, 0) == [0, 0]
    assert found.groups[1, :, GroupCount.ANSWERED].tolist() == [1, 0]


def test_work_is_in_time_late_or_open() -> None:
    legs = Legs()
    grades = (Grade(0.5, 50_000, 30_000, "boss"), Grade(0.5, 190_000, 60_000))
    desk, boss = Queue("line", Kind.WORK, grades=grades), Queue("boss", Kind.WORK)
    done = {"answered": 20.0, "group": 0}
    legs.add(0, 10, Outcome.ANSWERED, left=50, freed=60, comes_back=1, **done)  # just in time
    legs.add(0, 10, Outcome.ANSWERED, left=50, freed=61, **done)  # a second late
    up = legs.add(0, 20, Outcome.ESCALATED, left=70)
    legs.add(1, 70, Outcome.WAITING, parent=up, cause=Cause.ESCALATION, depth=1)
    legs.add(0, 100, Outcome.WAITING)  # due at 150
    legs.add(0, 100, Outcome.WAITING, grade=1)  # due at 290, reminded of at 160
    legs.add(0, 150, Outcome.BLOCKED, left=150, grade=1)  # gone before it is due at 340
    found = counted(legs, [desk, boss])
    assert channel(found, ChannelCount.DONE) == [2, 0]
    assert channel(found, ChannelCount.REOPENED) == [1, 0]
    assert channel(found, ChannelCount.ON_TIME) == [1, 0]
    assert channel(found, ChannelCount.LATE) == [2, 1]
    assert channel(found, ChannelCount.OPEN) == [0, 2]
    assert channel(found, ChannelCount.NOT_DUE) == [0, 1]
    assert channel(found, ChannelCount.ESCALATED) == [1, 0]
    # those escalated and waiting; the others were begun after 10 s
    assert channel(found, ChannelCount.REMINDED) == [1, 2]
    # at 100 two have just come; at 200 they have waited 100 s each
    assert channel(found, ChannelCount.BACKLOG) == [2, 2]
    assert channel(found, ChannelCount.BACKLOG_AGE_S) == [0, 200]
    # of the boss there is nothing to be in time for
    assert channel(found, ChannelCount.ESCALATIONS_RECEIVED, 2) == [1, 0]
    assert channel(found, ChannelCount.LATE, 2) == [0, 0]
    assert channel(found, ChannelCount.OPEN, 2) == [1, 0]
    assert estimate(KPIS["on_time"], [found], row=1).value == 0.25
    promised = evaluate(Target(KPIS["on_time"], 1, 0.9), [found, found])
    assert promised.verdict is Verdict.MISSED
    assert promised.estimate.value == 0.25
    assert promised.judged == Judged(4, 5)


def test_agents_with_several_contacts_are_busy_once() -> None:
    legs = Legs()
    chat = Queue("line", Kind.CHAT)
    team = Group("agents", (Skill("line"),), 3, (1.0, 1.0, 1.0))
    for answered, freed, agent in ((10, 50, 0), (20, 70, 0), (90, 130, 0), (30, 40, 1)):
        legs.add(
            0, answered, Outcome.ANSWERED, answered=answered, left=freed, freed=freed, group=0,
            agent=agent,
        )  # fmt: skip
    found = counted(legs, [chat], [team])
    # 10-70 and 90-100 | 100-130 of the first, 30-40 of the second
    assert found.groups[1, :, GroupCount.BUSY_S].tolist() == [80, 30]
    assert found.groups[1, :, GroupCount.TALK_S].tolist() == [110, 30]
    # one is on duty: 30-40 two agents are at work
    assert found.groups[1, :, GroupCount.OVERTIME_S].tolist() == [10, 0]
    assert estimate(KPIS["contacts_at_once"], [found], row=1).value == 140 / 110
    assert estimate(KPIS["occupancy"], [found], row=1).value == 110 / 210
    assert queue(found, QueueCount.LINE_S) == [0, 0]


def test_the_first_reply_belongs_to_the_wait() -> None:
    legs = Legs()
    chat = Queue("line", Kind.CHAT, silence=Silence(0.1, 60_000))
    legs.add(0, 0, Outcome.FELL_SILENT, answered=10, left=60, freed=60, group=0)
    legs.add(0, 0, Outcome.ANSWERED, answered=10.001, left=60, freed=60, group=0)
    legs.add(0, 0, Outcome.ABANDONED, left=20)
    found = counted(legs, [chat], reply_s=10)
    assert queue(found, QueueCount.ANSWERED_WITHIN) == [1, 0]
    assert queue(found, QueueCount.WAIT_ANSWERED_S) == [40.001, 0]
    assert queue(found, QueueCount.ABANDONED_WITHIN) == [1, 0]
    assert queue(found, QueueCount.SETTLED) == [2, 0]
    assert channel(found, ChannelCount.FELL_SILENT) == [1, 0]
    assert estimate(KPIS["silent_share"], [found]).value == 0.5


def test_tickets_count_where_they_are_opened_and_where_they_come_in() -> None:
    legs = Legs()
    line, desk = Queue("line", ticket=Ticket(1.0, "desk")), Queue("desk", Kind.WORK)
    opener = legs.add(0, 50, Outcome.ANSWERED, answered=50, left=110, freed=110, group=0)
    legs.add(1, 110, Outcome.WAITING, parent=opener, cause=Cause.TICKET, depth=1)
    found = counted(legs, [line, desk])
    assert channel(found, ChannelCount.TICKETS_OPENED) == [1, 0]
    assert channel(found, ChannelCount.TICKETS_OPENED, 0) == [1, 0]
    assert channel(found, ChannelCount.TICKETS_RECEIVED, 2) == [0, 1]
    assert queue(found, QueueCount.OFFERED, 0) == [1, 0]
    assert queue(found, QueueCount.OFFERED, 2) == [0, 1]


def test_customers_of_a_list_are_not_offered() -> None:
    legs = Legs()
    listed = Queue("line", Kind.WORK, dial=Dial(0.5, 5_000, 1))
    legs.add(0, 0, Outcome.ANSWERED, answered=10, left=45, freed=50, group=0)
    legs.add(0, 0, Outcome.NOT_REACHED, answered=50, left=55, freed=55, group=0)
    legs.add(0, 0, Outcome.WAITING)
    found = counted(legs, [listed])
    assert queue(found, QueueCount.OFFERED) == [0, 0]
    assert channel(found, ChannelCount.CUSTOMERS_TO_CALL) == [3, 0]
    assert channel(found, ChannelCount.CALLS_MADE) == [2, 0]
    assert channel(found, ChannelCount.NEVER_REACHED) == [1, 0]
    assert channel(found, ChannelCount.CALL_TALK_S) == [30, 0]
    assert channel(found, ChannelCount.BACKLOG) == [1, 1]
    assert queue(found, QueueCount.LINE_S) == [40, 0]
    assert queue(found, QueueCount.LINE_S, 0) == [40, 0]


def test_rows_of_channels_are_sums_and_maxima_of_their_queues() -> None:
    legs = Legs()
    legs.add(0, 10, Outcome.ABANDONED, left=20)
    legs.add(1, 10, Outcome.ABANDONED, left=40)
    legs.add(2, 10, Outcome.WAITING)
    queues = [Queue("line"), Queue("other"), Queue("desk", Kind.WORK)]
    found = with_channels(counted(legs, queues), (0, 0, 1))
    assert found.queues[4, :, QueueCount.OFFERED].tolist() == [2, 0]
    assert found.queues[5, :, QueueCount.OFFERED].tolist() == [1, 0]
    assert found.peaks[4, :, QueuePeak.LONGEST_WAIT_S].tolist()[0] == 30
    assert np.isnan(found.peaks[4, 1, QueuePeak.LONGEST_WAIT_S])
    # 10-20 and 10-40, over 200 s and not over those of two queues
    assert estimate(KPIS["queue_length"], [found], row=4).value == pytest.approx(40 / 200)
    assert estimate(KPIS["backlog"], [found], row=5).value == 1


def test_telephones_alone_have_no_features() -> None:
    centre = small_centre([Queue("line")], [ONE], {"agents": 1})
    assert features_of(centre.floor) == frozenset()
    work = small_centre([Queue("line", Kind.WORK)], [ONE], {"agents": 1})
    assert features_of(work.floor) == {Feature.WORK}
