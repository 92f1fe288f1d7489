"""Bounds and cross checks that need more than one bad file to pin down."""

import pytest

from scenarios.faults import BadInput
from scenarios.schema.checks.bounds import MAX_CONTACTS
from scenarios.schema.checks.shifts import meets
from tests.scenarios.small import front, general, loaded


def told(**changes: object) -> list[str]:
    with pytest.raises(BadInput) as caught:
        loaded(**changes)
    return [f"{fault.field}: {fault.value}" for fault in caught.value.faults]


def test_days_of_a_shift_are_told_with_its_breaks() -> None:
    late = {"start": "11:45", "length": "30 min"}
    shift = {"start": "08:00", "end": "12:00", "agents": 1, "days": [0, 2], "breaks": [late]}
    assert sorted(told(groups=front(shifts={"early": shift}))) == [
        "groups.front.shifts.early.breaks.1: 11:45 for 1 x 30 min",
        "groups.front.shifts.early.days.1: 0",
        "groups.front.shifts.early.days.2: 2",
    ]


def test_days_of_a_shift_are_told_with_its_times() -> None:
    shift = {"start": "8", "end": "12:00", "agents": 1, "days": [2]}
    assert sorted(told(groups=front(shifts={"early": shift}))) == [
        "groups.front.shifts.early.days.1: 2",
        "groups.front.shifts.early.start: 8",
    ]


def test_a_transfers_queue_is_told_with_its_handover() -> None:
    onward = {"share": "5 %", "to": "expert", "handover": "20 s"}
    assert sorted(told(groups=front(serves={"general": {"transfer": onward}}, agents=1))) == [
        "groups.front.serves.general.transfer.handover: 20 s",
        "groups.front.serves.general.transfer.to: expert",
    ]


def test_a_disruptions_queue_is_told_with_its_times() -> None:
    flood = {"name": "flood", "from": "10:00", "to": "09:00", "queues": ["loans"]}
    assert sorted(told(disruptions=[flood])) == [
        "disruptions.1.queues.1: loans",
        "disruptions.1.to: day 1 09:00",
    ]


def surge(volume: float, **more: object) -> list[dict[str, object]]:
    return [{"name": "surge", "from": "10:00", "to": "11:00", "volume": volume, **more}]


def test_contacts_are_bounded_with_their_disruptions() -> None:
    # 24 x 10,000 a day; in one hour 900 times as many: 230,000 + 9,000,000.
    queues = general(volume={"per_h": 10_000})
    assert loaded(queues=queues, disruptions=surge(900))
    assert told(queues=queues, disruptions=surge(1000)) == ["queues: 10,230,000 expected contacts"]


def test_contacts_are_bounded_with_the_warm_up() -> None:
    per_h = MAX_CONTACTS / 24 - 1
    assert loaded(queues=general(volume={"per_h": per_h}))
    (fault,) = told(queues=general(volume={"per_h": per_h}), warm_up="12 h")
    assert "14,9" in fault


def test_agents_are_bounded_with_their_disruptions() -> None:
    groups = front(agents=1000)
    assert loaded(groups=groups, disruptions=surge(1, agents=2))
    assert told(groups=groups, disruptions=surge(1, agents=300)) == [
        "groups: 600,000 agents times days"
    ]


def test_agents_of_shifts_are_bounded() -> None:
    shift = {"start": "08:00", "end": "16:00", "agents": 300_000}
    assert told(groups=front(shifts={"early": shift})) == ["groups: 600,000 agents times days"]


def test_a_misspelt_name_is_told_beside_a_fault_in_the_same_group() -> None:
    groups = {"front": {"serves": {"genral": {"rank": 0}}, "agents": -1}}
    assert told(groups=groups) == [
        "groups.front.serves.genral: genral",
        "groups.front.serves.genral.rank: 0",
        "groups.front.agents: -1",
    ]


