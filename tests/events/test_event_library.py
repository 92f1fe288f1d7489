"""The events that ship: sound with every centre that ships, priced, and felt on the floor."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.events.files import event_library, read_event
from scenarios.load import library, load
from scenarios.schema.event import Event
from scenarios.schema.playbook.action import Price
from scenarios.schema.scenario import Scenario
from sim.codes import Outcome
from sim.engines.choice import simulator
from sim.engines.legs import Outcomes
from sim.engines.log import Entry

EVENTS = tuple(event_library())
#: What the issue asks for, each by the file that answers it.
ASKED = {
    *("double11", "promotion_618", "month_end", "tax_season", "product_launch", "epidemic"),
    *("typhoon", "site_loss", "telephony_failure", "payment_failure", "data_incident"),
    *("social_media_storm", "bot_outage", "novice_cohort", "half_night_shift", "forecast_wrong"),
}


def event(name: str) -> Event:
    return read_event(name).event


def test_nothing_is_missing() -> None:
    assert set(EVENTS) == ASKED


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_says_what_a_planner_asks(name: str) -> None:
    one = event(name)
    assert one.name == name
    assert re.fullmatch(r"[\w ,:()'%-]+ / .*[\u4e00-\u9fff].*", one.title), one.title
    assert one.description
    assert one.disruptions
    assert one.playbooks
    text = event_library()[name].read_text(encoding="utf-8")
    assert "#" in text
    assert "assum" in text.lower()
    assert len(text.splitlines()) < 130


@pytest.mark.parametrize("name", EVENTS)
def test_every_action_has_a_price(name: str) -> None:
    for playbook in event(name).playbooks.values():
        for level in playbook.levels:
            for action in level.do:
                assert action.cost != Price(), f"{name}: {action.kind}"


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("reference", library())
def test_an_event_fits_every_centre(reference: str, name: str) -> None:
    if reference == "bank_hotline":  # the same queues and groups as its tenth, ten times as slow
        reference = "bank_hotline_tenth"
    made = load(reference, None, (), [name])
    assert made.events == (name,)
    assert not [warning for warning in made.warnings if "events/" in warning.file]
    struck = bool(made.scenario.disruptions)
    assert struck or "left out" in " ".join(made.notes)
    floor = centre(made.scenario).floor
    assert len(floor.queues) == len(made.scenario.queues)


def test_an_event_fits_the_largest_centre() -> None:
    assert load("bank_hotline", None, (), ["typhoon"]).scenario.playbooks.keys() == {
        "typhoon_standby",
        "typhoon_load",
    }


def test_all_events_go_together() -> None:
    """What contradicts, contradicts by twos: where all fit together, any two do."""
    made = load("insurer_claims", None, (), list(EVENTS))
    assert made.events == EVENTS


def test_double_11_is_as_large_as_the_issue_says() -> None:
    live = [one for one in event("double11").disruptions if "phone" in (one.channels or ())]
    assert all(3 <= one.volume <= 5 and 1.25 <= one.handling <= 1.5 for one in live)
    assert {one.resolution for one in live} == {-0.2}
    assert live[0].start == 0
    assert [one.end for one in live] == [one.start for one in live[1:]] + [86_400]
    actions = [each for play in event("double11").playbooks.values() for lv in play.levels
               for each in lv.do]  # fmt: skip
    assert any(one.kind == "self_service" for one in actions)


def test_sixty_novices_slow_the_floor_as_their_file_reckons() -> None:
    # 340 agents of pace 1 and 60 of pace 1 / 1.5 do what 380 do; 40 of 380 contacts are novices'.
    (cohort,) = event("novice_cohort").disruptions
    assert cohort.handling == pytest.approx(400 / (340 + 60 / 1.5), abs=5e-4)
    assert cohort.resolution == pytest.approx(-(40 / 380) * 0.07 * (1.6 - 1), abs=5e-4)


# On the floor -------------------------------------------------------------------------------------


@cache
def day(reference: str, *events: str, answered: bool = True) -> tuple[Scenario, Outcomes]:
    """Return the scenario and the first day of a centre with events, with playbooks or without."""
    scenario = load(reference, None, (), events).scenario
    if not answered:
        scenario = scenario.model_copy(update={"playbooks": {}})
    built = centre(scenario)
    return scenario, simulator()(built.floor, built.contacts(scenario.seed, 0), built.plan)


def lost(outcomes: Outcomes) -> int:
    """Return how many contacts gave up or were turned away."""
    gone = [Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLEARED, Outcome.DROPPED]
    return int(np.isin(outcomes.legs["outcome"], gone).sum())


@pytest.mark.parametrize(
    ("reference", "name"),
    [("shop_service", "bot_outage"), ("insurer_claims", "typhoon"), ("shop_service", "site_loss")],
)
def test_an_event_is_felt_and_its_playbook_helps(reference: str, name: str) -> None:
    _, quiet = day(reference)
    _, struck = day(reference, name, answered=False)
    _, answered = day(reference, name)
    assert lost(struck) > 1.2 * lost(quiet)
    assert lost(answered) < lost(struck)
    log = answered.log
    assert (log["entry"] == Entry.DETECTED).any()
    assert log["value"][log["entry"] == Entry.PEOPLE].max() > 0


def test_a_bot_that_nobody_has_fails_unnoticed() -> None:
    scenario, _ = day("insurer_claims", "bot_outage")
    assert scenario.disruptions == ()
    _, quiet = day("insurer_claims")
    _, struck = day("insurer_claims", "bot_outage", answered=False)
    np.testing.assert_array_equal(struck.legs, quiet.legs)
