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
