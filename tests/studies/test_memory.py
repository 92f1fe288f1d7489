"""Runs that no machine could hold are refused before they begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies import memory
from sim.centre import Centre
from sim.engines.choice import Engine

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
