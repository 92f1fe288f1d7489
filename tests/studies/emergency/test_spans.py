"""What was in force when: by hand for what goes by the clock, by another way for what does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scenarios.load import load_text
from scenarios.studies.emergency.emergency import Emergency, emergency
from scenarios.studies.emergency.spans import Strip, strips
from scenarios.studies.options import RunOptions
from tests.studies.emergency import bad_day
from tests.studies.emergency.bad_day import BY_CLOCK, NEVER, RESERVE


def studied(replications: int = 3, **changes: Any) -> Emergency:
    options = RunOptions(replications=replications, jobs=1)
    return emergency(load_text(bad_day.text(**changes)), options, timeline=True)


def minutes(strip: Strip) -> tuple[int, int]:
    """Return the first and the last minute (from 0) in which it is so on any day."""
    at = np.flatnonzero(strip.share)
    return int(at[0]), int(at[-1])


def test_by_the_clock_it_is_so_on_every_day() -> None:
    """The sale and the level last from 10:00 to 12:00, the reserve from 10:30.

    A minute is looked at just before its end, so the minute from 10:00 is the first.
    """
    sale, level, reserve = strips(studied())
    assert [each.kind for each in (sale, level, reserve)] == ["disruption", "level", "action"]
    assert (sale.name, level.name, reserve.name) == ("Sale", "reserve", "reserve")
    assert minutes(sale) == minutes(level) == (600, 719)
    assert minutes(reserve) == (630, 719)
    assert {*reserve.share} == {0.0, 1.0}
    assert (sale.first_min, level.first_min, reserve.first_min) == (600, 600, 630)
    assert (reserve.place, reserve.words) == (1, "call in 4 to front")


def test_hours_in_force_are_those_of_the_actions_table() -> None:
    surge = {"watch": "queue_length", "levels": [{"at": 4, "back": 1, "do": [RESERVE]}]}
    found = studied(4, playbooks={"surge": surge})
    action = strips(found)[-1]
    hours = found.earned.set_index("place")["hours"].to_dict()[1]
    # Each span is counted to a minute at either end.
    assert action.share.sum() / 60 == pytest.approx(hours, abs=0.2)
    assert 0 < action.share.max() <= 1


def test_what_never_came_has_no_strip() -> None:
    found = studied(2, playbooks={"never": NEVER})
    assert [strip.kind for strip in strips(found)] == ["disruption"]


def test_the_days_without_playbooks_are_kept_by_the_minute_too() -> None:
    found = studied()
    assert found.timeline is not None
    assert found.timeline_without is not None
    on_duty = [
        table.groups.query("kind == 'all groups'").set_index("at_min")["on_duty"].to_dict()
        for table in (found.timeline, found.timeline_without)
    ]
    assert [each[660] for each in on_duty] == [9, 5]
    assert not len(found.timeline_without.events.query("event == 'begun'"))


def test_an_action_that_is_not_active_is_not_done() -> None:
    """And the one behind it keeps its place, for settings name it by that."""
    second = {**RESERVE, "call_in": {"group": "front", "people": 2}}
    level = BY_CLOCK["levels"][0] | {"do": [{**RESERVE, "active": "no"}, second]}
    found = studied(2, playbooks={"reserve": {"levels": [level]}})
    assert [(action.place, action.words) for action in found.actions] == [(2, "call in 2 to front")]
    assert [strip.place for strip in strips(found) if strip.kind == "action"] == [2]


def test_a_scenario_without_playbooks_is_studied_where_that_is_wanted() -> None:
    bare = load_text(bad_day.text(playbooks={}))
    found = emergency(bare, RunOptions(replications=2, jobs=1), timeline=True, bare=True)
    assert [strip.kind for strip in strips(found)] == ["disruption"]
    lost = found.outcomes.query("kind == 'centre' and figure == 'lost'").to_dict("records")[0]
    assert lost["verdict"] == "the same"
    assert lost["ordinary"] < lost["without"] == lost["with"]
