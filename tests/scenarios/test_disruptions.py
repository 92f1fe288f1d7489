"""Disruptions: what each key comes down to, and what is refused."""

from typing import Any

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.load import load_text, resolved_yaml
from scenarios.schema import Scenario
from sim.centre import Centre
from sim.clock import MS_PER_H, MS_PER_MIN
from sim.plan import Drop
from tests.scenarios.plans import plain
from tests.scenarios.small import loaded, small

QUEUES: dict[str, Any] = {
    "general": {"volume": {"per_h": 60}, "talk": "3 min"},
    "vip": {"volume": {"per_h": 6}, "talk": "3 min"},
    "chat": {"channel": "chat", "volume": {"per_h": 6}, "talk": "5 min"},
    "email": {"channel": "email", "volume": {"per_h": 6}, "talk": "5 min", "due": "1 d"},
}
GROUPS: dict[str, Any] = {
    "north": {"serves": {"general": {}, "vip": {}}, "agents": 4, "site": "harbin"},
    "south": {"serves": {"general": {}, "chat": {}}, "agents": 6, "site": "shenzhen"},
    "home": {"serves": {"chat": {}, "email": {}}, "agents": 2},
}


def struck(*disruptions: dict[str, Any], **more: Any) -> Scenario:
    named = [{"name": "storm", **one} for one in disruptions]
    return small(**{"queues": QUEUES, "groups": GROUPS, "disruptions": named} | more)


def run(*disruptions: dict[str, Any], **more: Any) -> Centre:
    return centre(struck(*disruptions, **more))


