"""Call-backs move work and lose none: contact by contact, on the same draws."""

from __future__ import annotations

import numpy as np
import pytest

from sim.centre import Centre
from sim.clock import MS_PER_MIN
from sim.codes import Outcome
from sim.demand.distributions import Exponential, Lognormal, Never
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.floor import CallBack, Group, Queue, Skill
from tests.auditor import audit
from tests.theory.replications import centre_of, demand_of

IN_PLACE = CallBack(MS_PER_MIN, 1.0)
LATER = CallBack(MS_PER_MIN, 1.0, appointment_ms=20 * MS_PER_MIN)


def line(call_back: CallBack | None) -> Centre:
    """Ten agents, who are nearly too few for two hours; then nobody calls."""
    return centre_of(
        [Queue("calls", call_back=call_back)],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [290] * 2 + [0] * 2, Lognormal(120, 1.0), Never())],
        [[10] * 4],
        interval_min=60,
    )


def run(call_back: CallBack | None, engine: Engine) -> Outcomes:
    centre = line(call_back)
    contacts = centre.contacts(81)
    outcomes = centre.run(contacts, engine)
    audit(centre, contacts, outcomes)
    return outcomes


def served(outcomes: Outcomes) -> np.ndarray:
    """Return each contact's last leg, by contact; everybody is served in the end."""
    legs = outcomes.legs[outcomes.legs["outcome"] == Outcome.ANSWERED]
    legs = legs[np.argsort(legs["contact"])]
    assert (legs["contact"] == np.arange(len(legs))).all()
    return legs


@pytest.mark.parametrize("engine", [Engine.COMPILED, Engine.REFERENCE])
class TestCallBacks:
    def test_in_place_they_are_served_when_the_calls_would_have_been(self, engine):
        calls, called_back = run(None, engine), run(IN_PLACE, engine)
        assert np.mean(called_back.legs["outcome"] == Outcome.CALLED_BACK) > 0.1
        for field in ("answered_ms", "freed_ms", "agent"):
            assert (served(calls)[field] == served(called_back)[field]).all(), field

    def test_later_they_are_as_much_work(self, engine):
        calls, called_back = run(None, engine), run(LATER, engine)
        assert np.mean(called_back.legs["outcome"] == Outcome.CALLED_BACK) > 0.1
        spent = [
            legs["freed_ms"] - legs["answered_ms"] for legs in map(served, (calls, called_back))
        ]
        assert (spent[0] == spent[1]).all()


@pytest.mark.parametrize("engine", [Engine.COMPILED, Engine.REFERENCE])
def test_a_limit_that_nobody_reaches_changes_nothing(engine):
    centre = centre_of(
        [Queue("calls", call_back=CallBack(600 * MS_PER_MIN, 1.0))],
        [Group("agents", (Skill("calls"),))],
        [demand_of("calls", [200] * 2 + [0], Exponential(120), Never())],
        [[10] * 3],
        interval_min=60,
    )
    outcomes = centre.run(centre.contacts(82), engine)
    assert (outcomes.legs["outcome"] == Outcome.ANSWERED).all()