def test_nothing_is_blamed_that_follows_from_a_fault() -> None:
    queues = general(volume="lots", open="sometimes")
    shifts = {"night": {"start": "22:00", "end": "06:00", "agents": 1}}
    assert told(queues=queues, groups=front(shifts=shifts)) == [
        "queues.general.volume: lots",
        "queues.general.open: sometimes",
    ]


@pytest.mark.parametrize(
    ("span", "opening", "expected"),
    [
        ((8, 16), ((15, 20),), True),
        ((8, 16), ((16, 20),), False),
        ((22, 30), ((5, 8),), True),  # a night shift meets the early hours of the next day
        ((22, 30), ((6, 22),), False),
        ((2, 6), ((22, 27),), True),  # hours across midnight meet the small hours
        ((2, 6), None, True),
    ],
)
def test_shifts_meet_opening_hours(
    span: tuple[int, int], opening: tuple[tuple[int, int], ...] | None, expected: bool
) -> None:
    def hours(pair: tuple[int, int]) -> tuple[int, int]:
        return pair[0] * 3600, pair[1] * 3600

    spans = None if opening is None else tuple(hours(pair) for pair in opening)
    assert meets(hours(span), spans) is expected


def test_the_first_transfer_that_closes_a_loop_is_blamed() -> None:
    queues = {name: {"volume": {"per_h": 1}, "talk": "1 min"} for name in "abcd"}
    serves = {
        one: {"transfer": {"share": 0.1, "to": other}}
        for one, other in zip("abcd", "bcad", strict=True)
    }
    groups = {"g": {"serves": {"a": serves["a"], "b": serves["b"], "c": serves["c"]}, "agents": 1}}
    assert told(queues=queues, groups=groups) == ["groups.g.serves.c.transfer.to: a"]


def test_a_transfer_of_nothing_closes_no_loop() -> None:
    groups = front(agents=1)
    groups["front"]["serves"]["general"] = {"transfer": {"share": 0, "to": "general"}}
    assert loaded(groups=groups)


def test_lists_and_a_backlog_are_contacts() -> None:
    calls = {"channel": "outbound", "volume": {"per_h": 0}, "list": MAX_CONTACTS}
    assert loaded(queues=general(**calls))
    (fault,) = told(queues=general(**calls, backlog=1))
    assert fault == "queues: 10,000,001 expected contacts"
    (fault,) = told(queues=general(**calls), days=2)
    assert fault == "queues: 20,000,000 expected contacts"


def test_every_call_of_a_list_is_counted() -> None:
    """At most 20 calls to each of 600,000: a share of 0 reached makes 12 million legs."""
    calls = {"channel": "outbound", "volume": {"per_h": 0}, "list": 600_000}
    never = {"dial": {"reached": 0, "calls": 20}}
    (fault,) = told(queues=general(**calls, **never))
    assert fault == "queues: 12,000,000 expected legs of contacts"
    assert loaded(queues=general(**calls, dial={"reached": "10 %", "calls": 15}))
    assert loaded(queues=general(**calls, dial={"reached": 1, "calls": 20}))


def test_call_backs_bots_and_tickets_are_counted() -> None:
    """Of 2.4 million a day, each in a bot first, half get 5 calls, and all open two tickets."""
    desk = {"channel": "ticket", "talk": "1 min"}
    up = {"all": {"share": 1, "due": "1 h", "escalate": "boss"}}
    queues = {
        **general(volume={"per_h": 100_000}),
        "desk": {**desk, "grades": up},
        "boss": {**desk, "due": "1 d"},
    }
    assert loaded(queues=queues)
    queues["general"] |= {
        "self_service": {"contained": "10 %", "time": "1 min"},
        "call_back": {"after": "1 min", "accepted": "50 %", "reached": 0, "calls": 5},
        "ticket": {"share": 1, "to": "desk"},
    }
    assert told(queues=queues) == ["queues: 15,600,000 expected legs of contacts"]


