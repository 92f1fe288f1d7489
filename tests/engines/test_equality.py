"""Two engines, one meaning: every field of every leg is equal, and every row of the log.

A longer run, of as many centres as wanted: `python -m tests.engines.test_equality 5000`; with
`plain` after the number there are telephones alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from scenarios.build import centre as centre_of
from scenarios.load import library, load
from sim.centre import Centre
from sim.clock import MS_PER_DAY
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from tests.engines.emergency_faults import ABOUT, EVERY_FAULT
from tests.strategies import BYTES, EVERYTHING, case_of, centres_with_contacts
from tests.strategies.choices import Feature


def agree(centre: Centre, contacts: Contacts) -> bool:
    reference = centre.run(contacts, Engine.REFERENCE)
    compiled = centre.run(contacts, Engine.COMPILED)
    same_legs = reference.legs.tobytes() == compiled.legs.tobytes()
    return same_legs and reference.log.tobytes() == compiled.log.tobytes()


@settings(max_examples=400, deadline=None)
@given(centres_with_contacts())
def test_the_engines_agree(case: tuple[Centre, Contacts]) -> None:
    assert agree(*case)


@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_a_fault_in_one_engine_is_seen(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    EVERY_FAULT[fault](monkeypatch)
    about = ABOUT.get(fault, ())
    assert disagreements(700, np.random.default_rng(5), stop=True, about=about)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in library() if name != "bank_hotline"])
def test_the_engines_agree_on_what_ships(name: str) -> None:
    """The full-size bank has the floor of its tenth; of variants the first day will do."""
    for variant in (None, *load(name).scenario.variants):
        centre = centre_of(load(name, variant).scenario)
        contacts = centre.contacts(seed=3)
        assert agree(*((centre, contacts) if variant is None else first_day(centre, contacts)))


def first_day(centre: Centre, contacts: Contacts) -> tuple[Centre, Contacts]:
    """Return a centre that ends after its first counted day, and who comes until then."""
    horizon_ms = centre.plan.warm_up_ms + MS_PER_DAY
    come = contacts.rows[contacts.rows["arrive_ms"] < horizon_ms]
    shorter = replace(centre, plan=replace(centre.plan, horizon_ms=horizon_ms))
    return shorter, replace(contacts, rows=come)


def disagreements(
    size: int,
    rng: np.random.Generator,
    *,
    stop: bool = False,
    everything: bool = EVERYTHING,
    about: Collection[Feature] = (),
) -> int:
    """Return in how many of `size` random centres the engines differ; the first may stop it."""
    found = 0
    for _ in range(size):
        found += not agree(*case_of(rng.bytes(BYTES), everything, about))
        if found and stop:
            break
    return found


if __name__ == "__main__":
    size = int(sys.argv[1])
    everything = EVERYTHING and "plain" not in sys.argv
    begun = time.perf_counter()
    found = disagreements(size, np.random.default_rng(20261122), everything=everything)
    print(f"{size} random centres, {found} disagreements, {time.perf_counter() - begun:.0f} s")  # noqa: T201
