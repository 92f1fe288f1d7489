"""Numbers by interval as columns: laid out as the engine counts them, and as they were typed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scenarios.editing.interval_columns import (
    Axis,
    agent_columns,
    axis_of,
    scaled,
    total,
    volume_columns,
)
from scenarios.load import load, template

CORNER = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.mark.parametrize("name", [CORNER, "bank_service", "shop_service", "insurer_claims"])
def test_columns_are_the_volumes_that_are_simulated(name: str | Path) -> None:
    """Against the resolved scenario, before the factor; cells have two digits."""
    scenario, data = load(name).scenario, template(name).tree.data
    axis = axis_of(data)
    assert (axis.interval_s, axis.days) == (scenario.interval, scenario.days)
    for column in volume_columns(data):
        cells = [float(cell) for cell in column.over(axis.intervals)]
        wanted = scenario.volumes(column.name) / scenario.queues[column.name].volume_factor
        np.testing.assert_allclose(cells, wanted, atol=6e-3)


def test_agents_are_those_of_the_groups_without_shifts() -> None:
    scenario, data = (
        load(CORNER).scenario,
        template(CORNER, sets=["groups.juniors.agents=4"]).tree.data,
    )
    columns = {column.name: column.over(48) for column in agent_columns(data)}
    assert list(columns) == ["juniors", "experts"]
    assert set(columns["juniors"]) == {"4"}
    assert [int(cell) for cell in columns["experts"]] == list(scenario.agents("experts"))  # type: ignore[arg-type]


def test_what_is_wrong_stays_as_it_was_typed() -> None:
    data = template(CORNER, sets=["queues.loan.volume=[abc, -5, null]"]).tree.data
    loan = next(one for one in volume_columns(data) if one.name == "loan")
    assert loan.cells == ("abc", "-5", "")
    assert loan.over(5) == ("abc", "-5", "", "", "")
    assert total(loan.cells) is None


def test_what_cannot_be_laid_out_is_empty() -> None:
    data = template(
        CORNER, sets=["queues.loan.volume.profile=none", "days=x", "interval=7 min"]
    ).tree.data
    assert axis_of(data) == Axis(1800.0, 1)
    loan = next(one for one in volume_columns(data) if one.name == "loan")
    assert loan.cells == ()
    assert loan.over(2) == ("", "")


def test_a_total_keeps_the_proportions() -> None:
    assert scaled(["1", "3", ""], 8) == ["2", "6", "0"]
    assert scaled(["0", "0"], 5) == ["2.5", "2.5"]
    assert scaled(["x"], 5) is None
    assert scaled(["1"], -5) is None
    assert scaled([], 5) is None
