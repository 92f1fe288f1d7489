"""The sliders, as settings of a scenario."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from crewline.ui.draft.changes import Changes, agent_hours, merged, scaled, settings
from scenarios.load import load, load_text, resolved_yaml

CORNER = Path(__file__).parents[1] / "corner_bank.yaml"


def test_nothing_changed_sets_nothing() -> None:
    assert settings(load(CORNER).scenario, Changes()) == ()
    assert not Changes(queues=("general",))


def test_volume_and_handling_multiply_what_is_there() -> None:
    promotion = load(CORNER, "promotion")  # volume 1.8, handling 0.95
    changes = Changes(volume_pct=50, handling_pct=-20, queues=("general",))
    sets = settings(promotion.scenario, changes)
    assert sets == ("queues.general.volume_factor=2.7", "queues.general.handling_factor=0.76")
    changed = load(CORNER, "promotion", sets).scenario
    np.testing.assert_allclose(
        changed.volumes("general"), 1.5 * promotion.scenario.volumes("general")
    )
    np.testing.assert_array_equal(changed.volumes("loan"), promotion.scenario.volumes("loan"))


def test_agents_are_whole_and_their_total_is_right() -> None:
    # novices: shifts of 3 and 2. With 30 % more: 3.9 -> 4, and 6.5 in all -> 7, so 3.
    plain = load(CORNER).scenario
    sets = settings(plain, Changes(agents_pct=30, groups=("novices",)))
    assert sets == (
        "groups.novices.shifts.early.agents=4",
        "groups.novices.shifts.late.agents=3",
    )


@pytest.mark.parametrize("percent", [-80, -33, 5, 10, 100])
def test_numbers_by_interval_keep_their_total(percent: int) -> None:
    plain = load(CORNER).scenario
    sets = settings(plain, Changes(agents_pct=percent, groups=("experts",)))
    changed = load(CORNER, sets=sets).scenario.groups["experts"].agents
    before = plain.groups["experts"].agents
    assert isinstance(before, tuple)
    assert isinstance(changed, tuple)
    assert abs(sum(changed) - sum(before) * (1 + percent / 100)) <= 0.5
    assert all(now == 0 for now, then in zip(changed, before, strict=True) if then == 0)


def test_one_number_for_all_times_stays_one() -> None:
    scenario = load(CORNER, sets=["groups.experts.agents=4"]).scenario
    sets = settings(scenario, Changes(agents_pct=50, groups=("experts",)))
    changed = load(CORNER, sets=["groups.experts.agents=4", *sets]).scenario
    assert agent_hours(changed) - agent_hours(scenario) == 2 * 24


def test_hours_are_those_of_the_schedule() -> None:
    # novices: 3 x 8 h + 2 x 8.5 h; juniors and experts: 53 agent-half-hours each.
    numbers = load(CORNER).scenario.groups["experts"].agents
    assert isinstance(numbers, tuple)
    assert agent_hours(load(CORNER).scenario) == 3 * 8 + 2 * 8.5 + 2 * sum(numbers) / 2


def test_what_runs_can_be_written_and_read_again() -> None:
    changes = Changes(volume_pct=7, handling_pct=13, agents_pct=-9)
    changed = load(CORNER, sets=settings(load(CORNER).scenario, changes)).scenario
    assert load_text(resolved_yaml(changed)).scenario == changed


@pytest.mark.parametrize(
    "changes",
    [
        Changes(volume_pct=37, handling_pct=-13),
        Changes(agents_pct=30),
        Changes(volume_pct=-50, agents_pct=-45, queues=("loan",), groups=("novices",)),
        Changes(),
    ],
)
@pytest.mark.parametrize("reference", [CORNER, "bank_hotline_tenth", "shop_service"])
def test_what_formulas_see_is_what_runs(reference: str | Path, changes: Changes) -> None:
    scenario = load(reference).scenario
    assert scaled(scenario, changes) == load(reference, None, settings(scenario, changes)).scenario


def test_a_setting_takes_the_place_of_its_paths() -> None:
    assert merged(("a.b=1", "a.c=2"), ("a.b=3",)) == ("a.c=2", "a.b=3")
