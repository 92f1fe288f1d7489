"""The least agents for chats, against brute force, Erlang A, and places that cost nothing."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.erlang import erlang_chat
from optimize.requirements import Goal, kept, required, required_chat, served_chat

EIGHTY_IN_20 = Goal(service_level=0.8)
GOALS = [
    EIGHTY_IN_20,
    Goal(asa_s=15, occupancy=0.9),
    Goal(abandonment=0.03, waiting=0.3),
    Goal(service_level=0.9, counts="SL6", short_s=5),
    Goal(service_level=0.7, within_s=60, counts="SL2"),
]
FACTORS = (1.0, 1.3, 1.8)


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("patience_s", [np.inf, 120.0])
def test_whole_agents_are_those_of_brute_force(goal, patience_s):
    calls_per_h = np.random.default_rng(5).uniform(0, 400, 60)
    agents = np.arange(80)

    def service(within_s):
        return erlang_chat(calls_per_h[:, None], 240, agents, patience_s, within_s, factors=FACTORS)

    holds = kept(goal, service(goal.within_s), service(goal.short_s).abandoned_within)
    found = required_chat(calls_per_h, 240, goal, factors=FACTORS, patience_s=patience_s)
    assert holds[:, -1].all()
    assert found.tolist() == holds.argmax(axis=1).tolist()


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize("patience_s", [None, 120.0])
def test_one_chat_at_once_is_a_telephone(goal, patience_s):
    calls_per_h = [0, 0.5, 30, 400]
    by_chat = required_chat(calls_per_h, 240, goal, factors=[1], patience_s=patience_s)
    assert by_chat.tolist() == required(calls_per_h, 240, goal, patience_s=patience_s).tolist()


def test_chats_that_cost_nothing_are_so_many_agents():
    # Two at once, neither any slower, are two agents, but for the odd place.
    line = required([50, 400, 900], 240, EIGHTY_IN_20, patience_s=100)
    chats = required_chat([50, 400, 900], 240, EIGHTY_IN_20, factors=[1, 1], patience_s=100)
    assert chats.tolist() == np.ceil(line / 2).tolist()


@pytest.mark.parametrize("goal", GOALS)
def test_real_agents_are_where_the_goal_begins_to_hold(goal):
    calls_per_h = np.array([100, 170, 350])
    real = required_chat(calls_per_h, 240, goal, factors=FACTORS, patience_s=90, whole=False)
    whole = required_chat(calls_per_h, 240, goal, factors=FACTORS, patience_s=90)

    def holds(agents):
        service, short = (
            served_chat(calls_per_h, 240, agents, within_s, 90, factors=FACTORS)
            for within_s in (goal.within_s, goal.short_s)
        )
        return kept(goal, service, short.abandoned_within)

    assert np.ceil(real).tolist() == whole.tolist()
    assert holds(real).all()
    assert not holds(real - 1e-9).any()


def test_of_part_of_one_agent_no_less_than_the_work_is_asked():
    # Whom an agent answers who is there a minute a day he answers soon: his ASA says nothing. Three
    # chats an hour, 240 s each and 1.8 times that when three at once, are 0.2 x 1.8 / 3 agents.
    real = required_chat(3, 240, Goal(asa_s=15), factors=FACTORS, patience_s=90, whole=False)
    assert real == pytest.approx(0.12)


def test_no_chats_need_nobody():
    for whole in (True, False):
        found = required_chat([0, 50], [240, 0], EIGHTY_IN_20, factors=FACTORS, whole=whole)
        assert found.tolist() == [0, 0]


def test_faults_are_refused():
    with pytest.raises(ValueError, match="none below the one before"):
        required_chat(10, 240, EIGHTY_IN_20, factors=[1, 0.9])
    with pytest.raises(ValueError, match="one for each chat at once"):
        required_chat(10, 240, EIGHTY_IN_20, factors=[])
    with pytest.raises(ValueError, match="calls_per_h in row 1"):
        required_chat([10, -1], 240, EIGHTY_IN_20, factors=[1])
    with pytest.raises(ValueError, match="agents must be"):
        served_chat(10, 240, -2, 20, factors=[1])
