"""Runs that no machine could hold are refused before they begin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies import memory
from sim.centre import Centre
from sim.engines.choice import Engine
from tests.scenarios.small import small

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def corner_bank() -> Centre:
    return centre(load(CORNER_BANK).scenario)


def test_an_ordinary_run_fits(corner_bank: Centre) -> None:
    memory.refuse_too_large(corner_bank, 1000, 2, "corner_bank.yaml")


def test_more_contacts_than_anybody_waits_for(corner_bank: Centre) -> None:
    with pytest.raises(BadInput, match=r"600 contacts x 2000000 replications"):
        memory.refuse_too_large(corner_bank, 2_000_000, 1, "corner_bank.yaml")


def test_more_memory_than_there_is(corner_bank: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "memory_bytes", lambda: 1.1e6)
    memory.refuse_too_large(corner_bank, 2, 1, "corner_bank.yaml")
    with pytest.raises(BadInput, match="fewer --jobs"):
        memory.refuse_too_large(corner_bank, 2, 2, "corner_bank.yaml")


def test_the_reference_needs_more(corner_bank: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, reference = (
        memory.needed_bytes(corner_bank, 2, 2, engine)
        for engine in (Engine.COMPILED, Engine.REFERENCE)
    )
    assert memory.needed_bytes(corner_bank, 2, 2) == compiled < reference
    monkeypatch.setattr(memory, "memory_bytes", lambda: (compiled + reference) / 2 / 0.8)
    memory.refuse_too_large(corner_bank, 2, 2, "corner_bank.yaml", Engine.AUTO)
    with pytest.raises(BadInput, match="of memory"):
        memory.refuse_too_large(corner_bank, 2, 2, "corner_bank.yaml", Engine.REFERENCE)


def test_a_surge_counts(corner_bank: Centre) -> None:
    surging = "disruptions=[{name: flood, from: '10:00', to: '12:00', volume: 3}]"
    flooded = centre(load(CORNER_BANK, sets=[surging]).scenario)
    usual = memory.needed_bytes(corner_bank, 1, 1)
    assert memory.needed_bytes(flooded, 1, 1) > 2 * usual


def needed(**queues: object) -> float:
    """Return the bytes of a day's contacts of some queues, which a group of one serves."""
    groups = {"front": {"serves": {name: {} for name in queues}, "agents": 1}}
    described = centre(small(queues=queues, groups=groups))
    return memory.needed_bytes(described, 1, 1) - memory.needed_bytes(
        replace(described, demand=replace(described.demand, queues=())), 1, 1
    )


def test_every_call_of_a_list_counts() -> None:
    listed = {"channel": "outbound", "talk": "1 min", "list": 1000}
    once = needed(sales=listed)
    assert once == 1000 * 700
    assert needed(sales=listed | {"dial": {"reached": 0, "calls": 20}}) == 20 * once
    half = needed(sales=listed | {"dial": {"reached": "50 %", "calls": 3}})
    assert half == pytest.approx(1.75 * once)


def test_call_backs_bots_and_tickets_count() -> None:
    phone = {"volume": {"per_h": 100}, "talk": "1 min"}
    desk = {"channel": "ticket", "due": "1 h", "talk": "1 min"}
    up = {"all": {"share": 1, "due": "1 h", "escalate": "boss"}}
    work = {"desk": {"channel": "ticket", "talk": "1 min", "grades": up}, "boss": desk}
    plain = needed(phone=phone, **work)
    assert plain == 2400 * 700
    more = {
        "self_service": {"contained": "10 %", "time": "1 min"},
        "call_back": {"after": "1 min", "accepted": "50 %", "reached": 0, "calls": 5},
        "ticket": {"share": 1, "to": "desk"},
    }
    assert needed(phone=phone | more, **work) == pytest.approx(6.5 * plain)