def told(*disruptions: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        struck(*disruptions, **more)
    return [f"{fault.field}: {fault.value}; {fault.expected}" for fault in caught.value.faults]


def at_hours(steps: Any, *hours: float) -> list[float]:
    instants = np.array([round(hour * MS_PER_H) for hour in hours], np.int64)
    return list(steps.at(instants).tolist())


NOON = {"from": "12:00", "to": "14:00"}


def test_nothing_out_of_the_ordinary_is_no_disruption() -> None:
    idle = {
        **NOON, "volume": 1, "shape": "ramp", "handling": 1, "resolution": "0 %", "agents": 1,
        "no_shows": 0, "drops": "0 %", "telephony": "up", "self_service": "100 %",
    }  # fmt: skip
    assert plain(run(idle)) == plain(run())


def test_it_lasts_the_whole_horizon_unless_it_says_so() -> None:
    surge = run({"volume": 2}, days=2, warm_up="2 h").demand.queues[0].surge
    assert at_hours(surge, 0, 1.99, 2, 49.99, 50) == [1, 1, 2, 2, 1]
    lasting = run({"volume": 2, "from": "day 2 23:00", "lasts": "1 h"}, days=2)
    assert at_hours(lasting.demand.queues[0].surge, 46.99, 47, 47.99, 48) == [1, 2, 2, 1]


def test_a_ramp_grows_by_the_minute_until_its_peak() -> None:
    # From 12:00 to 13:00 it grows by 2/60 a minute from 1: in its first minute 1 + 1/60 on average,
    # in its last 3 - 1/60; then it stays at 3 until 14:00.
    surge = run({**NOON, "volume": 3, "shape": "ramp"}).demand.queues[0].surge
    minutes = [0, 1, 30, 59, 60, 119, 120]
    values = at_hours(surge, *(12 + minute / 60 for minute in minutes))
    assert values == pytest.approx([1 + 1 / 60, 1 + 3 / 60, 2 + 1 / 60, 3 - 1 / 60, 3, 3, 1])
    assert at_hours(surge, 11.99) == [1]
    early = run({**NOON, "volume": 3, "shape": "ramp", "peak": "12:30"}).demand.queues[0].surge
    values = at_hours(early, 12.25, 12.5, 13.99)
    assert values == pytest.approx([2 + 1 / 30, 3, 3])


def test_a_decaying_surge_falls_evenly() -> None:
    surge = run({**NOON, "volume": 3, "shape": "decaying"}).demand.queues[0].surge
    values = at_hours(surge, 12, 13, 13.99, 14)
    assert values == pytest.approx([3 - 1 / 120, 2 - 1 / 120, 1 + 1 / 120, 1])


def test_a_long_surge_changes_by_the_interval() -> None:
    long = {"volume": 3, "shape": "decaying", "from": "00:00", "to": "day 2 12:00"}
    surge = run(long, days=2, interval="1 h").demand.queues[0].surge
    assert len(surge.starts_ms) == 36 + 1
    assert at_hours(surge, 0, 35, 36) == pytest.approx([3 - 1 / 36, 1 + 1 / 36, 1])


@pytest.mark.parametrize(
    ("shape", "extra_h"), [("sudden", 2 * 2), ("ramp", 2 * 1.5), ("decaying", 2 * 1)]
)
def test_what_a_shape_brings_in_all(shape: str, extra_h: float) -> None:
    """Two hours at three times the volume bring 4 hours' volume more at most; shapes a part."""
    surge = run({**NOON, "volume": 3, "shape": shape}).demand.queues[0].surge
    minutes = np.arange(24 * 60) * MS_PER_MIN
    assert (surge.at(minutes) - 1).sum() / 60 == pytest.approx(extra_h)


def test_whom_it_strikes_by_channel() -> None:
    made = run({**NOON, "channels": ["phone"], "volume": 2, "handling": 1.5})
    assert [at_hours(queue.surge, 13)[0] for queue in made.demand.queues] == [2, 2, 1, 1]
    assert [at_hours(steps, 13)[0] for steps in made.plan.handling_factor] == [1.5, 1.5, 1, 1]


def test_whom_it_strikes_by_site() -> None:
    made = run({**NOON, "sites": ["harbin"], "agents": 0})
    assert [at_hours(steps, 13)[0] for steps in made.plan.staff_factor] == [0, 1, 1]


def test_points_on_resolution_add_up() -> None:
    plan = run(
        {**NOON, "queues": ["general"], "resolution": "-20 %"},
        {"from": "13:00", "to": "15:00", "resolution": "5 %"},
    ).plan
    assert at_hours(plan.repeat_more[0], 11, 12, 13, 14, 15) == pytest.approx(
        [0, 0.2, 0.15, -0.05, 0]
    )
    assert at_hours(plan.repeat_more[1], 12, 13) == pytest.approx([0, -0.05])


def test_self_service_that_works_by_half_twice_works_by_a_quarter() -> None:
    plan = run({**NOON, "self_service": "50 %"}, {"from": "13:00", "self_service": 0.5}).plan
    assert at_hours(plan.works[0], 11, 12, 13, 14, 23) == [1, 0.5, 0.25, 0.5, 0.5]


def test_telephony_is_down_on_phones_in_one_stretch() -> None:
    plan = run(
        {**NOON, "telephony": "down"},
        {"from": "13:00", "to": "15:00", "telephony": "down", "queues": ["vip", "chat"]},
        {"from": "20:00", "to": "21:00", "telephony": "down", "queues": ["vip"]},
        warm_up="1 h",
    ).plan
    h = MS_PER_H
    assert plan.down_ms == (
        ((13 * h, 15 * h),),
        ((13 * h, 16 * h), (21 * h, 22 * h)),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("said", "drops"),
    [
        ({"drops": True}, [Drop(12 * MS_PER_H, -1, -1, 1.0)]),
        ({"drops": "30 %"}, [Drop(12 * MS_PER_H, -1, -1, 0.3)]),
        ({"drops": True, "agents": 0.6}, [Drop(12 * MS_PER_H, -1, -1, 0.4)]),
        ({"drops": "yes", "agents": 0}, [Drop(12 * MS_PER_H, -1, -1, 1.0)]),
        ({"drops": "10 %", "agents": 0.6}, [Drop(12 * MS_PER_H, -1, -1, 0.1)]),
        ({"drops": True, "sites": ["shenzhen"]}, [Drop(12 * MS_PER_H, -1, 1, 1.0)]),
        ({"drops": True, "queues": ["vip", "email"]}, [Drop(12 * MS_PER_H, 1, -1, 1.0)]),
        (
            {"drops": True, "telephony": "down"},
            [Drop(12 * MS_PER_H, queue, -1, 1.0) for queue in (0, 1)],
        ),
        ({"drops": False, "agents": 0.6}, []),
    ],
)
def test_who_is_cut_off(said: dict[str, Any], drops: list[Drop]) -> None:
    found = run({**NOON, **said}).plan.drops
    assert [(one.at_ms, one.queue, one.group) for one in found] == [
        (one.at_ms, one.queue, one.group) for one in drops
    ]
    assert [one.share for one in found] == pytest.approx([one.share for one in drops])


def test_who_begins_meanwhile_may_not_come() -> None:
    shifts = {
        "early": {"start": "08:00", "end": "16:00", "agents": 1},
        "noon": {"start": "12:00", "end": "20:00", "agents": 1},
        "late": {"start": "14:00", "end": "22:00", "agents": 1},
    }
    groups = {"north": {"serves": {"general": {}}, "shifts": shifts}, "south": GROUPS["south"]}
    plan = run({**NOON, "no_shows": "50 %"}, {"no_shows": "10 %"}, groups=groups).plan
    by_name = {crew.name: crew.no_show for crew in plan.crews if crew.group == 0}
    assert {name.split("/")[1]: share for name, share in by_name.items()} == {
        "early": pytest.approx(0.1),
        "noon": pytest.approx(1 - 0.5 * 0.9),
        "late": pytest.approx(0.1),
    }
    assert [crew.no_show for crew in plan.crews if crew.group == 1] == [pytest.approx(0.1)]


def test_a_night_shift_that_began_the_day_before_is_there() -> None:
    night = {"start": "22:00", "end": "06:00", "agents": 1}
    groups = {"north": {"serves": {"general": {}}, "shifts": {"night": night}}}
    plan = run({"no_shows": "50 %"}, queues={"general": QUEUES["general"]}, groups=groups).plan
    assert [(crew.spans_ms[0][0], crew.no_show) for crew in plan.crews] == [
        (0, 0.0),
        (22 * MS_PER_H, 0.5),
    ]


def test_all_of_it_is_written_as_it_was_read() -> None:
    scenario = struck(
        {"lasts": "90 min", "channels": ["phone"], "volume": 3, "shape": "ramp", "peak": "00:30"},
        {**NOON, "sites": ["harbin"], "drops": "30 %", "resolution": "-12.5 %", "no_shows": "1 %"},
        {**NOON, "drops": True, "telephony": "down", "self_service": 0.25, "groups": ["south"]},
    )
    assert load_text(resolved_yaml(scenario)).scenario == scenario


END = "the end of the scenario"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({**NOON, "lasts": "1 h"}, "lasts: both; either to or lasts"),
        ({"queues": ["vip"], "channels": ["phone"]}, "channels: both; either queues or channels"),
        ({"groups": ["north"], "sites": ["harbin"]}, "sites: both; either groups or sites"),
        ({"lasts": "0 s"}, "lasts: 0 s; more than 0 s"),
        (
            {"from": "20:00", "lasts": "5 h"},
            f"lasts: 5 h; at most 4 h, until day 1 24:00, {END}",
        ),
        ({"from": "day 2 10:00"}, f"from: day 2 10:00; a time up to day 1 24:00, {END}"),
        (
            {"sites": ["harbn"]},
            "sites.1: harbn; one of the sites: harbin, shenzhen (did you mean harbin?)",
        ),
        ({"peak": "10:00"}, "peak: day 1 10:00; no peak, or shape: ramp; sudden has none"),
        ({**NOON, "shape": "ramp", "peak": "12:00"}, "peak: day 1 12:00; a time after day 1 12:00"),
        (
            {**NOON, "shape": "ramp", "peak": "15:00"},
            "peak: day 1 15:00; a time until day 1 14:00, when it is over",
        ),
        (
            {"resolution": "-120 %"},
            "resolution: -120 %; points from -100 % to 100 %, such as -20 % or -0.2",
        ),
        ({"drops": "some"}, "drops: some; true, false or a share, such as 50 %"),
        ({"telephony": "off"}, "telephony: off; up or down"),
        ({"self_service": 1.5}, "self_service: 1.5; a share from 0 to 1, such as 80 % or 0.8"),
        ({"shape": "square"}, "shape: square; sudden, ramp or decaying"),
        ({"channels": ["fax"]}, "channels.1: fax; phone, chat, message, email, ticket or outbound"),
    ],
)
def test_what_is_refused(said: dict[str, Any], fault: str) -> None:
    assert told(said) == [f"disruptions.1.{fault}"]


