"""The floor by the minute: by hand, and against one instant and one leg at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Cause, Kind, Outcome
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.engines.log import Entry, Log
from sim.floor import CallBack, Group, Queue, SelfService, Skill
from sim.kpis.tally import GroupCount, QueueCount, ServiceClock, tally
from sim.kpis.timeline import GroupState, QueueState, Sampling, Timeline, timeline
from sim.kpis.timeline.instants import Instants, Spans
from sim.playbooks import Action, CallIn, Play
from tests.centres import small_centre
from tests.kpis.counted import Legs, with_intervals
from tests.kpis.slow_timeline import SlowTimeline
from tests.strategies import centres_with_contacts

TEN = Sampling(step_ms=10_000, over_ms=20_000)


def watched(
    legs: Legs, centre: Centre, horizon_s: int, sampling: Sampling = TEN, within_s: int = 5
) -> Timeline:
    n_queues = len(centre.floor.queue_names)
    clock = ServiceClock((1000 * within_s,) * n_queues, (0,) * n_queues)
    absent = np.zeros(centre.plan.seats, np.bool_)
    return timeline(legs.outcomes(horizon_s), centre, absent, clock, sampling)


def of_queue(found: Timeline, state: QueueState, row: int = 1) -> list[float]:
    numbers: list[float] = found.queues[row, :, state].tolist()
    return numbers


def of_group(found: Timeline, state: GroupState, row: int = 1) -> list[float]:
    numbers: list[float] = found.groups[row, :, state].tolist()
    return numbers


def one_line(staff: int = 2, horizon: int = 40) -> Centre:
    groups = [Group("agents", (Skill("calls"),))]
    return with_intervals(
        small_centre([Queue("calls")], groups, {"agents": staff}, horizon=horizon), horizon
    )


def test_a_line_by_ten_seconds() -> None:
    legs = Legs()
    # A comes at 0 and is answered at once; B waits from 2 to 12, C from 4 to 34; D comes at 20, at
    # an instant, and gives up at 30, at another; E is blocked at 25; F still waits at the end.
    legs.add(0, 0, Outcome.ANSWERED, answered=0, left=12, freed=12, group=0)
    legs.add(0, 2, Outcome.ANSWERED, answered=12, left=30, freed=34, group=0)
    legs.add(0, 4, Outcome.ANSWERED, answered=34, left=39, freed=40, group=0)
    legs.add(0, 20, Outcome.ABANDONED, left=30)
    legs.add(0, 25, Outcome.BLOCKED, left=25)
    legs.add(0, 36, Outcome.WAITING)
    found = watched(legs, one_line(), 40)
    assert found.at_ms.tolist() == [10_000, 20_000, 30_000, 40_000]
    # Before 10: B, C. Before 20: C; D comes then. Before 30: C, D, who leaves then. Before 40: F.
    assert of_queue(found, QueueState.WAITING) == [2, 1, 2, 1]
    # B since 2; C since 4, twice; F since 36.
    assert of_queue(found, QueueState.OLDEST_WAIT_S) == [8, 16, 26, 4]
    assert of_queue(found, QueueState.ARRIVALS) == [3, 0, 2, 1]  # A B C | | D E | F
    assert of_queue(found, QueueState.ANSWERED) == [1, 1, 0, 1]  # A | B | | C
    assert of_queue(found, QueueState.ABANDONED) == [0, 0, 0, 1]  # D, at 30
    assert of_queue(found, QueueState.LOST) == [0, 0, 1, 1]  # E | D
    # Of the last 20 s: A | A B | B E | E D C; only A was answered within 5 s.
    assert of_queue(found, QueueState.ENDED) == [1, 2, 2, 3]
    assert of_queue(found, QueueState.IN_TIME) == [1, 1, 0, 0]
    assert found.queues[0].tolist() == found.queues[1].tolist()  # the centre is its only line


def test_a_group_by_ten_seconds() -> None:
    groups = [Group("agents", (Skill("calls"),))]
    shifts = [(1, (0, 60)), (2, (0, 20)), (1, (40, 60))]
    centre = with_intervals(
        small_centre([Queue("calls")], groups, {"agents": shifts}, horizon=60), 60
    )
    legs = Legs()
    # One talks to 10, holds to 25, hands over to 32 and wraps up to 40. Another talks to 22 and
    # wraps up to 30, beyond the end of the shift at 20. The third idles, and goes at 20.
    giver = legs.add(
        0,
        0,
        Outcome.TRANSFERRED,
        answered=0,
        left=10,
        held=15,
        handover=7,
        freed=40,
        group=0,
    )
    legs.add(0, 0, Outcome.ANSWERED, answered=0, left=22, freed=30, group=0, agent=1)
    assert giver == 0
    found = watched(legs, centre, 60)
    # Changes at 20 and 40 are not yet seen then.
    assert of_group(found, GroupState.ON_DUTY) == [3, 3, 1, 1, 2, 2]
    # At 10 both; at 20 the other; at 30 the first hands over.
    assert of_group(found, GroupState.TALKING) == [2, 1, 1, 0, 0, 0]
    assert of_group(found, GroupState.HOLDING) == [0, 1, 0, 0, 0, 0]
    # At 30 the other, who is done then; at 40 the first.
    assert of_group(found, GroupState.WRAPPING_UP) == [0, 0, 1, 1, 0, 0]
    assert of_group(found, GroupState.IDLE) == [1, 1, 0, 0, 2, 2]
    assert of_group(found, GroupState.FINISHING) == [0, 0, 1, 0, 0, 0]
    assert of_group(found, GroupState.CONTACTS) == [2, 2, 2, 1, 0, 0]
    assert found.groups[0].tolist() == found.groups[1].tolist()


def test_who_has_several_chats_is_one_agent() -> None:
    """Who talks in any of them talks; who only wraps up does that; two agents, three chats."""
    groups = [Group("writers", (Skill("chat"),), concurrency=3, parallel=(1.0, 1.0, 1.0))]
    queues = [Queue("chat", kind=Kind.CHAT)]
    centre = with_intervals(small_centre(queues, groups, {"writers": 2}, horizon=40), 40)
    legs = Legs()
    legs.add(0, 0, Outcome.ANSWERED, answered=0, left=5, freed=25, group=0, agent=0)
    legs.add(0, 0, Outcome.ANSWERED, answered=0, left=15, freed=35, group=0, agent=0)
    legs.add(0, 12, Outcome.ANSWERED, answered=12, left=25, freed=30, group=0, agent=1)
    found = watched(legs, centre, 40)
    assert of_group(found, GroupState.TALKING) == [1, 1, 0, 0]
    assert of_group(found, GroupState.WRAPPING_UP) == [0, 1, 2, 0]
    assert of_group(found, GroupState.IDLE) == [1, 0, 0, 2]
    assert of_group(found, GroupState.CONTACTS) == [2, 3, 2, 0]


def test_what_waits_on_the_line_and_what_does_not() -> None:
    """Self-service comes before the line; a call-back is owed, and does not stand on it."""
    queue = Queue("calls", self_service=SelfService(0.1), call_back=CallBack(3_000, 0.5))
    mail = Queue("email", kind=Kind.WORK)
    groups = [Group("agents", (Skill("calls"), Skill("email")))]
    centre = with_intervals(small_centre([queue, mail], groups, {"agents": 1}, horizon=40), 40)
    legs = Legs()
    legs.add(0, 0, Outcome.LEFT_BOT, left=15)  # in the bot to 15
    bot = legs.add(0, 0, Outcome.FAILED_OVER, left=5)
    legs.add(0, 5, Outcome.CALLED_BACK, left=18, parent=bot, cause=Cause.FAILOVER)
    legs.add(0, 18, Outcome.WAITING, parent=2, cause=Cause.CALL_BACK)
    legs.add(1, 3, Outcome.WAITING)
    found = watched(legs, centre, 40)
    assert of_queue(found, QueueState.WAITING) == [1, 0, 0, 0]
    assert of_queue(found, QueueState.CALL_BACKS) == [0, 1, 1, 1]
    assert of_queue(found, QueueState.ARRIVALS) == [1, 0, 0, 0]
    assert of_queue(found, QueueState.LOST) == [0, 1, 0, 0]  # gave up in the bot
    assert of_queue(found, QueueState.ENDED) == [0, 0, 0, 0]  # neither served nor lost in line
    assert of_queue(found, QueueState.WAITING, 2) == [1, 1, 1, 1]
    assert of_queue(found, QueueState.OLDEST_WAIT_S, 2) == [7, 17, 27, 37]
    # Deferrable work does not wait in the centre.
    assert of_queue(found, QueueState.WAITING, 0) == [1, 0, 0, 0]
    assert of_queue(found, QueueState.OLDEST_WAIT_S, 0) == [5, 0, 0, 0]
    assert of_queue(found, QueueState.ARRIVALS, 0) == [1, 0, 0, 0]


def test_who_is_cut_off_is_lost_then_and_a_transfer_is_no_contact_of_the_centre() -> None:
    legs = Legs()
    legs.add(0, 0, Outcome.DROPPED, answered=0, left=15, freed=15, group=0)
    parent = legs.add(0, 1, Outcome.TRANSFERRED, answered=1, left=11, freed=11, group=0, agent=1)
    legs.add(0, 11, Outcome.ABANDONED, left=21, parent=parent, cause=Cause.TRANSFER, depth=1)
    found = watched(legs, one_line(), 40)
    assert of_queue(found, QueueState.LOST) == [0, 1, 1, 0]
    assert of_queue(found, QueueState.LOST, 0) == [0, 1, 0, 0]
    assert of_queue(found, QueueState.ARRIVALS) == [2, 1, 0, 0]
    assert of_queue(found, QueueState.ARRIVALS, 0) == [2, 0, 0, 0]
    assert of_queue(found, QueueState.WAITING, 0) == [0, 1, 0, 0]  # but he waits in it


def test_service_looks_back_into_the_warm_up() -> None:
    """The first counted instant is at 30; it looks back to 10, and not to the wait ended at 9."""
    centre = with_intervals(one_line(horizon=40), 20, warm_up_s=20)
    legs = Legs()
    for at in (9, 10, 19, 22):
        legs.add(0, at, Outcome.ANSWERED, answered=at, left=at + 1, freed=at + 1, group=0)
    found = watched(legs, centre, 40)
    assert found.at_ms.tolist() == [30_000, 40_000]
    assert of_queue(found, QueueState.ENDED) == [3, 1]
    assert of_queue(found, QueueState.ARRIVALS) == [1, 0]


def test_agents_whom_plays_call_in_are_seen() -> None:
    centre = one_line(staff=2)
    play = Play("surge", (Action(CallIn(0, 3)),), spans_ms=((10_000, 30_000),))
    centre = replace(centre, plan=replace(centre.plan, plays=(play,)))
    log = Log()
    log.add(0, Entry.STAFF, 0, value=2)
    log.add(10_000, Entry.STAFF, 0, value=5)
    log.add(30_000, Entry.STAFF, 0, value=2)
    outcomes = replace(Legs().outcomes(40), log=log.table())
    clock = ServiceClock((5_000,), (0,))
    found = timeline(outcomes, centre, np.zeros(2, np.bool_), clock, TEN)
    assert of_group(found, GroupState.ON_DUTY) == [2, 5, 5, 2]
    assert found.log.tolist() == log.table().tolist()


@pytest.mark.parametrize(("step_s", "over_s"), [(0, 10), (10, 15), (10, 0)])
def test_a_window_is_made_of_whole_steps(step_s: int, over_s: int) -> None:
    with pytest.raises(ValueError, match="expected a window of whole steps"):
        Sampling(1000 * step_s, 1000 * over_s)


def test_a_horizon_is_made_of_whole_steps() -> None:
    with pytest.raises(ValueError, match="expected whole steps of 7000 ms"):
        Sampling(7_000, 7_000).instants(one_line().plan)


@settings(max_examples=60, deadline=None)
@given(
    centres_with_contacts(),
    st.sampled_from([(10, 0), (20, 20), (60, 0)]),
    st.sampled_from([(1, 1), (2, 6), (5, 10), (10, 30)]),
)
def test_fast_and_slow_agree(
    case: tuple[Centre, Contacts], intervals: tuple[int, int], steps: tuple[int, int]
) -> None:
    unit_s = case[0].plan.horizon_ms // 60_000  # of a case that is watched, which is longer
    centre = with_intervals(case[0], *(unit_s * each for each in intervals))
    contacts = case[1]
    sampling = Sampling(1000 * steps[0] * unit_s, 1000 * steps[1] * unit_s)
    outcomes = centre.run(contacts, Engine.REFERENCE)
    n_queues = len(centre.floor.queue_names)
    times = ((2_000, 0, 3_000), (1_000, 0, 3_000), (0, 0, 1_000))
    clock = ServiceClock(*(tuple(islice(cycle(each), n_queues)) for each in times))
    fast = timeline(outcomes, centre, contacts.absent, clock, sampling)
    slow = SlowTimeline(outcomes, centre, contacts.absent, clock, sampling)
    assert fast.at_ms.tolist() == list(slow.instants)
    for row in range(1 + n_queues):
        assert fast.queues[row].tolist() == [list(each.values()) for each in slow.queue_row(row)]
    for group in range(len(centre.floor.group_names)):
        states = [list(each.values()) for each in slow.group_row(group)]
        assert fast.groups[1 + group].tolist() == states
    assert fast.groups[0].tolist() == fast.groups[1:].sum(axis=0).tolist()
    _steps_add_up(fast, centre, contacts, clock)


def _steps_add_up(found: Timeline, centre: Centre, contacts: Contacts, clock: ServiceClock) -> None:
    """What came in all steps is what the KPIs count as offered; nobody is in no state."""
    counts = tally(centre.run(contacts, Engine.REFERENCE), centre, contacts.absent, clock)
    offered = counts.queues[:, :, QueueCount.OFFERED].sum(axis=1)
    assert found.queues[:, :, QueueState.ARRIVALS].sum(axis=1).tolist() == offered.tolist()
    at = GroupState
    there = found.groups[:, :, [at.ON_DUTY, at.FINISHING]].sum(axis=2)
    doing = found.groups[:, :, [at.TALKING, at.HOLDING, at.WRAPPING_UP, at.IDLE]].sum(axis=2)
    assert there.tolist() == doing.tolist()


def test_by_the_millisecond_areas_are_those_of_the_kpis() -> None:
    """A look each millisecond adds up to the areas under the number waiting, and at work."""
    rng = np.random.default_rng(3)
    legs = Legs()
    for agent in range(30):
        begin, wait, talk, wrap = (float(n) / 1000 for n in rng.integers(0, 60, 4))
        ended = begin + wait
        freed = ended + talk + wrap
        times = {"answered": ended, "left": ended + talk, "freed": freed}
        legs.add(0, begin, Outcome.ANSWERED, group=0, agent=agent, **times)
    base = one_line(staff=3, horizon=1)
    plan = replace(base.plan, horizon_ms=200, interval_ms=200)
    centre = replace(base, plan=plan)
    outcomes, absent = legs.outcomes(1), np.zeros(3, np.bool_)
    outcomes = replace(outcomes, horizon_ms=200)
    clock = ServiceClock((5,), (0,))
    found = timeline(outcomes, centre, absent, clock, Sampling(1, 10))
    counts = tally(outcomes, centre, absent, clock)
    groups, ms = counts.groups[1, 0], 1000
    assert sum(of_queue(found, QueueState.WAITING)) == pytest.approx(
        counts.queues[1, 0, QueueCount.QUEUE_LENGTH_S] * ms
    )
    for state, count in (
        (GroupState.TALKING, GroupCount.TALK_S),
        (GroupState.WRAPPING_UP, GroupCount.WRAP_UP_S),
        (GroupState.FINISHING, GroupCount.OVERTIME_S),
        (GroupState.ON_DUTY, GroupCount.ON_DUTY_S),
    ):
        assert sum(of_group(found, state)) == pytest.approx(groups[count] * ms), state


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), st.integers(0, 70)), max_size=30),
    st.integers(1, 7),
)
def test_the_earliest_of_spans(spans: list[tuple[int, int, int]], step: int) -> None:
    instants = Instants(5, step, 8)
    rows, begin, length = (
        (np.array(column, np.int64) for column in zip(*spans, strict=True))
        if (spans)
        else (np.zeros(0, np.int64),) * 3
    )
    found = instants.earliest_ms(Spans(rows, begin, begin + length), 3)
    for row in range(3):
        for place, at in enumerate(instants.at_ms.tolist()):
            mine = [b for r, b, n in spans if r == row and b < at <= b + n]
            assert found[row, place] == min(mine, default=NEVER)
