"""The engines that are compared simulate the same line."""

import math
from typing import Any

import pytest

from benchmarks import tutorial, with_crewline
from benchmarks.line import NEAR_TARGET, OVERLOADED
from optimize.erlang import erlang_a
from sim.codes import Outcome
from tests.auditor import audit

HOURS = 8


@pytest.mark.parametrize("line", [NEAR_TARGET, OVERLOADED])
def test_all_lose_about_as_many_as_erlang_a_says(line):
    """Eight hours from an empty start: the shares agree to within a few points, not exactly."""
    exact = erlang_a(line.calls_per_h, line.handle_s, line.agents, line.patience_s, 20)
    pytest.importorskip("ciw", reason="Ciw comes with the group `bench` only")
    from benchmarks import with_ciw

    centre = with_crewline.centre_of(line, HOURS)
    contacts = centre.contacts(1)
    ours = centre.run(contacts)
    audit(centre, contacts, ours)
    log = tutorial.simulate(line, HOURS, 1)
    records: list[Any] = with_ciw.simulate(line, HOURS, 1)
    lost = [
        (ours.legs["outcome"] == Outcome.ABANDONED).mean(),
        log.abandoned / len(log),
        sum(record.record_type == "renege" for record in records) / len(records),
    ]
    assert all(math.isclose(share, exact.share_abandoned, abs_tol=0.05) for share in lost), lost
