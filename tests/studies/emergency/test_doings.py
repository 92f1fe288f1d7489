"""How soon something was done: counted from the onset, not from a chance alarm before it."""

from types import SimpleNamespace
from typing import cast

import numpy as np

from scenarios.studies.emergency.doings import came
from scenarios.studies.emergency.emergency import Emergency
from sim.clock import MS_PER_H, MS_PER_MIN


def test_what_came_before_the_onset_does_not_tell_how_soon_it_was_seen() -> None:
    """The onset is at 10:00 behind two hours of warm-up; one night in three has an alarm at 03:00.

    The third replication never has one after the onset.
    """
    plan = SimpleNamespace(warm_up_ms=2 * MS_PER_H)
    found = cast(
        Emergency, SimpleNamespace(centre=SimpleNamespace(plan=plan), onset_ms=12 * MS_PER_H)
    )
    soon, night = 12 * MS_PER_H + 9 * MS_PER_MIN, 5 * MS_PER_H
    told = came([np.array([night, soon]), np.array([soon]), np.array([night])], found)
    assert told["share"] == 1
    assert told["at_p10"] == 180
    assert (told["after_p10"], told["after_p50"], told["after_p90"]) == (9, 9, 9)
