"""Playbooks: what each key comes down to in the simulation's terms."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios.build import centre
from scenarios.centre.playbooks import Played, prices
from scenarios.load import load_text, overridden, resolved_yaml
from scenarios.schema import Scenario
from sim import playbooks as played
from sim.clock import MS_PER_H, MS_PER_MIN, NEVER
from sim.floor import SURE
from sim.playbooks import Action, Play, Price
from sim.watches import Figure, Trigger
from tests.scenarios.plans import plain
from tests.scenarios.small import small

QUEUES: dict[str, Any] = {
    "general": {
        "volume": {"per_h": 60},
        "talk": {"distribution": "exponential", "mean": "3 min"},
        "wrap_up": "30 s",
        "handling_factor": 1.2,
        "self_service": {"contained": "20 %", "time": "30 s"},
        "target": {"kpi": "SL3", "within": "30 s", "level": "80 %"},
    },
    "chat": {"channel": "chat", "volume": {"per_h": 6}, "talk": "5 min"},
    "email": {"channel": "email", "volume": {"per_h": 6}, "talk": "5 min", "due": "1 d"},
    "vip": {
        "volume": {"per_h": 6},
        "talk": "3 min",
        "call_back": {"after": "2 min", "accepted": "30 %", "reached": "80 %"},
    },
}
GROUPS: dict[str, Any] = {
    "front": {
        "serves": {"general": {"handling_factor": 1.1}, "email": {"rank": 2}},
        "agents": [4] * 12 + [11] * 12,
        "off_phone": "10 %",
        "wage_per_h": 30,
    },
    "vips": {"serves": {"vip": {}, "general": {"after": "20 s"}}, "agents": 3, "absence": "5 %"},
    "chats": {"serves": {"chat": {}}, "agents": 2, "concurrency": 3},
}
GENERAL, CHAT, EMAIL, VIP = range(4)
FRONT, VIPS, CHATS, MADE, MADE_TOO = range(5)


def scenario(playbooks: dict[str, Any], **more: Any) -> Scenario:
    base = {"interval": "1 h", "queues": QUEUES, "groups": GROUPS, "playbooks": playbooks}
    return small(**base | more)


def by_clock(*do: dict[str, Any], **more: Any) -> Scenario:
    """Return a scenario of one playbook, `plan`, that does some things all day."""
    return scenario({"plan": {"levels": [{"from": "00:00", "do": list(do)}]}}, **more)


def done(*do: dict[str, Any], **more: Any) -> list[played.Does]:
    (play,) = centre(by_clock(*do, **more)).plan.plays
    return [action.does for action in play.actions]


def words(*do: dict[str, Any]) -> list[str]:
    return [one.words for one in prices(by_clock(*do))]


def triggered(watch: str, level: dict[str, Any], **playbook: Any) -> Trigger:
    do = [{"close_line": {"queue": "general"}}]
    surge = {"watch": watch, "levels": [{**level, "do": do}], **playbook}
    (play,) = centre(scenario({"surge": surge})).plan.plays
    assert play.trigger is not None
    return play.trigger


def test_a_load_is_watched_with_the_handling_times_of_its_queues() -> None:
    # general: (180 + 30) s x 1.2 = 252 s; a chat of 300 s by agents who have three at once: 100 s.
    level = {"at": "120 %", "for": "5 min", "back": "1", "back_for": "15 min"}
    assert triggered("load", level) == Trigger(
        Figure.LOAD,
        level=1.2,
        back=1.0,
        queues=(GENERAL, CHAT, VIP),
        groups=(FRONT, VIPS, CHATS),
        hold_ms=5 * MS_PER_MIN,
        back_hold_ms=15 * MS_PER_MIN,
        over_ms=15 * MS_PER_MIN,
        handling_ms=(252_000, 100_000, 180_000),
    )


def test_a_figure_may_be_watched_by_day_alone() -> None:
    """Of a run with two hours of warm-up, 08:00 is ten hours from its beginning."""
    do = [{"close_line": {"queue": "general"}}]
    levels = [{"at": "5", "back": "2", "do": do}]
    surge = {"watch": "queue_length", "between": "08:00-22:00", "levels": levels}
    (play,) = centre(scenario({"surge": surge}, warm_up="2 h")).plan.plays
    assert play.trigger is not None
    hours_ms = play.trigger.from_ms, play.trigger.lasts_ms
    assert hours_ms == (10 * MS_PER_H, 14 * MS_PER_H)


def test_the_way_back_is_the_way_there_unless_it_is_said() -> None:
    trigger = triggered("queue_length", {"at": 40, "for": "3 min"}, queues=["general", "email"])
    assert trigger == Trigger(
        Figure.QUEUE_LENGTH, 40, 40, (GENERAL, EMAIL), (), 3 * MS_PER_MIN, 3 * MS_PER_MIN
    )


def test_waits_are_watched_in_milliseconds() -> None:
    trigger = triggered("oldest_wait", {"at": "5 min", "back": "90 s"}, queues=["vip"])
    assert trigger == Trigger(Figure.OLDEST_WAIT, 300_000, 90_000, (VIP,))


@pytest.mark.parametrize(
    ("queues", "within", "within_ms"),
    [
        (["general"], None, 30_000),
        (["vip", "chat"], None, 20_000),
        (["general", "vip"], "45 s", 45_000),
    ],
)
def test_service_is_watched_within_the_targets_time(
    queues: list[str], within: str | None, within_ms: int
) -> None:
    more = {} if within is None else {"within": within}
    level = {"at": "70 %", "back": "80 %"}
    trigger = triggered("service_level", level, queues=queues, over="30 min", **more)
    assert (trigger.level, trigger.back, trigger.within_ms) == (0.7, 0.8, within_ms)
    assert (trigger.over_ms, trigger.groups, trigger.handling_ms) == (30 * MS_PER_MIN, (), ())


def test_occupancy_is_that_of_the_groups() -> None:
    trigger = triggered("occupancy", {"at": "95 %"}, groups=["chats"])
    assert (trigger.figure, trigger.groups) == (Figure.OCCUPANCY, (CHATS,))
    assert triggered("occupancy", {"at": "95 %"}, queues=["vip"]).groups == (VIPS,)
    assert triggered("abandonment", {"at": "5 %"}).figure is Figure.ABANDONMENT


def test_levels_are_plays_in_their_order() -> None:
    level = {"at": "120 %", "do": [{"close_line": {"queue": "general"}}]}
    more = {**level, "at": "150 %", "most": 3}
    two, one = ({"watch": "load", "levels": levels} for levels in ([level, more], [level]))
    plays = centre(scenario({"b": two, "a": one})).plan.plays
    assert [(play.name, play.most) for play in plays] == [("b/1", 20), ("b/2", 3), ("a/1", 20)]


def test_a_level_by_the_clock() -> None:
    do = [{"suspend": {"queue": "email"}, "after": "30 min", "at_least": "2 h"}]
    levels = [{"from": "08:00", "to": "day 2 10:00", "do": do}, {"from": "day 2 12:00", "do": do}]
    plays = centre(scenario({"plan": {"levels": levels}}, days=2, warm_up="1 h")).plan.plays
    action = Action(played.CloseLine(EMAIL), 30 * MS_PER_MIN, 2 * MS_PER_H)
    h = MS_PER_H
    assert plays == (
        Play("plan/1", (action,), spans_ms=((9 * h, 35 * h),)),
        Play("plan/2", (action,), spans_ms=((37 * h, 49 * h),)),
    )


def test_people_are_called_in_by_number_or_share() -> None:
    assert done(
        {"call_in": {"group": "front", "people": 40, "ramp": "1 h"}},
        {"call_in": {"group": "front", "share": "50 %"}},
        {"call_in": {"serving": "general", "share": "10 %"}},
        {"call_in": {"serving": "chat", "people": 2}},
    ) == [
        played.CallIn(FRONT, 40, MS_PER_H),
        played.CallIn(FRONT, 6),  # of 11 at most, half up
        played.CallIn(FRONT, 1),  # and of three vips 0.3 of one: nobody
        played.CallIn(CHATS, 2),
    ]


def test_a_reserve_of_another_pace_is_a_group_of_its_own() -> None:
    made = by_clock(
        {"call_in": {"group": "front", "people": 4, "handling_factor": 1.5}},
        {"call_in": {"group": "front", "people": 2, "handling_factor": 2}},
        {"call_in": {"group": "front", "people": 1, "handling_factor": 1.5}},
    )
    run = centre(made)
    assert run.floor.group_names[MADE:] == ("front reserve", "front reserve 2")
    assert [action.does for action in run.plan.plays[0].actions] == [
        played.CallIn(MADE, 4),
        played.CallIn(MADE_TOO, 2),
        played.CallIn(MADE, 1),
    ]
    skills = run.floor.skills
    assert skills["handling_milli"][MADE].tolist() == [1650, 0, 1500, 0]
    assert skills["handling_milli"][MADE_TOO].tolist() == [2200, 0, 2000, 0]
    assert skills["pick_rank"][MADE].tolist() == skills["pick_rank"][FRONT].tolist()


def test_nobody_is_planned_absent_or_paid_in_a_group_that_a_playbook_makes() -> None:
    made = by_clock({"call_in": {"group": "front", "people": 4, "handling_factor": 1.5}})
    plan = centre(made).plan
    assert plan.absence == (0, 0.05, 0, 0)
    assert plan.off_phone == (0.1, 0, 0, 0)
    assert {crew.group for crew in plan.crews} == {FRONT, VIPS, CHATS}
    assert plan.paid_s.shape == plan.wages.shape == (4, 24)
    assert plan.paid_s[MADE].sum() == plan.wages[MADE].sum() == 0
    assert list(made.all_groups) == ["front", "vips", "chats", "front reserve"]
    assert made.all_groups["front reserve"].concurrency == 1


def test_a_reserve_of_another_skill() -> None:
    serves = {"vip": {"handling_factor": 1.2}, "email": {"rank": 3}}
    made = by_clock({"call_in": {"serves": serves, "people": 5, "handling_factor": 2}})
    run = centre(made)
    assert run.floor.group_names[MADE] == "plan reserve"
    assert run.floor.skills["handling_milli"][MADE].tolist() == [0, 0, 2000, 2400]
    assert [action.does for action in run.plan.plays[0].actions] == [played.CallIn(MADE, 5)]


def test_made_groups_count_for_the_load_of_those_they_are_like() -> None:
    levels = [
        {"at": "120 %", "do": [
            {"call_in": {"group": "front", "people": 4, "handling_factor": 1.5}},
            {"call_in": {"serves": {"chat": {}}, "people": 5}},
        ]}
    ]  # fmt: skip
    surge = {"watch": "load", "levels": levels, "groups": ["front"], "queues": ["general"]}
    (play,) = centre(scenario({"surge": surge})).plan.plays
    assert play.trigger is not None
    assert play.trigger.groups == (FRONT, MADE)


def test_people_move() -> None:
    assert done(
        {"move": {"group": "vips", "to": "front", "people": 2}},
        {"move": {"groups": ["chats", "vips"], "to": "front", "share": 1, "handling_factor": 1.3}},
    ) == [
        played.Move(VIPS, FRONT, 2),
        played.Move(VIPS, MADE, 3),
        played.Move(CHATS, MADE_TOO, 2),
    ]
    moved = by_clock({"move": {"group": "vips", "to": "front", "share": 1, "handling_factor": 1.3}})
    assert centre(moved).floor.group_names[MADE] == "vips in front"
    assert moved.all_groups["vips in front"].serves["general"].handling_factor == pytest.approx(
        1.43
    )


def test_people_work_from_home() -> None:
    lost = {"group": "front", "share": "80 %", "of": "lost", "ramp": "2 h", "handling_factor": 1.15}
    assert done({"send_home": lost}, {"send_home": {"group": "vips", "share": 0.5}}) == [
        played.SendHome(FRONT, MADE, 0.8, lost=True, ramp_ms=2 * MS_PER_H),
        played.SendHome(VIPS, VIPS, 0.5),
    ]
    assert centre(by_clock({"send_home": lost})).floor.group_names[MADE] == "front at home"


def test_people_are_brought_back() -> None:
    back = {"group": "front", "share": "90 %", "ramp": "30 min"}
    assert done({"bring_back": back}) == [played.BringBack(FRONT, 0.9, 30 * MS_PER_MIN)]


def test_what_a_group_also_serves_is_a_skill_that_lies_idle() -> None:
    also = {"queue": "vip", "handling_factor": 1.3, "rank": 9, "pick_rank": 4,
            "transfer": {"share": "10 %", "to": "general"}}  # fmt: skip
    run = centre(by_clock({"also_serve": {"groups": ["chats", "front"], **also}}))
    assert [action.does for action in run.plan.plays[0].actions] == [
        played.Serve(FRONT, VIP),
        played.Serve(CHATS, VIP),
    ]
    for group in (FRONT, CHATS):
        row = run.floor.skills[group, VIP]
        assert (row["serves"], row["delay_ms"], row["handling_milli"]) == (1, NEVER, 1300)
        assert (row["rank"], row["pick_rank"], row["transfer_to"]) == (9, 4, GENERAL)
    assert run.floor.groups_of[VIP] == (VIPS, FRONT, CHATS)


def test_by_channel_groups_learn_what_they_do_not_know() -> None:
    also = {"serving": "phone", "channels": ["phone", "chat"], "handling_factor": 1}
    assert done({"also_serve": also}) == [
        played.Serve(FRONT, CHAT),
        played.Serve(FRONT, VIP),
        played.Serve(VIPS, CHAT),
    ]


def test_deferrable_work_is_suspended_and_lines_are_closed() -> None:
    assert done(
        {"suspend": {"channels": ["email", "phone"]}},
        {"close_line": {"queues": ["chat", "general"]}},
    ) == [played.CloseLine(EMAIL), played.CloseLine(GENERAL), played.CloseLine(CHAT)]


def test_call_backs_are_offered_as_the_queue_does_or_as_is_said() -> None:
    offer = {
        "after": "60 s",
        "accepted": "40 %",
        "how": "appointment",
        "delay": "2 h",
        "dial": "15 s",
    }
    run = centre(
        by_clock(
            {"offer_call_back": {"queue": "general", **offer, "reached": "90 %", "calls": 3}},
            {"offer_call_back": {"queue": "vip", "after": "30 s", "accepted": "50 %"}},
        )
    )
    assert [action.does for action in run.plan.plays[0].actions] == [
        played.OfferCallBack(GENERAL, 60_000, 0.4),
        played.OfferCallBack(VIP, 30_000, 0.5),
    ]
    general, vip = run.floor.queues[GENERAL], run.floor.queues[VIP]
    assert (general["offered_ms"], vip["offered_ms"]) == (NEVER, 120_000)
    assert (general["keeps_place"], general["appointment_ms"]) == (0, 2 * MS_PER_H)
    assert (general["dial_ms"], general["calls"]) == (15_000, 3)
    assert general["reached_below"] == round(0.9 * SURE)
    assert (vip["keeps_place"], vip["reached_below"]) == (1, round(0.8 * SURE))


def test_self_service_is_raised_where_there_is_some() -> None:
    assert done({"self_service": {"channels": ["phone"], "contained": "60 %"}}) == [
        played.RaiseSelfService(GENERAL, 0.6)
    ]


def test_an_announcement() -> None:
    said = {"channels": ["phone", "email"], "after": "20 s", "share": "10 %"}
    assert done({"announce": said}) == [
        played.Announce(GENERAL, 20_000, 0.1),
        played.Announce(VIP, 20_000, 0.1),
    ]


def test_overflow_stops() -> None:
    stop = [played.StopOverflow(VIPS, GENERAL)]
    assert done({"stop_overflow": {"queue": "general"}}) == stop
    assert done({"stop_overflow": {"queue": "general", "groups": ["vips"]}}) == stop
    assert done({"stop_overflow": {"channels": ["phone", "chat"]}}) == stop


@pytest.mark.parametrize(
    "nothing",
    [
        {"call_in": {"group": "front", "people": 0}},
        {"call_in": {"group": "front", "share": 0}},
        {"move": {"group": "front", "to": "vips", "people": 0}},
        {"send_home": {"group": "front", "share": 0}},
        {"bring_back": {"group": "front", "share": 0}},
        {"bring_back": {"serving": "message", "share": 1}},
        {"suspend": {"channels": ["ticket"]}},
    ],
)
def test_an_action_of_nobody_does_nothing(nothing: dict[str, Any]) -> None:
    made = by_clock(nothing)
    assert centre(made).plan.plays == (Play("plan/1", (), spans_ms=((0, 24 * MS_PER_H),)),)
    assert prices(made) == ()
    alone = centre(scenario({}))
    assert plain(centre(made).floor) == plain(alone.floor)
    assert plain(centre(made).demand) == plain(alone.demand)


def test_prices_are_told_by_play_and_action() -> None:
    cost = {"once": 500, "per_h": 7, "per_person_h": 60}
    levels = [
        {"at": "120 %", "do": [{"suspend": {"queue": "email"}}]},
        {"at": "150 %", "do": [
            {"call_in": {"group": "chats", "people": 0}, "cost": {"once": 9}},
            {"call_in": {"groups": ["front", "vips"], "people": 4}, "cost": cost},
            {"close_line": {"queue": "general"}, "cost": {"per_h": 3}},
        ]},
    ]  # fmt: skip
    made = scenario({"surge": {"watch": "load", "levels": levels}})
    whole, rest = Price(once=500, per_h=7, per_person_h=60), Price(per_person_h=60)
    found = prices(made)
    actions = [action for play in centre(made).plan.plays for action in play.actions]
    assert [action.price for action in actions] == [one.price for one in found]
    assert found == (
        Played(0, 0, "surge", 1, 1, "suspend email", Price()),
        Played(1, 0, "surge", 2, 2, "call in 4 to front", whole, 4),
        Played(1, 1, "surge", 2, 2, "call in 4 to vips", rest, 4),
        Played(1, 2, "surge", 2, 3, "close general", Price(per_h=3)),
    )


def test_actions_have_names() -> None:
    assert words(
        {"call_in": {"group": "front", "people": 4, "handling_factor": 1.5}},
        {"move": {"group": "vips", "to": "front", "people": 2, "handling_factor": 1.5}},
        {"send_home": {"group": "front", "share": "80 %", "of": "lost"}},
        {"send_home": {"group": "front", "share": "80 %"}},
        {"bring_back": {"group": "front", "share": "90 %"}},
        {"also_serve": {"group": "front", "queue": "vip", "handling_factor": 1}},
        {"suspend": {"queue": "email"}},
        {"offer_call_back": {"queue": "general", "after": "60 s", "accepted": 1}},
        {"self_service": {"queue": "general", "contained": "60 %"}},
        {"announce": {"queue": "general", "after": "20 s", "share": 1}},
        {"stop_overflow": {"queue": "general"}},
        {"close_line": {"queue": "chat"}},
    ) == [
        "call in 4 to front reserve",
        "move 2 from vips to front",
        "send home 80 % of front who are lost",
        "send home 80 % of front",
        "bring back 90 % of front",
        "front also serves vip",
        "suspend email",
        "offer call-back on general after 1 min",
        "raise self-service of general to 60 %",
        "announce on general after 20 s",
        "stop overflow of general to vips",
        "close chat",
    ]


def everything() -> Scenario:
    """Return a scenario in which much is said."""
    passed, suspend = {"share": 0.1, "to": "general"}, [{"suspend": {"queue": "email"}}]
    also = {"group": "chats", "queue": "vip", "handling_factor": 2}
    levels = [
        {"at": "120 %", "for": "5 min", "back": "100 %", "back_for": "15 min", "most": 7, "do": [
            {"call_in": {"group": "front", "people": 4, "handling_factor": 1.5, "ramp": "1 h"},
             "after": "30 min", "at_least": "2 h", "cost": {"once": 500, "per_person_h": 60.5}},
            {"call_in": {"serves": {"vip": {"transfer": passed}}, "people": 1}},
            {"send_home": {"serving": "chat", "share": "80 %", "of": "lost", "ramp": "2 h"}},
            {"offer_call_back": {"channels": ["phone"], "after": "60 s", "accepted": "40 %"}},
        ]},
        {"at": "1.5", "do": [{"also_serve": also}]},
    ]  # fmt: skip
    by_clock = {"levels": [{"from": "08:00", "to": "20:00", "do": suspend}]}
    surge = {"title": "Surge / 高峰", "watch": "load", "over": "30 min", "levels": levels}
    return scenario({"surge": surge, "plan": by_clock}, watch="30 s")


def test_playbooks_are_written_as_they_were_read() -> None:
    made = everything()
    again = load_text(resolved_yaml(made)).scenario
    assert again == made
    assert plain(centre(again)) == plain(centre(made))
    assert prices(again) == prices(made)


def test_overrides_reach_into_playbooks() -> None:
    change = {"playbooks": {"surge": {"levels": {"1": {"at": "130 %", "do": {"1": {
        "call_in": {"people": 9}}}}}}}}  # fmt: skip
    made = everything()
    data = made.model_copy(update={"overrides": {"more": change}})
    changed = overridden(data, ["more"]).playbooks["surge"].levels[0]
    assert changed.at == "130 %"
    assert changed.do[0].call_in is not None
    assert changed.do[0].call_in.people == 9


def test_a_playbook_that_never_fires_changes_nothing() -> None:
    """Groups and skills that it holds ready stand by; contacts and legs are the same."""
    calm = scenario({})
    levels = [{"at": "1000 %", "for": "23 h", "do": [
        {"call_in": {"group": "front", "people": 4, "handling_factor": 1.5}},
        {"also_serve": {"group": "chats", "queue": "general", "handling_factor": 2}},
        {"offer_call_back": {"queue": "general", "after": "10 s", "accepted": 1}},
        {"self_service": {"queue": "general", "contained": "60 %"}},
    ]}]  # fmt: skip
    ready = scenario({"surge": {"watch": "load", "levels": levels}})
    runs = [centre(one) for one in (calm, ready)]
    legs = [run.run(run.contacts(618)).legs for run in runs]
    assert (legs[0] == legs[1]).all()
