"""The bridge from the Erlang number to the schedule, with sums worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.planning.need.requirement import requirement
from scenarios.planning.proof.bridge import BY_QUEUE, WORDS, Bridge, bridge
from scenarios.schema import Scenario
from tests.scenarios.small import front, general, small

PATIENT = {"distribution": "exponential", "mean": "5 min"}


def made(scenario: Scenario) -> Bridge:
    return bridge(requirement(scenario), scenario)


def test_steps_come_in_order_and_are_told_in_hours_money_and_words() -> None:
    scenario = small(
        queues=general(patience=PATIENT), groups=front(agents=4, wage_per_h=40), currency="CNY"
    )
    steps = made(scenario)
    assert tuple(step.key for step in steps.steps) == BY_QUEUE
    assert tuple(WORDS)[: len(BY_QUEUE)] == BY_QUEUE
    for step in steps.steps:
        assert step.title
        assert step.meaning
        assert step.hours == pytest.approx(step.agents.sum() / 2)
        assert step.cost == pytest.approx(step.hours * 40)
    added_h = sum(hours for _, hours, _ in steps.changes())
    assert added_h == pytest.approx(steps.steps[-1].hours)


def test_each_part_of_shrinkage_is_applied_once() -> None:
    group = front(agents=4, absence="10 %", off_phone="20 %")
    steps = made(small(queues=general(patience=PATIENT), groups=group))
    net = steps.step("pooling").agents
    assert steps.step("hands").agents == pytest.approx(net)
    assert steps.step("off_phone").agents == pytest.approx(net / 0.8)
    assert steps.step("absence").agents == pytest.approx(net / 0.8 / 0.9)


def test_slower_hands_take_more_agents() -> None:
    groups = {
        "novices": {"serves": {"general": {"handling_factor": 1.25}}, "agents": 1},
        "others": {"serves": {"general": {}}, "agents": 3},
    }
    steps = made(small(queues=general(patience=PATIENT), groups=groups))
    net = steps.step("pooling").agents
    assert steps.step("hands").agents == pytest.approx(net * (0.25 * 1.25 + 0.75))


def test_hours_at_night_cost_their_premium() -> None:
    scenario = small(
        groups=front(agents=4, wage_per_h=40),
        costs={"premiums": [{"between": "22:00-06:00", "share": "30 %"}]},
    )
    step = made(scenario).step("erlang_c")
    assert step.cost == pytest.approx(step.agents[0] * (8 * 40 * 1.3 + 16 * 40))


def test_hours_are_told_by_day() -> None:
    volume = {"total": [600, 1200], "profile": "flat"}
    scenario = small(queues=general(volume=volume), days=2, profiles={"flat": [1] * 48})
    steps = made(scenario)
    days = steps.hours_by_day("erlang_c")
    assert days.sum() == pytest.approx(steps.step("erlang_c").hours)
    assert days[1] > days[0]


def test_there_is_no_step_without_its_schedule() -> None:
    with pytest.raises(KeyError, match="proved"):
        made(small()).step("proved")


def test_agents_of_all_lines_add_up() -> None:
    queues = general() | {"other": {"volume": {"per_h": 20}, "talk": "5 min"}}
    groups = {"all": {"serves": {"general": {}, "other": {}}, "agents": 9}}
    for step in made(small(queues=queues, groups=groups)).steps:
        assert step.by_queue is not None
        assert np.asarray(step.by_queue.sum(axis=0)) == pytest.approx(step.agents)
