"""What comes to people and how long it takes, against sums worked out by hand and simulation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from optimize.requirements import required, served
from scenarios.faults import BadInput
from scenarios.planning.need.lines import lines
from scenarios.schema import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from sim.kpis.tally import QueueCount
from tests.scenarios.small import front, general, loaded, small

PER_DAY = 48


def of(**changes: Any) -> Scenario:
    return small(interval="30 min", **changes)


def test_a_plain_line_is_what_the_scenario_says() -> None:
    made = lines(of(queues=general(wrap_up="1 min", patience="5 min", volume_factor=2)))
    assert made.queues == ("general",)
    assert made.calls_per_h == pytest.approx(np.full((1, PER_DAY), 120))
    assert made.handle_s == pytest.approx(np.full((1, PER_DAY), 240))
    assert made.patience_s == pytest.approx([300])
    assert made.load[0, 0] == pytest.approx(8)


def test_who_is_contained_or_gives_up_in_self_service_does_not_come_to_people() -> None:
    bot = {"contained": "40 %", "gives_up": "10 %", "time": "0 s"}
    made = lines(of(queues=general(self_service=bot)))
    assert made.calls_per_h == pytest.approx(np.full((1, PER_DAY), 30))


def test_a_bot_that_contains_nothing_is_off() -> None:
    shares = ["0 %"] * 24 + ["50 %"] * 24
    bot = {"contained": shares, "gives_up": "10 %", "time": "0 s"}
    made = lines(of(queues=general(self_service=bot)))
    assert made.calls_per_h[0] == pytest.approx([60] * 24 + [24] * 24)


def test_repeats_come_so_much_later_and_at_most_as_often_as_is_tried() -> None:
    # 60 calls an hour, each served in half an hour, a fifth of them back after another 90 minutes:
    # 12 an hour from the fourth half hour on, and a fifth of those from the eighth. Three tries.
    queue = general(talk="30 min", repeat={"share": "20 %", "delay": "90 min"})
    made = lines(of(queues=queue, tries=3, groups=front(agents=60)))
    assert made.repeats_per_h[0] == pytest.approx([0] * 4 + [12] * 4 + [14.4] * 40)


def test_the_warm_up_brings_its_repeats_along() -> None:
    queue = general(talk="30 min", repeat={"share": "20 %", "delay": "90 min"})
    made = lines(of(queues=queue, tries=2, warm_up="2 h", groups=front(agents=60)))
    assert made.repeats_per_h[0] == pytest.approx([12] * PER_DAY)


def test_who_finds_the_line_closed_calls_again_and_counts_when_it_is_open() -> None:
    # Open 08:00-20:00, half of those turned away call again half an hour later: of the 60 an hour
    # in the last closed half hour 30 come to the first open one, with a quarter of those of the
    # half hour before, who were turned away twice (15), and so on through four tries.
    redial = {"closed": "50 %", "delay": "30 min"}
    made = lines(of(queues=general(open="08:00-20:00", redial=redial), tries=4))
    is_open = np.zeros(PER_DAY, bool)
    is_open[16:40] = True
    assert made.first_per_h[0] == pytest.approx(np.where(is_open, 60, 0))
    assert made.redials_per_h[0, 16] == pytest.approx(30 + 15 + 7.5)
    assert made.redials_per_h[0, 17] == pytest.approx(0)
    assert not made.calls_per_h[0, ~is_open].any()


def test_what_is_passed_on_comes_to_the_next_line() -> None:
    queues = general() | {"experts": {"volume": {"per_h": 0}, "talk": "5 min"}}
    passes = {"share": "25 %", "to": "experts"}
    groups = {
        "first": {"serves": {"general": {"transfer": passes}}, "agents": 3},
        "others": {"serves": {"general": {}}, "agents": 1},
        "last": {"serves": {"experts": {}}, "agents": 2},
    }
    made = lines(of(queues=queues, groups=groups))
    # Three of the four who answer `general` pass on a quarter: 60 x 3/4 x 1/4.
    assert made.passed_per_h[1] == pytest.approx(np.full(PER_DAY, 11.25))
    assert made.answers["general"] == pytest.approx({"first": 0.75, "others": 0.25})


def test_a_hand_over_takes_both_agents() -> None:
    queues = general() | {"experts": {"volume": {"per_h": 0}, "talk": "5 min"}}
    passes = {"share": "25 %", "to": "experts", "how": "warm", "handover": "40 s"}
    groups = {
        "first": {"serves": {"general": {"transfer": passes}}, "agents": 3},
        "last": {"serves": {"experts": {}}, "agents": 2},
    }
    made = lines(of(queues=queues, groups=groups))
    assert made.handle_s[:, 0] == pytest.approx([180 + 0.25 * 40, 300 + 40])


def test_a_stage_of_service_passes_on_and_brings_back_by_its_factors() -> None:
    queues = general(repeat={"share": "10 %", "delay": "0 s"}, talk="30 min") | {
        "experts": {"volume": {"per_h": 0}, "talk": "5 min"}
    }
    stages = {"green": {"transfer_factor": 2, "repeat_factor": 3, "absence": "0 %"}}
    group = {
        "serves": {"general": {"transfer": {"share": "20 %", "to": "experts"}}},
        "stages": {"green": "50 %", "skilled": "50 %"},
        "agents": 60,
    }
    groups = {"first": group, "last": {"serves": {"experts": {}}, "agents": 9}}
    stages = stages | {"skilled": {"absence": "0 %"}}
    made = lines(of(queues=queues, groups=groups, stages=stages, tries=2))
    # 20 % x (2 + 1) / 2 are passed on; of all, settled here or there, 10 % x (3 + 1) / 2 come back.
    assert made.passed_per_h[1, 0] == pytest.approx(60 * 0.3)
    assert made.repeats_per_h[0, 1:] == pytest.approx(np.full(PER_DAY - 1, 12))


def test_redials_are_those_who_give_up_where_the_promise_is_just_kept() -> None:
    queue = general(
        patience={"distribution": "exponential", "mean": "3 min"},
        redial={"abandoned": "50 %", "delay": "0 s"},
    )
    made = lines(of(queues=queue, tries=2))
    calls, promise = made.calls_per_h[0, 5], made.promises[0]
    assert promise is not None
    agents = required(calls, 180, promise.goal(), patience_s=180, whole=False)
    lost = served(calls, 180, agents, 20, 180).share_abandoned
    assert made.redials_per_h[0, 5] == pytest.approx(60 * float(lost) / 2, rel=1e-3)


def test_a_disruption_brings_more_calls_that_take_longer() -> None:
    storm = {"name": "storm", "from": "10:00", "to": "10:45", "volume": 3, "handling": 2}
    made = lines(of(disruptions=[storm]))
    assert made.calls_per_h[0, 19:23] == pytest.approx([60, 180, 120, 60])
    assert made.handle_s[0, 19:23] == pytest.approx([180, 360, 270, 180])


def test_patience_that_is_never_out_counts_by_the_rate_of_the_others() -> None:
    # Half hang up evenly over 100 s: the waits seen add up to 100 x (1 + 0.5) / 2 = 75 s a caller,
    # with half a hang-up each: one in 150 s.
    patience = {"distribution": "empirical", "shares": [0, 0.5], "values": ["0 s", "100 s"]}
    assert lines(of(queues=general(patience=patience))).patience_s == pytest.approx([150])
    assert math.isinf(lines(of()).patience_s[0])


def test_a_customer_of_a_list_takes_all_the_calls_to_him() -> None:
    queues = general() | {
        "list": {
            "channel": "outbound",
            "talk": "100 s",
            "list": 96,
            "open": "09:00-20:00",
            "dial": {"reached": "50 %", "time": "20 s", "calls": 2},
        }
    }
    groups = {"front": {"serves": {"general": {}, "list": {}}, "agents": 4}}
    made = lines(of(queues=queues, groups=groups))
    # One call and a half of 20 s, and 100 s for three customers of four.
    assert made.handle_s[1, 0] == pytest.approx(1.5 * 20 + 0.75 * 100)
    assert made.calls_per_h[1, 18] == pytest.approx(192)  # 96 at nine
    assert made.calls_per_h[1].sum() == pytest.approx(192)


def test_tickets_and_late_work_go_on() -> None:
    queues = general(ticket={"share": "10 %", "to": "desk"}) | {
        "desk": {
            "channel": "ticket",
            "talk": "10 min",
            "grades": {"all": {"share": "100 %", "due": "8 h", "escalate": "boss"}},
            "target": {"kpi": "on_time", "level": "95 %"},
        },
        "boss": {"channel": "ticket", "talk": "10 min", "due": "8 h"},
    }
    groups = front(agents=4) | {"back": {"serves": {"desk": {}, "boss": {}}, "agents": 2}}
    made = lines(of(queues=queues, groups=groups))
    assert made.passed_per_h[1] == pytest.approx(np.full(PER_DAY, 6))
    assert made.passed_per_h[2] == pytest.approx(np.full(PER_DAY, 0.3))


def test_silent_chats_take_half_the_talk_and_the_timeout() -> None:
    queue = general(channel="chat", silence={"share": "20 %", "timeout": "60 s"})
    made = lines(of(queues=queue, groups=front(agents=4, concurrency=3, parallel=[1, 1.1, 1.3])))
    assert made.handle_s[0, 0] == pytest.approx(0.8 * 180 + 0.2 * (90 + 60))
    assert made.at_once[0] is not None
    assert made.at_once[0].factors == (1, 1.1, 1.3)


def test_returns_are_those_that_the_simulation_brings() -> None:
    queues = general(
        volume={"per_h": 240},
        talk={"distribution": "exponential", "mean": "4 min"},
        repeat={"share": "20 %", "delay": {"distribution": "gamma", "mean": "2 h", "cv": 0.8}},
        self_service={"contained": "30 %", "gives_up": "10 %", "time": "90 s"},
        redial={
            "left_bot": "40 %",
            "closed": "60 %",
            "delay": {"distribution": "lognormal", "mean": "20 min", "cv": 1},
        },
        open="08:00-20:00",
    ) | {
        "experts": {
            "volume": {"per_h": 0},
            "talk": "5 min",
            "open": "08:00-20:00",
            "at_close": "clear",
        }
    }
    groups = {
        "first": {
            "serves": {"general": {"transfer": {"share": "25 %", "to": "experts"}}},
            "agents": 60,
        },
        "last": {"serves": {"experts": {}}, "agents": 40},
    }
    it = loaded(queues=queues, groups=groups, interval="30 min")
    made = lines(it.scenario)
    shown = study(it, RunOptions(replications=25, seed=5))
    causes = (
        (made.first_per_h, QueueCount.FIRST),
        (made.redials_per_h, QueueCount.REDIALS),
        (made.repeats_per_h, QueueCount.REPEATS),
        (made.passed_per_h, QueueCount.TRANSFERRED_IN),
    )
    # The tally counts who came while closed, too: look at the open hours but the first and the
    # last, in which the border falls within the flow's intervals. Eight figures; each may be off
    # by 4 standard errors (1 in 2,000 by chance), and by 2 % for the 512 points of a delay.
    hours = slice(18, 38)
    for per_h, count in causes:
        for row in range(2):
            seen = np.array([t.queues[row + 1, hours, count].sum() for t in shown.tallies])
            said = per_h[row, hours].sum() / 2
            error = seen.std(ddof=1) / math.sqrt(len(seen))
            assert said == pytest.approx(seen.mean(), abs=4 * error + 0.02 * said)


def test_work_beyond_the_formulas_is_refused() -> None:
    # 60 an hour of 300 days are 432,000 Erlangs: one such line is reckoned with, three are not.
    queue = general(talk="300 d", patience="5 min")["general"]
    assert lines(of(queues={"general": queue})).load.max() == pytest.approx(432_000)
    groups = {"front": {"serves": {name: {} for name in "abc"}, "agents": 4}}
    three = of(queues=dict.fromkeys("abc", queue), groups=groups)
    with pytest.raises(BadInput, match=r"queues.a: got 1,296,000 Erlangs; expected at most 1,0"):
        lines(three)
