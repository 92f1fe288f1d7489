"""Where two engines part: a difference in any field, in the number of legs, in nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scenarios.build import centre as centre_of
from scenarios.load import load
from sim.codes import Cause, Outcome
from sim.engines.agreement import FIELDS, Disagreement, first_difference, legs_of
from sim.engines.choice import Engine
from sim.engines.legs import LEG, Outcomes

Legs = NDArray[np.void]

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def found() -> Outcomes:
    """A day with transfers, redials, repeats and calls that were lost."""
    centre = centre_of(load(CORNER_BANK).scenario)
    return centre.run(centre.contacts(seed=618), Engine.REFERENCE)


def altered(outcomes: Outcomes, alter: Callable[[Legs], None]) -> Outcomes:
    legs = outcomes.legs.copy()
    alter(legs)
    return Outcomes(legs, outcomes.horizon_ms)


def setting(leg: int, field: str, value: int | None = None) -> Callable[[Legs], None]:
    def alter(legs: Legs) -> None:
        legs[field][leg] = legs[field][leg] + 1 if value is None else value

    return alter


def one_with(outcomes: Outcomes, **fields: int) -> int:
    """Return a leg in the middle of those that have all these values."""
    matching = np.ones(len(outcomes), np.bool_)
    for name, value in fields.items():
        matching &= outcomes.legs[name] == value
    numbers: list[int] = np.flatnonzero(matching).tolist()
    return numbers[len(numbers) // 2]


def test_equal_outcomes_have_no_difference(found: Outcomes) -> None:
    assert first_difference(found, altered(found, lambda legs: None)) is None


def test_nothing_at_all_is_equal() -> None:
    assert (
        first_difference(Outcomes(np.zeros(0, LEG), 1000), Outcomes(np.zeros(0, LEG), 1000)) is None
    )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.TRANSFERRED, Outcome.ABANDONED])
def test_a_difference_in_any_field_is_named(found: Outcomes, field: str, outcome: Outcome) -> None:
    leg = one_with(found, outcome=outcome)
    other = altered(found, setting(leg, field))
    for told in (first_difference(found, other), first_difference(other, found)):
        assert told is not None
        assert (told.leg, told.fields) == (leg, (field,))


def test_a_leg_that_only_one_engine_has_differs_in_all(found: Outcomes) -> None:
    last = len(found) - 1
    shorter = Outcomes(found.legs[:last], found.horizon_ms)
    told = first_difference(found, shorter)
    assert told is not None
    assert told == first_difference(shorter, found)
    assert (told.leg, told.fields) == (last, FIELDS)
    parent = found.legs[found.legs[last]["parent"]]
    made_by = "answered_ms" if found.legs[last]["cause"] == Cause.REPEAT else "left_ms"
    assert told.at_ms == parent[made_by]


def test_no_leg_of_one_engine_is_a_difference(found: Outcomes) -> None:
    nothing = Outcomes(found.legs[:0], found.horizon_ms)
    assert first_difference(found, nothing) == Disagreement(
        0, int(found.legs["queued_ms"][0]), FIELDS
    )


def test_the_first_is_first_in_time_and_not_by_number(found: Outcomes) -> None:
    """A later leg's talk differs; one of a smaller number is answered only after that."""
    early = one_with(found, cause=Cause.REDIAL, outcome=Outcome.ANSWERED)
    answered = found.legs["answered_ms"]
    late = int(np.flatnonzero(answered[:early] > answered[early])[0])

    def both(legs: Legs) -> None:
        setting(early, "left_ms")(legs)
        setting(late, "left_ms")(legs)

    told = first_difference(found, altered(found, both))
    assert told == Disagreement(early, int(answered[early]), ("left_ms",))


@pytest.mark.parametrize("cause", [Cause.REDIAL, Cause.REPEAT, Cause.TRANSFER])
def test_what_makes_a_leg_comes_before_the_leg(found: Outcomes, cause: Cause) -> None:
    """One engine makes no leg of it, so that all later ones have other numbers."""
    missing = one_with(found, cause=cause)
    parent = int(found.legs["parent"][missing])

    def unmade(legs: Legs) -> None:
        legs["outcome" if cause == Cause.TRANSFER else "comes_back"][parent] = 0
        legs[missing:-1] = legs[missing + 1 :]

    told = first_difference(found, altered(found, unmade))
    assert told is not None
    assert told.leg == parent


def test_a_hold_is_decided_when_it_ends(found: Outcomes) -> None:
    held = int(np.flatnonzero(found.legs["held_ms"] > 0)[0])
    told = first_difference(found, altered(found, setting(held, "handover_ms")))
    row = found.legs[held]
    assert told == Disagreement(held, int(row["left_ms"] + row["held_ms"]), ("handover_ms",))


def test_who_still_waits_differs_when_the_other_was_answered(found: Outcomes) -> None:
    leg = one_with(found, outcome=Outcome.ANSWERED)

    def waits(legs: Legs) -> None:
        for field in ("answered_ms", "group", "agent", "left_ms", "freed_ms"):
            legs[field][leg] = -1
        legs["outcome"][leg] = Outcome.WAITING

    told = first_difference(altered(found, waits), found)
    assert told is not None
    assert (told.leg, told.at_ms) == (leg, int(found.legs["answered_ms"][leg]))


def test_a_contact_has_all_of_its_legs(found: Outcomes) -> None:
    child = one_with(found, cause=Cause.TRANSFER)
    contact = int(found.legs["contact"][child])
    legs = legs_of(found, contact)
    assert {contact, child} <= set(legs)
    assert set(found.legs["contact"][legs].tolist()) == {contact}


def test_other_horizons_are_other_questions(found: Outcomes) -> None:
    with pytest.raises(ValueError, match="horizons of"):
        first_difference(found, Outcomes(found.legs, found.horizon_ms + 1))
