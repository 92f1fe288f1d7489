"""What is refused of playbooks, with what is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.faults import BadInput
from tests.scenarios.small import small
from tests.scenarios.test_playbooks import GROUPS, QUEUES

BASE: dict[str, Any] = {"interval": "1 h", "queues": QUEUES, "groups": GROUPS}
CLOSE = [{"close_line": {"queue": "general"}}]
BAD = Path(__file__).parent / "bad"


def pairs(name: str) -> list[tuple[str, str]]:
    """Return what is written, and, on the line below it, what is told."""
    lines = (BAD / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [(lines[n], lines[n + 1].strip()) for n in range(0, len(lines), 2)]


def told(playbooks: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        small(**BASE | {"playbooks": playbooks} | more)
    return [f"{fault.field}: {fault.value}; {fault.expected}" for fault in caught.value.faults]


def of_actions(*do: dict[str, Any], **more: Any) -> list[str]:
    """Return what is told of actions of one level, their path left out."""
    faults = told({"surge": {"levels": [{"from": "08:00", "do": list(do)}]}}, **more)
    return [fault.removeprefix("playbooks.surge.levels.1.do.") for fault in faults]


def test_an_unknown_figure() -> None:
    level = {"at": "120 %", "do": CLOSE}
    assert told({"surge": {"watch": "mood", "levels": [level]}}) == [
        "playbooks.surge.watch: mood; queue_length, oldest_wait, service_level, abandonment,"
        " occupancy or load"
    ]


@pytest.mark.parametrize(("written", "fault"), pairs("levels"))
def test_levels_and_what_is_watched(written: str, fault: str) -> None:
    playbook = yaml.safe_load(written)
    playbook["levels"] = [{"do": CLOSE, **level} for level in playbook["levels"]]
    assert told({"surge": playbook}) == [f"playbooks.surge.{fault}"]


def test_nobodys_service_cannot_be_watched() -> None:
    groups = {"front": {"serves": {"general": {}}, "agents": 1}}
    surge = {"watch": "load", "queues": ["vip"], "levels": [{"at": "1", "do": CLOSE}]}
    assert told({"surge": surge}, groups=groups) == [
        "playbooks.surge.queues.1: vip; a queue that a group serves; nobody was trained for it"
    ]
    del surge["queues"]
    work = {"email": QUEUES["email"]}
    groups = {"front": {"serves": {"email": {}}, "agents": 1}}
    surge["levels"] = [{"at": "1", "do": [{"suspend": {"queue": "email"}}]}]
    assert told({"surge": surge}, groups=groups, queues=work) == [
        "playbooks.surge.watch: load; queues to watch, and groups that serve them; there is none"
        " here"
    ]


def test_one_queue_is_watched_by_one_wait() -> None:
    level = {"at": "70 %", "do": CLOSE}
    service = {"watch": "service_level", "levels": [level]}
    assert told({"one": {**service, "queues": ["general", "vip"]}}) == [
        "playbooks.one.within: ; the wait that counts as service; targets have 30 s of general and"
        " 20 s of vip"
    ]
    some, other = {**service, "queues": ["general"]}, {**service, "within": "1 min"}
    assert told({"one": some, "two": other}) == [
        "playbooks.two.within: 1 min; 30 s, by which playbook one watches general already"
    ]
    pause = {"queues": ["general"], "below": "80 %", "within": "40 s"}
    queues = QUEUES | {"email": QUEUES["email"] | {"pause": pause}}
    assert told({"one": some}, queues=queues) == [
        "playbooks.one.within: 30 s; 40 s, by which email watches general already"
    ]


QUEUE_NAMES = "one of the queues: general, chat, email, vip"


@pytest.mark.parametrize(("written", "fault"), pairs("actions"))
def test_actions(written: str, fault: str) -> None:
    assert of_actions(yaml.safe_load(written)) == [fault]


def test_self_service_serves_no_more_than_all() -> None:
    bot = {"contained": "20 %", "gives_up": "15 %", "time": "30 s"}
    queues = QUEUES | {"general": QUEUES["general"] | {"self_service": bot}}
    raised = {"self_service": {"queue": "general", "contained": "90 %"}}
    assert of_actions(raised, queues=queues) == [
        "1.self_service.contained: 90 % beside 15 %; at most 100 % together with gives_up of"
        " general"
    ]


def test_a_queue_that_nobody_was_trained_for() -> None:
    groups = {name: GROUPS[name] for name in ("front", "chats")}
    offer = {"offer_call_back": {"queue": "vip", "after": "1 min", "accepted": 1}}
    assert of_actions(offer, groups=groups) == [
        "1.offer_call_back.queue: vip; a queue that a group serves; nobody was trained for it"
    ]


def test_what_a_lent_skill_passes_on_must_arrive() -> None:
    warm = {"share": "10 %", "to": "vip", "how": "warm"}
    also = {"group": "front", "queue": "chat", "handling_factor": 1, "transfer": warm}
    assert of_actions({"also_serve": also}) == [
        "1.also_serve.transfer.how: warm; cold, for chat is a chat queue: a line is held by phone"
        " only"
    ]
    also = {"group": "front", "queue": "vip", "handling_factor": 1, "transfer": warm | {"to": "x"}}
    assert of_actions({"also_serve": also}) == [f"1.also_serve.transfer.to: x; {QUEUE_NAMES}"]


def test_a_lent_skill_closes_no_loop() -> None:
    passed = {"share": "10 %", "to": "vip"}
    groups = GROUPS | {"front": {"serves": {"general": {"transfer": passed}}, "agents": 1}}
    back = {"share": "10 %", "to": "general"}
    also = {"group": "chats", "queue": "vip", "handling_factor": 1, "transfer": back}
    (fault,) = of_actions({"also_serve": also}, groups=groups)
    assert fault.startswith("1.also_serve.transfer.to: general; a transfer that ends somewhere;")


def test_how_calls_are_made_is_one_for_a_queue() -> None:
    offer = {"queue": "general", "after": "1 min", "accepted": 1}
    offers = [{"offer_call_back": offer}, {"offer_call_back": offer | {"calls": 3}}]
    plans = {
        name: {"levels": [{"from": start, "to": end, "do": [one]}]}
        for name, start, end, one in zip(
            "ab", ("08:00", "10:00"), ("09:00", "11:00"), offers, strict=True
        )
    }
    assert told(plans) == [
        "playbooks.b.levels.1.do.1.offer_call_back.calls: 3; as playbook a says of general; a"
        " queue's call-backs are alike"
    ]


def test_a_group_also_serves_a_queue_in_one_way() -> None:
    also = {"group": "front", "queue": "vip", "handling_factor": 1}
    actions = [{"also_serve": also}, {"also_serve": also | {"rank": 3}}]
    assert of_actions(*actions) == [
        "2.also_serve.rank: another rank; as playbook surge says; front serves vip in one way"
    ]


ANNOUNCE = {"announce": {"queue": "general", "after": "20 s", "share": 0.1}}
OFFER = {"offer_call_back": {"queue": "general", "after": "20 s", "accepted": 0.1}}
BOT = {"self_service": {"queue": "general", "contained": "50 %"}}
LEND = {"also_serve": {"group": "chats", "queue": "general", "handling_factor": 1}}


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        (CLOSE[0], ANNOUNCE, "of general"),
        (CLOSE[0], OFFER, "of general"),
        (LEND, CLOSE[0], "of general"),
        (
            {"suspend": {"queue": "email"}},
            {"also_serve": {"group": "chats", "channels": ["email"], "handling_factor": 1}},
            "of email",
        ),
        (
            {"move": {"group": "front", "to": "vips", "people": 1}},
            {"move": {"group": "vips", "to": "front", "share": 0.5}},
            "from vips to front",
        ),
        (
            ANNOUNCE,
            {"announce": {"channels": ["phone"], "after": "30 s", "share": 0.1}},
            "of general with other values",
        ),
        (
            OFFER,
            {"offer_call_back": {"queue": "general", "after": "20 s", "accepted": 0.2}},
            "of general with other values",
        ),
        (
            BOT,
            {"self_service": {"queue": "general", "contained": "60 %"}},
            "of general with other values",
        ),
    ],
)
def test_contradictions_of_one_level(
    one: dict[str, Any], other: dict[str, Any], about: str
) -> None:
    (first,), (second,) = one, other
    assert of_actions(one, other) == [
        f"2.{second}: {second}; no {second} {about}, beside {first} of surge, level 1: they"
        " contradict each other"
    ]
    level = {"at": "120 %", "do": [one]}
    book = {"watch": "load", "levels": [level, {"at": "150 %", "do": [other]}]}
    if second != "self_service":
        (fault,) = told({"surge": book})
        assert fault.startswith(f"playbooks.surge.levels.2.do.1.{second}: {second}; no {second}")
        also = {"watch": "occupancy", "levels": [{"at": "90 %", "do": [other]}]}
        assert len(told({"surge": {"watch": "load", "levels": [level]}, "other": also})) == 1


def test_levels_that_never_hold_together_may_say_what_they_will() -> None:
    levels = [{"from": "08:00", "to": "10:00", "do": CLOSE}, {"from": "10:00", "do": [ANNOUNCE]}]
    assert small(**BASE, playbooks={"plan": {"levels": levels}})


def test_self_service_may_rise_with_the_level() -> None:
    more = {"self_service": {"queue": "general", "contained": "60 %"}}
    levels = [{"at": "120 %", "do": [BOT]}, {"at": "150 %", "do": [more]}]
    book = {"watch": "load", "levels": levels}
    assert small(**BASE, playbooks={"surge": book})


def test_faults_are_told_together() -> None:
    assert of_actions(
        {"call_in": {"group": "frnt", "people": 4}, "after": "1 min"},
        {"call_in": {"group": "front", "people": "four"}},
        {"suspend": {"queue": "vip"}},
        queues=QUEUES | {"chat": QUEUES["chat"] | {"talk": "5"}},
    ) == [
        "queues.chat.talk.value: 5; a duration with its unit (ms, s, min, h, d), such as 20 s or"
        " 3 min",
        "1.call_in.group: frnt; one of the groups: front, vips, chats (did you mean front?)",
        "2.call_in.people: four; a whole number",
        "3.suspend.queue: vip; a queue of work (email, ticket, outbound), for vip is a phone queue:"
        " close_line",
    ]


def test_reserves_are_bounded() -> None:
    (fault,) = of_actions({"call_in": {"group": "front", "people": 400_000}})
    assert fault.startswith("groups: 800,032 agents times days; at most 500,000 agents times days")
    (fault,) = of_actions({"call_in": {"group": "front", "people": 2_000_000}})
    assert fault == "1.call_in.people: 2000000; at most 1000000"


def test_the_pace_of_reserves_is_bounded_with_all_other_factors() -> None:
    slow = {"general": {"handling_factor": 1000}}
    groups = {"front": {"serves": slow, "agents": 1, "concurrency": 2, "parallel": [1, 2]}}
    reserve = {"call_in": {"group": "front", "people": 1, "handling_factor": 600}}
    queues = {"general": {"channel": "chat", "volume": {"per_h": 1}, "talk": "1 s"}}
    assert of_actions(reserve, groups=groups, queues=queues) == [
        "1.call_in.handling_factor: 1,200,000 times at worst; at most 1,000,000 times, all factors"
        " on handling together"
    ]