def slow(**more: object) -> dict[str, object]:
    """Return changes that multiply handling by 100 x 100 x 100, and more."""
    group = {
        "serves": {"general": {"handling_factor": 100}},
        "agents": 1,
        "concurrency": 2,
        "parallel": [1, 100],
        "stages": {"onboarding": "50 %", "slow": "50 %"},
    }
    return {
        "queues": general(channel="chat"),
        "groups": {"front": group | more},
        "stages": {"slow": {"handling_factor": 100}},
    }


def test_all_factors_on_handling_together_are_bounded() -> None:
    assert loaded(**slow())
    factor = "groups.front.serves.general.handling_factor"
    tired = {"above": 0.9, "handling_factor": 1.1}
    assert told(**slow(fatigue=tired)) == [f"{factor}: 1,100,000 times at worst"]
    flood = [{"name": "flood", "from": "10:00", "to": "11:00", "handling": 2}]
    assert told(**slow(), disruptions=flood) == [f"{factor}: 2,000,000 times at worst"]


def test_a_quick_group_makes_up_for_nothing() -> None:
    """Thousandths are multiplied step by step, so that no step may grow too large."""
    quick = {"serves": {"general": {"handling_factor": 0.01}}}
    tired = {"above": 0.9, "handling_factor": 101}
    assert told(**slow(**quick, fatigue=tired)) == [
        "groups.front.serves.general.handling_factor: 1,010,000 times at worst"
    ]


def test_the_handling_of_silent_chats_is_bounded_more_closely() -> None:
    silent = {"silence": {"share": 0.1, "timeout": "1 min"}, "channel": "chat"}
    groups = front(agents=1, concurrency=1, parallel=[250])
    assert loaded(queues=general(**silent), groups=groups)
    assert told(queues=general(**silent), groups=front(agents=1, parallel=[251])) == [
        "groups.front.serves.general.handling_factor: 251 times at worst"
    ]


def test_a_misspelt_desk_is_told_beside_other_faults() -> None:
    desk = {"talk": "3 m", "channel": "ticket", "grades": {"one": {"share": 1, "escalate": "bos"}}}
    queues = {**general(ticket={"to": "dek"}), "desk": desk}
    assert sorted(told(queues=queues)) == [
        "queues.desk.grades.one.due: ",
        "queues.desk.grades.one.escalate: bos",
        "queues.desk.talk.value: 3 m",
        "queues.general.ticket.share: ",
        "queues.general.ticket.to: dek",
    ]


def test_nothing_is_blamed_that_follows_from_a_faulty_channel() -> None:
    queues = general(channel="mail", patience="3 min", due="4 h", list=5)
    assert told(queues=queues) == ["queues.general.channel: mail"]
    assert told(queues=general(channel="email", due="soon")) == ["queues.general.due: soon"]


def test_a_ticket_is_no_way_round() -> None:
    queues = {
        "phone": {"volume": {"per_h": 1}, "talk": "1 min", "ticket": {"share": 0.1, "to": "desk"}},
        "desk": {"channel": "ticket", "due": "1 h", "talk": "1 min"},
    }
    back = {"desk": {"transfer": {"share": 0.1, "to": "desk"}}}
    assert told(queues=queues, groups={"g": {"serves": {"phone": {}, **back}, "agents": 1}}) == [
        "groups.g.serves.desk.transfer.to: desk"
    ]
    queues["desk"]["ticket"] = {"share": 0, "to": "desk"}
    assert loaded(queues=queues, groups={"g": {"serves": {"phone": {}, "desk": {}}, "agents": 1}})


@pytest.mark.parametrize(
    ("stages", "share", "found"),
    [
        ({"onboarding": 1}, 0.5, []),
        (
            {"onboarding": 1},
            0.51,
            ["groups.front.serves.general.transfer.share: 51 % x 2 of onboarding"],
        ),
        ({"onboarding": 0, "skilled": 1}, 1, []),
    ],
)
def test_stages_lift_no_share_above_all(
    stages: dict[str, float], share: float, found: list[str]
) -> None:
    queues = {**general(), "expert": {"volume": {"per_h": 0}, "talk": "1 min"}}
    passing = {"general": {"transfer": {"share": share, "to": "expert"}}}
    groups = front(serves=passing, agents=1, stages=stages)
    assert (told(queues=queues, groups=groups) if found else []) == found
    if not found:
        assert loaded(queues=queues, groups=groups)


