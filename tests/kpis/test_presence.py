"""Who is on duty where plays move people; and that a play which never fires moves nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Cause, Outcome
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.engines.log import Entry, Log
from sim.floor import CallBack, Dial, Group, Queue, Skill
from sim.kpis.definitions import KPIS
from sim.kpis.features import Feature, features_of
from sim.kpis.tally import ChannelCount, GroupCount, QueueCount, ServiceClock, Tally, tally
from sim.playbooks import Action, Announce, CallIn, OfferCallBack, Play
from sim.steps import Steps
from sim.watches import Figure, Trigger
from tests.centres import small_centre
from tests.kpis.counted import Legs, with_intervals
from tests.kpis.slow_tally import SlowTally
from tests.strategies import centres_with_contacts


def with_plays(centre: Centre, *plays: Play) -> Centre:
    """Return a centre whose plan has plays."""
    return replace(centre, plan=replace(centre.plan, plays=plays))


def counted(outcomes: Outcomes, centre: Centre) -> Tally:
    n_queues = len(centre.floor.queue_names)
    clock = ServiceClock((20_000,) * n_queues, (5_000,) * n_queues)
    return tally(outcomes, centre, np.zeros(centre.plan.seats, np.bool_), clock)


def test_agents_are_on_duty_as_the_director_noted() -> None:
    """Two are planned, three more come from 30 to 60 s: 2 x 30 + 5 x 30 + 2 x 40 agent-seconds."""
    reserve = Play("surge", (Action(CallIn(0, 3)),), spans_ms=((30_000, 60_000),))
    centre = small_centre(
        [Queue("calls")], [Group("agents", (Skill("calls"),))], {"agents": 2}, horizon=100
    )
    centre = with_plays(with_intervals(centre, 50), reserve)
    log = Log()
    for at_ms, number in ((0, 2), (30_000, 5), (60_000, 2)):
        log.add(at_ms, Entry.STAFF, 0, value=number)
    legs = Legs()
    # Four work from 40 to 70 s, of whom two finish beyond those on duty from 60 s on.
    for agent in range(4):
        legs.add(0, 40, Outcome.ANSWERED, answered=40, left=70, freed=70, group=0, agent=agent)
    outcomes = replace(legs.outcomes(100), log=log.table())
    groups = counted(outcomes, centre).groups[1]
    assert groups[:, GroupCount.ON_DUTY_S].tolist() == [2 * 30 + 5 * 20, 5 * 10 + 2 * 40]
    assert groups[:, GroupCount.OVERTIME_S].tolist() == [0, 2 * 10]
    slow = SlowTally(
        outcomes, centre, np.zeros(2, np.bool_), ServiceClock((20_000,), (5_000,))
    ).group_row(0)
    assert [cell[GroupCount.ON_DUTY_S] for cell in slow] == [160, 130]


NEVER_FIRES = Play(
    "never",
    (Action(CallIn(0, 7)),),
    trigger=Trigger(Figure.QUEUE_LENGTH, level=1e6, back=1e6, queues=(0,)),
)


@settings(max_examples=40, deadline=None)
@given(centres_with_contacts())
def test_a_play_that_never_fires_changes_no_count(case: tuple[Centre, Contacts]) -> None:
    centre, contacts = with_intervals(case[0], 10), case[1]
    watched = with_plays(centre, *centre.plan.plays, NEVER_FIRES)
    n_queues = len(centre.floor.queue_names)
    clock = ServiceClock((2_000,) * n_queues, (1_000,) * n_queues)
    plain, with_play = (
        tally(each.run(contacts, Engine.REFERENCE), each, contacts.absent, clock)
        for each in (centre, watched)
    )
    for name in ("queues", "peaks", "groups", "flows"):
        assert getattr(plain, name).tobytes() == getattr(with_play, name).tobytes(), name
    for kpi in KPIS.values():  # of a floor of telephones, some are counted only beside a play
        pairs = zip(kpi.parts(plain), kpi.parts(with_play), strict=True)
        assert all(one.tobytes() == other.tobytes() for one, other in pairs), kpi.id


@pytest.mark.parametrize(
    ("does", "feature"),
    [
        (Announce(0, 1000, 0.5), Feature.ANNOUNCEMENT),
        (OfferCallBack(0, 1000, 0.5), Feature.CALL_BACK),
    ],
)
def test_what_a_play_may_bring_is_counted(does: Announce | OfferCallBack, feature: Feature) -> None:
    queue = Queue("calls", call_back=CallBack(NEVER, 0.0))
    centre = small_centre([queue], [Group("agents", (Skill("calls"),))], {"agents": 1})
    assert features_of(centre.floor, centre.plan) == frozenset()
    centre = with_plays(centre, Play("offer", (Action(does),), spans_ms=((0, 1000),)))
    assert features_of(centre.floor, centre.plan) == {feature, Feature.PLAYBOOKS}


def test_work_that_comes_back_for_a_while_is_counted() -> None:
    from sim.codes import Kind

    queues = [Queue("calls"), Queue("email", kind=Kind.WORK)]
    centre = small_centre(queues, [Group("agents", (Skill("calls"), Skill("email")))], {})
    for more, found in (((0.2, 0.0), False), ((0.0, 0.2), True)):
        plan = replace(centre.plan, repeat_more=tuple(map(Steps.constant, more)))
        assert (Feature.REOPENING in features_of(centre.floor, plan)) == found


def test_a_call_cut_off_while_it_was_dialled_reached_nobody() -> None:
    """Of three call-backs, with 10 s of dialling: one speaks 20 s, one is cut off after 5 s of
    talk, one after 4 s of dialling."""
    queue = Queue("calls", call_back=CallBack(5_000, 1.0, dial=Dial(time_ms=10_000)))
    centre = small_centre([queue], [Group("agents", (Skill("calls"),))], {"agents": 3}, horizon=100)
    legs = Legs()
    for agent, (outcome, left) in enumerate(
        ((Outcome.ANSWERED, 50), (Outcome.DROPPED, 35), (Outcome.DROPPED, 24))
    ):
        waited = legs.add(0, 0, Outcome.CALLED_BACK, left=5)
        legs.add(
            0,
            5,
            outcome,
            answered=20,
            left=left,
            freed=left,
            group=0,
            agent=agent,
            parent=waited,
            cause=Cause.CALL_BACK,
        )
    centre = with_intervals(centre, 100)
    outcomes = legs.outcomes(100)
    found = counted(outcomes, centre).channels
    assert found is not None
    calls = found[1, 0]
    assert calls[ChannelCount.CALLS_MADE] == 3
    assert calls[ChannelCount.CALLS_REACHED] == calls[ChannelCount.CALL_BACKS_REACHED] == 2
    assert calls[ChannelCount.CALL_TALK_S] == 20 + 5
    assert calls[ChannelCount.CALL_BACK_WAIT_S] == 2 * (30 - 5)
    clock = ServiceClock((20_000,), (5_000,))
    slow = SlowTally(outcomes, centre, np.zeros(3, np.bool_), clock).channel_row(1)[0]
    assert list(slow.values()) == calls.tolist()
    assert counted(outcomes, centre).queues[1, 0, QueueCount.DROPPED] == 0  # a call is not offered
