"""A factor as a setting comes to the scenario that a sweep's cell with that factor is."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from scenarios.load import load
from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import plan
from scenarios.studies.sweep.factor_setting import factor_setting
from scenarios.studies.sweep.factors import NoNumber

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.mark.parametrize(
    ("path", "factor", "setting"),
    [
        ("queues.loan.wrap_up", "2", None),
        ("queues.loan.talk", "0.9", None),
        ("queues.loan.talk.mean", "1.1", "queues.loan.talk={distribution: gamma, mean: 330 s}"),
        ("queues.general.talk.cv", "2", None),
        ("queues.general.patience", "0.5", None),
        ("queues.general.volume_factor", "1.5", "queues.general.volume_factor=1.5"),
        ("queues.expert.head_start", "3", None),
        ("groups.novices.absence", "2", None),
        ("groups.novices.shifts.early.agents", "1.5", "groups.novices.shifts.early.agents=5"),
        ("groups.experts.agents", "2", None),
        ("costs.telephony_per_min", "2", "costs.telephony_per_min=0.12"),
    ],
)
def test_a_factor_is_a_setting(path: str, factor: str, setting: str | None) -> None:
    plain = load(CORNER_BANK).scenario
    written = factor_setting(plain, path.split("."), Fraction(factor))
    bench = Bench(str(CORNER_BANK), None, (), None)
    cell = plan([f"{path}*={factor}"], None, 2).cell(1)
    assert load(CORNER_BANK, sets=[written]).scenario == bench.scenario(cell).resolved()
    assert load(CORNER_BANK, sets=[written]).scenario != plain
    if setting is not None:
        assert written.replace("5 min 30 s", "330 s").replace("5.5 min", "330 s") == setting


def test_a_volume_is_multiplied_interval_by_interval() -> None:
    plain = load(CORNER_BANK).scenario
    written = factor_setting(plain, ["queues", "general", "volume"], Fraction(3, 2))
    changed = load(CORNER_BANK, sets=[written]).scenario
    np.testing.assert_allclose(changed.volumes("general"), 1.5 * plain.volumes("general"))


def test_what_the_schema_refuses_is_written_nevertheless() -> None:
    plain = load(CORNER_BANK).scenario
    assert factor_setting(plain, ["groups", "novices", "absence"], Fraction(30)).endswith("=1.5")


@pytest.mark.parametrize("path", ["queues.loan.title", "queues.nobody.volume", "queues.loan.open"])
def test_nothing_to_multiply_is_refused(path: str) -> None:
    with pytest.raises(NoNumber):
        factor_setting(load(CORNER_BANK).scenario, path.split("."), Fraction(2))
