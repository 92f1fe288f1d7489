"""An engine draws nothing: the same contacts come to the same, and nothing given is altered."""

import numpy as np
import pytest
from hypothesis import given, settings

from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from tests.strategies import centres_with_contacts


@pytest.mark.parametrize("engine", [Engine.REFERENCE, Engine.COMPILED])
@settings(max_examples=30, deadline=None)
@given(centres_with_contacts())
def test_two_runs_are_equal(engine: Engine, case: tuple[Centre, Contacts]) -> None:
    centre, contacts = case
    before = (contacts.rows.copy(), contacts.pools.talk_ms.copy(), contacts.absent.copy())
    one, other = centre.run(contacts, engine), centre.run(contacts, engine)
    assert one.legs.tobytes() == other.legs.tobytes()
    for kept, given_then in zip(
        before, (contacts.rows, contacts.pools.talk_ms, contacts.absent), strict=True
    ):
        assert np.array_equal(kept, given_then)
