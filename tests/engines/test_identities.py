"""What must change nothing, bit for bit, on random centres: all legs are the same.

A share of nothing, a factor of one, self-service that contains nobody, a pause that never comes,
and agents who could have several contacts and have none that allow it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.centre import Centre
from sim.clock import MS_PER_MIN, NEVER
from sim.codes import Kind
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.floor import STAGE_PLACES, SURE, Floor
from sim.plan import Plan
from sim.steps import Steps
from sim.watches import Fatigue, Pause
from tests.strategies import centres_with_contacts

Case = tuple[Centre, Contacts]


def assert_same(one: Centre, other: Centre, contacts: Contacts) -> None:
    """Two centres come to the same with the same contacts, to the last field of the last leg.

    By the compiled engine, which the reference is equal to on such centres.
    """
    legs = [centre.run(contacts, Engine.COMPILED).legs.tobytes() for centre in (one, other)]
    assert legs[0] == legs[1]


def with_queues(centre: Centre, **columns: Any) -> Centre:
    """Return a centre whose queues have other values in some columns."""
    queues = centre.floor.queues.copy()
    for name, value in columns.items():
        queues[name] = value
    return with_floor(centre, queues=queues)


def with_floor(centre: Centre, **tables: Any) -> Centre:
    floor: Floor = replace(centre.floor, **tables)
    return replace(centre, floor=floor)


def with_plan(centre: Centre, **parts: Any) -> Centre:
    plan: Plan = replace(centre.plan, **parts)
    return replace(centre, plan=plan)


def live(centre: Centre) -> Any:
    """Return which queues are no deferrable work, shape (queues,)."""
    return centre.floor.queues["kind"] != Kind.WORK


def columns(centre: Centre, **values: Any) -> Any:
    """Return the queues with other values in some columns of live queues alone."""
    queues = centre.floor.queues.copy()
    for name, value in values.items():
        queues[name] = np.where(live(centre), value, queues[name])
    return queues


def without_plays() -> st.SearchStrategy[Case]:
    """Centres where nothing raises a share, or watches waits, but what a test is about."""
    return centres_with_contacts().map(
        lambda case: (with_plan(case[0], plays=(), repeat_more=()), case[1])
    )


# A share of nothing ------------------------------------------------------------------------------

#: A feature's share, and what else it is made of: with the share 0 the rest must not matter.
WITHOUT_A_SHARE: Final[dict[str, dict[str, int]]] = {
    "announcement": {"diverted_below": 0, "announced_ms": 2000},
    "call-back": {"accepts_below": 0, "offered_ms": 1000, "keeps_place": 1, "calls": 3},
    "appointment": {"accepts_below": 0, "offered_ms": 0, "keeps_place": 0, "appointment_ms": 3000},
    "silence": {"silent_below": 0, "silence_ms": 3000},
    "ticket": {"ticket_below": 0, "ticket_to": 0},
    "self-service": {"has_self_service": 1, "leaves_bot_below": SURE // 2},
}

#: What turns the feature off altogether.
OFF: Final[dict[str, dict[str, int]]] = {
    "announcement": {"diverted_below": 0, "announced_ms": NEVER},
    "call-back": {"accepts_below": 0, "offered_ms": NEVER},
    "appointment": {"accepts_below": 0, "offered_ms": NEVER},
    "silence": {"silent_below": 0, "silence_ms": 0},
    "ticket": {"ticket_below": 0, "ticket_to": -1},
    "self-service": {"has_self_service": 0, "leaves_bot_below": 0},
}


@pytest.mark.parametrize("feature", WITHOUT_A_SHARE)
@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_a_share_of_nothing_is_none(feature: str, case: Case) -> None:
    centre, contacts = case
    if feature == "self-service":
        centre = with_plan(centre, contained=())
    off = with_floor(centre, queues=columns(centre, **OFF[feature]))
    there = with_floor(centre, queues=columns(centre, **WITHOUT_A_SHARE[feature]))
    if feature in ("call-back", "appointment"):
        # Who is called back is dialled, and nobody is.
        there.floor.queues["dial_ms"][live(centre)] = 2000
    assert_same(off, there, contacts)


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_nobody_contained_is_no_self_service(case: Case) -> None:
    """Whether the plan says 0, or nothing."""
    centre, contacts = case
    nobody = tuple(Steps.constant(0) for _ in centre.floor.queue_names)
    changing = tuple(Steps.between(2000, 9000, 0.0, 0.0) for _ in centre.floor.queue_names)
    without = with_plan(centre, contained=())
    assert_same(without, with_plan(centre, contained=nobody), contacts)
    assert_same(without, with_plan(centre, contained=changing), contacts)


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_what_is_never_done_again_is_the_same_by_any_delay(case: Case) -> None:
    """No reopening, no repeats: the delays of these do not matter."""
    centre, contacts = case
    centre = with_queues(centre, repeat_below=0)
    pools = contacts.pools
    other = replace(contacts, pools=replace(pools, repeat_delay_ms=pools.repeat_delay_ms * 0))
    legs = [centre.run(given_).legs.tobytes() for given_ in (contacts, other)]
    assert legs[0] == legs[1]


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_time_limits_without_a_way_up_change_no_order_of_coming(case: Case) -> None:
    centre, contacts = case
    centre = with_queues(centre, by_due=0)
    grades = centre.floor.grades.copy()
    grades["escalate_to"], grades["due_ms"] = -1, NEVER
    never, soon = grades, grades.copy()
    soon["due_ms"] = 1000
    assert_same(with_floor(centre, grades=never), with_floor(centre, grades=soon), contacts)


# A factor of one ---------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_a_mix_of_stages_that_are_alike_is_none(case: Case) -> None:
    centre, contacts = case
    alike = np.full((len(centre.floor.group_names), STAGE_PLACES), 1000, centre.floor.factors.dtype)
    groups = centre.floor.groups.copy()
    groups["staged"] = 0
    plain = with_floor(centre, groups=groups.copy(), factors=alike)
    groups["staged"] = 1
    assert_same(plain, with_floor(centre, groups=groups, factors=alike), contacts)


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_fatigue_that_costs_nothing_is_none(case: Case) -> None:
    centre, contacts = case
    tired = tuple(
        Fatigue(group, above=0.1, over_ms=MS_PER_MIN, factor=1.0)
        for group in range(len(centre.floor.group_names))
    )
    without = with_plan(centre, watches=())
    assert_same(without, with_plan(centre, watches=tired), contacts)


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_a_pause_that_never_comes_is_none(case: Case) -> None:
    """Service is never below nothing."""
    centre, contacts = case
    all_live = tuple(np.flatnonzero(live(centre)).tolist())
    pauses = tuple(
        Pause(queue, all_live, level=0.0, within_ms=0, over_ms=MS_PER_MIN)
        for queue in np.flatnonzero(~live(centre)).tolist()
    )
    without = with_plan(centre, watches=())
    assert_same(without, with_plan(centre, watches=pauses), contacts)


# Several contacts at once ------------------------------------------------------------------------


def at_once(centre: Centre, concurrency: int, factor_milli: int, mixes: int = 0) -> Centre:
    """Return a centre all of whose groups have so many contacts at once."""
    groups = centre.floor.groups.copy()
    groups["concurrency"], groups["mixes"] = concurrency, mixes
    parallel = np.full((len(groups), concurrency), factor_milli, np.int64)
    return with_floor(centre, groups=groups, parallel_milli=parallel)


@settings(max_examples=60, deadline=None)
@given(case=without_plays())
def test_one_chat_at_a_time_is_a_call(case: Case) -> None:
    """Concurrency 1 with factor 1, whether the group mixes or not; nobody falls silent."""
    centre, contacts = case
    alone = with_queues(at_once(centre, 1, 1000), silent_below=0)
    kinds = centre.floor.queues["kind"]
    calls = with_queues(alone, kind=np.where(live(centre), Kind.CALL, kinds))
    chats = with_queues(alone, kind=np.where(live(centre), Kind.CHAT, kinds))
    assert_same(calls, chats, contacts)
    assert_same(calls, at_once(chats, 1, 1000, mixes=1), contacts)


@settings(max_examples=60, deadline=None)
@given(case=without_plays())
def test_who_has_calls_only_has_one_at_a_time(case: Case) -> None:
    """Three at once are no more than one where nothing is a chat; nor is a mix of kinds."""
    centre, contacts = case
    kinds = centre.floor.queues["kind"]
    calls = with_queues(centre, kind=np.where(live(centre), Kind.CALL, kinds))
    for mixes in (0, 1):
        three = at_once(calls, 3, 1000, mixes)
        assert_same(at_once(calls, 1, 1000), three, contacts)


@settings(max_examples=25, deadline=None)
@given(case=without_plays())
def test_a_factor_of_the_first_contact_is_one_of_the_group(case: Case) -> None:
    """Where agents have one contact at a time, twice the time is twice the time."""
    centre, contacts = case
    skills = centre.floor.skills.copy()
    skills["handling_milli"] *= 2
    by_skill = with_floor(at_once(centre, 1, 1000), skills=skills)
    assert_same(by_skill, at_once(centre, 1, 2000), contacts)
