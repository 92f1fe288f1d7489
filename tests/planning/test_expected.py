"""What the formulas say of those on duty, against the formulas asked directly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from optimize.requirements import Goal, required, served
from scenarios.planning.expected import expected
from scenarios.planning.need.requirement import requirement
from scenarios.schema import Scenario
from tests.scenarios.small import front, general, small

PER_DAY = 48
TARGET = {"kpi": "SL3", "within": "20 s", "level": "80 %", "scope": "day"}


def of(**changes: Any) -> Scenario:
    return small(interval="30 min", **changes)


def test_a_line_by_itself_is_what_erlang_a_says_of_its_agents() -> None:
    # 60 calls an hour of 2 min (as `small` has it) with 3 agents, of whom a tenth stays away.
    queue = general(talk="2 min", patience="3 min", target=TARGET)
    found = expected(of(queues=queue, groups=front(agents=3, absence="10 %")))
    met = served(60, 120, 2.7, 20, 180)
    assert found.on_duty == pytest.approx(np.full((1, PER_DAY), 2.7))
    assert found.answered_within == pytest.approx(np.full((1, PER_DAY), float(met.answered_within)))
    assert found.mean(found.abandoned, [0]) == pytest.approx(float(met.share_abandoned))
    assert found.busy([0]) == pytest.approx(float(met.occupancy))
    assert found.mean_asa_s([0]) == pytest.approx(float(met.asa_s))


def test_the_need_is_the_requirements_own() -> None:
    scenario = of(queues=general(talk="2 min", patience="3 min", target=TARGET))
    found = expected(scenario)
    assert found.needed == pytest.approx(requirement(scenario).net)
    assert found.hours(found.needed, [0]) == pytest.approx(24 * found.needed[0, 0])


def test_the_level_is_the_one_that_the_target_means() -> None:
    # SL1 counts those who hang up in time as well, so it is above SL3 wherever some do.
    scenario = of(queues=general(talk="2 min", patience="1 min", target=TARGET | {"kpi": "SL1"}))
    found = expected(scenario)
    agents = float(found.on_duty[0, 0])
    met = served(60, 120, agents, 20, 60)
    assert found.level[0, 0] == pytest.approx(float(met.waited_within))
    assert found.level[0, 0] > found.answered_within[0, 0] + 0.001


def test_lines_that_share_agents_are_one_line_of_all_their_calls() -> None:
    queues = {
        "general": general(talk="2 min", patience="3 min", target=TARGET)["general"],
        "loan": general(talk="4 min", patience="3 min", target=TARGET)["general"],
    }
    groups = {"front": {"serves": {"general": {}, "loan": {}}, "agents": 8}}
    found = expected(of(queues=queues, groups=groups))
    met = served(120, 180, 8, 20, 180)
    assert found.pool("loan") == (0, 1)
    assert found.on_duty.sum(axis=0) == pytest.approx(np.full(PER_DAY, 8.0))
    assert found.by_interval(found.answered_within, [0, 1]) == pytest.approx(
        np.full(PER_DAY, float(met.answered_within))
    )


def test_a_shortage_is_where_fewer_are_on_duty_than_needed() -> None:
    queue = general(talk="2 min", target=TARGET)
    need = float(required(60, 120, Goal(service_level=0.8, within_s=20), whole=False))
    above, below = int(need) + 1, int(need)
    agents = [above] * 40 + [below] * 8
    found = expected(of(queues=queue, groups=front(agents=agents)))
    assert found.short([0]).tolist() == [False] * 40 + [True] * 8


def test_nobody_waits_for_work_and_nobody_calls_at_night() -> None:
    queues = {
        "mail": {"channel": "email", "volume": {"per_h": 10}, "talk": "6 min", "due": "4 h"},
        "general": general(talk="2 min", volume=[0] * 24 + [30] * 24, target=TARGET)["general"],
    }
    groups = {
        "clerks": {"serves": {"mail": {}}, "agents": 2},
        "front": {"serves": {"general": {}}, "agents": 4},
    }
    found = expected(of(queues=queues, groups=groups))
    assert np.isnan(found.level[0]).all()
    assert np.isnan(found.level[1, :24]).all()
    assert not np.isnan(found.level[1, 24:]).any()
    assert found.needed[0].sum() * 0.5 == pytest.approx(24.0)  # 240 mails of a tenth of an hour
    assert np.isnan(found.mean(found.level, [0]))
