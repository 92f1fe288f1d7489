"""A schedule as settings: a scenario with them is the one that was scheduled."""

from __future__ import annotations

from optimize.schedule import Limits
from scenarios.load import load
from scenarios.planning.schedule.as_settings import schedule_settings, without_shifts
from scenarios.planning.schedule.plans import found
from tests.app.pages import CORNER_BANK

GROUPS = ("novices", "juniors", "experts")


def test_a_scenario_with_the_settings_is_the_scheduled_one() -> None:
    made = found(load(CORNER_BANK), Limits(0.2, 0.05)).scenario
    assert made is not None
    sets = schedule_settings(made, GROUPS)
    assert load(CORNER_BANK, sets=sets).scenario == made
    # Once more over the same: nothing of the shifts before is left.
    assert load(CORNER_BANK, sets=[*sets, *sets]).scenario == made


def test_a_premium_that_is_no_round_number_stays_what_it_is() -> None:
    sets = ["groups.novices.shifts.early.premium=12.3456789 %"]
    made = load(CORNER_BANK, sets=sets).scenario
    again = load(CORNER_BANK, sets=schedule_settings(made, ["novices"])).scenario
    assert again.groups["novices"] == made.groups["novices"]


def test_settings_of_shifts_and_agents_are_left_out_and_no_others() -> None:
    sets = (
        "queues.general.volume_factor=2",
        "groups.novices.shifts.early.agents=4",
        "groups.novices.shifts=null",
        "groups.experts.agents=3",
        "groups.novices.absence=10 %",
    )
    assert without_shifts(sets, ["novices"]) == (sets[0], sets[3], sets[4])
    assert without_shifts(sets, GROUPS) == (sets[0], sets[4])