def test_stages_lift_no_repeats_above_all() -> None:
    groups = front(agents=1, stages={"onboarding": 0.5, "skilled": 0.5})
    assert loaded(queues=general(repeat={"share": "62.5 %"}), groups=groups)
    assert told(queues=general(repeat={"share": "63 %"}), groups=groups) == [
        "groups.front.stages.onboarding: 63 % x 1.6 of onboarding"
    ]


def test_a_segments_target_is_its_queues_unless_they_have_one() -> None:
    segment = {"value": "low", "risk": "high", "queues": ["general"]}
    timely = {"kpi": "on_time", "level": "90 %"}
    segments = {"watched": {**segment, "target": timely}}
    assert told(segments=segments) == ["segments.watched.target.kpi: on_time"]
    own = {"kpi": "asa", "level": "30 s"}
    assert loaded(segments=segments, queues=general(target=own))
    assert loaded(segments=segments, queues=general(channel="email", due="1 d"))


def test_what_cannot_be_read_adds_up_to_nothing() -> None:
    grades = {"one": "20 %", "two": {"share": "70 %", "due": "1 h"}}
    assert told(queues=general(channel="ticket", grades=grades)) == [
        "queues.general.grades.one: 20 %"
    ]
    mix = {"onboarding": "20", "skilled": "70 %"}
    assert told(groups=front(agents=1, stages=mix)) == ["groups.front.stages.onboarding: 20"]


def test_grades_of_thirds_add_up() -> None:
    grades = {name: {"share": "33.33333 %", "due": "1 h"} for name in ("一", "二")}
    grades["三"] = {"share": "33.33334 %", "due": "2 h"}
    assert loaded(queues=general(channel="ticket", grades=grades))


def test_who_is_on_the_line_is_not_passed_to_a_list() -> None:
    sales = {"channel": "outbound", "list": 10, "talk": "1 min"}
    passing = {"general": {"transfer": {"share": 0.1, "to": "sales"}}, "sales": {}}
    assert told(queues=general() | {"sales": sales}, groups=front(serves=passing, agents=1)) == [
        "groups.front.serves.general.transfer.to: sales"
    ]


@pytest.mark.parametrize("factor", [0, 0.0004])
def test_factors_that_would_round_to_nothing_are_refused(factor: float) -> None:
    chats = front(agents=1, concurrency=2, parallel=[factor, 1])
    assert told(queues=general(channel="chat"), groups=chats) == [
        f"groups.front.parallel.1: {factor}"
    ]
    assert told(stages={"onboarding": {"handling_factor": factor}}) == [
        f"stages.onboarding.handling_factor: {factor}"
    ]
    tired = {"above": 0.9, "handling_factor": factor}
    assert told(groups=front(agents=1, fatigue=tired)) == [
        f"groups.front.fatigue.handling_factor: {factor}"
    ]
    slight = {"general": {"handling_factor": factor}}
    assert told(groups=front(agents=1, serves=slight)) == [
        f"groups.front.serves.general.handling_factor: {factor}"
    ]


def test_a_thousandth_is_a_factor() -> None:
    chats = front(agents=1, concurrency=2, parallel=[0.001, 0.001])
    assert loaded(queues=general(channel="chat"), groups=chats)


@pytest.mark.parametrize("due", ["0 h", "0.1 ms", "0.999 ms"])
def test_what_is_due_at_once_is_refused(due: str) -> None:
    assert told(queues=general(channel="email", due=due)) == [f"queues.general.due: {due}"]
    grades = {"all": {"share": 1, "due": due}}
    assert told(queues=general(channel="email", grades=grades)) == [
        f"queues.general.grades.all.due: {due}"
    ]
    assert loaded(queues=general(channel="email", due="1 ms"))
