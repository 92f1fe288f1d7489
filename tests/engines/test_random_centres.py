"""Any small centre: the auditor finds nothing wrong with the run of either engine."""

import pytest
from hypothesis import given, settings

from sim.centre import Centre
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from tests.auditor import audit
from tests.strategies import centres_with_contacts


@pytest.mark.parametrize("engine", [Engine.REFERENCE, Engine.COMPILED])
@settings(max_examples=150, deadline=None)
@given(centres_with_contacts())
def test_the_auditor_passes(engine: Engine, case: tuple[Centre, Contacts]) -> None:
    centre, contacts = case
    audit(centre, contacts, centre.run(contacts, engine))
