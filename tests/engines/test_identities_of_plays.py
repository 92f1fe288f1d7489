"""What goes wrong by nothing, and plays that do nothing, change nothing, bit for bit.

On random centres, and on a day of each scenario that ships.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings

from scenarios.build import centre as centre_of
from scenarios.load import library, load
from sim.centre import Centre
from sim.clock import NEVER
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.engines.log import Entry
from sim.plan import Drop
from sim.playbooks import (
    Action,
    BringBack,
    CallIn,
    CloseLine,
    Move,
    Play,
    RaiseSelfService,
    SendHome,
    Serve,
    StopOverflow,
)
from sim.steps import Steps
from sim.watches import Figure, Pause, Trigger
from tests.engines.test_equality import first_day
from tests.engines.test_identities import Case, with_plan
from tests.strategies import centres_with_contacts

#: What is out of reach: nobody is late where none need be in time, and no work is no load.
OUT_OF_REACH: Final = {
    Figure.QUEUE_LENGTH: 10**6,
    Figure.OLDEST_WAIT: 10**12,
    Figure.SERVICE_LEVEL: 0.0,
    Figure.ABANDONMENT: 1.001,
    Figure.OCCUPANCY: 1.001,
    Figure.LOAD: 1.0,
}


def run(centre: Centre, case: Case) -> Outcomes:
    """By the compiled engine, which the reference is equal to on such centres."""
    return centre.run(case[1], Engine.COMPILED)


def assert_same(one: Outcomes, other: Outcomes) -> None:
    """All legs, and who is on duty when."""
    assert one.legs.tobytes() == other.legs.tobytes()
    staff = [run.log[run.log["entry"] == Entry.STAFF].tobytes() for run in (one, other)]
    assert staff[0] == staff[1]


def all_watched(centre: Centre, figure: Figure, level: float) -> Trigger:
    """Return a trigger of all queues and groups, whose contacts take no time.

    A queue has one limit for waits in time, here that of the plan's own watches.
    """
    limits = [watch.within_ms for watch in centre.plan.watches if isinstance(watch, Pause)]
    queues = tuple(range(len(centre.floor.queue_names)))
    return Trigger(
        figure,
        level,
        level,
        queues,
        tuple(range(len(centre.floor.group_names))),
        over_ms=5 * centre.plan.watch_ms,
        within_ms=limits[0] if limits else 0,
        handling_ms=(0,) * len(queues),
    )


#: Much of everything.
DRASTIC: Final = (
    Action(CallIn(0, 50)),
    Action(SendHome(0, 0, 1.0, ramp_ms=60_000)),
    Action(Serve(0, 0)),
    Action(StopOverflow(0, 0)),
    Action(CloseLine(0)),
    Action(RaiseSelfService(0, 1.0)),
)


def alarmed(centre: Centre) -> Centre:
    """Return a centre with plays that would do much, and never do."""
    plays = tuple(
        Play(figure.name, DRASTIC, all_watched(centre, figure, level))
        for figure, level in OUT_OF_REACH.items()
    )
    return with_plan(centre, plays=plays)


@settings(max_examples=60, deadline=None)
@given(case=centres_with_contacts())
def test_a_playbook_that_never_fires_is_none(case: Case) -> None:
    """Nor is one whose lead time is longer than the day."""
    centre = case[0]
    without = run(with_plan(centre, plays=()), case)
    outcomes = run(alarmed(centre), case)
    assert_same(without, outcomes)
    assert outcomes.log.tobytes() == without.log.tobytes()
    late = tuple(Action(action.does, lead_ms=NEVER) for action in DRASTIC)
    always = Play("late", late, spans_ms=((0, centre.plan.horizon_ms),))
    assert_same(without, run(with_plan(centre, plays=(always,)), case))


@settings(max_examples=60, deadline=None)
@given(case=centres_with_contacts())
def test_an_action_with_no_people_is_none(case: Case) -> None:
    """Nor one that moves people to where they are."""
    centre = case[0]
    n_groups = len(centre.floor.group_names)
    nobody = [
        does
        for group in range(n_groups)
        for does in (
            CallIn(group, 0),
            CallIn(group, 0, ramp_ms=7000),
            Move(group, (group + 1) % n_groups, 0),
            Move(group, group, 5),
            SendHome(group, (group + 1) % n_groups, 0.0),
            SendHome(group, group, 1.0),
            BringBack(group, 0.0),
        )
    ]
    play = Play(
        "idle",
        tuple(Action(does) for does in nobody),
        spans_ms=((0, 3000), (10_000, centre.plan.horizon_ms)),
    )
    without = run(with_plan(centre, plays=()), case)
    assert_same(without, run(with_plan(centre, plays=(play,)), case))


@settings(max_examples=60, deadline=None)
@given(case=centres_with_contacts())
def test_a_factor_of_one_and_a_share_of_nothing_are_none(case: Case) -> None:
    centre = case[0]
    n_queues = len(centre.floor.queue_names)
    plain: dict[str, Any] = {"works": (), "repeat_more": (), "down_ms": (), "drops": ()}
    nothing: dict[str, Any] = {
        "works": (Steps.between(2000, 9000, 1.0),) * n_queues,
        "repeat_more": (Steps.between(2000, 9000, 0.0, otherwise=0.0),) * n_queues,
        "down_ms": ((),) * n_queues,
        "drops": (Drop(5000, share=0.0), Drop(6000, 0, 0, 0.0)),
        "handling_factor": tuple(
            steps * Steps.between(2000, 9000, 1.0) for steps in centre.plan.handling_factor
        ),
        "staff_factor": tuple(
            steps * Steps.between(2000, 9000, 1.0) for steps in centre.plan.staff_factor
        ),
    }
    without = run(with_plan(centre, **plain), case)
    outcomes = run(with_plan(centre, **nothing), case)
    assert_same(without, outcomes)
    assert outcomes.log.tobytes() == without.log.tobytes()


@settings(max_examples=30, deadline=None)
@given(case=centres_with_contacts())
def test_a_drop_after_all_is_over_is_none(case: Case) -> None:
    centre = with_plan(case[0], drops=())
    late = with_plan(centre, drops=(Drop(centre.plan.horizon_ms),))
    assert_same(run(centre, case), run(late, case))


NOTHING: Final = """
name: nothing
title: Nothing
description: Nothing goes wrong, and much would be done about it.
disruptions:
  - {name: Nothing, from: "10:00", to: "16:00", volume: 1, handling: 1, agents: 1, no_shows: 0 %,
     resolution: 0 %, self_service: 1, drops: 0 %}
playbooks:
  never:
    watch: queue_length
    levels:
      - at: 1000000
        do:
          - call_in: {serving: phone, people: 40}
          - announce: {channels: [phone], after: 0 s, share: 100 %}
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", library())
def test_nothing_at_all_is_none_on_what_ships(name: str, tmp_path: Path) -> None:
    """A disruption of factor 1 and a playbook that never fires: contacts, legs and counts."""
    event = tmp_path / "nothing.yaml"
    event.write_text(NOTHING, encoding="utf-8")
    usual, other = (centre_of(load(name, events=events).scenario) for events in ((), (str(event),)))
    days: list[tuple[Contacts, Outcomes]] = []
    for centre in (usual, other):
        shorter, contacts = first_day(centre, centre.contacts(seed=5))
        days.append((contacts, shorter.run(contacts)))
    (contacts, day), (other_contacts, other_day) = days
    assert contacts.rows.tobytes() == other_contacts.rows.tobytes()
    assert_same(day, other_day)
    assert len(other.plan.plays) == 1