def test_a_surge_is_bounded_by_its_shape() -> None:
    """20 million calls are too many; of a decaying surge half of the rest is left out."""
    queues = {"general": {"volume": {"per_h": 400_000}, "talk": "1 s"}}
    only = {"groups": {"front": {"serves": {"general": {}}, "agents": 1}}, "queues": queues}
    (fault,) = told({"volume": 3}, **only)
    assert "28,800,000 expected contacts" in fault
    (fault,) = told({"volume": 3, "shape": "decaying"}, **only)
    assert "19,200,000 expected contacts" in fault
    (fault,) = told({"volume": 3, "shape": "ramp"}, **only)
    assert "24,000,000 expected contacts" in fault


def test_a_disruption_that_does_something_is_not_doubted() -> None:
    for said in ({"no_shows": 0.1}, {"telephony": "down"}, {"drops": True}, {"resolution": -0.1}):
        some = [{"name": "storm", **said}]
        assert loaded(disruptions=some).warnings == ()


@pytest.mark.parametrize("watch", ["60 s", "1 min", "20 s", "1 s"])
def test_figures_are_sampled_as_often_as_is_said(watch: str) -> None:
    assert centre(small(watch=watch)).plan.watch_ms == round(small(watch=watch).watch * 1000)


@pytest.mark.parametrize("watch", ["7 s", "0.5 s", "2 min"])
def test_a_watch_divides_a_minute(watch: str) -> None:
    with pytest.raises(BadInput) as caught:
        small(watch=watch)
    (fault,) = caught.value.faults
    assert fault.expected == "a divisor of a minute of at least 1 s, such as 10, 20, 30 or 60 s"


def test_a_disruption_that_is_not_active_does_not_happen() -> None:
    fire = {**NOON, "agents": 0.5, "drops": True}
    assert plain(run({**fire, "active": "no"}, {**NOON, "volume": 2})) == plain(
        run({**NOON, "volume": 2})
    )
    assert told({**fire, "active": "perhaps"}) == [
        "disruptions.1.active: perhaps; true or false",
    ]
