"""Chats and redials of the formulas against a small sample of the simulated floor."""

from __future__ import annotations

import pytest

from optimize.erlang import erlang_a_returns, erlang_chat
from sim.engines.choice import Engine
from tests.optimize.erlang.table import (
    HANDLE_S,
    PATIENCE_S,
    WITHIN_S,
    simulated_chats,
    simulated_redials,
)
from tests.theory.evidence import Sample

#: Intervals as wide as those of the tests of theory are added to what the page allows.
SAMPLE = Sample(Engine.COMPILED, calls=200_000, replications=20, seed=2002)


@pytest.mark.parametrize(
    ("agents", "factors", "per_h"), [(20, (1, 1.1, 1.3), 450), (5, (1, 1.1, 1.3), 80)]
)
def test_chats_are_as_near_as_the_page_says(agents, factors, per_h):
    found = erlang_chat(per_h, HANDLE_S, agents, PATIENCE_S, WITHIN_S, factors=factors)
    floor = simulated_chats(agents, factors, per_h, SAMPLE)
    for kpi, figure, error in (
        ("SL3", found.answered_within, 0.015),
        ("abandonment", found.share_abandoned, 0.004),
        ("asa", found.asa_s, 0.5),
        ("aht", found.handling_s, 0.05 * HANDLE_S),
    ):
        simulated = floor.estimate(kpi)
        assert abs(simulated.value - figure) < error + simulated.half_width, kpi
    busy = floor.estimate("occupancy", 1)
    assert abs(busy.value - found.occupancy) < 0.025 + busy.half_width


def test_redials_are_as_near_as_the_page_says():
    found = erlang_a_returns(500, HANDLE_S, 45, PATIENCE_S, WITHIN_S, redials=0.5)
    floor = simulated_redials(45, 500, 0.5, 600, SAMPLE)
    assert abs(floor.estimate("SL3", 1).value - found.answered_within) < 0.02
    assert abs(floor.estimate("abandonment", 1).value - found.share_abandoned) < 0.01
    redials = floor.estimate("redial_share", 1).value
    assert redials == pytest.approx(found.redials_per_h / found.offered_per_h, rel=0.03)
