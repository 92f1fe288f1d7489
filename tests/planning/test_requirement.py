"""The requirement's steps, against formulas computed here and numbers worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from optimize.requirements import Goal, required
from scenarios.planning.need.requirement import STEPS, Requirement, requirement
from scenarios.schema import Scenario
from tests.scenarios.small import front, general, small

PATIENT = {"distribution": "exponential", "mean": "10 min"}


def erlang_c_level(load: float, handle_s: float, agents: int, within_s: float) -> float:
    """Return SL3 by the formula of the textbooks, with factorials."""
    if agents <= load:
        return 0.0
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    waits = last / (sum(load**k / math.factorial(k) for k in range(agents)) + last)
    return 1 - waits * math.exp(-(agents - load) * within_s / handle_s)


def least_by_trying(load: float, handle_s: float, level: float, within_s: float) -> int:
    return next(n for n in range(1, 1000) if erlang_c_level(load, handle_s, n, within_s) >= level)


def case_12(**groups: Any) -> Scenario:
    """Return two lines of 6.67 Erlangs each, to be answered by flexible agents or apart."""
    target = {"kpi": "SL3", "within": "20 s", "level": "80 %"}
    queues = {
        "billing": {"volume": {"per_h": 100}, "talk": "4 min"},
        "technical": {"volume": {"per_h": 50}, "talk": "8 min"},
    }
    for queue in queues.values():
        mean = queue["talk"]
        queue |= {"talk": {"distribution": "exponential", "mean": mean}}
        queue |= {"patience": PATIENT, "target": target}
    flexible = {"all": {"serves": {"billing": {}, "technical": {}}, "agents": 17}}
    return small(queues=queues, groups=groups or flexible, interval="30 min", warm_up="2 h")


def apart() -> dict[str, Any]:
    return {
        "bills": {"serves": {"billing": {}}, "agents": 10},
        "wires": {"serves": {"technical": {}}, "agents": 10},
    }


def test_plain_erlang_c_is_the_least_whole_number_that_keeps_the_target() -> None:
    volumes = [2, 10, 40, 90, 160, 20]
    target = {"kpi": "SL3", "within": "15 s", "level": "85 %"}
    queue = general(volume=volumes * 4, target=target, talk="200 s", patience=PATIENT)
    found = requirement(small(queues=queue, interval="60 min"))
    wanted = [least_by_trying(calls * 200 / 3600, 200, 0.85, 15) for calls in volumes]
    assert found.steps["erlang_c"][0, :6].tolist() == wanted
    assert found.plain[0, :6].tolist() == wanted


def test_without_a_target_a_line_is_planned_for_80_in_20() -> None:
    found = requirement(small(queues=general(), interval="60 min"))
    assert found.lines.promises[0] is not None
    assert found.lines.promises[0].source == "house"
    assert found.plain[0, 0] == least_by_trying(3, 180, 0.8, 20)


def test_every_step_is_kept_and_each_takes_off_or_adds_what_it_should() -> None:
    queues = general(
        patience=PATIENT,
        redial={"abandoned": "50 %"},
        repeat={"share": "10 %"},
        volume={"per_h": 600},
    ) | {"other": {"volume": {"per_h": 60}, "talk": "3 min", "patience": PATIENT}}
    groups = {"all": {"serves": {"general": {}, "other": {}}, "agents": 40}}
    found = requirement(small(queues=queues, groups=groups, interval="60 min", warm_up="1 d"))
    assert tuple(found.steps) == STEPS
    whole, part, patience, returns, pooled = (found.steps[name][:, 12] for name in STEPS)
    assert (whole == np.ceil(part)).all()
    assert (patience < part).all()
    assert returns[0] > patience[0]  # of `general`, who call again
    assert returns[1] == pytest.approx(patience[1])
    assert pooled.sum() < returns.sum()
    assert (pooled >= np.minimum(found.lines.load[:, 12] / 0.95, returns) - 1e-9).all()


def test_two_lines_alike_need_together_what_one_line_of_both_does() -> None:
    one = {"volume": {"per_h": 120}, "talk": "4 min", "patience": PATIENT}
    groups = {"all": {"serves": {"a": {}, "b": {}}, "agents": 20}}
    found = requirement(small(queues={"a": one, "b": one}, groups=groups, interval="60 min"))
    goal = Goal(service_level=0.8, within_s=20)
    together = float(required(240, 240, goal, patience_s=600, whole=False))
    assert found.pools == ((0, 1),)
    assert found.net[:, 5] == pytest.approx([together / 2] * 2, rel=1e-6)


def test_lines_that_share_no_group_are_no_pool() -> None:
    found = requirement(case_12(**apart()))
    assert found.pools == ((0,), (1,))
    assert found.net == pytest.approx(found.steps["returns"])


def test_an_agent_who_can_do_both_counts_once() -> None:
    # Case 12 of the reference: 13.33 Erlangs in all; 10 flexible agents are not even the load, 17
    # or so keep 80 in 20 by simulation, 20 do apart.
    flexible, dedicated = requirement(case_12()), requirement(case_12(**apart()))
    assert flexible.lines.load[:, 0] == pytest.approx([20 / 3, 20 / 3])
    assert 15 < flexible.net[:, 0].sum() <= 17
    assert flexible.net[:, 0].sum() < dedicated.net[:, 0].sum() <= 20
    assert dedicated.plain[:, 0].tolist() == [10, 10]


def test_pools_reach_through_groups_but_not_from_calls_to_work() -> None:
    queue = {"volume": {"per_h": 30}, "talk": "3 min"}
    mail = queue | {"channel": "email", "due": "8 h"}
    groups = {
        "x": {"serves": {"a": {}, "b": {}, "mail": {}}, "agents": 9},
        "y": {"serves": {"b": {}, "c": {}}, "agents": 9},
        "z": {"serves": {"d": {}, "mail": {}}, "agents": 9},
    }
    queues = {"a": queue, "b": queue, "c": queue, "d": queue, "mail": mail}
    assert requirement(small(queues=queues, groups=groups)).pools == ((0, 1, 2), (3,), (4,))


def test_a_target_of_answer_rate_is_one_of_abandonment() -> None:
    answered = {"kpi": "answer_rate", "level": "97 %"}
    lost = {"kpi": "abandonment", "level": "3 %"}
    a, b = (
        requirement(small(queues=general(patience=PATIENT, target=target), interval="60 min"))
        for target in (answered, lost)
    )
    assert a.net == pytest.approx(b.net)
    wanted = required(60, 180, Goal(abandonment=0.03), patience_s=600, whole=False)
    assert a.net[0, 0] == pytest.approx(float(wanted), rel=1e-6)


def test_the_first_reply_to_a_chat_is_part_of_the_wait() -> None:
    def needs(**chat: Any) -> Requirement:
        target = {"kpi": "SL3", "level": "80 %", "within": chat.pop("within")}
        queue = general(channel="chat", target=target, volume={"per_h": 300}, **chat)
        groups = front(agents=9, concurrency=3)
        return requirement(small(queues=queue, groups=groups, interval="60 min"))

    slow, quick = needs(within="30 s", first_reply="10 s"), needs(within="20 s")
    assert slow.net == pytest.approx(quick.net)
    assert 15 / 3 < quick.net[0, 0] < 15  # 15 Erlangs, three at once


def test_raising_a_promise_asks_for_what_the_formula_does() -> None:
    queues = general(patience=PATIENT, volume={"per_h": 600})
    found = requirement(small(queues=queues, interval="60 min"))
    promise = found.lines.promises[0]
    assert promise is not None
    none = np.zeros_like(found.net)
    assert found.raised(none, none, np.ones(1)).net == pytest.approx(found.net)
    up = found.raised(none + 0.2, none, np.ones(1)).net[0, 3]
    wanted = float(required(600, 180, promise.goal(0.2), patience_s=600, whole=False))
    assert up - found.net[0, 3] == pytest.approx(wanted - found.net[0, 3], rel=0.02)
    added = found.raised(none, none + 1.5, np.ones(1)).net
    assert added == pytest.approx(found.net + 1.5)
    least = found.raised(none - 50, none, np.ones(1)).net
    assert least == pytest.approx(found.lines.load / 2)


def test_one_of_two_lines_alike_is_raised_by_as_much_as_both() -> None:
    # Their calls wait in turn for the same agents: neither can be served sooner by itself.
    found = requirement(case_12())
    none = np.zeros_like(found.net)
    both = found.raised(none + 0.5, none, np.ones(2)).net.sum()
    one = none.copy()
    one[0] = 0.5
    single = found.raised(one, none, np.ones(2)).net.sum()
    assert found.net.sum() < single
    assert single == pytest.approx(both)


def test_who_waits_with_others_for_the_same_agents_is_raised_with_them() -> None:
    small_line = {"volume": {"per_h": 12}, "talk": "3 min", "patience": PATIENT}
    large_line = small_line | {"volume": {"per_h": 1200}}
    first = small_line | {"priority": 5}
    groups = {"all": {"serves": {"large": {}, "small": {}, "first": {}}, "agents": 70}}
    queues = {"large": large_line, "small": small_line, "first": first}
    found = requirement(small(queues=queues, groups=groups, interval="60 min"))
    slope = found.company_slope[:, 3]
    assert slope[1] == pytest.approx(slope[0], rel=0.02)  # the large line's, with 1 % of its own
    assert slope[2] < slope[1] / 3  # but for who is served first
    alone = requirement(small(queues={"general": small_line}, interval="60 min")).slope[0, 3]
    assert slope[2] == pytest.approx(alone)
    # Raised with the large line it costs hardly more; by itself, what that would have cost.
    none = np.zeros_like(found.net)
    both, single = none.copy(), none.copy()
    both[:2] = single[1] = 0.5
    rises = [
        (found.raised(shift, none, np.ones(3)).net - found.net)[:, 3].sum()
        for shift in (both, single)
    ]
    assert rises == pytest.approx([0.5 * slope[1]] * 2, rel=0.2)


def desk(**work: Any) -> Scenario:
    """Return a line with a desk of e-mail beside it: 6 an hour of 10 minutes, 24 hours in all."""
    mail = {"channel": "email", "volume": {"per_h": 6}, "talk": "10 min", "due": "8 h"} | work
    groups = {"front": {"serves": {"general": {}, "mail": {}}, "agents": 4}}
    return small(queues=general() | {"mail": mail}, groups=groups, interval="60 min")


def test_work_is_lots_between_coming_in_and_being_due() -> None:
    found = requirement(desk())
    assert not found.net[1].any()
    assert not found.plain[1].any()
    # A quarter of eight hours is a lot: 2 hours of 6 x 10 minutes each.
    assert [lot.agent_h for lot in found.works] == pytest.approx([2] * 12)
    first = next(lot for lot in found.works if lot.intervals[:8].tolist()[1:8] == [True] * 7)
    assert np.flatnonzero(first.intervals).tolist() == list(range(1, 8))
    around = next(lot for lot in found.works if lot.intervals[0] and lot.intervals[23])
    assert set(np.flatnonzero(around.intervals)) <= {17, 18, 19, 20, 21, 22, 23, 0, 1, 2, 3, 4, 5}
    assert found.steps["pooling"][1].sum() == pytest.approx(24)
    assert found.net_hours == pytest.approx(found.net.sum() + 24)


def test_work_is_done_in_open_hours_or_late() -> None:
    found = requirement(desk(open="08:00-18:00", due="2 h"))
    for lot in found.works:
        assert not lot.intervals[:8].any()
        assert not lot.intervals[18:].any()
    night = sum(lot.agent_h for lot in found.works if lot.intervals[8])
    assert night > 10  # all that came while it was closed, and the first hours' own


def test_a_backlog_is_what_the_days_before_left() -> None:
    found = requirement(desk(backlog=30, due="6 h"))
    lying = [lot for lot in found.works if lot.intervals[0]]
    assert sum(lot.agent_h for lot in lying) == pytest.approx(5, abs=1.01)  # 30 x 10 minutes
    for lot in found.works:  # what comes in the evening is left over in its turn
        assert not (lot.intervals[0] and lot.intervals[23])
    assert sum(lot.agent_h for lot in found.works) < 24 + 5


def test_grades_are_due_each_in_its_time() -> None:
    grades = {
        "quick": {"share": "50 %", "due": "1 h"},
        "slow": {"share": "50 %", "due": "8 h"},
    }
    found = requirement(desk(due=None, grades=grades))
    quick = [lot for lot in found.works if lot.intervals.sum() == 1]
    assert sum(lot.agent_h for lot in quick) == pytest.approx(12)
    assert sum(lot.agent_h for lot in found.works) == pytest.approx(24)


def test_a_list_of_customers_is_called_on_its_day() -> None:
    queues = general() | {
        "list": {"channel": "outbound", "talk": "3 min", "list": 60, "open": "09:00-20:00"}
    }
    groups = {"front": {"serves": {"general": {}, "list": {}}, "agents": 4}}
    found = requirement(small(queues=queues, groups=groups, interval="60 min", days=2))
    assert [lot.agent_h for lot in found.works] == pytest.approx([3, 3])
    assert np.flatnonzero(found.works[0].intervals).tolist() == list(range(9, 20))


def test_raising_work_multiplies_its_hours() -> None:
    found = requirement(desk())
    none = np.zeros_like(found.net)
    half = found.raised(none, none, np.array([1.0, 0.5]))
    assert sum(lot.agent_h for lot in half.works) == pytest.approx(12)
