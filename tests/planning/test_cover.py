"""Cover of some lines together, and the pools that a requirement has."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.load import load
from scenarios.planning.need.requirement_tables import Needed
from scenarios.planning.schedule.coverage_table import Cover, coverage_table
from tests.app.pages import CORNER_BANK

NEEDED = Needed.of_scenario(load(CORNER_BANK).scenario)
COVER = Cover.of(NEEDED.scenario, NEEDED.needs, NEEDED.needs.net)


def test_lines_together_have_the_sum_of_what_each_has_over_and_under() -> None:
    whole = coverage_table(NEEDED.scenario, NEEDED.needs, NEEDED.needs.net)
    two = COVER.table(["general", "loan"])
    for column in ("required", "scheduled", "over", "under"):
        each = [
            whole[whole["name"] == name][column].to_numpy(float) for name in ("general", "loan")
        ]
        np.testing.assert_allclose(two[column], sum(each))


def test_people_who_serve_two_lines_count_once() -> None:
    """Juniors serve general and loan, experts loan; novices general: all three groups serve one."""
    both, all_lines = COVER.table(["general", "loan"]), COVER.table()
    np.testing.assert_allclose(both["agents"], all_lines["agents"])
    assert (COVER.table(["expert"])["agents"] <= all_lines["agents"]).all()


def test_hours_missing_and_spare_are_those_of_the_table() -> None:
    table = COVER.table()
    assert COVER.missing_h() == pytest.approx(table["under"].sum() / 2)
    assert COVER.spare_h() == pytest.approx(table["over"].sum() / 2)


def test_a_pool_is_the_lines_that_share_groups() -> None:
    """Novices and juniors answer general, juniors and experts loan, experts expert: one pool."""
    assert NEEDED.pools == (("general", "loan", "expert"),)
    pool = NEEDED.by_interval(NEEDED.pools[0])
    np.testing.assert_allclose(pool["pooling"], NEEDED.by_interval()["pooling"])
    # Rounded up together, whole agents of a pool are never more than of its lines apart.
    apart = sum(NEEDED.by_interval(name)["whole"].to_numpy(float) for name in NEEDED.pools[0])
    assert (pool["whole"] <= apart + 1e-9).all()
